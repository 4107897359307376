"""The restart: nothing leaves the stop while a condition is open; precedents are learnt from."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hiyoke.errors import FaultsError
from hiyoke.suspension import (
    Confirmation,
    Counterparty,
    OpenItems,
    Person,
    RampStage,
    RestartCase,
    RestartState,
    check_restart,
    load_criteria,
    required_conditions,
    restart_case_of,
    restart_claims,
)

AT = datetime(2026, 5, 26, 8, 30, tzinfo=ZoneInfo("Asia/Tokyo"))
CRITERIA = load_criteria()
CONFIRMED = (
    "fixed",
    "investigated",
    "credentials_reset",
    "rebuilt",
    "detection",
    "independent_check",
)


def case(**changes: Any) -> RestartCase:
    """A full stop that everything has been done for."""
    done = {
        code: Confirmation(
            met="yes",
            by="外部の専門家" if code == "independent_check" else "田中",
            at=AT - timedelta(hours=3),
            evidence="報告書",
        )
        for code in CONFIRMED
    }
    sound = RestartCase(
        level="L4",
        stopped=Person(actor="佐藤", role="top", at=AT - timedelta(hours=18)),
        at=AT,
        intrusion="yes",
        confirmations=done,
        approvals=(Person(actor="高橋", role="board", at=AT - timedelta(hours=1)),),
        in_flight=(OpenItems(name="送信済み未確認", count=12, reconciled=12),),
        counterparties=(
            Counterparty(name="A", share=0.6, is_retail=False, is_ready="yes"),
            Counterparty(name="B", share=0.4, is_retail=True, is_ready="unknown"),
        ),
        quorum="payments-assumed",
        window_minutes=300.0,
        needs_no_window="",
        ramp=(
            RampStage(share=0.1, minutes=30, stop_again="誤り 1% 超"),
            RampStage(share=1.0, minutes=60, stop_again="誤り 1% 超"),
        ),
    )
    return replace(sound, **changes)


def state(**changes: Any) -> RestartState:
    return check_restart(case(**changes), CRITERIA).state


def open_codes(**changes: Any) -> list[str]:
    return [one.code for one in check_restart(case(**changes), CRITERIA).open]


def confirmed_but(code: str, **changes: Any) -> dict[str, Confirmation]:
    given_ones = case().confirmations
    return given_ones | {code: replace(given_ones[code], **changes)}


def test_may_restart_when_everything_is_done() -> None:
    assert state() is RestartState.READY
    assert check_restart(case(), CRITERIA).watch_until == AT + timedelta(hours=24)


@pytest.mark.parametrize("code", CONFIRMED)
@pytest.mark.parametrize(
    "changes",
    [
        {"met": "no"},
        {"met": "unknown"},
        {"by": " "},
        {"evidence": ""},
        {"at": None},
        {"at": AT + timedelta(minutes=1)},
    ],
)
def test_one_open_condition_keeps_the_stop(code: str, changes: dict[str, Any]) -> None:
    assert open_codes(confirmations=confirmed_but(code, **changes)) == [code]
    assert state(confirmations=confirmed_but(code, **changes)) is RestartState.STOPPED


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"in_flight": None}, "in_flight"),
        ({"in_flight": (OpenItems(name="x", count=None, reconciled=9),)}, "in_flight"),
        ({"in_flight": (OpenItems(name="x", count=3, reconciled=2),)}, "in_flight"),
        ({"counterparties": None}, "counterparties"),
        ({"window_minutes": None}, "window"),
        ({"window_minutes": 59.0}, "window"),
        ({"ramp": ()}, "ramp"),
    ],
)
def test_what_nobody_has_stated_is_open(changes: dict[str, Any], code: str) -> None:
    assert open_codes(**changes) == [code]
    assert state(**changes) is RestartState.STOPPED


def test_a_service_without_a_cut_off_needs_a_reason_and_no_window() -> None:
    assert state(window_minutes=None, needs_no_window="24 時間のサービス") is RestartState.READY


@pytest.mark.parametrize(
    "approval",
    [
        Person(actor="佐藤", role="board", at=AT - timedelta(hours=1)),
        Person(actor="高橋", role="ciso", at=AT - timedelta(hours=1)),
        Person(actor="高橋", role="board", at=AT - timedelta(hours=4)),
        Person(actor="高橋", role="board", at=AT + timedelta(minutes=1)),
    ],
)
def test_needs_another_person_of_equal_rank_after_the_last_confirmation(approval: Person) -> None:
    assert state(approvals=(approval,)) is RestartState.AWAITING_APPROVAL


def test_equal_rank_is_enough() -> None:
    equal = Person(actor="高橋", role="top", at=AT - timedelta(hours=1))
    assert state(approvals=(equal,)) is RestartState.READY


def test_a_shift_lead_who_broke_the_glass_does_not_lower_the_rank() -> None:
    stopped = Person(actor="当直", role="shift_lead", at=AT - timedelta(hours=18))
    low = Person(actor="高橋", role="csirt", at=AT - timedelta(hours=1))
    assert state(stopped=stopped, approvals=(low,)) is RestartState.AWAITING_APPROVAL


@pytest.mark.parametrize("checker", ["田中", "佐藤", "田 中"])
def test_the_check_is_independent_of_who_fixed_or_stopped(checker: str) -> None:
    changed = confirmed_but("independent_check", by=checker)
    assert open_codes(confirmations=changed) == ["independent_check"]


def test_an_intrusion_that_nobody_has_ruled_out_needs_as_much_as_one() -> None:
    light = case(level="L2", intrusion="unknown")
    assert set(required_conditions(light, CRITERIA)) == set(
        required_conditions(replace(light, intrusion="yes"), CRITERIA)
    )
    assert "rebuilt" not in required_conditions(replace(light, intrusion="no"), CRITERIA)


def test_goes_through_its_stages_and_stops_again() -> None:
    def ramp(*holds: str) -> tuple[RampStage, ...]:
        return tuple(replace(s, holds=h) for s, h in zip(case().ramp, holds, strict=True))

    assert state(ramp=ramp("yes", "")) is RestartState.RAMPING
    assert state(ramp=ramp("yes", "yes")) is RestartState.RESTORED
    assert state(ramp=ramp("yes", "no")) is RestartState.STOP_AGAIN
    assert state(ramp=ramp("", "yes")) is RestartState.STOP_AGAIN
    assert state(ramp=ramp("yes", ""), approvals=()) is RestartState.STOP_AGAIN


def test_an_exchange_cannot_restart_while_brokers_cannot_re_enter() -> None:
    # October 2020: half of value, three tenths of retail by five, and 30 useful minutes.
    brokers = [
        Counterparty(name=f"r{n}", share=0.1, is_retail=True, is_ready="yes") for n in range(5)
    ]
    large = Counterparty(name="large", share=0.5, is_retail=False, is_ready="unknown")
    rule = {"quorum": "exchange-2021", "window_minutes": 30.0}
    assert state(counterparties=(*brokers, large), **rule) is RestartState.READY
    four = [*brokers[:4], replace(brokers[4], is_ready="unknown")]
    assert open_codes(counterparties=(*four, large), **rule) == ["counterparties"]
    late = rule | {"window_minutes": 29.0}
    assert open_codes(counterparties=(*brokers, large), **late) == ["window"]


def test_a_shared_processor_needs_evidence_of_its_own_before_it_is_let_in_again() -> None:
    # NPCI and C-Edge, 2024: reconnected after an independent check.
    cut = {"level": "L3", "intrusion": "no"}
    left = {c: o for c, o in case().confirmations.items() if c != "independent_check"}
    assert open_codes(confirmations=left, **cut) == ["independent_check"]


def test_devices_are_rebuilt_and_keyed_anew_before_they_return() -> None:
    # CISA ED 24-01: a fix alone does not bring a device back.
    left = {c: o for c, o in case().confirmations.items() if c == "fixed"}
    assert {"rebuilt", "credentials_reset", "investigated"} <= set(open_codes(confirmations=left))


def test_what_was_confirmed_before_the_stop_does_not_count() -> None:
    early = confirmed_but("fixed", at=AT - timedelta(hours=19))
    assert open_codes(confirmations=early) == ["fixed"]


def test_a_counterparty_that_nobody_lists_is_not_ready() -> None:
    ready = Counterparty(name="A", share=0.3, is_retail=False, is_ready="yes")
    assert open_codes(counterparties=(ready,)) == ["counterparties"]
    most = replace(ready, share=0.5)
    assert state(counterparties=(most,)) is RestartState.READY
    # What is not listed may all be retail: three tenths of half the value are not yet enough.
    brokers = [
        Counterparty(name=f"r{n}", share=0.11, is_retail=True, is_ready="yes") for n in range(5)
    ]
    rule = {"quorum": "exchange-2021", "window_minutes": 30.0}
    assert state(counterparties=tuple(brokers), **rule) is RestartState.READY
    few = (*(replace(one, share=0.02) for one in brokers), most)
    assert open_codes(counterparties=few, **rule) == ["counterparties"]


def test_is_restored_only_when_the_last_stage_let_everybody_in() -> None:
    small = (RampStage(share=0.1, minutes=30, stop_again="誤り", holds="yes"),)
    assert state(ramp=small) is RestartState.RAMPING


@pytest.mark.parametrize("level", list(CRITERIA.levels))
def test_each_level_needs_what_the_criteria_say_and_no_intrusion_spares_the_rest(
    level: str,
) -> None:
    needed = set(required_conditions(case(level=level, intrusion="no"), CRITERIA))
    assert needed == set(CRITERIA.levels[level].restart)


moments = st.integers(-30, 5).map(lambda hours: AT + timedelta(hours=hours))
people = st.builds(
    Person,
    actor=st.sampled_from(["佐藤", "高橋", "田中"]),
    role=st.sampled_from(list(CRITERIA.ranks)),
    at=moments,
)
confirmations_of_any_kind = st.builds(
    Confirmation,
    met=st.sampled_from(["yes", "yes", "yes", "no", "unknown"]),
    by=st.sampled_from(["田中", "外部の専門家", "佐藤", ""]),
    at=st.just(AT - timedelta(hours=3)) | moments | st.none(),
    evidence=st.sampled_from(["報告書", "報告書", ""]),
)
cases = st.builds(
    RestartCase,
    level=st.sampled_from(list(CRITERIA.levels)),
    stopped=st.just(case().stopped) | people,
    at=st.just(AT),
    intrusion=st.sampled_from(["yes", "no", "unknown"]),
    confirmations=st.just(case().confirmations)
    | st.dictionaries(st.sampled_from(CONFIRMED), confirmations_of_any_kind),
    approvals=st.lists(people, max_size=3).map(tuple) | st.just(case().approvals),
    in_flight=st.sampled_from(
        [None, (), case().in_flight, (OpenItems(name="x", count=3, reconciled=2),)]
    ),
    counterparties=st.sampled_from([None, (), case().counterparties]),
    quorum=st.sampled_from(["", *CRITERIA.quorums]),
    window_minutes=st.none() | st.floats(0, 400),
    needs_no_window=st.sampled_from(["", "24 時間"]),
    ramp=st.lists(
        st.builds(
            RampStage,
            share=st.sampled_from([0.1, 0.5, 1.0]),
            minutes=st.just(30.0),
            stop_again=st.just("誤り"),
            holds=st.sampled_from(["", "yes", "yes", "no", "unknown"]),
        ),
        max_size=3,
    ).map(tuple),
)


@settings(max_examples=150)
@given(given_case=cases)
def test_no_state_but_stopped_or_stop_again_with_anything_open(given_case: RestartCase) -> None:
    found = check_restart(given_case, CRITERIA)
    may_go_on = {RestartState.READY, RestartState.RAMPING, RestartState.RESTORED}
    if found.state in may_go_on:
        assert not found.open
        assert found.missing_approval is None
        assert any(
            one.actor != given_case.stopped.actor
            and CRITERIA.ranks[one.role] >= CRITERIA.ranks[given_case.stopped.role]
            and CRITERIA.ranks[one.role] >= CRITERIA.levels[given_case.level].least_rank
            and given_case.stopped.at <= one.at <= given_case.at
            for one in given_case.approvals
        )
    if found.state is RestartState.AWAITING_APPROVAL:
        assert not found.open
        assert found.missing_approval is not None
    has_begun = any(stage.holds for stage in given_case.ramp)
    if found.open or found.missing_approval:
        if has_begun:
            assert found.state is RestartState.STOP_AGAIN
        elif found.open:
            assert found.state is RestartState.STOPPED
    if found.state is RestartState.RESTORED:
        assert given_case.ramp[-1].share == 1.0
        assert all(stage.holds == "yes" for stage in given_case.ramp)


@settings(max_examples=80)
@given(given_case=cases, code=st.sampled_from(CONFIRMED))
def test_taking_a_confirmation_away_never_helps(given_case: RestartCase, code: str) -> None:
    less = {name: one for name, one in given_case.confirmations.items() if name != code}
    before = {one.code for one in check_restart(given_case, CRITERIA).open}
    after = {
        one.code for one in check_restart(replace(given_case, confirmations=less), CRITERIA).open
    }
    # Fewer people are involved then, so that only the independent check may become independent.
    assert before - after <= {"independent_check"}


answers = st.sampled_from(["yes", "no", "unknown"])


@example(met=["yes"] * 6, items=3, window=300.0, ranked=True, level="L4", intrusion="yes")
@given(
    met=st.lists(answers, min_size=6, max_size=6),
    items=st.integers(0, 3) | st.none(),
    window=st.none() | st.floats(0, 400),
    ranked=st.booleans(),
    level=st.sampled_from(list(CRITERIA.levels)),
    intrusion=answers,
)
def test_never_leaves_the_stop_with_an_open_condition(
    *,
    met: list[str],
    items: int | None,
    window: float | None,
    ranked: bool,
    level: str,
    intrusion: str,
) -> None:
    confirmations = {
        code: replace(case().confirmations[code], met=word)
        for code, word in zip(CONFIRMED, met, strict=True)
    }
    approvals = case().approvals if ranked else ()
    given_case = case(
        confirmations=confirmations,
        in_flight=(OpenItems(name="x", count=items, reconciled=2),),
        window_minutes=window,
        approvals=approvals,
        level=level,
        intrusion=intrusion,
    )
    found = check_restart(given_case, CRITERIA)
    # Written anew from the rules, without the code under test.
    holds = dict(zip(CONFIRMED, (word == "yes" for word in met), strict=True))
    holds |= {"in_flight": items is not None and items <= 2, "counterparties": True}
    holds |= {"window": window is not None and window >= 60}
    needs = set(CRITERIA.levels[level].restart)
    if intrusion != "no":
        needs |= {"investigated", "credentials_reset", "rebuilt", "independent_check"}
    is_open = not all(holds[code] for code in needs)
    expected = RestartState.READY if ranked else RestartState.AWAITING_APPROVAL
    assert found.state is (RestartState.STOPPED if is_open else expected)
    assert {one.code for one in found.open} == {code for code in needs if not holds[code]}


def test_unknown_gates_count_and_only_a_plain_no_keeps_a_flaw_out() -> None:
    assert CRITERIA.level_of(["V-2"], {}) == "L3"
    assert CRITERIA.level_of(["V-2"], {"exposed": "unknown"}) == "L3"
    assert CRITERIA.level_of(["V-2"], {"exposed": "no"}) == "L0"
    assert CRITERIA.level_of(["V-2", "A-1"], {"exposed": "no"}) == "L2"
    assert CRITERIA.level_of(["V-1", "A-4"], {}) == "L4"
    assert CRITERIA.level_of([], {}) == "L0"


def record(**changes: Any) -> dict[str, Any]:
    person = {"actor": "佐藤", "role": "top", "at": "2026-05-25T14:30"}
    sound: dict[str, Any] = {
        "schema": "hiyoke/restart/1",
        "level": "L2",
        "stopped": person,
        "at": "2026-05-26T08:30",
        "intrusion": "no",
        "conditions": {
            code: {"met": True, "by": "田中", "at": "2026-05-26T07:00", "evidence": "報告"}
            for code in ("fixed", "detection")
        },
        "approvals": [{"actor": "高橋", "role": "top", "at": "2026-05-26T08:00"}],
        "in_flight": [],
        "window": {"calendar": "zengin"},
        "ramp": [{"share": 0.1, "minutes": 30, "stop_again": "誤り"}],
    }
    return sound | changes


def test_reads_a_file() -> None:
    found = restart_case_of(record(), CRITERIA, origin="x")
    assert found.window_minutes is not None
    assert found.window_minutes > 0
    assert check_restart(found, CRITERIA).state is RestartState.READY


def test_counts_the_time_left_in_another_zone_alike() -> None:
    utc = record(at="2026-05-25T23:30:00+00:00")
    here, there = (restart_case_of(r, CRITERIA, origin="x") for r in (record(), utc))
    assert here.window_minutes == there.window_minutes


@pytest.mark.parametrize(
    "changes",
    [
        {"level": "L9"},
        {"at": "soon"},
        {"stopped": None},
        {"surprise": 1},
        {"conditions": {"luck": {"met": True}}},
        {"conditions": {"fixed": {"met": "perhaps"}}},
        {"in_flight": "none"},
        {"quorum": "mine"},
        {"ramp": [{"share": 2, "minutes": 1, "stop_again": "x"}]},
        {"window": {"calendar": "nowhere"}},
        {"approvals": [{"actor": "x", "role": "friend", "at": "2026-05-26T08:00"}]},
        {"schema": "other"},
        {"in_flight": [{"name": "x", "count": -1}]},
    ],
)
def test_refuses_a_file_with_a_fault(changes: dict[str, Any]) -> None:
    with pytest.raises(FaultsError):
        restart_case_of(record(**changes), CRITERIA, origin="x")


@pytest.mark.parametrize("found", [None, [], "x", 3])
def test_refuses_what_is_no_restart(found: object) -> None:
    with pytest.raises(FaultsError):
        restart_case_of(found, CRITERIA, origin="x")


def test_lists_every_fault_at_once() -> None:
    with pytest.raises(FaultsError) as caught:
        restart_case_of(record(level="L9", at="soon", quorum="mine"), CRITERIA, origin="x")
    assert len(caught.value.faults) == 3


def test_a_stricter_level_never_needs_less() -> None:
    levels = [set(level.restart) for level in CRITERIA.levels.values()]
    assert all(lighter <= stricter for lighter, stricter in itertools.pairwise(levels))


def test_reads_the_services_and_the_reason_of_break_glass() -> None:
    stopped = record()["stopped"] | {"break_glass": "連絡がつかない"}
    found = restart_case_of(record(stopped=stopped, services=["ib"]), CRITERIA, origin="x")
    assert found.services == ("ib",)
    assert found.stopped.break_glass == "連絡がつかない"
    assert restart_claims(found, "x")[0].where == "x approvals[1]"
    plain = restart_case_of(record(), CRITERIA, origin="x")
    assert [one.where for one in restart_claims(plain, "x")] == ["x stopped", "x approvals[1]"]
