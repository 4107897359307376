"""A feasible schedule under construction: what is chosen, what room is left, what still fits.

What is not here: which job to place next (`construct`, `improve`).
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hiyoke.planning.alternatives import Alternatives

#: Rounding that a row may be over by, in minutes.
_SLACK = 1e-6


class Schedule:
    """One chosen alternative for each job, always feasible.

    Args:
        alternatives: The alternatives; every job starts open.

    Attributes:
        chosen: Chosen alternative of each job.
    """

    def __init__(self, alternatives: Alternatives) -> None:
        self.a = alternatives
        self.open_of = alternatives.starts[1:] - 1
        self.chosen: NDArray[np.int64] = self.open_of.copy()
        self.left = alternatives.capacity.copy()
        self._weights = np.where(alternatives.column_weights > 0, alternatives.column_weights, 1.0)
        self._is_part = alternatives.column_weights > 0
        self.room = self._rooms(np.arange(len(alternatives.column_rows)))
        self._columns_of_row = self._inverse()
        number = {j.job_id: n for n, j in enumerate(alternatives.problem.jobs)}
        self.before: dict[int, list[tuple[int, float]]] = defaultdict(list)
        self.after: dict[int, list[tuple[int, float]]] = defaultdict(list)
        for rule in alternatives.problem.precedences:
            first, then = number[rule.first_job_id], number[rule.then_job_id]
            self.before[then].append((first, float(rule.gap_minutes)))
            self.after[first].append((then, float(rule.gap_minutes)))
        self.rivals = self._rivals()

    def _inverse(self) -> list[NDArray[np.int64]]:
        columns, places = np.nonzero(self._is_part)
        rows = self.a.column_rows[columns, places]
        order = np.argsort(rows, kind="stable")
        ends = np.searchsorted(rows[order], np.arange(len(self.a.capacity) + 1))
        sorted_columns = columns[order]
        return [sorted_columns[ends[r] : ends[r + 1]] for r in range(len(self.a.capacity))]

    def _rivals(self) -> dict[int, NDArray[np.int64]]:
        """Return, for each job, the jobs of groups that it may not be changed together with."""
        jobs = self.a.problem.jobs
        of_group: dict[str, list[int]] = defaultdict(list)
        for number, job in enumerate(jobs):
            of_group[job.group_id].append(number)
        rivals: dict[int, set[int]] = defaultdict(set)
        for rule in self.a.problem.separations:
            for group_id in rule.group_ids:
                others = {n for g in rule.group_ids if g != group_id for n in of_group[g]}
                for number in of_group[group_id]:
                    rivals[number] |= others
        return {n: np.array(sorted(found)) for n, found in rivals.items() if found}

    def _rooms(self, columns: NDArray[np.int64]) -> NDArray[np.float64]:
        room = self.left[self.a.column_rows[columns]] / self._weights[columns]
        room[~self._is_part[columns]] = np.inf
        return np.asarray(room.min(axis=1) + _SLACK)

    def fitting(self, job: int) -> NDArray[np.bool_]:
        """Return which alternatives of a job, itself open now, fit into what is left."""
        a = self.a
        first, last = a.starts[job], a.starts[job + 1]
        has_room = a.amounts[first:last] <= self.room[a.columns[first:last]]
        fits = np.asarray(has_room.all(axis=1), dtype=np.bool_)
        opens, done = a.opens[first:last], a.done[first:last]
        for before, gap in self.before.get(job, ()):
            ready = a.done[self.chosen[before]] + gap
            fits &= (opens >= ready) | ~np.isfinite(opens)
        for after, gap in self.after.get(job, ()):
            opens_after = a.opens[self.chosen[after]]
            if np.isfinite(opens_after):
                fits &= done + gap <= opens_after
        if job in self.rivals:
            theirs = self.chosen[self.rivals[job]]
            theirs = theirs[np.isfinite(a.opens[theirs])]
            if len(theirs):
                clash = (opens[:, None] < a.done[theirs]) & (done[:, None] > a.opens[theirs])
                fits &= ~(clash.any(axis=1) & np.isfinite(opens))
        fits[-1] = True  # Staying open takes nothing; see `take` for what follows.
        return fits

    def put(self, job: int, alternative: int) -> None:
        """Choose an alternative for a job that is open now."""
        self._charge(alternative, -1.0)
        self.chosen[job] = alternative

    def take(self, job: int) -> None:
        """Open a job again. Jobs that must follow it have to be open by then."""
        self._charge(int(self.chosen[job]), 1.0)
        self.chosen[job] = self.open_of[job]

    def _charge(self, alternative: int, sign: float) -> None:
        a = self.a
        columns = a.columns[alternative]
        owned = columns > 0
        if not owned.any():
            return
        columns = columns[owned]
        rows = a.column_rows[columns]
        change = sign * a.amounts[alternative, owned, None] * a.column_weights[columns]
        np.add.at(self.left, rows.ravel(), change.ravel())
        touched = [self._columns_of_row[r] for r in rows.ravel().tolist() if r]
        found = np.concatenate(touched)
        self.room[found] = self._rooms(found)

    def value(self) -> float:
        """Return the objective's figure."""
        return float(self.a.value[self.chosen].sum())

    def place(self, job: int, guide: NDArray[np.float64]) -> None:
        """Choose the fitting alternative with the smallest guide; the earliest of equals."""
        first, last = self.a.starts[job], self.a.starts[job + 1]
        best = int(np.where(self.fitting(job), guide[first:last], np.inf).argmin())
        self.put(job, int(first) + best)

    def reset(self, chosen: NDArray[np.int64]) -> None:
        """Take over the choices of a feasible schedule."""
        for job in np.flatnonzero(self.chosen != chosen):
            self._charge(int(self.chosen[job]), 1.0)
            self._charge(int(chosen[job]), -1.0)
        self.chosen = chosen.copy()
