"""A plan as its documents need it: rows with names and reasons, in two languages, no markup.

What is not here: the planned work itself (`task_rows`), how the plan was found
(`hiyoke.planning`), and how it looks (`page`, `workbook`, `chart`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from hiyoke.languages import Text
    from hiyoke.reports.plan.task_rows import TaskRow, VendorRow


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFacts:
    """What was planned, for whom, with what.

    Attributes:
        institution_id: Whose plan it is.
        institution_name: Its name.
        is_synthetic: Whether the institution is made up; then every page says so.
        as_of: Knowledge cut-off, a date in Japan.
        starts_at: Begin of the plan.
        ends_at: End of the plan.
        hiyoke_version: Version of the program.
        profile_version: Version of the planning defaults.
        table_id: Decision table that gave the deadlines.
        objective: What the plan makes small.
        currency: Currency of all losses; None when no service has a price.
        job_count: Jobs in all.
    """

    institution_id: str
    institution_name: Text
    is_synthetic: bool
    as_of: date
    starts_at: datetime
    ends_at: datetime
    hiyoke_version: str
    profile_version: str
    table_id: str
    objective: str
    currency: str | None
    job_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFigures:
    """What is proven about the plan.

    Attributes:
        total_loss: Expected loss of all jobs over the plan: attack until done, and changes.
        loss_if_nothing: The same when nothing is done.
        change_loss: The part that changes cause.
        value: The objective's own figure.
        bound: No plan can have a smaller one.
        gap: How far from the best at most, in [0, 1].
        reference_value: What the reference planner reaches.
    """

    total_loss: float
    loss_if_nothing: float
    change_loss: float
    value: float
    bound: float
    gap: float
    reference_value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRow:
    """One job that stays open.

    Attributes:
        job_id: The job.
        name: What is not done.
        owner: Who has to accept that; None when nobody is named.
        accept_until: Until when it may be accepted at most; None when nobody may.
        finding_count: Findings that stay open.
        loss: Expected loss until the end of the plan.
        due_at: Deadline; None without one.
        reason: Why.
    """

    job_id: str
    name: Text
    owner: Text | None
    accept_until: date | None
    finding_count: int
    loss: float
    due_at: datetime | None
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptanceRow:
    """What was accepted of one job, or what people are asked to decide.

    Attributes:
        job_id: The job.
        name: What stays open.
        state: accepted (and it holds), runs_out (within the plan, before the work is done), partial
            (only some findings, and the work is in time), or needed (nobody has accepted it).
        until: Last day that is accepted; without an acceptance the last day it would have to cover.
        asked_until: Last day that a decision would have to cover; None when none is asked for.
        owner: Who answers for it until then; None when nobody has accepted.
        proposed_owner: Who answers for the systems: only a suggestion.
        accepted_by: Who accepted.
        acceptance_ids: As the estate names them.
        due_on: Earliest deadline, acceptances aside; None without one.
        done_at: When the plan has the work done; None when not within it.
        finding_count: Findings of the job.
        covered_count: Those of them that are accepted.
        loss: Expected loss of the job under the plan.
        words: The reason of the acceptance, or what is to be decided.
    """

    job_id: str
    name: Text
    state: str
    until: date
    asked_until: date | None
    owner: Text | None
    proposed_owner: Text | None
    accepted_by: tuple[str, ...]
    acceptance_ids: tuple[str, ...]
    due_on: date | None
    done_at: datetime | None
    finding_count: int
    covered_count: int
    loss: float
    words: Text


@dataclass(frozen=True, slots=True)
class ExposurePoint:
    """What is still exposed from a moment on.

    Attributes:
        at: The moment.
        loss_per_day: Expected attack loss a day of all jobs open then.
        open_jobs: How many jobs are open.
        open_findings: How many findings they stand for.
    """

    at: datetime
    loss_per_day: float
    open_jobs: int
    open_findings: int


@dataclass(frozen=True, slots=True)
class ReliefRow:
    """One thing that could be given for a deadline.

    Attributes:
        words: What it is.
        is_in_time: Whether the job then meets its deadline.
        done_at: When it is then done; None when not within the plan.
        saves: Expected loss that goes away; negative when it costs.
        cost: Assumed cost.
        more_late: Other jobs that then miss a deadline, less those that no longer do.
    """

    words: Text
    is_in_time: bool
    done_at: datetime | None
    saves: float
    cost: float
    more_late: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MissRow:
    """One missed deadline.

    Attributes:
        job_id: The job.
        name: What is late.
        due_at: Its deadline.
        done_at: When it is done; None when not within the plan.
        late_days: Days late within the plan.
        constraint: Code of the constraint that forces it.
        why: The same in words.
        reliefs: What would help, best first; each was found by planning again and checked.
        is_tried: Whether reliefs were looked for.
    """

    job_id: str
    name: Text
    due_at: datetime
    done_at: datetime | None
    late_days: float
    constraint: str
    why: Text
    reliefs: tuple[ReliefRow, ...]
    is_tried: bool


@dataclass(frozen=True, slots=True)
class WorthRow:
    """What more of somebody's time is worth.

    Attributes:
        kind: crew, overtime, vendor, window, group or pair.
        holder_id: Crew, vendor, calendar or group.
        holder: Its name.
        thing_id: The shift, month or window where it is worth most.
        thing: The same in words.
        per_hour: Loss saved by one more hour (one more job for windows), at the margin.
        checked: Loss saved by one more person throughout, found by planning again; None when not
            tried.
        one_more: Loss saved by exactly one unit more there, found by planning again; None when not
            tried.
    """

    kind: str
    holder_id: str
    holder: Text
    thing_id: str
    thing: Text
    per_hour: float
    checked: float | None
    one_more: float | None


@dataclass(frozen=True, slots=True)
class AssumptionRow:
    """One line of the profile that the plan rests on.

    Attributes:
        line: Its name.
        kind: ``assumption`` or ``verify``.
        words: What it says.
        used_for: Crews, vendors or systems it was used for; ``*`` for all.
    """

    line: str
    kind: str
    words: Text
    used_for: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MoveRow:
    """How one job stands otherwise than in the announced plan.

    Attributes:
        job_id: The job.
        name: What it is.
        kind: moved, dropped, added or gone.
        was_at: Begin in the old plan.
        is_at: Begin in the new plan.
    """

    job_id: str
    name: Text
    kind: str
    was_at: datetime | None
    is_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanReport:
    """A plan, in the order in which it is told.

    Attributes:
        facts: What was planned.
        figures: What is proven.
        unknowns: What is not known and would change the plan, as sentences.
        tasks: Planned jobs in order of time.
        open_jobs: Jobs that stay open, costliest first.
        acceptances: What was accepted, and what is to be decided.
        exposure: What is left exposed over time.
        misses: Missed deadlines, costliest first.
        worth: What more time is worth, most first.
        moves: What moved since the announced plan; None without one.
        assumptions: Lines of the profile that were used.
        crew_names: Names by crew.
        vendor_names: Names by vendor.
        vendors: Whom to call, by vendor.
        never_skipped: Checks that no reduced test leaves out.
    """

    facts: PlanFacts
    figures: PlanFigures
    unknowns: tuple[Text, ...]
    tasks: tuple[TaskRow, ...]
    open_jobs: tuple[OpenRow, ...]
    acceptances: tuple[AcceptanceRow, ...]
    exposure: tuple[ExposurePoint, ...]
    misses: tuple[MissRow, ...]
    worth: tuple[WorthRow, ...]
    moves: tuple[MoveRow, ...] | None
    assumptions: tuple[AssumptionRow, ...]
    crew_names: Mapping[str, Text]
    vendor_names: Mapping[str, Text]
    vendors: Mapping[str, VendorRow]
    never_skipped: tuple[str, ...]
