"""NVD records read one by one, from pages of the API, feed files or lines.

What is not here: the meaning of CPE applicability statements (`hiyoke.advisories`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import msgspec

from hiyoke.advisories import date_of, instant_of
from hiyoke.advisories.claim_sheet import ClaimSheet
from hiyoke.advisories.cpe_applicability import CpeConfiguration, add_cpe_claims
from hiyoke.exchange.json_faults import (
    malformed_json,
    malformed_member,
    not_a_record,
    too_deep,
    unreadable_cpe,
    unreadable_date,
    withdrawn_without_date,
)
from hiyoke.exchange.json_records import read_json_records
from hiyoke.exchange.json_salvage import LostPart, salvage
from hiyoke.exchange.nvd.schema import CvssMetric, NvdEntry, NvdRecord
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hiyoke.advisories import AdvisoryBatch
    from hiyoke.documents import Document
    from hiyoke.exchange.json_records import JsonText

SOURCE: Final = "nvd"

_CVE_ID = re.compile(r"CVE-[0-9]{4}-[0-9]{4,19}")
_UNNAMED: Final = "unknown"
_EXPECTED: Final = Text(
    ja="NVD 2.0 の必須項目（cve.id）",
    en="the members an NVD 2.0 record must have (cve.id)",
)

#: Parts that are kept whole or not at all: half a condition would say something else.
_WHOLE: Final = frozenset({CpeConfiguration, CvssMetric})

_decode_entry = msgspec.json.Decoder(NvdEntry).decode
_decode_record = msgspec.json.Decoder(NvdRecord).decode


def read(document: Document, batch: AdvisoryBatch) -> Iterator[None]:
    """Read NVD 2.0 records: pages, feed files, single records, arrays or lines of them.

    Args:
        document: A document that `recognises` has accepted.
        batch: Where claims go. Records that break the schema are used as far as is safe and
            named in its quarantine.

    Yields:
        Nothing, after each record.

    Raises:
        UnreadableDocumentError: The rest of the document is damaged or past its bounds.

    Cost:
        About 60 MB/s on one core; memory for one record.
    """
    for origin, text in read_json_records(document, member="vulnerabilities"):
        _read_record(text, batch, origin)
        yield


def _read_record(text: JsonText, batch: AdvisoryBatch, origin: str) -> None:
    lost: list[LostPart] = []
    record: NvdRecord | None
    try:
        record = _decode_entry(text).cve
    except (ValueError, RecursionError):
        try:
            record = _decode_record(text)
        except (ValueError, RecursionError):
            record = _salvage(text, lost, batch, origin)
    if record is None:
        return
    if not _CVE_ID.fullmatch(record.id):
        found = f"id {record.id[:80]!a}"
        batch.quarantine(**not_a_record(origin, None, expected=_EXPECTED, found=found))
        return
    _add_record(record, batch, origin)
    for part in lost:
        batch.quarantine_part(**malformed_member(origin, record.id, part.why))


def _salvage(
    text: JsonText, lost: list[LostPart], batch: AdvisoryBatch, origin: str
) -> NvdRecord | None:
    try:
        raw: Any = msgspec.json.decode(text)
    except RecursionError:
        batch.quarantine(**too_deep(origin))
        return None
    except ValueError as error:
        batch.quarantine(**malformed_json(origin, str(error)))
        return None
    inner = raw.get("cve", raw) if isinstance(raw, dict) else raw
    record = salvage(inner, NvdRecord, lost, whole=_WHOLE)
    if record is None:
        why = lost[-1].why if lost else ""
        batch.quarantine(**not_a_record(origin, None, expected=_EXPECTED, found=why))
    return record


def _add_record(record: NvdRecord, batch: AdvisoryBatch, origin: str) -> None:
    withdrawn_at = _withdrawn_at(record)
    if withdrawn_at == "":
        batch.quarantine(**withdrawn_without_date(origin, record.id))
        return
    stands = batch.add_advisory(
        record.id,
        source=SOURCE,
        origin=origin,
        published_at=record.published,
        modified_at=record.lastModified,
        withdrawn_at=withdrawn_at,
    )
    if not stands:
        return
    sheet = ClaimSheet(batch)
    stated = (*(record.configurations or ()), *(record.vcConfigurations or ()))
    for cpe in add_cpe_claims(sheet, stated):
        batch.quarantine_part(**unreadable_cpe(origin, record.id, cpe))
    sheet.write()
    _add_ratings(record, batch)
    if record.cisaExploitAdd:
        _add_exploitation(record.cisaExploitAdd, record, batch, origin)


def _withdrawn_at(record: NvdRecord) -> str | None:
    """Return when a record was rejected; None while it stands, empty when no date is known."""
    if (record.vulnStatus or "").strip().lower() != "rejected":
        return None
    dates = (record.lastModified, record.published)
    return next((date for date in dates if date and instant_of(date) is not None), "")


def _add_ratings(record: NvdRecord, batch: AdvisoryBatch) -> None:
    metrics = record.metrics
    if metrics is None:
        return
    rated = (
        metrics.cvssMetricV40,
        metrics.cvssMetricV31,
        metrics.cvssMetricV30,
        metrics.cvssMetricV2,
    )
    for ratings in rated:
        for rating in ratings or ():
            if rating.cvssData is not None and rating.cvssData.vectorString:
                batch.add_cvss(
                    record.id,
                    source=SOURCE,
                    provider=rating.source or _UNNAMED,
                    vector=rating.cvssData.vectorString,
                )


def _add_exploitation(listed_on: str, record: NvdRecord, batch: AdvisoryBatch, origin: str) -> None:
    if date_of(listed_on) is None:
        batch.quarantine_part(**unreadable_date(origin, record.id, listed_on))
        return
    batch.add_known_exploited(
        record.id, listed_on=listed_on, due_on=record.cisaActionDue, ransomware_use="unknown"
    )
