"""Blocks that only prices tie together, each settled by branch and bound.

Work of one crew competes for that crew's time. What blocks share (a vendor, a window) keeps its
price, what is a block's own stays a hard rule, and the sum of the blocks' bounds is a bound for
the whole: tighter than prices alone, because a block may not split a job. What is not here: prices
(`prices`), and a plan for the whole (`construct`).

Source:
    A. M. Geoffrion, "Lagrangean relaxation for integer programming", Mathematical Programming
    Study 2 (1974): a relaxation without the integrality property is at least as tight.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hiyoke.planning.prices import Pricing

#: Most alternatives of a block; a larger one keeps the bound that prices give.
MOST_ALTERNATIVES = 12_000
#: Share by which a solver's bound is lowered against its own rounding.
_CAUTION = 1e-7


class _Answer(NamedTuple):
    bound: float
    chosen: NDArray[np.int64] | None


class BlockSearch:
    """Splits jobs into blocks and solves each.

    Args:
        pricing: Alternatives and prices.
        prices: Price of each row.
        nodes: Most nodes of branch and bound for each block.
    """

    def __init__(self, pricing: Pricing, prices: NDArray[np.float64], nodes: int) -> None:
        self.pricing = pricing
        self.a = pricing.a
        self.prices = prices
        self.nodes = nodes
        self.entries = self._entries()
        self.block = self._blocks()
        self.count = int(self.block.max()) + 1
        self.owner = self._owners()

    def _entries(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
        """Return (row, alternative, amount), each pair once."""
        a = self.a
        places, slots = np.nonzero(a.amounts)
        columns = a.columns[places, slots]
        rows = a.column_rows[columns].astype(np.int64)
        amounts = a.amounts[places, slots][:, None] * a.column_weights[columns]
        alternatives = np.broadcast_to(places[:, None], rows.shape)
        real = (amounts > 0) & np.isfinite(a.capacity[rows])
        key = rows[real] * len(a.job) + alternatives[real]
        unique, inverse = np.unique(key, return_inverse=True)
        summed = np.bincount(inverse, amounts[real]).astype(np.float64)
        return unique // len(a.job), unique % len(a.job), summed

    def _blocks(self) -> NDArray[np.int64]:
        """Return the block of each job: jobs that share a crew's shift, or wait for each other."""
        a = self.a
        root = list(range(a.job_count))

        def find(job: int) -> int:
            while root[job] != job:
                root[job] = root[root[job]]
                job = root[job]
            return job

        first_user: dict[int, int] = {}
        rows, alternatives, _ = self.entries
        is_crew = np.array([name[0] in ("crew", "overtime") for name in a.resources.names])
        pairs = np.unique(np.stack([rows, a.job[alternatives].astype(np.int64)]), axis=1)
        for row, job in pairs[:, is_crew[pairs[0]]].T.tolist():
            root[find(job)] = find(first_user.setdefault(row, job))
        number = {j.job_id: n for n, j in enumerate(a.problem.jobs)}
        for rule in a.problem.precedences:
            root[find(number[rule.then_job_id])] = find(number[rule.first_job_id])
        roots = np.array([find(job) for job in range(a.job_count)])
        return np.asarray(np.unique(roots, return_inverse=True)[1], dtype=np.int64)

    def _owners(self) -> NDArray[np.int64]:
        """Return the block that alone uses each row; -1 when several do or none does."""
        rows, alternatives, _ = self.entries
        blocks = self.block[self.a.job[alternatives]]
        least = np.full(len(self.a.capacity), self.count, dtype=np.int64)
        most = np.full(len(self.a.capacity), -1, dtype=np.int64)
        np.minimum.at(least, rows, blocks)
        np.maximum.at(most, rows, blocks)
        return np.where(least == most, least, -1)

    def run(self, start: NDArray[np.int64]) -> tuple[float, NDArray[np.int64]]:
        """Solve every block.

        Args:
            start: A feasible choice for every job.

        Returns:
            A proven bound of the whole, and each block's own choices, which may overdraw what
            blocks share.

        Cost:
            About two seconds for a block of 50 jobs over 26 weeks, on two threads.
        """
        sizes = np.bincount(self.block[self.a.job], minlength=self.count)
        wanted = [b for b in range(self.count) if sizes[b] <= MOST_ALTERNATIVES]
        with ThreadPoolExecutor(2) as pool:
            answers = dict(
                zip(wanted, pool.map(lambda b: self._solve(b, start), wanted), strict=True)
            )
        chosen = start.copy()
        priced_rows = np.isfinite(self.a.capacity) & ~np.isin(self.owner, wanted)
        total = -float((self.prices[priced_rows] * self.a.capacity[priced_rows]).sum())
        for answer in answers.values():
            total += answer.bound
            if answer.chosen is not None:
                chosen[self.a.job[answer.chosen]] = answer.chosen
        return total + self._rest(set(wanted)), chosen

    def _rest(self, wanted: set[int]) -> float:
        """Return what the blocks that were too large add at prices alone."""
        followers = self.pricing.followers
        joint = followers.add(self.pricing.priced(self.prices))
        least = np.minimum.reduceat(joint, self.a.starts[:-1])
        rest = followers.is_root & ~np.isin(self.block, sorted(wanted))
        return float(least[rest].sum())

    def _solve(self, block: int, start: NDArray[np.int64]) -> _Answer:
        """Solve one block: own rows hard, shared rows at their price."""
        a = self.a
        mine = np.flatnonzero(self.block[a.job] == block)
        own = np.where(self.owner == block, 0.0, self.prices)
        costs = self._costs(mine, own)
        scale = max(1.0, float(np.abs(costs).max()))
        model = _Model(costs / scale, mine)
        place = np.full(len(a.job), -1, dtype=np.int64)
        place[mine] = np.arange(len(mine))
        jobs = np.unique(a.job[mine])
        for job in jobs.tolist():
            model.row(place[a.starts[job] : a.starts[job + 1]], None, 1.0, equal=True)
        rows, alternatives, amounts = self.entries
        inside = (self.owner[rows] == block) & (place[alternatives] >= 0)
        rows, alternatives, amounts = rows[inside], alternatives[inside], amounts[inside]
        ends = np.flatnonzero(np.diff(rows)) + 1
        for at in np.split(np.arange(len(rows)), ends):
            if len(at):
                capacity = float(a.capacity[rows[at[0]]])
                if amounts[at].sum() > capacity:
                    model.row(
                        place[alternatives[at]],
                        amounts[at] / max(capacity, 1.0),
                        capacity / max(capacity, 1.0),
                    )
        self._order_rows(model, place, set(jobs.tolist()))
        begin = np.zeros(len(mine))
        begin[place[start[jobs]]] = 1.0
        bound, values = model.solve(begin, self.nodes)
        bound = (bound - _CAUTION * abs(bound)) * scale
        return _Answer(bound, None if values is None else mine[values > 0.5])  # noqa: PLR2004 - 0 or 1.

    def _costs(self, mine: NDArray[np.int64], prices: NDArray[np.float64]) -> NDArray[np.float64]:
        a = self.a
        of_column = (prices[a.column_rows] * a.column_weights).sum(axis=1)
        costs = a.value[mine] + (of_column[a.columns[mine]] * a.amounts[mine]).sum(axis=1)
        return np.asarray(costs)

    def _order_rows(self, model: _Model, place: NDArray[np.int64], jobs: set[int]) -> None:
        """What must come first: until a moment, no more followers than predecessors."""
        a = self.a
        number = {j.job_id: n for n, j in enumerate(a.problem.jobs)}
        for rule in a.problem.precedences:
            first, then = number[rule.first_job_id], number[rule.then_job_id]
            if then not in jobs:
                continue
            before = np.arange(a.starts[first], a.starts[first + 1])
            after = np.arange(a.starts[then], a.starts[then + 1])
            after = after[np.isfinite(a.opens[after])]
            for moment in np.unique(a.opens[after]).tolist():
                late = after[a.opens[after] <= moment]
                ready = before[a.done[before] + rule.gap_minutes <= moment]
                signs = np.concatenate([np.ones(len(late)), -np.ones(len(ready))])
                model.row(place[np.concatenate([late, ready])], signs, 0.0)


class _Model:
    """A mixed-integer model in rows."""

    def __init__(self, costs: NDArray[np.float64], mine: NDArray[np.int64]) -> None:
        self.costs = costs
        self.mine = mine
        self.index: list[NDArray[np.int64]] = []
        self.factor: list[NDArray[np.float64]] = []
        self.upper: list[float] = []
        self.lower: list[float] = []

    def row(
        self,
        index: NDArray[np.int64],
        factors: NDArray[np.float64] | None,
        upper: float,
        *,
        equal: bool = False,
    ) -> None:
        """Add a row: factors times choices at most, or exactly, `upper`."""
        self.index.append(index)
        self.factor.append(np.ones(len(index)) if factors is None else factors)
        self.upper.append(upper)
        self.lower.append(upper if equal else -np.inf)

    def solve(
        self, begin: NDArray[np.float64], nodes: int
    ) -> tuple[float, NDArray[np.float64] | None]:
        """Return the proven bound and the best choices found; deterministic, nodes not seconds."""
        import highspy  # noqa: PLC0415 - only thorough searches pay for the import.

        program = highspy.HighsLp()
        count = len(self.costs)
        program.num_col_, program.num_row_ = count, len(self.index)
        program.col_cost_ = self.costs
        program.col_lower_, program.col_upper_ = np.zeros(count), np.ones(count)
        program.row_lower_, program.row_upper_ = np.array(self.lower), np.array(self.upper)
        program.integrality_ = [highspy.HighsVarType.kInteger] * count
        program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        program.a_matrix_.start_ = np.cumsum([0, *(len(i) for i in self.index)])
        program.a_matrix_.index_ = np.concatenate(self.index)
        program.a_matrix_.value_ = np.concatenate(self.factor)
        solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        solver.setOptionValue("output_flag", False)  # noqa: FBT003 - the library's own signature.
        solver.setOptionValue("threads", 1)
        solver.setOptionValue("mip_max_nodes", nodes)
        solver.setOptionValue("mip_rel_gap", 1e-4)
        solver.passModel(program)
        solution = highspy.HighsSolution()
        solution.col_value = begin.tolist()
        solver.setSolution(solution)
        solver.run()
        bound = float(solver.getInfo().mip_dual_bound)
        values = np.array(solver.getSolution().col_value)
        return bound, values if len(values) == count else None
