"""Deadlines that a plan misses: which constraint forces it, and the cheapest relief that helps.

Constraints are lifted one at a time for the job alone; the first that lets it be in time is named.
If the job alone could be in time, others take what it needs, and the scarcest of that is named.
Reliefs are tried by planning again around the job. What is not here: the worth of capacity as
such (`worth`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from hiyoke.planning.alternatives import list_alternatives, minutes_from
from hiyoke.planning.gifts import (
    clause,
    extra_window,
    no_freeze,
    one_more_person,
    with_nights,
    with_vendor,
    without_preparation,
)
from hiyoke.planning.inputs import Objective
from hiyoke.planning.plan import late_days
from hiyoke.planning.sound import check_problem
from hiyoke.planning.warm import LOCAL_MOVES, improve_near, warm_schedule

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from hiyoke.planning.gifts import Given
    from hiyoke.planning.inputs import Job, PlanningProblem
    from hiyoke.planning.search import Solution

#: Misses for which reliefs are tried, costliest first.
RELIEVED = 8
#: For a deadline that has passed, reliefs are looked for within so long.
SOON = timedelta(days=3)
#: Share of the plan's value below which a relief has not helped.
_NOTHING = 1e-9


class Constraint(StrEnum):
    """What keeps a job from its deadline."""

    OVERDUE = "overdue"
    FREEZE = "freeze"
    VENDOR = "vendor"
    NIGHT = "night"
    PRECEDENCE = "precedence"
    SEPARATION = "separation"
    PREPARATION = "preparation"
    WINDOW = "window"
    CAPACITY = "capacity"
    NOT_WORTH = "not_worth"


class Relief(NamedTuple):
    """One thing that could be given.

    Attributes:
        relief_id: person, window, vendor or freeze.
        thing_id: Shift, calendar, vendor or freeze that it is about.
        at: When it is given, or begins to hold.
        done_at: When the job is then done; None when not within the plan.
        is_in_time: Whether it then meets its deadline.
        saves: Expected loss that goes away, change losses counted.
        cost: Assumed cost.
    """

    relief_id: str
    thing_id: str
    at: datetime | None
    done_at: datetime | None
    is_in_time: bool
    saves: float
    cost: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """One deadline that is missed.

    Attributes:
        job_id: The job.
        due_at: Its deadline.
        done_at: When it is done; None when not within the plan.
        late_days: Days late, counted to the end of the plan at most.
        was_overdue: Whether the deadline had passed before the plan began.
        constraint: What forces it, or keeps what is overdue from being done within `SOON`.
        thing_id: Shift, vendor, freeze or job that the constraint is about; empty when none.
        reliefs: What was tried, those that meet the deadline first, then by cost less saving.
    """

    job_id: str
    due_at: datetime
    done_at: datetime | None
    late_days: float
    was_overdue: bool
    constraint: Constraint
    thing_id: str
    reliefs: tuple[Relief, ...] = ()


def find_misses(solution: Solution, costs: Mapping[str, float]) -> tuple[Miss, ...]:
    """Find every missed deadline, its constraint, and what would help the costliest of them.

    Args:
        solution: A plan with what it was chosen from.
        costs: Assumed cost of each kind of relief.

    Returns:
        Misses, most expected loss first; reliefs for the first `RELIEVED`.

    Cost:
        A plan around one job for each relief that is tried: about 0.1 s for 100 jobs.
    """
    problem = solution.alternatives.problem
    planned = {t.job_id: t for t in solution.plan.tasks}
    late: list[tuple[float, Job, datetime | None]] = []
    for job in problem.jobs:
        task = planned.get(job.job_id)
        done_at = None if task is None else task.done_at
        if job.due_at is not None and late_days(job, problem, done_at) > 0:
            late.append((job.rate() * late_days(job, problem, done_at), job, done_at))
    late.sort(key=lambda found: (-found[0], found[1].job_id))
    misses = []
    for place, (_, job, done_at) in enumerate(late):
        constraint, thing_id = _constraint_of(solution, job, done_at)
        reliefs = _reliefs(solution, job, costs) if place < RELIEVED else ()
        misses.append(
            Miss(
                job_id=job.job_id,
                due_at=job.due_at or problem.ends_at,
                done_at=done_at,
                late_days=late_days(job, problem, done_at),
                was_overdue=job.due_at is not None and job.due_at <= problem.starts_at,
                constraint=constraint,
                thing_id=thing_id,
                reliefs=reliefs,
            )
        )
    return tuple(misses)


def _soonest(problem: PlanningProblem, job: Job) -> float:
    """Return when a job alone could be done, minutes from the plan's start; infinite if never."""
    firsts = _predecessors(problem, job.job_id)
    jobs = tuple(j for j in problem.jobs if j.job_id in firsts)
    alone = replace(
        problem,
        jobs=jobs,
        precedences=tuple(p for p in problem.precedences if p.then_job_id in firsts),
        separations=(),
    )
    a = list_alternatives(check_problem(alone), Objective.DEADLINE)
    soonest: dict[str, float] = {}
    waiting = {j.job_id for j in a.problem.jobs}
    number = {j.job_id: n for n, j in enumerate(a.problem.jobs)}
    while waiting:
        for job_id in sorted(waiting):
            rules = [p for p in alone.precedences if p.then_job_id == job_id]
            if all(p.first_job_id in soonest for p in rules):
                ready = max((soonest[p.first_job_id] + p.gap_minutes for p in rules), default=0.0)
                own = slice(a.starts[number[job_id]], a.starts[number[job_id] + 1])
                done = a.done[own][a.opens[own] >= ready]
                soonest[job_id] = float(done.min(initial=np.inf))
                waiting.discard(job_id)
    return soonest[job.job_id]


def _predecessors(problem: PlanningProblem, job_id: str) -> set[str]:
    found, waiting = {job_id}, [job_id]
    while waiting:
        then = waiting.pop()
        for rule in problem.precedences:
            if rule.then_job_id == then and rule.first_job_id not in found:
                found.add(rule.first_job_id)
                waiting.append(rule.first_job_id)
    return found


def _constraint_of(
    solution: Solution, job: Job, done_at: datetime | None
) -> tuple[Constraint, str]:
    """Name the constraint that forces a miss."""
    problem = solution.alternatives.problem
    due_at = job.due_at or problem.ends_at
    if due_at <= problem.starts_at:
        due_at = problem.starts_at + SOON
        if done_at is not None and done_at <= due_at:
            return Constraint.OVERDUE, ""
    due = minutes_from(problem.starts_at, due_at)
    if _soonest(problem, job) <= due:
        return _scarce(solution, job, due)
    lifted: list[tuple[Constraint, str, PlanningProblem]] = [
        (Constraint.FREEZE, "", replace(problem, freezes=())),
        (Constraint.VENDOR, job.vendor_id or "", with_vendor(problem, job.vendor_id)),
        (Constraint.NIGHT, "", with_nights(problem, job)),
        (Constraint.PRECEDENCE, "", replace(problem, precedences=())),
        (Constraint.PREPARATION, "", without_preparation(problem, job)),
    ]
    for constraint, thing_id, changed in lifted:
        if _soonest(changed, _same(changed, job)) <= due:
            return constraint, thing_id
    return Constraint.WINDOW, ""


def _same(problem: PlanningProblem, job: Job) -> Job:
    return next(j for j in problem.jobs if j.job_id == job.job_id)


def _scarce(solution: Solution, job: Job, due: float) -> tuple[Constraint, str]:
    """Name the scarcest thing that the job would need to be in time."""
    a = solution.alternatives
    number = next(n for n, j in enumerate(a.problem.jobs) if j.job_id == job.job_id)
    own = np.arange(a.starts[number], a.starts[number + 1])
    own = own[a.done[own] <= due]
    if not len(own):
        return Constraint.NOT_WORTH, ""
    rows = a.column_rows[a.columns[own]]
    prices = solution.prices[rows] * a.column_weights[a.columns[own]] * a.amounts[own][:, :, None]
    if prices.max() <= 0:
        is_apart = any(job.group_id in s.group_ids for s in a.problem.separations)
        return (Constraint.SEPARATION if is_apart else Constraint.CAPACITY), ""
    row = int(rows.ravel()[prices.argmax()])
    return Constraint.CAPACITY, a.resources.names[row][2]


def _reliefs(solution: Solution, job: Job, costs: Mapping[str, float]) -> tuple[Relief, ...]:
    """Try what could be given, one thing at a time."""
    problem = solution.alternatives.problem
    due = job.due_at or problem.ends_at
    if due <= problem.starts_at:  # What is overdue already can still be done in the next days.
        due = problem.starts_at + SOON
    tries: list[tuple[str, Callable[[], Given | None]]] = [
        ("person", lambda: one_more_person(problem, job, due)),
        ("window", lambda: extra_window(problem, job, due)),
        ("vendor", lambda: clause(problem, job)),
        ("freeze", lambda: no_freeze(problem, job, due)),
    ]
    found = []
    for relief_id, change in tries:
        changed = change()
        if changed is None:
            continue
        given, thing_id, at = changed
        done_at, saves, gain = _planned_again(solution, given, job)
        if gain <= _NOTHING * abs(solution.plan.value):
            continue  # It would only put another job in the same place.
        is_in_time = done_at is not None and done_at <= (job.due_at or problem.ends_at)
        cost = costs.get(relief_id, 0.0)
        found.append(Relief(relief_id, thing_id, at, done_at, is_in_time, saves, cost))
    found.sort(key=lambda r: (not r.is_in_time, r.cost - max(0.0, r.saves), r.relief_id))
    return tuple(found)


def _planned_again(
    solution: Solution, problem: PlanningProblem, job: Job
) -> tuple[datetime | None, float, float]:
    """Return when the job is done when the plan is mended around it, what that saves, the gain."""
    a = list_alternatives(check_problem(problem), solution.alternatives.objective)
    schedule = warm_schedule(a, solution.plan.tasks)
    number = next(n for n, j in enumerate(a.problem.jobs) if j.job_id == job.job_id)
    improve_near(schedule, [number], moves=LOCAL_MOVES, seed=1)
    after = float(a.loss[schedule.chosen].sum())
    window = int(a.window[schedule.chosen[number]])
    done_at = None if window < 0 else a.problem.windows[window].closes_at
    gain = solution.plan.value - schedule.value()
    return done_at, solution.plan.total_loss - after, gain
