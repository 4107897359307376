"""CVE records read one by one, every provider's claims and evidence kept side by side.

What is not here: what an entry claims (`claims`), what metrics tell (`evidence`), and how
much of a broken record can be kept (`json_salvage`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import msgspec

from hiyoke.advisories import instant_of
from hiyoke.advisories.claim_sheet import ClaimSheet
from hiyoke.advisories.cpe_applicability import CpeConfiguration, add_cpe_claims
from hiyoke.exchange.cve5.claims import add_entry, add_lost_entry
from hiyoke.exchange.cve5.evidence import SOURCE, add_metric
from hiyoke.exchange.cve5.schema import (
    Affected,
    Container,
    CveRecord,
    Metadata,
    Metric,
)
from hiyoke.exchange.json_faults import (
    malformed_json,
    malformed_member,
    no_product,
    not_a_record,
    too_deep,
    unreadable_cpe,
    withdrawn_without_date,
)
from hiyoke.exchange.json_records import read_json_records
from hiyoke.exchange.json_salvage import LostPart, salvage
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hiyoke.advisories import AdvisoryBatch
    from hiyoke.documents import Document
    from hiyoke.exchange.json_records import JsonText

_CVE_ID = re.compile(r"CVE-[0-9]{4}-[0-9]{4,19}")
_UNNAMED: Final = "unknown"
_EXPECTED: Final = Text(
    ja="CVE 5.x の必須項目（cveMetadata.cveId、containers）",
    en="the members a CVE 5.x record must have (cveMetadata.cveId, containers)",
)

#: Parts that are kept whole or not at all.
_WHOLE: Final = frozenset({Affected, CpeConfiguration, Metric})

_decode = msgspec.json.Decoder(CveRecord).decode


def read(document: Document, batch: AdvisoryBatch) -> Iterator[None]:
    """Read CVE 5.x records: one, an array, or one a line.

    Args:
        document: A document that `recognises` has accepted.
        batch: Where claims go. Records that break the schema are used as far as is safe and
            named in its quarantine.

    Yields:
        Nothing, after each record.

    Raises:
        UnreadableDocumentError: The rest of the document is damaged or past its bounds.

    Cost:
        About 40 MB/s on one core; memory for one record.
    """
    for origin, text in read_json_records(document):
        _read_record(text, batch, origin)
        yield


def _read_record(text: JsonText, batch: AdvisoryBatch, origin: str) -> None:
    lost: list[LostPart] = []
    record: CveRecord | None
    try:
        record = _decode(text)
    except (msgspec.DecodeError, RecursionError, ValueError):
        record = _salvage(text, lost, batch, origin)
    if record is None:
        return
    metadata = record.cveMetadata
    if not _CVE_ID.fullmatch(metadata.cveId):
        found = f"cveId {metadata.cveId[:80]!a}"
        batch.quarantine(**not_a_record(origin, None, expected=_EXPECTED, found=found))
        return
    _add_record(record, lost, batch, origin)


def _salvage(
    text: JsonText, lost: list[LostPart], batch: AdvisoryBatch, origin: str
) -> CveRecord | None:
    """Keep what a record with wrong types still tells; without identity it tells nothing."""
    try:
        raw = msgspec.json.decode(text)
    except RecursionError:
        batch.quarantine(**too_deep(origin))
        return None
    except (msgspec.DecodeError, ValueError) as error:
        batch.quarantine(**malformed_json(origin, str(error)))
        return None
    record = salvage(raw, CveRecord, lost, whole=_WHOLE)
    if record is None:
        why = lost[-1].why if lost else ""
        batch.quarantine(**not_a_record(origin, None, expected=_EXPECTED, found=why))
    return record


def _add_record(record: CveRecord, lost: list[LostPart], batch: AdvisoryBatch, origin: str) -> None:
    metadata = record.cveMetadata
    cve_id = metadata.cveId
    withdrawn_at = _withdrawn_at(metadata)
    if withdrawn_at == "":
        batch.quarantine(**withdrawn_without_date(origin, cve_id))
        return
    containers = _containers(record)
    stands = batch.add_advisory(
        cve_id,
        source=SOURCE,
        origin=origin,
        summary=containers[0].title if containers else None,
        published_at=metadata.datePublished,
        modified_at=metadata.dateUpdated or metadata.datePublished,
        withdrawn_at=withdrawn_at,
    )
    if not stands:
        return
    sheet = ClaimSheet(batch)
    for container in containers:
        _add_container(sheet, container, batch, origin, cve_id)
    for part in lost:
        if part.kind is Affected:
            add_lost_entry(sheet, part.raw)
        batch.quarantine_part(**malformed_member(origin, cve_id, part.why))
    if sheet.is_empty and any(container.affected for container in containers):
        batch.quarantine_part(**no_product(origin, cve_id))
    sheet.write()


def _containers(record: CveRecord) -> list[Container]:
    authority = record.containers.cna
    enrichers = record.containers.adp or []
    return enrichers if authority is None else [authority, *enrichers]


def _withdrawn_at(metadata: Metadata) -> str | None:
    """Return when a rejected record was; None while it stands, empty when no date can be read."""
    if metadata.state.upper() != "REJECTED":
        return None
    dates = (metadata.dateRejected, metadata.dateUpdated, metadata.datePublished)
    return next((date for date in dates if date and instant_of(date) is not None), "")


def _add_container(
    sheet: ClaimSheet, container: Container, batch: AdvisoryBatch, origin: str, cve_id: str
) -> None:
    for entry in container.affected or ():
        add_entry(sheet, entry)
    if container.cpeApplicability:
        for cpe in add_cpe_claims(sheet, container.cpeApplicability):
            batch.quarantine_part(**unreadable_cpe(origin, cve_id, cpe))
    if container.metrics:
        known = container.providerMetadata
        provider = (known and (known.shortName or known.orgId)) or _UNNAMED
        for metric in container.metrics:
            add_metric(batch, metric, cve_id=cve_id, provider=provider, origin=origin)
