"""What flaws cost: deadlines from decision tables, services in danger, bundles, end of life."""

from hiyoke.risk.attack_route import LinkMap, Route
from hiyoke.risk.belief import Basis, Belief, beliefs_of
from hiyoke.risk.bundle import (
    Remainder,
    Target,
    bundle_id_of,
    merge_vendor_updates,
    remainder_of,
    targets_of,
)
from hiyoke.risk.deadline import Case, Decision, clock_start, decide, due_on
from hiyoke.risk.decision_table import (
    DecisionPoint,
    DecisionTable,
    Outcome,
    Relaxation,
    relaxations,
)
from hiyoke.risk.decision_table_file import (
    SHIPPED_TABLES,
    load_decision_table,
    read_decision_table,
)
from hiyoke.risk.decisions import collect_decisions, standings_table
from hiyoke.risk.end_of_life import EndOfLife, belongs_to_cycle, cycle_of, find_end_of_life
from hiyoke.risk.evidence import Evidence, gather_evidence, members_of_findings
from hiyoke.risk.fan_out import (
    findings_on_systems,
    summarise_bundles,
    summarise_findings,
    summarise_systems,
)
from hiyoke.risk.freshness import (
    KIND_LABELS,
    DataAge,
    FreshnessProfile,
    data_ages,
    load_freshness_profile,
)
from hiyoke.risk.impact_curve import (
    DeadlineStep,
    ImpactCurve,
    ImpactPoint,
    LossRange,
    MissedDeadline,
)
from hiyoke.risk.risk_tables import DECISIONS, DETECTIONS, STANDINGS, SYSTEM_FINDINGS
from hiyoke.risk.service_danger import (
    Contribution,
    Level,
    ServiceDanger,
    SystemDanger,
    Tie,
    assess_services,
)
from hiyoke.risk.severity import CvssRating, base_score, rate
from hiyoke.risk.standing import Standing, standings_of
from hiyoke.risk.verdict import Tally, Verdict, verdict_of

__all__ = [
    "DECISIONS",
    "DETECTIONS",
    "KIND_LABELS",
    "SHIPPED_TABLES",
    "STANDINGS",
    "SYSTEM_FINDINGS",
    "Basis",
    "Belief",
    "Case",
    "Contribution",
    "CvssRating",
    "DataAge",
    "DeadlineStep",
    "Decision",
    "DecisionPoint",
    "DecisionTable",
    "EndOfLife",
    "Evidence",
    "FreshnessProfile",
    "ImpactCurve",
    "ImpactPoint",
    "Level",
    "LinkMap",
    "LossRange",
    "MissedDeadline",
    "Outcome",
    "Relaxation",
    "Remainder",
    "Route",
    "ServiceDanger",
    "Standing",
    "SystemDanger",
    "Tally",
    "Target",
    "Tie",
    "Verdict",
    "assess_services",
    "base_score",
    "beliefs_of",
    "belongs_to_cycle",
    "bundle_id_of",
    "clock_start",
    "collect_decisions",
    "cycle_of",
    "data_ages",
    "decide",
    "due_on",
    "find_end_of_life",
    "findings_on_systems",
    "gather_evidence",
    "load_decision_table",
    "load_freshness_profile",
    "members_of_findings",
    "merge_vendor_updates",
    "rate",
    "read_decision_table",
    "relaxations",
    "remainder_of",
    "standings_of",
    "standings_table",
    "summarise_bundles",
    "summarise_findings",
    "summarise_systems",
    "targets_of",
    "verdict_of",
]
