"""The compiled loops of packing: which jobs fill each shift best, exactly, by dynamic programming.

Importing this module imports numba; each loop is compiled once in a process and nothing is written
to disk (ADR 0009). So only `packing` imports it, when a bound is to be proved by patterns.
What is not here: which shifts are packed, and at which prices.

Source:
    The 0/1 knapsack with classes of which one item may be chosen: H. Kellerer, U. Pferschy and
    D. Pisinger, "Knapsack Problems", Springer (2004), chapter 11.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numba

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def pack_shifts(
    items: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]],
    paying: tuple[NDArray[np.int64], NDArray[np.int64]],
    room: NDArray[np.int64],
    best: NDArray[np.float64],
    found: tuple[NDArray[np.float64], NDArray[np.uint8]],
) -> None:
    """Find the cheapest choice for every shift.

    Args:
        items: Weight of each item in whole units; first item of each class, and their number at
            the end; cost of each item. A class is one job in one shift. Every item has to fit.
        paying: Classes in which an item costs less than 0, by shift; the first of each shift, and
            their number at the end.
        room: Units of each shift.
        best: Place for the best costs of the first classes for each room
            [most classes of a shift + 1, most units + 1].
        found: Least cost of each shift, at most 0, and 1 for each item chosen; both are filled,
            the second has to be 0 before.
    """
    weight, start, cost = items
    classes, first = paying
    least, taken = found
    for shift in range(room.size):
        units, count = room[shift], first[shift + 1] - first[shift]
        best[0, : units + 1] = 0.0
        for place in range(count):
            one = classes[first[shift] + place]
            for left in range(units + 1):
                best[place + 1, left] = best[place, left]
            for item in range(start[one], start[one + 1]):
                for left in range(weight[item], units + 1):
                    value = best[place, left - weight[item]] + cost[item]
                    best[place + 1, left] = min(best[place + 1, left], value)
        least[shift] = best[count, units]
        for place in range(count - 1, -1, -1):
            one, value = classes[first[shift] + place], best[place + 1, units]
            if value < best[place, units]:
                item = start[one]
                while weight[item] > units or (
                    best[place, units - weight[item]] + cost[item] != value
                ):
                    item += 1
                taken[item] = 1
                units -= weight[item]


def pack_beside(  # noqa: C901 - three plain loops; a call between them would be compiled anew.
    items: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]],
    paying: tuple[NDArray[np.int64], NDArray[np.int64]],
    room: tuple[NDArray[np.int64], NDArray[np.int64]],
    tables: tuple[NDArray[np.float64], NDArray[np.float64]],
    beside: NDArray[np.float64],
) -> None:
    """Find, for every item, what the others of its shift cost least beside it.

    Args:
        items: As in `pack_shifts`.
        paying: The same.
        room: Units of each shift; first item of each, and their number at the end.
        tables: Place for the best costs of the classes before and after each one
            [most classes of a shift + 1, most units + 1].
        beside: By item; filled.
    """
    weight, start, cost = items
    classes, first = paying
    units_of, begin = room
    before, after = tables
    for shift in range(units_of.size):
        units, count = units_of[shift], first[shift + 1] - first[shift]
        before[0, : units + 1] = 0.0
        after[count, : units + 1] = 0.0
        # 1. Best costs of the first classes, and of the last ones, for each room.
        for place in range(count):
            one, other = classes[first[shift] + place], classes[first[shift + 1] - 1 - place]
            ahead = count - 1 - place
            for left in range(units + 1):
                before[place + 1, left] = before[place, left]
                after[ahead, left] = after[ahead + 1, left]
            for item in range(start[one], start[one + 1]):
                for left in range(weight[item], units + 1):
                    value = before[place, left - weight[item]] + cost[item]
                    before[place + 1, left] = min(before[place + 1, left], value)
            for item in range(start[other], start[other + 1]):
                for left in range(weight[item], units + 1):
                    value = after[ahead + 1, left - weight[item]] + cost[item]
                    after[ahead, left] = min(after[ahead, left], value)
        # 2. An item of no paying class stands beside the best of all others.
        for item in range(begin[shift], begin[shift + 1]):
            beside[item] = before[count, units - weight[item]]
        # 3. What is left beside another is shared best between those before and after.
        for place in range(count):
            one = classes[first[shift] + place]
            for item in range(start[one], start[one + 1]):
                rest, value = units - weight[item], 0.0
                for left in range(rest + 1):
                    value = min(value, before[place, left] + after[place + 1, rest - left])
                beside[item] = value


@cache
def compiled(name: str) -> Any:
    """Return a loop of this module, compiled for its one signature when first asked for."""
    njit: Any = numba.njit
    array: Any = numba.types.Array
    tuple_of: Any = numba.types.Tuple
    numbers, whole = array(numba.float64, 1, "C"), array(numba.int64, 1, "C")
    table = array(numba.float64, 2, "C")
    items, paying = tuple_of((whole, whole, numbers)), tuple_of((whole, whole))
    found = tuple_of((numbers, array(numba.uint8, 1, "C")))
    loops: dict[str, tuple[Any, Any]] = {
        "pack_shifts": (
            pack_shifts,
            numba.void(items, paying, whole, table, found),
        ),
        "pack_beside": (
            pack_beside,
            numba.void(items, paying, paying, tuple_of((table, table)), numbers),
        ),
    }
    loop, shape = loops[name]
    return njit(shape, nogil=True, _nrt=False)(loop)
