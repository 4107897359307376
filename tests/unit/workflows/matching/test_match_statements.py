"""What a publisher states in CSAF reaches the finding's status."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from hiyoke.workflows.advisories.import_advisories import import_advisories
from hiyoke.workflows.matching.match_sboms import match_sboms
from small_sboms import cyclonedx

if TYPE_CHECKING:
    from pathlib import Path

STATUSES = {
    "known_affected": "pkg:npm/pump@1.0.0",
    "known_not_affected": "pkg:npm/valve@1.0.0",
    "under_investigation": "pkg:npm/pipe@1.0.0",
    "fixed": "pkg:npm/tank@1.0.0",
}


def _document() -> dict[str, Any]:
    products = [
        {
            "product_id": status,
            "name": purl,
            "product_identification_helper": {"purl": purl},
        }
        for status, purl in STATUSES.items()
    ]
    flaw = {
        "cve": "CVE-2026-1",
        "product_status": {status: [status] for status in STATUSES},
        "flags": [{"label": "component_not_present", "product_ids": ["known_not_affected"]}],
    }
    return {
        "document": {
            "category": "csaf_vex",
            "csaf_version": "2.0",
            "title": "t",
            "publisher": {"category": "vendor", "name": "V", "namespace": "https://v.example"},
            "tracking": {
                "id": "V-1",
                "status": "final",
                "version": "1",
                "current_release_date": "2026-01-01T00:00:00Z",
                "initial_release_date": "2026-01-01T00:00:00Z",
                "revision_history": [],
            },
        },
        "product_tree": {"full_product_names": products},
        "vulnerabilities": [flaw],
    }


def test_each_product_status_becomes_the_status_of_a_finding(tmp_path: Path) -> None:
    feed = tmp_path / "v-1.json"
    feed.write_text(json.dumps(_document()), encoding="utf-8")
    import_advisories([feed], tmp_path / "store")
    components = [{"type": "library", "name": "x", "purl": purl} for purl in STATUSES.values()]
    components.append({"type": "library", "name": "x", "purl": "pkg:npm/tank@0.9.0"})
    sbom = tmp_path / "a.cdx.json"
    sbom.write_text(json.dumps(cyclonedx(*components)), encoding="utf-8")

    rows = match_sboms([sbom], tmp_path / "store").findings.to_pylist()

    assert {row["purl"]: (row["status"], row["reason"], row["fixed_version"]) for row in rows} == {
        "pkg:npm/pump@1.0.0": ("affected", None, None),
        "pkg:npm/valve@1.0.0": ("not_affected", "stated_not_affected", None),
        "pkg:npm/pipe@1.0.0": ("not_assessable", "under_investigation", None),
        "pkg:npm/tank@1.0.0": ("not_affected", "stated_not_affected", None),
        "pkg:npm/tank@0.9.0": ("affected", None, "1.0.0"),
    }
