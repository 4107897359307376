from __future__ import annotations

import math

import numpy as np
import pytest

from hiyoke.errors import UsageError
from hiyoke.exposure.worlds import (
    count_worlds,
    draw_worlds,
    full_row,
    unpack_worlds,
    words_for,
)

SEED = 20_261_122


def draw(ids: list[str], chances: list[float], worlds: int = 1_000, seed: int = SEED) -> np.ndarray:
    return draw_worlds(ids, np.array(chances, dtype=np.float64), worlds=worlds, seed=seed)


def test_draws_nothing_at_zero_and_everything_at_one() -> None:
    bits = draw(["never", "always"], [0.0, 1.0], worlds=130)
    assert count_worlds(bits).tolist() == [0, 130]
    assert np.array_equal(bits[1], full_row(130))


def test_leaves_the_bits_past_the_last_world_clear() -> None:
    bits = draw(["likely"], [0.999999], worlds=70)
    assert bits.shape == (1, 2)
    assert int(bits[0, 1]) < 1 << 6


def test_draws_an_event_alike_whatever_stands_beside_it() -> None:
    ids = [f"flaw:CVE-2026-{n}" for n in range(20)]
    chances = [n / 20 for n in range(20)]
    together = draw(ids, chances)
    backwards = draw(ids[::-1], chances[::-1])
    alone = np.vstack([draw([name], [p]) for name, p in zip(ids, chances, strict=True)])
    assert np.array_equal(together, backwards[::-1])
    assert np.array_equal(together, alone)


def test_repeats_the_first_worlds_when_more_are_asked_for() -> None:
    few, many = draw(["flaw:a"], [0.4], worlds=100), draw(["flaw:a"], [0.4], worlds=5_000)
    assert np.array_equal(unpack_worlds(few, 100), unpack_worlds(many, 5_000)[:, :100])


def test_only_adds_worlds_when_a_probability_rises() -> None:
    chances = np.linspace(0.0, 1.0, 41)
    bits = np.vstack([draw(["flaw:a"], [p]) for p in chances])
    lost = bits[:-1] & ~bits[1:]
    assert not lost.any()
    assert count_worlds(bits)[-1] == 1_000


def test_draws_are_pinned_for_a_seed() -> None:
    """A change here changes every published figure: name a new stream and say so."""
    bits = draw(["flaw:CVE-2021-44228", "vendor:minato-it"], [0.5, 0.1], worlds=64, seed=1)
    assert [f"{int(word):016x}" for word in bits[:, 0]] == PINNED


PINNED = ["c81c69e133a61d75", "805000100000b002"]


def test_draws_each_event_as_often_as_its_probability_says() -> None:
    """Counts over 400 events: standardised, their squares average 1 within 5 deviations."""
    worlds, events = 4_096, 400
    for chance in (0.003, 0.1, 0.5, 0.97):
        ids = [f"flaw:{chance}:{n}" for n in range(events)]
        counts = count_worlds(draw(ids, [chance] * events, worlds=worlds))
        deviation = math.sqrt(worlds * chance * (1 - chance))
        standard = (counts - worlds * chance) / deviation
        assert abs(standard.mean()) * math.sqrt(events) < 5
        assert abs((standard**2).mean() - 1) < 5 * math.sqrt(2.5 / events)


def test_draws_events_independently_of_each_other() -> None:
    """Pairs of events with close names agree in half of the worlds, within 5 deviations."""
    worlds = 4_096
    ids = [f"flaw:CVE-2026-{n:05d}" for n in range(120)]
    signs = unpack_worlds(draw(ids, [0.5] * len(ids), worlds=worlds), worlds) * 2.0 - 1.0
    products = signs @ signs.T / math.sqrt(worlds)
    pairs = products[np.triu_indices(len(ids), k=1)]
    assert np.abs(pairs).max() < 5.5
    assert abs((pairs**2).mean() - 1) < 5 * math.sqrt(2 / pairs.size)


def test_draws_worlds_independently_of_each_other() -> None:
    worlds = 8_192
    signs = unpack_worlds(draw(["flaw:a"], [0.5], worlds=worlds), worlds)[0] * 2.0 - 1.0
    for lag in (1, 2, 4, 8, 64, 512):
        product = float(signs[lag:] @ signs[:-lag]) / math.sqrt(worlds - lag)
        assert abs(product) < 5


def test_draws_differ_between_seeds() -> None:
    assert not np.array_equal(draw(["flaw:a"], [0.5], seed=1), draw(["flaw:a"], [0.5], seed=2))


@pytest.mark.parametrize("chance", [-0.1, 1.1, math.nan, math.inf])
def test_refuses_a_probability_that_is_none(chance: float) -> None:
    with pytest.raises(UsageError, match=r"\[0, 1\]"):
        draw(["flaw:a"], [chance])


@pytest.mark.parametrize(("worlds", "seed"), [(0, 1), (-1, 1), (1 << 21, 1), (8, -1), (8, 1 << 64)])
def test_refuses_worlds_and_seeds_out_of_range(worlds: int, seed: int) -> None:
    with pytest.raises(UsageError):
        draw(["flaw:a"], [0.5], worlds=worlds, seed=seed)


def test_refuses_events_without_a_probability_each() -> None:
    with pytest.raises(UsageError, match="one probability for each"):
        draw(["flaw:a", "flaw:b"], [0.5])


def test_unpacks_what_it_counts() -> None:
    bits = draw(["a", "b"], [0.3, 0.6], worlds=777)
    assert unpack_worlds(bits, 777).sum(axis=1).tolist() == count_worlds(bits).tolist()
    assert words_for(777) == 13
