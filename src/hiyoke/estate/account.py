"""A privileged ID: what it opens, from where it is used, and what stands between.

What is not here: what an attacker could do with it (`hiyoke.exposure`).
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

    from hiyoke.languages import Text

ACCESS_LEVELS: Final = ("user", "admin")


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivilegedAccount:
    """One privileged ID, shared or personal.

    Attributes:
        account_id: Stable identifier; not the login name, which has no place here.
        name: Name in both languages.
        systems: Systems that it opens.
        level: user or admin, on those systems.
        used_from: Systems, zones or ``internet`` where it is used; empty when nobody knows.
        mfa: Whether a second factor is asked for: yes, no or unknown.
        mfa_tested_on: When that was last tested; None when never.
        last_used_on: Last day it was used; None when unknown.
        owner: Responsible unit, in both languages.
        is_needed: Whether it is still needed: yes, no or unknown.
        extra: Members this version does not know, kept as given.
    """

    account_id: str
    name: Text
    systems: tuple[str, ...]
    level: str = "admin"
    used_from: tuple[str, ...] = ()
    mfa: str = UNKNOWN
    mfa_tested_on: date | None = None
    last_used_on: date | None = None
    owner: Text | None = None
    is_needed: str = UNKNOWN
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        """Refuse identifiers and words that mean nothing.

        Raises:
            EstateFaultError: One of them does.
        """
        where = f"account {self.account_id}"
        check_id(self.account_id, where)
        check_choice(ACCESS_LEVELS, self.level, where)
        for answer in (self.mfa, self.is_needed):
            check_choice((YES, NO, UNKNOWN), answer, where)
