"""The reference planner: short enough to check by hand, and never better than the search.

Jobs are taken by the loss a day that a minute of work takes away, most first; each takes the
cheapest place that still fits. It works on the problem as it is written, without arrays, prices
or repair. What is not here: any improvement (`search` begins from the same order).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hiyoke.planning.inputs import DAY_MINUTES, Crew, OptionKind, Work
from hiyoke.planning.plan import job_loss

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from hiyoke.planning.inputs import (
        Job,
        Option,
        PlanningProblem,
        Shift,
        VendorDesk,
        Window,
    )

#: A control is put in place on one of this many next preparation shifts.
_CONTROL_SHIFTS = 5
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
            self.room |= {("limit", crew.crew_id, x.limit_id): x.minutes for x in crew.limits}
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
            begin, end = self._begin(job), self.problem.ends_at
            inside = [s for s in _preparing(crew) if s.starts_at >= begin and s.ends_at <= end]
            controls = list(inside[:_CONTROL_SHIFTS]) if option.efforts else []
        for control in controls:
            for window in self._windows(job, option):
                for uses in self._uses(job, option, crew, window, control):
                    yield self._priced(job, option, window, control, uses)
            if control is not None:
                uses = defaultdict(float)
                self._work(uses, crew, control, option.control_minutes)
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
    ) -> Iterator[dict[tuple[str, ...], float]]:
        """Yield what a place takes, for each choice of shifts; nothing when one is missing."""
        uses: dict[tuple[str, ...], float] = defaultdict(float)
        first = self._prepared(uses, job, option, crew, window)
        if first is None or (control is not None and control.ends_at > first):
            return
        if control is not None:
            self._work(uses, crew, control, option.control_minutes)
        if window.max_jobs is not None:
            uses["window", window.window_id] += 1
        uses["group", job.group_id, window.window_id] += option.downtime_minutes
        self.room["group", job.group_id, window.window_id] = window.minutes
        minutes = sum(e.change_minutes for e in option.efforts)
        vendor = None
        if option.vendor_minutes and job.vendor_id is not None:
            vendor = next(v for v in self.problem.vendors if v.vendor_id == job.vendor_id)
        for own in _serving(crew.shifts, window) if minutes else [None]:
            for helping in [None] if vendor is None else _serving(vendor.shifts, window):
                chosen = uses.copy()
                if own is not None:
                    self._work(chosen, crew, own, minutes)
                if helping is not None and vendor is not None:
                    self._work(chosen, vendor, helping, option.vendor_minutes)
                yield chosen

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
        first = min((s.starts_at for s in last), default=window.opens_at)
        if len(last) < option.prepare_shifts or first < self._begin(job):
            return None
        for shift in last:
            self._work(uses, crew, shift, minutes / len(last))
        return first

    @staticmethod
    def _work(
        uses: dict[tuple[str, ...], float], who: Crew | VendorDesk, shift: Shift, minutes: float
    ) -> None:
        """Add work in a shift, the rest after it and the overtime that it is."""
        uses["shift", shift.shift_id] += minutes
        if shift.rest_shift_id is not None:
            uses["shift", shift.rest_shift_id] += minutes * shift.rest_ratio
        if not isinstance(who, Crew) or not shift.is_overtime:
            return
        for limit in who.limits:
            if limit.starts_at <= shift.starts_at < limit.ends_at:
                uses["limit", who.crew_id, limit.limit_id] += minutes

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
    """Return the preparation shifts of a crew in the order in which they end."""
    found = [s for s in crew.shifts if s.work is Work.PREPARE]
    return sorted(found, key=lambda s: (s.ends_at, s.starts_at, s.shift_id))


def _serving(shifts: tuple[Shift, ...], window: Window) -> list[Shift]:
    """Return the shifts that hold a window whole, the latest to start first."""
    holding = [
        s
        for s in shifts
        if s.work is Work.CHANGE
        and s.starts_at <= window.opens_at
        and window.closes_at <= s.ends_at
    ]
    return sorted(holding, key=lambda s: (s.starts_at, s.shift_id), reverse=True)
