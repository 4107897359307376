"""A plan as its documents need it: rows with names and reasons, in two languages, no markup.

What is not here: how the plan was found (`hiyoke.planning`), and how it looks (`plan_page`,
`plan_workbook`, `plan_chart`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from hiyoke.languages import Text


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


@dataclass(frozen=True, slots=True)
class PreparationRow:
    """Work before the window.

    Attributes:
        crew_id: Who does it.
        day: On which day.
        minutes: Person-minutes.
        purpose: ``prepare`` or ``control``.
    """

    crew_id: str
    day: date
    minutes: float
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRow:
    """One job as planned.

    Attributes:
        job_id: The job.
        name: What is done.
        option: full_test, reduced_test or control_first.
        window_id: The window; None when only a control is put in place.
        starts_at: Begin of the change.
        ends_at: Its end.
        done_at: When it counts as closed.
        control_at: From when the compensating control holds.
        crew_ids: Crews at work.
        preparations: Work before the window, in order of time.
        change_minutes: Person-minutes in the window.
        downtime_minutes: How long the systems stand still.
        vendor_id: Vendor that takes part; None when none.
        vendor_minutes: Engineer-minutes of the vendor.
        system_names: Systems, by identifier.
        service_names: Services that need them, foremost first.
        finding_ids: Findings that it closes.
        loss: Expected loss of the job under the plan.
        loss_if_open: The same when it stays open.
        change_loss: The part that the change causes.
        due_at: Deadline; None without one.
        is_late: Whether it misses it.
        reason: Why then and why so.
    """

    job_id: str
    name: Text
    option: str
    window_id: str | None
    starts_at: datetime | None
    ends_at: datetime | None
    done_at: datetime | None
    control_at: datetime | None
    crew_ids: tuple[str, ...]
    preparations: tuple[PreparationRow, ...]
    change_minutes: float
    downtime_minutes: int
    vendor_id: str | None
    vendor_minutes: float
    system_names: Mapping[str, Text]
    service_names: tuple[Text, ...]
    finding_ids: tuple[str, ...]
    loss: float
    loss_if_open: float
    change_loss: float
    due_at: datetime | None
    is_late: bool
    reason: Text


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
    """

    words: Text
    is_in_time: bool
    done_at: datetime | None
    saves: float
    cost: float


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
        reliefs: What would help, best first.
    """

    job_id: str
    name: Text
    due_at: datetime
    done_at: datetime | None
    late_days: float
    constraint: str
    why: Text
    reliefs: tuple[ReliefRow, ...]


@dataclass(frozen=True, slots=True)
class WorthRow:
    """What more of somebody's time is worth.

    Attributes:
        kind: crew, overtime, vendor, window, group or pair.
        holder_id: Crew, vendor, calendar or group.
        holder: Its name.
        thing_id: The shift, month or window where it is worth most.
        per_hour: Loss saved by one more hour (one more job for windows), at the margin.
        checked: Loss saved by one more person throughout, found by planning again; None when not
            tried.
    """

    kind: str
    holder_id: str
    holder: Text
    thing_id: str
    per_hour: float
    checked: float | None


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
        exposure: What is left exposed over time.
        misses: Missed deadlines, costliest first.
        worth: What more time is worth, most first.
        moves: What moved since the announced plan; None without one.
        assumptions: Lines of the profile that were used.
        crew_names: Names by crew.
        vendor_names: Names by vendor.
        never_skipped: Checks that no reduced test leaves out.
    """

    facts: PlanFacts
    figures: PlanFigures
    unknowns: tuple[Text, ...]
    tasks: tuple[TaskRow, ...]
    open_jobs: tuple[OpenRow, ...]
    exposure: tuple[ExposurePoint, ...]
    misses: tuple[MissRow, ...]
    worth: tuple[WorthRow, ...]
    moves: tuple[MoveRow, ...] | None
    assumptions: tuple[AssumptionRow, ...]
    crew_names: Mapping[str, Text]
    vendor_names: Mapping[str, Text]
    never_skipped: tuple[str, ...]
