"""Events become intervals as OSV's own algorithm evaluates them."""

from __future__ import annotations

import pytest

from hiyoke.advisories import Event, affected_intervals


def _intervals(*steps: str) -> list[str]:
    """Return intervals as ``[from, to)``; versions are single digits, so they are their keys."""
    listed = []
    for step in steps:
        kind, version = step.split()
        is_open = (kind, version) in (("introduced", "0"), ("limit", "*"))
        listed.append(Event(kind, None if is_open else version.encode(), version))
    return [
        f"{interval.introduced or '-'}..{interval.fixed or interval.last_affected or '-'}"
        for interval in affected_intervals(listed)
    ]


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (["introduced 1", "fixed 3"], ["1..3"]),
        (["introduced 0", "fixed 3"], ["-..3"]),
        (["introduced 0"], ["-..-"]),
        (["introduced 1", "last_affected 3"], ["1..3"]),
        (["introduced 1", "fixed 2", "introduced 4", "fixed 5"], ["1..2", "4..5"]),
        (["introduced 4", "fixed 5", "introduced 1", "fixed 2"], ["1..2", "4..5"]),
        (["introduced 1", "introduced 2", "fixed 3"], ["1..3"]),
        (["introduced 1", "fixed 2", "fixed 3"], ["1..2"]),
        (["introduced 1", "fixed 3", "introduced 3", "fixed 5"], ["1..5"]),
        (["introduced 1", "last_affected 3", "introduced 3", "last_affected 5"], ["1..5"]),
        (["introduced 3", "fixed 3"], []),
        (["introduced 3", "last_affected 3"], ["3..3"]),
        (["introduced 5", "fixed 3"], ["5..-"]),
        (["fixed 3"], []),
        (["introduced 1", "limit 4"], ["1..-"]),
        (["introduced 1", "fixed 3", "limit 4"], ["1..3"]),
        (["introduced 5", "fixed 6", "limit 4"], []),
        (["introduced 1", "limit *", "limit 2"], ["1..-"]),
        ([], []),
    ],
)
def test_reads_events_as_the_specification_evaluates_them(
    steps: list[str], expected: list[str]
) -> None:
    assert _intervals(*steps) == expected


def test_a_limit_ends_an_open_interval_without_calling_it_a_fix() -> None:
    (interval,) = affected_intervals([Event("introduced", b"1", "1"), Event("limit", b"4", "4")])

    assert (interval.end_key, interval.fixed, interval.last_affected) == (b"4", None, None)


def test_the_largest_limit_counts() -> None:
    listed = [Event("introduced", b"1", "1"), Event("limit", b"4", "4"), Event("limit", b"6", "6")]

    assert affected_intervals(listed)[0].end_key == b"6"
