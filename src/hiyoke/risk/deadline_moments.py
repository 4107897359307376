"""The instants at which a service's deadline falls, from its own clock or a payment calendar's.

What is not here: what a deadline costs (`impact_curve`).
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from hiyoke.calendars import moments_between

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

    Raises:
        MissingCalendarError: A year is not known.
    """
    if step.at is not None:
        return moments_between(step.days, step.at, timezone, first_year, last_year)
    return np.array([], dtype=np.int64)
