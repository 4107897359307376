"""The checker names each rule that a tampered plan breaks."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from hiyoke.planning import (
    QUICK,
    Crew,
    Effort,
    Freeze,
    Job,
    MinutesLimit,
    Option,
    PlanningProblem,
    Precedence,
    Separation,
    Shift,
    Window,
    Work,
    check_plan,
    solve,
)
from planning_problems import START

if TYPE_CHECKING:
    from collections.abc import Callable

    from hiyoke.planning import Plan


def _problem() -> PlanningProblem:
    day = Shift(
        shift_id="day",
        work=Work.PREPARE,
        starts_at=START + timedelta(hours=9),
        ends_at=START + timedelta(hours=17),
        minutes=240,
    )
    nights = [
        Shift(
            shift_id=f"night{n}",
            work=Work.CHANGE,
            starts_at=START + timedelta(days=n, hours=21),
            ends_at=START + timedelta(days=n, hours=30),
            minutes=120,
            is_overtime=True,
        )
        for n in range(3)
    ]
    windows = [
        Window(
            window_id=f"w{n}",
            calendar_id="cal",
            opens_at=START + timedelta(days=n, hours=22),
            closes_at=START + timedelta(days=n, hours=24),
            max_jobs=2,
        )
        for n in range(3)
    ]
    option = Option(efforts=(Effort(prepare_minutes=60, change_minutes=60),), downtime_minutes=60)
    return PlanningProblem(
        starts_at=START,
        ends_at=START + timedelta(days=4),
        jobs=tuple(
            Job(
                job_id=f"j{n}",
                group_id=f"g{n}",
                calendar_ids=("cal",),
                options=(option,),
                loss_per_day=100.0 - n,
            )
            for n in range(4)
        ),
        crews=(
            Crew(
                crew_id="crew",
                shifts=(day, *nights),
                limits=(
                    MinutesLimit(
                        limit_id="month",
                        starts_at=START,
                        ends_at=START + timedelta(days=30),
                        minutes=1000,
                    ),
                ),
            ),
        ),
        windows=tuple(windows),
    )


def _with_window(plan: Plan, problem: PlanningProblem, job_id: str, window_id: str) -> Plan:
    """Move a task to another window, shifts included."""
    window = next(w for w in problem.windows if w.window_id == window_id)
    tasks = []
    for task in plan.tasks:
        if task.job_id != job_id:
            tasks.append(task)
            continue
        charges = tuple(
            replace(c, shift_id=f"night{window_id[1:]}") if c.purpose == "change" else c
            for c in task.charges
        )
        tasks.append(
            replace(
                task,
                window_id=window_id,
                starts_at=window.opens_at,
                ends_at=window.opens_at + timedelta(minutes=60),
                done_at=window.closes_at,
                charges=charges,
            )
        )
    return replace(plan, tasks=tuple(tasks))


def test_accepts_a_plan_of_the_search() -> None:
    problem = _problem()
    plan = solve(problem, effort=QUICK).plan
    assert check_plan(problem, plan) == []
    assert len(plan.tasks) == 4


def test_names_a_shift_that_gives_more_than_it_has() -> None:
    problem = _problem()
    plan = solve(problem, effort=QUICK).plan
    for job_id in ("j0", "j1", "j2"):
        plan = _with_window(plan, problem, job_id, "w0")
    assert {"capacity", "window"} <= {v.code for v in check_plan(problem, plan)}


CHANGES: dict[str, Callable[[PlanningProblem], PlanningProblem]] = {
    "freeze": lambda p: replace(
        p, freezes=(Freeze(freeze_id="f", starts_at=p.starts_at, ends_at=p.ends_at),)
    ),
    "overtime": lambda p: replace(
        p,
        crews=(replace(p.crews[0], limits=(replace(p.crews[0].limits[0], minutes=60),)),),
    ),
    "precedence": lambda p: replace(
        p, precedences=(Precedence(first_job_id="j3", then_job_id="j0", gap_minutes=5000),)
    ),
    "separation": lambda p: replace(
        p, separations=(Separation(separation_id="s", group_ids=("g0", "g1", "g2", "g3")),)
    ),
    "ready": lambda p: replace(p, jobs=tuple(replace(j, ready_at=p.ends_at) for j in p.jobs)),
    "calendar": lambda p: replace(
        p, jobs=tuple(replace(j, calendar_ids=("other",)) for j in p.jobs)
    ),
    "effort": lambda p: replace(
        p,
        jobs=tuple(
            replace(j, options=(replace(j.options[0], efforts=(Effort(change_minutes=61),)),))
            for j in p.jobs
        ),
    ),
    "group": lambda p: replace(p, jobs=tuple(replace(j, group_id="g") for j in p.jobs)),
    "shift": lambda p: replace(p, jobs=tuple(replace(j, crew_ids=("nobody",)) for j in p.jobs)),
}


@pytest.mark.parametrize("code", CHANGES)
def test_names_the_rule_that_a_plan_breaks(code: str) -> None:
    problem = _problem()
    plan = solve(problem, effort=QUICK).plan
    assert code in {v.code for v in check_plan(CHANGES[code](problem), plan)}


def test_names_jobs_that_a_plan_forgets_or_invents() -> None:
    problem = _problem()
    plan = solve(problem, effort=QUICK).plan
    forgotten = replace(plan, tasks=plan.tasks[1:])
    invented = replace(plan, open_job_ids=("unheard-of",))
    assert [v.code for v in check_plan(problem, forgotten)] == ["coverage"]
    assert [v.subject_id for v in check_plan(problem, invented)] == ["unheard-of"]
