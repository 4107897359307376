"""The index of a population's packages: which components belong to which package.

One file, sorted by ecosystem and package, so that the components that an advisory may concern are
found by reading a row group or two. It is a cache: whoever deletes it loses time, nothing else.
What is not here: what the components are matched with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Self

import msgspec
import pyarrow.parquet as pq

from hiyoke import __version__
from hiyoke.documents import private_folder, write_private
from hiyoke.errors import UsageError
from hiyoke.languages import Text

if TYPE_CHECKING:
    from pathlib import Path

    from hiyoke.workflows.engine_session import EngineSession
    from hiyoke.workflows.matching.population_files import Population

#: Number of the rules by which names are read; raise it when old indexes must not be used.
RULES: Final = 1

_FOLDER: Final = "prepared"
_FILE: Final = "packages.parquet"
_NOTE: Final = "packages.json"
_ROW_GROUP_ROWS: Final = 16_384


class _Note(msgspec.Struct, frozen=True, kw_only=True):
    """What an index was made from."""

    rules: str
    components: str


class PackageIndexWriter:
    """Gathers names slice by slice and publishes the index when all went well.

    Args:
        session: The engine that holds the names.
        population: The population.
        staging: Folder for what is gathered.
    """

    def __init__(self, session: EngineSession, population: Population, staging: Path) -> None:
        self._session = session
        self._population = population
        self._gathered = staging / "names.gathered"
        self._writer: Any = None
        self._is_current = _is_current(population)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._writer is not None:
            self._writer.close()
            if kind is None:
                self._publish()

    def write(self, names: Any, components: Any) -> None:
        """Add the names of one slice, unless the index is current already.

        Args:
            names: Columns of `matching.NAMES`.
            components: component_no and purl.
        """
        if self._is_current:
            return
        rows = self._session.arrow(
            "population_names",
            lambda: (
                names.select("ecosystem", "package", "component_no")
                .distinct()
                .inner_join(components.select("component_no", "purl"), "component_no")
            ),
        )
        if self._writer is None:
            self._writer = pq.ParquetWriter(self._gathered, rows.schema, compression="lz4")
        self._writer.write_table(rows)

    def _publish(self) -> None:
        """Sort what was gathered into the index; a folder that may only be read goes without."""
        try:
            folder = private_folder(self._population.folder / _FOLDER)
            (folder / _NOTE).unlink(missing_ok=True)
            (folder / _FILE).touch(mode=0o600)
        except OSError:
            return
        gathered = self._session.view_parquet("population_gathered", self._gathered)
        index = gathered.order_by(["ecosystem", "package", "component_no"])
        self._session.backend.to_parquet(index, folder / _FILE, row_group_size=_ROW_GROUP_ROWS)
        note = _Note(rules=_rules(), components=self._population.components_fingerprint())
        write_private(folder / _NOTE, msgspec.json.encode(note))


def package_index(session: EngineSession, population: Population) -> Any:
    """Return the index as a table: ecosystem, package, component_no and purl.

    Raises:
        UsageError: The population was not matched since its components were written.
    """
    folder = population.folder / _FOLDER
    if not _is_current(population):
        raise UsageError(
            Text(
                ja="照合済みの母集団を期待しましたが、構成要素の索引がないか古くなっています",
                en="expected a population that was matched, found no current index of packages",
            ),
            where=str(folder),
            remedy=Text(
                ja="先に母集団全体を照合してください（match_population）。",
                en="Match the whole population first (match_population).",
            ),
        )
    return session.view_parquet("population_packages", folder / _FILE)


def _is_current(population: Population) -> bool:
    """Return whether the index was made of these components by these rules."""
    folder = population.folder / _FOLDER
    try:
        note = msgspec.json.decode((folder / _NOTE).read_bytes(), type=_Note)
    except (OSError, msgspec.DecodeError):
        return False
    wanted = _Note(rules=_rules(), components=population.components_fingerprint())
    return note == wanted and (folder / _FILE).exists()


def _rules() -> str:
    return f"{RULES} {__version__}"
