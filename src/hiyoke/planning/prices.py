"""A proven lower bound: what the best plan would cost if scarce time could be bought at a price.

Lagrangian relaxation: every row gets a price, every job (with the jobs that must follow it) then
chooses for itself, and what the rows are worth is taken off. The sum can never exceed the value of
a feasible plan, whatever the prices. Separated groups are bound only through their twins here,
and of several predecessors only the first counts, which keeps the bound valid. What is not here:
a feasible plan (`schedule`).

Source:
    M. L. Fisher, "The Lagrangian relaxation method for solving integer programming problems",
    Management Science 27 (1981); step rule after B. T. Polyak (1969), direction smoothed as in
    P. M. Camerini, L. Fratta and F. Maffioli, Mathematical Programming Study 3 (1975).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from hiyoke.planning.followers import Followers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hiyoke.planning.alternatives import Alternatives

#: Share of the old direction that a step keeps.
_MEMORY = 0.7
#: Rounds without a better bound after which steps are halved.
_PATIENCE = 6
#: Step below which the search ends.
_SMALLEST = 1e-4


class Answer(NamedTuple):
    """What the jobs choose at given prices.

    Attributes:
        bound: Proven lower bound of the objective.
        chosen: Chosen alternative of each job.
        use: Use of each row.
        priced: Value of each alternative with what it takes, followers left out.
    """

    bound: float
    chosen: NDArray[np.int64]
    use: NDArray[np.float64]
    priced: NDArray[np.float64]


class Pricing:
    """Asks the jobs at prices.

    Args:
        alternatives: The alternatives.
    """

    def __init__(self, alternatives: Alternatives) -> None:
        self.a = alternatives
        self.followers = Followers(alternatives)
        self.scale = np.where(
            np.isfinite(alternatives.capacity) & (alternatives.capacity > 0),
            alternatives.capacity,
            1.0,
        )
        self._weights = alternatives.column_weights
        self._by_slot = [
            (
                np.ascontiguousarray(alternatives.columns[:, k]),
                np.ascontiguousarray(alternatives.amounts[:, k]),
            )
            for k in range(alternatives.columns.shape[1])
        ]
        self._sizes = np.diff(alternatives.starts)

    def priced(self, prices: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the value of each alternative with what it takes at these prices."""
        of_column = (prices[self.a.column_rows] * self._weights).sum(axis=1)
        total = self.a.value.copy()
        for columns, amounts in self._by_slot:
            total += of_column[columns] * amounts
        return total

    def ask(self, prices: NDArray[np.float64]) -> Answer:
        """Return what every job chooses, and the bound that this proves."""
        a = self.a
        priced = self.priced(prices)
        joint = self.followers.add(priced)
        least = np.minimum.reduceat(joint, a.starts[:-1])
        hits = np.flatnonzero(joint <= np.repeat(least, self._sizes))
        first = np.searchsorted(hits, a.starts[:-1])
        chosen = self.followers.follow(hits[first], priced)
        taken = np.zeros(len(a.column_rows))
        np.add.at(taken, a.columns[chosen], a.amounts[chosen])
        use = np.bincount(
            a.column_rows.ravel(),
            (self._weights * taken[:, None]).ravel(),
            minlength=len(a.capacity),
        ).astype(np.float64)
        owned = np.isfinite(a.capacity)
        bound = float(
            least[self.followers.is_root].sum() - (prices[owned] * a.capacity[owned]).sum()
        )
        return Answer(bound, chosen, use, priced)


class BoundSearch:
    """Moves prices towards the best bound.

    Args:
        pricing: Asks the jobs.
        start: Prices to begin from; None begins at zero.

    Attributes:
        bound: Best bound so far.
        prices: The prices that prove it: 0 or more, per minute or per job, for each row.
        answer: What the jobs chose at them.
        rounds: Rounds spent.
    """

    def __init__(self, pricing: Pricing, start: NDArray[np.float64] | None = None) -> None:
        self.pricing = pricing
        self.prices = np.zeros(len(pricing.a.capacity)) if start is None else start
        self.answer = pricing.ask(self.prices)
        self.bound = self.answer.bound
        self.rounds = 1
        self._at = self.prices
        self._now = self.answer
        self._direction = np.zeros_like(self.prices)
        self._step = 1.0
        self._waited = 0
        self._bounded = np.isfinite(pricing.a.capacity)

    def run(self, rounds: int, top: float) -> None:
        """Spend rounds.

        Args:
            rounds: How many; fewer when nothing is left to gain.
            top: Value of the best plan known: no bound can lie above it.

        Cost:
            Each round is a few passes over all alternatives: about 4 ms for 150,000.
        """
        for _ in range(rounds):
            if self._step < _SMALLEST or not self._move(top):
                return
            self.rounds += 1
            self._now = self.pricing.ask(self._at)
            if self._now.bound > self.bound:
                self._waited = (
                    0
                    if self._now.bound > self.bound + 1e-4 * (top - self.bound)
                    else self._waited + 1
                )
                self.bound, self.prices, self.answer = self._now.bound, self._at, self._now
            else:
                self._waited += 1
            if self._waited >= _PATIENCE:
                self._step, self._waited = self._step * 0.6, 0
                self._at, self._now = self.prices, self.answer

    def _move(self, top: float) -> bool:
        """Take one step along the smoothed excess of use over capacity."""
        scale = self.pricing.scale
        excess = np.zeros_like(self._at)
        own = self._bounded
        excess[own] = (self._now.use[own] - self.pricing.a.capacity[own]) / scale[own]
        excess[(self._at <= 0) & (excess < 0)] = 0.0
        self._direction = _MEMORY * self._direction + (1 - _MEMORY) * excess
        length = float((self._direction * self._direction).sum())
        if length <= 0:
            return False
        stride = self._step * max(top - self._now.bound, 1e-9 * abs(top)) / length
        self._at = np.maximum(0.0, self._at + stride * self._direction / scale)
        return True
