"""Writing a pool as an SBOM or package list, the same bytes each time.

What is not here: which packages (`pools`).
"""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from collections.abc import Callable

    from demo_bank.pools import Part, Pool

_SPACE = uuid.UUID("6f5a2c1e-5d0b-4f6e-9a55-3a8d1f0b7c11")
_NOTE = "Invented bank, real package names and versions; for demonstration only."
_OS_NAMES = {"almalinux": "AlmaLinux", "debian": "Debian GNU/Linux"}


def files_of(pool: Pool) -> dict[str, str]:
    """Return the files of one SBOM by path below ``sboms/``."""
    return _WRITERS[pool.format](pool)


def _serial(pool: Pool) -> str:
    return f"urn:uuid:{uuid.uuid5(_SPACE, pool.name)}"


def _subject(pool: Pool) -> tuple[str, str]:
    name, _, version = pool.head["subject"].partition(" ")
    return name, version


def _kind(part: Part) -> str:
    if part.cpe is not None:
        return "firmware" if part.cpe.split(":")[2] == "o" else "application"
    return "application" if (part.purl or "").startswith("pkg:bitnami/") else "library"


def _cyclonedx_json(pool: Pool) -> dict[str, str]:
    name, version = _subject(pool)
    components, dependencies = [], []
    for number, part in enumerate(pool.parts, start=1):
        component = {"type": _kind(part), "name": part.name, "version": part.version}
        component |= {"bom-ref": part.ref or f"c{number}"}
        component |= {"purl": part.purl} if part.purl else {}
        component |= {"cpe": part.cpe} if part.cpe else {}
        components.append(component)
        if part.owner:
            dependencies.append({"ref": part.owner, "dependsOn": [f"c{number}"]})
    document: dict[str, Any] = {
        "bomFormat": "CycloneDX",
        "specVersion": pool.head["format"].split()[1],
        "serialNumber": _serial(pool),
        "version": 1,
        "metadata": {
            "timestamp": f"{pool.head['made-on']}T09:00:00+09:00",
            "component": {"type": "application", "name": name, "version": version},
            "properties": [{"name": "note", "value": _NOTE}],
        },
        "components": components,
    }
    if document["specVersion"] == "1.4":
        del document["metadata"]["properties"]  # Metadata has properties since 1.3, kept short.
    if dependencies:
        document["dependencies"] = dependencies
    return {f"apps/{pool.name}.cdx.json": json.dumps(document, indent=1, ensure_ascii=False) + "\n"}


def _cyclonedx_xml(pool: Pool) -> dict[str, str]:
    name, version = _subject(pool)
    schema = f"http://cyclonedx.org/schema/bom/{pool.head['format'].split()[1]}"
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<bom xmlns="{schema}" serialNumber="{_serial(pool)}" version="1">',
        f"  <metadata><timestamp>{pool.head['made-on']}T09:00:00+09:00</timestamp>",
        f'    <component type="application"><name>{name}</name>',
        f"    <version>{version}</version></component>",
        f'    <properties><property name="note">{escape(_NOTE)}</property></properties></metadata>',
        "  <components>",
    ]
    lines += [
        f"    <component type={quoteattr(_kind(part))}><name>{escape(part.name)}</name>"
        f"<version>{escape(part.version)}</version><purl>{escape(part.purl or '')}</purl>"
        "</component>"
        for part in pool.parts
    ]
    lines += ["  </components>", "</bom>"]
    return {f"apps/{pool.name}.cdx.xml": "\n".join(lines) + "\n"}


def _spdx_json(pool: Pool) -> dict[str, str]:
    packages = [
        {
            "SPDXID": f"SPDXRef-{number}",
            "name": part.name,
            "versionInfo": part.version,
            "downloadLocation": "NOASSERTION",
            "externalRefs": [
                {
                    "referenceCategory": "PACKAGE-MANAGER",
                    "referenceType": "purl",
                    "referenceLocator": part.purl,
                }
            ],
        }
        for number, part in enumerate(pool.parts, start=1)
    ]
    document = {
        "spdxVersion": "SPDX-2.3",
        "dataLicense": "CC0-1.0",
        "SPDXID": "SPDXRef-DOCUMENT",
        "name": pool.head["subject"].replace(" ", "-"),
        "documentNamespace": f"https://example.com/asagiri/{uuid.uuid5(_SPACE, pool.name)}",
        "comment": _NOTE,
        "creationInfo": {
            "created": f"{pool.head['made-on']}T00:00:00Z",
            "creators": ["Organization: Asagiri Bank (invented)"],
        },
        "packages": packages,
        "relationships": [
            {
                "spdxElementId": "SPDXRef-DOCUMENT",
                "relationshipType": "DESCRIBES",
                "relatedSpdxElement": package["SPDXID"],
            }
            for package in packages
        ],
    }
    return {
        f"apps/{pool.name}.spdx.json": json.dumps(document, indent=1, ensure_ascii=False) + "\n"
    }


def _spdx_tags(pool: Pool) -> dict[str, str]:
    lines = [
        "SPDXVersion: SPDX-2.3",
        "DataLicense: CC0-1.0",
        "SPDXID: SPDXRef-DOCUMENT",
        f"DocumentName: {pool.head['subject'].replace(' ', '-')}",
        f"DocumentNamespace: https://example.com/asagiri/{uuid.uuid5(_SPACE, pool.name)}",
        "Creator: Organization: Asagiri Bank (invented)",
        f"Created: {pool.head['made-on']}T00:00:00Z",
        f"DocumentComment: <text>{_NOTE}</text>",
    ]
    for number, part in enumerate(pool.parts, start=1):
        lines += [
            "",
            f"PackageName: {part.name}",
            f"SPDXID: SPDXRef-{number}",
            f"PackageVersion: {part.version}",
            "PackageDownloadLocation: NOASSERTION",
            "FilesAnalyzed: false",
            f"ExternalRef: PACKAGE-MANAGER purl {part.purl}",
            f"Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-{number}",
        ]
    return {f"apps/{pool.name}.spdx": "\n".join(lines) + "\n"}


def _os_release(pool: Pool) -> str:
    system, release = pool.head["system"].split()
    return f'NAME="{_OS_NAMES[system]}"\nID={system}\nVERSION_ID="{release}"\n'


def _rpm_list(pool: Pool) -> dict[str, str]:
    lines = []
    for part in sorted(pool.parts, key=lambda part: part.name):
        epoch, _, rest = part.version.rpartition(":")
        version, _, release = rest.rpartition("-")
        lines.append(f"{part.name}\t{epoch or '(none)'}\t{version}\t{release}\t{part.architecture}")
    return {
        f"hosts/{pool.name}/rpm-qa.txt": "\n".join(lines) + "\n",
        f"hosts/{pool.name}/os-release": _os_release(pool),
    }


def _dpkg_status(pool: Pool) -> dict[str, str]:
    entries = []
    for part in pool.parts:
        lines = [
            f"Package: {part.name}",
            "Status: install ok installed",
            f"Architecture: {part.architecture}",
        ]
        if part.source:
            suffix = f" ({part.source_version})" if part.source_version else ""
            lines.append(f"Source: {part.source}{suffix}")
        entries.append("\n".join([*lines, f"Version: {part.version}"]))
    return {
        f"hosts/{pool.name}/status": "\n\n".join(entries) + "\n",
        f"hosts/{pool.name}/os-release": _os_release(pool),
    }


_WRITERS: dict[str, Callable[[Pool], dict[str, str]]] = {
    "cyclonedx-json": _cyclonedx_json,
    "cyclonedx-xml": _cyclonedx_xml,
    "spdx-json": _spdx_json,
    "spdx-tag-value": _spdx_tags,
    "rpm-list": _rpm_list,
    "dpkg-status": _dpkg_status,
}
