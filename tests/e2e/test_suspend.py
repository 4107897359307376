"""The demo bank's three situations, from the command line to the page a board reads."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from hiyoke.cli import main
from hiyoke.demo import demo_advisories, demo_estate, demo_situations
from hiyoke.errors import UnknownSubjectError
from hiyoke.languages import Language
from hiyoke.reports.labels import LABELS
from hiyoke.workflows.advisories.import_advisories import import_advisories
from hiyoke.workflows.explanation.explain import explain

if TYPE_CHECKING:
    from pathlib import Path

SITUATIONS = ("exploited-flaw", "shared-centre", "zero-day")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("suspend") / "store"
    import_advisories([demo_advisories()], folder)
    return folder


def run(*words: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(["suspend", *words])
    return int(left.value.code or 0)


@pytest.fixture(scope="module")
def folders(store: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The results of every situation, computed once."""
    written = {}
    for situation in SITUATIONS:
        out = written[situation] = tmp_path_factory.mktemp(situation)
        write_sheet(store, out, situation)
    return written


def write_sheet(store: Path, out: Path, situation: str) -> None:
    options = ("--advisories", str(store), "--situation", situation, "--out", str(out))
    assert run("options", str(demo_estate()), *options) == 11


def record_of(folder: Path, name: str = "options.json") -> dict[str, Any]:
    record: dict[str, Any] = json.loads((folder / name).read_text(encoding="utf-8"))
    return record


def test_ships_three_situations() -> None:
    assert tuple(demo_situations()) == SITUATIONS


def test_an_exploited_flaw_on_payday_can_wait_for_the_cut_off(folders: dict[str, Path]) -> None:
    record = record_of(folders["exploited-flaw"])
    by_key = {option["key"]: option for option in record["options"]}
    assert by_key["now"]["modes"] == ["cb-channel-off"]
    missed = [d["deadline_id"] for s in by_key["now"]["services"] for d in s["missed_deadlines"]]
    assert missed == ["transfer-close"]
    waiting = by_key["after_deadline"]
    assert waiting["starts_at"].startswith("2026-05-25T15:35")
    # Deadlines cost more than minutes, as in October 2023.
    assert waiting["stop_loss"][1] < by_key["now"]["stop_loss"][1]
    assert {one["against"] for one in record["break_evens"]} == {"after_deadline", "stay_open"}
    assert record["flips"]


def test_a_hit_centre_takes_its_services_down_and_the_rest_is_cut_off(
    folders: dict[str, Path],
) -> None:
    record = record_of(folders["shared-centre"])
    assert {"core-banking", "atm", "zengin-transfer"} <= set(record["beyond_reach"])
    plan = record_of(folders["shared-centre"], "plan.json")
    # One shared processor, many services at once; nothing here can keep them (NPCI, 2024).
    assert set(plan["certificate"]["beyond_reach"]) == set(record["beyond_reach"])
    assert all(mode["mode_id"] != "centre-cut" for mode in plan["modes"])


def test_a_shared_component_opens_many_ways_and_each_cut_names_one(
    folders: dict[str, Path],
) -> None:
    plan = record_of(folders["zero-day"], "plan.json")
    assert len(plan["modes"]) > 2
    assert all(mode["removes_way"] for mode in plan["modes"])
    assert plan["certificate"]["still_open"] == {}
    assert plan["cost"]["gap"] <= 0.01


@pytest.mark.parametrize(
    ("situation", "level", "if_unknown", "met"),
    [
        ("exploited-flaw", "L3", "L3", ["V-1", "V-2"]),
        ("shared-centre", "L3", "L4", ["E-4"]),
        ("zero-day", "L2", "L3", ["V-1"]),
    ],
)
def test_says_which_level_is_met_who_may_decide_and_whom_to_tell(
    folders: dict[str, Path], situation: str, level: str, if_unknown: str, met: list[str]
) -> None:
    for name in ("options.json", "plan.json"):
        found = record_of(folders[situation], name)["level"]
        assert (found["level"], found["level_if_unknown"]) == (level, if_unknown)
        assert [t["code"] for t in found["triggers"] if t["state"] == "met"] == met
        assert all(t["why"]["ja"] and t["why"]["en"] for t in found["triggers"])
        assert [one["role"] for one in found["deciders"]] == ["top", "ciso", "ciso"]
        assert all(n["verify"] and n["mark"] for n in found["notices"])
    for language, words in (("ja", "検討する水準"), ("en", "Level to consider")):
        page = (folders[situation] / f"options.{language}.html").read_text(encoding="utf-8")
        assert words in page
        assert level in page


@pytest.mark.parametrize("language", ["ja", "en"])
def test_writes_one_page_that_loads_nothing_and_marks_invented_data(
    folders: dict[str, Path], language: str
) -> None:
    page = (folders["zero-day"] / f"options.{language}.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert f'lang="{language}"' in page
    assert LABELS["synthetic"].render(Language(language)) in page
    assert not re.search(r"<script|src=|https?://", page)
    assert page.count('<th scope="col"') >= 5


def test_writes_the_same_bytes_twice(store: Path, folders: dict[str, Path], tmp_path: Path) -> None:
    write_sheet(store, tmp_path, "exploited-flaw")
    for path in sorted(folders["exploited-flaw"].iterdir()):
        assert path.read_bytes() == (tmp_path / path.name).read_bytes()
        assert path.stat().st_mode & 0o077 == 0


def test_prints_the_plan_with_its_proof(
    store: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HIYOKE_LANG", "en")
    options = ("--advisories", str(store), "--situation", "exploited-flaw")
    assert run("plan", str(demo_estate()), *options) == 11
    shown = capsys.readouterr().out
    assert "Checked by a separate search" in shown
    assert "Hiyoke computes and records; it stops nothing" in shown


def test_no_sheet_carries_the_mark_of_an_exercise(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    situation = tmp_path / "situation.yaml"
    title = '{ja: "訓練　ＥＸＥＲＣＩＳＥ", en: drill}'
    situation.write_text(
        f"kind: exploited_flaw\nat: 2026-05-25T14:20\nsubjects: [CVE-2025-24813]\ntitle: {title}\n",
        encoding="utf-8",
    )
    options = ("--advisories", str(store), "--situation", str(situation), "--out")
    assert run("options", str(demo_estate()), *options, str(tmp_path / "out")) == 2
    assert "HYK615" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_moves_the_decision_to_the_time_given(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("--advisories", str(store), "--situation", "exploited-flaw", "--format", "json")
    assert run("options", str(demo_estate()), *words, "--at", "2026-05-25T16:00") == 11
    record = json.loads(capsys.readouterr().out)
    assert record["situation"]["at"] == "2026-05-25T16:00:00+09:00"
    assert all(not s["missed_deadlines"] for o in record["options"] for s in o["services"])


def test_names_the_situations_when_there_is_no_such_one(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("--advisories", str(store), "--situation", "storm", "--lang", "en")
    assert run("options", str(demo_estate()), *words) == 2
    assert "exploited-flaw, shared-centre, zero-day" in capsys.readouterr().err


@pytest.mark.parametrize("situation", SITUATIONS)
def test_every_figure_of_the_sheet_can_be_explained(
    folders: dict[str, Path], situation: str
) -> None:
    record = record_of(folders[situation])
    keys = ["advice", *(option["key"] for option in record["options"])]
    keys += sorted({s["service_id"] for o in record["options"] for s in o["services"]})
    keys += [mode["mode_id"] for mode in record_of(folders[situation], "plan.json")["modes"]]
    for key in keys:
        told = explain(key, folders[situation]).as_json(Language.EN)
        assert told["sections"], key


def test_a_chance_is_explained_by_the_figures_that_give_it_again(folders: dict[str, Path]) -> None:
    record = record_of(folders["exploited-flaw"])
    for option in record["options"]:
        told = explain(option["key"], folders["exploited-flaw"]).as_json(Language.EN)
        said = " ".join(s for section in told["sections"] for s in section["sentences"])
        computed, shown = re.findall(r"= ([\d.]+)%; the sheet says ([\d.]+)%", said)[0]
        assert computed == shown


def test_what_is_not_in_the_sheet_is_refused_with_near_names(folders: dict[str, Path]) -> None:
    with pytest.raises(UnknownSubjectError, match="after_deadline"):
        explain("after-deadline", folders["exploited-flaw"])
