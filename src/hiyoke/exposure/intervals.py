"""How far an estimate from so many worlds may be off: exact binomial intervals.

Worlds are independent draws, so the number of worlds in which something happens is binomial, and
the interval of Clopper and Pearson holds the true probability in at least 95 runs of 100, however
small it is. What is not here: errors of the model or of its probabilities.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Share of runs in which the interval holds the true probability, at least.
CONFIDENCE: Final = 0.95

#: Steps of the search for a quantile; it has settled after some ten.
_STEPS: Final = 100

#: Relative difference below which two quantiles, and two values of the fraction, count as equal.
_CLOSE: Final = 1e-10
_EQUAL: Final = 1e-13

#: Terms of the continued fraction; it has converged long before for any number of worlds allowed.
_TERMS: Final = 2_000
_TINY: Final = 1e-300

#: 97.5 % quantile of the normal distribution.
_Z: Final = 1.959963984540054


class Estimate(NamedTuple):
    """A probability from worlds.

    Attributes:
        probability: Share of the worlds, in [0, 1].
        ci_low: Lower end of the 95% interval.
        ci_high: Upper end.
        hits: Worlds in which it happened.
        worlds: Worlds drawn.
    """

    probability: float
    ci_low: float
    ci_high: float
    hits: int
    worlds: int


def estimates(hits: NDArray[np.int64], worlds: int) -> list[Estimate]:
    """Return an estimate for each count of worlds.

    Args:
        hits: Worlds in which each thing happened, 0 to `worlds`.
        worlds: Worlds drawn, 1 or more.

    Cost:
        Some milliseconds for all distinct counts together.

    Source:
        Clopper and Pearson, "The use of confidence or fiducial limits illustrated in the case of
        the binomial", Biometrika 26 (1934).
    """
    counts, places = np.unique(hits, return_inverse=True)
    low, high = exact_intervals(counts, worlds)
    found = [
        Estimate(count / worlds, lower, upper, count, worlds)
        for count, lower, upper in zip(counts.tolist(), low.tolist(), high.tolist(), strict=True)
    ]
    return [found[place] for place in places.reshape(-1).tolist()]


def exact_intervals(
    hits: NDArray[np.int64], worlds: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return both ends of the Clopper-Pearson interval of each count, float64 like `hits`."""
    counts = hits.astype(np.float64)
    tail = (1.0 - CONFIDENCE) / 2.0
    low = np.where(hits == 0, 0.0, _beta_quantile(tail, np.maximum(counts, 1.0), worlds))
    missed = worlds - counts
    high = np.where(missed == 0, 1.0, 1.0 - _beta_quantile(tail, np.maximum(missed, 1.0), worlds))
    return low, high


def _beta_quantile(share: float, counts: NDArray[np.float64], worlds: int) -> NDArray[np.float64]:
    """Return p with P(at least `count` of `worlds`) = `share`: a quantile of Beta(k, n - k + 1).

    Newton's steps, kept within the bracket that every step narrows.
    """
    a, b = counts, worlds - counts + 1.0
    lgamma = np.vectorize(math.lgamma, otypes=[np.float64])
    scale = math.lgamma(worlds + 1.0) - lgamma(a) - lgamma(b)
    below, above = np.zeros_like(a), np.ones_like(a)
    x = _wilson_low(a, worlds)
    for _ in range(_STEPS):
        density = np.exp(scale + (a - 1.0) * np.log(x) + (b - 1.0) * np.log1p(-x))
        excess = _beta_share(a, b, x, density) - share
        below, above = np.where(excess < 0.0, x, below), np.where(excess < 0.0, above, x)
        step = x - excess / _nonzero(density)
        moved = np.where((step >= below) & (step <= above), step, (below + above) / 2.0)
        if (np.abs(moved - x) <= _CLOSE * x).all():
            break
        x = moved
    return x


def _wilson_low(counts: NDArray[np.float64], worlds: int) -> NDArray[np.float64]:
    """Return the lower end of Wilson's interval: close to the exact one, so a good start."""
    share = counts / worlds
    middle = share + _Z * _Z / (2.0 * worlds)
    spread = _Z * np.sqrt(share * (1.0 - share) / worlds + (_Z / (2.0 * worlds)) ** 2)
    return np.maximum((middle - spread) / (1.0 + _Z * _Z / worlds), _TINY)


def _beta_share(
    a: NDArray[np.float64],
    b: NDArray[np.float64],
    x: NDArray[np.float64],
    density: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return the regularised incomplete beta function I_x(a, b), given the density at x.

    Source:
        Press et al., "Numerical Recipes", 3rd edition, 6.4: continued fraction by Lentz's method.
    """
    is_direct = x < (a + 1.0) / (a + b + 2.0)
    first, second = np.where(is_direct, a, b), np.where(is_direct, b, a)
    fraction = _fraction(first, second, np.where(is_direct, x, 1.0 - x))
    share = density * x * (1.0 - x) * fraction / first
    return np.where(is_direct, share, 1.0 - share)


def _fraction(
    a: NDArray[np.float64], b: NDArray[np.float64], x: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Evaluate the continued fraction of the incomplete beta function."""
    c = np.ones_like(x)
    d = _inverse(1.0 - (a + b) * x / (a + 1.0))
    value = d
    for m in range(1, _TERMS):
        even = m * (b - m) * x / ((a + 2 * m - 1.0) * (a + 2 * m))
        d, c = _inverse(1.0 + even * d), _nonzero(1.0 + even / c)
        value = value * d * c
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1.0))
        d, c = _inverse(1.0 + odd * d), _nonzero(1.0 + odd / c)
        value = value * d * c
        if np.abs(d * c - 1.0).max(initial=0.0) <= _EQUAL:
            break
    return value


def _nonzero(x: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(np.abs(x) < _TINY, _TINY, x)


def _inverse(x: NDArray[np.float64]) -> NDArray[np.float64]:
    return 1.0 / _nonzero(x)
