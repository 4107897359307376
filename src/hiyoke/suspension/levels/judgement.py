"""The level of a situation: what it asks for, what a plan amounts to, who may decide, by when.

Two levels stand side by side: the one that known facts ask for, and the one they would ask for if
all that nobody has judged were so. What is not here: pages (`hiyoke.reports`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from hiyoke.suspension.authority import level_of_kinds, who_may_decide
from hiyoke.suspension.levels.triggers import TriggerReading, TriggerState, read_triggers
from hiyoke.suspension.notice_clocks import NoticeClock, notice_clocks

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hiyoke.estate import Delegation
    from hiyoke.suspension.levels.trigger_facts import SituationSide
    from hiyoke.suspension.situation import Situation
    from hiyoke.suspension.stop_criteria import StopCriteria
    from hiyoke.suspension.stop_ground import StopGround
    from hiyoke.suspension.stop_plan import StopPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelReading:
    """What a situation asks for.

    Attributes:
        criteria: What it was judged by.
        at: When the decision is asked for, aware.
        triggers: Every trigger, in the criteria's order.
        level: Highest level that met triggers ask for.
        level_if_unknown: The same, were all that is not assessable so.
        plan_level: Level that the plan's modes amount to; L0 when it stops nothing.
        decision_level: What is to be decided: the higher of `level` and `plan_level`.
        decide_by: By when the shortest trigger asks for a decision, aware; None when none does.
        is_counted_from_knowledge: Whether `decide_by` counts from when people knew; otherwise from
            the moment of the decision, because nobody has said.
        deciders: Who may decide now, deputies last; None when there is no table of authority.
        services: Services that the plan takes from.
        clocks: Whom to tell by when.
    """

    criteria: StopCriteria
    at: datetime
    triggers: tuple[TriggerReading, ...]
    level: str
    level_if_unknown: str
    plan_level: str
    decision_level: str
    decide_by: datetime | None
    is_counted_from_knowledge: bool
    deciders: tuple[Delegation, ...] | None
    services: tuple[str, ...]
    clocks: tuple[NoticeClock, ...]

    @property
    def met(self) -> tuple[TriggerReading, ...]:
        """Triggers met, the highest level first."""
        return self._of(TriggerState.MET)

    @property
    def kept_out(self) -> tuple[TriggerReading, ...]:
        """Triggers that hold but for a gate."""
        return self._of(TriggerState.KEPT_OUT)

    @property
    def open(self) -> tuple[TriggerReading, ...]:
        """Triggers not assessable that would raise the level, the highest level first."""
        order = list(self.criteria.levels)
        return tuple(
            one
            for one in self._of(TriggerState.NOT_ASSESSABLE)
            if order.index(one.trigger.level) > order.index(self.level)
        )

    def _of(self, state: TriggerState) -> tuple[TriggerReading, ...]:
        order = list(self.criteria.levels)
        found = [one for one in self.triggers if one.state is state]
        return tuple(sorted(found, key=lambda one: -order.index(one.trigger.level)))


def judge_level(
    ground: StopGround,
    plan: StopPlan | None,
    criteria: StopCriteria,
    side: SituationSide,
    authority: Iterable[Delegation] | None,
) -> LevelReading:
    """Judge which level a situation meets.

    Args:
        ground: The situation.
        plan: What would be stopped; None when there is nothing to stop.
        criteria: Levels, triggers and duties.
        side: What else facts are read from.
        authority: Who may decide what; None when the institution has no table.
    """
    situation = ground.situation
    triggers = read_triggers(ground, criteria, side)
    base = next(iter(criteria.levels))
    met = [one for one in triggers if one.state is TriggerState.MET]
    perhaps = [one for one in triggers if one.state is TriggerState.NOT_ASSESSABLE]
    level = criteria.higher(base, *(one.trigger.level for one in met))
    kinds = {planned.mode.kind for planned in plan.modes} if plan is not None else set()
    plan_level = level_of_kinds(kinds) if kinds else base
    decision_level = criteria.higher(level, plan_level)
    services = tuple(sorted(one.service_id for one in plan.services)) if plan is not None else ()
    return LevelReading(
        criteria=criteria,
        at=situation.at,
        triggers=triggers,
        level=level,
        level_if_unknown=criteria.higher(level, *(one.trigger.level for one in perhaps)),
        plan_level=plan_level,
        decision_level=decision_level,
        decide_by=_decide_by(met, situation),
        is_counted_from_knowledge=situation.stated.detected_at is not None,
        deciders=None
        if authority is None
        else who_may_decide(
            authority, criteria, level=decision_level, services=services, at=situation.at
        ),
        services=services,
        clocks=situation_clocks(situation, plan, criteria),
    )


def situation_clocks(
    situation: Situation, plan: StopPlan | None, criteria: StopCriteria
) -> tuple[NoticeClock, ...]:
    """Return whom to tell by when, if the plan is carried out at its start."""
    return notice_clocks(
        criteria.duties,
        {
            "knowledge": situation.stated.detected_at,
            "classification": situation.stated.classified_at,
            "stop": plan.starts_at if plan is not None and plan.modes else None,
        },
    )


def _decide_by(met: Iterable[TriggerReading], situation: Situation) -> datetime | None:
    minutes = [m for one in met if (m := one.trigger.decide_minutes) is not None]
    if not minutes:
        return None
    return (situation.stated.detected_at or situation.at) + timedelta(minutes=min(minutes))
