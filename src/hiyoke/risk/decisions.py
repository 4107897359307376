"""Decisions for every vulnerability and class of systems, as one table.

Equal beliefs are decided once, so the cost follows the distinct combinations and not the estate.
What is not here: the rules (`decision_table`), and dates (`fan_out`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hiyoke.risk.belief import beliefs_of
from hiyoke.risk.deadline import decide
from hiyoke.risk.risk_tables import DECISIONS, STANDINGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hiyoke.risk.belief import Belief
    from hiyoke.risk.deadline import Decision
    from hiyoke.risk.decision_table import DecisionTable
    from hiyoke.risk.evidence import Evidence
    from hiyoke.risk.standing import Standing


def collect_decisions(
    table: DecisionTable, evidence: Mapping[str, Evidence], standings: Iterable[Standing]
) -> Any:
    """Decide every vulnerability for every class of systems.

    Args:
        table: The decision table.
        evidence: Evidence by vulnerability.
        standings: Every system; only the distinct classes count.

    Returns:
        A `DECISIONS` table, sorted by vulnerability and class.

    Cost:
        Vulnerabilities times classes for the rows; beliefs are formed once for each distinct
        evidence and class.
    """
    classes = {s.decision_class: s for s in standings}
    memo: dict[tuple[object, ...], Decision] = {}
    rows: dict[tuple[object, ...], dict[str, Any]] = {}
    columns: dict[str, list[Any]] = {name: [] for name in DECISIONS.column_names}
    for vulnerability_id in sorted(evidence):
        facts = evidence[vulnerability_id]
        for name in sorted(classes):
            key = (facts.deciding, name)
            if key not in rows:
                beliefs = beliefs_of(table, facts, classes[name])
                signature = _signature(beliefs)
                if signature not in memo:
                    memo[signature] = decide(table, beliefs)
                rows[key] = _row(memo[signature])
            row = rows[key] | {
                "vulnerability_id": vulnerability_id,
                "decision_class": name,
                "known_exploited_on": facts.listed_on,
                "epss_probability": facts.epss_probability,
            }
            for column, cell in row.items():
                columns[column].append(cell)
    return DECISIONS.table(columns)


def _signature(beliefs: tuple[Belief, ...]) -> tuple[object, ...]:
    return tuple((b.values, b.basis, b.assumed) for b in beliefs)


def _row(decision: Decision) -> dict[str, Any]:
    hidden = decision.if_assumptions_fail
    return {
        "outcome": decision.outcome.outcome_id,
        "days": decision.outcome.days,
        "outcome_latest": decision.least_outcome.outcome_id,
        "days_latest": decision.least_outcome.days,
        "outcome_if_assumptions_fail": hidden.outcome_id if hidden else None,
        "days_if_assumptions_fail": hidden.days if hidden else None,
        "unknown_points": list(decision.unknown_points),
        "assumed_points": list(decision.assumed_points),
    }


def standings_table(standings: Iterable[Standing], groups: Mapping[str, str]) -> Any:
    """Write standings as a table.

    Args:
        standings: One for each system.
        groups: Who looks after each system.

    Returns:
        A `STANDINGS` table, sorted by system.
    """
    ordered = sorted(standings, key=lambda s: s.system_id)
    return STANDINGS.table(
        {
            "system_id": [s.system_id for s in ordered],
            "exposure": [s.exposure for s in ordered],
            "decision_class": [s.decision_class for s in ordered],
            "group_id": [groups.get(s.system_id, "") for s in ordered],
            "priority_service_count": [len(s.priority_service_ids) for s in ordered],
            "service_count": [len(s.service_ids) for s in ordered],
            "best_priority_rank": [s.best_priority_rank for s in ordered],
        }
    )
