"""Better multipliers without a programme: up along what packings leave and overdraw, step by step.

For parts too large for the simplex method, and where a fair bound at once is worth more than a
close one later. What is not here: the packings (`packing`), and the programme (`patterns`).

Source:
    B. T. Polyak (1969); P. M. Camerini, L. Fratta and F. Maffioli, Mathematical Programming Study 3
    (1975), as in `hiyoke.planning.prices`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hiyoke.planning.relaxation.patterns import PatternBound

#: Share of the old direction that a step keeps.
_MEMORY = 0.7
#: Rounds without a better bound after which steps become smaller,
_PATIENCE = 5
#: and the factor by which they do.
_SMALLER = 0.6
#: Step below which nothing more is gained.
_SMALLEST = 1e-3


def climb(
    pattern_bound: PatternBound, duals: NDArray[np.float64], top: float, rounds: int
) -> tuple[float, NDArray[np.float64]]:
    """Return a better bound of a part, and the multipliers that prove it.

    Args:
        pattern_bound: Bounds of the part.
        duals: Multipliers to begin from.
        top: Cost of a known choice for the part, in its own units: no bound lies above.
        rounds: Most rounds.

    Cost:
        Each round packs every shift once.
    """
    of = pattern_bound
    bound, taken = of.price(duals)
    best, at, now, step, waited = duals, duals, bound, 1.0, 0
    direction = np.zeros(len(duals))
    for _ in range(rounds):
        slack = of.program.slack(taken)
        slack[of.count :][(at[of.count :] >= 0) & (slack[of.count :] > 0)] = 0.0
        direction = _MEMORY * direction + (1 - _MEMORY) * slack
        length = float(direction @ direction)
        if length <= 0 or step < _SMALLEST:
            break
        at = at + step * (top - now) / length * direction
        at[of.count :] = np.minimum(0.0, at[of.count :])
        now, taken = of.price(at)
        waited += 1
        if now > bound:
            waited = 0 if now > bound + 1e-3 * (top - bound) else waited
            bound, best = now, at
        if waited >= _PATIENCE:
            step, waited, at = step * _SMALLER, 0, best
            now, taken = of.price(at)
    return bound, best
