"""Read SBOMs and package lists into one inventory, and say what could not be read.

What is not here: the formats (`hiyoke.exchange.sboms`) and which system a file belongs to, which
the caller knows.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from hiyoke.documents import open_documents
from hiyoke.errors import HiyokeError
from hiyoke.estate import operating_system_named
from hiyoke.exchange.sboms import read_sbom
from hiyoke.tables import INVENTORY, QUARANTINE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from hiyoke.documents import Document
    from hiyoke.estate import Sbom, SbomComponent
    from hiyoke.languages import Text

#: Kinds of component that are not packages: without purl and CPE nothing can be known of them.
NOT_PACKAGES: Final = frozenset(
    {"cryptographic_asset", "data", "file", "machine_learning_model", "operating_system"}
)

_FIELDS: Final = ("purl", "name", "version", "cpe", "owner", "source_package", "source_version")


@dataclass(frozen=True, slots=True, kw_only=True)
class SbomReading:
    """What one document gave.

    Attributes:
        system_id: The system it is about, as the caller named it.
        origin: Path for messages.
        format: Name and version of its format; None when it could not be read.
        sha256: Digest of the document; None when it cannot be opened.
        component_count: Components taken into the inventory.
        set_aside_count: Components that are no packages and name none.
        fault_count: Records in quarantine, the document itself included.
        why_unreadable: Why nothing of it was used; None when it was read.
    """

    system_id: str
    origin: str
    format: str | None
    sha256: str | None
    component_count: int = 0
    set_aside_count: int = 0
    fault_count: int = 0
    why_unreadable: Text | None = None


@dataclass(slots=True)
class Inventory:
    """Everything that was read.

    Attributes:
        table: `INVENTORY`, in the order of reading.
        quarantine: `QUARANTINE` of what could not be used.
        readings: One for each document.
    """

    table: Any
    quarantine: Any
    readings: tuple[SbomReading, ...]

    @property
    def unreadable(self) -> tuple[SbomReading, ...]:
        """Documents of which nothing was used."""
        return tuple(reading for reading in self.readings if reading.why_unreadable is not None)


@dataclass(slots=True)
class _Content:
    """What one document says, whichever system it is of: chunks of cells, by column."""

    origin: str
    sha256: str | None = None
    format: str | None = None
    chunks: list[dict[str, Any]] = field(default_factory=list)
    faults: list[dict[str, Any]] = field(default_factory=list)
    component_count: int = 0
    set_aside_count: int = 0
    fault_count: int = 0
    why_unreadable: Text | None = None


@dataclass(slots=True)
class _Columns:
    """Columns under construction: one document's chunks are added whole or not at all."""

    batches: list[Any] = field(default_factory=list)
    faults: list[dict[str, Any]] = field(default_factory=list)

    def add(self, content: _Content, system_id: str | None) -> SbomReading:
        """Add a document as one of a system, or as a system of its own."""
        name = system_id or content.origin
        for cells in content.chunks:
            whole = {**cells, "system_id": pa.repeat(name, len(cells["purl"]))}
            self.batches.append(
                pa.RecordBatch.from_arrays(
                    [whole[column] for column in INVENTORY.column_names], schema=INVENTORY.schema
                )
            )
        self.faults += content.faults
        return SbomReading(
            system_id=name,
            origin=content.origin,
            format=content.format,
            sha256=content.sha256,
            component_count=content.component_count,
            set_aside_count=content.set_aside_count,
            fault_count=content.fault_count,
            why_unreadable=content.why_unreadable,
        )


def read_inventory(
    sources: Iterable[tuple[str | None, Path]], *, distro: str | None = None
) -> Inventory:
    """Read every document of every source.

    Args:
        sources: System and path; without a system, each document is a system of its own, named
            by its path. A path may be a file, a folder or an archive.

        distro: The operating system of documents that name none, for example ``debian-12``.

    Raises:
        UsageError: `distro` names no operating system.

    Returns:
        The inventory. A document that cannot be read, or only in part, is left out as a whole
        and named in the quarantine: half an inventory would look like a safe one.

    Cost:
        One pass over each document, and one for its digest; memory grows with the inventory. A
        path that several systems name is read once.
    """
    if distro is not None:
        operating_system_named(distro)
    columns = _Columns()
    by_path: dict[Path, list[_Content]] = {}
    readings = []
    for system_id, path in sources:
        # Systems built alike share a file: it is read once.
        if path not in by_path:
            by_path[path] = [_read_document(one, distro) for one in open_documents([path])]
        readings += [columns.add(content, system_id) for content in by_path[path]]
    table = pa.Table.from_batches(columns.batches, schema=INVENTORY.schema)
    faults = {name: [row[name] for row in columns.faults] for name in QUARANTINE.column_names}
    return Inventory(table, QUARANTINE.table(faults), tuple(readings))


def _read_document(document: Document, distro: str | None) -> _Content:
    content = _Content(document.origin)
    try:
        content.sha256 = document.digest()
        sbom = read_sbom(document, distro=distro)
        chunks, set_aside = _chunks_of(sbom)
    except HiyokeError as error:
        fault = _quarantined(document.origin, None, type(error).code, error.what, error.remedy)
        content.faults, content.fault_count = [fault], 1
        content.why_unreadable = error.what
        return content
    content.chunks, content.set_aside_count = chunks, set_aside
    content.faults = [
        _quarantined(fault.origin, fault.record_id, fault.reason, fault.why, fault.remedy)
        for fault in sbom.faults
    ]
    content.format = " ".join(filter(None, (sbom.format, sbom.format_version)))
    content.component_count = sum(len(cells["purl"]) for cells in chunks)
    content.fault_count = sbom.counts.faults
    return content


def _chunks_of(sbom: Sbom) -> tuple[list[dict[str, Any]], int]:
    system = sbom.operating_system
    release = system.distro if system is not None else None
    chunks = []
    set_aside = 0
    for chunk in sbom.iter_chunks():
        kept = [component for component in chunk if _is_package(component)]
        set_aside += len(chunk) - len(kept)
        cells: dict[str, Any] = {
            name: pa.array([getattr(component, name) for component in kept], pa.string())
            for name in _FIELDS
        }
        cells["system_release"] = pa.repeat(pa.scalar(release, pa.string()), len(kept))
        chunks.append(cells)
    return chunks, set_aside


def _is_package(component: SbomComponent) -> bool:
    return bool(component.purl or component.cpe) or component.kind not in NOT_PACKAGES


def _quarantined(
    origin: str, record_id: str | None, reason: str, why: Text, remedy: Text
) -> dict[str, Any]:
    return {
        "origin": origin,
        "record_id": record_id,
        "reason": reason,
        "why_ja": why.ja,
        "why_en": why.en,
        "remedy_ja": remedy.ja,
        "remedy_en": remedy.en,
        "generation": 0,
    }


def count_by_reason(quarantine: Any) -> dict[str, int]:
    """Return how many rows of a `QUARANTINE` table have each reason."""
    return dict(sorted(Counter(quarantine["reason"].to_pylist()).items()))
