"""What to fix when, with a proven bound, and what a wave of patches does to those who fix."""

from hiyoke.planning.contract_clauses import Clause, ClauseProfile, load_clauses
from hiyoke.planning.contract_matrix import (
    Cell,
    ClauseStatus,
    ContractGap,
    MatrixRow,
    contract_gaps,
    contract_matrix,
)
from hiyoke.planning.feasibility import Violation, check_plan
from hiyoke.planning.inputs import (
    Crew,
    Effort,
    Freeze,
    Job,
    MinutesLimit,
    Objective,
    Option,
    OptionKind,
    PlanningProblem,
    Precedence,
    Separation,
    Shift,
    VendorDesk,
    Window,
    Work,
)
from hiyoke.planning.plan import Charge, Plan, Task, job_loss, late_days
from hiyoke.planning.search import EFFORTS, NORMAL, QUICK, THOROUGH, SearchEffort, Solution, solve
from hiyoke.planning.sound import check_problem
from hiyoke.planning.surge_estate import Baseline, SurgeModel, default_baseline, surge_model
from hiyoke.planning.surge_network import BatchStation, Network, QueueRule, Range, StaffStation
from hiyoke.planning.surge_outcome import (
    Band,
    StageOutcome,
    StationOutcome,
    SurgeOutcome,
    TierOutcome,
    outcome_of,
)
from hiyoke.planning.surge_places import Fact
from hiyoke.planning.surge_profile import SurgeProfile, load_surge_profile
from hiyoke.planning.surge_relief import BreakingLoad, ReliefOutcome, breaking_load, weigh_reliefs
from hiyoke.planning.surge_scenario import Scenario
from hiyoke.planning.surge_scenario_file import load_scenario, read_scenario, shipped_scenarios
from hiyoke.planning.surge_shared_vendor import SharedOutcome, SharedVendor, weigh_rules
from hiyoke.planning.surge_simulation import Tallies
from hiyoke.planning.surge_simulation import simulate as simulate_surge

__all__ = [
    "EFFORTS",
    "NORMAL",
    "QUICK",
    "THOROUGH",
    "Band",
    "Baseline",
    "BatchStation",
    "BreakingLoad",
    "Cell",
    "Charge",
    "Clause",
    "ClauseProfile",
    "ClauseStatus",
    "ContractGap",
    "Crew",
    "Effort",
    "Fact",
    "Freeze",
    "Job",
    "MatrixRow",
    "MinutesLimit",
    "Network",
    "Objective",
    "Option",
    "OptionKind",
    "Plan",
    "PlanningProblem",
    "Precedence",
    "QueueRule",
    "Range",
    "ReliefOutcome",
    "Scenario",
    "SearchEffort",
    "Separation",
    "SharedOutcome",
    "SharedVendor",
    "Shift",
    "Solution",
    "StaffStation",
    "StageOutcome",
    "StationOutcome",
    "SurgeModel",
    "SurgeOutcome",
    "SurgeProfile",
    "Tallies",
    "Task",
    "TierOutcome",
    "VendorDesk",
    "Violation",
    "Window",
    "Work",
    "breaking_load",
    "check_plan",
    "check_problem",
    "contract_gaps",
    "contract_matrix",
    "default_baseline",
    "job_loss",
    "late_days",
    "load_clauses",
    "load_scenario",
    "load_surge_profile",
    "outcome_of",
    "read_scenario",
    "shipped_scenarios",
    "simulate_surge",
    "solve",
    "surge_model",
    "weigh_reliefs",
    "weigh_rules",
]
