"""Evidence beside the claims: ratings, decision points, exploitation and end of life.

What is not here: records (`record_batch`) and claims about versions (`batch`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa

from hiyoke.advisories.cvss_shape import cvss_version_of
from hiyoke.advisories.instants import date_of
from hiyoke.advisories.record_batch import RecordBatch
from hiyoke.languages import Text
from hiyoke.tables import CVSS_VECTORS, END_OF_LIFE, EPSS, KNOWN_EXPLOITED, SSVC_POINTS

if TYPE_CHECKING:
    from collections.abc import Sequence


class EvidenceBatch(RecordBatch):
    """Evidence of the current record, gathered until it is collected."""

    def _forget(self) -> None:
        super()._forget()
        self._cvss: list[tuple[Any, ...]] = []
        self._ssvc: list[tuple[Any, ...]] = []
        self._exploited: list[tuple[Any, ...]] = []
        self._end_of_life: list[tuple[Any, ...]] = []
        self._epss: list[Any] = []

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

    def _evidence_tables(self) -> dict[str, Any]:
        """Return the tables of this module."""
        return {
            CVSS_VECTORS.name: self._row_table(CVSS_VECTORS, self._cvss),
            SSVC_POINTS.name: self._row_table(SSVC_POINTS, self._ssvc, instants=("assessed_at",)),
            KNOWN_EXPLOITED.name: self._row_table(KNOWN_EXPLOITED, self._exploited),
            END_OF_LIFE.name: self._row_table(END_OF_LIFE, self._end_of_life),
            EPSS.name: self._epss_table(),
        }

    def _epss_table(self) -> Any:
        if not self._epss:
            return EPSS.empty()
        table = pa.concat_tables(self._epss)
        return EPSS.select_from(
            table.append_column("generation", pa.repeat(self._generation, len(table)))
        )


_CVSS_WHY = Text(
    ja="CVSS 2.0、3.0、3.1、4.0 のベクトルを期待しましたが、{found} でした",
    en="expected a CVSS 2.0, 3.0, 3.1 or 4.0 vector, found {found}",
)
_CVSS_REMEDY = Text(
    ja="このベクトルだけを使わずに進めました。公表元に知らせてください。",
    en="Only this vector was left out. Report it to the publisher.",
)
