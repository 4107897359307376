"""All tasks together: coverage, capacity, room, order and stand-ins (rules 1, 3, 4, 7, 9 and 10).

What is not here: one task by itself (`tasks`, `people`).
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from hiyoke.planning.feasibility.books import TOLERANCE_MINUTES
from hiyoke.planning.feasibility.violation import broken, over

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hiyoke.planning.feasibility.books import Books
    from hiyoke.planning.feasibility.violation import Violation
    from hiyoke.planning.plan import Task


def check_together(books: Books) -> Iterator[Violation]:
    """Name every rule that tasks break together."""
    yield from _coverage(books)
    yield from _shifts(books)
    yield from _limits(books)
    yield from _windows(books)
    yield from _order(books)
    yield from _apart(books)


def _coverage(books: Books) -> Iterator[Violation]:
    """Every job is planned once or open, and nothing else is."""
    seen: dict[str, int] = defaultdict(int)
    for job_id in [t.job_id for t in books.plan.tasks] + list(books.plan.open_job_ids):
        seen[job_id] += 1
    for job_id in sorted(set(books.jobs) | set(seen)):
        if job_id not in books.jobs:
            yield broken(
                "coverage", job_id, "計画の入力にない作業です", "the problem has no such job"
            )
        elif seen[job_id] != 1:
            yield broken(
                "coverage",
                job_id,
                f"計画にちょうど 1 回現れるはずですが、{seen[job_id]} 回です",
                f"expected once in the plan, found {seen[job_id]} times",
            )


def _shifts(books: Books) -> Iterator[Violation]:
    """No shift gives more minutes than it has, rest after other shifts taken off."""
    worked: dict[tuple[str, str], float] = defaultdict(float)
    for task in books.plan.tasks:
        for charge in task.charges:
            worked[charge.holder_id, charge.shift_id] += charge.minutes
    taken = dict(worked)
    for (holder_id, shift_id), minutes in worked.items():
        shift = books.shifts.get((holder_id, shift_id))
        if shift is not None and shift.rest_shift_id is not None:
            rest = (holder_id, shift.rest_shift_id)
            taken[rest] = taken.get(rest, 0.0) + minutes * shift.rest_ratio
    for key, minutes in sorted(taken.items()):
        shift = books.shifts.get(key)
        if shift is not None and not minutes <= shift.minutes + TOLERANCE_MINUTES:
            yield over("capacity", key[1], minutes, shift.minutes)


def _limits(books: Books) -> Iterator[Violation]:
    """No crew works more overtime than its limits allow."""
    overtime: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for task in books.plan.tasks:
        for charge in task.charges:
            shift = books.shifts.get((charge.holder_id, charge.shift_id))
            if shift is not None and shift.is_overtime:
                overtime[charge.holder_id].append((charge.shift_id, charge.minutes))
    for crew in books.problem.crews:
        for limit in crew.limits:
            minutes = sum(
                worked
                for shift_id, worked in overtime[crew.crew_id]
                if limit.starts_at <= books.shifts[crew.crew_id, shift_id].starts_at < limit.ends_at
            )
            if not minutes <= limit.minutes + TOLERANCE_MINUTES:
                yield over("overtime", limit.limit_id, minutes, limit.minutes)


def _windows(books: Books) -> Iterator[Violation]:
    """No window holds too many tasks, and tasks of one group follow each other."""
    inside: dict[str, list[Task]] = defaultdict(list)
    for task in books.plan.tasks:
        window = books.window_of(task)
        if window is not None and task.job_id in books.jobs:
            inside[window.window_id].append(task)
    for window_id, tasks in sorted(inside.items()):
        most = books.windows[window_id].max_jobs
        if most is not None and len(tasks) > most:
            yield over("window", window_id, len(tasks), most)
        by_group: dict[str, list[Task]] = defaultdict(list)
        for task in tasks:
            by_group[books.jobs[task.job_id].group_id].append(task)
        for group_id, own in sorted(by_group.items()):
            spans = sorted((t.starts_at, t.ends_at) for t in own if t.starts_at and t.ends_at)
            if any(late[0] < early[1] for early, late in pairwise(spans)):
                yield broken(
                    "group", window_id, f"{group_id} の作業が重なります", f"{group_id} overlaps"
                )


def _order(books: Books) -> Iterator[Violation]:
    """What must come first does, and is closed long enough before."""
    windows = {t.job_id: books.window_of(t) for t in books.plan.tasks}
    for rule in books.problem.precedences:
        first, then = windows.get(rule.first_job_id), windows.get(rule.then_job_id)
        if then is None:
            continue
        waited = None if first is None else (then.opens_at - first.closes_at).total_seconds() / 60
        if waited is None or waited < rule.gap_minutes:
            yield broken(
                "precedence",
                rule.then_job_id,
                f"{rule.gap_minutes} 分以上前に {rule.first_job_id} が必要です",
                f"expected {rule.first_job_id} done at least {rule.gap_minutes} minutes before",
            )


def _apart(books: Books) -> Iterator[Violation]:
    """Groups that stand in for each other are not changed at once."""
    for rule in books.problem.separations:
        spans = sorted(
            (window.opens_at, window.closes_at, books.jobs[t.job_id].group_id, t.job_id)
            for t in books.plan.tasks
            if t.job_id in books.jobs and books.jobs[t.job_id].group_id in rule.group_ids
            if (window := books.window_of(t)) is not None
        )
        for place, (_, closes, group_id, job_id) in enumerate(spans):
            for opens, _, other_group, other_job in spans[place + 1 :]:
                if opens >= closes:
                    break
                if other_group != group_id:
                    yield broken(
                        "separation",
                        other_job,
                        f"{job_id} と同時にはできません",
                        f"must not overlap {job_id}",
                    )
