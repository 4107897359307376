"""The decision log: what it takes, what it refuses, and that every alteration shows."""

from __future__ import annotations

import json
import os
import signal
import stat
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest

from hiyoke.documents import try_lock
from hiyoke.errors import (
    BusyDecisionLogError,
    DecisionError,
    DecisionLogError,
    ExerciseMarkError,
    FaultsError,
)
from hiyoke.suspension import (
    EXERCISE_MARK,
    Basis,
    Decision,
    Dissent,
    Standing,
    append_decision,
    check_chain,
    head_file,
    standing_decisions,
    verify_log,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NOW = datetime(2026, 5, 25, 5, 20, tzinfo=UTC)


def stop(**changes: object) -> Decision:
    decision = Decision(
        kind="stop",
        actor="佐藤 花子",
        role="ciso",
        decided_at=NOW,
        subject="exploited-flaw",
        summary="法人 IB のネット経路を止める",
        basis=(Basis(name="options.json", sha256="ab" * 32),),
        alternatives=("15:35 に止める", "止めない"),
        dissent=(Dissent(actor="鈴木", words="給与振込の後がよい"),),
        expires_at=NOW + timedelta(hours=8),
    )
    return replace(decision, **changes)  # type: ignore[arg-type]


def approval(of: str, **changes: object) -> Decision:
    decision = Decision(
        kind="approval",
        actor="高橋 一郎",
        role="top",
        decided_at=NOW + timedelta(minutes=5),
        subject="exploited-flaw",
        summary="承認",
        refers_to=of,
        approves=True,
    )
    return replace(decision, **changes)  # type: ignore[arg-type]


def write(log: Path, *decisions: Decision) -> list[str]:
    return [append_decision(log, one, recorded_at=NOW).hash for one in decisions]


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "records" / "decisions.jsonl"
    first, *_ = write(path, stop())
    write(path, approval(first), stop(kind="non_stop", summary="続ける"))
    return path


def test_keeps_what_was_written(log: Path) -> None:
    found = verify_log(log)
    assert found.is_intact
    assert found.is_anchored
    assert found.records[0].decision == stop()
    assert [record.number for record in found.records] == [1, 2, 3]


def test_file_and_folder_are_private(log: Path) -> None:
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    assert stat.S_IMODE(log.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(head_file(log).stat().st_mode) == 0o600


def first_two(log: Path) -> bytes:
    """Return a log of two records: enough for every kind of place, and half the time."""
    return b"".join(log.read_bytes().splitlines(keepends=True)[:2])


def test_finds_every_change_of_one_byte(log: Path) -> None:
    content = first_two(log)
    for place in range(len(content)):
        for other in {content[place] ^ 1, 0x0A} - {content[place]}:
            altered = content[:place] + bytes([other]) + content[place + 1 :]
            assert not check_chain(altered).is_intact, (place, other)


def test_finds_every_byte_removed_and_every_byte_inserted(log: Path) -> None:
    content = first_two(log)
    for place in range(len(content)):
        assert not check_chain(content[:place] + content[place + 1 :]).is_intact
        for byte in (b" ", b"\n"):
            assert not check_chain(content[:place] + byte + content[place:]).is_intact
    assert not check_chain(content + b"\n").is_intact


def test_finds_lines_removed_repeated_and_reordered(log: Path) -> None:
    one, two, three = log.read_bytes().splitlines(keepends=True)
    for lines in (
        [two, three],
        [one, three],
        [one, two, two, three],
        [two, one, three],
        [one, three, two],
    ):
        assert not check_chain(b"".join(lines)).is_intact


def test_finds_a_record_put_in_with_a_hash_of_its_own(log: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.jsonl"
    write(other, stop(), stop(summary="別の決定"))
    lines, others = (p.read_bytes().splitlines(keepends=True) for p in (log, other))
    assert not check_chain(b"".join([lines[0], others[1], *lines[1:]])).is_intact


def test_finds_a_cut_at_every_place_with_a_head(log: Path) -> None:
    content, head = log.read_bytes(), verify_log(log).head
    assert all(not check_chain(content[:end], head=head).is_intact for end in range(len(content)))


def test_says_that_a_cut_at_the_end_cannot_be_seen_without_a_head(log: Path) -> None:
    first = log.read_bytes().splitlines(keepends=True)[0]
    found = check_chain(first)
    assert found.is_intact
    assert not found.is_anchored


def test_an_old_head_still_holds_and_counts_what_came_after(log: Path) -> None:
    early = verify_log(log).records[0].hash
    found = verify_log(log, head=early)
    assert found.is_intact
    assert found.since_anchor == 2


def test_finds_a_whole_log_written_anew(log: Path, tmp_path: Path) -> None:
    forged = tmp_path / "forged.jsonl"
    write(forged, stop(actor="別人"))
    assert not check_chain(forged.read_bytes(), head=verify_log(log).head).is_intact


def test_refuses_a_line_that_says_the_same_in_another_form(log: Path) -> None:
    lines = log.read_bytes().splitlines()
    spaced = json.dumps(json.loads(lines[0])).encode()
    assert not check_chain(b"\n".join([spaced, *lines[1:], b""])).is_intact


def test_appends_nothing_to_an_altered_log(log: Path) -> None:
    log.write_bytes(log.read_bytes().replace("続ける".encode(), "止める".encode()))
    before = log.read_bytes()
    with pytest.raises(FaultsError):
        write(log, stop())
    assert log.read_bytes() == before


def test_appends_nothing_to_a_cut_log(log: Path) -> None:
    log.write_bytes(log.read_bytes().splitlines(keepends=True)[0])
    with pytest.raises(FaultsError):
        write(log, stop())


def test_goes_on_after_a_kill_between_log_and_head(log: Path) -> None:
    head_file(log).write_text(verify_log(log).records[1].hash + "\n", encoding="utf-8")
    write(log, stop())
    assert verify_log(log).since_anchor == 0


def test_refuses_while_another_process_writes(log: Path) -> None:
    descriptor = os.open(log.with_name(log.name + ".lock"), os.O_RDWR)
    try:
        assert try_lock(descriptor)
        with pytest.raises(BusyDecisionLogError):
            append_decision(log, stop(), recorded_at=NOW, wait_seconds=0)
    finally:
        os.close(descriptor)


@pytest.mark.parametrize(
    "changes",
    [
        {"actor": " "},
        {"role": ""},
        {"subject": ""},
        {"summary": ""},
        {"basis": ()},
        {"basis": (Basis(name="x", sha256="AB" * 32),)},
        {"alternatives": ()},
        {"alternatives": ("",)},
        {"expires_at": None},
        {"expires_at": NOW},
        {"decided_at": datetime(2026, 5, 25, 14, 20)},  # noqa: DTZ001 - the fault.
        {"kind": "maybe"},
        {"approves": True},
        {"summary": "止める\u202eるめ止"},
        {"summary": "x" * 5000},
    ],
)
def test_refuses_a_decision_that_lacks_what_it_needs(
    tmp_path: Path, changes: dict[str, object]
) -> None:
    log = tmp_path / "log.jsonl"
    with pytest.raises(FaultsError):
        write(log, stop(**changes))
    assert not log.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"actor": "佐藤花子"},
        {"actor": "佐藤\u3000花子"},
        {"refers_to": "0" * 64},
        {"kind": "review"},
        {"decided_at": NOW - timedelta(minutes=1)},
    ],
)
def test_refuses_an_answer_that_may_not_be_given(
    tmp_path: Path, changes: dict[str, object]
) -> None:
    log = tmp_path / "log.jsonl"
    decided = write(log, stop())[0]
    with pytest.raises(DecisionError):
        write(log, approval(decided, **changes))


def test_refuses_a_second_answer_of_the_same_person(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    decided = write(log, stop())[0]
    write(log, approval(decided))
    with pytest.raises(DecisionError):
        write(log, approval(decided, approves=False))


def test_refuses_to_approve_an_approval(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    decided = write(log, stop())[0]
    approved = write(log, approval(decided))[0]
    with pytest.raises(DecisionError):
        write(log, approval(approved, actor="田中"))


def standing(log: Path, at: datetime) -> Standing:
    return standing_decisions(verify_log(log).records, at=at)[0].standing


def test_is_not_in_force_until_another_person_approves(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    decided = write(log, stop())[0]
    assert standing(log, NOW) is Standing.PENDING
    write(log, approval(decided))
    assert standing(log, NOW + timedelta(minutes=4)) is Standing.PENDING
    assert standing(log, NOW + timedelta(minutes=5)) is Standing.CONFIRMED
    assert standing(log, NOW + timedelta(hours=8)) is Standing.EXPIRED


def test_one_refusal_is_enough(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    decided = write(log, stop())[0]
    write(log, approval(decided), approval(decided, actor="田中", approves=False))
    assert standing(log, NOW + timedelta(hours=1)) is Standing.REFUSED


def test_break_glass_stays_visible_until_another_person_has_reviewed_it(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    decided = write(log, stop(break_glass="夜間で CISO に連絡がつかない"))[0]
    assert standing(log, NOW + timedelta(hours=1)) is Standing.BREAK_GLASS
    assert standing(log, NOW + timedelta(hours=25)) is Standing.REVIEW_OVERDUE
    write(log, approval(decided, kind="review", decided_at=NOW + timedelta(hours=2)))
    assert standing(log, NOW + timedelta(hours=3)) is Standing.REVIEWED


def test_exercise_carries_its_mark_inside_the_hash(tmp_path: Path) -> None:
    log = tmp_path / "decisions-EXERCISE.jsonl"
    write(log, stop(is_exercise=True))
    content = log.read_bytes()
    assert EXERCISE_MARK.encode() in content
    stripped = content.replace(EXERCISE_MARK.encode(), b"")
    assert not check_chain(stripped).is_intact


def test_exercises_and_real_decisions_never_share_a_log(tmp_path: Path) -> None:
    real, drill = tmp_path / "log.jsonl", tmp_path / "log-EXERCISE.jsonl"
    with pytest.raises(ExerciseMarkError):
        write(real, stop(is_exercise=True))
    with pytest.raises(ExerciseMarkError):
        write(drill, stop())
    write(drill, stop(is_exercise=True))
    drill.rename(real)
    head_file(drill).rename(head_file(real))
    with pytest.raises(ExerciseMarkError):
        write(real, stop())


def test_a_real_log_never_has_the_mark(log: Path) -> None:
    assert EXERCISE_MARK not in log.read_text(encoding="utf-8")


def test_says_when_a_clock_went_back(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    append_decision(log, stop(), recorded_at=NOW)
    append_decision(log, stop(), recorded_at=NOW - timedelta(hours=1))
    assert verify_log(log).clock_went_back == (2,)


def test_a_real_decision_cannot_speak_with_the_mark_of_an_exercise(log: Path) -> None:
    with pytest.raises(FaultsError):
        write(log, stop(summary=f"{EXERCISE_MARK} 止める"))


def test_many_writers_leave_one_sound_chain(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    writers = 4

    def add(number: int) -> None:
        for place in range(5):
            decision = stop(summary=f"{number}-{place}")
            append_decision(log, decision, recorded_at=NOW, wait_seconds=60)

    children = [_in_child(partial(add, number)) for number in range(writers)]
    for child in children:
        assert os.waitpid(child, 0)[1] == 0
    found = verify_log(log)
    assert found.is_intact
    said = sorted(record.decision.summary for record in found.records)
    assert said == sorted(f"{n}-{place}" for n in range(writers) for place in range(5))


def test_a_kill_at_any_moment_leaves_a_sound_log(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    write(log, stop())

    def add_for_ever() -> None:
        while True:
            append_decision(log, stop(), recorded_at=NOW, wait_seconds=60)

    least = 1
    for milliseconds in range(3, 45, 3):
        child = _in_child(add_for_ever)
        time.sleep(milliseconds / 1000)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        found = verify_log(log)
        assert found.is_intact
        assert len(found.records) >= least
        least = len(found.records)
    write(log, stop(summary="後から"))
    assert verify_log(log).since_anchor == 0


def _in_child(work: Callable[[], None]) -> int:
    """Run something in a process of its own; return its number."""
    child = os.fork()
    if child == 0:
        outcome = 1
        try:
            work()
            outcome = 0
        finally:
            os._exit(outcome)
    return child


@pytest.mark.parametrize(
    "content", [b"[]\n", b"{}\n", b"\xff\n", b"[" * 100_000 + b"\n", b"null\n"]
)
def test_refuses_what_is_no_decision_log(content: bytes) -> None:
    assert not check_chain(content).is_intact


def test_refuses_a_missing_log(tmp_path: Path) -> None:
    with pytest.raises(DecisionLogError):
        verify_log(tmp_path / "none.jsonl")
