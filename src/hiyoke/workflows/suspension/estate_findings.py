"""What was found on an estate, kept beside the store from one run to the next.

In a crisis minutes count, and the estate and the advisories are those of this morning. Findings are
found again only under a digest of all they follow from: every file of the estate, every table of
the store, the code that reads and matches, and the engines. Where anything differs they are worked
out anew, so a run with remembered findings gives what a run without gives, byte for byte. The file
is private and replaced as a whole; whoever deletes it loses time, nothing else. What is not here:
reading and matching (`match_estate`).
"""

from __future__ import annotations

import hashlib
from datetime import datetime  # noqa: TC003 - msgspec reads it at run time.
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

import msgspec
import pyarrow.compute as pc

from hiyoke.documents import write_private
from hiyoke.exposure import Flaw, FlawOnSystem  # noqa: TC001 - msgspec reads them at run time.
from hiyoke.tables import ADVISORIES
from hiyoke.workflows.advisories.prepared_store import PREPARED_FOLDER, rules_in_force
from hiyoke.workflows.remembered_sql import digest_of_code

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from hiyoke.advisories.store import AdvisoryStore
    from hiyoke.estate import Estate

#: Estates whose findings are kept beside one store; of more, the oldest are forgotten.
MOST_KEPT: Final = 8

#: Packages of Hiyoke whose code can change what is found.
_SOURCES: Final = (
    "advisories",
    "calendars",
    "documents",
    "estate",
    "exchange",
    "exposure",
    "matching",
    "packages",
    "risk",
    "tables",
    "versions",
    "workflows",
)
_PREFIX: Final = "findings-"
_CHUNK: Final = 1 << 20


class _Found(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept: flaws, where they are, and the systems that carry each package."""

    flaws: tuple[Flaw, ...]
    findings: tuple[FlawOnSystem, ...]
    carriers: dict[str, tuple[str, ...]]


class _Note(msgspec.Struct, frozen=True, kw_only=True):
    """First line of the file: what its second line was made from.

    Attributes:
        key: Digest of estate, store and code.
        cutoff: Knowledge cut-off of the run that wrote it.
        newest: Latest publication in the store; None when no advisory states one.
        sha256: Digest of the second line.
    """

    key: str
    cutoff: datetime
    newest: datetime | None
    sha256: str

    def holds_at(self, cutoff: datetime) -> bool:
        """Return whether another cut-off gives the same findings."""
        if cutoff == self.cutoff:
            return True
        return self.newest is None or self.newest <= min(cutoff, self.cutoff)


class EstateFindings:
    """What the attacker of a situation may use on an estate, worked out as far as is asked.

    Args:
        estate: What the institution runs.
        path: Folder or workbook that it was read from.
        store: The advisories.

    Raises:
        OSError: A file of the estate cannot be read.

    Cost:
        One reading of the estate's files for their digest.
    """

    def __init__(self, estate: Estate, path: Path, store: AdvisoryStore) -> None:
        self._estate = estate
        self._store = store
        self._key = _key(estate, path, store)
        place = str(path.resolve()).encode("utf-8", "surrogateescape")
        name = hashlib.sha256(place).hexdigest()[:16]
        self._file = store.folder / PREPARED_FOLDER / f"{_PREFIX}{name}.json"
        self._known = _read(self._file, self._key)

    @property
    def is_remembered(self) -> bool:
        """Whether an earlier run left anything for this estate and store."""
        return self._known is not None

    @cached_property
    def carriers(self) -> Mapping[str, tuple[str, ...]]:
        """Systems that carry each package, by its name in lower case."""
        if self._known is not None:
            return self._known[1].carriers
        found: Mapping[str, tuple[str, ...]] = _matching().systems_by_package(self._inventory)
        return found

    def at(self, cutoff: datetime) -> tuple[tuple[Flaw, ...], tuple[FlawOnSystem, ...]]:
        """Return flaws and where they are: remembered, or matched now and then remembered.

        Args:
            cutoff: Knowledge cut-off, aware; later advisories do not count.

        Raises:
            DamagedStoreError: The store cannot be used.

        Cost:
            See `match_estate` where nothing is remembered.
        """
        if self._known is not None and self._known[0].holds_at(cutoff):
            return self._known[1].flaws, self._known[1].findings
        flaws, findings = _matching().match_estate(
            self._estate, self._store, self._inventory, cutoff
        )
        found = _Found(flaws=flaws, findings=findings, carriers=dict(self.carriers))
        _write(self._file, self._key, cutoff, self._store, found)
        return flaws, findings

    @cached_property
    def _inventory(self) -> Any:
        return _matching().read_packages(self._estate)


def _matching() -> Any:
    """Load the engine and every format of SBOM, which a run with remembered findings never does."""
    return import_module("hiyoke.workflows.suspension.match_estate")


def _read(file: Path, key: str) -> tuple[_Note, _Found] | None:
    """Return what a file remembers; None when it is of something else, or damaged."""
    try:
        first, second = file.read_bytes().split(b"\n", 1)
        note = msgspec.json.decode(first, type=_Note)
        if note.key != key or hashlib.sha256(second).hexdigest() != note.sha256:
            return None
        return note, msgspec.json.decode(second, type=_Found)
    except (OSError, ValueError):  # msgspec's errors are among them.
        return None


def _write(file: Path, key: str, cutoff: datetime, store: AdvisoryStore, found: _Found) -> None:
    """Keep findings; a store that may only be read goes without."""
    content = msgspec.json.encode(found)
    note = _Note(
        key=key,
        cutoff=cutoff,
        newest=pc.max(store.table(ADVISORIES)["published_at"]).as_py(),
        sha256=hashlib.sha256(content).hexdigest(),
    )
    try:
        write_private(file, msgspec.json.encode(note) + b"\n" + content)
        kept = sorted(file.parent.glob(f"{_PREFIX}*.json"), key=lambda f: f.stat().st_mtime_ns)
        for old in kept[:-MOST_KEPT]:
            old.unlink(missing_ok=True)
    except OSError:
        return


def _key(estate: Estate, path: Path, store: AdvisoryStore) -> str:
    digest = hashlib.sha256(f"{rules_in_force()}\n{digest_of_code(_SOURCES)}\n".encode())
    for name, table in sorted(store.manifest.tables.items()):
        digest.update(f"{name} {table.sha256}\n".encode())
    tables = [f for f in path.iterdir() if f.is_file()] if path.is_dir() else [path]
    sboms = {
        (system_id, file)
        for system_id, paths in estate.sbom_files.items()
        for given in paths
        for file in _files_of(given)
    }
    for system_id, file in sorted({*(("", table) for table in tables), *sboms}):
        place = file.relative_to(estate.root).as_posix()
        digest.update(f"{system_id}\0{place}\0".encode("utf-8", "surrogateescape"))
        digest.update(_digest_of(file))
    return digest.hexdigest()


def _files_of(path: Path) -> Iterator[Path]:
    return (f for f in path.rglob("*") if f.is_file()) if path.is_dir() else iter((path,))


def _digest_of(file: Path) -> bytes:
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.digest()
