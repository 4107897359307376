"""Claims about versions, turned into rows of `AFFECTED_RANGES`: half-open intervals on keys.

What is not here: gathering claims (`claims`) and the sweep over events (`affected_intervals`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from hiyoke.advisories.affected_intervals import (
    ANY_VERSION,
    FIXED,
    INTRODUCED,
    LAST_AFFECTED,
    LIMIT,
    Event,
    affected_intervals,
)
from hiyoke.advisories.obstacle import Obstacle
from hiyoke.versions import successor

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hiyoke.packages import PackageIdentity

RANGE = "range"
LISTED = "listed"
#: A range that begins right after its `introduced` version; it becomes a row of kind `RANGE`.
AFTER = "after"
ALL = "all"

#: The version that means "from the beginning" as a lower bound.
BEGINNING = "0"

#: record, package, kind, status, introduced_key, fixed_key, introduced_version, fixed_version,
#: last_affected_version, exact_version, obstacle.
_Row = tuple[
    int,
    int,
    str,
    str,
    bytes | None,
    bytes | None,
    str | None,
    str | None,
    str | None,
    str | None,
    str | None,
]
_Bounds = tuple[bytes | None, bytes | None]


class ClaimRows:
    """Rows of one table under construction.

    Args:
        keys: For each package number, keys by version text; None marks a text without a place.
        schemes: For each package number, its version order; None when none is known.
    """

    def __init__(
        self, keys: Sequence[Mapping[str, bytes | None]], schemes: Sequence[str | None]
    ) -> None:
        self._keys = keys
        self._schemes = schemes
        self._rows: list[_Row] = []

    def extend_simple(self, claims: Iterable[tuple[Any, ...]]) -> None:
        """Add claims with at most one lower and one upper bound."""
        keys_of, append = self._keys, self._rows.append
        for record, package, kind, status, introduced, fixed, last, obstacle in claims:
            low = high = None
            keys = keys_of[package]
            if obstacle is not None or kind == ALL:
                pass
            elif introduced is None and fixed is None and last is None:
                kind = ALL  # noqa: PLW2901 - an interval open at both ends needs no order.
            else:
                if introduced is not None:
                    low = keys[introduced]
                    if kind == AFTER:
                        low = None if low is None else successor(low)
                        kind = RANGE  # noqa: PLW2901
                if fixed is not None:
                    high = keys[fixed]
                elif last is not None and (high := keys[last]) is not None:
                    high = successor(high)
                ended = fixed is not None or last is not None
                if (introduced is not None and low is None) or (ended and high is None):
                    obstacle = self._why_unsortable(package)  # noqa: PLW2901
                elif low is not None and high is not None and high <= low:
                    # It ends before it starts: the order of events decides what that means.
                    events = [(INTRODUCED, introduced)]
                    events.append((FIXED, fixed) if fixed is not None else (LAST_AFFECTED, last))
                    self.add_events(record, package, status, events)
                    continue
            append(
                (
                    record,
                    package,
                    kind,
                    status,
                    low,
                    high,
                    introduced,
                    fixed,
                    last,
                    None,
                    obstacle,
                )
            )

    def add_events(
        self, record: int, package: int, status: str, events: Sequence[tuple[str, str]]
    ) -> None:
        """Add a range of any shape; see `affected_intervals`."""
        keys = self._keys[package]
        keyed = []
        for kind, version in events:
            is_open = (kind == INTRODUCED and version == BEGINNING) or (
                kind == LIMIT and version == ANY_VERSION
            )
            key = None if is_open else keys[version]
            if key is None and not is_open:
                self._add_unsortable(record, package, status, events)
                return
            keyed.append(Event(kind, key, version))
        for low, high, introduced, fixed, last in affected_intervals(keyed):
            kind = ALL if low is None and high is None else RANGE
            self._rows.append(
                (record, package, kind, status, low, high, introduced, fixed, last, None, None)
            )

    def _add_unsortable(
        self, record: int, package: int, status: str, events: Sequence[tuple[str, str]]
    ) -> None:
        """Keep the texts of a range that cannot be ordered, one row for each introduction."""
        why = self._why_unsortable(package)
        introduced: str | None = None
        fixed: str | None = None
        last: str | None = None
        rows = []
        for kind, version in (*events, (INTRODUCED, "")):
            if kind == INTRODUCED:
                rows.append((introduced, fixed, last))
                introduced, fixed, last = version, None, None
            elif kind == FIXED:
                fixed = fixed or version
            elif kind == LAST_AFFECTED:
                last = last or version
        for bounds in rows[1:] if len(rows) > 1 else rows:
            self._rows.append((record, package, RANGE, status, None, None, *bounds, None, why))

    def _why_unsortable(self, package: int) -> str:
        known = self._schemes[package] is not None
        return Obstacle.UNSORTABLE_BOUND if known else Obstacle.UNKNOWN_SCHEME

    def extend_listed(
        self, listed: Sequence[tuple[int, int, str, int]], versions: Sequence[str]
    ) -> None:
        """Add versions named one by one, except those inside the same claim's intervals."""
        if not listed:
            return
        marks = self._marks({claim[:3] for claim in listed})
        flat = iter(versions)
        append = self._rows.append
        for record, package, status, count in listed:
            keys = self._keys[package]
            inside = marks.get((record, package, status), ())
            for version in dict.fromkeys(islice(flat, count)):
                key = keys[version]
                if key is None:
                    bounds: _Bounds = (None, None)
                elif bisect_right(inside, key) % 2:
                    continue
                else:
                    bounds = (key, successor(key))
                append((record, package, LISTED, status, *bounds, None, None, None, version, None))

    def _marks(self, wanted: set[tuple[int, int, str]]) -> dict[tuple[int, int, str], list[bytes]]:
        """Return, for each claim, the rising bounds of its merged intervals.

        A key is inside if an odd number of bounds lies at or below it. The empty key stands for
        the beginning, and a key above all others is never needed: a missing last bound is open.
        """
        intervals: dict[tuple[int, int, str], list[tuple[bytes, bytes | None]]] = defaultdict(list)
        for row in self._rows:
            claim = (row[0], row[1], row[3])
            if row[10] is None and claim in wanted:
                intervals[claim].append((row[4] or b"", row[5]))
        return {claim: _merged(found) for claim, found in intervals.items()}

    def columns(
        self, packages: Sequence[tuple[PackageIdentity, str]]
    ) -> tuple[list[int], dict[str, Any]]:
        """Return the record number of each row, and columns by name."""
        cells = list(zip(*self._rows, strict=True)) or [()] * 11
        place = pa.array(cells[1], pa.int32())

        def of_package(values: Iterable[str | None]) -> Any:
            return pa.array(values, pa.string()).take(place)

        columns = {
            "ecosystem": of_package(identity.ecosystem for identity, _ in packages),
            "release": of_package(identity.release for identity, _ in packages),
            "package": of_package(identity.package for identity, _ in packages),
            "package_name": of_package(name for _, name in packages),
            "scheme": of_package(identity.scheme for identity, _ in packages),
            "kind": pa.array(cells[2], pa.string()),
            "status": pa.array(cells[3], pa.string()),
            "introduced_key": pa.array(cells[4], pa.binary()),
            "fixed_key": pa.array(cells[5], pa.binary()),
            "introduced_version": pa.array(cells[6], pa.string()),
            "fixed_version": pa.array(cells[7], pa.string()),
            "last_affected_version": pa.array(cells[8], pa.string()),
            "exact_version": pa.array(cells[9], pa.string()),
            "obstacle": pa.array(cells[10], pa.string()),
        }
        return list(cells[0]), columns


def _merged(intervals: list[tuple[bytes, bytes | None]]) -> list[bytes]:
    merged: list[tuple[bytes, bytes | None]] = []
    for low, high in sorted(intervals, key=lambda bounds: bounds[0]):
        if not merged or (merged[-1][1] is not None and merged[-1][1] < low):
            merged.append((low, high))
        elif merged[-1][1] is not None and (high is None or high > merged[-1][1]):
            merged[-1] = (merged[-1][0], high)
    bounds = chain.from_iterable(merged)
    return [bound for bound in bounds if bound is not None]
