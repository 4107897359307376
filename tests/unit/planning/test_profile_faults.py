"""An edited profile of planning defaults is refused with all its faults at once."""

from __future__ import annotations

import json
from importlib import resources
from typing import TYPE_CHECKING, Any

import pytest

from hiyoke.errors import FaultsError, PlanningProfileError
from hiyoke.languages import Language
from hiyoke.planning.defaults import (
    SHIPPED_PLANNING_PROFILE,
    load_planning_profile,
    read_planning_profile,
)

if TYPE_CHECKING:
    from pathlib import Path


def _record() -> Any:
    file = resources.files("hiyoke.planning").joinpath("profiles", SHIPPED_PLANNING_PROFILE)
    return json.loads(file.read_text(encoding="utf-8"))


def _read(folder: Path, record: Any) -> Any:
    path = folder / "profile.json"
    path.write_text(json.dumps(record), encoding="utf-8")
    return read_planning_profile(path)


def test_a_copy_of_the_shipped_profile_reads_as_it_does(tmp_path: Path) -> None:
    assert _read(tmp_path, _record()) == load_planning_profile()


def test_every_fault_is_listed_in_both_languages(tmp_path: Path) -> None:
    record = _record()
    record["vendor"]["engineers"]["value"] = -1
    record["crew"]["day_share"]["value"] = 40
    record["crew"]["day_starts_at"]["value"] = "nine"
    record["windows"][0]["days"] = ["someday"]
    record["windows"][1]["minutes"] = 10**20
    record["freezes"][0]["rule"] = "yearend"
    del record["reliefs"][1]
    with pytest.raises(FaultsError) as refused:
        _read(tmp_path, record)
    wheres = {fault.where for fault in refused.value.faults}
    assert wheres == {
        "vendor.engineers.value",
        "crew.day_share.value",
        "crew.day_starts_at.value",
        "windows.0.days",
        "windows.1.minutes",
        "freezes.0.rule",
        "reliefs",
    }
    for language in Language:
        assert refused.value.message(language).count("\n") == len(wheres)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"schema": "hiyoke/other/1"}'])
def test_what_is_no_profile_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "p.json").write_text(content, encoding="utf-8")
    with pytest.raises(PlanningProfileError):
        read_planning_profile(tmp_path / "p.json")
