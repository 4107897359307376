"""One task by itself: its option, its window and its times (rules 2 and 3).

What is not here: whose time it takes (`people`), and other tasks (`together`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hiyoke.planning.feasibility.violation import broken
from hiyoke.planning.inputs import OptionKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hiyoke.planning.feasibility.books import Books
    from hiyoke.planning.feasibility.violation import Violation
    from hiyoke.planning.inputs import Job, Option, Window
    from hiyoke.planning.plan import Task


def check_place(books: Books, job: Job, option: Option, task: Task) -> Iterator[Violation]:
    """Name what is wrong with where and when a task stands."""
    window = books.window_of(task)
    if window is not None:
        yield from _in_window(books, job, task, window)
        yield from _times(job, option, task, window)
        return
    if task.window_id is not None:
        yield broken("place", job.job_id, "そのような変更枠はありません", "there is no such window")
    elif task.option is not OptionKind.CONTROL_FIRST:
        yield broken("place", job.job_id, "変更枠がありません", "the task has no window")
    if task.starts_at or task.ends_at or task.done_at:
        yield broken(
            "times", job.job_id, "変更枠がないのに変更の時刻があります", "times without a window"
        )


def _in_window(books: Books, job: Job, task: Task, window: Window) -> Iterator[Violation]:
    problem, where = books.problem, f"（{window.window_id}）"

    def wrong(code: str, ja: str, en: str) -> Violation:
        return broken(code, task.job_id, f"{ja}{where}", f"{en}: {window.window_id}")

    if window.calendar_id not in job.calendar_ids:
        yield wrong("calendar", "別の系列の変更枠です", "the window is of another calendar")
    if window.opens_at < problem.starts_at or window.closes_at > problem.ends_at:
        yield wrong("horizon", "変更枠が計画期間の外です", "the window lies outside the plan")
    if job.ready_at is not None and window.opens_at < job.ready_at:
        yield wrong("ready", "修正の提供前です", "the fix is not available yet")
    for freeze in problem.freezes:
        applies = not freeze.group_ids or job.group_id in freeze.group_ids
        apart = window.closes_at <= freeze.starts_at or window.opens_at >= freeze.ends_at
        if applies and not apart:
            yield wrong("freeze", f"変更凍結 {freeze.freeze_id} 中です", "changes are frozen")


def _times(job: Job, option: Option, task: Task, window: Window) -> Iterator[Violation]:
    if task.starts_at is None or task.ends_at is None or task.done_at != window.closes_at:
        yield broken(
            "times", job.job_id, "開始・終了・完了の時刻が合いません", "start, end or done is amiss"
        )
        return
    if task.starts_at < window.opens_at or task.ends_at > window.closes_at:
        yield broken(
            "times", job.job_id, "作業が変更枠からはみ出します", "the task leaves its window"
        )
    if (task.ends_at - task.starts_at).total_seconds() != option.downtime_minutes * 60:
        yield broken(
            "times", job.job_id, "停止時間が選択肢と違います", "the downtime is not the option's"
        )
