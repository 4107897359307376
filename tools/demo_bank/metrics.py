"""Scores of flaws noted one by one: CVSS vectors and SSVC points, put into CVE records.

The bulk data ends in October 2024; what CISA and the CVE's own authority said of later flaws was
noted from single records (``tools/demo_facts``). What is not here: any score of our own making. A
flaw without a noted score stays without one.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from demo_bank.facts import LAST_DAY, LAST_INSTANT

NOTED = Path(__file__).parents[1] / "demo_facts" / "cve_metrics.jsonl"
_CISA = "CISA-ADP"
_CISA_TITLE = "CISA ADP Vulnrichment"
_MEMBERS = {"2.0": "cvssV2_0", "3.0": "cvssV3_0", "3.1": "cvssV3_1", "4.0": "cvssV4_0"}
_QUESTIONS = (
    ("Exploitation", "exploitation"),
    ("Automatable", "automatable"),
    ("Technical Impact", "technical_impact"),
)


def with_noted_metrics(records: list[dict[str, Any]], cves: set[str]) -> list[dict[str, Any]]:
    """Return `records` with the noted scores of `cves`, by identifier.

    A provider that a record already lets speak is not spoken for a second time.

    Raises:
        SystemExit: A note was not known on the demo's day.
    """
    by_id = {str(record["cveMetadata"]["cveId"]): record for record in records}
    for line in NOTED.read_text(encoding="utf-8").splitlines():
        note = json.loads(line)
        if note["cve"] not in cves:
            continue
        _refuse_later_knowledge(note)
        _add(by_id.setdefault(note["cve"], _bare_record(note)), note)
    return [by_id[name] for name in sorted(by_id)]


def _refuse_later_knowledge(note: dict[str, Any]) -> None:
    ssvc = note["ssvc"] or {"assessed_at": ""}
    if note["published"] > LAST_DAY or ssvc["assessed_at"] > LAST_INSTANT:
        raise SystemExit(f"{note['cve']}: noted, but not known on {LAST_DAY}")


def _bare_record(note: dict[str, Any]) -> dict[str, Any]:
    return {
        "dataType": "CVE_RECORD",
        "dataVersion": "5.1",
        "cveMetadata": {
            "cveId": note["cve"],
            "state": "PUBLISHED",
            "datePublished": f"{note['published']}T00:00:00Z",
            "dateUpdated": min(f"{note['source']['updated']}T00:00:00Z", LAST_INSTANT),
        },
        "containers": {"cna": {"providerMetadata": {"shortName": "unknown"}}},
    }


def _add(record: dict[str, Any], note: dict[str, Any]) -> None:
    containers = record["containers"]
    spoken = {
        part["providerMetadata"].get("shortName")
        for part in (containers["cna"], *containers.get("adp", []))
        if part.get("metrics")
    }
    vectors: dict[str, list[dict[str, Any]]] = {}
    for said in note["vectors"]:
        vectors.setdefault(said["provider"], []).append(_score(said["vector"]))
    cisa = vectors.pop(_CISA, [])
    if note["ssvc"] is not None:
        cisa.append(_points(note))
    if cisa and _CISA not in spoken:
        metadata = {"shortName": _CISA}
        container = {"title": _CISA_TITLE, "providerMetadata": metadata, "metrics": cisa}
        containers.setdefault("adp", []).append(container)
    for provider, metrics in vectors.items():
        if provider not in spoken:
            containers["cna"]["providerMetadata"]["shortName"] = provider
            containers["cna"]["metrics"] = metrics


def _score(vector: str) -> dict[str, Any]:
    version = vector.removeprefix("CVSS:").partition("/")[0]
    return {_MEMBERS[version]: {"version": version, "vectorString": vector}}


def _points(note: dict[str, Any]) -> dict[str, Any]:
    ssvc = note["ssvc"]
    content = {
        "id": note["cve"],
        "role": "CISA Coordinator",
        "version": "2.0.3",
        "timestamp": ssvc["assessed_at"],
        "options": [{question: ssvc[member]} for question, member in _QUESTIONS],
    }
    return {"other": {"type": "ssvc", "content": content}}
