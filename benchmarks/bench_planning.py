"""Planning at scale: certified gap and seconds, against the reference planner and plain HiGHS.

Seconds are CPU seconds of one process, so that a busy machine does not change them; wall seconds
on a quiet one are the same. The ratio is the loss of the plan over that of what it is held against
(below 1: ours is better).
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from typing import Any

import numpy as np

from benchmarks.measure import report
from benchmarks.planning_bank import planning_bank
from benchmarks.planning_shared_bank import shared_bank
from hiyoke.planning import EFFORTS, Objective, check_plan, check_problem, solve
from hiyoke.planning.alternatives import list_alternatives
from hiyoke.planning.replan import moves_between, replan


def solved(jobs: int, effort: str, shape: str) -> None:
    problem = (
        shared_bank(jobs) if shape == "shared" else planning_bank(jobs, is_rich=shape == "rich")
    )
    begin, wall = time.process_time(), time.perf_counter()
    plan = solve(problem, effort=EFFORTS[effort]).plan
    seconds, wall = time.process_time() - begin, time.perf_counter() - wall
    assert check_plan(check_problem(problem), plan) == []
    report(
        f"plan_{shape}_{effort}",
        n=jobs,
        seconds=seconds,
        wall_seconds=round(wall, 2),
        ratio=plan.value / plan.reference_value,
        against="reference planner",
        gap=round(plan.gap, 5),
    )


def replanned(jobs: int) -> None:
    problem = check_problem(planning_bank(jobs, is_rich=True))
    old = solve(problem, effort=EFFORTS["quick"]).plan
    dearer = replace(problem.jobs[7], loss_per_day=problem.jobs[7].loss_per_day * 20)
    changed = replace(
        problem, jobs=tuple(dearer if j.job_id == dearer.job_id else j for j in problem.jobs)
    )
    begin = time.process_time()
    new = replan(changed, problem, old).plan
    seconds = time.process_time() - begin
    assert check_plan(changed, new) == []
    report(
        "replan_one_changed",
        n=jobs,
        seconds=seconds,
        ratio=new.value / new.reference_value,
        against="keeping every task",
        moved=len(moves_between(old, new)),
    )


def against_highs(jobs: int) -> None:
    """Hold a small plain instance against the plain time-indexed model in HiGHS."""
    problem = check_problem(planning_bank(jobs, crews=2, is_rich=False))
    a = list_alternatives(problem, Objective.EXPECTED_LOSS)
    begin = time.process_time()
    plan = solve(problem, effort=EFFORTS["normal"]).plan
    own = time.process_time() - begin
    begin = time.process_time()
    value, bound = _highs(a)
    seconds = time.process_time() - begin
    report(
        "plan_plain_against_highs",
        n=jobs,
        seconds=own,
        ratio=plan.value / value,
        against="HiGHS, 60 s",
        highs_seconds=round(seconds, 2),
        highs_gap=round((value - bound) / value, 5),
        gap=round(plan.gap, 5),
    )


def _highs(a: Any) -> tuple[float, float]:
    import highspy

    model: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    model.setOptionValue("output_flag", False)  # noqa: FBT003 - the library's signature.
    model.setOptionValue("time_limit", 60.0)
    columns = [model.addBinary(obj=float(v)) for v in a.value]
    for first, last in zip(a.starts, a.starts[1:], strict=False):
        model.addConstr(sum(columns[first:last]) == 1)
    rows: dict[int, list[tuple[int, float]]] = {}
    for place, slot in zip(*np.nonzero(a.amounts), strict=True):
        column = a.columns[place, slot]
        for row, weight in zip(a.column_rows[column], a.column_weights[column], strict=True):
            if weight > 0:
                amount = float(weight * a.amounts[place, slot])
                rows.setdefault(int(row), []).append((int(place), amount))
    for row, entries in rows.items():
        total = sum(amount * columns[place] for place, amount in entries)
        model.addConstr(total <= float(a.capacity[row]))
    model.run()
    found = model.getInfo()
    return float(found.objective_function_value), float(found.mip_dual_bound)


def main() -> int:
    # Loops are compiled once on a machine; that is not what is measured.
    begin = time.process_time()
    solve(planning_bank(40, crews=1, is_rich=True), effort=EFFORTS["normal"])
    report("plan_first_in_process", n=40, seconds=time.process_time() - begin)
    for shape in ("plain", "rich"):
        solved(1000, "quick", shape)
        solved(1000, "normal", shape)
    solved(1000, "quick", "shared")
    solved(10_000, "quick", "plain")
    solved(10_000, "quick", "rich")
    replanned(1000)
    against_highs(200)
    return 0


if __name__ == "__main__":
    sys.exit(main())
