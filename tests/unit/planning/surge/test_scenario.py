from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from hiyoke.errors import FaultsError, SurgeScenarioError
from hiyoke.planning import load_scenario, load_surge_profile, read_scenario, shipped_scenarios
from hiyoke.planning.surge.scenario import CapacityLine, Moment, next_month_day

PROFILES = Path(__file__).parents[4] / "src" / "hiyoke" / "planning" / "profiles"


def shipped(name: str = "ai-burst") -> dict[str, Any]:
    record: dict[str, Any] = json.loads((PROFILES / "scenarios" / f"{name}.json").read_bytes())
    return record


def faults_of(record: object) -> list[str]:
    with pytest.raises(FaultsError) as caught:
        read_scenario(json.dumps(record).encode(), origin="own.json")
    return [fault.where for fault in caught.value.faults]


def test_ships_the_five_waves_of_the_library() -> None:
    assert shipped_scenarios() == (
        "ai-burst",
        "all-vendors",
        "shared-component",
        "vendor-outage",
        "year-end",
    )


@pytest.mark.parametrize("name", shipped_scenarios())
def test_every_shipped_line_has_a_source_or_is_an_assumption(name: str) -> None:
    scenario = load_scenario(name)
    lines: list[Any] = [
        *scenario.arrivals,
        *scenario.bursts,
        *scenario.efforts,
        *scenario.capacities,
    ]
    assert lines
    assert all(line.basis.note.ja and line.basis.note.en for line in lines)
    assert scenario.scenario_id == name


def test_reads_a_file_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "own.json"
    path.write_text(json.dumps(shipped() | {"scenario_id": "own"}), encoding="utf-8")
    assert load_scenario(str(path)).scenario_id == "own"


def test_says_which_names_there_are() -> None:
    with pytest.raises(SurgeScenarioError, match="ai-burst"):
        load_scenario("no-such-wave")


def test_lists_every_fault_with_its_place() -> None:
    record = shipped() | {"unexpected": 1, "title": "one language only"}
    record["arrivals"][0] |= {"factor": {"low": 3, "likely": 2, "high": 5}, "kinds": ["strange"]}
    del record["arrivals"][1]["basis"]
    record["arrivals"][2]["to_day"] = 1
    record["effort"][0]["stage"] = "window"
    record["capacity"] = [
        {
            "line_id": "x",
            "title": {"ja": "", "en": ""},
            "stage": "vendor",
            "share": 2.0,
            "from": {"month_day": "02-30"},
            "to": {"day": 3},
            "basis": {"kind": "assumption", "note": {"ja": "a", "en": "a"}},
        }
    ]
    assert sorted(faults_of(record)) == sorted(
        [
            "own.json#unexpected",
            "own.json#title",
            "own.json#arrivals[0].factor",
            "own.json#arrivals[0].kinds",
            "own.json#arrivals[1].basis",
            "own.json#arrivals[2].to_day",
            "own.json#effort[0].stage",
            "own.json#capacity[0].share",
            "own.json#capacity[0].from",
        ]
    )


@pytest.mark.parametrize("share", [float("nan"), -1, 1e12, True, "3", None])
def test_refuses_figures_that_mean_nothing(share: object) -> None:
    record = shipped("shared-component")
    record["bursts"][0]["at_day"] = share
    assert faults_of(record) == ["own.json#bursts[0].at_day"]


def test_refuses_tiers_that_do_not_add_up() -> None:
    record = shipped("shared-component")
    record["bursts"][0]["tiers"] = {"3d": 0.5, "unheard-of": 0.4}
    assert faults_of(record) == ["own.json#bursts[0].tiers", "own.json#bursts[0].tiers"]


def test_refuses_two_lines_of_one_name() -> None:
    record = shipped()
    record["arrivals"][1]["line_id"] = record["arrivals"][0]["line_id"]
    assert faults_of(record) == ["own.json#arrivals"]


@pytest.mark.parametrize("content", [b"", b"[", b"\xff", b"[1]", b"7", b"[" * 100_000])
def test_refuses_what_is_no_scenario(content: bytes) -> None:
    with pytest.raises(FaultsError):
        read_scenario(content, origin="own.json")


def test_a_day_of_the_year_is_its_first_occurrence() -> None:
    assert next_month_day(date(2026, 12, 7), (12, 7)) == date(2026, 12, 7)
    assert load_scenario("year-end").start(date(2026, 12, 8)) == date(2027, 12, 7)
    assert load_scenario("ai-burst").start(date(2026, 12, 8)) == date(2026, 12, 8)


def test_leave_over_new_year_ends_in_the_next_year() -> None:
    line = next(c for c in load_scenario("year-end").capacities if c.line_id == "leave")
    assert isinstance(line, CapacityLine)
    assert line.days(date(2026, 12, 7)) == (19.0, 31.0)
    assert Moment(day=3.0).days_from(date(2026, 1, 1)) == 3.0


def test_the_defaults_add_up() -> None:
    profile = load_surge_profile()
    assert sum(tier.share for tier in profile.tiers) == pytest.approx(1.0)
    assert [stage.stage_id for stage in profile.stages] == [
        "triage",
        "test",
        "approval",
        "window",
        "vendor",
    ]
    assert set(profile.missed_tiers) < {tier.tier_id for tier in profile.tiers}
