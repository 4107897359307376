"""A broken rule, by the number it has in ``docs/reference/planning.md``.

What is not here: how a broken rule is found.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Rule of each code, as the reference page numbers them; 0 is the section on loss.
RULES: Final[Mapping[str, int]] = MappingProxyType(
    {
        "coverage": 1,
        "option": 2,
        "place": 2,
        "calendar": 2,
        "horizon": 2,
        "ready": 2,
        "freeze": 2,
        "times": 3,
        "group": 3,
        "window": 4,
        "shift": 5,
        "effort": 5,
        "prepare": 5,
        "vendor": 6,
        "charge": 7,
        "capacity": 7,
        "overtime": 7,
        "control": 8,
        "precedence": 9,
        "separation": 10,
        "loss": 0,
    }
)


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken rule.

    Attributes:
        code: Which rule, as a word of `RULES`.
        subject_id: Job, shift or window that breaks it; ``plan`` for the plan as a whole.
        words: What is wrong.
    """

    code: str
    subject_id: str
    words: Text

    @property
    def rule(self) -> int:
        """Number of the rule; 0 when a figure is wrong."""
        return RULES[self.code]


def broken(code: str, subject_id: str, ja: str, en: str) -> Violation:
    """Return a violation whose words begin with its subject."""
    return Violation(code, subject_id, Text(ja=f"{subject_id}: {ja}", en=f"{subject_id}: {en}"))


def over(code: str, subject_id: str, found: float, allowed: float) -> Violation:
    """Return a violation of something that has a most."""
    return broken(
        code,
        subject_id,
        f"{allowed:g} までのところ {found:g} です",
        f"expected at most {allowed:g}, found {found:g}",
    )
