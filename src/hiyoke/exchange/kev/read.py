"""The KEV catalogue read whole: it is one list, and a newer list replaces an older one.

What is not here: deadlines. The catalogue's due dates are kept for reference; decision tables
set the deadlines.

Source:
    CISA, known_exploited_vulnerabilities_schema.json.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import msgspec

from hiyoke.advisories import date_of
from hiyoke.documents import decode_text
from hiyoke.errors import UnreadableDocumentError
from hiyoke.exchange.json_keys import json_keys
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hiyoke.advisories import AdvisoryBatch
    from hiyoke.documents import Document

SOURCE: Final = "kev"

#: Identifier of the one record that a catalogue is; the newest catalogue wins as a whole.
CATALOGUE: Final = "catalogue"

#: Largest catalogue; the real one is below 2 MB.
MAX_BYTES: Final = 256 * 1024**2

_CVE: Final = re.compile(r"CVE-\d{4}-\d{4,19}")


class _Entry(msgspec.Struct, gc=False):
    cve_id: str = msgspec.field(name="cveID")
    date_added: str = msgspec.field(name="dateAdded")
    due_date: str | None = msgspec.field(name="dueDate", default=None)
    ransomware: str | None = msgspec.field(name="knownRansomwareCampaignUse", default=None)


class _Catalogue(msgspec.Struct):
    vulnerabilities: list[msgspec.Raw]
    date_released: Any = msgspec.field(name="dateReleased", default=None)


_decode_catalogue = msgspec.json.Decoder(_Catalogue).decode
_decode_entry = msgspec.json.Decoder(_Entry).decode


def recognises(head: bytes) -> bool:
    """Return whether the document that begins with `head` is a KEV catalogue.

    Example:
        >>> recognises(b'{"catalogVersion": "2025.08.25", "vulnerabilities": []}')
        True
    """
    keys = json_keys(head)
    return "catalogVersion" in keys or {"dateReleased", "vulnerabilities"} <= keys


def read(document: Document, batch: AdvisoryBatch) -> Iterator[None]:
    """Read one catalogue.

    Entries without a CVE identifier or a date of listing go to quarantine; an entry listed twice
    counts once, with the earlier date.

    Raises:
        UnreadableDocumentError: Not JSON, or not a catalogue.
    """
    text = decode_text(document.read_bytes(MAX_BYTES), origin=document.origin)
    try:
        catalogue = _decode_catalogue(text)
    except (ValueError, RecursionError) as error:
        raise _not_a_catalogue(document.origin, str(error)) from error
    released = catalogue.date_released
    batch.begin_record(
        SOURCE, CATALOGUE, modified_at=released if isinstance(released, str) else None
    )
    listed: dict[str, _Entry] = {}
    for place, raw in enumerate(catalogue.vulnerabilities, start=1):
        _read_entry(raw, batch, listed, origin=f"{document.origin}#{place}")
    for cve_id, entry in listed.items():
        is_known = (entry.ransomware or "").strip().casefold() == "known"
        batch.add_known_exploited(
            cve_id,
            listed_on=entry.date_added,
            due_on=entry.due_date,
            ransomware_use="known" if is_known else "unknown",
        )
    yield


def _read_entry(
    raw: msgspec.Raw, batch: AdvisoryBatch, listed: dict[str, _Entry], *, origin: str
) -> None:
    try:
        entry = _decode_entry(raw)
    except (ValueError, RecursionError) as error:
        batch.quarantine(**_fault(origin, None, str(error)))
        return
    cve_id = entry.cve_id.strip().upper()
    if not _CVE.fullmatch(cve_id) or date_of(entry.date_added) is None:
        found = f"cveID {entry.cve_id[:60]!a}, dateAdded {entry.date_added[:60]!a}"
        batch.quarantine(**_fault(origin, entry.cve_id[:60], found))
        return
    batch.counts.records += 1
    batch.counts.used += 1
    earlier = listed.get(cve_id)
    if earlier is None or entry.date_added < earlier.date_added:
        listed[cve_id] = entry


def _fault(origin: str, record_id: str | None, found: str) -> dict[str, Any]:
    return {
        "origin": origin,
        "record_id": record_id,
        "reason": "kev_entry",
        "why": Text(
            ja=f"CVE 番号と掲載日を期待しましたが、次の状態でした: {found[:160]}",
            en=f"expected a CVE identifier and a date of listing, found {found[:160]}",
        ),
        "remedy": Text(
            ja="一覧を CISA から取り直してください。",
            en="Fetch the catalogue from CISA again.",
        ),
    }


def _not_a_catalogue(origin: str, found: str) -> UnreadableDocumentError:
    return UnreadableDocumentError(
        Text(
            ja=f"KEV の一覧を期待しましたが、読めませんでした: {found[:160]}",
            en=f"expected a KEV catalogue, found: {found[:160]}",
        ),
        where=origin,
        remedy=Text(
            ja="一覧を CISA から取り直してください。",
            en="Fetch the catalogue from CISA again.",
        ),
    )
