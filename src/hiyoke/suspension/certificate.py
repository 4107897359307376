"""Proof that a stop holds, by a search that shares nothing with the solver.

The attacker walks step by step; a step is gone once a mode that removes it has taken effect before
the step is completed. Modes only accumulate, so whoever arrives earlier never does worse, and the
earliest arrival is all that has to be followed. What is not here: choosing modes
(`cheapest_stop`).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from hiyoke.suspension.inputs import ProtectedService, StopProblem


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """What an independent search says of a set of modes.

    Attributes:
        protected: Services that the attacker cannot take.
        taken: Services that he still can, each with a way: numbers of steps, in order, to the last
            node he needs.
        reached: Nodes that he reaches although the modes are entered, in order.
        removes: For each mode entered, a way to a protected service that would be open without it,
            as numbers of steps; empty for a mode that does not carry the proof.
    """

    protected: tuple[str, ...]
    taken: Mapping[str, tuple[int, ...]]
    reached: tuple[int, ...]
    removes: Mapping[str, tuple[int, ...]]

    @property
    def holds(self) -> bool:
        """Whether no protected service can be taken."""
        return not self.taken


def certify(problem: StopProblem, chosen: Collection[str]) -> Certificate:
    """Search every way that is left when these modes are entered, and what each mode removes.

    Args:
        problem: The attacker's steps and the modes.
        chosen: Identifiers of the modes entered.

    Cost:
        One search over all steps, and one for all modes entered together.
    """
    walk = Walk(problem)
    arrived = walk.arrivals(chosen)
    taken = _taken(problem.protected, arrived, walk)
    kept = [p for p in problem.protected if p.service_id not in taken]
    walks = WalksWithoutOne(walk, chosen)
    return Certificate(
        protected=tuple(sorted(p.service_id for p in kept)),
        taken=taken,
        reached=tuple(sorted(arrived)),
        removes={m: _newly_open(kept, arrived, walks, m) for m in sorted(chosen)},
    )


def reached_after(problem: StopProblem, chosen: Iterable[str]) -> set[int]:
    """Return the nodes that the attacker reaches although these modes are entered."""
    return set(Walk(problem).arrivals(chosen))


def is_taken(service: ProtectedService, reached: Collection[int]) -> bool:
    """Return whether an attacker who holds these nodes can take a service."""
    return any(node in reached for node in service.nodes) or any(
        bool(group) and all(node in reached for node in group) for group in service.groups
    )


class Walk:
    """The steps of a problem, ready to be walked again and again.

    Args:
        problem: The attacker's steps and the modes.
    """

    def __init__(self, problem: StopProblem) -> None:
        self.problem = problem
        self.modes = {mode.mode_id: mode for mode in problem.modes}
        self.sources = problem.step_sources.tolist()
        self.targets = problem.step_targets.tolist()
        self.leaving: dict[int, list[int]] = defaultdict(list)
        for step, source in enumerate(self.sources):
            self.leaving[source].append(step)

    def arrivals(self, chosen: Iterable[str]) -> dict[int, int | None]:
        """Return the step by which each reached node is first gained; None where he begins.

        Of steps that gain a node at the same time, the one of the least number is taken.
        """
        gone_at = self._gone_at(chosen)
        arrived: dict[int, int | None] = dict.fromkeys(sorted(self.problem.sources))
        front, done = list(arrived), 0
        while front:
            done += 1
            completed_at = done * self.problem.pace_minutes
            gained: dict[int, int] = {}
            for node in front:
                for step in self.leaving.get(node, ()):
                    target = self.targets[step]
                    if target in arrived or gone_at.get(step, completed_at) < completed_at:
                        continue
                    gained[target] = min(step, gained.get(target, step))
            arrived |= gained
            front = list(gained)
        return arrived

    def way_to(self, node: int, arrived: Mapping[int, int | None]) -> tuple[int, ...]:
        """Return the steps by which a reached node was gained."""
        way: list[int] = []
        step = arrived[node]
        while step is not None:
            way.append(step)
            step = arrived[self.sources[step]]
        return tuple(reversed(way))

    def _gone_at(self, chosen: Iterable[str]) -> dict[int, float]:
        """Return when each removed step is gone: at the first mode that removes it."""
        gone_at: dict[int, float] = {}
        for mode_id in set(chosen):
            mode = self.modes[mode_id]
            for step in mode.steps:
                gone_at[step] = min(mode.effect_minutes, gone_at.get(step, mode.effect_minutes))
        return gone_at


class WalksWithoutOne:
    """Many walks at once: against the modes entered, each time without another one of them.

    Bit i of a whole number stands for the walk without the i-th mode. What a node gains in a round
    is one such number, so a step is looked at once for all walks that arrive in the same round.

    Args:
        walk: The steps.
        chosen: Identifiers of the modes entered.

    Cost:
        Steps times the rounds in which their source is gained by some walk.
    """

    def __init__(self, walk: Walk, chosen: Iterable[str]) -> None:
        self._walk = walk
        self._bits = {mode_id: 1 << n for n, mode_id in enumerate(sorted(set(chosen)))}
        self._all = (1 << len(self._bits)) - 1
        self._ends = self._ends_of_steps()
        self._entering: dict[int, list[int]] = defaultdict(list)
        for step, target in enumerate(walk.targets):
            self._entering[target].append(step)
        self._reached = dict.fromkeys(walk.problem.sources, self._all)
        self._gained = [dict(self._reached)]
        while self._gained[-1]:
            self._gained.append(self._next_round())

    def reached(self, mode_id: str, nodes: Iterable[int]) -> set[int]:
        """Return those of some nodes that are gained when this mode is not entered."""
        bit = self._bits[mode_id]
        return {node for node in nodes if self._reached.get(node, 0) & bit}

    def way_to(self, node: int, mode_id: str) -> tuple[int, ...]:
        """Return the steps by which a node is gained when this mode is not entered.

        Of steps that gain a node at the same time, the one of the least number is taken.
        """
        bit = self._bits[mode_id]
        done = next(n for n, gained in enumerate(self._gained) if gained.get(node, 0) & bit)
        way: list[int] = []
        for earlier in range(done - 1, -1, -1):
            gained = self._gained[earlier]
            step = next(
                step
                for step in self._entering[node]
                if gained.get(self._walk.sources[step], 0) & self._open_to(step, earlier + 1) & bit
            )
            way.append(step)
            node = self._walk.sources[step]
        return tuple(reversed(way))

    def _next_round(self) -> dict[int, int]:
        """Return what is gained in the next round, and count it as reached."""
        walk, done = self._walk, len(self._gained)
        gained: dict[int, int] = defaultdict(int)
        for node, walks in self._gained[-1].items():
            for step in walk.leaving.get(node, ()):
                target = walk.targets[step]
                new = walks & ~self._reached.get(target, 0)
                if new:
                    new &= self._open_to(step, done)
                if new:
                    gained[target] |= new
        for node, new in gained.items():
            self._reached[node] = self._reached.get(node, 0) | new
        return dict(gained)

    def _open_to(self, step: int, done: int) -> int:
        """Return the walks in which a step that ends a round is not gone before."""
        if step not in self._ends:
            return self._all
        completed_at = done * self._walk.problem.pace_minutes
        first, bit, second = self._ends[step]
        return self._all if first >= completed_at else bit if second >= completed_at else 0

    def _ends_of_steps(self) -> dict[int, tuple[float, int, float]]:
        """Return when the first mode removes each step, which it is, and when the next one does."""
        ends: dict[int, tuple[float, int, float]] = {}
        for mode_id, bit in self._bits.items():
            mode = self._walk.modes[mode_id]
            at = mode.effect_minutes
            for step in set(mode.steps):
                first, by, second = ends.get(step, (inf, 0, inf))
                ends[step] = (at, bit, first) if at < first else (first, by, min(second, at))
        return ends


def _newly_open(
    services: Iterable[ProtectedService],
    arrived: Mapping[int, int | None],
    walks: WalksWithoutOne,
    mode_id: str,
) -> tuple[int, ...]:
    """Return the shortest way that one mode alone closes, to the first service it keeps.

    It ends at a node that is reached without the mode only, so one of its steps is the mode's.
    """
    for service in sorted(services, key=lambda p: p.service_id):
        nodes = {*service.nodes, *(node for group in service.groups for node in group)}
        without = walks.reached(mode_id, nodes)
        if is_taken(service, without):
            ways = [walks.way_to(n, mode_id) for n in without if n not in arrived]
            return min(ways, key=lambda way: (len(way), way))
    return ()


def _taken(
    services: Iterable[ProtectedService], arrived: Mapping[int, int | None], walk: Walk
) -> dict[str, tuple[int, ...]]:
    """Return the services taken, each with the longest of the ways that its loss needs."""
    taken: dict[str, tuple[int, ...]] = {}
    for service in services:
        if not is_taken(service, arrived):
            continue
        needed: list[tuple[int, ...]] = [(node,) for node in service.nodes if node in arrived]
        needed += [g for g in service.groups if g and all(node in arrived for node in g)]
        ways = [max((walk.way_to(n, arrived) for n in group), key=len) for group in needed]
        taken[service.service_id] = min(ways, key=lambda way: (len(way), way))
    return dict(sorted(taken.items()))
