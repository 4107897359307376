"""In which worlds a change could be felt at all: a bound that costs no fixpoint.

Taking a way away matters only where an attacker takes it today. So a change that is felt in few
worlds cannot save more than what is lost in those, and two changes can help each other only where
both are felt. What is not here: what a change really saves (`leverage`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hiyoke.exposure.places import Event, Node
from hiyoke.exposure.worlds import draw_worlds

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from hiyoke.exposure.simulation import Change, Simulation


class FeltWorlds:
    """The worlds of a run in which changes could be felt.

    Args:
        simulation: The run.
    """

    def __init__(self, simulation: Simulation) -> None:
        self._simulation = simulation
        graph = simulation.graph
        numbers = {event: number for number, event in enumerate(graph.events)}
        nodes = graph.node_numbers
        findings = graph.inputs.findings
        self._events = np.array(
            [numbers.get(Event("flaw", f.vulnerability_id), -1) for f in findings], dtype=np.int64
        )
        # An administrator holds ordinary rights, so whatever a flaw gives, this node is reached.
        self._nodes = np.array(
            [nodes.get(Node("system", f.system_id, "user"), -1) for f in findings], dtype=np.int64
        )

    def of(self, change: Change) -> NDArray[np.uint64]:
        """Return a superset of the worlds in which a change alters what is reached, uint64[words].

        Cost:
            A row of words for each finding, edge and event of the change.
        """
        simulation = self._simulation
        felt = np.zeros(simulation.if_present.shape[1], dtype=np.uint64)
        if change.without_findings:
            felt |= np.bitwise_or.reduce(self._of_findings(change.without_findings), axis=0)
        if change.without_edges:
            live = simulation.live_worlds(np.array(change.without_edges, dtype=np.int64))
            felt |= np.bitwise_or.reduce(live, axis=0)
        if change.probabilities:
            felt |= np.bitwise_or.reduce(self._of_events(change.probabilities), axis=0)
        return felt

    def steps(self, change: Change) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
        """Return the steps that a change takes away, and the worlds in which each is taken today.

        Returns:
            Edges that are taken in some world, int64[n], and worlds, uint64[n, words]. A change of
            probabilities has none: it closes steps behind its event, which `of` knows better.
        """
        simulation = self._simulation
        edges = np.array(change.without_edges, dtype=np.int64)
        worlds = simulation.live_worlds(edges)
        if change.without_findings:
            graph = simulation.graph
            gone = np.zeros(len(graph.inputs.findings), dtype=np.bool_)
            gone[list(change.without_findings)] = True
            gates, fewer = graph.gates.without(simulation.event_worlds, gone)
            closed = simulation.open_worlds[gates] & ~fewer
            behind = np.flatnonzero(np.isin(graph.edges.gates, gates))
            places = np.searchsorted(gates, graph.edges.gates[behind])
            taken = simulation.if_present[graph.edges.sources[behind]] & closed[places]
            edges, worlds = np.append(edges, behind), np.concatenate([worlds, taken])
        is_taken = worlds.any(axis=1)
        return edges[is_taken], worlds[is_taken]

    def _of_findings(self, gone: Iterable[int]) -> NDArray[np.uint64]:
        numbers = np.array(list(gone), dtype=np.int64)
        numbers = numbers[(self._events[numbers] >= 0) & (self._nodes[numbers] >= 0)]
        used = self._simulation.event_worlds[self._events[numbers]]
        reached: NDArray[np.uint64] = self._simulation.if_present[self._nodes[numbers]]
        return used & reached

    def _of_events(self, probabilities: Mapping[Event, float]) -> NDArray[np.uint64]:
        """Return where each event's draw comes out otherwise than today."""
        simulation = self._simulation
        numbers = {event: number for number, event in enumerate(simulation.graph.events)}
        known = [event for event in probabilities if event in numbers]
        drawn = draw_worlds(
            [event.event_id for event in known],
            np.array([probabilities[event] for event in known], dtype=np.float64),
            worlds=simulation.worlds,
            seed=simulation.seed,
        )
        today: NDArray[np.uint64] = simulation.event_worlds[[numbers[event] for event in known]]
        return drawn ^ today
