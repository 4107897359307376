from dataclasses import replace
from datetime import date

from hiyoke.estate.service import Requirement
from hiyoke.risk import (
    Basis,
    Decision,
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

BOD = load_decision_table("bod-26-04")
SSVC = load_decision_table("ssvc-deployer")
NETWORK_TOTAL = rate("3.1", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "NVD")
KNOWN = Evidence(
    vulnerability_id="CVE-1",
    kev_is_known=True,
    exploitation=("none",),
    automatable=("yes",),
    technical_impact=("total",),
    assessors=("CISA-ADP",),
)


def standing(facing: str = "yes", *, needed: bool = True) -> Standing:
    requirements = [Requirement(service_id="s", system_id="web")] if needed else []
    return standings_of({"web": facing}, [], requirements, {"s": 1})["web"]


def decision(evidence: Evidence, where: Standing | None = None) -> Decision:
    return decide(BOD, beliefs_of(BOD, evidence, where or standing()))


def test_gives_one_deadline_when_everything_is_known() -> None:
    found = decision(KNOWN)
    assert [case.outcome.outcome_id for case in found.cases] == ["3_days"]
    assert found.unknown_points == found.assumed_points == ()
    assert found.if_assumptions_fail is None


def test_gives_both_deadlines_when_exposure_is_unknown() -> None:
    found = decision(KNOWN, standing("unknown"))
    assert [(case.values, case.outcome.outcome_id) for case in found.cases] == [
        ((("exposed", "yes"),), "3_days"),
        ((("exposed", "no"),), "60_days"),
    ]
    assert found.unknown_points == ("exposed",)
    assert (found.outcome.outcome_id, found.least_outcome.outcome_id) == ("3_days", "60_days")


def test_shows_both_deadlines_even_when_they_are_equal() -> None:
    equal = replace(KNOWN, listed_on=date(2026, 5, 1), automatable=("yes",))
    found = decision(equal, standing("unknown"))
    assert [case.outcome.outcome_id for case in found.cases] == ["3_days_forensic"] * 2


def test_never_takes_an_empty_catalogue_for_not_exploited() -> None:
    found = decision(replace(KNOWN, kev_is_known=False))
    assert found.unknown_points == ("known_exploited",)
    assert {case.outcome.outcome_id for case in found.cases} == {"3_days_forensic", "3_days"}


def test_marks_the_default_as_an_assumption_and_carries_what_it_may_hide() -> None:
    silent = Evidence(vulnerability_id="CVE-1", kev_is_known=True)
    found = decision(silent)
    assert found.outcome.outcome_id == "14_days"  # not automatable, total impact
    assert found.assumed_points == ("automatable", "technical_impact")
    assert found.if_assumptions_fail is not None
    assert found.if_assumptions_fail.outcome_id == "3_days"


def test_prefers_a_cvss_vector_to_the_default_and_says_so() -> None:
    rated = Evidence(vulnerability_id="CVE-1", kev_is_known=True, ratings=(NETWORK_TOTAL,))
    beliefs = {b.point_id: b for b in beliefs_of(BOD, rated, standing())}
    automatable = beliefs["automatable"]
    assert (automatable.assumed, automatable.basis) == ("yes", Basis.ASSUMPTION)
    assert NETWORK_TOTAL.vector in automatable.why.ja
    assert NETWORK_TOTAL.vector in automatable.why.en


def test_shows_both_cases_when_assessors_disagree() -> None:
    found = decision(replace(KNOWN, automatable=("no", "yes")))
    assert found.unknown_points == ("automatable",)
    assert {case.outcome.outcome_id for case in found.cases} == {"14_days", "3_days"}


def test_takes_a_listing_as_active_exploitation_in_the_deployer_table() -> None:
    listed = replace(KNOWN, exploitation=("none",), listed_on=date(2026, 5, 1))
    found = decide(SSVC, beliefs_of(SSVC, listed, standing()))
    values = {b.point_id: b.values for b in found.beliefs}
    assert values["exploitation"] == ("active",)
    assert values["human_impact"] == ("medium",)
    assert found.outcome.outcome_id == "out_of_cycle"


def test_leaves_human_impact_open_when_no_service_is_recorded() -> None:
    found = decide(SSVC, beliefs_of(SSVC, KNOWN, standing(needed=False)))
    assert found.unknown_points == ("human_impact",)
    assert len(found.cases) == 4


def test_starts_the_clock_at_the_earlier_of_listing_and_detection() -> None:
    listed, seen = date(2026, 5, 1), date(2026, 5, 20)
    assert clock_start(listed, seen) == listed
    assert clock_start(date(2026, 5, 25), seen) == seen
    assert clock_start(None, seen) == seen


def test_counts_calendar_days_from_the_start() -> None:
    assert due_on(date(2026, 5, 20), BOD.outcome("14_days")) == date(2026, 6, 3)
    assert due_on(date(2026, 5, 20), BOD.outcome("next_upgrade")) is None
