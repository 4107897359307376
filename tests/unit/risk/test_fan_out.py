from datetime import date
from typing import Any

import ibis
import pyarrow as pa
import pytest

from hiyoke.estate.service import Requirement
from hiyoke.risk import (
    DETECTIONS,
    SYSTEM_FINDINGS,
    collect_decisions,
    findings_on_systems,
    gather_evidence,
    load_decision_table,
    members_of_findings,
    standings_of,
    standings_table,
    summarise_bundles,
    summarise_findings,
    summarise_systems,
)
from hiyoke.tables import COMPONENTS, EPSS, FINDINGS, KNOWN_EXPLOITED, PLACEMENTS, SSVC_POINTS
from hiyoke.tables.engines import open_duckdb
from small_tables import table_of

AS_OF = date(2026, 5, 22)
FACING = {"web": "yes", "core": "no", "odd": "unknown", "hr": "no"}


def finding(component: str, vulnerability: str, fixed: str | None, **more: Any) -> dict[str, Any]:
    row = {"component_id": component, "vulnerability_id": vulnerability, "fixed_version": fixed}
    return row | more


FINDINGS_HERE = table_of(
    FINDINGS,
    finding("lib@1", "CVE-KEV", "1.2", version="1.0"),
    finding("lib@1", "CVE-HIGH", "1.5", version="1.0"),
    finding("tool@2", "CVE-QUIET", None, version="2.0"),
    finding("tool@2", "CVE-NOT", None, version="2.0", status="not_affected"),
    finding("tool@2", "CVE-WHO", None, version="2.0", status="not_assessable", reason="git_only"),
    finding("jar@3", "CVE-HIGH", "9.9", version="3.0", check_backport=True),
)
COMPONENTS_HERE = table_of(
    COMPONENTS,
    {"component_id": "lib@1", "ecosystem": "npm", "package": "lib", "version": "1.0"},
    {"component_id": "tool@2", "ecosystem": "pypi", "package": "tool", "version": "2.0"},
    {"component_id": "jar@3", "ecosystem": "maven", "package": "g:jar", "version": "3.0"},
)
PLACED = [("web", "lib@1"), ("core", "lib@1"), ("odd", "lib@1"), ("hr", "tool@2"), ("hr", "jar@3")]
EVIDENCE = {
    "known_exploited": table_of(
        KNOWN_EXPLOITED, {"cve_id": "CVE-KEV", "listed_on": date(2026, 5, 1)}
    ),
    "epss": table_of(EPSS, {"cve_id": "CVE-HIGH", "epss_probability": 0.9, "scored_on": AS_OF}),
    "ssvc_points": table_of(
        SSVC_POINTS,
        *(
            {"cve_id": c, "automatable": "yes", "technical_impact": "total"}
            for c in ("CVE-KEV", "CVE-HIGH")
        ),
        {"cve_id": "CVE-QUIET", "automatable": "no", "technical_impact": "partial"},
    ),
}


def run(detections: list[dict[str, Any]] | None = None, *, reverse: bool = False) -> Any:
    requirements = [
        Requirement(service_id="bank", system_id="web"),
        Requirement(service_id="bank", system_id="core"),
        Requirement(service_id="news", system_id="odd"),
    ]
    standings = standings_of(FACING, [], requirements, {"bank": 1})
    evidence = gather_evidence(members_of_findings(FINDINGS_HERE), EVIDENCE)
    decisions = collect_decisions(load_decision_table("bod-26-04"), evidence, standings.values())
    placements = table_of(
        PLACEMENTS,
        *({"system_id": s, "component_id": c} for s, c in PLACED[:: -1 if reverse else 1]),
    )
    return findings_on_systems(
        ibis.memtable(FINDINGS_HERE),
        ibis.memtable(COMPONENTS_HERE),
        ibis.memtable(placements),
        ibis.memtable(standings_table(standings.values(), dict.fromkeys(FACING, "crew"))),
        decisions=ibis.memtable(decisions),
        detections=ibis.memtable(table_of(DETECTIONS, *(detections or []))),
        as_of=AS_OF,
    )


@pytest.fixture
def engine() -> Any:
    connection = open_duckdb()
    yield connection
    connection.disconnect()


def rows_of(engine: Any, expression: Any) -> list[dict[str, Any]]:
    table = engine.to_pyarrow(expression)
    rows: list[dict[str, Any]] = table.to_pylist()
    return rows


def test_keeps_its_contract(engine: Any) -> None:
    table = engine.to_pyarrow(run())
    assert SYSTEM_FINDINGS.select_from(table).num_rows == len(rows_of(engine, run()))


def test_ranks_priority_then_reach_then_known_exploited_then_deadline(engine: Any) -> None:
    rows = rows_of(engine, run().order_by("rank"))
    ranked = [(r["system_id"], r["vulnerability_id"]) for r in rows if r["rank"] is not None]
    assert ranked == [
        ("web", "CVE-KEV"),
        ("web", "CVE-HIGH"),
        ("core", "CVE-KEV"),
        ("core", "CVE-HIGH"),
        ("odd", "CVE-KEV"),
        ("odd", "CVE-HIGH"),
        ("hr", "CVE-HIGH"),
        ("hr", "CVE-QUIET"),
    ]
    assert rows == rows_of(engine, run(reverse=True).order_by("rank"))


def test_dates_each_system_from_its_own_exposure_and_clock(engine: Any) -> None:
    detections = [
        {
            "system_id": "web",
            "vulnerability_id": "CVE-HIGH",
            "first_detected_on": date(2026, 5, 10),
        },
        {
            "system_id": "core",
            "vulnerability_id": "CVE-HIGH",
            "first_detected_on": date(2026, 6, 1),
        },
    ]
    rows = {(r["system_id"], r["vulnerability_id"]): r for r in rows_of(engine, run(detections))}
    assert rows["web", "CVE-KEV"]["due_on"] == date(2026, 5, 4)
    assert rows["web", "CVE-KEV"]["outcome"] == "3_days_forensic"
    assert rows["web", "CVE-HIGH"]["due_on"] == date(2026, 5, 13)
    # A detection after `as_of` is not yet known on that day.
    assert rows["core", "CVE-HIGH"]["first_detected_on"] == AS_OF
    assert rows["core", "CVE-HIGH"]["due_on"] == date(2026, 7, 21)
    odd = rows["odd", "CVE-HIGH"]
    assert (odd["due_on"], odd["due_on_latest"]) == (date(2026, 5, 25), date(2026, 7, 21))
    assert odd["unknown_points"] == ["exposed"]
    quiet = rows["hr", "CVE-QUIET"]
    assert (quiet["outcome"], quiet["due_on"]) == ("next_upgrade", None)
    unjudged = rows["hr", "CVE-WHO"]
    assert (unjudged["outcome"], unjudged["due_on"], unjudged["rank"]) == (None, None, None)
    assert ("hr", "CVE-NOT") not in rows


def test_summarises_systems_and_findings(engine: Any) -> None:
    findings = ibis.memtable(engine.to_pyarrow(run()))
    systems = {r["system_id"]: r for r in rows_of(engine, summarise_systems(findings))}
    assert systems["hr"] == {
        "system_id": "hr",
        "finding_count": 2,
        "vulnerability_count": 2,
        "known_exploited_count": 0,
        "not_assessable_count": 1,
        "dated_count": 1,
        "due_on": date(2026, 7, 21),
        "due_on_latest": date(2026, 7, 21),
        "open_count": 0,
        "best_rank": 7,
    }
    merged = {
        (r["component_id"], r["vulnerability_id"]): r
        for r in rows_of(engine, summarise_findings(findings))
    }
    spread = merged["lib@1", "CVE-HIGH"]
    assert (spread["rank"], spread["due_rank"], spread["exposure"]) == (2, 2, "yes")
    assert spread["system_ids"] == ["core", "odd", "web"]
    assert merged["tool@2", "CVE-WHO"]["rank"] is None


def test_counts_what_a_bundle_closes_and_leaves_backports_out(engine: Any) -> None:
    findings = ibis.memtable(engine.to_pyarrow(run()))
    standings = ibis.memtable(
        standings_table(standings_of(FACING, [], [], {}).values(), dict.fromkeys(FACING, "crew"))
    )
    targets = ibis.memtable(
        pa.table({"component_id": ["lib@1", "jar@3"], "target_version": ["1.5", "9.9"]})
    )
    (bundle,) = rows_of(engine, summarise_bundles(findings, targets, standings))
    assert (bundle["package"], bundle["target_version"]) == ("lib", "1.5")
    assert (bundle["finding_count"], bundle["priority_finding_count"]) == (6, 4)
    assert bundle["system_ids"] == ["core", "odd", "web"]
    assert bundle["vulnerability_ids"] == ["CVE-HIGH", "CVE-KEV"]
    assert bundle["versions"] == ["1.0"]
