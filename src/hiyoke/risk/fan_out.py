"""From findings on components to findings on systems, with a deadline and a rank each.

Everything here is an expression over tables; nothing runs, so one text serves one bank and a
sector. Decisions are made once for each vulnerability and class of systems and then joined.
What is not here: opening an engine, and the walk over links (`service_danger`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ibis

from hiyoke.risk.risk_tables import SYSTEM_FINDINGS

if TYPE_CHECKING:
    from datetime import date

#: Columns of a decision that go along with each finding on a system.
_DECIDED = (
    "outcome",
    "outcome_latest",
    "outcome_if_assumptions_fail",
    "unknown_points",
    "assumed_points",
    "known_exploited_on",
    "epss_probability",
)


def findings_on_systems(
    findings: Any,
    components: Any,
    placements: Any,
    standings: Any,
    *,
    decisions: Any,
    detections: Any,
    as_of: date,
) -> Any:
    """Return an expression with one row for each component on a system met by a vulnerability.

    Nothing runs here. Findings that are not affected are left out; those that are not assessable
    come without deadline and rank.

    Args:
        findings: A `FINDINGS` table.
        components: A `COMPONENTS` table.
        placements: A `PLACEMENTS` table.
        standings: A `STANDINGS` table.
        decisions: A `DECISIONS` table for every affected vulnerability and class.
        detections: A `DETECTIONS` table of earlier runs; may be empty.
        as_of: The day on which this is judged; a first detection.

    Returns:
        A `SYSTEM_FINDINGS` expression. Rank order: systems of priority services, then external
        reach (yes, unknown, no), then KEV, deadline, EPSS, rank of the service, identifiers.

    Cost:
        Five equi-joins and one sort over the affected placements.
    """
    packages = components.select("component_id", "ecosystem", "release", "package")
    rows = (
        findings.filter(findings.status != "not_affected")
        .join(packages, "component_id")
        .join(placements, "component_id")
        .join(standings, "system_id")
        .left_join(detections, ["system_id", "vulnerability_id"])
        .drop("system_id_right", "vulnerability_id_right")
        .left_join(decisions, ["vulnerability_id", "decision_class"])
        .drop("vulnerability_id_right", "decision_class_right")
    )
    today = ibis.literal(as_of).cast("date")
    rows = rows.mutate(first_detected_on=ibis.least(rows.first_detected_on.fill_null(today), today))
    rows = rows.mutate(
        clock_start_on=ibis.least(
            rows.first_detected_on, rows.known_exploited_on.fill_null(rows.first_detected_on)
        )
    )
    rows = rows.mutate(
        due_on=_after(rows.clock_start_on, rows.days),
        due_on_latest=_after(rows.clock_start_on, rows.days_latest),
        due_on_if_assumptions_fail=_after(rows.clock_start_on, rows.days_if_assumptions_fail),
    )
    judged = rows.status == "affected"
    rows = rows.mutate({name: judged.ifelse(rows[name], ibis.null()) for name in _DECIDED})
    return _ranked(rows).select(*SYSTEM_FINDINGS.column_names)


def _after(start: Any, days: Any) -> Any:
    return (start + days.as_interval("D")).cast("date")


def _ranked(rows: Any) -> Any:
    """Number the rows in the order in which they ask for attention."""
    far = ibis.literal("9999-12-31").cast("date")
    reach = rows.exposure.cases(("yes", 0), ("unknown", 1), else_=2)
    order = [
        rows.status,  # affected sorts before not_assessable.
        rows.priority_service_count == 0,
        reach,
        rows.known_exploited_on.isnull(),
        rows.due_on.fill_null(far),
        ibis.desc(rows.epss_probability.fill_null(0.0)),
        rows.best_priority_rank.fill_null(2**31),
        rows.vulnerability_id,
        rows.system_id,
        rows.component_id,
    ]
    number = (ibis.row_number().over(order_by=order) + 1).cast("int64")
    return rows.mutate(rank=(rows.status == "affected").ifelse(number, ibis.null()))


def summarise_systems(system_findings: Any) -> Any:
    """Return an expression with one row for each system that has any finding.

    Nothing runs here.

    Returns:
        system_id; finding_count, vulnerability_count, known_exploited_count,
        not_assessable_count, dated_count: int64; due_on: date, earliest; due_on_latest: date,
        earliest in the better case; open_count: int64, findings with an unknown decision point;
        best_rank: int64.
    """
    t = system_findings
    affected = t.status == "affected"
    return t.group_by("system_id").aggregate(
        finding_count=affected.sum().cast("int64"),
        vulnerability_count=t.vulnerability_id.nunique(where=affected),
        known_exploited_count=(affected & t.known_exploited_on.notnull()).sum().cast("int64"),
        not_assessable_count=(~affected).sum().cast("int64"),
        dated_count=(affected & t.due_on.notnull()).sum().cast("int64"),
        due_on=t.due_on.min(where=affected),
        due_on_latest=t.due_on_latest.min(where=affected),
        open_count=(affected & (t.unknown_points.length() > 0)).sum().cast("int64"),
        best_rank=t["rank"].min(),
    )


def summarise_findings(system_findings: Any) -> Any:
    """Return an expression with one row for each component met by a vulnerability.

    Nothing runs here. The row carries the most urgent of its systems.

    Returns:
        component_id, vulnerability_id; rank: int64, best; system_count: int64; exposure of the
        foremost; due_on: date, earliest, and due_rank: int64, the rank of its row (null without
        a day); open_rank: int64, best rank among systems with an unknown decision point;
        system_ids and open_system_ids: lists, sorted.
    """
    t = system_findings
    within = ibis.window(group_by=["component_id", "vulnerability_id"])
    t = t.mutate(earliest_on=t.due_on.min().over(within))
    earliest = t.earliest_on
    is_open = (t.status == "affected") & (t.unknown_points.length() > 0)
    return t.group_by("component_id", "vulnerability_id").aggregate(
        rank=t["rank"].min(),
        system_count=t.system_id.nunique(),
        known_exploited_on=t.known_exploited_on.min(),
        epss_probability=t.epss_probability.max(),
        first_detected_on=t.first_detected_on.min(),
        due_on=t.due_on.min(),
        due_rank=t["rank"].min(where=t.due_on == earliest),
        open_rank=t["rank"].min(where=is_open),
        open_system_ids=t.system_id.collect(where=is_open, order_by=t.system_id),
        exposure=t.exposure.argmin(t["rank"].fill_null(2**62)),
        priority_system_count=(t.priority_service_count > 0).sum().cast("int64"),
        system_ids=t.system_id.collect(order_by=t.system_id),
    )


def summarise_bundles(system_findings: Any, targets: Any, standings: Any) -> Any:
    """Return an expression with one row for each bundle.

    Nothing runs here.

    Args:
        system_findings: A `SYSTEM_FINDINGS` table.
        targets: component_id, target_version: one row for each component with a target.
        standings: A `STANDINGS` table.

    Returns:
        ecosystem, release, package, target_version, group_id; finding_count,
        priority_finding_count, priority_dated_count, vulnerability_count,
        known_exploited_count: int64; due_on: date; best_rank: int64; system_ids, component_ids,
        vulnerability_ids, versions: lists, sorted.
    """
    t = system_findings.filter(
        system_findings.status == "affected",
        system_findings.fixed_version.notnull(),
        ~system_findings.check_backport,
    )
    t = t.join(targets, "component_id").join(standings.select("system_id", "group_id"), "system_id")
    is_priority = t.priority_service_count > 0
    keys = ["ecosystem", "release", "package", "target_version", "group_id"]
    return t.group_by(keys).aggregate(
        finding_count=t.count(),
        priority_finding_count=is_priority.sum().cast("int64"),
        priority_dated_count=(is_priority & t.due_on.notnull()).sum().cast("int64"),
        vulnerability_count=t.vulnerability_id.nunique(),
        known_exploited_count=t.known_exploited_on.notnull().sum().cast("int64"),
        due_on=t.due_on.min(),
        best_rank=t["rank"].min(),
        system_ids=t.system_id.collect(distinct=True).sort(),
        component_ids=t.component_id.collect(distinct=True).sort(),
        vulnerability_ids=t.vulnerability_id.collect(distinct=True).sort(),
        versions=t.version.collect(distinct=True).sort(),
    )
