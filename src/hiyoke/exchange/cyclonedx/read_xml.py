"""CycloneDX 1.0 to 1.7 in XML, read in passes of flat memory like the JSON form.

What is not here: elements of other namespaces (extensions), and all that the JSON reader leaves
out as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hiyoke.documents import read_xml_parts
from hiyoke.estate import FaultLedger, PackageOwners, Sbom, is_os_package
from hiyoke.exchange.cyclonedx.component import (
    Ancestor,
    Component,
    Evidence,
    Identity,
    Pedigree,
    Place,
    Property,
    inventory_component,
    operating_system_of,
    subject_of,
)
from hiyoke.exchange.cyclonedx.versions import fault_unknown_version

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from xml.etree.ElementTree import Element

    from hiyoke.documents import Utf8Source
    from hiyoke.estate import OperatingSystem, SbomComponent

_NAMESPACE: Final = "http://cyclonedx.org/schema/bom/"
_COMPONENT: Final = ("components", "component")
_DEPENDENCY: Final = ("dependencies", "dependency")
_METADATA_COMPONENT: Final = ("metadata", "component")
#: Components handed on together.
_CHUNK: Final = 2000


def recognises_xml(root_name: str) -> bool:
    """Return whether the root's name, as ``namespace}local``, is that of a CycloneDX document."""
    namespace, _, local = root_name.rpartition("}")
    return local == "bom" and namespace.startswith(_NAMESPACE)


def open_xml(source: Utf8Source) -> Sbom:
    """Return the SBOM; its components are read when they are asked for.

    Raises:
        UnreadableDocumentError: Not well-formed, or with a document type declaration.

    Cost:
        One pass over the document, a second one if references of dependencies are no purls.

    Source:
        CycloneDX specification 1.7 (ECMA-424), XML.
    """
    survey = _Survey(source)
    return Sbom(
        origin=source.origin,
        format="cyclonedx",
        format_version=survey.version,
        subject=subject_of(survey.subject) if survey.subject else None,
        operating_system=survey.operating_system,
        read_chunks=lambda ledger: _read_chunks(source, survey, ledger),
        earlier_faults=survey.ledger.faults,
    )


class _Survey:
    """What the first pass finds: facts about the whole document, and who carries whom."""

    def __init__(self, source: Utf8Source) -> None:
        self.ledger = FaultLedger(source.origin)
        self.owners = PackageOwners()
        self.subject: Component | None = None
        self.subject_element: Element | None = None
        self.subject_line = 0
        self.operating_system: OperatingSystem | None = None
        self.version: str | None = None
        self._scan(source)
        self._settle(source)

    def _scan(self, source: Utf8Source) -> None:
        for part in read_xml_parts(
            source.chunks(),
            paths=frozenset({_METADATA_COMPONENT, _COMPONENT, _DEPENDENCY}),
            origin=source.origin,
            accepts=_concerns_document,
        ):
            if not part.path:
                namespace = part.element.tag.rpartition("}")[0]
                self.version = namespace.removeprefix(_NAMESPACE)
                fault_unknown_version(self.version, self.ledger)
            elif part.path == _METADATA_COMPONENT:
                self.subject = component_of(part.element)
                self.subject_element, self.subject_line = part.element, part.line
            elif part.path == _DEPENDENCY:
                self._take_dependency(part.element)
            elif self.operating_system is None:
                self.operating_system = operating_system_of(component_of(part.element))
        if self.operating_system is None and self.subject is not None:
            self.operating_system = operating_system_of(self.subject)

    def _take_dependency(self, element: Element) -> None:
        ref = element.get("ref")
        if ref:
            local = element.tag
            targets = [child.get("ref") for child in element if child.tag == local]
            self.owners.add(ref, [target for target in targets if target])

    def _settle(self, source: Utf8Source) -> None:
        """Look up the purls behind references that are none."""
        wanted = self.owners.unsettled
        purls: dict[str, str] = {}
        if wanted:
            for part in read_xml_parts(
                source.chunks(),
                paths=frozenset({_COMPONENT}),
                origin=source.origin,
                accepts=lambda _path, attributes: attributes.get("bom-ref") in wanted,
            ):
                component = component_of(part.element)
                if part.path and component.purl and is_os_package(component.purl):
                    purls[component.bom_ref or ""] = component.purl
        self.owners.settle(purls)


def _concerns_document(path: tuple[str, ...], attributes: Mapping[str, str]) -> bool:
    return path != _COMPONENT or attributes.get("type") == "operating-system"


def _read_chunks(
    source: Utf8Source, survey: _Survey, ledger: FaultLedger
) -> Iterator[list[SbomComponent]]:
    reading = _Reading(survey.owners, ledger)
    chunk: list[SbomComponent] = []
    if survey.subject is not None and survey.subject_element is not None:
        is_assessable = bool(survey.subject.purl or survey.subject.cpe)
        reading.take(survey.subject_element, survey.subject_line, chunk, is_wanted=is_assessable)
    for part in read_xml_parts(
        source.chunks(), paths=frozenset({_COMPONENT}), origin=source.origin
    ):
        if part.path:
            reading.take(part.element, part.line, chunk)
        if len(chunk) >= _CHUNK:
            yield chunk
            chunk = []
    yield chunk


class _Reading:
    """The last pass: turns elements into components of the inventory."""

    def __init__(self, owners: PackageOwners, ledger: FaultLedger) -> None:
        self._owners = owners
        self._ledger = ledger

    def take(
        self,
        element: Element,
        line: int,
        chunk: list[SbomComponent],
        *,
        owner: str | None = None,
        is_wanted: bool = True,
    ) -> None:
        """Append a component and those nested in it, whose depth the parser has bounded.

        Args:
            element: A ``component``.
            line: Line where the outermost component begins; faults name it.
            chunk: Receives the components.
            owner: Operating-system package around it.
            is_wanted: Whether the component itself is to be appended.
        """
        component = component_of(element)
        owner = owner or self._owners.owner_by_ref.get(component.bom_ref or "")
        if is_wanted:
            found = inventory_component(component, owner, self._ledger, Place("line", line))
            if found is not None:
                chunk.append(found)
                if found.kind == "os_package":
                    owner = found.purl or f"{found.name}@{found.version}"
        nested = _child(element, "components")
        if nested is not None:
            for child in nested:
                if child.tag == element.tag:
                    self.take(child, line, chunk, owner=owner)


def component_of(element: Element) -> Component:
    """Return the members of a ``component`` element that an inventory needs."""
    prefix = element.tag[: -len("component")]
    children = {child.tag.removeprefix(prefix): child for child in element}

    def text(name: str) -> str | None:
        return _text(children.get(name))

    return Component(
        type=element.get("type"),
        bom_ref=element.get("bom-ref"),
        group=text("group"),
        name=text("name"),
        version=text("version"),
        purl=text("purl"),
        cpe=text("cpe"),
        properties=_properties(children.get("properties")),
        evidence=_evidence(children.get("evidence")),
        pedigree=_pedigree(children.get("pedigree")),
    )


def _child(element: Element, name: str) -> Element | None:
    """Return the first child with this local name in the parent's own namespace."""
    namespace, brace, _ = element.tag.rpartition("}")
    wanted = f"{namespace}{brace}{name}"
    return next((child for child in element if child.tag == wanted), None)


def _text(element: Element | None) -> str | None:
    return (element.text or "").strip() or None if element is not None else None


def _properties(element: Element | None) -> list[Property] | None:
    if element is None:
        return None
    return [Property(child.get("name"), _text(child)) for child in element]


def _evidence(element: Element | None) -> Evidence | None:
    if element is None:
        return None
    tag = element.tag.removesuffix("evidence") + "identity"
    return Evidence(
        [
            Identity(_text(_child(child, "field")), _text(_child(child, "concludedValue")))
            for child in element
            if child.tag == tag
        ]
    )


def _pedigree(element: Element | None) -> Pedigree | None:
    ancestors = None if element is None else _child(element, "ancestors")
    if ancestors is None:
        return None
    return Pedigree(
        [Ancestor(_text(_child(child, "purl")), _text(_child(child, "cpe"))) for child in ancestors]
    )
