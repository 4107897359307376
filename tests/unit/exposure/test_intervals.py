from __future__ import annotations

import math

import numpy as np
import pytest

from hiyoke.exposure.intervals import CONFIDENCE, estimates, exact_intervals


def tail(at_least: int, worlds: int, p: float) -> float:
    """P(X >= at_least) for X of Binomial(worlds, p), by adding up its terms."""
    return math.fsum(
        math.comb(worlds, k) * p**k * (1 - p) ** (worlds - k) for k in range(at_least, worlds + 1)
    )


@pytest.mark.parametrize("worlds", [1, 2, 7, 40, 200])
def test_each_end_leaves_a_tail_of_its_share(worlds: int) -> None:
    """The definition: at an end, the count seen has half of what confidence leaves in its tail."""
    hits = np.arange(worlds + 1)
    low, high = exact_intervals(hits, worlds)
    share = (1 - CONFIDENCE) / 2
    for k in range(1, worlds + 1):
        assert tail(k, worlds, float(low[k])) == pytest.approx(share, rel=1e-6)
    for k in range(worlds):
        assert 1 - tail(k + 1, worlds, float(high[k])) == pytest.approx(share, rel=1e-6)
    assert low[0] == 0.0
    assert high[-1] == 1.0


def test_known_values() -> None:
    """Clopper and Pearson's interval for 0 and for 10 of 100, as published tables give them."""
    low, high = exact_intervals(np.array([0, 10]), 100)
    assert (low[0], high[0]) == pytest.approx((0.0, 0.036217), abs=1e-6)
    assert (low[1], high[1]) == pytest.approx((0.049005, 0.176223), abs=1e-6)


@pytest.mark.parametrize("chance", [0.0005, 0.01, 0.3, 0.5, 0.99])
def test_holds_the_truth_at_least_as_often_as_it_says(chance: float) -> None:
    """Exactly: the probability of the counts whose interval holds the truth."""
    worlds = 300
    low, high = exact_intervals(np.arange(worlds + 1), worlds)
    held = math.fsum(
        math.comb(worlds, k) * chance**k * (1 - chance) ** (worlds - k)
        for k in range(worlds + 1)
        if low[k] <= chance <= high[k]
    )
    assert held >= CONFIDENCE


def test_estimates_come_back_in_order() -> None:
    found = estimates(np.array([5, 0, 10, 5]), 10)
    assert [e.hits for e in found] == [5, 0, 10, 5]
    assert [e.probability for e in found] == [0.5, 0.0, 1.0, 0.5]
    assert all(e.ci_low <= e.probability <= e.ci_high for e in found)
    assert estimates(np.array([], dtype=np.int64), 10) == []


def test_many_worlds_narrow_the_interval() -> None:
    widths = []
    for worlds in (100, 1_000, 10_000, 1 << 20):
        (estimate,) = estimates(np.array([worlds // 5]), worlds)
        widths.append(estimate.ci_high - estimate.ci_low)
    assert widths == sorted(widths, reverse=True)
    assert widths[-1] == pytest.approx(2 * 1.96 * math.sqrt(0.16 / (1 << 20)), rel=0.01)
