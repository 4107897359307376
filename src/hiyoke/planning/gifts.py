"""Problems with one thing more: a person, a window, a clause, a night, a freeze less.

Each function changes a problem in one respect and leaves the rest alone. What is not here: whether
it helps (`misses`).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from hiyoke.planning.inputs import PlanningProblem, Shift, VendorDesk, Window, Work

if TYPE_CHECKING:
    from datetime import datetime

    from hiyoke.planning.inputs import Crew, Job

#: Length of an extra window.
EXTRA_WINDOW = timedelta(hours=2)


class Given(NamedTuple):
    """A problem with one thing more.

    Attributes:
        problem: The problem.
        thing_id: Shift, calendar, vendor or freeze that it is about.
        at: When it is given; None for a clause.
    """

    problem: PlanningProblem
    thing_id: str
    at: datetime | None


def with_vendor(problem: PlanningProblem, vendor_id: str | None) -> PlanningProblem:
    """Return the problem with a vendor whose contract covers every window."""
    return replace(
        problem,
        vendors=tuple(
            _always(v, problem) if v.vendor_id == vendor_id else v for v in problem.vendors
        ),
    )


def _always(vendor: VendorDesk, problem: PlanningProblem) -> VendorDesk:
    minutes = max((s.minutes for s in vendor.shifts), default=960)
    covered = {(s.starts_at, s.ends_at) for s in vendor.shifts}
    spans = sorted(
        {
            (w.opens_at, w.closes_at)
            for w in problem.windows
            if not any(b <= w.opens_at and w.closes_at <= e for b, e in covered)
        }
    )
    added = tuple(
        Shift(
            shift_id=f"{vendor.vendor_id}/clause/{begin.isoformat()}/{end.isoformat()}",
            work=Work.CHANGE,
            starts_at=begin,
            ends_at=end,
            minutes=minutes,
        )
        for begin, end in spans
    )
    return replace(vendor, shifts=vendor.shifts + added)


def with_nights(problem: PlanningProblem, job: Job) -> PlanningProblem:
    """Return the problem with the job's crews at work in every window."""
    spans = sorted({(w.opens_at, w.closes_at) for w in problem.windows})
    return replace(
        problem,
        crews=tuple(
            _with_shifts(c, spans) if not job.crew_ids or c.crew_id in job.crew_ids else c
            for c in problem.crews
        ),
    )


def _with_shifts(crew: Crew, spans: list[tuple[datetime, datetime]]) -> Crew:
    added = tuple(
        Shift(
            shift_id=f"{crew.crew_id}/relief/{begin.isoformat()}/{end.isoformat()}",
            work=Work.CHANGE,
            starts_at=begin,
            ends_at=end,
            minutes=100_000,
        )
        for begin, end in spans
    )
    return replace(crew, shifts=crew.shifts + added)


def without_preparation(problem: PlanningProblem, job: Job) -> PlanningProblem:
    """Return the problem in which the job needs no preparation."""
    options = tuple(
        replace(o, efforts=tuple(replace(e, prepare_minutes=0) for e in o.efforts))
        for o in job.options
    )
    return replace(
        problem,
        jobs=tuple(
            replace(j, options=options) if j.job_id == job.job_id else j for j in problem.jobs
        ),
    )


def one_more_person(problem: PlanningProblem, job: Job, due: datetime) -> Given | None:
    """One more person in the last change shift before the deadline that holds a window."""
    crews = [c for c in problem.crews if not job.crew_ids or c.crew_id in job.crew_ids]
    usable = [
        w for w in problem.windows if w.calendar_id in job.calendar_ids and w.closes_at <= due
    ]
    for window in sorted(usable, key=lambda w: (-w.opens_at.timestamp(), w.window_id)):
        for crew in crews:
            for shift in crew.shifts:
                if (
                    shift.work is Work.CHANGE
                    and shift.starts_at <= window.opens_at
                    and window.closes_at <= shift.ends_at
                ):
                    length = int((shift.ends_at - shift.starts_at).total_seconds() // 60)
                    more = replace(shift, minutes=shift.minutes + length)
                    shifts = tuple(more if s is shift else s for s in crew.shifts)
                    changed = tuple(
                        replace(c, shifts=shifts) if c is crew else c for c in problem.crews
                    )
                    return Given(replace(problem, crews=changed), shift.shift_id, shift.starts_at)
    return None


def extra_window(problem: PlanningProblem, job: Job, due: datetime) -> Given | None:
    """An extra window of two hours late in the evening before the deadline, with people for it."""
    if not job.calendar_ids:
        return None
    latest = min(due, problem.ends_at) - EXTRA_WINDOW
    begin = latest
    if begin < problem.starts_at:
        return None
    calendar_id = job.calendar_ids[0]
    window = Window(
        window_id=f"{calendar_id}+{begin.isoformat(timespec='minutes')}",
        calendar_id=calendar_id,
        opens_at=begin,
        closes_at=begin + EXTRA_WINDOW,
    )
    given = replace(problem, windows=(*problem.windows, window))
    span = [(window.opens_at, window.closes_at)]
    given = replace(
        given,
        crews=tuple(
            _with_shifts(c, span) if not job.crew_ids or c.crew_id in job.crew_ids else c
            for c in given.crews
        ),
    )
    if job.vendor_id is not None:
        given = with_vendor(given, job.vendor_id)
    return Given(given, calendar_id, begin)


def clause(problem: PlanningProblem, job: Job) -> Given | None:
    """Cover by the vendor in every window, where its contract lacks some."""
    given = with_vendor(problem, job.vendor_id)
    if job.vendor_id is None or given == problem:
        return None
    return Given(given, job.vendor_id, None)


def no_freeze(problem: PlanningProblem, job: Job, due: datetime) -> Given | None:
    """Lift the first freeze before the deadline that blocks a window of the job."""
    for freeze in sorted(problem.freezes, key=lambda f: f.starts_at):
        if freeze.group_ids and job.group_id not in freeze.group_ids:
            continue
        blocked = [
            w
            for w in problem.windows
            if w.calendar_id in job.calendar_ids and w.closes_at <= due and freeze.blocks_time(w)
        ]
        if blocked:
            rest = tuple(f for f in problem.freezes if f is not freeze)
            return Given(replace(problem, freezes=rest), freeze.freeze_id, freeze.starts_at)
    return None
