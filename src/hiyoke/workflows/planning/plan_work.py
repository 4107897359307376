"""What a crew needs in hand for a change: versions, window, way back, what is first, whom to call.

What is not here: why the change stands where it stands (`plan_sentences`).
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from hiyoke.languages import Text
from hiyoke.reports.plan.task_rows import (
    PrerequisiteRow,
    ResidueRow,
    StepRow,
    VendorRow,
    WindowRow,
)

if TYPE_CHECKING:
    from datetime import datetime

    from hiyoke.planning import Job, Option, Task


def step_rows(compiler: Any, job: Job) -> tuple[StepRow, ...]:
    """Return every package of a job with its versions before and after, by system."""
    rows = {
        StepRow(system_id, step.name, step.from_version, step.to_version)
        for part in compiler.parts.made.parts.get(job.job_id, ())
        for system_id in part.system_ids
        for step in part.update.steps.get(system_id, ())
    }
    return tuple(sorted(rows))


def residue_rows(compiler: Any, job: Job) -> tuple[ResidueRow, ...]:
    """Return what is known to affect the versions that a job brings."""
    rows = {
        ResidueRow(
            ", ".join(part.update.packages[:1]),
            part.update.target_version,
            part.update.remaining_ids,
            part.update.clean_version,
        )
        for part in compiler.parts.made.parts.get(job.job_id, ())
        if part.update.remaining_ids
    }
    return tuple(sorted(rows, key=lambda row: (row.package, row.to_version)))


def update_ids(compiler: Any, job: Job) -> tuple[str, ...]:
    """Return the updates of a job as the report names them."""
    parts = compiler.parts.made.parts.get(job.job_id, ())
    return tuple(sorted({part.update.bundle_id for part in parts}))


def exploited_ids(compiler: Any, job: Job) -> tuple[str, ...]:
    """Return the vulnerabilities of a job that are known to be exploited."""
    own = {finding_id.split("@")[0] for finding_id in job.finding_ids}
    return tuple(sorted(own & compiler.exploited))


def window_row(compiler: Any, task: Task) -> WindowRow | None:
    """Return the window of a task with its name; None when only a control is put in place."""
    window = compiler.window_by_id.get(task.window_id)
    if window is None:
        return None
    unnamed = Text(window.calendar_id, window.calendar_id)
    name = compiler.windows.get(window.calendar_id, unnamed)
    return WindowRow(name, window.opens_at, window.closes_at)


def decide_back_at(window: WindowRow | None, task: Task, option: Option) -> datetime | None:
    """Return until when to decide to go back: the window's end, less as long as the change takes.

    That going back takes as long as the change is an assumption, and is shown as one. None when
    the window leaves no room for that after the change.
    """
    if window is None or task.ends_at is None:
        return None
    latest = window.closes_at - timedelta(minutes=option.downtime_minutes)
    return latest if latest >= task.ends_at else None


def prerequisite_rows(compiler: Any, job: Job) -> tuple[PrerequisiteRow, ...]:
    """Return what has to be done before a job, and how long it has to be watched."""
    tasks = {t.job_id: t for t in compiler.plan.tasks}
    return tuple(
        PrerequisiteRow(
            rule.first_job_id,
            compiler.jobs[rule.first_job_id].name,
            tasks[rule.first_job_id].done_at if rule.first_job_id in tasks else None,
            rule.gap_minutes,
        )
        for rule in compiler.problem.precedences
        if rule.then_job_id == job.job_id
    )


def apart_names(compiler: Any, job: Job) -> tuple[Text, ...]:
    """Return the systems that must keep running while a job's systems are changed."""
    groups = {
        group_id
        for separation in compiler.problem.separations
        if job.group_id in separation.group_ids
        for group_id in separation.group_ids
        if group_id != job.group_id
    }
    return tuple(g.name for g in compiler.parts.made.groups if g.group_id in groups)


def vendor_rows(compiler: Any) -> dict[str, VendorRow]:
    """Return whom to call at each vendor of the plan, and when its contract covers that."""
    used = {v.vendor_id for v in compiler.problem.vendors}
    return {
        v.vendor_id: VendorRow(
            name=v.name,
            contact=v.contact,
            contract_hours=v.contract_hours,
            night_cover=v.night_cover,
            holiday_cover=v.holiday_cover,
            response_minutes=v.response_minutes,
        )
        for v in compiler.parts.ground.estate.vendors
        if v.vendor_id in used
    }
