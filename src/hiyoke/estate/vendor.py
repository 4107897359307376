"""A vendor that maintains systems, and what its contract covers.

What is not here: how long a queue for its shared engineers becomes (`hiyoke.planning`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from hiyoke.estate.account import ACCESS_LEVELS
from hiyoke.estate.identifiers import check_id
from hiyoke.estate.limits import check_at_least, check_choice
from hiyoke.estate.system import NO, UNKNOWN, YES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hiyoke.languages import Text


#: Rules for whose turn it is when many institutions call a vendor at once.
DEMAND_RULES: Final = ("contract_order", "first_come", "fair_share", "unknown")


@dataclass(frozen=True, slots=True, kw_only=True)
class Vendor:
    """One vendor.

    Attributes:
        vendor_id: Stable identifier.
        name: Name in both languages.
        contact: How to reach it; a desk rather than a person.
        contract_hours: When it works under contract, as people say it.
        night_cover: Whether it answers at night: yes, no or unknown.
        holiday_cover: Whether it answers on holidays: yes, no or unknown.
        patching_in_scope: Whether applying patches is in the contract: yes, no or unknown.
        systems: Systems it maintains, as the vendor's entry lists them.
        remote_access: Whether it reaches our systems from its own site: yes, no or unknown.
        remote_access_systems: Systems it reaches so; empty with yes means those it maintains.
        remote_access_level: user or admin, on those systems.
        staff: Engineers who can work for this institution; None when unknown.
        clients: Other institutions that the same engineers serve; None when unknown.
        response_minutes: Promised time from the call to the start of work; None when unknown.
        repair_hours: Target from the call to the repair, in hours; None when unknown.
        simultaneous_demand: One of `DEMAND_RULES`: whose turn it is when many call at once.
        subcontractors: Whether it uses sub-contractors: yes, no or unknown.
        reports_patch_status: Whether it reports what is patched: yes, no or unknown.
        emergency_rate: Price of an emergency hour as a multiple of an ordinary one; None when
            unknown.
        extra: Members this version does not know, kept as given.
    """

    vendor_id: str
    name: Text
    contact: str | None = None
    contract_hours: str | None = None
    night_cover: str = UNKNOWN
    holiday_cover: str = UNKNOWN
    patching_in_scope: str = UNKNOWN
    systems: tuple[str, ...] = ()
    remote_access: str = UNKNOWN
    remote_access_systems: tuple[str, ...] = ()
    remote_access_level: str = "admin"
    staff: int | None = None
    clients: int | None = None
    response_minutes: int | None = None
    repair_hours: float | None = None
    simultaneous_demand: str = UNKNOWN
    subcontractors: str = UNKNOWN
    reports_patch_status: str = UNKNOWN
    emergency_rate: float | None = None
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        """Refuse identifiers and words that mean nothing.

        Raises:
            EstateFaultError: One of them does.
        """
        check_id(self.vendor_id, "vendor")
        where = f"vendor {self.vendor_id}"
        answers: tuple[str, ...] = (self.night_cover, self.holiday_cover, self.patching_in_scope)
        answers += (self.remote_access, self.subcontractors, self.reports_patch_status)
        for answer in answers:
            check_choice((YES, NO, UNKNOWN), answer, where)
        check_choice(ACCESS_LEVELS, self.remote_access_level, where)
        check_choice(DEMAND_RULES, self.simultaneous_demand, where)
        figures = (self.staff, self.clients, self.response_minutes)
        for figure in (*figures, self.repair_hours, self.emergency_rate):
            check_at_least(0, figure, where)
