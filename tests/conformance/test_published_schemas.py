"""What Hiyoke writes and ships follows the schemas it publishes."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from hiyoke.risk import SHIPPED_TABLES
from hiyoke.tables.engines import open_duckdb
from hiyoke.workflows.assessment.run_folder import write_run
from hiyoke.workflows.weighing.assess_tables import assess_tables
from tiny_bank import assessment_input

SCHEMAS = Path(__file__).parents[2] / "schemas"


def schema(name: str) -> Any:
    record = json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(record)
    return jsonschema.Draft202012Validator(record)


@pytest.mark.parametrize("name", SHIPPED_TABLES)
def test_shipped_tables_follow_their_schema(name: str) -> None:
    file = resources.files("hiyoke.risk").joinpath("profiles", f"{name}.json")
    schema("decision-table/1").validate(json.loads(file.read_text(encoding="utf-8")))


def test_a_run_follows_its_schema(tmp_path: Path) -> None:
    backend = open_duckdb()
    given = assessment_input()
    assessment, weighed = assess_tables(backend, given)
    backend.disconnect()
    write_run(tmp_path, assessment, weighed, given)
    record = json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))
    schema("run/1").validate(record)
