"""NVD records, from hand-written pages."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from hiyoke.exchange.nvd import FORMAT
from read_feed import claims_of, read_feed

if TYPE_CHECKING:
    from pathlib import Path


def match(criteria: str, *, vulnerable: bool = True, **bounds: str) -> dict[str, Any]:
    return {"vulnerable": vulnerable, "criteria": criteria, "matchCriteriaId": "x", **bounds}


def cpe(version: str = "*", update: str = "*", *, part: str = "a", product: str = "pump") -> str:
    return f"cpe:2.3:{part}:acme:{product}:{version}:{update}:*:*:*:*:*:*"


def node(*matches: dict[str, Any], negate: bool = False) -> dict[str, Any]:
    return {"operator": "OR", "negate": negate, "cpeMatch": list(matches)}


def record(*nodes: dict[str, Any], **rest: Any) -> dict[str, Any]:
    return {
        "id": "CVE-2024-0001",
        "sourceIdentifier": "acme",
        "vulnStatus": "Analyzed",
        "published": "2024-01-02T03:04:05.678",
        "lastModified": "2024-02-03T04:05:06.789",
        "configurations": [{"nodes": list(nodes)}],
    } | rest


def page(*records: Any) -> dict[str, Any]:
    entries = [{"cve": each} for each in records]
    return {"resultsPerPage": 1, "format": "NVD_CVE", "version": "2.0", "vulnerabilities": entries}


def claims(tmp_path: Path, *nodes: dict[str, Any]) -> list[dict[str, Any]]:
    tables, _ = read_feed(FORMAT, tmp_path, page(record(*nodes)))
    return claims_of(tables)


def of_pump(**cells: Any) -> dict[str, Any]:
    return {
        "advisory_id": "CVE-2024-0001",
        "ecosystem": "cpe",
        "package": "acme:pump",
        "kind": "range",
        "status": "affected",
    } | cells


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (
            match(cpe(), versionStartIncluding="1.0", versionEndExcluding="2.0"),
            {"introduced_version": "1.0", "fixed_version": "2.0"},
        ),
        (
            match(cpe(), versionStartExcluding="1.0", versionEndIncluding="2.0"),
            {"introduced_version": ">1.0", "last_affected_version": "2.0"},
        ),
        (match(cpe(), versionStartIncluding="0", versionEndExcluding="2"), {"fixed_version": "2"}),
        (match(cpe()), {"kind": "all"}),
        (match(cpe("-")), {"obstacle": "no_version_given"}),
        (match(cpe("1.2")), {"kind": "listed", "exact_version": "1.2"}),
        (match(cpe("1.2", "sp1")), {"kind": "listed", "exact_version": "1.2-sp1"}),
        (
            match(cpe(), versionEndExcluding="2.0-rc"),
            {"fixed_version": "2.0-rc", "obstacle": "unsortable_bound"},
        ),
    ],
    ids=repr,
)
def test_reads_version_bounds(
    tmp_path: Path, told: dict[str, Any], expected: dict[str, Any]
) -> None:
    assert claims(tmp_path, node(told)) == [of_pump(**expected)]


def test_excludes_the_version_a_range_starts_after(tmp_path: Path) -> None:
    rows = read_feed(
        FORMAT,
        tmp_path,
        page(record(node(match(cpe(), versionStartExcluding="1.0"), match(cpe("1.0"))))),
    )[0]["affected_ranges"]
    keys = {row["kind"]: row for row in rows}
    assert keys["range"]["introduced_key"] == keys["listed"]["fixed_key"]


def test_claims_without_the_platform_it_cannot_check(tmp_path: Path) -> None:
    told = record()
    told["configurations"] = [
        {
            "operator": "AND",
            "nodes": [
                node(match(cpe("1.0", part="o", product="pump_firmware"))),
                node(match(cpe("-", part="h"), vulnerable=False)),
            ],
        }
    ]
    tables, _ = read_feed(FORMAT, tmp_path, page(told))
    assert [row["package"] for row in claims_of(tables)] == ["acme:pump_firmware"]


def test_keeps_negated_conditions_as_not_assessable(tmp_path: Path) -> None:
    found = claims(tmp_path, node(match(cpe("1.0")), negate=True))
    assert found == [of_pump(obstacle="unchecked_condition")]


def test_names_an_unreadable_cpe_and_keeps_the_rest(tmp_path: Path) -> None:
    told = page(record(node(match("no-cpe"), match(cpe("1.0")))))
    tables, counts = read_feed(FORMAT, tmp_path, told)
    assert counts.reasons == {"unreadable_cpe": 1}
    assert len(tables["affected_ranges"]) == 1


def test_counts_rejected_records(tmp_path: Path) -> None:
    rejected = record(node(match(cpe())), vulnStatus="Rejected")
    tables, counts = read_feed(FORMAT, tmp_path, page(rejected))
    assert (counts.used, counts.withdrawn) == (0, 1)
    assert tables["affected_ranges"] == []


def test_takes_dates_without_zone_for_utc(tmp_path: Path) -> None:
    (row,) = read_feed(FORMAT, tmp_path, page(record()))[0]["advisories"]
    assert row["published_at"].isoformat() == "2024-01-02T03:04:05.678000+00:00"


def test_reads_ratings_and_known_exploitation(tmp_path: Path) -> None:
    def rating(source: str, vector: str) -> dict[str, Any]:
        return {"source": source, "type": "Primary", "cvssData": {"vectorString": vector}}

    metrics = {
        "cvssMetricV2": [rating("nvd@nist.gov", "AV:N/AC:L/Au:N/C:P/I:P/A:P")],
        "cvssMetricV31": [rating("acme", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H")],
    }
    told = record(metrics=metrics, cisaExploitAdd="2024-05-01", cisaActionDue="2024-05-22")
    tables, _ = read_feed(FORMAT, tmp_path, page(told))
    assert sorted((row["cvss_version"], row["provider"]) for row in tables["cvss_vectors"]) == [
        ("2.0", "nvd@nist.gov"),
        ("3.1", "acme"),
    ]
    (listed,) = tables["known_exploited"]
    assert str(listed["due_on"]) == "2024-05-22"


@pytest.mark.parametrize("layout", ["page", "pretty", "single", "lines"])
def test_reads_every_arrangement(tmp_path: Path, layout: str) -> None:
    content = {
        "page": json.dumps(page(record(), record())).encode(),
        "pretty": json.dumps(page(record(), record()), indent=2).encode(),
        "single": json.dumps(record(), indent=2).encode(),
        "lines": b"\n".join(json.dumps(each).encode() for each in (record(), record())),
    }[layout]
    _, counts = read_feed(FORMAT, tmp_path, content)
    assert counts.used == (1 if layout == "single" else 2)


def test_loses_no_more_than_the_broken_record(tmp_path: Path) -> None:
    told = page(record(), 7, {"id": 7}, record(id="CVE-2024/../../x"), record())
    _, counts = read_feed(FORMAT, tmp_path, told)
    assert (counts.used, counts.quarantined) == (2, 3)


@pytest.mark.parametrize("value", [True, 1, "x", [7], [{"nodes": 7}], {}], ids=repr)
@pytest.mark.parametrize("member", ["configurations", "metrics", "published", "cisaExploitAdd"])
def test_survives_any_type_in_any_member(tmp_path: Path, member: str, value: object) -> None:
    _, counts = read_feed(FORMAT, tmp_path, page(record(**{member: value})))
    assert counts.records == counts.used == 1
