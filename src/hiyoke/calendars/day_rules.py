"""Days that recur in a bank's year: month-ends, fifth-and-tenth days, paydays, year-ends.

A rule names kinds of days, or dates, or both; a day counts when any of them says so. A nominal day
that is no business day moves the way its kind says: payments before it, collections after it. What
is not here: times of day, and what a day costs.

Source:
    Business days are those of `business_days`. Fifth-and-tenth days, paydays and the way they move
    are banking practice that differs by contract; they are assumptions until a user confirms them.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from hiyoke.calendars.business_days import (
    FIRST_YEAR,
    LAST_YEAR,
    business_day_on_or_after,
    business_day_on_or_before,
    is_business_day,
)
from hiyoke.errors import UsageError
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: Days of a month on which invoices fall due, the 30th standing for the month's end in February.
_FIFTHS_AND_TENTHS: Final = (5, 10, 15, 20, 25, 30)
_PAYDAY: Final = 25
_DECEMBER: Final = 12
_HALF_YEAR_ENDS: Final = (3, 9)
#: Days from the middle of a year within which a nominal day can move into it.
_NEAR_DAYS: Final = 200

#: Every kind of day, with its meaning; the way a day moves is part of the meaning.
KINDS_OF_DAY: Final[dict[str, Text]] = {
    "every": Text(ja="毎日（休日を含む）", en="every day, holidays included"),
    "business": Text(ja="営業日", en="business days"),
    "holiday": Text(ja="休業日（土日祝日と年末年始）", en="days that are no business days"),
    "month_end": Text(
        ja="月末（その月の最終営業日）", en="month-end: the month's last business day"
    ),
    "fifth_tenth": Text(
        ja="五十日（5・10・15・20・25・30 日。休業日なら前営業日。仮定）",
        en="5th-and-10th days (5, 10, ... 30), moved to the business day before (assumption)",
    ),
    "fifth_tenth_after": Text(
        ja="五十日（休業日なら翌営業日。口座振替など。仮定）",
        en="5th-and-10th days moved to the business day after, as direct debits are (assumption)",
    ),
    "payday": Text(
        ja="給料日（25 日。休業日なら前営業日。仮定）",
        en="payday: the 25th, moved to the business day before (assumption)",
    ),
    "half_year_end": Text(
        ja="半期末（3 月と 9 月の最終営業日）",
        en="half-year end: the last business day of March and September",
    ),
    "year_end": Text(
        ja="年末（12 月の最終営業日）", en="year-end: the last business day of December"
    ),
    "new_year": Text(
        ja="年初（1 月の最初の営業日）", en="new year: the first business day of January"
    ),
}


@dataclass(frozen=True, slots=True)
class DayRule:
    """A set of days: by kind, by date, or both together.

    Attributes:
        kinds: Keys of `KINDS_OF_DAY`; a day of any of them counts.
        dates: Single days that count as well, whatever day they fall on.
    """

    kinds: tuple[str, ...] = ()
    dates: tuple[date, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a rule that names nothing, or a kind that nobody knows.

        Raises:
            UsageError: It does.
        """
        unknown = sorted(set(self.kinds) - set(KINDS_OF_DAY))
        if unknown or not (self.kinds or self.dates):
            listed = ", ".join(KINDS_OF_DAY)
            shown = ", ".join(unknown)
            raise UsageError(
                Text(
                    ja=f"日の種類（{listed}）か日付を期待しましたが、「{shown}」でした",
                    en=f"expected kinds of days ({listed}) or dates, found {shown!r}",
                ),
                remedy=Text(ja="日の種類か日付を書いてください。", en="Name a kind or a date."),
            )

    def has(self, day: date) -> bool:
        """Return whether `day` counts.

        Raises:
            MissingCalendarError: The year of `day` is not known.

        Cost:
            A look-up, once the year has been worked out.
        """
        return day in _days_of(self, day.year)

    def days(self, first: date, last: date) -> tuple[date, ...]:
        """Return the days that count from `first` to `last`, both included, in order.

        Raises:
            MissingCalendarError: A year on the way is not known.

        Example:
            >>> ends = DayRule(("month_end",))
            >>> [str(day) for day in ends.days(date(2026, 4, 1), date(2026, 5, 31))]
            ['2026-04-30', '2026-05-29']
        """
        years = range(first.year, last.year + 1)
        found = (day for year in years for day in sorted(_days_of(self, year)))
        return tuple(day for day in found if first <= day <= last)

    @property
    def meaning(self) -> Text:
        """The rule in words."""
        parts = [KINDS_OF_DAY[kind] for kind in self.kinds]
        dates = ", ".join(day.isoformat() for day in self.dates)
        parts += [Text(ja=dates, en=dates)] if dates else []
        return Text(ja="、".join(p.ja for p in parts), en="; ".join(p.en for p in parts))


@lru_cache(maxsize=4096)
def _days_of(rule: DayRule, year: int) -> frozenset[date]:
    named = {day for day in rule.dates if day.year == year}
    return frozenset(named.union(*(_days_of_kind(kind, year) for kind in rule.kinds)))


@lru_cache(maxsize=2048)
def _days_of_kind(kind: str, year: int) -> frozenset[date]:
    return frozenset(_DAYS[kind](year))


def _every(year: int) -> Iterator[date]:
    is_business_day(date(year, 1, 1))  # Refuses a year that is not known, as all other kinds do.
    start = date(year, 1, 1)
    for number in range(date(year, _DECEMBER, 31).timetuple().tm_yday):
        yield start + timedelta(days=number)


def _business(year: int) -> Iterator[date]:
    return (day for day in _every(year) if is_business_day(day))


def _holidays(year: int) -> Iterator[date]:
    return (day for day in _every(year) if not is_business_day(day))


def _month_end(year: int, month: int) -> date:
    return business_day_on_or_before(date(year, month, monthrange(year, month)[1]))


def _month_ends(year: int) -> Iterator[date]:
    return (_month_end(year, month) for month in range(1, 13))


def _nominal_fifths_and_tenths(year: int) -> Iterator[date]:
    for month in range(1, 13):
        last = monthrange(year, month)[1]
        for number in _FIFTHS_AND_TENTHS:
            yield date(year, month, min(number, last))


def _fifths_and_tenths(year: int, move: Callable[[date], date]) -> Iterator[date]:
    """Yield the moved days of one year; 5 January can move back into December, and 30 on."""
    for near in range(max(FIRST_YEAR, year - 1), min(LAST_YEAR, year + 1) + 1):
        for nominal in _nominal_fifths_and_tenths(near):
            if abs((nominal - date(year, 7, 1)).days) < _NEAR_DAYS:
                moved = move(nominal)
                if moved.year == year:
                    yield moved


def _paydays(year: int) -> Iterator[date]:
    return (business_day_on_or_before(date(year, month, _PAYDAY)) for month in range(1, 13))


def _half_year_ends(year: int) -> Iterator[date]:
    return (_month_end(year, month) for month in _HALF_YEAR_ENDS)


_DAYS: Final[dict[str, Callable[[int], Iterator[date]]]] = {
    "every": _every,
    "business": _business,
    "holiday": _holidays,
    "month_end": _month_ends,
    "fifth_tenth": lambda year: _fifths_and_tenths(year, business_day_on_or_before),
    "fifth_tenth_after": lambda year: _fifths_and_tenths(year, business_day_on_or_after),
    "payday": _paydays,
    "half_year_end": _half_year_ends,
    "year_end": lambda year: iter((_month_end(year, _DECEMBER),)),
    "new_year": lambda year: iter((business_day_on_or_after(date(year, 1, 1)),)),
}
