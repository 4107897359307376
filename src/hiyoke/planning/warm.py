"""Begin from a plan that people know already: keep what still fits, then mend the rest.

What is not here: a search from nothing (`search`).
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from hiyoke.planning.construct import Improver, in_order, reference_ranks
from hiyoke.planning.schedule import Schedule

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from hiyoke.planning.alternatives import Alternatives
    from hiyoke.planning.plan import Task

#: Moves of the local search around one job.
LOCAL_MOVES = 60


def kept_alternatives(alternatives: Alternatives, tasks: Iterable[Task]) -> dict[int, int]:
    """Return the alternative of each job that says the same as its task; others are left out.

    The same means: option, window, the moment of the control, the crews, and, as far as they are
    still there, their shifts.
    """
    a = alternatives
    number = {j.job_id: n for n, j in enumerate(a.problem.jobs)}
    windows = {w.window_id: n for n, w in enumerate(a.problem.windows)}
    found: dict[int, int] = {}
    for task in tasks:
        job = number.get(task.job_id)
        if job is None or (task.window_id is not None and task.window_id not in windows):
            continue
        window = -1 if task.window_id is None else windows[task.window_id]
        crews = {c.holder_id for c in task.charges if c.purpose != "vendor" and c.minutes > 0}
        own = np.arange(a.starts[job], a.starts[job + 1] - 1)
        same: list[tuple[float, int]] = []
        for alternative in own[a.window[own] == window].tolist():
            route = a.routes[int(a.route[alternative])]
            option = a.problem.jobs[job].options[int(a.option[alternative])]
            shift = route.control_shift[int(a.place[alternative])]
            is_same = option.kind is task.option and task.control_at == (
                None if shift is None else shift.ends_at
            )
            drawn = _drawn(a, alternative)
            if is_same and crews == {holder for (kind, holder, _) in drawn if kind == "crew"}:
                same.append((_difference(task, drawn), alternative))
        if same:
            found[job] = min(same)[1]
    return found


def _drawn(a: Alternatives, alternative: int) -> dict[tuple[str, str, str], float]:
    """Return what an alternative takes of each row, by the row's name."""
    rows = a.column_rows[a.columns[alternative]]
    takes = a.column_weights[a.columns[alternative]] * a.amounts[alternative][:, None]
    found: dict[tuple[str, str, str], float] = defaultdict(float)
    for row, minutes in zip(rows.ravel().tolist(), takes.ravel().tolist(), strict=True):
        if minutes > 0:
            found[a.resources.names[row]] += minutes
    return found


def _difference(task: Task, drawn: Mapping[tuple[str, str, str], float]) -> float:
    """Return by how many minutes a task's shifts are drawn on otherwise than it says."""
    given = {(holder, shift): m for (_, holder, shift), m in drawn.items()}
    said: dict[tuple[str, str], float] = defaultdict(float)
    for charge in task.charges:
        said[charge.holder_id, charge.shift_id] += charge.minutes
    return sum(abs(given.get(key, 0.0) - minutes) for key, minutes in said.items())


def warm_schedule(
    alternatives: Alternatives, tasks: Iterable[Task], guide: NDArray[np.float64] | None = None
) -> Schedule:
    """Return a schedule that keeps every task that still fits, and then places the others.

    Args:
        alternatives: The alternatives, perhaps of a changed problem.
        tasks: The plan to keep.
        guide: Figure by which the others are placed; None takes values.
    """
    a = alternatives
    figure = a.value if guide is None else guide
    kept = kept_alternatives(a, tasks)
    schedule = Schedule(a)
    order = in_order(a, reference_ranks(a))
    waiting = []
    for job in order:
        if job in kept and schedule.fitting(job)[kept[job] - int(a.starts[job])]:
            schedule.put(job, kept[job])
        else:
            waiting.append(job)
    for job in waiting:
        schedule.place(job, figure)
    return schedule


def improve_near(schedule: Schedule, jobs: Iterable[int], *, moves: int, seed: int) -> None:
    """Improve a schedule by moves around some jobs only.

    Args:
        schedule: Improved in place.
        jobs: Around which.
        moves: How many for each.
        seed: Of the random order.
    """
    improver = Improver(schedule, seed)
    for job in jobs:
        improver.run_at(job, moves)
