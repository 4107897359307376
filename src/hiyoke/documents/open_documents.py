"""Walking paths into documents: folders, plain files, gzip, zstandard and zip.

Containers are recognised by their first bytes, never by name. Archives inside archives are
opened to `MAX_DEPTH`, since vulnerability feeds are published that way. What cannot be opened is
still yielded, with its fault, so that the caller can count it.

What is not here: extraction to disk. Member names are only ever used in messages.
"""

from __future__ import annotations

import gzip
import io
import os
import sys
import tempfile
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from hiyoke.documents.bounds import (
    MAX_DOCUMENT_BYTES,
    MAX_MEMBERS,
    BoundedReader,
    damaged,
    oversized,
    within,
)
from hiyoke.documents.document import Document, buffered
from hiyoke.errors import UnreadableDocumentError

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

#: How deep archives may nest; a deeper archive is yielded as a plain document of unknown format.
MAX_DEPTH = 2

_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_GZIP = b"\x1f\x8b"
_ZSTANDARD = b"\x28\xb5\x2f\xfd"
#: Members up to this size are kept unpacked while they are the current document.
_SMALL_BYTES = 65536
_SPOOL_BYTES = 64 * 1024**2
#: Largest window a frame may ask for: 128 MiB, the most that `zstd --ultra` writes by default.
_ZSTANDARD_OPTIONS = {int(zstd.DecompressionParameter.window_log_max): 27}


def open_documents(paths: Iterable[Path]) -> Iterator[Document]:
    """Yield every document under `paths`, folders in sorted order, hidden files left out.

    Args:
        paths: Files or folders.

    Yields:
        Documents ready to be opened. Opening a member is cheapest before the next step, while
        its archive is open.
    """
    for path in paths:
        for file in files_under(path):
            yield from _documents_of_file(file)


def files_under(path: Path) -> Iterator[Path]:
    """Yield a file itself, or the files of a folder in sorted order, hidden ones left out."""
    if not path.is_dir():
        yield path
        return
    for folder, subfolders, names in os.walk(path):
        subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith("."):
                yield Path(folder) / name


def _documents_of_file(path: Path) -> Iterator[Document]:
    origin = str(path)
    try:
        if path.exists() and not path.is_file():
            raise damaged(origin, "not a regular file")
        stored_bytes = path.stat().st_size
        with path.open("rb") as stream:
            magic = stream.read(4)
    except OSError as error:
        yield _faulty(origin, path, damaged(origin, error.strerror or str(error)))
        return
    except UnreadableDocumentError as error:
        yield _faulty(origin, path, error)
        return
    plain = Document(
        origin=origin,
        path=path,
        stored_bytes=stored_bytes,
        opener=lambda: cast("BinaryIO", path.open("rb")),
    )
    yield from _unwrap(plain, magic, depth=0)


def _unwrap(document: Document, magic: bytes, *, depth: int) -> Iterator[Document]:
    if depth < MAX_DEPTH and magic in (_ZIP, _EMPTY_ZIP):
        yield from _members(document, depth=depth)
    elif depth < MAX_DEPTH and magic[:2] == _GZIP:
        yield from _decompressed(document, _open_gzip, depth=depth)
    elif depth < MAX_DEPTH and magic == _ZSTANDARD:
        yield from _decompressed(document, _open_zstandard, depth=depth)
    else:
        yield document


def _open_gzip(stored: BinaryIO) -> BinaryIO:
    return cast("BinaryIO", gzip.GzipFile(fileobj=stored, mode="rb"))


def _open_zstandard(stored: BinaryIO) -> BinaryIO:
    return cast("BinaryIO", zstd.ZstdFile(stored, options=_ZSTANDARD_OPTIONS))


def _decompressed(
    document: Document, open_stream: Callable[[BinaryIO], BinaryIO], *, depth: int
) -> Iterator[Document]:
    allowed = within(document.stored_bytes)

    def opener() -> BinaryIO:
        stored = document.open()
        stream = open_stream(stored)
        raw = BoundedReader(stream, origin=document.origin, allowed=allowed, below=stored)
        return buffered(raw)

    inner = Document(
        origin=document.origin,
        path=document.path,
        stored_bytes=document.stored_bytes,
        is_member=document.is_member,
        opener=opener,
    )
    try:
        magic = inner.head(4)
    except UnreadableDocumentError as error:
        yield _faulty(document.origin, document.path, error, is_member=document.is_member)
        return
    yield from _unwrap(inner, magic, depth=depth + 1)


class _Archive:
    """A zip that members open while it is walked, and re-open afterwards if they must."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._zip: zipfile.ZipFile | None = None

    def __enter__(self) -> zipfile.ZipFile:
        self._stored = _seekable(self._document)
        try:
            self._zip = zipfile.ZipFile(self._stored)
        except BaseException:
            self._stored.close()
            raise
        return self._zip

    def __exit__(self, *_: object) -> None:
        if self._zip is not None:
            self._zip.close()
            self._zip = None
        self._stored.close()

    def open_member(self, info: zipfile.ZipInfo) -> tuple[BinaryIO, BinaryIO | None]:
        """Return the member's stream, and what must be closed after it."""
        if self._zip is not None:
            return cast("BinaryIO", self._zip.open(info)), None
        stored = _seekable(self._document)
        try:
            return cast("BinaryIO", zipfile.ZipFile(stored).open(info)), stored
        except BaseException:
            stored.close()
            raise


def _members(document: Document, *, depth: int) -> Iterator[Document]:
    archive = _Archive(document)
    try:
        with archive as opened:
            infos = opened.infolist()
            if len(infos) > MAX_MEMBERS:
                raise oversized(document.origin)
            budget = _Budget(document.stored_bytes)
            for info in infos:
                if not info.is_dir():
                    yield from _member(document, archive, info, budget, depth=depth)
    except UnreadableDocumentError as error:
        yield _faulty(document.origin, document.path, error, is_member=document.is_member)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError) as error:
        fault = damaged(document.origin, str(error))
        yield _faulty(document.origin, document.path, fault, is_member=document.is_member)


class _Budget:
    """Decompressed bytes that all members of one archive may have together.

    Members that share stored bytes would each pass a rule of their own; a common budget stops
    the overlapping-files bomb as well.
    """

    def __init__(self, stored_bytes: int) -> None:
        self._allowed = within(stored_bytes)
        self._spent: dict[str, int] = {}
        self._total = 0

    def rule_for(self, name: str) -> Callable[[int], bool]:
        def allowed(count: int) -> bool:
            before = self._spent.get(name, 0)
            if count > before:
                self._spent[name] = count
                self._total += count - before
            return count <= MAX_DOCUMENT_BYTES and self._allowed(self._total)

        return allowed


def _member(
    document: Document,
    archive: _Archive,
    info: zipfile.ZipInfo,
    budget: _Budget,
    *,
    depth: int,
) -> Iterator[Document]:
    origin = f"{document.origin}!/{info.filename}"
    rule = budget.rule_for(info.filename)

    def opener() -> BinaryIO:
        try:
            stream, below = archive.open_member(info)
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, ValueError) as error:
            raise damaged(origin, str(error)) from error
        return io.BufferedReader(BoundedReader(stream, origin=origin, allowed=rule, below=below))

    member = Document(
        origin=origin,
        path=document.path,
        stored_bytes=info.compress_size,
        is_member=True,
        opener=opener,
    )
    try:
        if info.file_size <= _SMALL_BYTES:
            # Feeds hold hundreds of thousands of small members: each is unpacked once.
            content = member.read_bytes(_SMALL_BYTES)
            member = replace(member, opener=lambda: io.BytesIO(content))
        magic = member.head(4)
    except UnreadableDocumentError as error:
        yield _faulty(origin, document.path, error, is_member=True)
        return
    yield from _unwrap(member, magic, depth=depth + 1)


def _seekable(document: Document) -> BinaryIO:
    """Open an archive so that it can be read at any place; nested ones are spooled."""
    if not document.is_member and document.stored_bytes == document.path.stat().st_size:
        return cast("BinaryIO", document.path.open("rb"))
    spool = tempfile.SpooledTemporaryFile(max_size=_SPOOL_BYTES)  # noqa: SIM115 - the caller closes.
    with document.open() as stream:
        while chunk := stream.read(1024 * 1024):
            spool.write(chunk)
    spool.seek(0)
    return cast("BinaryIO", spool)


def _faulty(
    origin: str, path: Path, fault: UnreadableDocumentError, *, is_member: bool = False
) -> Document:
    return Document(origin=origin, path=path, stored_bytes=0, is_member=is_member, fault=fault)
