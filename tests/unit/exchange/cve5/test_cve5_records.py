"""Whole CVE records: states, evidence, arrangements and hostile input."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from hiyoke.exchange.cve5 import FORMAT
from read_feed import claims_of, read_feed

if TYPE_CHECKING:
    from pathlib import Path

PUMP = {
    "vendor": "acme",
    "product": "pump",
    "versions": [{"version": "1.0", "status": "affected", "lessThan": "1.4"}],
}


def record(cve_id: str = "CVE-2024-0001", **cna: Any) -> dict[str, Any]:
    return {
        "dataType": "CVE_RECORD",
        "cveMetadata": {
            "cveId": cve_id,
            "state": "PUBLISHED",
            "dateUpdated": "2024-02-03T04:05:06.000Z",
        },
        "containers": {"cna": {"providerMetadata": {"shortName": "acme"}, **cna}},
    }


def ssvc(*options: dict[str, str]) -> dict[str, Any]:
    content = {"timestamp": "2024-09-23T17:51:47.992533Z", "options": list(options)}
    return {"other": {"type": "ssvc", "content": content}}


def test_counts_rejected_records_and_claims_nothing_of_them(tmp_path: Path) -> None:
    rejected = record(affected=[PUMP])
    rejected["cveMetadata"]["state"] = "REJECTED"
    tables, counts = read_feed(FORMAT, tmp_path, [record("CVE-2024-0002"), rejected])
    assert (counts.records, counts.used, counts.withdrawn) == (2, 1, 1)
    assert tables["affected_ranges"] == []
    assert "withdrawn_at" in tables["advisories"][1]


def test_refuses_a_rejection_without_date(tmp_path: Path) -> None:
    rejected = record()
    rejected["cveMetadata"] = {"cveId": "CVE-2024-0001", "state": "REJECTED"}
    _, counts = read_feed(FORMAT, tmp_path, rejected)
    assert counts.reasons == {"withdrawn_without_date": 1}


def test_reads_every_cvss_version(tmp_path: Path) -> None:
    vectors = {
        "cvssV2_0": "AV:N/AC:L/Au:N/C:P/I:P/A:P",
        "cvssV3_0": "CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
        "cvssV3_1": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
        "cvssV4_0": "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N",
    }
    metrics = [{name: {"vectorString": vector}} for name, vector in vectors.items()]
    tables, _ = read_feed(FORMAT, tmp_path, record(metrics=metrics))
    found = {row["cvss_version"]: row for row in tables["cvss_vectors"]}
    assert sorted(found) == ["2.0", "3.0", "3.1", "4.0"]
    assert found["4.0"]["provider"] == "acme"


@pytest.mark.parametrize("impact", ["Technical Impact", "technicalImpact", "technical_impact"])
@pytest.mark.parametrize("poc", ["poc", "PoC", "public poc", "Public PoC"])
def test_reads_ssvc_points_in_every_spelling(tmp_path: Path, impact: str, poc: str) -> None:
    metric = ssvc({"Exploitation": poc}, {"Automatable": "Yes"}, {impact: "Total"})
    tables, _ = read_feed(FORMAT, tmp_path, record(metrics=[metric]))
    (row,) = tables["ssvc_points"]
    assert row["exploitation"] == "public_poc"
    assert (row["automatable"], row["technical_impact"]) == ("yes", "total")
    assert row["assessor"] == "acme"


def test_reads_a_kev_listing(tmp_path: Path) -> None:
    metric = {"other": {"type": "kev", "content": {"dateAdded": "2024-05-01"}}}
    tables, _ = read_feed(FORMAT, tmp_path, record(metrics=[metric]))
    (row,) = tables["known_exploited"]
    assert (row["cve_id"], str(row["listed_on"])) == ("CVE-2024-0001", "2024-05-01")


@pytest.mark.parametrize("day", [None, "soon", 20240501])
def test_says_so_when_a_listing_has_no_date(tmp_path: Path, day: object) -> None:
    metric = {"other": {"type": "kev", "content": {"dateAdded": day}}}
    tables, counts = read_feed(FORMAT, tmp_path, record(metrics=[metric]))
    assert tables["known_exploited"] == []
    assert counts.reasons == {"unreadable_date": 1}


def test_reads_cpe_applicability(tmp_path: Path) -> None:
    nodes = [
        {
            "operator": "OR",
            "negate": False,
            "cpeMatch": [
                {
                    "vulnerable": True,
                    "criteria": "cpe:2.3:o:linux:linux_kernel:*:*:*:*:*:*:*:*",
                    "versionStartIncluding": "5.10",
                    "versionEndExcluding": "5.15.3",
                },
                {"vulnerable": False, "criteria": "cpe:2.3:h:acme:pump:-:*:*:*:*:*:*:*"},
            ],
        }
    ]
    tables, _ = read_feed(FORMAT, tmp_path, record(cpeApplicability=[{"nodes": nodes}]))
    (row,) = claims_of(tables)
    assert row["package"] == "linux:linux_kernel"
    assert (row["introduced_version"], row["fixed_version"]) == ("5.10", "5.15.3")


@pytest.mark.parametrize("layout", ["single", "pretty", "lines", "array", "utf-16", "bom"])
def test_reads_every_arrangement(tmp_path: Path, layout: str) -> None:
    records = [record(f"CVE-2024-{number:04}", affected=[PUMP]) for number in range(1, 4)]
    one = json.dumps(records[0])
    content = {
        "single": one.encode(),
        "pretty": json.dumps(records[0], indent=2).encode(),
        "lines": "\n".join(map(json.dumps, records)).encode(),
        "array": json.dumps(records, indent=1).encode(),
        "utf-16": one.encode("utf-16"),
        "bom": one.encode("utf-8-sig"),
    }[layout]
    _, counts = read_feed(FORMAT, tmp_path, content)
    assert counts.used == (3 if layout in ("lines", "array") else 1)


def test_loses_no_more_than_the_broken_record(tmp_path: Path) -> None:
    lines = [json.dumps(record("CVE-2024-0001")), '{"cveMetadata": {', "[]", "7"]
    lines.append(json.dumps(record("CVE-2024-0002")))
    _, counts = read_feed(FORMAT, tmp_path, "\n".join(lines).encode())
    assert (counts.used, counts.quarantined) == (2, 3)


def test_keeps_a_record_whose_entry_breaks_the_schema(tmp_path: Path) -> None:
    broken = {"vendor": "acme", "product": "valve", "versions": [{"version": 7}]}
    told = record(affected=[PUMP, broken], metrics=[{"cvssV3_1": 9}, ssvc({"Automatable": "no"})])
    tables, counts = read_feed(FORMAT, tmp_path, told)
    assert counts.used == 1
    assert counts.reasons == {"malformed_member": 2}
    rows = {row["package"]: row for row in claims_of(tables)}
    assert rows["acme:pump"]["fixed_version"] == "1.4"
    assert rows["acme:valve"]["obstacle"] == "malformed_entry"
    assert len(tables["ssvc_points"]) == 1


@pytest.mark.parametrize(
    "cve_id", ["", "CVE-2024/../../x-0001", "GHSA-aaaa-bbbb-cccc", "CVE-2024-1", "x" * 100_000]
)
def test_refuses_an_identifier_that_is_none(tmp_path: Path, cve_id: str) -> None:
    _, counts = read_feed(FORMAT, tmp_path, record(cve_id))
    assert counts.reasons == {"not_a_record": 1}


@pytest.mark.parametrize(
    "value",
    [None, True, 0, -1, 1e308, "text", [], [[]], {}, {"": None}, [None, 1, "x"]],
    ids=repr,
)
@pytest.mark.parametrize("member", ["affected", "metrics", "cpeApplicability", "providerMetadata"])
def test_survives_any_type_in_any_member(tmp_path: Path, member: str, value: Any) -> None:
    _, counts = read_feed(FORMAT, tmp_path, record(**{member: value}))
    assert counts.records == counts.used == 1


@pytest.mark.parametrize("depth", [200, 200_000])
def test_survives_deep_nesting(tmp_path: Path, depth: int) -> None:
    deep = b'{"x":' * depth + b"1" + b"}" * depth
    text = json.dumps(record(affected=[PUMP])).encode()[:-1] + b', "deep": ' + deep + b"}"
    _, counts = read_feed(FORMAT, tmp_path, text)
    assert counts.records == 1


def test_survives_numbers_of_a_million_digits(tmp_path: Path) -> None:
    metric = b'{"other": {"type": "ssvc", "content": {"options": [%s]}}}' % (b"9" * 1_000_000)
    text = json.dumps(record(metrics=["HERE"])).encode().replace(b'"HERE"', metric)
    _, counts = read_feed(FORMAT, tmp_path, text)
    assert counts.records == 1


def test_says_when_claims_name_no_product(tmp_path: Path) -> None:
    nameless = {"vendor": "n/a", "product": "n/a", "versions": [{"version": "n/a"}]}
    _, counts = read_feed(FORMAT, tmp_path, record(affected=[nameless]))
    assert counts.used == 1
    assert counts.reasons == {"no_product_named": 1}
