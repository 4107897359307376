"""A plan reads back as it was written, and anything else is refused with a remedy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hiyoke.documents import open_documents
from hiyoke.errors import PlanFileError
from hiyoke.exchange.plan import read_plan, render_plan_json
from hiyoke.planning import QUICK, check_plan, check_problem, solve
from planning_problems import random_problem

if TYPE_CHECKING:
    from pathlib import Path


def test_a_plan_reads_back_equal(tmp_path: Path) -> None:
    problem = check_problem(random_problem(5))
    plan = solve(problem, effort=QUICK).plan
    content = render_plan_json({"rows": []}, plan, problem, {"seed": 1})
    file = tmp_path / "plan.json"
    file.write_bytes(content)
    (document,) = open_documents([file])
    found = read_plan(document)
    assert (found.problem, found.plan) == (problem, plan)
    assert check_plan(found.problem, found.plan) == []
    assert render_plan_json({"rows": []}, found.plan, found.problem, {"seed": 1}) == content


@pytest.mark.parametrize(
    "text", ["[]", "{}", "no json", '{"schema": "hiyoke/plan/9"}', '{"schema": "hiyoke/plan/1"}']
)
def test_refuses_what_is_no_plan(text: str, tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    file.write_text(text, encoding="utf-8")
    (document,) = open_documents([file])
    with pytest.raises(PlanFileError, match="HYK551"):
        read_plan(document)
