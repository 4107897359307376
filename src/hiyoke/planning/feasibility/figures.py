"""Are the figures of a plan those of its tasks? The section on loss, worked out anew.

What is not here: whether the bound is proven; only that no plan lies below it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hiyoke.planning.feasibility.violation import broken
from hiyoke.planning.inputs import Objective

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from hiyoke.planning.feasibility.books import Books
    from hiyoke.planning.feasibility.violation import Violation
    from hiyoke.planning.inputs import Job, Option
    from hiyoke.planning.plan import Task

#: Share by which a figure may differ: rounding of floating-point numbers only.
_ROUNDING = 1e-6
_DAY_SECONDS = 86_400


def check_figures(books: Books) -> Iterator[Violation]:
    """Name every figure that does not follow from the tasks.

    With the objective ``tail`` every loss is taken at its high end.
    """
    is_high = books.plan.objective is Objective.TAIL
    tasks = {t.job_id: t for t in books.plan.tasks}
    total = worst = late = 0.0
    for job in books.problem.jobs:
        task = tasks.get(job.job_id)
        option = None if task is None else books.option_of(job, task)
        rate = _rate(job, is_high=is_high)
        left_open = rate * _days(books.problem.starts_at, books.problem.ends_at)
        worst += left_open
        window = None if task is None else books.window_of(task)
        late += _late(books, job, None if window is None else window.closes_at)
        if task is None or option is None:
            total += left_open
            continue
        change = _change_loss(option, task, books, is_high=is_high)
        attack = _attack_loss(books, option, task, rate)
        total += attack + change
        said = (task.loss, task.change_loss, task.loss_if_open)
        for name, figure, right in zip(
            ("loss", "change_loss", "loss_if_open"),
            said,
            (attack + change, change, left_open),
            strict=True,
        ):
            if not _is_same(figure, right):
                yield _amiss(job.job_id, name, figure, right)
    yield from _sums(books, total, late, worst)


def _sums(books: Books, total: float, late: float, worst: float) -> Iterator[Violation]:
    plan = books.plan
    if not _is_same(plan.total_loss, total):
        yield _amiss("plan", "total_loss", plan.total_loss, total)
    value = total
    if plan.objective is Objective.DEADLINE:
        value = late + total / (worst or 1.0)
    if not _is_same(plan.value, value):
        yield _amiss("plan", "value", plan.value, value)
    if not plan.bound <= plan.value + _ROUNDING * max(1.0, abs(plan.value)):
        yield broken(
            "loss",
            "plan",
            f"下限 {plan.bound:g} が値 {plan.value:g} を超えています",
            f"the bound {plan.bound:g} lies above the value {plan.value:g}",
        )


def _rate(job: Job, *, is_high: bool) -> float:
    if is_high and job.loss_per_day_high is not None:
        return max(job.loss_per_day, job.loss_per_day_high)
    return job.loss_per_day


def _attack_loss(books: Books, option: Option, task: Task, rate: float) -> float:
    window = books.window_of(task)
    end = books.problem.ends_at
    if window is not None:
        end = min(end, window.closes_at)
    days = _days(books.problem.starts_at, end)
    if task.control_at is not None:
        days -= option.control_efficacy * max(0.0, _days(task.control_at, end))
    return rate * days


def _change_loss(option: Option, task: Task, books: Books, *, is_high: bool) -> float:
    window = books.window_of(task)
    if window is None:
        return 0.0
    likely = option.window_losses.get(window.window_id, option.change_loss)
    if not is_high:
        return likely
    usual = option.change_loss if option.change_loss_high is None else option.change_loss_high
    return max(likely, option.window_losses_high.get(window.window_id, usual))


def _late(books: Books, job: Job, done_at: datetime | None) -> float:
    """Return days past the deadline; what was late before the plan counts from its start."""
    if job.due_at is None:
        return 0.0
    due = max(job.due_at, books.problem.starts_at)
    return max(0.0, _days(due, books.problem.ends_at if done_at is None else done_at))


def _days(begin: datetime, end: datetime) -> float:
    return (end - begin).total_seconds() / _DAY_SECONDS


def _is_same(found: float, right: float) -> bool:
    return abs(found - right) <= _ROUNDING * max(1.0, abs(right))


def _amiss(subject_id: str, name: str, found: float, right: float) -> Violation:
    return broken(
        "loss",
        subject_id,
        f"{name} は {right:.6g} のはずですが {found:.6g} です",
        f"expected {name} {right:.6g}, found {found:.6g}",
    )
