"""What to stop on purpose, when, and what it costs either way."""

from hiyoke.suspension.assumptions import Assumptions, load_assumptions, read_assumptions
from hiyoke.suspension.certificate import Certificate, certify, is_taken, reached_after
from hiyoke.suspension.cheapest_stop import StopChoice, choose_stop
from hiyoke.suspension.economics import Economics, Stake
from hiyoke.suspension.flips import Flip
from hiyoke.suspension.inputs import ProtectedService, ServiceStake, StopMode, StopProblem
from hiyoke.suspension.mode_effects import KnownMode, StepIndex, asked_for, known_modes
from hiyoke.suspension.option_sheet import (
    BreakEven,
    OptionKey,
    OptionSheet,
    StopOption,
    SuspensionAdvice,
    advise,
    weigh_options,
)
from hiyoke.suspension.situated import SituatedGraph, Surroundings, situate
from hiyoke.suspension.situation import KnownNames, Situation, situation_of
from hiyoke.suspension.standing_chance import StandingChance, standing_chances
from hiyoke.suspension.stop_cost import service_losses, stop_cost
from hiyoke.suspension.stop_ground import StopGround
from hiyoke.suspension.stop_plan import (
    PlannedMode,
    StoppedService,
    StopPlan,
    UnknownRow,
    plan_stop,
)
from hiyoke.suspension.stop_prices import ClockPrices, add_ranges

__all__ = [
    "Assumptions",
    "BreakEven",
    "Certificate",
    "ClockPrices",
    "Economics",
    "Flip",
    "KnownMode",
    "KnownNames",
    "OptionKey",
    "OptionSheet",
    "PlannedMode",
    "ProtectedService",
    "ServiceStake",
    "SituatedGraph",
    "Situation",
    "Stake",
    "StandingChance",
    "StepIndex",
    "StopChoice",
    "StopGround",
    "StopMode",
    "StopOption",
    "StopPlan",
    "StopProblem",
    "StoppedService",
    "Surroundings",
    "SuspensionAdvice",
    "UnknownRow",
    "add_ranges",
    "advise",
    "asked_for",
    "certify",
    "choose_stop",
    "is_taken",
    "known_modes",
    "load_assumptions",
    "plan_stop",
    "reached_after",
    "read_assumptions",
    "service_losses",
    "situate",
    "situation_of",
    "standing_chances",
    "stop_cost",
    "weigh_options",
]
