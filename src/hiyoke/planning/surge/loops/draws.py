"""Draws without a state: each belongs to a key and a number, and can be made at any time, alone.

A key belongs to a seed, a name and a run. So two plans meet the same items, whatever the threads
and the order, and a draw is made only when it is needed. What is not here: what is drawn
(`wave`, and `hiyoke.planning.surge.items`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from hiyoke.planning.surge.loops.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Equal parts of [0, 1) in one row of a table of quantiles.
PARTS: Final = 256
#: Rows of such a table, each of which divides the last part of the one before.
ROWS: Final = 4
#: Numbers of one key: below `WIDE` the first draw for an item, then its second, and so on.
WIDE: Final = 1 << 32

_STEP: Final = np.uint64(0x9E3779B97F4A7C15)
_FIRST: Final = np.uint64(0xBF58476D1CE4E5B9)
_SECOND: Final = np.uint64(0x94D049BB133111EB)
_S30, _S27, _S31, _S11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)
_UNIT: Final = 1.0 / (1 << 53)


@compiled
def word_of(key: np.uint64, number: int) -> np.uint64:
    """Return 64 bits.

    Source:
        Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014
        (SplitMix64 begun at the key, its draw of this number, from 0).
    """
    word = key + np.uint64(number + 1) * _STEP
    word = (word ^ (word >> _S30)) * _FIRST
    word = (word ^ (word >> _S27)) * _SECOND
    return word ^ (word >> _S31)


@compiled
def share_of(key: np.uint64, number: int) -> float:
    """Return a draw from [0, 1), a multiple of 2**-53."""
    return np.int64(word_of(key, number) >> _S11) * _UNIT


@compiled
def quantile_at(table: NDArray[np.float64], share: float) -> float:
    """Return what lies at a share of a distribution.

    Args:
        table: float64[ROWS, PARTS + 1]: quantiles at equal steps, straight lines between; each
            row divides the last step of the one before.
        share: In [0, 1).
    """
    place = share * PARTS
    part = int(place)
    row = 0
    while part == PARTS - 1 and row < ROWS - 1:
        place = (place - part) * PARTS
        part = int(place)
        row += 1
    low: float = table[row, part]
    high: float = table[row, part + 1]
    return low + (high - low) * (place - part)


@compiled
def write_shares(key: np.uint64, run: int, shares: NDArray[np.float64]) -> None:
    """Write the first draws of a key in one run."""
    mine = word_of(key, run)
    for number in range(shares.size):
        shares[number] = share_of(mine, number)


@compiled
def write_first_shares(key: np.uint64, shares: NDArray[np.float64]) -> None:
    """Write the first draw of a key in each run."""
    for run in range(shares.size):
        shares[run] = share_of(word_of(key, run), 0)


@compiled
def read_table(table: NDArray[np.float64], shares: NDArray[np.float64]) -> None:
    """Replace shares by what lies there in a table of quantiles."""
    for number in range(shares.size):
        shares[number] = quantile_at(table, shares[number])
