"""Plans on a bank of five systems, priced by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from hiyoke.estate import LossRange, SuspensionMode
from hiyoke.exposure import PermittedLink
from hiyoke.languages import Text
from hiyoke.suspension import Situation, StopPlan, plan_stop, weigh_options
from small_grounds import AT, FLAW, JAPAN, MODES, ONE, curve, ground, inputs, situation


def plan(**changes: object) -> StopPlan:
    stands_on = ground(**changes)  # type: ignore[arg-type]
    return plan_stop(stands_on, stands_on.situation.at)


def test_enters_the_stated_mode_and_prices_it_off_the_curve() -> None:
    found = plan()
    assert [one.mode.mode_id for one in found.modes] == ["channel-off"]
    # Eight hours until the fix and half an hour to return, over the 15:30 cut-off.
    assert found.loss.likely == pytest.approx(8.5 * 100 + 500)
    assert [one.service_id for one in found.services] == ["bank"]
    assert found.certificate.holds


def test_tells_for_each_mode_a_way_that_it_removes() -> None:
    found = plan()
    (channel,) = found.modes
    assert channel.way
    assert channel.is_rehearsed
    assert not channel.is_assumed


def test_isolates_a_flawed_spare_without_losing_the_service() -> None:
    only_one = [f for f in inputs().findings if f.system_id != "web-1"]
    found = plan(given=inputs(findings=tuple(only_one)))
    assert found.loss.likely == 0.0
    assert [one.mode.mode_id for one in found.modes] == ["cut.internet.web-2"]
    assert found.modes[0].is_assumed


def test_leaves_a_lost_spare_be_only_when_the_situation_accepts_it() -> None:
    front = [f for f in inputs().findings if f.system_id == "web-2"]
    estate = inputs(findings=tuple(front))
    assert plan(given=estate).modes
    relaxed = situation(accepts_lost_spares=True, protect=("bank",))
    assert not plan(given=estate, happened=relaxed).modes


def test_ways_in_that_were_there_before_are_no_matter_of_this_stop() -> None:
    other = replace(inputs().findings[0], system_id="web-1", vulnerability_id="CVE-2026-0002")
    estate = inputs(findings=(other,))
    assert plan(given=estate).modes == ()


def test_says_what_is_in_the_attackers_hands_already() -> None:
    found = plan(happened=situation(kind="compromised_systems", subjects=("db",)))
    assert found.choice.beyond_reach == ("bank", "counter")


def test_stops_a_vendor_by_cutting_its_access() -> None:
    found = plan(happened=situation(kind="vendor_hit", subjects=("centre",)))
    assert [one.mode.mode_id for one in found.modes] == ["vendor-off.centre"]
    assert found.loss.likely == 0.0


def test_takes_what_a_shared_centre_runs_as_lost_and_saves_the_rest() -> None:
    told = situation(kind="shared_centre_hit", subjects=("centre",))
    found = plan(happened=told)
    assert found.choice.beyond_reach == ("bank",)
    assert found.choice.left_open == ("bank",)
    assert "cut.app.db" in found.choice.modes


def test_meets_an_authority_request_by_the_lightest_mode() -> None:
    found = plan(happened=situation(kind="authority_request", subjects=("app",), assume="named"))
    assert "stop.app" in found.choice.modes


def test_a_new_flaw_opens_every_system_that_carries_the_component() -> None:
    told = situation(kind="zero_day_component", subjects=("nginx",))
    stands_on = ground(happened=told)
    assert "zero-day:nginx" in stands_on.situated.flaws
    assert plan_stop(stands_on, AT).modes


def test_a_virtual_patch_cuts_the_way_and_stops_nothing() -> None:
    patch = SuspensionMode(
        mode_id="patch",
        name=Text(ja="仮想パッチ", en="virtual patch"),
        subject="bank",
        kind="control_on",
        systems=("web-1", "web-2"),
        vulnerability_ids=(FLAW,),
        enter_minutes=ONE,
    )
    found = plan(modes=(*MODES, patch))
    assert [one.mode.mode_id for one in found.modes] == ["patch"]
    assert found.loss.likely == 0.0


def test_gives_both_answers_where_a_link_is_unknown_and_names_it() -> None:
    links = tuple(
        replace(link, known="unknown") if link.source == "internet" else link
        for link in inputs().links
    )
    found = plan(given=inputs(links=links))
    assert [one.mode.mode_id for one in found.modes] == ["channel-off"]
    assert found.if_absent.modes == ()
    assert found.if_absent.cost == 0.0


def test_names_the_one_unknown_that_matters() -> None:
    findings = tuple(f for f in inputs().findings if f.system_id != "web-2")
    links = (
        *inputs().links,
        PermittedLink(source="internet", target="app", known="unknown", row="?"),
    )
    flaws = (*findings, replace(findings[0], system_id="app"))
    found = plan(given=inputs(findings=flaws, links=links), modes=())
    assert [one.row for one in found.unknowns] in ([], ["?"])
    without = plan(given=inputs(findings=flaws), modes=())
    assert found.if_absent.cost == without.choice.cost


def test_may_not_stop_what_must_be_kept() -> None:
    found = plan(happened=situation(keep=("bank",), protect=("counter",)))
    assert all(one.service_id != "bank" for one in found.services)


def test_stops_later_cost_less_when_the_deadline_has_passed() -> None:
    stands_on = ground()
    after = plan_stop(stands_on, datetime(2026, 5, 25, 15, 35, tzinfo=JAPAN))
    assert after.loss.likely == pytest.approx((8.5 - 75 / 60) * 100)


@pytest.mark.parametrize(
    ("at", "missed"),
    [
        (datetime(2026, 5, 29, 14, 20, tzinfo=JAPAN), 1),  # The month's last business day.
        (datetime(2026, 5, 30, 14, 20, tzinfo=JAPAN), 0),  # A Saturday.
        (datetime(2026, 12, 31, 14, 20, tzinfo=JAPAN), 0),  # Banks are closed.
        (datetime(2026, 5, 25, 5, 20, tzinfo=UTC), 1),  # The same moment as 14:20 in Japan.
        (datetime(2026, 5, 25, 14, 20, tzinfo=UTC), 0),  # 23:20 in Japan, fixed before morning.
    ],
)
def test_counts_deadlines_by_the_calendar_in_japan_time(at: datetime, missed: int) -> None:
    told = situation(at=at)
    found = plan_stop(ground(happened=told), at)
    assert len(found.services[0].missed) == missed


def test_prices_a_service_without_a_curve_as_the_cheapest() -> None:
    stands_on = ground(curves={"counter": curve("counter", 10.0)})
    assert stands_on.prices.unpriced == ("bank",)
    assert plan_stop(stands_on, AT).loss.likely == pytest.approx(85.0)


def test_a_stop_longer_than_its_tolerance_is_said_to_break_it() -> None:
    found = plan(tolerance_minutes={"bank": 500.0})
    assert found.services[0].breaks_tolerance
    assert not plan(tolerance_minutes={"bank": 510.0}).services[0].breaks_tolerance


def expected(option: str, told: Situation) -> float:
    sheet = weigh_options(ground(happened=told))
    found = next(one for one in sheet.options if one.key == option)
    return found.weighed.expected.likely


def test_do_not_stop_costs_the_attack_times_its_chance() -> None:
    told = situation(chance_per_day=LossRange(0.5, 0.5, 0.5))
    reach = 60.0  # One step to the web servers.
    chance = 1 - 0.5 ** ((480 - reach) / 1440)
    attack = 24 * 100 + 500 + 24 * 10
    assert expected("stay_open", told) == pytest.approx(chance * attack)
