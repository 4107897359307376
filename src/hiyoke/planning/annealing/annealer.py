"""Improve a plan part by part: each part of the jobs is heated and cooled by itself.

Parts share no scarce row and no rule, so they run on several threads without changing the answer.
What is not here: where the first plan comes from, and any bound (`hiyoke.planning.search`).
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np

from hiyoke.planning.annealing.books import VALUE
from hiyoke.planning.annealing.cycles import anneal
from hiyoke.planning.annealing.layout import lay_out

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hiyoke.planning.alternatives import Alternatives
    from hiyoke.planning.annealing.layout import Layout

#: Moves for each job between one heating and the next.
CYCLE_MOVES = 1000
#: Rise in value that is accepted at first, as a share of what a job costs beyond its best way:
#: when a part is heated several times, and when there are moves for one cooling only.
_HOT = 0.3
_WARM = 0.05
#: And at last, as a share of that.
_COLD = 0.03
#: Minutes by which a row may seem overdrawn when its use is added up anew.
_TOLERANCE = 1e-5


def anneal_plan(
    alternatives: Alternatives,
    chosen: NDArray[np.int64],
    *,
    moves_per_job: int,
    most_moves: int,
    seed: int,
    keep: NDArray[np.bool_] | None = None,
) -> NDArray[np.int64]:
    """Improve a plan by simulated annealing.

    Args:
        alternatives: The alternatives.
        chosen: A feasible choice of every job.
        moves_per_job: Moves for each job,
        most_moves: and altogether.
        seed: Of the random numbers; equal seeds give equal plans.
        keep: Alternatives worth looking at; None takes all.

    Returns:
        A feasible choice that is not worse.

    Cost:
        About a microsecond a move, on as many threads as there are processors. The first call on
        a machine compiles for some seconds.
    """
    a = alternatives
    usable = np.ones(len(a.job), dtype=bool) if keep is None else keep.copy()
    usable[chosen] = True
    layout = lay_out(a, usable)
    if layout is None or not layout.parts:
        return chosen
    each = max(1, min(moves_per_job, most_moves // max(1, a.job_count)))
    best = layout.way_of[chosen]

    def run(number: int) -> float:
        return _anneal_part(layout, layout.parts[number], best, each, seed * 1_000_003 + number)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        gained = sum(pool.map(run, range(len(layout.parts))))
    found = layout.kept[best]
    is_better = gained < 0 and a.value[found].sum() <= a.value[chosen].sum()
    return found if is_better and _fits(a, found) else chosen


def _anneal_part(
    layout: Layout, members: NDArray[np.int64], best: NDArray[np.int64], each: int, seed: int
) -> float:
    ways = layout.ways
    first = ways.ranked[layout.books.job[members, 0]]
    beyond = ways.figure[best[members], VALUE] - ways.figure[first, VALUE]
    if beyond.sum() <= 0:
        return 0.0
    cycles = max(1, each // CYCLE_MOVES)
    hot = (_HOT if cycles > 1 else _WARM) * float(beyond.mean())
    words = np.random.SeedSequence(seed).generate_state(1, dtype=np.uint64)
    books = layout.books._replace(
        journal=np.zeros_like(layout.books.journal),
        key=np.zeros_like(layout.books.key),
        random=np.maximum(words, np.uint64(1)),
    )
    counts = np.array([cycles, each * len(members) // cycles], dtype=np.int64)
    return float(anneal(members, best, counts, np.array([hot, _COLD * hot]), (ways, books)))


def _fits(a: Alternatives, chosen: NDArray[np.int64]) -> bool:
    """Return whether no row is overdrawn when everything is added up anew."""
    taken = np.zeros(len(a.column_rows))
    np.add.at(taken, a.columns[chosen], a.amounts[chosen])
    use = np.bincount(
        a.column_rows.ravel(),
        (a.column_weights * taken[:, None]).ravel(),
        minlength=len(a.capacity),
    )
    return bool((use <= a.capacity + _TOLERANCE).all())
