"""Whole CSAF documents: identifiers, evidence, withdrawal and hostile input."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from hiyoke.exchange.csaf import FORMAT
from read_feed import claims_of, read_feed

if TYPE_CHECKING:
    from pathlib import Path

TREE = {
    "full_product_names": [
        {
            "product_id": "P",
            "name": "P",
            "product_identification_helper": {"purl": "pkg:npm/pump@1.0.0"},
        },
        {
            "product_id": "Q",
            "name": "Q",
            "product_identification_helper": {"purl": "pkg:npm/valve@1.0.0"},
        },
    ]
}


def document(*flaws: Any, category: str = "csaf_security_advisory", **rest: Any) -> dict[str, Any]:
    return {
        "document": {
            "category": category,
            "csaf_version": "2.1",
            "publisher": {"name": "Acme PSIRT"},
            "tracking": {"id": "ACME-1", "current_release_date": "2024-02-01T00:00:00Z"},
        },
        "product_tree": TREE,
        "vulnerabilities": list(flaws),
    } | rest


def flaw(cve: str | None, product_id: str = "P", **rest: Any) -> dict[str, Any]:
    told: dict[str, Any] = {"product_status": {"known_affected": [product_id]}} | rest
    return told if cve is None else told | {"cve": cve}


def test_names_the_advisory_of_one_flaw_as_the_document(tmp_path: Path) -> None:
    tables, _ = read_feed(FORMAT, tmp_path, document(flaw("CVE-2024-0001")))
    (row,) = tables["advisories"]
    assert (row["advisory_id"], row["upstream"]) == ("ACME-1", ["CVE-2024-0001"])


def test_keeps_flaws_of_one_document_apart(tmp_path: Path) -> None:
    told = document(
        flaw("CVE-2024-0001", "P"),
        flaw("CVE-2024-0002", "Q"),
        flaw(None, ids=[{"system_name": "bug", "text": "77"}]),
        flaw(None),
    )
    tables, counts = read_feed(FORMAT, tmp_path, told)
    found = {row["advisory_id"]: row["package"] for row in claims_of(tables)}
    assert found == {
        "ACME-1#CVE-2024-0001": "pump",
        "ACME-1#CVE-2024-0002": "valve",
        "ACME-1#77": "pump",
        "ACME-1#4": "pump",
    }
    assert counts.used == 4


def test_replaces_what_a_document_claimed_when_it_had_one_flaw(tmp_path: Path) -> None:
    told = document(flaw("CVE-2024-0001"), flaw("CVE-2024-0002"))
    tables, _ = read_feed(FORMAT, tmp_path, told)
    assert "ACME-1" in [row["record_id"] for row in tables["records"]]


@pytest.mark.parametrize("category", ["csaf_withdrawn", "csaf_superseded"])
def test_counts_documents_that_were_taken_back(tmp_path: Path, category: str) -> None:
    told = document(flaw("CVE-2024-0001"), category=category)
    tables, counts = read_feed(FORMAT, tmp_path, told)
    assert (counts.used, counts.withdrawn) == (0, 1)
    assert tables["affected_ranges"] == []


def test_keeps_a_document_without_flaws(tmp_path: Path) -> None:
    told = document(category="csaf_informational_advisory")
    tables, counts = read_feed(FORMAT, tmp_path, told)
    assert counts.used == 1
    assert tables["affected_ranges"] == []


def test_reads_scores_of_both_versions_once_each(tmp_path: Path) -> None:
    vector = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"
    score = {"cvss_v3": {"vectorString": vector}, "products": ["P"]}
    metric = {"content": {"cvss_v3": {"vectorString": vector}}, "source": "https://nvd"}
    told = document(flaw("CVE-2024-0001", scores=[score, score], metrics=[metric]))
    tables, _ = read_feed(FORMAT, tmp_path, told)
    assert {(row["subject_id"], row["provider"]) for row in tables["cvss_vectors"]} == {
        ("CVE-2024-0001", "Acme PSIRT"),
        ("CVE-2024-0001", "https://nvd"),
    }
    assert len(tables["cvss_vectors"]) == 2


def test_reads_metrics_of_csaf_2_1(tmp_path: Path) -> None:
    content = {
        "ssvc_v2": {
            "timestamp": "2025-01-01T00:00:00Z",
            "selections": [
                {"namespace": "ssvc", "key": "E", "values": [{"key": "A"}]},
                {"name": "Automatable", "values": [{"name": "Yes"}]},
            ],
        },
        "epss": {"probability": "0.25", "percentile": "0.9", "timestamp": "2025-01-02T00:00:00Z"},
    }
    tables, _ = read_feed(
        FORMAT, tmp_path, document(flaw("CVE-2024-0001", metrics=[{"content": content}]))
    )
    (points,) = tables["ssvc_points"]
    assert (points["exploitation"], points["automatable"]) == ("active", "yes")
    (estimate,) = tables["epss"]
    assert estimate["epss_probability"] == 0.25


def test_reads_known_exploitation_as_a_decision_point(tmp_path: Path) -> None:
    known = [{"date": "2025-01-02T00:00:00Z", "exploitation_date": "2024-12-24T00:00:00Z"}]
    told = document(flaw("CVE-2024-0001", first_known_exploitation_dates=known))
    (points,) = read_feed(FORMAT, tmp_path, told)[0]["ssvc_points"]
    assert (points["exploitation"], points["assessor"]) == ("active", "Acme PSIRT")


@pytest.mark.parametrize(
    "broken",
    [
        {"product_tree": []},
        {"product_tree": {"branches": [{"branches": 7}]}},
        {"product_tree": {"full_product_names": [{"product_id": 7}, None]}},
        {"vulnerabilities": {}},
        {"vulnerabilities": [None, 7, {"product_status": {"fixed": "P"}}]},
        {"vulnerabilities": [{"scores": [{"cvss_v3": "x"}], "metrics": [7], "cve": []}]},
    ],
    ids=json.dumps,
)
def test_survives_wrong_types(tmp_path: Path, broken: dict[str, Any]) -> None:
    _, counts = read_feed(FORMAT, tmp_path, document(flaw("CVE-2024-0001"), **broken))
    assert counts.used >= 1
    assert counts.reasons["malformed_member"] >= 1


@pytest.mark.parametrize("tracking", [{}, {"id": ""}, {"id": 7}, None, {"id": "x" * 600}])
def test_refuses_a_document_without_identifier(tmp_path: Path, tracking: object) -> None:
    told = document()
    told["document"]["tracking"] = tracking
    _, counts = read_feed(FORMAT, tmp_path, told)
    assert counts.reasons == {"not_a_record": 1}


def test_survives_branches_without_end(tmp_path: Path) -> None:
    depth = 100_000
    branches = b'{"category":"vendor","name":"A","branches":[' * depth + b"]}" * depth
    text = (
        json.dumps(document())
        .encode()
        .replace(json.dumps(TREE).encode(), b'{"branches":[%s]}' % branches)
    )
    _, counts = read_feed(FORMAT, tmp_path, text)
    assert counts.records == 1
