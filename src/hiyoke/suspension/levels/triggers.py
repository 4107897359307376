"""Triggers in a situation: met, kept out by a gate, not met, or not assessable.

What cannot be judged is never taken for "not met": it is shown with what would settle it. What is
not here: the questions (`trigger_facts`) and the gates (`gates`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from hiyoke.suspension.levels.gates import GateReading, read_gates
from hiyoke.suspension.levels.trigger_facts import FLAW_KINDS, read_fact

if TYPE_CHECKING:
    from hiyoke.languages import Text
    from hiyoke.suspension.levels.trigger_facts import SituationSide
    from hiyoke.suspension.stop_criteria import StopCriteria, Trigger
    from hiyoke.suspension.stop_ground import StopGround


class TriggerState(StrEnum):
    """What a trigger is in a situation."""

    MET = "met"
    KEPT_OUT = "kept_out"
    NOT_MET = "not_met"
    NOT_ASSESSABLE = "not_assessable"


@dataclass(frozen=True, slots=True, kw_only=True)
class TriggerReading:
    """One trigger in a situation.

    Attributes:
        trigger: Of the criteria.
        state: What it is here.
        why: The fact it rests on.
        remedy: How to find out what is not known; None when nothing is open.
        gates: Its gates; empty for a trigger without gates.
    """

    trigger: Trigger
    state: TriggerState
    why: Text
    remedy: Text | None
    gates: tuple[GateReading, ...] = ()


def read_triggers(
    ground: StopGround, criteria: StopCriteria, side: SituationSide
) -> tuple[TriggerReading, ...]:
    """Return every trigger of the criteria, in their order.

    Args:
        ground: The situation and what the attacker can do.
        criteria: Levels and triggers.
        side: What else facts are read from.
    """
    gates = read_gates(ground) if ground.situation.kind in FLAW_KINDS else ()
    return tuple(_read(ground, trigger, side, gates) for trigger in criteria.triggers.values())


def _read(
    ground: StopGround,
    trigger: Trigger,
    side: SituationSide,
    gates: tuple[GateReading, ...],
) -> TriggerReading:
    fact = read_fact(ground, side, trigger)
    passed = gates if trigger.is_gated else ()
    state = {
        "yes": TriggerState.MET,
        "no": TriggerState.NOT_MET,
        "unknown": TriggerState.NOT_ASSESSABLE,
    }[fact.answer]
    if state is not TriggerState.NOT_MET and any(one.answer == "no" for one in passed):
        state = TriggerState.KEPT_OUT
    return TriggerReading(
        trigger=trigger, state=state, why=fact.why, remedy=fact.remedy, gates=passed
    )
