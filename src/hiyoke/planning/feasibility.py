"""Does a plan keep every rule? An independent answer that shares no code with the planners.

It reads the problem and the plan as they are written, adds up whose time is taken, and names every
rule that is broken. What is not here: whether the plan is good.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from hiyoke.languages import Text
from hiyoke.planning.inputs import OptionKind, Work

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hiyoke.planning.inputs import Crew, Job, Option, PlanningProblem, Shift, Window
    from hiyoke.planning.plan import Charge, Plan, Task

#: Minutes by which a sum may pass a capacity: rounding of floating-point numbers only.
TOLERANCE_MINUTES = 0.01


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken rule.

    Attributes:
        code: Which rule.
        subject_id: Job, shift or window that breaks it.
        words: What is wrong.
    """

    code: str
    subject_id: str
    words: Text


def check_plan(problem: PlanningProblem, plan: Plan) -> list[Violation]:
    """Name every rule that a plan breaks.

    Args:
        problem: What the plan was made from.
        plan: The plan.

    Returns:
        Violations in a stable order; empty when the plan is feasible.

    Cost:
        Linear in tasks, charges and windows; pairs of tasks only within separations.
    """
    checker = _Checker(problem, plan)
    found: list[Violation] = []
    found += checker.coverage()
    for task in plan.tasks:
        if task.job_id in checker.jobs:
            found += checker.task(task)
    found += checker.shifts()
    found += checker.limits()
    found += checker.windows()
    found += checker.order()
    found += checker.apart()
    return found


class _Checker:
    """Looks things up by identifier; one method for each family of rules."""

    def __init__(self, problem: PlanningProblem, plan: Plan) -> None:
        self.problem = problem
        self.plan = plan
        self.jobs = {j.job_id: j for j in problem.jobs}
        self.window_of = {w.window_id: w for w in problem.windows}
        self.crews = {c.crew_id: c for c in problem.crews}
        self.holder_shifts: dict[tuple[str, str], Shift] = {}
        for holder_id, shifts in [(c.crew_id, c.shifts) for c in problem.crews] + [
            (v.vendor_id, v.shifts) for v in problem.vendors
        ]:
            for shift in shifts:
                self.holder_shifts[holder_id, shift.shift_id] = shift
        self.planned = {t.job_id: t for t in plan.tasks}

    def coverage(self) -> Iterator[Violation]:
        """Every job is planned once or open, and nothing else is."""
        seen: dict[str, int] = defaultdict(int)
        for job_id in [t.job_id for t in self.plan.tasks] + list(self.plan.open_job_ids):
            seen[job_id] += 1
        for job_id in sorted(set(self.jobs) | set(seen)):
            if seen[job_id] != 1 or job_id not in self.jobs:
                yield Violation(
                    "coverage",
                    job_id,
                    Text(
                        ja=f"作業 {job_id} は計画にちょうど 1 回現れるはずですが、"
                        f"{seen[job_id]} 回です",
                        en=f"expected job {job_id} once in the plan, found it {seen[job_id]} times",
                    ),
                )

    def task(self, task: Task) -> Iterator[Violation]:
        """One task by itself: its option, window, times and whose time it takes."""
        job = self.jobs[task.job_id]
        options = [o for o in job.options if o.kind is task.option]
        if not options:
            yield _broken(
                "option", job.job_id, "この作業にない選択肢です", "the job has no such option"
            )
            return
        window = None if task.window_id is None else self.window_of.get(task.window_id)
        if window is None:
            if task.window_id is not None or task.option is not OptionKind.CONTROL_FIRST:
                yield _broken("window", job.job_id, "変更枠がありません", "there is no such window")
        else:
            yield from self._in_window(job, options[0], task, window)
        if task.option is OptionKind.CONTROL_FIRST:
            yield from self._control(job, options[0], task)
        elif any(c.purpose == "control" for c in task.charges) or task.control_at is not None:
            yield _broken(
                "control", job.job_id, "対策は選択肢にありません", "no control is offered"
            )
        yield from self._charged(job, options[0], task, window)

    def _in_window(
        self, job: Job, option: Option, task: Task, window: Window
    ) -> Iterator[Violation]:
        def wrong(code: str, ja: str, en: str) -> Violation:
            return _broken(
                code, job.job_id, f"{ja}（{window.window_id}）", f"{en}: {window.window_id}"
            )

        if window.calendar_id not in job.calendar_ids:
            yield wrong("calendar", "別の系列の変更枠です", "the window is of another calendar")
        if window.opens_at < self.problem.starts_at or window.closes_at > self.problem.ends_at:
            yield wrong("horizon", "変更枠が計画期間の外です", "the window lies outside the plan")
        if job.ready_at is not None and window.opens_at < job.ready_at:
            yield wrong("ready", "修正の提供前です", "the fix is not available yet")
        for freeze in self.problem.freezes:
            applies = not freeze.group_ids or job.group_id in freeze.group_ids
            apart = window.closes_at <= freeze.starts_at or window.opens_at >= freeze.ends_at
            if applies and not apart:
                yield wrong("freeze", f"変更凍結 {freeze.freeze_id} 中です", "changes are frozen")
        if task.starts_at is None or task.ends_at is None or task.done_at != window.closes_at:
            yield wrong(
                "times", "開始・終了・完了の時刻が合いません", "start, end or done is amiss"
            )
            return
        if task.starts_at < window.opens_at or task.ends_at > window.closes_at:
            yield wrong("times", "作業が変更枠からはみ出します", "the task leaves its window")
        if (task.ends_at - task.starts_at).total_seconds() != option.downtime_minutes * 60:
            yield wrong("times", "停止時間が選択肢と違います", "the downtime is not the option's")

    def _control(self, job: Job, option: Option, task: Task) -> Iterator[Violation]:
        charges = [c for c in task.charges if c.purpose == "control"]
        minutes = sum(c.minutes for c in charges)
        ends = [
            self.holder_shifts[c.holder_id, c.shift_id].ends_at
            for c in charges
            if (c.holder_id, c.shift_id) in self.holder_shifts
        ]
        if abs(minutes - option.control_minutes) > TOLERANCE_MINUTES:
            yield _broken(
                "control", job.job_id, "対策の工数が足りません", "control effort is amiss"
            )
        if task.control_at is None or (ends and task.control_at != max(ends)):
            yield _broken("control", job.job_id, "対策の時刻が合いません", "control time is amiss")
        if task.control_at and task.starts_at and task.control_at > task.starts_at:
            yield _broken(
                "control", job.job_id, "対策が変更より後です", "the control comes too late"
            )
        if any(
            s.starts_at < max(self.problem.starts_at, job.ready_at or self.problem.starts_at)
            for c in charges
            if (s := self.holder_shifts.get((c.holder_id, c.shift_id))) is not None
        ):
            yield _broken("control", job.job_id, "対策が早すぎます", "the control comes too early")

    def _charged(
        self, job: Job, option: Option, task: Task, window: Window | None
    ) -> Iterator[Violation]:
        """Enough time of the right people is taken, in shifts that can serve."""
        for charge in task.charges:
            shift = self.holder_shifts.get((charge.holder_id, charge.shift_id))
            if shift is None:
                yield _broken("shift", job.job_id, "勤務がありません", "there is no such shift")
            elif not self._serves(job, charge, shift, window):
                words = f"{charge.shift_id} ({charge.purpose})"
                yield _broken(
                    "shift", job.job_id, f"使えない勤務です: {words}", f"cannot serve: {words}"
                )
        if window is None:
            return
        yield from self._worked(job, option, task, window)
        vendor = sum(c.minutes for c in task.charges if c.purpose == "vendor")
        needed = option.vendor_minutes if job.vendor_id is not None else 0
        if abs(vendor - needed) > TOLERANCE_MINUTES:
            yield _broken(
                "effort", job.job_id, "ベンダーの工数が合いません", "vendor effort is amiss"
            )

    def _worked(self, job: Job, option: Option, task: Task, window: Window) -> Iterator[Violation]:
        for effort in option.efforts:
            for purpose, needed in (
                ("prepare", effort.prepare_minutes),
                ("change", effort.change_minutes),
            ):
                given = [c for c in task.charges if (c.purpose, c.skill) == (purpose, effort.skill)]
                if abs(sum(c.minutes for c in given) - needed) > TOLERANCE_MINUTES:
                    yield _broken(
                        "effort",
                        job.job_id,
                        f"工数が合いません: {purpose}",
                        f"{purpose} effort is amiss",
                    )
                if len({c.holder_id for c in given}) > 1:
                    yield _broken(
                        "effort", job.job_id, "複数のチームです", "more than one crew serves"
                    )
                if purpose == "prepare" and given and not self._last_shifts(given, option, window):
                    yield _broken(
                        "prepare", job.job_id, "準備の勤務が違います", "wrong preparation"
                    )

    def _serves(self, job: Job, charge: Charge, shift: Shift, window: Window | None) -> bool:
        if charge.purpose == "vendor":
            if charge.holder_id != job.vendor_id or window is None:
                return False
            return shift.starts_at <= window.opens_at and window.closes_at <= shift.ends_at
        crew: Crew | None = self.crews.get(charge.holder_id)
        if crew is None or (job.crew_ids and crew.crew_id not in job.crew_ids):
            return False
        if charge.skill and charge.skill not in crew.skills:
            return False
        if charge.purpose == "change":
            return (
                window is not None
                and shift.work is Work.CHANGE
                and shift.starts_at <= window.opens_at
                and window.closes_at <= shift.ends_at
            )
        begin = max(self.problem.starts_at, job.ready_at or self.problem.starts_at)
        return shift.work is Work.PREPARE and shift.starts_at >= begin

    def _last_shifts(self, given: list[Charge], option: Option, window: Window) -> bool:
        """The preparation lies evenly in the last shifts that end before the window."""
        crew = self.crews.get(given[0].holder_id)
        if crew is None:
            return False
        before = sorted(
            (s for s in crew.shifts if s.work is Work.PREPARE and s.ends_at <= window.opens_at),
            key=lambda s: (s.starts_at, s.shift_id),
        )
        last = {s.shift_id for s in before[-option.prepare_shifts :]}
        even = max(c.minutes for c in given) - min(c.minutes for c in given) <= TOLERANCE_MINUTES
        return {c.shift_id for c in given} == last and len(last) == option.prepare_shifts and even

    def shifts(self) -> Iterator[Violation]:
        """No shift gives more than it has, rest after other shifts taken off."""
        used: dict[tuple[str, str], float] = defaultdict(float)
        for task in self.plan.tasks:
            for charge in task.charges:
                used[charge.holder_id, charge.shift_id] += charge.minutes
        taken = dict(used)
        for (holder_id, shift_id), minutes in taken.items():
            shift = self.holder_shifts.get((holder_id, shift_id))
            if shift is not None and shift.rest_shift_id is not None:
                used[holder_id, shift.rest_shift_id] += minutes * shift.rest_ratio
        for key, minutes in sorted(used.items()):
            shift = self.holder_shifts.get(key)
            if shift is not None and minutes > shift.minutes + TOLERANCE_MINUTES:
                yield _over("capacity", key[1], minutes, shift.minutes)

    def limits(self) -> Iterator[Violation]:
        """No crew works more overtime than its limits allow."""
        for crew in self.problem.crews:
            overtime = {s.shift_id: s for s in crew.shifts if s.is_overtime}
            for limit in crew.limits:
                minutes = sum(
                    c.minutes
                    for t in self.plan.tasks
                    for c in t.charges
                    if c.holder_id == crew.crew_id
                    and c.shift_id in overtime
                    and limit.starts_at <= overtime[c.shift_id].starts_at < limit.ends_at
                )
                if minutes > limit.minutes + TOLERANCE_MINUTES:
                    yield _over("overtime", limit.limit_id, minutes, limit.minutes)

    def windows(self) -> Iterator[Violation]:
        """No window holds too many jobs, and jobs of one group follow each other."""
        inside: dict[str, list[Task]] = defaultdict(list)
        for task in self.plan.tasks:
            if task.window_id in self.window_of and task.job_id in self.jobs:
                inside[task.window_id].append(task)
        for window_id, tasks in sorted(inside.items()):
            window = self.window_of[window_id]
            if window.max_jobs is not None and len(tasks) > window.max_jobs:
                yield _over("window", window_id, len(tasks), window.max_jobs)
            by_group: dict[str, list[Task]] = defaultdict(list)
            for task in tasks:
                by_group[self.jobs[task.job_id].group_id].append(task)
            for group_id, own in sorted(by_group.items()):
                spans = sorted((t.starts_at, t.ends_at) for t in own if t.starts_at and t.ends_at)
                if any(late[0] < early[1] for early, late in pairwise(spans)):
                    yield _broken(
                        "group", window_id, f"{group_id} の作業が重なります", f"{group_id} overlaps"
                    )

    def order(self) -> Iterator[Violation]:
        """What must come first does."""
        for rule in self.problem.precedences:
            then = self.planned.get(rule.then_job_id)
            if then is None or then.window_id is None:
                continue
            first = self.planned.get(rule.first_job_id)
            opens = self.window_of[then.window_id].opens_at
            waited = (
                -1.0
                if first is None or first.done_at is None
                else (opens - first.done_at).total_seconds() / 60
            )
            if waited < rule.gap_minutes:
                yield _broken(
                    "precedence",
                    rule.then_job_id,
                    f"先に {rule.first_job_id} が必要です",
                    f"{rule.first_job_id} must be done first",
                )

    def apart(self) -> Iterator[Violation]:
        """Groups that stand in for each other are not changed at once."""
        for rule in self.problem.separations:
            spans = sorted(
                (window.opens_at, window.closes_at, self.jobs[t.job_id].group_id, t.job_id)
                for t in self._tasks_of(rule.group_ids)
                if (window := self.window_of.get(t.window_id or "")) is not None
            )
            for place, (_, closes, group_id, job_id) in enumerate(spans):
                for opens, _, other_group, other_job in spans[place + 1 :]:
                    if opens >= closes:
                        break
                    if other_group != group_id:
                        yield _broken(
                            "separation",
                            other_job,
                            f"{job_id} と同時にはできません",
                            f"must not overlap {job_id}",
                        )

    def _tasks_of(self, group_ids: Iterable[str]) -> list[Task]:
        wanted = set(group_ids)
        return [
            t
            for t in self.plan.tasks
            if t.job_id in self.jobs and self.jobs[t.job_id].group_id in wanted
        ]


def _broken(code: str, subject_id: str, ja: str, en: str) -> Violation:
    return Violation(code, subject_id, Text(ja=f"{subject_id}: {ja}", en=f"{subject_id}: {en}"))


def _over(code: str, subject_id: str, found: float, allowed: float) -> Violation:
    return _broken(
        code,
        subject_id,
        f"{allowed:g} までのところ {found:g} です",
        f"expected at most {allowed:g}, found {found:g}",
    )
