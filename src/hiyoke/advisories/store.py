"""Where imported advisories are kept: a folder of Parquet tables and one manifest.

What is not here: writing, which an import does as a whole (`hiyoke.workflows`), and queries.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pyarrow.compute as pc
import pyarrow.parquet as pq

from hiyoke.advisories.store_manifest import check_tables, damaged_store, read_manifest
from hiyoke.advisories.store_tables import CHANGED_PACKAGES, STORE_TABLES

if TYPE_CHECKING:
    from pathlib import Path

    from hiyoke.advisories.store_manifest import Manifest
    from hiyoke.tables import TableContract

_BY_NAME: Final = {contract.name: contract for contract in STORE_TABLES}


@dataclass(frozen=True, slots=True)
class AdvisoryStore:
    """One generation of a store, as it was when it was loaded.

    Its files stay on disk until the import after the next one, so a running match is not
    disturbed by an import.

    Attributes:
        folder: Where it lies.
        manifest: What it holds.
    """

    folder: Path
    manifest: Manifest

    @property
    def generation(self) -> int:
        """Number of the last import that changed anything."""
        return self.manifest.generation

    def path_of(self, contract: TableContract) -> Path:
        """Return the Parquet file of a table, sorted as `docs/reference/advisory-store.md` says."""
        return self.folder / self.manifest.tables[contract.name].file

    def row_count(self, contract: TableContract) -> int:
        """Return how many rows a table has, without opening it."""
        return self.manifest.tables[contract.name].row_count

    def table(self, contract: TableContract) -> Any:
        """Read a whole table as Arrow, with the contract's columns.

        Raises:
            DamagedStoreError: The file cannot be read.

        Cost:
            The table is held in memory; matching reads `path_of` through an engine instead.
        """
        path = self.path_of(contract)
        try:
            # Not `pq.read_table`: it imports pandas, which takes seconds.
            with pq.ParquetFile(path) as file:
                table = file.read(columns=list(contract.column_names))
        except (OSError, ValueError) as error:  # Arrow's errors are among them.
            raise damaged_store(path, str(error)) from error
        return contract.select_from(table)

    def changed_packages(self, since: int) -> Any:
        """Return the packages whose findings may differ from those of an earlier generation.

        Args:
            since: The generation that was matched last; 0 returns every package ever met.

        Returns:
            A `CHANGED_PACKAGES` table: packages with a claim added, altered or removed, or whose
            advisories moved to another alias group. Empty when nothing changed.
        """
        table = self.table(CHANGED_PACKAGES)
        return table.filter(pc.greater(table["generation"], since))


def load_store(folder: Path, *, is_deep: bool = False) -> AdvisoryStore:
    """Return the current generation of a store.

    Args:
        folder: The folder given to ``hiyoke advisories import --into``.
        is_deep: Whether to compare every file with its digest, rather than its size alone.

    Raises:
        DamagedStoreError: The folder is no store, or its files are not what was written.

    Cost:
        About 1 ms; with `is_deep`, one pass over all files.
    """
    manifest = read_manifest(folder)
    missing = sorted(_BY_NAME.keys() - manifest.tables.keys())
    if missing:
        raise damaged_store(folder, f"no table {', '.join(missing)}")
    check_tables(folder, manifest, is_deep=is_deep)
    return AdvisoryStore(folder, manifest)
