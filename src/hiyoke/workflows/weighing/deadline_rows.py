"""Deadlines as they are shown: calendar day, Japanese business day, days left, other cases.

What is not here: how a deadline is found (`hiyoke.risk`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hiyoke.calendars import business_day_on_or_before
from hiyoke.errors import MissingCalendarError
from hiyoke.reports.assessment.rows import DueRow

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


def deadline_on(due_on: date | None, *, as_of: date, **more: Any) -> DueRow:
    """Return a deadline with its business day and the days left from `as_of`.

    Args:
        due_on: Last calendar day allowed; None when no day is set.
        as_of: The day from which days left count.
        more: Further members of the row.
    """
    if due_on is None:
        return DueRow(**more)
    try:
        working_day = business_day_on_or_before(due_on)
    except MissingCalendarError:  # A day outside the known years is shown without one.
        working_day = None
    days_left = (due_on - as_of).days
    return DueRow(due_on=due_on, working_day=working_day, days_left=days_left, **more)


def deadline_of(row: Mapping[str, Any], *, as_of: date) -> DueRow:
    """Return the deadline of one row of `SYSTEM_FINDINGS`, with its other cases."""
    unknown = tuple(row["unknown_points"] or ())
    return deadline_on(
        row["due_on"],
        as_of=as_of,
        outcome=row["outcome"],
        clock_start_on=row["clock_start_on"] if row["outcome"] is not None else None,
        outcome_latest=row["outcome_latest"] if unknown else None,
        due_on_latest=row["due_on_latest"] if unknown else None,
        outcome_if_assumptions_fail=row["outcome_if_assumptions_fail"],
        due_on_if_assumptions_fail=row["due_on_if_assumptions_fail"],
        unknown_points=unknown,
        assumed_points=tuple(row["assumed_points"] or ()),
    )
