"""Recording a decision: who, when, digests of what it rests on, one line more in the log.

What is not here: the rules of the log (`hiyoke.suspension`). Nothing is stopped, restarted or sent.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from hiyoke import suspension
from hiyoke.errors import ExerciseMarkError, UsageError
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from hiyoke.suspension import Basis, Decision, Dissent, SealedDecision

#: Zone of times that name none.
DEFAULT_ZONE: Final = "Asia/Tokyo"


def record_decision(log: Path, decision: Decision) -> SealedDecision:
    """Append a decision to a log, now.

    Raises:
        FaultsError: The decision lacks something, or the log was altered.
        DecisionError: The record may not follow those before it.
        ExerciseMarkError: An exercise and the real thing would mix.
        BusyDecisionLogError: Another process still writes.
    """
    now = datetime.now(UTC)  # noqa: TID251 - the edge where time enters.
    return suspension.append_decision(log, decision, recorded_at=now.replace(microsecond=0))


def basis_of(files: Iterable[Path], *, is_exercise: bool) -> tuple[Basis, ...]:
    """Return files as the basis of a decision: their names and digests.

    Raises:
        UsageError: A file cannot be read.
        ExerciseMarkError: A real decision would rest on material of an exercise.
    """
    found = []
    for path in files:
        try:
            content = path.read_bytes()
        except OSError as error:
            raise UsageError(
                Text(
                    ja=f"読めるファイルを期待しましたが、{error.strerror} でした",
                    en=f"expected a file that can be read, found {error.strerror}",
                ),
                where=f"--basis {path}",
            ) from error
        is_marked = (
            suspension.EXERCISE_MARK.encode() in content or suspension.EXERCISE_NAME in path.name
        )
        if is_marked and not is_exercise:
            raise ExerciseMarkError(
                Text(
                    ja="本番の根拠には本番の資料を期待しましたが、訓練の資料でした",
                    en="expected real material as the basis of a real decision, found material "
                    "of an exercise",
                ),
                where=str(path),
                remedy=Text(
                    ja="訓練なら --exercise を付け、訓練用の記録に書いてください。",
                    en="For an exercise, pass --exercise and use a log of exercises.",
                ),
            )
        found.append(suspension.Basis(name=path.name, sha256=hashlib.sha256(content).hexdigest()))
    return tuple(found)


def dissent_of(lines: Iterable[str]) -> tuple[Dissent, ...]:
    """Return dissent written as ``name: words``.

    Raises:
        UsageError: A line has another form.
    """
    found = []
    for line in lines:
        actor, colon, words = line.replace("：", ":", 1).partition(":")
        if not (colon and actor.strip() and words.strip()):
            raise UsageError(
                Text(
                    ja=f"「名前: 理由」を期待しましたが、{line!r} でした",
                    en=f"expected 'name: words', found {line!r}",
                ),
                where="--dissent",
            )
        found.append(suspension.Dissent(actor=actor.strip(), words=words.strip()))
    return tuple(found)


def moment_of(text: str | None, *, option: str) -> datetime:
    """Return a written moment; now when there is none. A moment without a zone is Japan's.

    Raises:
        UsageError: It is no moment.
    """
    if text is None:
        now = datetime.now(ZoneInfo(DEFAULT_ZONE))  # noqa: TID251 - the edge where time enters.
        return now.replace(microsecond=0)
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageError(
            Text(
                ja=f"日時（例: 2026-05-25T14:20）を期待しましたが、{text!r} でした",
                en=f"expected a date and time such as 2026-05-25T14:20, found {text!r}",
            ),
            where=option,
        ) from error
    return found.replace(tzinfo=ZoneInfo(DEFAULT_ZONE)) if found.tzinfo is None else found
