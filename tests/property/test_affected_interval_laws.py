"""A version lies in a normalised interval exactly if OSV's own algorithm calls it affected."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hiyoke.advisories import AdvisoryBatch, Event, affected_intervals
from hiyoke.packages import PackageIdentity
from hiyoke.tables import AFFECTED_RANGES
from hiyoke.versions import contains, sort_key

pytestmark = pytest.mark.property

DEMO = PackageIdentity("npm", None, "demo", "npm")
KINDS = ("introduced", "fixed", "last_affected", "limit")

#: Few versions, so that ties and touching bounds are common; between them lie versions to ask.
bounds = st.sampled_from([f"{major}.{minor}.0" for major in range(1, 4) for minor in range(3)])
asked = [f"{major}.{minor}.{patch}" for major in range(5) for minor in range(4) for patch in (0, 1)]
steps = st.tuples(st.sampled_from(KINDS), bounds) | st.just(("introduced", "0"))
ranges = st.lists(steps, min_size=1, max_size=6)


def is_vulnerable(version: str, events: list[tuple[str, str]]) -> bool:
    """Evaluate one range as the pseudo-code of the OSV schema does, line by line."""

    def key(text: str) -> bytes:
        return sort_key("npm", text)

    def place(event: tuple[str, str]) -> bytes:
        return b"" if event == ("introduced", "0") else key(event[1])

    limits = [text for kind, text in events if kind == "limit"]
    if limits and not any(text == "*" or key(version) < key(text) for text in limits):
        return False
    vulnerable = False
    for kind, text in sorted(events, key=place):  # A stable sort: ties keep their order.
        if kind == "introduced" and (text == "0" or key(version) >= key(text)):
            vulnerable = True
        elif (kind == "fixed" and key(version) >= key(text)) or (
            kind == "last_affected" and key(version) > key(text)
        ):
            vulnerable = False
    return vulnerable


@given(events=ranges)
@example(events=[("introduced", "3.0.0"), ("fixed", "1.0.0")])
@example(events=[("introduced", "1.0.0"), ("last_affected", "1.0.0"), ("introduced", "1.0.0")])
@example(events=[("introduced", "1.0.0"), ("fixed", "2.0.0"), ("introduced", "2.0.0")])
@example(events=[("introduced", "1.0.0"), ("fixed", "2.0.0"), ("introduced", "0")])
def test_intervals_agree_with_the_published_algorithm(events: list[tuple[str, str]]) -> None:
    keyed = [
        Event(kind, None if (kind, text) == ("introduced", "0") else sort_key("npm", text), text)
        for kind, text in events
    ]
    intervals = affected_intervals(keyed)

    for version in asked:
        inside = any(
            contains(interval.introduced_key, interval.end_key, sort_key("npm", version))
            for interval in intervals
        )
        assert inside == is_vulnerable(version, events), version


@given(events=ranges)
def test_intervals_are_disjoint_rising_and_not_empty(events: list[tuple[str, str]]) -> None:
    keyed = [
        Event(kind, None if (kind, text) == ("introduced", "0") else sort_key("npm", text), text)
        for kind, text in events
    ]
    intervals = affected_intervals(keyed)

    for interval in intervals:
        assert interval.end_key is None or (interval.introduced_key or b"") < interval.end_key
    for before, after in pairwise(intervals):
        assert before.end_key is not None
        assert after.introduced_key is not None
        assert before.end_key < after.introduced_key


@settings(deadline=None)  # The first table of a process loads half of Arrow.
@given(listed=st.lists(bounds, max_size=6), events=st.lists(ranges, max_size=3))
def test_rows_claim_exactly_what_the_record_does(
    listed: list[str], events: list[list[tuple[str, str]]]
) -> None:
    batch = AdvisoryBatch()
    batch.begin_document("feed", "digest")
    batch.add_advisory("X-1", source="osv", origin="feed")
    for one in events:
        batch.add_events("X-1", source="osv", identity=DEMO, package_name="demo", events=one)
    batch.add_listed("X-1", source="osv", identity=DEMO, package_name="demo", versions=listed)
    rows = batch.collect_tables()[AFFECTED_RANGES.name].to_pylist()

    for version in asked:
        claimed = any(
            contains(row["introduced_key"], row["fixed_key"], sort_key("npm", version))
            for row in rows
        )
        truly = version in listed or any(is_vulnerable(version, one) for one in events)
        assert claimed == truly, version
