from __future__ import annotations

import numpy as np
import pytest

from hiyoke.planning.surge.layout import Keys
from hiyoke.planning.surge.network import Range, Spread
from hiyoke.planning.surge.quantiles import quantiles


@pytest.mark.parametrize(
    ("spread", "variation"),
    [
        (Spread.CONSTANT, 0.0),
        (Spread.EXPONENTIAL, 1.0),
        (Spread.LOGNORMAL, 0.5),
        (Spread.LOGNORMAL, 1.0),
        (Spread.LOGNORMAL, 3.0),
    ],
)
def test_tables_keep_mean_and_variance(spread: Spread, variation: float) -> None:
    table = quantiles(spread, variation)
    parts = table.shape[1] - 1
    low, high = table[:, :-1], table[:, 1:]
    mean = square = 0.0
    for row in range(len(table)):
        kept = slice(None) if row == len(table) - 1 else slice(0, -1)  # The rest is divided below.
        share = 1.0 / parts ** (row + 1)
        mean += share * ((low + high) / 2.0)[row, kept].sum()
        square += share * ((low**2 + low * high + high**2) / 3.0)[row, kept].sum()
    assert mean == pytest.approx(1.0, abs=1e-12)
    assert square == pytest.approx(1.0 + variation**2, rel=5e-3)
    assert (np.diff(table, axis=1) >= 0.0).all()


def test_draws_belong_to_seed_name_run_and_number() -> None:
    first = Keys(7).shares("a", 3, 50_000)
    assert np.array_equal(first[:9], Keys(7).shares("a", 3, 9))
    for other in (Keys(8).shares("a", 3, 50_000), Keys(7).shares("b", 3, 50_000)):
        assert abs(np.corrcoef(first, other)[0, 1]) < 0.02
    assert abs(np.corrcoef(first, Keys(7).shares("a", 4, 50_000))[0, 1]) < 0.02
    counts = np.histogram(first, bins=100, range=(0.0, 1.0))[0]
    # Chi-squared with 99 degrees of freedom: 99 +- 14.
    assert 50.0 < ((counts - 500.0) ** 2 / 500.0).sum() < 160.0


def test_an_uncertain_figure_is_drawn_from_its_triangle() -> None:
    drawn = Keys(1).factors("x", 20_000, Range(1.0, 2.0, 4.0))
    assert drawn.min() >= 1.0
    assert drawn.max() <= 4.0
    assert drawn.mean() == pytest.approx(7.0 / 3.0, rel=0.01)
    assert Keys(1).factors("x", 3, Range(2.0, 2.0, 2.0)).tolist() == [2.0, 2.0, 2.0]
