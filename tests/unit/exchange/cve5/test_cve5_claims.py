"""What entries of a CVE record claim, from hand-written records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from hiyoke.exchange.cve5 import FORMAT
from read_feed import claims_of, read_feed

if TYPE_CHECKING:
    from pathlib import Path

Claims = list[dict[str, Any]]


def record(*affected: dict[str, Any], adp: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    return {
        "dataType": "CVE_RECORD",
        "cveMetadata": {
            "cveId": "CVE-2024-0001",
            "state": "PUBLISHED",
            "datePublished": "2024-01-02T03:04:05.000Z",
            "dateUpdated": "2024-02-03T04:05:06.000Z",
        },
        "containers": {
            "cna": {"providerMetadata": {"shortName": "acme"}, "affected": list(affected)},
            "adp": adp or [],
        },
    }


def claims(tmp_path: Path, *affected: dict[str, Any]) -> Claims:
    tables, _ = read_feed(FORMAT, tmp_path, record(*affected))
    found = claims_of(tables)
    for row in found:
        assert row.pop("advisory_id") == "CVE-2024-0001"
    return found


def acme(*versions: dict[str, Any], default: str | None = None) -> dict[str, Any]:
    entry: dict[str, Any] = {"vendor": "Acme", "product": "Big Pump", "versions": list(versions)}
    return entry if default is None else entry | {"defaultStatus": default}


def of_acme(**cells: Any) -> dict[str, Any]:
    row = {"ecosystem": "cpe", "package": "acme:big_pump", "kind": "range", "status": "affected"}
    return row | cells


def affected(version: str, **rest: Any) -> dict[str, Any]:
    return {"version": version, "status": "affected", **rest}


def unaffected(version: str, **rest: Any) -> dict[str, Any]:
    return {"version": version, "status": "unaffected", **rest}


def test_reads_a_range_up_to_a_fix(tmp_path: Path) -> None:
    found = claims(tmp_path, acme(affected("2.0", lessThan="2.5.2", versionType="semver")))
    assert found == [of_acme(introduced_version="2.0", fixed_version="2.5.2")]


def test_reads_a_range_up_to_its_last_version(tmp_path: Path) -> None:
    found = claims(tmp_path, acme(affected("2.0", lessThanOrEqual="2.5.1")))
    assert found == [of_acme(introduced_version="2.0", last_affected_version="2.5.1")]


@pytest.mark.parametrize("lower", ["0", "*", "-", "n/a", "unspecified", "", "All versions"])
def test_opens_the_lower_end_by_convention(tmp_path: Path, lower: str) -> None:
    found = claims(tmp_path, acme(affected(lower, lessThan="3")))
    assert found == [of_acme(fixed_version="3")]


@pytest.mark.parametrize("upper", ["*", "unspecified"])
def test_opens_the_upper_end_by_convention(tmp_path: Path, upper: str) -> None:
    assert claims(tmp_path, acme(affected("3", lessThan=upper))) == [
        of_acme(introduced_version="3")
    ]


def test_reads_a_star_after_numbers_as_the_end_of_the_series(tmp_path: Path) -> None:
    found = claims(tmp_path, acme(affected("1.0", lessThan="2.*", versionType="semver")))
    assert found == [of_acme(introduced_version="1.0", fixed_version="3")]


def test_takes_the_complement_of_unaffected_versions_when_the_default_is_affected(
    tmp_path: Path,
) -> None:
    found = claims(
        tmp_path,
        acme(
            unaffected("0", lessThan="5.13"),
            unaffected("5.15.3", lessThanOrEqual="5.15.*"),
            unaffected("6.1", lessThanOrEqual="*"),
            default="affected",
        ),
    )
    assert found == [
        of_acme(introduced_version="5.13", fixed_version="5.15.3"),
        of_acme(introduced_version="5.16", fixed_version="6.1"),
    ]


def test_begins_right_after_a_last_unaffected_version(tmp_path: Path) -> None:
    tables, _ = read_feed(
        FORMAT, tmp_path, record(acme(unaffected("0", lessThanOrEqual="2"), default="affected"))
    )
    (row,) = tables["affected_ranges"]
    assert row["introduced_version"] == ">2"
    (listed,) = read_feed(FORMAT, tmp_path, record(acme(affected("2"))))[0]["affected_ranges"]
    assert row["introduced_key"] == listed["fixed_key"] > listed["introduced_key"]


def test_applies_changes_in_order_of_version(tmp_path: Path) -> None:
    changes = [
        {"at": "2.6.3", "status": "unaffected"},
        {"at": "2.5.2", "status": "unaffected"},
        {"at": "2.6.0", "status": "affected"},
    ]
    found = claims(tmp_path, acme(affected("2.0.0", lessThan="3", changes=changes)))
    assert found == [
        of_acme(introduced_version="2.0.0", fixed_version="2.5.2"),
        of_acme(introduced_version="2.6.0", fixed_version="2.6.3"),
    ]


def test_lets_the_first_matching_entry_decide(tmp_path: Path) -> None:
    found = claims(
        tmp_path, acme(unaffected("1.5"), affected("1", lessThan="2"), default="unaffected")
    )
    assert found == [
        of_acme(introduced_version="1", fixed_version="1.5"),
        of_acme(introduced_version=">1.5", fixed_version="2"),
    ]


def test_calls_every_version_affected_when_the_default_alone_speaks(tmp_path: Path) -> None:
    expected = [of_acme(kind="all")]
    assert claims(tmp_path, acme(default="affected")) == expected
    assert claims(tmp_path, acme(affected("1.0"), default="affected")) == expected
    assert claims(tmp_path, acme(affected("*"))) == expected


def test_claims_nothing_of_unaffected_products(tmp_path: Path) -> None:
    assert claims(tmp_path, acme(unaffected("1.0"), default="unaffected")) == []


def test_investigates_the_rest_only_where_nothing_is_called_affected(tmp_path: Path) -> None:
    asked = of_acme(status="under_investigation", fixed_version="2")
    assert claims(tmp_path, acme(unaffected("2", lessThan="*"))) == [asked]
    assert claims(tmp_path, acme(unaffected("2", lessThan="*"), affected("1"))) == [
        of_acme(kind="listed", exact_version="1")
    ]
    assert claims(tmp_path, acme(default="unknown")) == [
        of_acme(kind="all", status="under_investigation")
    ]


@pytest.mark.parametrize("text", ["n/a", "unspecified", "", "0", "see references"])
def test_marks_products_without_any_version(tmp_path: Path, text: str) -> None:
    expected = [of_acme(obstacle="no_version_given")]
    assert claims(tmp_path, acme(affected(text))) == expected
    assert claims(tmp_path, acme()) == expected


@pytest.mark.parametrize(
    "text", ["AXIS OS 6.50 - 11.8", "before 2.3", "1.2 and earlier", "3.x", "1.0.1-1.0.9"]
)
def test_never_guesses_prose(tmp_path: Path, text: str) -> None:
    assert claims(tmp_path, acme(affected(text))) == [
        of_acme(introduced_version=text, obstacle="unsortable_bound")
    ]


def test_reads_comparators_that_have_one_reading(tmp_path: Path) -> None:
    found = claims(tmp_path, acme(affected(">= 1.0, < 2.0"), affected("<= 0.9")))
    assert found == [
        of_acme(introduced_version="1.0", fixed_version="2.0"),
        of_acme(last_affected_version="0.9"),
    ]


def test_drops_a_comparator_that_repeats_its_field(tmp_path: Path) -> None:
    found = claims(tmp_path, acme(affected(">= 5.1.0", lessThan="< 5.1.1")))
    assert found == [of_acme(introduced_version="5.1.0", fixed_version="5.1.1")]


def test_keeps_a_range_that_ends_before_it_starts_as_malformed(tmp_path: Path) -> None:
    found = claims(tmp_path, acme(affected("6.2.0", lessThan="1.001")))
    assert found == [
        of_acme(introduced_version="6.2.0", fixed_version="1.001", obstacle="malformed_range")
    ]


def test_marks_a_whole_entry_whose_exceptions_have_no_order(tmp_path: Path) -> None:
    found = claims(tmp_path, acme(unaffected("rc", lessThan="*"), default="affected"))
    assert [row["obstacle"] for row in found] == ["unsortable_bound"]


def test_uses_commits_only_where_nothing_else_is_said(tmp_path: Path) -> None:
    commits = acme(affected("1da177e4c3f4", lessThan="652ead9b746a", versionType="git"))
    assert claims(tmp_path, commits) == [of_acme(obstacle="git_only")]
    assert claims(tmp_path, commits, acme(affected("2.6"))) == [
        of_acme(kind="listed", exact_version="2.6")
    ]


def test_refuses_patch_numbers_as_versions(tmp_path: Path) -> None:
    found = claims(tmp_path, acme(affected("13.1", lessThan="53.17", versionType="patch")))
    assert [row["obstacle"] for row in found] == ["unsortable_bound"]


def test_keeps_what_each_provider_says(tmp_path: Path) -> None:
    enriched = {
        "providerMetadata": {"shortName": "CISA-ADP"},
        "affected": [acme(affected("0", lessThan="2.1"))],
    }
    told = record(acme(affected("0", lessThan="2.0")), adp=[enriched])
    tables, _ = read_feed(FORMAT, tmp_path, told)
    assert [row["fixed_version"] for row in claims_of(tables)] == ["2.0", "2.1"]
