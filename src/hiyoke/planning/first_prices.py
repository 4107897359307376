"""Prices to begin from: what a minute of scarce time is worth in a plan made by hand.

In a queue that serves the most urgent first, a minute given away now delays everything behind it:
its price is the loss a day of what is served later, added up to the end. This start saves most of
the rounds that prices would need from nothing; any prices prove a bound. What is not here: the
rounds (`prices`).

Source:
    The price of capacity in the fluid relaxation of weighted completion times; see W. E. Smith,
    "Various optimizers for single-stage production", Naval Research Logistics Quarterly 3 (1956).
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hiyoke.planning.alternatives import Alternatives
    from hiyoke.planning.inputs import Work

#: Share of a shift in use from which on its time counts as scarce.
_FULL = 0.8


def first_prices(alternatives: Alternatives, chosen: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return prices read off a feasible plan.

    Args:
        alternatives: The alternatives.
        chosen: A feasible choice of every job.

    Returns:
        Price of each row, 0 or more; only shifts get one.
    """
    a = alternatives
    rows, jobs, minutes = _use(a, chosen)
    lanes = _lanes(a)
    lane_of = np.full(len(a.capacity), -1, dtype=np.int64)
    for number, (own, _) in enumerate(lanes):
        lane_of[own] = number
    gain = a.value[a.starts[1:] - 1] - a.value[chosen]
    rate = gain / np.maximum(1.0, a.problem.minutes - np.minimum(a.done[chosen], a.problem.minutes))
    rate = np.where(np.isfinite(a.done[chosen]), np.maximum(0.0, rate), 0.0)
    inside = lane_of[rows] >= 0
    rows, jobs, minutes = rows[inside], jobs[inside], minutes[inside]
    # A job that draws on several queues is worth to each of them its part.
    pairs = np.unique(np.stack([jobs, lane_of[rows]]), axis=1)
    queues = np.maximum(1, np.bincount(pairs[0], minlength=a.job_count))
    total = np.zeros((a.job_count, max(1, len(lanes))))
    np.add.at(total, (jobs, lane_of[rows]), minutes)
    density = rate[jobs] / queues[jobs] / np.maximum(1.0, total[jobs, lane_of[rows]])
    used = np.bincount(rows, minutes, minlength=len(a.capacity))
    worth = np.bincount(rows, density * minutes, minlength=len(a.capacity))
    served = np.where(used > 0, worth / np.maximum(used, 1e-9), 0.0)
    served[used < _FULL * a.capacity] = 0.0
    prices = np.zeros(len(a.capacity))
    for own, starts in lanes:
        lasts = np.diff(np.append(starts, a.problem.minutes))
        prices[own] = np.cumsum((served[own] * lasts)[::-1])[::-1]
    return prices


def _use(
    a: Alternatives, chosen: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Return (row, job, minutes) of everything that a choice uses."""
    columns, amounts = a.columns[chosen], a.amounts[chosen]
    rows = a.column_rows[columns].astype(np.int64)
    minutes = amounts[:, :, None] * a.column_weights[columns]
    jobs = np.broadcast_to(np.arange(len(chosen))[:, None, None], rows.shape)
    real = minutes > 0
    return rows[real], jobs[real], minutes[real]


def _lanes(a: Alternatives) -> list[tuple[NDArray[np.int64], NDArray[np.float64]]]:
    """Return rows and begin of the shifts of each holder and kind of work, in order of time."""
    problem = a.problem
    shifts = {
        (holder.crew_id, s.shift_id): (s.work, s.starts_at)
        for holder in problem.crews
        for s in holder.shifts
    }
    found: dict[tuple[str, Work], list[tuple[float, int]]] = defaultdict(list)
    for row, (kind, holder_id, thing_id) in enumerate(a.resources.names):
        if kind == "crew":
            work, starts_at = shifts[holder_id, thing_id]
            at = (starts_at - problem.starts_at).total_seconds() / 60
            found[holder_id, work].append((at, row))
    lanes = []
    for key in sorted(found):
        ordered = sorted(found[key])
        lanes.append(
            (
                np.array([row for _, row in ordered], dtype=np.int64),
                np.array([at for at, _ in ordered]),
            )
        )
    return lanes
