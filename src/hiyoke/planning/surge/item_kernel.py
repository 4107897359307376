"""The compiled loops that make and count items: arrival times, classes, and what became of them.

What is not here: the way of items through stages (`kernel`), and the draws behind them
(`arrivals`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numba

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def place_arrivals(
    gaps: NDArray[np.float64],
    scale: float,
    instants: NDArray[np.float64],
    expected: NDArray[np.float64],
    times: NDArray[np.float64],
) -> int:
    """Write the arrival times of a Poisson process of changing intensity; return how many.

    Args:
        gaps: Exponential variates of mean 1. When all are used up before the horizon the answer
            is -1, and more are needed.
        scale: By which the whole intensity is multiplied, above 0.
        instants: Sorted.
        expected: Arrivals expected up to each instant at scale 1; straight lines between.
        times: Room, as long as `gaps`.

    Source:
        Cinlar, "Introduction to Stochastic Processes", 1975, 4.7: a Poisson process of rate 1
        through the inverse of the expected count.
    """
    total = expected[-1] * scale
    reached = 0.0
    piece = 0
    for count in range(gaps.size):
        reached += gaps[count]
        if reached >= total:
            return count
        while expected[piece + 1] * scale <= reached:
            piece += 1
        low = expected[piece] * scale
        share = (reached - low) / (expected[piece + 1] * scale - low)
        times[count] = instants[piece] + share * (instants[piece + 1] - instants[piece])
    return -1


def choose_classes(
    draws: NDArray[np.float64],
    upto: NDArray[np.float64],
    guide: NDArray[np.int16],
    classes: NDArray[np.int16],
) -> None:
    """Write the class of each item: the first whose cumulated share exceeds the draw.

    Args:
        draws: In [0, 1).
        upto: Cumulated shares.
        guide: By equal part of [0, 1), the class of its beginning: where the search starts.
        classes: Room.
    """
    last = upto.size - 1
    for item in range(draws.size):
        chosen = guide[int(draws[item] * guide.size)]
        while chosen < last and draws[item] >= upto[chosen]:
            chosen += 1
        classes[item] = chosen


def note_items(
    created: NDArray[np.float64],
    done: NDArray[np.float64],
    tier_of: NDArray[np.uint8],
    limits: tuple[NDArray[np.float64], NDArray[np.float64], float, float],
    notes: tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]],
) -> None:
    """Count what happened to every item, by tier.

    Args:
        created: By item.
        done: By item; infinite when it is not done.
        tier_of: Tier by item.
        limits: Deadline in hours by tier; instants of the backlog, equally far apart from 0; the
            horizon; and the width of a bin of fixing times, in hours.
        notes: Counts float64[tiers, 5]: arrived, fixed, due by the horizon, of these missed,
            hours open by the horizon. Backlog float64[3, instants, tiers]: open, sum of ages,
            highest age. Fixing times int64[tiers, bins]. All are added to.
    """
    deadlines, instants, horizon, width = limits
    counts, backlog, bins = notes
    for item in range(created.size):
        tier = tier_of[item]
        due = created[item] + deadlines[tier]
        end = min(done[item], horizon)
        counts[tier, 0] += 1
        counts[tier, 4] += end - created[item]
        if done[item] <= horizon:
            counts[tier, 1] += 1
            bins[tier, min(int((end - created[item]) / width), bins.shape[1] - 1)] += 1
        if due <= horizon:
            counts[tier, 2] += 1
            if done[item] > due:
                counts[tier, 3] += 1
        spot = int(created[item] / instants[0])  # Instants are equally far apart.
        while spot < instants.size and instants[spot] < done[item]:
            age = instants[spot] - created[item]
            backlog[0, spot, tier] += 1
            backlog[1, spot, tier] += age
            backlog[2, spot, tier] = max(backlog[2, spot, tier], age)
            spot += 1


def _compile() -> dict[str, Any]:
    """Compile each loop for its one signature, as `kernel` does."""
    njit: Any = numba.njit
    array: Any = numba.types.Array
    tuple_of: Any = numba.types.Tuple
    f8, i8 = numba.float64, numba.int64
    numbers, codes = array(f8, 1, "C"), array(numba.uint8, 1, "C")
    classes = array(numba.int16, 1, "C")
    notes = tuple_of((array(f8, 2, "C"), array(f8, 3, "C"), array(i8, 2, "C")))
    shapes: dict[Any, Any] = {
        place_arrivals: i8(numbers, f8, numbers, numbers, numbers),
        choose_classes: numba.void(numbers, numbers, classes, classes),
        note_items: numba.void(
            numbers, numbers, codes, tuple_of((numbers, numbers, f8, f8)), notes
        ),
    }
    return {
        loop.__name__: njit(shape, nogil=True, _nrt=False)(loop) for loop, shape in shapes.items()
    }


COMPILED: Final = _compile()
