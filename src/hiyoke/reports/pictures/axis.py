"""Where an axis has its marks: few, round, and the same on every machine.

What is not here: drawing (`exceedance_chart`, `horizon_chart`).
"""

from __future__ import annotations

import math
from typing import Final

#: Steps of a linear axis, as leading digits.
_STEPS: Final = (1.0, 2.0, 2.5, 5.0, 10.0)
_MOST_MARKS: Final = 6
#: Powers of ten that are enough marks by themselves.
_DECADES: Final = 3
#: From which ratio of the ends on an axis is logarithmic.
LOG_FROM: Final = 30.0


class Axis:
    """A scale from values to places.

    Args:
        low: Least value; above 0 on a logarithmic axis.
        high: Greatest value, above `low`.
        start: Place of the least value.
        end: Place of the greatest one.
        is_log: Whether equal ratios take equal room.

    Example:
        >>> axis = Axis(0, 100, 50, 250)
        >>> axis.place(25), axis.marks
        (100.0, [0.0, 20.0, 40.0, 60.0, 80.0, 100.0])
    """

    def __init__(
        self, low: float, high: float, start: float, end: float, *, is_log: bool = False
    ) -> None:
        self.low, self.high = low, high
        self.start, self.end = start, end
        self.is_log = is_log

    def place(self, value: float) -> float:
        """Return where a value stands; values beyond the ends stand at the ends."""
        inside = min(max(value, self.low), self.high)
        share = (
            math.log(inside / self.low) / math.log(self.high / self.low)
            if self.is_log
            else (inside - self.low) / (self.high - self.low)
        )
        return self.start + share * (self.end - self.start)

    @property
    def marks(self) -> list[float]:
        """Round values between the ends, in rising order."""
        if self.is_log:
            first, last = math.floor(math.log10(self.low)), math.floor(math.log10(self.high))
            digits = (1,) if last - first >= _DECADES else (1, 2, 5)
            found = (digit * 10.0**power for power in range(first, last + 1) for digit in digits)
            return [mark for mark in found if self.low <= mark <= self.high]
        step = round_step((self.high - self.low) / (_MOST_MARKS - 1))
        first = math.ceil(self.low / step - 1e-9)
        return [step * n for n in range(first, math.floor(self.high / step + 1e-9) + 1)]


def round_step(least: float) -> float:
    """Return the smallest round step that is not below `least`.

    Example:
        >>> round_step(0.17)
        0.2
    """
    size = 10.0 ** math.floor(math.log10(least))
    return next(step * size for step in _STEPS if step * size >= least * (1 - 1e-9))
