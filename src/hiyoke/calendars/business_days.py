"""Business days of Japanese banks: not a weekend, a national holiday, or 31 December to 3 January.

National holidays and bank holidays come from the `holidays` library. Future equinox days are the
library's astronomical forecast until the government publishes them each February, and a change of
law can move any holiday, so a far date is a plan and not a promise.

What is not here: hours and cut-offs of payment systems.

Source:
    Act on National Holidays (1948, as amended); Banking Act Enforcement Order, article 5.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from hiyoke.errors import MissingCalendarError
from hiyoke.languages import Text

#: First year whose holidays are known here; earlier dates are refused. "Happy Monday" began then.
FIRST_YEAR = 2000
#: Last year whose equinoxes the library forecasts; later dates are refused.
LAST_YEAR = 2099

_SATURDAY = 5


@lru_cache(maxsize=256)
def _holidays_of(year: int) -> dict[date, str]:
    """Return the holidays of one known year with their names.

    Raises:
        MissingCalendarError: `year` lies outside the known years.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise MissingCalendarError(
            Text(
                ja=f"{FIRST_YEAR} 年から {LAST_YEAR} 年までの日付を期待しましたが、{year} 年でした",
                en=f"expected a date from {FIRST_YEAR} to {LAST_YEAR}, found the year {year}",
            ),
            where="calendar JP",
            remedy=Text(ja="日付を確かめてください。", en="Check the date."),
        )
    # Not by the library's own list of countries: it would load two hundred others.
    from holidays.countries.japan import Japan  # noqa: PLC0415 - `--help` does without.

    return dict(Japan(years=year, categories=("public", "bank"), language="ja").items())


def holiday_name(day: date) -> str | None:
    """Return the Japanese name of the holiday on `day`, or None on any other day.

    Raises:
        MissingCalendarError: The year is not known.
    """
    return _holidays_of(day.year).get(day)


def is_business_day(day: date) -> bool:
    """Return whether Japanese banks do business on `day`.

    Raises:
        MissingCalendarError: The year is not known.
    """
    return day.weekday() < _SATURDAY and day not in _holidays_of(day.year)


def business_day_on_or_before(day: date) -> date:
    """Return the latest business day that is not after `day`.

    This is the working day shown beside a calendar deadline: work must be done by then.

    Raises:
        MissingCalendarError: A year on the way is not known.

    Example:
        >>> business_day_on_or_before(date(2026, 5, 6))
        datetime.date(2026, 5, 1)
    """
    while not is_business_day(day):
        day -= timedelta(days=1)
    return day


def business_day_on_or_after(day: date) -> date:
    """Return the first business day that is not before `day`.

    Raises:
        MissingCalendarError: A year on the way is not known.
    """
    while not is_business_day(day):
        day += timedelta(days=1)
    return day


def next_business_day(day: date) -> date:
    """Return the first business day after `day`.

    Raises:
        MissingCalendarError: A year on the way is not known.

    Example:
        >>> next_business_day(date(2026, 5, 1))
        datetime.date(2026, 5, 7)
    """
    return business_day_on_or_after(day + timedelta(days=1))


def shift_business_days(day: date, count: int) -> date:
    """Return the business day that lies `count` business days from `day`.

    A start on a holiday counts from its edge: +1 is the first business day after it, -1 the last
    one before it, and 0 is the first business day on or after it.

    Args:
        day: Any known date.
        count: Business days to move; negative moves back.

    Raises:
        MissingCalendarError: A year on the way is not known.

    Cost:
        One look-up for each calendar day passed.
    """
    if count == 0:
        return business_day_on_or_after(day)
    step = timedelta(days=1 if count > 0 else -1)
    for _ in range(abs(count)):
        day += step
        while not is_business_day(day):
            day += step
    return day


def business_days_between(start: date, end: date) -> int:
    """Count business days in the half-open interval ``(start, end]``.

    Returns:
        Working days left when today is `start` and the deadline is `end`; negative, counting
        ``(end, start]``, when `end` lies before `start`.

    Raises:
        MissingCalendarError: A year on the way is not known.

    Cost:
        One look-up for each calendar day between.
    """
    if end < start:
        return -business_days_between(end, start)
    days = (end - start).days
    return sum(is_business_day(start + timedelta(days=n)) for n in range(1, days + 1))
