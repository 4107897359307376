"""Facts about flaws from public sources: read once, cut down to what the demo's packages need.

Only facts leave this module: identifiers, aliases, ranges, vectors, probabilities and dates. No
title, description, credit or reference is carried. What is not here: where the facts are written.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import zstandard

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

#: Converted records carry names of their own; the published identifier is the end of the name.
_CONVERTED = re.compile(r"x_.*?-(CVE-\d{4}-\d+|GHSA(?:-[0-9a-z]{4}){3})$")
#: The demo plays on 22 May 2026; a later change of a record, or a later release, is not told.
LAST_DAY = "2026-05-21"
LAST_INSTANT = f"{LAST_DAY}T23:59:59Z"
_OSV_MEMBERS = ("id", "aliases", "upstream", "related", "published", "modified", "severity")


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the records of a zstandard file of JSON lines."""
    with path.open("rb") as stored:
        stream = zstandard.ZstdDecompressor().stream_reader(stored)
        for line in io.TextIOWrapper(stream, encoding="utf-8"):
            yield json.loads(line)


@dataclass
class Facts:
    """OSV records by package.

    Attributes:
        of_package: Record and affected entry, by OSV ecosystem and name.
        left_out: Ranges left out because the converted source had lost their upper bound.
    """

    of_package: dict[tuple[str, str], list[tuple[dict[str, Any], dict[str, Any]]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    left_out: int = 0


def read_facts(folder: Path) -> Facts:
    """Read every OSV file of `folder`, withdrawn records aside."""
    facts = Facts()
    for path in sorted((folder / "osv").glob("*.jsonl.zst")):
        if path.name.startswith("OSS-Fuzz"):
            continue
        for record in read_lines(path):
            if not record.get("withdrawn"):
                _note(record, facts)
    return facts


def _note(record: dict[str, Any], facts: Facts) -> None:
    lost = record.get("database_specific", {}).get("open_upper_bound_may_be_lost_last_affected")
    for affected in record.get("affected", []):
        package = affected.get("package")
        if package is None:
            continue
        ranges = [r for r in affected.get("ranges", []) if r["type"] != "GIT"]
        bounded = [r for r in ranges if not lost or _is_bounded(r)]
        facts.left_out += len(ranges) - len(bounded)
        if bounded or (affected.get("versions") and not ranges):
            kept = {**affected, "ranges": bounded}
            facts.of_package[package["ecosystem"], package["name"]].append((record, kept))


def _is_bounded(interval: dict[str, Any]) -> bool:
    return any("fixed" in event or "last_affected" in event for event in interval["events"])


def osv_records(facts: Facts, packages: Iterable[tuple[str, str]]) -> list[dict[str, Any]]:
    """Return the records that speak of `packages`, cut down to facts, by identifier."""
    by_id: dict[str, dict[str, Any]] = {}
    for ecosystem, name in sorted(packages):
        for record, affected in facts.of_package.get((ecosystem, name), []):
            identifier = _published_id(record["id"])
            entry = by_id.setdefault(identifier, _cut_record(record, identifier))
            entry["affected"].append(_cut_affected(affected))
    return [by_id[identifier] for identifier in sorted(by_id)]


def _published_id(identifier: str) -> str:
    match = _CONVERTED.fullmatch(identifier)
    return match[1] if match else identifier


def _cut_record(record: dict[str, Any], identifier: str) -> dict[str, Any]:
    entry: dict[str, Any] = {"schema_version": record.get("schema_version") or "1.6.0"}
    entry |= {name: record[name] for name in _OSV_MEMBERS if record.get(name)}
    entry["modified"] = min(record["modified"], LAST_INSTANT)
    entry["id"] = identifier
    aliases = sorted(set(entry.get("aliases", ())) - {identifier})
    entry.pop("aliases", None)
    if aliases:
        entry["aliases"] = aliases
    return {**entry, "affected": []}


def _cut_affected(affected: dict[str, Any]) -> dict[str, Any]:
    package = affected["package"]
    entry: dict[str, Any] = {
        "package": {"ecosystem": package["ecosystem"], "name": package["name"]}
    }
    if affected["ranges"]:
        entry["ranges"] = [
            {"type": interval["type"], "events": interval["events"]}
            for interval in affected["ranges"]
        ]
    else:
        entry["versions"] = affected["versions"]
    return entry


def cves_of(records: Iterable[dict[str, Any]]) -> set[str]:
    """Return every CVE that the records name."""
    named = set()
    for record in records:
        for member in ("aliases", "upstream", "related"):
            named.update(record.get(member, ()))
        named.add(record["id"])
    return {name for name in named if name.startswith("CVE-")}


def cve_records(folder: Path, cves: set[str], products: set[str]) -> list[dict[str, Any]]:
    """Return CVE records for `cves` and for CPE `products` (``vendor:product``), cut to facts."""
    found = []
    for path in sorted((folder / "cve5").glob("*.jsonl.zst")):
        for record in read_lines(path):
            entry = _cut_cve(record, products)
            if entry is not None and (entry[1] or record["cveMetadata"]["cveId"] in cves):
                found.append(entry[0])
    return sorted(found, key=lambda record: str(record["cveMetadata"]["cveId"]))


def _cut_cve(record: dict[str, Any], products: set[str]) -> tuple[dict[str, Any], bool] | None:
    meta = record["cveMetadata"]
    if meta.get("state") != "PUBLISHED":
        return None
    containers: dict[str, Any] = {"cna": _cut_container(record["containers"]["cna"], products)}
    others = [
        _cut_container(other, products)
        for other in record["containers"].get("adp", [])
        if other.get("title", "").startswith("CISA")
    ]
    kept = [other for other in others if other.get("metrics") or other.get("affected")]
    if kept:
        containers["adp"] = kept
    names = ("cveId", "state", "assignerOrgId", "datePublished", "dateUpdated")
    entry = {
        "dataType": "CVE_RECORD",
        "dataVersion": record.get("dataVersion", "5.1"),
        "cveMetadata": {name: meta[name] for name in names if name in meta},
        "containers": containers,
    }
    speaks = any(part.get("affected") for part in (containers["cna"], *kept))
    return entry, speaks


def _cut_container(container: dict[str, Any], products: set[str]) -> dict[str, Any]:
    provider = container.get("providerMetadata", {})
    names = ("orgId", "shortName", "dateUpdated")
    entry: dict[str, Any] = {
        "providerMetadata": {name: provider[name] for name in names if name in provider}
    }
    if container.get("title", "").startswith("CISA"):
        entry["title"] = container["title"]
    metrics = [cut for metric in container.get("metrics", []) if (cut := _cut_metric(metric))]
    if metrics:
        entry["metrics"] = metrics
    affected = [
        {name: product[name] for name in ("vendor", "product", "cpes", "versions", "defaultStatus")
         if name in product}
        for product in container.get("affected", [])
        if any(":".join(cpe.split(":")[3:5]) in products for cpe in product.get("cpes", ()))
    ]  # fmt: skip
    if affected:
        entry["affected"] = affected
    return entry


def _cut_metric(metric: dict[str, Any]) -> dict[str, Any] | None:
    for name in ("cvssV2_0", "cvssV3_0", "cvssV3_1", "cvssV4_0"):
        if name in metric:
            wanted = ("version", "vectorString", "baseScore", "baseSeverity")
            return {name: {key: metric[name][key] for key in wanted if key in metric[name]}}
    other = metric.get("other", {})
    if other.get("type") == "ssvc":
        content = {k: other["content"][k] for k in ("id", "role", "options", "version", "timestamp")
                   if k in other["content"]}  # fmt: skip
        return {"other": {"type": "ssvc", "content": content}}
    return None


def known_exploited(folder: Path, cves: set[str]) -> dict[str, Any]:
    """Return the KEV catalogue cut down to `cves`."""
    catalogue = json.loads(next((folder / "kev").glob("*_2*.json")).read_text(encoding="utf-8"))
    names = ("cveID", "dateAdded", "dueDate", "knownRansomwareCampaignUse")
    entries = [
        {name: entry[name] for name in names if name in entry}
        for entry in catalogue["vulnerabilities"]
        if entry["cveID"] in cves
    ]
    return {
        "catalogVersion": catalogue["catalogVersion"],
        "dateReleased": catalogue["dateReleased"],
        "count": len(entries),
        "vulnerabilities": sorted(entries, key=lambda entry: str(entry["cveID"])),
    }


def epss_rows(folder: Path, cves: set[str]) -> str:
    """Return the EPSS file cut down to `cves`."""
    path = next((folder / "epss").glob("*.csv.gz"))
    with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
        model = stream.readline()
        rows = list(csv.reader(stream))
    kept = [row for row in rows[1:] if row and row[0] in cves]
    lines = [",".join(row) for row in [rows[0], *sorted(kept)]]
    return model.rstrip("\r\n") + "\n" + "\n".join(lines) + "\n"


def end_of_life(folder: Path, products: set[str]) -> list[dict[str, Any]]:
    """Return the end-of-life products named, cut down to facts."""
    path = next((folder / "endoflife").glob("*.jsonl.zst"))
    names = ("product", "title", "identifiers", "releases")
    found = [
        {name: record[name] for name in names if record.get(name)}
        | {"releases": [_cut_release(r) for r in record["releases"] if _is_out(r)]}
        for record in read_lines(path)
        if record["product"] in products
    ]
    missing = products - {str(record["product"]) for record in found}
    if missing:
        raise SystemExit(f"no end-of-life product {sorted(missing)}")
    return sorted(found, key=lambda record: str(record["product"]))


def _is_out(release: dict[str, Any]) -> bool:
    return (release.get("releaseDate") or LAST_DAY) <= LAST_DAY


def _cut_release(release: dict[str, Any]) -> dict[str, Any]:
    """Forget a latest version that was released after the demo's day."""
    if (release.get("latestReleaseDate") or LAST_DAY) <= LAST_DAY:
        return release
    return {k: v for k, v in release.items() if k not in ("latest", "latestReleaseDate")}
