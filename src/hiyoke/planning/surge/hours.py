"""Duty hours and sittings on the clock of a simulation: hours from midnight of its first day.

Japanese business days and holidays come from `hiyoke.calendars`. What is not here: whose hours
they are (`estate`).
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from hiyoke.calendars import is_business_day
from hiyoke.planning.surge.network import Batch, StaffGroup

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from hiyoke.planning.surge.profile import BoardLine

DAY_HOURS = 24.0
_SATURDAY = 5


def merged_spells(spells: Iterable[tuple[float, float]], horizon: float) -> NDArray[np.float64]:
    """Return spells sorted, joined where they meet or overlap, and cut to 0 and the horizon.

    Returns:
        float64[n, 2].
    """
    joined: list[list[float]] = []
    for start, end in sorted((max(0.0, a), min(horizon, b)) for a, b in spells):
        if end <= start:
            continue
        if joined and start <= joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], end)
        else:
            joined.append([start, end])
    return np.array(joined, dtype=np.float64).reshape(-1, 2)


def duty_spells(
    first: date,
    days: int,
    hours: Sequence[tuple[float, float]],
    *,
    nights: bool = False,
    holidays: bool = False,
) -> NDArray[np.float64]:
    """Return duty on business days, and with cover at night or on holidays beyond them.

    Args:
        first: First day.
        days: How many.
        hours: Beginnings and ends of work on one day.
        nights: Whether duty goes round the clock on the days it holds.
        holidays: Whether it holds on weekends and holidays too.

    Raises:
        MissingCalendarError: A year is not known.
    """
    spans = [(0.0, DAY_HOURS)] if nights else list(hours)
    spells = [
        (number * DAY_HOURS + start, number * DAY_HOURS + end)
        for number in range(days)
        if holidays or is_business_day(first + timedelta(days=number))
        for start, end in spans
    ]
    return merged_spells(spells, days * DAY_HOURS)


def without_days(
    spells: NDArray[np.float64], begin_day: float, end_day: float
) -> NDArray[np.float64]:
    """Return spells without what lies between two days."""
    low, high = begin_day * DAY_HOURS, end_day * DAY_HOURS
    kept = []
    for start, end in spells.tolist():
        kept += [(start, min(end, low)), (max(start, high), end)]
    return merged_spells([(a, b) for a, b in kept if b > a], np.inf)


def thinned_groups(
    groups: Iterable[StaffGroup], share: float, begin_day: float, end_day: float
) -> tuple[StaffGroup, ...]:
    """Return groups of whom only a share works between two days; part of a person does not."""
    thinned: list[StaffGroup] = []
    for group in groups:
        staying = int(group.people * share + 1e-9)
        if staying:
            thinned.append(StaffGroup(people=staying, spells=group.spells))
        if group.people > staying:
            rest = without_days(group.spells, begin_day, end_day)
            thinned.append(StaffGroup(people=group.people - staying, spells=rest))
    return tuple(thinned)


def sorted_batches(batches: Iterable[Batch]) -> tuple[Batch, ...]:
    """Return batches by closing time; one that ends before an earlier one's items waits for it."""
    ordered: list[Batch] = []
    latest = 0.0
    for batch in sorted(batches):
        latest = max(latest, batch.leaves_at)
        ordered.append(batch._replace(leaves_at=latest))
    return tuple(ordered)


def board_batches(board: BoardLine, first: date, days: int, *, highest_tier: int) -> list[Batch]:
    """Return the sittings of a board; one from Monday to Friday is left out on holidays.

    Raises:
        MissingCalendarError: A year is not known.
    """
    batches = []
    for number in range(days):
        day = first + timedelta(days=number)
        if day.weekday() not in board.weekdays:
            continue
        if day.weekday() < _SATURDAY and not is_business_day(day):
            continue
        closes = number * DAY_HOURS + board.at_hour
        batches.append(Batch(closes, closes + board.hours, board.places, highest_tier))
    return batches
