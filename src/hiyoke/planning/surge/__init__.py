"""A wave of patches on its way through triage, tests, boards, windows and vendors, in many runs."""

from hiyoke.planning.surge.estate import Baseline, SurgeModel, default_baseline, surge_model
from hiyoke.planning.surge.network import BatchStation, Network, QueueRule, Range, StaffStation
from hiyoke.planning.surge.outcome import (
    Band,
    StageOutcome,
    StationOutcome,
    SurgeOutcome,
    TierOutcome,
    outcome_of,
)
from hiyoke.planning.surge.places import Fact
from hiyoke.planning.surge.profile import SurgeProfile, load_surge_profile
from hiyoke.planning.surge.relief import BreakingLoad, ReliefOutcome, breaking_load, weigh_reliefs
from hiyoke.planning.surge.scenario import Moment, Scenario
from hiyoke.planning.surge.scenario_file import load_scenario, read_scenario, shipped_scenarios
from hiyoke.planning.surge.shared_vendor import SharedOutcome, SharedVendor, weigh_rules
from hiyoke.planning.surge.simulation import Tallies
from hiyoke.planning.surge.simulation import simulate as simulate_surge

__all__ = [
    "Band",
    "Baseline",
    "BatchStation",
    "BreakingLoad",
    "Fact",
    "Moment",
    "Network",
    "QueueRule",
    "Range",
    "ReliefOutcome",
    "Scenario",
    "SharedOutcome",
    "SharedVendor",
    "StaffStation",
    "StageOutcome",
    "StationOutcome",
    "SurgeModel",
    "SurgeOutcome",
    "SurgeProfile",
    "Tallies",
    "TierOutcome",
    "breaking_load",
    "default_baseline",
    "load_scenario",
    "load_surge_profile",
    "outcome_of",
    "read_scenario",
    "shipped_scenarios",
    "simulate_surge",
    "surge_model",
    "weigh_reliefs",
    "weigh_rules",
]
