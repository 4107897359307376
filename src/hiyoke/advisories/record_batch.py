"""Records as they are announced: which they are, what they say of themselves, which were refused.

What is not here: what records claim and rate (`evidence_batch`, `batch`).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from hiyoke.advisories.instants import instant_of, instants_of
from hiyoke.advisories.staging import RECORD, RECORDS, STAGED_QUARANTINE, with_column
from hiyoke.tables import ADVISORIES, TableContract

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hiyoke.languages import Text


@dataclass(slots=True)
class ReadCounts:
    """What became of the records of one document and format.

    ``records == used + withdrawn + quarantined`` always holds.

    Attributes:
        records: Records met.
        used: Records whose claims stand, be it in part.
        withdrawn: Records their publisher has withdrawn.
        quarantined: Records that could not be used at all.
        reasons: Entries put in quarantine, whole records and parts of records, by reason.
    """

    records: int = 0
    used: int = 0
    withdrawn: int = 0
    quarantined: int = 0
    reasons: Counter[str] = field(default_factory=Counter)


class RecordBatch:
    """Records gathered until they are collected.

    Args:
        generation: Number of the import, written to every row.

    Attributes:
        counts: Counts of the current document and format.
        record: Number of the current record, increasing over the life of the batch.
    """

    def __init__(self, *, generation: int = 0) -> None:
        self.counts = ReadCounts()
        self.record = -1
        self._generation = generation
        self._document = ("", "")
        self._current = ("", "")
        self._is_withdrawn = False
        self._forget()

    def _forget(self) -> None:
        self._advisories: list[tuple[Any, ...]] = []
        self._other_records: list[tuple[Any, ...]] = []
        self._quarantine: list[tuple[Any, ...]] = []

    def begin_document(self, name: str, digest: str) -> ReadCounts:
        """Say which file the next records come from; return its fresh counts.

        Args:
            name: Name of the file on disk, for the quarantine.
            digest: SHA-256 of the file, which breaks ties between equally new records.
        """
        self._document = (name, digest)
        self.counts = ReadCounts()
        return self.counts

    def begin_record(self, source: str, record_id: str, *, modified_at: str | None = None) -> int:
        """Announce a record that is no advisory: a catalogue, a product. Return its number."""
        self.record += 1
        self._current = (source, record_id)
        self._is_withdrawn = False
        self._other_records.append((self.record, source, record_id, modified_at, self._document[1]))
        return self.record

    def add_advisory(  # noqa: PLR0913 - one argument for each member of the record.
        self,
        advisory_id: str,
        *,
        source: str,
        origin: str,
        summary: str | None = None,
        published_at: str | None = None,
        modified_at: str | None = None,
        withdrawn_at: str | None = None,
        aliases: Sequence[str] = (),
        upstream: Sequence[str] = (),
        related: Sequence[str] = (),
    ) -> bool:
        """Announce an advisory; what is added next belongs to it.

        Args:
            advisory_id: As its publisher writes it.
            source: Format name: osv, cve5, nvd or csaf.
            origin: File and place, for people.
            summary: Title.
            published_at: ISO 8601; placeholder dates become unknown.
            modified_at: ISO 8601; of two versions of an advisory the newer wins.
            withdrawn_at: ISO 8601; claims added to a withdrawn advisory are left out.
            aliases: Other identifiers of the same flaw.
            upstream: Flaws that this advisory packages.
            related: Identifiers that are neither.

        Returns:
            Whether the advisory stands; False when it is withdrawn.
        """
        self.record += 1
        self._current = (source, advisory_id)
        self._advisories.append(
            (
                self.record,
                self._document[1],
                advisory_id,
                source,
                summary,
                published_at,
                modified_at,
                withdrawn_at,
                aliases,
                upstream,
                related,
                origin,
            )
        )
        counts = self.counts
        counts.records += 1
        self._is_withdrawn = withdrawn_at is not None and instant_of(withdrawn_at) is not None
        if self._is_withdrawn:
            counts.withdrawn += 1
            return False
        counts.used += 1
        return True

    def quarantine(
        self, *, origin: str, record_id: str | None, reason: str, why: Text, remedy: Text
    ) -> None:
        """Count a record that could not be used at all, and say why.

        Args:
            origin: File and place in it.
            record_id: Identifier, where it could be read.
            reason: Code, the same for all records with this fault.
            why: What was expected and what was found.
            remedy: What the reader can do.
        """
        self.counts.records += 1
        self.counts.quarantined += 1
        self.quarantine_part(
            origin=origin, record_id=record_id, reason=reason, why=why, remedy=remedy
        )

    def quarantine_part(
        self, *, origin: str, record_id: str | None, reason: str, why: Text, remedy: Text
    ) -> None:
        """Say why a part of a record, or a whole file, was left out; arguments as `quarantine`."""
        self.counts.reasons[reason] += 1
        self._quarantine.append(
            (self._document[0], origin, record_id, reason, why.ja, why.en, remedy.ja, remedy.en)
        )

    def _record_tables(self) -> dict[str, Any]:
        """Return the tables of this module, and whose they are."""
        records, documents, *cells = transposed(self._advisories, 12)
        names = [name for name in ADVISORIES.column_names if name != "generation"]
        columns = dict(zip(names, cells, strict=True))
        instants = {
            name: instants_of(columns[name])
            for name in ("published_at", "modified_at", "withdrawn_at")
        }
        advisories = self._table(ADVISORIES, {**columns, **instants}, records)
        others = transposed(self._other_records, 5)
        return {
            ADVISORIES.name: advisories,
            RECORDS.name: pa.concat_tables(
                [
                    RECORDS.table(
                        {
                            RECORD: advisories[RECORD],
                            "source": advisories["source"],
                            "record_id": advisories["advisory_id"],
                            "modified_at": advisories["modified_at"],
                            "document": list(documents),
                        }
                    ),
                    RECORDS.table(
                        {
                            RECORD: list(others[0]),
                            "source": list(others[1]),
                            "record_id": list(others[2]),
                            "modified_at": instants_of(others[3]),
                            "document": list(others[4]),
                        }
                    ),
                ]
            ),
            STAGED_QUARANTINE.name: self._row_table(
                STAGED_QUARANTINE, self._quarantine, has_record=False
            ),
        }

    def _row_table(
        self,
        contract: TableContract,
        rows: list[tuple[Any, ...]],
        *,
        instants: Sequence[str] = (),
        has_record: bool = True,
    ) -> Any:
        """Return rows as a table; where they have a record, its number comes first."""
        names = [name for name in contract.column_names if name != "generation"]
        cells = transposed(rows, len(names) + has_record)
        columns: dict[str, Any] = dict(zip(names, cells[has_record:], strict=True))
        for name in instants:
            columns[name] = instants_of(columns[name])
        return self._table(contract, columns, cells[0] if has_record else None)

    def _table(
        self, contract: TableContract, columns: dict[str, Any], records: Sequence[int] | None
    ) -> Any:
        """Return columns as a table of this generation, with the records' numbers if given."""
        arrays = {
            column.name: pa.array(columns[column.name], column.dtype)
            if isinstance(columns[column.name], tuple)
            else columns[column.name]
            for column in contract.columns
            if column.name != "generation"
        }
        count = len(next(iter(arrays.values())))
        arrays["generation"] = pa.repeat(self._generation, count)
        table = contract.table(arrays)
        return table if records is None else with_column(table, RECORD, records)


def transposed(rows: list[tuple[Any, ...]], width: int) -> list[tuple[Any, ...]]:
    """Return the columns of `rows`, `width` of them even when there is no row."""
    return list(zip(*rows, strict=True)) if rows else [()] * width
