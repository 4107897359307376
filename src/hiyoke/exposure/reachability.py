"""Find in which worlds an attacker reaches each node: all worlds at once, 64 a machine word.

A node is reached in a world when it is a start there, or when an edge leads to it from a node
reached in that world and the edge's gate is open there. Many edges share a gate, so memory is
edges + gates x worlds / 64. What is not here: what nodes, edges and gates stand for
(`attack_graph`).
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hiyoke.errors import UsageError
from hiyoke.languages import Text

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

#: Words settled together: as many as fit one line of the processor's cache.
BLOCK_WORDS = 8

#: Edges x words up to which plain numpy is quicker than compiling the loop.
SMALL_PRODUCT = 1 << 17


@dataclass(frozen=True, slots=True, eq=False)
class ReachGraph:
    """Edges arranged for the engine; build it with `arrange_edges`.

    Attributes:
        starts: First incoming edge of each node, int64[nodes + 1].
        sources: Source of each edge, edges sorted by target, int32[edges].
        edge_gates: Gate of each edge, numbered by first use, int32[edges].
        gate_order: Number, as the caller knows it, of each gate used, int64[gates used].
        next_starts: First outgoing edge of each node, int64[nodes + 1].
        next_targets: Target of each edge, edges sorted by source, int32[edges].
    """

    starts: NDArray[np.int64]
    sources: NDArray[np.int32]
    edge_gates: NDArray[np.int32]
    gate_order: NDArray[np.int64]
    next_starts: NDArray[np.int64]
    next_targets: NDArray[np.int32]

    @property
    def node_count(self) -> int:
        """How many nodes there are."""
        return self.starts.size - 1


def arrange_edges(
    node_count: int, sources: ArrayLike, targets: ArrayLike, gates: ArrayLike
) -> ReachGraph:
    """Arrange edges by target, and number their gates as they are met.

    Args:
        node_count: Nodes are 0 to `node_count` - 1.
        sources: Node where each edge starts.
        targets: Node where it ends.
        gates: Row of the gate that opens it; many edges may share one.

    Raises:
        UsageError: The three differ in length, or a number is out of range.

    Cost:
        Sorting the edges; 0.5 s for a million.
    """
    ends = [np.asarray(numbers, dtype=np.int64) for numbers in (sources, targets, gates)]
    _check_edges(node_count, *ends)
    source, target, gate = ends
    by_target = np.argsort(target, kind="stable")
    by_source = np.argsort(source, kind="stable")
    used, first, numbered = np.unique(gate[by_target], return_index=True, return_inverse=True)
    by_use = np.argsort(first, kind="stable")
    renumbered = np.empty(by_use.size, dtype=np.int32)
    renumbered[by_use] = np.arange(by_use.size, dtype=np.int32)
    return ReachGraph(
        starts=_starts(node_count, target),
        sources=source[by_target].astype(np.int32),
        edge_gates=renumbered[numbered],
        gate_order=used[by_use],
        next_starts=_starts(node_count, source),
        next_targets=target[by_source].astype(np.int32),
    )


def reach(
    graph: ReachGraph,
    gates: NDArray[np.uint64],
    start: NDArray[np.uint64],
    *,
    threads: int | None = None,
) -> NDArray[np.uint64]:
    """Return the worlds in which each node is reached.

    The answer is unique: it does not depend on the number of threads or the order of edges.

    Args:
        graph: The edges.
        gates: Worlds in which each gate is open, uint64[gates, words].
        start: Worlds in which each node is reached at once, uint64[nodes, words].
        threads: How many to use; None for one per processor.

    Returns:
        uint64[nodes, words].

    Raises:
        UsageError: The arrays do not fit the graph.

    Cost:
        Linear in edges x words; memory for a copy of the gates used by each thread, cut to
        `BLOCK_WORDS` words. 1,000,000 edges with a gate each, 100,000 nodes and 1,024 worlds take
        0.6 s of each of two processors.
    """
    _check_fit(graph, gates, start)
    words = start.shape[1]
    if graph.sources.size * words <= SMALL_PRODUCT:
        return reach_by_sweeps(graph, gates, start)
    # Importing compiles, which takes a second or two; small graphs need not wait for it.
    from hiyoke.exposure.reach_kernel import compiled_settle_block  # noqa: PLC0415

    reached = np.empty_like(start)
    all_nodes = np.arange(graph.node_count)
    has_edges = (np.diff(graph.starts) > 0).astype(np.uint8)

    def settle_words(first: int) -> None:
        block = slice(first, min(first + BLOCK_WORDS, words))
        open_worlds = _block_of(gates[:, block], graph.gate_order)
        settled = _block_of(start[:, block], all_nodes)
        compiled_settle_block(
            (graph.starts, graph.sources, graph.edge_gates),
            (graph.next_starts, graph.next_targets),
            (open_worlds, settled),
            (has_edges.copy(), np.empty(BLOCK_WORDS, dtype=np.uint64)),
        )
        reached[:, block] = settled[:, : block.stop - first]

    with ThreadPoolExecutor(max_workers=threads or os.cpu_count() or 1) as pool:
        list(pool.map(settle_words, range(0, words, BLOCK_WORDS)))
    return reached


def reach_by_sweeps(
    graph: ReachGraph, gates: NDArray[np.uint64], start: NDArray[np.uint64]
) -> NDArray[np.uint64]:
    """Return what `reach` returns, by sweeps over all edges in plain numpy.

    Short enough to check by hand: the reference for the compiled loop, and the quicker of the two
    for a small graph.

    Cost:
        Edges x words x the longest chain of steps.
    """
    reached = start.copy()
    open_worlds = gates[graph.gate_order]
    into = np.flatnonzero(np.diff(graph.starts))
    if into.size == 0:
        return reached
    while True:
        arriving = reached[graph.sources] & open_worlds[graph.edge_gates]
        gained = reached[into] | np.bitwise_or.reduceat(arriving, graph.starts[into], axis=0)
        if np.array_equal(gained, reached[into]):
            return reached
        reached[into] = gained


def _block_of(bits: NDArray[np.uint64], rows: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Copy rows of bits to a block of full width, each row on a cache line of its own.

    Past the last word there are zeros: nothing starts there, so nothing is reached.
    """
    line = BLOCK_WORDS * 8
    raw = np.empty(rows.size * line + line, dtype=np.uint8)
    offset = -raw.ctypes.data % line
    block = raw[offset : offset + rows.size * line].view(np.uint64).reshape(-1, BLOCK_WORDS)
    width = bits.shape[1]
    block[:, width:] = 0
    # With clip, numpy writes to `out` directly; every row number was checked before.
    np.take(bits, rows, axis=0, out=block[:, :width], mode="clip")
    return block


def _starts(node_count: int, ends: NDArray[np.int64]) -> NDArray[np.int64]:
    starts = np.zeros(node_count + 1, dtype=np.int64)
    np.cumsum(np.bincount(ends, minlength=node_count), out=starts[1:])
    return starts


def _check_edges(
    node_count: int,
    source: NDArray[np.int64],
    target: NDArray[np.int64],
    gate: NDArray[np.int64],
) -> None:
    if not source.shape == target.shape == gate.shape:
        raise UsageError(
            Text(
                ja="辺の始点・終点・ゲートは同数が必要ですが、"
                f"{source.size}、{target.size}、{gate.size} 件でした",
                en="expected as many sources as targets and gates, "
                f"found {source.size}, {target.size} and {gate.size}",
            )
        )
    bounds = ((source, node_count), (target, node_count), (gate, np.iinfo(np.int32).max))
    for numbers, bound in bounds:
        if numbers.size and not (numbers.min() >= 0 and numbers.max() < bound):
            raise UsageError(
                Text(
                    ja=f"番号は 0 以上 {bound} 未満が必要ですが、"
                    f"{numbers.min()} から {numbers.max()} でした",
                    en=f"expected numbers from 0 and below {bound}, "
                    f"found {numbers.min()} to {numbers.max()}",
                )
            )


def _check_fit(graph: ReachGraph, gates: NDArray[np.uint64], start: NDArray[np.uint64]) -> None:
    needed = int(graph.gate_order.max(initial=-1)) + 1
    fits = (
        start.shape[0] == graph.node_count
        and gates.shape[0] >= needed
        and gates.shape[1] == start.shape[1]
    )
    if not fits:
        raise UsageError(
            Text(
                ja=f"節点 {graph.node_count}、ゲート {needed} 以上、語数の等しい配列が必要ですが、"
                f"{start.shape} と {gates.shape} でした",
                en=f"expected {graph.node_count} nodes, {needed} gates or more and equal words, "
                f"found {start.shape} and {gates.shape}",
            )
        )
