"""Find a plan and prove how good it is: the reference order first, then prices, then repairs.

The plan is never worse than the reference planner's, because it begins there. Effort is counted in
rounds and moves and never in seconds, so that equal problems give equal plans on any machine. What
is not here: the steps themselves (`prices`, `construct`, `annealing`, `lower_bound`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from hiyoke.planning.alternatives import list_alternatives
from hiyoke.planning.annealing import anneal_plan
from hiyoke.planning.construct import construct, in_order, reference_ranks
from hiyoke.planning.extract import extract_plan
from hiyoke.planning.first_prices import first_prices
from hiyoke.planning.inputs import Objective
from hiyoke.planning.lower_bound import CLOSE, CLOSEST, FAST, ProofEffort, prove_bound
from hiyoke.planning.prices import BoundSearch, Pricing
from hiyoke.planning.sound import check_problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from hiyoke.planning.alternatives import Alternatives
    from hiyoke.planning.inputs import PlanningProblem
    from hiyoke.planning.plan import Plan
    from hiyoke.planning.schedule import Schedule

#: Share of the prices of the reference plan that the search begins from: rather low than high.
_CAREFUL = 0.8
#: Gap at which more effort is not worth it.
TARGET_GAP = 0.001


@dataclass(frozen=True, slots=True)
class SearchEffort:
    """How much work a search may spend.

    Attributes:
        rounds: Rounds of prices.
        moves_per_job: Moves of the local search for each job,
        most_moves: and altogether.
        turns: How often a bound says which ways are still worth a move; 0 moves freely only.
        proof: Work on the bound once the plan is found.
    """

    rounds: int
    moves_per_job: int
    most_moves: int
    turns: int
    proof: ProofEffort


QUICK: Final = SearchEffort(rounds=80, moves_per_job=100, most_moves=200_000, turns=0, proof=FAST)
NORMAL: Final = SearchEffort(
    rounds=120, moves_per_job=4000, most_moves=4_000_000, turns=1, proof=CLOSE
)
THOROUGH: Final = SearchEffort(
    rounds=250, moves_per_job=10_000, most_moves=20_000_000, turns=2, proof=CLOSEST
)
EFFORTS: Final[Mapping[str, SearchEffort]] = {
    "quick": QUICK,
    "normal": NORMAL,
    "thorough": THOROUGH,
}
#: Jobs up to which the most work still takes seconds, and above which little work is enough.
_FEW = 150
_MANY = 3000


def effort_by_size(job_count: int) -> str:
    """Return the effort that suits so many jobs, one of `EFFORTS`, when nobody has named one."""
    if job_count <= _FEW:
        return "thorough"
    return "normal" if job_count <= _MANY else "quick"


@dataclass(frozen=True, slots=True)
class Solution:
    """A plan with what the search learnt.

    Attributes:
        plan: The plan.
        alternatives: What it was chosen from.
        prices: Worth of one more unit of each row, in the objective's figure.
        chosen: Chosen alternative of each job.
    """

    plan: Plan
    alternatives: Alternatives
    prices: NDArray[np.float64]
    chosen: NDArray[np.int64]


def solve(
    problem: PlanningProblem,
    objective: Objective = Objective.EXPECTED_LOSS,
    *,
    effort: SearchEffort = NORMAL,
    seed: int = 1,
) -> Solution:
    """Plan the fixes.

    Args:
        problem: What is to be done, by whom, when.
        objective: What is made small.
        effort: How much work to spend.
        seed: Of the local search.

    Returns:
        A feasible plan, never worse than the reference planner's, with a proven bound. Equal
        problems give equal plans, in whatever order their rows come.

    Raises:
        PlanningProblemError: The problem contradicts itself; see `check_problem`.

    Cost:
        With quick effort about a second for 1,000 jobs over 26 weeks.
    """
    problem = check_problem(problem)
    alternatives = list_alternatives(problem, objective)
    search = _Search(alternatives, effort, seed)
    search.run()
    plan = extract_plan(
        alternatives, search.best, bound=search.bound, reference_value=search.reference_value
    )
    return Solution(plan, alternatives, search.prices, search.best)


class _Search:
    """The course of one search; see `solve`."""

    def __init__(self, alternatives: Alternatives, effort: SearchEffort, seed: int) -> None:
        self.a = alternatives
        self.effort = effort
        self.seed = seed
        self.ranks = reference_ranks(alternatives)
        self.order = in_order(alternatives, self.ranks)
        schedule = construct(alternatives, self.order, alternatives.value)
        self.reference_value = self.value = schedule.value()
        self.best = schedule.chosen.copy()
        self.bound = 0.0
        self.prices = np.zeros(len(alternatives.capacity))

    def run(self) -> None:
        """Alternate between better prices and better plans."""
        if not self.a.job_count:
            return
        self._anneal(0, None, share=0.25)
        start = _CAREFUL * first_prices(self.a, self.best)
        prices = BoundSearch(Pricing(self.a), start)
        prices.run(self.effort.rounds, self.value)
        self.bound, self.prices = prices.bound, prices.prices
        if self._is_good():
            return
        for schedule in self._built(prices):
            self._keep(schedule.chosen)
        self._anneal(1, None, share=0.75)
        for turn in range(self.effort.turns):
            if not self._is_good() and self._has_small_parts():
                self._anneal(turn + 2, self._prove(CLOSE))
        is_wide = self._gap() > max(TARGET_GAP, self.effort.proof.gap)
        if is_wide and self._has_small_parts():
            self._prove(self.effort.proof)

    def _has_small_parts(self) -> bool:
        """Return whether parts, which are seldom smaller than a crew's work, can be settled."""
        crews = max(1, len(self.a.problem.crews))
        return len(self.a.job) <= crews * self.effort.proof.most_alternatives

    def _prove(self, effort: ProofEffort) -> NDArray[np.bool_]:
        """Raise the bound; return the alternatives that a better plan could need."""
        proof = prove_bound(self.a, chosen=self.best, prices=self.prices, effort=effort)
        self.bound = max(self.bound, proof.bound)
        return proof.needed(self.a, self.best)

    def _is_good(self) -> bool:
        return self._gap() <= TARGET_GAP

    def _gap(self) -> float:
        """Return the distance from bound to plan as a share of its value; 0 without any."""
        return (self.value - self.bound) / (abs(self.value) or 1.0)

    def _built(self, prices: BoundSearch) -> list[Schedule]:
        """Build schedules at prices: as the relaxed jobs would stand, and in reference order."""
        a, answer = self.a, prices.answer
        done = np.minimum(a.done[answer.chosen], a.problem.minutes)
        share = np.argsort(np.argsort(self.ranks, kind="stable"), kind="stable") / a.job_count
        relaxed = in_order(a, np.floor(done) + share)
        return [construct(a, order, answer.priced) for order in (relaxed, self.order)]

    def _keep(self, chosen: NDArray[np.int64]) -> None:
        value = float(self.a.value[chosen].sum())
        if value < self.value:
            self.value, self.best = value, chosen.copy()

    def _anneal(self, turn: int, keep: NDArray[np.bool_] | None, *, share: float = 1.0) -> None:
        effort = self.effort
        found = anneal_plan(
            self.a,
            self.best,
            moves_per_job=int(share * effort.moves_per_job),
            most_moves=int(share * effort.most_moves),
            seed=self.seed + turn,
            keep=keep,
        )
        self._keep(found)
