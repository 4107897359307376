"""Where readers of every format meet: records in, tables of the normal form out.

A reader announces each record with `add_advisory`, then adds what that record claims;
`collect_tables` returns the contract tables of everything added since the last call. What is not
here: parsing, files, and which of two versions of a record wins, which the store decides.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from hiyoke.advisories.claim_rows import ALL, BEGINNING, RANGE, MarkedClaim
from hiyoke.advisories.claims import Claims
from hiyoke.advisories.cvss_shape import cvss_version_of
from hiyoke.advisories.instants import date_of, instant_of, instants_of
from hiyoke.advisories.staging import RECORD, RECORDS, STAGED_QUARANTINE, with_column
from hiyoke.languages import Text
from hiyoke.tables import (
    ADVISORIES,
    AFFECTED_RANGES,
    CVSS_VECTORS,
    END_OF_LIFE,
    EPSS,
    KNOWN_EXPLOITED,
    SSVC_POINTS,
    TableContract,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hiyoke.packages import PackageIdentity

#: Rows after which `AdvisoryBatch.is_full` asks for `collect_tables`; bounds memory.
FULL_ROWS: Final = 200_000

AFFECTED = "affected"


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


class AdvisoryBatch:
    """Rows of the normal form, gathered column by column until they are collected.

    Args:
        generation: Number of the import, written to every row.

    Attributes:
        claims: Claims about versions; readers of large feeds may append to it directly.
        counts: Counts of the current document.
        record: Number of the current record, increasing over the life of the batch.
    """

    def __init__(self, *, generation: int = 0) -> None:
        self.claims = Claims()
        self.counts = ReadCounts()
        self.record = -1
        self._generation = generation
        self._document = ("", "")
        self._current = ("", "")
        self._is_withdrawn = False
        self._forget()

    def _forget(self) -> None:
        self._base = self.record + 1
        self._records: list[tuple[str, str, str | None, str]] = []
        self._advisories: list[tuple[Any, ...]] = []
        self._cvss: list[tuple[Any, ...]] = []
        self._ssvc: list[tuple[Any, ...]] = []
        self._exploited: list[tuple[Any, ...]] = []
        self._end_of_life: list[tuple[Any, ...]] = []
        self._epss: list[Any] = []
        self._quarantine: list[tuple[Any, ...]] = []

    @property
    def is_full(self) -> bool:
        """Whether `collect_tables` should be called before more is read."""
        return len(self.claims) + len(self._records) + len(self._cvss) > FULL_ROWS

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
        self._records.append((source, record_id, modified_at, self._document[1]))
        self._current = (source, record_id)
        self._is_withdrawn = False
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
        self.begin_record(source, advisory_id, modified_at=modified_at)
        self._is_withdrawn = withdrawn_at is not None and instant_of(withdrawn_at) is not None
        self._advisories.append(
            (
                self.record,
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
        if self._is_withdrawn:
            counts.withdrawn += 1
        else:
            counts.used += 1
        return not self._is_withdrawn

    def add_range(  # noqa: PLR0913 - one argument for each member of the record.
        self,
        advisory_id: str,
        *,
        source: str,
        identity: PackageIdentity,
        package_name: str,
        introduced: str | None = None,
        fixed: str | None = None,
        last_affected: str | None = None,
        status: str = AFFECTED,
        obstacle: str | None = None,
    ) -> None:
        """Claim versions from `introduced` up to `fixed` (exclusive) or `last_affected`.

        Args:
            advisory_id: The advisory announced last, as `source` is its format.
            source: Format name.
            identity: The package, see `hiyoke.packages`.
            package_name: The package as published.
            introduced: First affected version; None or ``"0"`` is open.
            fixed: First version no longer affected.
            last_affected: Last affected version; not looked at when `fixed` is given.
            status: affected, not_affected or under_investigation.
            obstacle: A code of `Obstacle` when versions cannot be compared with the claim.
        """
        if self._owns(advisory_id, source):
            package = self.claims.package_number(identity, package_name)
            bottom = None if introduced == BEGINNING else introduced
            self.claims.marked.append(
                MarkedClaim(
                    self.record, package, RANGE, status, bottom, fixed, last_affected, obstacle
                )
            )

    def add_events(
        self,
        advisory_id: str,
        *,
        source: str,
        identity: PackageIdentity,
        package_name: str,
        events: Sequence[tuple[str, str]],
        status: str = AFFECTED,
    ) -> None:
        """Claim what a list of (introduced | fixed | last_affected | limit, version) says.

        See `affected_intervals` for the meaning; other arguments as in `add_range`.
        """
        if self._owns(advisory_id, source):
            package = self.claims.package_number(identity, package_name)
            self.claims.add_events(self.record, package, events, status=status)

    def add_listed(
        self,
        advisory_id: str,
        *,
        source: str,
        identity: PackageIdentity,
        package_name: str,
        versions: Sequence[str],
        status: str = AFFECTED,
    ) -> None:
        """Claim versions named one by one; other arguments as in `add_range`."""
        if self._owns(advisory_id, source):
            package = self.claims.package_number(identity, package_name)
            self.claims.add_listed(self.record, package, versions, status=status)

    def add_all_versions(
        self,
        advisory_id: str,
        *,
        source: str,
        identity: PackageIdentity,
        package_name: str,
        status: str = AFFECTED,
    ) -> None:
        """Claim every version of a package; arguments as in `add_range`."""
        if self._owns(advisory_id, source):
            package = self.claims.package_number(identity, package_name)
            self.claims.marked.append(MarkedClaim(self.record, package, ALL, status))

    def add_cvss(self, subject_id: str, *, source: str, provider: str, vector: str) -> None:
        """Add a CVSS vector; one of no known shape is put in quarantine, its record is not.

        Args:
            subject_id: The advisory or CVE it rates; it need not be the current record.
            source: Format name.
            provider: Who rated it.
            vector: Vector text of CVSS 2.0, 3.0, 3.1 or 4.0.
        """
        if self._is_withdrawn:
            return
        version = cvss_version_of(vector)
        if version is None:
            self.quarantine_part(
                origin=self._document[0],
                record_id=subject_id,
                reason="cvss_vector",
                why=_CVSS_WHY.fill(found=ascii(vector[:80])),
                remedy=_CVSS_REMEDY,
            )
            return
        self._cvss.append((self.record, subject_id, source, provider, version, vector))

    def add_ssvc(
        self,
        cve_id: str,
        *,
        source: str,
        assessor: str,
        exploitation: str | None = None,
        automatable: str | None = None,
        technical_impact: str | None = None,
        assessed_at: str | None = None,
    ) -> None:
        """Add one assessor's SSVC decision points: see `SSVC_POINTS` for the words."""
        if not self._is_withdrawn:
            self._ssvc.append(
                (
                    self.record,
                    cve_id,
                    source,
                    assessor,
                    exploitation,
                    automatable,
                    technical_impact,
                    assessed_at,
                )
            )

    def add_known_exploited(
        self, cve_id: str, *, listed_on: str, due_on: str | None, ransomware_use: str
    ) -> None:
        """Add a listing; dates are ISO texts, `ransomware_use` is known or unknown.

        Call `begin_record` for the catalogue first; the newest catalogue replaces older ones.
        """
        source, _ = self._current
        self._exploited.append(
            (self.record, cve_id, source, date_of(listed_on), date_of(due_on), ransomware_use)
        )

    def add_epss(self, table: Any) -> None:
        """Add an Arrow table with the columns of `EPSS` except generation."""
        self._epss.append(table)

    def add_end_of_life(  # noqa: PLR0913 - one argument for each member of the record.
        self,
        product: str,
        *,
        product_title: str,
        cycle: str,
        released_on: str | None = None,
        support_ends_on: str | None = None,
        eol_on: str | None = None,
        is_eol: bool | None = None,
        extended_until: str | None = None,
        latest_version: str | None = None,
        purls: Sequence[str] = (),
        cpes: Sequence[str] = (),
    ) -> None:
        """Add one release cycle; dates are ISO texts, None is unknown.

        Call ``begin_record("endoflife", product, modified_at=...)`` before a product's cycles:
        a newer document about the product replaces all of them.
        """
        days = (date_of(released_on), date_of(support_ends_on), date_of(eol_on))
        self._end_of_life.append(
            (
                self.record,
                product,
                product_title,
                cycle,
                *days,
                is_eol,
                date_of(extended_until),
                latest_version,
                purls,
                cpes,
            )
        )

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

    def collect_tables(self) -> dict[str, Any]:
        """Return what was added since the last call, by contract name, and start afresh.

        Call it between records, never within one. Besides the promised columns, tables carry
        ``record``, the number of the record they belong to; table ``records`` says which that is.

        Cost:
            One key for each distinct version; everything else is columnar.
        """
        records, ranges = self.claims.collect()
        owners = pa.array([number - self._base for number in records], pa.int64())
        who = _transposed(self._records, 4)
        sources, ids = pa.array(who[0], pa.string()), pa.array(who[1], pa.string())
        ranges |= {"advisory_id": ids.take(owners), "source": sources.take(owners)}
        tables = {
            AFFECTED_RANGES.name: with_column(
                AFFECTED_RANGES.table(ranges | self._stamp(len(records))), RECORD, records
            ),
            ADVISORIES.name: self._advisory_table(),
            CVSS_VECTORS.name: self._table(CVSS_VECTORS, self._cvss),
            SSVC_POINTS.name: self._table(SSVC_POINTS, self._ssvc, instants=("assessed_at",)),
            KNOWN_EXPLOITED.name: self._table(KNOWN_EXPLOITED, self._exploited),
            END_OF_LIFE.name: self._table(END_OF_LIFE, self._end_of_life),
            EPSS.name: self._epss_table(),
            STAGED_QUARANTINE.name: self._table(
                STAGED_QUARANTINE, self._quarantine, has_record=False
            ),
            RECORDS.name: RECORDS.table(
                {
                    "record": list(range(self._base, self._base + len(self._records))),
                    "source": sources,
                    "record_id": ids,
                    "modified_at": instants_of(list(who[2])),
                    "document": list(who[3]),
                }
            ),
        }
        self._forget()
        return tables

    def _owns(self, advisory_id: str, source: str) -> bool:
        if self._current != (source, advisory_id):
            raise ValueError(f"expected add_advisory({advisory_id!r}) before its claims")
        return not self._is_withdrawn

    def _stamp(self, count: int) -> dict[str, Any]:
        return {"generation": pa.repeat(self._generation, count)}

    def _table(
        self,
        contract: TableContract,
        rows: list[tuple[Any, ...]],
        *,
        instants: Sequence[str] = (),
        has_record: bool = True,
    ) -> Any:
        names = [name for name in contract.column_names if name != "generation"]
        cells = _transposed(rows, len(names) + has_record)
        columns: dict[str, Any] = dict(zip(names, map(list, cells[has_record:]), strict=True))
        for name in instants:
            columns[name] = instants_of(columns[name])
        table = contract.table(columns | self._stamp(len(rows)))
        return with_column(table, RECORD, list(cells[0])) if has_record else table

    def _advisory_table(self) -> Any:
        return self._table(
            ADVISORIES,
            self._advisories,
            instants=("published_at", "modified_at", "withdrawn_at"),
        )

    def _epss_table(self) -> Any:
        if not self._epss:
            return EPSS.empty()
        table = pa.concat_tables(self._epss)
        return EPSS.select_from(
            table.append_column("generation", pa.repeat(self._generation, len(table)))
        )


def _transposed(rows: list[tuple[Any, ...]], width: int) -> list[tuple[Any, ...]]:
    return list(zip(*rows, strict=True)) if rows else [()] * width


_CVSS_WHY = Text(
    ja="CVSS 2.0、3.0、3.1、4.0 のベクトルを期待しましたが、{found} でした",
    en="expected a CVSS 2.0, 3.0, 3.1 or 4.0 vector, found {found}",
)
_CVSS_REMEDY = Text(
    ja="このベクトルだけを使わずに進めました。公表元に知らせてください。",
    en="Only this vector was left out. Report it to the publisher.",
)
