"""CSAF documents read one by one, an advisory for each of their vulnerabilities.

One document may call a product affected by one flaw and not by the next, so a document with
several vulnerabilities becomes several advisories. What is not here: products (`products`), their
status (`claims`) and assessments (`evidence`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from hiyoke.advisories import instant_of
from hiyoke.advisories.claim_sheet import ClaimSheet
from hiyoke.exchange.csaf.claims import add_statuses
from hiyoke.exchange.csaf.evidence import SOURCE, add_evidence
from hiyoke.exchange.csaf.products import products_of
from hiyoke.exchange.csaf.schema import (
    CsafDocument,
    FullProductName,
    Metric,
    ProductStatus,
    Score,
    Vulnerability,
)
from hiyoke.exchange.json_faults import (
    malformed_json,
    malformed_member,
    no_product,
    not_a_record,
    too_deep,
    withdrawn_without_date,
)
from hiyoke.exchange.json_records import read_json_records
from hiyoke.exchange.json_salvage import LostPart, salvage
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from hiyoke.advisories import AdvisoryBatch
    from hiyoke.documents import Document
    from hiyoke.exchange.csaf.products import ProductName
    from hiyoke.exchange.json_records import JsonText

#: Document categories by which a publisher takes a document back (CSAF 2.1, profiles).
WITHDRAWN: Final = frozenset({"csaf_withdrawn", "csaf_superseded"})

#: Between a document's identifier and that of its part; merging records relies on it.
PART_MARK: Final = "#"

#: Longest tracking identifier; a longer one is no identifier.
ID_LIMIT: Final = 512

_UNNAMED: Final = "unknown"
_EXPECTED: Final = Text(
    ja="CSAF 2.x の必須項目（document.tracking.id）",
    en="the members a CSAF 2.x document must have (document.tracking.id)",
)

#: Parts that are kept whole or not at all: half a status would say something else.
_WHOLE: Final = frozenset({FullProductName, Metric, ProductStatus, Score})

_decode = msgspec.json.Decoder(CsafDocument).decode


def read(document: Document, batch: AdvisoryBatch) -> Iterator[None]:
    """Read CSAF 2.0 or 2.1 documents: one, an array, or one a line.

    Args:
        document: A document that `recognises` has accepted.
        batch: Where claims go. Documents that break the schema are used as far as is safe and
            named in its quarantine.

    Yields:
        Nothing, after each CSAF document.

    Raises:
        UnreadableDocumentError: The rest of the document is damaged or past its bounds.

    Cost:
        About 40 MB/s on one core; memory for one CSAF document.
    """
    for origin, text in read_json_records(document):
        _read_document(text, batch, origin)
        yield


def _read_document(text: JsonText, batch: AdvisoryBatch, origin: str) -> None:
    lost: list[LostPart] = []
    found: CsafDocument | None
    try:
        found = _decode(text)
    except (ValueError, RecursionError):
        found = _salvage(text, lost, batch, origin)
    if found is None:
        return
    # A number sign marks parts of a document, so it cannot be in the document's own identifier.
    tracking_id = found.document.tracking.id.strip().replace(PART_MARK, "%23")
    if not tracking_id or len(tracking_id) > ID_LIMIT:
        shown = f"id {tracking_id[:80]!a}"
        batch.quarantine(**not_a_record(origin, None, expected=_EXPECTED, found=shown))
        return
    _add_document(found, tracking_id, batch, origin)
    for part in lost:
        batch.quarantine_part(**malformed_member(origin, tracking_id, part.why))


def _salvage(
    text: JsonText, lost: list[LostPart], batch: AdvisoryBatch, origin: str
) -> CsafDocument | None:
    try:
        raw = msgspec.json.decode(text)
    except RecursionError:
        batch.quarantine(**too_deep(origin))
        return None
    except ValueError as error:
        batch.quarantine(**malformed_json(origin, str(error)))
        return None
    found = salvage(raw, CsafDocument, lost, whole=_WHOLE)
    if found is None:
        why = lost[-1].why if lost else ""
        batch.quarantine(**not_a_record(origin, None, expected=_EXPECTED, found=why))
    return found


def _add_document(found: CsafDocument, tracking_id: str, batch: AdvisoryBatch, origin: str) -> None:
    withdrawn_at = _withdrawn_at(found)
    if withdrawn_at == "":
        batch.quarantine(**withdrawn_without_date(origin, tracking_id))
        return
    vulnerabilities = found.vulnerabilities or []
    products = products_of(found.product_tree) if found.product_tree else {}
    nameless: set[str] = set()
    if len(vulnerabilities) > 1:
        # The document as a whole claims nothing, but its parts stand or fall with it.
        batch.begin_record(SOURCE, tracking_id, modified_at=_modified_at(found))
    for advisory_id, vulnerability in _advisory_ids(tracking_id, vulnerabilities):
        if _announce(
            found, advisory_id, vulnerability, batch, origin=origin, withdrawn_at=withdrawn_at
        ):
            nameless.update(_add_vulnerability(found, advisory_id, vulnerability, batch, products))
    if not vulnerabilities:
        _announce(
            found, tracking_id, Vulnerability(), batch, origin=origin, withdrawn_at=withdrawn_at
        )
    if nameless:
        batch.quarantine_part(**no_product(origin, tracking_id))


def _withdrawn_at(found: CsafDocument) -> str | None:
    """Return when a document was taken back; None while it stands, empty when no date is known."""
    if (found.document.category or "").strip().lower() not in WITHDRAWN:
        return None
    tracking = found.document.tracking
    dates = (tracking.current_release_date, tracking.initial_release_date)
    return next((date for date in dates if date and instant_of(date) is not None), "")


def _modified_at(found: CsafDocument) -> str | None:
    tracking = found.document.tracking
    return tracking.current_release_date or tracking.initial_release_date


def _advisory_ids(
    tracking_id: str, vulnerabilities: Sequence[Vulnerability]
) -> Iterator[tuple[str, Vulnerability]]:
    """Yield an identifier for each vulnerability.

    It is the document's own where there is one vulnerability; else the CVE, another identifier
    or the place of the vulnerability follows a `PART_MARK`.
    """
    if len(vulnerabilities) == 1:
        yield tracking_id, vulnerabilities[0]
        return
    seen: set[str] = set()
    for place, vulnerability in enumerate(vulnerabilities, start=1):
        texts = [one.text for one in vulnerability.ids or () if one.text]
        name = vulnerability.cve or (texts[0] if len(texts) == 1 else str(place))
        advisory_id = f"{tracking_id}{PART_MARK}{name.replace(PART_MARK, '')}"
        if advisory_id in seen:
            advisory_id = f"{advisory_id}.{place}"
        seen.add(advisory_id)
        yield advisory_id, vulnerability


def _announce(
    found: CsafDocument,
    advisory_id: str,
    vulnerability: Vulnerability,
    batch: AdvisoryBatch,
    *,
    origin: str,
    withdrawn_at: str | None,
) -> bool:
    tracking = found.document.tracking
    cve = vulnerability.cve
    return batch.add_advisory(
        advisory_id,
        source=SOURCE,
        origin=origin,
        summary=vulnerability.title or found.document.title,
        published_at=tracking.initial_release_date,
        modified_at=_modified_at(found),
        withdrawn_at=withdrawn_at,
        upstream=(cve,) if cve else (),
        related=tuple(tracking.aliases or ()),
    )


def _add_vulnerability(
    found: CsafDocument,
    advisory_id: str,
    vulnerability: Vulnerability,
    batch: AdvisoryBatch,
    products: Mapping[str, Sequence[ProductName]],
) -> list[str]:
    publisher = found.document.publisher
    add_evidence(
        batch,
        vulnerability,
        subject_id=vulnerability.cve or advisory_id,
        publisher=(publisher and (publisher.name or publisher.namespace)) or _UNNAMED,
    )
    if vulnerability.product_status is None:
        return []
    sheet = ClaimSheet(batch)
    nameless = add_statuses(sheet, vulnerability.product_status, products)
    sheet.write()
    return nameless
