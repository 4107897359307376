"""Tables from which the work of an item is drawn: quantiles of mean 1 at equal steps.

What is not here: the draws (`hiyoke.planning.surge.loops`).
"""

from __future__ import annotations

from functools import cache
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

from hiyoke.planning.surge.loops import PARTS, ROWS
from hiyoke.planning.surge.network import Spread

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Share of draws that a table does not tell apart at either end.
_RAREST = 2.0**-40


@cache
def quantiles(spread: Spread, variation: float) -> NDArray[np.float64]:
    """Return a table of quantiles.

    Between the steps lies a straight line; the last step is divided again and again, for what is
    rare and large, down to one in 2**32. The mean is 1 exactly; the variance is within half a
    percent where the standard deviation is up to three means.

    Args:
        spread: How work varies around its mean.
        variation: Standard deviation over mean, for a lognormal spread.

    Returns:
        float64[ROWS, PARTS + 1]: all steps, the division of the last one, and so on.
    """
    steps = np.arange(PARTS + 1) / PARTS
    # What lies beyond is exact here, as 1 minus a share near 1 would not be.
    beyond = np.stack([(1.0 - steps) / PARTS**row for row in range(ROWS)])
    table = _quantile(spread, variation, np.clip(beyond, _RAREST, 1.0 - _RAREST))
    middles = (table[:, 1:] + table[:, :-1]) / 2.0
    middles[:-1, -1] = 0.0  # Divided in the next row.
    mean = sum(float(row.sum()) / PARTS ** (n + 1) for n, row in enumerate(middles))
    return np.asarray(table / mean)


def _quantile(spread: Spread, variation: float, beyond: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return what a share lies beyond."""
    if spread is Spread.CONSTANT:
        return np.ones_like(beyond)
    if spread is Spread.EXPONENTIAL:
        return np.asarray(-np.log(beyond))
    normal = NormalDist()
    width = float(np.log1p(variation**2)) ** 0.5
    return np.array([[np.exp(-width * normal.inv_cdf(b)) for b in row] for row in beyond.tolist()])
