"""From a solution to the rows of its documents: names, reasons, what stays exposed.

What is not here: finding the plan (`plan_fixes`), and layout (`hiyoke.reports`).
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from hiyoke import __version__
from hiyoke.calendars import JAPAN_TIME
from hiyoke.languages import Text
from hiyoke.planning import Objective
from hiyoke.planning.from_estate.groups import DEFAULT_CALENDAR
from hiyoke.planning.inputs import DAY_MINUTES
from hiyoke.planning.plan import late_days
from hiyoke.reports.plan.rows import (
    AssumptionRow,
    ExposurePoint,
    MoveRow,
    OpenRow,
    PlanFacts,
    PlanFigures,
    PlanReport,
    WorthRow,
)
from hiyoke.reports.plan.task_rows import PreparationRow, TaskRow
from hiyoke.reports.plan.words import OPTION_WORDS
from hiyoke.workflows.planning.plan_acceptances import acceptance_rows, idle_words
from hiyoke.workflows.planning.plan_sentences import (
    miss_row,
    name_of_thing,
    open_reason,
    plan_unknowns,
    task_reason,
)
from hiyoke.workflows.planning.plan_work import (
    apart_names,
    decide_back_at,
    exploited_ids,
    prerequisite_rows,
    residue_rows,
    step_rows,
    update_ids,
    vendor_rows,
    window_row,
)

if TYPE_CHECKING:
    from datetime import datetime

    from hiyoke.planning import Job, Task
    from hiyoke.planning.replan import Move
    from hiyoke.planning.worth import Worth
    from hiyoke.workflows.planning.plan_parts import PlanParts


def compile_plan(parts: PlanParts) -> PlanReport:
    """Return the rows of a plan's documents."""
    return _Compiler(parts).report()


class _Compiler:
    """Looks names up and says why."""

    def __init__(self, parts: PlanParts) -> None:
        self.parts = parts
        self.a = parts.solution.alternatives
        self.problem = self.a.problem
        self.plan = parts.solution.plan
        self.jobs = {j.job_id: j for j in self.problem.jobs}
        self.number = {j.job_id: n for n, j in enumerate(self.problem.jobs)}
        estate = parts.ground.estate
        self.systems = {s.system_id: s.name for s in estate.systems}
        self.services = {s.service_id: s.name for s in estate.services}
        self.crews = {c.crew_id: c.name for c in self.problem.crews}
        self.windows = {f"{DEFAULT_CALENDAR}{r.rule_id}": r.name for r in parts.profile.windows}
        self.windows |= {w.window_id: w.name for w in estate.windows}
        self.groups = {g.group_id: g.name for g in parts.made.groups}
        self.vendors = {v.vendor_id: v.name for v in self.problem.vendors}
        self.window_by_id = {w.window_id: w for w in self.problem.windows}
        owners = {g.group_id: g.owner for g in parts.made.groups}
        self.owners = {j.job_id: owners.get(j.group_id) for j in self.problem.jobs}
        self.exploited = {
            f.vulnerability_id for f in parts.ground.assessment.findings if f.listed_on is not None
        }
        self.shift_day = {
            s.shift_id: s.starts_at.astimezone(JAPAN_TIME).date()
            for c in self.problem.crews
            for s in c.shifts
        }

    def report(self) -> PlanReport:
        parts = self.parts
        return PlanReport(
            facts=self._facts(),
            figures=self._figures(),
            unknowns=(*plan_unknowns(parts), *idle_words(self)),
            tasks=tuple(self._task(t) for t in self.plan.tasks),
            open_jobs=tuple(
                sorted(
                    (self._open(self.jobs[i]) for i in self.plan.open_job_ids),
                    key=lambda o: (-o.loss, o.job_id),
                )
            ),
            acceptances=acceptance_rows(self),
            exposure=self._exposure(),
            misses=tuple(miss_row(m, self.jobs[m.job_id], self) for m in parts.misses),
            worth=tuple(self._worth(w) for w in parts.worth),
            moves=None if parts.moves is None else tuple(self._move(m) for m in parts.moves),
            assumptions=tuple(
                AssumptionRow(line, *parts.profile.notes[line], used)
                for line, used in parts.made.assumed.items()
                if line in parts.profile.notes
            ),
            crew_names=self.crews,
            vendor_names=self.vendors,
            vendors=vendor_rows(self),
            never_skipped=parts.profile.never_skipped,
        )

    def _facts(self) -> PlanFacts:
        institution = self.parts.ground.estate.institution
        return PlanFacts(
            institution_id=institution.institution_id,
            institution_name=institution.name,
            is_synthetic=institution.synthetic,
            as_of=self.parts.as_of,
            starts_at=self.problem.starts_at,
            ends_at=self.problem.ends_at,
            hiyoke_version=__version__,
            profile_version=self.parts.profile.version,
            table_id=self.parts.table_id,
            objective=self.plan.objective.value,
            currency=self.parts.ground.currency,
            job_count=len(self.problem.jobs),
        )

    def _figures(self) -> PlanFigures:
        is_high = self.plan.objective is Objective.TAIL
        nothing = sum(j.rate(high=is_high) for j in self.problem.jobs)
        return PlanFigures(
            total_loss=self.plan.total_loss,
            loss_if_nothing=nothing * self.problem.minutes / DAY_MINUTES,
            change_loss=sum(t.change_loss for t in self.plan.tasks),
            value=self.plan.value,
            bound=self.plan.bound,
            gap=self.plan.gap,
            reference_value=self.plan.reference_value,
        )

    def _task(self, task: Task) -> TaskRow:
        job = self.jobs[task.job_id]
        option = next(o for o in job.options if o.kind is task.option)
        prepared = [c for c in task.charges if c.purpose in ("prepare", "control")]
        crews = dict.fromkeys(c.holder_id for c in task.charges if c.purpose != "vendor")
        vendor = [c for c in task.charges if c.purpose == "vendor"]
        window = window_row(self, task)
        return TaskRow(
            job_id=job.job_id,
            name=job.name,
            option=task.option.value,
            window_id=task.window_id,
            window=window,
            starts_at=task.starts_at,
            ends_at=task.ends_at,
            done_at=task.done_at,
            decide_back_at=decide_back_at(window, task, option),
            control_at=task.control_at,
            crew_ids=tuple(crews),
            preparations=tuple(
                PreparationRow(c.holder_id, self.shift_day[c.shift_id], c.minutes, c.purpose)
                for c in sorted(prepared, key=lambda c: (self.shift_day[c.shift_id], c.holder_id))
            ),
            change_minutes=sum(c.minutes for c in task.charges if c.purpose == "change"),
            downtime_minutes=option.downtime_minutes,
            vendor_id=vendor[0].holder_id if vendor else None,
            vendor_minutes=sum(c.minutes for c in vendor),
            system_names={s: self.systems.get(s, Text(s, s)) for s in job.system_ids},
            owner=self.owners[job.job_id],
            steps=step_rows(self, job),
            residues=residue_rows(self, job),
            update_ids=update_ids(self, job),
            prerequisites=prerequisite_rows(self, job),
            apart_from=apart_names(self, job),
            service_names=tuple(self.services.get(s, Text(s, s)) for s in job.service_ids),
            finding_ids=job.finding_ids,
            exploited_ids=exploited_ids(self, job),
            loss=task.loss,
            loss_if_open=task.loss_if_open,
            change_loss=task.change_loss,
            due_at=job.due_at,
            is_late=late_days(job, self.problem, task.done_at) > 0,
            reason=task_reason(self, job, task),
        )

    def _open(self, job: Job) -> OpenRow:
        is_high = self.plan.objective is Objective.TAIL
        return OpenRow(
            job_id=job.job_id,
            name=job.name,
            owner=job.owner,
            accept_until=job.accept_until,
            finding_count=len(job.finding_ids),
            loss=job.rate(high=is_high) * self.problem.minutes / DAY_MINUTES,
            due_at=job.due_at,
            reason=open_reason(self, job),
        )

    def _exposure(self) -> tuple[ExposurePoint, ...]:
        """Return what stays exposed, one point for each moment at which it falls."""
        is_high = self.plan.objective is Objective.TAIL
        falls: dict[datetime, list[tuple[float, int, int]]] = defaultdict(list)
        for task in self.plan.tasks:
            job = self.jobs[task.job_id]
            rate = job.rate(high=is_high)
            option = next(o for o in job.options if o.kind is task.option)
            left = rate
            if task.control_at is not None:
                falls[task.control_at].append((rate * option.control_efficacy, 0, 0))
                left = rate * (1 - option.control_efficacy)
            if task.done_at is not None:
                falls[task.done_at].append((left, 1, len(job.finding_ids)))
        loss = sum(j.rate(high=is_high) for j in self.problem.jobs)
        jobs = len(self.problem.jobs)
        findings = sum(len(j.finding_ids) for j in self.problem.jobs)
        points = [ExposurePoint(self.problem.starts_at, loss, jobs, findings)]
        for moment in sorted(falls):
            loss -= sum(fall[0] for fall in falls[moment])
            jobs -= sum(fall[1] for fall in falls[moment])
            findings -= sum(fall[2] for fall in falls[moment])
            points.append(ExposurePoint(moment, max(0.0, loss), jobs, findings))
        return tuple(points)

    def _worth(self, worth: Worth) -> WorthRow:
        known = (self.crews, self.vendors, self.windows, self.groups)
        named = next((n[worth.holder_id] for n in known if worth.holder_id in n), None)
        return WorthRow(
            kind=worth.kind,
            holder_id=worth.holder_id,
            holder=named or Text(worth.holder_id, worth.holder_id),
            thing_id=worth.thing_id,
            thing=name_of_thing(worth.thing_id, self),
            per_hour=worth.per_hour,
            checked=worth.checked,
            one_more=worth.one_more,
        )

    def _move(self, move: Move) -> MoveRow:
        job = self.jobs.get(move.job_id)
        name = Text(move.job_id, move.job_id) if job is None else job.name
        return MoveRow(move.job_id, name, move.kind, move.was_at, move.is_at)

    def best_of_options(self, job: Job) -> dict[str, float]:
        """Return the least value of each option if nobody else needed anything."""
        a = self.a
        n = self.number[job.job_id]
        own = np.arange(a.starts[n], a.starts[n + 1] - 1)
        found: dict[str, float] = {}
        for place, option in enumerate(job.options):
            values = a.loss[own[a.option[own] == place]]
            if len(values):
                found[option.kind.value] = float(values.min())
        return found

    def option_words(self, kind: str) -> Text:
        """Return an option in words."""
        return OPTION_WORDS[kind]
