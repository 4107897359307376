"""One logical file: plain, decompressed, or a member of an archive.

What is not here: what the bytes mean; `hiyoke.exchange` recognises formats by content.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO

from hiyoke.documents.bounds import MAX_DOCUMENT_BYTES, MAX_LINE_BYTES, damaged, oversized

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from hiyoke.errors import UnreadableDocumentError

_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Document:
    """A file that may be opened several times, always from the beginning.

    Attributes:
        origin: Path for messages; ``feeds/all.zip!/GHSA-1.json`` for a member.
        path: The file on disk that holds it.
        stored_bytes: Size on disk, or compressed size inside the archive.
        is_member: Whether it is a member of an archive.
        fault: Why it cannot be opened, when that is known already.
    """

    origin: str
    path: Path
    stored_bytes: int
    is_member: bool = False
    fault: UnreadableDocumentError | None = None
    opener: Callable[[], BinaryIO] | None = field(default=None, repr=False, compare=False)

    def open(self) -> BinaryIO:
        """Open the decompressed content for reading in binary.

        Raises:
            UnreadableDocumentError: Damaged, unreadable, or (while reading) past its bounds.
        """
        if self.fault is not None or self.opener is None:
            raise self.fault or damaged(self.origin, "no content")
        try:
            return self.opener()
        except OSError as error:
            raise damaged(self.origin, error.strerror or str(error)) from error

    def head(self, size: int = 65536) -> bytes:
        """Return up to `size` first bytes, decompressed."""
        with self.open() as stream:
            return _read_up_to(stream, size)

    def read_bytes(self, limit: int = MAX_DOCUMENT_BYTES) -> bytes:
        """Return the whole content.

        Raises:
            UnreadableDocumentError: Damaged, or longer than `limit` bytes.
        """
        with self.open() as stream:
            content = _read_up_to(stream, limit + 1)
        if len(content) > limit:
            raise oversized(self.origin)
        return content

    def lines(self) -> Iterator[tuple[int, bytes]]:
        """Yield numbered lines (from 1), without their line ends.

        Raises:
            UnreadableDocumentError: Damaged, or a line is longer than `MAX_LINE_BYTES`.
        """
        with self.open() as stream:
            number = 0
            while line := stream.readline(MAX_LINE_BYTES + 1):
                number += 1
                if len(line) > MAX_LINE_BYTES:
                    raise oversized(f"{self.origin}:{number}")
                yield number, line.rstrip(b"\r\n")

    def digest(self) -> str:
        """Return the SHA-256 of the file as stored, or of a member's content, in hex.

        Cost:
            One pass over the bytes.
        """
        if self.is_member:
            with self.open() as stream:
                return _digest_of(stream)
        try:
            with self.path.open("rb") as stored:
                return _digest_of(stored)
        except OSError as error:
            raise damaged(self.origin, error.strerror or str(error)) from error


def _read_up_to(stream: BinaryIO, size: int) -> bytes:
    parts = []
    while size > 0:
        part = stream.read(min(size, _CHUNK))
        if not part:
            break
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _digest_of(stream: BinaryIO) -> str:
    digest = hashlib.sha256()
    while chunk := stream.read(_CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def buffered(raw: io.RawIOBase) -> BinaryIO:
    """Wrap a raw stream with a buffer of one mebibyte."""
    return io.BufferedReader(raw, _CHUNK)
