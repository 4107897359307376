"""Match a population of institutions: distinct components once, then every placement once.

1. Match the distinct components, a slice at a time. 2. Add each component's counts to the systems
that carry it, over all placements. 3. Say how systems, services and institutions stand. The cost
of matching grows with distinct components; placements are only read and added. What is not here:
questions about one advisory (`ask_population`), deadlines and links.
"""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Self

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from hiyoke import __version__
from hiyoke.advisories.store import load_store
from hiyoke.documents import private_folder, sync_folder, write_private
from hiyoke.estate.population import POPULATION_COMPONENTS
from hiyoke.matching.placement_totals import COUNTS, ComponentCounts
from hiyoke.workflows.engine_session import EngineSession
from hiyoke.workflows.matching.collect_findings import settle_components
from hiyoke.workflows.matching.match_sboms import preparation
from hiyoke.workflows.matching.population_files import (
    collect_totals,
    gap_in_numbers,
    open_population,
)
from hiyoke.workflows.matching.population_packages import PackageIndexWriter
from hiyoke.workflows.matching.population_steps import components_in, counts_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from hiyoke.advisories.store import AdvisoryStore
    from hiyoke.risk.population_services import PopulationStandings
    from hiyoke.workflows.matching.collect_findings import Settled
    from hiyoke.workflows.matching.population_files import Population

#: Components matched at a time; memory grows with it, time hardly falls.
SLICE_ROWS: Final = 1_000_000

#: Name and version of the form of ``run.json``.
RUN_SCHEMA: Final = "hiyoke/population-run/1"

#: Columns of ``findings.parquet``; what belongs to the component is in the population.
FINDING_COLUMNS: Final = (
    "component_no",
    "vulnerability_id",
    "status",
    "reason",
    "basis",
    "matched_on",
    "fixed_version",
    "advisory_ids",
    "disagreement",
)

_STAGING: Final = ".staging"
_COMPRESSION: Final = "zstd"


@dataclass(frozen=True, slots=True)
class PopulationMatch:
    """The result of a run.

    Attributes:
        standings: How systems, services and institutions stand.
        counts: What came in and went out, by name.
    """

    standings: PopulationStandings
    counts: dict[str, int]


def match_population(
    folder: Path,
    store_folder: Path,
    out: Path,
    *,
    threads: int | None = None,
    slice_rows: int = SLICE_ROWS,
) -> PopulationMatch:
    """Match all components of a population and fan the findings out to all placements.

    Writes ``findings.parquet`` and ``not_assessable.parquet`` (by component), ``systems.parquet``,
    ``services.parquet``, ``institutions.parquet`` and, last, ``run.json`` into `out`; and into the
    population's folder ``prepared``, what `ask_population` starts from.

    Args:
        folder: The population, as `docs/reference/population.md` describes.
        store_folder: As ``hiyoke advisories import --into`` filled it.
        out: Folder for the results; made when missing.
        threads: Worker threads; None takes one for each processor.
        slice_rows: Components matched at a time.

    Raises:
        UsageError: The population lacks a file.
        TableContractError: One of its tables does not hold what it promises.
        DamagedStoreError: The store cannot be used.

    Cost:
        About 5 microseconds a distinct component and 10 nanoseconds a placement, of one core.
        Memory is one slice, and 17 bytes for each component.
    """
    store = load_store(store_folder)
    population = open_population(folder)
    institutions = population.institutions()
    staging = private_folder(out / _STAGING)
    try:
        with EngineSession(threads=threads, spill_folder=staging) as session:
            components, counts = _Slices(session, store, population, staging).match(slice_rows)
            totals = collect_totals(population, components, threads=threads)
            standings = institutions.standings(totals)
        for name in ("systems", "services", "institutions"):
            with _ResultFile(staging / f"{name}.parquet") as file:
                file.write(getattr(standings, name))
        counts |= _counts(population, standings)
        _publish(staging, out)
        write_private(out / "run.json", _run(population, store, counts))
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return PopulationMatch(standings, counts)


class _Slices:
    """Matching the components of one population, slice by slice."""

    def __init__(
        self, session: EngineSession, store: AdvisoryStore, population: Population, staging: Path
    ) -> None:
        self._session = session
        self._store = store
        self._population = population
        self._staging = staging
        self._statuses: Counter[str] = Counter()

    def match(self, slice_rows: int) -> tuple[ComponentCounts, dict[str, int]]:
        """Match all; write findings, what could not be judged, and the index of packages."""
        components = ComponentCounts.none(self._population.component_count)
        prepare = preparation(self._session, self._store, as_of=None)
        with (
            _ResultFile(self._staging / "findings.parquet") as findings,
            _ResultFile(self._staging / "not_assessable.parquet") as problems,
            PackageIndexWriter(self._session, self._population, self._staging) as packages,
        ):
            for rows in _slices(self._population, slice_rows):
                table = components_in(self._session, rows)
                answered = settle_components(self._session, prepare, table)
                components.fill(
                    counts_in(self._session, self._store, answered.settled, answered.problems)
                )
                self._write(answered, findings, problems)
                packages.write(answered.names, table)
        statuses = {f"findings_{status}": count for status, count in sorted(self._statuses.items())}
        return components, statuses | {
            f"components_{what}": int(np.count_nonzero(components.counts[:, COUNTS.index(name)]))
            for what, name in (
                ("affected", "affected_component_count"),
                ("known_exploited", "known_exploited_count"),
                ("not_assessable", "not_assessable_count"),
            )
        }

    def _write(self, answered: Settled, findings: _ResultFile, problems: _ResultFile) -> None:
        rows = self._session.arrow(
            "population_findings",
            lambda: answered.settled.select(*FINDING_COLUMNS).order_by(
                ["component_no", "vulnerability_id"]
            ),
        )
        findings.write(rows)
        for told in pc.value_counts(rows["status"]).to_pylist():
            self._statuses[told["values"]] += told["counts"]
        problems.write(
            self._session.arrow(
                "population_problems",
                lambda: answered.problems.distinct().order_by(["component_no", "reason"]),
            )
        )


class _ResultFile:
    """A private Parquet file that tables are appended to; use it as a context manager."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._writer: Any = None

    def __enter__(self) -> Self:
        self._path.touch(mode=0o600)
        return self

    def __exit__(self, *_: object) -> None:
        if self._writer is not None:
            self._writer.close()

    def write(self, table: Any) -> None:
        """Append a table; all have the same columns."""
        if self._writer is None:
            self._writer = pq.ParquetWriter(self._path, table.schema, compression=_COMPRESSION)
        self._writer.write_table(table)


def _slices(population: Population, slice_rows: int) -> Iterator[Any]:
    """Read components in slices, and see to it that each number comes once."""
    seen: NDArray[np.bool_] = np.zeros(population.component_count, dtype=bool)
    names = list(POPULATION_COMPONENTS.column_names)
    for path in population.component_files:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=slice_rows, columns=names):
                numbers = batch.column("component_no").to_numpy(zero_copy_only=False)
                is_sound = batch.column("component_no").null_count == 0 and (
                    numbers.min() >= 0
                    and numbers.max() < len(seen)
                    and not seen[numbers].any()
                    and len(np.unique(numbers)) == len(numbers)
                )
                if not is_sound:
                    raise gap_in_numbers(path, len(seen))
                seen[numbers] = True
                yield pa.Table.from_batches([batch])


def _counts(population: Population, standings: PopulationStandings) -> dict[str, int]:
    """Sum the institutions' counts, and say what came in."""
    told = standings.institutions
    summed = {
        name: int(pc.sum(told[name]).as_py() or 0)
        for name in told.column_names
        if name != "institution_id"
    }
    return summed | {
        "component_count": population.component_count,
        "placement_count": population.placement_count,
        "institution_count": len(told),
    }


def _publish(staging: Path, out: Path) -> None:
    """Move the result files to their place; ``run.json``, written after them, vouches for them."""
    (out / "run.json").unlink(missing_ok=True)
    for path in sorted(staging.glob("*.parquet")):
        path.replace(out / path.name)
    sync_folder(out)


def _run(population: Population, store: AdvisoryStore, counts: dict[str, int]) -> bytes:
    run = {
        "schema": RUN_SCHEMA,
        "hiyoke_version": __version__,
        "store_generation": store.generation,
        "store_tables": {name: t.sha256 for name, t in store.manifest.tables.items()},
        "population": {
            "byte_count": population.byte_count,
            "components_fingerprint": population.components_fingerprint(),
        },
        "counts": dict(sorted(counts.items())),
    }
    return msgspec.json.format(msgspec.json.encode(run, order="sorted"), indent=2) + b"\n"
