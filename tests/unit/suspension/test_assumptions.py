"""Profiles of assumptions: the shipped one is complete, a broken one is refused."""

from __future__ import annotations

import json
from importlib import resources
from typing import TYPE_CHECKING, Any

import pytest

from hiyoke.errors import SuspensionProfileError
from hiyoke.suspension import load_assumptions, read_assumptions
from hiyoke.suspension.situation import SITUATION_KINDS

if TYPE_CHECKING:
    from pathlib import Path


def shipped() -> dict[str, Any]:
    file = resources.files("hiyoke.suspension").joinpath("profiles/suspension-1.0.0.json")
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


def test_has_a_line_for_every_kind_of_situation() -> None:
    assert set(load_assumptions().kinds) == set(SITUATION_KINDS)


def test_marks_every_line_as_an_assumption() -> None:
    record = shipped()
    lines = [*record["kinds"].values(), *record["modes"].values()]
    lines += [value for value in record.values() if isinstance(value, dict) and "basis" in value]
    assert len(lines) > 12
    assert {line["basis"]["kind"] for line in lines} == {"assumption"}
    assert all(line["basis"]["note"]["ja"] and line["basis"]["note"]["en"] for line in lines)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("schema",), "other/1"),
        (("kinds", "vendor_hit", "chance_per_day"), [0.5, 0.2, 0.9]),
        (("kinds", "vendor_hit", "chance_per_day"), [0.5, 0.7, 1.9]),
        (("restart", "unrehearsed_factor"), 0),
        (("margin_minutes",), None),
    ],
)
def test_refuses_a_broken_profile(place: tuple[str, ...], value: Any, tmp_path: Path) -> None:
    record = shipped()
    inner = record
    for name in place[:-1]:
        inner = inner[name]
    inner[place[-1]] = value
    path = tmp_path / "profile.json"
    path.write_text(json.dumps(record), encoding="utf-8")
    with pytest.raises(SuspensionProfileError):
        read_assumptions(path)


def test_reads_an_edited_profile(tmp_path: Path) -> None:
    record = shipped()
    record["margin_minutes"]["minutes"] = 12
    path = tmp_path / "profile.json"
    path.write_text(json.dumps(record), encoding="utf-8")
    assert read_assumptions(path).margin_minutes == 12.0
