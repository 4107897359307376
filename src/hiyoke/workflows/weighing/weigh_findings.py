"""Run the risk expressions on an engine: findings in, deadlines, ranks and services out.

What is not here: reading files and matching (`assess`), and words for people
(`compile_assessment`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import ibis
import pyarrow as pa
import pyarrow.compute as pc

from hiyoke import risk
from hiyoke.risk import DETECTIONS, SYSTEM_FINDINGS, SystemDanger

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from hiyoke.estate import Estate
    from hiyoke.risk import (
        DecisionTable,
        EndOfLife,
        Evidence,
        Remainder,
        ServiceDanger,
        Standing,
        Target,
    )

_TARGETS = pa.schema([("component_id", pa.string()), ("target_version", pa.string())])


@dataclass(frozen=True, slots=True, kw_only=True)
class WeighingInput:
    """What is weighed.

    Attributes:
        estate: What the institution runs.
        components: A `COMPONENTS` table: at least those of `findings`, and all that may have
            reached their end of life.
        component_count: Distinct components of the estate, described or not.
        placements: A `PLACEMENTS` table.
        findings: A `FINDINGS` table.
        unreadable_systems: Systems whose contents are not known, SBOM or not.
        evidence_tables: known_exploited, epss, ssvc_points, cvss_vectors and end_of_life, as
            Arrow tables by contract name.
        matched_packages: Ecosystem and package of every name that a component is matched by.
        claims: Affected ranges of the packages to be bumped, with vulnerability_id: Arrow.
        detections: A `DETECTIONS` table of earlier runs.
        table: The decision table.
        as_of: The day on which it is judged, in Japan.
    """

    estate: Estate
    components: Any
    component_count: int
    placements: Any
    findings: Any
    unreadable_systems: frozenset[str]
    evidence_tables: Mapping[str, Any]
    matched_packages: Mapping[str, Sequence[tuple[str, str]]]
    claims: Any
    detections: Any
    table: DecisionTable
    as_of: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """What came out.

    Attributes:
        system_findings: A `SYSTEM_FINDINGS` table, sorted by rank.
        merged: One row for each component met by a vulnerability; see `summarise_findings`.
        bundles: One row for each bundle; see `merge_vendor_updates`.
        standings: Where the systems stand, by system.
        evidence: Evidence by vulnerability.
        decisions: A `DECISIONS` table.
        systems: What the findings say, by system.
        services: How the services stand, foremost first.
        end_of_life: Components whose support has ended or ends soon.
        targets: Target version by component.
        remainders: What still affects a target version, by (ecosystem, release, package, version).
        groups: Who looks after each system.
    """

    system_findings: Any
    merged: list[dict[str, Any]]
    bundles: list[dict[str, Any]]
    standings: dict[str, Standing]
    evidence: dict[str, Evidence]
    decisions: Any
    systems: dict[str, SystemDanger]
    services: list[ServiceDanger]
    end_of_life: list[EndOfLife]
    targets: dict[str, Target]
    remainders: dict[tuple[str, str | None, str, str], Remainder]
    groups: dict[str, str]


def weigh_findings(backend: Any, given: WeighingInput) -> Weighed:
    """Weigh findings on an engine.

    Args:
        backend: As `hiyoke.tables.engines.open_duckdb` gives it; nothing is left on it.
        given: What is weighed.

    Raises:
        DecisionTableError: The decision table does not know a value that came up.

    Cost:
        Engine joins over the affected placements; Python over distinct vulnerabilities,
        components with a fix, systems and services.
    """
    standings = _standings(given.estate)
    groups = {
        s.system_id: s.vendor_id or s.crew_id or (s.owner.ja if s.owner else "")
        for s in given.estate.systems
    }
    open_findings = given.findings.filter(pc.not_equal(given.findings["status"], "not_affected"))
    evidence = risk.gather_evidence(risk.members_of_findings(open_findings), given.evidence_tables)
    decisions = risk.collect_decisions(given.table, evidence, standings.values())
    standing_rows = ibis.memtable(risk.standings_table(standings.values(), groups))
    system_findings = _on_systems(backend, given, standing_rows, decisions)
    on_systems = ibis.memtable(system_findings)
    targets = _targets(system_findings, given.components)
    bundles = risk.summarise_bundles(
        on_systems, ibis.memtable(_target_rows(targets)), standing_rows
    )
    systems = _systems(backend, on_systems, system_findings, given)
    return Weighed(
        system_findings=system_findings,
        merged=backend.to_pyarrow(risk.summarise_findings(on_systems)).to_pylist(),
        bundles=risk.merge_vendor_updates(backend.to_pyarrow(bundles).to_pylist()),
        standings=standings,
        evidence=evidence,
        decisions=decisions,
        systems=systems,
        services=risk.assess_services(
            given.estate.services,
            given.estate.requirements,
            systems,
            standings,
            risk.LinkMap(given.estate.links, standings),
        ),
        end_of_life=risk.find_end_of_life(
            given.components,
            given.evidence_tables["end_of_life"],
            as_of=given.as_of,
            horizon_days=risk.load_freshness_profile().end_of_life_horizon_days,
        ),
        targets=targets,
        remainders=_remainders(targets, given),
        groups=groups,
    )


def _standings(estate: Estate) -> dict[str, Standing]:
    """Return where every system of an estate stands."""
    return risk.standings_of(
        {s.system_id: s.internet_facing for s in estate.systems},
        estate.links,
        estate.requirements,
        {s.service_id: s.priority_rank for s in estate.services if s.is_priority},
    )


def _on_systems(backend: Any, given: WeighingInput, standing_rows: Any, decisions: Any) -> Any:
    """Run the fan-out; a `SYSTEM_FINDINGS` table sorted by rank."""
    fanned = risk.findings_on_systems(
        ibis.memtable(given.findings),
        ibis.memtable(given.components),
        ibis.memtable(given.placements),
        standing_rows,
        decisions=ibis.memtable(decisions),
        detections=ibis.memtable(DETECTIONS.select_from(given.detections)),
        as_of=given.as_of,
    )
    ordered = fanned.order_by(
        ibis.asc("rank", nulls_first=False), "vulnerability_id", "system_id", "component_id"
    )
    return SYSTEM_FINDINGS.select_from(backend.to_pyarrow(ordered))


def _targets(system_findings: Any, components: Any) -> dict[str, Target]:
    """Return the target version of every affected component with a known fix."""
    open_rows = system_findings.filter(
        pc.and_(
            pc.and_(
                pc.equal(system_findings["status"], "affected"),
                pc.is_valid(system_findings["fixed_version"]),
            ),
            pc.invert(system_findings["check_backport"]),
        )
    )
    wanted = pc.is_in(components["component_id"], value_set=pc.unique(open_rows["component_id"]))
    known = components.select(["component_id", "scheme"]).filter(wanted).to_pylist()
    schemes = {row["component_id"]: row["scheme"] for row in known}
    columns = (open_rows[name].to_pylist() for name in ("component_id", "fixed_version"))
    pairs = sorted(set(zip(*columns, strict=True)))
    return risk.targets_of((component, schemes.get(component), fix) for component, fix in pairs)


def _target_rows(targets: Mapping[str, Target]) -> Any:
    return pa.table(
        {
            "component_id": [t.component_id for t in targets.values()],
            "target_version": [t.version for t in targets.values()],
        },
        schema=_TARGETS,
    )


def _systems(
    backend: Any, on_systems: Any, system_findings: Any, given: WeighingInput
) -> dict[str, SystemDanger]:
    """Return what the findings say about every system of the estate."""
    rows = {
        row["system_id"]: row
        for row in backend.to_pyarrow(risk.summarise_systems(on_systems)).to_pylist()
    }
    dated = system_findings.filter(pc.is_valid(system_findings["due_on"]))
    urgent: dict[str, set[str]] = {}
    # Only members of redundant groups are compared by vulnerability.
    grouped = {r.system_id for r in given.estate.requirements if r.group is not None}
    for row in dated.select(["system_id", "vulnerability_id"]).to_pylist() if grouped else ():
        if row["system_id"] in grouped:
            urgent.setdefault(row["system_id"], set()).add(row["vulnerability_id"])
    return {
        system.system_id: _system_of(
            system.system_id,
            rows.get(system.system_id, {}),
            frozenset(urgent.get(system.system_id, ())),
            is_assessable=system.system_id not in given.unreadable_systems,
        )
        for system in given.estate.systems
    }


def _system_of(
    system_id: str, row: dict[str, Any], urgent: frozenset[str], *, is_assessable: bool
) -> SystemDanger:
    return SystemDanger(
        system_id=system_id,
        finding_count=row.get("finding_count", 0),
        known_exploited_count=row.get("known_exploited_count", 0),
        not_assessable_count=row.get("not_assessable_count", 0),
        dated_count=row.get("dated_count", 0),
        due_on=row.get("due_on"),
        due_on_latest=row.get("due_on_latest"),
        open_count=row.get("open_count", 0),
        best_rank=row.get("best_rank"),
        is_assessable=is_assessable,
        vulnerability_ids=urgent,
    )


def _remainders(
    targets: Mapping[str, Target], given: WeighingInput
) -> dict[tuple[str, str | None, str, str], Remainder]:
    """Say for every target version whether it is known to be affected itself."""
    columns = ["component_id", "ecosystem", "release", "package"]
    wanted = pc.is_in(
        given.components["component_id"], value_set=pa.array(list(targets), pa.string())
    )
    ranges: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for claim in given.claims.to_pylist():
        ranges.setdefault((claim["ecosystem"], claim["package"]), []).append(claim)
    names: dict[tuple[Any, ...], set[tuple[str, str]]] = {}
    keys: dict[tuple[Any, ...], bytes] = {}
    for row in given.components.select(columns).filter(wanted).to_pylist():
        target = targets[row["component_id"]]
        identity = (row["ecosystem"], row["release"], row["package"], target.version)
        names.setdefault(identity, set()).update(given.matched_packages[row["component_id"]])
        keys[identity] = target.key
    found = {}
    for identity, packages in names.items():
        same_release = [
            claim
            for package in sorted(packages)
            for claim in ranges.get(package, ())
            if claim["release"] is None or claim["release"] == identity[1]
        ]
        found[identity] = risk.remainder_of(keys[identity], same_release)
    return found
