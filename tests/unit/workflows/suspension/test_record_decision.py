"""Recording: what a basis says, and that material of an exercise is known in any writing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from hiyoke.errors import AuthorityError, FaultsError, UsageError
from hiyoke.suspension import EXERCISE_MARK
from hiyoke.workflows.suspension.authority_table import read_authority_table
from hiyoke.workflows.suspension.exercise_marks import bears_exercise_mark
from hiyoke.workflows.suspension.record_decision import (
    check_level,
    facts_of_basis,
)

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "content",
    [
        EXERCISE_MARK.encode(),
        "訓練　ＥＸＥＲＣＩＳＥ".encode(),
        EXERCISE_MARK.encode("utf-16"),
        EXERCISE_MARK.encode("cp932"),
        json.dumps({"mark": EXERCISE_MARK}).encode(),
        b"<b>&#35347;&#32244; EXERCISE</b>",
        b"schema: hiyoke/restart/1\nexercise: yes\n",
        b'{"level": "L2",\n "exercise": true}',
        b'{"exercise": "yes"}',
    ],
)
def test_knows_an_exercise_in_any_writing(content: bytes) -> None:
    assert bears_exercise_mark(content)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        "訓練の記録".encode(),
        b"EXERCISE of caution",
        b"exercise: no\n",
        b"\xff\xfe\x00",
        b"rehearsed_on: 2026-05-25",
    ],
)
def test_takes_nothing_else_for_an_exercise(content: bytes) -> None:
    assert not bears_exercise_mark(content)


def plan(folder: Path, name: str, level: str, *services: str, known: str | None = None) -> Path:
    record = {
        "schema": "hiyoke/stop-plan/1",
        "level": {"decision_level": level, "services": list(services)},
        "situation": {"detected_at": known},
    }
    path = folder / name
    path.write_text(json.dumps(record), encoding="utf-8")
    return path


def test_reads_level_services_and_knowledge_off_the_basis(tmp_path: Path) -> None:
    one = plan(tmp_path, "a.json", "L2", "ib", known="2026-05-25T13:50:00+09:00")
    two = plan(tmp_path, "b.json", "L3", "atm", known="2026-05-25T13:40:00+09:00")
    note = tmp_path / "note.txt"
    note.write_text("L4", encoding="utf-8")
    found = facts_of_basis([one, two, note])
    assert (found.level, found.services) == ("L3", ("atm", "ib"))
    assert found.known_at is not None
    assert found.known_at.isoformat() == "2026-05-25T13:40:00+09:00"
    assert facts_of_basis([note]).level == ""


@pytest.mark.parametrize(
    "content", ["[]", "{", '{"schema": 3}', '{"schema": "hiyoke/stop-plan/1"}']
)
def test_a_basis_that_says_nothing_says_nothing(tmp_path: Path, content: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(content, encoding="utf-8")
    assert facts_of_basis([path]) == ("", (), None)


def test_a_level_may_be_higher_than_the_basis_and_never_lower(tmp_path: Path) -> None:
    told = facts_of_basis([plan(tmp_path, "a.json", "L3")])
    assert check_level(None, told) == "L3"
    assert check_level("L4", told) == "L4"
    with pytest.raises(UsageError):
        check_level("L2", told)


ROW = "authority:\n  - {role: ciso, name: CISO, up_to: L3, expires_on: 2027-03-31}\n"


def test_the_table_is_read_though_the_rest_of_the_estate_is_not_sound(tmp_path: Path) -> None:
    (tmp_path / "authority.yaml").write_text(ROW, encoding="utf-8")
    (tmp_path / "services.yaml").write_text("services: [", encoding="utf-8")
    assert [one.role for one in read_authority_table(tmp_path)] == ["ciso"]
    assert read_authority_table(tmp_path / "authority.yaml") == read_authority_table(tmp_path)


def test_refuses_a_place_without_a_table_and_a_table_with_faults(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        read_authority_table(tmp_path / "none")
    with pytest.raises(AuthorityError):
        read_authority_table(tmp_path)
    (tmp_path / "authority.yaml").write_text(ROW.replace("L3", "L9"), encoding="utf-8")
    with pytest.raises(FaultsError):
        read_authority_table(tmp_path)
