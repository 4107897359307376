"""How far reading has come: counted where bytes pass, told to whoever shows it.

What is not here: the bar itself, which the command line draws.
"""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO, cast

from hiyoke.exchange.formats import HEAD_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from hiyoke.documents import Document

_CHUNK = 1024 * 1024


class ReadingMeter:
    """Counts the bytes of an import.

    Args:
        on_progress: Told the stored bytes done, the stored bytes in all, and the unpacked bytes
            read so far.
    """

    def __init__(self, on_progress: Callable[[int, int, int], None]) -> None:
        self._on_progress = on_progress
        self._total_bytes = 0
        self._done_bytes = 0
        self._read_bytes = 0
        self._document_bytes = 0
        self._file_bytes = 0

    def begin(self, files: Iterable[Path]) -> None:
        """Say which files will be read."""
        self._total_bytes = sum(map(_size_of, files))
        self._tell()

    def finish(self, file: Path) -> None:
        """Say that a file is done, be it read or skipped."""
        self._close_document()
        self._done_bytes += _size_of(file)
        self._file_bytes = 0
        self._tell()

    def watch(self, document: Document) -> tuple[Document, bytes]:
        """Return the document with its reading counted, and its first `HEAD_BYTES`.

        A document that is no longer than its head counts at once.

        Raises:
            UnreadableDocumentError: Its head cannot be read.
        """
        self._close_document()
        head = document.head(HEAD_BYTES)
        if len(head) < HEAD_BYTES:
            self._document_bytes = len(head)
            self._file_bytes += document.stored_bytes if document.is_member else 0
            return document, head
        opener = document.opener
        if opener is None:
            return document, head
        stored = document.stored_bytes

        def counted() -> BinaryIO:
            raw = _Counted(opener(), lambda position: self._note(position, stored))
            return cast("BinaryIO", io.BufferedReader(raw, _CHUNK))

        return replace(document, opener=counted), head

    def _note(self, position: int, stored_bytes: int) -> None:
        """Note how far into the document reading has come; reading again does not count."""
        if position > self._document_bytes:
            gained = min(position, stored_bytes) - min(self._document_bytes, stored_bytes)
            self._file_bytes += gained
            self._document_bytes = position
            self._tell()

    def _close_document(self) -> None:
        self._read_bytes += self._document_bytes
        self._document_bytes = 0

    def _tell(self) -> None:
        done = min(self._done_bytes + self._file_bytes, self._total_bytes)
        self._on_progress(done, self._total_bytes, self._read_bytes + self._document_bytes)


class _Counted(io.RawIOBase):
    """A stream that tells how far it has been read."""

    def __init__(self, stream: BinaryIO, note: Callable[[int], None]) -> None:
        super().__init__()
        self._stream = stream
        self._note = note
        self._position = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object, /) -> int:
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        chunk = self._stream.read(len(view))
        view[: len(chunk)] = chunk
        self._position += len(chunk)
        self._note(self._position)
        return len(chunk)

    def close(self) -> None:
        if not self.closed:
            self._stream.close()
        super().close()


def _size_of(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0
