"""The instants at which a service's deadline falls, from its own clock or a payment calendar's.

What is not here: what a deadline costs (`impact_curve`).
"""

from __future__ import annotations

from datetime import UTC, datetime, time
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np

from hiyoke.calendars import local_instant, moments_between, payment_calendar

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hiyoke.estate import DeadlineStep


def first_and_last_year(first: float, last: float) -> tuple[int, int]:
    """Return the years, in any zone, that two epoch seconds lie between."""
    day = 86400
    return (
        datetime.fromtimestamp(first - day, UTC).year,
        datetime.fromtimestamp(last + day, UTC).year,
    )


@lru_cache(maxsize=1024)
def moments_of_step(
    step: DeadlineStep, timezone: str, first_year: int, last_year: int
) -> NDArray[np.int64]:
    """Return when a deadline falls over whole years, in epoch seconds, sorted.

    A step with a calendar falls on the days that have a cut-off there, at its own time of day or
    else at the cut-off.

    Raises:
        MissingCalendarError: A year is not known.
        PaymentCalendarError: It names a calendar that does not exist.
    """
    if step.calendar_id is None:
        at = step.at or time()
        return moments_between(step.days, at, timezone, first_year, last_year)
    calendar = payment_calendar(step.calendar_id)
    zone = ZoneInfo(calendar.timezone)
    found = []
    for cut_off in calendar.cut_offs(first_year, last_year).tolist():
        day = datetime.fromtimestamp(cut_off, zone).date()
        if step.days.has(day):
            found.append(cut_off if step.at is None else local_instant(day, step.at, timezone))
    return np.array(found, dtype=np.int64)
