"""The three forms of SPDX become inventories."""

from __future__ import annotations

from typing import Any

import pytest

from hiyoke.errors import UnreadableDocumentError
from hiyoke.estate import OperatingSystem, SbomComponent, Subject
from small_sboms import component_of, components_of, sbom_of, spdx

DEB = "pkg:deb/debian/python3-requests@2.28.1-1?arch=all&distro=debian-12"
PYPI = "pkg:pypi/requests@2.28.1"
OVERLAP = "ownership-by-file-overlap: indicates that the parent package claims ownership of a child"
EVIDENT = "evident-by: indicates the package's existence is evident by the given file"


def package(ref: str, *purls: str, **members: Any) -> dict[str, Any]:
    references = [
        {"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl", "referenceLocator": purl}
        for purl in purls
    ]
    return {"SPDXID": f"SPDXRef-{ref}", "name": ref, "externalRefs": references, **members}


def relation(source: str, kind: str, target: str, comment: str | None = None) -> dict[str, Any]:
    return {
        "spdxElementId": f"SPDXRef-{source}",
        "relationshipType": kind,
        "relatedSpdxElement": f"SPDXRef-{target}",
        **({"comment": comment} if comment else {}),
    }


def in_tag_value(document: dict[str, Any]) -> str:
    """Write the same document as tags and values."""
    lines = [f"SPDXVersion: {document['spdxVersion']}", "SPDXID: SPDXRef-DOCUMENT"]
    lines.append(f"DocumentName: {document['name']}")
    for each in document["packages"]:
        lines += [f"PackageName: {each['name']}", f"SPDXID: {each['SPDXID']}"]
        if "versionInfo" in each:
            lines.append(f"PackageVersion: {each['versionInfo']}")
        if "primaryPackagePurpose" in each:
            lines.append(f"PrimaryPackagePurpose: {each['primaryPackagePurpose']}")
        if "sourceInfo" in each:
            lines.append(f"PackageSourceInfo: <text>{each['sourceInfo']}</text>")
        for ref in each.get("externalRefs", ()):
            lines.append(f"ExternalRef: X {ref['referenceType']} {ref['referenceLocator']}")
    for each in document.get("relationships", ()):
        lines.append(
            f"Relationship: {each['spdxElementId']} {each['relationshipType']} "
            f"{each['relatedSpdxElement']}"
        )
        if "comment" in each:
            lines.append(f"RelationshipComment: <text>{each['comment']}</text>")
    return "\n".join(lines)


def in_graph(document: dict[str, Any]) -> dict[str, Any]:
    """Write the same document as SPDX 3."""
    elements: list[dict[str, Any]] = [
        {"type": "SpdxDocument", "spdxId": "urn:doc", "name": document["name"]}
    ]
    for each in document["packages"]:
        cpes = [r for r in each.get("externalRefs", ()) if r["referenceType"] != "purl"]
        purls = [r for r in each.get("externalRefs", ()) if r["referenceType"] == "purl"]
        element = {
            "type": "software_Package",
            "spdxId": each["SPDXID"],
            "name": each["name"],
            "software_packageVersion": each.get("versionInfo"),
            "software_primaryPurpose": each.get("primaryPackagePurpose"),
            "software_sourceInfo": each.get("sourceInfo"),
            "externalIdentifier": [
                {
                    "type": "ExternalIdentifier",
                    "externalIdentifierType": r["referenceType"].removesuffix("Type"),
                    "identifier": r["referenceLocator"],
                }
                for r in cpes
            ],
        }
        if purls:
            element["software_packageUrl"] = purls[0]["referenceLocator"]
        elements.append({key: value for key, value in element.items() if value})
    for number, each in enumerate(document.get("relationships", ())):
        words = each["relationshipType"].lower().split("_")
        kind = words[0] + "".join(word.capitalize() for word in words[1:])
        elements.append(
            {
                "type": "Relationship",
                "spdxId": f"urn:{number}",
                "from": each["spdxElementId"],
                "to": [each["relatedSpdxElement"]],
                "relationshipType": kind,
                **({"comment": each["comment"]} if "comment" in each else {}),
            }
        )
    return {
        "@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld",
        "@graph": elements,
    }


FORMS = pytest.mark.parametrize(
    "form", [lambda d: d, in_tag_value, in_graph], ids=["json", "tag-value", "graph"]
)


@FORMS
def test_reads_packages_with_their_identifiers(form: Any) -> None:
    cpe = "cpe:2.3:a:python:requests:2.28.1:*:*:*:*:*:*:*"
    listed = package("requests", PYPI, versionInfo="2.28.1", primaryPackagePurpose="LIBRARY")
    listed["externalRefs"] += [
        {"referenceType": "cpe22Type", "referenceLocator": "cpe:/a:python:requests:2.28.1"},
        {"referenceType": "cpe23Type", "referenceLocator": cpe},
    ]
    assert component_of(form(spdx(listed))) == SbomComponent(
        "requests", "2.28.1", PYPI, cpe, bom_ref="SPDXRef-requests"
    )


@FORMS
def test_reads_no_assertion_as_unknown(form: Any) -> None:
    listed = package("a", versionInfo="NOASSERTION")
    assert component_of(form(spdx(listed))).version is None


@FORMS
def test_tells_operating_system_and_subject(form: Any) -> None:
    document = spdx(
        package("image", primaryPackagePurpose="CONTAINER", versionInfo="7"),
        package("debian", primaryPackagePurpose="OPERATING-SYSTEM", versionInfo="12.5"),
        package("lib", PYPI),
        relationships=[relation("DOCUMENT", "DESCRIBES", "image")],
    )
    sbom = sbom_of(form(document))
    assert sbom.operating_system == OperatingSystem("debian", "12.5")
    assert sbom.subject == Subject("image", "7")
    assert [(c.name, c.kind) for c in sbom.iter_components()] == [
        ("debian", "operating_system"),
        ("lib", "library"),
    ]


@FORMS
@pytest.mark.parametrize(
    "relationships",
    [
        [relation("deb", "CONTAINS", "lib")],
        [relation("lib", "CONTAINED_BY", "deb")],
        [relation("deb", "DEPENDS_ON", "lib")],
        [relation("lib", "DEPENDENCY_OF", "deb")],
        [relation("deb", "OTHER", "lib", OVERLAP)],
        [relation("lib", "OTHER", "file", EVIDENT), relation("deb", "CONTAINS", "file")],
    ],
    ids=lambda rs: "+".join(r["relationshipType"] for r in rs),
)
def test_names_the_package_that_carries_a_library(
    form: Any, relationships: list[dict[str, Any]]
) -> None:
    document = spdx(package("lib", PYPI), package("deb", DEB), relationships=relationships)
    library, carrier = components_of(form(document))
    assert (library.owner, library.kind) == (DEB, "library")
    assert (carrier.owner, carrier.kind) == (None, "os_package")


@FORMS
@pytest.mark.parametrize(
    "relationships",
    [
        [relation("lib", "DEPENDS_ON", "deb")],
        [relation("image", "CONTAINS", "lib")],
        [relation("deb", "OTHER", "lib", "something else")],
        [relation("lib", "OTHER", "file", EVIDENT), relation("image", "CONTAINS", "file")],
    ],
)
def test_names_no_owner_when_no_package_carries_the_library(
    form: Any, relationships: list[dict[str, Any]]
) -> None:
    document = spdx(
        package("lib", PYPI), package("deb", DEB), package("image"), relationships=relationships
    )
    assert {c.owner for c in components_of(form(document))} == {None}


@FORMS
@pytest.mark.parametrize(
    ("members", "relationships"),
    [
        ({}, [relation("deb", "GENERATED_FROM", "source")]),
        ({}, [relation("source", "GENERATES", "deb")]),
        ({"sourceInfo": "built package from: source 2.28.1-1"}, []),
    ],
)
def test_names_the_source_package(
    form: Any, members: dict[str, Any], relationships: list[dict[str, Any]]
) -> None:
    document = spdx(
        package("deb", DEB, **members),
        package("source", versionInfo="2.28.1-1"),
        relationships=relationships,
    )
    built = components_of(form(document))[0]
    assert (built.source_package, built.source_version) == ("source", "2.28.1-1")


def test_keeps_every_purl_of_a_package() -> None:
    listed = package("a", PYPI, "pkg:github/psf/requests@2.28.1", PYPI)
    assert [c.purl for c in components_of(spdx(listed))] == [PYPI, "pkg:github/psf/requests@2.28.1"]


def test_one_bad_package_never_loses_the_others() -> None:
    document = spdx(
        package("a", versionInfo=5),
        "no package",
        {"SPDXID": "SPDXRef-x"},
        package("b", PYPI),
        relationships=[5, relation("a", "CONTAINS", "b")],
    )
    sbom = sbom_of(document)
    assert [c.name for c in sbom.iter_components()] == ["a", "b"]
    assert sorted((fault.reason, fault.origin) for fault in sbom.faults) == [
        ("malformed_component", "test: $.packages[0].versionInfo"),
        ("malformed_component", "test: $.packages[1]"),
        ("malformed_relationship", "test: $.relationships[0]"),
        ("unnamed_component", "test: $.packages[2]"),
    ]


@pytest.mark.parametrize("version", ["SPDX-2.2", "SPDX-2.3"])
def test_states_the_version(version: str) -> None:
    for form in (spdx(spdxVersion=version), f"SPDXVersion: {version}\nPackageName: a\n"):
        sbom = sbom_of(form)
        assert (sbom.format, sbom.format_version, sbom.faults) == ("spdx", version[5:], ())
    assert [f.reason for f in sbom_of(spdx(spdxVersion="SPDX-9.9")).faults] == ["unknown_version"]


def test_reads_text_across_lines_as_one_value() -> None:
    text = """SPDXVersion: SPDX-2.3
# PackageName: a comment
PackageName: a
SPDXID: SPDXRef-a
PackageComment: <text>first
PackageName: not a package
last</text>
PackageVersion: 1.0
FileName: ./file
SPDXID: SPDXRef-file
a line that is no tag
PackageName: b
"""
    sbom = sbom_of(text)
    assert [(c.name, c.version, c.bom_ref) for c in sbom.iter_components()] == [
        ("a", "1.0", "SPDXRef-a"),
        ("b", None, None),
    ]
    assert [(f.reason, f.origin) for f in sbom.faults] == [("malformed_line", "test: line 11")]


def test_refuses_text_that_does_not_end() -> None:
    with pytest.raises(UnreadableDocumentError, match="</text>"):
        sbom_of("SPDXVersion: SPDX-2.3\nPackageComment: <text>no end\nPackageName: a\n")


def test_reads_references_of_a_graph_in_every_form() -> None:
    document = in_graph(
        spdx(package("lib", PYPI), package("deb", DEB), relationships=[relation("x", "A", "y")])
    )
    for source, target in (
        ("SPDXRef-deb", "SPDXRef-lib"),
        ({"spdxId": "SPDXRef-deb"}, [{"spdxId": "SPDXRef-lib"}]),
    ):
        document["@graph"][-1] |= {"from": source, "to": target, "relationshipType": "contains"}
        assert components_of(document)[0].owner == DEB


def test_reads_a_graph_of_one_element() -> None:
    document = {
        "@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld",
        "type": "software_Package",
        "spdxId": "urn:a",
        "name": "a",
    }
    assert component_of(document).name == "a"


def test_reads_artificial_intelligence_and_data_packages() -> None:
    elements = [
        {"type": "ai_AIPackage", "spdxId": "urn:m", "name": "model"},
        {"@type": "dataset_DatasetPackage", "@id": "urn:d", "name": "data"},
    ]
    document = {"@graph": elements, "@context": ["https://spdx.org/rdf/3.0.1/spdx-context.jsonld"]}
    assert [(c.kind, c.bom_ref) for c in components_of(document)] == [
        ("machine_learning_model", "urn:m"),
        ("data", "urn:d"),
    ]
