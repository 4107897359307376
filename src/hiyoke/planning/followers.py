"""Jobs that must follow another one choose together with it: exactly, by one pass over time.

The best choice of a follower after a given time is a running minimum over its alternatives in
order of opening. What is not here: several predecessors of one job; only the first is kept, which
is a relaxation.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hiyoke.planning.alternatives import Alternatives


class _Layer(NamedTuple):
    """Followers at one distance from their root."""

    child: NDArray[np.int64]
    parent: NDArray[np.int64]
    table: NDArray[np.int64]  # Alternatives of each child by opening: [children, most].
    owner: NDArray[np.int64]  # Alternatives of the parents, flat.
    row: NDArray[np.int64]  # Which child each of them is about.
    since: NDArray[np.int64]  # First alternative in its row that opens late enough.
    gap: NDArray[np.float64]


class Followers:
    """The out-forest of precedences.

    Args:
        alternatives: The alternatives.

    Attributes:
        is_root: Whether each job follows none.
    """

    def __init__(self, alternatives: Alternatives) -> None:
        self.a = alternatives
        number = {j.job_id: n for n, j in enumerate(alternatives.problem.jobs)}
        parent: dict[int, tuple[int, float]] = {}
        for rule in alternatives.problem.precedences:
            then = number[rule.then_job_id]
            parent.setdefault(then, (number[rule.first_job_id], float(rule.gap_minutes)))
        self.is_root = np.ones(alternatives.job_count, dtype=bool)
        self.is_root[list(parent)] = False
        depths: dict[int, list[int]] = defaultdict(list)
        for child in sorted(parent):
            depths[_depth(child, parent)].append(child)
        self.layers = [self._layer(depths[d], parent) for d in sorted(depths, reverse=True)]

    def _layer(self, children: list[int], parent: dict[int, tuple[int, float]]) -> _Layer:
        a = self.a
        most = max(int(a.starts[c + 1] - a.starts[c]) for c in children)
        table = np.zeros((len(children), most), dtype=np.int64)
        owner, row, since = [], [], []
        for place, child in enumerate(children):
            first, last = int(a.starts[child]), int(a.starts[child + 1])
            order = first + np.argsort(a.opens[first:last], kind="stable")
            table[place, : last - first] = order
            table[place, last - first :] = last - 1  # Padding: staying open.
            before, gap = parent[child]
            own = np.arange(a.starts[before], a.starts[before + 1])
            owner.append(own)
            row.append(np.full(len(own), place))
            since.append(np.searchsorted(a.opens[order], a.done[own] + gap))
        return _Layer(
            np.array(children),
            np.array([parent[c][0] for c in children]),
            table,
            np.concatenate(owner),
            np.concatenate(row),
            np.concatenate(since),
            np.array([parent[c][1] for c in children]),
        )

    def add(self, priced: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return what each alternative costs together with the best choice of all followers."""
        if not self.layers:
            return priced
        joint = priced.copy()
        for layer in self.layers:
            best = np.minimum.accumulate(joint[layer.table][:, ::-1], axis=1)[:, ::-1]
            joint += np.bincount(layer.owner, best[layer.row, layer.since], len(joint))
        self._joint = joint
        return joint

    def reduced(
        self, joint: NDArray[np.float64], reduced: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Return by how much choosing each alternative raises the least sum of its whole tree.

        Args:
            joint: Cost of each alternative together with its followers; see `add`.
            reduced: What alternatives of roots cost above the best of their job; only these
                are read.
        """
        reduced = reduced.copy()
        for layer in reversed(self.layers):
            best = np.minimum.accumulate(joint[layer.table][:, ::-1], axis=1)[:, ::-1]
            for place, child in enumerate(layer.child.tolist()):
                mine = layer.row == place
                owner = layer.owner[mine]
                ready = self.a.done[owner] + layer.gap[place]
                extra = reduced[owner] - best[place, layer.since[mine]]
                order = np.argsort(ready, kind="stable")
                # The cheapest place of the predecessor that leaves time for each alternative.
                least = np.minimum.accumulate(extra[order])
                own = np.arange(self.a.starts[child], self.a.starts[child + 1])
                last = np.searchsorted(ready[order], self.a.opens[own], side="right") - 1
                found = np.where(last >= 0, least[np.maximum(last, 0)], np.inf)
                reduced[own] = joint[own] + found
        return reduced

    def follow(self, chosen: NDArray[np.int64], priced: NDArray[np.float64]) -> NDArray[np.int64]:
        """Return the choices with those of followers made after their predecessor's."""
        if not self.layers:
            return chosen
        chosen = chosen.copy()
        joint = self._joint if len(priced) == len(self._joint) else priced
        for layer in reversed(self.layers):
            earliest = self.a.done[chosen[layer.parent]] + layer.gap
            costs = joint[layer.table]
            costs[self.a.opens[layer.table] < earliest[:, None]] = np.inf
            chosen[layer.child] = layer.table[np.arange(len(layer.child)), costs.argmin(axis=1)]
        return chosen


def _depth(job: int, parent: dict[int, tuple[int, float]]) -> int:
    depth = 0
    while job in parent:
        job = parent[job][0]
        depth += 1
    return depth
