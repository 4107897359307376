"""What is settled before a large search leaves the least cost as it is."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from hiyoke.suspension import certify, choose_stop
from hiyoke.suspension.fronts import Fronts
from hiyoke.suspension.stop_presolve import presolve
from small_stops import least_cost, left_open, random_problem

SEARCHED_WHOLE = "hiyoke.suspension.cheapest_stop.SEARCHED_WHOLE"


@pytest.mark.parametrize("weight", [None, 0.3])
def test_a_large_search_costs_no_more_than_the_best_of_all_sets(
    weight: float | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SEARCHED_WHOLE, 0)
    for seed in range(1000, 1080):
        problem = random_problem(seed)
        choice = choose_stop(problem, attack_weight=weight)
        attack = {stake.service_id: stake.attack_loss for stake in problem.services}
        total = choice.cost + (weight or 0.0) * sum(attack[name] for name in choice.left_open)
        assert total == pytest.approx(least_cost(problem, weight), abs=1e-6), seed
        assert choice.bound <= choice.cost + 1e-6
        proof = certify(problem, choice.modes)
        assert set(proof.taken) == set(choice.left_open), seed
        needed = set(choice.modes) - problem.forced
        assert all(proof.removes[mode_id] for mode_id in needed), seed


def test_what_is_settled_costs_nothing_and_is_needed_by_no_best_set() -> None:
    some_free, some_beaten = False, False
    for seed in range(60):
        problem = random_problem(seed)
        settled = presolve(problem)
        assert least_cost(settled.problem) == pytest.approx(least_cost(problem)), seed
        with_free = replace(settled.problem, forced=settled.problem.forced | settled.free)
        assert least_cost(with_free) == pytest.approx(least_cost(problem)), seed
        some_free |= bool(settled.free)
        some_beaten |= len(settled.problem.modes) < len(problem.modes)
    assert some_free
    assert some_beaten


def test_fronts_say_what_the_independent_search_says() -> None:
    for seed in range(200):
        problem, rng = random_problem(seed), random.Random(seed)  # noqa: S311 - a fixed seed.
        fronts = Fronts(problem)
        for _ in range(5):
            chosen = [mode.mode_id for mode in problem.modes if rng.random() < 0.5]
            assert fronts.left_open(fronts.entered(chosen)) == left_open(problem, chosen), seed


def test_a_stop_that_holds_is_named_when_time_is_up_before_any_was_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("hiyoke.suspension.cheapest_stop._solve", lambda *_: (None, 0.0, False))
    for seed in range(40):
        problem = random_problem(seed)
        choice = choose_stop(problem)
        assert not choice.is_optimal
        assert set(certify(problem, choice.modes).taken) == set(choice.beyond_reach)
        assert choice.bound <= least_cost(problem) + 1e-6
