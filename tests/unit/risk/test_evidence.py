from datetime import date

from hiyoke.risk import gather_evidence, members_of_findings
from hiyoke.tables import CVSS_VECTORS, EPSS, FINDINGS, KNOWN_EXPLOITED, SSVC_POINTS
from small_tables import table_of

LISTED = date(2026, 3, 1)


def test_looks_up_every_identifier_of_the_alias_group() -> None:
    findings = table_of(
        FINDINGS,
        {
            "component_id": "c1",
            "vulnerability_id": "CVE-1",
            "advisory_ids": ["GHSA-1"],
            "aliases": ["CVE-2"],
        },
        {"component_id": "c2", "vulnerability_id": "CVE-1", "advisory_ids": ["PYSEC-1"]},
        {"component_id": "c2", "vulnerability_id": "X-9"},
    )
    assert members_of_findings(findings) == {
        "CVE-1": ("CVE-1", "CVE-2", "GHSA-1", "PYSEC-1"),
        "X-9": ("X-9",),
    }


def test_keeps_the_earliest_listing_the_highest_chance_and_every_answer() -> None:
    tables = {
        "known_exploited": table_of(
            KNOWN_EXPLOITED,
            {"cve_id": "CVE-1", "listed_on": date(2026, 4, 1), "ransomware_use": "known"},
            {"cve_id": "CVE-2", "listed_on": LISTED},
            {"cve_id": "CVE-3", "listed_on": date(2020, 1, 1)},
        ),
        "epss": table_of(
            EPSS,
            {"cve_id": "CVE-1", "epss_probability": 0.1, "scored_on": LISTED},
            {"cve_id": "CVE-2", "epss_probability": 0.7, "scored_on": LISTED},
        ),
        "ssvc_points": table_of(
            SSVC_POINTS,
            {"cve_id": "CVE-1", "automatable": "yes", "technical_impact": "total"},
            {"cve_id": "CVE-1", "automatable": "no", "assessor": "vendor"},
        ),
        "cvss_vectors": table_of(
            CVSS_VECTORS,
            {
                "subject_id": "GHSA-1",
                "cvss_version": "3.1",
                "vector": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:L/I:L/A:L",
            },
            {"subject_id": "CVE-1", "cvss_version": "4.0", "vector": "nonsense"},
            {
                "subject_id": "CVE-1",
                "cvss_version": "3.1",
                "vector": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
            },
        ),
    }
    found = gather_evidence({"CVE-1": ("CVE-1", "CVE-2", "GHSA-1")}, tables)["CVE-1"]
    assert (found.listed_on, found.ransomware_use) == (LISTED, "known")
    assert (found.epss_probability, found.epss_scored_on) == (0.7, LISTED)
    assert found.automatable == ("no", "yes")
    assert found.technical_impact == ("total",)
    assert found.assessors == ("CISA-ADP", "vendor")
    assert [r.base_score for r in found.ratings] == [None, 9.8, 7.3]
    assert found.leading_rating is not None
    assert found.leading_rating.base_score == 9.8


def test_does_not_know_exploitation_without_a_catalogue() -> None:
    empty = {"known_exploited": KNOWN_EXPLOITED.empty()}
    assert not gather_evidence({"CVE-1": ("CVE-1",)}, empty)["CVE-1"].kev_is_known
    assert not gather_evidence({"CVE-1": ("CVE-1",)}, {})["CVE-1"].kev_is_known
