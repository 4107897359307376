"""A drill: its surprises, its sheet, and that its mark cannot be taken off unseen."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from hiyoke.errors import ExerciseMarkError, RestartCaseError
from hiyoke.estate import LossRange
from hiyoke.languages import Text
from hiyoke.suspension import (
    EXERCISE_MARK,
    PhoneDesk,
    Runbook,
    StopAction,
    drill_sheet,
    injects_of,
    measured_modes,
    order_stop,
)
from hiyoke.workflows.suspension.write_runbook import read_drill

if TYPE_CHECKING:
    from pathlib import Path

AT = datetime(2026, 5, 25, 14, 20, tzinfo=ZoneInfo("Asia/Tokyo"))


def runbook(**changes: Any) -> Runbook:
    actions = [
        StopAction(
            action_id=name,
            name=Text(ja=f"{name}を止める", en=f"Stop {name}"),
            mode_id=name.split("/")[0],
            kind="full_stop",
            tier="applications",
            systems=(name,),
            enter_minutes=LossRange(5, 10, 20),
            in_flight_minutes=LossRange(5, 15, 30),
        )
        for name in ("m/a", "m/b", "n")
    ]
    made = Runbook(
        institution=Text(ja="銀行", en="Bank"),
        title=Text(ja="状況", en="Situation"),
        situation_id="case",
        option="now",
        is_synthetic=True,
        is_exercise=True,
        starts_at=AT,
        fixed_at=AT + timedelta(hours=8),
        order=order_stop(actions, [("m/a", "m/b")]),
        services=(),
        names={},
        desks=(PhoneDesk(Text(ja="みなと", en="Minato"), "03", None, is_needed=True),),
        has_signs=False,
        hiyoke_version="0",
    )
    return replace(made, **changes)


def filled(began: str = "2026-05-25T14:20", done: str = "2026-05-25T14:32") -> dict[str, Any]:
    sheet = drill_sheet(runbook())
    for step in sheet["steps"]:
        step |= {"began_at": began, "done_at": done}
    return sheet


def test_surprises_come_in_order_and_in_both_languages() -> None:
    found = injects_of(runbook())
    times = [one.after_minutes for one in found]
    assert times == sorted(times)
    assert times[0] == 0
    assert all(one.says.ja and one.says.en and one.expects.ja and one.expects.en for one in found)
    assert any("Minato" in one.says.en for one in found)


def test_measured_times_flow_back_by_mode() -> None:
    sheet = filled()
    sheet["steps"][0]["began_at"] = "2026-05-25T14:10"
    found = {one.mode_id: one for one in measured_modes(sheet)}
    assert found["m"].minutes == 22
    assert found["n"].minutes == 12
    assert found["n"].planned_minutes == 10
    assert found["n"].on == "2026-05-25"


def test_a_mode_with_a_step_not_done_is_not_rehearsed() -> None:
    sheet = filled()
    sheet["steps"][0]["done_at"] = None
    assert [one.mode_id for one in measured_modes(sheet)] == ["n"]


def test_every_row_carries_the_mark() -> None:
    sheet = drill_sheet(runbook())
    assert all(row["mark"] == EXERCISE_MARK for row in (sheet, *sheet["steps"], *sheet["injects"]))


def strip(sheet: dict[str, Any], way: str) -> dict[str, Any]:
    taken = copy.deepcopy(sheet)
    if way == "emptied":
        taken["mark"] = ""
    elif way == "removed":
        del taken["mark"]
    elif way == "row":
        taken["steps"][0]["mark"] = ""
    elif way == "inject":
        taken["injects"][0]["mark"] = ""
    elif way == "planned":
        taken["steps"][0]["planned_minutes"] = 1
    elif way == "digest":
        taken["sha256"] = "0" * 64
    else:
        taken["schema"] = "hiyoke/stop-plan/1"
    return taken


@pytest.mark.parametrize(
    "way", ["emptied", "removed", "row", "inject", "planned", "digest", "schema"]
)
def test_the_mark_cannot_be_taken_off_unseen(way: str) -> None:
    with pytest.raises(ExerciseMarkError):
        measured_modes(strip(filled(), way))


def test_a_real_runbook_has_no_drill_sheet() -> None:
    with pytest.raises(ExerciseMarkError):
        drill_sheet(runbook(is_exercise=False))


@pytest.mark.parametrize("done", ["soon", "2026-05-25T14:19"])
def test_refuses_times_that_are_none(done: str) -> None:
    with pytest.raises(RestartCaseError):
        measured_modes(filled(done=done))


def test_results_are_marked_and_read_from_marked_names_only(tmp_path: Path) -> None:
    text = json.dumps(filled(), ensure_ascii=False)
    sheet, renamed = tmp_path / "drill-EXERCISE.json", tmp_path / "drill.json"
    for path in (sheet, renamed):
        path.write_text(text, encoding="utf-8")
    _, written = read_drill(sheet, tmp_path / "out")
    assert "EXERCISE" in written.name
    record = json.loads(written.read_text(encoding="utf-8"))
    assert all(row["mark"] == EXERCISE_MARK for row in record["modes"])
    with pytest.raises(ExerciseMarkError):
        read_drill(renamed, tmp_path / "out")
