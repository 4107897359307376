"""Days of the week as rosters name them: Mondays, second Sundays, business days, holidays.

What is not here: month-ends, paydays and other days of the calendar (`hiyoke.calendars.DayRule`).
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from hiyoke.calendars import holiday_name, is_business_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
#: Names of days besides those of the week: bank business days; days that are none; public holidays.
OTHER_DAYS: Final = ("business", "closed", "holiday")
#: The last one of a month, as against the first to fifth.
LAST: Final = -1


class WeekDay(NamedTuple):
    """One rule for days.

    Attributes:
        name: One of `WEEKDAYS` or `OTHER_DAYS`.
        nth: 1 to 5 for the first to fifth of that weekday in a month, `LAST` for its last; None
            for each.
    """

    name: str
    nth: int | None = None

    def has(self, day: date) -> bool:
        """Return whether the rule names `day`.

        Raises:
            MissingCalendarError: Holidays matter and those of the year are not known.

        Example:
            >>> WeekDay("sun", 2).has(date(2026, 11, 8))
            True
        """
        if self.name == "business":
            return is_business_day(day)
        if self.name == "closed":
            return not is_business_day(day)
        if self.name == "holiday":
            return holiday_name(day) is not None
        if WEEKDAYS[day.weekday()] != self.name:
            return False
        if self.nth == LAST:
            return day.day + 7 > monthrange(day.year, day.month)[1]
        return self.nth is None or (day.day - 1) // 7 + 1 == self.nth


def days_named(rules: Iterable[WeekDay], first: date, last: date) -> Iterator[date]:
    """Yield the days from `first` to `last`, both included, that any rule names, in order."""
    wanted = tuple(rules)
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        if any(rule.has(day) for rule in wanted):
            yield day
