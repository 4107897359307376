"""Plan again after a change, moving as little announced work as possible, and say what moved.

What is not here: how the change is found out; the new problem simply differs from the old plan's.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from hiyoke.planning.alternatives import list_alternatives
from hiyoke.planning.extract import extract_plan
from hiyoke.planning.inputs import Objective
from hiyoke.planning.prices import BoundSearch, Pricing
from hiyoke.planning.schedule import Schedule
from hiyoke.planning.search import Solution
from hiyoke.planning.sound import check_problem
from hiyoke.planning.warm import improve_near, kept_alternatives, warm_schedule

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from numpy.typing import NDArray

    from hiyoke.planning.alternatives import Alternatives
    from hiyoke.planning.inputs import PlanningProblem
    from hiyoke.planning.plan import Plan, Task

#: Rounds of prices for the bound of a plan that is made again.
_ROUNDS = 60
#: Moves of the local search around each job whose announced place is gone.
_MOVES = 12
#: What moving one announced task must save at least, as a share of an average job's loss.
_WORTH_A_MOVE = 0.25


class Move(NamedTuple):
    """How one job stands otherwise than in the plan before.

    Attributes:
        job_id: The job.
        kind: ``moved``, ``dropped`` (announced, now open), ``added`` (new in the plan) or
            ``gone`` (no longer to be done).
        was_at: Begin in the old plan; None when it had none.
        is_at: Begin in the new plan; None when it has none.
    """

    job_id: str
    kind: str
    was_at: datetime | None
    is_at: datetime | None


def replan(
    problem: PlanningProblem,
    previous: PlanningProblem,
    announced: Plan,
    objective: Objective = Objective.EXPECTED_LOSS,
    *,
    seed: int = 1,
) -> Solution:
    """Plan a changed problem around the plan that was announced.

    Every announced task keeps its option, window and crews when that is still allowed. Only jobs
    that are new, changed or without such a place are planned; a neighbour makes room for them only
    when that saves clearly more than the trouble.

    Args:
        problem: The problem as it is now.
        previous: The problem of the announced plan.
        announced: That plan.
        objective: What is made small.
        seed: Of the local search.

    Returns:
        A feasible plan with a bound of its own.

    Raises:
        PlanningProblemError: The problem contradicts itself.

    Cost:
        Under two seconds for 1,000 jobs over 26 weeks.
    """
    a = list_alternatives(check_problem(problem), objective)
    kept = kept_alternatives(a, announced.tasks)
    schedule = warm_schedule(a, announced.tasks)
    reference = schedule.value()
    before = {j.job_id: j for j in previous.jobs}
    wanting = [
        n
        for n, job in enumerate(a.problem.jobs)
        if before.get(job.job_id) != job or (n in kept and schedule.chosen[n] != kept[n])
    ]
    if wanting:
        careful = replace(a, value=a.value + _trouble(a, kept))
        mended = Schedule(careful)
        mended.reset(schedule.chosen)
        improve_near(mended, wanting, moves=_MOVES, seed=seed)
        schedule.reset(mended.chosen)
    prices = BoundSearch(Pricing(a))
    prices.run(_ROUNDS, schedule.value())
    plan = extract_plan(
        a,
        schedule.chosen,
        bound=max(0.0, prices.bound),
        reference_value=reference,
        announced={t.job_id: t.starts_at for t in announced.tasks if t.starts_at is not None},
    )
    return Solution(plan, a, prices.prices, schedule.chosen.copy())


def _trouble(a: Alternatives, kept: Mapping[int, int]) -> NDArray[np.float64]:
    """Return what each alternative costs in trouble: something unless it was announced."""
    average = float(a.value[a.starts[1:] - 1].sum()) / max(1, a.job_count)
    trouble = np.zeros(len(a.job))
    for job, alternative in kept.items():
        trouble[a.starts[job] : a.starts[job + 1]] = _WORTH_A_MOVE * average
        trouble[alternative] = 0.0
    return trouble


def moves_between(old: Plan, new: Plan) -> tuple[Move, ...]:
    """Say which jobs stand otherwise, in order of their new begin, then job."""
    before = {t.job_id: t for t in old.tasks}
    after = {t.job_id: t for t in new.tasks}
    known = set(after) | set(new.open_job_ids)
    moves: list[Move] = []
    for job_id in sorted(before.keys() | after.keys()):
        was, now = before.get(job_id), after.get(job_id)
        if was is None and now is not None:
            moves.append(Move(job_id, "added", None, begin_of(now)))
        elif was is not None and now is None:
            kind = "dropped" if job_id in known else "gone"
            moves.append(Move(job_id, kind, begin_of(was), None))
        elif was is not None and now is not None and _stands(was) != _stands(now):
            moves.append(Move(job_id, "moved", begin_of(was), begin_of(now)))
    return tuple(moves)


def begin_of(task: Task) -> datetime | None:
    """Return when a task begins to be seen: its change, else its control."""
    return task.starts_at or task.control_at


def _stands(task: Task) -> tuple[object, ...]:
    work = tuple(sorted({(c.holder_id, c.shift_id, c.skill, c.purpose) for c in task.charges}))
    return task.option, task.window_id, task.starts_at, task.control_at, work
