"""The records in a JSON document, one by one: single, in an array, in lines or under a member.

What is not here: the records' meaning. A text that is handed on may still be no JSON; the typed
decoder of each format says so.
"""

from __future__ import annotations

import codecs
from itertools import chain
from typing import TYPE_CHECKING, Final

import msgspec

from hiyoke.documents import decode_text
from hiyoke.documents.json_parts import PartKind, read_json_parts, split_elements
from hiyoke.documents.utf8_source import Utf8Source
from hiyoke.exchange.json_keys import json_keys, line_keys, starts_array

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hiyoke.documents import Document

#: Bytes that `Document.head` returns unless asked for another number.
HEAD_BYTES: Final = 65536
#: Largest document that is one single record; a longer one is refused as unreadable.
MAX_SINGLE_BYTES: Final = 128 * 1024**2

_CHUNK_BYTES: Final = 1024 * 1024
_BYTE_ORDER_MARK: Final = codecs.BOM_UTF8
_UTF16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_WRAP: Final = "records"

_elements = msgspec.json.Decoder(list[msgspec.Raw]).decode

JsonText = bytes | msgspec.Raw


def read_json_records(
    document: Document, *, member: str | None = None
) -> Iterator[tuple[str, JsonText]]:
    """Yield place and JSON text of each record.

    Args:
        document: One object, an array of objects, or one object a line; UTF-8, or for a single
            object UTF-16 with a byte order mark.
        member: Root member that holds an array of records, where the format wraps them.

    Raises:
        UnreadableDocumentError: Damaged, past its bounds, or brackets that do not balance.

    Cost:
        Memory for a mebibyte of records or the longest one.
    """
    head = document.head()
    origin = document.origin
    if head.startswith(_UTF16):
        text = document.read_bytes(MAX_SINGLE_BYTES)
        yield origin, decode_text(text, origin=origin).encode()
    elif starts_array(head):
        yield from _numbered(origin, _parts_of_array(document))
    elif member is not None and member in json_keys(head):
        yield from _numbered(origin, _parts_of_member(document, member))
    elif line_keys(head) or not _ends_first_line(head):
        yield from _in_lines(document)
    else:
        text = document.read_bytes(MAX_SINGLE_BYTES)
        yield origin, text.removeprefix(_BYTE_ORDER_MARK)


def _ends_first_line(head: bytes) -> bool:
    return b"\n" in head or len(head) < HEAD_BYTES


def _in_lines(document: Document) -> Iterator[tuple[str, JsonText]]:
    for number, line in document.lines():
        text = line.removeprefix(_BYTE_ORDER_MARK) if number == 1 else line
        if text and not text.isspace():
            yield f"{document.origin}:{number}", text


def _numbered(origin: str, parts: Iterator[bytes]) -> Iterator[tuple[str, JsonText]]:
    count = 0
    for part in parts:
        for text in _split(part):
            count += 1
            yield f"{origin}#{count}", text


def _split(array: bytes) -> Sequence[JsonText]:
    """Return the elements of an array; a broken one costs the others nothing but speed."""
    try:
        return _elements(array)
    except (msgspec.DecodeError, RecursionError):
        return split_elements(array)


def _parts_of_array(document: Document) -> Iterator[bytes]:
    with document.open() as stream:
        first = stream.read(_CHUNK_BYTES).removeprefix(_BYTE_ORDER_MARK)
        rest = iter(lambda: stream.read(_CHUNK_BYTES), b"")
        # The splitter takes objects apart, so the array becomes the one member of an object.
        opening = b'{"%s":' % _WRAP.encode()
        chunks = chain((opening, first), rest, (b"}",))
        for part in read_json_parts(chunks, arrays=frozenset({_WRAP}), origin=document.origin):
            if part.kind is PartKind.ELEMENTS:
                yield part.text


def _parts_of_member(document: Document, member: str) -> Iterator[bytes]:
    chunks = Utf8Source(document).chunks()
    for part in read_json_parts(chunks, arrays=frozenset({member}), origin=document.origin):
        if part.kind is PartKind.ELEMENTS:
            yield part.text
        elif part.key == member:
            yield b"[" + part.text + b"]"
