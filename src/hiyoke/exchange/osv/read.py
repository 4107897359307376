"""OSV documents read record by record, in memory that does not grow with the document.

What is not here: what a record claims (`claims`) and what is done with a broken one (`salvage`).
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final

import msgspec

from hiyoke.documents import decode_text
from hiyoke.documents.json_parts import PartKind, read_json_parts, split_elements
from hiyoke.exchange.osv.claims import add_record
from hiyoke.exchange.osv.recognise import Arrangement, arrangement_of
from hiyoke.exchange.osv.salvage import ID_LIMIT, salvage_record
from hiyoke.exchange.osv.schema import decode_record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hiyoke.advisories import AdvisoryBatch
    from hiyoke.documents import Document

#: Largest document that is one single record; a longer one is refused as unreadable.
MAX_SINGLE_BYTES: Final = 128 * 1024**2

#: Records between two chances for the caller to collect tables.
STRIDE: Final = 1024

_CHUNK = 1024 * 1024
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_REFUSALS = (msgspec.DecodeError, UnicodeDecodeError, RecursionError, OverflowError, ValueError)


def read(document: Document, batch: AdvisoryBatch) -> Iterator[None]:
    """Read one OSV document: a record, an array of records, or one record a line.

    Args:
        document: A document that `recognises` has accepted.
        batch: Where claims go. Records that break the schema are used as far as is safe and
            named in its quarantine.

    Yields:
        Nothing, after every `STRIDE` records: the caller may collect the batch's tables then.

    Raises:
        UnreadableDocumentError: The rest of the document is damaged or past its bounds.

    Cost:
        About 150 MB/s on one core, tables included; memory for one record.
    """
    arrangement = arrangement_of(document.head())
    if arrangement is Arrangement.LINES:
        yield from _read_lines(document, batch)
    elif arrangement is Arrangement.ARRAY:
        yield from _read_array(document, batch)
    else:
        text = document.read_bytes(MAX_SINGLE_BYTES)
        _read_record(_as_utf8(text, document.origin), batch, document.origin)
        yield


def _read_lines(document: Document, batch: AdvisoryBatch) -> Iterator[None]:
    origin = document.origin
    for number, line in document.lines():
        text = line.removeprefix(_BYTE_ORDER_MARK) if number == 1 else line
        if text and not text.isspace():
            _read_record(text, batch, f"{origin}:{number}")
        if number % STRIDE == 0:
            yield
    yield


def _read_array(document: Document, batch: AdvisoryBatch) -> Iterator[None]:
    origin = document.origin
    count = 0
    with document.open() as stream:
        first = stream.read(_CHUNK).removeprefix(_BYTE_ORDER_MARK)
        rest = iter(lambda: stream.read(_CHUNK), b"")
        # The splitter takes objects apart, so the array becomes the one member of an object.
        chunks = chain((b'{"records":', first), rest, (b"}",))
        for part in read_json_parts(chunks, arrays=frozenset({"records"}), origin=origin):
            if part.kind is not PartKind.ELEMENTS:
                continue
            for text in split_elements(part.text):
                count += 1
                _read_record(text, batch, f"{origin}#{count}")
            yield
    yield


def _read_record(text: bytes, batch: AdvisoryBatch, origin: str) -> None:
    try:
        record = decode_record(text)
    except _REFUSALS:
        salvage_record(text, batch, origin)
        return
    if not record.id or len(record.id) > ID_LIMIT:
        salvage_record(text, batch, origin)
        return
    add_record(record, batch, origin)


def _as_utf8(text: bytes, origin: str) -> bytes:
    if text.startswith((b"\xff\xfe", b"\xfe\xff")):
        return decode_text(text, origin=origin).encode()
    return text.removeprefix(_BYTE_ORDER_MARK)
