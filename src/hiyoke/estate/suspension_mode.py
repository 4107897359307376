"""A suspension mode: one way to stop part of a service or system on purpose, and what that takes.

What is not here: which modes to enter, and what a stop costs at a given time (`hiyoke.suspension`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from hiyoke.estate.identifiers import check_id
from hiyoke.estate.limits import check_choice
from hiyoke.estate.system import NO, UNKNOWN, YES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from hiyoke.estate.impact import LossRange
    from hiyoke.languages import Text

#: Kinds of mode, from the lightest to the full stop.
MODE_KINDS: Final = (
    "control_on",
    "new_logins_off",
    "view_only",
    "high_value_off",
    "bulk_files_off",
    "partners_off",
    "app_off",
    "account_off",
    "remote_access_off",
    "card_fallback",
    "channel_off",
    "atm_off",
    "network_cut",
    "isolate",
    "full_stop",
    "other",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspensionMode:
    """One way to stop something on purpose.

    Attributes:
        mode_id: Stable identifier.
        name: Name in both languages.
        subject: Service or system that the mode belongs to.
        kind: One of `MODE_KINDS`.
        loses: Part of each service that it takes away, as a range in [0, 1]; a service that needs
            a system of `systems` is lost whether it is named here or not.
        systems: Systems that it stops or isolates; every step into and out of them is gone.
        links: Permitted flows that it cuts, from the side that opens the connection.
        entry_points: Systems that it cuts from the internet.
        accounts: Privileged IDs that it disables.
        vendors: Vendors whose remote access it cuts.
        vulnerability_ids: Flaws that it makes unusable on `systems`, which then keep running: a
            virtual patch. Empty when it does not depend on the flaw.
        enter_minutes: Time from the decision until it takes effect; None when unknown.
        leave_minutes: Time to return from it; None when unknown.
        reversible: Whether it can be taken back without repair: yes, no or unknown.
        last_rehearsed_on: When it was last rehearsed; None when never.
        in_flight_minutes: Time that open work needs to finish; None when none or unknown.
        restart_point: Where batches and files restart, in the keeper's words.
        backup: Backup wanted before, in the keeper's words.
        owner: Who carries it out, in both languages.
        extra: Members this version does not know, kept as given.
    """

    mode_id: str
    name: Text
    subject: str
    kind: str = "other"
    loses: tuple[tuple[str, LossRange], ...] = ()
    systems: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    entry_points: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    vendors: tuple[str, ...] = ()
    vulnerability_ids: tuple[str, ...] = ()
    enter_minutes: LossRange | None = None
    leave_minutes: LossRange | None = None
    reversible: str = UNKNOWN
    last_rehearsed_on: date | None = None
    in_flight_minutes: LossRange | None = None
    restart_point: str | None = None
    backup: str | None = None
    owner: Text | None = None
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        """Refuse identifiers and words that mean nothing.

        Raises:
            EstateFaultError: One of them does.
        """
        where = f"mode {self.mode_id}"
        check_id(self.mode_id, where)
        check_choice(MODE_KINDS, self.kind, where)
        check_choice((YES, NO, UNKNOWN), self.reversible, where)
