"""The work of a plan as its documents need it: what is done, on what, by whom, and the way back.

What is not here: the rest of the plan (`rows`), and layout (`page`, `work_sheets`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from hiyoke.languages import Text


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


class StepRow(NamedTuple):
    """One package on one system.

    Attributes:
        system_id: The system.
        package: The package.
        from_version: Installed version; empty when nobody has stated it.
        to_version: Version to go to.
    """

    system_id: str
    package: str
    from_version: str
    to_version: str


class ResidueRow(NamedTuple):
    """What is known to affect a version that a job brings.

    Attributes:
        package: The package.
        to_version: The version.
        vulnerability_ids: Known vulnerabilities of that version, sorted.
        clean_version: Next version without any; None when the data name none.
    """

    package: str
    to_version: str
    vulnerability_ids: tuple[str, ...]
    clean_version: str | None


@dataclass(frozen=True, slots=True)
class WindowRow:
    """The window of a change.

    Attributes:
        name: Its name.
        opens_at: When it opens.
        closes_at: When it closes; the systems must stand again by then.
    """

    name: Text
    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True, slots=True)
class PrerequisiteRow:
    """What has to be done before.

    Attributes:
        job_id: The job that comes first.
        name: What it is.
        done_at: When the plan has it done; None when it stays open.
        watch_minutes: How long to watch it before going on.
    """

    job_id: str
    name: Text
    done_at: datetime | None
    watch_minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorRow:
    """Whom to call at a vendor.

    Attributes:
        name: The vendor.
        contact: Its desk; None when nobody has written it down.
        contract_hours: When it works under contract, as people say it.
        night_cover: yes, no or unknown.
        holiday_cover: yes, no or unknown.
        response_minutes: Promised time to begin; None when unknown.
    """

    name: Text
    contact: str | None
    contract_hours: str | None
    night_cover: str
    holiday_cover: str
    response_minutes: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRow:
    """One job as planned.

    Attributes:
        job_id: The job.
        name: What is done.
        option: full_test, reduced_test or control_first.
        window_id: The window; None when only a control is put in place.
        window: Its name, opening and end.
        starts_at: Begin of the change.
        ends_at: Its end.
        done_at: When it counts as closed.
        decide_back_at: Until when to decide to go back; None when the window leaves no room.
        control_at: From when the compensating control holds.
        crew_ids: Crews at work.
        preparations: Work before the window, in order of time.
        change_minutes: Person-minutes in the window.
        downtime_minutes: How long the systems stand still.
        vendor_id: Vendor that takes part; None when none.
        vendor_minutes: Engineer-minutes of the vendor.
        system_names: Systems, by identifier.
        owner: Who answers for them; None when nobody has said.
        steps: Packages with their versions before and after, by system.
        residues: What is known to affect the versions that it brings.
        update_ids: Updates as the report names them.
        prerequisites: What has to be done before.
        apart_from: Systems that must keep running meanwhile.
        service_names: Services that need them, foremost first.
        finding_ids: Findings that it closes.
        exploited_ids: Vulnerabilities among them that are known to be exploited.
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
    window: WindowRow | None
    starts_at: datetime | None
    ends_at: datetime | None
    done_at: datetime | None
    decide_back_at: datetime | None
    control_at: datetime | None
    crew_ids: tuple[str, ...]
    preparations: tuple[PreparationRow, ...]
    change_minutes: float
    downtime_minutes: int
    vendor_id: str | None
    vendor_minutes: float
    system_names: Mapping[str, Text]
    owner: Text | None
    steps: tuple[StepRow, ...]
    residues: tuple[ResidueRow, ...]
    update_ids: tuple[str, ...]
    prerequisites: tuple[PrerequisiteRow, ...]
    apart_from: tuple[Text, ...]
    service_names: tuple[Text, ...]
    finding_ids: tuple[str, ...]
    exploited_ids: tuple[str, ...]
    loss: float
    loss_if_open: float
    change_loss: float
    due_at: datetime | None
    is_late: bool
    reason: Text
