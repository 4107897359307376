"""Findings and ends of life as rows of the report, gathered over all the systems that have them.

What is not here: services, systems and bundles (`compile_assessment`).
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from hiyoke.languages import Text
from hiyoke.matching import words_of
from hiyoke.reports.assessment.rows import DueRow, EndOfLifeRow, FindingRow
from hiyoke.risk import load_freshness_profile
from hiyoke.workflows.weighing.deadline_rows import deadline_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from hiyoke.risk import EndOfLife
    from hiyoke.workflows.weighing.weigh_findings import Weighed, WeighingInput

_LAST = float("inf")


def finding_rows(given: WeighingInput, weighed: Weighed) -> tuple[FindingRow, ...]:
    """Return affected findings, foremost first, then those that are not assessable.

    The deadline of a row is the earliest over the systems that carry the component.
    """
    merged = {(m["component_id"], m["vulnerability_id"]): m for m in weighed.merged}
    ranks = [_decisive_rank(m) for m in weighed.merged]
    decisive = _rows_by_rank(weighed, ranks + [m["open_rank"] for m in weighed.merged])
    rows = [
        _finding(finding, merged[key], weighed, decisive, given.as_of)
        for finding in given.findings.to_pylist()
        if (key := (finding["component_id"], finding["vulnerability_id"])) in merged
    ]
    return tuple(sorted(rows, key=lambda f: (f.rank or _LAST, f.vulnerability_id, f.component_id)))


def _decisive_rank(merged: Mapping[str, Any]) -> int | None:
    """Return the rank of the row with the earliest deadline, else of the foremost row."""
    earliest: int | None = merged["due_rank"]
    foremost: int | None = merged["rank"]
    return earliest if earliest is not None else foremost


def _rows_by_rank(weighed: Weighed, ranks: list[int | None]) -> dict[int, dict[str, Any]]:
    table = weighed.system_findings
    wanted = pa.array([rank for rank in ranks if rank is not None], table["rank"].type)
    rows = table.filter(pc.is_in(table["rank"], value_set=wanted)).to_pylist()
    return {row["rank"]: row for row in rows}


def _finding(
    finding: Mapping[str, Any],
    merged: Mapping[str, Any],
    weighed: Weighed,
    decisive: Mapping[int, Mapping[str, Any]],
    as_of: date,
) -> FindingRow:
    facts = weighed.evidence[finding["vulnerability_id"]]
    rank, opened = _decisive_rank(merged), merged["open_rank"]
    return FindingRow(
        rank=merged["rank"],
        vulnerability_id=finding["vulnerability_id"],
        aliases=tuple(finding["aliases"]),
        advisory_ids=tuple(finding["advisory_ids"]),
        component_id=finding["component_id"],
        purl=finding["purl"],
        name=finding["name"],
        version=finding["version"],
        status=finding["status"],
        reason=finding["reason"],
        why_not_assessable=words_of(finding["reason"]).why if finding["reason"] else None,
        basis=finding["basis"],
        matched_on=finding["matched_on"],
        fixed_version=finding["fixed_version"],
        check_backport=finding["check_backport"],
        owner=finding["owner"],
        disagreement=tuple(finding["disagreement"]),
        exposure=merged["exposure"],
        listed_on=facts.listed_on,
        ransomware_use=facts.ransomware_use,
        epss_probability=facts.epss_probability,
        epss_scored_on=facts.epss_scored_on,
        exploitation="/".join(facts.exploitation) or None,
        automatable="/".join(facts.automatable) or None,
        technical_impact="/".join(facts.technical_impact) or None,
        ratings=facts.ratings,
        due=DueRow() if rank is None else deadline_of(decisive[rank], as_of=as_of),
        first_detected_on=merged["first_detected_on"],
        system_ids=tuple(merged["system_ids"]),
        priority_system_count=merged["priority_system_count"],
        open_system_ids=tuple(merged["open_system_ids"] or ()),
        open_due=deadline_of(decisive[opened], as_of=as_of) if opened is not None else None,
    )


def end_of_life_rows(given: WeighingInput, weighed: Weighed) -> tuple[EndOfLifeRow, ...]:
    """Return what has ended or ends soon, earliest first; questions come last."""
    rows = _ended_systems(given, weighed) + _ended_products(given, weighed)
    return tuple(sorted(rows, key=lambda e: (e.is_question, e.eol_on or given.as_of, e.subject_id)))


def _ended_systems(given: WeighingInput, weighed: Weighed) -> list[EndOfLifeRow]:
    horizon = load_freshness_profile().end_of_life_horizon_days
    return [
        EndOfLifeRow(
            subject="system",
            subject_id=system.system_id,
            title=system.name,
            versions=(),
            system_ids=(system.system_id,),
            priority_service_ids=weighed.standings[system.system_id].priority_service_ids,
            eol_on=system.end_of_life_on,
            days_left=(system.end_of_life_on - given.as_of).days,
            extended_until=None,
            is_question=False,
            basis="estate",
        )
        for system in given.estate.systems
        if system.end_of_life_on is not None
        and (system.end_of_life_on - given.as_of).days <= horizon
    ]


def _ended_products(given: WeighingInput, weighed: Weighed) -> list[EndOfLifeRow]:
    """Return one row for each product cycle, over all its components and systems."""
    wanted = pa.array([e.component_id for e in weighed.end_of_life], pa.string())
    systems: dict[str, set[str]] = defaultdict(set)
    for row in _only(given.placements, wanted).to_pylist():
        systems[row["component_id"]].add(row["system_id"])
    components = given.components.select(["component_id", "version"])
    versions = {r["component_id"]: r["version"] for r in _only(components, wanted).to_pylist()}
    cycles: dict[tuple[str, str, bool], list[EndOfLife]] = defaultdict(list)
    for ended in weighed.end_of_life:
        if systems[ended.component_id]:
            cycles[ended.product, ended.cycle, ended.is_vendor_maintained].append(ended)
    return [
        _ended_product(
            members[0],
            sorted({s for e in members for s in systems[e.component_id]}),
            {versions[e.component_id] for e in members},
            weighed,
        )
        for members in cycles.values()
    ]


def _only(table: Any, component_ids: Any) -> Any:
    return table.filter(pc.is_in(table["component_id"], value_set=component_ids))


def _ended_product(
    ended: EndOfLife, system_ids: list[str], versions: Iterable[str | None], weighed: Weighed
) -> EndOfLifeRow:
    title = f"{ended.product_title} {ended.cycle}"
    needing = {s for i in system_ids for s in weighed.standings[i].priority_service_ids}
    return EndOfLifeRow(
        subject="component",
        subject_id=f"{ended.product}/{ended.cycle}",
        title=Text(title, title),
        versions=tuple(sorted(v for v in versions if v)),
        system_ids=tuple(system_ids),
        priority_service_ids=tuple(sorted(needing)),
        eol_on=ended.eol_on,
        days_left=ended.days_left,
        extended_until=ended.extended_until,
        is_question=ended.is_vendor_maintained,
        basis=ended.basis,
    )
