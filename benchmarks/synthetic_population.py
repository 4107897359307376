"""A country of synthetic institutions, written once and kept for the next run.

Placements follow a heavy tail: half of the components lie on a few dozen systems, a few on nearly
every second one. A component's systems lie in a stretch of the country of its own width, as a
vendor's customers do; within it they are spread evenly, which is the hardest order to add up.
Everything follows from the seed. What is not here: the purls (`synthetic_purls`).
"""

from __future__ import annotations

import json
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

import numba
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.advisory_store import OUTPUT
from benchmarks.synthetic_purls import SEED, synthetic_purls

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from hiyoke.advisories.store import AdvisoryStore

#: Raise it when the same parameters no longer give the same population.
EDITION: Final = 2

FOLDER: Final = OUTPUT

#: Files of placements; one is written by one thread.
_FILES: Final = 64
_ROW_GROUP_ROWS: Final = 524_288
_PARQUET: Final[dict[str, Any]] = {
    "compression": "none",
    "use_dictionary": False,
    "column_encoding": {
        "component_no": "DELTA_BINARY_PACKED",
        "system_no": "DELTA_BINARY_PACKED",
    },
    "row_group_size": _ROW_GROUP_ROWS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """What a population is made from.

    Attributes:
        placements: Wanted number of placements; the true one is within a few percent.
        components: Distinct components.
        institutions: Institutions.
        systems_each: Systems of each institution.
        services_each: Services of each institution; the first third are priority services.
    """

    placements: int
    components: int
    institutions: int = 1_300
    systems_each: int = 250
    services_each: int = 12

    @property
    def systems(self) -> int:
        """Systems of all institutions."""
        return self.institutions * self.systems_each


def country_folder(country: Country, store: AdvisoryStore) -> Path:
    """Return the folder of a population, writing it unless it is there already."""
    folder = FOLDER / f"country-{country.placements // 1_000_000}m"
    note = folder / "made-from.json"
    made_from = {"edition": EDITION, "seed": SEED, **asdict(country)}
    if not note.exists() or json.loads(note.read_text()) != made_from:
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "placements").mkdir(parents=True)
        _write_components(folder, country, store)
        _write_institutions(folder, country)
        _write_placements(folder, country)
        note.write_text(json.dumps(made_from))
    return folder


def _write_components(folder: Path, country: Country, store: AdvisoryStore) -> None:
    numbers = pa.array(np.arange(country.components, dtype=np.int32))
    table = pa.table({"component_no": numbers, "purl": synthetic_purls(store, country.components)})
    pq.write_table(table, folder / "components.parquet", compression="zstd", compression_level=1)


def _write_institutions(folder: Path, country: Country) -> None:
    """Each service always needs two systems, and one of a redundant pair."""
    rng = np.random.default_rng(SEED + 1)
    systems = np.arange(country.systems, dtype=np.int32)
    names = np.array([f"institution-{number:04d}" for number in range(country.institutions)])
    pq.write_table(
        pa.table(
            {
                "system_no": systems,
                "institution_id": names[systems // country.systems_each],
                "has_sbom": rng.random(country.systems) > 0.01,
            }
        ),
        folder / "systems.parquet",
    )
    each = country.services_each
    service_names = np.array([f"service-{number:02d}" for number in range(each)])
    service = np.tile(np.arange(each), country.institutions)
    owner = np.repeat(np.arange(country.institutions), each)
    pq.write_table(
        pa.table(
            {
                "institution_id": names[owner],
                "service_id": service_names[service],
                "is_priority": service < each // 3,
            }
        ),
        folder / "services.parquet",
    )
    first = owner * country.systems_each
    picks = [first + rng.integers(0, country.systems_each, len(owner)) for _ in range(4)]
    groups = [None, None, "pair", "pair"]
    pq.write_table(
        pa.concat_tables(
            pa.table(
                {
                    "institution_id": names[owner],
                    "service_id": service_names[service],
                    "system_no": pick.astype(np.int32),
                    "group": pa.array([group] * len(owner), pa.string()),
                }
            )
            for pick, group in zip(picks, groups, strict=True)
        ),
        folder / "requirements.parquet",
    )


def _write_placements(folder: Path, country: Country) -> None:
    counts, starts, widths = _shape(country)
    ends = np.cumsum(counts)
    bounds = np.searchsorted(ends, np.linspace(0, ends[-1], _FILES + 1))
    bounds[-1] = country.components

    def write(number: int) -> None:
        first, last = int(bounds[number]), int(bounds[number + 1])
        rows = int(counts[first:last].sum())
        component_nos = np.empty(rows, dtype=np.int32)
        system_nos = np.empty(rows, dtype=np.int32)
        stretch = (counts[first:last], starts[first:last], widths[first:last])
        _place(first, *stretch, component_nos, system_nos)
        table = pa.table({"component_no": component_nos, "system_no": system_nos})
        pq.write_table(table, folder / "placements" / f"{number:03d}.parquet", **_PARQUET)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(write, range(_FILES)))


def _shape(country: Country) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return how often each component is placed, and the stretch of systems it is placed in."""
    rng = np.random.default_rng(SEED + 2)
    most = country.systems // 2
    tail = np.minimum(1 + 20 * rng.pareto(1.1, country.components), most)
    # Two rounds, because the cap takes away from the largest.
    for _ in range(2):
        tail = np.clip(tail * (country.placements / tail.sum()), 1, most)
    counts = tail.astype(np.int64)
    widths = np.minimum(country.systems, counts * rng.integers(2, 200, country.components))
    starts = (rng.random(country.components) * (country.systems - widths + 1)).astype(np.int64)
    return counts, starts, widths


@numba.njit(nogil=True)
def _place(  # noqa: PLR0917 - a compiled loop takes its arrays one by one.
    first: int,
    counts: NDArray[np.int64],
    starts: NDArray[np.int64],
    widths: NDArray[np.int64],
    component_nos: NDArray[np.int32],
    system_nos: NDArray[np.int32],
) -> None:
    """Cut each component's stretch into as many parts as it has placements; draw from each."""
    row = 0
    state = np.uint64(0x9E3779B97F4A7C15) + np.uint64(first)
    for place in range(len(counts)):
        count, width = counts[place], widths[place]
        for part in range(count):
            # A 64-bit linear congruential step; its upper half is even enough for a draw.
            state = state * np.uint64(6364136223846793005) + np.uint64(1442695040888963407)
            low = part * width // count
            room = (part + 1) * width // count - low
            draw = np.int64(state >> np.uint64(32))
            component_nos[row] = first + place
            system_nos[row] = starts[place] + low + ((draw * room) >> 32)
            row += 1
