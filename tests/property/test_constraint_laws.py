"""Laws of version constraints, against the published containment algorithm."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from hiyoke.errors import UnsortableVersionError
from hiyoke.versions import sort_key, successor
from hiyoke.versions.constraints import Constraint, Extent, VersionInterval, extent_of
from hiyoke.versions.vers_range import parse_vers, read_vers

pytestmark = pytest.mark.property

COMPARATORS = ("=", "!=", "<", "<=", ">", ">=")
HIGHEST = 12


@st.composite
def canonical(draw: st.DrawFn) -> list[Constraint]:
    """Draw constraints that the specification calls valid: distinct, sorted, alternating."""
    versions = draw(st.lists(st.integers(1, HIGHEST), min_size=1, max_size=6, unique=True))
    found: list[Constraint] = []
    last_bound = last = ""
    for version in sorted(versions):
        allowed = ["!="]
        if last_bound != ">":
            allowed += ["=", ">", ">="]
        if last_bound != "<" and last != "=":
            allowed += ["<", "<="]
        comparator = draw(st.sampled_from(allowed))
        found.append(Constraint(comparator, str(version)))
        if comparator[0] in "<>":
            last_bound = comparator[0]
        if comparator != "!=":
            last = comparator
    return found


def contains(constraints: list[Constraint], version: int) -> bool:
    """Return whether a version is in the range, step by step as the specification says."""
    for comparator, text in constraints:
        if int(text) == version:
            return comparator in ("=", "<=", ">=")
    bounds = [(c, int(text)) for c, text in constraints if c not in ("=", "!=")]
    if not bounds:
        return all(comparator == "!=" for comparator, _ in constraints)
    first, last = bounds[0], bounds[-1]
    if first[0][0] == "<" and version < first[1]:
        return True
    if last[0][0] == ">" and version > last[1]:
        return True
    return any(
        left[0][0] == ">" and right[0][0] == "<" and left[1] < version < right[1]
        for left, right in pairwise(bounds)
    )


def is_inside(extent: Extent, version: int) -> bool:
    key = sort_key("generic", str(version))
    return str(version) in extent.versions or any(
        _holds(interval, key) for interval in extent.intervals
    )


def _holds(interval: VersionInterval, key: bytes) -> bool:
    low = high = None
    if interval.introduced:
        low = sort_key("generic", interval.introduced)
    elif interval.after:
        low = successor(sort_key("generic", interval.after))
    if interval.fixed:
        high = sort_key("generic", interval.fixed)
    elif interval.last_affected:
        high = successor(sort_key("generic", interval.last_affected))
    return (low is None or low <= key) and (high is None or key < high)


@settings(max_examples=300)
@given(canonical())
def test_extent_holds_what_the_specification_calls_contained(listed: list[Constraint]) -> None:
    extent = extent_of(listed, "generic")
    for version in range(HIGHEST + 2):
        assert is_inside(extent, version) == contains(listed, version)


@given(canonical())
def test_order_of_constraints_does_not_matter(listed: list[Constraint]) -> None:
    assume(len(listed) > 1)
    turned = listed[::-1]
    assert set(extent_of(turned, "generic").intervals) == set(
        extent_of(listed, "generic").intervals
    )


@given(canonical())
def test_strict_and_forgiving_readings_agree_on_canonical_text(listed: list[Constraint]) -> None:
    text = "vers:generic/" + "|".join(
        ("" if comparator == "=" else comparator) + version for comparator, version in listed
    )
    assert parse_vers(text) == read_vers(text)
    assert list(parse_vers(text).constraints) == listed


@given(st.text(alphabet="vers:/npm<>=!|*% 0123456789.", max_size=40))
def test_no_text_crashes_the_readers(text: str) -> None:
    for reader in (parse_vers, read_vers):
        try:
            reader(text)
        except UnsortableVersionError:
            continue
