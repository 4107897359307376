"""What an attacker can reach: worlds, reachability, and what follows for each service."""

from hiyoke.exposure.attack_graph import ORIGINS, AttackGraph, Edges, build_attack_graph
from hiyoke.exposure.calibration import Conditions, EventChance, calibrate, over_horizon
from hiyoke.exposure.calibration_file import (
    Calibration,
    CalibrationLine,
    load_calibration,
    read_calibration,
)
from hiyoke.exposure.choke_points import Candidate, ChokePoints, find_choke_points
from hiyoke.exposure.component_classes import ComponentClass, component_class
from hiyoke.exposure.felt_worlds import FeltWorlds
from hiyoke.exposure.flaw_traits import FlawTraits, read_traits
from hiyoke.exposure.guards import reasons_without_credit
from hiyoke.exposure.inputs import (
    INTERNET,
    Control,
    ExpertOverride,
    ExposedSystem,
    ExposureInputs,
    Flaw,
    FlawOnSystem,
    PermittedLink,
    PrivilegedAccount,
    ServiceNeed,
    VendorAccess,
    Zone,
)
from hiyoke.exposure.intervals import Estimate, estimates, exact_intervals
from hiyoke.exposure.latent import add_latent_flaws
from hiyoke.exposure.leverage import Leverage, leverage_of, without_findings, without_rows
from hiyoke.exposure.path_words import describe_path, describe_step, rows_of
from hiyoke.exposure.paths import AttackPath, Paths, PathStep, most_probable_paths
from hiyoke.exposure.places import Event, Node
from hiyoke.exposure.reachability import ReachGraph, arrange_edges, reach
from hiyoke.exposure.results import (
    HORIZONS_DAYS,
    ServiceExposure,
    Spread,
    SystemExposure,
    assess_services,
    assess_systems,
    lost_worlds,
    service_order,
)
from hiyoke.exposure.rules import AttackRules, load_attack_rules, read_attack_rules
from hiyoke.exposure.simulation import Change, Simulation, simulate
from hiyoke.exposure.worlds import count_worlds, draw_worlds, unpack_worlds
from hiyoke.exposure.worst_world import reached_at_worst

__all__ = [
    "HORIZONS_DAYS",
    "INTERNET",
    "ORIGINS",
    "AttackGraph",
    "AttackPath",
    "AttackRules",
    "Calibration",
    "CalibrationLine",
    "Candidate",
    "Change",
    "ChokePoints",
    "ComponentClass",
    "Conditions",
    "Control",
    "Edges",
    "Estimate",
    "Event",
    "EventChance",
    "ExpertOverride",
    "ExposedSystem",
    "ExposureInputs",
    "FeltWorlds",
    "Flaw",
    "FlawOnSystem",
    "FlawTraits",
    "Leverage",
    "Node",
    "PathStep",
    "Paths",
    "PermittedLink",
    "PrivilegedAccount",
    "ReachGraph",
    "ServiceExposure",
    "ServiceNeed",
    "Simulation",
    "Spread",
    "SystemExposure",
    "VendorAccess",
    "Zone",
    "add_latent_flaws",
    "arrange_edges",
    "assess_services",
    "assess_systems",
    "build_attack_graph",
    "calibrate",
    "component_class",
    "count_worlds",
    "describe_path",
    "describe_step",
    "draw_worlds",
    "estimates",
    "exact_intervals",
    "find_choke_points",
    "leverage_of",
    "load_attack_rules",
    "load_calibration",
    "lost_worlds",
    "most_probable_paths",
    "over_horizon",
    "reach",
    "reached_at_worst",
    "read_attack_rules",
    "read_calibration",
    "read_traits",
    "reasons_without_credit",
    "rows_of",
    "service_order",
    "simulate",
    "unpack_worlds",
    "without_findings",
    "without_rows",
]
