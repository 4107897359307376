"""A missed deadline names the constraint that, lifted alone, would let the job be in time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from hiyoke.planning import (
    THOROUGH,
    Crew,
    Effort,
    Freeze,
    Job,
    Option,
    OptionKind,
    PlanningProblem,
    Shift,
    VendorDesk,
    Window,
    Work,
    check_problem,
    solve,
)
from hiyoke.planning.misses import Constraint, Miss, find_misses
from hiyoke.planning.worth import list_worth
from planning_problems import START, random_problem


def _problem(jobs: int = 1) -> PlanningProblem:
    windows = tuple(
        Window(
            window_id=f"w{n}",
            calendar_id="cal",
            opens_at=START + timedelta(days=n, hours=22),
            closes_at=START + timedelta(days=n, hours=24),
        )
        for n in range(5)
    )
    nights = tuple(
        Shift(
            shift_id=f"crew/change/{n}",
            work=Work.CHANGE,
            starts_at=w.opens_at,
            ends_at=w.closes_at,
            minutes=100,
        )
        for n, w in enumerate(windows)
    )
    return PlanningProblem(
        starts_at=START,
        ends_at=START + timedelta(days=6),
        jobs=tuple(
            Job(
                job_id=f"j{n}",
                group_id=f"g{n}",
                calendar_ids=("cal",),
                vendor_id="v",
                options=(Option(efforts=(Effort(change_minutes=90),), vendor_minutes=10),),
                loss_per_day=1000.0,
                due_at=START + timedelta(days=1),
            )
            for n in range(jobs)
        ),
        crews=(Crew(crew_id="crew", shifts=nights),),
        vendors=(
            VendorDesk(
                vendor_id="v",
                shifts=tuple(replace(s, shift_id=f"v/desk/{n}") for n, s in enumerate(nights)),
            ),
        ),
        windows=windows,
    )


def _misses(problem: PlanningProblem) -> tuple[Miss, ...]:
    return find_misses(solve(problem, effort=THOROUGH), {"person": 1.0, "window": 2.0})


def test_finds_none_when_every_deadline_is_met() -> None:
    assert _misses(_problem()) == ()


def test_names_the_freeze() -> None:
    begin = START + timedelta(hours=20)
    freeze = Freeze(freeze_id="f", starts_at=begin, ends_at=begin + timedelta(hours=5))
    (miss,) = _misses(replace(_problem(), freezes=(freeze,)))
    assert miss.constraint is Constraint.FREEZE
    assert any(r.relief_id == "freeze" and r.is_in_time for r in miss.reliefs)


def test_names_the_vendor_without_cover() -> None:
    problem = _problem()
    desk = problem.vendors[0]
    problem = replace(problem, vendors=(replace(desk, shifts=desk.shifts[1:]),))
    (miss,) = _misses(problem)
    assert (miss.constraint, miss.thing_id) == (Constraint.VENDOR, "v")
    assert any(r.relief_id == "vendor" and r.is_in_time for r in miss.reliefs)


def test_names_the_night_without_people() -> None:
    problem = _problem()
    crew = problem.crews[0]
    problem = replace(problem, crews=(replace(crew, shifts=crew.shifts[1:]),))
    (miss,) = _misses(problem)
    assert miss.constraint is Constraint.NIGHT


def test_names_the_shift_that_others_use_and_finds_one_more_person() -> None:
    (miss,) = _misses(_problem(jobs=2))
    assert (miss.constraint, miss.thing_id) == (Constraint.CAPACITY, "crew/change/0")
    best = miss.reliefs[0]
    assert (best.relief_id, best.is_in_time) == ("person", True)
    assert best.saves == pytest.approx(1000.0)


def test_says_that_a_deadline_had_passed() -> None:
    problem = _problem()
    job = replace(problem.jobs[0], due_at=START - timedelta(days=30))
    (miss,) = _misses(replace(problem, jobs=(job,)))
    assert miss.was_overdue
    assert miss.constraint is Constraint.OVERDUE


def test_one_more_person_is_worth_what_planning_again_saves() -> None:
    worth = list_worth(solve(_problem(jobs=2), effort=THOROUGH))
    crew = next(w for w in worth if w.kind == "crew")
    assert crew.holder_id == "crew"
    assert crew.per_hour > 0
    assert crew.checked == pytest.approx(1000.0)


def test_says_what_going_first_costs_the_others() -> None:
    (miss,) = _misses(_problem(jobs=2))
    first = next(r for r in miss.reliefs if r.relief_id == "order")
    assert (first.is_in_time, first.more_late, first.cost) == (True, 1, 0.0)
    assert first.saves == pytest.approx(0.0)


def test_offers_the_reduced_test_where_the_full_one_takes_too_long() -> None:
    problem = _problem()
    full = Option(efforts=(Effort(prepare_minutes=400, change_minutes=90),), prepare_shifts=2)
    reduced = Option(
        kind=OptionKind.REDUCED_TEST,
        efforts=(Effort(prepare_minutes=60, change_minutes=90),),
        change_loss=2500.0,
    )
    days = tuple(
        Shift(
            shift_id=f"crew/day/{n}",
            work=Work.PREPARE,
            starts_at=START + timedelta(days=n, hours=9),
            ends_at=START + timedelta(days=n, hours=17),
            minutes=400,
        )
        for n in range(5)
    )
    crew = problem.crews[0]
    job = replace(problem.jobs[0], options=(full, reduced), vendor_id=None)
    problem = replace(
        problem, jobs=(job,), crews=(replace(crew, shifts=(*days, *crew.shifts)),), vendors=()
    )
    (miss,) = _misses(problem)
    (best,) = (r for r in miss.reliefs if r.relief_id == "reduced_test")
    assert best.is_in_time
    assert best.saves == pytest.approx(1000.0 - 2500.0)
    assert not any(r.relief_id == "order" for r in miss.reliefs)


@pytest.mark.parametrize("seed", range(12))
def test_no_relief_in_time_beats_the_best_plan_with_it(seed: int) -> None:
    problem = check_problem(random_problem(seed, jobs=8))
    solution = solve(problem, effort=THOROUGH)
    for miss in find_misses(solution, {}):
        for relief in miss.reliefs:
            assert relief.done_at is not None
            assert relief.is_in_time == (relief.done_at <= miss.due_at)
            if relief.relief_id in ("order", "reduced_test"):
                # Nothing was given, so no plan can lose less than the bound.
                least = solution.plan.total_loss - solution.plan.bound
                assert relief.saves <= least + 1e-6 * solution.plan.total_loss


def test_names_few_gifts_where_a_plan_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hiyoke.planning.reliefs.MOST_LISTED", -1)
    (miss,) = _misses(_problem(jobs=2))
    assert {r.relief_id for r in miss.reliefs} == {"order"}
