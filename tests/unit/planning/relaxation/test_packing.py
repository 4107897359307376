"""Packings are held against trying every set of jobs."""

from __future__ import annotations

import random
from itertools import product

import numpy as np
import pytest

from hiyoke.planning.relaxation import Uses
from hiyoke.planning.relaxation.packing import Packing, choose_homes


def random_shift(seed: int) -> tuple[Packing, np.ndarray, np.ndarray, np.ndarray, float]:
    """Return one shift, its jobs, weights and costs, and its capacity."""
    chance = random.Random(seed)  # noqa: S311 - problems, not secrets.
    job = np.array(sorted(chance.randrange(4) for _ in range(7)), dtype=np.int64)
    job = np.unique(job, return_inverse=True)[1].astype(np.int64)
    step = chance.choice([1, 30, 1 / 3])
    weight = np.array([chance.randrange(1, 9) * step for _ in job])
    capacity = max(float(weight.max()), chance.randrange(4, 20) * step)
    cost = np.array([chance.choice([-1, 1, -1]) * chance.random() for _ in job])
    uses = Uses(np.ones(len(job), np.int64), np.arange(len(job)), weight)
    home = np.ones(len(job), dtype=np.int64)
    return Packing(uses, home, job, np.array([np.inf, capacity])), job, weight, cost, capacity


def cheapest(
    job: np.ndarray, weight: np.ndarray, cost: np.ndarray, capacity: float, forced: int | None
) -> float:
    """Return the least cost of any set that fits, by trying all."""
    best = np.inf
    own = [[-1, *np.flatnonzero(job == j)] for j in range(int(job.max()) + 1)]
    for choice in product(*own):
        taken = [k for k in choice if k >= 0]
        fits = weight[taken].sum() <= capacity + 1e-6
        if fits and (forced is None or forced in taken):
            best = min(best, float(cost[taken].sum()))
    return best


@pytest.mark.parametrize("seed", range(40))
def test_fills_a_shift_as_well_as_trying_every_set(seed: int) -> None:
    packing, job, weight, cost, capacity = random_shift(seed)
    least, taken = packing.fill(cost)
    # Thirds of a minute are rounded in the shift's favour, whole minutes not at all.
    assert least[0] <= cheapest(job, weight, cost, capacity, None) + 1e-12
    if np.all(weight == np.round(weight)):
        assert least[0] == pytest.approx(cheapest(job, weight, cost, capacity, None))
        assert weight[taken].sum() <= capacity
    assert least[0] == pytest.approx(cost[taken].sum())
    assert len(set(job[taken])) == len(taken)


@pytest.mark.parametrize("seed", range(40))
def test_weighs_each_alternative_as_trying_every_set_with_it(seed: int) -> None:
    packing, job, weight, cost, capacity = random_shift(seed)
    for alternative, found in enumerate(packing.with_each(cost)):
        best = cheapest(job, weight, cost, capacity, alternative)
        assert found <= best + 1e-12
        if np.all(weight == np.round(weight)):
            # Beside an alternative of a job that does not pay, another of that job never stands.
            assert found == pytest.approx(best)


def test_packs_the_row_that_an_alternative_fills_most() -> None:
    # Row 1 is a night that a job fills, row 2 a day of which it takes a fifth.
    uses = Uses(np.array([1, 2]), np.array([0, 0]), np.array([150.0, 60.0]))
    capacity, prices = np.array([np.inf, 180.0, 300.0]), np.array([0.0, 1.0, 1.0])
    assert choose_homes(uses, 2, capacity, prices).tolist() == [1, -1]
    assert choose_homes(uses, 1, capacity, np.array([0.0, 0.0, 5.0])).tolist() == [1]
    idle = np.array([np.inf, 180.0, 90.0])
    assert choose_homes(uses, 1, idle, np.array([0.0, 0.0, 5.0])).tolist() == [2]
