"""Every service has its own curve, an assumed one that says so, or a reason for none."""

from __future__ import annotations

import json
from datetime import time
from pathlib import Path

import pytest

from hiyoke.calendars import DayRule
from hiyoke.errors import ImpactProfileError
from hiyoke.estate import DeadlineStep, Estate, ImpactPoint, LossRange, Service, ServiceImpact
from hiyoke.languages import Text
from hiyoke.risk import (
    curves_of,
    load_impact_profile,
    read_impact_profile,
    services_without_curve,
)

NAME = Text(ja="名", en="name")
PROFILE = load_impact_profile()
SHIPPED = Path(__file__).parents[3] / "src/hiyoke/risk/profiles/impact-curve-1.0.0.json"
STEP = DeadlineStep(
    deadline_id="d", name=NAME, days=DayRule(("every",)), at=time(9), loss=LossRange(1, 2, 3)
)


def service(service_id: str, users: int | None = None, rank: int | None = None) -> Service:
    return Service(service_id=service_id, name=NAME, users=users, priority_rank=rank)


def test_a_services_own_points_win_over_assumptions() -> None:
    own = (ImpactPoint(60, LossRange(1, 2, 3)),)
    impact = ServiceImpact(
        service_id="a", points=own, attack_outage_minutes=LossRange(60, 120, 240)
    )

    curve = curves_of(Estate(services=(service("a", 1000),), impacts=(impact,)), PROFILE)["a"]

    assert curve.points == own
    assert not curve.is_assumed
    assert curve.attack_outage_minutes == LossRange(60, 120, 240)
    assert not curve.is_outage_assumed


def test_users_carry_an_assumed_curve_that_says_so() -> None:
    estate = Estate(services=(service("a", 10000, rank=1), service("b", 20000, rank=2)))

    curves = curves_of(estate, PROFILE)

    assert all(curve.is_assumed and curve.is_outage_assumed for curve in curves.values())
    for one, two in zip(curves["a"].points, curves["b"].points, strict=True):
        assert two.loss.likely == pytest.approx(2 * one.loss.likely)
    first = curves["a"].points[0]
    # 10,000 users, 1 % affected for half an hour, 150 yen each.
    assert (first.after_minutes, first.loss.likely) == (30, 15000)
    assert first.users == LossRange(50, 100, 300)


def test_a_service_that_is_no_priority_is_assumed_to_cost_less() -> None:
    curves = curves_of(Estate(services=(service("a", 10000, rank=1), service("b", 10000))), PROFILE)

    assert curves["b"].points[0].loss.likely == pytest.approx(
        0.3 * curves["a"].points[0].loss.likely
    )


def test_own_deadlines_stay_beside_assumed_points() -> None:
    impact = ServiceImpact(service_id="a", steps=(STEP,))

    curve = curves_of(Estate(services=(service("a", 10),), impacts=(impact,)), PROFILE)["a"]

    assert curve.is_assumed
    assert curve.steps == (STEP,)


def test_a_service_without_users_or_losses_has_no_curve_and_a_reason() -> None:
    estate = Estate(services=(service("a"), service("b", 0), service("c", 10)))

    assert list(curves_of(estate, PROFILE)) == ["c"]
    missing = services_without_curve(estate, PROFILE)
    assert [one.service_id for one in missing] == ["a", "b"]
    assert "users" in missing[0].reason.en
    assert "services.yaml" in missing[0].remedy.ja


def test_assumed_yen_are_never_mixed_with_another_currency() -> None:
    impact = ServiceImpact(
        service_id="a", currency="EUR", points=(ImpactPoint(60, LossRange(1, 2, 3)),)
    )
    estate = Estate(services=(service("a", 10), service("b", 10)), impacts=(impact,))

    assert list(curves_of(estate, PROFILE)) == ["a"]
    assert "EUR" in services_without_curve(estate, PROFILE)[0].reason.en


def test_every_line_of_the_shipped_profile_is_marked_as_an_assumption() -> None:
    record = json.loads(SHIPPED.read_text(encoding="utf-8"))

    bases = [line["basis"] for line in record["loss_per_user"]]
    bases += [record["weight_of_priority"]["basis"], record["attack_outage_minutes"]["basis"]]
    assert [basis["kind"] for basis in bases] == ["assumption"] * len(bases)
    assert len(PROFILE.notes) == len(bases)
    assert "assumption" in PROFILE.standing.en


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("schema",), "other"),
        (("loss_per_user", 0, "share_of_users"), [0.5, 0.1, 0.2]),
        (("loss_per_user", 0, "share_of_users"), [0.5, 0.9, 1.2]),
        (("loss_per_user", 4, "loss_per_affected_user"), [0, 0, 0]),
        (("loss_per_user", 1, "after_minutes"), 10),
        (("weight_of_priority", "other"), 0),
        (("attack_outage_minutes", "minutes"), [1, 2]),
    ],
)
def test_refuses_a_profile_that_contradicts_itself(
    tmp_path: Path, path: tuple[str | int, ...], value: object
) -> None:
    record = json.loads(SHIPPED.read_text(encoding="utf-8"))
    inner = record
    for part in path[:-1]:
        inner = inner[part]
    inner[path[-1]] = value
    file = tmp_path / "own.json"
    file.write_text(json.dumps(record), encoding="utf-8")

    with pytest.raises(ImpactProfileError, match="HYK511"):
        read_impact_profile(file)
