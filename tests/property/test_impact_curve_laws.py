"""An outage's price: brute force on a minute grid, and laws that hold for every curve."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiyoke.calendars import DayRule, payment_calendar
from hiyoke.languages import Text
from hiyoke.risk import DeadlineStep, ImpactCurve, ImpactPoint, LossRange

pytestmark = pytest.mark.property

TOKYO = ZoneInfo("Asia/Tokyo")
NAME = Text(ja="締切", en="deadline")
FIRST, LAST = date(2026, 12, 24), date(2027, 1, 6)

ranges = st.lists(st.integers(0, 10**9), min_size=3, max_size=3).map(
    lambda figures: LossRange(*map(float, sorted(figures)))
)


@st.composite
def curves(draw: st.DrawFn) -> ImpactCurve:
    """Draw a sound curve with deadlines over the new year."""
    after = sorted(draw(st.sets(st.integers(0, 6000), min_size=1, max_size=5)))
    total = LossRange(0.0, 0.0, 0.0)
    points = []
    for minutes in after:
        more = draw(ranges)
        total = LossRange(*(a + b for a, b in zip(total, more, strict=True)))
        points.append(ImpactPoint(minutes, total, total if draw(st.booleans()) else None))
    kinds = st.sampled_from(["every", "business", "month_end", "fifth_tenth", "payday", "year_end"])
    steps = tuple(
        DeadlineStep(
            deadline_id=f"d{number}",
            name=NAME,
            days=DayRule((draw(kinds),)),
            at=time(draw(st.integers(0, 23)), draw(st.integers(0, 59))),
            loss=draw(ranges),
            users=draw(st.none() | ranges),
        )
        for number in range(draw(st.integers(0, 3)))
    )
    return ImpactCurve(service_id="s", points=tuple(points), steps=steps)


def brute_line(points: tuple[ImpactPoint, ...], minutes: float, end: int) -> float:
    """Interpolate by walking along the points; the slope of the last piece goes on."""
    if minutes == 0:
        return 0.0
    walked = [(p.after_minutes, p.loss[end]) for p in points]
    if walked[0][0] != 0:
        walked.insert(0, (0, 0.0))
    for (x0, y0), (x1, y1) in itertools.pairwise(walked):
        if minutes <= x1:
            return y0 + (y1 - y0) * (minutes - x0) / (x1 - x0)
    if len(walked) == 1:
        return walked[0][1]
    (x0, y0), (x1, y1) = walked[-2:]
    return y1 + (y1 - y0) / (x1 - x0) * (minutes - x1)


def brute_missed(step: DeadlineStep, start: datetime, minutes: float) -> int:
    """Walk day by day and ask whether the deadline lies inside the outage."""
    end = start + timedelta(minutes=minutes)
    day = start.astimezone(TOKYO).date() - timedelta(days=1)
    missed = 0
    while day <= end.astimezone(TOKYO).date():
        moment = datetime.combine(day, step.at or time(), tzinfo=TOKYO)
        if step.days.has(day) and start < moment <= end:
            missed += 1
        day += timedelta(days=1)
    return missed


starts = st.integers(0, 14 * 1440).map(
    lambda minute: datetime(2026, 12, 24, tzinfo=TOKYO) + timedelta(minutes=minute)
)


@given(curve=curves(), start=starts, minutes=st.integers(0, 8000))
@settings(max_examples=150, deadline=None)
def test_loss_agrees_with_walking_along_points_and_days(
    curve: ImpactCurve, start: datetime, minutes: int
) -> None:
    missed = [brute_missed(step, start, minutes) for step in curve.steps]
    likely = brute_line(curve.points, minutes, 1) + sum(
        n * step.loss.likely for n, step in zip(missed, curve.steps, strict=True)
    )

    assert curve.loss(start, minutes).likely == pytest.approx(likely, rel=1e-9, abs=1e-6)
    assert len(curve.missed_deadlines(start, minutes)) == sum(missed)
    assert curve.loss(start.astimezone(UTC), minutes) == curve.loss(start, minutes)


@given(curve=curves(), start=starts, lengths=st.lists(st.floats(0, 20000), min_size=2, max_size=8))
@settings(max_examples=150, deadline=None)
def test_a_longer_outage_never_costs_less(
    curve: ImpactCurve, start: datetime, lengths: list[float]
) -> None:
    minutes = np.sort(np.array(lengths))
    for found in (
        curve.loss(start, minutes),
        curve.average_loss(minutes, from_on=FIRST, to_on=LAST),
        curve.users(start, minutes),
    ):
        if found is None:
            continue
        low, likely, high = map(np.asarray, found)
        slack = 1e-9 * (1 + float(high.max()))
        for end in (low, likely, high):
            assert bool(np.all(np.diff(end) >= -slack))
        assert bool(np.all(low >= 0))
        assert bool(np.all(low <= likely + slack))
        assert bool(np.all(likely <= high + slack))


@given(curve=curves(), minutes=st.integers(0, 3 * 1440))
@settings(max_examples=25, deadline=None)
def test_average_is_the_mean_over_every_minute_of_the_period(
    curve: ImpactCurve, minutes: int
) -> None:
    # Deadlines fall on whole minutes, so starts in the middle of a minute stand for all of it.
    count = ((LAST - FIRST).days + 1) * 1440
    first = np.datetime64("2026-12-23T15:00:30")
    grid = first + np.arange(count).astype("timedelta64[m]")

    walked = [float(np.mean(end)) for end in curve.loss(grid, minutes)]
    exact = curve.average_loss(minutes, from_on=FIRST, to_on=LAST)

    assert list(exact) == pytest.approx(walked, rel=1e-9, abs=1e-6)
    people = curve.users(grid, minutes)
    average = curve.average_users(minutes, from_on=FIRST, to_on=LAST)
    assert (people is None) == (average is None)
    if people is not None and average is not None:
        walked = [float(np.mean(end)) for end in people]
        assert list(average) == pytest.approx(walked, rel=1e-9, abs=1e-6)


@given(curve=curves(), start=starts, lengths=st.lists(st.integers(0, 9000), min_size=1, max_size=6))
@settings(max_examples=60, deadline=None)
def test_many_questions_at_once_are_the_same_as_one_by_one(
    curve: ImpactCurve, start: datetime, lengths: list[int]
) -> None:
    at_once = curve.loss(start, np.array(lengths))
    one_by_one = [curve.loss(start, minutes) for minutes in lengths]
    averaged = curve.average_loss(np.array(lengths), from_on=FIRST, to_on=LAST)

    for end in range(3):
        assert np.asarray(at_once[end]).tolist() == [one[end] for one in one_by_one]
        assert np.asarray(averaged[end]).tolist() == [
            curve.average_loss(minutes, from_on=FIRST, to_on=LAST)[end] for minutes in lengths
        ]


@given(day=st.dates(date(2001, 1, 1), date(2098, 12, 31)), minute=st.integers(0, 1439))
@settings(max_examples=100, deadline=None)
def test_the_next_cut_off_is_the_first_close_after_any_moment(day: date, minute: int) -> None:
    zengin = payment_calendar("zengin")
    moment = datetime.combine(day, time(minute // 60, minute % 60), tzinfo=TOKYO)

    cut_off = zengin.next_cut_off(moment)

    assert cut_off > moment
    assert not zengin.is_open(cut_off)
    assert zengin.is_open(cut_off - timedelta(minutes=1))
    # Between the two it closes exactly once: at the end.
    open_until = zengin.open_minutes(moment, cut_off)
    assert open_until == zengin.open_minutes(moment, cut_off + timedelta(hours=3))
