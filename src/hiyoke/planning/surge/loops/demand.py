"""The compiled arrivals of one stream in one run: when each item comes, and of which class it is.

What is not here: what becomes of the items (`wave`).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

from hiyoke.planning.surge.loops.compiled import compiled_lean, inlined
from hiyoke.planning.surge.loops.draws import share_of, word_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Equal parts of [0, 1) in each of which the search for a class has its own beginning.
GUIDE_PARTS: Final = 256


class Demand(NamedTuple):
    """What arrives.

    Attributes:
        bounds: Where the instants of each stream begin, and where the last ones end.
        instants: Of all streams, in hours.
        expected: Items expected up to each instant.
        upto: Cumulated shares of classes, by stream.
        guide: By stream and part of [0, 1), the class of its beginning.
        scales: By run and stream.
        arrive_keys: Key of the arrivals, by stream.
        class_keys: Key of the classes, by stream.
    """

    bounds: NDArray[np.int64]
    instants: NDArray[np.float64]
    expected: NDArray[np.float64]
    upto: NDArray[np.float64]
    guide: NDArray[np.int64]
    scales: NDArray[np.float64]
    arrive_keys: NDArray[np.uint64]
    class_keys: NDArray[np.uint64]


@compiled_lean
def place_arrivals(demand: Demand, stream: int, run: int, times: NDArray[np.float64]) -> int:
    """Write the arrival times of a Poisson process of changing intensity; return how many.

    Args:
        demand: What arrives.
        stream: Which stream.
        run: Which run.
        times: Room; the answer is -1 when it is too small.

    Source:
        Cinlar, "Introduction to Stochastic Processes", 1975, 4.7: a Poisson process of rate 1
        through the inverse of the expected count.
    """
    first, last = demand.bounds[stream], demand.bounds[stream + 1]
    instants, expected = demand.instants[first:last], demand.expected[first:last]
    scale = demand.scales[run, stream]
    total = expected[-1] * scale
    key = word_of(demand.arrive_keys[stream], run)
    reached = 0.0
    piece, count = -1, 0
    upto = low = begin = slope = 0.0
    while True:
        reached -= math.log(1.0 - share_of(key, count))
        if reached >= total:
            return count
        if count >= times.size:
            return -1
        while upto <= reached:
            piece += 1
            low, upto = expected[piece] * scale, expected[piece + 1] * scale
            begin = instants[piece]
            slope = (instants[piece + 1] - begin) / (upto - low)
        times[count] = begin + (reached - low) * slope
        count += 1


@inlined
def class_at(upto: NDArray[np.float64], guide: NDArray[np.int64], share: float) -> int:
    """Return the first class whose cumulated share exceeds a draw."""
    chosen: int = guide[int(share * GUIDE_PARTS)]
    while chosen < upto.size - 1 and share >= upto[chosen]:
        chosen += 1
    return chosen
