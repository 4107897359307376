"""Every rule of ``docs/reference/planning.md``, read anew and held against a plan.

It reads the problem and the plan as they are written, adds up whose time is taken, works the losses
out again, and names every rule that is broken. What is not here: whether the plan is good.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hiyoke.planning.feasibility.books import Books
from hiyoke.planning.feasibility.figures import check_figures
from hiyoke.planning.feasibility.people import check_people
from hiyoke.planning.feasibility.tasks import check_place
from hiyoke.planning.feasibility.together import check_together
from hiyoke.planning.feasibility.violation import broken

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hiyoke.planning.feasibility.violation import Violation
    from hiyoke.planning.inputs import PlanningProblem
    from hiyoke.planning.plan import Plan, Task


def check_plan(problem: PlanningProblem, plan: Plan) -> list[Violation]:
    """Name every rule that a plan breaks.

    Args:
        problem: What the plan was made from; see `check_problem`.
        plan: The plan.

    Returns:
        Violations, one after the other: tasks as the plan lists them, tasks together, figures;
        empty when the plan keeps every rule and its figures are right. Figures are looked at
        only when every job is there once.

    Cost:
        Linear in tasks, charges and windows; pairs of tasks only within separations.
    """
    unclear = [t for t in plan.tasks if not _has_zones(t)]
    if unclear:
        ja, en = "時間帯つきの日時が必要です", "expected instants with a time zone"
        return [broken("times", t.job_id, ja, en) for t in unclear]
    books = Books(problem, plan)
    found: list[Violation] = []
    for task in plan.tasks:
        found += _task(books, task)
    found += check_together(books)
    if not any(v.code == "coverage" for v in found):
        found += check_figures(books)
    return found


def _task(books: Books, task: Task) -> Iterator[Violation]:
    """Name what is wrong with one task by itself."""
    job = books.jobs.get(task.job_id)
    if job is None:
        return
    option = books.option_of(job, task)
    if option is None:
        yield broken("option", job.job_id, "この作業にない選択肢です", "the job has no such option")
        return
    yield from check_place(books, job, option, task)
    yield from check_people(books, job, option, task)


def _has_zones(task: Task) -> bool:
    moments = (task.starts_at, task.ends_at, task.done_at, task.control_at)
    return all(m is None or m.tzinfo is not None for m in moments)
