"""What is said about a job's other ways is true: each is better, and each really is kept out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hiyoke.planning import QUICK, check_plan, check_problem, solve
from hiyoke.planning.alternatives import list_alternatives
from hiyoke.planning.choices import Barrier, PlannedWays
from hiyoke.planning.inputs import Objective
from planning_problems import random_problem


@pytest.mark.parametrize("seed", range(4))
def test_better_ways_are_better_and_short_of_what_they_say(seed: int) -> None:
    problem = check_problem(random_problem(seed))
    plan = solve(problem, effort=QUICK).plan
    planned = {task.job_id: task for task in plan.tasks}
    ways = PlannedWays(problem, plan)
    for job in problem.jobs:
        found = ways.of(job.job_id)
        task = planned.get(job.job_id)
        assert found.chosen.window_id == (None if task is None else task.window_id)
        if task is not None:
            assert found.chosen.loss == pytest.approx(task.loss)
        for choice in found.better:
            assert choice.value < found.chosen.value
            for lack in choice.shortages:
                assert lack.needed > lack.left
                assert sum(minutes for _, minutes in lack.taken_by) == pytest.approx(
                    lack.capacity - lack.left, abs=1e-6
                )
                assert job.job_id not in dict(lack.taken_by)


@pytest.mark.parametrize("seed", range(4))
def test_a_shortage_is_gone_once_its_takers_are(seed: int) -> None:
    problem = check_problem(random_problem(seed))
    plan = solve(problem, effort=QUICK).plan
    ways = PlannedWays(problem, plan)
    for job in problem.jobs:
        for choice in ways.of(job.job_id).better[:1]:
            takers = {taker for lack in choice.shortages for taker, _ in lack.taken_by}
            if not takers:
                continue
            fewer = tuple(t for t in plan.tasks if t.job_id not in takers)
            opened = (*plan.open_job_ids, *sorted(takers))
            without = replace(plan, tasks=fewer, open_job_ids=opened)
            left = PlannedWays(problem, without).of(job.job_id)
            same = [
                c
                for c in left.better
                if (c.option, c.window_id) == (choice.option, choice.window_id)
            ]
            assert any(not c.shortages for c in same)


def test_barred_windows_have_no_alternative_and_a_frozen_one_says_so() -> None:
    seen = set()
    for seed in range(3):
        problem = check_problem(random_problem(seed))
        plan = solve(problem, effort=QUICK).plan
        assert check_plan(problem, plan) == []
        ways = PlannedWays(problem, plan)
        a = list_alternatives(problem, Objective.EXPECTED_LOSS)
        for number, job in enumerate(problem.jobs):
            own = slice(a.starts[number], a.starts[number + 1])
            used = {problem.windows[w].window_id for w in a.window[own].tolist() if w >= 0}
            barred = dict(ways.of(job.job_id).barred)
            assert not used & set(barred)
            calendar = {w.window_id for w in problem.windows if w.calendar_id in job.calendar_ids}
            assert used | set(barred) == calendar
            seen |= set(barred.values())
            for window in problem.windows:
                if barred.get(window.window_id) is Barrier.FREEZE:
                    assert any(
                        f.starts_at < window.closes_at and f.ends_at > window.opens_at
                        for f in problem.freezes
                    )
    assert Barrier.FREEZE in seen
