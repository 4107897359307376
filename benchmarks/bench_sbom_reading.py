"""Reading a CycloneDX document of 250 MB, against decoding the same bytes once with msgspec."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import msgspec

from benchmarks.measure import report, seconds_of
from hiyoke.documents import open_documents
from hiyoke.exchange.sboms import read_sbom

SIZE = 250_000_000
KINDS = ("npm", "pypi", "deb/debian", "maven/org.acme", "golang/example.org/x")


class _Component(msgspec.Struct, gc=False):
    name: str
    version: str
    purl: str


class _Document(msgspec.Struct, gc=False):
    components: list[_Component]


def write_document(path: Path) -> int:
    """Write components as syft does, 850 bytes each; return their number."""
    count = size = 0
    with path.open("wb") as stream:
        stream.write(b'{"bomFormat":"CycloneDX","specVersion":"1.6","components":[')
        while size < SIZE:
            name, version = f"package-{count * 7919 % 1_000_003}", f"{count % 20}.{count % 97}.1"
            purl = f"pkg:{KINDS[count % len(KINDS)]}/{name}@{version}"
            text = json.dumps(
                {
                    "bom-ref": f"{purl}?package-id={count:016x}",
                    "type": "library",
                    "name": name,
                    "version": version,
                    "licenses": [{"license": {"id": "MIT"}}],
                    "cpe": f"cpe:2.3:a:{name}:{name}:{version}:*:*:*:*:*:*:*",
                    "purl": purl,
                    "externalReferences": [
                        {"url": f"https://example.com/{name}", "type": "distribution"}
                    ],
                    "properties": [
                        {"name": "syft:package:foundBy", "value": "some-cataloger"},
                        {"name": "syft:package:type", "value": "npm"},
                        {"name": "syft:cpe23", "value": f"cpe:2.3:a:{name}:x:{version}:*:*:*:*:*"},
                        {"name": "syft:location:0:path", "value": f"/usr/lib/{name}/package.json"},
                    ],
                }
            ).encode()
            stream.write(b"," + text if count else text)
            count += 1
            size += len(text) + 1
        stream.write(b'],"dependencies":[]}')
    return count


def read_document(path: Path) -> int:
    """Read every component in chunks; return their number."""
    count = 0
    for document in open_documents([path]):
        for chunk in read_sbom(document).iter_chunks():
            count += len(chunk)
    return count


def main() -> None:
    """Print time and memory of reading."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bom.json"
        written = write_document(path)
        taken, count = seconds_of(lambda: read_document(path), runs=3)
        assert count == written
        report(f"sbom reading, CycloneDX JSON of {SIZE // 10**6} MB", n=count, seconds=taken)
        # The bare decoder holds the whole document, so it runs last: the peak above is ours.
        raw = path.read_bytes()
        bare, _ = seconds_of(lambda: msgspec.json.decode(raw, type=_Document), runs=3)
        report(
            "sbom reading, bare typed decode of the same bytes",
            n=count,
            seconds=bare,
            ratio=taken / bare,
            against="hiyoke's reading, which checks, finds owners and keeps memory flat",
        )


if __name__ == "__main__":
    main()
