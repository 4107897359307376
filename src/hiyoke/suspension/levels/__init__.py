"""Which level a situation meets: triggers, the facts they rest on, and the gates they pass."""

from hiyoke.suspension.levels.gates import GateReading, read_gates
from hiyoke.suspension.levels.judgement import LevelReading, judge_level
from hiyoke.suspension.levels.trigger_facts import FACTS, FactReading, SituationSide
from hiyoke.suspension.levels.triggers import TriggerReading, TriggerState, read_triggers

__all__ = [
    "FACTS",
    "FactReading",
    "GateReading",
    "LevelReading",
    "SituationSide",
    "TriggerReading",
    "TriggerState",
    "judge_level",
    "read_gates",
    "read_triggers",
]
