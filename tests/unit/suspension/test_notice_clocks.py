"""Deadlines of duties: from data and a start, in Japan's time, never sent, never guessed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiyoke.suspension import ClockState, NoticeClock, load_criteria, notice_clocks
from hiyoke.suspension.notice_clocks import due_at, duty_of

JAPAN = ZoneInfo("Asia/Tokyo")
WORDS = {"ja": "窓口", "en": "desk"}
DUTIES = load_criteria().duties
INSTANTS = st.integers(1_735_689_600, 1_798_761_600).map(
    lambda seconds: datetime.fromtimestamp(seconds, tz=UTC)
)


def within(start: datetime, unit: str, count: float = 1) -> str:
    """Return the deadline of one report as text."""
    (clock,) = notice_clocks([duty(step("knowledge", unit, count))], {"knowledge": start})
    assert clock.due_at is not None
    return clock.due_at.isoformat()[:16]


def step(start: str, unit: str, count: float) -> dict[str, Any]:
    return {"step": "x", "name": WORDS, "from": start, "within": {unit: count}}


def duty(*steps: dict[str, Any], **members: Any) -> Any:
    record = {"duty": "d", "name": WORDS, "due": WORDS, "mark": "K", "clocks": list(steps)}
    return duty_of(record | members)


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=JAPAN)


@pytest.mark.parametrize(
    ("start", "unit", "count", "expected"),
    [
        ("2026-05-25T13:50", "at_once", True, "2026-05-25T13:50"),
        ("2026-05-25T13:50", "hours", 72, "2026-05-28T13:50"),
        ("2026-12-31T23:30", "hours", 1, "2027-01-01T00:30"),
        ("2026-05-25T13:50", "days", 3, "2026-05-28T23:59"),
        ("2026-01-31T09:00", "days", 30, "2026-03-02T23:59"),
        ("2028-01-31T09:00", "days", 30, "2028-03-01T23:59"),  # A leap year.
        ("2026-01-31T09:00", "months", 1, "2026-02-28T23:59"),
        ("2026-12-15T09:00", "months", 1, "2027-01-15T23:59"),
        ("2026-05-01T09:00", "business_days", 1, "2026-05-07T23:59"),  # Golden Week.
        ("2026-12-30T09:00", "business_days", 1, "2027-01-04T23:59"),  # Banks rest until 3 January.
        ("2026-05-30T09:00", "business_days", 1, "2026-06-01T23:59"),  # A Saturday.
        ("2026-05-29T09:00", "business_days", 3, "2026-06-03T23:59"),  # Over a month's end.
    ],
)
def test_counts_as_the_calendar_on_the_wall_does(
    start: str, unit: str, count: float, expected: str
) -> None:
    assert within(day(start), unit, count) == expected


@given(
    start=INSTANTS,
    unit=st.sampled_from(["at_once", "hours", "business_days", "days", "months"]),
    count=st.integers(0, 60),
)
def test_an_instant_gives_one_deadline_in_every_zone(
    start: datetime, unit: str, count: int
) -> None:
    times = {within(start.astimezone(zone), unit, count) for zone in (UTC, JAPAN)}
    assert len(times) == 1


@given(
    start=INSTANTS,
    later=st.integers(0, 10_000),
    unit=st.sampled_from(["hours", "business_days", "days", "months"]),
    count=st.integers(0, 12),
)
def test_a_later_start_is_never_due_earlier_and_more_time_never_less(
    start: datetime, later: int, unit: str, count: int
) -> None:
    (report,) = duty(step("knowledge", unit, count)).steps
    (longer,) = duty(step("knowledge", unit, count + 1)).steps
    due = due_at(report, start)
    assert due <= due_at(report, start + timedelta(minutes=later))
    assert due <= due_at(longer, start)
    if unit != "business_days" or count:
        assert due >= start - timedelta(minutes=1)


def test_a_clock_without_a_start_does_not_run() -> None:
    clocks = notice_clocks(DUTIES, {})
    assert {one.state for one in clocks} == {ClockState.START_UNKNOWN, ClockState.BY_RULES}
    assert all(one.due_at is None for one in clocks)


def running(duty_id: str, **starts: datetime | None) -> list[NoticeClock]:
    return [one for one in notice_clocks(DUTIES, starts) if one.duty.duty == duty_id]


def test_the_shipped_duties_run_from_what_their_source_says() -> None:
    known, classified = day("2026-05-25T13:50"), day("2026-05-25T15:00")
    due = {
        one.step.step: one.due_at.isoformat()[:16]
        for one in running("overseas-eu", knowledge=known, classification=classified)
        if one.step is not None and one.due_at is not None
    }
    assert due == {
        "initial": "2026-05-25T19:00",
        "intermediate": "2026-05-28T19:00",
        "final": "2026-06-28T23:59",
    }
    (mas, cause) = running("overseas-sg", knowledge=known)
    assert mas.due_at == known + timedelta(hours=1)
    assert cause.due_at is not None
    assert cause.due_at.isoformat()[:10] == "2026-06-08"
    assert [one.state for one in running("overseas-eu", knowledge=known)] == [
        ClockState.START_UNKNOWN
    ] * 3


def test_every_shipped_duty_is_marked_sourced_and_to_be_verified() -> None:
    sources = load_criteria().sources
    for one in DUTIES:
        assert one.mark in {"P", "S", "C", "A", "K"}
        assert one.source in sources
        assert one.is_to_verify
        assert one.name.ja
        assert one.short is not None


def test_says_when_the_calendar_does_not_reach_so_far() -> None:
    (clock,) = notice_clocks(
        [duty(step("knowledge", "business_days", 1))], {"knowledge": day("2200-01-01T09:00")}
    )
    assert (clock.state, clock.due_at) == (ClockState.NO_CALENDAR, None)


@pytest.mark.parametrize(
    "wrong",
    [
        step("previous", "hours", 1),  # Nothing is before the first.
        step("moon", "hours", 1),
        step("knowledge", "weeks", 1),
        step("knowledge", "days", 1.5),
        step("knowledge", "hours", -1),
    ],
)
def test_refuses_a_duty_that_means_nothing(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        duty(wrong)


def test_a_duty_without_clocks_goes_by_its_desks_rules() -> None:
    (clock,) = notice_clocks([duty()], {"knowledge": day("2026-05-25T13:50")})
    assert clock.state is ClockState.BY_RULES
