"""One kind of gap that sound files leave, counted, named and priced.

What is not here: which gaps there are (`quality`, `guard_gaps`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hiyoke.languages import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityGap:
    """One kind of gap.

    Attributes:
        kind: Stable code.
        title: The gap in a few words.
        count: How many have it.
        total: Out of how many.
        names: Which ones, sorted.
        cost: What it costs the assessment.
    """

    kind: str
    title: Text
    count: int
    total: int
    names: tuple[str, ...]
    cost: Text


def gap(  # noqa: PLR0917 - the columns of one row, in their order.
    kind: str, title: Text, names: Iterable[str], total: int, cost: Text, count: int | None = None
) -> QualityGap:
    """Return a gap; `names` are sorted and counted once each unless `count` says otherwise."""
    listed = tuple(sorted(set(names)))
    return QualityGap(
        kind=kind,
        title=title,
        count=len(listed) if count is None else count,
        total=total,
        names=listed,
        cost=cost,
    )
