"""Heating and cooling: worse plans are kept for a while, ever more rarely, and the best is noted.

Moves are counted and random numbers come from a seed, so equal problems give equal plans. What is
not here: what a move does (`moves`), and which jobs are annealed together (`annealing`).

Source:
    S. Kirkpatrick, C. D. Gelatt and M. P. Vecchi, "Optimization by simulated annealing", Science
    220 (1983).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from hiyoke.planning.annealing.books import CHOSEN, IS_OUT, RANK, START, Books, Ways, charge, draw
from hiyoke.planning.annealing.compiled import compiled, inner
from hiyoke.planning.annealing.moves import EARLIER, LATER, PUSH, attempt

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Share of moves that are of the last two kinds, and how far these reach among a job's ways.
_SHARE_BETWEEN: Final = 0.3
_REACH: Final = 8.0
#: Cycles without a better plan after which a part is let be.
_PATIENCE: Final = 5
#: Share of pushes that look among better ways only.
_SHARE_BETTER: Final = 0.7


@inner
def try_some_move(job: int, budget: float, w: Ways, b: Books) -> float:
    """Draw a move of a job and try it; return as `attempt`."""
    first, end = b.job[job, START], b.job[job + 1, START]
    here = w.place[b.job[job, CHOSEN], RANK]
    spot = here
    kind = PUSH
    if draw(b) < _SHARE_BETWEEN:
        step = 1 + int(draw(b) * _REACH)
        kind = EARLIER if draw(b) < 0.5 else LATER  # noqa: PLR2004 - one half.
        spot = max(0, here - step) if kind == EARLIER else min(end - first - 1, here + step)
    elif here > 0 and draw(b) < _SHARE_BETTER:
        spot = int(draw(b) * here)
    else:
        spot = int(draw(b) * (end - first))
    if spot == here:
        return np.inf
    return attempt(job, (w.ranked[first + spot], kind), budget, w, b)


@inner
def stand_at(members: NDArray[np.int64], best: NDArray[np.int64], w: Ways, b: Books) -> None:
    """Put every job where the best plan has it."""
    for job in members:
        if b.job[job, IS_OUT] == 0 and b.job[job, CHOSEN] != best[job]:
            charge(job, b.job[job, CHOSEN], -1, w, b)
    for job in members:
        if b.job[job, IS_OUT]:
            charge(job, best[job], 1, w, b)


@compiled
def anneal(
    members: NDArray[np.int64],
    best: NDArray[np.int64],
    counts: NDArray[np.int64],
    heats: NDArray[np.float64],
    books: tuple[Ways, Books],
) -> float:
    """Heat and cool one part of the jobs several times, each time from the best plan known.

    Args:
        members: Its jobs.
        best: Best way of every job; those of the members are changed when a better plan is found.
        counts: Most cycles, and moves in each; cycles end when several in turn found nothing.
        heats: Rise in value that is accepted at first and at last, on average.
        books: What may be chosen, and the books.

    Returns:
        By how much the value changed; 0 or less.
    """
    w, b = books
    least, waited = 0.0, 0
    for _ in range(counts[0]):
        stand_at(members, best, w, b)
        before = least
        total, heat = least, heats[0]
        slower = (heats[1] / heats[0]) ** (1.0 / counts[1])
        for _ in range(counts[1]):
            heat *= slower
            job = members[int(draw(b) * members.size)]
            cost = try_some_move(job, -heat * np.log(1.0 - draw(b)), w, b)
            if cost < np.inf:
                total += cost
                if total < least - 1e-9 * heats[1]:
                    least = total
                    for one in members:
                        best[one] = b.job[one, CHOSEN]
        waited = 0 if least < before else waited + 1
        if waited == _PATIENCE:
            break
    stand_at(members, best, w, b)
    return least
