"""One part as a choice of whole shifts: linear programming over packings, made as they are needed.

A pattern is a set of jobs that fill one shift together. The programme chooses a mix of patterns
that settles every job once and overdraws nothing else; its prices say which packing is missing. At
any prices the packings prove a bound, so the programme need not be solved to the end, and its own
rounding decides nothing. Orders between jobs are added when the mix breaks them. What is not here:
settling what stays mixed (`branching`).

Source:
    G. B. Dantzig and P. Wolfe, Operations Research 8 (1960); P. C. Gilmore and R. E. Gomory,
    Operations Research 9 (1961); the bound at any prices: L. S. Lasdon, "Optimization Theory for
    Large Systems" (1970), section 3.7; prices smoothed as in P. Wentges, International
    Transactions in Operational Research 4 (1997).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from hiyoke.planning.relaxation.order_rows import OrderRows
from hiyoke.planning.relaxation.packing import Packing, choose_homes
from hiyoke.planning.relaxation.pattern_program import PatternProgram

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hiyoke.planning.alternatives import Alternatives
    from hiyoke.planning.relaxation.parts import Part

#: Share of the best prices known in the prices that are tried.
_SMOOTH = 0.6
#: Distance between bound and programme, as a share, below which a part counts as solved.
_CLOSE = 1e-4
#: Mix of orders broken by less than this is let be.
_BROKEN = 1e-4
#: Rounds after which orders are looked at again.
_LOOK = 4
#: Cost that no alternative can make up for.
_NEVER = 1e9


class Relaxed(NamedTuple):
    """What patterns say about a part, as far as some alternatives are forbidden.

    Attributes:
        bound: No choice for the part costs less.
        duals: The multipliers that prove it: of jobs, of rows, of orders.
        mix: Share of each alternative in the mix; None when the search ended before.
    """

    bound: float
    duals: NDArray[np.float64]
    mix: NDArray[np.float64] | None


class PatternBound:
    """Proves bounds for one part.

    Args:
        alternatives: All alternatives.
        part: The part.
        prices: Price of each row, 0 or more; they decide which rows are packed.
        chosen: A feasible choice for the jobs of the part.

    Attributes:
        job: Job of each alternative of the part, numbered from 0: [alternatives of the part].
        last: When the plan ends, minutes from its start.
        done: When each alternative is closed, minutes; infinite when open.
        cost: Its cost, in units of `scale`.
        scale: What one unit of cost is in the objective's figure.
    """

    def __init__(
        self,
        alternatives: Alternatives,
        part: Part,
        prices: NDArray[np.float64],
        chosen: NDArray[np.int64],
    ) -> None:
        a, mine = alternatives, part.alternatives
        self.scale = float(np.abs(part.cost).max(initial=0.0)) or 1.0
        self.cost = part.cost / self.scale
        self.job = np.searchsorted(part.jobs, a.job[mine]).astype(np.int64)
        self.count = len(part.jobs)
        self.last = float(a.problem.minutes)
        self.done = a.done[mine]
        uses = part.uses._replace(alternative=np.searchsorted(mine, part.uses.alternative))
        home = choose_homes(uses, len(mine), a.capacity, prices)
        self.packing = Packing(uses, home, self.job, a.capacity)
        # Rows that only their own packings use are kept by these alone.
        strange = np.unique(uses.row[home[uses.alternative] != uses.row])
        linked = uses.of(np.isin(uses.row, strange))
        self.rows = strange
        self._room = np.maximum(a.capacity[strange], 1.0)
        row = np.searchsorted(strange, linked.row)
        self._row_limits = a.capacity[strange] / self._room
        self._single = np.flatnonzero(home < 0)
        self.orders = OrderRows(a, part, self.job)
        limits = np.concatenate([np.ones(self.count), self._row_limits])
        self.program = PatternProgram(len(self.packing.rows), limits, self.count, self.cost)
        self.program.link(
            np.concatenate([np.arange(len(mine)), linked.alternative]),
            np.concatenate([self.job, self.count + row]),
            np.concatenate([np.ones(len(mine)), linked.amount / self._room[row]]),
        )
        self.program.add([(-1, (k,)) for k in self._single.tolist()])
        own = np.searchsorted(mine, chosen[part.jobs])
        self.program.add(self._patterns(own))
        self.forbidden = np.zeros(len(mine), dtype=bool)
        self.rounds = 0

    def duals_at(self, prices: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return multipliers to begin from: what each job pays at prices, and the prices.

        Orders that are worth something at these prices become rows.
        """
        of_row = -prices[self.rows] * self._room / self.scale
        duals = np.concatenate([np.zeros(self.count), of_row])
        paid = self.program.reduced(self._padded(duals))
        # Homes that others use, too, are among the rows whose price is paid already.
        unpaid = np.where(np.isin(self.packing.rows, self.rows), 0.0, prices[self.packing.rows])
        home_price = np.append(unpaid, 0.0)[self.packing.of]
        paid += home_price * self.packing.amount_of / self.scale
        worth = self.orders.worth(paid)
        self.program.add_rows([self.orders.row(pair, moment) for pair, moment, _ in worth])
        np.minimum.at(least := np.full(self.count, np.inf), self.job, paid)
        duals[: self.count] = least
        return np.concatenate([duals, [-each for _, _, each in worth]])

    def relax(
        self,
        forbidden: NDArray[np.bool_],
        duals: NDArray[np.float64] | None,
        enough: float,
        rounds: int,
    ) -> Relaxed:
        """Search for the best bound without some alternatives.

        Args:
            forbidden: Which alternatives may not be chosen.
            duals: Multipliers to begin from; None begins from the programme's own.
            enough: Bound at which the search ends, in units of `scale`.
            rounds: Most rounds of prices and packings.

        Returns:
            The best bound found.

        Cost:
            A round takes two packings of every shift and one warm start of the simplex method.
        """
        self.forbidden = forbidden
        self.program.forbid(forbidden)
        best = -np.inf
        if duals is not None:
            duals = self._padded(duals)
            best, taken = self.price(duals)
            self.program.add(self._patterns(taken))
        for turn in range(rounds):
            if best >= enough and duals is not None:
                return Relaxed(best, duals, None)
            self.rounds += 1
            value, at = self.program.solve()
            if not np.all(np.isfinite(at)):
                break  # The solver gave up; what is proved so far stands.
            grew = False
            for share in (_SMOOTH, 0.0):
                place = at if duals is None else share * duals + (1 - share) * at
                bound, taken = self.price(place)
                if duals is None or bound > best:
                    best, duals = bound, place
                # Smoothed prices may find nothing new where the programme's own would.
                grew = self.program.add(self._patterns(taken))
                if grew:
                    break
            is_close = not grew or value - best < _CLOSE * abs(value)
            if (is_close or turn % _LOOK == _LOOK - 1) and not self._order() and is_close:
                break
            duals = None if duals is None else self._padded(duals)
        assert duals is not None  # noqa: S101 - there is at least one round.
        return Relaxed(best, duals, self.program.mix())

    def _order(self) -> bool:
        """Add the orders that the mix breaks; say whether there were any."""
        broken = self.orders.broken(self.program.mix(), _BROKEN)
        self.program.add_rows(broken)
        return bool(broken)

    def _padded(self, duals: NDArray[np.float64]) -> NDArray[np.float64]:
        missing = self.program.row_count - len(duals)
        return np.concatenate([duals, np.zeros(missing)]) if missing else duals

    def price(self, duals: NDArray[np.float64]) -> tuple[float, NDArray[np.int64]]:
        """Return the bound at multipliers, and the alternatives that prove it.

        Args:
            duals: One for each linking row; those of all but jobs at most 0.
        """
        cost = self.program.reduced(duals)
        cost[self.forbidden] = _NEVER
        least, taken = self.packing.fill(cost)
        own = cost[self._single]
        gain = np.zeros(self.count)
        np.minimum.at(gain, self.job[self._single], own)
        # Of a job's other alternatives only the cheapest counts, and the first of equals.
        hits = self._single[(own < 0) & (own <= gain[self.job[self._single]])]
        _, first = np.unique(self.job[hits], return_index=True)
        bound = self.program.constant(duals) + float(least.sum()) + float(gain.sum())
        return bound, np.concatenate([taken, hits[first]])

    def _patterns(self, taken: NDArray[np.int64]) -> list[tuple[int, tuple[int, ...]]]:
        """Return alternatives as patterns of their homes."""
        found: dict[int, list[int]] = {}
        for alternative, home in zip(taken.tolist(), self.packing.of[taken].tolist(), strict=True):
            if home >= 0:
                found.setdefault(home, []).append(alternative)
        return [(home, tuple(sorted(members))) for home, members in found.items()]

    def reduced(self, duals: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        """Return the bound at multipliers, and what each alternative adds to it when chosen."""
        self.forbidden = np.zeros(len(self.cost), dtype=bool)
        duals = self._padded(duals)
        bound, taken = self.price(duals)
        cost = self.program.reduced(duals)
        # What its home, or the others of its job, gain without anything forced.
        of = self.packing.of
        gain = np.zeros(len(self.packing.rows) + self.count)
        place = np.where(of < 0, len(self.packing.rows) + self.job, of)
        np.add.at(gain, place[taken], cost[taken])
        return bound, np.maximum(0.0, self.packing.with_each(cost) - gain[place])
