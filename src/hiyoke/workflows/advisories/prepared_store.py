"""Keep a store's prepared claims and answers beside it, and renew only what an import changed.

The files are a cache: whoever deletes the folder ``prepared`` loses time, nothing else. What is
not here: how claims and answers are worked out (`prepare_claims`).
"""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING, Any, Final

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from hiyoke import __version__, matching
from hiyoke.documents import private_folder, write_private
from hiyoke.matching import AdvisoryTables
from hiyoke.tables import ADVISORIES, AFFECTED_RANGES, ALIAS_MEMBERS, ANSWERS, CLAIMS, SOURCES
from hiyoke.versions import KEY_EDITION
from hiyoke.workflows.advisories.prepare_claims import (
    Prepared,
    answers_for,
    prepare_claims,
    with_shortcuts,
)

if TYPE_CHECKING:
    from pathlib import Path

    from hiyoke.advisories.store import AdvisoryStore
    from hiyoke.workflows.engine_session import EngineSession

#: Number of the rules of matching; raise it when prepared files of older rules must not be used.
RULES: Final = 2

#: Folder of a store for what can be made again.
PREPARED_FOLDER: Final = "prepared"
_MANIFEST: Final = "prepared.json"
_STATEMENTS: Final = "statements.json"
_NOTE: Final = "prepared"


class _Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What the prepared files were made from.

    Attributes:
        rules: `RULES` and the version of Hiyoke that wrote them.
        generation: The store's generation.
        lineage: Fingerprint of the imports up to that generation.
        files: File names by table.
    """

    rules: str
    generation: int
    lineage: str
    files: dict[str, str]


def advisory_tables(session: EngineSession, store: AdvisoryStore) -> AdvisoryTables:
    """Load the tables of a store that matching reads into the engine."""
    return AdvisoryTables(
        advisories=session.view_parquet("advisories", store.path_of(ADVISORIES)),
        affected_ranges=session.view_parquet("affected_ranges", store.path_of(AFFECTED_RANGES)),
        alias_members=session.view_parquet("alias_members", store.path_of(ALIAS_MEMBERS)),
    )


def open_prepared(
    session: EngineSession, store: AdvisoryStore, *, is_once: bool = False
) -> Prepared:
    """Return a store's claims and answers, prepared for the whole of its knowledge.

    Args:
        session: The engine.
        store: The advisories.
        is_once: Whether the session asks one small question only: current files are then read
            where they lie.

    Cost:
        A tenth of a second for 300,000 answers when the files are current; work for the changed
        packages when they are of an earlier generation; seconds when there are none.
    """
    which = (store.folder, store.manifest)
    if session.notes.get(_NOTE, (None,))[0] != which:
        session.notes[_NOTE] = (which, _opened(session, store, is_once=is_once))
    prepared: Prepared = session.notes[_NOTE][1]
    return prepared


def _opened(session: EngineSession, store: AdvisoryStore, *, is_once: bool) -> Prepared:
    tables = advisory_tables(session, store)
    folder = store.folder / PREPARED_FOLDER
    manifest = _read_manifest(folder)
    if manifest is not None:
        try:
            return _from_files(session, store, tables, manifest, is_once=is_once)
        except (OSError, pa.ArrowException, KeyError, _StaleError):
            # The cache is damaged, of other rules or of another store: make it again.
            if is_once:
                session.drop_view("claims")
                session.drop_view("answers")
    prepared = prepare_claims(session, tables)
    _save(session, store, prepared, folder, manifest)
    return prepared


class _StaleError(Exception):
    """The prepared files do not belong to this store, or to an earlier state of it."""


def lineage_of(store: AdvisoryStore, generation: int) -> str:
    """Return a fingerprint of the imports up to a generation.

    A store that was made anew in the same folder has another one, whatever its number.
    """
    rows = store.table(SOURCES).select(["generation", "digest", "name", "format"]).to_pylist()
    told = sorted(
        (row["generation"], row["digest"], row["name"], row["format"])
        for row in rows
        if row["generation"] <= generation
    )
    return hashlib.sha256(repr(told).encode()).hexdigest()


def _from_files(
    session: EngineSession,
    store: AdvisoryStore,
    tables: AdvisoryTables,
    manifest: _Manifest,
    *,
    is_once: bool,
) -> Prepared:
    if (
        manifest.rules != rules_in_force()
        or manifest.generation > store.generation
        or manifest.lineage != lineage_of(store, manifest.generation)
    ):
        raise _StaleError
    folder = store.folder / PREPARED_FOLDER
    paths = [folder / manifest.files[contract.name] for contract in (CLAIMS, ANSWERS)]
    for path, contract in zip(paths, (CLAIMS, ANSWERS), strict=True):
        _check_schema(path, contract)
    is_current = manifest.generation == store.generation
    read = session.view_parquet if is_once and is_current else session.read_parquet
    claims, answers = read("claims", paths[0]), read("answers", paths[1])
    if not is_current:
        changed = store.changed_packages(manifest.generation).select(["ecosystem", "package"])
        _renew(session, tables, claims, answers, changed)
    coverage = session.keep(
        "coverage",
        lambda: claims.select("ecosystem", "release").distinct(),
        variant="of claims",
    )
    prepared = with_shortcuts(session, tables, claims, answers, coverage)
    if not is_current:
        _save(session, store, prepared, folder, manifest)
    return prepared


def _renew(
    session: EngineSession, tables: AdvisoryTables, claims: Any, answers: Any, changed: Any
) -> None:
    """Replace the claims and answers of changed packages, in their tables."""
    by = ["ecosystem", "package"]
    packages = session.lend("changed_packages", changed)
    new_claims = session.keep("new_claims", lambda: matching.matchable_claims(tables, packages))
    new_answers = answers_for(session, new_claims, step="new_answers")
    session.keep(
        "claims", lambda: claims.anti_join(packages, by).union(new_claims), variant="renewed"
    )
    session.keep(
        "answers", lambda: answers.anti_join(packages, by).union(new_answers), variant="renewed"
    )


def statements_of(store_folder: Path) -> Path:
    """Return the file that keeps the SQL of matching with a store."""
    return store_folder / PREPARED_FOLDER / _STATEMENTS


def rules_in_force() -> str:
    """Return what names the rules of matching; answers of other rules must not be reused."""
    return f"{RULES} {KEY_EDITION} {__version__}"


def _check_schema(path: Path, contract: Any) -> None:
    if not pq.read_schema(path).remove_metadata().equals(contract.schema.remove_metadata()):
        raise _StaleError


def _read_manifest(folder: Path) -> _Manifest | None:
    try:
        return msgspec.json.decode((folder / _MANIFEST).read_bytes(), type=_Manifest)
    except (OSError, msgspec.DecodeError):
        return None


def _save(
    session: EngineSession,
    store: AdvisoryStore,
    prepared: Prepared,
    folder: Path,
    earlier: _Manifest | None,
) -> None:
    """Write the files, then the manifest, then remove what the earlier manifest named.

    A store that may only be read is matched all the same.
    """
    mark = f"{store.generation:08d}.{secrets.token_hex(4)}"
    files = {name: f"{name}.{mark}.parquet" for name in ("claims", "answers")}
    try:
        private_folder(folder)
        for contract, kept in ((CLAIMS, prepared.claims), (ANSWERS, prepared.answers)):
            table = session.rows(kept)
            path = folder / files[contract.name]
            path.touch(mode=0o600)
            pq.write_table(contract.select_from(table), path, compression="lz4")
        manifest = _Manifest(
            rules=rules_in_force(),
            generation=store.generation,
            lineage=lineage_of(store, store.generation),
            files=files,
        )
        write_private(folder / _MANIFEST, msgspec.json.encode(manifest))
        for name in earlier.files.values() if earlier is not None else ():
            (folder / name).unlink(missing_ok=True)
    except OSError:
        for name in files.values():
            (folder / name).unlink(missing_ok=True)
