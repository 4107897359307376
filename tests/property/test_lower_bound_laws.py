"""Laws of the lower bound: below every optimum, at any prices, and blind to names and order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hiyoke.planning import QUICK, Objective, check_problem, solve
from hiyoke.planning.alternatives import list_alternatives
from hiyoke.planning.lower_bound import CLOSE, CLOSEST, prove_bound
from planning_problems import random_problem

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hiyoke.planning.alternatives import Alternatives

pytestmark = pytest.mark.property

seeds = st.integers(0, 1_000_000)
SLOW = [HealthCheck.too_slow]


def optimum(a: Alternatives, allowed: NDArray[np.bool_] | None = None) -> tuple[float, Any]:
    """Return the best value of the whole time-indexed model and its choices, by branch and bound.

    Separations are left out, so that the figure itself bounds every plan from below.
    """
    import highspy

    model: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    model.setOptionValue("output_flag", False)  # noqa: FBT003 - the library's signature.
    model.setOptionValue("mip_rel_gap", 1e-9)
    model.setOptionValue("threads", 1)
    scale = float(np.abs(a.value).max()) or 1.0
    columns = [model.addBinary(obj=float(v) / scale) for v in a.value]
    for column, is_allowed in zip(columns, allowed if allowed is not None else (), strict=False):
        if not is_allowed:
            model.changeColBounds(column.index, 0.0, 0.0)
    for first, last in zip(a.starts, a.starts[1:], strict=False):
        model.addConstr(sum(columns[first:last]) == 1)
    rows: dict[int, list[tuple[int, float]]] = {}
    for place, slot in zip(*np.nonzero(a.amounts), strict=True):
        column = a.columns[place, slot]
        for row, weight in zip(a.column_rows[column], a.column_weights[column], strict=True):
            if weight > 0:
                rows.setdefault(int(row), []).append((int(place), weight * a.amounts[place, slot]))
    for row, entries in rows.items():
        total = sum(float(amount) * columns[place] for place, amount in entries)
        model.addConstr(total <= float(a.capacity[row]))
    number = {j.job_id: n for n, j in enumerate(a.problem.jobs)}
    for rule in a.problem.precedences:
        first, then = number[rule.first_job_id], number[rule.then_job_id]
        before = range(a.starts[first], a.starts[first + 1])
        for k in range(a.starts[then], a.starts[then + 1] - 1):
            ready = [columns[b] for b in before if a.done[b] + rule.gap_minutes <= a.opens[k]]
            model.addConstr(columns[k] <= sum(ready) if ready else columns[k] <= 0)
    model.run()
    chosen = np.flatnonzero(np.array(model.getSolution().col_value) > 0.5)
    return float(model.getInfo().mip_dual_bound) * scale, chosen


@settings(max_examples=30, deadline=None, suppress_health_check=SLOW)
@given(
    seed=seeds,
    objective=st.sampled_from(list(Objective)),
    dearer=st.sampled_from([0.0, 0.7, 1.0, 1.5]),
    level=st.sampled_from([0.0, 0.05]),
)
def test_no_prices_prove_more_than_the_optimum(
    seed: int, objective: Objective, dearer: float, level: float
) -> None:
    problem = check_problem(random_problem(seed, jobs=4 + seed % 9, crews=1 + seed % 3))
    found = solve(problem, objective, effort=QUICK)
    a = found.alternatives
    best, chosen = optimum(a)
    prices = found.prices * dearer + level * found.prices.max()
    for effort in (CLOSE, CLOSEST):
        proof = prove_bound(a, chosen=found.chosen, prices=prices, effort=effort)
        assert proof.bound <= best * (1 + 1e-6) + 1e-9
        assert proof.bounds.sum() == pytest.approx(proof.bound)
        # What an alternative of the best plan adds cannot lift the bound above that plan.
        assert (proof.bound + proof.reduced[chosen] <= best * (1 + 1e-6) + 1e-7).all()


@settings(max_examples=15, deadline=None, suppress_health_check=SLOW)
@given(seed=seeds)
def test_what_is_not_needed_loses_no_better_plan(seed: int) -> None:
    problem = check_problem(random_problem(seed, jobs=4 + seed % 9, crews=1 + seed % 3))
    found = solve(problem, effort=QUICK)
    a = found.alternatives
    proof = prove_bound(a, chosen=found.chosen, prices=found.prices, effort=CLOSEST)
    needed = proof.needed(a, found.chosen)
    assert needed[found.chosen].all()
    everything, _ = optimum(a)
    rest, _ = optimum(a, needed)
    assert rest <= everything * (1 + 1e-6) + 1e-7


@pytest.mark.parametrize("seed", range(12))
def test_the_proof_is_stronger_than_prices_alone(seed: int) -> None:
    problem = check_problem(random_problem(seed, jobs=10))
    found = solve(problem, effort=QUICK)
    proof = prove_bound(
        found.alternatives, chosen=found.chosen, prices=found.prices, effort=CLOSEST
    )
    best, _ = optimum(found.alternatives)
    assert proof.bound >= best * (1 - 0.005) - 1e-9


@settings(max_examples=10, deadline=None, suppress_health_check=SLOW)
@given(seed=seeds, extra=st.integers(1, 300))
def test_more_people_never_raise_the_bound_above_the_old_optimum(seed: int, extra: int) -> None:
    problem = random_problem(seed, jobs=6)
    more = replace(
        problem,
        crews=tuple(
            replace(c, shifts=tuple(replace(s, minutes=s.minutes + extra) for s in c.shifts))
            for c in problem.crews
        ),
    )
    old, _ = optimum(list_alternatives(check_problem(problem), Objective.EXPECTED_LOSS))
    found = solve(more, effort=QUICK)
    proof = prove_bound(found.alternatives, chosen=found.chosen, effort=CLOSEST)
    assert proof.bound <= old * (1 + 1e-6) + 1e-9
