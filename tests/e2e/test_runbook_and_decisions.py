"""From the command line: a stop is decided, printed, practised, recorded, and its return judged."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from hiyoke.cli import main
from hiyoke.demo import demo_advisories, demo_estate
from hiyoke.workflows.advisories.import_advisories import import_advisories

MARK = "訓練 EXERCISE"
DOCS = Path(__file__).parents[2] / "docs" / "reference" / "runbook.md"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("runbook") / "store"
    import_advisories([demo_advisories()], folder)
    return folder


def run(*words: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(list(words))
    return int(left.value.code or 0)


def given(store: Path, out: Path) -> tuple[str, ...]:
    words = ("--advisories", str(store), "--situation", "zero-day", "--out", str(out))
    return (str(demo_estate()), *words)


@pytest.fixture(scope="module")
def written(store: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A real runbook and a drill, made once."""
    real, drill = tmp_path_factory.mktemp("real"), tmp_path_factory.mktemp("drill")
    assert run("suspend", "runbook", *given(store, real)) == 0
    assert run("suspend", "drill", *given(store, drill)) == 0
    return real, drill


def texts(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}


def test_real_and_exercise_runbooks_differ_in_every_file(written: tuple[Path, Path]) -> None:
    real, drill = written
    assert (len(texts(real)), len(texts(drill))) == (8, 9)
    assert not any(MARK in text or "EXERCISE" in name for name, text in texts(real).items())
    assert all(MARK in text and "EXERCISE" in name for name, text in texts(drill).items())
    assert all(path.stat().st_mode & 0o077 == 0 for path in real.iterdir())


def test_a_runbook_is_the_same_every_time(
    store: Path, written: tuple[Path, Path], tmp_path: Path
) -> None:
    assert run("suspend", "runbook", *given(store, tmp_path)) == 0
    assert texts(tmp_path) == texts(written[0])


def test_refuses_an_option_that_stops_nothing(store: Path, tmp_path: Path) -> None:
    assert run("suspend", "runbook", *given(store, tmp_path), "--option", "never") == 2


def decide(log: Path, kind: str, actor: str, *words: str) -> int:
    who = ("--actor", actor, "--role", "ciso", "--subject", "zero-day", "--summary", "止める")
    return run("decisions", "add", str(log), "--kind", kind, *who, *words)


def test_a_decision_is_recorded_approved_and_verified(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log, basis = tmp_path / "log.jsonl", tmp_path / "options.json"
    basis.write_text("{}", encoding="utf-8")
    needs = ("--basis", str(basis), "--alternative", "待つ", "--expires", "2099-01-01")
    assert decide(log, "stop", "佐藤", *needs, "--at", "2026-05-25T14:20") == 0
    head = re.findall(r"[0-9a-f]{64}", capsys.readouterr().out)[0]
    answer = ("--refers-to", head, "--approve", "--at", "2026-05-25T14:25")
    assert decide(log, "approval", "佐藤", *answer) == 2
    assert decide(log, "approval", "高橋", *answer) == 0
    capsys.readouterr()
    assert run("decisions", "list", str(log), "--format", "json") == 0
    listed = json.loads(capsys.readouterr().out)
    assert [row["standing"] for row in listed["decisions"]] == ["confirmed"]
    assert listed["authority_unchecked"] == 1
    assert run("decisions", "verify", str(log), "--head", head) == 0
    (tmp_path / "log.jsonl.head").unlink()
    assert run("decisions", "verify", str(log)) == 12
    log.write_bytes(log.read_bytes().replace("佐藤".encode(), "鈴木".encode()))
    assert run("decisions", "verify", str(log)) == 10
    assert run("decisions", "list", str(log)) == 10


def test_who_decides_is_checked_against_the_table_of_the_estate(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    advice = ("--advisories", str(store), "--situation", "exploited-flaw", "--out", str(tmp_path))
    assert run("suspend", "options", str(demo_estate()), *advice) == 11
    log = tmp_path / "log.jsonl"
    authority = ("--authority", str(demo_estate()))
    basis = ("--basis", str(tmp_path / "plan.json"), "--alternative", "待つ")
    needs = (*basis, "--expires", "2099-01-01", "--at", "2026-05-25T14:25", *authority)

    def add(kind: str, actor: str, role: str, *words: str) -> int:
        who = ("--kind", kind, "--actor", actor, "--role", role, "--subject", "exploited-flaw")
        return run("decisions", "add", str(log), *who, "--summary", "止める", *words)

    capsys.readouterr()
    assert add("stop", "佐藤", "csirt", *needs) == 2  # L3 is beyond its L2.
    told = capsys.readouterr().err
    assert told.count("HYK616") == 1
    assert "CISO" in told
    assert add("stop", "佐藤", "friend", *needs) == 2
    assert add("stop", "佐藤", "ciso", *needs, "--level", "L2") == 2  # The plan asks for L3.
    assert not log.exists()
    assert add("stop", "当直", "shift_lead", *needs, "--break-glass", "連絡がつかない") == 0
    assert add("stop", "佐藤", "ciso", *needs) == 0
    capsys.readouterr()
    assert run("decisions", "list", str(log), "--at", "2026-05-25T15:00") == 0
    assert "緊急（事後確認待ち）" in capsys.readouterr().out
    late = ("--at", "2026-05-26T15:00", "--format", "json")
    assert run("decisions", "list", str(log), *late) == 10
    listed = json.loads(capsys.readouterr().out)
    assert listed["reviews_overdue"] == [1]
    assert [row["level"] for row in listed["decisions"]] == ["L3", "L3"]
    due = {n["duty"]: n["due_at"] for n in listed["decisions"][1]["notices"] if n["due_at"]}
    assert due["overseas-ny"] == "2026-05-28T13:50:00+09:00"
    assert listed["decisions"][0]["authority"] == "break-glass, lacking: level, hours"


def test_a_restart_by_people_without_authority_is_refused_with_every_fault(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "restart.yaml"
    file.write_text(
        "schema: hiyoke/restart/1\nlevel: L4\nat: 2027-05-25T09:00\n"
        "stopped: {actor: 佐藤, role: csirt, at: 2027-05-24T08:00}\n"
        "approvals:\n  - {actor: 高橋, role: board, at: 2027-05-25T08:30}\n",
        encoding="utf-8",
    )
    assert run("suspend", "restart", "check", str(file)) == 10
    assert "--authority" in capsys.readouterr().out
    authority = ("--authority", str(demo_estate()), "--lang", "en")
    assert run("suspend", "restart", "check", str(file), *authority) == 2
    told = capsys.readouterr().err
    # The csirt's delegation ends at L2, has run out and holds by day; no line is for the board.
    assert told.count("HYK616") == 4
    for words in ("authority for L4", "one that ended on 2027-03-31", "a role of the table"):
        assert words in told
    assert "restart.yaml stopped" in told
    assert "restart.yaml approvals[1]" in told


def test_drill_material_cannot_be_the_basis_of_a_real_decision(
    written: tuple[Path, Path], tmp_path: Path
) -> None:
    renamed = tmp_path / "runbook.html"
    renamed.write_bytes((written[1] / "runbook-EXERCISE.ja.html").read_bytes())
    needs = ("--basis", str(renamed), "--alternative", "待つ", "--expires", "2099-01-01")
    log = tmp_path / "log.jsonl"
    assert decide(log, "stop", "佐藤", *needs) == 2
    assert not log.exists()
    drill_log = tmp_path / "log-EXERCISE.jsonl"
    assert decide(drill_log, "stop", "佐藤", *needs, "--exercise") == 0


def test_the_restart_file_of_the_docs_is_read_and_stays_stopped(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    examples = re.findall(r"```yaml\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    (example,) = (text for text in examples if text.startswith("schema: hiyoke/restart/"))
    file = tmp_path / "restart.yaml"
    file.write_text(example, encoding="utf-8")
    assert run("suspend", "restart", "check", str(file), "--format", "json") == 10
    record = json.loads(capsys.readouterr().out)
    assert record["state"] == "stop_again"  # Its first stage holds although conditions are open.
    assert {one["code"] for one in record["open"]} >= {"rebuilt", "independent_check"}
