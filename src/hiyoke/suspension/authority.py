"""Who may decide: roles, deputies, hours, limits and last days, as the institution sets them.

A delegation counts only while it lasts, for the levels and services it names and at the hours it
names. What is not here: the table itself (`hiyoke.estate.Delegation`), the check of a recorded
decision (`authority_check`), and whether a person is reachable.
"""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING, Final

from hiyoke.calendars import JAPAN_TIME, date_in_japan, is_business_day

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from hiyoke.estate import Delegation
    from hiyoke.suspension.stop_criteria import StopCriteria

#: Business hours of delegations: an assumption, the same for all.
DAY_BEGINS: Final = time(9, 0)
DAY_ENDS: Final = time(17, 0)


def who_may_decide(
    table: Iterable[Delegation],
    criteria: StopCriteria,
    *,
    level: str,
    services: Collection[str],
    at: datetime,
) -> tuple[Delegation, ...]:
    """Return who may decide a level for services at a moment, deputies last, in the table's order.

    Args:
        table: Of the institution.
        criteria: Order of the levels.
        level: What is to be decided.
        services: What it stops; a delegation with limits must cover all of them.
        at: Aware.
    """
    able = [
        one for one in table if not why_not(one, criteria, level=level, services=services, at=at)
    ]
    return tuple(sorted(able, key=lambda one: one.deputy))


def why_not(
    delegation: Delegation,
    criteria: StopCriteria,
    *,
    level: str,
    services: Collection[str],
    at: datetime,
) -> tuple[str, ...]:
    """Return why a delegation does not reach: level, hours, expired, services; empty when it does.

    A delegation that is limited to services does not reach a decision whose services nobody named.
    """
    order = list(criteria.levels)
    reasons = {
        "level": delegation.up_to not in order
        or order.index(delegation.up_to) < order.index(level),
        "hours": delegation.hours == ("off_hours" if is_daytime(at) else "business_hours"),
        "expired": date_in_japan(at) > delegation.expires_on,
        "services": bool(delegation.services)
        and not (services and set(services) <= set(delegation.services)),
    }
    return tuple(reason for reason, is_so in reasons.items() if is_so)


def is_daytime(at: datetime) -> bool:
    """Return whether a moment lies in the business hours of a business day in Japan.

    Raises:
        MissingCalendarError: The holidays of the year are not known.
    """
    is_open = DAY_BEGINS <= at.astimezone(JAPAN_TIME).time() < DAY_ENDS
    return is_open and is_business_day(date_in_japan(at))


def level_of_kinds(kinds: Collection[str]) -> str:
    """Return the level that a set of mode kinds amounts to."""
    if "full_stop" in kinds:
        return "L4"
    if set(kinds) & {"network_cut", "isolate", "channel_off", "remote_access_off"}:
        return "L3"
    return "L2" if set(kinds) - {"control_on"} else "L1"
