from __future__ import annotations

from collections import deque

import numpy as np
import pytest

from hiyoke.errors import UsageError
from hiyoke.exposure import reachability
from hiyoke.exposure.reachability import ReachGraph, arrange_edges, reach, reach_by_sweeps
from hiyoke.exposure.worlds import full_row, unpack_worlds


def random_case(
    seed: int, *, nodes: int, edges: int, gates: int, worlds: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    ends = rng.integers(0, nodes, (2, edges))
    used = rng.integers(0, gates, edges)
    openness = rng.random((gates, 1)) < 0.9
    bits = rng.random((gates, worlds)) < 0.35
    octets = np.packbits(bits & openness, axis=1, bitorder="little")
    padded = np.zeros((gates, -(-worlds // 64) * 8), dtype=np.uint8)
    padded[:, : octets.shape[1]] = octets
    return np.vstack([ends, used]), padded.view(np.uint64), start_at(nodes, worlds)


def start_at(nodes: int, worlds: int, node: int = 0) -> np.ndarray:
    start = np.zeros((nodes, -(-worlds // 64)), dtype=np.uint64)
    start[node] = full_row(worlds)
    return start


def walk_one_world(
    nodes: int, edges: np.ndarray, is_open: np.ndarray, begin: list[int]
) -> set[int]:
    """Plain breadth-first walk in one world: the oracle."""
    ways: dict[int, list[int]] = {}
    for source, target, gate in edges.T.tolist():
        if is_open[gate]:
            ways.setdefault(source, []).append(target)
    seen, queue = set(begin), deque(begin)
    while queue:
        for target in ways.get(queue.popleft(), []):
            if target not in seen:
                seen.add(target)
                queue.append(target)
    assert all(0 <= node < nodes for node in seen)
    return seen


@pytest.fixture(name="only_compiled")
def compile_always(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reachability, "SMALL_PRODUCT", 0)


@pytest.mark.parametrize("worlds", [1, 63, 64, 65, 500, 513, 1_100])
@pytest.mark.usefixtures("only_compiled")
def test_agrees_with_a_walk_in_every_world(worlds: int) -> None:
    nodes = 40
    edges, gates, start = random_case(worlds, nodes=nodes, edges=150, gates=30, worlds=worlds)
    graph = arrange_edges(nodes, *edges)
    reached = unpack_worlds(reach(graph, gates, start), worlds)
    is_open = unpack_worlds(gates, worlds)
    for world in range(worlds):
        found = set(np.flatnonzero(reached[:, world]).tolist())
        assert found == walk_one_world(nodes, edges, is_open[:, world], [0])


@pytest.mark.parametrize("threads", [1, 2, 3])
@pytest.mark.usefixtures("only_compiled")
def test_is_the_same_compiled_and_in_sweeps_with_any_threads(threads: int) -> None:
    edges, gates, start = random_case(7, nodes=300, edges=2_000, gates=900, worlds=1_300)
    graph = arrange_edges(300, *edges)
    assert np.array_equal(
        reach(graph, gates, start, threads=threads), reach_by_sweeps(graph, gates, start)
    )


@pytest.mark.usefixtures("only_compiled")
def test_is_the_same_in_any_order_of_edges_and_gates() -> None:
    edges, gates, start = random_case(8, nodes=60, edges=300, gates=80, worlds=200)
    rng = np.random.default_rng(3)
    moved = rng.permutation(80)
    shuffled = edges[:, rng.permutation(300)].copy()
    shuffled[2] = np.argsort(moved)[shuffled[2]]
    expected = reach(arrange_edges(60, *edges), gates, start)
    assert np.array_equal(reach(arrange_edges(60, *shuffled), gates[moved], start), expected)


def test_small_graphs_need_no_compiler(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "hiyoke.exposure.reach_kernel", None)
    graph = arrange_edges(3, [0, 1], [1, 2], [0, 0])
    gates = full_row(10)[None, :]
    assert np.array_equal(reach(graph, gates, start_at(3, 10)), np.repeat(gates, 3, axis=0))


@pytest.mark.usefixtures("only_compiled")
def test_reaches_only_the_start_without_edges() -> None:
    graph = arrange_edges(4, [], [], [])
    start = start_at(4, 100, node=2)
    gates = np.zeros((0, 2), dtype=np.uint64)
    assert np.array_equal(reach(graph, gates, start), start)
    assert np.array_equal(reach_by_sweeps(graph, gates, start), start)


@pytest.mark.usefixtures("only_compiled")
def test_never_reaches_past_the_last_world() -> None:
    graph = arrange_edges(2, [0], [1], [0])
    everywhere = np.full((1, 2), ~np.uint64(0))
    assert np.array_equal(reach(graph, everywhere, start_at(2, 70))[1], full_row(70))


@pytest.mark.usefixtures("only_compiled")
def test_follows_loops_and_long_chains_to_their_end() -> None:
    nodes = 500
    chain = np.arange(nodes - 1)
    for order in (chain, chain[::-1]):
        sources = np.concatenate([order, [nodes - 1, 3]])
        targets = np.concatenate([order + 1, [0, 3]])
        graph = arrange_edges(nodes, sources, targets, np.zeros(nodes + 1, dtype=int))
        reached = reach(graph, full_row(5)[None, :], start_at(nodes, 5))
        assert (reached == 31).all()


def test_numbers_gates_by_first_use() -> None:
    graph = arrange_edges(3, [0, 0, 1], [2, 1, 2], [7, 5, 7])
    assert graph.gate_order.tolist() == [5, 7]
    assert graph.edge_gates.tolist() == [0, 1, 1]


@pytest.mark.parametrize(
    ("sources", "targets", "gates"),
    [([0], [1, 1], [0]), ([0], [3], [0]), ([-1], [1], [0]), ([0], [1], [-1])],
)
def test_refuses_edges_that_lead_nowhere(
    sources: list[int], targets: list[int], gates: list[int]
) -> None:
    with pytest.raises(UsageError):
        arrange_edges(3, sources, targets, gates)


@pytest.mark.parametrize("shapes", [((1, 1), (2, 1)), ((0, 1), (3, 1)), ((1, 2), (3, 1))])
def test_refuses_arrays_that_do_not_fit(shapes: tuple[tuple[int, int], tuple[int, int]]) -> None:
    graph: ReachGraph = arrange_edges(3, [0], [1], [0])
    gates, start = (np.zeros(shape, dtype=np.uint64) for shape in shapes)
    with pytest.raises(UsageError, match="equal words"):
        reach(graph, gates, start)


def test_the_compiled_loop_runs_alike_without_the_compiler() -> None:
    from hiyoke.exposure.reach_kernel import settle_block

    edges, gates, start = random_case(5, nodes=12, edges=40, gates=9, worlds=512)
    graph = arrange_edges(12, *edges)
    settled = start.copy()
    settle_block(
        (graph.starts, graph.sources, graph.edge_gates),
        (graph.next_starts, graph.next_targets),
        (gates[graph.gate_order], settled),
        (np.ones(12, dtype=np.uint8), np.empty(8, dtype=np.uint64)),
    )
    assert np.array_equal(settled, reach_by_sweeps(graph, gates, start))
