"""Where the boxes of a layered picture stand, so that few lines cross and nothing overlaps.

Sugiyama's method in its simplest form: lines that pass a column get a lane in it, columns are
ordered by the mean place of their neighbours, and boxes move towards their neighbours without
changing order. What is not here: what the boxes are (`map_contents`, `map_drawing`).

Source:
    K. Sugiyama, S. Tagawa, M. Toda: Methods for visual understanding of hierarchical system
    structures, IEEE Transactions on Systems, Man, and Cybernetics 11(2), 1981.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

#: Room between two boxes of a column, and height of a lane.
GAP: Final = 9.0
LANE: Final = 10.0
#: How much more a line should be straight between two lanes than between boxes.
_STRAIGHTER: Final = 8.0
_ORDER_SWEEPS: Final = 12
_PLACE_SWEEPS: Final = 8


class Lane(NamedTuple):
    """A line's passage through a column.

    Attributes:
        source: Where the line begins.
        target: Where it leads.
        column: Which column it passes.
    """

    source: Hashable
    target: Hashable
    column: int


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything stands.

    Attributes:
        columns: Boxes and lanes of each column, from the top.
        tops: Upper edge of each, in the unit of the heights, 0 or more.
        height: Of the whole.
        lanes: By line: the lanes that it passes, in order from its source.
    """

    columns: tuple[tuple[Hashable, ...], ...]
    tops: Mapping[Hashable, float]
    height: float
    lanes: Mapping[tuple[Hashable, Hashable], tuple[Lane, ...]]


def arrange(
    columns: Sequence[Sequence[Hashable]],
    heights: Mapping[Hashable, float],
    lines: Sequence[tuple[Hashable, Hashable, float]],
) -> Layout:
    """Order the boxes of each column and place them.

    Args:
        columns: Boxes by column; their order breaks ties.
        heights: Height of each box.
        lines: Source, target and weight; a heavy line is kept straighter.

    Returns:
        A layout in which boxes of a column keep `GAP` between them. Equal inputs give equal
        layouts.

    Cost:
        Some 20 passes over boxes and lines.
    """
    column_of = {box: place for place, column in enumerate(columns) for box in column}
    order = [list(column) for column in columns]
    lanes: dict[tuple[Hashable, Hashable], tuple[Lane, ...]] = {}
    segments: list[tuple[Hashable, Hashable, float]] = []
    for source, target, weight in lines:
        first, last = column_of[source], column_of[target]
        step = 1 if last >= first else -1
        passed = tuple(Lane(source, target, c) for c in range(first + step, last, step))
        if first == last or (source, target) in lanes:
            continue
        lanes[source, target] = passed
        for lane in passed:
            order[lane.column].append(lane)
        stops = [source, *passed, target]
        segments += [
            (a, b, weight * (_STRAIGHTER if isinstance(a, Lane) and isinstance(b, Lane) else 1))
            for a, b in pairwise(stops)
        ]
    for lane_set in lanes.values():
        column_of |= {lane: lane.column for lane in lane_set}
    sizes = {box: LANE if isinstance(box, Lane) else heights[box] for c in order for box in c}
    neighbours = _neighbours(segments, column_of)
    order = _ordered(order, segments, neighbours, column_of)
    tops, height = _placed(order, sizes, neighbours)
    return Layout(tuple(map(tuple, order)), tops, height, lanes)


def _neighbours(
    segments: Sequence[tuple[Hashable, Hashable, float]], column_of: Mapping[Hashable, int]
) -> dict[Hashable, dict[int, list[tuple[Hashable, float]]]]:
    """Return by box, and by side (-1 left, 1 right), its neighbours with weights."""
    found: dict[Hashable, dict[int, list[tuple[Hashable, float]]]] = defaultdict(
        lambda: {-1: [], 1: []}
    )
    for a, b, weight in segments:
        side = 1 if column_of[b] > column_of[a] else -1
        found[a][side].append((b, weight))
        found[b][-side].append((a, weight))
    return found


def _ordered(
    order: list[list[Hashable]],
    segments: Sequence[tuple[Hashable, Hashable, float]],
    neighbours: Mapping[Hashable, Mapping[int, list[tuple[Hashable, float]]]],
    column_of: Mapping[Hashable, int],
) -> list[list[Hashable]]:
    """Return the order with the fewest crossings that the sweeps met."""
    best, fewest = [list(c) for c in order], _crossings(order, segments, column_of)
    for sweep in range(_ORDER_SWEEPS):
        side = -1 if sweep % 2 == 0 else 1
        for column in order if side == -1 else reversed(order):
            ranks = {box: i for c in order for i, box in enumerate(c)}
            keys = {
                box: (_mean(neighbours[box][side] if box in neighbours else [], ranks, i), i)
                for i, box in enumerate(column)
            }
            column.sort(key=keys.__getitem__)
        crossings = _crossings(order, segments, column_of)
        if crossings < fewest:
            best, fewest = [list(c) for c in order], crossings
    return best


def _mean(
    around: Sequence[tuple[Hashable, float]], values: Mapping[Hashable, float], otherwise: float
) -> float:
    total = sum(weight for _, weight in around)
    return sum(values[box] * weight for box, weight in around) / total if total else otherwise


def _crossings(
    order: Sequence[Sequence[Hashable]],
    segments: Sequence[tuple[Hashable, Hashable, float]],
    column_of: Mapping[Hashable, int],
) -> float:
    """Return how often lines cross, each crossing by the lighter line's weight."""
    ranks = {box: i for column in order for i, box in enumerate(column)}
    by_gap = defaultdict(list)
    for a, b, weight in segments:
        left, right = (a, b) if column_of[a] < column_of[b] else (b, a)
        by_gap[column_of[left]].append((ranks[left], ranks[right], weight))
    total = 0.0
    for pairs in by_gap.values():
        met: list[int] = []
        for _, right, weight in sorted(pairs):
            total += (len(met) - bisect_right(met, right)) * weight
            insort(met, right)
    return total


def _placed(
    order: Sequence[Sequence[Hashable]],
    sizes: Mapping[Hashable, float],
    neighbours: Mapping[Hashable, Mapping[int, list[tuple[Hashable, float]]]],
) -> tuple[dict[Hashable, float], float]:
    """Return the upper edges, boxes drawn towards their neighbours within the tallest column."""
    needs = [sum(sizes[box] + GAP for box in column) - GAP for column in order]
    height = max([*needs, 0.0])
    centres: dict[Hashable, float] = {}
    for column, need in zip(order, needs, strict=True):
        spare = (height - need) / (len(column) + 1) if column else 0
        at = spare
        for box in column:
            centres[box] = at + sizes[box] / 2
            at += sizes[box] + GAP + spare
    for sweep in range(_PLACE_SWEEPS):
        for column in order if sweep % 2 == 0 else reversed(order):
            wanted = [_wanted(box, neighbours, centres) for box in column]
            _settle(column, wanted, sizes, centres, height)
    return {box: centre - sizes[box] / 2 for box, centre in centres.items()}, height


def _wanted(
    box: Hashable,
    neighbours: Mapping[Hashable, Mapping[int, list[tuple[Hashable, float]]]],
    centres: Mapping[Hashable, float],
) -> float:
    around = [*neighbours[box][-1], *neighbours[box][1]] if box in neighbours else []
    return _mean(around, centres, centres[box])


def _settle(
    column: Sequence[Hashable],
    wanted: Sequence[float],
    sizes: Mapping[Hashable, float],
    centres: dict[Hashable, float],
    height: float,
) -> None:
    """Put boxes near the wanted centres: pushed down in order, then up from the lower edge."""
    end = -GAP
    tops = []
    for box, centre in zip(column, wanted, strict=True):
        top = max(centre - sizes[box] / 2, end + GAP)
        tops.append(top)
        end = top + sizes[box]
    limit = height
    for place in range(len(column) - 1, -1, -1):
        size = sizes[column[place]]
        tops[place] = min(tops[place], limit - size)
        limit = tops[place] - GAP
    for box, top in zip(column, tops, strict=True):
        centres[box] = top + sizes[box] / 2
