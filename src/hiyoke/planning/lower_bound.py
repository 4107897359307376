"""What no plan can beat, and which alternatives no better plan needs.

One door in front of the relaxations: prices for the whole (`prices`), packings and cases for each
part (`relaxation`). Each part takes the best bound that any of them proves, and the sum
is the bound of the whole. What is not here: a plan.

Source:
    A. M. Geoffrion, "Lagrangean relaxation for integer programming", Mathematical Programming
    Study 2 (1974), section 4: fixing by reduced cost; M. L. Fisher, Management Science 27 (1981).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from hiyoke.planning.prices import BoundSearch, Pricing
from hiyoke.planning.relaxation import CaseSearch, PatternBound, climb, list_uses, split

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hiyoke.planning.alternatives import Alternatives
    from hiyoke.planning.relaxation import Part

#: Jobs of a part from which on its multipliers are found by steps, without the simplex method.
_LARGE = 200
#: Steps times alternatives of the whole problem, beyond which there are fewer steps.
_STEPS_TIMES_ALTERNATIVES = 20_000_000
#: Share by which a bound is lowered against rounding in its own sums.
_CAUTION = 1e-9


@dataclass(frozen=True, slots=True)
class ProofEffort:
    """How much work a proof may spend.

    Attributes:
        gap: Distance to the plan, as a share of its value, at which the proof ends. Half of it
            is enough for one part.
        rounds: Most rounds of patterns for each part.
        steps: Most steps towards better multipliers for a part too large for rounds.
        cases: Most cases for each part; 1 divides nothing.
        weighs_each: Whether patterns also say what each alternative adds to the bound.
        most_jobs: Parts with more jobs keep the bound that prices give.
        most_alternatives: The same for alternatives.
    """

    gap: float = 0.001
    rounds: int = 60
    steps: int = 200
    cases: int = 1
    weighs_each: bool = True
    most_jobs: int = 12_000
    most_alternatives: int = 800_000


FAST: Final = ProofEffort(gap=0.035, rounds=25, weighs_each=False, most_jobs=120)
CLOSE: Final = ProofEffort(cases=1)
CLOSEST: Final = ProofEffort(cases=60)


@dataclass(frozen=True, slots=True)
class Proof:
    """A lower bound with the multipliers that prove it.

    Components share nothing scarce. The law, for every component: each feasible plan that chooses
    alternative `a` costs the component at least its bound plus `reduced[a]`. So `a` is not needed
    for a better plan once that exceeds what a known plan costs the component; see `needed`.

    Attributes:
        bound: No feasible plan has a smaller value.
        job_worth: What having each job settled costs at the prices: [jobs].
        prices: Worth of one more unit of each row, 0 or more: [rows].
        reduced: By how much choosing an alternative raises the bound, 0 or more: [alternatives].
        component: Component of each job: [jobs].
        bounds: Bound of each component; they add up to `bound`.
    """

    bound: float
    job_worth: NDArray[np.float64]
    prices: NDArray[np.float64]
    reduced: NDArray[np.float64]
    component: NDArray[np.int64]
    bounds: NDArray[np.float64]

    def needed(self, alternatives: Alternatives, chosen: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Return which alternatives a better plan than the chosen one could need.

        Args:
            alternatives: The alternatives.
            chosen: A feasible choice of every job.

        Returns:
            False where dropping an alternative loses no better plan; the chosen ones stay.
        """
        a = alternatives
        values = np.bincount(self.component, a.value[chosen], len(self.bounds))
        room = np.maximum(0.0, values - self.bounds) + 1e-9 * np.abs(values)
        needed = self.reduced <= room[self.component[a.job]]
        needed[chosen] = True
        return np.asarray(needed)


def prove_bound(
    alternatives: Alternatives,
    *,
    chosen: NDArray[np.int64],
    prices: NDArray[np.float64] | None = None,
    effort: ProofEffort = CLOSE,
) -> Proof:
    """Prove a lower bound of the objective.

    Args:
        alternatives: The alternatives.
        chosen: A feasible choice of every job; the better, the less work.
        prices: Good prices of all rows, 0 or more; None searches for some.
        effort: How much work to spend on each part.

    Returns:
        The best proof found, at least as strong as the prices alone.

    Cost:
        For 1,000 jobs of 20 crews over 26 weeks about 2 s for one way each and 6 s for three ways
        with preparation; the first call in a process compiles for a second.
    """
    a = alternatives
    pricing = Pricing(a)
    if prices is None:
        search = BoundSearch(pricing)
        search.run(120, float(a.value[chosen].sum()))
        prices = search.prices
    return _Prover(pricing, prices, chosen, effort).proof()


class _Prover:
    """Collects the bounds of all parts; see `prove_bound`."""

    def __init__(
        self,
        pricing: Pricing,
        prices: NDArray[np.float64],
        chosen: NDArray[np.int64],
        effort: ProofEffort,
    ) -> None:
        self.a = a = pricing.a
        self.pricing, self.chosen, self.effort = pricing, chosen, effort
        uses = list_uses(a)
        # What is never scarce is worth nothing.
        is_scarce = np.zeros(len(a.capacity), dtype=bool)
        is_scarce[uses.row] = True
        self.prices = np.where(is_scarce, prices, 0.0)
        self.row_component = np.zeros(len(a.capacity), dtype=np.int64)
        self.partition = split(a, uses, self.prices)
        self.row_component[uses.row] = self.partition.component_of[a.job[uses.alternative]]

    def proof(self) -> Proof:
        """Return the best bound of each component, and what each alternative adds to it."""
        a, partition = self.a, self.partition
        count = len(partition.shared)
        by_price, at_price, worth = self._at_prices(count)
        values = np.bincount(partition.component_of, a.value[self.chosen], count)
        limit = self.effort.gap * float(np.abs(values.sum()))
        total, reduced = by_price.copy(), np.zeros(len(a.job))
        # Where most is open between plan and bound comes first; ties by number.
        for component in np.argsort(by_price - values, kind="stable").tolist():
            if float((values - np.maximum(total, by_price)).sum()) <= limit:
                break
            members = np.flatnonzero(partition.component == component)
            total[component] = -partition.shared[component]
            for part in (partition.parts[n] for n in members.tolist()):
                bound, adds = self._part(part)
                total[component] += bound
                reduced[part.alternatives] = adds
        bounds = np.maximum(total, by_price)
        # What an alternative adds counts from the bound that it was found at.
        of = partition.component_of[a.job]
        best = np.maximum(reduced - (bounds - total)[of], at_price - (bounds - by_price)[of])
        bounds = bounds - _CAUTION * np.abs(bounds)
        return Proof(
            float(bounds.sum()),
            worth,
            self.prices,
            np.maximum(0.0, best),
            partition.component_of,
            bounds,
        )

    def _at_prices(
        self, count: int
    ) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """Return what prices alone prove: bounds, what alternatives add, what jobs pay."""
        a, followers = self.a, self.pricing.followers
        joint = followers.add(self.pricing.priced(self.prices))
        least = np.minimum.reduceat(joint, a.starts[:-1])
        of = self.partition.component_of
        is_root = followers.is_root
        bounds = np.bincount(of[is_root], least[is_root], count)
        paid = self.prices * np.where(self.prices > 0, a.capacity, 0.0)
        bounds = bounds - np.bincount(self.row_component, paid, count)
        reduced = followers.reduced(joint, joint - np.repeat(least, np.diff(a.starts)))
        return bounds.astype(np.float64), reduced, np.asarray(least)

    def _part(self, part: Part) -> tuple[float, NDArray[np.float64]]:
        """Return the bound of a part and what each of its alternatives adds to it."""
        if len(part.jobs) == 1:
            least = float(part.cost.min())
            return least, part.cost - least
        effort = self.effort
        is_large = len(part.jobs) > effort.most_jobs
        if is_large or len(part.alternatives) > effort.most_alternatives:
            return -np.inf, np.zeros(len(part.cost))
        return self._by_patterns(part)

    def _by_patterns(self, part: Part) -> tuple[float, NDArray[np.float64]]:
        own, effort = PatternBound(self.a, part, self.prices, self.chosen), self.effort
        places = np.searchsorted(part.alternatives, self.chosen[part.jobs])
        value = float(part.cost[places].sum()) / own.scale
        enough = value - effort.gap / 2 * abs(value)
        duals = own.duals_at(self.prices)
        if len(part.jobs) > _LARGE:
            steps = min(effort.steps, _STEPS_TIMES_ALTERNATIVES // len(self.a.job))
            best, duals = climb(own, duals, value, steps)
            bound = best
        else:
            nothing = np.zeros(len(part.cost), dtype=bool)
            root = own.relax(nothing, duals, enough, effort.rounds)
            cases = CaseSearch(own, root)
            cases.run(effort.cases, enough)
            best, duals, bound = root.bound, root.duals, cases.bound
        reduced = np.zeros(len(part.cost))
        if effort.weighs_each:
            # What an alternative adds is known where nothing is forbidden, below the cases' bound.
            reduced = np.maximum(0.0, own.reduced(duals)[1] - max(0.0, bound - best))
        return bound * own.scale, reduced * own.scale
