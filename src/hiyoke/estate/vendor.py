"""A vendor that maintains systems, and what its contract covers.

What is not here: capacity and queues of shared engineers, which later parts read from
`Vendor.extra`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from hiyoke.estate.account import ACCESS_LEVELS
from hiyoke.estate.identifiers import check_id
from hiyoke.estate.limits import check_choice
from hiyoke.estate.system import NO, UNKNOWN, YES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hiyoke.languages import Text


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
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        """Refuse identifiers and words that mean nothing.

        Raises:
            EstateFaultError: One of them does.
        """
        check_id(self.vendor_id, "vendor")
        where = f"vendor {self.vendor_id}"
        answers = (self.night_cover, self.holiday_cover, self.patching_in_scope)
        for answer in (*answers, self.remote_access):
            check_choice((YES, NO, UNKNOWN), answer, where)
        check_choice(ACCESS_LEVELS, self.remote_access_level, where)
