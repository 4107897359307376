"""What the search promises of one problem, and what it refuses."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from hiyoke.errors import FaultsError
from hiyoke.planning import (
    NORMAL,
    QUICK,
    Crew,
    Effort,
    Job,
    Objective,
    Option,
    PlanningProblem,
    Precedence,
    Shift,
    Window,
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
    # An hour of preparation takes an hour from the night, which has not the time for both.
    night = START + timedelta(hours=20)
    shifts = (
        Shift(
            shift_id="day",
            work=Work.PREPARE,
            starts_at=START + timedelta(hours=9),
            ends_at=START + timedelta(hours=17),
            minutes=480,
            rest_shift_id="night",
            rest_ratio=1.0,
        ),
        Shift(
            shift_id="night",
            work=Work.CHANGE,
            starts_at=night,
            ends_at=night + timedelta(hours=8),
            minutes=100,
        ),
    )
    window = Window(
        window_id="w", calendar_id="cal", opens_at=night, closes_at=night + timedelta(hours=4)
    )
    for minutes, planned in ((30, 2), (40, 1)):
        jobs = tuple(
            Job(
                job_id=f"j{each}",
                calendar_ids=("cal",),
                options=(Option(efforts=(Effort(prepare_minutes=each, change_minutes=each),)),),
                loss_per_day=100.0,
            )
            for each in (20, minutes)
        )
        problem = PlanningProblem(
            starts_at=START,
            ends_at=START + timedelta(days=7),
            jobs=jobs,
            crews=(Crew(crew_id="c", shifts=shifts),),
            windows=(window,),
        )
        plan = solve(problem).plan
        assert check_plan(check_problem(problem), plan) == []
        assert len(plan.tasks) == planned


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
