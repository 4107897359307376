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
        known: dict[str, set[str]] = defaultdict(set)
        every: dict[str, set[str]] = defaultdict(set)
        for link in links:
            if link.source in systems and link.target in systems and link.source != link.target:
                every[link.source].add(link.target)
                if link.known == "yes":
                    known[link.source].add(link.target)
        self._known = {source: sorted(targets) for source, targets in known.items()}
        self._every = {source: sorted(targets) for source, targets in every.items()}

    def routes_from(self, source: str) -> dict[str, Route]:
        """Return one shortest route from `source` to every system that links lead to.

        A way over confirmed links is preferred to a shorter one over unconfirmed links, since
        the first is a fact and the second a question. Of several equally short ways, the one
        whose systems come first in order is taken, so equal inputs give equal routes.

        Cost:
            Two breadth-first walks: linear in the links.
        """
        certain = _walk(source, self._known)
        possible = _walk(source, self._every)
        return {
            target: Route(certain.get(target, way), target in certain)
            for target, way in sorted(possible.items())
            if target != source
        }


def _walk(source: str, onward: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    """Return the first shortest way from `source` to each system, by breadth-first search."""
    ways: dict[str, tuple[str, ...]] = {source: (source,)}
    frontier = [source]
    while frontier:
        reached = []
        for system in frontier:
            for target in onward.get(system, ()):
                if target not in ways:
                    ways[target] = (*ways[system], target)
                    reached.append(target)
        frontier = reached
    return ways
