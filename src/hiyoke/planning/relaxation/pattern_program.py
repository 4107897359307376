"""The linear programme over patterns: columns and rows are added while it is solved.

What is not here: which patterns are worth adding (`patterns`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_INFINITE = 1e30


class PatternProgram:
    """Least cost of a mix of patterns that settles every job once.

    Rows are the homes, each filled at most once; then what links patterns: the jobs, each exactly
    once, rows that are not packed, and orders. A job may also be left unsettled, at a cost beyond
    any plan's, so that the programme always has an answer.

    Args:
        homes: How many homes there are.
        limits: Right-hand side of the linking rows: jobs first.
        jobs: How many of them are jobs.
        cost: Cost of each alternative.

    Attributes:
        row_count: How many linking rows there are.
    """

    def __init__(
        self, homes: int, limits: NDArray[np.float64], jobs: int, cost: NDArray[np.float64]
    ) -> None:
        import highspy  # noqa: PLC0415 - only searches that prove by patterns pay for the import.

        self._homes, self._jobs, self._cost = homes, jobs, cost
        self._limits = limits
        self.row_count = len(limits)
        self._solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        self._solver.setOptionValue("output_flag", False)  # noqa: FBT003 - the library's signature.
        self._solver.setOptionValue("threads", 1)
        count = homes + len(limits)
        lower = np.full(count, -_INFINITE)
        lower[homes : homes + jobs] = 1.0
        upper = np.concatenate([np.ones(homes), limits])
        nothing = np.zeros(0, dtype=np.int32)
        self._solver.addRows(
            count, lower, upper, 0, np.zeros(count, np.int32), nothing, np.zeros(0)
        )
        dear = float(np.abs(cost).max(initial=1.0)) * (jobs + 1)
        self._add_columns(
            np.full(jobs, dear), np.arange(jobs), homes + np.arange(jobs), np.ones(jobs)
        )
        self._link = (np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))
        self._first = np.zeros(len(cost) + 1, np.int64)
        self._known: set[tuple[int, tuple[int, ...]]] = set()
        self._members = np.zeros(0, np.int64)
        self._column = np.zeros(0, np.int64)
        self._columns = 0
        self._share = np.zeros(0)

    def link(
        self, alternative: NDArray[np.int64], row: NDArray[np.int64], amount: NDArray[np.float64]
    ) -> None:
        """Say how much each alternative takes of each linking row, more than before."""
        joined = [
            np.concatenate(pair)
            for pair in zip(self._link, (alternative, row, amount), strict=True)
        ]
        order = np.argsort(joined[0], kind="stable")
        self._link = (joined[0][order], joined[1][order], joined[2][order])
        self._first = np.searchsorted(self._link[0], np.arange(len(self._cost) + 1))

    def add(self, patterns: Sequence[tuple[int, tuple[int, ...]]]) -> bool:
        """Add patterns: a home, or -1, and the alternatives in it; say whether any was new."""
        new = [p for p in patterns if p not in self._known]
        if not new:
            return False
        self._known.update(new)
        members = np.array([m for _, own in new for m in own], dtype=np.int64)
        column = np.repeat(np.arange(len(new)), [len(own) for _, own in new])
        home = np.array([h for h, _ in new], dtype=np.int64)
        counts = self._first[members + 1] - self._first[members]
        at = np.repeat(self._first[members + 1] - np.cumsum(counts), counts) + np.arange(
            counts.sum()
        )
        housed = np.flatnonzero(home >= 0)
        self._add_columns(
            np.bincount(column, self._cost[members], len(new)).astype(np.float64),
            np.concatenate([housed, np.repeat(column, counts)]),
            np.concatenate([home[housed], self._homes + self._link[1][at]]),
            np.concatenate([np.ones(len(housed)), self._link[2][at]]),
        )
        self._members = np.concatenate([self._members, members])
        self._column = np.concatenate([self._column, self._columns + column])
        self._columns += len(new)
        return True

    def _add_columns(
        self,
        cost: NDArray[np.float64],
        column: NDArray[np.int64],
        row: NDArray[np.int64],
        amount: NDArray[np.float64],
    ) -> None:
        height = self._homes + self.row_count
        key, inverse = np.unique(column * height + row, return_inverse=True)
        summed = np.bincount(inverse, amount, len(key))
        starts = np.searchsorted(key // height, np.arange(len(cost))).astype(np.int32)
        self._solver.addCols(
            len(cost),
            cost,
            np.zeros(len(cost)),
            np.full(len(cost), _INFINITE),
            len(key),
            starts,
            (key % height).astype(np.int32),
            summed,
        )

    def add_rows(self, rows: Sequence[tuple[NDArray[np.int64], NDArray[np.float64]]]) -> None:
        """Add linking rows: for each, alternatives times signs are at most 0."""
        if not rows:
            return
        of = np.zeros(len(self._cost))
        for members, signs in rows:
            of[members] = signs
            amount = np.bincount(self._column, of[self._members], self._columns)
            used = np.flatnonzero(amount)
            self._solver.addRow(
                -_INFINITE, 0.0, len(used), (self._jobs + used).astype(np.int32), amount[used]
            )
            of[members] = 0.0
        self.link(
            np.concatenate([members for members, _ in rows]),
            np.repeat(self.row_count + np.arange(len(rows)), [len(members) for members, _ in rows]),
            np.concatenate([signs for _, signs in rows]),
        )
        self._limits = np.append(self._limits, np.zeros(len(rows)))
        self.row_count += len(rows)

    def forbid(self, forbidden: NDArray[np.bool_]) -> None:
        """Leave out the patterns that contain a forbidden alternative, and only these."""
        bad = np.bincount(self._column, forbidden[self._members], self._columns) > 0
        self._solver.changeColsBounds(
            self._columns,
            np.arange(self._jobs, self._jobs + self._columns, dtype=np.int32),
            np.zeros(self._columns),
            np.where(bad, 0.0, _INFINITE),
        )

    def solve(self) -> tuple[float, NDArray[np.float64]]:
        """Return the value of the best mix and the multipliers of the linking rows."""
        self._solver.run()
        solution = self._solver.getSolution()
        self._share = np.array(solution.col_value)[self._jobs :]
        duals = np.array(solution.row_dual)[self._homes :]
        duals[self._jobs :] = np.minimum(0.0, duals[self._jobs :])
        return float(self._solver.getInfo().objective_function_value), duals

    def mix(self) -> NDArray[np.float64]:
        """Return the share of each alternative in the last answer."""
        share = np.concatenate([self._share, np.zeros(self._columns - len(self._share))])
        mixed = np.bincount(self._members, share[self._column], len(self._cost))
        return mixed.astype(np.float64)

    def reduced(self, duals: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the cost of each alternative less what its linking rows pay for it."""
        alternative, row, amount = self._link
        return np.asarray(
            self._cost - np.bincount(alternative, amount * duals[row], len(self._cost))
        )

    def slack(self, chosen: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return what alternatives leave of each linking row, each counted as often as named."""
        counts = self._first[chosen + 1] - self._first[chosen]
        at = np.repeat(self._first[chosen + 1] - np.cumsum(counts), counts)
        at += np.arange(counts.sum())
        return np.asarray(
            self._limits - np.bincount(self._link[1][at], self._link[2][at], self.row_count)
        )

    def constant(self, duals: NDArray[np.float64]) -> float:
        """Return what the right-hand sides are worth at multipliers."""
        return float((duals * self._limits).sum())
