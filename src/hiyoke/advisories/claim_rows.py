"""Claims about versions, turned into rows of `AFFECTED_RANGES`: half-open intervals on keys.

The many plain claims are handled by columns; the few that need thought are handled row by row.
What is not here: gathering claims (`claims`) and the sweep over events (`affected_intervals`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from itertools import chain, compress, groupby, islice
from operator import itemgetter
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
from hiyoke.versions import rpm, successor

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hiyoke.packages import PackageIdentity

AFFECTED = "affected"
NOT_AFFECTED = "not_affected"
RANGE = "range"
LISTED = "listed"
#: A range that begins right after its `introduced` version; it becomes a row of kind `RANGE`.
AFTER = "after"
ALL = "all"

#: The version that means "from the beginning" as a lower bound.
BEGINNING = "0"

#: Stands before the text of a lower bound that lies right after its version.
EXCLUSIVE = ">"

#: Record, package, introduced, fixed, last affected, range. Claims that are parts of one range
#: follow each other and share a number above 0; a claim that is a range by itself has 0.
SimpleClaim = tuple[int, int, str | None, str | None, str | None, int]


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


#: Names of the cells of a row, in order.
_CELLS = (
    "record",
    "package",
    "kind",
    "status",
    "low",
    "high",
    "introduced",
    "fixed",
    "last_affected",
    "exact",
    "obstacle",
)
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
        """Add affected ranges as pairs of one lower and one upper bound."""
        distinct = list(dict.fromkeys(claims))
        if not distinct:
            return
        keys = self._keys
        columns: list[Sequence[Any]] = list(zip(*distinct, strict=True))
        records, packages, introduced, fixed, last, ranges = columns
        low = [
            None if text is None else keys[package][text]
            for package, text in zip(packages, introduced, strict=True)
        ]
        high = [
            None if text is None else keys[package][text]
            for package, text in zip(packages, fixed, strict=True)
        ]
        # Plain: has all its keys, starts or ends somewhere, and ends after it starts.
        is_plain = [
            (start is None or below is not None)
            and (
                start is not None
                if end is None
                else above is not None and (below is None or below < above)
            )
            and until is None
            for start, below, end, above, until in zip(
                introduced, low, fixed, high, last, strict=True
            )
        ]
        tangled = self._tangled(ranges, low, high, is_plain)
        if tangled:
            is_plain = [
                plain and part not in tangled for plain, part in zip(is_plain, ranges, strict=True)
            ]
        parts = (records, packages, low, high, introduced, fixed)
        self._plain = [list(compress(part, is_plain)) for part in parts]
        others = [claim for claim, plain in zip(distinct, is_plain, strict=True) if not plain]
        for number, group in groupby(others, key=itemgetter(5)):
            if number:
                self._add_tangled(list(group))
            else:
                for record, package, *bounds, _ in group:
                    self.add_marked(MarkedClaim(record, package, RANGE, AFFECTED, *bounds))

    def _tangled(
        self,
        ranges: Sequence[int],
        low: Sequence[bytes | None],
        high: Sequence[bytes | None],
        is_plain: Sequence[bool],
    ) -> set[int]:
        """Return the ranges whose parts are not all plain, or do not rise one after another."""
        found = {number for number, plain in zip(ranges, is_plain, strict=True) if not plain}
        found.update(
            number
            for number, before, below, above in zip(ranges[1:], ranges, low[1:], high, strict=False)
            if number and number == before and not (below and above and above < below)
        )
        found.discard(0)
        return found

    def _add_tangled(self, parts: Sequence[SimpleClaim]) -> None:
        """Add one range by its events, given its parts."""
        record, package, *_ = parts[0]
        events = []
        for _, _, introduced, fixed, last, _ in parts:
            events.append((INTRODUCED, BEGINNING if introduced is None else introduced))
            if fixed is not None:
                events.append((FIXED, fixed))
            if last is not None:
                events.append((LAST_AFFECTED, last))
        self.add_events(record, package, AFFECTED, events)

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
                    high = self._past(package, status, last or "", high)
                if low is not None and high is not None and high <= low:
                    if kind == AFTER:
                        return  # Nothing lies after a version and up to it.
                    # It ends before it starts: the order of events says what that means.
                    ended = (FIXED if fixed is not None else LAST_AFFECTED, end or "")
                    self.add_events(
                        record, package, status, ((INTRODUCED, introduced or ""), ended)
                    )
                    return
        if kind == AFTER:
            kind, bounds = RANGE, (f"{EXCLUSIVE}{introduced}", *bounds[1:])
        self._rows.append((record, package, kind, status, low, high, *bounds, None, obstacle))

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
            keyed.append(Event(kind, key, version))
        for low, high, introduced, fixed, last in affected_intervals(keyed):
            kind = ALL if low is None and high is None else RANGE
            end = high if last is None else self._past(package, status, last, keys[last] or b"")
            self._rows.append(
                (record, package, kind, status, low, end, introduced, fixed, last, None, None)
            )

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
            self._rows.append((record, package, RANGE, status, None, None, *bounds, None, why))

    def _past(self, package: int, status: str, version: str, key: bytes) -> bytes:
        """Return the lowest key past `version`.

        An rpm version without release may mean any build of it; only a claim of "not affected" is
        held to the letter.
        """
        if self._schemes[package] == "rpm" and status != NOT_AFFECTED:
            return rpm.past_builds(version)
        return successor(key)

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
            distinct = dict.fromkeys(islice(flat, count))
            keyed = zip(distinct, map(self._keys[package].__getitem__, distinct), strict=True)
            inside = marks.get((record, package, status), [])
            for version, key in [
                pair for pair in keyed if pair[1] is None or not bisect_right(inside, pair[1]) % 2
            ]:
                high = None if key is None else self._past(package, status, version, key)
                append(
                    (record, package, LISTED, status, key, high, None, None, None, version, None)
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
        for record, package, _, status, low, high, *_, obstacle in self._rows:
            claim = (record, package, status)
            if obstacle is None and claim in wanted:
                intervals[claim].append((low or b"", high))
        return {claim: _merged(found) for claim, found in intervals.items()}

    def columns(
        self, packages: Sequence[tuple[PackageIdentity, str]]
    ) -> tuple[list[int], dict[str, Any]]:
        """Return the record number of each row, and columns by name."""
        records, numbers, low, high, introduced, fixed = self._plain
        plain = len(records)
        cells = [list(cell) for cell in zip(*self._rows, strict=True)]
        rows = dict(zip(_CELLS, cells or [[] for _ in _CELLS], strict=True))
        place = pa.array(numbers + rows["package"], pa.int32())

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
            "introduced_key": pa.array(low + rows["low"], pa.binary()),
            "fixed_key": pa.array(high + rows["high"], pa.binary()),
            "introduced_version": pa.array(introduced + rows["introduced"], pa.string()),
            "fixed_version": pa.array(fixed + rows["fixed"], pa.string()),
            "last_affected_version": padded(None, rows["last_affected"]),
            "exact_version": padded(None, rows["exact"]),
            "obstacle": padded(None, rows["obstacle"]),
        }
        return records + rows["record"], columns


def _merged(intervals: list[tuple[bytes, bytes | None]]) -> list[bytes]:
    merged: list[tuple[bytes, bytes | None]] = []
    for low, high in sorted(intervals, key=lambda bounds: bounds[0]):
        if not merged or (merged[-1][1] is not None and merged[-1][1] < low):
            merged.append((low, high))
        elif merged[-1][1] is not None and (high is None or high > merged[-1][1]):
            merged[-1] = (merged[-1][0], high)
    return [bound for bound in chain.from_iterable(merged) if bound is not None]
