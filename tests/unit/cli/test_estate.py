"""``hiyoke estate`` shows every fault in either language and ends with the right code."""

from __future__ import annotations

import json
import stat
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len
from typer.testing import CliRunner, Result

from hiyoke.cli.estate import app
from hiyoke.errors import UsageError
from small_estates import SOUND, SYSTEMS, write_files

if TYPE_CHECKING:
    from pathlib import Path

BROKEN = {**SOUND, "systems.csv": SYSTEMS.replace(",no,", ",perhaps,")}


def _run(*words: str, language: str = "en") -> Result:
    return CliRunner().invoke(app, list(words), env={"HIYOKE_LANG": language})


@pytest.mark.parametrize("language", ["ja", "en"])
def test_check_lists_faults_and_exits_with_two(tmp_path: Path, language: str) -> None:
    write_files(tmp_path, {**BROKEN})

    result = _run("check", str(tmp_path), language=language)

    assert result.exit_code == 2
    assert "perhaps" in result.stdout
    assert ("不備 1 件" if language == "ja" else "Faults: 1") in result.stdout
    assert max(map(cell_len, result.stdout.splitlines())) <= 100


@pytest.mark.parametrize("language", ["ja", "en"])
def test_check_of_a_sound_estate_shows_its_quality(tmp_path: Path, language: str) -> None:
    write_files(tmp_path, {**SOUND})

    result = _run("check", str(tmp_path), "--as-of", "2026-11-20", language=language)

    assert result.exit_code == 0
    assert ("SBOM のないシステム" if language == "ja" else "Systems without SBOM") in result.stdout
    assert max(map(cell_len, result.stdout.splitlines())) <= 100
    if language == "en":
        assert result.stdout.isascii() or "試験" not in result.stdout


def test_check_as_json_has_a_schema_and_every_part_of_a_fault(tmp_path: Path) -> None:
    write_files(tmp_path, {**BROKEN})

    result = _run("check", str(tmp_path), "--format", "json", "--as-of", "2026-11-20")

    document = json.loads(result.stdout)
    assert result.exit_code == 2
    assert document["schema"] == "hiyoke/estate-check/1"
    assert not document["sound"]
    assert document["faults"] == [
        {
            "kind": "not_yes_no",
            "file": "systems.csv",
            "sheet": None,
            "row": 2,
            "column": "internet_facing",
            "path": None,
            "expected": "yes, no or unknown",
            "found": "'perhaps'",
            "remedy": "Correct the value.",
            "message": "expected yes, no or unknown, found 'perhaps'",
        }
    ]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_init_writes_a_sound_estate_readable_by_its_owner_alone(
    tmp_path: Path, language: str
) -> None:
    folder = tmp_path / "new"

    begun = _run("init", str(folder), language=language)
    checked = _run("check", str(folder), "--format", "json", language=language)

    assert begun.exit_code == 0
    assert checked.exit_code == 0
    document = json.loads(checked.stdout)
    assert document["faults"] == document["reminders"] == []
    assert document["institution"]["synthetic"]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    written = [path for path in folder.rglob("*") if path.is_file()]
    assert len(written) == 14
    assert {stat.S_IMODE(path.stat().st_mode) for path in written} == {0o600}


def test_init_never_overwrites(tmp_path: Path) -> None:
    write_files(tmp_path, {"services.yaml": "mine"})

    result = _run("init", str(tmp_path))

    assert isinstance(result.exception, UsageError)
    assert [path.name for path in tmp_path.iterdir()] == ["services.yaml"]


@pytest.mark.parametrize("words", [("check", "nowhere"), ("check", ".", "--as-of", "yesterday")])
def test_bad_input_is_refused_in_words(words: tuple[str, ...]) -> None:
    assert isinstance(_run(*words).exception, UsageError)
