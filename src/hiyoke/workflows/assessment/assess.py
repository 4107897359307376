"""The main job: an estate and the world's advisories in, the priority services in danger out.

What is not here: any rule. Reading, matching, weighing and writing are steps of their own.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from hiyoke import matching
from hiyoke.advisories.store import load_store
from hiyoke.calendars import end_of_day_in_japan
from hiyoke.errors import HiyokeError
from hiyoke.languages import Language, Text
from hiyoke.risk import load_decision_table, members_of_findings
from hiyoke.tables import (
    CVSS_VECTORS,
    END_OF_LIFE,
    EPSS,
    INVENTORY,
    KNOWN_EXPLOITED,
    QUARANTINE,
    SOURCES,
    SSVC_POINTS,
)
from hiyoke.workflows.advisories.prepared_store import advisory_tables
from hiyoke.workflows.assessment.describe_components import (
    claims_of_packages,
    describe_components,
    list_components,
    matched_packages,
)
from hiyoke.workflows.assessment.publication_dates import publication_dates
from hiyoke.workflows.assessment.run_folder import earlier_detections, no_detections, write_run
from hiyoke.workflows.check_estate import check_estate
from hiyoke.workflows.engine_session import EngineSession
from hiyoke.workflows.exposure.expose_run import run_exposure
from hiyoke.workflows.exposure.expose_settings import ExposureSettings
from hiyoke.workflows.matching.match_sboms import match_inventory
from hiyoke.workflows.matching.read_inventory import Inventory, read_inventory
from hiyoke.workflows.weighing.assess_tables import (
    COMPONENT_COLUMNS,
    AssessmentInput,
    assess_tables,
)
from hiyoke.workflows.weighing.weigh_findings import WeighingInput

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from hiyoke.advisories.store import AdvisoryStore
    from hiyoke.estate import Estate
    from hiyoke.reports.assessment.assessment import Assessment
    from hiyoke.risk import DecisionTable
    from hiyoke.workflows.assessment.run_folder import Detections
    from hiyoke.workflows.check_estate import EstateCheck
    from hiyoke.workflows.exposure.expose_run import ExposureRun
    from hiyoke.workflows.weighing.weigh_findings import Weighed

_EVIDENCE: Final = (KNOWN_EXPLOITED, EPSS, SSVC_POINTS, CVSS_VECTORS, END_OF_LIFE)


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentRun:
    """One finished run.

    Attributes:
        assessment: What was found.
        out: The folder it was written to.
        files: Files written, in order.
    """

    assessment: Assessment
    out: Path
    files: tuple[Path, ...]


def assess(
    estate_path: Path,
    store_folder: Path,
    out: Path,
    *,
    as_of: date,
    table: str = "bod-26-04",
    previous: Path | None = None,
    settings: ExposureSettings | None = None,
) -> AssessmentRun:
    """Assess an estate and write the report.

    Args:
        estate_path: Folder or workbook of the estate.
        store_folder: As ``hiyoke advisories import --into`` filled it.
        out: Folder for the results; an earlier run's files in it are replaced.
        as_of: Knowledge cut-off and the day on which deadlines are judged, in Japan.
        table: Name or path of the decision table.
        previous: Folder of an earlier run whose detection dates count; None takes `out` itself
            when it holds one, so that a deadline does not begin anew with every run.
        settings: What exposure assumes; None for the defaults.

    Returns:
        The assessment and the files that were written. Equal inputs give equal files.

    Raises:
        UsageError: A path does not exist, or `previous` belongs to another institution.
        FaultsError: The estate's files, or the decision table, have faults; all are listed.
        DamagedStoreError: The store cannot be used.
        DecisionTableError: No such decision table.

    Cost:
        Reading SBOMs and matching dominate; see `match_sboms`.
    """
    decision_table = load_decision_table(table)
    given, weighed, assessment = weigh_estate(
        estate_path,
        store_folder,
        table=decision_table,
        as_of=as_of,
        detections_of=lambda estate: earlier_detections(
            previous, out, estate.institution.institution_id
        ),
    )
    exposure: ExposureRun | None = None
    try:
        exposure = run_exposure(given, weighed, assessment, settings or ExposureSettings())
        assessment = replace(assessment, exposure=exposure.report)
    except HiyokeError as error:
        # What an attacker could reach is one chapter; without it the others still stand.
        why = Text(ja=error.message(Language.JA), en=error.message(Language.EN))
        assessment = replace(assessment, why_no_exposure=why)
    files = write_run(out, assessment, weighed, given, exposure)
    return AssessmentRun(assessment=assessment, out=out, files=tuple(files))


def weigh_estate(
    estate_path: Path,
    store_folder: Path,
    *,
    table: DecisionTable,
    as_of: date,
    detections_of: Callable[[Estate], Detections] = lambda _: no_detections(),
) -> tuple[AssessmentInput, Weighed, Assessment]:
    """Read an estate, match it and weigh what was met; nothing is written.

    Args:
        estate_path: As in `assess`.
        store_folder: As in `assess`.
        table: Decision table.
        as_of: As in `assess`.
        detections_of: Gives the first detections that count for an estate; none unless given.

    Raises:
        UsageError: A path does not exist.
        FaultsError: The estate's files have faults; all are listed.
        DamagedStoreError: The store cannot be used.
    """
    check = check_estate(estate_path, as_of=as_of)
    estate = check.reading.require(str(estate_path))
    ground = Ground(
        estate=estate,
        check=check,
        store=load_store(store_folder),
        inventory=inventory_of(estate),
        detections=detections_of(estate),
        table=table,
        as_of=as_of,
    )
    with EngineSession() as session:
        given = match_ground(session, ground)
        assessment, weighed = assess_tables(session.backend, given)
    return given, weighed, assessment


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What a run stands on, before anything is matched."""

    estate: Estate
    check: EstateCheck
    store: AdvisoryStore
    inventory: Inventory
    detections: Detections
    table: DecisionTable
    as_of: date


def match_ground(session: EngineSession, ground: Ground) -> AssessmentInput:
    """Match the inventory, and gather what risk needs to know of what was met."""
    store, inventory = ground.store, ground.inventory.table
    cutoff = end_of_day_in_japan(ground.as_of)
    matched = match_inventory(session, store, inventory, as_of=cutoff)
    evidence = {contract.name: store.table(contract) for contract in _EVIDENCE}
    distinct = list_components(session, inventory)
    components = describe_components(
        distinct, findings=matched.findings, end_of_life=evidence[END_OF_LIFE.name]
    )
    matched_as = matched_packages(components)
    is_open = pc.not_equal(matched.findings["status"], "not_affected")
    members = members_of_findings(matched.findings.filter(is_open))
    packages = (pair for pairs in matched_as.values() for pair in pairs)
    lines = session.lend("risk_inventory", inventory)
    weighing = WeighingInput(
        estate=ground.estate,
        components=components,
        component_count=matched.component_count,
        placements=session.arrow("risk_placements", lambda: matching.placements_of(lines)),
        findings=matched.findings,
        unreadable_systems=_unreadable(ground.estate, ground.inventory),
        evidence_tables=evidence,
        matched_packages=matched_as,
        claims=claims_of_packages(session, advisory_tables(session, store), packages, cutoff),
        detections=ground.detections.table,
        table=ground.table,
        as_of=ground.as_of,
    )
    return AssessmentInput(
        weighing=weighing,
        not_assessable=matched.not_assessable,
        all_components=distinct.select([*COMPONENT_COLUMNS, "cpe"]),
        gaps=ground.check.gaps,
        sources=store.table(SOURCES).to_pylist(),
        quarantined_count=store.row_count(QUARANTINE),
        inputs={**_digests(ground), **ground.detections.digests},
        published=publication_dates(store, members, cutoff=cutoff),
    )


def inventory_of(estate: Estate) -> Inventory:
    """Read the SBOMs of every system, and the product that a system without one names."""
    inventory = read_inventory(
        (system_id, path)
        for system_id in sorted(estate.sbom_files)
        for path in estate.sbom_files[system_id]
    )
    products = [
        dict.fromkeys(INVENTORY.column_names)
        | {
            "system_id": system.system_id,
            "purl": system.purl,
            "cpe": system.cpe,
            "name": system.name.en,
        }
        for system in estate.systems
        if system.purl or system.cpe
    ]
    rows = INVENTORY.table(
        {name: [row[name] for row in products] for name in INVENTORY.column_names}
    )
    inventory.table = pa.concat_tables([inventory.table, rows])
    return inventory


def _unreadable(estate: Estate, inventory: Inventory) -> frozenset[str]:
    """Return the systems of which nothing, or not everything that was given, could be read."""
    known = {s for s, paths in estate.sbom_files.items() if paths}
    products = {s.system_id for s in estate.systems if s.purl or s.cpe}
    broken = {reading.system_id for reading in inventory.unreadable}
    return frozenset(
        s.system_id
        for s in estate.systems
        if s.system_id in broken or s.system_id not in known | products
    )


def _digests(ground: Ground) -> dict[str, str]:
    """Return the SHA-256 of the estate's own tables, of its SBOMs together, and of the store."""
    estate_tables = ground.estate.tables().items()
    stored = sorted(ground.store.manifest.tables.items())
    tables = "\n".join(f"{name}:{_table_digest(t)}" for name, t in estate_tables)
    sboms = "\n".join(f"{r.system_id}:{r.sha256}" for r in ground.inventory.readings)
    files = "\n".join(f"{name}:{f.sha256}" for name, f in stored)
    return {
        "estate": _sha256(tables),
        "sboms": _sha256(sboms),
        "advisories": _sha256(files),
    }


def _table_digest(table: Any) -> str:
    return _sha256(repr(table.to_pylist()))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
