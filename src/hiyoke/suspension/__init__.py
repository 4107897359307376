"""What to stop on purpose, when, and what it costs either way."""

from hiyoke.suspension.assumptions import Assumptions, load_assumptions, read_assumptions
from hiyoke.suspension.authority import is_daytime, level_of_kinds, who_may_decide, why_not
from hiyoke.suspension.authority_check import Claim, check_claims, faults_of_claim
from hiyoke.suspension.certificate import Certificate, certify, is_taken, reached_after
from hiyoke.suspension.cheapest_stop import StopChoice, choose_stop
from hiyoke.suspension.decision import (
    DECIDING_KINDS,
    DECISION_KINDS,
    EXERCISE_MARK,
    Basis,
    Decision,
    Dissent,
    check_decision,
)
from hiyoke.suspension.decision_authority import BREAK_GLASS, Authority, restart_claims
from hiyoke.suspension.decision_chain import ChainCheck, ChainFault, SealedDecision, check_chain
from hiyoke.suspension.decision_list import DecisionList, listed_decisions
from hiyoke.suspension.decision_log import (
    EXERCISE_NAME,
    append_decision,
    check_exercise_name,
    faults_of,
    head_file,
    verify_log,
)
from hiyoke.suspension.decision_standing import Standing, StandingDecision, standing_decisions
from hiyoke.suspension.drill import (
    Inject,
    MeasuredMode,
    drill_sheet,
    injects_of,
    measured_modes,
)
from hiyoke.suspension.economics import Economics, Stake
from hiyoke.suspension.flips import Flip
from hiyoke.suspension.inputs import ProtectedService, ServiceStake, StopMode, StopProblem
from hiyoke.suspension.known_mode import KnownMode
from hiyoke.suspension.levels import (
    GateReading,
    LevelReading,
    SituationSide,
    TriggerReading,
    TriggerState,
    judge_level,
)
from hiyoke.suspension.mode_effects import StepIndex, known_modes
from hiyoke.suspension.notice_clocks import ClockState, Duty, NoticeClock, NoticeStep, notice_clocks
from hiyoke.suspension.option_sheet import (
    BreakEven,
    OptionKey,
    OptionSheet,
    StopOption,
    SuspensionAdvice,
    advise,
    weigh_options,
)
from hiyoke.suspension.readiness import Counterparty
from hiyoke.suspension.request import Request, asked_for
from hiyoke.suspension.restart import (
    Confirmation,
    OpenCondition,
    OpenItems,
    Person,
    RampStage,
    RestartCase,
    RestartCheck,
    RestartState,
    check_restart,
    required_conditions,
)
from hiyoke.suspension.restart_file import restart_case_of
from hiyoke.suspension.runbook import PhoneDesk, Runbook, make_runbook
from hiyoke.suspension.situated import SituatedGraph, Surroundings, situate
from hiyoke.suspension.situation import KnownNames, Situation, situation_of
from hiyoke.suspension.standing_chance import StandingChance, standing_chances
from hiyoke.suspension.stop_action import StopAction, TierReading, actions_of, tiers_of
from hiyoke.suspension.stop_cost import service_losses, stop_cost
from hiyoke.suspension.stop_criteria import (
    GATES,
    Quorum,
    StopCriteria,
    StopLevel,
    Trigger,
    load_criteria,
    read_criteria,
)
from hiyoke.suspension.stop_ground import StopGround
from hiyoke.suspension.stop_order import TIERS, SetAside, StopOrder, StopStep, order_stop
from hiyoke.suspension.stop_plan import (
    PlannedMode,
    StoppedService,
    StopPlan,
    plan_stop,
)
from hiyoke.suspension.stop_prices import ClockPrices, add_ranges
from hiyoke.suspension.unknown_rows import UnknownRow

__all__ = [
    "BREAK_GLASS",
    "DECIDING_KINDS",
    "DECISION_KINDS",
    "EXERCISE_MARK",
    "EXERCISE_NAME",
    "GATES",
    "TIERS",
    "Assumptions",
    "Authority",
    "Basis",
    "BreakEven",
    "Certificate",
    "ChainCheck",
    "ChainFault",
    "Claim",
    "ClockPrices",
    "ClockState",
    "Confirmation",
    "Counterparty",
    "Decision",
    "DecisionList",
    "Dissent",
    "Duty",
    "Economics",
    "Flip",
    "GateReading",
    "Inject",
    "KnownMode",
    "KnownNames",
    "LevelReading",
    "MeasuredMode",
    "NoticeClock",
    "NoticeStep",
    "OpenCondition",
    "OpenItems",
    "OptionKey",
    "OptionSheet",
    "Person",
    "PhoneDesk",
    "PlannedMode",
    "ProtectedService",
    "Quorum",
    "RampStage",
    "Request",
    "RestartCase",
    "RestartCheck",
    "RestartState",
    "Runbook",
    "SealedDecision",
    "ServiceStake",
    "SetAside",
    "SituatedGraph",
    "Situation",
    "SituationSide",
    "Stake",
    "Standing",
    "StandingChance",
    "StandingDecision",
    "StepIndex",
    "StopAction",
    "StopChoice",
    "StopCriteria",
    "StopGround",
    "StopLevel",
    "StopMode",
    "StopOption",
    "StopOrder",
    "StopPlan",
    "StopProblem",
    "StopStep",
    "StoppedService",
    "Surroundings",
    "SuspensionAdvice",
    "TierReading",
    "Trigger",
    "TriggerReading",
    "TriggerState",
    "UnknownRow",
    "actions_of",
    "add_ranges",
    "advise",
    "append_decision",
    "asked_for",
    "certify",
    "check_chain",
    "check_claims",
    "check_decision",
    "check_exercise_name",
    "check_restart",
    "choose_stop",
    "drill_sheet",
    "faults_of",
    "faults_of_claim",
    "head_file",
    "injects_of",
    "is_daytime",
    "is_taken",
    "judge_level",
    "known_modes",
    "level_of_kinds",
    "listed_decisions",
    "load_assumptions",
    "load_criteria",
    "make_runbook",
    "measured_modes",
    "notice_clocks",
    "order_stop",
    "plan_stop",
    "reached_after",
    "read_assumptions",
    "read_criteria",
    "required_conditions",
    "restart_case_of",
    "restart_claims",
    "service_losses",
    "situate",
    "situation_of",
    "standing_chances",
    "standing_decisions",
    "stop_cost",
    "tiers_of",
    "verify_log",
    "weigh_options",
    "who_may_decide",
    "why_not",
]
