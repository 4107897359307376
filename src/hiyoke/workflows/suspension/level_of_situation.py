"""The level of a situation: from what was read to triggers, deciders and deadlines.

What is not here: the rules (`hiyoke.suspension.levels`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hiyoke import suspension

if TYPE_CHECKING:
    from hiyoke.suspension import LevelReading, StopCriteria, StopPlan
    from hiyoke.workflows.suspension.suspension_ground import SuspensionGround


def level_of_situation(
    read: SuspensionGround, plan: StopPlan | None, criteria: StopCriteria
) -> LevelReading:
    """Judge the level of a situation that was read.

    Args:
        read: Estate, ground and knowledge cut-off.
        plan: What would be stopped; None when there is nothing to stop.
        criteria: Levels, triggers and duties.
    """
    estate = read.estate
    tiers = suspension.tiers_of(estate)
    side = suspension.SituationSide(
        as_of=read.as_of,
        # A guess from a name is not enough for a full stop; it leaves the question open.
        identity_systems=frozenset(
            system_id
            for system_id, tier in tiers.items()
            if tier.tier == "identity" and not tier.is_guess
        ),
        support_ends_on={
            system.system_id: system.end_of_life_on
            for system in estate.systems
            if system.end_of_life_on is not None
        },
    )
    return suspension.judge_level(read.ground, plan, criteria, side, estate.authority or None)
