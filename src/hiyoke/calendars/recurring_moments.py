"""Instants at which something recurs: the days of a rule, each at one local time.

Instants are whole seconds since 1970 in UTC, so that a million questions are one sorted search.
What is not here: opening hours (`payment_calendar`).
"""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np

from hiyoke.errors import UsageError
from hiyoke.languages import Text

if TYPE_CHECKING:
    from datetime import time

    from numpy.typing import NDArray

    from hiyoke.calendars.day_rules import DayRule


def epoch_seconds(instant: datetime) -> float:
    """Return the seconds from 1970-01-01 UTC to an aware instant in any zone.

    Raises:
        UsageError: `instant` has no zone.
    """
    if instant.tzinfo is None:
        raise UsageError(
            Text(
                ja=f"時間帯つきの日時を期待しましたが、{instant.isoformat()} でした",
                en=f"expected an instant with a time zone, found {instant.isoformat()}",
            ),
            remedy=Text(ja="UTC からの差をつけて渡してください。", en="State its offset from UTC."),
        )
    return instant.timestamp()


def local_instant(day: date, at: time, timezone: str) -> int:
    """Return the epoch second of one local date and time.

    A time that a change of clocks repeats is its first occurrence; Japan has no such change.
    """
    return int(datetime.combine(day, at, tzinfo=ZoneInfo(timezone)).timestamp())


def moments_between(
    rule: DayRule, at: time, timezone: str, first_year: int, last_year: int
) -> NDArray[np.int64]:
    """Return when the days of a rule reach a time of day, over whole years, sorted.

    Args:
        rule: Which days.
        at: Local time of day.
        timezone: IANA name of the local zone.
        first_year: First year, included.
        last_year: Last year, included.

    Raises:
        MissingCalendarError: A year is not known.

    Cost:
        One conversion for each day of a year not asked for before; then a copy.
    """
    years = [_moments_of(rule, at, timezone, year) for year in range(first_year, last_year + 1)]
    return np.concatenate(years)


@lru_cache(maxsize=4096)
def _moments_of(rule: DayRule, at: time, timezone: str, year: int) -> NDArray[np.int64]:
    first, last = date(year, 1, 1), date(year, 12, 31)
    seconds = [local_instant(day, at, timezone) for day in rule.days(first, last)]
    moments = np.array(seconds, dtype=np.int64)
    moments.flags.writeable = False
    return moments
