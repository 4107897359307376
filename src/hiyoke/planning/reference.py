"""The reference planner: short enough to check by hand, and never better than the search.

Jobs are taken by the loss a day that a minute of work takes away, most first; each takes the
cheapest place that still fits. It works on the problem as it is written, without arrays, prices
or repair. What is not here: any improvement (`search` begins from the same order).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hiyoke.planning.inputs import DAY_MINUTES, OptionKind, Work
from hiyoke.planning.plan import job_loss
from hiyoke.planning.routes import CONTROL_SHIFTS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from hiyoke.planning.inputs import Crew, Job, Option, PlanningProblem, Shift, Window

#: Rounding that a capacity may be over by, in minutes.
_SLACK = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One way to do a job.

    Attributes:
        option: The option.
        window: The window; None for a control alone.
        control: Shift that puts the control in place; None without one.
        uses: What it takes, by thing: shifts, limits, windows, groups.
        loss: Expected loss of the job.
    """

    option: Option
    window: Window | None
    control: Shift | None
    uses: dict[tuple[str, ...], float]
    loss: float


@dataclass(slots=True)
class ReferencePlan:
    """What the reference planner decided.

    Attributes:
        places: Place of each planned job.
        total_loss: Expected loss of all jobs.
    """

    places: dict[str, Place] = field(default_factory=dict)
    total_loss: float = 0.0


def plan_by_reference(problem: PlanningProblem) -> ReferencePlan:
    """Plan by loss a day for each minute of work, most first.

    Args:
        problem: A sound problem.

    Returns:
        A feasible plan. Equal problems give equal plans.

    Cost:
        Jobs times options times windows, in plain Python: for reading and for tests.
    """
    planner = _Planner(problem)
    plan = ReferencePlan()
    for job in planner.in_order():
        open_loss = job.rate() * problem.minutes / DAY_MINUTES
        best: Place | None = None
        for place in planner.places(job):
            if place.loss < (open_loss if best is None else best.loss) and planner.fits(job, place):
                best = place
        if best is not None:
            planner.take(job, best)
            plan.places[job.job_id] = best
        plan.total_loss += open_loss if best is None else best.loss
    return plan


def effort_minutes(job: Job) -> int:
    """Return the person-minutes of a job's lightest option, at least one."""
    sums = [sum(e.prepare_minutes + e.change_minutes for e in o.efforts) for o in job.options]
    return max(1, min(sums, default=1))


class _Planner:
    """Keeps the books."""

    def __init__(self, problem: PlanningProblem) -> None:
        self.problem = problem
        self.used: dict[tuple[str, ...], float] = defaultdict(float)
        self.room: dict[tuple[str, ...], float] = {}
        for crew in problem.crews:
            self.room |= {("shift", s.shift_id): s.minutes for s in crew.shifts}
            self.room |= {("limit", x.limit_id): x.minutes for x in crew.limits}
        for vendor in problem.vendors:
            self.room |= {("shift", s.shift_id): s.minutes for s in vendor.shifts}
        for window in problem.windows:
            if window.max_jobs is not None:
                self.room["window", window.window_id] = window.max_jobs
        self.done: dict[str, Window | None] = {}
        self.by_group: dict[str, list[Window]] = defaultdict(list)

    def in_order(self) -> Iterator[Job]:
        """Yield jobs, best first, what must come first before what waits for it."""
        jobs = {j.job_id: j for j in self.problem.jobs}
        worth = {i: j.rate() / effort_minutes(j) for i, j in jobs.items()}
        for _ in jobs:
            for rule in self.problem.precedences:
                worth[rule.first_job_id] = max(worth[rule.first_job_id], worth[rule.then_job_id])
        seen: set[str] = set()
        for job_id in sorted(jobs, key=lambda i: (-worth[i], i)):
            waiting = [job_id]
            while waiting:
                firsts = [
                    p.first_job_id
                    for p in self.problem.precedences
                    if p.then_job_id == waiting[-1] and p.first_job_id not in seen
                ]
                if firsts:
                    waiting.append(min(firsts, key=lambda i: (-worth[i], i)))
                else:
                    found = waiting.pop()
                    if found not in seen:
                        seen.add(found)
                        yield jobs[found]

    def places(self, job: Job) -> Iterator[Place]:
        """Yield every way to do a job, soonest done first, as far as the job alone is concerned.

        One crew serves all skills of an option; the search may also split them.
        """
        found: list[tuple[datetime, int, Place]] = []
        for number, option in enumerate(job.options):
            for crew in self.problem.crews:
                skills = {e.skill for e in option.efforts if e.skill}
                if (job.crew_ids and crew.crew_id not in job.crew_ids) or skills - set(crew.skills):
                    continue
                for place in self._places(job, option, crew):
                    done = self.problem.ends_at if place.window is None else place.window.closes_at
                    found.append((done, number, place))
        found.sort(key=lambda f: f[:2])
        yield from (place for _, _, place in found)

    def _places(self, job: Job, option: Option, crew: Crew) -> Iterator[Place]:
        controls: list[Shift | None] = [None]
        if option.kind is OptionKind.CONTROL_FIRST:
            inside = [
                s
                for s in _preparing(crew)
                if s.starts_at >= self.problem.starts_at and s.ends_at <= self.problem.ends_at
            ]
            first = inside[:CONTROL_SHIFTS] if option.efforts else []
            controls = [s for s in first if s.starts_at >= self._begin(job)]
        for control in controls:
            for window in self._windows(job, option):
                uses = self._uses(job, option, crew, window, control)
                if uses is not None:
                    yield self._priced(job, option, window, control, uses)
            if control is not None:
                uses = {("shift", control.shift_id): option.control_minutes}
                yield self._priced(job, option, None, control, uses)

    def _windows(self, job: Job, option: Option) -> Iterator[Window]:
        for window in self.problem.windows:
            if (
                window.calendar_id in job.calendar_ids
                and window.opens_at >= max(self.problem.starts_at, job.ready_at or window.opens_at)
                and window.closes_at <= self.problem.ends_at
                and option.downtime_minutes <= window.minutes
                and not any(
                    f.blocks_time(window)
                    for f in self.problem.freezes
                    if not f.group_ids or job.group_id in f.group_ids
                )
            ):
                yield window

    def _uses(
        self, job: Job, option: Option, crew: Crew, window: Window, control: Shift | None
    ) -> dict[tuple[str, ...], float] | None:
        """Return what a place takes; None when a shift is missing."""
        uses: dict[tuple[str, ...], float] = defaultdict(float)
        first = self._prepared(uses, job, option, crew, window)
        if first is None or not self._changed(uses, option, crew, window):
            return None
        if control is not None:
            if control.ends_at > first:
                return None
            uses["shift", control.shift_id] += option.control_minutes
        if option.vendor_minutes and job.vendor_id is not None:
            vendor = next(v for v in self.problem.vendors if v.vendor_id == job.vendor_id)
            helping = _serving(vendor.shifts, window)
            if helping is None:
                return None
            uses["shift", helping.shift_id] += option.vendor_minutes
        if window.max_jobs is not None:
            uses["window", window.window_id] += 1
        uses["group", job.group_id, window.window_id] += option.downtime_minutes
        self.room["group", job.group_id, window.window_id] = window.minutes
        return uses

    def _prepared(
        self,
        uses: dict[tuple[str, ...], float],
        job: Job,
        option: Option,
        crew: Crew,
        window: Window,
    ) -> datetime | None:
        """Add the preparation; return when it begins, None when there is no time for it."""
        minutes = sum(e.prepare_minutes for e in option.efforts)
        if not minutes:
            return window.opens_at
        last = [s for s in _preparing(crew) if s.ends_at <= window.opens_at]
        last = last[-option.prepare_shifts :]
        if len(last) < option.prepare_shifts or last[0].starts_at < self._begin(job):
            return None
        for shift in last:
            uses["shift", shift.shift_id] += minutes / len(last)
        return last[0].starts_at

    def _changed(
        self, uses: dict[tuple[str, ...], float], option: Option, crew: Crew, window: Window
    ) -> bool:
        """Add the work in the window, its rest and its overtime; False when nobody is there."""
        minutes = sum(e.change_minutes for e in option.efforts)
        if not minutes:
            return True
        serving = _serving(crew.shifts, window)
        if serving is None:
            return False
        uses["shift", serving.shift_id] += minutes
        if serving.rest_shift_id is not None:
            uses["shift", serving.rest_shift_id] += minutes * serving.rest_ratio
        for limit in crew.limits:
            if serving.is_overtime and limit.starts_at <= serving.starts_at < limit.ends_at:
                uses["limit", limit.limit_id] += minutes
        return True

    def _begin(self, job: Job) -> datetime:
        return max(self.problem.starts_at, job.ready_at or self.problem.starts_at)

    def _priced(
        self,
        job: Job,
        option: Option,
        window: Window | None,
        control: Shift | None,
        uses: dict[tuple[str, ...], float],
    ) -> Place:
        attack = job_loss(
            job,
            self.problem,
            done_at=None if window is None else window.closes_at,
            control=None if control is None else (control.ends_at, option.control_efficacy),
        )
        change = 0.0 if window is None else option.loss_in(window.window_id)
        return Place(option=option, window=window, control=control, uses=uses, loss=attack + change)

    def fits(self, job: Job, place: Place) -> bool:
        """Return whether a place fits beside what is planned already."""
        for thing, amount in place.uses.items():
            if amount and self.used[thing] + amount > self.room[thing] + _SLACK:
                return False
        if place.window is None:
            return True
        for rule in self.problem.precedences:
            if rule.then_job_id == job.job_id:
                first = self.done.get(rule.first_job_id)
                if first is None:
                    return False
                waited = (place.window.opens_at - first.closes_at).total_seconds() / 60
                if waited < rule.gap_minutes:
                    return False
        return not any(
            w.opens_at < place.window.closes_at and place.window.opens_at < w.closes_at
            for rule in self.problem.separations
            if job.group_id in rule.group_ids
            for group_id in rule.group_ids
            if group_id != job.group_id
            for w in self.by_group[group_id]
        )

    def take(self, job: Job, place: Place) -> None:
        """Plan a job."""
        for thing, amount in place.uses.items():
            self.used[thing] += amount
        self.done[job.job_id] = place.window
        if place.window is not None:
            self.by_group[job.group_id].append(place.window)


def _preparing(crew: Crew) -> list[Shift]:
    """Return the preparation shifts of a crew in order of time."""
    found = [s for s in crew.shifts if s.work is Work.PREPARE]
    return sorted(found, key=lambda s: (s.starts_at, s.shift_id))


def _serving(shifts: tuple[Shift, ...], window: Window) -> Shift | None:
    """Return the shift that holds a window whole: the latest to start."""
    holding = [
        s
        for s in shifts
        if s.work is Work.CHANGE
        and s.starts_at <= window.opens_at
        and window.closes_at <= s.ends_at
    ]
    return max(holding, key=lambda s: (s.starts_at, s.shift_id), default=None)
