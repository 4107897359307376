"""What a plan is made from: jobs, crews, vendors and windows as plain values with units.

Everything is already expanded: a window is one night, a shift is one day of one crew. The whole is
a `PlanningProblem`, complete in itself, so that a plan can be checked without the estate. What is
not here: where the values come from (`hiyoke.workflows.planning.plan_fixes`), and any search.
"""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - msgspec reads annotations at run time.
from dataclasses import dataclass, field
from datetime import date, datetime  # noqa: TC003 - msgspec reads annotations at run time.
from enum import StrEnum

from hiyoke.errors import NO_TEXT
from hiyoke.languages import Text  # noqa: TC001 - the same.

#: Minutes of a day.
DAY_MINUTES = 1440


class OptionKind(StrEnum):
    """How a job may be done."""

    FULL_TEST = "full_test"
    REDUCED_TEST = "reduced_test"
    CONTROL_FIRST = "control_first"


class Work(StrEnum):
    """What a shift is for."""

    PREPARE = "prepare"
    CHANGE = "change"


class Objective(StrEnum):
    """What a plan makes as small as it can."""

    EXPECTED_LOSS = "expected-loss"
    DEADLINE = "deadline"
    TAIL = "tail"


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """Person-minutes that one skill spends on a job.

    Attributes:
        skill: The skill; empty means that any crew of the job will do.
        prepare_minutes: Reading, testing, rehearsing; before the window; 0 or more.
        change_minutes: In the window; 0 or more.
    """

    skill: str = ""
    prepare_minutes: int = 0
    change_minutes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One way to do a job.

    Attributes:
        kind: Which way.
        efforts: Work by skill; each skill is served by one crew.
        prepare_shifts: The preparation is spread evenly over this many preparation shifts, the
            last ones that end before the window opens; 1 or more.
        vendor_minutes: Engineer-minutes of the job's vendor in the window; 0 or more.
        downtime_minutes: How long the systems stand still; at most the length of the window.
        change_loss: Expected loss of making the change: planned stop and possible failure.
        change_loss_high: The same at the high end; None takes `change_loss`.
        window_losses: `change_loss` for windows in which it differs, by window.
        window_losses_high: The same at the high end.
        control_minutes: Person-minutes to put the compensating control in place, spent by the
            crew of the first effort; only for `CONTROL_FIRST`.
        control_efficacy: Share of the job's loss rate that the control takes away, in [0, 1].
    """

    kind: OptionKind = OptionKind.FULL_TEST
    efforts: tuple[Effort, ...] = ()
    prepare_shifts: int = 1
    vendor_minutes: int = 0
    downtime_minutes: int = 0
    change_loss: float = 0.0
    change_loss_high: float | None = None
    window_losses: Mapping[str, float] = field(default_factory=dict, hash=False)
    window_losses_high: Mapping[str, float] = field(default_factory=dict, hash=False)
    control_minutes: int = 0
    control_efficacy: float = 0.0

    def loss_in(self, window_id: str, *, high: bool = False) -> float:
        """Return the expected loss of making the change in a window."""
        likely = self.window_losses.get(window_id, self.change_loss)
        if not high:
            return likely
        top = self.change_loss if self.change_loss_high is None else self.change_loss_high
        return max(likely, self.window_losses_high.get(window_id, top))


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One bundle on one group of like systems, which are changed together.

    Attributes:
        job_id: Stable identifier; breaks ties.
        name: What is done, for people.
        bundle_id: The bundle; jobs of one bundle on several groups share it.
        group_id: The group of systems. Its jobs follow each other within a window.
        system_ids: Systems of the group that this job changes.
        service_ids: Services that need them, foremost first.
        finding_ids: Findings that it closes.
        calendar_ids: Whose windows it may use.
        crew_ids: Crews that may do it; empty means every crew with the skill.
        vendor_id: Vendor whose engineers take part; None when none.
        options: Ways to do it; without any it can only stay open.
        loss_per_day: Expected attack loss a day for as long as it stays open; 0 or more.
        loss_per_day_high: The same at the high end; None takes `loss_per_day`.
        ready_at: Before this the fix is not available; None when it is.
        due_at: Deadline; None when there is none.
        accept_until: Last day until which `owner` may accept it open; None when nobody may.
        owner: Who answers for it.
    """

    job_id: str
    name: Text = NO_TEXT
    bundle_id: str = ""
    group_id: str = ""
    system_ids: tuple[str, ...] = ()
    service_ids: tuple[str, ...] = ()
    finding_ids: tuple[str, ...] = ()
    calendar_ids: tuple[str, ...] = ()
    crew_ids: tuple[str, ...] = ()
    vendor_id: str | None = None
    options: tuple[Option, ...] = ()
    loss_per_day: float = 0.0
    loss_per_day_high: float | None = None
    ready_at: datetime | None = None
    due_at: datetime | None = None
    accept_until: date | None = None
    owner: Text | None = None

    def rate(self, *, high: bool = False) -> float:
        """Return the loss a day, likely or at the high end."""
        if high and self.loss_per_day_high is not None:
            return max(self.loss_per_day, self.loss_per_day_high)
        return self.loss_per_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """Hours in which a crew's people, or a vendor's engineers, are there.

    Attributes:
        shift_id: Stable identifier, unique in the problem.
        work: Preparation or change; a shift serves one of the two.
        starts_at: An aware instant.
        ends_at: Its end.
        minutes: Person-minutes at hand: people times minutes, less what they must do besides.
        is_overtime: Whether its minutes count against the crew's limits.
        rest_shift_id: Later shift of the same crew that is shortened by rest after this one.
        rest_ratio: Minutes of that shift lost for each minute worked in this one.
    """

    shift_id: str
    work: Work
    starts_at: datetime
    ends_at: datetime
    minutes: int
    is_overtime: bool = False
    rest_shift_id: str | None = None
    rest_ratio: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesLimit:
    """A legal or agreed ceiling on overtime.

    Attributes:
        limit_id: Stable identifier, unique in the problem.
        starts_at: Overtime shifts that start from here on count,
        ends_at: up to here, exclusive.
        minutes: Person-minutes that the crew may work in them altogether.
    """

    limit_id: str
    starts_at: datetime
    ends_at: datetime
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Crew:
    """People who prepare and make changes; triage is done by others or taken off already.

    Attributes:
        crew_id: Stable identifier.
        name: For people.
        skills: What they can do.
        shifts: When they are there, in order of time.
        limits: Ceilings on their overtime.
    """

    crew_id: str
    name: Text = NO_TEXT
    skills: tuple[str, ...] = ()
    shifts: tuple[Shift, ...] = ()
    limits: tuple[MinutesLimit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorDesk:
    """A vendor's engineers as far as this institution may count on them.

    Attributes:
        vendor_id: Stable identifier.
        name: For people.
        shifts: Change shifts under contract: hours times engineers, less the share of its other
            clients. A window outside them cannot be used for work that needs the vendor.
    """

    vendor_id: str
    name: Text = NO_TEXT
    shifts: tuple[Shift, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """One period in which systems of a calendar may be changed.

    Attributes:
        window_id: Stable identifier.
        calendar_id: The calendar it belongs to.
        opens_at: An aware instant.
        closes_at: Its end.
        max_jobs: Most jobs in it; None when only time and people bound them.
    """

    window_id: str
    calendar_id: str
    opens_at: datetime
    closes_at: datetime
    max_jobs: int | None = None

    @property
    def minutes(self) -> int:
        """Length of the window."""
        return int((self.closes_at - self.opens_at).total_seconds() // 60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Freeze:
    """A period without changes.

    Attributes:
        freeze_id: Stable identifier.
        name: For people.
        starts_at: An aware instant.
        ends_at: Its end.
        group_ids: Groups that it holds for; empty means all.
    """

    freeze_id: str
    name: Text = NO_TEXT
    starts_at: datetime
    ends_at: datetime
    group_ids: tuple[str, ...] = ()

    def blocks_time(self, window: Window) -> bool:
        """Return whether it overlaps a window; whom it holds for is another question."""
        return window.opens_at < self.ends_at and self.starts_at < window.closes_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Precedence:
    """One job must be done before another: test systems before production.

    Attributes:
        first_job_id: Comes first.
        then_job_id: Opens its window at least `gap_minutes` after the first one's closed; stays
            open when the first does.
        gap_minutes: Time to watch the first change; 0 or more.
    """

    first_job_id: str
    then_job_id: str
    gap_minutes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Separation:
    """Groups that stand in for each other: never two of them in windows that overlap.

    Attributes:
        separation_id: Stable identifier.
        group_ids: The groups, such as the two halves of a pair.
    """

    separation_id: str
    group_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanningProblem:
    """Everything that one plan rests on.

    Attributes:
        starts_at: Beginning of the plan; loss counts from here.
        ends_at: End of the plan; loss counts up to here.
        jobs: What is to be done.
        crews: Who does it.
        vendors: Who must help.
        windows: When it may be done.
        freezes: When it may not.
        precedences: What comes before what.
        separations: What may not be changed together.
    """

    starts_at: datetime
    ends_at: datetime
    jobs: tuple[Job, ...] = ()
    crews: tuple[Crew, ...] = ()
    vendors: tuple[VendorDesk, ...] = ()
    windows: tuple[Window, ...] = ()
    freezes: tuple[Freeze, ...] = ()
    precedences: tuple[Precedence, ...] = ()
    separations: tuple[Separation, ...] = ()

    @property
    def minutes(self) -> float:
        """Length of the plan."""
        return (self.ends_at - self.starts_at).total_seconds() / 60
