"""One text document as UTF-8, whatever its encoding, to be read several times without keeping it.

The streaming parsers (`json_parts`, `xml_parts`) and the line readers work on UTF-8 bytes. The
encoding is settled once, over the whole document, before anyone parses: in CP932 the second byte
of a character may look like a backslash or a brace.

What is not here: guessing. The encodings are those of `text.decode_text`, in the same order.
"""

from __future__ import annotations

import codecs
import io
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from hiyoke.documents.text import is_cp932, unknown_encoding
from hiyoke.errors import UnreadableDocumentError
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hiyoke.documents.document import Document

#: Bytes handed to a parser at a time: large enough for vector work, small enough to stay flat.
CHUNK_BYTES: Final = 1024 * 1024
#: Documents up to this size are read once and kept; longer ones are read again for each pass.
KEPT_BYTES: Final = 4 * 1024 * 1024
#: Longest line of a text that is read by lines; a longer one makes the document unreadable.
MAX_TEXT_LINE_BYTES: Final = 1024 * 1024


class Utf8Source:
    """The content of a document as UTF-8, without byte order mark.

    Args:
        document: What to read; it must stay open while this object is used.
        encoding: Name of a Python codec when the document itself declares one (XML does).

    Raises:
        UnreadableDocumentError: Damaged, or in none of the known encodings.

    Cost:
        One pass over the document to settle its encoding.
    """

    def __init__(self, document: Document, *, encoding: str | None = None) -> None:
        self._document = document
        self._kept: bytes | None = None
        head = document.head(KEPT_BYTES + 1)
        if len(head) <= KEPT_BYTES:
            self._kept = head
        self.encoding = encoding or self._settle_encoding()

    @property
    def origin(self) -> str:
        """Path of the document, for messages."""
        return self._document.origin

    def document_of(self, content: bytes) -> Document:
        """Return a document in memory for content that this one wraps."""
        return replace(
            self._document,
            stored_bytes=len(content),
            is_member=True,
            opener=lambda: io.BytesIO(content),
        )

    def is_longer_than(self, size: int) -> bool:
        """Return whether the content has more than `size` bytes."""
        for chunk in self.chunks():
            size -= len(chunk)
            if size < 0:
                return True
        return False

    def chunks(self) -> Iterator[bytes]:
        """Yield the content from its beginning, about `CHUNK_BYTES` at a time.

        Raises:
            UnreadableDocumentError: Damaged, past its bounds, or not in its declared encoding.
        """
        if self.encoding == "utf-8":
            yield from self._stored_chunks()
            return
        decoder = codecs.getincrementaldecoder(self.encoding)()
        try:
            for chunk in self._stored_chunks():
                yield decoder.decode(chunk).encode()
            yield decoder.decode(b"", final=True).encode()
        except UnicodeError as error:
            raise unknown_encoding(self.origin) from error

    def lines(self) -> Iterator[tuple[int, str]]:
        """Yield numbered lines (from 1) without their line ends.

        Raises:
            UnreadableDocumentError: As `chunks`, or a line exceeds `MAX_TEXT_LINE_BYTES`.
        """
        number = 0
        rest = b""
        for chunk in self.chunks():
            *whole, rest = (rest + chunk).split(b"\n")
            for line in whole:
                number += 1
                yield number, line.decode().rstrip("\r")
            if len(rest) > MAX_TEXT_LINE_BYTES:
                raise _line_too_long(f"{self.origin}:{number + 1}")
        if rest:
            yield number + 1, rest.decode().rstrip("\r")

    def _stored_chunks(self) -> Iterator[bytes]:
        if self._kept is not None:
            for start in range(0, len(self._kept), CHUNK_BYTES):
                yield self._kept[start : start + CHUNK_BYTES]
            return
        with self._document.open() as stream:
            while chunk := stream.read(CHUNK_BYTES):
                yield chunk

    def _settle_encoding(self) -> str:
        first = next(self._stored_chunks(), b"")
        if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        if first.startswith(codecs.BOM_UTF8):
            return "utf-8-sig"
        for encoding in ("utf-8", "cp932"):
            if self._is_text_in(encoding):
                return encoding
        raise unknown_encoding(self.origin)

    def _is_text_in(self, encoding: str) -> bool:
        decoder = codecs.getincrementaldecoder(encoding)()
        is_between_characters = True
        try:
            for chunk in self._stored_chunks():
                if b"\0" in chunk:
                    return False
                if is_between_characters and chunk.isascii():
                    continue
                text = decoder.decode(chunk)
                if encoding == "cp932" and not is_cp932(text):
                    return False
                is_between_characters = not decoder.getstate()[0]
            decoder.decode(b"", final=True)
        except UnicodeError:
            return False
        return True


def _line_too_long(origin: str) -> UnreadableDocumentError:
    limit = MAX_TEXT_LINE_BYTES // 1024**2
    return UnreadableDocumentError(
        Text(
            ja=f"一行 {limit} MiB 以下のテキストを期待しましたが、それより長い行でした",
            en=f"expected lines of at most {limit} MiB, found a longer one",
        ),
        where=origin,
        remedy=Text(
            ja="文書を作り直してください。正しい文書にこれほど長い行はありません。",
            en="Make the document again; no sound document has lines of this length.",
        ),
    )
