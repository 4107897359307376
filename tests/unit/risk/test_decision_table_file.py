import json
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from hiyoke.errors import DecisionTableError, FaultsError
from hiyoke.risk import SHIPPED_TABLES, load_decision_table, read_decision_table, relaxations


def shipped(name: str) -> dict[str, Any]:
    text = resources.files("hiyoke.risk").joinpath("profiles", f"{name}.json").read_text("utf-8")
    record: dict[str, Any] = json.loads(text)
    return record


@pytest.mark.parametrize("name", SHIPPED_TABLES)
def test_shipped_tables_answer_every_combination_and_never_relax(name: str) -> None:
    table = load_decision_table(name)
    for combination in table.combinations():
        values = {p.point_id: v for p, v in zip(table.points, combination, strict=True)}
        assert table.outcome_of(values) in table.outcomes
    assert relaxations(table) == []


def test_loads_an_edited_copy_by_path(tmp_path: Path) -> None:
    record = shipped("ssvc-deployer")
    record["outcomes"][1]["days"] = 45
    edited = tmp_path / "our-policy.json"
    edited.write_text(json.dumps(record), encoding="utf-8")
    assert load_decision_table(str(edited)).outcome("scheduled").days == 45


def test_lists_every_fault_of_an_incomplete_table_at_once() -> None:
    record = shipped("bod-26-04")
    record["rows"][0] = ["maybe", "no", "no", "partial", "next_upgrade"]
    record["rows"].append(record["rows"][3])
    record["rows"][5][-1] = "whenever"
    with pytest.raises(FaultsError) as caught:
        read_decision_table(json.dumps(record), origin="ours.json")
    messages = "\n".join(str(fault) for fault in caught.value.faults)
    for complaint in ("missing", "unknown value", "repeated", "unknown outcome"):
        assert complaint in messages
    assert all("ours.json" in fault.where for fault in caught.value.faults)


def test_refuses_outcomes_out_of_order() -> None:
    record = shipped("bod-26-04")
    record["outcomes"].reverse()
    with pytest.raises(FaultsError, match="more urgent outcome allows more days"):
        read_decision_table(json.dumps(record), origin="ours.json")


def test_refuses_an_assumed_value_that_is_none_of_the_point() -> None:
    record = shipped("bod-26-04")
    record["when_missing"]["automatable"]["otherwise"] = "perhaps"
    with pytest.raises(FaultsError, match="assumed value is unknown"):
        read_decision_table(json.dumps(record), origin="ours.json")


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{}",
        '{"schema": "hiyoke/decision-table/2"}',
        '{"schema": "hiyoke/decision-table/1"}',
    ],
)
def test_refuses_what_is_no_decision_table(content: str) -> None:
    with pytest.raises(DecisionTableError, match="HYK502"):
        read_decision_table(content, origin="ours.json")


def test_refuses_days_that_are_no_number() -> None:
    record = shipped("bod-26-04")
    record["outcomes"][1]["days"] = "60"
    with pytest.raises(DecisionTableError, match="days"):
        read_decision_table(json.dumps(record), origin="ours.json")


@pytest.mark.parametrize("name", ["no-such-table", "/", "\0"])
def test_refuses_a_name_that_is_neither_table_nor_file(name: str) -> None:
    with pytest.raises(DecisionTableError, match="bod-26-04"):
        load_decision_table(name)


def test_warns_where_a_table_relaxes() -> None:
    record = shipped("bod-26-04")
    for row in record["rows"]:
        if row[:4] == ["yes", "yes", "yes", "total"]:
            row[-1] = "60_days"
    found = relaxations(read_decision_table(json.dumps(record), origin="ours.json"))
    assert {relaxation.point_id for relaxation in found} == {
        "known_exploited",
        "exposed",
        "automatable",
        "technical_impact",
    }


def test_refuses_values_the_table_does_not_know() -> None:
    with pytest.raises(DecisionTableError, match="expected a combination"):
        load_decision_table("bod-26-04").outcome_of({"known_exploited": "yes"})
    with pytest.raises(DecisionTableError, match="expected an outcome"):
        load_decision_table("bod-26-04").outcome("soon")
