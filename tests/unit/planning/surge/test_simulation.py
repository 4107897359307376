from __future__ import annotations

import itertools
import math
from dataclasses import replace

import numpy as np
import pytest

from hiyoke.errors import UsageError
from hiyoke.planning.surge.network import Network, QueueRule, Range, Spread, StaffStation
from hiyoke.planning.surge.simulation import (
    AGE_HIGHEST,
    AGE_SUM,
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
from simulators.surge_reference import done_times


@pytest.mark.parametrize("seed", range(150))
def test_run_equals_the_plain_simulation_item_by_item(seed: int) -> None:
    network = random_network(seed)
    for run in range(2):
        items, done = simulate_one(network, run=run, seed=seed)
        plain = np.array(done_times(network, items))
        assert np.array_equal(np.isfinite(done), np.isfinite(plain))
        ended = np.isfinite(done)
        # Hours of duty are added up in another order: the last digits may differ.
        assert np.allclose(done[ended], plain[ended], rtol=0.0, atol=1e-9)


def test_random_networks_visit_every_corner() -> None:
    # The comparison above says little if nothing ever waits, finishes or is left undone.
    left, undone, ties = 0, 0, 0
    for seed in range(40):
        _, done = simulate_one(random_network(seed), run=0, seed=seed)
        finished = done[np.isfinite(done)]
        left += finished.size
        undone += done.size - finished.size
        ties += finished.size - np.unique(finished).size
    assert left > 300
    assert undone > 300
    assert ties > 50


def tallied(network: Network, seed: int) -> tuple[Tallies, np.ndarray, np.ndarray, np.ndarray]:
    items, done = simulate_one(network, run=0, seed=seed)
    return simulate(network, runs=1, seed=seed), items.created, done, items.tier_of


@pytest.mark.parametrize("seed", range(30))
def test_tallies_count_what_the_items_say(seed: int) -> None:
    network = random_network(seed)
    tallies, created, done, tiers = tallied(network, seed)
    horizon = network.horizon_hours
    for number, tier in enumerate(network.tiers):
        mine = tiers == number
        start, end = created[mine], done[mine]
        counts = tallies.counts[0, number]
        due = start + tier.deadline_hours
        assert counts[ARRIVED] == start.size
        assert counts[FIXED] == np.isfinite(end).sum()
        assert counts[DUE] == (due <= horizon).sum()
        assert counts[MISSED] == ((due <= horizon) & (end > due)).sum()
        assert counts[OPEN_HOURS] == pytest.approx((np.minimum(end, horizon) - start).sum())
        assert tallies.fixing_times[0, number].sum() == np.isfinite(end).sum()
        for week, at in enumerate(tallies.instants):
            is_open = (start <= at) & (end > at)
            ages = at - start[is_open]
            seen = tallies.backlog[0, :, week, number]
            assert seen[COUNT] == ages.size
            assert seen[AGE_SUM] == pytest.approx(ages.sum())
            assert seen[AGE_HIGHEST] == pytest.approx(ages.max(initial=0.0))
    assert np.array_equal(tallies.present[0].sum(axis=0), tallies.backlog[0, COUNT].sum(axis=1))


def test_threads_and_further_runs_change_nothing() -> None:
    network = random_network(7)
    few = simulate(network, runs=5, seed=3, threads=1)
    many = simulate(network, runs=9, seed=3, threads=4)
    for name in ("counts", "backlog", "present", "waited", "fixing_times"):
        assert np.array_equal(getattr(few, name), getattr(many, name)[:5])
    assert not np.array_equal(few.counts[0], few.counts[1])


def test_a_run_keeps_its_items_when_another_stream_or_load_is_added() -> None:
    network = one_desk(people=1, rate=1.0, mean=0.5, horizon=200.0)
    more = replace(
        network, streams=(*network.streams, replace(network.streams[0], stream_id="other"))
    )
    alone, _ = simulate_one(network, run=4, seed=1)
    both, _ = simulate_one(more, run=4, seed=1)
    heavy, _ = simulate_one(network, run=4, seed=1, load=2.0)
    assert set(alone.created) <= set(both.created)
    count = alone.created.size
    assert np.allclose(heavy.created[:count] * 2.0, alone.created)
    assert np.array_equal(heavy.work[0][:count], alone.work[0])


def mean_wait(network: Network, *, runs: int, seed: int = 11) -> tuple[np.ndarray, np.ndarray]:
    """Return mean waiting time by tier and its standard error, from independent runs."""
    tallies = simulate(network, runs=runs, seed=seed)
    waits = tallies.waited[:, 0, :] / tallies.counts[:, :, ARRIVED]
    return waits.mean(axis=0), waits.std(axis=0, ddof=1) / math.sqrt(runs)


def assert_close(found: tuple[np.ndarray, np.ndarray], expected: list[float]) -> None:
    mean, error = found
    for value, deviation, truth in zip(mean, error, expected, strict=True):
        # Four standard errors, and 1 % for the empty desk at the start.
        assert abs(value - truth) < 4 * deviation + 0.01 * truth
        assert deviation < 0.03 * truth  # Otherwise the test would accept anything.


@pytest.mark.parametrize("load", [0.5, 0.8])
def test_one_server_waits_as_long_as_the_textbook_says(load: float) -> None:
    # M/M/1: Wq = rho / (mu - lambda).
    network = one_desk(people=1, rate=load, mean=1.0, horizon=20_000.0)
    assert_close(mean_wait(network, runs=40), [load / (1.0 - load)])


def erlang_c(servers: int, offered: float) -> float:
    terms = [offered**k / math.factorial(k) for k in range(servers)]
    last = offered**servers / math.factorial(servers) * servers / (servers - offered)
    return last / (sum(terms) + last)


@pytest.mark.parametrize(("servers", "load"), [(2, 0.7), (5, 0.85), (20, 0.95)])
def test_several_servers_wait_as_long_as_erlang_says(servers: int, load: float) -> None:
    # M/M/c: Wq = C(c, a) / (c mu - lambda).
    rate = servers * load
    network = one_desk(people=servers, rate=rate, mean=1.0, horizon=12_000.0)
    expected = erlang_c(servers, rate) / (servers - rate)
    assert_close(mean_wait(network, runs=40), [expected])


@pytest.mark.parametrize(
    ("spread", "variation", "squared"),
    [(Spread.CONSTANT, 0.0, 0.0), (Spread.LOGNORMAL, 1.5, 2.25), (Spread.EXPONENTIAL, 1.0, 1.0)],
)
def test_waits_grow_with_variation_as_pollaczek_and_khinchine_say(
    spread: Spread, variation: float, squared: float
) -> None:
    # M/G/1: Wq = rho / (1 - rho) * (1 + cv^2) / 2 * mean.
    network = one_desk(
        people=1, rate=0.7, mean=1.0, horizon=25_000.0, spread=spread, variation=variation
    )
    assert_close(mean_wait(network, runs=250), [0.7 / 0.3 * (1.0 + squared) / 2.0])


def test_priorities_wait_as_cobham_says() -> None:
    # Non-preemptive M/M/1: W_k = W0 / ((1 - s_(k-1)) (1 - s_k)), W0 = lambda E[S^2] / 2.
    shares, load = (0.2, 0.3, 0.5), 0.85
    network = one_desk(people=1, rate=load, mean=1.0, horizon=25_000.0, shares=shares)
    upto = np.cumsum([0.0, *shares]) * load
    expected = [load / ((1.0 - a) * (1.0 - b)) for a, b in itertools.pairwise(upto)]
    assert_close(mean_wait(network, runs=60), expected)


def test_littles_law_holds_at_every_horizon() -> None:
    # The time average of what is present equals arrivals times the hours each was present.
    network = one_desk(people=2, rate=1.8, mean=1.0, horizon=2_000.0)
    items, done = simulate_one(network, run=0, seed=5)
    ends = np.minimum(done, network.horizon_hours)
    grid = (np.arange(400_000) + 0.5) * network.horizon_hours / 400_000
    present = np.searchsorted(items.created, grid) - np.searchsorted(np.sort(ends), grid)
    counts = simulate(network, runs=1, seed=5).counts[0, 0]
    time_average = present.mean()
    rate = counts[ARRIVED] / network.horizon_hours
    assert time_average == pytest.approx(rate * counts[OPEN_HOURS] / counts[ARRIVED], rel=1e-3)


@pytest.mark.parametrize("people", [1, 3])
def test_work_is_conserved_whoever_is_served_first(people: int) -> None:
    shares = (0.2, 0.3, 0.5)
    worked = {}
    for rule in QueueRule:
        network = one_desk(
            people=people, rate=1.3 * people, mean=1.0, horizon=500.0, shares=shares, rule=rule
        )
        tallies = simulate(network, runs=8, seed=2)
        worked[rule] = tallies.worked[0][:, 0]
        # Overloaded: nobody is ever free after the first minutes, and no hour is worked twice.
        assert (worked[rule] <= people * 500.0 + 1e-6).all()
        assert (worked[rule] > 0.95 * people * 500.0).all()
    if people == 1:
        # One server works whenever there is work, so the order cannot matter.
        for rule in QueueRule:
            assert np.allclose(worked[rule], worked[QueueRule.FIRST_COME])


def test_people_work_only_on_duty() -> None:
    network = one_desk(people=2, rate=3.0, mean=1.0, horizon=168.0)
    desk = network.stages[0].stations[0]
    assert isinstance(desk, StaffStation)
    day = np.array([[24.0 * d + 9, 24.0 * d + 18] for d in range(5)])
    part_time = replace(desk, groups=(replace(desk.groups[0], spells=day),))
    closed = replace(network, stages=(replace(network.stages[0], stations=(part_time,)),))
    _, done = simulate_one(closed, run=0, seed=1)
    hours = done[np.isfinite(done)] % 24.0
    assert ((hours >= 9.0) & (hours <= 18.0)).all()
    assert simulate(closed, runs=1, seed=1).worked[0][0, 0] == pytest.approx(2 * 45.0, rel=0.02)


def test_an_uncertain_scale_is_drawn_once_a_run() -> None:
    network = one_desk(people=1, rate=10.0, mean=0.01, horizon=1_000.0)
    uncertain = replace(network, streams=(replace(network.streams[0], scale=Range(1.0, 2.0, 4.0)),))
    arrived = simulate(uncertain, runs=400, seed=1).counts[:, 0, ARRIVED] / 10_000.0
    assert arrived.min() > 0.9
    assert arrived.max() < 4.1
    assert arrived.mean() == pytest.approx(7.0 / 3.0, rel=0.03)  # Mean of a triangle.
    assert np.mean(arrived < 2.0) == pytest.approx(1.0 / 3.0, abs=0.07)


@pytest.mark.parametrize(
    ("runs", "seed", "load"), [(0, 1, 1.0), (200_000, 1, 1.0), (1, -1, 1.0), (1, 1, 0.0)]
)
def test_refuses_what_it_cannot_run(runs: int, seed: int, load: float) -> None:
    with pytest.raises(UsageError):
        simulate(random_network(1), runs=runs, seed=seed, load=load)


def test_refuses_unsorted_duty() -> None:
    network = one_desk(people=1, rate=1.0, mean=1.0, horizon=10.0)
    desk = network.stages[0].stations[0]
    assert isinstance(desk, StaffStation)
    wrong = replace(desk.groups[0], spells=np.array([[5.0, 6.0], [1.0, 2.0]]))
    stage = replace(network.stages[0], stations=(replace(desk, groups=(wrong,)),))
    with pytest.raises(UsageError, match="desk"):
        simulate(replace(network, stages=(stage,)), runs=1, seed=1)
