"""A large SBOM costs time in proportion and no more memory; a hostile one is refused early."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

from hiyoke.errors import HiyokeError
from small_sboms import cyclonedx_xml, sbom_of

if TYPE_CHECKING:
    from pathlib import Path

#: Reads one document and prints components, seconds of processor time and the peak in MiB.
READ = """
import resource, sys, time
from pathlib import Path
from hiyoke.documents import open_documents
from hiyoke.exchange.sboms import read_sbom
began = time.process_time()
count = 0
for document in open_documents([Path(sys.argv[1])]):
    for chunk in read_sbom(document).iter_chunks():
        count += len(chunk)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(count, time.process_time() - began, peak)
"""
MEBIBYTE = 1024 * 1024


def component(kind: str) -> dict[str, Any]:
    """Return a component as syft writes it, about 800 bytes long."""
    name = "libexample"
    purl = f"pkg:{kind}/{name}@1.2.3"
    return {
        "bom-ref": f"{purl}?package-id=0123456789abcdef",
        "type": "library",
        "name": name,
        "version": "1.2.3",
        "licenses": [{"license": {"id": "MIT"}}],
        "cpe": f"cpe:2.3:a:{name}:{name}:1.2.3:*:*:*:*:*:*:*",
        "purl": purl,
        "description": '日本語の "説明"',
        "properties": [
            {"name": "syft:package:foundBy", "value": "some-cataloger"},
            {"name": "syft:cpe23", "value": f"cpe:2.3:a:{name}:{name}_x:1.2.3:*:*:*:*:*:*:*"},
            {"name": "syft:location:0:path", "value": f"/usr/lib/{name}/package.json"},
        ],
    }


def write_large(path: Path, size: int) -> int:
    """Write a document of about `size` bytes; return its number of components."""
    pair = b",".join(json.dumps(component(kind)).encode() for kind in ("npm", "deb/debian"))
    count = size // len(pair)
    with path.open("wb") as stream:
        stream.write(b'{"bomFormat":"CycloneDX","specVersion":"1.6","components":[' + pair)
        for _ in range(count - 1):
            stream.write(b"," + pair)
        stream.write(b'],"dependencies":[{"ref":"pkg:deb/debian/p@1","dependsOn":["x"]}]}')
    return 2 * count


def read_apart(path: Path) -> tuple[int, float, float]:
    done = subprocess.run(
        [sys.executable, "-c", READ, str(path)], capture_output=True, check=True, text=True
    )
    count, seconds, peak = done.stdout.split()
    return int(count), float(seconds), float(peak)


def test_memory_stays_flat(tmp_path: Path) -> None:
    peaks = []
    for size in (4 * MEBIBYTE, 32 * MEBIBYTE):
        path = tmp_path / "bom.json"
        components = write_large(path, size)
        count, _, peak = read_apart(path)
        assert count == components
        peaks.append(peak)
    # Counting duplicates takes eight bytes a component; all else is of one size.
    assert peaks[1] - peaks[0] < 10


@pytest.mark.slow
def test_reads_250_megabytes_in_ten_seconds(tmp_path: Path) -> None:
    path = tmp_path / "bom.json"
    write_large(path, 5 * MEBIBYTE)
    _, _, peak_of_a_small_one = read_apart(path)
    components = write_large(path, 250_000_000)
    count, seconds, peak = read_apart(path)
    assert count == components
    assert seconds < 10
    assert peak - peak_of_a_small_one < 20


NINES = "9" * 10**6
DEEP = 200_000
HOSTILE = {
    "a long number": f'{{"bomFormat":"CycloneDX","components":[{{"version":{NINES}}}]}}',
    "a long number at the root": f'{{"bomFormat":"CycloneDX","version":{NINES}}}',
    "deep arrays": '{"bomFormat":"CycloneDX","components":' + "[" * DEEP + "]" * DEEP + "}",
    "deep arrays cut off": '{"bomFormat":"CycloneDX","components":' + "[" * DEEP,
    "deep components": '{"bomFormat":"CycloneDX","components":'
    + '[{"name":"a","components":' * 20_000
    + "[]"
    + "}]" * 20_000
    + "}",
    "deep metadata": '{"bomFormat":"CycloneDX","metadata":'
    + '{"a":' * DEEP
    + "1"
    + "}" * DEEP
    + "}",
    "many scalars": '{"bomFormat":"CycloneDX","components":[' + "1," * 300_000 + "1]}",
    "many bad members": '{"bomFormat":"CycloneDX","components":[{"properties":['
    + "5," * 10**5
    + "5]}]}",
    "many root members": '{"bomFormat":"CycloneDX",' + '"a":{},' * 10**5 + '"b":1}',
    "many brackets": "{" + "}" * 10**6,
    "many backslashes": '{"bomFormat":"' + "\\\\" * 10**6 + '"}',
    "many escaped quotes": '{"' + '\\"' * 10**6,
    "many quotes": "{" + '"' * 10**6,
    "an open string": '{"bomFormat":"CycloneDX","components":[{"name":"' + "x" * 10**7,
    "deep elements": cyclonedx_xml("<components>" + "<component>" * DEEP),
    "many elements": cyclonedx_xml("<components><component>" + "<a/>" * 600_000),
    "a long attribute": '<bom a="' + "x" * 10**7,
    "a long comment": "<bom><!--" + "x" * 10**7,
    "many attributes": "<bom " + " ".join(f'a{i}=""' for i in range(10**5)) + "/>",
    "laughing": '<!DOCTYPE b [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><b>&b;</b>',
    "a long tag": "SPDXVersion: SPDX-2.3\nPackageName: " + "x" * 10**7,
    "open text": "SPDXVersion: SPDX-2.3\nPackageComment: <text>" + "x\n" * 10**6,
    "many bad lines": "SPDXVersion: SPDX-2.3\n" + "x\n" * 40_000,
    "many hyphens": "a-" * 10**5 + "\n" + "bash-5.1.8-6.el9.x86_64\n" * 2,
    "many dots": "a-1-" + ".a" * 10**5 + "\n" + "bash-5.1.8-6.el9.x86_64\n" * 2,
    "many spaces": "Package: a" + " " * 10**5 + "x\nStatus: install ok installed\n",
    "many separators": "a\t1\tall" + "\t" * 10**5 + "\n",
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_reads_or_refuses_a_hostile_document_in_good_time(name: str) -> None:
    began = time.process_time()
    try:
        counts = sbom_of(HOSTILE[name]).counts
    except HiyokeError:
        counts = None
    assert time.process_time() - began < 5
    assert counts is None or counts.components < 10
