"""What stays mixed is settled by cases: this job until that day, or later.

Every case has a bound of its own, and the smallest of them bounds the part. The case that holds the
bound down is always the next to be divided. What is not here: the bound of one case (`patterns`).

Source:
    C. Barnhart, E. L. Johnson, G. L. Nemhauser, M. W. P. Savelsbergh and P. H. Vance,
    "Branch-and-price: column generation for solving huge integer programs", Operations Research 46
    (1998): cases on the jobs' own choices leave the packing problem as it is.
"""

from __future__ import annotations

from heapq import heappop, heappush
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hiyoke.planning.relaxation.patterns import PatternBound, Relaxed

#: Share of an alternative in a mix below which it is not seen.
_UNSEEN = 1e-5
#: Most rounds of prices for one case.
_ROUNDS = 30


class _Case(NamedTuple):
    bound: float
    number: int
    forbidden: NDArray[np.bool_]
    relaxed: Relaxed


class CaseSearch:
    """Divides one part into cases.

    Args:
        pattern_bound: Bounds of the part.
        root: Its bound when nothing is forbidden.

    Attributes:
        cases: How many cases have been looked at.
    """

    def __init__(self, pattern_bound: PatternBound, root: Relaxed) -> None:
        self.of = pattern_bound
        nothing = np.zeros(len(pattern_bound.job), dtype=bool)
        self._open = [_Case(root.bound, 0, nothing, root)]
        self._settled = np.inf
        self.cases = 1

    @property
    def bound(self) -> float:
        """Bound of the part."""
        return min(self._settled, self._open[0].bound if self._open else np.inf)

    def run(self, cases: int, enough: float) -> None:
        """Divide until the bound is enough, or so many cases have been looked at.

        Args:
            cases: Most cases to look at in all.
            enough: Bound at which a case is let be.
        """
        while self._open and self.cases < cases and self.bound < enough:
            case = heappop(self._open)
            halves = None if case.relaxed.mix is None else self._divided(case)
            if halves is None:
                # Nothing is mixed, or nobody knows: its bound is final.
                self._settled = min(self._settled, case.bound)
                continue
            for half in halves:
                forbidden = case.forbidden | half
                relaxed = self.of.relax(forbidden, case.relaxed.duals, enough, _ROUNDS)
                bound = max(case.bound, relaxed.bound)
                heappush(self._open, _Case(bound, self.cases, forbidden, relaxed))
                self.cases += 1

    def _divided(self, case: _Case) -> tuple[NDArray[np.bool_], NDArray[np.bool_]] | None:
        """Return what either half of a case forbids: one job's later places, or the sooner ones."""
        of, mix = self.of, case.relaxed.mix
        assert mix is not None  # noqa: S101 - the caller has looked.
        seen = np.flatnonzero((mix > _UNSEEN) & ~case.forbidden)
        weight = np.bincount(of.job[seen], mix[seen], of.count)
        share = mix[seen] / weight[of.job[seen]]
        mean = np.bincount(of.job[seen], share * of.cost[seen], of.count)
        spread = np.bincount(
            of.job[seen], share * np.abs(of.cost[seen] - mean[of.job[seen]]), of.count
        )
        job = int(spread.argmax())
        if spread[job] <= 0:
            return None
        inside = of.job[seen] == job
        own, part = seen[inside], share[inside]
        mine = of.job == job
        done = np.minimum(of.done, 2 * of.last)
        if np.ptp(done[own]) > 0:
            sooner = mine & (done <= (part * done[own]).sum())
        else:
            sooner = np.zeros(len(mine), dtype=bool)
            sooner[own[part.argmax()]] = True
        return mine & ~sooner, sooner
