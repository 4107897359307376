"""A plan as a calendar that crews import: each change with what they need at hand, and its work.

What is not here: the iCalendar format (`hiyoke.exchange.icalendar`).
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from hiyoke.calendars import JAPAN_TIME
from hiyoke.exchange.icalendar import CalendarEvent, render_calendar
from hiyoke.languages import Language, Text
from hiyoke.reports.plan.words import OPTION_WORDS, PLAN_LABELS, moment_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hiyoke.reports.plan.rows import PlanReport
    from hiyoke.reports.plan.task_rows import TaskRow

#: Packages named in one event; the work list has all.
_STEPS: Final = 8


def plan_calendar(report: PlanReport, language: Language) -> bytes:
    """Return the plan as an iCalendar file in one language; a task keeps its UID when it moves."""
    stamped = datetime.combine(report.facts.as_of, time(), tzinfo=JAPAN_TIME)
    name = PLAN_LABELS["title"].render(language)
    return render_calendar(
        _events(report, language),
        name=f"{name}: {report.facts.institution_name.render(language)}",
        stamped_at=stamped,
        version=report.facts.hiyoke_version,
    )


def _events(report: PlanReport, language: Language) -> Iterator[CalendarEvent]:
    mark = "【架空】" if language is Language.JA else "[invented] "
    prefix = mark if report.facts.is_synthetic else ""
    for task in report.tasks:
        crews = tuple(report.crew_names[c].render(language) for c in task.crew_ids)
        if task.starts_at is not None and task.ends_at is not None:
            yield CalendarEvent(
                uid=f"{report.facts.institution_id}/{task.job_id}/change@hiyoke",
                starts_at=task.starts_at,
                ends_at=max(task.ends_at, task.starts_at + timedelta(minutes=15)),
                summary=prefix + task.name.render(language),
                description="\n".join(_description(report, task, language)),
                categories=crews,
            )
        days = sorted({(row.day, row.purpose) for row in task.preparations})
        for day, purpose in days:
            begin = datetime.combine(day, time(9), tzinfo=JAPAN_TIME)
            rows = [r for r in task.preparations if (r.day, r.purpose) == (day, purpose)]
            words = Text(ja="準備: ", en="Prepare: ")
            if purpose == "control":
                words = Text(ja="緩和策: ", en="Control: ")
            yield CalendarEvent(
                uid=f"{report.facts.institution_id}/{task.job_id}/{purpose}/{day}@hiyoke",
                starts_at=begin,
                ends_at=begin + timedelta(minutes=max(15, round(sum(r.minutes for r in rows)))),
                summary=prefix + words.render(language) + task.name.render(language),
                categories=crews,
            )


def _description(report: PlanReport, task: TaskRow, language: Language) -> Iterator[str]:
    """Yield what a crew needs at hand on the night, line by line."""

    def label(key: str, **values: object) -> str:
        return PLAN_LABELS[key].fill(**values).render(language)

    yield OPTION_WORDS[task.option].render(language)
    yield ", ".join(f"{n.render(language)} ({s})" for s, n in task.system_names.items())
    for step in task.steps[:_STEPS]:
        yield f"{step.package} {step.from_version or '?'} → {step.to_version}"
    if len(task.steps) > _STEPS:
        yield f"+{len(task.steps) - _STEPS}"
    if task.window is not None:
        closes = moment_words(task.window.closes_at, language)
        yield f"{label('window')}: {task.window.name.render(language)} ({label('to')} {closes})"
        back = label("no_way_back")
        if task.decide_back_at is not None:
            back = moment_words(task.decide_back_at, language)
        yield f"{label('decide_back')}: {back}"
    for before in task.prerequisites:
        done = moment_words(before.done_at, language)
        yield label("before", name=before.name.render(language), done=done)
    if task.apart_from:
        yield label("apart", names=", ".join(n.render(language) for n in task.apart_from))
    yield task.reason.render(language)
    if task.vendor_id is not None:
        vendor = report.vendors.get(task.vendor_id)
        contact = "" if vendor is None else vendor.contact or label("unstated")
        yield f"{report.vendor_names[task.vendor_id].render(language)} {contact}".strip()
    yield task.job_id
