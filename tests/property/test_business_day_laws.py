"""Business days form one unbroken line: steps out and back meet, and counts agree with steps."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiyoke.calendars import (
    business_day_on_or_before,
    business_days_between,
    is_business_day,
    shift_business_days,
)

pytestmark = pytest.mark.property

days = st.dates(date(2001, 1, 1), date(2098, 12, 31))
steps = st.integers(1, 120)


@given(day=days, count=steps)
def test_stepping_out_and_back_returns_to_the_same_business_day(day: date, count: int) -> None:
    start = shift_business_days(day, 0)
    assert shift_business_days(shift_business_days(start, count), -count) == start


@given(day=days, count=steps)
def test_counting_the_days_between_gives_the_steps_taken(day: date, count: int) -> None:
    start = shift_business_days(day, 0)
    assert business_days_between(start, shift_business_days(start, count)) == count


@given(day=days)
def test_a_working_deadline_is_never_later_than_the_calendar_deadline(day: date) -> None:
    working = business_day_on_or_before(day)
    assert working <= day
    assert is_business_day(working)
    assert business_days_between(working, day) == 0
