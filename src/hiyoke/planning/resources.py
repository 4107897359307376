"""What jobs compete for, as rows with a capacity, and the ways in which a task draws on them.

A row is one scarce thing: minutes of a shift, overtime of a month, room in a window. A column is a
fixed mix of rows, such as "the last five preparation days before Sunday". What is not here: which
job uses which column (`alternatives`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np

from hiyoke.planning.inputs import Work

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from numpy.typing import NDArray

    from hiyoke.planning.inputs import Crew, PlanningProblem, Shift, VendorDesk, Window


class Resources:
    """Rows and columns of a problem.

    Row 0 and column 0 stand for "nothing": without bound and without price.

    Args:
        problem: The problem.

    Attributes:
        names: What each row is: (kind, holder, thing).
    """

    def __init__(self, problem: PlanningProblem) -> None:
        self.problem = problem
        self.names: list[tuple[str, str, str]] = [("none", "", "")]
        self._capacities: list[float] = [np.inf]
        self._columns: list[tuple[tuple[int, float], ...]] = [()]
        self._column_of: dict[Any, int] = {}
        self._shift_rows: dict[str, int] = {}
        self.prepare: dict[str, list[Shift]] = {}
        self.change: dict[str, list[Shift]] = {}
        self._prepare_ends: dict[str, list[datetime]] = {}
        self._change_starts: dict[str, list[datetime]] = {}
        for crew in problem.crews:
            self._add_crew(crew)
        for vendor in problem.vendors:
            self._add_vendor(vendor)

    def _add_crew(self, crew: Crew) -> None:
        ordered = sorted(crew.shifts, key=lambda s: (s.starts_at, s.shift_id))
        self.prepare[crew.crew_id] = [s for s in ordered if s.work is Work.PREPARE]
        self.change[crew.crew_id] = [s for s in ordered if s.work is Work.CHANGE]
        self._prepare_ends[crew.crew_id] = [s.ends_at for s in self.prepare[crew.crew_id]]
        self._change_starts[crew.crew_id] = [s.starts_at for s in self.change[crew.crew_id]]
        for shift in ordered:
            row = self.add_row("crew", crew.crew_id, shift.shift_id, shift.minutes)
            self._shift_rows[shift.shift_id] = row
        limits = [
            (limit, self.add_row("overtime", crew.crew_id, limit.limit_id, limit.minutes))
            for limit in crew.limits
        ]
        for shift in self.change[crew.crew_id]:
            parts = [(self._shift_rows[shift.shift_id], 1.0)]
            if shift.rest_shift_id is not None and shift.rest_shift_id in self._shift_rows:
                parts.append((self._shift_rows[shift.rest_shift_id], shift.rest_ratio))
            if shift.is_overtime:
                parts += [
                    (row, 1.0)
                    for limit, row in limits
                    if limit.starts_at <= shift.starts_at < limit.ends_at
                ]
            self.column(("change", shift.shift_id), parts)

    def _add_vendor(self, vendor: VendorDesk) -> None:
        ordered = sorted(vendor.shifts, key=lambda s: (s.starts_at, s.shift_id))
        self.change[vendor.vendor_id] = ordered
        self._change_starts[vendor.vendor_id] = [s.starts_at for s in ordered]
        for shift in ordered:
            row = self.add_row("vendor", vendor.vendor_id, shift.shift_id, shift.minutes)
            self._shift_rows[shift.shift_id] = row
            self.column(("change", shift.shift_id), [(row, 1.0)])

    def add_row(self, kind: str, holder_id: str, thing_id: str, capacity: float) -> int:
        """Add a row and return its number."""
        self.names.append((kind, holder_id, thing_id))
        self._capacities.append(float(capacity))
        return len(self.names) - 1

    def add_rows(self, kind: str, holder_id: str, things: Sequence[tuple[str, float]]) -> int:
        """Add rows with a column each, both in one block; return the first column."""
        first = len(self._columns)
        for thing_id, capacity in things:
            row = self.add_row(kind, holder_id, thing_id, capacity)
            self._columns.append(((row, 1.0),))
        return first

    def column(self, key: Any, parts: Sequence[tuple[int, float]]) -> int:
        """Return the number of a column, adding it when it is new."""
        if key not in self._column_of:
            self._column_of[key] = len(self._columns)
            self._columns.append(tuple(parts))
        return self._column_of[key]

    def change_column(self, holder_id: str, window: Window) -> int | None:
        """Return the column of the shift in which a holder serves a window; None without one."""
        shift = self.change_shift(holder_id, window)
        return None if shift is None else self._column_of["change", shift.shift_id]

    def change_shift(self, holder_id: str, window: Window) -> Shift | None:
        """Return the shift that holds a window whole: the latest to start, then the first by id."""
        shifts = self.change.get(holder_id, [])
        last = bisect_right(self._change_starts.get(holder_id, []), window.opens_at)
        for shift in reversed(shifts[:last]):
            if shift.ends_at >= window.closes_at:
                return shift
        return None

    def prepare_shifts(self, crew_id: str, window: Window, count: int) -> list[Shift]:
        """Return the last `count` preparation shifts before a window; empty when too few."""
        last = bisect_right(self._prepare_ends.get(crew_id, []), window.opens_at)
        shifts = self.prepare.get(crew_id, [])[max(0, last - count) : last]
        if len(shifts) < count or shifts[0].starts_at < self.problem.starts_at:
            return []
        return shifts

    def prepare_column(self, crew_id: str, shifts: Sequence[Shift]) -> int:
        """Return the column that spreads minutes evenly over shifts."""
        key = ("prepare", crew_id, shifts[-1].shift_id, len(shifts))
        if key in self._column_of:
            return self._column_of[key]
        share = 1.0 / len(shifts)
        return self.column(key, [(self._shift_rows[s.shift_id], share) for s in shifts])

    def capacities(self) -> NDArray[np.float64]:
        """Return the capacity of every row."""
        return np.array(self._capacities)

    def matrix(self) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
        """Return the rows of every column and their weights, padded with row 0 and weight 0."""
        width = max(1, *(len(parts) for parts in self._columns))
        rows = np.zeros((len(self._columns), width), dtype=np.int32)
        weights = np.zeros((len(self._columns), width))
        by_length: dict[int, list[int]] = defaultdict(list)
        for number, parts in enumerate(self._columns):
            by_length[len(parts)].append(number)
        for length, numbers in by_length.items():
            if length:
                block = np.array([self._columns[n] for n in numbers])
                rows[numbers, :length] = block[:, :, 0]
                weights[numbers, :length] = block[:, :, 1]
        return rows, weights
