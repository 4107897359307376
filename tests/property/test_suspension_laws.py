"""Laws of stopping on purpose that hold for every estate."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiyoke.estate import LossRange
from hiyoke.suspension import StopProblem, choose_stop, stop_cost, weigh_options
from small_grounds import curve, ground, situation
from small_stops import random_problem

pytestmark = pytest.mark.property

problems = st.integers(0, 10**6).map(random_problem)


def total(problem: StopProblem) -> float:
    return choose_stop(problem).cost


@settings(max_examples=40, deadline=None)
@given(problem=problems)
def test_protecting_less_never_costs_more(problem: StopProblem) -> None:
    fewer = replace(problem, protected=problem.protected[1:])
    assert total(fewer) <= total(problem) + 1e-6


@settings(max_examples=40, deadline=None)
@given(problem=problems)
def test_a_slower_attacker_never_costs_more(problem: StopProblem) -> None:
    slow = replace(problem, pace_minutes=200.0)
    if choose_stop(slow).beyond_reach == choose_stop(problem).beyond_reach:
        assert total(slow) <= total(problem) + 1e-6


@settings(max_examples=40, deadline=None)
@given(problem=problems, seed=st.integers(0, 100))
def test_names_and_order_of_rows_change_nothing(problem: StopProblem, seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - a fixed seed for a test.
    modes = [replace(mode, mode_id=f"z{rng.random()}-{mode.mode_id}") for mode in problem.modes]
    forced = frozenset(
        renamed.mode_id
        for renamed, mode in zip(modes, problem.modes, strict=True)
        if mode.mode_id in problem.forced
    )
    rng.shuffle(modes)
    renamed = replace(
        problem,
        modes=tuple(modes),
        forced=forced,
        services=problem.services[::-1],
        protected=problem.protected[::-1],
    )
    assert total(renamed) == pytest.approx(total(problem), abs=1e-6)
    assert choose_stop(renamed).left_open == choose_stop(problem).left_open


@settings(max_examples=60, deadline=None)
@given(problem=problems, seed=st.integers(0, 100))
def test_one_more_mode_never_costs_less(problem: StopProblem, seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - a fixed seed for a test.
    ids = [mode.mode_id for mode in problem.modes]
    chosen = set(rng.sample(ids, rng.randint(0, len(ids))))
    assert stop_cost(problem, chosen) <= stop_cost(problem, {*chosen, rng.choice(ids)}) + 1e-9


@settings(max_examples=8, deadline=None)
@given(
    chance=st.sampled_from([0.01, 0.3, 0.9]),
    per_hour=st.sampled_from([10.0, 100.0, 1000.0]),
    tolerance=st.sampled_from([30.0, 200.0, 500.0]),
    longer=st.sampled_from([10.0, 300.0, 5000.0]),
)
def test_a_longer_tolerance_never_makes_the_sheet_stricter(
    chance: float, per_hour: float, tolerance: float, longer: float
) -> None:
    told = situation(chance_per_day=LossRange(chance, chance, chance))
    curves = {"bank": curve("bank", per_hour), "counter": curve("counter", 10.0)}
    stands_on = ground(happened=told, curves=curves, tolerance_minutes={"bank": tolerance})
    before = weigh_options(stands_on)
    after = weigh_options(replace(stands_on, tolerance_minutes={"bank": tolerance + longer}))
    for one, other in zip(before.options, after.options, strict=True):
        assert set(other.weighed.broken) <= set(one.weighed.broken)
    if before.advice != "escalate":
        assert after.advice != "escalate"
        assert (
            after.advised.weighed.expected.likely <= before.advised.weighed.expected.likely + 1e-6
        )
