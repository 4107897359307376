"""Our tables against the machine-readable form that CERT/CC publishes."""

import json
from pathlib import Path
from typing import Any

import pytest

from hiyoke.risk import load_decision_table

PUBLISHED = (
    Path(__file__).parents[4]
    / "shared"
    / "data"
    / "conformance"
    / "ssvc"
    / "json"
    / "decision_tables"
)
pytestmark = pytest.mark.shared_data
CASES = {
    "bod-26-04": ("cisa/cisa_bod_26_04_1_0_0.json", 16),
    "ssvc-deployer": ("ssvc/deployer_patch_application_priority_1_0_0.json", 72),
}
OUTCOME_IDS = {"bod-26-04": "cisa:BOD2604:1.0.0", "ssvc-deployer": "ssvc:DSOI:1.0.0"}


def published(path: str) -> dict[str, Any]:
    file = PUBLISHED / path
    if not file.exists():
        pytest.skip("../shared/data is absent")
    record: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return record


@pytest.mark.parametrize("name", CASES)
def test_every_published_row_gives_the_published_outcome(name: str) -> None:
    path, count = CASES[name]
    table = load_decision_table(name)
    rows = published(path)["mapping"]
    assert len(rows) == count == len(table.rows)
    for row in rows:
        values = {
            point.point_id: next(
                v.value for v in point.values if v.standard_key == row[point.standard_id]
            )
            for point in table.points
        }
        assert table.outcome_of(values).standard_key == row[OUTCOME_IDS[name]]


@pytest.mark.parametrize("name", CASES)
def test_values_stand_in_the_published_order(name: str) -> None:
    table = load_decision_table(name)
    points = published(CASES[name][0])["decision_points"]
    for point in table.points:
        expected = [value["key"] for value in points[point.standard_id]["values"]]
        assert [value.standard_key for value in point.values] == expected
    assert [o.standard_key for o in table.outcomes] == [
        value["key"] for value in points[OUTCOME_IDS[name]]["values"]
    ]


def test_human_impact_matches_the_published_table() -> None:
    record = published("ssvc/human_impact_1_0_0.json")
    names = {
        point: {v["key"]: v["name"].lower().replace(" ", "_") for v in definition["values"]}
        for point, definition in record["decision_points"].items()
    }
    rule = load_decision_table("ssvc-deployer").human_impact
    assert rule is not None
    assert len(record["mapping"]) == len(rule.rows) == 16
    for row in record["mapping"]:
        safety, mission, impact = (
            names[point][row[point]]
            for point in ("ssvc:SI:2.0.1", "ssvc:MI:2.0.0", "ssvc:HI:2.0.2")
        )
        assert rule.rows[safety, mission] == impact
