"""Losses over worlds, against sums by hand and against what they estimate."""

from __future__ import annotations

import numpy as np
import pytest

from hiyoke.risk import Intervals, LossModel, LossRange, exceedance, tail_losses

WORLDS = 128


def bits(*rows: list[int]) -> np.ndarray[tuple[int, int], np.dtype[np.uint64]]:
    """Worlds by number, one list for each service."""
    packed = np.zeros((len(rows), WORLDS // 64), dtype=np.uint64)
    for row, worlds in enumerate(rows):
        for world in worlds:
            packed[row, world // 64] |= np.uint64(1) << np.uint64(world % 64)
    return packed


def model(**prices: LossRange) -> LossModel:
    return LossModel.of(("a", "b", "c"), prices, WORLDS)


def test_services_lost_together_add_up_in_the_same_world() -> None:
    own = model(a=LossRange(1, 10, 100), b=LossRange(2, 20, 200))
    lost = bits([0, 1, 70], [1], [5])

    losses = own.by_world(lost)

    assert losses[1, [0, 1, 5, 70]].tolist() == [10.0, 30.0, 0.0, 10.0]
    assert losses[:, 1].tolist() == [3.0, 30.0, 300.0]
    assert own.mean(losses).expected == pytest.approx(
        ((3 * 1 + 2) / WORLDS, (3 * 10 + 20) / WORLDS, (3 * 100 + 200) / WORLDS)
    )


def test_parts_of_services_add_up_to_the_whole() -> None:
    own = model(a=LossRange(1, 10, 100), c=LossRange(3, 7, 9))
    lost = bits(list(range(40)), [3], list(range(20, 90)))

    whole, parts = own.mean(own.by_world(lost)), own.by_service(lost)

    assert set(parts) == {"a", "c"}
    for place in range(3):
        total = sum(part.expected[place] for part in parts.values())
        assert total == pytest.approx(whole.expected[place])


def test_exceedance_counts_the_worlds_of_at_least_each_loss() -> None:
    own = model(a=LossRange(5, 10, 30), b=LossRange(20, 20, 20))

    levels = exceedance(own.by_world(bits([0, 1], [1, 2, 3], [])))

    assert [level.loss for level in levels] == [10.0, 20.0, 30.0]
    assert [level.probability * WORLDS for level in levels] == [4, 3, 1]
    assert levels[0].probability_low * WORLDS == 3  # The low cost of a alone stays below 10.
    assert levels[2].probability_high * WORLDS == 2


def test_a_loss_that_never_happened_has_no_curve_but_an_upper_end() -> None:
    own = model(a=LossRange(1, 10, 100))
    losses = own.by_world(bits([], [], []))

    assert exceedance(losses) == ()
    mean = own.mean(losses)
    assert mean.expected.likely == mean.ci_low == 0.0
    assert 0.0 < mean.ci_high < 0.4


def test_the_tail_is_the_mean_of_exactly_that_share_of_worlds() -> None:
    losses = np.zeros((3, 1000))
    losses[:, :10] = np.arange(1, 11)

    ninety_five, ninety_nine = tail_losses(losses)

    assert ninety_nine.share == 0.99
    assert ninety_nine.average == pytest.approx(5.5)
    assert ninety_nine.at_least == 0.0
    assert ninety_five.average == pytest.approx(55 / 50)


def test_the_interval_holds_the_true_mean_in_95_runs_of_100() -> None:
    rng = np.random.default_rng(5)
    prices, chances = np.array([1.0, 10.0, 300.0]), np.array([0.3, 0.02, 0.002])
    truth, worlds, runs = float(prices @ chances), 512, 300
    intervals = Intervals(worlds)

    held = 0
    for _ in range(runs):
        losses = (rng.random((worlds, 3)) < chances) @ prices
        low, high = intervals.mean(losses, float(prices.sum()))
        held += low <= truth <= high

    assert held / runs >= 0.95
