"""What was accepted, when that runs out, and what a plan asks people to accept or to speed up.

A plan never accepts anything: a row either repeats a decision of the estate or asks for one, with
the last day it would have to cover. What is not here: which job stands where (`compile_plan`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from hiyoke.calendars import JAPAN_TIME, end_of_day_in_japan
from hiyoke.languages import Text
from hiyoke.planning.plan import job_loss, late_days
from hiyoke.reports.plan.rows import AcceptanceRow

if TYPE_CHECKING:
    from hiyoke.planning import Job, Task
    from hiyoke.planning.from_estate import Cover

#: Order in which rows are told: what must be decided first.
_STATES = ("runs_out", "needed", "partial", "accepted")


def acceptance_rows(compiler: Any) -> tuple[AcceptanceRow, ...]:
    """Return what was accepted and what is to be decided, the costliest decisions first."""
    found = []
    tasks = {t.job_id: t for t in compiler.plan.tasks}
    for job in compiler.problem.jobs:
        row = _row(compiler, job, tasks.get(job.job_id))
        if row is not None:
            found.append(row)
    return tuple(sorted(found, key=lambda r: (_STATES.index(r.state), -r.loss, r.job_id)))


@dataclass(frozen=True, slots=True)
class _Standing:
    """How one job stands against its acceptance."""

    job: Job
    cover: Cover | None
    done_at: datetime | None
    is_late: bool
    last_day: date

    @property
    def state(self) -> str | None:
        """Return the state of the row; None when there is nothing to say."""
        until = None if self.cover is None else self.cover.until
        if until is not None:
            is_held = not self.is_late and end_of_day_in_japan(until) >= self.open_until
            return "accepted" if is_held or self.is_in_time else "runs_out"
        if self.is_late or self.done_at is None:
            return "needed"
        return None if self.cover is None else "partial"

    @property
    def is_in_time(self) -> bool:
        """Whether the job is done by a deadline of its own, acceptance or not."""
        return self.done_at is not None and not self.is_late

    @property
    def open_until(self) -> datetime:
        """Until when it stays open within the plan."""
        return self.done_at or end_of_day_in_japan(self.last_day)


def _row(compiler: Any, job: Job, task: Task | None) -> AcceptanceRow | None:
    cover = compiler.parts.made.covers.get(job.job_id)
    done_at = None if task is None else task.done_at
    last_day = (compiler.problem.ends_at.astimezone(JAPAN_TIME) - timedelta(minutes=1)).date()
    is_late = late_days(job, compiler.problem, done_at) > 0
    standing = _Standing(job, cover, done_at, is_late, last_day)
    state = standing.state
    if state is None:
        return None
    asked = (standing.open_until.astimezone(JAPAN_TIME) - timedelta(minutes=1)).date()
    until = asked if cover is None or cover.until is None else cover.until
    parts = compiler.parts.made.parts.get(job.job_id, ())
    stated = [
        due_on
        for part in parts
        for system_id in part.system_ids
        for vulnerability_id in part.update.closes[system_id]
        if (due_on := part.update.due_of(system_id, vulnerability_id)) is not None
    ]
    return AcceptanceRow(
        job_id=job.job_id,
        name=job.name,
        state=state,
        until=until,
        asked_until=asked if state in ("needed", "runs_out") else None,
        owner=None if cover is None else cover.owner,
        proposed_owner=compiler.owners.get(job.job_id),
        accepted_by=() if cover is None else cover.accepted_by,
        acceptance_ids=() if cover is None else cover.acceptance_ids,
        due_on=min(stated, default=None),
        done_at=done_at,
        finding_count=len(job.finding_ids),
        covered_count=0 if cover is None else cover.covered,
        loss=job_loss(job, compiler.problem, done_at=done_at) if task is None else task.loss,
        words=_words(state, cover, asked, done_at),
    )


def _words(state: str, cover: Cover | None, asked: date, done_at: datetime | None) -> Text:
    """Say what holds, or what has to be decided."""
    if state == "accepted" and cover is not None:
        return Text(ja=cover.reason, en=cover.reason)
    if state == "runs_out" and cover is not None:
        return Text(
            ja=f"受容は {cover.until} に切れ、その後も残ります。{asked} まで延長を決めるか、"
            "それまでに直す手段を選んでください。",
            en=f"The acceptance runs out on {cover.until} while the work is still open. Extend it "
            f"to {asked}, or choose a way to fix it before.",
        )
    partly = Text("", "")
    if cover is not None:
        partly = Text(
            ja=f"{cover.total} 件中 {cover.covered} 件だけ受容済みです。",
            en=f"Only {cover.covered} of {cover.total} findings are accepted. ",
        )
    if state == "partial":
        return partly
    what = Text(
        ja=f"{asked}（計画の最終日）まで残すことを、責任者を決めて受容してください。",
        en=f"To leave it open until {asked} (last day of the plan), accept that with an owner.",
    )
    if done_at is not None:
        what = Text(
            ja=f"期限に間に合いません。{asked} に直すまで残すことを、責任者を決めて受容するか、"
            "間に合わせる手段を選んでください。",
            en=f"It misses its deadline. Accept that it stays open until {asked}, with an owner, "
            "or choose what would bring it forward.",
        )
    return Text(ja=partly.ja + what.ja, en=partly.en + what.en)


def idle_words(compiler: Any) -> tuple[Text, ...]:
    """Say of acceptances that cover nothing why that may be."""
    day = compiler.problem.starts_at.astimezone(JAPAN_TIME).date()
    known = {a.acceptance_id: a for a in compiler.parts.ground.estate.acceptances}
    idle = [known[i] for i in compiler.parts.made.idle_acceptance_ids]
    ended = [a.acceptance_id for a in idle if a.expires_on < day]
    rest = [a.acceptance_id for a in idle if a.expires_on >= day]
    found = []
    if ended:
        found.append(
            Text(
                ja=f"計画の開始前に期限が切れた受容: {'、'.join(ended)}（受容なしとして扱います）",
                en=f"Acceptances that ran out before the plan: {', '.join(ended)} (treated as "
                "never accepted)",
            )
        )
    if rest:
        found.append(
            Text(
                ja=f"どの作業にも当てはまらない受容: {'、'.join(rest)}"
                "（開始前か、対象の検出がない）",
                en=f"Acceptances that cover no job: {', '.join(rest)} (not begun, or their "
                "subject is not among the findings)",
            )
        )
    return tuple(found)
