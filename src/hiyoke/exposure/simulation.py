"""One run: draw the events of an attack graph, and see in every world what an attacker reaches.

Reached is kept twice: by steps that are certain, and by all steps, unknown ones included. What if
a finding, link, account or event were otherwise is asked of the same worlds, so an answer differs
from the first only by what was changed. What is not here: what the bits mean for services
(`results`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from hiyoke.exposure.calibration import calibrate, over_horizon, probabilities_of
from hiyoke.exposure.reachability import reach
from hiyoke.exposure.worlds import draw_worlds

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from hiyoke.exposure.attack_graph import AttackGraph
    from hiyoke.exposure.calibration import Conditions, EventChance
    from hiyoke.exposure.calibration_file import Calibration
    from hiyoke.exposure.places import Event
    from hiyoke.exposure.reachability import ReachGraph


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is otherwise in a what-if; everything else stays.

    Attributes:
        without_findings: Numbers of findings taken away.
        without_edges: Numbers of edges taken away.
        probabilities: Events with another probability, for example a guard that earns credit.
    """

    without_findings: tuple[int, ...] = ()
    without_edges: tuple[int, ...] = ()
    probabilities: Mapping[Event, float] = field(default_factory=dict)


NO_CHANGE = Change()


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Simulation:
    """The worlds of a run and what is reached in them.

    Attributes:
        graph: The attack graph.
        chances: The chance of every event.
        conditions: What was assumed.
        worlds: How many worlds.
        seed: What they were drawn with.
        event_worlds: Worlds in which each event happens, uint64[events, words].
        open_worlds: Worlds in which each gate is open, uint64[gates, words].
        certain: The edges that are certain, arranged.
        possible: All edges, arranged.
        threads: How many to use; None for one per processor.
        if_absent: Worlds in which each node is reached by certain steps, uint64[nodes, words].
        if_present: The same by all steps.
    """

    graph: AttackGraph
    chances: Mapping[Event, EventChance]
    conditions: Conditions
    worlds: int
    seed: int
    threads: int | None
    event_worlds: NDArray[np.uint64]
    open_worlds: NDArray[np.uint64]
    certain: ReachGraph
    possible: ReachGraph
    if_absent: NDArray[np.uint64]
    if_present: NDArray[np.uint64]

    def what_if(self, change: Change) -> NDArray[np.uint64]:
        """Return what is reached by all steps after a change, uint64[nodes, words].

        Only words with a world in which an attacker would feel the change are settled again.

        Cost:
            At most one fixpoint, and the gates that the change touches.
        """
        graph = self.graph
        gone = np.zeros(len(graph.inputs.findings), dtype=np.bool_)
        gone[list(change.without_findings)] = True
        kept = np.ones(graph.edges.sources.size, dtype=np.bool_)
        kept[list(change.without_edges)] = False
        events = self._redraw(change.probabilities)
        words = np.flatnonzero(
            (events ^ self.event_worlds).any(axis=0) | self._is_felt(gone) | self._is_used(~kept)
        )
        if words.size == 0:
            return self.if_present
        events, opened = events[:, words], self.open_worlds[:, words]
        if change.probabilities:
            opened = graph.gates.open_worlds(events)
        gates, fewer = graph.gates.without(events, gone)
        opened[gates] = fewer
        arranged = graph.arrange(kept) if change.without_edges else self.possible
        reached = self.if_present.copy()
        start = graph.start_worlds(events)
        reached[:, words] = reach(arranged, opened, start, threads=self.threads)
        return reached

    def live_worlds(self, edges: NDArray[np.int64]) -> NDArray[np.uint64]:
        """Return the worlds in which an attacker can take each of these steps, uint64[n, words]."""
        sources, gates = self.graph.edges.sources[edges], self.graph.edges.gates[edges]
        return self.if_present[sources] & self.open_worlds[gates]

    def _is_felt(self, gone: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Say for each word whether an attacker takes a step there that these findings open."""
        gates, fewer = self.graph.gates.without(self.event_worlds, gone)
        edges = np.flatnonzero(np.isin(self.graph.edges.gates, gates))
        row = np.searchsorted(gates, self.graph.edges.gates[edges])
        closed = self.open_worlds[gates] & ~fewer
        felt = self.if_present[self.graph.edges.sources[edges]] & closed[row]
        return np.asarray(felt.any(axis=0), dtype=np.bool_)

    def _is_used(self, is_edge: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Say for each word whether an attacker takes one of these steps there."""
        live = self.live_worlds(np.flatnonzero(is_edge))
        return np.asarray(live.any(axis=0), dtype=np.bool_)

    def _redraw(self, probabilities: Mapping[Event, float]) -> NDArray[np.uint64]:
        if not probabilities:
            return self.event_worlds
        events = self.event_worlds.copy()
        numbers = {event: n for n, event in enumerate(self.graph.events)}
        known = [event for event in probabilities if event in numbers]
        if known:
            events[[numbers[event] for event in known]] = draw_worlds(
                [event.event_id for event in known],
                np.array([probabilities[event] for event in known], dtype=np.float64),
                worlds=self.worlds,
                seed=self.seed,
            )
        return events


def simulate(
    graph: AttackGraph,
    calibration: Calibration,
    conditions: Conditions,
    *,
    worlds: int,
    seed: int,
    threads: int | None = None,
) -> Simulation:
    """Run the engine on an attack graph.

    Args:
        graph: What an attacker could do.
        calibration: From evidence to probabilities.
        conditions: Day, horizon and stress.
        worlds: How many worlds to draw, 1 to `worlds.MAX_WORLDS`.
        seed: 0 to 2**64 - 1; the same seed gives the same worlds to every plan.
        threads: How many to use; None for one per processor. No answer depends on it.

    Raises:
        UsageError: A probability, the number of worlds or the seed is out of range.

    Cost:
        Events, gates and edges x worlds / 64.
    """
    chances = calibrate(graph, calibration, conditions)
    event_worlds = draw_worlds(
        [event.event_id for event in graph.events],
        probabilities_of(chances),
        worlds=worlds,
        seed=seed,
    )
    opened = graph.gates.open_worlds(event_worlds)
    start = graph.start_worlds(event_worlds)
    certain, possible = graph.arrange(graph.edges.is_certain), graph.arrange()
    if_present = reach(possible, opened, start, threads=threads)
    if_absent = if_present
    if graph.has_unknowns:
        if_absent = reach(certain, opened, start, threads=threads)
    return Simulation(
        graph=graph,
        chances=chances,
        conditions=conditions,
        worlds=worlds,
        seed=seed,
        threads=threads,
        event_worlds=event_worlds,
        open_worlds=opened,
        certain=certain,
        possible=possible,
        if_absent=if_absent,
        if_present=if_present,
    )


def reach_over_horizons(
    simulation: Simulation, calibration: Calibration, horizons_days: Iterable[float]
) -> dict[float, NDArray[np.uint64]]:
    """Return what is reached by all steps over other horizons, in the same worlds.

    A longer horizon only adds worlds to what is reached over a shorter one.
    """
    reached = {}
    for days in horizons_days:
        periods = simulation.conditions.stress * days / calibration.reference_days
        changed = {}
        for event, chance in simulation.chances.items():
            probability = over_horizon(chance.base, periods) if chance.grows else chance.probability
            if probability != chance.probability:
                changed[event] = probability
        reached[days] = simulation.what_if(Change(probabilities=changed))
    return reached
