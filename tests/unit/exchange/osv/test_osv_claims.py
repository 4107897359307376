"""What one OSV record claims, by the schema's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from small_advisories import affected, events, read_batch, read_ranges, record, write_lines

if TYPE_CHECKING:
    from pathlib import Path


def _tables(tmp_path: Path, *records: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    _, tables = read_batch(write_lines(tmp_path / "records.jsonl", *records))
    return {name: table.to_pylist() for name, table in tables.items()}


def test_reads_a_range_of_a_language_ecosystem(tmp_path: Path) -> None:
    assert read_ranges(tmp_path, record("X-1", affected("introduced 1.0", "fixed 1.2"))) == [
        {"kind": "range", "introduced_version": "1.0", "fixed_version": "1.2"}
    ]


def test_reads_several_ranges_events_and_versions(tmp_path: Path) -> None:
    entry = affected("introduced 0", "fixed 1.2", "introduced 2.0", "fixed 2.1", versions=["9"])
    entry["ranges"].append({"type": "ECOSYSTEM", "events": events("introduced 3.0")})

    assert read_ranges(tmp_path, record("X-1", entry)) == [
        {"kind": "range", "fixed_version": "1.2"},
        {"kind": "range", "introduced_version": "2.0", "fixed_version": "2.1"},
        {"kind": "range", "introduced_version": "3.0"},
    ]


def test_reads_introduced_zero_alone_as_every_version(tmp_path: Path) -> None:
    assert read_ranges(tmp_path, record("X-1", affected("introduced 0"))) == [{"kind": "all"}]


def test_reads_events_given_in_one_object_or_in_any_order(tmp_path: Path) -> None:
    together = affected("introduced 1")
    together["ranges"][0]["events"] = [{"fixed": "2", "introduced": "1"}]
    backwards = affected("fixed 2", "introduced 1")

    expected = [{"kind": "range", "introduced_version": "1", "fixed_version": "2"}]
    assert read_ranges(tmp_path, record("X-1", together)) == expected
    assert read_ranges(tmp_path, record("X-1", backwards)) == expected


def test_contiguous_ranges_are_one_so_that_no_affected_version_is_called_the_fix(
    tmp_path: Path,
) -> None:
    entry = affected("introduced 1", "fixed 2", "introduced 2", "fixed 3")

    assert read_ranges(tmp_path, record("X-1", entry)) == [
        {"kind": "range", "introduced_version": "1", "fixed_version": "3"}
    ]


def test_keeps_a_package_known_by_commits_alone_as_not_assessable(tmp_path: Path) -> None:
    entry = affected("introduced 0", kind="GIT")

    assert read_ranges(tmp_path, record("X-1", entry)) == [
        {"kind": "range", "obstacle": "git_only"}
    ]


def test_listed_versions_stand_beside_commits(tmp_path: Path) -> None:
    entry = affected("introduced 0", kind="GIT", versions=["1.0"])
    rows = read_ranges(tmp_path, record("X-1", entry))

    assert {"kind": "listed", "exact_version": "1.0"} in rows
    assert {"kind": "range", "obstacle": "git_only"} in rows


def test_commits_beside_a_version_range_add_nothing(tmp_path: Path) -> None:
    entry = affected("introduced 1", "fixed 2")
    entry["ranges"].append({"type": "GIT", "repo": "https://x", "events": events("introduced 0")})

    assert len(read_ranges(tmp_path, record("X-1", entry))) == 1


def test_names_a_repository_where_there_is_no_package(tmp_path: Path) -> None:
    entry: dict[str, Any] = {
        "ranges": [
            {
                "type": "GIT",
                "repo": "https://GitHub.com/Some/Thing.git",
                "events": events("introduced 0"),
            }
        ]
    }
    (row,) = _tables(tmp_path, record("X-1", entry))["affected_ranges"]

    assert (row["ecosystem"], row["package"], row["obstacle"]) == (
        "git",
        "github.com/some/thing",
        "git_only",
    )


def test_an_entry_without_ranges_and_versions_is_not_assessable(tmp_path: Path) -> None:
    assert read_ranges(tmp_path, record("X-1", affected())) == [
        {"kind": "range", "obstacle": "no_version_given"}
    ]


def test_a_range_without_start_is_not_assessable_and_named(tmp_path: Path) -> None:
    tables = _tables(tmp_path, record("X-1", affected("fixed 2")))

    assert [row["obstacle"] for row in tables["affected_ranges"]] == ["malformed_range"]
    assert [row["reason"] for row in tables["quarantine"]] == ["range_without_introduced"]


def test_lists_versions_of_an_ecosystem_without_order_as_texts(tmp_path: Path) -> None:
    entry = affected(ecosystem="Nowhere", versions=["v1", "v2"])

    assert read_ranges(tmp_path, record("X-1", entry)) == [
        {"kind": "listed", "exact_version": "v1"},
        {"kind": "listed", "exact_version": "v2"},
    ]


def test_a_withdrawn_record_is_counted_and_claims_nothing(tmp_path: Path) -> None:
    one = record("X-1", affected("introduced 0"), withdrawn="2024-02-01T00:00:00Z")
    batch, tables = read_batch(write_lines(tmp_path / "records.jsonl", one))

    assert (batch.counts.records, batch.counts.withdrawn, batch.counts.used) == (1, 1, 0)
    assert len(tables["affected_ranges"]) == 0
    assert tables["advisories"]["withdrawn_at"].to_pylist()[0] is not None


@pytest.mark.parametrize(
    ("ecosystem", "expected"),
    [("AlmaLinux:9", ["CVE-2024-1"]), ("Debian:12", ["CVE-2024-1"]), ("PyPI", [])],
)
def test_cves_related_to_an_erratum_of_a_distribution_are_its_upstream(
    tmp_path: Path, ecosystem: str, expected: list[str]
) -> None:
    entry = affected("introduced 0", "fixed 1-1", ecosystem=ecosystem)
    (row,) = _tables(tmp_path, record("X-1", entry, related=["CVE-2024-1", "RHSA-1"]))["advisories"]

    assert row["upstream"] == expected
    assert row["related"] == ["CVE-2024-1", "RHSA-1"]


def test_reads_vectors_of_record_and_package(tmp_path: Path) -> None:
    entry = affected("introduced 0")
    entry["severity"] = [{"type": "CVSS_V2", "score": "AV:N/AC:L/Au:N/C:P/I:P/A:P"}]
    vector = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"
    ratings = [{"type": "CVSS_V3", "score": vector}, {"type": "Ubuntu", "score": "medium"}]
    rows = _tables(tmp_path, record("GHSA-1", entry, severity=ratings))["cvss_vectors"]

    assert [(row["cvss_version"], row["provider"]) for row in rows] == [
        ("3.1", "GHSA"),
        ("2.0", "GHSA"),
    ]


def test_keeps_title_dates_and_origin(tmp_path: Path) -> None:
    one = record(
        "X-1",
        summary="題名",
        published="0001-01-01T00:00:00Z",
        modified="2024-01-02T03:04:05.678901234Z",
    )
    _, row = _tables(tmp_path, record("X-0"), one)["advisories"]

    assert row["summary"] == "題名"
    assert row["published_at"] is None
    assert row["modified_at"].isoformat() == "2024-01-02T03:04:05.678901+00:00"
    assert row["origin"] == f"{tmp_path / 'records.jsonl'}:2"
