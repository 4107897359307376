"""The one compiled loop of the engine: settle which worlds reach each node, eight words at a time.

Importing this module imports numba and compiles, once in a process; nothing is written to disk
(ADR 0009), so only `reachability.reach` imports it, and only for large graphs. What is not here:
how worlds are cut into blocks and shared among threads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numba
import numpy as np
from numba.extending import register_jitable

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Words of one block: one cache line, and one or two registers of the processor.
BLOCK_WORDS: Final = 8

_NONE = np.uint64(0)


@register_jitable
def mark_followers(
    node: int,
    followers: tuple[NDArray[np.int64], NDArray[np.int32]],
    stale: NDArray[np.uint8],
) -> None:
    """Mark every node that an edge leads to from `node` as in need of another look."""
    starts, targets = followers
    for edge in range(starts[node], starts[node + 1]):
        stale[targets[edge]] = 1


@register_jitable
def pull_worlds(
    node: int,
    edges: tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]],
    gates: NDArray[np.uint64],
    reached: NDArray[np.uint64],
    gained: NDArray[np.uint64],
) -> bool:
    """Add to a node the worlds that its incoming edges bring; say whether any is new."""
    starts, sources, edge_gates = edges
    for word in range(BLOCK_WORDS):
        gained[word] = reached[node, word]
    for edge in range(starts[node], starts[node + 1]):
        source = sources[edge]
        gate = edge_gates[edge]
        for word in range(BLOCK_WORDS):
            gained[word] |= reached[source, word] & gates[gate, word]
    new = _NONE
    for word in range(BLOCK_WORDS):
        new |= gained[word] ^ reached[node, word]
        reached[node, word] = gained[word]
    return bool(new != _NONE)


def settle_block(
    edges: tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]],
    followers: tuple[NDArray[np.int64], NDArray[np.int32]],
    bits: tuple[NDArray[np.uint64], NDArray[np.uint64]],
    scratch: tuple[NDArray[np.uint8], NDArray[np.uint64]],
) -> None:
    """Add to `reached` every world that flows along open edges, until nothing changes.

    Sweeps over the nodes; only nodes with a predecessor that has changed are looked at again. The
    result is the smallest fixpoint, so it does not depend on the order of nodes or edges.

    Args:
        edges: Incoming edges by node: starts int64[n + 1], sources int32[m], gates int32[m].
        followers: Outgoing edges by node: starts int64[n + 1], targets int32[m].
        bits: Worlds in which a gate is open, uint64[gates, BLOCK_WORDS]; and worlds reached,
            uint64[n, BLOCK_WORDS], which hold the start and are changed in place.
        scratch: Nodes to look at, uint8[n], 1 for all that have incoming edges; and room for one
            row, uint64[BLOCK_WORDS]. Allocating here would double the time to compile.
    """
    gates, reached = bits
    stale, gained = scratch
    changed = True
    while changed:
        changed = False
        for node in range(stale.size):
            if stale[node] == 1:
                stale[node] = 0
                if pull_worlds(node, edges, gates, reached, gained):
                    changed = True
                    mark_followers(node, followers, stale)


def _compile() -> Any:
    """Compile `settle_block` for its one signature; the result runs without Python's lock."""
    array, tuple_of = numba.types.Array, numba.types.Tuple
    starts, indices = array(numba.int64, 1, "C"), array(numba.int32, 1, "C")
    rows, row = array(numba.uint64, 2, "C"), array(numba.uint64, 1, "C")
    signature = numba.void(
        tuple_of((starts, indices, indices)),  # type: ignore[no-untyped-call]
        tuple_of((starts, indices)),  # type: ignore[no-untyped-call]
        tuple_of((rows, rows)),  # type: ignore[no-untyped-call]
        tuple_of((array(numba.uint8, 1, "C"), row)),  # type: ignore[no-untyped-call]
    )
    return numba.njit(signature, nogil=True)(settle_block)


compiled_settle_block = _compile()
