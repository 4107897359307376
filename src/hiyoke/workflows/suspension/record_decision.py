"""Recording a decision: who, when, digests of what it rests on, one line more in the log.

What is not here: the rules of the log (`hiyoke.suspension`). Nothing is stopped, restarted or sent.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from hiyoke import suspension
from hiyoke.errors import ExerciseMarkError, UsageError
from hiyoke.languages import Text
from hiyoke.workflows.suspension.authority_table import read_authority_table
from hiyoke.workflows.suspension.exercise_marks import bears_exercise_mark
from hiyoke.workflows.suspension.judge_restart import criteria_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from hiyoke.suspension import Authority, Basis, Decision, Dissent, SealedDecision

#: Zone of times that name none.
DEFAULT_ZONE: Final = "Asia/Tokyo"


class BasisFacts(NamedTuple):
    """What the basis of a decision says.

    Attributes:
        level: Level that is to be decided; empty when it does not say.
        services: Services that the plan takes from.
        known_at: When the institution came to know; None when it does not say.
    """

    level: str
    services: tuple[str, ...]
    known_at: datetime | None


def record_decision(
    log: Path, decision: Decision, *, authority: Authority | None = None
) -> SealedDecision:
    """Append a decision to a log, now.

    Args:
        log: The log.
        decision: What was decided.
        authority: Who may decide what; None checks no authority.

    Raises:
        FaultsError: The decision lacks something, the person lacks authority, or the log was
            altered.
        DecisionError: The record may not follow those before it.
        ExerciseMarkError: An exercise and the real thing would mix.
        BusyDecisionLogError: Another process still writes.
    """
    now = datetime.now(UTC)  # noqa: TID251 - the edge where time enters.
    return suspension.append_decision(
        log, decision, recorded_at=now.replace(microsecond=0), authority=authority
    )


def authority_of(path: Path | None, criteria_path: Path | None) -> Authority | None:
    """Return what authority is checked against; None when no table was named.

    Raises:
        AuthorityError: There is no table at the path.
        FaultsError: It has faults.
        CriteriaProfileError: The institution's own criteria are malformed.
    """
    if path is None:
        return None
    return suspension.Authority(
        table=read_authority_table(path), criteria=criteria_of(criteria_path)
    )


def facts_of_basis(files: Iterable[Path]) -> BasisFacts:
    """Return what option sheets and plans among the basis say: level, services, knowledge.

    Other files say nothing. Of several, the highest level and all services count.
    """
    level, known = "", []
    services: set[str] = set()
    for path in files:
        record = _plain_record(path)
        if not str(record.get("schema", "")).startswith("hiyoke/stop-"):
            continue
        told = record.get("level")
        told = told if isinstance(told, dict) else {}
        level = max(level, str(told.get("decision_level") or ""))
        services.update(map(str, told.get("services") or ()))
        situation = record.get("situation")
        at = situation.get("detected_at") if isinstance(situation, dict) else None
        known += [at] if isinstance(at, str) else []
    return BasisFacts(
        level=level,
        services=tuple(sorted(services)),
        known_at=moment_of(min(known), option="--basis") if known else None,
    )


def check_level(stated: str | None, basis: BasisFacts) -> str:
    """Return the level of a decision: as stated, or as its basis says.

    Raises:
        UsageError: The stated level is lower than the basis asks for.
    """
    if stated is None or stated >= basis.level:
        return basis.level if stated is None else stated
    raise UsageError(
        Text(
            ja=f"根拠の資料が求める {basis.level} 以上を期待しましたが、{stated} でした",
            en=f"expected {basis.level} or more, as the basis asks for, found {stated}",
        ),
        where="--level",
        remedy=Text(
            ja="水準を直すか、別の計画を根拠にしてください。",
            en="Correct the level, or name the plan that was decided on.",
        ),
    )


def _plain_record(path: Path) -> dict[str, Any]:
    if path.suffix.lower() != ".json":
        return {}
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


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
        is_marked = bears_exercise_mark(content) or suspension.EXERCISE_NAME in path.name
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
