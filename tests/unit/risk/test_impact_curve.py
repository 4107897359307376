"""A curve's answers worked out by hand, and what it refuses."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import numpy as np
import pytest

from hiyoke.calendars import JAPAN_TIME, DayRule
from hiyoke.errors import EstateFaultError, UsageError
from hiyoke.estate import ServiceImpact
from hiyoke.languages import Text
from hiyoke.risk import DeadlineStep, ImpactCurve, ImpactPoint, LossRange

NAME = Text(ja="締切", en="deadline")


def same(figure: float) -> LossRange:
    return LossRange(figure, figure, figure)


def step(days: str, at: time | None, loss: float, calendar_id: str | None = None) -> DeadlineStep:
    return DeadlineStep(
        deadline_id="d",
        name=NAME,
        days=DayRule((days,)),
        at=at,
        loss=same(loss),
        calendar_id=calendar_id,
    )


CURVE = ImpactCurve(
    service_id="s",
    points=(
        ImpactPoint(60, LossRange(10, 20, 40), same(100)),
        ImpactPoint(120, LossRange(10, 50, 130), same(300)),
    ),
    steps=(step("business", time(15), 1000),),
)
#: A Tuesday in Japan.
NOON = datetime(2026, 11, 24, 12, tzinfo=JAPAN_TIME)


def test_loss_lies_on_straight_lines_and_the_last_slope_goes_on() -> None:
    assert CURVE.loss(NOON, 0) == LossRange(0, 0, 0)
    assert CURVE.loss(NOON, 30) == LossRange(5, 10, 20)
    assert CURVE.loss(NOON, 60) == LossRange(10, 20, 40)
    assert CURVE.loss(NOON, 90) == LossRange(10, 35, 85)
    assert CURVE.loss(NOON, 150) == LossRange(10, 65, 175)


def test_users_stay_at_the_last_figure() -> None:
    assert CURVE.users(NOON, 90) == same(200)
    assert CURVE.users(NOON, 5000) == same(300)
    assert ImpactCurve(service_id="s", points=(ImpactPoint(1, same(1)),)).users(NOON, 5) is None


def test_a_deadline_is_missed_from_the_minute_that_reaches_it() -> None:
    assert CURVE.loss(NOON, 179).likely == pytest.approx(79.5)
    assert CURVE.loss(NOON, 180).likely == pytest.approx(1080)
    at_the_deadline = NOON.replace(hour=15)
    assert CURVE.loss(at_the_deadline, 60).likely == 20
    assert [missed.at for missed in CURVE.missed_deadlines(NOON, 3 * 1440)] == [
        datetime(2026, 11, day, 6, tzinfo=UTC) for day in (24, 25, 26)
    ]


def test_a_deadline_follows_its_calendar() -> None:
    zengin = ImpactCurve(service_id="s", steps=(step("every", None, 7, "zengin"),))
    month_end = datetime(2026, 11, 30, 15, 45, tzinfo=JAPAN_TIME)

    assert zengin.loss(month_end, 44).likely == 0
    assert zengin.loss(month_end, 45).likely == 7
    assert zengin.loss(month_end.replace(day=27), 45).likely == 0
    at_noon = ImpactCurve(service_id="s", steps=(step("fifth_tenth", time(12), 7, "zengin"),))
    assert at_noon.loss(datetime(2026, 11, 29, tzinfo=JAPAN_TIME), 2 * 1440).likely == 7
    assert at_noon.loss(datetime(2026, 11, 26, tzinfo=JAPAN_TIME), 2 * 1440).likely == 0


def test_the_average_of_one_deadline_a_day_is_its_share_of_the_day() -> None:
    daily = ImpactCurve(service_id="s", steps=(step("every", time(15), 24),))
    one_day = {"from_on": date(2026, 11, 24), "to_on": date(2026, 11, 24)}

    assert daily.average_loss(60, **one_day) == same(1)
    assert daily.average_loss(1440, **one_day) == same(24)
    assert daily.average_loss(0, **one_day) == same(0)


def test_an_attacks_loss_takes_each_end_of_its_outage() -> None:
    curve = ImpactCurve(
        service_id="s",
        points=(ImpactPoint(60, LossRange(60, 120, 180)),),
        attack_outage_minutes=LossRange(60, 120, 600),
    )
    period = {"from_on": date(2026, 11, 24), "to_on": date(2026, 12, 24)}

    assert curve.attack_loss(**period) == LossRange(60, 240, 1800)
    assert CURVE.attack_loss(**period) is None


def test_a_range_never_narrows_past_its_last_point() -> None:
    curve = ImpactCurve(
        service_id="s",
        points=(ImpactPoint(10, LossRange(0, 5, 9)), ImpactPoint(20, LossRange(8, 9, 10))),
    )

    low, likely, high = curve.loss(NOON, 200)

    assert low <= likely <= high
    assert likely == pytest.approx(9 + 180 * 0.4)


def test_a_point_at_zero_is_what_any_outage_costs_at_once() -> None:
    curve = ImpactCurve(service_id="s", points=(ImpactPoint(0, same(5)),))

    assert curve.loss(NOON, np.array([0, 0.1, 900.0])).likely.tolist() == [0, 5, 5]  # type: ignore[attr-defined]


def test_times_are_in_the_institutions_zone() -> None:
    paris = ImpactCurve(
        service_id="s", steps=(step("every", time(2, 30), 5),), timezone="Europe/Paris"
    )
    # The night when Paris goes from summer to winter time: 2:30 comes twice, and counts once.
    assert paris.loss(datetime(2026, 10, 25, 0, tzinfo=UTC), 120).likely == 5
    assert paris.loss(datetime(2026, 10, 25, 1, tzinfo=UTC), 120).likely == 0


def test_refuses_what_cannot_be_priced() -> None:
    with pytest.raises(UsageError):
        CURVE.loss(datetime(2026, 11, 24), 5)  # noqa: DTZ001 - that is the point.
    for minutes in (-1, float("nan"), float("inf")):
        with pytest.raises(UsageError):
            CURVE.loss(NOON, minutes)
    with pytest.raises(UsageError):
        CURVE.average_loss(5, from_on=date(2026, 11, 24), to_on=date(2026, 11, 22))


@pytest.mark.parametrize(
    "points",
    [
        (ImpactPoint(60, LossRange(3, 2, 4)),),
        (ImpactPoint(60, LossRange(-1, 2, 4)),),
        (ImpactPoint(60, LossRange(1, 2, float("inf"))),),
        (ImpactPoint(60, same(5)), ImpactPoint(60, same(6))),
        (ImpactPoint(60, same(5)), ImpactPoint(90, same(4))),
        (ImpactPoint(60, same(5), same(5)), ImpactPoint(90, same(6), same(4))),
    ],
)
def test_an_estate_refuses_losses_that_contradict_themselves(
    points: tuple[ImpactPoint, ...],
) -> None:
    with pytest.raises(EstateFaultError):
        ServiceImpact(service_id="s", points=points)


def test_empty_questions_have_empty_answers() -> None:
    none = np.array([], dtype=float)

    assert np.asarray(CURVE.loss(NOON, none).likely).size == 0
    averaged = CURVE.average_loss(none, from_on=date(2026, 11, 24), to_on=date(2026, 11, 24))
    assert np.asarray(averaged.high).size == 0
