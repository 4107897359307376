"""Why one job stands where it stands: its other ways, and what each of them is short of.

Ways that would be better for the job alone are listed with the shift, window or vendor that others
use up, and with those others by name. Windows that no rule lets the job use are listed with the
rule. What is not here: words (`hiyoke.workflows.explanation`), and finding a plan (`search`).
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from hiyoke.planning.alternatives import list_alternatives
from hiyoke.planning.inputs import Work
from hiyoke.planning.schedule import Schedule
from hiyoke.planning.warm import kept_alternatives

if TYPE_CHECKING:
    from datetime import datetime

    from hiyoke.planning.alternatives import Alternatives
    from hiyoke.planning.inputs import Job, OptionKind, PlanningProblem, Window
    from hiyoke.planning.plan import Plan

#: Rounding that a row may be over by, in minutes; as in `schedule`.
_SLACK = 1e-6


class Barrier(StrEnum):
    """Why no way of a job uses a window of its calendars; the first that holds, in this order."""

    OUTSIDE = "outside"
    NOT_READY = "not_ready"
    FREEZE = "freeze"
    TOO_SHORT = "too_short"
    VENDOR = "vendor"
    CREW = "crew"
    PREPARATION = "preparation"
    SIZE_OR_LOSS = "size_or_loss"


class Shortage(NamedTuple):
    """What a way would need more of than is left.

    Attributes:
        kind: crew, overtime, vendor, window, group or pair.
        holder_id: Whose it is.
        thing_id: Shift, limit or window.
        needed: Minutes, or tasks for windows and pairs, that the way takes.
        left: What is left of `capacity` once the job's own task is taken out.
        capacity: All of it.
        taken_by: Jobs that use it with what they take, most first.
    """

    kind: str
    holder_id: str
    thing_id: str
    needed: float
    left: float
    capacity: float
    taken_by: tuple[tuple[str, float], ...]


class Choice(NamedTuple):
    """One way to do the job.

    Attributes:
        option: How it is done; None when it stays open.
        window_id: Window; None without a change.
        done_at: When it is closed; None without a change.
        loss: Expected loss of the job.
        value: What it adds to the objective.
        shortages: What it is short of; empty when it would fit, or when only order forbids it.
        fits: Whether it fits beside all other tasks as planned.
    """

    option: OptionKind | None
    window_id: str | None
    done_at: datetime | None
    loss: float
    value: float
    shortages: tuple[Shortage, ...]
    fits: bool


class JobChoices(NamedTuple):
    """What was open to a job.

    Attributes:
        chosen: What the plan does.
        better: Ways that would be better for the job alone, best first.
        barred: Windows of its calendars that no way uses, in order of time, with the rule.
        way_count: How many ways there were in all, staying open among them.
    """

    chosen: Choice
    better: tuple[Choice, ...]
    barred: tuple[tuple[str, Barrier], ...]
    way_count: int


class PlannedWays:
    """All ways of all jobs of a plan, listed once and asked about job by job.

    Args:
        problem: What the plan was made from; a sound one, see `check_problem`.
        plan: A feasible plan of it.

    Cost:
        All alternatives of the problem are listed: about 0.3 s a million. A question then costs
        little.
    """

    def __init__(self, problem: PlanningProblem, plan: Plan) -> None:
        self.problem = problem
        self.a = list_alternatives(problem, plan.objective)
        self.schedule = Schedule(self.a)
        for job, alternative in kept_alternatives(self.a, plan.tasks).items():
            self.schedule.put(job, alternative)
        self.numbers = {job.job_id: n for n, job in enumerate(problem.jobs)}

    def of(self, job_id: str) -> JobChoices:
        """Weigh the other ways of one job, all other tasks as they are planned.

        Returns:
            What was chosen, what would have been better for it alone and why it is not so, and
            the windows that are barred to it.
        """
        a, schedule, number = self.a, self.schedule, self.numbers[job_id]
        own = int(schedule.chosen[number])
        first, last = int(a.starts[number]), int(a.starts[number + 1])
        schedule.take(number)
        fits = schedule.fitting(number)
        better = [k for k in range(first, last) if a.value[k] < a.value[own] - 1e-9]
        better.sort(key=lambda k: (float(a.value[k]), k))
        windows = self.problem.windows
        used = {windows[w].window_id for w in a.window[first:last].tolist() if w >= 0}
        found = JobChoices(
            chosen=_choice(a, schedule, own, fits=True),
            better=tuple(_choice(a, schedule, k, fits=bool(fits[k - first])) for k in better),
            barred=_barred(self.problem, self.problem.jobs[number], used),
            way_count=last - first,
        )
        schedule.put(number, own)
        return found


def _choice(a: Alternatives, schedule: Schedule, alternative: int, *, fits: bool) -> Choice:
    job = a.problem.jobs[int(a.job[alternative])]
    option, window = int(a.option[alternative]), int(a.window[alternative])
    place = None if window < 0 else a.problem.windows[window]
    return Choice(
        option=None if option < 0 else job.options[option].kind,
        window_id=None if place is None else place.window_id,
        done_at=None if place is None else place.closes_at,
        loss=float(a.loss[alternative]),
        value=float(a.value[alternative]),
        shortages=() if fits else _shortages(a, schedule, alternative),
        fits=fits,
    )


def _shortages(a: Alternatives, schedule: Schedule, alternative: int) -> tuple[Shortage, ...]:
    rows = a.column_rows[a.columns[alternative]]
    takes = a.column_weights[a.columns[alternative]] * a.amounts[alternative][:, None]
    needed: dict[int, float] = {}
    for row, amount in zip(rows.ravel().tolist(), takes.ravel().tolist(), strict=True):
        needed[row] = needed.get(row, 0.0) + amount
    return tuple(
        Shortage(
            *a.resources.names[row],
            needed=amount,
            left=max(0.0, float(schedule.left[row])),
            capacity=float(a.capacity[row]),
            taken_by=_takers(a, schedule, row),
        )
        for row, amount in sorted(needed.items())
        if amount > schedule.left[row] + _SLACK
    )


def _takers(a: Alternatives, schedule: Schedule, row: int) -> tuple[tuple[str, float], ...]:
    columns = a.columns[schedule.chosen]
    takes = a.column_weights[columns] * a.amounts[schedule.chosen][:, :, None]
    use = np.where(a.column_rows[columns] == row, takes, 0.0).sum(axis=(1, 2))
    found = [(a.problem.jobs[n].job_id, float(use[n])) for n in np.flatnonzero(use > 0).tolist()]
    return tuple(sorted(found, key=lambda taker: (-taker[1], taker[0])))


def _barred(problem: PlanningProblem, job: Job, used: set[str]) -> tuple[tuple[str, Barrier], ...]:
    windows = [w for w in problem.windows if w.calendar_id in job.calendar_ids]
    windows.sort(key=lambda w: (w.opens_at, w.window_id))
    return tuple(
        (w.window_id, _barrier(problem, job, w)) for w in windows if w.window_id not in used
    )


def _barrier(problem: PlanningProblem, job: Job, window: Window) -> Barrier:
    """Name the first rule of the reference page that keeps a job out of a window."""
    if window.opens_at < problem.starts_at or window.closes_at > problem.ends_at:
        return Barrier.OUTSIDE
    if job.ready_at is not None and window.opens_at < job.ready_at:
        return Barrier.NOT_READY
    if any(
        f.starts_at < window.closes_at
        and f.ends_at > window.opens_at
        and (not f.group_ids or job.group_id in f.group_ids)
        for f in problem.freezes
    ):
        return Barrier.FREEZE
    length = window.closes_at - window.opens_at
    if all(timedelta(minutes=option.downtime_minutes) > length for option in job.options):
        return Barrier.TOO_SHORT
    return _staff_barrier(problem, job, window)


def _staff_barrier(problem: PlanningProblem, job: Job, window: Window) -> Barrier:
    desks = [v for v in problem.vendors if v.vendor_id == job.vendor_id]
    needs_vendor = all(option.vendor_minutes > 0 for option in job.options)
    if needs_vendor and not any(
        s.starts_at <= window.opens_at and s.ends_at >= window.closes_at
        for desk in desks
        for s in desk.shifts
    ):
        return Barrier.VENDOR
    crews = [c for c in problem.crews if not job.crew_ids or c.crew_id in job.crew_ids]
    present = [
        c
        for c in crews
        if any(
            s.work is Work.CHANGE
            and s.starts_at <= window.opens_at
            and s.ends_at >= window.closes_at
            for s in c.shifts
        )
    ]
    if not present:
        return Barrier.CREW
    fewest = min((option.prepare_shifts for option in job.options), default=0)
    begin = max(problem.starts_at, job.ready_at or problem.starts_at)
    days = max(
        sum(
            s.work is Work.PREPARE and s.starts_at >= begin and s.ends_at <= window.opens_at
            for s in c.shifts
        )
        for c in present
    )
    return Barrier.PREPARATION if days < fewest else Barrier.SIZE_OR_LOSS
