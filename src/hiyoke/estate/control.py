"""A control: a guard that may stop steps of an attack, with what is known of its strength.

What is not here: which steps each kind stops, and whether a test still counts (`hiyoke.exposure`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from hiyoke.estate.identifiers import check_id
from hiyoke.estate.limits import check_choice, check_share

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from hiyoke.languages import Text

#: Kinds of control, as the attack rules know them; a test holds both together.
CONTROL_KINDS: Final = ("waf", "virtual_patch", "segmentation", "mfa", "edr", "hardening")
CONTROL_MODES: Final = ("block", "detect")


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """One guard.

    Attributes:
        control_id: Stable identifier.
        name: Name in both languages.
        kind: One of `CONTROL_KINDS`.
        systems: Systems it stands in front of.
        links: Pairs of source and target whose traffic it watches.
        accounts: Privileged IDs whose use it guards.
        vulnerability_ids: Flaws it knows; empty when it does not depend on the flaw.
        efficacy: Share of attacks it stops, in [0, 1]; None for the usual one of its kind.
        mode: block, or detect when it only reports.
        tested_on: Date of the last successful test; None when never tested.
        expires_on: Last day in force; None when it has none.
        owner: Responsible unit, in both languages.
        extra: Members this version does not know, kept as given.
    """

    control_id: str
    name: Text
    kind: str
    systems: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    accounts: tuple[str, ...] = ()
    vulnerability_ids: tuple[str, ...] = ()
    efficacy: float | None = None
    mode: str = "block"
    tested_on: date | None = None
    expires_on: date | None = None
    owner: Text | None = None
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        """Refuse identifiers, kinds and figures that mean nothing.

        Raises:
            EstateFaultError: One of them does.
        """
        where = f"control {self.control_id}"
        check_id(self.control_id, where)
        check_choice(CONTROL_KINDS, self.kind, where)
        check_choice(CONTROL_MODES, self.mode, where)
        check_share(self.efficacy, where)

    def is_expired(self, as_of: date) -> bool:
        """Return whether its last day in force lies before `as_of`."""
        return self.expires_on is not None and self.expires_on < as_of
