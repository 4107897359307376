"""OSV documents read record by record, in memory that does not grow with the document.

What is not here: what a record claims (`claims`) and what is done with a broken one (`salvage`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from hiyoke.advisories.cycle_search import without_cycle_search
from hiyoke.documents import MAX_LINE_BYTES
from hiyoke.errors import UnreadableDocumentError
from hiyoke.exchange.json_keys import line_keys, starts_array
from hiyoke.exchange.json_records import read_json_records
from hiyoke.exchange.osv.claims import add_record
from hiyoke.exchange.osv.salvage import ID_LIMIT, salvage_record
from hiyoke.exchange.osv.schema import Record, decode_lines, decode_record
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hiyoke.advisories import AdvisoryBatch
    from hiyoke.documents import Document

#: Records between two chances for the caller to collect tables, outside JSON lines.
STRIDE: Final = 256

#: A document shorter than this is read at once.
HEAD_BYTES: Final = 65536

#: Bytes of JSON lines read and decoded at once.
_BLOCK_BYTES: Final = 1024 * 1024
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_REFUSALS = (msgspec.DecodeError, UnicodeDecodeError, RecursionError, OverflowError, ValueError)


def read(document: Document, batch: AdvisoryBatch) -> Iterator[None]:
    """Read one OSV document: a record, an array of records, or one record a line.

    Args:
        document: A document that `recognises` has accepted.
        batch: Where claims go. Records that break the schema are used as far as is safe and
            named in its quarantine.

    Yields:
        Nothing, between records: the caller may collect the batch's tables then.

    Raises:
        UnreadableDocumentError: The rest of the document is damaged or past its bounds.

    Cost:
        See `docs/reference/advisory-formats.md`; memory for a mebibyte of records or the longest.
    """
    head = document.head(HEAD_BYTES)
    if len(head) < HEAD_BYTES and _read_whole(head, batch, document.origin):
        yield
        return
    if line_keys(head) and not starts_array(head):
        yield from _read_lines(document, batch)
        return
    for count, (origin, text) in enumerate(read_json_records(document), start=1):
        _read_record(bytes(text), batch, origin)
        if count % STRIDE == 0:
            yield
    yield


def _read_whole(text: bytes, batch: AdvisoryBatch, origin: str) -> bool:
    """Read a short document that is one sound record, as archives hold many; else return False."""
    try:
        record = decode_record(text.removeprefix(_BYTE_ORDER_MARK))
    except _REFUSALS:
        return False
    if not 0 < len(record.id) <= ID_LIMIT:
        return False
    add_record(record, batch, origin)
    return True


def _read_lines(document: Document, batch: AdvisoryBatch) -> Iterator[None]:
    number = 1
    for block in _blocks_of_lines(document):
        lines = block.count(b"\n") + (not block.endswith(b"\n"))
        with without_cycle_search():
            records = _decoded(block)
            if records is not None and len(records) == lines:
                for place, record in enumerate(records, start=number):
                    add_record(record, batch, f"{document.origin}:{place}")
            else:
                _read_each_line(block, batch, document.origin, number)
        number += lines
        yield


def _blocks_of_lines(document: Document) -> Iterator[bytes]:
    """Yield whole lines, about `_BLOCK_BYTES` of them at a time."""
    with document.open() as stream:
        pending = stream.read(len(_BYTE_ORDER_MARK)).removeprefix(_BYTE_ORDER_MARK)
        while chunk := stream.read(_BLOCK_BYTES):
            pending += chunk
            end = pending.rfind(b"\n") + 1
            if end:
                yield pending[:end]
                pending = pending[end:]
            elif len(pending) > MAX_LINE_BYTES:
                raise _line_too_long(document.origin)
        if pending:
            yield pending


def _decoded(block: bytes) -> Sequence[Record] | None:
    """Return the records of a block, or None when one of them needs a closer look."""
    try:
        records = decode_lines(block)
    except _REFUSALS:
        return None
    return records if all(0 < len(record.id) <= ID_LIMIT for record in records) else None


def _read_each_line(block: bytes, batch: AdvisoryBatch, origin: str, number: int) -> None:
    for place, line in enumerate(block.split(b"\n"), start=number):
        if line and not line.isspace():
            _read_record(line, batch, f"{origin}:{place}")


def _read_record(text: bytes, batch: AdvisoryBatch, origin: str) -> None:
    try:
        record = decode_record(text)
    except _REFUSALS:
        salvage_record(text, batch, origin)
        return
    if 0 < len(record.id) <= ID_LIMIT:
        add_record(record, batch, origin)
    else:
        salvage_record(text, batch, origin)


def _line_too_long(origin: str) -> UnreadableDocumentError:
    return UnreadableDocumentError(
        Text(
            ja=f"{MAX_LINE_BYTES // 1024**2} MiB 以下の行を期待しましたが、"
            "それより長い行がありました",
            en=f"expected lines of at most {MAX_LINE_BYTES // 1024**2} MiB, found a longer one",
        ),
        where=origin,
        remedy=Text(
            ja="ファイルを取り直してください。同じなら公表元に知らせてください。",
            en="Fetch the file again; if it repeats, report it to its publisher.",
        ),
    )
