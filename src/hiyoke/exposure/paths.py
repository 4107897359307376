"""The most probable ways to a system, each with the exact probability of all it takes.

A way's probability is that of its distinct events together: a flaw used on three systems counts
once, since one exploit works on all. What is not here: the probability that any way works, which
the worlds give (`results`); ways overlap, so theirs do not add up to it.
"""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from hiyoke.exposure.rules import ADMIN_HOLDS_USER

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hiyoke.exposure.attack_graph import AttackGraph
    from hiyoke.exposure.gates import Term
    from hiyoke.exposure.places import Event, Node
    from hiyoke.exposure.simulation import Simulation

#: Partial ways that the search keeps over all nodes; a large graph keeps fewer at each node.
_EFFORT = 12_000

#: Ways through one edge that are followed.
_WAYS_THROUGH = 4

#: Partial ways looked at for each one kept: some turn out to be covered by others.
_ROOM = 3

#: Least probability of a way that is worth listing: one in a million.
LEAST_PROBABILITY = 1e-6


class PathStep(NamedTuple):
    """One step of a path.

    Attributes:
        edge: Number of the edge; its rule, origin and row tell where the step comes from.
        source: Where the attacker stands.
        target: What is gained.
        needs: Events that must happen: a working exploit, somebody who acts.
        fails: Guards that must not hold.
        finding: Number of the finding used; None for a step without a flaw.
    """

    edge: int
    source: Node
    target: Node
    needs: tuple[Event, ...]
    fails: tuple[Event, ...]
    finding: int | None


class AttackPath(NamedTuple):
    """One way from a source to a system.

    Attributes:
        target: What is gained at the end.
        begins: The source's event, for example a compromised vendor; None for the internet.
        steps: In order; that an administrator holds ordinary rights is left out.
        probability: Exact, of all distinct events of the path together, in (0, 1].
        is_certain: Whether every step is known to be possible.
    """

    target: Node
    begins: Event | None
    steps: tuple[PathStep, ...]
    probability: float
    is_certain: bool


@dataclass(frozen=True, slots=True)
class Paths:
    """The most probable ways to some nodes.

    Attributes:
        found: By target, most probable first; distinct in the places they pass.
        is_proven: Whether no way more probable than these was left out of the search.
    """

    found: Mapping[Node, tuple[AttackPath, ...]]
    is_proven: bool


class _Label(NamedTuple):
    """A partial way, as the search orders it: by cost, then steps, then order of finding."""

    cost: float
    steps: int
    order: int
    node: int
    literals: frozenset[int]
    nodes: tuple[int, ...]
    taken: tuple[tuple[int, Term], ...]


class _Way(NamedTuple):
    """One term of a gate, as the search sees it: what it asks for, and what that costs."""

    term: Term
    literals: frozenset[int]
    cost: float


class _Search:
    """Best-first search over partial ways; a literal is twice its event, plus 1 for failing.

    Attributes:
        labels: Partial ways kept at each node, best first.
        is_proven: Whether nothing was left out that might lead to a better way.
    """

    def __init__(self, simulation: Simulation, count: int, least: float) -> None:
        graph = simulation.graph
        self.labels: dict[int, list[_Label]] = defaultdict(list)
        self.is_proven = True
        self._begins = graph.begins
        self._cheapest: dict[int, list[float]] = defaultdict(list)
        self._count = count
        self._kept = max(count, min(8 * count, _EFFORT // max(1, len(graph.nodes))))
        self._most_cost = -math.log(least)
        self._costs = [
            -math.log(probability) if probability > 0.0 else math.inf
            for chance in simulation.chances.values()
            for probability in (chance.probability, 1.0 - chance.probability)
        ]
        targets: dict[int, set[int]] = defaultdict(set)
        self._edges: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
        ends = zip(*(column.tolist() for column in graph.edges[:3]), strict=True)
        for edge, (source, target, gate) in enumerate(ends):
            self._edges[source].append((edge, target, gate))
            targets[gate].add(target)
        for edges in self._edges.values():
            # Of two equally probable ways the one that is known to exist comes first.
            edges.sort(key=lambda ends: (not graph.edges.is_certain[ends[0]], ends[0]))
        ways = {gate: [self._way(term) for term in graph.gates.terms(gate)] for gate in targets}
        self._shared = _used_often(ways, targets)
        self._ways = {gate: self._choice(ways[gate]) for gate in ways}

    def run(self) -> None:
        """Keep the best partial ways to each node."""
        queue: list[_Label] = []
        for node, event in self._begins:
            literals: frozenset[int] = frozenset() if event == 0 else frozenset({2 * event})
            label = _Label(self._price(literals), 0, len(queue), node, literals, (node,), ())
            queue.append(label)
        heapq.heapify(queue)
        order = len(queue)
        while queue:
            label = heapq.heappop(queue)
            if not self._keep(label):
                continue
            for edge, target, gate in self._edges[label.node]:
                for way in () if target in label.nodes else self._ways[gate]:
                    cost = self._cost_of(label, way)
                    if cost <= self._most_cost and self._is_promising(target, cost):
                        order += 1
                        longer = _extend(label, (edge, target), way, cost, order)
                        heapq.heappush(queue, longer)

    def _way(self, term: Term) -> _Way:
        literals = _literals_of(term)
        return _Way(term, literals, self._price(literals))

    def _choice(self, ways: list[_Way]) -> list[_Way]:
        """Return the cheapest ways through a gate; of those used nowhere else only the first."""
        chosen: list[_Way] = []
        has_own = False
        for way in sorted(ways, key=lambda way: (way.cost, sorted(way.literals))):
            is_own = self._shared.isdisjoint(way.literals)
            if way.cost > self._most_cost or (is_own and has_own):
                continue
            if len(chosen) == _WAYS_THROUGH:
                self.is_proven = False
                break
            has_own = has_own or is_own
            chosen.append(way)
        return chosen

    def _price(self, literals: Iterable[int]) -> float:
        return sum(self._costs[literal] for literal in sorted(literals))

    def _cost_of(self, label: _Label, way: _Way) -> float:
        """Return the cost of a longer way: what it takes again is free."""
        if label.literals.isdisjoint(way.literals):
            return label.cost + way.cost
        return label.cost + self._price(way.literals - label.literals)

    def _is_promising(self, node: int, cost: float) -> bool:
        """Whether a way to a node is among the cheapest so far, with room for ones that fail."""
        cheapest = self._cheapest[node]
        if len(cheapest) < _ROOM * self._kept:
            heapq.heappush(cheapest, -cost)
            return True
        if -cheapest[0] <= cost:
            self.is_proven = False
            return False
        heapq.heapreplace(cheapest, -cost)
        return True

    def _keep(self, label: _Label) -> bool:
        """Keep a partial way unless enough others are at least as good whatever follows."""
        if self._is_covered(label) or label.cost > self._most_cost:
            return False
        if len(self.labels[label.node]) >= self._kept:
            self.is_proven = False
            return False
        self.labels[label.node].append(label)
        return True

    def _is_covered(self, label: _Label) -> bool:
        """Whether as many ways as wanted, or one through the same places, beat it for sure.

        Another way beats it whatever follows when it is cheaper even after paying for all events
        that this one has and that can be of use again further on.
        """
        covering = 0
        for other in self.labels[label.node]:
            reusable = (label.literals - other.literals) & self._shared
            if other.cost + (self._price(reusable) if reusable else 0.0) <= label.cost:
                covering += 1
                if covering == self._count or other.nodes == label.nodes:
                    return True
        return False


def most_probable_paths(
    simulation: Simulation,
    targets: Iterable[Node],
    *,
    count: int = 3,
    least: float = LEAST_PROBABILITY,
) -> Paths:
    """Return the most probable ways to each target.

    Args:
        simulation: A run; its probabilities count, not its draws.
        targets: Nodes, usually systems of services at the level at which they are lost.
        count: How many ways to each at most.
        least: Ways less probable than this are not looked for, in (0, 1].

    Returns:
        Ways that differ in the places they pass; of two with other flaws at the same places, the
        more probable. A target that cannot be reached has none.

    Cost:
        One search for all targets together; bounded, and not proven complete for large graphs.
    """
    search = _Search(simulation, count, least)
    search.run()
    numbers = simulation.graph.node_numbers
    chances = [chance.probability for chance in simulation.chances.values()]
    found = {}
    for target in targets:
        ways: dict[tuple[int, ...], AttackPath] = {}
        for label in search.labels.get(numbers[target], ()):
            path = _path_of(simulation.graph, chances, target, label)
            ways.setdefault(tuple(step.edge for step in path.steps), path)
        found[target] = tuple(_distinct(ways.values()))[:count]
    return Paths(found=found, is_proven=search.is_proven)


def _distinct(paths: Iterable[AttackPath]) -> list[AttackPath]:
    """Return the best path for each sequence of places, most probable first."""
    best: dict[tuple[Node, ...], AttackPath] = {}
    for path in paths:
        places = tuple(step.target for step in path.steps)
        if places not in best or path.probability > best[places].probability:
            best[places] = path
    return sorted(
        best.values(), key=lambda p: (-p.probability, len(p.steps), [s.target for s in p.steps])
    )


def _path_of(graph: AttackGraph, chances: list[float], target: Node, label: _Label) -> AttackPath:
    shares = [1.0 - chances[n // 2] if n % 2 else chances[n // 2] for n in sorted(label.literals)]
    steps = [
        PathStep(
            edge=edge,
            source=graph.nodes[int(graph.edges.sources[edge])],
            target=graph.nodes[int(graph.edges.targets[edge])],
            needs=tuple(graph.events[n] for n in term.needs if n != 0),
            fails=tuple(graph.events[n] for n in term.fails),
            finding=term.finding if term.finding >= 0 else None,
        )
        for edge, term in label.taken
    ]
    implied = graph.rule_ids.index(ADMIN_HOLDS_USER)
    begins = dict(graph.begins)[label.nodes[0]]
    return AttackPath(
        target=target,
        begins=graph.events[begins] if begins else None,
        steps=tuple(s for s in steps if graph.edges.rules[s.edge] != implied),
        probability=math.prod(sorted(shares)),  # Equal to the last digit in any row order.
        is_certain=bool(np.all(graph.edges.is_certain[[edge for edge, _ in label.taken]])),
    )


def _extend(label: _Label, edge: tuple[int, int], way: _Way, cost: float, order: int) -> _Label:
    number, target = edge
    return _Label(
        cost,
        label.steps + 1,
        order,
        target,
        label.literals | way.literals,
        (*label.nodes, target),
        (*label.taken, (number, way.term)),
    )


def _used_often(ways: Mapping[int, list[_Way]], targets: Mapping[int, set[int]]) -> frozenset[int]:
    """Return the literals that open the way to more than one node: only they are used twice."""
    seen_at: dict[int, set[int]] = defaultdict(set)
    for gate in ways:
        for way in ways[gate]:
            for literal in way.literals:
                seen_at[literal] |= targets[gate]
    return frozenset(literal for literal, nodes in seen_at.items() if len(nodes) > 1)


def _literals_of(term: Term) -> frozenset[int]:
    happening = {2 * event for event in term.needs if event != 0}
    return frozenset(happening | {2 * event + 1 for event in term.fails})
