"""Criteria as data: the shipped profile is whole, and an institution's own is read or refused."""

from __future__ import annotations

import json
from importlib import resources
from typing import TYPE_CHECKING, Any

import pytest

from hiyoke.errors import CriteriaProfileError
from hiyoke.estate import ROLES, STOP_LEVELS
from hiyoke.suspension import load_criteria, read_criteria
from hiyoke.suspension.stop_criteria import SHIPPED_CRITERIA

if TYPE_CHECKING:
    from pathlib import Path


def shipped() -> dict[str, Any]:
    file = resources.files("hiyoke.suspension").joinpath("profiles", SHIPPED_CRITERIA)
    record: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return record


def read(folder: Path, record: object) -> Any:
    path = folder / "criteria.json"
    path.write_text(json.dumps(record), encoding="utf-8")
    return read_criteria(path)


def test_the_estate_and_the_criteria_know_the_same_roles_and_levels() -> None:
    criteria = load_criteria()
    assert sorted(criteria.ranks) == sorted(ROLES)
    assert tuple(criteria.levels) == STOP_LEVELS
    assert set(criteria.role_names) == set(ROLES)


def test_every_line_has_a_mark_and_a_source_that_is_explained() -> None:
    record = shipped()
    for line in (*record["levels"], *record["triggers"], *record["duties"]):
        assert line["mark"] in {"P", "S", "C", "A", "K"}
        assert line["source"] in record["sources"]


def test_a_higher_level_never_asks_for_a_lower_second_person() -> None:
    ranks = [level.confirm_rank for level in load_criteria().levels.values()]
    assert ranks == sorted(ranks)
    assert all(one.confirm_rank <= one.least_rank for one in load_criteria().levels.values())


def test_reads_criteria_written_before_clocks_and_facts(tmp_path: Path) -> None:
    record = shipped()
    del record["sources"], record["review_within"]
    for line in record["duties"]:
        for member in ("clocks", "when", "source", "short"):
            del line[member]
    for line in record["triggers"]:
        del line["fact"], line["source"]
    for line in record["levels"]:
        del line["confirm_rank"]
    found = read(tmp_path, record)
    assert all(not duty.steps for duty in found.duties)
    assert found.review_hours == 24
    assert {one.fact for one in found.triggers.values()} == {""}


@pytest.mark.parametrize(
    "within", [{"weeks": 1}, {"hours": -1}, {"days": 1.5}, {"hours": 1, "days": 1}, {}]
)
def test_refuses_a_clock_that_means_nothing(tmp_path: Path, within: dict[str, float]) -> None:
    record = shipped()
    record["duties"][0]["clocks"][0]["within"] = within
    with pytest.raises(CriteriaProfileError):
        read(tmp_path, record)


@pytest.mark.parametrize("record", [[], None, {}, {"schema": "other"}])
def test_refuses_what_are_no_criteria(tmp_path: Path, record: object) -> None:
    with pytest.raises(CriteriaProfileError):
        read(tmp_path, record)
