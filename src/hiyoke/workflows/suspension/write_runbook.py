"""From a situation to a runbook on paper and for machines, in both languages.

It drafts and stops nothing. What is not here: the order (`hiyoke.suspension`), the words
(`hiyoke.reports`) and the CACAO form (`hiyoke.exchange`).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hiyoke import __version__, suspension
from hiyoke.documents import write_private
from hiyoke.errors import UsageError
from hiyoke.exchange.cacao import PlaybookDraft, PlaybookStage, PlaybookStop, write_cacao
from hiyoke.languages import Language, Text
from hiyoke.reports.suspension.notices import AUDIENCES, render_notice
from hiyoke.reports.suspension.runbook_page import RunbookView, render_runbook
from hiyoke.suspension import EXERCISE_MARK, EXERCISE_NAME
from hiyoke.workflows.suspension.exercise_marks import check_marks
from hiyoke.workflows.suspension.level_of_situation import level_of_situation
from hiyoke.workflows.suspension.suspend import suspend

if TYPE_CHECKING:
    from pathlib import Path

    from hiyoke.suspension import (
        MeasuredMode,
        OptionSheet,
        Runbook,
        StopCriteria,
        StopPlan,
        StopStep,
    )


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class RunbookRun:
    """What was made.

    Attributes:
        runbook: The runbook.
        files: Files written, in order.
    """

    runbook: Runbook
    files: tuple[Path, ...]


def write_runbook(
    estate_path: Path,
    store_folder: Path,
    situation: str,
    out: Path,
    *,
    at: str | None = None,
    option: str | None = None,
    criteria: StopCriteria | None = None,
    is_exercise: bool = False,
) -> RunbookRun:
    """Write the runbook of one option.

    Args:
        estate_path: Folder or workbook of the estate.
        store_folder: Store of advisories.
        situation: File of the situation, or the name of one of the demo bank.
        out: Folder for the files; those of an exercise have EXERCISE in their names.
        at: Takes the place of the situation's own time.
        option: Key of the option; the one of stopping now when None.
        criteria: Levels, triggers and duties; the shipped ones when None.
        is_exercise: Whether this is practice.

    Raises:
        UsageError: The option does not exist or stops nothing.
        FaultsError: The estate, the situation or the table of authority has faults.
        ExerciseMarkError: A real file would carry the mark of an exercise.
    """
    run = suspend(estate_path, store_folder, situation, None, at=at)
    key, plan = _chosen(run.sheet, option)
    runbook = suspension.make_runbook(
        run.read.estate,
        run.sheet.ground,
        plan,
        option=key,
        is_exercise=is_exercise,
        hiyoke_version=__version__,
        reading=level_of_situation(run.read, plan, criteria or suspension.load_criteria()),
    )
    name = f"runbook-{EXERCISE_NAME}" if is_exercise else "runbook"
    contents = {}
    for language in Language:
        page = render_runbook(runbook, language)
        contents[f"{name}.{language.value}.html"] = page.encode()
        contents[f"{name}.{language.value}.cacao.json"] = write_cacao(draft_of(runbook, language))
        for audience in AUDIENCES:
            notice = render_notice(runbook, audience, language)
            contents[f"{name}.notice-{audience}.{language.value}.txt"] = notice.encode()
    if is_exercise:
        contents[f"drill-{EXERCISE_NAME}.json"] = _json(suspension.drill_sheet(runbook))
    check_marks(contents, is_exercise=is_exercise)
    for file, content in contents.items():
        write_private(out / file, content)
    return RunbookRun(runbook=runbook, files=tuple(out / file for file in contents))


def read_drill(sheet: Path, out: Path) -> tuple[tuple[MeasuredMode, ...], Path]:
    """Read a filled drill sheet and write what it measured as rehearsal data.

    Args:
        sheet: The sheet of `write_runbook`, with times filled in.
        out: Folder for the rehearsal data. People enter them into the estate; nothing does it here.

    Raises:
        UsageError: The sheet cannot be read.
        ExerciseMarkError: Its mark or anything else but the times was changed.
        RestartCaseError: A time is no time.
    """
    try:
        content = json.loads(sheet.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(
            Text(
                ja=f"読める訓練シートを期待しましたが、{error} でした",
                en=f"expected a drill sheet that can be read, found {error}",
            ),
            where=str(sheet),
        ) from error
    suspension.check_exercise_name(sheet, is_exercise=True)
    measured = suspension.measured_modes(content)
    rows = [
        {
            "mark": EXERCISE_MARK,
            "mode_id": one.mode_id,
            "rehearsed_on": one.on,
            "measured_minutes": one.minutes,
            "planned_minutes": one.planned_minutes,
        }
        for one in measured
    ]
    path = out / f"rehearsal-{EXERCISE_NAME}.json"
    record = {"schema": "hiyoke/rehearsal/1", "mark": EXERCISE_MARK, "modes": rows}
    write_private(path, _json(record))
    return measured, path


def _json(record: dict[str, Any]) -> bytes:
    return (json.dumps(record, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def draft_of(runbook: Runbook, language: Language) -> PlaybookDraft:
    """Return a runbook in words of one language, for CACAO."""
    view = RunbookView(runbook, language)
    key = f"{runbook.situation_id}/{runbook.option}/{runbook.starts_at.isoformat()}"
    first = [(view.label("before_heading"), view.label("decision"))]
    if view.evidence:
        listed = " / ".join(view.t(one) for one in view.evidence)
        heading, rule = view.label("evidence_heading"), view.label("evidence_rule")
        first.append((heading, f"{listed}. {rule}"))
    return PlaybookDraft(
        key=f"{view.t(runbook.institution)}/{key}/{language.value}",
        name=f"{view.label('title')}: {view.t(runbook.title)}",
        description=" ".join(
            [view.label("synthetic")] * runbook.is_synthetic + [view.label("people_decide")]
        ),
        author=view.t(runbook.institution),
        created_at=runbook.starts_at,
        first=tuple(first),
        stages=tuple(
            PlaybookStage(
                name=view.layer(steps), stops=tuple(_stop_of(view, step) for step in steps)
            )
            for steps in runbook.order.layers
        ),
        ask_name=view.t(_ASK),
        ask_command=view.t(_ASK_COMMAND),
        rollback_name=view.label("rollback"),
        exercise_mark=EXERCISE_MARK if runbook.is_exercise else "",
    )


_ASK = Text(ja="取り消すか続けるかを確かめる", en="Ask whether to take it back")
_ASK_COMMAND = Text(
    ja="決めた人に、止めたままにするか、すべて取り消すかを確かめる。取り消すなら "
    "__take_back__ を yes にする",
    en="Ask who decided whether to keep the stop or to take it all back; to take it back, set "
    "__take_back__ to yes",
)


def _stop_of(view: RunbookView, step: StopStep) -> PlaybookStop:
    parts = [*view.notes(step), view.what(step), view.check(step)]
    return PlaybookStop(
        key=step.action.action_id,
        name=f"{step.number}. {view.what(step)}",
        command=". ".join(parts) if view.language is Language.EN else "。".join(parts),
        rollback=view.rollback(step),
        owner=view.owner(step),
        cuts=step.action.kind in {"full_stop", "isolate", "network_cut"},
    )


def _chosen(sheet: OptionSheet, option: str | None) -> tuple[str, StopPlan]:
    plans = {one.key.value: one.plan for one in sheet.options if one.plan is not None}
    key = option if option is not None else next(iter(plans), "")
    plan = plans.get(key)
    if plan is None:
        listed = ", ".join(plans) or "-"
        raise UsageError(
            Text(
                ja=f"何かを止める選択肢（{listed}）を期待しましたが、{key or 'なし'} でした",
                en=f"expected an option that stops something ({listed}), found {key or 'none'}",
            ),
            where="--option",
            remedy=Text(
                ja="hiyoke suspend options で選択肢を確かめてください。",
                en="See the options with `hiyoke suspend options`.",
            ),
        )
    return key, plan
