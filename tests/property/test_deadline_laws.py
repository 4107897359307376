"""Deadlines: unknowns stay open, more evidence never gives more time, order never matters."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiyoke.estate.service import Requirement
from hiyoke.estate.system import Link
from hiyoke.risk import (
    SHIPPED_TABLES,
    Decision,
    DecisionTable,
    Evidence,
    Standing,
    beliefs_of,
    clock_start,
    decide,
    due_on,
    load_decision_table,
    rate,
    standings_of,
)

pytestmark = pytest.mark.property

VECTORS = (
    "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
    "CVSS:3.1/AV:L/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N",
    "AV:N/AC:L/Au:N/C:P/I:P/A:P",
    "not a vector",
)
answers = st.lists(st.sampled_from(["yes", "no"]), max_size=2, unique=True).map(tuple)
impacts = st.lists(st.sampled_from(["partial", "total"]), max_size=2, unique=True).map(tuple)
exploitations = st.lists(
    st.sampled_from(["none", "public_poc", "active"]), max_size=3, unique=True
).map(tuple)
days = st.dates(date(2025, 1, 1), date(2027, 1, 1))
tables = st.sampled_from([load_decision_table(name) for name in SHIPPED_TABLES])


@st.composite
def pieces_of_evidence(draw: st.DrawFn) -> Evidence:
    vectors = draw(st.lists(st.sampled_from(VECTORS), max_size=2, unique=True))
    return Evidence(
        vulnerability_id="CVE-1",
        kev_is_known=draw(st.booleans()),
        listed_on=draw(st.none() | days),
        exploitation=draw(exploitations),
        automatable=draw(answers),
        technical_impact=draw(impacts),
        ratings=tuple(rate("3.1", vector, "NVD") for vector in vectors),
    )


@st.composite
def places(draw: st.DrawFn) -> Standing:
    facing = {"x": draw(st.sampled_from(["yes", "no", "unknown"])), "y": "yes"}
    known = st.sampled_from(["yes", "unknown"])
    links = [
        Link(source=source, target="x", known=draw(known))
        for source in draw(st.lists(st.sampled_from(["internet", "y"]), max_size=2))
    ]
    needed = draw(st.lists(st.sampled_from(["a", "b", "c"]), max_size=3, unique=True))
    group = draw(st.none() | st.just("pair"))
    requirements = [Requirement(service_id=s, system_id="x", group=group) for s in needed]
    return standings_of(facing, links, requirements, {"a": 1, "b": 2})["x"]


def decided(table_name: str, evidence: Evidence, place: Standing) -> Decision:
    table = load_decision_table(table_name)
    return decide(table, beliefs_of(table, evidence, place))


@given(evidence=pieces_of_evidence(), place=places())
def test_unknown_exposure_always_yields_both_deadlines(evidence: Evidence, place: Standing) -> None:
    found = decided("bod-26-04", evidence, replace(place, exposure="unknown"))
    answers_shown = {dict(case.values)["exposed"] for case in found.cases}
    assert answers_shown == {"yes", "no"}
    for answer in ("yes", "no"):
        known = decided("bod-26-04", evidence, replace(place, exposure=answer))
        shown = {case.outcome for case in found.cases if dict(case.values)["exposed"] == answer}
        assert shown == {case.outcome for case in known.cases}


@given(table=tables, evidence=pieces_of_evidence(), place=places(), listed=days, seen=days)
def test_a_listing_never_gives_more_time(
    table: DecisionTable, evidence: Evidence, place: Standing, listed: date, seen: date
) -> None:
    name = table.table_id
    before = decided(name, replace(evidence, listed_on=None), place)
    after = decided(name, replace(evidence, listed_on=listed), place)
    assert after.outcome.urgency >= before.outcome.urgency or not evidence.kev_is_known
    if evidence.kev_is_known:
        due_before = due_on(clock_start(None, seen), before.outcome)
        due_after = due_on(clock_start(listed, seen), after.outcome)
        assert due_before is None or (due_after is not None and due_after <= due_before)


@given(table=tables, evidence=pieces_of_evidence(), place=places())
def test_every_way_the_unknown_may_turn_out_lies_among_the_cases(
    table: DecisionTable, evidence: Evidence, place: Standing
) -> None:
    name = table.table_id
    rules = load_decision_table(name)
    beliefs = beliefs_of(rules, evidence, place)
    found = decide(rules, beliefs)
    urgencies = [case.outcome.urgency for case in found.cases]
    assert urgencies == sorted(urgencies, reverse=True)
    assert (len(found.cases) > 1) == bool(found.unknown_points)
    for belief in beliefs:
        for value in belief.values:
            settled = replace(belief, values=(value,), assumed=value if belief.assumed else None)
            narrower = decide(rules, [settled if b is belief else b for b in beliefs])
            hidden = found.if_assumptions_fail or found.outcome
            assert narrower.outcome.urgency <= max(hidden.urgency, found.outcome.urgency)


@given(start=days, earlier=st.integers(0, 400))
def test_an_earlier_start_never_gives_a_later_deadline(start: date, earlier: int) -> None:
    for outcome in load_decision_table("bod-26-04").outcomes:
        late = due_on(start, outcome)
        soon = due_on(start - timedelta(days=earlier), outcome)
        assert (late is None and soon is None) or (
            late is not None and soon is not None and soon <= late
        )
