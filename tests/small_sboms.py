"""Documents in memory and tiny writers of SBOM formats, for tests."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from hiyoke.documents import Document, Utf8Source
from hiyoke.exchange.sboms import read_sbom

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hiyoke.estate import Sbom, SbomComponent


def document_of(content: bytes | str | dict[str, Any], path: Path | None = None) -> Document:
    if isinstance(content, dict):
        content = json.dumps(content, ensure_ascii=False)
    raw = content.encode() if isinstance(content, str) else content
    return Document(
        origin="test",
        path=path or Path("/nowhere/test"),
        stored_bytes=len(raw),
        is_member=path is None,
        opener=lambda: io.BytesIO(raw),
    )


def source_of(content: bytes | str | dict[str, Any]) -> Utf8Source:
    return Utf8Source(document_of(content))


def sbom_of(content: bytes | str | dict[str, Any], **options: Any) -> Sbom:
    return read_sbom(document_of(content), **options)


def components_of(content: bytes | str | dict[str, Any], **options: Any) -> list[SbomComponent]:
    return list(sbom_of(content, **options).iter_components())


def component_of(content: bytes | str | dict[str, Any], **options: Any) -> SbomComponent:
    (component,) = components_of(content, **options)
    return component


def cyclonedx(*components: Any, **members: Any) -> dict[str, Any]:
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "components": list(components),
        **members,
    }


def cyclonedx_xml(body: str, version: str = "1.6") -> str:
    return f'<bom xmlns="http://cyclonedx.org/schema/bom/{version}" version="1">{body}</bom>'


def spdx(*packages: Any, **members: Any) -> dict[str, Any]:
    return {
        "spdxVersion": "SPDX-2.3",
        "SPDXID": "SPDXRef-DOCUMENT",
        "name": "a document",
        "packages": list(packages),
        **members,
    }


def write_cyclonedx_json(components: Sequence[SbomComponent]) -> str:
    return json.dumps(
        cyclonedx(
            *(
                {
                    "type": "library",
                    "name": c.name,
                    **{
                        key: value
                        for key, value in (
                            ("version", c.version),
                            ("purl", c.purl),
                            ("cpe", c.cpe),
                        )
                        if value is not None
                    },
                }
                for c in components
            )
        ),
        ensure_ascii=False,
    )


def write_cyclonedx_xml(components: Sequence[SbomComponent]) -> str:
    def element(name: str, value: str | None) -> str:
        return "" if value is None else f"<{name}>{escape(value)}</{name}>"

    listed = "".join(
        f"<component type={quoteattr('library')}>{element('name', c.name)}"
        f"{element('version', c.version)}{element('cpe', c.cpe)}{element('purl', c.purl)}"
        "</component>"
        for c in components
    )
    return cyclonedx_xml(f"<components>{listed}</components>")


def write_spdx_json(components: Sequence[SbomComponent]) -> str:
    return json.dumps(
        spdx(
            *(
                {
                    "SPDXID": f"SPDXRef-{number}",
                    "name": c.name,
                    "versionInfo": c.version or "NOASSERTION",
                    "externalRefs": [
                        {
                            "referenceCategory": "PACKAGE-MANAGER",
                            "referenceType": kind,
                            "referenceLocator": value,
                        }
                        for kind, value in (("purl", c.purl), ("cpe23Type", c.cpe))
                        if value is not None
                    ],
                }
                for number, c in enumerate(components)
            )
        ),
        ensure_ascii=False,
    )


def write_spdx_tag_value(components: Sequence[SbomComponent]) -> str:
    lines = ["SPDXVersion: SPDX-2.3", "SPDXID: SPDXRef-DOCUMENT", "DocumentName: a document", ""]
    for number, c in enumerate(components):
        lines += [f"PackageName: {c.name}", f"SPDXID: SPDXRef-{number}"]
        lines += [f"PackageVersion: {c.version}"] if c.version else []
        lines += [f"ExternalRef: PACKAGE-MANAGER purl {c.purl}"] if c.purl else []
        lines += [f"ExternalRef: SECURITY cpe23Type {c.cpe}"] if c.cpe else []
        lines.append("")
    return "\n".join(lines)
