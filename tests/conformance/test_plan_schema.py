"""A plan file follows the schema that is published for it."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from hiyoke.exchange.plan import render_plan_json
from hiyoke.planning import QUICK, Objective, check_problem, solve
from planning_problems import random_problem

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "schemas" / "plan" / "1.json").read_text(encoding="utf-8")
)
REPORT = dict.fromkeys(SCHEMA["properties"]["report"]["required"], ())


@pytest.mark.parametrize("seed", range(4))
def test_a_plan_file_follows_its_schema(seed: int) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    problem = check_problem(random_problem(seed))
    plan = solve(problem, list(Objective)[seed % 3], effort=QUICK).plan
    record = json.loads(render_plan_json(REPORT, plan, problem, {"seed": 1}))
    jsonschema.Draft202012Validator(SCHEMA).validate(record)


def test_a_plan_file_without_its_problem_does_not() -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(SCHEMA).validate({"schema": "hiyoke/plan/1"})
