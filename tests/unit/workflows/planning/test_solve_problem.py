"""A problem in a file is planned as the same problem in memory, and what is none is refused."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import msgspec
import pytest

from hiyoke.cli import main
from hiyoke.errors import PlanFileError, UsageError
from hiyoke.planning import EFFORTS, Objective, check_problem, solve
from hiyoke.workflows.planning.plan_fixes import check_plan_file
from hiyoke.workflows.planning.solve_problem import solve_problem
from planning_problems import random_problem

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def problem_file(tmp_path: Path) -> Path:
    file = tmp_path / "problem.json"
    file.write_bytes(msgspec.json.encode(random_problem(4)))
    return file


@pytest.mark.parametrize("objective", list(Objective))
def test_a_file_is_planned_as_the_problem_in_it(
    problem_file: Path, tmp_path: Path, objective: Objective
) -> None:
    solved = solve_problem(problem_file, tmp_path / "out", objective=objective, effort="quick")
    direct = solve(check_problem(random_problem(4)), objective, effort=EFFORTS["quick"]).plan
    assert solved.plan == direct
    assert check_plan_file(tmp_path / "out") == []


def test_a_plan_can_be_solved_again_from_its_own_file(problem_file: Path, tmp_path: Path) -> None:
    for source, out in ((problem_file, "one"), (tmp_path / "one", "two")):
        solve_problem(source, tmp_path / out, objective=Objective.EXPECTED_LOSS, effort="quick")
    one, two = ((tmp_path / name / "plan.json").read_bytes() for name in ("one", "two"))
    assert one == two


@pytest.mark.parametrize(
    "content", [b"", b"[]", b'"text"', b"{}", b'{"jobs": 3}', b"[" * 100_000, b"\xff\xfe"]
)
def test_what_is_no_problem_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "problem.json"
    file.write_bytes(content)
    with pytest.raises(PlanFileError):
        solve_problem(file, tmp_path / "out", objective=Objective.EXPECTED_LOSS)
    assert not (tmp_path / "out").exists()


def test_members_that_no_problem_has_are_named(problem_file: Path) -> None:
    record = json.loads(problem_file.read_bytes())
    record["jobs"][1]["loss_per_days"] = 3
    record["horizon"] = 9
    problem_file.write_text(json.dumps(record), encoding="utf-8")
    with pytest.raises(PlanFileError, match=r"problem\.horizon, problem\.jobs\[1\]\.loss_per_days"):
        solve_problem(problem_file, None, objective=Objective.TAIL)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nothing-here"):
        solve_problem(tmp_path / "nothing-here.json", None, objective=Objective.TAIL)


def test_the_command_says_value_bound_and_gap(
    problem_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(["plan", "solve", str(problem_file), "--effort", "quick"])
    assert int(left.value.code or 0) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["bound"] <= said["value"] <= said["reference_value"] * (1 + 1e-9)
    assert said["gap"] == pytest.approx((said["value"] - said["bound"]) / said["value"])
