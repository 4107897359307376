"""Import advisories into a store: whole or not at all, once however often it is asked for.

1. Take the store's lock. 2. Clear what a killed import left. 3. Read files whose content is new
into parts beside the store. 4. Merge them with the last generation. 5. Replace the manifest. Until
step 5 the store is untouched. What is not here: formats (`hiyoke.exchange`) and the merge itself.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from typing import TYPE_CHECKING, Any, Final

import pyarrow.parquet as pq

from hiyoke import __version__
from hiyoke.advisories import AdvisoryBatch, ReadCounts
from hiyoke.advisories.cycle_search import without_cycle_search
from hiyoke.advisories.staging import RECORDS
from hiyoke.advisories.store import AdvisoryStore, load_store
from hiyoke.advisories.store_lock import LOCK_NAME, store_lock
from hiyoke.advisories.store_manifest import (
    MANIFEST_NAME,
    STORE_SCHEMA,
    Manifest,
    TableFile,
    digest_of,
    write_manifest,
)
from hiyoke.advisories.store_tables import STORE_TABLES
from hiyoke.documents import files_under, open_documents, private_folder, sync_folder
from hiyoke.errors import HiyokeError, UnknownFormatError, UnreadableDocumentError, UsageError
from hiyoke.exchange.formats import FORMATS, format_of
from hiyoke.languages import Text
from hiyoke.tables import SOURCES
from hiyoke.versions import KEY_EDITION
from hiyoke.workflows.advisories.import_report import UNKNOWN_FORMAT, ImportReport, SourceOutcome
from hiyoke.workflows.advisories.merge_advisories import AdvisoryMerge
from hiyoke.workflows.advisories.reading_meter import ReadingMeter

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from hiyoke.documents import Document
    from hiyoke.exchange.format import Format

#: Seconds that an import waits for another one, unless told otherwise.
DEFAULT_WAIT_SECONDS: Final = 30.0

_STAGING = ".staging"


def import_advisories(
    paths: Sequence[Path],
    store_folder: Path,
    *,
    wait_seconds: float = DEFAULT_WAIT_SECONDS,
    on_progress: Callable[[int, int, int], None] | None = None,
) -> ImportReport:
    """Bring files into a store and return what was done.

    The same content is never imported twice; the order of imports does not show in the result,
    save for the column generation.

    Args:
        paths: Files or folders, plain or packed; formats are told by content.
        store_folder: The store; made when missing.
        wait_seconds: How long to wait for another import.
        on_progress: Told how far reading has come, in bytes.

    Raises:
        UsageError: A path does not exist.
        BusyStoreError: Another import still runs after the wait.
        DamagedStoreError: The store is not what was written to it.

    Cost:
        Reading grows with new content only; the merge passes over the tables it changes. Memory
        is bounded by one batch of rows, and by the engine's limit in the merge.
    """
    missing = [str(path) for path in paths if not path.exists()]
    if missing:
        raise _no_such_path(missing)
    with store_lock(store_folder, wait_seconds=wait_seconds):
        store = _stored(store_folder)
        _clear_leftovers(store_folder, store)
        staging = private_folder(store_folder / _STAGING)
        try:
            with without_cycle_search():
                return _Import(store_folder, staging, store, on_progress or _say_nothing).run(paths)
        finally:
            shutil.rmtree(staging, ignore_errors=True)


class _Import:
    """One run, from files to manifest."""

    def __init__(
        self,
        folder: Path,
        staging: Path,
        store: AdvisoryStore | None,
        on_progress: Callable[[int, int, int], None],
    ) -> None:
        self._folder = folder
        self._staging = staging
        self._store = store
        self._generation = 1 if store is None else store.generation + 1
        self._batch = AdvisoryBatch(generation=self._generation)
        self._parts: dict[str, list[Path]] = {}
        self._report = ImportReport(generation=self._generation - 1)
        self._sources: list[dict[str, Any]] = []
        self._progress = ReadingMeter(on_progress)

    def run(self, paths: Sequence[Path]) -> ImportReport:
        files = [file for path in paths for file in files_under(path)]
        known = _known_digests(self._store)
        self._progress.begin(files)
        for file in files:
            digest = _digest_or_fault(file)
            if digest in known:
                self._report.outcomes.append(SourceOutcome(str(file), known[digest], None))
            else:
                known[digest] = self._read_file(file, digest)
            self._progress.finish(file)
        if self._sources:
            self._flush()
            self._publish()
        elif self._store is not None:
            self._report.store_counts = _row_counts(self._store.manifest)
        return self._report

    def _read_file(self, file: Path, digest: str) -> str:
        """Read one file into the batch; return its format."""
        self._batch.begin_document(str(file), digest)
        by_format: dict[str, ReadCounts] = {}
        likely: Format | None = None
        for document in open_documents([file]):
            likely = self._read_document(document, by_format, likely) or likely
        for name, counts in sorted(by_format.items()):
            self._report.outcomes.append(SourceOutcome(str(file), name, counts))
            self._sources.append(
                {
                    "digest": digest,
                    "name": str(file),
                    "format": name,
                    "record_count": counts.records,
                    "used_count": counts.used,
                    "withdrawn_count": counts.withdrawn,
                    "quarantined_count": counts.quarantined,
                    "newest_at": None,
                    "generation": self._generation,
                }
            )
        return next(iter(sorted(by_format)), UNKNOWN_FORMAT)

    def _read_document(
        self, document: Document, by_format: dict[str, ReadCounts], likely: Format | None
    ) -> Format | None:
        """Read one document; what cannot be read goes to quarantine. Return its format."""
        batch = self._batch
        found: Format | None = None
        try:
            watched, head = self._progress.watch(document)
            found = format_of(head, likely=likely)
            batch.counts = by_format.setdefault(
                UNKNOWN_FORMAT if found is None else found.name, ReadCounts()
            )
            if found is None:
                raise _unknown_format(document.origin)
            for _ in found.read(watched, batch):
                if batch.is_full:
                    self._flush()
        except (HiyokeError, RecursionError) as error:
            if found is None:
                batch.counts = by_format.setdefault(UNKNOWN_FORMAT, ReadCounts())
            refused = error if isinstance(error, HiyokeError) else _too_deep(document.origin)
            batch.quarantine(
                origin=document.origin,
                record_id=None,
                reason=_reason_of(refused),
                why=refused.what,
                remedy=refused.remedy,
            )
        return found

    def _flush(self) -> None:
        """Write the batch's tables as parts."""
        for name, table in self._batch.collect_tables().items():
            parts = self._parts.get(name, [])
            if len(table) or (name == RECORDS.name and not parts):
                part = self._staging / f"{name}.part{len(parts):06d}.parquet"
                pq.write_table(table, part, compression="lz4")
                self._parts[name] = [*parts, part]

    def _publish(self) -> None:
        """Merge, move the new files beside the old, and make them the store."""
        merge = AdvisoryMerge(
            stored={} if self._store is None else self._stored_files(self._store),
            staged=self._parts,
            into=self._staging,
            generation=self._generation,
        )
        files = merge.collect_files(SOURCES.table(_columns(self._sources)))
        tables = {} if self._store is None else dict(self._store.manifest.tables)
        for name, file in files.items():
            tables[name] = self._settle(file)
        sync_folder(self._folder)
        manifest = Manifest(
            schema=STORE_SCHEMA,
            generation=self._generation,
            written_by=__version__,
            key_edition=KEY_EDITION,
            tables=tables,
        )
        write_manifest(self._folder, manifest)
        store = AdvisoryStore(self._folder, manifest)
        self._report.generation = self._generation
        self._report.is_changed = True
        self._report.store_counts = _row_counts(manifest)
        self._report.changed_package_count = len(store.changed_packages(self._generation - 1))

    def _stored_files(self, store: AdvisoryStore) -> dict[str, Path]:
        return {name: self._folder / table.file for name, table in store.manifest.tables.items()}

    def _settle(self, file: Path) -> TableFile:
        """Make a new file private and durable, and move it beside the old ones."""
        file.chmod(0o600)
        with file.open("rb") as stream:
            os.fsync(stream.fileno())
        entry = TableFile(
            file=file.name,
            row_count=pq.read_metadata(file).num_rows,
            byte_count=file.stat().st_size,
            sha256=digest_of(file),
            generation=self._generation,
        )
        file.replace(self._folder / file.name)
        return entry


def _say_nothing(_done: int, _total: int, _read: int) -> None:
    pass


def _stored(folder: Path) -> AdvisoryStore | None:
    """Return the store in a folder, or None where nothing was imported yet."""
    if (folder / MANIFEST_NAME).exists():
        return load_store(folder, is_deep=True)
    foreign = sorted(
        entry.name
        for entry in folder.iterdir()
        if entry.name not in (LOCK_NAME, _STAGING) and not _is_table_file(entry.name)
    )
    if foreign:
        raise _not_a_store(folder, foreign[0])
    return None


def _clear_leftovers(folder: Path, store: AdvisoryStore | None) -> None:
    """Remove what killed imports and generations before the last one left."""
    shutil.rmtree(folder / _STAGING, ignore_errors=True)
    kept = set() if store is None else {table.file for table in store.manifest.tables.values()}
    for entry in sorted(folder.iterdir()):
        if entry.name not in kept and _is_table_file(entry.name):
            entry.unlink(missing_ok=True)


def _is_table_file(name: str) -> bool:
    table, _, rest = name.partition(".")
    number, _, suffix = rest.partition(".")
    return table in _TABLE_NAMES and number.isdecimal() and suffix == "parquet"


_TABLE_NAMES: Final = frozenset(contract.name for contract in STORE_TABLES)


def _known_digests(store: AdvisoryStore | None) -> dict[str, str]:
    """Return the formats of files imported before, by digest.

    Files that an older Hiyoke could not read are left out, so that this one tries again.
    """
    if store is None:
        return {}
    rows = store.table(SOURCES).select(["digest", "format"]).to_pylist()
    is_same = store.manifest.written_by == __version__
    return {
        row["digest"]: row["format"] for row in rows if is_same or row["format"] != UNKNOWN_FORMAT
    }


def _digest_or_fault(file: Path) -> str:
    """Return a file's digest; for one that cannot be read, a digest of its name and fault."""
    try:
        if file.is_file():
            return digest_of(file)
        fault = "not a regular file"
    except OSError as error:
        fault = str(error)
    return hashlib.sha256(f"{file}: {fault}".encode()).hexdigest()


def _columns(rows: list[dict[str, Any]]) -> dict[str, list[Any]]:
    return {name: [row[name] for row in rows] for name in SOURCES.column_names}


def _row_counts(manifest: Manifest) -> dict[str, int]:
    return {name: table.row_count for name, table in sorted(manifest.tables.items())}


def _reason_of(error: HiyokeError) -> str:
    if isinstance(error, UnknownFormatError):
        return "unknown_format"
    return "unreadable_document"


def _unknown_format(origin: str) -> UnknownFormatError:
    names = ", ".join(known.title.en for known in FORMATS)
    return UnknownFormatError(
        Text(
            ja=f"次のいずれかの形式を期待しましたが、どれでもありませんでした: {names}",
            en=f"expected one of the formats {names}; found none of them",
        ),
        where=origin,
        remedy=Text(
            ja="アドバイザリでなければ、取り込む場所から外してください。",
            en="If it is no advisory, keep it out of the import folder.",
        ),
    )


def _too_deep(origin: str) -> UnreadableDocumentError:
    return UnreadableDocumentError(
        Text(
            ja="入れ子の浅い文書を期待しましたが、深すぎて読めませんでした",
            en="expected ordinary nesting, found nesting too deep to read",
        ),
        where=origin,
        remedy=Text(ja="公表元に知らせてください。", en="Report it to its publisher."),
    )


def _no_such_path(missing: list[str]) -> UsageError:
    return UsageError(
        Text(
            ja="取り込むファイルまたはフォルダーを期待しましたが、見つかりません",
            en="expected files or folders to import, found nothing there",
        ),
        where=", ".join(missing),
        remedy=Text(ja="パスを確かめてください。", en="Check the path."),
    )


def _not_a_store(folder: Path, found: str) -> UsageError:
    return UsageError(
        Text(
            ja=f"空のフォルダーまたは保管先を期待しましたが、{found!a} があります",
            en=f"expected an empty folder or a store, found {found!a} in it",
        ),
        where=str(folder),
        remedy=Text(
            ja="--into に別のフォルダーを指定してください。", en="Name another folder with --into."
        ),
    )
