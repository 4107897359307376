"""Routes along permitted links from an affected, externally reachable system to another.

A route says that traffic may flow, not that an attack succeeds. What is not here: privileges,
controls and probabilities, which belong to a later part (`exposure`).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hiyoke.estate import Link


@dataclass(frozen=True, slots=True)
class Route:
    """A shortest way along links.

    Attributes:
        systems: Systems passed, from the source to the target, both included.
        is_known: False when the way needs a link that nobody has confirmed.
    """

    systems: tuple[str, ...]
    is_known: bool

    @property
    def hops(self) -> int:
        """Links passed; 1 means a direct neighbour."""
        return len(self.systems) - 1

    @property
    def source(self) -> str:
        """Where it starts."""
        return self.systems[0]

    @property
    def target(self) -> str:
        """Where it ends."""
        return self.systems[-1]


class LinkMap:
    """The permitted flows between systems, ready for walking.

    Args:
        links: Permitted flows in any order; those from the internet are not walked.
        system_ids: The systems; links to anything else are ignored.
    """

    def __init__(self, links: Iterable[Link], system_ids: Iterable[str]) -> None:
        systems = set(system_ids)
        flows = {
            (link.source, link.target, link.known == "yes")
            for link in links
            if link.source in systems and link.target in systems and link.source != link.target
        }
        self._known = _Flows({(source, target) for source, target, is_known in flows if is_known})
        self._every = _Flows({(source, target) for source, target, _ in flows})

    def ways_to(self, targets: Iterable[str]) -> Ways:
        """Return the shortest ways that lead to any of `targets`, from wherever they begin.

        Cost:
            Two breadth-first walks against the links: linear in the links.
        """
        wanted = sorted(set(targets))
        return Ways(self._known, self._every, wanted)


class Ways:
    """The shortest ways to a set of systems."""

    def __init__(self, known: _Flows, every: _Flows, targets: list[str]) -> None:
        self._flows = {True: known, False: every}
        self._steps = {True: known.steps_to(targets), False: every.steps_to(targets)}

    def leads_from(self, source: str) -> bool:
        """Return whether links lead from `source` to a target; a target itself needs none."""
        return source in self._steps[False]

    def route_from(self, source: str) -> Route | None:
        """Return one shortest way from `source` to the nearest target; None without one.

        A way over confirmed links is preferred to a shorter one over unconfirmed links, since
        the first is a fact and the second a question. Of several equally short ways, the one
        whose systems come first in order is taken, so equal inputs give equal routes.
        """
        if not self.leads_from(source):
            return None
        is_known = source in self._steps[True]
        steps, onward = self._steps[is_known], self._flows[is_known].onward
        way = [source]
        while steps[way[-1]]:
            left = steps[way[-1]] - 1
            way.append(min(t for t in onward[way[-1]] if steps.get(t) == left))
        return Route(tuple(way), is_known)


class _Flows:
    """Links in both directions."""

    def __init__(self, pairs: set[tuple[str, str]]) -> None:
        self.onward: Mapping[str, list[str]] = defaultdict(list)
        self._back: Mapping[str, list[str]] = defaultdict(list)
        for source, target in sorted(pairs):
            self.onward[source].append(target)
            self._back[target].append(source)

    def steps_to(self, targets: list[str]) -> dict[str, int]:
        """Return the least number of links from each system that leads to a target."""
        steps = dict.fromkeys(targets, 0)
        frontier = targets
        while frontier:
            reached = []
            for system in frontier:
                for source in self._back.get(system, ()):
                    if source not in steps:
                        steps[source] = steps[system] + 1
                        reached.append(source)
            frontier = reached
        return steps
