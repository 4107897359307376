"""The layout's laws: nothing overlaps, every line has its lanes, and sweeps never add crossings."""

from __future__ import annotations

from collections.abc import Hashable
from itertools import combinations, pairwise
from typing import TypeAlias

from hypothesis import given, settings
from hypothesis import strategies as st

from hiyoke.reports.exposure.map_layout import GAP, LANE, Lane, Layout, arrange

Graph: TypeAlias = tuple[
    list[list[Hashable]], dict[Hashable, float], list[tuple[Hashable, Hashable, float]]
]


@st.composite
def graphs(
    draw: st.DrawFn,
) -> Graph:
    sizes = draw(st.lists(st.integers(0, 8), min_size=1, max_size=6))
    columns: list[list[Hashable]] = [
        [f"{c}.{n}" for n in range(size)] for c, size in enumerate(sizes)
    ]
    boxes = [box for column in columns for box in column]
    heights = {box: draw(st.floats(10, 80)) for box in boxes}
    if not boxes:
        return columns, heights, []
    ends = st.tuples(st.sampled_from(boxes), st.sampled_from(boxes), st.sampled_from([1.0, 6.0]))
    return columns, heights, draw(st.lists(ends, max_size=40))


def crossings(layout: Layout) -> int:
    """Count crossings by comparing every two segments between neighbouring columns."""
    column_of = {box: c for c, column in enumerate(layout.columns) for box in column}
    rank = {box: r for column in layout.columns for r, box in enumerate(column)}
    segments = set()
    for (source, target), lanes in layout.lanes.items():
        for a, b in pairwise([source, *lanes, target]):
            left, right = (a, b) if column_of[a] < column_of[b] else (b, a)
            segments.add((column_of[left], rank[left], rank[right]))
    return sum(
        c == c2 and (a - a2) * (b - b2) < 0
        for (c, a, b), (c2, a2, b2) in combinations(sorted(segments), 2)
    )


@settings(deadline=None)
@given(graphs())
def test_boxes_and_lanes_of_a_column_never_overlap(
    graph: Graph,
) -> None:
    columns, heights, lines = graph
    layout = arrange(columns, heights, lines)
    for given_column, column in zip(columns, layout.columns, strict=True):
        assert {box for box in column if not isinstance(box, Lane)} == set(given_column)
        spans = [
            (layout.tops[box], layout.tops[box] + (LANE if isinstance(box, Lane) else heights[box]))
            for box in column
        ]
        assert all(top >= -1e-6 and low <= layout.height + 1e-6 for top, low in spans)
        assert all(low + GAP <= top + 1e-6 for (_, low), (top, _) in pairwise(spans))


@settings(deadline=None)
@given(graphs())
def test_a_line_has_one_lane_in_each_column_that_it_passes(
    graph: Graph,
) -> None:
    columns, heights, lines = graph
    layout = arrange(columns, heights, lines)
    column_of = {box: c for c, column in enumerate(columns) for box in column}
    for source, target, _ in lines:
        first, last = column_of[source], column_of[target]
        if first == last:
            assert (source, target) not in layout.lanes
            continue
        step = 1 if last > first else -1
        found = [lane.column for lane in layout.lanes[source, target]]
        assert found == list(range(first + step, last, step))


@settings(deadline=None)
@given(graphs())
def test_equal_graphs_give_equal_layouts(
    graph: Graph,
) -> None:
    assert arrange(*graph) == arrange(*graph)


def test_untangles_lines_that_need_not_cross() -> None:
    columns = [["a", "b", "c", "d"], ["d2", "c2", "b2", "a2"], ["b3", "a3", "d3", "c3"]]
    heights: dict[Hashable, float] = {box: 20.0 for column in columns for box in column}
    lines = [(a, b, 1.0) for name in "abcd" for a, b in pairwise([name, f"{name}2", f"{name}3"])]
    assert crossings(arrange(columns, heights, lines)) == 0


def test_keeps_a_lone_line_straight() -> None:
    columns = [["a", "b", "c"], ["x"], ["y"]]
    heights: dict[Hashable, float] = {box: 30.0 for column in columns for box in column}
    layout = arrange(columns, heights, [("c", "x", 6.0), ("x", "y", 6.0)])
    middles = [layout.tops[box] + 15.0 for box in ("c", "x", "y")]
    assert max(middles) - min(middles) < 12.0
