"""The one file that says what a store holds; whoever replaces it, replaces the store.

Tables are written under new names first, the manifest last and in one step, so a reader sees one
generation or the next and never a mixture. What is not here: the tables.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

import msgspec

from hiyoke.documents import write_private
from hiyoke.errors import DamagedStoreError
from hiyoke.languages import Text
from hiyoke.versions import KEY_EDITION

if TYPE_CHECKING:
    from pathlib import Path

MANIFEST_NAME: Final = "manifest.json"
STORE_SCHEMA: Final = "hiyoke/advisory-store/1"

_CHUNK = 1024 * 1024


class TableFile(msgspec.Struct, frozen=True, kw_only=True):
    """One table of the store.

    Attributes:
        file: Name of its Parquet file in the store's folder.
        row_count: Rows.
        byte_count: Size of the file.
        sha256: Digest of the file, in hex.
        generation: Import that wrote the file.
    """

    file: str
    row_count: int
    byte_count: int
    sha256: str
    generation: int


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a store holds.

    Attributes:
        schema: `STORE_SCHEMA`.
        generation: Number of the last import that changed anything; the first is 1.
        written_by: Version of Hiyoke that wrote it.
        key_edition: `KEY_EDITION` of the version keys in its tables.
        tables: Files by table name.
    """

    schema: str
    generation: int
    written_by: str
    tables: dict[str, TableFile]
    key_edition: int = 1


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of a store.

    Raises:
        DamagedStoreError: There is none, it is unreadable, a newer Hiyoke wrote it, or its version
            keys are of another edition and would not sort with those of today.
    """
    path = folder / MANIFEST_NAME
    try:
        text = path.read_bytes()
    except FileNotFoundError as error:
        raise no_store(folder) from error
    except OSError as error:
        raise damaged_store(path, error.strerror or str(error)) from error
    try:
        schema = msgspec.json.decode(text, type=_Schema).schema
        if schema != STORE_SCHEMA:
            raise _unknown_schema(path, schema)
        manifest = msgspec.json.decode(text, type=Manifest)
    except (ValueError, RecursionError) as error:
        raise damaged_store(path, str(error)) from error
    if manifest.key_edition != KEY_EDITION:
        raise _other_keys(path, manifest.key_edition)
    return manifest


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Replace the manifest in one step; from then on its tables are the store."""
    text = msgspec.json.format(msgspec.json.encode(manifest, order="sorted"), indent=2)
    write_private(folder / MANIFEST_NAME, text + b"\n")


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file in hex.

    Raises:
        OSError: The file cannot be read.
    """
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def check_tables(folder: Path, manifest: Manifest, *, is_deep: bool = False) -> None:
    """Raise unless every file of the manifest is there, whole.

    Args:
        folder: The store.
        manifest: What it should hold.
        is_deep: Whether to read every file and compare digests, instead of sizes and ends.

    Raises:
        DamagedStoreError: A file is missing, or differs from what the manifest says.
    """
    for table in manifest.tables.values():
        path = folder / table.file
        try:
            found = _size_of_parquet(path)
            if found != table.byte_count:
                raise damaged_store(path, f"{found} bytes, not {table.byte_count}")
            if is_deep and digest_of(path) != table.sha256:
                raise damaged_store(path, "other content than was written")
        except OSError as error:
            raise damaged_store(path, error.strerror or str(error)) from error


_MAGIC = b"PAR1"


def _size_of_parquet(path: Path) -> int:
    """Return the size of a file that begins and ends as Parquet does, else -1."""
    with path.open("rb") as stream:
        start = stream.read(len(_MAGIC))
        size = stream.seek(0, 2)
        stream.seek(max(0, size - len(_MAGIC)))
        return size if start == stream.read() == _MAGIC else -1


def no_store(folder: Path) -> DamagedStoreError:
    """Return the error for a folder that is no advisory store."""
    return DamagedStoreError(
        Text(
            ja="アドバイザリの保管先を期待しましたが、manifest.json がありません",
            en="expected an advisory store, found no manifest.json",
        ),
        where=str(folder),
        remedy=Text(
            ja="保管先の指定を確かめるか、hiyoke advisories import で作ってください。",
            en="Check the path, or make a store with: hiyoke advisories import PATH --into STORE.",
        ),
    )


def damaged_store(path: Path, found: str) -> DamagedStoreError:
    """Return the error for a store whose files are not what its manifest says."""
    return DamagedStoreError(
        Text(
            ja=f"取り込んだときのままの保管先を期待しましたが、次の状態でした: {found[:160]}",
            en=f"expected the store as it was written, found {found[:160]}",
        ),
        where=str(path),
        remedy=Text(
            ja="保管先のフォルダーを別名に移し、アドバイザリをもう一度取り込んでください。",
            en="Move the store's folder aside and import the advisories again.",
        ),
    )


class _Schema(msgspec.Struct):
    schema: str


def _unknown_schema(path: Path, found: str) -> DamagedStoreError:
    return DamagedStoreError(
        Text(
            ja=f"保管先の形式 {STORE_SCHEMA} を期待しましたが、{found[:80]!a} でした",
            en=f"expected a store of schema {STORE_SCHEMA}, found {found[:80]!a}",
        ),
        where=str(path),
        remedy=Text(
            ja="Hiyoke を新しくするか、別の保管先に取り込み直してください。",
            en="Use a newer Hiyoke, or import into another store.",
        ),
    )


def _other_keys(path: Path, found: int) -> DamagedStoreError:
    return DamagedStoreError(
        Text(
            ja=f"第 {KEY_EDITION} 版のバージョンキーを期待しましたが、第 {found} 版でした。"
            "版が違うキーは正しく並びません",
            en=f"expected version keys of edition {KEY_EDITION}, found edition {found}; "
            "keys of two editions do not sort together",
        ),
        where=str(path),
        remedy=Text(
            ja="保管先のフォルダーを別名に移し、アドバイザリをもう一度取り込んでください。",
            en="Move the store's folder aside and import the advisories again.",
        ),
    )
