"""What CSAF documents claim, from hand-written documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from hiyoke.exchange.csaf import FORMAT
from read_feed import claims_of, read_feed

if TYPE_CHECKING:
    from pathlib import Path

CVE = "CVE-2024-0001"


def document(tree: dict[str, Any], *vulnerabilities: dict[str, Any], **rest: Any) -> dict[str, Any]:
    return {
        "document": {
            "category": "csaf_vex",
            "csaf_version": "2.0",
            "title": "title",
            "publisher": {"name": "Acme PSIRT", "category": "vendor", "namespace": "https://a"},
            "tracking": {
                "id": "ACME-1",
                "status": "final",
                "initial_release_date": "2024-01-01T00:00:00Z",
                "current_release_date": "2024-02-01T00:00:00Z",
            },
        }
        | rest,
        "product_tree": tree,
        "vulnerabilities": list(vulnerabilities),
    }


def flaw(cve: str = CVE, **status: list[str]) -> dict[str, Any]:
    return {"cve": cve, "product_status": status}


def product(product_id: str, **helper: Any) -> dict[str, Any]:
    told = {"product_id": product_id, "name": product_id}
    return told | ({"product_identification_helper": helper} if helper else {})


def by_branches(*versions: str, category: str = "product_version") -> dict[str, Any]:
    """Return a tree of Acme's pump whose product identifiers are its version texts."""
    leaves = [
        {"category": category, "name": version, "product": product(version)} for version in versions
    ]
    pump = {"category": "product_name", "name": "Big Pump", "branches": leaves}
    return {"branches": [{"category": "vendor", "name": "Acme", "branches": [pump]}]}


def by_purls(*purls: str) -> dict[str, Any]:
    return {"full_product_names": [product(purl, purl=purl) for purl in purls]}


def claims(tmp_path: Path, told: dict[str, Any]) -> list[dict[str, Any]]:
    tables, _ = read_feed(FORMAT, tmp_path, told)
    found = claims_of(tables)
    for row in found:
        row.pop("advisory_id")
    return found


def of_pump(**cells: Any) -> dict[str, Any]:
    row = {"ecosystem": "cpe", "package": "acme:big_pump", "kind": "range", "status": "affected"}
    return row | cells


def of_npm(**cells: Any) -> dict[str, Any]:
    return of_pump(ecosystem="npm", package="pump") | cells


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("vers:npm/>=1.0.0|<2.0.0", [{"introduced_version": "1.0.0", "fixed_version": "2.0.0"}]),
        ("vers:all/*", [{"kind": "all"}]),
        ("vers:all/<V4.1.4", [{"fixed_version": "4.1.4"}]),
        ("<=1.2|>=2.0", [{"introduced_version": "2.0"}, {"last_affected_version": "1.2"}]),
        (
            "3.0.7 | 3.0.8",
            [
                {"kind": "listed", "exact_version": "3.0.7"},
                {"kind": "listed", "exact_version": "3.0.8"},
            ],
        ),
        ("All versions < V6.4", [{"fixed_version": "6.4"}]),
        (">= V2.5 and < V2.8", [{"introduced_version": "2.5", "fixed_version": "2.8"}]),
    ],
)
def test_reads_ranges_with_one_reading(
    tmp_path: Path, text: str, expected: list[dict[str, Any]]
) -> None:
    told = document(
        by_branches(text, category="product_version_range"), flaw(known_affected=[text])
    )
    assert claims(tmp_path, told) == [of_pump(**cells) for cells in expected]


@pytest.mark.parametrize("text", ["< V17 Update 5", "before 3.0", "vers:npm/>=|<", "<= 12.2.x.x"])
def test_never_guesses_a_range(tmp_path: Path, text: str) -> None:
    told = document(
        by_branches(text, category="product_version_range"), flaw(known_affected=[text])
    )
    assert claims(tmp_path, told) == [of_pump(introduced_version=text, obstacle="unsortable_bound")]


def test_keeps_what_a_publisher_calls_not_affected_and_open(tmp_path: Path) -> None:
    told = document(
        by_branches("1.0", "2.0", "3.0"),
        flaw(known_affected=["1.0"], known_not_affected=["2.0"], under_investigation=["3.0"]),
    )
    found = {row["exact_version"]: row["status"] for row in claims(tmp_path, told)}
    assert found == {"1.0": "affected", "2.0": "not_affected", "3.0": "under_investigation"}


def test_calls_all_versions_affected_when_a_product_has_none(tmp_path: Path) -> None:
    told = document(by_purls("pkg:npm/pump"), flaw(known_affected=["pkg:npm/pump"]))
    assert claims(tmp_path, told) == [of_npm(kind="all")]


def test_takes_versions_below_a_lone_fix_for_affected(tmp_path: Path) -> None:
    told = document(by_purls("pkg:npm/pump@2.0.0"), flaw(fixed=["pkg:npm/pump@2.0.0"]))
    assert claims(tmp_path, told) == [
        of_npm(kind="listed", status="not_affected", exact_version="2.0.0"),
        of_npm(fixed_version="2.0.0"),
    ]


def test_leaves_open_what_lies_between_two_fixes(tmp_path: Path) -> None:
    purls = ["pkg:npm/pump@2.0.4", "pkg:npm/pump@1.9.7"]
    ranges = [
        row
        for row in claims(tmp_path, document(by_purls(*purls), flaw(fixed=purls)))
        if row["kind"] == "range"
    ]
    assert ranges == [
        of_npm(fixed_version="1.9.7"),
        of_npm(status="under_investigation", introduced_version=">1.9.7", fixed_version="2.0.4"),
    ]


def test_ends_all_versions_at_the_fix_of_the_same_package(tmp_path: Path) -> None:
    purls = ["pkg:npm/pump", "pkg:npm/pump@2.0.0"]
    told = document(by_purls(*purls), flaw(known_affected=purls[:1], fixed=purls[1:]))
    assert of_npm(kind="all") not in claims(tmp_path, told)
    assert of_npm(fixed_version="2.0.0") in claims(tmp_path, told)


def test_pairs_first_and_last_affected_versions(tmp_path: Path) -> None:
    told = document(
        by_branches("1.0", "1.4", "2.0", "2.3"),
        flaw(first_affected=["2.0", "1.0"], last_affected=["1.4"], first_fixed=["2.3"]),
    )
    ranges = [row for row in claims(tmp_path, told) if row["status"] == "affected"]
    assert ranges == [
        of_pump(introduced_version="2.0", fixed_version="2.3"),
        of_pump(introduced_version="1.0", last_affected_version="1.4"),
    ]


def test_opens_the_lower_end_when_only_the_last_version_is_known(tmp_path: Path) -> None:
    told = document(by_branches("1.4"), flaw(last_affected=["1.4"]))
    assert claims(tmp_path, told) == [of_pump(last_affected_version="1.4")]


def test_places_packages_in_the_release_they_are_a_part_of(tmp_path: Path) -> None:
    package = "pkg:rpm/redhat/unbound@1.16.2-3.el9_3.5?arch=x86_64"
    tree = {
        "full_product_names": [
            product("EUS", cpe="cpe:/o:redhat:rhel_eus:9.2::baseos"),
            product("part", purl=package),
        ],
        "relationships": [
            {
                "category": "default_component_of",
                "product_reference": "part",
                "relates_to_product_reference": "EUS",
                "full_product_name": product("EUS:part"),
            }
        ],
    }
    found = claims(tmp_path, document(tree, flaw(fixed=["EUS:part"])))
    assert {(row["ecosystem"], row["release"]) for row in found} == {("rpm/redhat", "rhel_eus:9.2")}


def test_follows_product_paths_of_csaf_2_1(tmp_path: Path) -> None:
    tree = {
        "full_product_names": [
            product("R", cpe="cpe:/o:redhat:enterprise_linux:9::baseos"),
            product("part", purls=["pkg:rpm/redhat/unbound@1.16.2-3"]),
        ],
        "product_paths": [
            {
                "beginning_product_reference": "part",
                "full_product_name": product("R:part"),
                "subpaths": [{"category": "installed_on", "next_product_reference": "R"}],
            }
        ],
    }
    (row,) = claims(tmp_path, document(tree, flaw(known_affected=["R:part"])))
    assert (row["release"], row["package"]) == ("9", "unbound")


def test_prefers_a_purl_to_a_cpe(tmp_path: Path) -> None:
    both = product("P", purl="pkg:npm/pump@1.0.0", cpe="cpe:2.3:a:acme:pump:1.0.0:*:*:*:*:*:*:*")
    (row,) = claims(tmp_path, document({"full_product_names": [both]}, flaw(known_affected=["P"])))
    assert row["ecosystem"] == "npm"


def test_says_when_a_product_has_no_name_to_match(tmp_path: Path) -> None:
    told = document({"full_product_names": [product("P")]}, flaw(known_affected=["P", "missing"]))
    _, counts = read_feed(FORMAT, tmp_path, told)
    assert (counts.used, counts.reasons) == (1, {"no_product_named": 1})


def test_does_not_take_a_service_pack_for_nothing(tmp_path: Path) -> None:
    tree = by_branches("10")
    leaf = tree["branches"][0]["branches"][0]["branches"][0]
    leaf.pop("product")
    leaf["branches"] = [{"category": "service_pack", "name": "SP2", "product": product("P")}]
    (row,) = claims(tmp_path, document(tree, flaw(known_affected=["P"])))
    assert (row["introduced_version"], row["obstacle"]) == ("10 SP2", "unsortable_bound")
