"""Open a population folder, and read only the blocks of placements that a question needs.

A billion placements do not fit into memory and need not: each Parquet row group says which
component numbers it holds, so that a block without any of the wanted components is not read.
What is not here: what is counted (`hiyoke.matching`).
"""

from __future__ import annotations

import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from hiyoke.errors import TableContractError, UsageError
from hiyoke.estate.population import (
    POPULATION_COMPONENTS,
    POPULATION_PLACEMENTS,
    POPULATION_REQUIREMENTS,
    POPULATION_SERVICES,
    POPULATION_SYSTEMS,
)
from hiyoke.languages import Text
from hiyoke.matching.placement_totals import SystemTotals
from hiyoke.risk.population_services import InstitutionMap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from hiyoke.matching.placement_totals import ComponentCounts
    from hiyoke.tables import TableContract

#: Placements from which making the compiled loop pays for itself.
COMPILE_FROM: Final = 50_000_000

#: Blocks that one thread reads before it takes more.
_BLOCKS_A_TASK: Final = 64

_SMALL_TABLES: Final = {
    "systems.parquet": POPULATION_SYSTEMS,
    "services.parquet": POPULATION_SERVICES,
    "requirements.parquet": POPULATION_REQUIREMENTS,
}


@dataclass(frozen=True, slots=True)
class PlacementBlock:
    """One row group of placements.

    Attributes:
        path: Its file.
        row_group: Its number in the file.
        row_count: Placements in it.
        first: Lowest component number in it; 0 when the file does not say.
        last: Highest, or the highest of all.
    """

    path: Path
    row_group: int
    row_count: int
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """A population folder, looked through but not read.

    Attributes:
        folder: Where it lies.
        component_files: Files of components, in order.
        component_count: Components in them.
        system_count: Systems.
        unknown_system_count: Systems without SBOM.
        blocks: Row groups of placements, in order of files.
    """

    folder: Path
    component_files: tuple[Path, ...]
    component_count: int
    system_count: int
    unknown_system_count: int
    blocks: tuple[PlacementBlock, ...]

    @property
    def placement_count(self) -> int:
        """Placements of all blocks."""
        return sum(block.row_count for block in self.blocks)

    @property
    def byte_count(self) -> int:
        """Bytes on disk of everything that belongs to the population."""
        return sum(path.stat().st_size for path in self._files())

    def path_of(self, contract: TableContract) -> Path:
        """Return the file of systems, services or requirements."""
        return next(
            self.folder / name for name, known in _SMALL_TABLES.items() if known is contract
        )

    def institutions(self) -> InstitutionMap:
        """Read who owns and needs which system."""
        return InstitutionMap(
            *(
                contract.select_from(pq.read_table(self.path_of(contract)))
                for contract in (
                    POPULATION_SYSTEMS,
                    POPULATION_SERVICES,
                    POPULATION_REQUIREMENTS,
                )
            )
        )

    def components_fingerprint(self) -> str:
        """Return a text that differs when a file of components was replaced."""
        told = [
            (path.name, path.stat().st_size, path.stat().st_mtime_ns)
            for path in self.component_files
        ]
        return hashlib.sha256(repr(told).encode()).hexdigest()

    def _files(self) -> Iterator[Path]:
        yield from self.component_files
        yield from sorted({block.path for block in self.blocks})
        yield from (self.folder / name for name in _SMALL_TABLES)

    def blocks_with(self, components: ComponentCounts) -> list[PlacementBlock]:
        """Return the blocks that may hold a component with any count."""
        wanted = np.flatnonzero(components.has_any)
        firsts = np.searchsorted(wanted, [block.first for block in self.blocks], side="left")
        lasts = np.searchsorted(wanted, [block.last for block in self.blocks], side="right")
        return [self.blocks[place] for place in np.flatnonzero(firsts < lasts)]


def open_population(folder: Path) -> Population:
    """Look through a population folder and check its shape.

    Args:
        folder: As `docs/reference/population.md` describes.

    Raises:
        UsageError: A file is missing.
        TableContractError: A table lacks a column, types it otherwise, or numbers leave a gap.

    Cost:
        Reads the footers only: a tenth of a second for a billion placements.
    """
    components = sorted(folder.glob("components*.parquet"))
    placements = sorted((folder / "placements").glob("*.parquet"))
    missing = [name for name in _SMALL_TABLES if not (folder / name).is_file()]
    missing += [] if components else ["components*.parquet"]
    missing += [] if placements else ["placements/*.parquet"]
    if missing:
        raise _incomplete(folder, missing)
    for name, contract in _SMALL_TABLES.items():
        _check_columns(folder / name, contract)
    component_count = sum(
        _check_columns(path, POPULATION_COMPONENTS).num_rows for path in components
    )
    systems = _numbered_systems(folder / "systems.parquet")
    return Population(
        folder=folder,
        component_files=tuple(components),
        component_count=component_count,
        system_count=len(systems),
        unknown_system_count=pc.sum(pc.invert(systems["has_sbom"])).as_py() or 0,
        blocks=tuple(block for path in placements for block in _blocks_of(path, component_count)),
    )


def collect_totals(
    population: Population,
    components: ComponentCounts,
    *,
    blocks: Sequence[PlacementBlock] | None = None,
    threads: int | None = None,
) -> NDArray[np.int64]:
    """Add up the counts of every placement by system.

    Args:
        population: Where the placements lie.
        components: What each component counts for; one without any count is passed over.
        blocks: What `Population.blocks_with` gave for these components, where it is known.
        threads: Worker threads; None takes one for each processor.

    Returns:
        One row for each system, one column for each of `matching.COUNTS`. The result does not
        depend on the number of threads.

    Raises:
        TableContractError: A placement names a component or system that does not exist.

    Cost:
        Blocks without a wanted component cost nothing; others 5 to 15 nanoseconds a placement
        and core. Memory is one block and one table of totals for each thread.
    """
    if blocks is None:
        blocks = population.blocks_with(components)
    is_compiled = sum(block.row_count for block in blocks) >= COMPILE_FROM
    workers = threads or os.cpu_count() or 1
    tasks = [blocks[at : at + _BLOCKS_A_TASK] for at in range(0, len(blocks), _BLOCKS_A_TASK)]
    shares = [tasks[worker::workers] for worker in range(min(workers, len(tasks)))]

    def add_share(share: Sequence[Sequence[PlacementBlock]]) -> NDArray[np.int64]:
        totals = SystemTotals(components, population.system_count, is_compiled=is_compiled)
        for task in share:
            for batch in _batches_of(task):
                totals.add(*_numbers_of(batch))
        return totals.totals

    with ThreadPoolExecutor(max_workers=max(1, len(shares))) as pool:
        found = list(pool.map(add_share, shares))
    nothing = SystemTotals(components, population.system_count).totals
    return sum(found, start=nothing)


def _batches_of(blocks: Sequence[PlacementBlock]) -> Iterator[Any]:
    """Read blocks, file by file, as Arrow record batches."""
    names = list(POPULATION_PLACEMENTS.column_names)
    for path in sorted({block.path for block in blocks}):
        groups = [block.row_group for block in blocks if block.path == path]
        with pq.ParquetFile(path) as file:
            yield from file.iter_batches(
                batch_size=1 << 17, row_groups=groups, columns=names, use_threads=False
            )


def _numbers_of(batch: Any) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    columns = [batch.column(name) for name in POPULATION_PLACEMENTS.column_names]
    if any(column.null_count for column in columns):
        raise _broken(
            "placements", Text(ja="空の番号がありました", en="found a number that is null")
        )
    component_nos, system_nos = (column.to_numpy() for column in columns)
    return component_nos, system_nos


def _blocks_of(path: Path, component_count: int) -> Iterator[PlacementBlock]:
    metadata = _check_columns(path, POPULATION_PLACEMENTS)
    place = metadata.schema.to_arrow_schema().get_field_index("component_no")
    for number in range(metadata.num_row_groups):
        group = metadata.row_group(number)
        statistics = group.column(place).statistics
        first, last = 0, component_count - 1
        if statistics is not None and statistics.has_min_max:
            first, last = statistics.min, statistics.max
        if first < 0 or last >= component_count:
            raise _broken(
                str(path),
                Text(
                    ja=f"構成要素は {component_count} 件ですが、番号が {first} から {last} です",
                    en=f"found component numbers {first} to {last} of {component_count} components",
                ),
            )
        if group.num_rows:
            yield PlacementBlock(path, number, group.num_rows, first, last)


def _check_columns(path: Path, contract: TableContract) -> Any:
    """Refuse a file without the promised columns and types; return its metadata."""
    try:
        metadata = pq.read_metadata(path)
        schema = metadata.schema.to_arrow_schema()
    except (OSError, pa.ArrowException) as error:
        raise _broken(str(path), Text(ja=str(error), en=str(error))) from error
    for column in contract.columns:
        place = schema.get_field_index(column.name)
        found = None if place < 0 else schema.field(place).type
        if found != column.dtype and not (
            column.dtype == pa.string() and found == pa.large_string()
        ):
            raise _broken(
                str(path),
                Text(
                    ja=f"列 {column.name} は {column.dtype} のはずですが、{found or 'なし'} でした",
                    en=f"expected column {column.name} of type {column.dtype}, "
                    f"found {found or 'none'}",
                ),
            )
    return metadata


def _numbered_systems(path: Path) -> Any:
    """Read systems; refuse numbers that are not 0 to count - 1, each once."""
    systems = pq.read_table(path, columns=["system_no", "has_sbom"])
    numbers = np.sort(systems["system_no"].to_numpy())
    if not np.array_equal(numbers, np.arange(len(numbers))):
        raise gap_in_numbers(path, len(numbers))
    return systems


def gap_in_numbers(path: Path, count: int) -> TableContractError:
    """Return the error for numbers that do not run from 0 without gaps."""
    return _broken(
        str(path),
        Text(
            ja=f"0 から {count - 1} まで一度ずつの番号を期待しましたが、抜けか重なりがありました",
            en=f"expected the numbers 0 to {count - 1}, each once; found a gap or a repeat",
        ),
    )


def _incomplete(folder: Path, missing: Sequence[str]) -> UsageError:
    shown = ", ".join(missing)
    return UsageError(
        Text(
            ja=f"母集団のフォルダーを期待しましたが、{shown} がありません",
            en=f"expected a population folder, found no {shown}",
        ),
        where=str(folder),
        remedy=Text(
            ja="必要なファイルは docs/reference/population.md にあります。",
            en="docs/reference/population.md lists the files.",
        ),
    )


def _broken(where: str, found: Text) -> TableContractError:
    return TableContractError(
        found,
        where=where,
        remedy=Text(
            ja="docs/reference/population.md の列に合わせて書き出し直してください。",
            en="Export it again with the columns of docs/reference/population.md.",
        ),
    )
