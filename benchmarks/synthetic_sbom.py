"""A CycloneDX document of any size, as generators write them: licences, hashes, properties, edges.

What is not here: measuring (`bench_reading`).
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from pathlib import Path

_KINDS: Final = ("npm", "pypi", "maven", "golang", "deb")
_LICENCES: Final = ("MIT", "Apache-2.0", "BSD-3-Clause", "LGPL-2.1-or-later")


def write_sbom(path: Path, megabytes: int) -> int:
    """Write a document of about this size, compact as large ones are; return its components."""
    wanted = megabytes * 1_000_000
    with path.open("w", encoding="utf-8") as stream:
        head: dict[str, Any] = {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1}
        subject = {"type": "application", "name": "estate", "version": "1", "bom-ref": "root"}
        head["metadata"] = {"timestamp": "2026-05-22T00:00:00Z", "component": subject}
        written = stream.write(json.dumps(head)[:-1] + ',"components":[')
        count = 0
        # Edges are about a ninth of the whole.
        while written < wanted * 8 // 9:
            text = json.dumps(_component(count), separators=(",", ":"))
            written += stream.write(("," if count else "") + text)
            count += 1
        stream.write('],"dependencies":[')
        for number in range(count):
            text = json.dumps(_edges(number), separators=(",", ":"))
            stream.write(("," if number else "") + text)
        stream.write("]}")
    return count


def _purl(number: int) -> str:
    kind = _KINDS[number % len(_KINDS)]
    version = f"{number % 11}.{number % 37}.{number % 5}"
    if kind == "deb":
        return f"pkg:deb/debian/package-{number}@{version}-1?arch=amd64&distro=debian-12"
    group = {"maven": "org.example/", "golang": "example.org/", "npm": "%40example/"}.get(kind, "")
    return f"pkg:{kind}/{group}package-{number}@{version}"


def _component(number: int) -> dict[str, Any]:
    purl = _purl(number)
    seed = purl.encode()
    return {
        "bom-ref": purl,
        "type": "library",
        "name": f"package-{number}",
        "version": purl.split("@")[-1].split("?")[0],
        "description": "A package that others build upon, described in a sentence or two of prose.",
        "scope": "required",
        "hashes": [
            {"alg": "SHA-1", "content": hashlib.sha1(seed, usedforsecurity=False).hexdigest()},
            {"alg": "SHA-256", "content": hashlib.sha256(seed).hexdigest()},
            {"alg": "SHA-512", "content": hashlib.sha512(seed).hexdigest()},
        ],
        "licenses": [{"license": {"id": _LICENCES[number % len(_LICENCES)]}}],
        "purl": purl,
        "externalReferences": [
            {"type": "website", "url": f"https://example.org/package-{number}"},
            {"type": "vcs", "url": f"git+https://example.org/package-{number}.git"},
        ],
        "properties": [
            {"name": "aquasecurity:trivy:PkgType", "value": "library"},
            {"name": "aquasecurity:trivy:FilePath", "value": f"srv/app/lib/package-{number}"},
            {"name": "syft:location:0:path", "value": f"/srv/app/lib/package-{number}/manifest"},
        ],
    }


def _edges(number: int) -> dict[str, Any]:
    return {"ref": _purl(number), "dependsOn": [_purl(number // 2), _purl(number // 3)]}
