"""Where many paths meet: single things whose removal saves the most.

Each candidate is taken away in the worlds of the run. One that cannot matter in more worlds than
the best already save is not tried: a step helps nobody where no attacker takes it. What is not
here: changes of several things at once (`leverage`).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from hiyoke.exposure.attack_graph import ORIGINS
from hiyoke.exposure.leverage import Leverage, leverage_of
from hiyoke.exposure.places import Node
from hiyoke.exposure.results import lost_worlds
from hiyoke.exposure.simulation import Change

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from hiyoke.exposure.simulation import Simulation

#: Events that somebody could take away: by patching everywhere, by ending an access.
_REMOVABLE = frozenset({"flaw", "vendor", "zone", "person"})


class Candidate(NamedTuple):
    """One thing to take away.

    Attributes:
        kind: flaw, vendor, zone, person, system, link or account.
        subject_id: Which one; for a link its ends, as ``source>target``.
        change: What is gone.
    """

    kind: str
    subject_id: str
    change: Change


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class ChokePoints:
    """The single things whose removal saves the most.

    Attributes:
        found: Candidates with what they save, most first.
        is_proven: Whether no candidate left untried could save more than the last of them.
        tried: How many were tried.
    """

    found: tuple[tuple[Candidate, Leverage], ...]
    is_proven: bool
    tried: int


def find_choke_points(simulation: Simulation, *, count: int = 10, effort: int = 100) -> ChokePoints:
    """Return the single things whose removal saves services in the most worlds.

    Args:
        simulation: A run.
        count: How many to return at most.
        effort: How many candidates to try at most; the most promising come first.

    Returns:
        Those that save something. Ties are broken by kind and identifier.

    Cost:
        A bound for each candidate, and one fixpoint for each tried.
    """
    today = lost_worlds(simulation.graph, simulation.if_present)
    bounded = [(_bound(today, worlds), candidate) for candidate, worlds in _candidates(simulation)]
    promising = sorted(
        (pair for pair in bounded if pair[0] > 0),
        key=lambda pair: (-pair[0], pair[1].kind, pair[1].subject_id),
    )
    found: list[tuple[Candidate, Leverage]] = []
    tried = 0
    for bound, candidate in promising:
        is_beaten = len(found) >= count and found[count - 1][1].removed_worlds >= bound
        if is_beaten or tried == effort:
            break
        tried += 1
        name = f"{candidate.kind}:{candidate.subject_id}"
        found += [
            (candidate, result) for result in leverage_of(simulation, {name: candidate.change})
        ]
        found.sort(key=lambda pair: (-pair[1].removed_worlds, pair[0].kind, pair[0].subject_id))
    is_proven = tried == len(promising) or (
        len(found) >= count and found[count - 1][1].removed_worlds >= promising[tried][0]
    )
    best = tuple(pair for pair in found[:count] if pair[1].removed_worlds > 0)
    return ChokePoints(found=best, is_proven=is_proven, tried=tried)


def _bound(today: NDArray[np.uint64], worlds: NDArray[np.uint64]) -> int:
    """Return in how many worlds, over all services, taking something away could matter at most."""
    return int(np.bitwise_count(today & worlds).sum(dtype=np.int64))


def _candidates(simulation: Simulation) -> Iterator[tuple[Candidate, NDArray[np.uint64]]]:
    """Yield everything that can be taken away, with the worlds in which an attacker uses it."""
    graph = simulation.graph
    for number, event in enumerate(graph.events):
        if event.kind in _REMOVABLE:
            change = Change(probabilities={event: 0.0})
            yield Candidate(*event, change), simulation.event_worlds[number]
    numbers = graph.node_numbers
    for system_id in sorted({node.subject_id for node in graph.nodes if node.kind == "system"}):
        ends = [numbers[Node("system", system_id, level)] for level in ("user", "admin")]
        touching = np.isin(graph.edges.sources, ends) | np.isin(graph.edges.targets, ends)
        change = Change(without_edges=tuple(np.flatnonzero(touching).tolist()))
        # An administrator holds ordinary rights, so this node is reached whenever either is.
        yield Candidate("system", system_id, change), simulation.if_present[ends[0]]
    for (kind, subject_id), edges in sorted(_rows(simulation).items()):
        worlds = np.bitwise_or.reduce(simulation.live_worlds(np.array(edges)), axis=0)
        yield Candidate(kind, subject_id, Change(without_edges=tuple(edges))), worlds


def _rows(simulation: Simulation) -> dict[tuple[str, str], list[int]]:
    """Return the edges of each link and each privileged ID; rows said twice count as one."""
    graph = simulation.graph
    names = {
        ORIGINS.index("links"): [("link", f"{k.source}>{k.target}") for k in graph.inputs.links],
        ORIGINS.index("accounts"): [("account", a.account_id) for a in graph.inputs.accounts],
    }
    edges: dict[tuple[str, str], list[int]] = defaultdict(list)
    places = zip(graph.edges.origins.tolist(), graph.edges.rows.tolist(), strict=True)
    for edge, (origin, row) in enumerate(places):
        if origin in names:
            edges[names[origin][row]].append(edge)
    return edges
