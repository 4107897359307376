"""A made-up bank, small enough to check by hand and rich enough to meet every kind of row."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa

from hiyoke.estate import (
    Estate,
    Institution,
    Link,
    QualityGap,
    Requirement,
    Service,
    System,
    Vendor,
    assess_quality,
)
from hiyoke.languages import Text
from hiyoke.risk import DETECTIONS, load_decision_table
from hiyoke.tables import (
    AFFECTED_RANGES,
    COMPONENTS,
    CVSS_VECTORS,
    END_OF_LIFE,
    EPSS,
    FINDINGS,
    KNOWN_EXPLOITED,
    NOT_ASSESSABLE,
    PLACEMENTS,
    SSVC_POINTS,
)
from hiyoke.versions import sort_key
from hiyoke.workflows.weighing.assess_tables import COMPONENT_COLUMNS, AssessmentInput
from hiyoke.workflows.weighing.weigh_findings import WeighingInput
from small_tables import table_of

AS_OF = date(2026, 5, 22)


def estate() -> Estate:
    """Return the bank's estate."""
    return Estate(
        institution=Institution(
            institution_id="asagiri",
            name=Text(ja="あさぎり銀行", en="Asagiri Bank"),
            kind="regional_bank",
            synthetic=True,
        ),
        services=tuple(
            Service(
                service_id=service_id,
                name=Text(ja, en),
                priority_rank=rank,
                owner=owner,
                impact_tolerance_minutes=minutes,
            )
            for service_id, ja, en, rank, owner, minutes in (
                (
                    "ib",
                    "インターネットバンキング",
                    "Internet banking",
                    1,
                    Text("デジタル推進部", "Digital"),
                    120,
                ),
                ("zengin", "全銀送金", "Zengin transfers", 2, Text("事務統括部", "Operations"), 60),
                ("atm", "ATM", "ATM", 3, Text("事務統括部", "Operations"), 240),
                ("card", "カード決済", "Card payments", 4, Text("カード業務部", "Cards"), 240),
                ("hr", "人事給与", "Staff payroll", None, Text("人事部", "Staff"), None),
                (
                    "site",
                    "公式サイト",
                    "Public website",
                    None,
                    Text("広報部", "Press office"),
                    1440,
                ),
            )
        ),
        systems=tuple(
            System(
                system_id=system_id,
                name=Text(ja, en),
                internet_facing=facing,
                owner=Text("システム部", "IT department"),
                vendor_id=vendor,
                end_of_life_on=ends,
            )
            for system_id, ja, en, facing, vendor, ends in (
                ("ib-web", "IB 受付", "IB front", "yes", "kasumi", None),
                ("ib-ap1", "IB 業務 1 号機", "IB application 1", "no", "kasumi", None),
                ("ib-ap2", "IB 業務 2 号機", "IB application 2", "no", "kasumi", None),
                ("core", "勘定系", "Core banking", "no", "centre", None),
                ("zengin-gw", "全銀接続", "Zengin gateway", "no", "centre", date(2026, 9, 30)),
                ("atm-sw", "ATM 交換機", "ATM switch", "unknown", "centre", None),
                ("card-sw", "カード交換機", "Card switch", "no", "kasumi", None),
                ("hr-app", "人事給与", "Payroll", "no", None, date(2025, 12, 31)),
                ("cms", "公式サイト CMS", "Website CMS", "yes", "kasumi", None),
                ("fax", "FAX 受付", "Fax intake", "unknown", None, None),
            )
        ),
        requirements=tuple(
            Requirement(service_id=service, system_id=system, group=group)
            for service, system, group in (
                ("ib", "ib-web", None),
                ("ib", "ib-ap1", "ib-ap"),
                ("ib", "ib-ap2", "ib-ap"),
                ("ib", "core", None),
                ("zengin", "zengin-gw", None),
                ("zengin", "core", None),
                ("atm", "atm-sw", None),
                ("card", "card-sw", None),
                ("card", "fax", None),
                ("hr", "hr-app", None),
                ("site", "cms", None),
            )
        ),
        links=tuple(
            Link(source=source, target=target, known=known)
            for source, target, known in (
                ("internet", "ib-web", "yes"),
                ("internet", "cms", "yes"),
                ("ib-web", "ib-ap1", "yes"),
                ("ib-web", "ib-ap2", "yes"),
                ("ib-ap1", "core", "yes"),
                ("core", "zengin-gw", "yes"),
                ("core", "atm-sw", "yes"),
                ("cms", "card-sw", "unknown"),
            )
        ),
        vendors=(
            Vendor(vendor_id="kasumi", name=Text("霞システムズ", "Kasumi Systems")),
            Vendor(vendor_id="centre", name=Text("共同センター", "Shared centre")),
        ),
        sbom_files=dict.fromkeys(_PLACED, ()),
    )


_COMPONENTS: tuple[tuple[str, str, str, str, str | None], ...] = (
    ("log4j", "maven", "org.apache.logging.log4j:log4j-core", "2.14.1", "maven"),
    ("spring", "maven", "org.springframework:spring-web", "5.3.20", "maven"),
    ("jackson", "maven", "com.fasterxml.jackson.core:jackson-databind", "2.13.0", "maven"),
    ("openssl", "deb/debian", "openssl", "3.0.9-1", "deb"),
    ("django", "pypi", "django", "3.2.10", "pypi"),
    ("lodash", "npm", "lodash", "4.17.15", "npm"),
    ("minimist", "npm", "minimist", "1.2.5", "npm"),
    ("left", "npm", "left-pad", "1.3.0", "npm"),
    ("own", "generic", "own-tool", "1.0", None),
)
_PLACED: dict[str, tuple[str, ...]] = {
    "ib-web": ("log4j", "spring", "openssl", "lodash"),
    "ib-ap1": ("log4j", "jackson", "openssl"),
    "ib-ap2": ("jackson", "left"),
    "core": ("jackson",),
    "zengin-gw": ("left",),
    "atm-sw": ("openssl",),
    "card-sw": ("left", "own"),
    "hr-app": ("django", "minimist"),
    "cms": ("django", "lodash", "minimist"),
}


def _purl(kind: str, package: str, version: str) -> str:
    slug = package.replace(":", "/")
    return f"pkg:{kind}/{slug}@{version}"


def _finding(component: str, vulnerability: str, fixed: str | None, **more: Any) -> dict[str, Any]:
    _, kind, package, version, _ = next(c for c in _COMPONENTS if c[0] == component)
    row = {
        "component_id": component,
        "purl": _purl(kind, package, version),
        "name": package,
        "version": version,
        "vulnerability_id": vulnerability,
        "advisory_ids": [vulnerability],
        "fixed_version": fixed,
        "matched_on": f"{kind}/{package} {version} in <{fixed or '?'} ({vulnerability} osv)",
    }
    return row | more


def _claim(kind: str, package: str, scheme: str, low: str | None, high: str | None) -> Any:
    return {
        "advisory_id": f"{package}-{high}",
        "ecosystem": kind,
        "package": package,
        "scheme": scheme,
        "introduced_key": sort_key(scheme, low) if low else None,
        "fixed_key": sort_key(scheme, high) if high else None,
        "fixed_version": high,
    }


def findings() -> Any:
    """Return the bank's findings."""
    return table_of(
        FINDINGS,
        _finding("log4j", "CVE-2021-44228", "2.15.0", advisory_ids=["GHSA-jfh8-c2jp-5v3q"]),
        _finding("log4j", "CVE-2021-45046", "2.16.0", advisory_ids=["GHSA-7rjr-3q55-vv33"]),
        _finding("spring", "CVE-2016-1000027", None, advisory_ids=["GHSA-4wrc-f8pq-fpqp"]),
        _finding("jackson", "CVE-2022-42003", "2.13.4.2", advisory_ids=["GHSA-jjjh-jjxp-wpff"]),
        _finding("jackson", "CVE-2022-42004", "2.13.4", advisory_ids=["GHSA-rgv9-q543-rqg4"]),
        _finding(
            "openssl",
            "CVE-2023-5363",
            "3.0.11-1~deb12u2",
            advisory_ids=["DSA-5532-1"],
            basis="source_package_range",
        ),
        _finding(
            "django",
            "CVE-2022-28346",
            "3.2.13",
            advisory_ids=["GHSA-2gwj-7jmv-h26r", "PYSEC-2022-190"],
            disagreement=["fixed_version: 3.2.13 / 3.2.12"],
        ),
        _finding("lodash", "CVE-2021-23337", "4.17.21", advisory_ids=["GHSA-35jh-r3h4-6jhm"]),
        _finding(
            "lodash",
            "CVE-2020-8203",
            "4.17.19",
            advisory_ids=["GHSA-p6mc-m468-83gw"],
            check_backport=False,
        ),
        _finding(
            "minimist",
            "CVE-2021-44906",
            "1.2.6",
            advisory_ids=["GHSA-xvch-5gv4-984h"],
            check_backport=True,
            owner="pkg:deb/debian/node-minimist@1.2.5-1",
        ),
        _finding(
            "left",
            "GHSA-made-up00-0001",
            None,
            status="not_assessable",
            reason="unsortable_version",
        ),
    )


def evidence() -> dict[str, Any]:
    """Return the bank's evidence tables."""
    high = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H"
    return {
        "known_exploited": table_of(
            KNOWN_EXPLOITED,
            {
                "cve_id": "CVE-2021-44228",
                "listed_on": date(2021, 12, 10),
                "ransomware_use": "known",
            },
        ),
        "epss": table_of(
            EPSS,
            *(
                {"cve_id": c, "epss_probability": p, "scored_on": date(2026, 5, 21)}
                for c, p in (
                    ("CVE-2021-44228", 0.944),
                    ("CVE-2021-45046", 0.943),
                    ("CVE-2022-28346", 0.012),
                    ("CVE-2021-23337", 0.0061),
                    ("CVE-2022-42003", 0.0042),
                )
            ),
        ),
        "ssvc_points": table_of(
            SSVC_POINTS,
            *(
                {"cve_id": c, "exploitation": e, "automatable": a, "technical_impact": t}
                for c, e, a, t in (
                    ("CVE-2021-44228", "active", "yes", "total"),
                    ("CVE-2021-45046", "active", "no", "total"),
                    ("CVE-2022-42003", "none", "no", "partial"),
                    ("CVE-2023-5363", "none", "yes", "partial"),
                )
            ),
        ),
        "cvss_vectors": table_of(
            CVSS_VECTORS,
            {"subject_id": "CVE-2021-44228", "cvss_version": "3.1", "vector": high},
            {
                "subject_id": "CVE-2022-28346",
                "cvss_version": "3.1",
                "vector": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
            },
            {
                "subject_id": "GHSA-35jh-r3h4-6jhm",
                "cvss_version": "3.1",
                "vector": "CVSS:3.1/AV:N/AC:L/PR:H/UI:N/S:U/C:H/I:H/A:H",
            },
            {
                "subject_id": "CVE-2022-42003",
                "cvss_version": "4.0",
                "vector": "CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:N/VC:N/VI:N/VA:H/SC:N/SI:N/SA:N",
            },
        ),
        "end_of_life": table_of(
            END_OF_LIFE,
            {
                "product": "django",
                "product_title": "Django",
                "cycle": "3.2",
                "eol_on": date(2024, 4, 1),
                "purls": ["pkg:pypi/django"],
            },
            {
                "product": "openssl",
                "product_title": "OpenSSL",
                "cycle": "3.0",
                "eol_on": date(2026, 9, 7),
                "purls": ["pkg:deb/debian/openssl"],
            },
        ),
    }


def weighing_input(table: str = "bod-26-04") -> WeighingInput:
    """Return what is weighed for the bank."""
    placed = [(s, c) for s, components in _PLACED.items() for c in components]
    log4j = "org.apache.logging.log4j:log4j-core"
    claims = table_of(
        AFFECTED_RANGES,
        _claim("maven", log4j, "maven", "2.0", "2.15.0"),
        _claim("maven", log4j, "maven", "2.0", "2.16.0"),
        _claim("maven", log4j, "maven", "2.0", "2.17.1"),
        _claim("npm", "lodash", "npm", None, "4.17.21"),
    )
    return WeighingInput(
        estate=estate(),
        components=table_of(
            COMPONENTS,
            *(
                {
                    "component_id": i,
                    "purl": _purl(kind, package, version),
                    "ecosystem": kind,
                    "release": "12" if kind == "deb/debian" else None,
                    "package": package,
                    "version": version,
                    "scheme": scheme,
                }
                for i, kind, package, version, scheme in _COMPONENTS
            ),
        ),
        component_count=len(_COMPONENTS),
        placements=table_of(PLACEMENTS, *({"system_id": s, "component_id": c} for s, c in placed)),
        findings=findings(),
        unreadable_systems=frozenset({"fax"}),
        evidence_tables=evidence(),
        matched_packages={i: ((kind, package),) for i, kind, package, _, _ in _COMPONENTS},
        claims=claims.append_column(
            "vulnerability_id",
            pa.array(["CVE-2021-44228", "CVE-2021-45046", "CVE-2021-44832", "CVE-2021-23337"]),
        ),
        detections=table_of(
            DETECTIONS,
            {
                "system_id": "ib-web",
                "vulnerability_id": "CVE-2021-23337",
                "first_detected_on": date(2026, 5, 11),
            },
        ),
        table=load_decision_table(table),
        as_of=AS_OF,
    )


def assessment_input(table: str = "bod-26-04") -> AssessmentInput:
    """Return everything the bank's assessment rests on."""
    weighing = weighing_input(table)
    gaps: tuple[QualityGap, ...] = assess_quality(weighing.estate, (), as_of=AS_OF)
    return AssessmentInput(
        weighing=weighing,
        not_assessable=table_of(
            NOT_ASSESSABLE,
            {
                "component_id": "own",
                "purl": "pkg:generic/own-tool@1.0",
                "name": "own-tool",
                "version": "1.0",
                "reason": "ecosystem_not_covered",
                "vulnerability_ids": [],
            },
            {
                "component_id": "left",
                "purl": "pkg:npm/left-pad@1.3.0",
                "name": "left-pad",
                "version": "1.3.0",
                "reason": "unsortable_version",
                "vulnerability_ids": ["GHSA-made-up00-0001"],
            },
        ),
        all_components=weighing.components.select(list(COMPONENT_COLUMNS)),
        gaps=gaps,
        sources=[
            _source("osv", datetime(2026, 5, 20, tzinfo=UTC), 1200, quarantined=2),
            _source("cve5", datetime(2026, 4, 2, tzinfo=UTC), 300),
            _source("kev", datetime(2026, 5, 20, tzinfo=UTC), 1673),
            _source("epss", datetime(2026, 5, 21, tzinfo=UTC), 313089),
        ],
        quarantined_count=2,
        inputs={"estate": "0" * 64, "advisories": "1" * 64},
    )


def _source(kind: str, newest_at: datetime, count: int, quarantined: int = 0) -> dict[str, Any]:
    return {
        "format": kind,
        "newest_at": newest_at,
        "record_count": count,
        "used_count": count - quarantined,
        "withdrawn_count": 0,
        "quarantined_count": quarantined,
    }
