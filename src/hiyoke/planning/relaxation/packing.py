"""What fits into one shift: the choices that fill each coarse row best, whole jobs only.

A night holds two or three jobs, and prices alone would let a job be cut to fill what is left. Here
each alternative has at most one home, the row whose minutes it can least do without, and a home is
packed exactly. Weights are rounded down, so that no choice that fits is lost. What is not here: how
packings are combined (`patterns`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hiyoke.planning.relaxation.parts import Uses

#: Units into which a capacity is divided at most; beyond, weights lose at most a unit each.
_UNITS = 1000
#: Share of the highest price below which a row counts as idle,
_WORTHLESS = 1e-6
#: and how much less an idle row is worth packing.
_IDLE = 0.25
#: Minutes that rounding may add to the use of a row.
_SLACK = 1e-6


def choose_homes(
    uses: Uses, count: int, capacity: NDArray[np.float64], prices: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Choose the row that each alternative is packed in: the coarsest that is worth something.

    What is spread over many days packs badly, and what nobody waits for need not be packed.

    Args:
        uses: What alternatives take; alternatives are numbered from 0 to `count`.
        count: How many alternatives there are.
        capacity: Capacity of each row.
        prices: Price of each row, 0 or more.

    Returns:
        Home of each alternative; -1 for those that take nothing scarce.
    """
    home = np.full(count, -1, dtype=np.int64)
    if not len(uses.row):
        return home
    rows = np.bincount(uses.row, minlength=len(capacity))
    total = np.bincount(uses.row, uses.amount, len(capacity))
    coarse = total / np.maximum(rows, 1) / np.maximum(capacity, 1.0)
    score = np.where(prices > _WORTHLESS * prices.max(initial=0.0), 1.0, _IDLE) * coarse
    # The coarsest row last, so that it stays; the number of the row settles ties.
    order = np.lexsort((-uses.row, score[uses.row]))
    home[uses.alternative[order]] = uses.row[order]
    return home


class Packing:
    """The shifts of one part, packed at any costs.

    Args:
        uses: What alternatives take; alternatives are numbered from 0.
        home: Home of each alternative; -1 without one.
        job: Job of each alternative, numbered from 0.
        capacity: Capacity of each row.

    Attributes:
        rows: The homes.
        of: Which of them is each alternative's; -1 without one.
        items: Alternatives, by home and then by job.
        amount_of: What each alternative takes of its home; 0 without one.
    """

    def __init__(
        self,
        uses: Uses,
        home: NDArray[np.int64],
        job: NDArray[np.int64],
        capacity: NDArray[np.float64],
    ) -> None:
        self.rows = np.unique(home[home >= 0])
        self.of = np.where(home >= 0, np.searchsorted(self.rows, home), -1)
        own = uses.of(home[uses.alternative] == uses.row)
        order = np.lexsort((own.alternative, job[own.alternative], own.row))
        self.items = own.alternative[order]
        self.amount_of = np.zeros(len(home))
        self.amount_of[own.alternative] = own.amount
        shift = self.of[self.items]
        ends = np.searchsorted(shift, np.arange(len(self.rows) + 1))
        self._ends = ends.astype(np.int64)
        unit = np.array(
            [
                _unit(own.amount[order][first:last], float(capacity[row]))
                for row, first, last in zip(self.rows, ends, ends[1:], strict=False)
            ]
        )
        self._room = np.floor((capacity[self.rows] + _SLACK) / unit).astype(np.int64)
        weights = np.floor(own.amount[order] / unit[shift] + 1e-9).astype(np.int64)
        self._weights = np.minimum(weights, self._room[shift])
        # A class is one job in one shift: one of its items may be chosen.
        key = np.stack([shift, job[self.items]])
        is_first = np.ones(len(self.items), dtype=bool)
        is_first[1:] = (key[:, 1:] != key[:, :-1]).any(axis=0)
        begins = np.flatnonzero(is_first)
        self._classes = np.append(begins, len(self.items)).astype(np.int64)
        self._class_of = np.cumsum(is_first) - 1
        self._shift_of = shift[begins]
        most = int(np.bincount(self._shift_of, minlength=1).max())
        self._shape = (most + 1, int(self._room.max(initial=0)) + 1)
        self._best = np.zeros(self._shape)

    def fill(self, cost: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """Return the least cost of each home, at most 0, and the alternatives chosen, by home.

        Args:
            cost: Cost of each alternative.

        Cost:
            Capacity times the alternatives that pay.
        """
        least = np.zeros(len(self.rows))
        taken = np.zeros(len(self.items), dtype=np.uint8)
        items, paying = self._at(cost)
        _loop("pack_shifts")(items, paying, self._room, self._best, (least, taken))
        return least, self.items[np.flatnonzero(taken)]

    def with_each(self, cost: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return what its home costs at least when an alternative is chosen.

        Args:
            cost: Cost of each alternative.

        Returns:
            For each alternative; its own cost where it has no home.
        """
        items, paying = self._at(cost)
        tables = (np.zeros(self._shape), np.zeros(self._shape))
        beside = np.zeros(len(self.items))
        _loop("pack_beside")(items, paying, (self._room, self._ends), tables, beside)
        found = cost.copy()
        found[self.items] += beside
        return found

    def _at(self, cost: NDArray[np.float64]) -> tuple[Any, Any]:
        """Return items and paying classes at costs, as the loops read them."""
        own = np.ascontiguousarray(cost[self.items])
        lowest = np.minimum.reduceat(own, self._classes[:-1]) if len(own) else own
        paying = np.flatnonzero(lowest < 0)
        first = np.searchsorted(self._shift_of[paying], np.arange(len(self.rows) + 1))
        return (self._weights, self._classes, own), (paying, first)


def _unit(amounts: NDArray[np.float64], capacity: float) -> float:
    """Return the minutes of one unit: what divides all of them, or a part of the capacity."""
    whole = np.round(amounts).astype(np.int64)
    if np.all(whole == amounts):
        common = int(np.gcd.reduce(whole))
        if common > 0 and capacity / common <= _UNITS:
            return float(common)
    return max(capacity, 1e-9) / _UNITS


def _loop(name: str) -> Any:
    """Return a compiled loop; numba is imported when the first is asked for."""
    from hiyoke.planning.relaxation.packing_kernel import compiled  # noqa: PLC0415 - numba is slow to import.

    return compiled(name)
