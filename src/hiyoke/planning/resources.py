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
        sharing: Columns that may draw on a row which another column of the same task draws on too.
    """

    def __init__(self, problem: PlanningProblem) -> None:
        self.problem = problem
        self.names: list[tuple[str, str, str]] = [("none", "", "")]
        self._capacities: list[float] = [np.inf]
        self._columns: list[tuple[tuple[int, float], ...]] = [()]
        self._column_of: dict[Any, int] = {}
        self._parts: dict[str, list[tuple[int, float]]] = {}
        self._shift_of: dict[int, Shift] = {}
        self._origin: dict[int, int] = {}
        self.sharing: set[int] = set()
        self.prepare: dict[str, list[Shift]] = {}
        self.change: dict[str, list[Shift]] = {}
        self._prepare_ends: dict[str, list[datetime]] = {}
        self._change_starts: dict[str, list[datetime]] = {}
        for crew in problem.crews:
            self._add_crew(crew)
        for vendor in problem.vendors:
            self._add_vendor(vendor)

    def _add_crew(self, crew: Crew) -> None:
        ordered = self._add_shifts("crew", crew.crew_id, crew.shifts)
        self.prepare[crew.crew_id] = sorted(
            (s for s in ordered if s.work is Work.PREPARE), key=lambda s: (s.ends_at, s.starts_at)
        )
        self._prepare_ends[crew.crew_id] = [s.ends_at for s in self.prepare[crew.crew_id]]
        for limit in crew.limits:
            row = self.add_row("overtime", crew.crew_id, limit.limit_id, limit.minutes)
            for shift in ordered:
                if shift.is_overtime and limit.starts_at <= shift.starts_at < limit.ends_at:
                    self._parts[shift.shift_id].append((row, 1.0))

    def _add_vendor(self, vendor: VendorDesk) -> None:
        self._add_shifts("vendor", vendor.vendor_id, vendor.shifts)

    def _add_shifts(self, kind: str, holder_id: str, shifts: Sequence[Shift]) -> list[Shift]:
        """Add a row for each shift; work in it draws on the shift that rest after it shortens."""
        ordered = sorted(shifts, key=lambda s: (s.starts_at, s.shift_id))
        for shift in ordered:
            row = self.add_row(kind, holder_id, shift.shift_id, shift.minutes)
            self._parts[shift.shift_id] = [(row, 1.0)]
        for shift in ordered:
            if shift.rest_shift_id in self._parts and shift.rest_ratio:
                rest = self._parts[shift.rest_shift_id][0][0]
                self._parts[shift.shift_id].append((rest, shift.rest_ratio))
        self.change[holder_id] = [s for s in ordered if s.work is Work.CHANGE]
        self._change_starts[holder_id] = [s.starts_at for s in self.change[holder_id]]
        return ordered

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

    def change_columns(self, holder_id: str, window: Window) -> list[int]:
        """Return the columns of the shifts in which a holder may serve a window."""
        return [self._change_column(s) for s in self._change_shifts(holder_id, window)]

    def _change_column(self, shift: Shift) -> int:
        column = self.column(("change", shift.shift_id), self._parts[shift.shift_id])
        self._shift_of[column] = shift
        return column

    def shift_of(self, column: int) -> Shift:
        """Return the shift that a column of change work stands for."""
        return self._shift_of[column]

    def _change_shifts(self, holder_id: str, window: Window) -> list[Shift]:
        """Return the shifts that hold a window whole: the latest to start first, then by id."""
        last = bisect_right(self._change_starts.get(holder_id, []), window.opens_at)
        shifts = self.change.get(holder_id, [])[:last]
        return [s for s in reversed(shifts) if s.ends_at >= window.closes_at]

    def prepare_shifts(self, crew_id: str, window: Window, count: int) -> list[Shift]:
        """Return the last `count` preparation shifts before a window; empty when too few."""
        last = bisect_right(self._prepare_ends.get(crew_id, []), window.opens_at)
        shifts = self.prepare.get(crew_id, [])[max(0, last - count) : last]
        if len(shifts) < count or min(s.starts_at for s in shifts) < self.problem.starts_at:
            return []
        return shifts

    def prepare_column(self, crew_id: str, shifts: Sequence[Shift]) -> int:
        """Return the column that spreads minutes evenly over shifts."""
        key = ("prepare", crew_id, shifts[-1].shift_id, len(shifts))
        if key in self._column_of:
            return self._column_of[key]
        share = 1.0 / len(shifts)
        parts: dict[int, float] = defaultdict(float)
        for shift in shifts:
            for row, weight in self._parts[shift.shift_id]:
                parts[row] += weight * share
        column = self.column(key, list(parts.items()))
        if len(parts) > len(shifts):
            self.sharing.add(column)
        return column

    def parts_of(self, column: int) -> tuple[tuple[int, float], ...]:
        """Return the rows of a column and their weights."""
        return self._columns[column]

    def row_column(self, row: int) -> int:
        """Return the column that stands for one row."""
        return self.column(("row", row), [(row, 1.0)])

    def without(self, column: int, rows: Sequence[int]) -> int:
        """Return a column without some of its rows; 0 when nothing is left."""
        parts = [part for part in self._columns[column] if part[0] not in rows]
        if len(parts) == len(self._columns[column]):
            return column
        if not parts:
            return 0
        found = self.column(("without", column, *rows), parts)
        self._origin[found] = column
        return found

    def origin(self, column: int) -> int:
        """Return the column that another one was made from by leaving out rows."""
        return self._origin.get(column, column)

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
