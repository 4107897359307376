"""The compiled seams between places: flows are split by station, and merged in order of time.

What is not here: the places (`people`, `batches`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from hiyoke.planning.surge.loops.compiled import compiled, compiled_lean

if TYPE_CHECKING:
    from numpy.typing import NDArray


@compiled_lean
def merge_two(first: Any, second: Any, merged: Any) -> None:
    """Merge two sorted sequences of `FLOW`; at one instant the first goes first."""
    one = two = 0
    for place in range(merged.size):
        if two >= second.size or (one < first.size and first[one].at <= second[two].at):
            merged[place] = first[one]
            one += 1
        else:
            merged[place] = second[two]
            two += 1


@compiled
def merge_parts(flow: Any, held: int, spare: int, bounds: NDArray[np.int64]) -> int:
    """Merge sorted parts that lie one after the other in a row; return the row that holds all.

    Args:
        flow: Rows of `FLOW`.
        held: The row of the parts.
        spare: Another row, whose contents are lost.
        bounds: Where each part begins, and where the last ends; used up here.
    """
    parts = bounds.size - 1
    while parts > 1:
        made = 0
        for part in range(0, parts, 2):
            low, middle = bounds[part], bounds[part + 1]
            high = bounds[min(part + 2, parts)]
            merge_two(flow[held, low:middle], flow[held, middle:high], flow[spare, low:high])
            made += 1
            bounds[made] = high
        parts = made
        held, spare = spare, held
    return held


@compiled
def split_parts(flow: Any, part_of: NDArray[np.int64], parts: Any) -> NDArray[np.int64]:
    """Sort arrivals into parts, each in the order of arrival; return where each part begins.

    Args:
        flow: `FLOW`.
        part_of: Part by class.
        parts: `FLOW`, room for all parts, one after the other.
    """
    begins = np.zeros(part_of.max() + 3, dtype=np.int64)
    for place in range(flow.size):
        begins[part_of[flow[place].class_of] + 2] += 1
    for part in range(2, begins.size):
        begins[part] += begins[part - 1]
    for place in range(flow.size):
        part = part_of[flow[place].class_of] + 1
        parts[begins[part]] = flow[place]
        begins[part] += 1
    return begins[:-1]


@compiled
def items_by(flow: Any, at: float) -> int:
    """Return how many items of a sorted flow come at an instant or before it."""
    low, high = 0, flow.size
    while low < high:
        middle = (low + high) // 2
        if flow[middle].at <= at:
            low = middle + 1
        else:
            high = middle
    return low
