"""A delegation: who may decide on a stop, up to which level, at what hours, for what, how long.

What is not here: who may decide at a moment (`hiyoke.suspension.authority`), and the ranks of roles
(the criteria of `hiyoke.suspension`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from hiyoke.estate.limits import check_choice

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from hiyoke.languages import Text

#: Roles that the shipped criteria rank, from the lowest to the highest.
ROLES: Final = ("shift_lead", "system_owner", "csirt", "ciso", "top", "board")
#: Levels of a stop.
STOP_LEVELS: Final = ("L0", "L1", "L2", "L3", "L4")
#: When a delegation holds.
DELEGATION_HOURS: Final = ("always", "business_hours", "off_hours")


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegation:
    """One line of the table.

    Attributes:
        role: One of `ROLES`.
        name: Post or desk, in both languages.
        person: Who holds it now; None for anybody in the role.
        contact: Phone; None when none is stated.
        up_to: Highest level that may be decided.
        hours: One of `DELEGATION_HOURS`.
        services: Services it is limited to; empty for all.
        expires_on: Last day.
        deputy: Whether it holds only when those before it cannot be reached.
        extra: Members this version does not know, kept as given.
    """

    role: str
    name: Text
    person: str | None = None
    contact: str | None = None
    up_to: str
    hours: str = "always"
    services: tuple[str, ...] = ()
    expires_on: date
    deputy: bool = False
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        """Refuse words that mean nothing.

        Raises:
            EstateFaultError: One of them does.
        """
        where = f"authority {self.role}"
        check_choice(ROLES, self.role, where)
        check_choice(STOP_LEVELS, self.up_to, where)
        check_choice(DELEGATION_HOURS, self.hours, where)
