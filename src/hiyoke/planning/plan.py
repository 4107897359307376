"""A plan: what is done when, by whom, at which loss, and how far from the best it can be.

What is not here: how a plan is found, and whether it keeps the rules (`feasibility`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - msgspec reads annotations at run time.
from typing import TYPE_CHECKING

from hiyoke.planning.inputs import DAY_MINUTES, Objective, OptionKind

if TYPE_CHECKING:
    from hiyoke.planning.inputs import Job, PlanningProblem


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """Minutes that a task takes from one shift.

    Attributes:
        holder_id: Crew or vendor.
        shift_id: The shift.
        minutes: Person-minutes, more than 0.
        purpose: ``control``, ``prepare``, ``change`` or ``vendor``.
        skill: Skill that is served; empty for vendors and for work that any crew can do.
    """

    holder_id: str
    shift_id: str
    minutes: float
    purpose: str
    skill: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One job as planned.

    Attributes:
        job_id: The job.
        option: The way it is done.
        window_id: The window; None when only a control is put in place.
        starts_at: Begin of the change in its window.
        ends_at: End of the change: start and downtime.
        done_at: When the job counts as closed: its window has closed; None without a window.
        control_at: From when the compensating control holds; None without one.
        charges: Whose time it takes.
        loss: Expected loss of the job under this plan: attack until done, and the change.
        change_loss: The part of it that the change causes.
        loss_if_open: Its loss when it stays open to the end of the plan.
    """

    job_id: str
    option: OptionKind
    window_id: str | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    done_at: datetime | None = None
    control_at: datetime | None = None
    charges: tuple[Charge, ...] = ()
    loss: float = 0.0
    change_loss: float = 0.0
    loss_if_open: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A plan and what is proven about it.

    Attributes:
        objective: What it makes small.
        tasks: Planned jobs, in order of time.
        open_job_ids: Jobs that stay open, sorted.
        total_loss: Expected loss of all jobs, planned or open, over the plan.
        value: The objective's own figure; `total_loss` for expected loss.
        bound: No plan can have a smaller `value`: a proven lower bound.
        reference_value: What the reference planner reaches.
    """

    objective: Objective
    tasks: tuple[Task, ...]
    open_job_ids: tuple[str, ...]
    total_loss: float
    value: float
    bound: float
    reference_value: float

    @property
    def gap(self) -> float:
        """How far from the best the plan can be at most, as a share of its value, in [0, 1]."""
        if self.value <= 0:
            return 0.0
        return max(0.0, (self.value - self.bound) / self.value)


def job_loss(
    job: Job,
    problem: PlanningProblem,
    *,
    done_at: datetime | None,
    control: tuple[datetime, float] | None = None,
    high: bool = False,
) -> float:
    """Return the expected attack loss of one job until it is closed.

    Args:
        job: The job.
        problem: Gives begin and end of the plan.
        done_at: When it is closed; None when never within the plan.
        control: From when a compensating control holds, and its efficacy; None without one.
        high: Whether to take the high end of the loss rate.

    Returns:
        Loss a day times days, the days after the control at the rate it leaves.
    """
    end = problem.ends_at if done_at is None else min(done_at, problem.ends_at)
    start = problem.starts_at
    full_minutes = (end - start).total_seconds() / 60
    eased = 0.0
    if control is not None:
        since, efficacy = control
        eased = efficacy * max(0.0, (end - since).total_seconds() / 60)
    return job.rate(high=high) * (full_minutes - eased) / DAY_MINUTES


def late_days(job: Job, problem: PlanningProblem, done_at: datetime | None) -> float:
    """Return by how many days a job misses its deadline, counted to the plan's end at most."""
    if job.due_at is None:
        return 0.0
    end = problem.ends_at if done_at is None else done_at
    begin = max(job.due_at, problem.starts_at)
    return max(0.0, (end - begin).total_seconds() / 60 / DAY_MINUTES)


def price_of(objective: Objective, loss: float, late: float, worst_loss: float) -> float:
    """Return what one job adds to the objective's figure.

    Args:
        objective: What is made small.
        loss: Attack and change loss of the job, at the end of the range that the objective takes.
        late: Days late.
        worst_loss: Loss of the whole plan when nothing is done; more than 0.

    Returns:
        The loss; for deadlines the days late, and the loss as a share of the worst, so that the
        loss of the whole plan weighs no more than one day of one job.
    """
    if objective is Objective.DEADLINE:
        return late + loss / worst_loss
    return loss
