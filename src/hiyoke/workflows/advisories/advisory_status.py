"""What an advisory store knows, from when, and what it could not use.

What is not here: importing. Age is judged against the day the caller names.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from hiyoke.advisories.store import AdvisoryStore, load_store
from hiyoke.calendars import date_in_japan
from hiyoke.risk.freshness import KINDS_OF_FORMAT, load_freshness_profile
from hiyoke.tables import QUARANTINE, SOURCES

if TYPE_CHECKING:
    from datetime import date, datetime
    from pathlib import Path

STATUS_SCHEMA: Final = "hiyoke/advisory-status/1"


@dataclass(frozen=True, slots=True)
class FormatStatus:
    """All files of one format in a store.

    Attributes:
        format: Format name, or ``unknown`` for files that no reader recognises.
        file_count: Files.
        record_count: Records read from them, repeats included.
        used_count: Records whose claims stood when they were read.
        withdrawn_count: Records withdrawn by their publisher.
        quarantined_count: Records that could not be used.
        newest_at: Instant of the newest record; None when unknown.
        age_days: Days from then (its date in Japan) to `as_of`; None when unknown.
        limit_days: Age above which the format counts as stale; None when it has no limit.
    """

    format: str
    file_count: int
    record_count: int
    used_count: int
    withdrawn_count: int
    quarantined_count: int
    newest_at: datetime | None
    age_days: int | None
    limit_days: int | None

    @property
    def is_stale(self) -> bool:
        """Whether it is older than its limit, or of unknown age."""
        if self.limit_days is None:
            return False
        return self.age_days is None or self.age_days > self.limit_days


@dataclass(frozen=True, slots=True)
class AdvisoryStatus:
    """A store at a glance.

    Attributes:
        store: The store.
        as_of: The day on which age is judged.
        formats: By format name.
        quarantine: Entries in quarantine by reason, most first.
        row_counts: Rows of each table.
    """

    store: AdvisoryStore
    as_of: date
    formats: list[FormatStatus]
    quarantine: dict[str, int]
    row_counts: dict[str, int]

    def as_json(self) -> dict[str, Any]:
        """Return the status as plain values, of schema `STATUS_SCHEMA`."""
        return {
            "schema": STATUS_SCHEMA,
            "store": str(self.store.folder),
            "generation": self.store.generation,
            "as_of": self.as_of.isoformat(),
            "sources": [
                {
                    "format": one.format,
                    "files": one.file_count,
                    "records": one.record_count,
                    "used": one.used_count,
                    "withdrawn": one.withdrawn_count,
                    "quarantined": one.quarantined_count,
                    "newest_at": None if one.newest_at is None else one.newest_at.isoformat(),
                    "age_days": one.age_days,
                    "stale_after_days": one.limit_days,
                    "is_stale": one.is_stale,
                }
                for one in self.formats
            ],
            "quarantine": self.quarantine,
            "tables": self.row_counts,
        }


def read_advisory_status(
    folder: Path, *, as_of: date, stale_after_days: int | None = None
) -> AdvisoryStatus:
    """Return what a store knows, after comparing every file with its digest.

    Args:
        folder: The store.
        as_of: The day on which age is judged.
        stale_after_days: Age above which any format counts as stale; None takes the limits of
            the shipped profile.

    Raises:
        DamagedStoreError: The folder is no store, or its files are not what was written.
    """
    store = load_store(folder, is_deep=True)
    by_format: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in store.table(SOURCES).to_pylist():
        by_format[row["format"]].append(row)
    reasons = Counter(store.table(QUARANTINE)["reason"].to_pylist())
    return AdvisoryStatus(
        store=store,
        as_of=as_of,
        formats=[
            _status_of(name, rows, as_of=as_of, limit_days=_limit_of(name, stale_after_days))
            for name, rows in sorted(by_format.items())
        ],
        quarantine=dict(sorted(reasons.items(), key=lambda item: (-item[1], item[0]))),
        row_counts={name: table.row_count for name, table in sorted(store.manifest.tables.items())},
    )


def _limit_of(name: str, stale_after_days: int | None) -> int | None:
    """Return the strictest limit of the kinds of data a format brings."""
    kinds = KINDS_OF_FORMAT.get(name, ())
    if not kinds or stale_after_days is not None:
        return stale_after_days if kinds else None
    limits = load_freshness_profile().stale_after_days
    return min((limits[kind] for kind in kinds if kind in limits), default=None)


def _status_of(
    name: str, rows: list[dict[str, Any]], *, as_of: date, limit_days: int | None
) -> FormatStatus:
    newest_at = max((row["newest_at"] for row in rows if row["newest_at"]), default=None)
    return FormatStatus(
        format=name,
        file_count=len(rows),
        record_count=sum(row["record_count"] for row in rows),
        used_count=sum(row["used_count"] for row in rows),
        withdrawn_count=sum(row["withdrawn_count"] for row in rows),
        quarantined_count=sum(row["quarantined_count"] for row in rows),
        newest_at=newest_at,
        age_days=None if newest_at is None else (as_of - date_in_japan(newest_at)).days,
        limit_days=limit_days,
    )
