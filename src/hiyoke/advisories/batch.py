"""Where readers of every format meet: records in, tables of the normal form out.

A reader announces each record with `add_advisory`, then adds what that record claims;
`collect_tables` returns the contract tables of everything added since the last call. What is not
here: parsing, files, and which of two versions of a record wins, which the store decides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from hiyoke.advisories.claim_rows import AFFECTED, ALL, BEGINNING, RANGE, MarkedClaim
from hiyoke.advisories.claims import Claims
from hiyoke.advisories.cycle_search import without_cycle_search
from hiyoke.advisories.evidence_batch import EvidenceBatch
from hiyoke.advisories.staging import RECORD
from hiyoke.tables import ADVISORIES, AFFECTED_RANGES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hiyoke.packages import PackageIdentity

#: Rows after which `AdvisoryBatch.is_full` asks for `collect_tables`; bounds memory.
FULL_ROWS: Final = 200_000


class AdvisoryBatch(EvidenceBatch):
    """Rows of the normal form, gathered until they are collected.

    Args:
        generation: Number of the import, written to every row.

    Attributes:
        claims: Claims about versions; readers of large feeds may append to it directly.
    """

    def __init__(self, *, generation: int = 0) -> None:
        self.claims = Claims()
        super().__init__(generation=generation)

    @property
    def is_full(self) -> bool:
        """Whether `collect_tables` should be called before more is read."""
        others = len(self._advisories) + len(self._cvss) + len(self._end_of_life)
        return len(self.claims) + others > FULL_ROWS

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

    def collect_tables(self) -> dict[str, Any]:
        """Return what was added since the last call, by contract name, and start afresh.

        Call it between records, never within one. Besides the promised columns, tables carry
        ``record``, the number of the record they belong to; table ``records`` says which that is.

        Cost:
            One key for each distinct version; everything else is columnar.
        """
        with without_cycle_search():
            tables = {**self._record_tables(), **self._evidence_tables()}
            tables[AFFECTED_RANGES.name] = self._range_table(tables[ADVISORIES.name])
            self._forget()
        return tables

    def _range_table(self, advisories: Any) -> Any:
        records, columns = self.claims.collect()
        owners = pa.array(np.searchsorted(advisories[RECORD].to_numpy(), np.array(records, int)))
        for name in ("advisory_id", "source"):
            columns[name] = advisories[name].combine_chunks().take(owners)
        return self._table(AFFECTED_RANGES, columns, records)

    def _owns(self, advisory_id: str, source: str) -> bool:
        if self._current != (source, advisory_id):
            raise ValueError(f"expected add_advisory({advisory_id!r}) before its claims")
        return not self._is_withdrawn
