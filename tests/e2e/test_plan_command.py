"""``hiyoke plan`` on the invented bank: files that people and programs can use tomorrow."""

from __future__ import annotations

import io
import json
import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import icalendar
import openpyxl
import pytest

from hiyoke.cli import main
from hiyoke.demo import DEMO_AS_OF, demo_advisories, demo_estate
from hiyoke.errors import UnknownSubjectError
from hiyoke.languages import Language
from hiyoke.workflows.advisories.import_advisories import import_advisories
from hiyoke.workflows.explanation.explain import explain

if TYPE_CHECKING:
    from pathlib import Path


def run(*words: str, language: str = "en") -> int:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HIYOKE_LANG", language)
        with pytest.raises(SystemExit) as left:
            main(words)
    return int(left.value.code or 0)


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a plan of the demo bank."""
    folder = tmp_path_factory.mktemp("plan")
    import_advisories([demo_advisories()], folder / "store")
    code = run(
        "plan",
        str(demo_estate()),
        "--advisories",
        str(folder / "store"),
        "--as-of",
        DEMO_AS_OF.isoformat(),
        "--out",
        str(folder / "out"),
        "--effort",
        "quick",
    )
    assert code == 11
    return folder / "out"


def _record(planned: Path) -> Any:
    return json.loads((planned / "plan.json").read_text(encoding="utf-8"))


def test_the_plan_keeps_every_rule(planned: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("plan", "check", str(planned)) == 0
    assert "keeps every rule" in capsys.readouterr().out


def test_a_tampered_plan_is_found_out(
    planned: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record = _record(planned)
    task = next(t for t in record["plan"]["tasks"] if t["window_id"] is not None)
    task["charges"] = []
    (tmp_path / "plan.json").write_text(json.dumps(record), encoding="utf-8")
    assert run("plan", "check", str(tmp_path)) == 10
    assert "effort" in capsys.readouterr().out


def test_a_plan_compared_with_itself_moves_nothing(
    planned: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("plan", "compare", str(planned), str(planned), language="ja") == 0
    assert "すべてそのまま" in capsys.readouterr().out


def test_every_task_says_why_and_what_it_closes(planned: Path) -> None:
    record = _record(planned)
    assert record["schema"] == "hiyoke/plan/1"
    assert record["plan"]["bound"] <= record["plan"]["value"] <= record["plan"]["reference_value"]
    for task in record["report"]["tasks"]:
        assert all(task["reason"])
        assert task["finding_ids"]
        assert task["system_names"]
    left = record["report"]["exposure"]
    assert all(a["loss_per_day"] >= b["loss_per_day"] for a, b in pairwise(left))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_pages_are_whole_marked_and_load_nothing(planned: Path, language: str) -> None:
    page = (planned / f"plan.{language}.html").read_text(encoding="utf-8")
    assert f'<html lang="{language}">' in page
    assert "<script" not in page
    assert not re.search(r'(src|href)="https?:', page)
    assert page.count("<svg") == 2
    assert 'class="synthetic"' in page


def test_each_crew_has_its_sheet_in_order_of_time(planned: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO((planned / "worklist.ja.xlsx").read_bytes()))
    crews = {name["ja"] if isinstance(name, dict) else name[0] for name in _crews(planned)}
    assert crews & set(book.sheetnames)
    for title in crews & set(book.sheetnames):
        rows = list(book[title].iter_rows(values_only=True))
        head = next(n for n, row in enumerate(rows) if row[0] == "日付")
        days = [str(row[0]) for row in rows[head + 1 :]]
        assert days == sorted(days)
        assert all(row[3] and row[4] for row in rows[head + 1 :])


def _crews(planned: Path) -> list[Any]:
    return list(_record(planned)["report"]["crew_names"].values())


def test_the_calendar_holds_every_change(planned: Path) -> None:
    calendar = icalendar.Calendar.from_ical((planned / "plan.ja.ics").read_bytes())
    uids = [str(e["UID"]) for e in calendar.walk("VEVENT")]
    changes = [t for t in _record(planned)["plan"]["tasks"] if t["window_id"] is not None]
    assert len(uids) == len(set(uids))
    assert sum("/change@" in uid for uid in uids) == len(changes)


def test_a_wrong_path_is_told_with_a_remedy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("plan", "check", str(tmp_path / "none.json")) == 2
    assert "HYK002" in capsys.readouterr().err


def test_every_job_of_the_plan_can_be_explained(planned: Path) -> None:
    record = _record(planned)
    jobs = record["problem"]["jobs"][::9]
    for job in jobs:
        told = explain(job["job_id"], planned).as_json(Language.EN)
        assert [section["title"] for section in told["sections"]][1] == "Other ways"
    task = record["plan"]["tasks"][0]
    told = explain(task["job_id"], planned).as_json(Language.EN)
    assert told["sections"][0]["rows"]["plan.tasks"][0]["loss"] == task["loss"]


@pytest.mark.parametrize(("subject", "kind"), [("web-crew", "crew"), ("cb-web-1", "system")])
def test_a_crew_and_a_system_are_explained_by_their_jobs(
    planned: Path, subject: str, kind: str
) -> None:
    told = explain(subject, planned).as_json(Language.JA)
    assert told["kind"] == kind
    assert told["sections"][0]["title"] == "関係する作業"


def test_a_name_that_no_plan_knows_is_refused(planned: Path) -> None:
    with pytest.raises(UnknownSubjectError, match="cb-web-1"):
        explain("cb-web-11", planned)


def test_says_until_when_what_stays_open_is_accepted(planned: Path) -> None:
    rows = {row["job_id"]: row for row in _record(planned)["report"]["acceptances"]}
    by_state: dict[str, list[Any]] = {}
    for row in rows.values():
        by_state.setdefault(row["state"], []).append(row)
        assert row["until"]
    (held,) = {tuple(row["acceptance_ids"]) for row in by_state["accepted"]}
    assert held == ("acc-2026-009",)
    assert all(row["owner"] and row["accepted_by"] == ["CISO"] for row in by_state["accepted"])
    assert all(row["asked_until"] and row["owner"] is None for row in by_state["needed"])
    late = {row["job_id"] for row in _record(planned)["report"]["misses"]}
    left = {row["job_id"] for row in _record(planned)["report"]["open_jobs"]}
    assert late | left <= rows.keys()


def test_a_crew_reads_what_to_change_and_until_when_to_go_back(planned: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO((planned / "worklist.en.xlsx").read_bytes()))
    page = book["Work list"]
    rows = list(page.iter_rows(values_only=True))
    head = next(n for n, row in enumerate(rows) if row[0] == "Day")
    names = [str(name) for name in rows[head]]
    changes = [
        dict(zip(names, (str(cell or "") for cell in row), strict=True))
        for row in rows[head + 1 :]
        if row[names.index("Kind")] == "change"
    ]
    assert changes
    for change in changes:
        assert " → " in change["Packages (now → then)"]
        assert change["Window ends"]
        assert re.match(r"by 20|no room", change["Go back by"])
        assert "(" in change["Systems"]
    assert page.print_title_rows == f"${head + 1}:${head + 1}"
    assert (page.page_setup.orientation, page.page_setup.fitToHeight) == ("landscape", 0)
    assert {"Packages and versions", "Whom to call", "To accept"} <= set(book.sheetnames)
