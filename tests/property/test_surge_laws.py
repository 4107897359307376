"""Laws of the surge simulation, on random networks and on common draws."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from hiyoke.estate import ChangeWindow, Crew, Estate, System, Vendor
from hiyoke.languages import Text
from hiyoke.planning import load_scenario, load_surge_profile, surge_model
from hiyoke.planning.surge.hours import without_days
from hiyoke.planning.surge.network import (
    Batch,
    BatchStation,
    Network,
    QueueRule,
    Range,
    StaffStation,
    Stage,
)
from hiyoke.planning.surge.simulation import (
    ARRIVED,
    COUNT,
    DUE,
    FIXED,
    MISSED,
    OPEN_HOURS,
    Tallies,
    simulate,
    simulate_one,
)
from simulators.surge_networks import one_desk, random_network

SEEDS = st.integers(0, 2**32)
FEW = settings(max_examples=25, deadline=None, derandomize=True)
#: Hours added up in another order.
SLACK = 1e-6


def same(one: Tallies, other: Tallies) -> bool:
    names = ("counts", "backlog", "present", "waited", "again", "fixing_times")
    alike = [getattr(one, name).tobytes() == getattr(other, name).tobytes() for name in names]
    worked = [a.tobytes() == b.tobytes() for a, b in zip(one.worked, other.worked, strict=True)]
    return all(alike + worked)


def part_time_desk(seed: int, *, people: int = 2) -> Network:
    """Return one first-come desk that is open at random, and closed before the horizon."""
    rng = np.random.default_rng(seed)
    horizon = float(rng.integers(50, 400))
    network = one_desk(
        people=people,
        rate=float(rng.uniform(0.2, 3.0)),
        mean=float(rng.uniform(0.1, 2.0)),
        horizon=horizon,
        rule=QueueRule.FIRST_COME,
    )
    edges = np.sort(rng.uniform(0.0, horizon, 12)).reshape(-1, 2)
    return with_duty(network, edges)


def with_duty(network: Network, spells: np.ndarray, people: int | None = None) -> Network:
    desk = network.stages[0].stations[0]
    assert isinstance(desk, StaffStation)
    group = replace(desk.groups[0], spells=spells)
    if people is not None:
        group = replace(group, people=people)
    stage = replace(network.stages[0], stations=(replace(desk, groups=(group,)),))
    return replace(network, stages=(stage,))


def duty_of(network: Network) -> np.ndarray:
    desk = network.stages[0].stations[0]
    assert isinstance(desk, StaffStation)
    return desk.groups[0].spells


@FEW
@given(SEEDS)
def test_nothing_is_lost_and_nobody_works_more_than_their_hours(seed: int) -> None:
    network = random_network(seed)
    tallies = simulate(network, runs=4, seed=seed)
    counts = tallies.counts
    still_open = tallies.backlog[:, COUNT, -1, :]
    assert np.array_equal(counts[:, :, ARRIVED], counts[:, :, FIXED] + still_open)
    assert np.array_equal(tallies.present.sum(axis=1), tallies.backlog[:, COUNT].sum(axis=2))
    assert (tallies.present >= 0.0).all()
    assert (counts[:, :, MISSED] <= counts[:, :, DUE]).all()
    assert np.array_equal(tallies.fixing_times.sum(axis=2), counts[:, :, FIXED])
    for stage, worked in zip(network.stages, tallies.worked, strict=True):
        for number, station in enumerate(stage.stations):
            assert (worked[:, number] <= station.capacity + SLACK).all()


@FEW
@given(SEEDS, st.sampled_from([0.0, 0.3, 1.0]))
def test_every_try_is_worked_once_and_in_full(seed: int, share: float) -> None:
    # One desk that never closes and is empty at the end: hours worked are the hours of all tries.
    network = one_desk(people=3, rate=0.05, mean=1.0, horizon=2_000.0)
    quiet = replace(
        network,
        stages=(replace(network.stages[0], again=Range(share, share, share)),),
        streams=(
            replace(
                network.streams[0],
                instants=np.array([0.0, 100.0, 2_000.0]),
                expected=np.array([0.0, 40.0, 40.0]),
            ),
        ),
    )
    items, done = simulate_one(quiet, run=0, seed=seed)
    assert np.isfinite(done).all()
    tallies = simulate(quiet, runs=1, seed=seed)
    work, tries = items.work[0], items.tries[0]
    needed = sum(work[n, : tries[n]].sum() for n in range(tries.size))
    assert abs(tallies.worked[0][0, 0] - needed) < SLACK
    assert tallies.again[0, 0] == (tries - 1).sum()
    assert (tries == {0.0: 1, 1.0: 8}.get(share, tries)).all()


def test_as_much_work_is_done_again_as_the_share_says() -> None:
    network = one_desk(people=50, rate=20.0, mean=0.1, horizon=1_000.0)
    failing = replace(network.stages[0], again=Range(0.2, 0.2, 0.2))
    tallies = simulate(replace(network, stages=(failing,)), runs=5, seed=1)
    # Tries of an item: 1 / (1 - share), but for the cut after eight.
    tries = 1.0 + tallies.again.sum() / tallies.counts[:, :, ARRIVED].sum()
    assert abs(tries - 1.25) < 0.01


@FEW
@given(SEEDS)
def test_littles_law_holds_on_every_network(seed: int) -> None:
    # The area under the number of open items is the sum of the hours that each was open.
    network = random_network(seed)
    items, done = simulate_one(network, run=0, seed=seed)
    ends = np.minimum(done, network.horizon_hours)
    times = np.concatenate([items.created, ends, [network.horizon_hours]])
    steps = np.concatenate([np.ones(ends.size), -np.ones(ends.size), [0.0]])
    order = np.argsort(times, kind="stable")
    area = (np.cumsum(steps[order])[:-1] * np.diff(times[order])).sum()
    assert abs(area - simulate(network, runs=1, seed=seed).counts[0, :, OPEN_HOURS].sum()) < SLACK


@FEW
@given(SEEDS, st.integers(1, 4))
def test_more_people_never_delay_an_item(seed: int, more: int) -> None:
    network = part_time_desk(seed)
    _, before = simulate_one(network, run=0, seed=seed)
    larger = with_duty(network, duty_of(network), 2 + more)
    _, after = simulate_one(larger, run=0, seed=seed)
    assert (after <= before + SLACK).all()
    backlogs = [simulate(n, runs=1, seed=seed).backlog[0, COUNT] for n in (network, larger)]
    assert (backlogs[1] <= backlogs[0]).all()


@FEW
@given(SEEDS, st.floats(0.0, 10.0), st.floats(0.0, 10.0))
def test_an_outage_never_helps(seed: int, begin: float, length: float) -> None:
    network = part_time_desk(seed)
    _, before = simulate_one(network, run=0, seed=seed)
    out = with_duty(network, without_days(duty_of(network), begin, begin + length))
    _, after = simulate_one(out, run=0, seed=seed)
    assert (after >= before - SLACK).all()


@FEW
@given(SEEDS, st.floats(1.0, 3.0))
def test_heavier_arrivals_never_lower_the_load(seed: int, load: float) -> None:
    network = part_time_desk(seed, people=1)
    light = simulate(network, runs=2, seed=seed)
    heavy = simulate(network, runs=2, seed=seed, load=load)
    assert (heavy.worked[0] >= light.worked[0] - SLACK).all()
    assert (heavy.counts[:, :, ARRIVED] >= light.counts[:, :, ARRIVED]).all()
    assert (heavy.counts[:, :, FIXED] >= light.counts[:, :, FIXED]).all()


@FEW
@given(SEEDS, st.integers(0, 5))
def test_more_places_never_delay_an_item(seed: int, more: int) -> None:
    rng = np.random.default_rng(seed)
    closes = np.sort(rng.uniform(0.0, 100.0, 9)).tolist()

    def board(places: int) -> Network:
        network = one_desk(people=1, rate=1.0, mean=1.0, horizon=100.0)
        sittings = tuple(Batch(at, at + 1.0, places, 0) for at in closes)
        station = BatchStation(station_id="b", title=Text("板", "b"), batches=sittings)
        stage = Stage(stage_id="desk", title=Text("板", "b"), stations=(station,))
        return replace(network, stages=(stage,))

    _, before = simulate_one(board(3), run=0, seed=seed)
    _, after = simulate_one(board(3 + more), run=0, seed=seed)
    assert (after <= before).all()


@FEW
@given(SEEDS)
def test_names_change_nothing(seed: int) -> None:
    network = random_network(seed)
    renamed = replace(
        network,
        tiers=tuple(
            replace(t, tier_id=f"x{t.tier_id}", title=Text("x", "x")) for t in network.tiers
        ),
        stages=tuple(
            replace(
                stage,
                stations=tuple(
                    replace(s, station_id=f"{9 - n}", title=Text("x", "x"))
                    for n, s in enumerate(stage.stations)
                ),
            )
            for stage in network.stages
        ),
        classes=tuple(replace(c, class_id=f"x{c.class_id}") for c in network.classes),
    )
    assert same(simulate(network, runs=3, seed=seed), simulate(renamed, runs=3, seed=seed))


@FEW
@given(SEEDS, st.integers(1, 12))
def test_one_seed_gives_the_same_bytes_on_any_number_of_threads(seed: int, runs: int) -> None:
    network = random_network(seed)
    one = simulate(network, runs=runs, seed=seed, threads=1)
    assert same(one, simulate(network, runs=runs, seed=seed, threads=3))
    longer = simulate(network, runs=runs + 9, seed=seed, threads=2)
    assert longer.counts[:runs].tobytes() == one.counts.tobytes()


def estate_named(name: str) -> Estate:
    """Return an estate whose every identifier begins with a name, and sorts as it wants."""
    title = Text(ja="名前", en="name")
    ids = [f"{name}{n}" for n in ((3, 1, 2) if name == "z" else (1, 2, 3))]
    return Estate(
        systems=tuple(
            System(system_id=i, name=title, crew_id=c, vendor_id=v)
            for i, c, v in zip(ids, (ids[0], ids[1], None), (ids[1], ids[0], ids[2]), strict=True)
        ),
        crews=tuple(Crew(crew_id=i, name=title, people=n + 2) for n, i in enumerate(ids)),
        vendors=tuple(Vendor(vendor_id=i, name=title, staff=n + 1) for n, i in enumerate(ids)),
        windows=tuple(
            ChangeWindow(
                window_id=i,
                name=title,
                starts_at=time(22),
                minutes=120,
                on=date(2026, 12, 5 + n),
                systems=tuple(ids[: n + 1]),
                capacity=n + 1,
            )
            for n, i in enumerate(ids)
        ),
    )


def test_identifiers_of_an_estate_change_nothing() -> None:
    profile, wave = load_surge_profile(), load_scenario("shared-component")
    tallies = [
        simulate(
            surge_model(estate_named(n), profile, wave, as_of=date(2026, 11, 20), weeks=8).network,
            runs=5,
            seed=1,
        )
        for n in ("a", "z")
    ]
    assert tallies[0].counts[:, :, ARRIVED].sum() > 0.0
    assert same(*tallies)
