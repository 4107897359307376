"""The cheapest set of modes after which nothing protected can be taken, with a proven gap.

A mixed-integer model: a node is reached when a step leads to it from a reached node and no mode
entered removes that step in time; a service costs as `stop_cost` says. HiGHS solves it and bounds
what any other choice could cost. What is not here: proof of the answer (`certificate`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from hiyoke.errors import StopProblemError
from hiyoke.languages import Text
from hiyoke.suspension.fronts import Fronts
from hiyoke.suspension.stop_cost import stop_cost
from hiyoke.suspension.stop_model import TIE_BREAK, StopModel, build_model
from hiyoke.suspension.stop_presolve import Presolved, presolve

if TYPE_CHECKING:
    from hiyoke.suspension.inputs import StopProblem

#: The share of the cost that may remain unproven.
SMALL_GAP: Final = 1e-6

#: Modes up to which all are searched together, so that of equally cheap choices the shortest is
#: taken; of more, those that cost nothing are settled first.
SEARCHED_WHOLE: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class StopChoice:
    """A choice of modes.

    Attributes:
        modes: Identifiers of the modes entered, sorted; none can be left out.
        cost: What the stop costs, currency units; see `stop_cost`.
        bound: No choice that protects as much costs less than this, currency units.
        left_open: Protected services that the attacker can take all the same, sorted.
        beyond_reach: Those of them that no set of modes could have kept from him.
        is_optimal: Whether the solver ended by proof and not by its time limit.
    """

    modes: tuple[str, ...]
    cost: float
    bound: float
    left_open: tuple[str, ...]
    beyond_reach: tuple[str, ...]
    is_optimal: bool

    @property
    def gap(self) -> float:
        """Return how much cheaper another choice might be, as a share of the cost."""
        return 0.0 if self.cost <= 0.0 else max(0.0, (self.cost - self.bound) / self.cost)


def choose_stop(
    problem: StopProblem,
    *,
    attack_weight: float | None = None,
    gap: float = SMALL_GAP,
    limit_seconds: float = 60.0,
) -> StopChoice:
    """Choose the cheapest set of modes.

    Args:
        problem: Steps, modes, prices and what to protect.
        attack_weight: None keeps every protected service that can be kept. A probability in
            [0, 1] weighs instead: the cost of stopping, plus this times `attack_loss` for each
            protected service left open, is made as small as can be.
        gap: The solver may end once this share of the cost is all that is unproven.
        limit_seconds: The solver ends after this time with the best it has; `gap` of the answer
            says how good that is.

    Returns:
        The choice. With `attack_weight`, `bound` holds for stopping and weighted attack together,
        less the attack's part in this choice.

    Raises:
        StopProblemError: The solver failed.

    Cost:
        1,500 systems with 12 modes each and 20,000 links take seconds; see `make bench`.
    """
    fronts = Fronts(problem)
    beyond = fronts.left_open(fronts.entered([mode.mode_id for mode in problem.modes]))
    settled = Presolved(problem=problem, free=frozenset())
    if len(problem.modes) > SEARCHED_WHOLE:
        settled = presolve(problem)
    model = build_model(settled.problem, beyond, attack_weight, entered=settled.free)
    chosen, found_bound, is_optimal = _solve(model, gap, limit_seconds)
    if chosen is None:
        chosen = {mode.mode_id for mode in settled.problem.modes}
    chosen = chosen | settled.free | problem.forced
    allowed = beyond if attack_weight is None else fronts.left_open(fronts.entered(chosen))
    chosen = _without_needless(problem, fronts, chosen, allowed)
    left_open = fronts.left_open(fronts.entered(chosen))
    weighed = sum(
        (attack_weight or 0.0) * stake.attack_loss
        for stake in problem.services
        if stake.service_id in left_open
    )
    cost = stop_cost(problem, chosen)
    bound = found_bound * model.scale - TIE_BREAK * model.scale * len(model.mode_ids) - weighed
    return StopChoice(
        modes=tuple(sorted(chosen)),
        cost=cost,
        bound=max(0.0, min(bound, cost)),
        left_open=tuple(sorted(left_open)),
        beyond_reach=tuple(sorted(beyond)),
        is_optimal=is_optimal,
    )


def _without_needless(
    problem: StopProblem, fronts: Fronts, chosen: set[str], allowed: set[str]
) -> set[str]:
    """Leave out modes that protect nothing the rest does not, dearest first, ties by name.

    What may be left out together may be left out one by one, so halves are tried first; the answer
    is the same. Of very many, those that close no way out of what is reached go before others of
    no price.
    """
    prices = _own_prices(problem)
    entered = fronts.entered(chosen)
    order = sorted(chosen - problem.forced, key=lambda m: (-prices[m], m))
    untried = [order]
    if len(order) > SEARCHED_WHOLE:
        closing = fronts.closing(entered)
        free = [m for m in order if prices[m] <= 0.0]
        untried = [
            [m for m in free if closing[fronts.place(m)]],
            [m for m in free if not closing[fronts.place(m)]],
            [m for m in order if prices[m] > 0.0],
        ]
    while untried:
        part = untried.pop()
        fewer = entered & ~fronts.entered(part)
        if part and fronts.left_open(fewer) <= allowed:
            entered = fewer
        elif len(part) > 1:
            middle = len(part) // 2
            untried += [part[middle:], part[:middle]]
    return {mode_id for mode_id in chosen if entered[fronts.place(mode_id)]}


def _own_prices(problem: StopProblem) -> dict[str, float]:
    """Return what each mode takes from services on its own, in currency units."""
    whole = {stake.service_id: stake.stop_loss for stake in problem.services}
    return {
        mode.mode_id: sum(
            max(mode.losses.get(name, 0.0), mode.shares.get(name, 0.0) * whole.get(name, 0.0))
            for name in {*mode.losses, *mode.shares}
        )
        for mode in problem.modes
    }


def _solve(
    model: StopModel, gap: float, limit_seconds: float
) -> tuple[set[str] | None, float, bool]:
    """Return the modes entered, the bound in the model's units, and whether it is proven.

    No modes are returned when the time was up before the solver found any choice.
    """
    if not model.mode_ids:
        return set(), 0.0, True
    import highspy  # noqa: PLC0415 - heavy; only a search pays for it.

    solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    for name, setting in (
        ("output_flag", False),
        ("random_seed", 1),
        ("mip_rel_gap", gap),
        ("mip_abs_gap", TIE_BREAK),
        ("time_limit", limit_seconds),
    ):
        solver.setOptionValue(name, setting)
    solver.passModel(model.as_highs(highspy))
    solver.run()
    status = solver.getModelStatus()
    figures = solver.getInfo()
    bound = (
        figures.mip_dual_bound if figures.mip_node_count >= 0 else figures.objective_function_value
    )
    if figures.primal_solution_status != highspy.kSolutionStatusFeasible:
        if status == highspy.HighsModelStatus.kTimeLimit:
            return None, max(0.0, float(bound)), False
        raise StopProblemError(
            Text(
                ja=f"停止計画の解を期待しましたが、ソルバーは {status} で終わりました",
                en=f"expected a choice of modes, found that the solver ended with {status}",
            ),
            where="HiGHS",
            remedy=Text(
                ja="時間の上限を延ばすか、対象を絞ってください。",
                en="Allow more time, or narrow the situation down.",
            ),
        )
    entered = solver.getSolution().col_value
    chosen = {mode_id for n, mode_id in enumerate(model.mode_ids) if entered[n] > 0.5}  # noqa: PLR2004 - 0 or 1.
    return chosen, float(bound), status == highspy.HighsModelStatus.kOptimal
