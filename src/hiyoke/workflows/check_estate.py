"""Checking an estate: every fault at once, then what the files leave unsaid.

What is not here: the rules (`hiyoke.estate`) and how the result is shown (`hiyoke.cli`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from hiyoke.documents import open_documents
from hiyoke.errors import HiyokeError
from hiyoke.estate import (
    STALE_AFTER_DAYS,
    Estate,
    EstateFault,
    EstateReading,
    QualityGap,
    SbomFacts,
    assess_quality,
)
from hiyoke.workflows.load_estate import read_estate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hiyoke.documents import Document
    from hiyoke.languages import Language

SCHEMA: Final = "hiyoke/estate-check/1"
#: Where SBOM formats state when they were made: CycloneDX JSON and XML, SPDX 2 and 3.
_MADE_ON: Final = re.compile(
    rb'(?:"timestamp"\s*:\s*"|"created"\s*:\s*"|<timestamp>\s*|^Created:\s*)(\d{4})-(\d\d)-(\d\d)',
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EstateCheck:
    """The result of a check.

    Attributes:
        path: What was checked.
        as_of: Date that ages are counted to.
        reading: Estate or faults, and reminders.
        sboms: Facts about each SBOM file; empty when there are faults.
        gaps: What the files leave unsaid; empty when there are faults.
    """

    path: Path
    as_of: date
    reading: EstateReading
    sboms: tuple[SbomFacts, ...]
    gaps: tuple[QualityGap, ...]

    @property
    def is_sound(self) -> bool:
        """Whether the estate can be used; reminders and gaps do not count."""
        return not self.reading.faults


def check_estate(
    path: Path, *, as_of: date, stale_after_days: int = STALE_AFTER_DAYS
) -> EstateCheck:
    """Check the estate at `path`; data quality is assessed when it has no faults.

    Args:
        path: A folder, or one Excel workbook.
        as_of: Date that the age of SBOMs is counted to.
        stale_after_days: Age in days past which an SBOM is stale.

    Raises:
        UsageError: There is nothing at `path`.

    Cost:
        Every SBOM is read once, in bounded memory.
    """
    reading = read_estate(path)
    if reading.estate is None:
        return EstateCheck(path=path, as_of=as_of, reading=reading, sboms=(), gaps=())
    sboms = tuple(_sbom_facts(reading.estate))
    gaps = assess_quality(reading.estate, sboms, as_of=as_of, stale_after_days=stale_after_days)
    return EstateCheck(path=path, as_of=as_of, reading=reading, sboms=sboms, gaps=gaps)


def _sbom_facts(estate: Estate) -> Iterator[SbomFacts]:
    owners: defaultdict[Path, list[str]] = defaultdict(list)
    for system_id, paths in estate.sbom_files.items():
        for path in paths:
            owners[path].append(system_id)
    for path, system_ids in sorted(owners.items()):
        name = path.relative_to(estate.root).as_posix()
        for document in open_documents([path]):
            member = document.origin.removeprefix(str(path))
            facts = _facts_of(document, name + member, tuple(sorted(system_ids)))
            if facts is not None:
                yield facts


def _facts_of(document: Document, name: str, system_ids: tuple[str, ...]) -> SbomFacts | None:
    """Read one document; None for an os-release file, which only names the system of a list."""
    from hiyoke.exchange.sboms import read_sbom  # noqa: PLC0415 - readers load when there are SBOMs.

    components = without_purl = 0
    try:
        sbom = read_sbom(document)
        if sbom.format == "os-release":
            return None
        for chunk in sbom.iter_chunks():
            software = [part for part in chunk if part.kind != "operating_system"]
            components += len(software)
            without_purl += sum(part.purl is None for part in software)
        counts = sbom.counts
        return SbomFacts(
            file=name,
            system_ids=system_ids,
            components=components,
            without_purl=without_purl,
            made_on=made_on(document.head()),
            faults=counts.faults,
        )
    except HiyokeError as error:
        return SbomFacts(file=name, system_ids=system_ids, why_unreadable=error.what)


def made_on(head: bytes) -> date | None:
    """Return the date that an SBOM states for its making, or None.

    Args:
        head: First bytes of the document; formats state the date near the beginning.
    """
    match = _MADE_ON.search(head)
    if match is None:
        return None
    try:
        return date(*map(int, match.groups()))
    except ValueError:
        return None


def check_as_json(check: EstateCheck, language: Language) -> dict[str, Any]:
    """Return the check as plain values, for programs; texts are in one language."""
    estate = check.reading.estate
    return {
        "schema": SCHEMA,
        "path": str(check.path),
        "as_of": check.as_of.isoformat(),
        "sound": check.is_sound,
        "institution": None
        if estate is None
        else {
            "id": estate.institution.institution_id,
            "name": estate.institution.name.render(language),
            "synthetic": estate.institution.synthetic,
        },
        "counts": dict(check.reading.row_counts) | {"sbom_files": len(check.sboms)},
        "ignored_rows": len(check.reading.ignored_rows),
        "faults": [_fault_as_json(fault, language) for fault in check.reading.faults],
        "reminders": [_fault_as_json(fault, language) for fault in check.reading.reminders],
        "quality": [
            {
                "kind": gap.kind,
                "title": gap.title.render(language),
                "count": gap.count,
                "total": gap.total,
                "names": list(gap.names),
                "cost": gap.cost.render(language),
            }
            for gap in check.gaps
        ],
        "unreadable_sboms": [
            {"file": sbom.file, "why": sbom.why_unreadable.render(language)}
            for sbom in check.sboms
            if sbom.why_unreadable is not None
        ],
    }


def _fault_as_json(fault: EstateFault, language: Language) -> dict[str, Any]:
    return {
        "kind": fault.kind,
        "file": fault.place.file,
        "sheet": fault.place.sheet,
        "row": fault.place.row,
        "column": fault.place.column,
        "path": fault.place.path,
        "expected": fault.expected.render(language),
        "found": fault.found.render(language),
        "remedy": fault.remedy.render(language),
        "message": fault.what.render(language),
    }
