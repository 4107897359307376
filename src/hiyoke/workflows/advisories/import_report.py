"""What an import did, by file and in all.

What is not here: doing it (`import_advisories`), and showing it, which the command line does.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from hiyoke.advisories import ReadCounts

#: Name of the format of files that no reader recognises.
UNKNOWN_FORMAT: Final = "unknown"


@dataclass(frozen=True, slots=True)
class SourceOutcome:
    """What became of one file in one format.

    Attributes:
        name: The file.
        format: Format name, or `UNKNOWN_FORMAT`.
        counts: Its records; None when the content was imported before.
    """

    name: str
    format: str
    counts: ReadCounts | None


@dataclass(slots=True)
class ImportReport:
    """What an import did.

    Attributes:
        generation: The store's generation after the import.
        is_changed: Whether anything was new; when not, the store was not touched.
        outcomes: By file, in the order read.
        changed_package_count: Packages whose findings may differ from before.
        store_counts: Rows of each table of the store.
    """

    generation: int = 0
    is_changed: bool = False
    outcomes: list[SourceOutcome] = field(default_factory=list)
    changed_package_count: int = 0
    store_counts: dict[str, int] = field(default_factory=dict)

    @property
    def totals(self) -> ReadCounts:
        """All counts together."""
        total = ReadCounts()
        for outcome in self.outcomes:
            if outcome.counts is not None:
                add_counts(total, outcome.counts)
        return total

    @property
    def skipped_count(self) -> int:
        """Files left unread because their content was imported before."""
        return sum(outcome.counts is None for outcome in self.outcomes)

    @property
    def is_empty_handed(self) -> bool:
        """Whether no file at all could be read or had been read before."""
        return not any(
            outcome.counts is None or outcome.format != UNKNOWN_FORMAT for outcome in self.outcomes
        )

    def as_json(self) -> dict[str, Any]:
        """Return the report as plain values."""
        return {
            "generation": self.generation,
            "is_changed": self.is_changed,
            "sources": [
                {"name": outcome.name, "format": outcome.format, "is_skipped": True}
                if outcome.counts is None
                else {
                    "name": outcome.name,
                    "format": outcome.format,
                    "is_skipped": False,
                    **_counts_as_json(outcome.counts),
                }
                for outcome in self.outcomes
            ],
            "totals": _counts_as_json(self.totals),
            "skipped_files": self.skipped_count,
            "changed_packages": self.changed_package_count,
            "tables": self.store_counts,
        }


def _counts_as_json(counts: ReadCounts) -> dict[str, Any]:
    return {
        "records": counts.records,
        "used": counts.used,
        "withdrawn": counts.withdrawn,
        "quarantined": counts.quarantined,
        "reasons": dict(sorted(counts.reasons.items())),
    }


def add_counts(total: ReadCounts, more: ReadCounts) -> None:
    """Add `more` to `total`."""
    total.records += more.records
    total.used += more.used
    total.withdrawn += more.withdrawn
    total.quarantined += more.quarantined
    total.reasons.update(more.reasons)
