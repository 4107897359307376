"""What would bring a late job in time, each tried by planning again, and what that costs elsewhere.

First without giving anything: the job goes ahead of others, with its test as it is or reduced. Then
with one thing given: a person, a window, a clause, a freeze lifted. A relief is named only when a
whole plan with it was found and the independent check finds no fault in that plan. What is not
here: which constraint forces a miss (`misses`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from hiyoke.planning.alternatives import list_alternatives, minutes_from
from hiyoke.planning.extract import extract_plan
from hiyoke.planning.feasibility import check_plan
from hiyoke.planning.gifts import clause, extra_window, no_freeze, one_more_person
from hiyoke.planning.inputs import OptionKind
from hiyoke.planning.schedule import Schedule
from hiyoke.planning.sound import check_problem
from hiyoke.planning.warm import improve_near, kept_alternatives

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime

    from numpy.typing import NDArray

    from hiyoke.planning.alternatives import Alternatives
    from hiyoke.planning.gifts import Given
    from hiyoke.planning.inputs import Job
    from hiyoke.planning.search import Solution

#: For a deadline that has passed, reliefs are looked for within so long.
SOON = timedelta(days=3)
#: Reliefs that take nothing but a decision.
_FREE: Final = ("order", "reduced_test")
#: Alternatives that may be listed anew for the reliefs of one plan, at about 0.3 s for 100,000:
#: it bounds how many gifts are tried where a plan is large.
MOST_LISTED = 600_000
#: Jobs around which a plan is mended after one was put first.
_MENDED = 6
#: Moves around each of them.
_MOVES = 15
#: Share of the plan's value below which a saving is none.
_NOTHING = 1e-9


class Relief(NamedTuple):
    """One thing that could be done or given.

    Attributes:
        relief_id: order (the job goes first), reduced_test (and is tested less), person, window,
            vendor or freeze.
        thing_id: Shift, calendar, vendor or freeze that it is about; empty when none.
        at: When it is given, or begins to hold.
        done_at: When the job is then done; None when not within the plan.
        is_in_time: Whether it then meets its deadline; for one that had passed always False.
        saves: Expected loss that goes away, all jobs and changes counted; negative where others
            lose more.
        cost: Assumed cost.
        more_late: Other jobs that then miss a deadline, less those that no longer do.
    """

    relief_id: str
    thing_id: str = ""
    at: datetime | None = None
    done_at: datetime | None = None
    is_in_time: bool = False
    saves: float = 0.0
    cost: float = 0.0
    more_late: int = 0


@dataclass(slots=True)
class ReliefSearch:
    """Tries reliefs for the late jobs of one plan, within a budget.

    Attributes:
        solution: The plan with what it was chosen from.
        costs: Assumed cost of each kind of relief.
        listed: Alternatives listed anew so far; gifts end at `MOST_LISTED`.
    """

    solution: Solution
    costs: Mapping[str, float]
    listed: int = 0

    def of(self, job: Job) -> tuple[Relief, ...]:
        """Return what helps one job: what meets the deadline first, then by cost less saving.

        Args:
            job: A late job of the plan.

        Cost:
            Two mended plans, and one more with its alternatives listed anew for each gift.
        """
        problem = self.solution.alternatives.problem
        due = job.due_at or problem.ends_at
        if due <= problem.starts_at:  # What is overdue already can still be done in the next days.
            due = problem.starts_at + SOON
        planned = {t.job_id: t.done_at for t in self.solution.plan.tasks}
        done_at = planned.get(job.job_id)
        if done_at is not None and done_at <= due:
            return ()  # It had passed already, and the plan cannot do much better.
        found: list[Relief] = []
        for relief in self._tries(job, due, done_at):
            if relief is not None and not self._is_idle(relief, found):
                found.append(relief)
        found.sort(key=lambda r: (not r.is_in_time, r.cost - r.saves, r.relief_id))
        return tuple(found)

    def _is_idle(self, gift: Relief, found: list[Relief]) -> bool:
        """Return whether a gift only costs, or the same is reached without it."""
        least = _NOTHING * abs(self.solution.plan.value)
        if gift.relief_id not in _FREE and not gift.is_in_time and gift.saves <= least:
            return True
        return gift.relief_id not in _FREE and any(
            free.done_at is not None
            and gift.done_at is not None
            and free.done_at <= gift.done_at
            and free.saves >= gift.saves - least
            and free.more_late <= gift.more_late
            for free in found
            if free.relief_id in _FREE
        )

    def _tries(self, job: Job, due: datetime, now: datetime | None) -> Iterator[Relief | None]:
        a = self.solution.alternatives
        problem = a.problem
        for relief_id in _FREE:
            yield self._planned(a, job, due, Relief(relief_id))
        gifts: list[tuple[str, Callable[[], Given | None]]] = [
            ("person", lambda: one_more_person(problem, job, due)),
            ("window", lambda: extra_window(problem, job, due)),
            ("vendor", lambda: clause(problem, job)),
            ("freeze", lambda: no_freeze(problem, job, due)),
        ]
        for relief_id, change in gifts:
            if self.listed > MOST_LISTED:
                return
            given = change()
            if given is None:
                continue
            changed = list_alternatives(check_problem(given.problem), a.objective)
            self.listed += len(changed.job)
            blank = Relief(relief_id, given.thing_id, given.at)
            in_time = self._planned(changed, job, due, blank)
            before = now or problem.ends_at
            yield in_time or self._planned(changed, job, before - timedelta(minutes=1), blank)

    def _planned(self, a: Alternatives, job: Job, due: datetime, blank: Relief) -> Relief | None:
        """Return a relief with what a plan with it reaches; None when it does not help."""
        number = next(n for n, j in enumerate(a.problem.jobs) if j.job_id == job.job_id)
        allowed = _allowed(a, number, due, blank.relief_id)
        kept = kept_alternatives(a, self.solution.plan.tasks)
        schedule = _put_first(a, number, allowed, kept)
        if schedule is None:
            return None
        saves = self.solution.plan.total_loss - float(a.loss[schedule.chosen].sum())
        plan = extract_plan(a, schedule.chosen, bound=0.0, reference_value=0.0)
        if check_plan(a.problem, plan):
            return None
        window = int(a.window[schedule.chosen[number]])
        done_at = a.problem.windows[window].closes_at
        return blank._replace(
            done_at=done_at,
            is_in_time=done_at <= (job.due_at or a.problem.ends_at),
            saves=saves,
            cost=self.costs.get(blank.relief_id, 0.0),
            more_late=_late_jobs(a, schedule.chosen, number) - self._late_before(job),
        )

    def _late_before(self, job: Job) -> int:
        a = self.solution.alternatives
        number = next(n for n, j in enumerate(a.problem.jobs) if j.job_id == job.job_id)
        return _late_jobs(a, self.solution.chosen, number)


def _late_jobs(a: Alternatives, chosen: NDArray[np.int64], besides: int) -> int:
    """Return how many jobs other than one miss a deadline."""
    problem = a.problem
    done = a.done[chosen]
    is_late = [
        number != besides
        and job.due_at is not None
        and job.due_at < problem.ends_at
        and done[number] > max(0.0, minutes_from(problem.starts_at, job.due_at))
        for number, job in enumerate(problem.jobs)
    ]
    return int(sum(is_late))


def _allowed(a: Alternatives, number: int, due: datetime, relief_id: str) -> NDArray[np.bool_]:
    """Return which alternatives of a job are in time and of the kind that a relief is about."""
    own = slice(int(a.starts[number]), int(a.starts[number + 1]))
    allowed = a.done[own] <= minutes_from(a.problem.starts_at, due)
    kinds = [o.kind for o in a.problem.jobs[number].options]
    is_reduced = np.array([k is OptionKind.REDUCED_TEST for k in kinds] or [False])[a.option[own]]
    if relief_id == "reduced_test":
        return np.asarray(allowed & is_reduced)
    if relief_id == "order":
        return np.asarray(allowed & ~is_reduced)
    return np.asarray(allowed)


def _put_first(
    a: Alternatives, number: int, allowed: NDArray[np.bool_], kept: Mapping[int, int]
) -> Schedule | None:
    """Return a plan in which one job takes what it may before all others; None when it cannot.

    What it waits for goes before it. All other tasks stay where they are as far as they still fit;
    the rest is placed again and mended.
    """
    if not allowed.any():
        return None
    value = a.value.copy()
    first, last = int(a.starts[number]), int(a.starts[number + 1])
    value[first:last][~allowed] += 1e3 * (1.0 + float(np.abs(a.value).sum()))
    forced = replace(a, value=value)
    schedule = Schedule(forced)
    chain = _chain(schedule, number)
    if not any(_leads_there(schedule, chain, where, value, allowed) for where in (kept, {})):
        return None
    waiting = []
    for job in range(a.job_count):
        if job in chain:
            continue
        old = kept.get(job)
        if old is not None and not schedule.before.get(job) and _fits(schedule, job, old):
            schedule.put(job, old)
        else:
            waiting.append(job)
    for job in _after_what_they_wait_for(schedule, waiting):
        old = kept.get(job)
        if old is not None and _fits(schedule, job, old):
            schedule.put(job, old)
        else:
            schedule.place(job, value)
    moved = [j for j in waiting if int(schedule.chosen[j]) != kept.get(j, -1)]
    moved.sort(key=lambda j: (-float(a.value[schedule.chosen[j]]), j))
    improve_near(schedule, [*chain, *moved[:_MENDED]], moves=_MOVES, seed=1)
    return schedule if allowed[int(schedule.chosen[number]) - first] else None


def _leads_there(
    schedule: Schedule,
    chain: list[int],
    where: Mapping[int, int],
    value: NDArray[np.float64],
    allowed: NDArray[np.bool_],
) -> bool:
    """Place what comes before a job, then the job; say whether it stands where it may.

    What comes before goes where `where` says, else as soon as it can.
    """
    soon = np.where(np.isfinite(schedule.a.done), schedule.a.done, 1e12)
    number = chain[-1]
    for job in reversed(chain):
        schedule.take(job)
    for job in chain[:-1]:
        if job in where and _fits(schedule, job, where[job]):
            schedule.put(job, where[job])
        else:
            schedule.place(job, soon)
    schedule.place(number, value)
    return bool(allowed[int(schedule.chosen[number]) - int(schedule.a.starts[number])])


def _fits(schedule: Schedule, job: int, alternative: int) -> bool:
    return bool(schedule.fitting(job)[alternative - int(schedule.a.starts[job])])


def _chain(schedule: Schedule, number: int) -> list[int]:
    """Return a job after everything that must come before it."""
    found: list[int] = []

    def add(job: int) -> None:
        for before, _ in schedule.before.get(job, ()):
            if before not in found:
                add(before)
        found.append(job)

    add(number)
    return found


def _after_what_they_wait_for(schedule: Schedule, jobs: list[int]) -> list[int]:
    """Return jobs so that each comes after what it waits for."""
    ordered: dict[int, None] = {}
    among = set(jobs)
    for job in jobs:
        for link in _chain(schedule, job):
            if link in among:
                ordered.setdefault(link)
    return list(ordered)
