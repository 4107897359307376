"""Plan a problem that stands in a file: that of a `plan.json`, edited for a what-if, or one's own.

What is not here: problems made from an estate (`plan_fixes`), and rows for people; a problem alone
has no names of services and no reasons beyond `hiyoke explain`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

from hiyoke.documents import write_private
from hiyoke.errors import PlanFileError
from hiyoke.exchange.plan import render_plan_json
from hiyoke.languages import Text
from hiyoke.planning import (
    EFFORTS,
    Objective,
    PlanningProblem,
    check_problem,
    effort_by_size,
    solve,
)
from hiyoke.workflows.planning.plan_file import PLAN_FILE, open_plan_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hiyoke.planning import Plan

#: Unknown members that one error names.
_MOST_NAMED = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class SolvedProblem:
    """A problem and its plan.

    Attributes:
        problem: As it was read.
        plan: What was found.
        file: Where it was written; None when it was not.
    """

    problem: PlanningProblem
    plan: Plan
    file: Path | None


def solve_problem(
    path: Path, out: Path | None, *, objective: Objective, effort: str | None = None
) -> SolvedProblem:
    """Read a problem, plan it, and write the plan.

    Args:
        path: A `plan.json`, its folder, or a JSON file of a problem alone (member ``jobs``).
        out: Folder for `plan.json`; None writes nothing.
        objective: What the plan makes small.
        effort: One of `EFFORTS`; None chooses by size.

    Returns:
        The plan with its bound. Equal problems give equal files.

    Raises:
        UsageError: There is no such file.
        PlanFileError: It holds no problem.
        FaultsError: The problem contradicts itself; every contradiction is listed.
    """
    problem = check_problem(read_problem(path))
    name = effort or effort_by_size(len(problem.jobs))
    plan = solve(problem, objective, effort=EFFORTS[name]).plan
    if out is None:
        return SolvedProblem(problem=problem, plan=plan, file=None)
    content = render_plan_json(None, plan, problem, {"effort": name})
    write_private(out / PLAN_FILE, content)
    return SolvedProblem(problem=problem, plan=plan, file=out / PLAN_FILE)


def read_problem(path: Path) -> PlanningProblem:
    """Return the problem that a file holds.

    Raises:
        UsageError: There is no such file.
        PlanFileError: It holds no problem, or members that no problem has; they are named.
    """
    document = open_plan_file(path)
    try:
        record: Any = msgspec.json.decode(document.read_bytes())
        found = record.get("problem", record)
        problem = msgspec.convert(found, PlanningProblem)
    except (msgspec.MsgspecError, AttributeError, RecursionError) as error:
        raise _no_problem(document.origin, f"{type(error).__name__}: {error}") from error
    unknown = list(_unknown_members(found, msgspec.to_builtins(problem), "problem"))
    if unknown:
        raise _no_problem(document.origin, ", ".join(unknown[:_MOST_NAMED]))
    return problem


def _unknown_members(raw: Any, known: Any, path: str) -> Iterator[str]:
    """Yield members that no problem has: a slip of the pen must not pass for a default."""
    if isinstance(raw, dict) and isinstance(known, dict):
        for name in sorted(raw):
            if name not in known:
                yield f"{path}.{name}"
            else:
                yield from _unknown_members(raw[name], known[name], f"{path}.{name}")
    elif isinstance(raw, list) and isinstance(known, list | tuple):
        for place, (one, other) in enumerate(zip(raw, known, strict=True)):
            yield from _unknown_members(one, other, f"{path}[{place}]")


def _no_problem(where: str, found: str) -> PlanFileError:
    return PlanFileError(
        Text(
            ja=f"計画の問題（starts_at、ends_at、jobs など）を期待しましたが、違いました: {found}",
            en=f"expected a planning problem (starts_at, ends_at, jobs ...), found {found}",
        ),
        where=where,
        remedy=Text(
            ja="schemas/plan/1.json の problem の形に合わせてください。",
            en="Follow `problem` of schemas/plan/1.json.",
        ),
    )
