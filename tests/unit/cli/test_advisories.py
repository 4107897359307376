"""``hiyoke advisories`` imports, reports what it did, and ends with the right code."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len
from typer.testing import CliRunner, Result

from hiyoke.cli.advisories import app
from hiyoke.errors import DamagedStoreError, UsageError
from hiyoke.workflows.advisories.import_advisories import import_advisories
from small_advisories import affected, record, write_lines

if TYPE_CHECKING:
    from pathlib import Path

FEED = (
    record("X-1", affected("introduced 1", "fixed 2"), modified="2026-01-10T00:00:00Z"),
    record("X-2", affected("introduced 1"), withdrawn="2026-01-01T00:00:00Z"),
)


def _run(*words: str | Path, language: str = "en") -> Result:
    return CliRunner().invoke(app, [str(word) for word in words], env={"HIYOKE_LANG": language})


@pytest.fixture
def store(tmp_path: Path) -> Path:
    folder = tmp_path / "store"
    import_advisories([write_lines(tmp_path / "feed.jsonl", *FEED)], folder)
    return folder


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ["Withdrawn", "Total", "generation 1"]), ("ja", ["取り下げ", "合計", "世代 1"])],
)
def test_import_says_what_it_did(tmp_path: Path, language: str, words: list[str]) -> None:
    feed = write_lines(tmp_path / "feed.jsonl", *FEED)
    result = _run("import", feed, "--into", tmp_path / "store", language=language)

    assert result.exit_code == 0
    for word in words:
        assert word in result.stdout
    assert max(map(cell_len, result.stdout.splitlines()[:5])) <= 100


def test_import_counts_by_source_and_reason_in_json(tmp_path: Path) -> None:
    feeds = tmp_path / "feeds"
    feeds.mkdir()
    write_lines(feeds / "feed.jsonl", *FEED)
    (feeds / "note.txt").write_text("hello")
    result = _run("import", feeds, "--into", tmp_path / "store", "--format", "json")
    document = json.loads(result.stdout)

    assert result.exit_code == 0
    assert document["schema"] == "hiyoke/advisory-import/1"
    assert document["is_changed"] is True
    assert document["totals"] == {
        "records": 3,
        "used": 1,
        "withdrawn": 1,
        "quarantined": 1,
        "reasons": {"unknown_format": 1},
    }
    assert {source["format"] for source in document["sources"]} == {"osv", "unknown"}
    assert result.stderr == ""


def test_import_says_that_nothing_was_new(store: Path, tmp_path: Path) -> None:
    result = _run("import", tmp_path / "feed.jsonl", "--into", store)

    assert result.exit_code == 0
    assert "unchanged" in result.stdout


def test_import_sums_many_files_by_format(tmp_path: Path) -> None:
    feeds = tmp_path / "feeds"
    feeds.mkdir()
    for number in range(30):
        write_lines(feeds / f"{number}.jsonl", record(f"X-{number}"))
    result = _run("import", feeds, "--into", tmp_path / "store")

    assert "30 files" in result.stdout


def test_import_ends_with_two_when_nothing_could_be_read(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("hello")
    result = _run("import", tmp_path / "note.txt", "--into", tmp_path / "store")

    assert result.exit_code == 2
    assert "unknown_format" in result.stdout


def test_import_refuses_a_path_that_does_not_exist(tmp_path: Path) -> None:
    result = _run("import", tmp_path / "nowhere", "--into", tmp_path / "store")

    assert isinstance(result.exception, UsageError)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_status_flags_what_is_stale(store: Path, language: str) -> None:
    result = _run("status", store, "--as-of", "2026-03-01", language=language)

    assert result.exit_code == 0
    assert ("stale" if language == "en" else "古い") in result.stdout
    assert max(map(cell_len, result.stdout.splitlines()[1:])) <= 100


def test_status_reports_age_in_json(store: Path) -> None:
    result = _run("status", store, "--as-of", "2026-01-12", "--format", "json")
    document = json.loads(result.stdout)
    (source,) = document["sources"]

    assert document["schema"] == "hiyoke/advisory-status/1"
    assert (source["format"], source["records"], source["withdrawn"]) == ("osv", 2, 1)
    assert (source["age_days"], source["is_stale"]) == (2, False)
    assert source["newest_at"] == "2026-01-10T00:00:00+00:00"


def test_status_takes_another_limit(store: Path) -> None:
    words = ("--as-of", "2026-01-12", "--stale-after", "1", "--format", "json")
    document = json.loads(_run("status", store, *words).stdout)

    assert document["sources"][0]["is_stale"] is True


def test_status_refuses_what_is_no_store_and_no_date(store: Path, tmp_path: Path) -> None:
    assert isinstance(_run("status", tmp_path).exception, DamagedStoreError)
    assert isinstance(_run("status", store, "--as-of", "soon").exception, UsageError)
