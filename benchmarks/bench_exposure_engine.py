"""The raw engine against scipy's breadth-first search and against mal-simulator's attacks."""

from __future__ import annotations

import json
import os
import subprocess
import time
from pathlib import Path

import numpy as np

from benchmarks.measure import report, seconds_of, skip
from hiyoke.exposure.reachability import arrange_edges, reach
from hiyoke.exposure.worlds import draw_worlds, unpack_worlds

NODES, EDGES, WORLDS, OPEN_SHARE = 100_000, 1_000_000, 1_024, 77
SAMPLED_WORLDS = 16

#: Names a Python in which mal-simulator is installed.
MAL_PYTHON = "HIYOKE_BENCH_MAL_PYTHON"
MAL_NODES, MAL_EDGES, MAL_RUNS, MAL_WORLDS = 1_000, 10_000, 3, 4_096


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


def scipy_seconds(
    sources: np.ndarray, targets: np.ndarray, gates: np.ndarray, reached: np.ndarray
) -> float | None:
    """Return scipy's time for all worlds from a sample of them; None when it is not installed.

    The sample's answers are held against ours, node by node.
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
        word = world // 64
        is_open = (gates[:, word] >> np.uint64(world % 64)) & np.uint64(1) == 1
        start = time.perf_counter()
        rows, columns = sources[is_open], targets[is_open]
        ones = np.ones(rows.size, dtype=np.int8)
        matrix = csr_matrix((ones, (rows, columns)), shape=(NODES, NODES))
        found = breadth_first_order(matrix, 0, return_predecessors=False)
        taken += time.perf_counter() - start
        ours = unpack_worlds(reached[:, word : word + 1], 64)[:, world % 64]
        assert np.array_equal(np.flatnonzero(ours), np.sort(found))
    return taken * WORLDS / SAMPLED_WORLDS


def bench_fixpoint() -> None:
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
    taken, reached = seconds_of(lambda: reach(graph, gates, start, threads=2), runs=5)
    peer = scipy_seconds(sources, targets, gates, reached)
    if peer is None:
        skip("scipy breadth-first per world", "scipy is not installed")
    report(
        "exposure engine, fixpoint, two threads",
        n=EDGES,
        seconds=taken,
        ratio=None if peer is None else peer / taken,
        against=None if peer is None else f"scipy.sparse, {SAMPLED_WORLDS} worlds extrapolated",
        shape=f"{NODES} nodes, {EDGES} edges with a gate each, 30 % open, {WORLDS} worlds",
    )


def bench_against_mal_simulator() -> None:
    """Print the time of one simulated attack, drawing the worlds included."""
    python = os.environ.get(MAL_PYTHON)
    if not python:
        skip("mal-simulator, one attack", f"{MAL_PYTHON} names no Python that has it")
        return
    script = Path(__file__).with_name("mal_simulator_peer.py")
    sizes = [str(n) for n in (MAL_NODES, MAL_EDGES, MAL_RUNS)]
    run = subprocess.run([python, script, *sizes], check=True, capture_output=True, text=True)
    peer = sorted(json.loads(run.stdout)["taken"])[MAL_RUNS // 2]
    rng = np.random.default_rng(1)
    sources, targets = rng.integers(0, MAL_NODES, (2, MAL_EDGES))
    graph = arrange_edges(MAL_NODES, sources, targets, targets)
    names, chances = [f"flaw:{n}" for n in range(MAL_NODES)], np.full(MAL_NODES, 0.5)

    def attack() -> np.ndarray:
        gates = draw_worlds(names, chances, worlds=MAL_WORLDS, seed=1)
        start = np.zeros((MAL_NODES, MAL_WORLDS // 64), dtype=np.uint64)
        start[0] = ~np.uint64(0)
        return reach(graph, gates, start)

    taken, _ = seconds_of(attack, runs=5)
    report(
        "exposure engine, one simulated attack",
        n=MAL_WORLDS,
        seconds=taken / MAL_WORLDS,
        ratio=peer * MAL_WORLDS / taken,
        against="mal-simulator, one attack until nothing is left to try",
        microseconds=round(1e6 * taken / MAL_WORLDS, 2),
        shape=f"{MAL_NODES} nodes, {MAL_EDGES} edges, {MAL_WORLDS} worlds at once",
        note="mal-simulator models time, agents, defences and rewards step by step; "
        "ours answers reachability alone",
    )


if __name__ == "__main__":
    bench_fixpoint()
    bench_against_mal_simulator()
