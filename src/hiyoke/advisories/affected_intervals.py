"""What an event list says about versions, as half-open intervals on keys.

What is not here: version texts turned into keys, and ranges whose events have no keys.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

from hiyoke.versions import successor

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

INTRODUCED: Final = "introduced"
FIXED: Final = "fixed"
LAST_AFFECTED: Final = "last_affected"
LIMIT: Final = "limit"

#: A limit that bounds nothing.
ANY_VERSION: Final = "*"


class Event(NamedTuple):
    """One event of a range.

    Attributes:
        kind: introduced, fixed, last_affected or limit.
        key: Key of its version; None for ``introduced: "0"`` and ``limit: "*"``.
        version: The version as published.
    """

    kind: str
    key: bytes | None
    version: str


class Interval(NamedTuple):
    """Affected versions from `introduced_key` up to, not including, `end_key`.

    Attributes:
        introduced_key: None means from the beginning.
        end_key: None means without a known end.
        introduced: Version that opened it; None for the beginning.
        fixed: Version that closed it, when that is a fixed version.
        last_affected: Version that closed it, when that is the last affected one.
    """

    introduced_key: bytes | None
    end_key: bytes | None
    introduced: str | None
    fixed: str | None
    last_affected: str | None


def affected_intervals(events: Iterable[Event]) -> list[Interval]:
    """Return the versions that one range's events declare affected.

    A version lies in one of the intervals if and only if the specification's algorithm calls it
    vulnerable in this range. Events of equal versions keep their published order, as a stable
    sort gives.

    Args:
        events: Events of one range, in published order, all with keys of one scheme.

    Returns:
        Disjoint intervals in rising order, none empty; no interval when nothing is affected.

    Source:
        OSV schema 1.7.4, "Evaluation", functions IncludedInRanges and BeforeLimits.

    Example:
        >>> affected_intervals([Event("introduced", b"1", "1"), Event("fixed", b"2", "2")])
        [Interval(introduced_key=b'1', end_key=b'2', introduced='1', fixed='2', last_affected=None)]
    """
    listed = list(events)
    # Step 1. Sort by version; the beginning comes first.
    ordered = sorted((e for e in listed if e.kind != LIMIT), key=_place)
    # Step 2. Sweep upwards: what holds at each version, and what holds right above it.
    intervals: list[Interval] = []
    opened: Event | None = None
    for _, group in groupby(ordered, key=_place):
        same = list(group)
        at = [event for event in same if event.kind != LAST_AFFECTED]
        key = same[0].key
        if at:
            opened = _step(intervals, opened, at[-1], key)
        if same[-1].kind == LAST_AFFECTED and key is not None:
            opened = _step(intervals, opened, same[-1], successor(key))
    if opened is not None:
        intervals.append(Interval(opened.key, None, _text(opened), None, None))
    # Step 3. Only versions below one of the limits count.
    limits = [event.key for event in listed if event.kind == LIMIT]
    if not limits or None in limits:
        return intervals
    return _below(intervals, max(key for key in limits if key is not None))


def _place(event: Event) -> tuple[bool, bytes]:
    return (event.key is not None, event.key or b"")


def _step(
    intervals: list[Interval], opened: Event | None, event: Event, key: bytes | None
) -> Event | None:
    """Apply the last event that holds from `key` on; return what opened the state after it."""
    if event.kind == INTRODUCED:
        # An introduction at a version that is affected already changes nothing.
        return event if opened is None else opened
    if opened is not None and (opened.key is None or key is None or opened.key < key):
        is_fixed = event.kind == FIXED
        intervals.append(
            Interval(
                opened.key,
                key,
                _text(opened),
                event.version if is_fixed else None,
                None if is_fixed else event.version,
            )
        )
    return None


def _text(opened: Event) -> str | None:
    return None if opened.key is None else opened.version


def _below(intervals: Sequence[Interval], limit: bytes) -> list[Interval]:
    kept = []
    for interval in intervals:
        if interval.introduced_key is not None and interval.introduced_key >= limit:
            continue
        if interval.end_key is not None and interval.end_key <= limit:
            kept.append(interval)
        else:
            kept.append(interval._replace(end_key=limit, fixed=None, last_affected=None))
    return kept
