"""Find a plan and prove how good it is: the reference order first, then prices, then repairs.

The plan is never worse than the reference planner's, because it begins there. Effort is counted in
rounds and moves and never in seconds, so that equal problems give equal plans on any machine. What
is not here: the steps themselves (`prices`, `construct`, `blocks`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from hiyoke.planning.alternatives import list_alternatives
from hiyoke.planning.blocks import BlockSearch
from hiyoke.planning.construct import Improver, construct, in_order, reference_ranks
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
        builds: Schedules built from prices on the way.
        moves_per_job: Moves of the local search for each job, spread over the builds.
        most_moves: And altogether.
        block_nodes: Nodes of branch and bound for each independent block; 0 leaves blocks out.
        proof: Work on the bound once the plan is found.
    """

    rounds: int
    builds: int
    moves_per_job: float
    most_moves: int
    block_nodes: int
    proof: ProofEffort


QUICK: Final = SearchEffort(
    rounds=120, builds=1, moves_per_job=0.1, most_moves=200, block_nodes=0, proof=FAST
)
NORMAL: Final = SearchEffort(
    rounds=120, builds=4, moves_per_job=4, most_moves=4000, block_nodes=0, proof=CLOSE
)
THOROUGH: Final = SearchEffort(
    rounds=250, builds=6, moves_per_job=12, most_moves=20000, block_nodes=1, proof=CLOSEST
)
EFFORTS: Final[Mapping[str, SearchEffort]] = {
    "quick": QUICK,
    "normal": NORMAL,
    "thorough": THOROUGH,
}


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
        self.schedule = schedule
        self.bound = 0.0
        self.prices = np.zeros(len(alternatives.capacity))

    def run(self) -> None:
        """Alternate between better prices and better plans."""
        if not self.a.job_count:
            return
        start = _CAREFUL * first_prices(self.a, self.best)
        prices = BoundSearch(Pricing(self.a), start)
        effort = self.effort
        moves = int(min(effort.moves_per_job * self.a.job_count, effort.most_moves))
        for build in range(effort.builds):
            prices.run(effort.rounds // effort.builds, self.value)
            self.bound, self.prices = max(self.bound, prices.bound), prices.prices
            if self._is_good():
                return
            for schedule in self._built(prices):
                self._keep(schedule)
            self._improve(moves // effort.builds, prices, build)
        if effort.block_nodes and not self._is_good():
            self._solve_blocks(prices, moves)
        if not self._is_good():
            proof = prove_bound(self.a, chosen=self.best, prices=self.prices, effort=effort.proof)
            self.bound = max(self.bound, proof.bound)

    def _is_good(self) -> bool:
        return self.value - self.bound <= TARGET_GAP * abs(self.value)

    def _built(self, prices: BoundSearch) -> list[Schedule]:
        """Build schedules at prices: as the relaxed jobs would stand, and in reference order."""
        a, answer = self.a, prices.answer
        done = np.minimum(a.done[answer.chosen], a.problem.minutes)
        share = np.argsort(np.argsort(self.ranks, kind="stable"), kind="stable") / a.job_count
        relaxed = in_order(a, np.floor(done) + share)
        return [construct(a, order, answer.priced) for order in (relaxed, self.order)]

    def _keep(self, schedule: Schedule) -> None:
        value = schedule.value()
        if value < self.value:
            self.value, self.best = value, schedule.chosen.copy()

    def _improve(self, moves: int, prices: BoundSearch, turn: int) -> None:
        if moves <= 0:
            return
        self.schedule.reset(self.best)
        Improver(self.schedule, self.seed + turn).run(moves, prices.answer.priced)
        self._keep(self.schedule)

    def _solve_blocks(self, prices: BoundSearch, moves: int) -> None:
        """Let branch and bound settle the parts that only prices tie together."""
        blocks = BlockSearch(prices.pricing, self.prices, self.effort.block_nodes)
        bound, chosen = blocks.run(self.best)
        self.bound = max(self.bound, bound)
        order = in_order(self.a, np.minimum(self.a.done[chosen], self.a.problem.minutes))
        guide = prices.answer.priced.copy()
        guide[chosen] -= np.abs(guide).max() + 1.0
        self._keep(construct(self.a, order, guide))
        self._improve(moves // 4, prices, self.effort.builds)
