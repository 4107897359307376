"""The status of every version of a product, from a CVE record's version objects.

The schema's versioning document gives an algorithm for one version: the first object that matches
decides, changes inside it apply in order, and `defaultStatus` covers the rest. This module runs it
for all versions at once, as half-open intervals on keys. What is not here: which package the
product is, and texts that name no version.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from hiyoke.versions import successor
from hiyoke.versions.constraints import VersionInterval

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class VersionSpan(NamedTuple):
    """One version object, its conventional open ends already read.

    Attributes:
        interval: Versions matched; one version is introduced and last affected alike.
        status: ``affected``, ``unaffected`` or ``unknown``.
        changes: (version, status from there on), in any order.
    """

    interval: VersionInterval
    status: str
    changes: tuple[tuple[str, str], ...] = ()


class StatusInterval(NamedTuple):
    """A run of versions of one status; a single version is introduced and last affected alike."""

    interval: VersionInterval
    status: str


class _Mark(NamedTuple):
    """A place between versions: right before `version`, or right after it."""

    key: bytes
    version: str
    is_after: bool


def status_intervals(
    spans: Sequence[VersionSpan], default_status: str, key: Callable[[str], bytes]
) -> list[StatusInterval]:
    """Return the status of all versions, as disjoint intervals in rising order without gaps.

    Args:
        spans: In published order, which decides where two match the same version.
        default_status: Status of versions that no span matches.
        key: Order of the versions; raises where a text has no place.

    Raises:
        UnsortableVersionError: A bound or change has no place in the order.

    Cost:
        O(n log n) in bounds and changes.

    Source:
        CVE schema 5.x, "Product and Version Encodings", sections "Version Status Decisions",
        "Versions and Version Ranges" and "Version Status Changes".

    Example:
        >>> span = VersionSpan(VersionInterval(introduced="1", fixed="2"), "affected")
        >>> [piece.status for piece in status_intervals([span], "unaffected", str.encode)]
        ['unaffected', 'affected', 'unaffected']
    """
    segments = [segment for span in spans for segment in _segments(span, key)]
    marks = _distinct_marks(segments)
    keys = [mark.key for mark in marks]
    # Piece i lies right below mark i; the last piece lies above all marks.
    found = _first_statuses(segments, keys, len(marks) + 1)
    statuses = [status or default_status for status in found]
    pieces: list[StatusInterval] = []
    lower: _Mark | None = None
    for mark, below, above in zip(marks, statuses, statuses[1:], strict=False):
        if below != above:
            pieces.append(StatusInterval(_interval(lower, mark), below))
            lower = mark
    pieces.append(StatusInterval(_interval(lower, None), statuses[-1]))
    return pieces


_Segment = tuple[_Mark | None, _Mark | None, str]


def _segments(span: VersionSpan, key: Callable[[str], bytes]) -> list[_Segment]:
    """Return the runs of one span, split where its status changes; none is empty."""
    introduced, after, fixed, last_affected = span.interval
    lower = _mark(introduced, after, key)
    upper = _mark(fixed, last_affected, key)
    changes = sorted(
        (
            (_Mark(key(version), version, is_after=False), status)
            for version, status in span.changes
        ),
        key=lambda change: change[0].key,
    )
    segments: list[_Segment] = []
    start, status = lower, span.status
    for mark, changed in changes:
        if start is None or start.key < mark.key:
            if upper is not None and upper.key <= mark.key:
                break
            segments.append((start, mark, status))
            start = mark
        status = changed
    if start is None or upper is None or start.key < upper.key:
        segments.append((start, upper, status))
    return segments


def _mark(before: str | None, after: str | None, key: Callable[[str], bytes]) -> _Mark | None:
    """Return the place right before one version or right after another; None when open."""
    if before is not None:
        return _Mark(key(before), before, is_after=False)
    return None if after is None else _Mark(successor(key(after)), after, is_after=True)


def _distinct_marks(segments: Sequence[_Segment]) -> list[_Mark]:
    by_key: dict[bytes, _Mark] = {}
    for lower, upper, _ in segments:
        for mark in (lower, upper):
            if mark is not None:
                by_key.setdefault(mark.key, mark)
    return sorted(by_key.values())


def _first_statuses(
    segments: Sequence[_Segment], keys: Sequence[bytes], count: int
) -> list[str | None]:
    """Return the status of each piece by the first segment that covers it.

    `free` leads from a piece to the next one that no earlier segment covers, so that each piece
    is visited about once however many segments lie over it.
    """
    statuses: list[str | None] = [None] * count
    free = list(range(count + 1))

    def next_free(place: int) -> int:
        while free[place] != place:
            free[place] = free[free[place]]
            place = free[place]
        return place

    for lower, upper, status in segments:
        first = 0 if lower is None else bisect_left(keys, lower.key) + 1
        end = count if upper is None else bisect_left(keys, upper.key) + 1
        place = next_free(first)
        while place < end:
            statuses[place] = status
            free[place] = place + 1
            place = next_free(place)
    return statuses


def _interval(lower: _Mark | None, upper: _Mark | None) -> VersionInterval:
    return VersionInterval(
        introduced=lower.version if lower and not lower.is_after else None,
        after=lower.version if lower and lower.is_after else None,
        fixed=upper.version if upper and not upper.is_after else None,
        last_affected=upper.version if upper and upper.is_after else None,
    )
