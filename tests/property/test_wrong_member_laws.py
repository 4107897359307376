"""Whatever stands where another thing belongs, a document is read, in part or whole, or refused."""

from __future__ import annotations

import json
from contextlib import suppress
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hiyoke.advisories import AdvisoryBatch
from hiyoke.documents import open_documents
from hiyoke.errors import HiyokeError
from hiyoke.exchange.formats import format_of
from hiyoke.workflows.matching.read_inventory import read_inventory

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PURL = "pkg:pypi/flask@1.0"
CPE = "cpe:2.3:a:p:flask:1.0:*:*:*:*:*:*:*"
VECTOR = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"
SBOMS: tuple[dict[str, Any], ...] = (
    {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "metadata": {"component": {"type": "operating-system", "name": "debian", "version": "12"}},
        "components": [
            {
                "type": "library",
                "bom-ref": "a",
                "name": "flask",
                "version": "1.0",
                "purl": PURL,
                "cpe": CPE,
                "components": [{"type": "library", "name": "inner"}],
            }
        ],
        "dependencies": [{"ref": "a", "dependsOn": ["b"]}],
    },
    {
        "spdxVersion": "SPDX-2.3",
        "SPDXID": "SPDXRef-DOCUMENT",
        "name": "x",
        "packages": [
            {
                "name": "flask",
                "SPDXID": "SPDXRef-a",
                "versionInfo": "1.0",
                "externalRefs": [
                    {
                        "referenceCategory": "PACKAGE-MANAGER",
                        "referenceType": "purl",
                        "referenceLocator": PURL,
                    }
                ],
            }
        ],
        "relationships": [
            {
                "spdxElementId": "SPDXRef-DOCUMENT",
                "relationshipType": "DESCRIBES",
                "relatedSpdxElement": "SPDXRef-a",
            }
        ],
    },
    {
        "@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld",
        "@graph": [
            {"type": "CreationInfo", "@id": "_:c", "specVersion": "3.0.1"},
            {"type": "SpdxDocument", "spdxId": "http://x/d", "rootElement": ["http://x/a"]},
            {
                "type": "software_Package",
                "spdxId": "http://x/a",
                "name": "flask",
                "software_packageVersion": "1.0",
                "software_packageUrl": PURL,
                "externalIdentifier": [{"externalIdentifierType": "cpe23", "identifier": CPE}],
            },
        ],
    },
)
ADVISORIES: tuple[dict[str, Any], ...] = (
    {
        "id": "GHSA-1",
        "modified": "2024-01-01T00:00:00Z",
        "aliases": ["CVE-2024-1"],
        "severity": [{"type": "CVSS_V3", "score": VECTOR}],
        "affected": [
            {
                "package": {"ecosystem": "PyPI", "name": "flask"},
                "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "2"}]}],
                "versions": ["1.0"],
            }
        ],
    },
    {
        "dataType": "CVE_RECORD",
        "dataVersion": "5.1",
        "cveMetadata": {"cveId": "CVE-2024-1", "state": "PUBLISHED"},
        "containers": {
            "cna": {
                "providerMetadata": {"orgId": "x"},
                "affected": [
                    {
                        "vendor": "p",
                        "product": "flask",
                        "cpes": [CPE],
                        "versions": [{"version": "0", "lessThan": "2", "status": "affected"}],
                    }
                ],
                "metrics": [{"cvssV3_1": {"vectorString": VECTOR}}],
            }
        },
    },
    {
        "document": {
            "category": "csaf_vex",
            "csaf_version": "2.0",
            "publisher": {"name": "v"},
            "tracking": {"id": "X-1", "current_release_date": "2024-01-01T00:00:00Z"},
        },
        "product_tree": {
            "full_product_names": [
                {"product_id": "P", "name": "n", "product_identification_helper": {"purl": PURL}}
            ]
        },
        "vulnerabilities": [{"cve": "CVE-2024-1", "product_status": {"known_affected": ["P"]}}],
    },
    {
        "format": "NVD_CVE",
        "version": "2.0",
        "vulnerabilities": [
            {
                "cve": {
                    "id": "CVE-2024-1",
                    "configurations": [
                        {"nodes": [{"cpeMatch": [{"vulnerable": True, "criteria": CPE}]}]}
                    ],
                }
            }
        ],
    },
    {
        "catalogVersion": "2024.01.01",
        "dateReleased": "2024-01-01T00:00:00Z",
        "vulnerabilities": [{"cveID": "CVE-2024-1", "dateAdded": "2024-01-01"}],
    },
)

wrong_values: st.SearchStrategy[object] = st.sampled_from(
    [
        *(None, True, 0, -1, 10**400, "", "x" * 9000, "9" * 5000, "\0", "\ud800", "pkg:"),
        *([], {}, [None], [[[]]], {"a": None}),
    ]
)


def _places(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield place
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _places(inner, (*place, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _places(inner, (*place, number))


@st.composite
def wrong_documents(draw: st.DrawFn, documents: tuple[dict[str, Any], ...]) -> bytes:
    """Draw a sound document with one wrong or missing member, sometimes cut short."""
    document = deepcopy(draw(st.sampled_from(documents)))
    place = draw(st.sampled_from(list(_places(document))[1:]))
    inner: Any = document
    for key in place[:-1]:
        inner = inner[key]
    if draw(st.booleans()):
        inner[place[-1]] = draw(wrong_values)
    else:
        del inner[place[-1]]
    raw = json.dumps(document).encode(draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16"])))
    return raw[: draw(st.one_of(st.just(len(raw)), st.integers(0, len(raw))))]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("wrong")


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(raw=wrong_documents(SBOMS))
def test_a_wrong_sbom_never_crashes_a_reader(folder: Path, raw: bytes) -> None:
    path = folder / "sbom.json"
    path.write_bytes(raw)

    inventory = read_inventory([(None, path)])

    (reading,) = inventory.readings
    assert reading.why_unreadable is None or inventory.table.num_rows == 0
    assert reading.fault_count == inventory.quarantine.num_rows


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(raw=wrong_documents(ADVISORIES))
def test_a_wrong_advisory_never_crashes_a_reader(folder: Path, raw: bytes) -> None:
    path = folder / "advisory.json"
    path.write_bytes(raw)
    batch = AdvisoryBatch(generation=1)
    batch.begin_document(str(path), "digest")
    with suppress(HiyokeError):
        for document in open_documents([path]):
            found = format_of(document.head())
            for _ in found.read(document, batch) if found is not None else ():
                pass
    assert batch.collect_tables()
