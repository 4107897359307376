"""Random sound costs of outages, with figures as people write them."""

from __future__ import annotations

from datetime import date, time

from hypothesis import strategies as st

from hiyoke.calendars import KINDS_OF_DAY, DayRule
from hiyoke.estate import DeadlineStep, ImpactPoint, LossRange, ServiceImpact
from hiyoke.languages import Text

figures = st.integers(0, 10**12) | st.decimals(0, 10**6, places=2).map(float)
loss_ranges = st.lists(figures, min_size=3, max_size=3).map(
    lambda drawn: LossRange(*map(float, sorted(drawn)))
)
day_rules = st.builds(
    DayRule,
    st.lists(st.sampled_from(sorted(KINDS_OF_DAY)), min_size=1, max_size=2, unique=True).map(tuple),
    st.lists(st.dates(date(2000, 1, 1), date(2099, 12, 31)), max_size=2, unique=True).map(
        lambda days: tuple(sorted(days))
    ),
)


@st.composite
def impacts(draw: st.DrawFn, service_id: str, currency: str) -> ServiceImpact:
    """Draw what one service's outage costs."""
    total, people, points = LossRange(0, 0, 0), LossRange(0, 0, 0), []
    for minutes in sorted(draw(st.sets(st.integers(0, 50000), max_size=3))):
        total = LossRange(*(max(a, b) for a, b in zip(total, draw(loss_ranges), strict=True)))
        people = LossRange(*(max(a, b) for a, b in zip(people, draw(loss_ranges), strict=True)))
        points.append(ImpactPoint(minutes, total, draw(st.none() | st.just(people))))
    return ServiceImpact(
        service_id=service_id,
        currency=currency,
        points=tuple(points),
        steps=tuple(draw(_step(f"deadline-{number}")) for number in range(draw(st.integers(0, 2)))),
        attack_outage_minutes=draw(
            st.none()
            | st.lists(st.integers(0, 5_000_000), min_size=3, max_size=3).map(
                lambda drawn: LossRange(*map(float, sorted(drawn)))
            )
        ),
    )


@st.composite
def _step(draw: st.DrawFn, deadline_id: str) -> DeadlineStep:
    calendar_id = draw(st.sampled_from([None, "zengin", "boj-net.jgb"]))
    times = st.builds(time, st.integers(0, 23), st.integers(0, 59))
    return DeadlineStep(
        deadline_id=deadline_id,
        name=Text(ja="締切", en="cut-off"),
        days=draw(day_rules),
        at=draw(times if calendar_id is None else st.none() | times),
        calendar_id=calendar_id,
        loss=draw(loss_ranges),
        users=draw(st.none() | loss_ranges),
    )
