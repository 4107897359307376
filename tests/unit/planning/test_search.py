"""What the search promises of one problem, and what it refuses."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hiyoke.errors import FaultsError
from hiyoke.planning import (
    NORMAL,
    QUICK,
    Crew,
    Objective,
    PlanningProblem,
    Precedence,
    Work,
    check_plan,
    check_problem,
    solve,
)
from hiyoke.planning.replan import moves_between, replan
from planning_problems import START, random_problem


def test_plans_an_empty_problem() -> None:
    problem = PlanningProblem(starts_at=START, ends_at=START.replace(month=7))
    plan = solve(problem).plan
    assert (plan.tasks, plan.open_job_ids, plan.gap) == ((), (), 0.0)


def test_more_effort_never_worsens_the_plan_or_the_bound() -> None:
    problem = random_problem(7, jobs=20)
    quick, normal = solve(problem, effort=QUICK).plan, solve(problem, effort=NORMAL).plan
    assert normal.value <= quick.reference_value
    assert normal.bound <= normal.value


def test_the_deadline_objective_misses_no_more_days_than_the_other() -> None:
    for seed in range(6):
        problem = random_problem(seed, jobs=10)
        plan = solve(problem, Objective.DEADLINE).plan
        assert plan.value <= plan.reference_value
        assert check_plan(check_problem(problem), plan) == []


def test_the_tail_objective_counts_the_high_end() -> None:
    problem = random_problem(3, jobs=10)
    likely, tail = solve(problem).plan, solve(problem, Objective.TAIL).plan
    assert tail.total_loss > likely.total_loss


def test_lists_every_fault_of_a_problem_at_once() -> None:
    problem = random_problem(1, jobs=3)
    broken = replace(
        problem,
        jobs=(*problem.jobs, replace(problem.jobs[0], loss_per_day=-1.0)),
        precedences=(
            Precedence(first_job_id="j00", then_job_id="j01"),
            Precedence(first_job_id="j01", then_job_id="j00"),
            Precedence(first_job_id="j00", then_job_id="unheard-of"),
        ),
    )
    with pytest.raises(FaultsError) as caught:
        solve(broken)
    assert len(caught.value.faults) >= 4
    assert {fault.code for fault in caught.value.faults} == {"HYK550"}


def test_preparation_that_shortens_the_same_night_counts_with_the_change() -> None:
    # Each day of preparation takes half its minutes from the night that is worked in afterwards.
    for seed in range(30):
        problem = random_problem(seed, jobs=10)
        tired = replace(problem, crews=tuple(_rested_at_night(c) for c in problem.crews))
        for effort in (QUICK, NORMAL):
            plan = solve(tired, effort=effort).plan
            assert check_plan(check_problem(tired), plan) == []


def _rested_at_night(crew: Crew) -> Crew:
    nights = [s for s in crew.shifts if s.work is Work.CHANGE]
    shifts = []
    for shift in crew.shifts:
        after = next((n for n in nights if n.starts_at >= shift.ends_at), None)
        if shift.work is Work.PREPARE and after is not None:
            shifts.append(replace(shift, rest_shift_id=after.shift_id, rest_ratio=0.5))
        else:
            shifts.append(replace(shift, rest_shift_id=None, rest_ratio=0.0))
    return replace(crew, shifts=tuple(shifts))


def test_replanning_an_unchanged_problem_moves_nothing() -> None:
    problem = check_problem(random_problem(11, jobs=20))
    old = solve(problem).plan
    new = replan(problem, problem, old)
    assert moves_between(old, new.plan) == ()
    assert check_plan(problem, new.plan) == []


def test_replanning_keeps_what_a_new_freeze_leaves_alone() -> None:
    problem = check_problem(random_problem(12, jobs=20))
    old = solve(problem).plan
    task = next(t for t in old.tasks if t.starts_at is not None)
    window = next(w for w in problem.windows if w.window_id == task.window_id)
    gone = replace(problem, windows=tuple(w for w in problem.windows if w is not window))
    new = replan(gone, problem, old).plan
    assert check_plan(gone, new) == []
    there = {t.job_id for t in old.tasks if t.window_id == window.window_id}
    moved = {m.job_id for m in moves_between(old, new)}
    followers = {p.then_job_id for p in problem.precedences}
    assert there <= moved
    assert len(moved - there - followers) <= len(there) + 2
