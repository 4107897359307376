"""The worst world: all that can happen happens, and no guard that may fail holds.

More events and fewer guards never take anything from an attacker, so whatever is reached in some
world of positive probability is reached in this one. It tells what cannot be reached from what no
drawn world happened to show. What is not here: how likely (`results`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from hiyoke.exposure.calibration import GUARDS
from hiyoke.exposure.reachability import reach

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hiyoke.exposure.simulation import Simulation

_ALL: Final = np.uint64(2**64 - 1)


def reached_at_worst(simulation: Simulation) -> NDArray[np.uint64]:
    """Return what is reached by all steps in the worst world.

    Args:
        simulation: A run; only its graph and chances matter, not its draws.

    Returns:
        uint64[nodes, 1], every bit of a row set or none; `lost_worlds` takes it.

    Cost:
        One fixpoint of one word.
    """
    graph, chances = simulation.graph, simulation.chances
    happens = [
        chances[event].probability >= 1.0
        if event.kind in GUARDS
        else chances[event].probability > 0.0
        for event in graph.events
    ]
    events = np.where(np.array(happens, dtype=np.bool_)[:, np.newaxis], _ALL, np.uint64(0))
    opened = graph.gates.open_worlds(events)
    return reach(simulation.possible, opened, graph.start_worlds(events), threads=1)
