"""SPDX 3.0 in JSON-LD: one flat list of elements, the graph.

What is not here: JSON-LD with another context than SPDX's own; SPDX 3 prescribes that one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import msgspec

from hiyoke.documents import ElementDecoder, PartKind, read_json_parts
from hiyoke.exchange.spdx.inventory import DocumentFacts, open_spdx
from hiyoke.exchange.spdx.package import Identifier, SpdxPackage
from hiyoke.exchange.spdx.relationships import Relationship
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hiyoke.documents import Elements, Utf8Source
    from hiyoke.estate import FaultLedger, Sbom

_CONTEXT: Final = re.compile(r"spdx\.org/rdf/(3\.\d+(?:\.\d+)?)")
_NO_JSON: Final = msgspec.Raw(b"")


class _Identifier(msgspec.Struct, gc=False):
    external_identifier_type: str | None = msgspec.field(
        default=None, name="externalIdentifierType"
    )
    identifier: str | None = None


class _Element(msgspec.Struct, gc=False):
    type: str | None = None
    at_type: str | None = msgspec.field(default=None, name="@type")
    spdx_id: str | None = msgspec.field(default=None, name="spdxId")
    at_id: str | None = msgspec.field(default=None, name="@id")
    name: str | None = None
    comment: str | None = None
    version: str | None = msgspec.field(default=None, name="software_packageVersion")
    purl: str | None = msgspec.field(default=None, name="software_packageUrl")
    purpose: str | None = msgspec.field(default=None, name="software_primaryPurpose")
    source_info: str | None = msgspec.field(default=None, name="software_sourceInfo")
    identifiers: list[_Identifier] | None = msgspec.field(default=None, name="externalIdentifier")
    relationship_type: str | None = msgspec.field(default=None, name="relationshipType")
    source: msgspec.Raw = msgspec.field(default=_NO_JSON, name="from")
    targets: msgspec.Raw = msgspec.field(default=_NO_JSON, name="to")
    roots: msgspec.Raw = msgspec.field(default=_NO_JSON, name="rootElement")

    @property
    def ref(self) -> str | None:
        """Identifier of the element."""
        return self.spdx_id or self.at_id

    @property
    def kind(self) -> str:
        """Class of the element without its profile: ``Package``, ``Relationship``."""
        return re.split(r"[_/:#]", self.type or self.at_type or "")[-1]


_elements = ElementDecoder(_Element)


def recognises_graph(root: dict[str, Any], head: str) -> bool:
    """Return whether root members and the first text are those of SPDX 3.

    Args:
        root: As `documents.root_scalars` gives them; a context that is a list is None there.
        head: The beginning of the document.
    """
    context = root.get("@context")
    if isinstance(context, str):
        return bool(_CONTEXT.search(context))
    return ("@context" in root or "@graph" in root) and bool(_CONTEXT.search(head))


def open_graph(source: Utf8Source) -> Sbom:
    """Return the SBOM; its components are read when they are asked for.

    Raises:
        UnreadableDocumentError: The document is no whole JSON object.

    Source:
        SPDX specification 3.0.1, Core and Software profiles, JSON-LD serialisation.
    """
    return open_spdx(_GraphDocument(source))


class _GraphDocument:
    """An SPDX 3 document; see `inventory.SpdxDocument`."""

    def __init__(self, source: Utf8Source) -> None:
        self._source = source
        self.origin = source.origin

    def facts(self) -> DocumentFacts:
        """Return what the document says about itself."""
        facts = DocumentFacts()
        found = _CONTEXT.search(next(self._source.chunks(), b"").decode(errors="replace"))
        facts.version = found.group(1) if found else None
        described: set[str] = set()
        for elements in self._batches():
            for _, element in elements.decoded:
                if element.kind == "SpdxDocument" and element.name:
                    facts.name = facts.name or element.name
                if element.kind == "Sbom":
                    described.update(_references(element.roots))
        facts.described = frozenset(described)
        return facts

    def packages(self, ledger: FaultLedger) -> Iterator[list[SpdxPackage]]:
        """Yield the packages; see `inventory.SpdxDocument`."""
        count = 0
        for elements in self._batches():
            for fault in elements.faults:
                ledger.add(
                    "malformed_component",
                    place=f"$.@graph[{count + fault.position}]{fault.path}",
                    expected=fault.expected,
                    found=fault.found,
                )
            yield [
                _package(element, f"$.@graph[{count + position}]")
                for position, element in elements.decoded
                if element.kind.endswith("Package")
            ]
            count += elements.total

    def relationships(self, ledger: FaultLedger) -> Iterator[Relationship]:
        """Yield the relationships; see `inventory.SpdxDocument`."""
        for elements in self._batches():
            for _, element in elements.decoded:
                if not element.kind.endswith("Relationship"):
                    continue
                sources = _references(element.source)
                if len(sources) != 1 or not element.relationship_type:
                    _fault_relationship(ledger, element.ref)
                    continue
                yield Relationship(
                    sources[0],
                    element.relationship_type,
                    _references(element.targets),
                    element.comment,
                )

    def _batches(self) -> Iterator[Elements[_Element]]:
        has_graph = False
        for part in read_json_parts(
            self._source.chunks(), arrays=frozenset({"@graph"}), origin=self.origin
        ):
            if part.kind is PartKind.ELEMENTS:
                has_graph = True
                yield _elements.decode(part.text)
            elif part.kind is PartKind.VALUE:
                has_graph = True
                yield _elements.decode(b"[" + part.text + b"]")
            elif not has_graph and b'"@graph"' not in part.text:
                # A document of a single element may do without a graph.
                yield _elements.decode(b"[" + b"".join(self._source.chunks()) + b"]")


def _package(element: _Element, place: str) -> SpdxPackage:
    identifiers = [
        Identifier(entry.external_identifier_type, entry.identifier)
        for entry in element.identifiers or ()
        if entry.external_identifier_type and entry.identifier
    ]
    if element.purl:
        identifiers.insert(0, Identifier("packageUrl", element.purl))
    purpose = element.purpose or {"AIPackage": "model", "DatasetPackage": "data"}.get(element.kind)
    return SpdxPackage(
        place,
        element.ref,
        element.name,
        element.version,
        purpose,
        element.source_info,
        tuple(identifiers),
    )


def _references(raw: msgspec.Raw) -> tuple[str, ...]:
    """Return references that may be a text, an element in place, or a list of either."""
    if not raw:
        return ()
    try:
        found = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ()
    entries = found if isinstance(found, list) else [found]
    named = [e.get("spdxId") or e.get("@id") if isinstance(e, dict) else e for e in entries]
    return tuple(entry for entry in named if isinstance(entry, str))


def _fault_relationship(ledger: FaultLedger, ref: str | None) -> None:
    ledger.add(
        "malformed_relationship",
        place="$.@graph",
        record_id=ref,
        expected=Text(ja="from と relationshipType", en="from and relationshipType"),
        found=Text(ja="欠けた関係", en="a relationship without them"),
    )
