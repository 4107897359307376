"""SPDX 2.2 and 2.3 in JSON.

What is not here: files, snippets and licences.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from hiyoke.documents import ElementDecoder, PartKind, read_json_parts
from hiyoke.exchange.spdx.inventory import DocumentFacts, open_spdx
from hiyoke.exchange.spdx.package import Identifier, SpdxPackage
from hiyoke.exchange.spdx.relationships import Relationship
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hiyoke.documents import ElementFault, JsonPart, Utf8Source
    from hiyoke.estate import FaultLedger, Sbom


class _Reference(msgspec.Struct, gc=False, rename="camel"):
    reference_type: str | None = None
    reference_locator: str | None = None


class _Package(msgspec.Struct, gc=False, rename="camel"):
    spdx_id: str | None = msgspec.field(default=None, name="SPDXID")
    name: str | None = None
    version_info: str | None = None
    primary_package_purpose: str | None = None
    source_info: str | None = None
    external_refs: list[_Reference] | None = None


class _Relationship(msgspec.Struct, gc=False, rename="camel"):
    spdx_element_id: str | None = None
    relationship_type: str | None = None
    related_spdx_element: str | None = None
    comment: str | None = None


_packages = ElementDecoder(_Package)
_relationships = ElementDecoder(_Relationship)
_references = msgspec.json.Decoder(list[str])


def recognises_json(root: dict[str, Any]) -> bool:
    """Return whether root members, as `documents.root_scalars` gives them, are SPDX 2's."""
    version = root.get("spdxVersion")
    return isinstance(version, str) and version.startswith("SPDX-")


def open_json(source: Utf8Source) -> Sbom:
    """Return the SBOM; its components are read when they are asked for.

    Raises:
        UnreadableDocumentError: The document is no whole JSON object.

    Source:
        SPDX specification 2.3, clauses 7 (packages) and 11 (relationships); its JSON schema.
    """
    return open_spdx(_JsonDocument(source))


class _JsonDocument:
    """An SPDX 2 document in JSON; see `inventory.SpdxDocument`."""

    def __init__(self, source: Utf8Source) -> None:
        self._source = source
        self.origin = source.origin

    def _parts(self, array: str, values: frozenset[str] = frozenset()) -> Iterator[JsonPart]:
        return read_json_parts(
            self._source.chunks(), arrays=frozenset({array}), values=values, origin=self.origin
        )

    def facts(self) -> DocumentFacts:
        """Return what the document says about itself."""
        facts = DocumentFacts()
        for part in self._parts("", frozenset({"documentDescribes"})):
            if part.kind is PartKind.ROOT:
                root = msgspec.json.decode(part.text)
                version, name = root.get("spdxVersion"), root.get("name")
                if isinstance(version, str):
                    facts.version = version.removeprefix("SPDX-")
                facts.name = name if isinstance(name, str) else None
            else:
                try:
                    facts.described = frozenset(_references.decode(part.text))
                except (msgspec.DecodeError, UnicodeDecodeError):
                    continue
        return facts

    def packages(self, ledger: FaultLedger) -> Iterator[list[SpdxPackage]]:
        """Yield the packages; see `inventory.SpdxDocument`."""
        count = 0
        for part in self._parts("packages"):
            if part.kind is PartKind.VALUE:
                _fault_no_array(ledger, part.key)
            if part.kind is not PartKind.ELEMENTS:
                continue
            elements = _packages.decode(part.text)
            for fault in elements.faults:
                _fault_element(ledger, "packages", count + fault.position, fault)
            yield [
                SpdxPackage(
                    f"$.packages[{count + position}]",
                    package.spdx_id,
                    package.name,
                    package.version_info,
                    package.primary_package_purpose,
                    package.source_info,
                    tuple(
                        Identifier(ref.reference_type, ref.reference_locator)
                        for ref in package.external_refs or ()
                        if ref.reference_type and ref.reference_locator
                    ),
                )
                for position, package in elements.decoded
            ]
            count += elements.total

    def relationships(self, ledger: FaultLedger) -> Iterator[Relationship]:
        """Yield the relationships; see `inventory.SpdxDocument`."""
        count = 0
        for part in self._parts("relationships"):
            if part.kind is PartKind.VALUE:
                _fault_no_array(ledger, part.key)
            if part.kind is not PartKind.ELEMENTS:
                continue
            elements = _relationships.decode(part.text)
            for fault in elements.faults:
                _fault_element(ledger, "relationships", count + fault.position, fault)
            for _, entry in elements.decoded:
                if entry.spdx_element_id and entry.relationship_type and entry.related_spdx_element:
                    yield Relationship(
                        entry.spdx_element_id,
                        entry.relationship_type,
                        (entry.related_spdx_element,),
                        entry.comment,
                    )
            count += elements.total


def _fault_element(ledger: FaultLedger, array: str, position: int, fault: ElementFault) -> None:
    ledger.add(
        "malformed_component" if array == "packages" else "malformed_relationship",
        place=f"$.{array}[{position}]{fault.path}",
        expected=fault.expected,
        found=fault.found,
    )


def _fault_no_array(ledger: FaultLedger, key: str) -> None:
    ledger.add(
        "malformed_member",
        place=f"$.{key}",
        expected=Text(ja="配列", en="an array"),
        found=Text(ja="別のもの", en="something else"),
    )
