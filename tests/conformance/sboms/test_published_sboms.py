"""Published SBOMs are read or refused with a reason, in good time, and as another reader would.

The specification's own test documents come as ``valid-*`` and ``invalid-*``. The valid ones are
read without a fault. The invalid ones break rules of parts that an inventory does not use
(licences, hashes, services), and are read all the same; `INVALID` lists those that are not.
"""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from defusedxml import ElementTree

from hiyoke.documents import open_documents
from hiyoke.errors import HiyokeError, UnknownFormatError
from hiyoke.exchange.sboms import read_sbom

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from xml.etree.ElementTree import Element

    from hiyoke.documents import Document
    from hiyoke.estate import Sbom

DATA = Path(__file__).parents[4] / "shared" / "data" / "conformance"
SPECIFICATION = DATA / "cyclonedx" / "specification-tests"
pytestmark = [
    pytest.mark.shared_data,
    pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data is absent"),
]

#: Name, version and purl of a component.
Plain = tuple[str | None, str | None, str | None]

#: Longest that one document may take, in seconds.
WORST_SECONDS = 5.0

#: Documents of each folder, by outcome. "faults" are read, with at least one fault row.
OUTCOMES = {
    "cyclonedx": {"read": 529, "refused": 206}
    | {"invalid, read": 272, "invalid, faults": 33, "invalid, refused": 11},
    "spdx": {"read": 54},
    "sbom-and-locks": {"read": 42, "faults": 3, "refused": 145}
    | {"invalid, read": 1, "invalid, refused": 1},
}
#: Kinds of invalid documents of the specification that are noticed, with what is said of them.
INVALID = {
    "invalid-bomformat": "refused",
    "invalid-namespace": "unknown_version",
    "invalid-component-type": "unknown_component_type",
    "invalid-empty-component": "unnamed_component",
}


def documents(*folders: Path) -> Iterator[tuple[str, Document]]:
    for document in open_documents(folders):
        yield document.origin.removeprefix(f"{DATA}/"), document


def outcome(document: Document) -> str:
    refusal: HiyokeError | None = None
    try:
        faults = read_sbom(document).counts.faults
    except HiyokeError as error:
        faults, refusal = 0, error
    if refusal is not None:
        assert all((refusal.what.ja, refusal.what.en, refusal.remedy.ja, refusal.remedy.en))
        return "refused"
    return "faults" if faults else "read"


def is_text_form(name: str) -> bool:
    return name.endswith((".json", ".xml"))


@pytest.mark.parametrize("folder", sorted(OUTCOMES))
def test_every_document_is_read_or_refused_in_good_time(folder: str) -> None:
    found: Counter[str] = Counter()
    slowest = 0.0
    for name, document in documents(DATA / folder):
        began = time.perf_counter()
        kind = "invalid, " if "invalid-" in name else ""
        found[kind + outcome(document)] += 1
        slowest = max(slowest, time.perf_counter() - began)
    assert dict(found) == OUTCOMES[folder]
    assert slowest < WORST_SECONDS


def test_valid_documents_are_read_without_a_fault() -> None:
    valid = [(n, d) for n, d in documents(SPECIFICATION) if "/valid-" in n and is_text_form(n)]
    assert len(valid) > 400
    assert {name for name, document in valid if outcome(document) != "read"} == set()


def test_invalid_documents_are_told_apart() -> None:
    found: dict[str, set[str]] = {}
    for name, document in documents(SPECIFICATION):
        if "invalid-" not in name or not is_text_form(name):
            continue
        kind = re.sub(r"^skip_|-\d\.\d\.(?:json|xml)$", "", name.rpartition("/")[2])
        try:
            sbom = read_sbom(document)
            reasons = {fault.reason for fault in sbom.faults} if sbom.counts.faults else set()
        except UnknownFormatError:
            reasons = {"refused"}
        found.setdefault(kind, set()).update(reasons)
    noticed = {kind: reasons for kind, reasons in found.items() if reasons}
    assert noticed == {kind: {reason} for kind, reason in INVALID.items()}


def content(sbom: Sbom) -> list[tuple[str | None, ...]]:
    return sorted(
        (
            (c.name, c.version, c.purl, c.cpe, c.kind, c.owner, c.source_package)
            for c in sbom.iter_components()
        ),
        key=repr,
    )


def walked(components: Any) -> Iterator[dict[str, Any]]:
    for component in components or ():
        yield component
        yield from walked(component.get("components"))


def plain_json(document: Document) -> Counter[Plain] | None:
    """Name, version and purl of every component, by the standard library's parser."""
    try:
        plain = json.loads(document.read_bytes())
    except ValueError:
        return None
    if not isinstance(plain, dict) or plain.get("bomFormat") != "CycloneDX":
        return None
    subject = plain.get("metadata", {}).get("component", {})
    found = [*walked(plain.get("components")), *walked(subject.get("components"))]
    found += [subject] if subject.get("purl") or subject.get("cpe") else []
    return Counter((c.get("name"), c.get("version") or None, c.get("purl") or None) for c in found)


def plain_xml(document: Document) -> Counter[Plain] | None:
    """The same of a document in XML."""
    try:
        root = ElementTree.fromstring(document.read_bytes())
    except ElementTree.ParseError:
        return None
    brace, _, _ = root.tag.rpartition("bom")
    if "cyclonedx.org/schema/bom/" not in brace:
        return None

    def text(element: Element, name: str) -> str | None:
        return (element.findtext(f"{brace}{name}") or "").strip() or None

    within = f".//{brace}components/{brace}component"
    found = list(root.findall(f"{brace}components/{brace}component"))
    for component in list(found):
        found += component.findall(within)
    subject = root.find(f"{brace}metadata/{brace}component")
    if subject is not None:
        found += subject.findall(within)
        found += [subject] if text(subject, "purl") or text(subject, "cpe") else []
    return Counter((text(c, "name"), text(c, "version"), text(c, "purl")) for c in found)


@pytest.mark.parametrize(("plain_parser", "least"), [(plain_json, 4000), (plain_xml, 1200)])
def test_finds_the_components_that_a_plain_parser_finds(
    plain_parser: Callable[[Document], Counter[Plain] | None], least: int
) -> None:
    compared = 0
    for name, document in documents(DATA / "cyclonedx", DATA / "sbom-and-locks"):
        expected = plain_parser(document)
        if expected is None or "invalid-" in name:
            continue
        found: Counter[Plain] = Counter(
            (c.name.rpartition("/")[2], c.version, c.purl)
            for c in read_sbom(document).iter_components()
        )
        wanted = Counter(
            {(n and n.rpartition("/")[2], v, p): k for (n, v, p), k in expected.items()}
        )
        # What states no purl may be identified by its evidence, reference or ancestors.
        lacking = wanted - found
        assert all(purl is None or not given for given, _, purl in lacking), name
        unnamed = sum(k for (n, _, p), k in expected.items() if not n and not p)
        assert found.total() == expected.total() - unnamed, name
        compared += found.total()
    assert compared > least


def test_both_forms_of_a_document_give_the_same_inventory() -> None:
    by_name = dict(documents(SPECIFICATION, DATA / "cyclonedx" / "bom-examples"))
    compared: Counter[bool] = Counter()
    for name, in_json in by_name.items():
        in_xml = by_name.get(f"{name[:-5]}.xml")
        if not name.endswith(".json") or in_xml is None or "invalid-" in name:
            continue
        # Some pairs of the suite differ in their content already.
        if plain_json(in_json) == plain_xml(in_xml):
            assert content(read_sbom(in_json)) == content(read_sbom(in_xml)), name
            compared[bool(content(read_sbom(in_json)))] += 1
    assert compared[True] > 100


def test_finds_the_packages_that_a_plain_parser_finds() -> None:
    compared = 0
    for name, document in documents(DATA / "spdx"):
        try:
            plain = json.loads(document.read_bytes())
        except ValueError:
            continue
        packages = plain.get("packages") or [
            e for e in plain.get("@graph", ()) if str(e.get("type")).endswith("Package")
        ]
        found = {c.bom_ref for c in read_sbom(document).iter_components()}
        refs = {p.get("SPDXID") or p.get("spdxId") for p in packages}
        assert found <= refs, name
        assert len(refs - found) <= 1, name
        compared += len(found)
    assert compared > 80
