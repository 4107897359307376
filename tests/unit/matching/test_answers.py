"""Single situations, each with the answer that a reader expects."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from hiyoke.packages import PackageIdentity, package_of_osv
from hiyoke.workflows.engine_session import EngineSession
from matching_tables_of import Row, advisory, claim, inventory_of, match

if TYPE_CHECKING:
    from collections.abc import Iterator

DJANGO = package_of_osv("PyPI", "Django")
OPENSSL_11 = package_of_osv("Debian:11", "openssl")
OPENSSL_12 = package_of_osv("Debian:12", "openssl")
CPE_DJANGO = PackageIdentity("cpe", None, "djangoproject:django", "generic")
CPE = "cpe:2.3:a:djangoproject:django:3.2.1:*:*:*:*:*:*:*"
TWO = {"CVE-1": ["ADV-1", "ADV-2"]}


@pytest.fixture(scope="module")
def session() -> Iterator[EngineSession]:
    with EngineSession(threads=1) as opened:
        yield opened


def _rows(session: EngineSession, line: str | Row, claims: list[Row], **more: Any) -> list[Row]:
    rows: list[Row] = match(session, inventory_of(line), claims, **more).findings.to_pylist()
    return rows


def _only(session: EngineSession, line: str | Row, claims: list[Row], **more: Any) -> Row:
    (row,) = _rows(session, line, claims, **more)
    return row


def test_finding_names_both_sides_and_the_nearest_fix(session: EngineSession) -> None:
    claims = [
        claim("ADV-1", DJANGO, introduced="2.2", fixed="2.2.20"),
        claim("ADV-1", DJANGO, introduced="3.2", fixed="3.2.5"),
    ]
    row = _only(session, "pkg:pypi/Django@3.2.1", claims, groups={"CVE-1": ["ADV-1", "PYSEC-1"]})
    assert row["vulnerability_id"] == "CVE-1"
    assert row["advisory_ids"] == ["ADV-1"]
    assert row["aliases"] == ["ADV-1", "PYSEC-1"]
    assert (row["status"], row["basis"], row["fixed_version"]) == (
        "affected",
        "purl_range",
        "3.2.5",
    )
    assert row["matched_on"] == "pypi/django 3.2.1 in >=3.2,<3.2.5 (ADV-1 osv)"


def test_fix_on_a_later_branch_serves_a_branch_without_one(session: EngineSession) -> None:
    claims = [
        claim("ADV-1", DJANGO, last_affected="1.9"),
        claim("ADV-1", DJANGO, introduced="2.0", fixed="2.3"),
    ]
    assert _only(session, "pkg:pypi/django@1.5", claims)["fixed_version"] == "2.3"


def test_fix_inside_another_affected_range_is_no_way_out(session: EngineSession) -> None:
    claims = [
        claim("ADV-1", DJANGO, fixed="1.5"),
        claim("ADV-2", DJANGO, introduced="1.0", fixed="2.3"),
    ]
    row = _only(session, "pkg:pypi/django@1.2", claims, groups=TWO)
    assert row["fixed_version"] == "2.3"
    assert row["disagreement"] == ["fixed_version: ADV-1 (osv) 1.5, ADV-2 (osv) 2.3"]


def test_equal_fixes_spelled_otherwise_agree(session: EngineSession) -> None:
    claims = [claim("ADV-1", DJANGO, fixed="1.5"), claim("ADV-2", DJANGO, fixed="1.5.0")]
    row = _only(session, "pkg:pypi/django@1.2", claims, groups=TWO)
    assert (row["advisory_ids"], row["disagreement"]) == (["ADV-1", "ADV-2"], [])


def test_affected_wins_and_the_denial_is_kept(session: EngineSession) -> None:
    claims = [
        claim("ADV-1", DJANGO, fixed="4"),
        claim("ADV-2", DJANGO, listed="3.2.1", status="not_affected"),
    ]
    row = _only(session, "pkg:pypi/django@3.2.1", claims, groups=TWO)
    assert row["status"] == "affected"
    assert row["disagreement"] == ["stated_not_affected: ADV-2 (osv)"]


def test_publishers_denial_is_a_finding_of_its_own(session: EngineSession) -> None:
    denial = claim("ADV-2", DJANGO, listed="3.2.1", status="not_affected")
    row = _only(session, "pkg:pypi/django@3.2.1", [denial])
    assert (row["status"], row["reason"]) == ("not_affected", "stated_not_affected")
    assert _rows(session, "pkg:pypi/django@3.2.2", [denial]) == []


def test_another_advisory_that_excludes_the_version_is_a_disagreement(
    session: EngineSession,
) -> None:
    claims = [claim("ADV-1", DJANGO, fixed="4"), claim("ADV-2", DJANGO, fixed="3")]
    row = _only(session, "pkg:pypi/django@3.2.1", claims, groups=TWO)
    assert row["advisory_ids"] == ["ADV-1"]
    assert "outside_range: ADV-2 (osv)" in row["disagreement"]


def test_commits_alone_leave_a_finding_open_until_another_advisory_judges(
    session: EngineSession,
) -> None:
    commits = claim("ADV-1", DJANGO, obstacle="git_only")
    alone = _only(session, "pkg:pypi/django@3.2.1", [commits], groups=TWO)
    assert (alone["status"], alone["reason"]) == ("not_assessable", "git_only")
    judged = [commits, claim("ADV-2", DJANGO, fixed="3")]
    assert _rows(session, "pkg:pypi/django@3.2.1", judged, groups=TWO) == []


def test_unsortable_bound_stays_open_beside_a_judgement(session: EngineSession) -> None:
    claims = [claim("ADV-1", DJANGO, fixed="see notes"), claim("ADV-2", DJANGO, fixed="3")]
    row = _only(session, "pkg:pypi/django@3.2.1", claims, groups=TWO)
    assert (row["status"], row["reason"]) == ("not_assessable", "unsortable_bound")


def test_unsortable_version_is_open_for_ranges_and_affected_by_all(
    session: EngineSession,
) -> None:
    claims = [claim("ADV-1", DJANGO, fixed="3"), claim("ADV-2", DJANGO, every=True)]
    rows = _rows(session, "pkg:pypi/django@main", claims)
    assert [(r["vulnerability_id"], r["status"], r["reason"]) for r in rows] == [
        ("ADV-1", "not_assessable", "unsortable_version"),
        ("ADV-2", "affected", None),
    ]


def test_listed_text_matches_an_unsortable_version(session: EngineSession) -> None:
    claims = [claim("ADV-1", DJANGO, listed="main")]
    assert _only(session, "pkg:pypi/django@main", claims)["basis"] == "purl_listed"
    assert _rows(session, "pkg:pypi/django@develop", claims) == []


def test_component_without_version_is_reported_once(session: EngineSession) -> None:
    claims = [claim("ADV-1", DJANGO, fixed="3"), claim("ADV-2", DJANGO, every=True)]
    matched = match(session, inventory_of("pkg:pypi/django"), claims)
    assert [row["vulnerability_id"] for row in matched.findings.to_pylist()] == ["ADV-2"]
    assert [row["reason"] for row in matched.not_assessable.to_pylist()] == ["no_version"]


def test_version_outside_the_purl_is_used(session: EngineSession) -> None:
    line = {"purl": "pkg:pypi/django", "version": "2.0", "name": "Django"}
    row = _only(session, line, [claim("ADV-1", DJANGO, fixed="3")])
    assert (row["name"], row["version"]) == ("Django", "2.0")


def test_unknown_release_is_affected_when_every_release_is(session: EngineSession) -> None:
    claims = [
        claim("DSA-1", OPENSSL_11, fixed="1.1.1n-1"),
        claim("DSA-1", OPENSSL_12, fixed="3.0.1-1"),
    ]
    row = _only(session, "pkg:deb/debian/openssl@1.1.1a-1", claims)
    assert (row["status"], row["fixed_version"]) == ("affected", None)
    assert row["matched_on"].endswith("[release_unknown: 11, 12]")


def test_unknown_release_is_open_when_releases_differ(session: EngineSession) -> None:
    claims = [
        claim("DSA-1", OPENSSL_11, fixed="1.1.1n-1"),
        claim("DSA-1", OPENSSL_12, fixed="3.0.1-1"),
    ]
    row = _only(session, "pkg:deb/debian/openssl@2.0-1", claims)
    assert (row["status"], row["reason"]) == ("not_assessable", "release_unknown")
    assert _rows(session, "pkg:deb/debian/openssl@4.0-1", claims) == []


def test_claim_for_all_releases_meets_one_for_a_release(session: EngineSession) -> None:
    everywhere = package_of_osv("Debian", "openssl")
    claims = [
        claim("DSA-1", OPENSSL_12, fixed="3.0.1-1"),
        claim("DSA-2", everywhere, fixed="3.0.5-1"),
    ]
    row = _only(
        session,
        "pkg:deb/debian/openssl@3.0.2-1?distro=debian-12",
        claims,
        groups={"CVE-1": ["DSA-1", "DSA-2"]},
    )
    assert (row["advisory_ids"], row["fixed_version"]) == (["DSA-2"], "3.0.5-1")
    assert row["disagreement"] == ["outside_range: DSA-1 (osv)"]


def test_rpm_without_release_part_is_open_only_where_it_matters(session: EngineSession) -> None:
    openssl = package_of_osv("AlmaLinux:9", "openssl-libs")
    claims = [claim("ALSA-1", openssl, fixed="1:3.0.1-41.el9_0")]
    purl = "pkg:rpm/almalinux/openssl-libs@1:{}?distro=almalinux-9"
    assert _only(session, purl.format("3.0.0"), claims)["status"] == "affected"
    assert _rows(session, purl.format("3.0.2"), claims) == []
    row = _only(session, purl.format("3.0.1"), claims)
    assert (row["status"], row["reason"]) == ("not_assessable", "no_release_part")


def test_cpe_is_a_lower_class_of_match(session: EngineSession) -> None:
    claims = [claim("CVE-1", CPE_DJANGO, fixed="3.2.5", source="nvd")]
    row = _only(session, {"cpe": CPE, "name": "django"}, claims)
    assert (row["basis"], row["fixed_version"]) == ("cpe_range", "3.2.5")


def test_purl_and_cpe_findings_of_one_vulnerability_are_one(session: EngineSession) -> None:
    claims = [
        claim("CVE-1", CPE_DJANGO, fixed="3.2.6", source="nvd"),
        claim("ADV-1", DJANGO, fixed="3.2.5"),
    ]
    line = {"purl": "pkg:pypi/django@3.2.1", "cpe": CPE}
    row = _only(session, line, claims, groups={"CVE-1": ["ADV-1"]})
    assert (row["basis"], row["fixed_version"]) == ("purl_range", "3.2.5")
    assert row["advisory_ids"] == ["ADV-1", "CVE-1"]


def test_cpe_finding_that_the_purl_denies_is_kept_with_the_denial(
    session: EngineSession,
) -> None:
    claims = [
        claim("CVE-1", CPE_DJANGO, fixed="3.2.5", source="nvd"),
        claim("ADV-1", DJANGO, fixed="3.2"),
    ]
    line = {"purl": "pkg:pypi/django@3.2.1", "cpe": CPE}
    row = _only(session, line, claims, groups={"CVE-1": ["ADV-1"]})
    assert row["basis"] == "cpe_range"
    assert row["disagreement"] == ["outside_range: ADV-1 (osv)"]


@pytest.mark.parametrize("any_version", ["*", "-"])
def test_cpe_without_version_takes_the_components(session: EngineSession, any_version: str) -> None:
    claims = [claim("CVE-1", CPE_DJANGO, fixed="3.2.5", source="nvd")]
    cpe = CPE.replace("3.2.1", any_version)
    assert _only(session, {"cpe": cpe, "version": "3.2.1"}, claims)["status"] == "affected"


def test_keys_of_another_scheme_do_not_compare(session: EngineSession) -> None:
    claims = [claim("CVE-1", CPE_DJANGO, fixed="3.2.5", source="cve5", key_scheme="semver")]
    row = _only(session, {"cpe": CPE, "name": "django"}, claims)
    assert (row["status"], row["reason"]) == ("not_assessable", "other_scheme")


def test_library_inside_an_operating_system_package_asks_for_the_backport(
    session: EngineSession,
) -> None:
    claims = [claim("ADV-1", DJANGO, fixed="4"), claim("DSA-1", OPENSSL_11, fixed="2")]
    owner = "pkg:deb/debian/python3-django@3.2.1-1"
    library = _only(session, {"purl": "pkg:pypi/django@3.2.1", "owner": owner}, claims)
    system = _only(
        session, {"purl": "pkg:deb/debian/openssl@1?distro=debian-11", "owner": owner}, claims
    )
    assert (library["check_backport"], library["owner"]) == (True, owner)
    assert not system["check_backport"]


def test_withdrawn_advisory_claims_nothing(session: EngineSession) -> None:
    claims = [claim("ADV-1", DJANGO, every=True)]
    withdrawn = [advisory("ADV-1", withdrawn=True)]
    assert _rows(session, "pkg:pypi/django@1", claims, advisories=withdrawn) == []


def test_cut_off_leaves_later_advisories_out_and_undated_ones_in(session: EngineSession) -> None:
    claims = [claim(f"ADV-{n}", DJANGO, every=True) for n in (1, 2, 3)]
    dates = [datetime(2024, 5, 1, tzinfo=UTC), datetime(2024, 6, 1, tzinfo=UTC), None]
    advisories = [
        advisory(f"ADV-{n}", published=day) for n, day in zip((1, 2, 3), dates, strict=True)
    ]
    rows = _rows(
        session,
        "pkg:pypi/django@1",
        claims,
        advisories=advisories,
        as_of=datetime(2024, 5, 31, 23, 59, tzinfo=UTC),
    )
    assert [row["vulnerability_id"] for row in rows] == ["ADV-1", "ADV-3"]


def test_advisory_about_several_vulnerabilities_makes_a_finding_for_each(
    session: EngineSession,
) -> None:
    groups = {"CVE-1": ["DSA-1"], "CVE-2": ["DSA-1"]}
    claims = [claim("DSA-1", OPENSSL_12, fixed="3.0.1-1")]
    purl = "pkg:deb/debian/openssl@3.0.0-1?distro=debian-12"
    rows = _rows(session, purl, claims, groups=groups)
    assert [row["vulnerability_id"] for row in rows] == ["CVE-1", "CVE-2"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ({"name": "thing"}, "no_identity"),
        ("not a purl", "bad_purl"),
        ({"cpe": "cpe:2.3:a:*:*:*:*:*:*:*:*:*:*", "name": "x"}, "bad_cpe"),
        ("pkg:pypi/django", "no_version"),
        ("pkg:gem/rails@1", "ecosystem_not_covered"),
        ("pkg:deb/debian/x@1?distro=debian-4", "release_not_covered"),
    ],
)
def test_what_no_advisory_can_judge_is_listed(
    session: EngineSession, line: str | Row, reason: str
) -> None:
    claims = [claim("ADV-1", DJANGO, fixed="3"), claim("DSA-1", OPENSSL_12, fixed="3")]
    matched = match(session, inventory_of(line), claims)
    assert matched.findings.num_rows == 0
    (row,) = matched.not_assessable.to_pylist()
    assert (row["reason"], row["vulnerability_ids"]) == (reason, [])


def test_component_with_a_purl_is_not_blamed_for_its_cpe(session: EngineSession) -> None:
    line = {"purl": "pkg:pypi/django@5", "cpe": "nonsense"}
    matched = match(session, inventory_of(line), [claim("ADV-1", DJANGO, fixed="3")])
    assert matched.not_assessable.num_rows == 0


def test_repeated_lines_are_one_component(session: EngineSession) -> None:
    inventory = inventory_of("pkg:pypi/django@1", "pkg:pypi/django@1")
    matched = match(session, inventory, [claim("ADV-1", DJANGO, fixed="3")])
    assert (matched.component_count, matched.findings.num_rows) == (1, 1)


def test_no_claims_and_no_lines_give_nothing(session: EngineSession) -> None:
    nothing = match(session, inventory_of(), [])
    assert (nothing.component_count, nothing.findings.num_rows) == (0, 0)
    alone = match(session, inventory_of("pkg:pypi/django@1"), [])
    assert [row["reason"] for row in alone.not_assessable.to_pylist()] == ["ecosystem_not_covered"]
