"""Is a planning problem sound? Every fault is named at once, before any work is spent.

What is not here: whether a sound problem has a good plan.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from hiyoke.errors import FaultsError, PlanningProblemError
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from hiyoke.planning.inputs import Job, PlanningProblem, Shift, Window

#: Largest figure that is taken: sums of many stay exact enough.
_LARGEST: Final = 1e15


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
    without_zone = sorted({where for where, at in _moments(problem) if at.tzinfo is None})
    for where in without_zone:
        yield where, "時間帯つきの日時が必要です", "expected instants with a time zone"
    if without_zone:
        return
    if problem.ends_at <= problem.starts_at:
        yield "plan", "終わりは始まりより後のはずです", "expected an end after the start"
    yield from _repeated(problem)
    for job in problem.jobs:
        yield from _job_faults(problem, job)
    for crew in problem.crews:
        yield from _shift_faults(crew.crew_id, crew.shifts)
        if any(limit.minutes < 0 for limit in crew.limits):
            yield crew.crew_id, "残業の上限が負です", "expected limits of 0 minutes or more"
    for vendor in problem.vendors:
        yield from _shift_faults(vendor.vendor_id, vendor.shifts)
    for window in problem.windows:
        yield from _window_faults(window)
    yield from _order_faults(problem)


def _moments(problem: PlanningProblem) -> Iterator[tuple[str, datetime]]:
    """Yield every instant of a problem with the thing that it belongs to."""
    yield from (("plan", at) for at in (problem.starts_at, problem.ends_at))
    for job in problem.jobs:
        yield from ((job.job_id, at) for at in (job.ready_at, job.due_at) if at is not None)
    holders = [(c.crew_id, c.shifts) for c in problem.crews]
    for holder_id, shifts in [*holders, *((v.vendor_id, v.shifts) for v in problem.vendors)]:
        yield from ((holder_id, at) for s in shifts for at in (s.starts_at, s.ends_at))
    for crew in problem.crews:
        yield from ((crew.crew_id, at) for x in crew.limits for at in (x.starts_at, x.ends_at))
    for window in problem.windows:
        yield from ((window.window_id, at) for at in (window.opens_at, window.closes_at))
    for freeze in problem.freezes:
        yield from ((freeze.freeze_id, at) for at in (freeze.starts_at, freeze.ends_at))


def _repeated(problem: PlanningProblem) -> Iterator[tuple[str, str, str]]:
    shifts = [s.shift_id for crew in problem.crews for s in crew.shifts]
    shifts += [s.shift_id for vendor in problem.vendors for s in vendor.shifts]
    families: list[Iterable[str]] = [
        (j.job_id for j in problem.jobs),
        [*(c.crew_id for c in problem.crews), *(v.vendor_id for v in problem.vendors)],
        (w.window_id for w in problem.windows),
        (s.separation_id for s in problem.separations),
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
    figures: list[float] = [job.loss_per_day, job.loss_per_day_high or 0.0]
    for option in job.options:
        figures += [option.change_loss, *option.window_losses.values()]
        figures += [option.change_loss_high or 0.0, *option.window_losses_high.values()]
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
    if any(not 0 <= f <= _LARGEST for f in figures):
        ja = f"0 から {_LARGEST:.0e} までの数値を期待しました"
        yield job.job_id, ja, f"expected figures from 0 to {_LARGEST:.0e}"
    if any(o.vendor_minutes for o in job.options) and job.vendor_id not in {
        None,
        *(v.vendor_id for v in problem.vendors),
    }:
        yield job.job_id, f"ベンダー {job.vendor_id} がありません", f"no vendor {job.vendor_id}"


def _shift_faults(holder_id: str, shifts: Iterable[Shift]) -> Iterator[tuple[str, str, str]]:
    by_id = {s.shift_id: s for s in shifts}
    for shift in by_id.values():
        where = f"{holder_id} {shift.shift_id}"
        if shift.ends_at <= shift.starts_at or not (
            0 <= shift.minutes <= _LARGEST and 0 <= shift.rest_ratio <= _LARGEST
        ):
            yield where, "勤務の時間が正しくありません", "expected a shift with a length"
        rest = shift.rest_shift_id
        if rest is not None and (rest not in by_id or by_id[rest].starts_at < shift.ends_at):
            yield where, "休息は後の勤務のはずです", "expected rest in a later shift of the crew"


def _window_faults(window: Window) -> Iterator[tuple[str, str, str]]:
    if window.closes_at <= window.opens_at:
        yield window.window_id, "変更枠の長さがありません", "expected a window with a length"
    if window.max_jobs is not None and window.max_jobs < 0:
        yield window.window_id, "最大件数が負です", "expected room for 0 jobs or more"


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
