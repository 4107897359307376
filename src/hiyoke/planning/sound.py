"""Is a planning problem sound? Every fault is named at once, before any work is spent.

What is not here: whether a sound problem has a good plan.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from math import isfinite
from typing import TYPE_CHECKING

from hiyoke.errors import FaultsError, PlanningProblemError
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hiyoke.planning.inputs import Job, PlanningProblem, Shift


def check_problem(problem: PlanningProblem) -> PlanningProblem:
    """Return the problem with its rows in a fixed order.

    Raises:
        FaultsError: Identifiers occur twice or lead nowhere, times run backwards or have no zone,
            figures are negative or infinite, or jobs wait for each other in a circle; all
            faults are listed.
    """
    faults = [_fault(where, ja, en) for where, ja, en in _faults(problem)]
    if faults:
        raise FaultsError(
            Text(ja="計画の入力に不備があります", en="the planning problem has faults"),
            faults=faults,
        )
    return replace(
        problem,
        jobs=tuple(sorted(problem.jobs, key=lambda j: j.job_id)),
        crews=tuple(sorted(problem.crews, key=lambda c: c.crew_id)),
        vendors=tuple(sorted(problem.vendors, key=lambda v: v.vendor_id)),
        windows=tuple(sorted(problem.windows, key=lambda w: (w.opens_at, w.window_id))),
        freezes=tuple(sorted(problem.freezes, key=lambda f: f.freeze_id)),
        precedences=tuple(
            sorted(problem.precedences, key=lambda p: (p.then_job_id, p.first_job_id))
        ),
        separations=tuple(sorted(problem.separations, key=lambda s: s.separation_id)),
    )


def _fault(where: str, ja: str, en: str) -> PlanningProblemError:
    return PlanningProblemError(
        Text(ja=ja, en=en),
        where=where,
        remedy=Text(ja="計画の入力を直してください。", en="Correct the planning problem."),
    )


def _faults(problem: PlanningProblem) -> Iterator[tuple[str, str, str]]:
    if problem.starts_at.tzinfo is None or problem.ends_at.tzinfo is None:
        yield "plan", "時間帯つきの日時が必要です", "expected instants with a time zone"
        return
    if problem.ends_at <= problem.starts_at:
        yield "plan", "終わりは始まりより後のはずです", "expected an end after the start"
    yield from _repeated(problem)
    for job in problem.jobs:
        yield from _job_faults(problem, job)
    for crew in problem.crews:
        yield from _shift_faults(crew.crew_id, crew.shifts)
    for vendor in problem.vendors:
        yield from _shift_faults(vendor.vendor_id, vendor.shifts)
    for window in problem.windows:
        if window.closes_at <= window.opens_at:
            yield window.window_id, "変更枠の長さがありません", "expected a window with a length"
    yield from _order_faults(problem)


def _repeated(problem: PlanningProblem) -> Iterator[tuple[str, str, str]]:
    shifts = [s.shift_id for crew in problem.crews for s in crew.shifts]
    shifts += [s.shift_id for vendor in problem.vendors for s in vendor.shifts]
    families: list[Iterable[str]] = [
        (j.job_id for j in problem.jobs),
        [*(c.crew_id for c in problem.crews), *(v.vendor_id for v in problem.vendors)],
        (w.window_id for w in problem.windows),
        shifts,
    ]
    for family in families:
        for name, count in sorted(Counter(family).items()):
            if count > 1:
                yield (
                    name,
                    f"識別子 {name!r} が {count} 回あります",
                    f"{name!r} occurs {count} times",
                )


def _job_faults(problem: PlanningProblem, job: Job) -> Iterator[tuple[str, str, str]]:
    kinds = Counter(o.kind for o in job.options)
    if any(count > 1 for count in kinds.values()):
        yield job.job_id, "同じ選択肢が重なっています", "expected each kind of option once"
    figures = [job.rate(), job.rate(high=True)]
    for option in job.options:
        figures += [option.change_loss, *option.window_losses.values()]
        figures += [option.downtime_minutes, option.vendor_minutes, option.control_minutes]
        figures += [m for e in option.efforts for m in (e.prepare_minutes, e.change_minutes)]
        if option.prepare_shifts < 1 or not 0 <= option.control_efficacy <= 1:
            yield (
                job.job_id,
                "準備日数か対策の効果が範囲外です",
                "prepare_shifts or efficacy is amiss",
            )
        skills = Counter(e.skill for e in option.efforts)
        if any(count > 1 for count in skills.values()):
            yield job.job_id, "同じ技能が重なっています", "expected each skill once in an option"
    if any(not isfinite(f) or f < 0 for f in figures):
        yield job.job_id, "負または無限の数値があります", "expected figures of 0 or more"
    if any(o.vendor_minutes for o in job.options) and job.vendor_id not in {
        None,
        *(v.vendor_id for v in problem.vendors),
    }:
        yield job.job_id, f"ベンダー {job.vendor_id} がありません", f"no vendor {job.vendor_id}"


def _shift_faults(holder_id: str, shifts: Iterable[Shift]) -> Iterator[tuple[str, str, str]]:
    by_id = {s.shift_id: s for s in shifts}
    for shift in by_id.values():
        where = f"{holder_id} {shift.shift_id}"
        if shift.ends_at <= shift.starts_at or shift.minutes < 0 or shift.rest_ratio < 0:
            yield where, "勤務の時間が正しくありません", "expected a shift with a length"
        rest = shift.rest_shift_id
        if rest is not None and (rest not in by_id or by_id[rest].starts_at < shift.ends_at):
            yield where, "休息は後の勤務のはずです", "expected rest in a later shift of the crew"


def _order_faults(problem: PlanningProblem) -> Iterator[tuple[str, str, str]]:
    ids = {j.job_id for j in problem.jobs}
    waits: dict[str, set[str]] = {}
    for rule in problem.precedences:
        for job_id in (rule.first_job_id, rule.then_job_id):
            if job_id not in ids:
                yield job_id, f"作業 {job_id} がありません", f"no job {job_id}"
        if rule.gap_minutes < 0:
            yield rule.then_job_id, "間隔が負です", "expected a gap of 0 or more"
        waits.setdefault(rule.then_job_id, set()).add(rule.first_job_id)
    while waits:
        free = [j for j, firsts in waits.items() if not firsts & waits.keys()]
        if not free:
            yield min(waits), "作業が互いを待っています", "jobs wait for each other in a circle"
            return
        for job_id in free:
            del waits[job_id]
