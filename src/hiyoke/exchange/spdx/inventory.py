"""The inventory of an SPDX document, whatever its form.

The document is read in passes of flat memory: its packages, to know the operating system's; its
relationships; and the packages again, this time as components.

What is not here: the three forms (`read_json`, `read_tag_value`, `read_graph`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from hiyoke.estate import FaultLedger, Sbom, Subject, is_os_package
from hiyoke.exchange.spdx.package import inventory_components, stated
from hiyoke.exchange.spdx.relationships import Relations
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hiyoke.estate import OperatingSystem, SbomComponent
    from hiyoke.exchange.spdx.package import SpdxPackage
    from hiyoke.exchange.spdx.relationships import Relationship

KNOWN_VERSIONS: Final = frozenset({"2.2", "2.3", "3.0", "3.0.0", "3.0.1"})


class SpdxDocument(Protocol):
    """What each form of SPDX offers."""

    @property
    def origin(self) -> str:
        """Path for messages."""
        ...

    def facts(self) -> DocumentFacts:
        """Return what the document says about itself."""
        ...

    def packages(self, ledger: FaultLedger) -> Iterator[list[SpdxPackage]]:
        """Yield the packages from the beginning, some thousands at a time; note bad ones."""
        ...

    def relationships(self, ledger: FaultLedger) -> Iterator[Relationship]:
        """Yield the relationships from the beginning; note bad ones."""
        ...


class DocumentFacts:
    """What a document says about itself.

    Attributes:
        version: Version of SPDX, without its prefix.
        name: Name of the document.
        described: References of what it describes, as far as the document itself names them.
    """

    def __init__(
        self,
        version: str | None = None,
        name: str | None = None,
        described: frozenset[str] = frozenset(),
    ) -> None:
        self.version = version
        self.name = name
        self.described = described


def open_spdx(document: SpdxDocument) -> Sbom:
    """Return the SBOM; its components are read when they are asked for.

    Raises:
        UnreadableDocumentError: The document is damaged.

    Cost:
        Two passes over the document; a third to name the source packages of relationships.
    """
    survey = _Survey(document)
    return Sbom(
        origin=document.origin,
        format="spdx",
        format_version=survey.facts.version,
        subject=survey.subject,
        operating_system=survey.operating_system,
        read_chunks=lambda ledger: _read_chunks(document, survey, ledger),
        earlier_faults=survey.ledger.faults,
    )


class _Survey:
    """Facts about the whole document, and what its relationships say.

    Attributes:
        whole: Reference of the one package that the document describes, if it has others.
    """

    def __init__(self, document: SpdxDocument) -> None:
        self.ledger = FaultLedger(document.origin)
        self.facts = document.facts()
        self.operating_system: OperatingSystem | None = None
        self.subject = Subject(self.facts.name, None) if self.facts.name else None
        self.sources: dict[str, tuple[str, str | None]] = {}
        self.whole: str | None = None
        self._package_count = 0
        self.relations = Relations(self._os_packages(document))
        self.relations.take(document.relationships(self.ledger))
        self.described = self.relations.described | self.facts.described
        self._name_described_and_sources(document)
        _fault_unknown_version(self.facts.version, self.ledger)

    def _os_packages(self, document: SpdxDocument) -> dict[str, str]:
        found: dict[str, str] = {}
        for chunk in document.packages(FaultLedger(document.origin)):
            self._package_count += len(chunk)
            for package in chunk:
                if self.operating_system is None:
                    self.operating_system = package.operating_system
                for purl in package.purls:
                    if package.ref and is_os_package(purl):
                        found[package.ref] = purl
        return found

    def _name_described_and_sources(self, document: SpdxDocument) -> None:
        source_refs = set(self.relations.source_of.values())
        wanted = source_refs | self.described
        described: list[SpdxPackage] = []
        if not wanted:
            return
        for chunk in document.packages(FaultLedger(document.origin)):
            for package in chunk:
                name = stated(package.name)
                if package.ref not in wanted or name is None:
                    continue
                if package.ref in source_refs:
                    self.sources[package.ref] = (name, stated(package.version))
                if package.ref in self.described:
                    described.append(package)
        if len(described) == 1 and self._package_count > 1:
            whole = described[0]
            self.subject = Subject(stated(whole.name) or "", stated(whole.version))
            self.whole = whole.ref


def _read_chunks(
    document: SpdxDocument, survey: _Survey, ledger: FaultLedger
) -> Iterator[list[SbomComponent]]:
    relations = survey.relations
    for packages in document.packages(ledger):
        chunk: list[SbomComponent] = []
        for package in packages:
            ref = package.ref or ""
            if ref == survey.whole and not package.purls and not package.cpe:
                # What the document is about as a whole (an image, a folder) is no component of it.
                continue
            chunk.extend(
                inventory_components(
                    package,
                    owner=relations.owners.owner_by_ref.get(ref),
                    source=survey.sources.get(relations.source_of.get(ref, "")),
                    ledger=ledger,
                )
            )
        yield chunk


def _fault_unknown_version(version: str | None, ledger: FaultLedger) -> None:
    if version in KNOWN_VERSIONS:
        return
    found = (
        Text(ja="版の記載なし", en="no version")
        if version is None
        else Text(ja=f"{version[:20]!a}", en=f"{version[:20]!a}")
    )
    ledger.add(
        "unknown_version",
        place="spdxVersion",
        expected=Text(ja="SPDX 2.2、2.3、3.0 のいずれか", en="SPDX 2.2, 2.3 or 3.0"),
        found=found,
        remedy=Text(
            ja="知っている版として読みました。パッケージの数が合っているか確かめてください。",
            en="It was read like a known version; check that the number of packages is right.",
        ),
    )
