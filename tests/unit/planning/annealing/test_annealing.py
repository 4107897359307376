"""The local search keeps its books, the rules and its seed."""

from __future__ import annotations

import numpy as np
import pytest

from hiyoke.planning import Objective, check_plan, check_problem
from hiyoke.planning.alternatives import Alternatives, list_alternatives
from hiyoke.planning.annealing import anneal_plan
from hiyoke.planning.annealing.annealer import _anneal_part
from hiyoke.planning.annealing.books import CHOSEN, IS_OUT
from hiyoke.planning.annealing.layout import Layout, lay_out
from hiyoke.planning.construct import construct, in_order, reference_ranks
from hiyoke.planning.extract import extract_plan
from planning_problems import random_problem


def alternatives_of(seed: int, jobs: int = 24) -> Alternatives:
    problem = check_problem(random_problem(seed, jobs=jobs, crews=1 + seed % 3))
    return list_alternatives(problem, list(Objective)[seed % 3])


def by_hand(a: Alternatives) -> np.ndarray:
    return construct(a, in_order(a, reference_ranks(a)), a.value).chosen


def use_of(a: Alternatives, chosen: np.ndarray) -> np.ndarray:
    """Add up what a choice takes of each row, one by one."""
    use = np.zeros(len(a.capacity))
    for alternative in chosen.tolist():
        for column, amount in zip(a.columns[alternative], a.amounts[alternative], strict=True):
            for row, weight in zip(a.column_rows[column], a.column_weights[column], strict=True):
                use[row] += weight * amount
    return use


def users_of(layout: Layout, row: int) -> list[int]:
    """Walk through the list of those who use a row."""
    ways, books = layout.ways, layout.books
    each = (ways.place.shape[1] - 1) * ways.row.shape[1]
    found, node = [], int(books.head[row])
    while node >= 0:
        found.append(node // each)
        node = int(books.node[node, 0])
    return sorted(found)


@pytest.mark.parametrize("seed", range(12))
def test_books_agree_with_adding_up_anew(seed: int) -> None:
    a = alternatives_of(seed)
    layout = lay_out(a, np.ones(len(a.job), dtype=bool))
    assert layout is not None
    best = layout.way_of[by_hand(a)]
    before = a.value[layout.kept[best]].sum()
    gained = sum(_anneal_part(layout, part, best, 300, 7) for part in layout.parts)
    assert a.value[layout.kept[best]].sum() == pytest.approx(before + gained)
    inside = np.zeros(a.job_count, dtype=bool)
    for part in layout.parts:
        inside[part] = True
    inside &= layout.books.job[:-1, IS_OUT] == 0
    stands = layout.books.job[:-1, CHOSEN]
    assert (stands[inside] == best[inside]).all()
    is_scarce = np.unique(layout.ways.row[layout.ways.weight > 0])
    use = use_of(a, layout.kept[stands])
    np.testing.assert_allclose(
        layout.books.left[is_scarce], (a.capacity - use)[is_scarce], atol=1e-6
    )
    for row in is_scarce.tolist():
        takers = [
            job
            for job in range(a.job_count)
            if use_of(a, layout.kept[stands[[job]]])[row] > 0 and inside[job]
        ]
        assert users_of(layout, row) == takers


@pytest.mark.parametrize("seed", range(100))
def test_annealed_plans_keep_every_rule_and_are_not_worse(seed: int) -> None:
    a = alternatives_of(seed, jobs=6 + seed % 20)
    start = by_hand(a)
    chosen = anneal_plan(a, start, moves_per_job=120, most_moves=10_000, seed=seed)
    assert a.value[chosen].sum() <= a.value[start].sum()
    plan = extract_plan(a, chosen, bound=0.0, reference_value=float(a.value[start].sum()))
    assert check_plan(a.problem, plan) == []


def test_equal_seeds_give_equal_plans() -> None:
    a = alternatives_of(5, jobs=40)
    start = by_hand(a)
    first, second = (
        anneal_plan(a, start, moves_per_job=500, most_moves=100_000, seed=3) for _ in range(2)
    )
    assert (first == second).all()


def test_looks_only_at_what_may_be_chosen() -> None:
    a = alternatives_of(8, jobs=30)
    start = by_hand(a)
    keep = np.random.default_rng(1).random(len(a.job)) < 0.5
    chosen = anneal_plan(a, start, moves_per_job=500, most_moves=100_000, seed=3, keep=keep)
    allowed = keep.copy()
    allowed[start] = True
    allowed[a.starts[1:] - 1] = True
    assert allowed[chosen].all()


def test_parts_share_no_scarce_row() -> None:
    a = alternatives_of(2, jobs=40)
    layout = lay_out(a, np.ones(len(a.job), dtype=bool))
    assert layout is not None
    ways = layout.ways
    of_part = {int(j): n for n, part in enumerate(layout.parts) for j in part}
    owner: dict[int, int] = {}
    for way, alternative in enumerate(layout.kept.tolist()):
        job = int(a.job[alternative])
        for column in ways.place[way, 1:]:
            for row in ways.row[column][ways.weight[column] > 0].tolist():
                if column and job in of_part:
                    assert owner.setdefault(row, of_part[job]) == of_part[job]
