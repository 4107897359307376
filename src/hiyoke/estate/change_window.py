"""When systems may be changed, and when they may not: recurring windows, single ones, and freezes.

Both hold for the systems they name, for every system that a service they name needs, and for all
systems when they name neither. What is not here: who works in a window (`crew`, `vendor`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from hiyoke.calendars import payment_calendar
from hiyoke.estate.identifiers import check_id
from hiyoke.estate.limits import check_at_least
from hiyoke.estate.week_days import days_named

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from hiyoke.calendars import DayRule, PaymentCalendar
    from hiyoke.estate.week_days import WeekDay
    from hiyoke.languages import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeWindow:
    """One window, single or recurring.

    Attributes:
        window_id: Stable identifier.
        name: Name in both languages.
        starts_at: Local time at which it opens.
        minutes: Length, 1 to 2880; it may run over midnight.
        days: Days on which it opens; empty for a single one.
        on: The one date of a single window; None for a recurring one.
        systems: Systems it holds for.
        services: Services whose systems it holds for; with `systems` empty too, all systems.
        capacity: Most changes in it; None when only time and people bound them.
        extra: Members this version does not know, kept as given.
    """

    window_id: str
    name: Text
    starts_at: time
    minutes: int
    days: tuple[WeekDay, ...] = ()
    on: date | None = None
    systems: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    capacity: int | None = None
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        """Refuse identifiers and figures that mean nothing.

        Raises:
            EstateFaultError: One of them does.
        """
        where = f"window {self.window_id}"
        check_id(self.window_id, where)
        check_at_least(1, self.minutes, f"{where} minutes")
        check_at_least(0, self.capacity, f"{where} capacity")

    def dates(self, first: date, last: date) -> Iterator[date]:
        """Yield the days from `first` to `last`, both included, on which it opens, in order.

        Raises:
            MissingCalendarError: Holidays matter and those of a year are not known.
        """
        if self.on is not None:
            yield from (self.on,) if first <= self.on <= last else ()
        else:
            yield from days_named(self.days, first, last)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeFreeze:
    """Days on which nothing is changed: from a date to a date, and on recurring days in between.

    Attributes:
        freeze_id: Stable identifier.
        name: Name in both languages.
        from_on: First day; None for no first.
        to_on: Last day, included; None for no last.
        days: Days of the calendar, such as month-ends; None for each day.
        calendar_id: Payment calendar on whose open days it holds; None for none.
        systems: Systems it holds for.
        services: Services whose systems it holds for; with `systems` empty too, all systems.
        extra: Members this version does not know, kept as given.
    """

    freeze_id: str
    name: Text
    from_on: date | None = None
    to_on: date | None = None
    days: DayRule | None = None
    calendar_id: str | None = None
    systems: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        """Refuse identifiers that are not well formed.

        Raises:
            EstateFaultError: The identifier is.
        """
        check_id(self.freeze_id, f"freeze {self.freeze_id}")

    def dates(self, first: date, last: date) -> Iterator[date]:
        """Yield the days from `first` to `last`, both included, on which it holds, in order.

        Raises:
            MissingCalendarError: Holidays matter and those of a year are not known.
        """
        start = first if self.from_on is None else max(first, self.from_on)
        end = last if self.to_on is None else min(last, self.to_on)
        calendar = None if self.calendar_id is None else payment_calendar(self.calendar_id)
        for number in range((end - start).days + 1):
            day = start + timedelta(days=number)
            is_named = self.days is None or self.days.has(day)
            if is_named and (calendar is None or _opens_on(calendar, day)):
                yield day


def _opens_on(calendar: PaymentCalendar, day: date) -> bool:
    midnight = datetime.combine(day, time(), tzinfo=ZoneInfo(calendar.timezone))
    return calendar.open_minutes(midnight, midnight + timedelta(days=1)) > 0
