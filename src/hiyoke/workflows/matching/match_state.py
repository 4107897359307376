"""The last run's components and answers, in a private folder that is replaced as a whole.

Whoever deletes the folder loses time, nothing else. What is not here: what of it still stands
(`match_changes`).
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any, Final

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from hiyoke.documents import private_folder, write_private
from hiyoke.errors import UsageError
from hiyoke.languages import Text
from hiyoke.workflows.advisories.prepared_store import lineage_of, rules_in_force

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from hiyoke.advisories.store import AdvisoryStore
    from hiyoke.workflows.engine_session import EngineSession

STATE_SCHEMA: Final = "hiyoke/match-state/1"

_MANIFEST: Final = "match-state.json"
_TABLES: Final = ("known", "settled", "problems")


class _Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What the state was made from.

    Attributes:
        schema: `STATE_SCHEMA`.
        rules: The rules of matching that were in force.
        generation: The store's generation.
        lineage: Fingerprint of the store's imports up to then.
        as_of: Knowledge cut-off; None when everything counted.
        coverage: Fingerprint of what the store covered.
        files: File names by table.
    """

    schema: str
    rules: str
    generation: int
    lineage: str
    as_of: str | None
    coverage: str
    files: dict[str, str]


class MatchState:
    """The last run, as far as it can be used for this one.

    Args:
        folder: Where it lies; made when missing.
        store: The store of this run.
        as_of: Knowledge cut-off of this run.

    Raises:
        UsageError: The folder holds other files.
    """

    def __init__(self, folder: Path, store: AdvisoryStore, *, as_of: datetime | None) -> None:
        self.store = store
        self.as_of = as_of
        self._folder = folder
        self._manifest = self._read()

    def _read(self) -> _Manifest | None:
        try:
            text = (self._folder / _MANIFEST).read_bytes()
        except FileNotFoundError:
            if self._folder.exists() and any(self._folder.iterdir()):
                raise _foreign(self._folder) from None
            return None
        try:
            return msgspec.json.decode(text, type=_Manifest)
        except msgspec.DecodeError:
            return None

    def is_usable(self, coverage: str) -> bool:
        """Return whether the last run's answers can stand: same rules, store and cut-off.

        Args:
            coverage: Fingerprint of what the store covers now. When it changed, components that
                no advisory could be held against may have become assessable, or the reverse.
        """
        known = self._manifest
        return (
            known is not None
            and (known.schema, known.rules) == (STATE_SCHEMA, rules_in_force())
            and (known.as_of, known.coverage) == (_instant_text(self.as_of), coverage)
            and known.generation <= self.store.generation
            and known.lineage == lineage_of(self.store, known.generation)
        )

    def load(self, session: EngineSession) -> dict[str, Any] | None:
        """Return the last run's tables on an engine, by name; None when they cannot be read."""
        if self._manifest is None:
            return None
        try:
            tables = {
                name: pq.read_table(self._folder / self._manifest.files[name]) for name in _TABLES
            }
        except (OSError, KeyError, pa.ArrowException):
            return None
        return {name: session.lend(f"last_{name}", table) for name, table in tables.items()}

    def changed_packages(self) -> Any:
        """Return ecosystem and package of what changed since the last run, as Arrow."""
        since = 0 if self._manifest is None else self._manifest.generation
        return self.store.changed_packages(since).select(["ecosystem", "package"])

    def save(self, tables: dict[str, Any], coverage: str) -> None:
        """Replace the state: new files first, the manifest last, then the old files go.

        Args:
            tables: Arrow tables by name.
            coverage: As in `is_usable`.
        """
        mark = secrets.token_hex(4)
        files = {name: f"{name}.{mark}.parquet" for name in _TABLES}
        private_folder(self._folder)
        for name, file in files.items():
            path = self._folder / file
            path.touch(mode=0o600)
            pq.write_table(tables[name], path, compression="lz4")
        self._manifest = _Manifest(
            schema=STATE_SCHEMA,
            rules=rules_in_force(),
            generation=self.store.generation,
            lineage=lineage_of(self.store, self.store.generation),
            as_of=_instant_text(self.as_of),
            coverage=coverage,
            files=files,
        )
        write_private(self._folder / _MANIFEST, msgspec.json.encode(self._manifest))
        for leftover in sorted(self._folder.glob("*.parquet")):
            if leftover.name not in files.values():
                leftover.unlink(missing_ok=True)


def _instant_text(instant: datetime | None) -> str | None:
    return None if instant is None else instant.isoformat()


def _foreign(folder: Path) -> UsageError:
    return UsageError(
        Text(
            ja=f"空のフォルダか、前回の照合の状態を期待しましたが、{str(folder)!a} には"
            "別のファイルがあります",
            en=f"expected an empty folder or the state of an earlier match, found other files "
            f"in {str(folder)!a}",
        ),
        where="--state",
        remedy=Text(
            ja="このコマンド専用のフォルダを指定してください。",
            en="Name a folder that serves this command alone.",
        ),
    )
