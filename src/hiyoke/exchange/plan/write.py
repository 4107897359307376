"""Write a plan as JSON.

What is not here: reading it back (`read`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec

if TYPE_CHECKING:
    from hiyoke.planning import Plan, PlanningProblem

PLAN_SCHEMA: Final = "hiyoke/plan/1"


def render_plan_json(
    report: Any, plan: Plan, problem: PlanningProblem, inputs: dict[str, Any]
) -> bytes:
    """Return the plan file.

    Args:
        report: Rows for people: names, reasons, misses; any dataclass.
        plan: The plan itself.
        problem: What it was made from.
        inputs: SHA-256 of each input, seed and settings, by name.

    Returns:
        UTF-8 JSON with sorted members. Equal plans give equal bytes.
    """
    record = {
        "schema": PLAN_SCHEMA,
        "report": report,
        "plan": plan,
        "problem": problem,
        "inputs": inputs,
    }
    return msgspec.json.format(msgspec.json.encode(record, order="sorted"), indent=1) + b"\n"
