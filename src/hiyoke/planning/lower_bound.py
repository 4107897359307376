"""What no plan can beat, and which alternatives no better plan can contain.

One small door in front of the relaxations: it takes alternatives and, if known, prices and the
value of a plan, and hands back the proof. What is not here: how the relaxations find their
multipliers (`prices`).

Source:
    A. M. Geoffrion, "Lagrangean relaxation for integer programming", Mathematical Programming
    Study 2 (1974), section 4: fixing by reduced cost; M. L. Fisher, Management Science 27 (1981).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from hiyoke.planning.prices import BoundSearch, Pricing

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hiyoke.planning.alternatives import Alternatives


class Proof(NamedTuple):
    """A lower bound with the multipliers that prove it.

    The law: every feasible plan that chooses alternative `a` has a value of at least
    `bound + reduced[a]`. So `a` may be dropped once that exceeds the value of a known plan.

    Attributes:
        bound: No feasible plan has a smaller value.
        job_worth: What having each job settled costs at the prices: [jobs].
        prices: Worth of one more unit of each row, 0 or more: [rows].
        reduced: By how much choosing an alternative raises the bound, 0 or more: [alternatives].
    """

    bound: float
    job_worth: NDArray[np.float64]
    prices: NDArray[np.float64]
    reduced: NDArray[np.float64]


def prove_at_prices(pricing: Pricing, prices: NDArray[np.float64]) -> Proof:
    """Prove a bound at given prices, by letting every job choose for itself.

    Args:
        pricing: Asks the jobs.
        prices: Price of each row, 0 or more.

    Returns:
        The proof. Jobs that must follow count together with their predecessor.
    """
    a = pricing.a
    answer = pricing.ask(prices)
    joint = pricing.followers.add(answer.priced)
    least = np.minimum.reduceat(joint, a.starts[:-1])
    reduced = joint - np.repeat(least, np.diff(a.starts))
    reduced = pricing.followers.reduced(joint, reduced)
    return Proof(answer.bound, least, prices, np.maximum(0.0, reduced))


def prove_bound(
    alternatives: Alternatives,
    *,
    value: float,
    prices: NDArray[np.float64] | None = None,
    rounds: int = 60,
) -> Proof:
    """Prove a lower bound of the objective.

    Args:
        alternatives: The alternatives.
        value: Value of the best plan known; no bound is sought above it.
        prices: Price of each row to begin from, 0 or more; None begins at zero.
        rounds: Rounds of prices to spend before the proof is read off.

    Returns:
        The best proof found.
    """
    pricing = Pricing(alternatives)
    search = BoundSearch(pricing, prices)
    search.run(rounds, value)
    return prove_at_prices(pricing, search.prices)
