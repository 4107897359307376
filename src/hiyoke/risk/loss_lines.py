"""Loss over duration as three straight-line curves: low, likely and high, never crossing.

What is not here: deadlines and averages (`impact_curve`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from hiyoke.estate import LossRange


@dataclass(frozen=True, slots=True, eq=False)
class LossLines:
    """Three monotone curves over the same durations.

    Attributes:
        after: Durations in minutes, shape (n,), rising from 0.
        level: Low, likely and high at each, shape (3, n).
        slope: Growth a minute from each on, shape (3, n); the last one goes on for ever.
        ceiling: Level that a piece may not pass, shape (3, n); infinite for the last.
    """

    after: NDArray[np.float64]
    level: NDArray[np.float64]
    slope: NDArray[np.float64]
    ceiling: NDArray[np.float64]

    def at(self, minutes: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return low, likely and high after each duration; 0 after no outage at all.

        Args:
            minutes: Durations of any shape, 0 or more.

        Returns:
            Shape (3, *minutes.shape); never falls with duration, and low <= likely <= high.
        """
        piece = np.searchsorted(self.after, minutes, side="right") - 1
        grown = self.level[:, piece] + self.slope[:, piece] * (minutes - self.after[piece])
        capped = np.minimum(grown, self.ceiling[:, piece])
        # Rounding may put low a hair above likely where two curves meet.
        ordered: NDArray[np.float64] = np.maximum.accumulate(capped, axis=0)
        return np.where(minutes > 0, ordered, 0.0)


@lru_cache(maxsize=4096)
def loss_lines(points: tuple[tuple[int, LossRange], ...], *, goes_on: bool) -> LossLines:
    """Return the curves through the given points.

    Args:
        points: Duration in minutes and cumulative figure, by rising duration. A curve without a
            point at 0 begins at nothing.
        goes_on: Whether the last slope goes on; otherwise the last figure stays. Beyond the last
            point a range never narrows: low grows no faster than likely, and high no slower.
    """
    given = points if points and points[0][0] == 0 else ((0, (0.0, 0.0, 0.0)), *points)
    after = np.array([minutes for minutes, _ in given], dtype=np.float64)
    level = np.array([figures for _, figures in given], dtype=np.float64).T
    slope = np.zeros_like(level)
    ceiling = np.full_like(level, np.inf)
    if len(given) > 1:
        slope[:, :-1] = np.diff(level, axis=1) / np.diff(after)
        ceiling[:, :-1] = level[:, 1:]
    if goes_on and len(given) > 1:
        slope[:, -1] = _widening(slope[:, -2])
    return LossLines(after, level, slope, ceiling)


def _widening(slopes: Sequence[float] | NDArray[np.float64]) -> list[float]:
    low, likely, high = (float(slope) for slope in slopes)
    return [min(low, likely), likely, max(likely, high)]
