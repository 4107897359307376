"""Which need of a service fails most often: one system, or all of a redundant group at once.

What is not here: how an attacker gets there (`hiyoke.exposure.paths`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from hiyoke.exposure import Node, count_worlds

if TYPE_CHECKING:
    from hiyoke.exposure import Simulation


class FailedNeed(NamedTuple):
    """One need of a service.

    Attributes:
        system_ids: The system, or every system of a group of which one is enough, sorted.
        probability: That all of them are lost together, unknown ways included.
    """

    system_ids: tuple[str, ...]
    probability: float


def failed_needs(simulation: Simulation) -> dict[str, tuple[FailedNeed, ...]]:
    """Return the needs of each service, the one that fails most often first."""
    graph = simulation.graph
    numbers, level = graph.node_numbers, graph.rules.lost_at
    found: dict[str, list[FailedNeed]] = {}
    for need in graph.inputs.services:
        own = found.setdefault(need.service_id, [])
        for group in (*((system_id,) for system_id in need.all_of), *need.any_of):
            rows = [numbers[Node("system", system_id, level)] for system_id in group]
            if rows:
                lost = np.bitwise_and.reduce(simulation.if_present[rows], axis=0)
                share = int(count_worlds(lost)) / simulation.worlds
                own.append(FailedNeed(tuple(sorted(group)), share))
    return {
        service_id: tuple(sorted(needs, key=lambda n: (-n.probability, n.system_ids)))
        for service_id, needs in found.items()
    }
