"""Identifiers of one flaw share a name; an erratum stands for every flaw it fixes."""

from __future__ import annotations

from hiyoke.advisories.alias_groups import AliasStatement, group_aliases, preferred_first


def _groups(**stated: tuple[list[str], list[str]]) -> dict[str, tuple[str, ...]]:
    return group_aliases(
        AliasStatement(name.replace("_", "-"), *lists) for name, lists in stated.items()
    )


def test_aliases_join_across_advisories() -> None:
    found = _groups(GHSA_1=(["CVE-2024-1"], []), PYSEC_1=(["GHSA-1"], []))

    assert set(found.values()) == {("CVE-2024-1",)}
    assert sorted(found) == ["CVE-2024-1", "GHSA-1", "PYSEC-1"]


def test_prefers_cve_then_ghsa_then_the_first_of_the_others() -> None:
    names = ["RUSTSEC-2024-10", "RUSTSEC-2024-9", "GHSA-b", "CVE-2024-10000", "CVE-2024-9999"]

    assert sorted(names, key=preferred_first) == [
        "CVE-2024-9999",
        "CVE-2024-10000",
        "GHSA-b",
        "RUSTSEC-2024-9",
        "RUSTSEC-2024-10",
    ]


def test_an_erratum_stands_for_each_flaw_it_fixes() -> None:
    found = _groups(DSA_1=([], ["CVE-1", "CVE-2"]), GHSA_1=(["CVE-1"], []))

    assert found["DSA-1"] == ("CVE-1", "CVE-2")
    assert found["GHSA-1"] == ("CVE-1",)


def test_upstream_is_followed_to_its_own_upstream() -> None:
    found = _groups(USN_1=([], ["UBUNTU-CVE-1"]), UBUNTU_CVE_1=([], ["CVE-1"]))

    assert found["USN-1"] == found["UBUNTU-CVE-1"] == ("CVE-1",)


def test_upstream_that_runs_in_a_circle_ends() -> None:
    found = _groups(A=([], ["B"]), B=([], ["C"]), C=([], ["A"]))

    assert set(found) == {"A", "B", "C"}
    assert all(found.values())


def test_several_cves_named_as_aliases_stay_several_flaws() -> None:
    found = _groups(
        GO_1=(["CVE-1", "CVE-2", "GHSA-known", "GHSA-lone"], []), GHSA_known=(["CVE-1"], [])
    )

    assert found["GO-1"] == found["GHSA-lone"] == ("CVE-1", "CVE-2")
    assert found["CVE-1"] == found["GHSA-known"] == ("CVE-1",)
    assert found["CVE-2"] == ("CVE-2",)


def test_an_advisory_alone_is_its_own_flaw() -> None:
    assert _groups(X_1=([], [])) == {"X-1": ("X-1",)}


def test_an_erratum_that_is_a_flaws_alias_keeps_that_flaw() -> None:
    found = _groups(DSA_1=(["CVE-1"], ["CVE-1", "CVE-2"]))

    assert found["DSA-1"] == ("CVE-1", "CVE-2")
    assert found["CVE-1"] == ("CVE-1",)
