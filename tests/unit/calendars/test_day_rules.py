"""Recurring days against dates looked up by hand in the calendars of 2024 to 2029."""

from __future__ import annotations

from datetime import date

import pytest

from hiyoke.calendars import KINDS_OF_DAY, DayRule
from hiyoke.errors import MissingCalendarError, UsageError


def days(kind: str, first: str, last: str) -> list[str]:
    found = DayRule((kind,)).days(date.fromisoformat(first), date.fromisoformat(last))
    return [day.isoformat() for day in found]


def test_month_ends_are_last_business_days() -> None:
    # Saturdays and Sundays, the new year holidays, and 29 April beside a weekend.
    assert days("month_end", "2026-01-01", "2026-12-31") == [
        "2026-01-30",
        "2026-02-27",
        "2026-03-31",
        "2026-04-30",
        "2026-05-29",
        "2026-06-30",
        "2026-07-31",
        "2026-08-31",
        "2026-09-30",
        "2026-10-30",
        "2026-11-30",
        "2026-12-30",
    ]


def test_fifth_and_tenth_days_move_to_the_business_day_before() -> None:
    # 3 to 6 May 2026 are holidays; the 10th is a Sunday and the 30th a Saturday.
    assert days("fifth_tenth", "2026-05-01", "2026-05-31") == [
        "2026-05-01",
        "2026-05-08",
        "2026-05-15",
        "2026-05-20",
        "2026-05-25",
        "2026-05-29",
    ]


def test_fifth_and_tenth_days_cross_the_year() -> None:
    # 5 January 2025 is a Sunday: back over the bank holidays to 30 December 2024.
    assert "2024-12-30" in days("fifth_tenth", "2024-12-01", "2024-12-31")
    assert days("fifth_tenth", "2025-01-01", "2025-01-09") == []
    # 30 December 2028 is a Saturday: on over the bank holidays to 4 January 2029.
    assert days("fifth_tenth_after", "2028-12-26", "2029-01-04") == ["2029-01-04"]


def test_february_has_its_end_for_the_thirtieth() -> None:
    assert days("fifth_tenth", "2028-02-26", "2028-02-29") == ["2028-02-29"]


def test_payday_moves_before_holidays() -> None:
    assert days("payday", "2026-01-01", "2026-12-31")[-4:] == [
        "2026-09-25",
        "2026-10-23",
        "2026-11-25",
        "2026-12-25",
    ]


def test_ends_of_half_years_and_years() -> None:
    assert days("half_year_end", "2026-01-01", "2026-12-31") == ["2026-03-31", "2026-09-30"]
    assert days("year_end", "2026-01-01", "2027-12-31") == ["2026-12-30", "2027-12-30"]
    assert days("new_year", "2026-01-01", "2027-12-31") == ["2026-01-05", "2027-01-04"]


def test_every_kind_has_a_meaning_in_both_languages_and_some_day() -> None:
    for kind, meaning in KINDS_OF_DAY.items():
        assert meaning.ja
        assert meaning.en
        assert days(kind, "2026-01-01", "2026-12-31")


def test_kinds_and_dates_add_up() -> None:
    rule = DayRule(("month_end",), (date(2026, 11, 3),))

    assert rule.days(date(2026, 11, 1), date(2026, 11, 30)) == (
        date(2026, 11, 3),
        date(2026, 11, 30),
    )
    assert rule.has(date(2026, 11, 3))
    assert not rule.has(date(2026, 11, 4))
    assert "2026-11-03" in rule.meaning.ja


def test_business_and_holidays_part_every_day() -> None:
    first, last = "2026-01-01", "2026-12-31"
    business, holiday = days("business", first, last), days("holiday", first, last)

    assert sorted(business + holiday) == days("every", first, last)
    assert len(business) + len(holiday) == 365


def test_refuses_rules_that_name_nothing_and_unknown_years() -> None:
    with pytest.raises(UsageError, match="HYK002"):
        DayRule()
    with pytest.raises(UsageError, match="fullmoon"):
        DayRule(("fullmoon",))
    with pytest.raises(MissingCalendarError):
        DayRule(("every",)).has(date(1999, 12, 31))
