"""Triggers: what is met and why, what a gate keeps out, and what nobody can judge yet."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiyoke.estate import Delegation
from hiyoke.exposure import Control, ExposureInputs, Flaw, FlawOnSystem, PermittedLink
from hiyoke.languages import Language, Text
from hiyoke.reports.suspension.level_view import LevelView
from hiyoke.suspension import (
    LevelReading,
    SituationSide,
    TriggerState,
    judge_level,
    load_criteria,
)
from hiyoke.suspension.levels import FACTS, read_gates
from hiyoke.suspension.situation_facts import ATTACK_FACTS, STATED_FACTS, StatedFacts
from small_grounds import AT, FLAW, WORST, ground, inputs, situation

CRITERIA = load_criteria()
DAY = date(2026, 5, 25)
NOTHING_SEEN = dict.fromkeys((*ATTACK_FACTS, "exploited_here"), "no")


def judged(
    given: ExposureInputs | None = None,
    *,
    facts: dict[str, str] | None = None,
    gates: dict[str, str] | None = None,
    detected_at: datetime | None = None,
    side: SituationSide | None = None,
    table: tuple[Delegation, ...] | None = None,
    **happened: Any,
) -> LevelReading:
    stated = StatedFacts(detected_at=detected_at, facts=facts or {}, gates=gates or {})
    stands_on = ground(given, situation(stated=stated, **happened))
    return judge_level(stands_on, None, CRITERIA, side or SituationSide(as_of=DAY), table)


def states(reading: LevelReading) -> dict[str, str]:
    return {one.trigger.code: one.state.value for one in reading.triggers}


def gate_answers(given: ExposureInputs | None = None, **happened: Any) -> dict[str, str]:
    return {g.gate: g.answer for g in read_gates(ground(given, situation(**happened)))}


def test_an_exploited_flaw_meets_its_triggers_with_the_fact_they_rest_on() -> None:
    reading = judged(facts=NOTHING_SEEN | {"fix_published": "yes", "support_ended": "no"})
    assert [one.trigger.code for one in reading.met] == ["V-2", "V-1"]
    assert reading.level == reading.level_if_unknown == "L3"
    assert "8 時間" in reading.met[1].why.ja
    assert "reported as being exploited" in reading.met[0].why.en


@pytest.mark.parametrize("kind", ["compromised_systems", "suspected_systems"])
def test_signs_are_met_by_what_the_situation_itself_says(kind: str) -> None:
    found = states(judged(kind=kind, subjects=("app",)))
    assert found["A-1"] == "met"
    assert found["A-2"] == ("met" if kind == "compromised_systems" else "not_assessable")
    assert found["A-3"] == "not_assessable"
    assert found["V-2"] == "not_met"


def test_a_hit_identity_base_asks_for_a_full_stop() -> None:
    side = SituationSide(as_of=DAY, identity_systems=frozenset({"app"}))
    reading = judged(kind="compromised_systems", subjects=("app",), side=side)
    assert states(reading)["A-4"] == "met"
    assert reading.level == "L4"


@pytest.mark.parametrize(
    ("kind", "subject", "code", "level"),
    [
        ("authority_request", "app", "E-1", "L2"),
        ("vendor_hit", "centre", "E-3", "L3"),
        ("shared_centre_hit", "centre", "E-4", "L3"),
    ],
)
def test_what_others_tell_us_is_met_by_the_kind(
    kind: str, subject: str, code: str, level: str
) -> None:
    reading = judged(kind=kind, subjects=(subject,), facts=NOTHING_SEEN)
    assert [one.trigger.code for one in reading.met] == [code]
    assert reading.level == level


@pytest.mark.parametrize("code_fact", [t.fact for t in CRITERIA.triggers.values()])
def test_every_shipped_trigger_asks_something_that_is_known(code_fact: str) -> None:
    assert code_fact in FACTS


@pytest.mark.parametrize("name", ATTACK_FACTS)
def test_a_sign_that_people_saw_is_met_and_one_they_ruled_out_is_not(name: str) -> None:
    code = {"odd_behaviour": "A-1", "privilege_gained": "A-2", "data_leaving": "A-3"}
    code |= {"identity_compromised": "A-4", "destruction": "A-5"}
    for answer, state in (("yes", "met"), ("no", "not_met"), ("unknown", "not_assessable")):
        assert states(judged(facts={name: answer}))[code[name]] == state


def test_what_nobody_has_judged_raises_the_other_level_and_says_how_to_find_out() -> None:
    reading = judged()
    assert (reading.level, reading.level_if_unknown) == ("L3", "L4")
    assert {one.trigger.code for one in reading.open} == {"A-3", "A-4", "A-5"}
    for one in reading.open:
        assert one.remedy is not None
        assert "facts" in one.remedy.en


def test_a_flaw_that_nobody_has_rated_cannot_be_called_harmless() -> None:
    unrated = inputs(flaws=(Flaw(vulnerability_id=FLAW),))
    reading = judged(unrated, kind="exploited_flaw")
    # An exploited flaw without a rating is taken at its worst.
    assert states(reading)["V-1"] == "met"


def test_a_mild_flaw_or_one_behind_a_login_is_not_serious() -> None:
    mild = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:L/I:N/A:N"
    login = "CVSS:3.1/AV:N/AC:L/PR:H/UI:N/S:U/C:H/I:H/A:H"
    for vector in (mild, login):
        given = inputs(flaws=(Flaw(vulnerability_id=FLAW, vectors=(vector,)),))
        assert states(judged(given))["V-1"] == "not_met"


def test_a_fix_within_the_time_to_decide_is_immediate() -> None:
    soon = type(situation().fixed_after_minutes)(60.0, 120.0, 240.0)
    assert states(judged(fixed_after_minutes=soon))["V-1"] == "not_met"


def test_exploit_before_fix_needs_neither_fix_nor_virtual_patch() -> None:
    assert states(judged(facts={"fix_published": "no"}))["V-4"] == "met"
    assert states(judged(facts={"fix_published": "yes"}))["V-4"] == "not_met"
    assert states(judged())["V-4"] == "not_assessable"
    patch = Control(
        control_id="patch",
        kind="virtual_patch",
        systems=("web-1", "web-2"),
        vulnerability_ids=(FLAW,),
        tested_on=date(2026, 5, 1),
    )
    no_fix = {"fix_published": "no"}
    assert states(judged(inputs(controls=(patch,)), facts=no_fix))["V-4"] == "not_met"
    for worse in (
        replace(patch, tested_on=None),
        replace(patch, mode="detect"),
        replace(patch, expires_on=date(2026, 5, 24)),
        replace(patch, systems=("web-1",)),
    ):
        assert states(judged(inputs(controls=(worse,)), facts=no_fix))["V-4"] != "not_met"


def test_ended_support_comes_from_the_ledger_or_from_people() -> None:
    ended = SituationSide(as_of=DAY, support_ends_on={"web-1": date(2026, 3, 31)})
    no_fix = {"fix_published": "no"}
    assert states(judged(side=ended, facts=no_fix))["V-5"] == "met"
    assert states(judged(side=ended))["V-5"] == "not_assessable"
    assert states(judged(side=ended, facts={"fix_published": "yes"}))["V-5"] == "not_met"
    both = {"web-1": date(2030, 1, 1), "web-2": date(2030, 1, 1)}
    still = SituationSide(as_of=DAY, support_ends_on=both)
    assert states(judged(side=still))["V-5"] == "not_met"
    assert states(judged())["V-5"] == "not_assessable"
    assert states(judged(facts=no_fix | {"support_ended": "yes"}))["V-5"] == "met"


def test_gates_are_read_off_the_estate() -> None:
    found = gate_answers()
    assert found == {"exposed": "yes", "used": "unknown", "uncontrolled": "yes", "harmful": "yes"}


def test_a_flaw_nobody_found_on_a_system_leaves_every_gate_unknown() -> None:
    none = inputs(findings=())
    assert set(gate_answers(none).values()) == {"unknown"}
    assert judged(none).level == "L3"


def test_a_flaw_out_of_reach_is_kept_out() -> None:
    links = tuple(link for link in inputs().links if link.source != "internet")
    reading = judged(inputs(links=links), facts=NOTHING_SEEN)
    assert reading.level == "L0"
    assert {one.trigger.code for one in reading.kept_out} >= {"V-1", "V-2"}
    assert {g.answer for g in reading.kept_out[0].gates if g.gate == "exposed"} == {"no"}


def test_a_way_that_nobody_has_confirmed_does_not_keep_a_flaw_out() -> None:
    links = tuple(
        replace(link, known="unknown") if link.source == "internet" else link
        for link in inputs().links
    )
    assert gate_answers(inputs(links=links))["exposed"] == "unknown"
    assert judged(inputs(links=links)).level == "L3"


def test_a_tested_control_in_every_way_keeps_it_out_and_an_untested_one_does_not() -> None:
    waf = Control(
        control_id="waf",
        kind="waf",
        systems=("web-1", "web-2"),
        efficacy=0.99,
        tested_on=date(2026, 5, 1),
    )
    assert gate_answers(inputs(controls=(waf,)))["uncontrolled"] == "no"
    for worse in (
        replace(waf, tested_on=None),
        replace(waf, systems=("web-1",)),
        replace(waf, expires_on=date(2026, 5, 24)),
    ):
        assert gate_answers(inputs(controls=(worse,)))["uncontrolled"] == "yes"


def test_an_outage_flaw_is_exposed_though_it_gives_no_foothold() -> None:
    vector = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H"
    given = inputs(flaws=(Flaw(vulnerability_id=FLAW, vectors=(vector,)),))
    found = gate_answers(given)
    assert found["exposed"] == "yes"
    assert found["harmful"] == "yes"
    assert found["uncontrolled"] == "unknown"


def test_a_flaw_that_no_service_feels_is_kept_out() -> None:
    lonely = inputs(
        systems=(*inputs().systems, replace(inputs().systems[0], system_id="alone")),
        links=(PermittedLink(source="internet", target="alone", known="yes"),),
        findings=(FlawOnSystem(system_id="alone", vulnerability_id=FLAW),),
        flaws=(Flaw(vulnerability_id=FLAW, vectors=(WORST,)),),
    )
    assert gate_answers(lonely)["harmful"] == "no"
    assert judged(lonely, facts=NOTHING_SEEN).level == "L0"


def test_people_may_state_a_gate_but_not_against_the_ledger() -> None:
    unused = judged(gates={"used": "no"}, facts=NOTHING_SEEN)
    assert unused.level == "L0"
    assert judged(gates={"exposed": "no"}).level == "L3"


people = st.sampled_from(["yes", "no", "unknown"])
GROUNDS = {
    kind: ground(happened=situation(kind=kind, subjects=(subject,)))
    for kind, subject in (
        ("exploited_flaw", FLAW),
        ("zero_day_component", "nginx"),
        ("suspected_systems", "app"),
    )
}


def levels_of(kind: str, facts: dict[str, str]) -> tuple[int, int]:
    """Return both levels with these facts, as numbers."""
    given_ground = GROUNDS[kind]
    told = replace(given_ground.situation, stated=StatedFacts(facts=facts))
    side = SituationSide(as_of=DAY)
    reading = judge_level(replace(given_ground, situation=told), None, CRITERIA, side, None)
    order = list(CRITERIA.levels).index
    return order(reading.level), order(reading.level_if_unknown)


@settings(max_examples=60)
@given(
    kind=st.sampled_from(sorted(GROUNDS)),
    facts=st.fixed_dictionaries({}, optional=dict.fromkeys(STATED_FACTS, people)),
    name=st.sampled_from([*ATTACK_FACTS, "exploit_seen", "exploited_here", "fix_published"]),
)
def test_knowing_more_never_leaves_the_two_levels(
    kind: str, facts: dict[str, str], name: str
) -> None:
    level, if_unknown = levels_of(kind, facts | {name: "unknown"})
    assert level <= if_unknown
    for answer in ("yes", "no"):
        known, known_if_unknown = levels_of(kind, facts | {name: answer})
        assert level <= known
        assert known_if_unknown <= if_unknown


@pytest.mark.parametrize("kind", sorted(GROUNDS))
@pytest.mark.parametrize("gates", [{}, {"used": "no"}, {"used": "yes"}])
def test_the_level_is_the_one_the_criteria_give_for_the_same_answers(
    kind: str, gates: dict[str, str]
) -> None:
    seen = {"odd_behaviour": "yes"}
    subject = GROUNDS[kind].situation.subjects
    ungated = states(judged(kind=kind, subjects=subject, facts=seen))
    reading = judged(kind=kind, subjects=subject, facts=seen, gates=gates)
    answers = {gate.gate: gate.answer for one in reading.triggers for gate in one.gates}
    met = [code for code, state in ungated.items() if state == "met"]
    assert reading.level == CRITERIA.level_of(met, answers)


def test_decides_by_the_shortest_trigger_from_when_it_became_known() -> None:
    known = AT - timedelta(minutes=30)
    assert judged(detected_at=known).decide_by == known + timedelta(minutes=120)
    assert judged().decide_by == AT + timedelta(minutes=120)
    assert not judged().is_counted_from_knowledge
    assert judged(facts={"destruction": "yes"}, detected_at=known).decide_by == known


@pytest.mark.parametrize(("minutes", "late"), [(119, False), (120, False), (121, True)])
def test_says_when_the_time_to_decide_has_run_out(minutes: int, *, late: bool) -> None:
    reading = judged(detected_at=AT - timedelta(minutes=minutes))
    for language, words in ((Language.JA, "過ぎている"), (Language.EN, "ran out")):
        assert (words in LevelView(reading, language).level) is late


def test_names_who_may_decide_the_higher_of_both_levels() -> None:
    ciso = Delegation(
        role="ciso", name=Text(ja="C", en="C"), up_to="L3", expires_on=date(2027, 3, 31)
    )
    top = replace(ciso, role="top", name=Text(ja="T", en="T"), up_to="L4")
    reading = judged(table=(ciso, top))
    assert [one.role for one in reading.deciders or ()] == ["ciso", "top"]
    hit = judged(table=(ciso, top), facts={"destruction": "yes"})
    assert [one.role for one in hit.deciders or ()] == ["top"]
    assert judged(table=(replace(ciso, expires_on=date(2026, 5, 24)),)).deciders == ()
    assert judged().deciders is None


def test_own_criteria_may_ask_what_only_people_can_judge() -> None:
    odd = replace(CRITERIA.triggers["A-1"], fact="phase of the moon")
    own = replace(CRITERIA, triggers={"A-1": odd})
    stands_on = ground()
    reading = judge_level(stands_on, None, own, SituationSide(as_of=DAY), None)
    assert [one.state for one in reading.triggers] == [TriggerState.NOT_ASSESSABLE]
    assert reading.triggers[0].remedy is not None
