from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from functools import cache

import numpy as np
import pytest

from hiyoke.errors import UsageError
from hiyoke.estate import ChangeFreeze, ChangeWindow, Crew, Estate, Requirement, System, Vendor
from hiyoke.languages import Text
from hiyoke.planning import (
    BatchStation,
    Network,
    StaffStation,
    breaking_load,
    load_scenario,
    load_surge_profile,
    outcome_of,
    read_scenario,
    simulate_surge,
    surge_model,
    weigh_reliefs,
)
from hiyoke.planning.surge.estate import Baseline, SurgeModel
from hiyoke.planning.surge.hours import duty_spells, merged_spells, thinned_groups, without_days
from hiyoke.planning.surge.network import StaffGroup
from hiyoke.planning.surge.simulation import ARRIVED, FIXED

FRIDAY = date(2026, 11, 20)
NAME = Text(ja="名前", en="Name")
EMPTY_WAVE = (
    b'{"schema": "hiyoke/stress-scenario/1", "scenario_id": "none", "version": "1",'
    b' "title": {"ja": "a", "en": "a"}, "standing": {"ja": "a", "en": "a"}}'
)


def system(number: int, *, vendor: str | None = "v", crew: str | None = "c") -> System:
    return System(system_id=f"s{number}", name=NAME, vendor_id=vendor, crew_id=crew)


@cache
def small_estate() -> Estate:
    return Estate(
        systems=(system(1), system(2), system(3, vendor=None), system(4, crew=None)),
        vendors=(Vendor(vendor_id="v", name=NAME, staff=4, night_cover="yes"),),
        crews=(
            Crew(crew_id="c", name=NAME, people=10),
            Crew(crew_id="t", name=NAME, people=3, triage=True),
        ),
    )


def model_of(estate: Estate, *, weeks: int = 4, wave: str | None = None) -> SurgeModel:
    scenario = read_scenario(EMPTY_WAVE, origin="none") if wave is None else load_scenario(wave)
    return surge_model(estate, load_surge_profile(), scenario, as_of=FRIDAY, weeks=weeks)


def station(network: Network, stage: str, name: str) -> StaffStation | BatchStation:
    found = next(s for s in network.stages if s.stage_id == stage)
    return next(s for s in found.stations if s.station_id == name)


def test_people_come_from_the_estate_and_the_rest_is_named_an_assumption() -> None:
    model = model_of(small_estate())
    crew = station(model.network, "test", "c")
    assert isinstance(crew, StaffStation)
    assert [group.people for group in crew.groups] == [3]  # Three tenths of ten.
    stated = [fact.subject.en for fact in model.facts if not fact.is_assumed]
    assert stated == ["People: Name (Triage)", "People: Name (Test)", "People: Name (Vendor)"]
    assert any("Duty" in fact.subject.en for fact in model.facts if fact.is_assumed)


def test_each_system_takes_its_own_way() -> None:
    network = model_of(small_estate()).network
    test = next(s for s in network.stages if s.stage_id == "test")
    names = [s.station_id for s in test.stations]
    ways = {(c.stations[1], c.stations[4]) for c in network.classes}
    assert ways == {
        (names.index("c"), 0),
        (names.index("c"), None),  # Nobody maintains s3.
        (names.index("unassigned"), 0),  # s4 names no crew.
    }


def test_night_cover_that_is_not_known_is_none() -> None:
    unknown = replace(small_estate(), vendors=(Vendor(vendor_id="v", name=NAME, staff=4),))
    covered = station(model_of(small_estate()).network, "vendor", "v").capacity
    assert station(model_of(unknown).network, "vendor", "v").capacity < covered / 2
    facts = [f.reading.en for f in model_of(unknown).facts]
    assert facts.count("not known, so taken as none") == 2


def test_a_vendor_without_patching_in_scope_is_passed_by() -> None:
    vendor = Vendor(vendor_id="v", name=NAME, patching_in_scope="no")
    network = model_of(replace(small_estate(), vendors=(vendor,))).network
    assert all(c.stations[4] is None for c in network.classes)


def weekly_window(**more: object) -> ChangeWindow:
    return ChangeWindow(
        window_id="w",
        name=NAME,
        starts_at=time(22),
        minutes=240,
        on=date(2026, 11, 28),
        **more,  # type: ignore[arg-type]
    )


def test_windows_serve_the_systems_they_name() -> None:
    estate = replace(small_estate(), windows=(weekly_window(systems=("s1",), capacity=5),))
    network = model_of(estate).network
    own = station(network, "window", "w")
    assert isinstance(own, BatchStation)
    assert [b.places for b in own.batches] == [5]
    assert own.batches[0].closes_at == 8 * 24 + 22
    assert own.batches[0].leaves_at == 8 * 24 + 26
    rest = station(network, "window", "unassigned")
    assert isinstance(rest, BatchStation)
    assert len(rest.batches) > 10


def test_windows_of_a_service_serve_its_systems() -> None:
    estate = replace(
        small_estate(),
        requirements=(Requirement(service_id="pay", system_id="s2"),),
        windows=(weekly_window(services=("pay",)),),
    )
    network = model_of(estate).network
    assert station(network, "window", "w").capacity == 8.0  # Two an hour, where none is said.


def test_a_freeze_closes_the_window() -> None:
    frozen = replace(
        small_estate(),
        windows=(weekly_window(capacity=6),),
        freezes=(
            ChangeFreeze(
                freeze_id="f", name=NAME, from_on=date(2026, 11, 28), to_on=date(2026, 11, 29)
            ),
        ),
    )
    assert station(model_of(frozen).network, "window", "w").capacity == 0.0
    half = replace(frozen.freezes[0], systems=("s1", "s2"))
    partly = station(model_of(replace(frozen, freezes=(half,))).network, "window", "w")
    assert isinstance(partly, BatchStation)
    assert partly.capacity == 6.0  # All for the other two systems.
    assert [b.lanes for b in partly.batches] == [frozenset({0})]


def test_a_window_takes_its_own_systems_and_no_more_than_its_limit() -> None:
    both = (
        weekly_window(capacity=2, systems=("s1", "s2")),
        replace(weekly_window(capacity=3, systems=("s2", "s3")), window_id="x"),
    )
    network = model_of(replace(small_estate(), windows=both)).network
    shared = station(network, "window", "w")
    assert isinstance(shared, BatchStation)
    assert sorted(b.places for b in shared.batches) == [2, 3]
    mine, others = sorted(shared.batches, key=lambda b: b.places)
    assert mine.lanes is not None
    assert others.lanes is not None
    # Three lanes: the first window only, both, the second only.
    assert len(mine.lanes) == len(others.lanes) == 2
    assert len(mine.lanes & others.lanes) == 1
    lanes = {c.lanes[3] for c in network.classes if c.stations[3] == 0}
    assert lanes == {0, 1, 2}


def test_work_for_one_window_does_not_use_the_limit_of_another() -> None:
    # Some two hundred items wait for s1 and s3 each; a window of two holds for s1, of forty for s3.
    both = (
        weekly_window(capacity=2, systems=("s1", "s2")),
        replace(weekly_window(capacity=40, systems=("s2", "s3")), window_id="x"),
    )
    network = model_of(replace(small_estate(), windows=both)).network
    number = next(n for n, s in enumerate(network.stages) if s.stage_id == "window")
    only = replace(
        network,
        stages=(network.stages[number],),
        classes=tuple(
            replace(c, stations=(c.stations[number],), hours=(0.0,), lanes=(c.lanes[number],))
            for c in network.classes
        ),
    )
    shared = only.stages[0].stations[0]
    assert isinstance(shared, BatchStation)
    own = {
        number
        for number, c in enumerate(only.classes)
        if c.stations == (0,) and sum(c.lanes[0] in (b.lanes or ()) for b in shared.batches) == 1
    }
    shares = tuple(float(n in own) / len(own) for n in range(len(only.classes)))
    stream = replace(
        only.streams[0],
        shares=shares,
        instants=np.array([0.0, 1.0, only.horizon_hours]),
        expected=np.array([0.0, 400.0, 400.0]),
    )
    tallies = simulate_surge(replace(only, streams=(stream,)), runs=3, seed=1)
    assert tallies.counts[:, :, FIXED].sum(axis=1).tolist() == [42.0] * 3


def test_a_wave_brings_what_its_lines_say() -> None:
    def arrived(model: SurgeModel) -> float:
        tallies = simulate_surge(model.network, runs=150, seed=1)
        return float(tallies.counts[:, :, ARRIVED].sum(axis=1).mean())

    quiet = arrived(model_of(small_estate(), weeks=26))
    assert quiet == pytest.approx(10.0 * 4 / 100 * 26, rel=0.05)
    wave = arrived(model_of(small_estate(), weeks=26, wave="shared-component"))
    mean_burst = (30 + 60 + 100) / 3
    assert wave - quiet == pytest.approx(mean_burst * 4 / 100, rel=0.2)
    burst = arrived(model_of(small_estate(), weeks=26, wave="ai-burst"))
    extra = 4 / 100 * 13 * (4.0 * (4.7 / 3 - 1) + 5.0 * (18 / 3 - 1) + 1.0 * (10 / 3 - 1))
    assert burst - quiet == pytest.approx(extra, rel=0.1)


def test_an_outage_leaves_the_largest_vendor_no_hours() -> None:
    calm, hit = (
        model_of(small_estate(), weeks=26),
        model_of(small_estate(), weeks=26, wave="vendor-outage"),
    )
    before = station(calm.network, "vendor", "v")
    after = station(hit.network, "vendor", "v")
    assert isinstance(after, StaffStation)
    for group in after.groups:
        inside = (group.spells[:, 0] < 42 * 24) & (group.spells[:, 1] > 14 * 24)
        assert not inside.any()
    assert 0 < after.capacity < before.capacity


def test_open_items_are_there_at_the_start() -> None:
    baseline = Baseline(
        items_per_week={"component": 0.0},
        tiers={"3d": 1.0},
        open_items={("component", "3d"): 30.0},
        is_mix_assumed=False,
    )
    model = surge_model(
        small_estate(),
        load_surge_profile(),
        read_scenario(EMPTY_WAVE, origin="none"),
        as_of=FRIDAY,
        weeks=2,
        baseline=baseline,
    )
    tallies = simulate_surge(model.network, runs=50, seed=1)
    assert tallies.counts[:, 0, ARRIVED].mean() == pytest.approx(30.0, rel=0.1)
    assert tallies.counts[:, 1:, ARRIVED].sum() == 0


def test_nothing_arrives_without_systems() -> None:
    with pytest.raises(UsageError, match="classes"):
        simulate_surge(model_of(Estate()).network, runs=1, seed=1)


def test_nothing_waits_when_nothing_comes() -> None:
    model = model_of(small_estate())
    model = replace(model, network=replace(model.network, streams=()))
    tallies = simulate_surge(model.network, runs=2, seed=1)
    outcome = outcome_of(model.network, tallies)
    assert outcome.bottleneck is None
    assert outcome.unprotected_hours == (0.0, 0.0, 0.0)
    assert all(tier.missed_probability is None for tier in outcome.tiers)


def heavier(network: Network) -> Network:
    streams = tuple(replace(s, expected=s.expected * 30) for s in network.streams)
    return replace(network, streams=streams)


def test_more_hands_and_sittings_save_hours_on_the_same_items() -> None:
    model = model_of(small_estate(), weeks=26, wave="ai-burst")
    heavy = heavier(model.network)
    outcome = outcome_of(heavy, simulate_surge(heavy, runs=40, seed=1))
    rows = weigh_reliefs(heavy, outcome, runs=40, seed=1, dated=[0, 1, 2])
    assert {row.stage_id for row in rows} == {"triage", "test", "approval", "window", "vendor"}
    assert rows[0].stage_id == outcome.bottleneck
    assert rows[0].hours_saved.low > 0.0
    assert [row.hours_saved.middle for row in rows] == sorted(
        (row.hours_saved.middle for row in rows), reverse=True
    )


def test_the_breaking_load_parts_loads_that_hold_from_loads_that_break() -> None:
    network = heavier(model_of(small_estate(), weeks=26).network)

    def missed(load: float) -> float:
        tallies = simulate_surge(network, runs=60, seed=1, load=load)
        counts = tallies.counts[:, :3].sum(axis=(0, 1))
        return float(counts[3] / counts[2])

    found = breaking_load(network, runs=60, seed=1, dated=[0, 1, 2], missed_limit=0.2)
    assert found.holds_at is not None
    assert found.breaks_at is not None
    assert found.holds_at < found.breaks_at <= found.holds_at * 1.06
    assert missed(found.holds_at) <= 0.2 < missed(found.breaks_at)


def test_duty_follows_business_days_and_holidays() -> None:
    # 23 November 2026 is Labour Thanksgiving Day, a Monday.
    spells = duty_spells(FRIDAY, 5, [(9, 12), (13, 18)])
    assert spells.tolist() == [[9, 12], [13, 18], [105, 108], [109, 114]]
    assert duty_spells(FRIDAY, 4, [(9, 12)], nights=True).tolist() == [[0, 24]]
    assert len(duty_spells(FRIDAY, 4, [(9, 12)], holidays=True)) == 4
    assert duty_spells(FRIDAY, 4, [(9, 12)], nights=True, holidays=True).tolist() == [[0, 96]]


def test_spells_are_joined_cut_and_thinned() -> None:
    assert merged_spells([(5, 9), (-2, 3), (8, 20)], 12).tolist() == [[0, 3], [5, 12]]
    day = np.array([[0.0, 96.0]])
    assert without_days(day, 1, 2).tolist() == [[0, 24], [48, 96]]
    groups = thinned_groups([StaffGroup(people=5, spells=day)], 0.5, 1, 2)
    assert [(g.people, len(g.spells)) for g in groups] == [(2, 1), (3, 2)]
