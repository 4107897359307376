"""Laws of CVE version statuses, against the schema's algorithm run for one version at a time."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hiyoke.exchange.cve5.status_intervals import VersionSpan, status_intervals
from hiyoke.versions import successor
from hiyoke.versions.constraints import VersionInterval

pytestmark = pytest.mark.property

HIGHEST = 9
STATUSES = ("affected", "unaffected", "unknown")
statuses = st.sampled_from(STATUSES)
numbers = st.integers(0, HIGHEST)
ends = st.none() | numbers.map(str)


def key(version: str) -> bytes:
    return bytes([int(version) + 1])


@st.composite
def spans(draw: st.DrawFn) -> VersionSpan:
    lower, upper = draw(ends), draw(ends)
    shape = draw(st.integers(0, 2))
    changes = draw(st.lists(st.tuples(numbers.map(str), statuses), max_size=3))
    if shape == 0:
        one = draw(numbers.map(str))
        return VersionSpan(VersionInterval(one, None, None, one), draw(statuses))
    fixed, last = (upper, None) if shape == 1 else (None, upper)
    distinct = tuple(dict(changes).items())
    return VersionSpan(VersionInterval(lower, None, fixed, last), draw(statuses), distinct)


def matches(span: VersionSpan, version: int) -> bool:
    """Return whether ``version <= V < lessThan`` (or ``<=``), as the document writes it."""
    interval = span.interval
    return (
        (interval.introduced is None or int(interval.introduced) <= version)
        and (interval.fixed is None or version < int(interval.fixed))
        and (interval.last_affected is None or version <= int(interval.last_affected))
    )


def status_of(listed: list[VersionSpan], default: str, version: int) -> str:
    """Return the status by the pseudo-code of the schema's versioning document."""
    for span in listed:
        if matches(span, version):
            status = span.status
            for at, changed in sorted(span.changes, key=lambda change: int(change[0])):
                if int(at) <= version:
                    status = changed
            return status
    return default


def holds(interval: VersionInterval, version: int) -> bool:
    at = key(str(version))
    low = high = None
    if interval.introduced is not None:
        low = key(interval.introduced)
    elif interval.after is not None:
        low = successor(key(interval.after))
    if interval.fixed is not None:
        high = key(interval.fixed)
    elif interval.last_affected is not None:
        high = successor(key(interval.last_affected))
    return (low is None or low <= at) and (high is None or at < high)


@settings(max_examples=400)
@given(st.lists(spans(), max_size=6), statuses)
@example([VersionSpan(VersionInterval("5", None, "5"), "affected")], "unaffected")
@example([VersionSpan(VersionInterval("5", None, None, "3"), "affected")], "unknown")
@example([VersionSpan(VersionInterval(None, None, "3"), "unaffected")] * 2, "affected")
@example(
    [VersionSpan(VersionInterval("2", None, "8"), "affected", (("1", "unaffected"),))], "unknown"
)
@example(
    [VersionSpan(VersionInterval("2", None, "8"), "affected", (("9", "unaffected"),))], "unknown"
)
def test_every_version_has_the_status_that_the_algorithm_gives(
    listed: list[VersionSpan], default: str
) -> None:
    pieces = status_intervals(listed, default, key)
    for version in range(HIGHEST + 2):
        found = [piece.status for piece in pieces if holds(piece.interval, version)]
        assert found == [status_of(listed, default, version)]


@given(st.lists(spans(), max_size=6), statuses)
def test_neighbours_differ_so_that_no_fix_is_invented(
    listed: list[VersionSpan], default: str
) -> None:
    pieces = status_intervals(listed, default, key)
    assert all(left.status != right.status for left, right in pairwise(pieces))


@given(st.lists(spans(), max_size=4), statuses)
def test_changes_may_be_listed_in_any_order(listed: list[VersionSpan], default: str) -> None:
    turned = [span._replace(changes=span.changes[::-1]) for span in listed]
    assert status_intervals(turned, default, key) == status_intervals(listed, default, key)
