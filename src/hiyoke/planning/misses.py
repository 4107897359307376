"""Deadlines that a plan misses: which constraint forces it, and the cheapest relief that helps.

Constraints are lifted one at a time for the job alone; the first that lets it be in time is named.
If the job alone could be in time, others take what it needs, and the scarcest of that is named.
What is not here: what would help (`reliefs`), and the worth of capacity as such (`worth`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from hiyoke.planning.alternatives import list_alternatives, minutes_from
from hiyoke.planning.gifts import with_nights, with_vendor, without_preparation
from hiyoke.planning.inputs import Objective
from hiyoke.planning.plan import late_days
from hiyoke.planning.reliefs import SOON, Relief, ReliefSearch
from hiyoke.planning.schedule import Schedule
from hiyoke.planning.sound import check_problem

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from numpy.typing import NDArray

    from hiyoke.planning.inputs import Crew, Job, PlanningProblem
    from hiyoke.planning.search import Solution

#: Misses for which reliefs are tried, costliest first.
RELIEVED = 8
#: Misses whose constraint is looked for, costliest first; it takes some 10 ms each.
EXAMINED = 300


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
    UNEXAMINED = "unexamined"


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
        reliefs: What helps, what meets the deadline first, then by cost less saving.
        is_tried: Whether reliefs were looked for.
    """

    job_id: str
    due_at: datetime
    done_at: datetime | None
    late_days: float
    was_overdue: bool
    constraint: Constraint
    thing_id: str
    reliefs: tuple[Relief, ...] = ()
    is_tried: bool = False


def find_misses(solution: Solution, costs: Mapping[str, float]) -> tuple[Miss, ...]:
    """Find every missed deadline, its constraint, and what would help the costliest of them.

    Args:
        solution: A plan with what it was chosen from.
        costs: Assumed cost of each kind of relief.

    Returns:
        Misses, most expected loss first; constraints for the first `EXAMINED`, reliefs for the
        first `RELIEVED`.

    Cost:
        A small problem of one job for each constraint that is lifted, about 5 ms; reliefs as
        `ReliefSearch.of` says.
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
    search = ReliefSearch(solution, costs)
    for place, (_, job, done_at) in enumerate(late):
        constraint, thing_id = Constraint.UNEXAMINED, ""
        if place < EXAMINED:
            constraint, thing_id = _constraint_of(solution, job, done_at)
        reliefs = search.of(job) if place < RELIEVED else ()
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
                is_tried=place < RELIEVED,
            )
        )
    return tuple(misses)


def _is_soon(problem: PlanningProblem, job: Job, due_at: datetime) -> bool:
    """Return whether a job, alone but for what it waits for, could be done by a moment."""
    alone = _alone(problem, job, due_at)
    a = list_alternatives(check_problem(alone), Objective.DEADLINE)
    due = minutes_from(problem.starts_at, due_at)
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
    return soonest[job.job_id] <= due


def _alone(problem: PlanningProblem, job: Job, due_at: datetime) -> PlanningProblem:
    """Return the problem of one job and what it waits for, up to a moment, whatever it costs."""
    ids = _predecessors(problem, job.job_id)
    jobs = tuple(
        replace(
            j,
            due_at=due_at,
            options=tuple(
                replace(o, change_loss=0.0, window_losses={}, window_losses_high={})
                for o in j.options
            ),
        )
        for j in problem.jobs
        if j.job_id in ids
    )
    crews = {c for j in jobs for c in j.crew_ids}
    is_any = any(not j.crew_ids for j in jobs)
    calendars = {c for j in jobs for c in j.calendar_ids}
    vendors = {j.vendor_id for j in jobs}
    return replace(
        problem,
        jobs=jobs,
        crews=tuple(_until(c, due_at) for c in problem.crews if is_any or c.crew_id in crews),
        vendors=tuple(v for v in problem.vendors if v.vendor_id in vendors),
        windows=tuple(
            w for w in problem.windows if w.calendar_id in calendars and w.closes_at <= due_at
        ),
        precedences=tuple(p for p in problem.precedences if p.then_job_id in ids),
        separations=(),
    )


def _until(crew: Crew, due_at: datetime) -> Crew:
    """Return a crew with the shifts that begin before a moment, and the rest that lies in them."""
    shifts = [s for s in crew.shifts if s.starts_at < due_at]
    kept = {s.shift_id for s in shifts}
    return replace(
        crew,
        shifts=tuple(
            s
            if s.rest_shift_id is None or s.rest_shift_id in kept
            else replace(s, rest_shift_id=None, rest_ratio=0.0)
            for s in shifts
        ),
    )


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
    if _is_soon(problem, job, due_at):
        return _scarce(solution, job, minutes_from(problem.starts_at, due_at))
    lifted: list[tuple[Constraint, str, PlanningProblem]] = [
        (Constraint.FREEZE, "", replace(problem, freezes=())),
        (Constraint.VENDOR, job.vendor_id or "", with_vendor(problem, job.vendor_id)),
        (Constraint.NIGHT, "", with_nights(problem, job)),
        (Constraint.PRECEDENCE, "", replace(problem, precedences=())),
        (Constraint.PREPARATION, "", without_preparation(problem, job)),
    ]
    for constraint, thing_id, changed in lifted:
        if _is_soon(changed, job, due_at):
            return constraint, thing_id
    return Constraint.WINDOW, ""


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
        return _short(solution, job, number, own)
    row = int(rows.ravel()[prices.argmax()])
    return Constraint.CAPACITY, a.resources.names[row][2]


def _short(
    solution: Solution, job: Job, number: int, own: NDArray[np.int64]
) -> tuple[Constraint, str]:
    """Name what most ways in time are short of beside the plan, where nothing has a price."""
    a = solution.alternatives
    schedule = Schedule(a)
    schedule.reset(solution.chosen)
    schedule.take(number)
    rows = a.column_rows[a.columns[own]]
    takes = a.column_weights[a.columns[own]] * a.amounts[own][:, :, None]
    lacking = rows[takes > schedule.left[rows] + 1e-6]
    if len(lacking):
        return Constraint.CAPACITY, a.resources.names[int(np.bincount(lacking).argmax())][2]
    if any(job.group_id in s.group_ids for s in a.problem.separations):
        return Constraint.SEPARATION, ""
    return Constraint.NOT_WORTH, ""
