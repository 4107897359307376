"""Authority of records: who may decide, confirm, review and restart, and break-glass."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiyoke.errors import DecisionError, FaultsError
from hiyoke.estate import DELEGATION_HOURS, ROLES, STOP_LEVELS, Delegation
from hiyoke.languages import Text
from hiyoke.suspension import (
    Authority,
    Basis,
    Claim,
    ClockState,
    Decision,
    Standing,
    append_decision,
    check_chain,
    faults_of_claim,
    listed_decisions,
    load_criteria,
    verify_log,
    who_may_decide,
)

if TYPE_CHECKING:
    from pathlib import Path

CRITERIA = load_criteria()
DAY = datetime(2026, 5, 25, 5, 20, tzinfo=UTC)  # Monday, 14:20 in Japan.
NIGHT = datetime(2026, 5, 25, 14, 20, tzinfo=UTC)


def line(role: str, up_to: str, **changes: Any) -> Delegation:
    sound = Delegation(
        role=role, name=Text(ja=role, en=role), up_to=up_to, expires_on=date(2027, 3, 31)
    )
    return replace(sound, **changes)


TABLE = (
    line("top", "L4"),
    line("ciso", "L3"),
    line("csirt", "L2", hours="business_hours"),
    line("system_owner", "L2", services=("ib",)),
    line("shift_lead", "L2", hours="off_hours", expires_on=date(2026, 9, 30)),
)
AUTHORITY = Authority(table=TABLE, criteria=CRITERIA)


def claim(**changes: Any) -> Claim:
    sound = Claim(actor="佐藤", role="ciso", level="L3", services=("ib",), at=DAY, where="decision")
    return replace(sound, **changes)


def lacks(**changes: Any) -> list[str]:
    return [fault.what.en for fault in faults_of_claim(claim(**changes), TABLE, CRITERIA)]


def test_an_entitled_person_lacks_nothing() -> None:
    assert lacks() == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"role": "cio"}, ["a role of the table"]),
        ({"role": "csirt"}, ["authority for L3"]),
        ({"role": "csirt", "at": NIGHT}, ["authority for L3", "in business hours"]),
        ({"role": "shift_lead", "level": "L2"}, ["at night"]),
        ({"at": datetime(2027, 4, 1, tzinfo=UTC)}, ["in force"]),
        ({"role": "system_owner", "level": "L2", "services": ("ib", "atm")}, ["within the limits"]),
        ({"role": "system_owner", "level": "L2", "services": ()}, ["within the limits"]),
        ({"level": ""}, ["a level"]),
        ({"role": "shift_lead", "at": NIGHT, "is_second": True}, ["a role high enough"]),
        ({"role": "ciso", "as_high_as": "top"}, ["a role high enough"]),
    ],
)
def test_names_everything_that_is_lacking(changes: dict[str, Any], words: list[str]) -> None:
    found = lacks(**changes)
    assert len(found) == len(words)
    assert all(word in fault for word, fault in zip(words, found, strict=True))


def test_a_named_holder_alone_counts_whatever_the_width_of_the_name() -> None:
    held = (line("ciso", "L3", person="佐藤 花子"),)
    assert faults_of_claim(claim(actor="佐藤\u3000花子"), held, CRITERIA) == ()
    (fault,) = faults_of_claim(claim(actor="鈴木"), held, CRITERIA)
    assert "佐藤 花子" in fault.what.ja


def test_the_remedy_says_who_may_decide_at_that_time() -> None:
    (fault,) = faults_of_claim(claim(role="csirt"), TABLE, CRITERIA)
    assert "top, ciso" in fault.remedy.en
    assert "break-glass" not in fault.remedy.en
    (other,) = faults_of_claim(claim(role="csirt", may_break_glass=True), TABLE, CRITERIA)
    assert "break-glass" in other.remedy.en


delegations = st.builds(
    line,
    st.sampled_from(ROLES),
    st.sampled_from(STOP_LEVELS),
    hours=st.sampled_from(DELEGATION_HOURS),
    expires_on=st.sampled_from([date(2026, 5, 24), date(2026, 5, 25), date(2027, 3, 31)]),
    services=st.sampled_from([(), ("ib",), ("ib", "atm")]),
    deputy=st.booleans(),
)


@given(
    table=st.lists(delegations, max_size=4),
    role=st.sampled_from(ROLES),
    level=st.sampled_from(STOP_LEVELS),
    services=st.sampled_from([("ib",), ("ib", "atm"), ("atm",)]),
    at=st.sampled_from([DAY, NIGHT]),
)
def test_the_check_and_the_list_of_deciders_agree(
    table: list[Delegation], role: str, level: str, services: tuple[str, ...], at: datetime
) -> None:
    able = who_may_decide(table, CRITERIA, level=level, services=services, at=at)
    asked = claim(role=role, level=level, services=services, at=at)
    assert (faults_of_claim(asked, table, CRITERIA) == ()) == (role in {one.role for one in able})


def decision(**changes: Any) -> Decision:
    sound = Decision(
        kind="stop",
        actor="佐藤",
        role="ciso",
        decided_at=DAY,
        subject="case",
        summary="止める",
        basis=(Basis(name="plan.json", sha256="ab" * 32),),
        alternatives=("止めない",),
        expires_at=DAY + timedelta(hours=8),
        level="L3",
        services=("ib",),
        known_at=DAY - timedelta(minutes=30),
    )
    return replace(sound, **changes)


def answer(of: str, **changes: Any) -> Decision:
    sound = Decision(
        kind="approval",
        actor="高橋",
        role="top",
        decided_at=DAY + timedelta(minutes=5),
        subject="case",
        summary="承認",
        refers_to=of,
        approves=True,
    )
    return replace(sound, **changes)


def write(log: Path, one: Decision, authority: Authority | None = AUTHORITY) -> str:
    return append_decision(log, one, recorded_at=DAY, authority=authority).hash


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "log.jsonl"


def test_records_the_delegation_by_which_somebody_acts(log: Path) -> None:
    decided = write(log, decision())
    write(log, answer(decided))
    first, second = verify_log(log).records
    assert first.decision.authority == "ciso [ciso, up to L3, always, until 2027-03-31]"
    assert second.decision.authority.startswith("top [top, up to L4")


@pytest.mark.parametrize("words", ["CISO", "ｃｉｓｏ", "最高情報セキュリティ責任者"])
def test_a_role_is_known_by_any_of_its_names(log: Path, words: str) -> None:
    write(log, decision(role=words))
    with pytest.raises(FaultsError):
        write(log, decision(role="シーサート", actor="別人"))


@pytest.mark.parametrize("kind", ["stop", "non_stop", "acceptance", "restart"])
def test_every_deciding_kind_needs_authority(log: Path, kind: str) -> None:
    with pytest.raises(FaultsError):
        write(log, decision(kind=kind, role="csirt"))
    assert not log.exists()
    write(log, decision(kind=kind, role="csirt"), None)
    assert verify_log(log).records[0].decision.authority == ""


def test_break_glass_is_recorded_with_what_was_lacking_and_has_to_be_reviewed(log: Path) -> None:
    glass = decision(role="shift_lead", actor="当直", break_glass="連絡がつかない")
    decided = write(log, glass)
    (record,) = verify_log(log).records
    assert record.decision.authority == "break-glass, lacking: level, hours"

    def listed(at: datetime) -> Any:
        return listed_decisions(verify_log(log).records, CRITERIA, at=at)

    assert listed(DAY + timedelta(hours=24)).overdue == ()
    late = listed(DAY + timedelta(hours=24, minutes=1))
    assert [row.record.number for row in late.overdue] == [1]
    assert late.counts == {Standing.REVIEW_OVERDUE: 1}
    review = answer(decided, kind="review", decided_at=DAY + timedelta(hours=25))
    with pytest.raises(FaultsError):
        write(log, replace(review, role="csirt"))
    write(log, review)
    assert listed(DAY + timedelta(hours=26)).overdue == ()


def test_break_glass_of_somebody_entitled_names_the_delegation(log: Path) -> None:
    write(log, decision(break_glass="二人目がいない"))
    assert verify_log(log).records[0].decision.authority.startswith("ciso [ciso, up to L3")


@pytest.mark.parametrize(
    ("role", "at", "may"),
    [
        ("csirt", DAY, True),  # Rank 2 may confirm what a CISO of rank 3 decided.
        ("csirt", NIGHT, False),  # Its delegation holds in business hours.
        ("shift_lead", NIGHT, False),  # Rank 1 is too low for L3.
        ("cio", DAY, False),
        ("top", NIGHT, True),
    ],
)
def test_a_second_person_needs_a_delegation_in_force_and_a_rank(
    log: Path, role: str, at: datetime, *, may: bool
) -> None:
    decided = write(log, decision())
    given_answer = answer(decided, role=role, decided_at=at)
    if may:
        write(log, given_answer)
    else:
        with pytest.raises(FaultsError):
            write(log, given_answer)


def test_an_answer_counts_for_the_level_that_was_decided_not_for_one_it_states(log: Path) -> None:
    decided = write(log, decision(level="L4", role="top"))
    with pytest.raises(FaultsError):
        write(log, answer(decided, role="csirt", level="L1"))


def test_a_restart_is_approved_by_another_person_of_at_least_the_stoppers_rank(log: Path) -> None:
    write(log, decision(role="top", actor="頭取"))
    restart = write(log, decision(kind="restart", actor="佐藤", role="ciso"))
    later = {"decided_at": DAY + timedelta(hours=1)}
    with pytest.raises(DecisionError):
        write(log, answer(restart, actor="頭取", role="top", **later))
    with pytest.raises(FaultsError):
        write(log, answer(restart, actor="別人", role="ciso", **later))
    write(log, answer(restart, actor="副頭取", role="top", **later))


def test_a_decision_without_a_level_cannot_be_checked(log: Path) -> None:
    with pytest.raises(FaultsError):
        write(log, decision(level=""))


def test_deadlines_run_from_knowledge_and_from_a_stop_in_force(log: Path) -> None:
    decided = write(log, decision())

    def due(at: datetime) -> dict[str, ClockState]:
        notices = listed_decisions(verify_log(log).records, CRITERIA, at=at).notices[1]
        return {one.duty.duty: one.state for one in notices}

    assert due(DAY)["overseas-ny"] is ClockState.RUNNING
    assert due(DAY)["fsa"] is ClockState.RUNNING
    from_stop = replace(
        CRITERIA.duties[0], steps=(replace(CRITERIA.duties[0].steps[0], starts_from="stop"),)
    )
    own = replace(CRITERIA, duties=(from_stop,))
    after = DAY + timedelta(hours=9)  # The stop has lapsed, and nobody ever approved it.
    (clock,) = listed_decisions(verify_log(log).records, own, at=after).notices[1]
    assert clock.state is ClockState.START_UNKNOWN
    write(log, answer(decided, approves=False))
    refused = listed_decisions(verify_log(log).records, CRITERIA, at=DAY + timedelta(hours=1))
    assert refused.notices == {}


def test_reads_a_log_that_was_begun_before_levels_were_recorded(log: Path) -> None:
    members = decision(level="", services=(), known_at=None).members()
    for name in ("level", "services", "known_at", "authority"):
        del members[name]
    members |= {"schema": "hiyoke/decision/1", "number": 1, "prev": "0" * 64}
    members["recorded_at"] = DAY.isoformat()

    def canonical(record: dict[str, Any]) -> bytes:
        words = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return words.encode()

    members["hash"] = hashlib.sha256(canonical(members)).hexdigest()
    log.write_bytes(canonical(members) + b"\n")
    assert "level" not in log.read_text(encoding="utf-8")
    assert verify_log(log).is_intact
    write(log, decision())
    schemas = [one.schema for one in verify_log(log).records]
    assert schemas == ["hiyoke/decision/1", "hiyoke/decision/2"]
    content = log.read_bytes()
    for place in range(0, len(content), 7):
        altered = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
        assert not check_chain(altered).is_intact
