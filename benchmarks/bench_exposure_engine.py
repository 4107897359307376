"""The raw engine against scipy's breadth-first search, one sample of worlds for both."""

from __future__ import annotations

import time

import numpy as np

from benchmarks.measure import report, seconds_of, skip
from hiyoke.exposure.reachability import arrange_edges, reach
from hiyoke.exposure.worlds import unpack_worlds

NODES, EDGES, WORLDS, OPEN_SHARE = 100_000, 1_000_000, 1_024, 77
SAMPLED_WORLDS = 16


def compile_kernel() -> None:
    """Import and compile, as the first large graph of a process does."""
    import hiyoke.exposure.reach_kernel  # noqa: F401


def random_gates(rng: np.random.Generator) -> np.ndarray:
    """Return a gate for each edge, open in 77 of 256 worlds on average."""
    gates = np.empty((EDGES, WORLDS // 64), dtype=np.uint64)
    for first in range(0, EDGES, 20_000):
        draws = rng.integers(0, 256, (20_000, WORLDS), dtype=np.uint8)
        packed = np.packbits(draws < OPEN_SHARE, axis=1, bitorder="little")
        gates[first : first + 20_000] = packed.view(np.uint64)
    return gates


def peer_seconds(
    sources: np.ndarray, targets: np.ndarray, gates: np.ndarray, reached: np.ndarray
) -> float | None:
    """Return scipy's time for all worlds from a sample of them; None when it is not installed.

    The sample's answers are held against ours, bit for bit.
    """
    try:
        from scipy.sparse import csr_matrix  # type: ignore[import-untyped, unused-ignore]
        from scipy.sparse.csgraph import (  # type: ignore[import-untyped, unused-ignore]
            breadth_first_order,
        )
    except ImportError:
        return None
    taken = 0.0
    for world in range(0, WORLDS, WORLDS // SAMPLED_WORLDS):
        is_open = (gates[:, world // 64] >> np.uint64(world % 64)) & np.uint64(1) == 1
        start = time.perf_counter()
        rows, columns = sources[is_open], targets[is_open]
        ones = np.ones(rows.size, dtype=np.int8)
        matrix = csr_matrix((ones, (rows, columns)), shape=(NODES, NODES))
        found = breadth_first_order(matrix, 0, return_predecessors=False)
        taken += time.perf_counter() - start
        ours = unpack_worlds(reached[:, world // 64 : world // 64 + 1], 64)[:, world % 64]
        assert np.array_equal(np.flatnonzero(ours), np.sort(found))
    return taken * WORLDS / SAMPLED_WORLDS


def main() -> None:
    """Print the raw engine's figures."""
    rng = np.random.default_rng(20_261_122)
    sources, targets = rng.integers(0, NODES, (2, EDGES))
    gates = random_gates(rng)
    start = np.zeros((NODES, WORLDS // 64), dtype=np.uint64)
    start[0] = ~np.uint64(0)
    compiling, _ = seconds_of(compile_kernel, runs=1)
    report("exposure engine, import numba and compile, once a process", n=1, seconds=compiling)
    arranging, graph = seconds_of(lambda: arrange_edges(NODES, sources, targets, np.arange(EDGES)))
    report("exposure engine, arrange edges", n=EDGES, seconds=arranging)
    alone, _ = seconds_of(lambda: reach(graph, gates, start, threads=1))
    report("exposure engine, fixpoint, one thread", n=EDGES, seconds=alone)
    taken, reached = seconds_of(lambda: reach(graph, gates, start, threads=2))
    peer = peer_seconds(sources, targets, gates, reached)
    shape = f"{NODES} nodes, {EDGES} edges with a gate each, 30 % open, {WORLDS} worlds"
    if peer is None:
        skip("scipy breadth-first per world", "scipy is not installed")
    report(
        "exposure engine, fixpoint, two threads",
        n=EDGES,
        seconds=taken,
        ratio=None if peer is None else peer / taken,
        against=None if peer is None else f"scipy.sparse, {SAMPLED_WORLDS} worlds extrapolated",
        shape=shape,
    )


if __name__ == "__main__":
    main()
