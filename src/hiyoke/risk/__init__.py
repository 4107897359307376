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
from hiyoke.risk.debt_ledger import Debt, EffortProfile, debt_ledger, load_effort_profile
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
from hiyoke.risk.impact_curves import (
    NoCurve,
    currency_of,
    curves_of,
    services_without_curve,
)
from hiyoke.risk.impact_profile import (
    ImpactProfile,
    load_impact_profile,
    read_impact_profile,
)
from hiyoke.risk.leverage import (
    SERVICE_LINK,
    Gain,
    Lever,
    LeverScale,
    WeighedLever,
    WeighedLevers,
    lever_order,
    weigh_levers,
)
from hiyoke.risk.loss import (
    Intervals,
    LossLevel,
    LossModel,
    MeanLoss,
    TailLoss,
    exceedance,
    tail_losses,
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
    "SERVICE_LINK",
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
    "Debt",
    "Decision",
    "DecisionPoint",
    "DecisionTable",
    "EffortProfile",
    "EndOfLife",
    "Evidence",
    "FreshnessProfile",
    "Gain",
    "ImpactCurve",
    "ImpactPoint",
    "ImpactProfile",
    "Intervals",
    "Level",
    "Lever",
    "LeverScale",
    "LinkMap",
    "LossLevel",
    "LossModel",
    "LossRange",
    "MeanLoss",
    "MissedDeadline",
    "NoCurve",
    "Outcome",
    "Relaxation",
    "Remainder",
    "Route",
    "ServiceDanger",
    "Standing",
    "SystemDanger",
    "TailLoss",
    "Tally",
    "Target",
    "Tie",
    "Verdict",
    "WeighedLever",
    "WeighedLevers",
    "assess_services",
    "base_score",
    "beliefs_of",
    "belongs_to_cycle",
    "bundle_id_of",
    "clock_start",
    "collect_decisions",
    "currency_of",
    "curves_of",
    "cycle_of",
    "data_ages",
    "debt_ledger",
    "decide",
    "due_on",
    "exceedance",
    "find_end_of_life",
    "findings_on_systems",
    "gather_evidence",
    "lever_order",
    "load_decision_table",
    "load_effort_profile",
    "load_freshness_profile",
    "load_impact_profile",
    "members_of_findings",
    "merge_vendor_updates",
    "rate",
    "read_decision_table",
    "read_impact_profile",
    "relaxations",
    "remainder_of",
    "services_without_curve",
    "standings_of",
    "standings_table",
    "summarise_bundles",
    "summarise_findings",
    "summarise_systems",
    "tail_losses",
    "targets_of",
    "verdict_of",
    "weigh_levers",
]
