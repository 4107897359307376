"""A problem and a plan by identifier, for those who check one against the other.

What is not here: any rule.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hiyoke.planning.inputs import Work

if TYPE_CHECKING:
    from datetime import datetime

    from hiyoke.planning.inputs import Crew, Job, Option, PlanningProblem, Shift, Window
    from hiyoke.planning.plan import Plan, Task

#: Minutes by which a sum may pass a capacity: rounding of floating-point numbers only.
TOLERANCE_MINUTES = 0.01


class Books:
    """Looks things up.

    Args:
        problem: What the plan was made from.
        plan: The plan.

    Attributes:
        jobs: Jobs by identifier.
        windows: Windows by identifier.
        crews: Crews by identifier.
        shifts: Shifts of crews and vendors, by holder and identifier.
    """

    def __init__(self, problem: PlanningProblem, plan: Plan) -> None:
        self.problem = problem
        self.plan = plan
        self.jobs = {j.job_id: j for j in problem.jobs}
        self.windows = {w.window_id: w for w in problem.windows}
        self.crews = {c.crew_id: c for c in problem.crews}
        self.shifts: dict[tuple[str, str], Shift] = {
            (crew.crew_id, s.shift_id): s for crew in problem.crews for s in crew.shifts
        }
        self.shifts |= {
            (vendor.vendor_id, s.shift_id): s for vendor in problem.vendors for s in vendor.shifts
        }

    def window_of(self, task: Task) -> Window | None:
        """Return the window of a task; None when it has none, or one that nobody knows."""
        return None if task.window_id is None else self.windows.get(task.window_id)

    @staticmethod
    def option_of(job: Job, task: Task) -> Option | None:
        """Return the option that a task uses; None when the job has no such option."""
        return next((o for o in job.options if o.kind is task.option), None)

    def begin(self, job: Job) -> datetime:
        """Return before when no work on a job may begin."""
        start = self.problem.starts_at
        return start if job.ready_at is None else max(start, job.ready_at)

    @staticmethod
    def preparing(crew: Crew) -> list[Shift]:
        """Return a crew's preparation shifts in the order in which they end."""
        found = [s for s in crew.shifts if s.work is Work.PREPARE]
        return sorted(found, key=lambda s: (s.ends_at, s.starts_at, s.shift_id))

    @staticmethod
    def may(job: Job, crew: Crew | None, skill: str) -> bool:
        """Return whether a crew may serve a skill of a job."""
        if crew is None or (job.crew_ids and crew.crew_id not in job.crew_ids):
            return False
        return not skill or skill in crew.skills


def holds(shift: Shift, window: Window) -> bool:
    """Return whether a shift is one for changes that holds a whole window."""
    is_whole = shift.starts_at <= window.opens_at and window.closes_at <= shift.ends_at
    return shift.work is Work.CHANGE and is_whole
