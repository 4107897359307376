"""A drill: surprises at set times, a sheet for measured times, and what the times are worth after.

Everything it makes carries the mark of an exercise inside a digest, so that taking the mark off
shows when the sheet comes back. What is not here: the runbook of the drill (`runbook`), and
changing the estate: measured times are proposed, people enter them.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from hiyoke.errors import ExerciseMarkError, RestartCaseError
from hiyoke.languages import Text
from hiyoke.suspension.decision import EXERCISE_MARK

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hiyoke.suspension.runbook import Runbook
    from hiyoke.suspension.stop_order import StopStep

DRILL_SCHEMA: Final = "hiyoke/drill/1"
#: Members of a step that people fill in; everything else is under the digest.
_FILLED: Final = ("began_at", "done_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class Inject:
    """A surprise that the leader of the drill reads out.

    Attributes:
        after_minutes: Time from the start of the drill.
        says: What is read out.
        expects: What a good reaction is.
    """

    after_minutes: float
    says: Text
    expects: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredMode:
    """What a drill measured for one mode.

    Attributes:
        mode_id: The mode.
        minutes: From the first step's begin to the last step's end.
        planned_minutes: Likely time so far; None when nobody had stated it.
        on: Day of the drill, as ISO text.
    """

    mode_id: str
    minutes: float
    planned_minutes: float | None
    on: str


def injects_of(runbook: Runbook) -> tuple[Inject, ...]:
    """Return the surprises of a drill, in order of time; equal runbooks give equal ones."""
    steps = runbook.order.steps
    found = [_OPENING, *_by_desks(runbook), *_by_steps(steps)]
    done = runbook.order.parallel_minutes
    found.append(_at(done + 10, _PRESS))
    found.append(_at(done + 20, _EARLY_RESTART))
    return tuple(sorted(found, key=lambda one: one.after_minutes))


def drill_sheet(runbook: Runbook) -> dict[str, Any]:
    """Return the sheet of a drill as plain values, to be filled in by hand.

    Raises:
        ExerciseMarkError: The runbook is a real one.
    """
    if not runbook.is_exercise:
        raise _unmarked("drill sheet")
    sheet: dict[str, Any] = {
        "schema": DRILL_SCHEMA,
        "mark": EXERCISE_MARK,
        "situation_id": runbook.situation_id,
        "option": runbook.option,
        "starts_at": runbook.starts_at.isoformat(),
        "injects": [
            {
                "mark": EXERCISE_MARK,
                "after_minutes": one.after_minutes,
                "says": {"ja": one.says.ja, "en": one.says.en},
                "expects": {"ja": one.expects.ja, "en": one.expects.en},
            }
            for one in injects_of(runbook)
        ],
        "steps": [
            {
                "mark": EXERCISE_MARK,
                "number": step.number,
                "action_id": step.action.action_id,
                "mode_id": step.action.mode_id,
                "name": {"ja": step.action.name.ja, "en": step.action.name.en},
                "planned_minutes": step.action.likely_minutes,
                "began_at": None,
                "done_at": None,
            }
            for step in runbook.order.steps
        ],
    }
    return sheet | {"sha256": _digest(sheet)}


def measured_modes(sheet: Any) -> tuple[MeasuredMode, ...]:
    """Return what a filled sheet measured; modes with a step not done are left out.

    Args:
        sheet: Plain values, as `drill_sheet` made them and people filled in.

    Raises:
        ExerciseMarkError: The mark or anything else but the times was changed.
        RestartCaseError: A time is no time, or ends before it begins.
    """
    if not isinstance(sheet, dict) or sheet.get("schema") != DRILL_SCHEMA:
        raise _unmarked("drill sheet")
    content = {name: value for name, value in sheet.items() if name != "sha256"}
    if sheet.get("mark") != EXERCISE_MARK or sheet.get("sha256") != _digest(content):
        raise _unmarked("drill sheet")
    by_mode: dict[str, list[dict[str, Any]]] = {}
    for step in sheet["steps"]:
        by_mode.setdefault(step["mode_id"], []).append(step)
    return tuple(
        _measured(mode_id, steps)
        for mode_id, steps in sorted(by_mode.items())
        if all(step[name] for step in steps for name in _FILLED)
    )


def _measured(mode_id: str, steps: list[dict[str, Any]]) -> MeasuredMode:
    begins = [_moment(step["began_at"], mode_id) for step in steps]
    ends = [_moment(step["done_at"], mode_id) for step in steps]
    if any(end < begin for begin, end in zip(begins, ends, strict=True)):
        raise _bad_time(mode_id, steps[0]["done_at"])
    planned = [step["planned_minutes"] for step in steps if step["planned_minutes"] is not None]
    return MeasuredMode(
        mode_id=mode_id,
        minutes=round((max(ends) - min(begins)).total_seconds() / 60, 1),
        planned_minutes=max(planned, default=None),
        on=min(begins).date().isoformat(),
    )


def _moment(text: object, mode_id: str) -> datetime:
    try:
        return datetime.fromisoformat(str(text)).replace(tzinfo=None)
    except ValueError as error:
        raise _bad_time(mode_id, text) from error


def _by_desks(runbook: Runbook) -> Iterator[Inject]:
    named = [desk for desk in runbook.desks if desk.is_needed]
    if named:
        name = named[0].name
        says, expects = _DESK
        yield Inject(
            after_minutes=5,
            says=Text(ja=says.ja.format(name=name.ja), en=says.en.format(name=name.en)),
            expects=expects,
        )


def _by_steps(steps: tuple[StopStep, ...]) -> Iterator[Inject]:
    if not steps:
        return
    waiting = next((step for step in steps if step.action.in_flight_minutes is not None), None)
    if waiting is not None:
        yield _about(waiting, waiting.starts_minutes + 3, _OPEN_WORK)
    last = steps[-1]
    yield _about(last, last.starts_minutes + 1, _NO_OWNER)
    yield _at(steps[len(steps) // 2].starts_minutes + 2, _NO_MAIL)


def _about(step: StopStep, minutes: float, words: tuple[Text, Text]) -> Inject:
    name, (says, expects) = step.action.name, words
    return Inject(
        after_minutes=minutes,
        says=Text(
            ja=says.ja.format(number=step.number, name=name.ja),
            en=says.en.format(number=step.number, name=name.en),
        ),
        expects=expects,
    )


def _at(minutes: float, words: tuple[Text, Text]) -> Inject:
    return Inject(after_minutes=minutes, says=words[0], expects=words[1])


def _digest(sheet: Mapping[str, Any]) -> str:
    """Return the digest of a sheet without what people fill in."""
    steps = sheet.get("steps")
    blank = [
        {name: value for name, value in step.items() if name not in _FILLED}
        for step in (steps if isinstance(steps, list) else [])
        if isinstance(step, dict)
    ]
    text = json.dumps({**sheet, "steps": blank}, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _unmarked(where: str) -> ExerciseMarkError:
    return ExerciseMarkError(
        Text(
            ja="訓練の表示が付いた、書き換えのない訓練シートを期待しましたが、違いました",
            en="expected an unaltered drill sheet with the mark of an exercise, found another",
        ),
        where=where,
        remedy=Text(
            ja="時刻だけを書き入れてください。シートは hiyoke suspend drill で作り直せます。",
            en="Fill in times only; make the sheet again with `hiyoke suspend drill`.",
        ),
    )


def _bad_time(mode_id: str, found: object) -> RestartCaseError:
    return RestartCaseError(
        Text(
            ja=f"開始より後の日時（例: 2026-05-25T14:30）を期待しましたが、{found!r} でした",
            en=f"expected a time after the begin, such as 2026-05-25T14:30, found {found!r}",
        ),
        where=mode_id,
        remedy=Text(ja="訓練シートの時刻を直してください。", en="Correct the time in the sheet."),
    )


_OPENING: Final = Inject(
    after_minutes=0,
    says=Text(
        ja="訓練を始めます。状況を読み上げ、決定者と書記を決めてください",
        en="The drill begins. Read out the situation; name who decides and who writes",
    ),
    expects=Text(
        ja="決定者、代行、書記が決まり、決定が訓練用の記録に入る",
        en="Decider, deputy and writer are named; the decision enters the log of exercises",
    ),
)
_DESK: Final = (
    Text(ja="{name}の窓口に電話がつながりません", en="The desk of {name} does not answer"),
    Text(
        ja="別の連絡先を使うか、ベンダーなしで進めるかを決め、時刻を書く",
        en="Another contact is used, or the team goes on without; the time is noted",
    ),
)
_OPEN_WORK: Final = (
    Text(
        ja="手順 {number}「{name}」で、処理中の取引が予定の時間に終わりません",
        en="At step {number}, {name}, open work does not finish in the time planned",
    ),
    Text(
        ja="待つか止めるかを決定者が決め、残りの取引を書き留める",
        en="The decider chooses to wait or to stop; the work left is written down",
    ),
)
_NO_OWNER: Final = (
    Text(
        ja="手順 {number}「{name}」の担当者と連絡がつきません",
        en="The owner of step {number}, {name}, cannot be reached",
    ),
    Text(ja="代行者が名乗り、手順書だけで実行できる", en="A deputy steps in and works from paper"),
)
_NO_MAIL: Final = (
    Text(
        ja="メール、社内チャット、認証が使えなくなりました",
        en="Mail, chat and sign-in have gone down",
    ),
    Text(ja="紙の手順書と電話で続ける", en="The team goes on with paper and phones"),
)
_PRESS: Final = (
    Text(
        ja="顧客と報道から問い合わせが来ました。お知らせを出してください",
        en="Customers and the press ask. Publish the notice",
    ),
    Text(
        ja="用意した文面を使い、攻撃の手掛かりになる技術情報を含めない",
        en="The prepared text is used, without technical detail that helps attackers",
    ),
)
_EARLY_RESTART: Final = (
    Text(
        ja="営業部門が、独立した確認を待たずに再開するよう求めています",
        en="The business asks to restart without waiting for the independent check",
    ),
    Text(
        ja="断り、hiyoke suspend restart check の未了の条件を示す",
        en="It is refused, and the open conditions are shown",
    ),
)
