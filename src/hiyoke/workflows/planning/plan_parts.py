"""Everything that was found for one plan, before it is put into words.

What is not here: the words (`compile_plan`, `plan_sentences`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from hiyoke.planning import Solution
    from hiyoke.planning.defaults import PlanningProfile
    from hiyoke.planning.from_estate import ProblemFromEstate
    from hiyoke.planning.misses import Miss
    from hiyoke.planning.replan import Move
    from hiyoke.planning.worth import Worth
    from hiyoke.workflows.planning.plan_ground import PlanGround


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class PlanParts:
    """Everything that was found for one plan.

    Attributes:
        ground: What the plan stands on.
        solution: The plan and what it was chosen from.
        misses: Missed deadlines.
        worth: What more time is worth.
        moves: What moved since the announced plan; None without one.
        made: The problem with its groups, parts, acceptances and assumptions.
        profile: The profile.
        as_of: Knowledge cut-off.
        table_id: Decision table of the deadlines.
    """

    ground: PlanGround
    solution: Solution
    misses: Sequence[Miss]
    worth: Sequence[Worth]
    moves: Sequence[Move] | None
    made: ProblemFromEstate
    profile: PlanningProfile
    as_of: date
    table_id: str
