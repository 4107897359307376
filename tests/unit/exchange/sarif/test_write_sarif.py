from __future__ import annotations

import json
from typing import Any

import pytest

from hiyoke.exchange.sarif import write_sarif
from hiyoke.languages import Language

RUN = {
    "as_of": None,
    "hiyoke_version": "1.2.3",
    "store": {"generation": 1},
    "inputs": [
        {"name": "sboms/a b.json", "sha256": "00", "format": "cyclonedx", "components": 1},
        {"name": "all.zip!/c.json", "sha256": None, "format": None, "components": 0},
    ],
}
FINDING = {
    "component_id": "1",
    "purl": "pkg:pypi/flask@1.0",
    "name": "flask",
    "version": "1.0",
    "vulnerability_id": "CVE-2024-1",
    "advisory_ids": ["PYSEC-1"],
    "aliases": ["PYSEC-1"],
    "status": "affected",
    "reason": None,
    "basis": "purl_range",
    "matched_on": "pypi/flask 1.0 in <2.0 (PYSEC-1 osv)",
    "fixed_version": "2.0",
    "disagreement": [],
    "check_backport": False,
    "owner": None,
    "sboms": ["sboms/a b.json", "all.zip!/c.json"],
}


def _results(*findings: dict[str, Any], language: Language = Language.EN) -> list[dict[str, Any]]:
    log = json.loads(write_sarif(findings, [], RUN, language))
    results: list[dict[str, Any]] = log["runs"][0]["results"]
    return results


@pytest.mark.parametrize(
    ("changes", "kind", "words"),
    [
        ({}, "fail", "Fixed in 2.0"),
        ({"fixed_version": None}, "fail", "name no fixed version"),
        ({"check_backport": True, "owner": "python3-flask"}, "fail", "python3-flask"),
        ({"status": "not_assessable", "reason": "git_only"}, "open", "Git commits"),
        ({"status": "not_affected", "reason": "stated_not_affected"}, "pass", "states"),
        ({"version": None}, "fail", "flask - is affected"),
    ],
)
def test_message_says_what_the_status_means(changes: dict[str, Any], kind: str, words: str) -> None:
    (result,) = _results(FINDING | changes)
    assert result["kind"] == kind
    assert words in result["message"]["text"]


def test_places_are_uris_of_the_artifacts() -> None:
    (result,) = _results(FINDING)
    places = [one["physicalLocation"]["artifactLocation"] for one in result["locations"]]
    assert places == [
        {"uri": "sboms/a%20b.json", "index": 0},
        {"uri": "all.zip!/c.json", "index": 1},
    ]


def test_fingerprint_follows_component_and_rule() -> None:
    one, other = _results(FINDING, FINDING | {"vulnerability_id": "CVE-2024-2"})
    again = _results(FINDING)[0]
    assert one["partialFingerprints"] == again["partialFingerprints"]
    assert one["partialFingerprints"] != other["partialFingerprints"]


def test_messages_are_in_one_language() -> None:
    (result,) = _results(FINDING, language=Language.JA)
    assert "修正版" in result["message"]["text"]


def test_only_what_holds_for_all_vulnerabilities_is_a_result_of_its_own() -> None:
    row: dict[str, Any] = {
        "component_id": "2",
        "purl": None,
        "name": "x",
        "version": None,
        "sboms": [],
    }
    whole = row | {"reason": "no_identity", "vulnerability_ids": []}
    part = row | {"reason": "git_only", "vulnerability_ids": ["CVE-2024-1"]}
    log = json.loads(write_sarif([], [whole, part], RUN, Language.EN))
    (result,) = log["runs"][0]["results"]
    assert (result["ruleId"], result["kind"]) == ("hiyoke/no_identity", "open")
