"""Orders between jobs as rows: until any moment, no more of the follower than of what it waits for.

What is not here: orders kept exactly while jobs choose one by one (`followers`).

Source:
    The disaggregated precedence rows of time-indexed models: N. Christofides, R. Alvarez-Valdes
    and J. M. Tamarit, European Journal of Operational Research 29 (1987).
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hiyoke.planning.alternatives import Alternatives
    from hiyoke.planning.relaxation.parts import Part


class OrderRows:
    """The orders inside one part.

    Args:
        alternatives: All alternatives.
        part: The part.
        job: Job of each alternative of the part, numbered from 0.
    """

    def __init__(self, alternatives: Alternatives, part: Part, job: NDArray[np.int64]) -> None:
        a = alternatives
        self.opens = a.opens[part.alternatives]
        self.done = a.done[part.alternatives]
        starts = np.searchsorted(job, np.arange(len(part.jobs) + 1))
        place = {j: n for n, j in enumerate(part.jobs.tolist())}
        number = {j.job_id: n for n, j in enumerate(a.problem.jobs)}
        self.pairs: list[tuple[NDArray[np.int64], NDArray[np.int64], float]] = []
        for rule in a.problem.precedences:
            first = place.get(number[rule.first_job_id])
            then = place.get(number[rule.then_job_id])
            if first is not None and then is not None:
                before = np.arange(starts[first], starts[first + 1])
                after = np.arange(starts[then], starts[then + 1])
                after = after[np.isfinite(self.opens[after])]
                before = before[np.argsort(self.done[before], kind="stable")]
                after = after[np.argsort(self.opens[after], kind="stable")]
                if len(after):
                    self.pairs.append((before, after, float(rule.gap_minutes)))
        self._staying = [
            first + np.flatnonzero(~np.isfinite(self.opens[first:last]))
            for first, last in pairwise(starts.tolist())
        ]
        self._job = job

    def worth(self, paid: NDArray[np.float64]) -> list[tuple[int, float, float]]:
        """Return what orders are worth where jobs choose one by one at given costs.

        Args:
            paid: Cost of each alternative with all it takes; changed in place to what it costs
                once orders are paid for, too.

        Returns:
            Pair, moment and worth of each row that is worth something.
        """
        found = []
        for number in self._latest_first():
            before, after, gap = self.pairs[number]
            staying = float(paid[self._staying[self._job[after[0]]]].min())
            best = np.minimum.accumulate(np.append(paid[after], staying)[::-1])[::-1]
            moments, first = np.unique(self.opens[after], return_index=True)
            levels = np.append(best[first], staying)
            rise = np.diff(levels)
            found += [(number, float(moments[k]), float(rise[k])) for k in np.flatnonzero(rise > 0)]
            at = np.searchsorted(moments, self.done[before] + gap)
            paid[before] -= staying - levels[at]
            paid[after] += staying - levels[np.searchsorted(moments, self.opens[after])]
        return found

    def _latest_first(self) -> list[int]:
        """Return the pairs, those whose follower has followers of its own after these."""
        ends = [(int(self._job[b[0]]), int(self._job[f[0]])) for b, f, _ in self.pairs]
        depth = dict.fromkeys((job for pair in ends for job in pair), 0)
        for _ in ends:
            changed = False
            for first, then in ends:
                if depth[then] <= depth[first]:
                    depth[then], changed = depth[first] + 1, True
            if not changed:
                break
        return sorted(range(len(ends)), key=lambda n: (-depth[ends[n][1]], n))

    def row(self, pair: int, moment: float) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Return alternatives and signs whose sum is at most 0 at a moment."""
        before, after, gap = self.pairs[pair]
        late = after[self.opens[after] <= moment]
        ready = before[self.done[before] + gap <= moment]
        return np.concatenate([late, ready]), np.concatenate(
            [np.ones(len(late)), -np.ones(len(ready))]
        )

    def broken(
        self, mix: NDArray[np.float64], most: float
    ) -> list[tuple[NDArray[np.int64], NDArray[np.float64]]]:
        """Return, for each order, the row that a mix breaks most, if by more than `most`."""
        found = []
        for number, (before, after, gap) in enumerate(self.pairs):
            begun = np.cumsum(mix[after])
            ready = np.concatenate([[0.0], np.cumsum(mix[before])])
            at = np.searchsorted(self.done[before] + gap, self.opens[after], side="right")
            excess = begun - ready[at]
            worst = int(excess.argmax())
            if excess[worst] > most:
                found.append(self.row(number, float(self.opens[after[worst]])))
        return found
