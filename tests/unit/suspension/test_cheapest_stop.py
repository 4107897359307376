"""The solver's choice against every set of modes, on hundreds of small estates."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from hiyoke.errors import StopProblemError
from hiyoke.suspension import (
    ProtectedService,
    ServiceStake,
    StopMode,
    StopProblem,
    certify,
    choose_stop,
    service_losses,
)
from small_stops import least_cost, random_problem

BATCHES = range(0, 300, 50)


@pytest.mark.parametrize("first", BATCHES)
def test_costs_no_more_than_the_best_of_all_sets(first: int) -> None:
    for seed in range(first, first + 50):
        problem = random_problem(seed)
        choice = choose_stop(problem)
        best = least_cost(problem)
        assert choice.cost == pytest.approx(best, abs=1e-6), seed
        assert choice.bound <= best + 1e-6, seed
        assert choice.left_open == choice.beyond_reach, seed


@pytest.mark.parametrize("first", BATCHES)
def test_proof_of_every_choice_holds_by_an_independent_search(first: int) -> None:
    for seed in range(first, first + 50):
        problem = random_problem(seed)
        choice = choose_stop(problem)
        proof = certify(problem, choice.modes)
        assert set(proof.taken) == set(choice.beyond_reach), seed
        needed = set(choice.modes) - problem.forced
        assert all(proof.removes[mode_id] for mode_id in needed), seed


@pytest.mark.parametrize("weight", [0.01, 0.3, 1.0])
def test_weighs_stopping_against_attack_as_the_best_of_all_sets_does(weight: float) -> None:
    for seed in range(60):
        problem = random_problem(seed)
        choice = choose_stop(problem, attack_weight=weight)
        attack = {stake.service_id: stake.attack_loss for stake in problem.services}
        total = choice.cost + weight * sum(attack[name] for name in choice.left_open)
        assert total == pytest.approx(least_cost(problem, weight), abs=1e-6), seed


def web_bank(**changes: object) -> StopProblem:
    """Internet (0) to two web servers (1, 2), each to the database (3)."""
    problem = StopProblem(
        node_count=4,
        sources=(0,),
        step_sources=np.array([0, 0, 1, 2]),
        step_targets=np.array([1, 2, 3, 3]),
        modes=(
            StopMode(mode_id="stop-web-1", steps=(0, 2), stops=("web-1",)),
            StopMode(mode_id="stop-web-2", steps=(1, 3), stops=("web-2",)),
            StopMode(mode_id="stop-db", steps=(2, 3), stops=("db",)),
        ),
        services=(
            ServiceStake(
                service_id="bank", stop_loss=100.0, all_of=("db",), any_of=(("web-1", "web-2"),)
            ),
            ServiceStake(service_id="reports", stop_loss=7.0, all_of=("db",)),
        ),
        protected=(ProtectedService(service_id="bank", nodes=(3,)),),
    )
    return replace(problem, **changes)  # type: ignore[arg-type]


def test_counts_a_service_once_however_many_of_its_systems_stop() -> None:
    problem = web_bank()
    assert service_losses(problem, ["stop-web-1", "stop-web-2", "stop-db"])["bank"] == 100.0


def test_loses_nothing_when_a_spare_is_left() -> None:
    assert service_losses(web_bank(), ["stop-web-1"])["bank"] == 0.0


def test_prefers_stopping_the_front_where_the_back_serves_others_too() -> None:
    choice = choose_stop(web_bank())
    assert choice.modes == ("stop-web-1", "stop-web-2")
    assert choice.cost == 100.0


def test_says_what_no_mode_can_keep() -> None:
    held = web_bank(sources=(0, 3))
    choice = choose_stop(held)
    assert choice.beyond_reach == ("bank",)
    assert choice.modes == ()


def test_does_not_count_on_a_mode_that_takes_effect_too_late() -> None:
    late = tuple(replace(mode, effect_minutes=121.0) for mode in web_bank().modes)
    assert choose_stop(web_bank(modes=late)).beyond_reach == ("bank",)
    in_time = tuple(replace(mode, effect_minutes=119.0) for mode in web_bank().modes)
    assert choose_stop(web_bank(modes=in_time)).beyond_reach == ()


def test_late_modes_cut_only_late_steps() -> None:
    modes = web_bank().modes
    mixed = (modes[0], modes[1], replace(modes[2], effect_minutes=100.0))
    choice = choose_stop(web_bank(modes=mixed[2:]))
    # The database is two steps away, so a mode that takes effect before the second counts.
    assert choice.modes == ("stop-db",)
    assert choice.cost == 107.0


def test_enters_forced_modes_whatever_they_cost() -> None:
    choice = choose_stop(web_bank(forced=frozenset({"stop-db"})))
    assert choice.modes == ("stop-db",)


def test_refuses_a_problem_that_contradicts_itself() -> None:
    with pytest.raises(StopProblemError, match="known forced modes"):
        web_bank(forced=frozenset({"nothing"}))
    with pytest.raises(StopProblemError, match="pace_minutes"):
        web_bank(pace_minutes=0.0)
