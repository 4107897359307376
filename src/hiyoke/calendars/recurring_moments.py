"""Instants at which something recurs: the days of a rule, each at one local time.

Instants are whole seconds since 1970 in UTC, so that a million questions are one sorted search.
What is not here: opening hours (`payment_calendar`).
"""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias
from zoneinfo import ZoneInfo

import numpy as np

from hiyoke.errors import UsageError
from hiyoke.languages import Text

if TYPE_CHECKING:
    from datetime import time

    from numpy.typing import NDArray

    from hiyoke.calendars.day_rules import DayRule

#: One aware instant in any zone, or many as an array of ``datetime64`` in UTC.
Instants: TypeAlias = "datetime | NDArray[np.datetime64]"


def epoch_seconds(at: Instants) -> NDArray[np.float64]:
    """Return the seconds from 1970-01-01 UTC to each instant.

    Args:
        at: An aware instant in any zone, or an array of ``datetime64`` in UTC.

    Raises:
        UsageError: `at` has no zone.
    """
    if not isinstance(at, datetime):
        return np.asarray(at, dtype="datetime64[us]").astype(np.int64) / 1e6
    if at.tzinfo is None:
        raise UsageError(
            Text(
                ja=f"時間帯つきの日時を期待しましたが、{at.isoformat()} でした",
                en=f"expected an instant with a time zone, found {at.isoformat()}",
            ),
            remedy=Text(ja="UTC からの差をつけて渡してください。", en="State its offset from UTC."),
        )
    return np.array(at.timestamp())


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
