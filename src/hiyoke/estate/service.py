"""A business service: what customers and markets would miss, and how it leans on systems.

What is not here: what its outage costs (`impact`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from hiyoke.estate.identifiers import check_id
from hiyoke.estate.limits import check_at_least

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hiyoke.languages import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One business service.

    Attributes:
        service_id: Stable identifier.
        name: Name in both languages.
        priority_rank: 1 for the service that comes first; None when it is no priority service.
        owner: Responsible unit, in both languages.
        impact_tolerance_minutes: Longest disruption the board accepts; 0 or more.
        hours: When it is offered, as people say it.
        users: Customers or users who depend on it; 0 or more.
        extra: Members this version does not know, kept as given.
    """

    service_id: str
    name: Text
    priority_rank: int | None = None
    owner: Text | None = None
    impact_tolerance_minutes: int | None = None
    hours: str | None = None
    users: int | None = None
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        """Refuse values out of range.

        Raises:
            EstateFaultError: The identifier, rank, tolerance or number of users is.
        """
        where = f"service {self.service_id}"
        check_id(self.service_id, where)
        check_at_least(1, self.priority_rank, f"{where} priority")
        check_at_least(0, self.impact_tolerance_minutes, f"{where} impact_tolerance_minutes")
        check_at_least(0, self.users, f"{where} users")

    @property
    def is_priority(self) -> bool:
        """Whether the institution has ranked this service among those that come first."""
        return self.priority_rank is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One service needs one system.

    Attributes:
        service_id: The service.
        system_id: The system.
        group: None when the system is always needed; otherwise any one system of the service's
            group of this name is enough.
        extra: Members this version does not know, kept as given.
    """

    service_id: str
    system_id: str
    group: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        """Refuse identifiers that are not well formed.

        Raises:
            EstateFaultError: The service or system has such an identifier.
        """
        where = f"requirement {self.service_id} -> {self.system_id}"
        check_id(self.service_id, where)
        check_id(self.system_id, where)
