"""A network as the arrays that the compiled loops take, and the keys of all its draws.

A draw belongs to a name, a run and a number, and to nothing else: not to other streams, other
runs, threads, or what the plan does with the items. So two plans meet the same items, and the
difference between them carries no noise of its own. What is not here: the loops.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

import numpy as np

from hiyoke.planning.surge.loops import (
    BATCHES,
    GROUP,
    GROUPS,
    GUIDE_PARTS,
    PARTS,
    ROWS,
    Demand,
    Layout,
    Limits,
    Task,
    Way,
    read_table,
    write_first_shares,
    write_shares,
)
from hiyoke.planning.surge.network import BatchStation, StaffStation
from hiyoke.planning.surge.quantiles import quantiles

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from hiyoke.planning.surge.network import Batch, Network, Range, StaffGroup

#: Names the way draws are made. Any change to it changes every draw, so a change is a new name.
_STREAM: Final = b"hiyoke-surge-2"


class Keys:
    """Keys of draws by name.

    Args:
        seed: 0 to 2**64 - 1.
    """

    def __init__(self, seed: int) -> None:
        self._seed = seed.to_bytes(8, "little")

    def of(self, name: str) -> np.uint64:
        """Return the key of a name; the loops make one for each run of it."""
        named = self._seed + name.encode("utf-8", "surrogatepass")
        digest = hashlib.blake2b(named, digest_size=8, person=_STREAM).digest()
        return np.uint64(int.from_bytes(digest, "little"))

    def factors(self, name: str, runs: int, spread: Range) -> NDArray[np.float64]:
        """Return the value of an uncertain figure in each run."""
        if spread.high <= spread.low:
            return np.full(runs, spread.likely)
        shares = np.empty(runs)
        write_first_shares(self.of(name), shares)
        return np.array([spread.at(share) for share in shares.tolist()])

    def shares(self, name: str, run: int, count: int) -> NDArray[np.float64]:
        """Return the first draws of a name in one run, from [0, 1)."""
        shares = np.empty(count)
        write_shares(self.of(name), run, shares)
        return shares

    def work(
        self, name: str, run: int, count: int, table: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Return the first draws of a name in one run, of the work that a table describes."""
        shares = self.shares(name, run, count)
        read_table(table, shares)
        return shares


def no_draws() -> Task:
    """Return the work of items whose hours are given."""
    table, nothing, keys = np.zeros((ROWS, PARTS + 1)), np.zeros(0), np.zeros(0, dtype=np.uint64)
    return Task(table, nothing, keys, keys, np.zeros(0, dtype=np.int64), 0.0)


def layout_of(
    network: Network, draws: tuple[int, int, float], instants: NDArray[np.float64], bins: int
) -> Layout:
    """Lay a network out.

    Args:
        network: What flows where.
        draws: How many runs, the seed, and the load by which every stream is multiplied.
        instants: At which backlogs are counted, equally far apart.
        bins: Of the distribution of fixing times.
    """
    runs, seed, load = draws
    keys = Keys(seed)
    limits = Limits(
        np.array([tier.deadline_hours for tier in network.tiers], dtype=np.float64),
        instants,
        float(network.horizon_hours),
        float(network.horizon_hours) / bins,
    )
    return Layout(_demand(network, keys, runs, load), _way(network, keys, runs), limits)


def _demand(network: Network, keys: Keys, runs: int, load: float) -> Demand:
    streams, classes = network.streams, len(network.classes)
    upto = np.array([np.cumsum(s.shares) for s in streams], dtype=np.float64)
    upto = upto.reshape(len(streams), classes)
    parts = np.arange(GUIDE_PARTS) / GUIDE_PARTS
    guide = [np.minimum(np.searchsorted(row, parts, side="right"), classes - 1) for row in upto]
    scales = [load * keys.factors(f"scale:{s.stream_id}", runs, s.scale) for s in streams]
    return Demand(
        bounds=np.cumsum([0, *(s.instants.size for s in streams)], dtype=np.int64),
        instants=_joined(s.instants for s in streams),
        expected=_joined(s.expected for s in streams),
        upto=upto,
        guide=np.array(guide, dtype=np.int64).reshape(len(streams), GUIDE_PARTS),
        scales=_columns(scales, runs),
        arrive_keys=_keys(keys.of(f"arrive:{s.stream_id}") for s in streams),
        class_keys=_keys(keys.of(f"class:{s.stream_id}") for s in streams),
    )


def _way(network: Network, keys: Keys, runs: int) -> Way:
    stages, classes, streams = network.stages, network.classes, network.streams
    stations = [station for stage in stages for station in stage.stations]
    upto = np.cumsum([0, *(len(stage.stations) for stage in stages)])
    staff = [s for s in stations if isinstance(s, StaffStation)]
    boards = [s for s in stations if isinstance(s, BatchStation)]
    groups, spells, before = crew_arrays(group for station in staff for group in station.groups)
    batches = [batch for station in boards for batch in station.batches]
    efforts = [keys.factors(f"effort:{e.effort_id}", runs, e.factor) for e in network.efforts]
    again = [keys.factors(f"again:{stage.stage_id}", runs, stage.again) for stage in stages]
    names = [[f"{stage.stage_id}:{s.stream_id}" for s in streams] for stage in stages]
    where = [[c.stations[n] for c in classes] for n in range(len(stages))]
    lanes = [[c.lanes[n] if c.lanes else 0 for c in classes] for n in range(len(stages))]
    meant = [[not e.kinds or c.kind in e.kinds for c in classes] for e in network.efforts]
    tables = np.stack([quantiles(s.spread, s.variation) for s in stages])
    shape = (len(stages), len(streams))
    return Way(
        tier_of=np.array([c.tier for c in classes], dtype=np.uint8),
        stages=np.stack([upto[:-1], upto[1:]], axis=1).astype(np.int64),
        part_of=np.array([[0 if s is None else s + 1 for s in row] for row in where], np.int64),
        lane_of=np.array(lanes, dtype=np.int64),
        stations=_stations(stations),
        groups=groups,
        spells=spells,
        before=before,
        batch_instants=np.array(
            [(b.closes_at, b.leaves_at) for b in batches], dtype=np.float64
        ).reshape(-1, 2),
        batch_bounds=np.array(
            [(b.places, b.highest_tier) for b in batches], dtype=np.int64
        ).reshape(-1, 2),
        batch_lanes=_lanes(batches, max(map(max, lanes)) + 1),
        tables=tables,
        hours=np.array([[c.hours[n] for c in classes] for n in range(len(stages))], np.float64),
        effort_stage=np.array([e.stage for e in network.efforts], dtype=np.int64),
        effort_meant=np.array(meant, dtype=np.uint8).reshape(-1, len(classes)),
        efforts=_columns(efforts, runs),
        again=_columns(again, runs),
        work_keys=_keys(keys.of(f"work:{n}") for row in names for n in row).reshape(shape),
        again_keys=_keys(keys.of(f"fail:{n}") for row in names for n in row).reshape(shape),
    )


def _stations(stations: Sequence[StaffStation | BatchStation]) -> NDArray[np.int64]:
    """Return kind, rule, first and last row, people in all, and lanes of each station."""
    rows, group, batch = [], 0, 0
    for station in stations:
        if isinstance(station, BatchStation):
            end = batch + len(station.batches)
            rows.append((BATCHES, 0, batch, end, 0))
            batch = end
        else:
            end = group + len(station.groups)
            people = sum(g.people for g in station.groups)
            kind = GROUP if len(station.groups) == 1 else GROUPS
            rows.append((kind, int(station.rule), group, end, people))
            group = end
    return np.array(rows, dtype=np.int64).reshape(-1, 5)


def crew_arrays(
    groups: Iterable[StaffGroup],
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    """Return groups, their spells, and the hours of duty before each spell and after the last."""
    rows, spells, before, begin = [], [np.zeros((0, 2))], [np.zeros(0)], 0
    for group in groups:
        end = begin + len(group.spells)
        rows.append((group.people, begin, end))
        spells.append(group.spells)
        before.append(np.cumsum([0.0, *(group.spells[:, 1] - group.spells[:, 0])]))
        begin = end
    return (
        np.array(rows, dtype=np.int64).reshape(-1, 3),
        np.ascontiguousarray(np.concatenate(spells), dtype=np.float64),
        np.concatenate(before),
    )


def _lanes(batches: Sequence[Batch], count: int) -> NDArray[np.uint8]:
    """Return whether each batch admits each lane."""
    admits = np.ones((len(batches), count), dtype=np.uint8)
    for number, batch in enumerate(batches):
        if batch.lanes is not None:
            admits[number] = [lane in batch.lanes for lane in range(count)]
    return admits


def _joined(parts: Iterable[NDArray[np.float64]]) -> NDArray[np.float64]:
    return np.concatenate([np.zeros(0), *parts])


def _columns(columns: Sequence[NDArray[np.float64]], rows: int) -> NDArray[np.float64]:
    return np.array(columns, dtype=np.float64).reshape(len(columns), rows).T.copy()


def _keys(keys: Iterable[np.uint64]) -> NDArray[np.uint64]:
    return np.array(list(keys), dtype=np.uint64)
