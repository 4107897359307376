"""Who published what we read, and on which terms: shown with every report that uses it.

What is not here: the data. Terms were checked when this was written; a publisher may change them.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from hiyoke.languages import Text


class SourceWords(NamedTuple):
    """Title and attribution of one format."""

    title: Text
    attribution: Text


SOURCE_WORDS: Final[dict[str, SourceWords]] = {
    "osv": SourceWords(
        Text(ja="OSV 形式のアドバイザリ", en="Advisories in OSV format"),
        Text(
            ja="OSV スキーマ（OpenSSF）。内容の著作権と利用条件は下の各データベースによります。",
            en="OSV schema (OpenSSF). Rights and terms lie with the databases listed below.",
        ),
    ),
    "cve5": SourceWords(
        Text(ja="CVE レコード（CISA の補足を含む）", en="CVE records with CISA's additions"),
        Text(
            ja="CVE Program（CVE 利用条件）、CISA Vulnrichment（CC0 1.0）",
            en="CVE Program (CVE terms of use); CISA Vulnrichment (CC0 1.0)",
        ),
    ),
    "nvd": SourceWords(
        Text(ja="NVD", en="NVD"),
        Text(
            ja="米国 NIST の NVD のデータを使っています。NIST の推奨や保証を意味しません。",
            en="This product uses data from the NVD API but is not endorsed or certified by the "
            "NVD.",
        ),
    ),
    "csaf": SourceWords(
        Text(ja="CSAF 形式のアドバイザリ", en="Advisories in CSAF format"),
        Text(
            ja="OASIS CSAF。利用条件は各公表元によります（CISA のものは米国政府著作物）。",
            en="OASIS CSAF; terms lie with each publisher (CISA's are US government works).",
        ),
    ),
    "kev": SourceWords(
        Text(ja="KEV カタログ", en="Known Exploited Vulnerabilities catalogue"),
        Text(ja="米国 CISA（CC0 1.0）", en="CISA (CC0 1.0)"),
    ),
    "epss": SourceWords(
        Text(ja="EPSS", en="EPSS"),
        Text(
            ja="FIRST.Org（https://www.first.org/epss/、出典明示により無償利用可）",
            en="FIRST.Org (https://www.first.org/epss/, free with attribution)",
        ),
    ),
    "endoflife": SourceWords(
        Text(ja="サポート終了日", en="End-of-life dates"),
        Text(ja="endoflife.date（MIT License）", en="endoflife.date (MIT License)"),
    ),
}


class Database(NamedTuple):
    """Publisher and terms of the advisories whose identifiers begin alike."""

    publisher: str
    terms: str


#: By identifier prefix; the longest that fits counts.
DATABASES: Final[dict[str, Database]] = {
    "ALBA-": Database("AlmaLinux OS Foundation", "MIT"),
    "ALEA-": Database("AlmaLinux OS Foundation", "MIT"),
    "ALPINE-": Database("Alpine Linux secdb", "Alpine Linux"),
    "ALSA-": Database("AlmaLinux OS Foundation", "MIT"),
    "BIT-": Database("Bitnami Vulnerability Database", "Apache-2.0"),
    "CURL-": Database("curl project", "curl"),
    "CVE-": Database("CVE Program", "CVE terms of use"),
    "DEBIAN-": Database("Debian Security Tracker", "Debian"),
    "DLA-": Database("Debian Security Tracker", "Debian"),
    "DSA-": Database("Debian Security Tracker", "Debian"),
    "GHSA-": Database("GitHub Advisory Database", "CC-BY-4.0"),
    "GO-": Database("Go Vulnerability Database", "CC-BY-4.0"),
    "HSEC-": Database("Haskell Security Advisories", "CC0-1.0"),
    "ICSA-": Database("CISA", "US government work"),
    "ICSMA-": Database("CISA", "US government work"),
    "MAL-": Database("OpenSSF Malicious Packages", "Apache-2.0"),
    "MGASA-": Database("Mageia", "CC-BY-SA-4.0"),
    "OSV-": Database("OSS-Fuzz", "CC-BY-4.0"),
    "PSF-": Database("Python Software Foundation", "CC-BY-4.0"),
    "PYSEC-": Database("PyPA Advisory Database", "CC-BY-4.0"),
    "RHBA-": Database("Red Hat Product Security", "CC-BY-4.0"),
    "RHEA-": Database("Red Hat Product Security", "CC-BY-4.0"),
    "RHSA-": Database("Red Hat Product Security", "CC-BY-4.0"),
    "RLSA-": Database("Rocky Enterprise Software Foundation", "BSD-3-Clause"),
    "RSEC-": Database("RConsortium Advisory Database", "Apache-2.0"),
    "RUSTSEC-": Database("RustSec Advisory Database", "CC0-1.0"),
    "SUSE-": Database("SUSE", "CC-BY-4.0"),
    "openSUSE-": Database("SUSE", "CC-BY-4.0"),
    "UBUNTU-": Database("Canonical", "CC-BY-SA-4.0"),
    "USN-": Database("Canonical", "CC-BY-SA-4.0"),
}


def database_of(advisory_id: str) -> str | None:
    """Return the prefix of the database that an advisory comes from; None when not known.

    Example:
        >>> database_of("GHSA-jfh8-c2jp-5v3q")
        'GHSA-'
    """
    fitting = [prefix for prefix in DATABASES if advisory_id.startswith(prefix)]
    return max(fitting, key=len, default=None)
