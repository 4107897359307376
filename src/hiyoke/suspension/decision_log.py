"""The decision log as a file: one JSON record a line, appended whole or not at all.

Beside the log ``LOG.head`` keeps the last hash; it shows a torn copy, while a head that people keep
elsewhere also shows a cut by somebody who can write both files. What is not here: the rules of the
chain (`decision_chain`), and where each decision stands (`decision_standing`).
"""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from hiyoke.documents import private_folder, try_lock, write_private
from hiyoke.errors import (
    BusyDecisionLogError,
    DecisionError,
    DecisionLogError,
    ExerciseMarkError,
    FaultsError,
)
from hiyoke.languages import Text
from hiyoke.suspension.decision import DECIDING_KINDS, check_decision, is_same_person
from hiyoke.suspension.decision_authority import Authority, authorised
from hiyoke.suspension.decision_chain import ChainCheck, SealedDecision, check_chain, seal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from hiyoke.suspension.decision import Decision

#: Largest log; some 100,000 decisions.
MAX_BYTES: Final = 256_000_000
#: Part of the name of every log of exercises, and of no other.
EXERCISE_NAME: Final = "EXERCISE"
_RETRY_SECONDS: Final = 0.05


def append_decision(
    log: Path,
    decision: Decision,
    *,
    recorded_at: datetime,
    authority: Authority | None = None,
    wait_seconds: float = 5.0,
) -> SealedDecision:
    """Append one decision, after checking the whole log and its head file.

    Args:
        log: The file; created when missing. Its name says EXERCISE for exercises, and only then.
        decision: What was decided.
        recorded_at: Now, aware.
        authority: Who may decide what; None checks no authority, and the record says so.
        wait_seconds: How long to wait for another writer.

    Raises:
        FaultsError: The decision lacks something, the person lacks authority, or the log was
            altered; nothing is written.
        DecisionError: It answers no record of this log, or is not allowed.
        ExerciseMarkError: An exercise and the real thing would mix.
        BusyDecisionLogError: Another process still writes.

    Cost:
        Reads and checks the whole log.
    """
    check_decision(decision)
    check_exercise_name(log, is_exercise=decision.is_exercise)
    with _locked(log, wait_seconds):
        content = log.read_bytes() if log.exists() else b""
        found = _checked(log, content)
        named = _check_place(decision, found)
        stopped = _stop_ended_by(named, found)
        _check_restart(decision, stopped)
        sealed = seal(
            decision
            if authority is None
            else authorised(decision, named, authority, stopped=stopped),
            number=len(found.records) + 1,
            recorded_at=recorded_at,
            prev=found.head,
        )
        write_private(log, content + sealed.line())
        write_private(head_file(log), f"{sealed.hash}\n".encode())
    return sealed


def verify_log(log: Path, *, head: str | None = None) -> ChainCheck:
    """Check a log against a head; the one kept beside it when none is given.

    Raises:
        DecisionLogError: There is no such file, or it is too large.
    """
    try:
        size = log.stat().st_size
    except OSError as error:
        raise _unusable(log, str(error.strerror)) from error
    if size > MAX_BYTES:
        raise _unusable(log, f"{size} bytes")
    return check_chain(log.read_bytes(), head=_stored_head(log) if head is None else head)


def head_file(log: Path) -> Path:
    """Return the file beside a log that keeps its last hash."""
    return log.with_name(log.name + ".head")


def check_exercise_name(path: Path, *, is_exercise: bool) -> None:
    """Refuse a file whose name does not say what it is.

    Raises:
        ExerciseMarkError: An exercise without EXERCISE in its name, or something real with it.
    """
    if (EXERCISE_NAME in path.name) != is_exercise:
        raise ExerciseMarkError(
            Text(
                ja=f"訓練のファイル名にだけ {EXERCISE_NAME} が入ることを期待しましたが、"
                f"{path.name!r} でした",
                en=f"expected {EXERCISE_NAME} in the names of exercise files and of no other, "
                f"found {path.name!r}",
            ),
            where=str(path.parent),
            remedy=Text(
                ja="訓練と本番には別のファイルを使ってください。",
                en="Use separate files for exercises and for the real thing.",
            ),
        )


def _checked(log: Path, content: bytes) -> ChainCheck:
    found = check_chain(content, head=_stored_head(log))
    if not found.is_intact:
        what = Text(
            ja="書き換えのない決定記録を期待しましたが、不備がありました",
            en="expected an unaltered decision log, found faults",
        )
        raise FaultsError(what, faults=faults_of(found, log), where=str(log))
    return found


def faults_of(found: ChainCheck, log: Path) -> list[DecisionLogError]:
    """Return what a check found, as errors."""
    return [
        DecisionLogError(
            fault.what,
            where=f"{log.name}:{fault.line}" if fault.line else log.name,
            remedy=Text(
                ja="証拠として残し、直さないでください。",
                en="Keep the file as evidence; do not repair it.",
            ),
        )
        for fault in found.faults
    ]


def _check_place(decision: Decision, found: ChainCheck) -> Decision | None:
    """Refuse what may not follow the records so far; return the decision that is answered."""
    if found.records and found.records[0].decision.is_exercise != decision.is_exercise:
        raise ExerciseMarkError(
            Text(
                ja="訓練と本番の記録は別々であることを期待しましたが、混ざるところでした",
                en="expected exercises and real decisions in separate logs, found one of each",
            )
        )
    if decision.kind in DECIDING_KINDS:
        return None
    named = [one for one in found.records if one.hash == decision.refers_to]
    if not named or named[0].decision.kind not in DECIDING_KINDS:
        raise _refused(
            Text(
                ja="この記録にある決定のハッシュを期待しましたが、ありません",
                en="expected the hash of a decision in this log, found none",
            )
        )
    _check_answer(decision, named[0], found)
    return named[0].decision


def _stop_ended_by(named: Decision | None, found: ChainCheck) -> Decision | None:
    """Return the last stop of the subject whose restart is answered; None when there is none."""
    if named is None or named.kind != "restart":
        return None
    stops = [
        one.decision
        for one in found.records
        if one.decision.kind == "stop" and one.decision.subject == named.subject
    ]
    return stops[-1] if stops else None


def _check_restart(decision: Decision, stopped: Decision | None) -> None:
    if stopped is not None and is_same_person(decision.actor, stopped.actor):
        raise _refused(
            Text(
                ja="再開の承認に、止めた人とは別の人を期待しましたが、同じ人でした",
                en="expected another person than the one who stopped to approve the restart, "
                "found the same",
            )
        )


def _check_answer(decision: Decision, named: SealedDecision, found: ChainCheck) -> None:
    answered = [
        one.decision
        for one in found.records
        if one.decision.kind == decision.kind and one.decision.refers_to == named.hash
    ]
    if is_same_person(decision.actor, named.decision.actor):
        raise _refused(
            Text(
                ja="決めた人とは別の人を期待しましたが、同じ人でした",
                en="expected another person than the one who decided, found the same",
            )
        )
    if any(is_same_person(decision.actor, one.actor) for one in answered):
        raise _refused(
            Text(
                ja="一人一回の承認・事後確認を期待しましたが、二回目でした",
                en="expected one answer from each person, found a second",
            )
        )
    if decision.decided_at < named.decision.decided_at:
        raise _refused(
            Text(
                ja="決定より後の時刻を期待しましたが、前でした",
                en="expected a time after the decision, found one before it",
            )
        )
    if decision.kind == "review" and not named.decision.break_glass:
        raise _refused(
            Text(
                ja="緊急（ブレークグラス）の決定への事後確認を期待しましたが、通常の決定でした",
                en="expected a review of a break-glass decision, found an ordinary one",
            )
        )


def _refused(what: Text) -> DecisionError:
    return DecisionError(
        what,
        where="refers_to",
        remedy=Text(ja="何も書かれていません。", en="Nothing was written."),
    )


def _stored_head(log: Path) -> str | None:
    try:
        return head_file(log).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        return "?"


def _unusable(log: Path, found: str) -> DecisionLogError:
    return DecisionLogError(
        Text(
            ja=f"読める決定記録を期待しましたが、{found} でした",
            en=f"expected a decision log that can be read, found {found}",
        ),
        where=str(log),
        remedy=Text(ja="パスを確かめてください。", en="Check the path."),
    )


@contextmanager
def _locked(log: Path, wait_seconds: float) -> Iterator[None]:
    private_folder(log.parent)
    lock = log.with_name(log.name + ".lock")
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        deadline = time.monotonic() + wait_seconds
        while not try_lock(descriptor):
            if time.monotonic() >= deadline:
                raise BusyDecisionLogError(
                    Text(
                        ja=f"{wait_seconds:g} 秒以内に空くと期待しましたが、別の処理が書いています",
                        en=f"expected the log to be free within {wait_seconds:g} s, found another "
                        "writer",
                    ),
                    where=str(log),
                    remedy=Text(ja="もう一度実行してください。", en="Run it again."),
                )
            time.sleep(_RETRY_SECONDS)
        yield
    finally:
        os.close(descriptor)
