"""Estates written as folders from the engine's plain inputs, with an advisory store to match."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hiyoke.workflows.advisories.import_advisories import import_advisories
from small_advisories import affected, record, write_lines
from small_estates import write_files

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from hiyoke.exposure import ExposureInputs

AS_OF = "2026-11-22"


def writable(inputs: ExposureInputs) -> ExposureInputs:
    """Return inputs as a folder can say them: real names, no ports of findings, nothing in doubt.

    Evidence is a vector and nothing more; second factors have no override of their own; controls
    stand on links that exist, and every service needs something.
    """
    ways = {(link.source, link.target) for link in inputs.links}
    return replace(
        inputs,
        flaws=tuple(
            replace(f, vulnerability_id=_real(f.vulnerability_id), technical_impact=())
            for f in inputs.flaws
        ),
        findings=tuple(
            replace(f, vulnerability_id=_real(f.vulnerability_id), port=None, certain="yes")
            for f in inputs.findings
        ),
        controls=tuple(
            replace(
                control,
                links=tuple(way for way in control.links if way in ways),
                accounts=tuple(
                    a.account_id for a in inputs.accounts if a.account_id in control.accounts
                ),
                vulnerability_ids=tuple(map(_real, control.vulnerability_ids)),
            )
            for control in inputs.controls
        ),
        services=tuple(need for need in inputs.services if need.all_of or any(need.any_of)),
        overrides=tuple(
            replace(o, subject_id=_real(o.subject_id)) if o.subject == "vulnerability" else o
            for o in inputs.overrides
            if o.subject != "account"
        ),
    )


def _real(name: str) -> str:
    """Return a short name of a flaw as a well-formed identifier: CVE-3 as CVE-2026-1003."""
    return f"CVE-2026-{1000 + int(name.removeprefix('CVE-'))}" if len(name) < 8 else name


def write_estate(folder: Path, inputs: ExposureInputs) -> Path:
    """Write the folder of an estate: each flaw is a package that a system's SBOM lists."""
    carried: dict[str, set[str]] = {}
    for finding in inputs.findings:
        carried.setdefault(finding.system_id, set()).add(finding.vulnerability_id)
    files: dict[str, str | bytes] = {
        "institution.yaml": json.dumps(
            {
                "id": "test-bank",
                "name": {"ja": "試験銀行", "en": "Test Bank"},
                "synthetic": True,
                "insider_zones": [z.zone_id for z in inputs.zones if z.kind == "insider"],
                "outside_zones": ["partner"],
            }
        ),
        "services.yaml": json.dumps({"services": _services(inputs)}),
        "systems.csv": _csv(
            ("id", "name_ja", "name_en", "internet_facing"),
            ((s.system_id, s.system_id, s.system_id, s.internet_facing) for s in inputs.systems),
        ),
        "links.csv": _csv(
            ("source", "target", "protocol", "port", "kind", "known"),
            ((k.source, k.target, k.protocol, k.port, k.kind, k.known) for k in inputs.links),
        ),
        "accounts.csv": _csv(
            ("id", "name_ja", "systems", "level", "used_from", "mfa", "mfa_tested_on"),
            (
                (
                    a.account_id,
                    a.account_id,
                    "; ".join(a.systems),
                    a.level,
                    "; ".join(a.used_from or ()),
                    a.mfa,
                    a.mfa_tested_on,
                )
                for a in inputs.accounts
            ),
        ),
        "controls.csv": _csv(
            (
                *("id", "name_ja", "kind", "systems", "links", "accounts"),
                *("vulnerability_ids", "efficacy", "mode", "tested_on", "expires_on"),
            ),
            (
                (
                    *(c.control_id, c.control_id, c.kind, "; ".join(c.systems)),
                    "; ".join(f"{one}>{two}" for one, two in c.links),
                    *("; ".join(c.accounts), "; ".join(c.vulnerability_ids)),
                    *(c.efficacy, c.mode, c.tested_on, c.expires_on),
                )
                for c in inputs.controls
            ),
        ),
        "overrides.csv": _csv(
            ("subject", "subject_id", "probability", "reason"),
            ((o.subject, o.subject_id, o.probability, "test") for o in inputs.overrides),
        ),
        "vendors.yaml": json.dumps({"vendors": _vendors(inputs)}),
    }
    for system in inputs.systems:
        purls = sorted(carried.get(system.system_id, ()))
        files[f"sboms/{system.system_id}.cdx.json"] = _sbom(purls)
    return write_files(folder, files)


def write_store(folder: Path, inputs: ExposureInputs) -> Path:
    """Import one advisory for each flaw that some system carries."""
    vectors = {flaw.vulnerability_id: flaw.vectors for flaw in inputs.flaws}
    feed = write_lines(
        folder / "feed.jsonl",
        *(
            record(
                name,
                affected("introduced 0", "fixed 2.0", name=_package(name)),
                modified="2026-11-20T00:00:00Z",
                published="2026-01-05T00:00:00Z",
                severity=[{"type": _type(v), "score": v} for v in vectors.get(name, ())],
            )
            for name in sorted({finding.vulnerability_id for finding in inputs.findings})
        ),
    )
    import_advisories([feed], folder / "store")
    return folder / "store"


def _services(inputs: ExposureInputs) -> list[dict[str, Any]]:
    return [
        {
            "id": need.service_id,
            "name": {"ja": need.service_id, "en": need.service_id},
            "priority": number,
            "requires": {
                "all_of": list(need.all_of),
                "any_of": {f"g{n}": list(g) for n, g in enumerate(need.any_of) if g},
            },
        }
        for number, need in enumerate(inputs.services, start=1)
    ]


def _vendors(inputs: ExposureInputs) -> list[dict[str, Any]]:
    """Write one vendor for each; rows of one vendor agree in these estates."""
    found = {}
    for access in inputs.vendors:
        found[access.vendor_id] = {
            "id": access.vendor_id,
            "name": {"ja": access.vendor_id, "en": access.vendor_id},
            "systems": [access.system_id],
            "remote_access": access.known,
            "remote_access_systems": [access.system_id],
            "remote_access_level": access.level,
        }
    return list(found.values())


def _csv(headings: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(headings)
    writer.writerows([["" if cell is None else cell for cell in row] for row in rows])
    return out.getvalue()


def _package(flaw: str) -> str:
    return f"with-{flaw.lower()}"


def _type(vector: str) -> str:
    return f"CVSS_V{vector[5]}" if vector.startswith("CVSS:") else "CVSS_V2"


def _sbom(flaws: Iterable[str]) -> str:
    return json.dumps(
        {
            "bomFormat": "CycloneDX",
            "specVersion": "1.5",
            "metadata": {"timestamp": "2026-11-20T00:00:00Z"},
            "components": [
                {
                    "type": "library",
                    "name": _package(flaw),
                    "version": "1.0",
                    "purl": f"pkg:pypi/{_package(flaw)}@1.0",
                }
                for flaw in flaws
            ],
        }
    )
