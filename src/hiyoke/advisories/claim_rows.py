"""Claims about versions, turned into rows of `AFFECTED_RANGES`: half-open intervals on keys.

The many plain claims are handled by columns; the few that need thought are handled row by row.
What is not here: gathering claims (`claims`) and the sweep over events (`affected_intervals`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from itertools import chain, compress, islice
from typing import TYPE_CHECKING, Any, NamedTuple

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

AFFECTED = "affected"
RANGE = "range"
LISTED = "listed"
#: A range that begins right after its `introduced` version; it becomes a row of kind `RANGE`.
AFTER = "after"
ALL = "all"

#: The version that means "from the beginning" as a lower bound.
BEGINNING = "0"

#: Record, package, introduced, fixed, last affected.
SimpleClaim = tuple[int, int, str | None, str | None, str | None]


class MarkedClaim(NamedTuple):
    """A claim with more to say than its bounds.

    Attributes:
        record: Number of its record.
        package: Number of its package.
        kind: range, after or all.
        status: affected, not_affected or under_investigation.
        introduced: First version; None is open.
        fixed: First version past it.
        last_affected: Last version in it; not looked at when `fixed` is given.
        obstacle: Why versions cannot be compared with it, as a code.
    """

    record: int
    package: int
    kind: str
    status: str
    introduced: str | None = None
    fixed: str | None = None
    last_affected: str | None = None
    obstacle: str | None = None


class _Row(NamedTuple):
    record: int
    package: int
    kind: str
    status: str
    low: bytes | None = None
    high: bytes | None = None
    introduced: str | None = None
    fixed: str | None = None
    last_affected: str | None = None
    exact: str | None = None
    obstacle: str | None = None


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
        #: Columns of plain rows: record, package, low, high, introduced, fixed.
        self._plain: list[list[Any]] = [[], [], [], [], [], []]

    def extend_simple(self, claims: Iterable[SimpleClaim]) -> None:
        """Add affected ranges with at most one lower and one upper bound."""
        distinct = list(dict.fromkeys(claims))
        if not distinct:
            return
        keys = self._keys
        columns: list[Sequence[Any]] = list(zip(*distinct, strict=True))
        records, packages, introduced, fixed, last = columns
        low = [
            None if text is None else keys[package][text]
            for package, text in zip(packages, introduced, strict=True)
        ]
        high = [
            None if text is None else keys[package][text]
            for package, text in zip(packages, fixed, strict=True)
        ]
        # Plain: ends with a fixed version, has all its keys, and ends after it starts.
        is_plain = [
            above is not None
            and until is None
            and (start is None if below is None else below < above)
            for start, below, above, until in zip(introduced, low, high, last, strict=True)
        ]
        if all(is_plain):
            self._plain = [list(column) for column in columns[:2]]
            self._plain += [low, high, list(introduced), list(fixed)]
            return
        parts = (records, packages, low, high, introduced, fixed)
        self._plain = [list(compress(part, is_plain)) for part in parts]
        for claim, plain in zip(distinct, is_plain, strict=True):
            if not plain:
                record, package, *bounds = claim
                self.add_marked(MarkedClaim(record, package, RANGE, AFFECTED, *bounds))

    def add_marked(self, claim: MarkedClaim) -> None:
        """Add one claim of any kind."""
        record, package, kind, status, introduced, fixed, last, obstacle = claim
        bounds = (introduced, fixed, None if fixed is not None else last)
        low = high = None
        if obstacle is None and kind != ALL:
            if bounds == (None, None, None):
                kind = ALL  # A range open at both ends needs no order.
            else:
                keys = self._keys[package]
                low = None if introduced is None else keys[introduced]
                if kind == AFTER:
                    low = None if low is None else successor(low)
                end = fixed if fixed is not None else last
                high = None if end is None else keys[end]
                if (introduced is not None and low is None) or (end is not None and high is None):
                    obstacle = self._why_unsortable(package)
                elif high is not None and fixed is None:
                    high = successor(high)
                if low is not None and high is not None and high <= low:
                    if kind == AFTER:
                        return  # Nothing lies after a version and up to it.
                    # It ends before it starts: the order of events says what that means.
                    ended = (FIXED if fixed is not None else LAST_AFFECTED, end or "")
                    self.add_events(
                        record, package, status, ((INTRODUCED, introduced or ""), ended)
                    )
                    return
        kind = RANGE if kind == AFTER else kind
        self._rows.append(
            _Row(record, package, kind, status, low, high, *bounds, obstacle=obstacle)
        )

    def add_events(
        self, record: int, package: int, status: str, events: Sequence[tuple[str, str]]
    ) -> None:
        """Add a range of any shape; see `affected_intervals`."""
        keys = self._keys[package]
        keyed = []
        for kind, version in events:
            is_open = (version == BEGINNING and kind == INTRODUCED) or (
                version == ANY_VERSION and kind == LIMIT
            )
            key = None if is_open else keys[version]
            if key is None and not is_open:
                self._add_unsortable(record, package, status, events)
                return
            keyed.append((kind, key, version))
        if self._add_alternating(record, package, status, keyed):
            return
        for low, high, *bounds in affected_intervals([Event(*event) for event in keyed]):
            kind = ALL if low is None and high is None else RANGE
            self._rows.append(_Row(record, package, kind, status, low, high, *bounds))

    def _add_alternating(
        self, record: int, package: int, status: str, keyed: list[tuple[str, bytes | None, str]]
    ) -> bool:
        """Add events that already alternate and rise, as nearly all do; say whether they did."""
        if status != AFFECTED or len(keyed) % 2:
            return False
        pairs = list(zip(keyed[::2], keyed[1::2], strict=True))
        before = b""
        for (start, low, _), (end, high, _) in pairs:
            rises = (
                high is not None
                and ((low or b"") > before or not before)
                and (low is None or low < high)
            )
            if start != INTRODUCED or end != FIXED or not rises or (low is None and before):
                return False
            before = high or b""
        for (_, low, introduced), (_, high, fixed) in pairs:
            values = (record, package, low, high, None if low is None else introduced, fixed)
            for column, value in zip(self._plain, values, strict=True):
                column.append(value)
        return True

    def _add_unsortable(
        self, record: int, package: int, status: str, events: Sequence[tuple[str, str]]
    ) -> None:
        """Keep the texts of a range that cannot be ordered, one row for each introduction."""
        spans: list[dict[str, str]] = [{}]
        for kind, version in events:
            if kind == INTRODUCED and spans[-1]:
                spans.append({})
            spans[-1].setdefault(kind, version)
        for span in spans:
            bounds = (span.get(INTRODUCED), span.get(FIXED), span.get(LAST_AFFECTED))
            why = self._why_unsortable(package)
            self._rows.append(
                _Row(record, package, RANGE, status, None, None, *bounds, obstacle=why)
            )

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
        for record, package, status, count in listed:
            keys = self._keys[package]
            inside = marks.get((record, package, status), [])
            for version in dict.fromkeys(islice(flat, count)):
                key = keys[version]
                if key is None:
                    self._rows.append(_Row(record, package, LISTED, status, exact=version))
                elif not bisect_right(inside, key) % 2:
                    self._rows.append(
                        _Row(record, package, LISTED, status, key, successor(key), exact=version)
                    )

    def _marks(self, wanted: set[tuple[int, int, str]]) -> dict[tuple[int, int, str], list[bytes]]:
        """Return, for each claim, the rising bounds of its merged intervals.

        A key is inside if an odd number of bounds lies at or below it. The empty key stands for
        the beginning; an interval without end has no second bound.
        """
        intervals: dict[tuple[int, int, str], list[tuple[bytes, bytes | None]]] = defaultdict(list)
        for record, package, low, high in zip(*self._plain[:4], strict=True):
            claim = (record, package, AFFECTED)
            if claim in wanted:
                intervals[claim].append((low or b"", high))
        for row in self._rows:
            claim = (row.record, row.package, row.status)
            if row.obstacle is None and claim in wanted:
                intervals[claim].append((row.low or b"", row.high))
        return {claim: _merged(found) for claim, found in intervals.items()}

    def columns(
        self, packages: Sequence[tuple[PackageIdentity, str]]
    ) -> tuple[list[int], dict[str, Any]]:
        """Return the record number of each row, and columns by name."""
        records, numbers, low, high, introduced, fixed = self._plain
        plain = len(records)
        cells: list[Sequence[Any]] = list(zip(*self._rows, strict=True))
        rows = dict(zip(_Row._fields, cells or [()] * len(_Row._fields), strict=True))
        place = pa.array([*numbers, *rows["package"]], pa.int32())

        def joined(first: list[Any], second: Sequence[Any], kind: Any) -> Any:
            return pa.array(chain(first, second), kind, size=plain + len(second))

        def padded(constant: str | None, second: Sequence[Any]) -> Any:
            head = pa.repeat(pa.scalar(constant, pa.string()), plain)
            return pa.concat_arrays([head, pa.array(second, pa.string())])

        def of_package(values: Iterable[str | None]) -> Any:
            return pa.array(list(values), pa.string()).take(place)

        columns = {
            "ecosystem": of_package(identity.ecosystem for identity, _ in packages),
            "release": of_package(identity.release for identity, _ in packages),
            "package": of_package(identity.package for identity, _ in packages),
            "package_name": of_package(name for _, name in packages),
            "scheme": of_package(identity.scheme for identity, _ in packages),
            "kind": padded(RANGE, rows["kind"]),
            "status": padded(AFFECTED, rows["status"]),
            "introduced_key": joined(low, rows["low"], pa.binary()),
            "fixed_key": joined(high, rows["high"], pa.binary()),
            "introduced_version": joined(introduced, rows["introduced"], pa.string()),
            "fixed_version": joined(fixed, rows["fixed"], pa.string()),
            "last_affected_version": padded(None, rows["last_affected"]),
            "exact_version": padded(None, rows["exact"]),
            "obstacle": padded(None, rows["obstacle"]),
        }
        return [*records, *rows["record"]], columns


def _merged(intervals: list[tuple[bytes, bytes | None]]) -> list[bytes]:
    merged: list[tuple[bytes, bytes | None]] = []
    for low, high in sorted(intervals, key=lambda bounds: bounds[0]):
        if not merged or (merged[-1][1] is not None and merged[-1][1] < low):
            merged.append((low, high))
        elif merged[-1][1] is not None and (high is None or high > merged[-1][1]):
            merged[-1] = (merged[-1][0], high)
    return [bound for bound in chain.from_iterable(merged) if bound is not None]
