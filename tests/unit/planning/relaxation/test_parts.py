"""Jobs that do not compete fall into parts of their own."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from hiyoke.planning import (
    QUICK,
    Job,
    Objective,
    Option,
    PlanningProblem,
    check_problem,
    solve,
)
from hiyoke.planning.alternatives import list_alternatives
from hiyoke.planning.lower_bound import CLOSE, prove_bound
from hiyoke.planning.relaxation import list_uses, parts, split
from planning_problems import random_problem


def two_banks(seed: int) -> PlanningProblem:
    """Return two problems side by side that share nothing."""
    one = replace(random_problem(seed, jobs=8, crews=1), vendors=(), freezes=(), separations=())
    one = replace(one, jobs=tuple(replace(j, vendor_id=None, options=_own(j)) for j in one.jobs))

    def other(name: str) -> str:
        return f"z{name}"

    jobs = tuple(
        replace(
            j,
            job_id=other(j.job_id),
            group_id=other(j.group_id),
            calendar_ids=tuple(map(other, j.calendar_ids)),
            crew_ids=("zc0",),
        )
        for j in one.jobs
    )
    mine = tuple(replace(j, crew_ids=("c0",)) for j in one.jobs)
    crews = tuple(
        replace(
            c,
            crew_id=other(c.crew_id),
            shifts=tuple(
                replace(
                    s,
                    shift_id=other(s.shift_id),
                    rest_shift_id=s.rest_shift_id and other(s.rest_shift_id),
                )
                for s in c.shifts
            ),
            limits=tuple(replace(x, limit_id=other(x.limit_id)) for x in c.limits),
        )
        for c in one.crews
    )
    windows = tuple(
        replace(w, window_id=other(w.window_id), calendar_id=other(w.calendar_id))
        for w in one.windows
    )
    orders = tuple(
        replace(p, first_job_id=other(p.first_job_id), then_job_id=other(p.then_job_id))
        for p in one.precedences
    )
    return replace(
        one,
        jobs=(*mine, *jobs),
        crews=(*one.crews, *crews),
        windows=(*one.windows, *windows),
        precedences=(*one.precedences, *orders),
    )


def _own(job: Job) -> tuple[Option, ...]:
    return tuple(replace(o, vendor_minutes=0) for o in job.options)


def test_two_banks_share_no_part_and_their_bounds_add_up() -> None:
    problem = check_problem(two_banks(3))
    a = list_alternatives(problem, Objective.EXPECTED_LOSS)
    prices = np.where(np.isfinite(a.capacity), 0.1, 0.0)
    partition = split(a, list_uses(a), prices)
    names = [{a.problem.jobs[n].job_id[0] for n in part.jobs} for part in partition.parts]
    assert all(len(own) == 1 for own in names)
    assert partition.shared.sum() == 0
    chosen = a.starts[1:] - 1
    whole = prove_bound(a, chosen=chosen, prices=prices, effort=CLOSE)
    second = np.array([j.job_id.startswith("z") for j in a.problem.jobs])
    halves = [whole.bounds[np.unique(whole.component[own])].sum() for own in (second, ~second)]
    assert halves[0] == pytest.approx(halves[1], rel=1e-3)


def test_rows_shared_by_a_large_part_are_priced_and_the_bound_holds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for seed in range(8):
        found = solve(random_problem(seed, jobs=12), effort=QUICK)
        a = found.alternatives
        together = prove_bound(a, chosen=found.chosen, prices=found.prices, effort=CLOSE)
        monkeypatch.setattr(parts, "MOST_JOBS", 1)
        apart = prove_bound(a, chosen=found.chosen, prices=found.prices, effort=CLOSE)
        monkeypatch.undo()
        assert apart.bound <= found.plan.value * (1 + 1e-9)
        assert together.bound <= found.plan.value * (1 + 1e-9)


def test_a_part_too_large_for_the_simplex_method_gets_a_valid_bound(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for seed in range(8):
        found = solve(random_problem(seed, jobs=12), effort=QUICK)
        a = found.alternatives
        close = prove_bound(a, chosen=found.chosen, prices=found.prices, effort=CLOSE)
        monkeypatch.setattr("hiyoke.planning.lower_bound._LARGE", 1)
        climbed = prove_bound(a, chosen=found.chosen, prices=found.prices, effort=CLOSE)
        monkeypatch.undo()
        # The programme is solved to within a ten-thousandth.
        assert climbed.bound <= close.bound + 1e-3 * abs(close.bound)
