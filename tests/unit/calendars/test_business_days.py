"""The judge of 2026 and 2027 is a list copied by hand from the law, not the library."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from hiyoke.calendars import (
    business_day_on_or_after,
    business_day_on_or_before,
    business_days_between,
    date_in_japan,
    end_of_day_in_japan,
    holiday_name,
    is_business_day,
    next_business_day,
    shift_business_days,
)
from hiyoke.errors import MissingCalendarError, UsageError

# Worked out by hand from the Act on National Holidays: fixed days, second and third Mondays,
# equinoxes as announced (2026: 20 March, 23 September; 2027: 21 March, 23 September), substitute
# days for Sundays, a day between two holidays, and the bank days around the new year.
HOLIDAYS_BY_HAND = """
2026-01-01 2026-01-02 2026-01-03 2026-01-12 2026-02-11 2026-02-23 2026-03-20 2026-04-29
2026-05-03 2026-05-04 2026-05-05 2026-05-06 2026-07-20 2026-08-11 2026-09-21 2026-09-22
2026-09-23 2026-10-12 2026-11-03 2026-11-23 2026-12-31
2027-01-01 2027-01-02 2027-01-03 2027-01-11 2027-02-11 2027-02-23 2027-03-21 2027-03-22
2027-04-29 2027-05-03 2027-05-04 2027-05-05 2027-07-19 2027-08-11 2027-09-20 2027-09-23
2027-10-11 2027-11-03 2027-11-23 2027-12-31
""".split()  # noqa: SIM905 - a table that a person can check line by line.


def test_agrees_with_the_calendar_written_by_hand_for_two_years() -> None:
    closed = {date.fromisoformat(text) for text in HOLIDAYS_BY_HAND}
    day = date(2026, 1, 1)
    while day.year < 2028:
        assert is_business_day(day) == (day.weekday() < 5 and day not in closed), day
        day += timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "before", "after"),
    [
        ("2026-05-02", "2026-05-01", "2026-05-07"),  # Golden Week, five days closed.
        ("2026-09-20", "2026-09-18", "2026-09-24"),  # A day between two holidays is one too.
        ("2026-12-31", "2026-12-30", "2027-01-04"),  # Across the year.
        ("2026-05-22", "2026-05-22", "2026-05-22"),
    ],
)
def test_finds_the_working_day_beside_a_date(day: str, before: str, after: str) -> None:
    assert business_day_on_or_before(date.fromisoformat(day)) == date.fromisoformat(before)
    assert business_day_on_or_after(date.fromisoformat(day)) == date.fromisoformat(after)


def test_shifts_across_the_new_year() -> None:
    assert shift_business_days(date(2026, 12, 30), 1) == date(2027, 1, 4)
    assert shift_business_days(date(2027, 1, 4), -1) == date(2026, 12, 30)
    assert shift_business_days(date(2027, 1, 1), 0) == date(2027, 1, 4)
    assert next_business_day(date(2026, 12, 30)) == date(2027, 1, 4)


def test_counts_working_days_left_and_overdue() -> None:
    assert business_days_between(date(2026, 4, 28), date(2026, 5, 7)) == 3
    assert business_days_between(date(2026, 5, 7), date(2026, 4, 28)) == -3
    assert business_days_between(date(2026, 5, 7), date(2026, 5, 7)) == 0


def test_names_the_holiday() -> None:
    assert holiday_name(date(2026, 5, 5)) == "こどもの日"
    assert holiday_name(date(2026, 5, 7)) is None


@pytest.mark.parametrize("year", [1999, 2100])
def test_refuses_a_year_it_does_not_know(year: int) -> None:
    with pytest.raises(MissingCalendarError, match="HYK501"):
        is_business_day(date(year, 6, 1))


def test_refuses_to_walk_out_of_the_known_years() -> None:
    with pytest.raises(MissingCalendarError):
        business_day_on_or_before(date(2000, 1, 1))


def test_takes_the_date_from_the_clock_in_japan() -> None:
    assert date_in_japan(datetime(2026, 5, 21, 14, 59, 59, tzinfo=UTC)) == date(2026, 5, 21)
    assert date_in_japan(datetime(2026, 5, 21, 15, 0, 0, tzinfo=UTC)) == date(2026, 5, 22)
    tokyo_evening = datetime(2026, 5, 21, 23, 0, tzinfo=timezone(timedelta(hours=9)))
    assert date_in_japan(tokyo_evening) == date(2026, 5, 21)


def test_ends_the_day_at_midnight_in_japan() -> None:
    end = end_of_day_in_japan(date(2026, 12, 31))
    assert end == datetime(2026, 12, 31, 15, 0, tzinfo=UTC)
    assert date_in_japan(end - timedelta(microseconds=1)) == date(2026, 12, 31)


def test_refuses_an_instant_without_a_zone() -> None:
    with pytest.raises(UsageError):
        date_in_japan(datetime(2026, 5, 21, 15, 0))  # noqa: DTZ001 - the point of the test.
