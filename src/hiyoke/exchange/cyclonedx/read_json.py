"""CycloneDX 1.2 to 1.7 in JSON, read in two passes of flat memory.

The first pass takes what concerns the document as a whole and the statements about who carries
whom, which stand behind the components; the second yields the components.

What is not here: vulnerabilities, services, formulation and licences. A document that has nothing
but vulnerabilities (a VEX) is an SBOM without components.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec

from hiyoke.documents import ElementDecoder, PartKind, read_json_parts
from hiyoke.estate import FaultLedger, PackageOwners, Sbom, is_os_package
from hiyoke.exchange.cyclonedx.component import (
    Component,
    Place,
    PlainComponent,
    inventory_component,
    operating_system_of,
    subject_of,
    usual_component,
)
from hiyoke.exchange.cyclonedx.versions import fault_unknown_version
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hiyoke.documents import ElementFault, Elements, JsonPart, Utf8Source
    from hiyoke.estate import OperatingSystem, SbomComponent

#: Deepest nesting of components; deeper ones go to quarantine.
MAX_NESTING: Final = 32

_COMPONENTS: Final = "$.components"
#: Marks of the source packages that generators name; `PlainComponent` leaves them out, since
#: text without them is decoded twice as fast.
_SOURCE_MARKS: Final = (b":SrcName", b"syft:metadata:")
#: Marks of what may identify a component that states no purl.
_IDENTITY_MARKS: Final = (b'"evidence"', b'"pedigree"', b"syft:cpe23", b"syft:package:type")


class _Metadata(msgspec.Struct, gc=False):
    component: Component | None = None


class _Dependency(msgspec.Struct, gc=False, rename="camel"):
    ref: str | None = None
    depends_on: list[str] | None = None


class _Reference(msgspec.Struct, gc=False, rename={"bom_ref": "bom-ref"}):
    bom_ref: str | None = None
    purl: str | None = None


_plain = ElementDecoder(PlainComponent)
_rich = ElementDecoder(Component)
_metadata = ElementDecoder(_Metadata)
_dependencies = ElementDecoder(_Dependency)
_references = ElementDecoder(_Reference)


def recognises_json(root: dict[str, Any]) -> bool:
    """Return whether root members, as `documents.root_scalars` gives them, are CycloneDX's."""
    stated = root.get("bomFormat")
    if stated is not None:
        return bool(stated == "CycloneDX")
    schema = root.get("$schema")
    return isinstance(schema, str) and "cyclonedx.org/schema/bom" in schema


def open_json(source: Utf8Source) -> Sbom:
    """Return the SBOM; its components are read when they are asked for.

    Raises:
        UnreadableDocumentError: The document is no whole JSON object.

    Cost:
        One pass over the document, a second one if references of dependencies are no purls.

    Source:
        CycloneDX specification 1.7 (ECMA-424), JSON.
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
        self.operating_system: OperatingSystem | None = None
        self.version: str | None = None
        self._dependency_count = 0
        self._scan(source)
        self._settle(source)

    def _scan(self, source: Utf8Source) -> None:
        for part in read_json_parts(
            source.chunks(),
            arrays=frozenset({"components", "dependencies"}),
            values=frozenset({"metadata"}),
            origin=source.origin,
        ):
            self._take(part)
        if self.operating_system is None and self.subject is not None:
            self.operating_system = operating_system_of(self.subject)

    def _take(self, part: JsonPart) -> None:
        if part.kind is PartKind.ROOT:
            self._take_root(part.text)
        elif part.key == "metadata":
            self._take_metadata(part.text)
        elif part.kind is PartKind.VALUE:
            _fault_no_array(self.ledger, part.key)
        elif part.key == "dependencies":
            self._take_dependencies(part.text)
        elif self.operating_system is None and b"operating-system" in part.text:
            found = map(operating_system_of, (c for _, c in _rich.decode(part.text).decoded))
            self.operating_system = next(filter(None, found), None)

    def _take_root(self, text: bytes) -> None:
        root = msgspec.json.decode(text)
        version = root.get("specVersion")
        self.version = version if isinstance(version, str) else None
        fault_unknown_version(self.version, self.ledger)
        for key in ("components", "dependencies"):
            if not isinstance(root.get(key), list | None):
                _fault_no_array(self.ledger, key)

    def _take_metadata(self, text: bytes) -> None:
        elements = _metadata.decode(b"[" + text + b"]")
        _fault_elements(self.ledger, elements.faults, "$.metadata", None)
        for _, metadata in elements.decoded:
            self.subject = metadata.component or self.subject

    def _take_dependencies(self, text: bytes) -> None:
        elements = _dependencies.decode(text)
        _fault_elements(self.ledger, elements.faults, "$.dependencies", self._dependency_count)
        self._dependency_count += elements.total
        for _, dependency in elements.decoded:
            if dependency.ref and dependency.depends_on:
                self.owners.add(dependency.ref, dependency.depends_on)

    def _settle(self, source: Utf8Source) -> None:
        """Look up the purls behind references that are none."""
        wanted = self.owners.unsettled
        purls: dict[str, str] = {}
        if wanted:
            for part in read_json_parts(
                source.chunks(), arrays=frozenset({"components"}), origin=source.origin
            ):
                if part.kind is PartKind.ELEMENTS:
                    for _, entry in _references.decode(part.text).decoded:
                        if entry.bom_ref in wanted and entry.purl and is_os_package(entry.purl):
                            purls[entry.bom_ref or ""] = entry.purl
        self.owners.settle(purls)


def _read_chunks(
    source: Utf8Source, survey: _Survey, ledger: FaultLedger
) -> Iterator[list[SbomComponent]]:
    reading = _Reading(survey.owners, ledger)
    if survey.subject is not None:
        yield reading.of_subject(survey.subject)
    count = 0
    for part in read_json_parts(
        source.chunks(), arrays=frozenset({"components"}), origin=source.origin
    ):
        if part.kind is PartKind.ELEMENTS:
            chunk: list[SbomComponent] = []
            count += reading.take(part.text, chunk, array=_COMPONENTS, first=count)
            yield chunk


class _Reading:
    """The second pass: turns JSON text of components into components of the inventory."""

    def __init__(self, owners: PackageOwners, ledger: FaultLedger) -> None:
        self._owners = owners
        self._ledger = ledger

    def of_subject(self, subject: Component) -> list[SbomComponent]:
        """Return the subject, if anybody could assess it, and what is nested in it."""
        place = Place("$.metadata.component", 0)
        chunk: list[SbomComponent] = []
        owner = None
        if subject.purl or subject.cpe:
            found = inventory_component(subject, None, self._ledger, place)
            if found is not None:
                chunk.append(found)
                owner = found.purl if found.kind == "os_package" else None
        if subject.components:
            array = "$.metadata.component.components"
            self.take(bytes(subject.components), chunk, array=array, owner=owner, depth=1)
        return chunk

    def take(
        self,
        text: bytes,
        chunk: list[SbomComponent],
        *,
        array: str,
        first: int = 0,
        owner: str | None = None,
        depth: int = 0,
    ) -> int:
        """Append the components of a JSON array and those nested in them; return its length."""
        if not text.startswith(b"[") or depth > MAX_NESTING:
            self._refuse_nested(text, array, depth)
            return 0
        is_rich = any(mark in text for mark in _SOURCE_MARKS)
        elements: Elements[Any] = _rich.decode(text) if is_rich else _plain.decode(text)
        _fault_elements(self._ledger, elements.faults, array, first)
        owner_by_ref = self._owners.owner_by_ref
        decoded = list(elements.decoded)
        taken = [
            usual_component(
                component,
                owner or (owner_by_ref.get(component.bom_ref) if owner_by_ref else None),
            )
            for _, component in decoded
        ]
        if all(taken):
            chunk.extend(taken)  # type: ignore[arg-type]
            return elements.total
        if not is_rich and any(mark in text for mark in _IDENTITY_MARKS):
            decoded = self._enriched(decoded, text, elements.faults, array, first)
        for usual, (position, component) in zip(taken, decoded, strict=True):
            if usual is not None:
                chunk.append(usual)
            else:
                place = Place(array, first + position)
                self._take_unusual(component, place, chunk, owner=owner, depth=depth)
        return elements.total

    def _enriched(
        self,
        decoded: list[tuple[int, PlainComponent]],
        text: bytes,
        known: list[ElementFault],
        array: str,
        first: int,
    ) -> list[tuple[int, PlainComponent]]:
        """Return the same components with all their members, as far as those are sound."""
        elements = _rich.decode(text)
        new = [fault for fault in elements.faults if fault.path and fault not in known]
        _fault_elements(self._ledger, new, array, first)
        rich = dict(elements.decoded)
        return [(position, rich.get(position, plain)) for position, plain in decoded]

    def _take_unusual(
        self,
        component: PlainComponent,
        place: Place,
        chunk: list[SbomComponent],
        *,
        owner: str | None,
        depth: int,
    ) -> None:
        owner = owner or self._owners.owner_by_ref.get(component.bom_ref or "")
        found = inventory_component(component, owner, self._ledger, place)
        if found is not None:
            chunk.append(found)
        if component.components:
            if found is not None and found.kind == "os_package":
                owner = found.purl or f"{found.name}@{found.version}"
            self.take(
                bytes(component.components),
                chunk,
                array=f"{place.text}.components",
                owner=owner,
                depth=depth + 1,
            )

    def _refuse_nested(self, text: bytes, array: str, depth: int) -> None:
        if depth > MAX_NESTING:
            self._ledger.add(
                "nested_too_deep",
                place=array[:200],
                expected=Text(
                    ja=f"{MAX_NESTING} 段までの入れ子",
                    en=f"at most {MAX_NESTING} levels of nesting",
                ),
                found=Text(ja="それより深い入れ子", en="more"),
            )
        elif text != b"null":
            _fault_no_array(self._ledger, array)


def _fault_elements(
    ledger: FaultLedger, faults: list[ElementFault], array: str, first: int | None
) -> None:
    """Note the faults of an array's part; `first` is the place of its first element, if any."""
    for done, fault in enumerate(faults):
        if ledger.is_full:
            ledger.count("malformed_component", len(faults) - done)
            return
        index = "" if first is None else f"[{first + fault.position}]"
        ledger.add(
            "malformed_component",
            place=f"{array}{index}{fault.path}",
            expected=fault.expected,
            found=fault.found,
        )


def _fault_no_array(ledger: FaultLedger, key: str) -> None:
    place = key if key.startswith("$") else f"$.{key}"
    ledger.add(
        "malformed_member",
        place=place,
        expected=Text(ja="配列", en="an array"),
        found=Text(ja="別のもの", en="something else"),
    )
