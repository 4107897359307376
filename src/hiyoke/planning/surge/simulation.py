"""Many runs of a patch wave through the stages, each the same whatever the threads and order.

A run goes stage by stage from the first arrival to the horizon; only its tallies are kept, so
memory does not grow with arrivals times runs. What is not here: the loops (`kernel`), and
what the tallies say to a person (`outcome`).
"""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from hiyoke.errors import UsageError
from hiyoke.languages import Text
from hiyoke.planning.surge.arrivals import Draws, draw_items, make_sources
from hiyoke.planning.surge.network import BatchStation, StaffStation, check_network

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hiyoke.planning.surge.arrivals import Items, Sources
    from hiyoke.planning.surge.network import Network

#: Upper bound of the runs of one simulation; the tallies of more would need gigabytes.
MAX_RUNS: Final = 100_000
#: Bins of the distribution of fixing times; the last holds everything later.
TIME_BINS: Final = 400
WEEK_HOURS: Final = 168.0

#: Columns of `Tallies.counts`.
ARRIVED, FIXED, DUE, MISSED, OPEN_HOURS = range(5)
#: First axis of `Tallies.backlog` after the run.
COUNT, AGE_SUM, AGE_HIGHEST = range(3)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tallies:
    """What the runs of one simulation came to.

    Attributes:
        instants: Ends of weeks in hours, float64[weeks].
        counts: Arrived, fixed, due by the horizon, of these missed, hours open by the horizon:
            float64[runs, tiers, 5].
        backlog: Open items, sum of their ages and highest age in hours at the end of each week:
            float64[runs, 3, weeks, tiers].
        present: Items at each stage at the end of each week, float64[runs, stages, weeks].
        waited: Hours waited for a person or batch, float64[runs, stages, tiers].
        worked: Hours worked or places used at each station, by stage, float64[runs, stations].
        fixing_times: Fixed items by tier and time to fix, int64[runs, tiers, TIME_BINS].
        bin_hours: Width of a bin of `fixing_times`.
    """

    instants: NDArray[np.float64]
    counts: NDArray[np.float64]
    backlog: NDArray[np.float64]
    present: NDArray[np.float64]
    waited: NDArray[np.float64]
    worked: tuple[NDArray[np.float64], ...]
    fixing_times: NDArray[np.int64]
    bin_hours: float

    @property
    def runs(self) -> int:
        """Return how many runs there are."""
        return int(self.counts.shape[0])


@dataclass(frozen=True, slots=True, eq=False)
class _Ready:
    """A network as the loops take it, made once for all runs.

    Attributes:
        network: As given.
        sources: Where its items come from.
        parts: By stage, the part of each class: 0 passes by, then the stations; None when every
            class goes to the only station.
        stations: By stage and station: spells and groups, or batches.
        deadlines: By tier, in hours.
    """

    network: Network
    sources: Sources
    parts: tuple[NDArray[np.int64] | None, ...]
    stations: tuple[tuple[tuple[Any, Any], ...], ...]
    deadlines: NDArray[np.float64]


def _ready(network: Network) -> _Ready:
    parts = []
    for number in range(len(network.stages)):
        where = [c.stations[number] for c in network.classes]
        part_of = np.array([0 if s is None else s + 1 for s in where], dtype=np.int64)
        parts.append(None if all(s == 0 for s in where) else part_of)
    return _Ready(
        network,
        make_sources(network),
        tuple(parts),
        tuple(
            tuple(
                batch_arrays(s) if isinstance(s, BatchStation) else crew_arrays(s)
                for s in stage.stations
            )
            for stage in network.stages
        ),
        np.array([tier.deadline_hours for tier in network.tiers]),
    )


class _Room:
    """Memory that one thread uses for one run after another.

    Touching fresh memory costs more than the work done in it.
    """

    def __init__(self, network: Network, seed: int) -> None:
        from hiyoke.planning.surge.kernel import BUSY  # noqa: PLC0415 - importing compiles.

        most = max(
            (
                sum(group.people for group in station.groups)
                for stage in network.stages
                for station in stage.stations
                if isinstance(station, StaffStation)
            ),
            default=0,
        )
        self.draws = Draws(seed)
        self.busy = np.zeros(most + 1, dtype=BUSY)
        self.size = -1

    def fit(self, count: int) -> None:
        """Grow until `count` items fit."""
        from hiyoke.planning.surge.kernel import FLOW  # noqa: PLC0415 - importing compiles.

        if count > self.size:
            self.size = count + count // 8 + 64
            self.flows = [np.zeros(self.size, dtype=FLOW) for _ in range(4)]
            self.following = np.zeros(self.size, dtype=np.int64)
            self.done = np.zeros(self.size)


def simulate(
    network: Network,
    *,
    runs: int,
    seed: int,
    load: float = 1.0,
    threads: int | None = None,
) -> Tallies:
    """Simulate a patch wave many times.

    Args:
        network: What flows where.
        runs: 1 to `MAX_RUNS`. The first runs of a longer simulation are those of a shorter one.
        seed: 0 to 2**64 - 1; the same seed brings the same items to every network.
        load: By which every stream is multiplied, above 0.
        threads: How many to use; None for one per processor. No answer depends on it.

    Returns:
        Tallies by run, equal for equal inputs.

    Raises:
        UsageError: The network, the runs, the seed or the load cannot be used.

    Cost:
        About 0.2 microseconds for each item of each run with three stages of people and two of
        batches; memory for the items of one run in each thread, and the tallies.
    """
    check_network(network)
    _check(runs, seed, load)
    tallies, ready = _empty_tallies(network, runs), _ready(network)
    rooms = threading.local()

    def run_one(run: int) -> None:
        if not hasattr(rooms, "room"):
            rooms.room = _Room(network, seed)
        _simulate_run(ready, run, load, rooms.room, tallies)

    with ThreadPoolExecutor(max_workers=threads or os.cpu_count() or 1) as pool:
        list(pool.map(run_one, range(runs)))
    return tallies


def simulate_one(
    network: Network, *, run: int, seed: int, load: float = 1.0
) -> tuple[Items, NDArray[np.float64]]:
    """Simulate one run and return its items, and when each is done.

    Returns:
        The items in order of arrival, and float64[n] in hours, infinite for what is not done.

    Raises:
        UsageError: As for `simulate`.
    """
    check_network(network)
    _check(run + 1, seed, load)
    room, tallies = _Room(network, seed), _empty_tallies(network, run + 1)
    items, done = _run(_ready(network), run, load, room, tallies)
    return items, done.copy()


def _simulate_run(ready: _Ready, run: int, load: float, room: _Room, tallies: Tallies) -> None:
    from hiyoke.planning.surge.item_kernel import COMPILED  # noqa: PLC0415 - importing compiles.

    items, done = _run(ready, run, load, room, tallies)
    COMPILED["note_items"](
        items.created,
        done,
        items.tier_of,
        (ready.deadlines, tallies.instants, ready.network.horizon_hours, tallies.bin_hours),
        (tallies.counts[run], tallies.backlog[run], tallies.fixing_times[run]),
    )


def _run(
    ready: _Ready, run: int, load: float, room: _Room, tallies: Tallies
) -> tuple[Items, NDArray[np.float64]]:
    """Pass the items of one run through all stages; return them, and when each is done."""
    items = draw_items(ready.sources, room.draws, run, load=load)
    count = items.created.size
    room.fit(count)
    flow = room.flows[0][:count]
    flow["at"] = items.created
    flow["item"] = np.arange(count)
    present, held = tallies.present[run], 0
    for number in range(len(ready.parts)):
        present[number] = np.searchsorted(flow["at"], tallies.instants, side="right")
        flow, held = _pass_stage(ready, number, (flow, held, items), (room, run, tallies))
        present[number] -= np.searchsorted(flow["at"], tallies.instants, side="right")
    done = room.done[:count]
    done.fill(np.inf)
    done[flow["item"]] = flow["at"]
    return items, done


def _pass_stage(
    ready: _Ready,
    number: int,
    traffic: tuple[Any, int, Items],
    place: tuple[_Room, int, Tallies],
) -> tuple[Any, int]:
    """Pass a sorted flow through one stage.

    Args:
        ready: The network.
        number: Of the stage.
        traffic: The flow, which of the room's flows holds it, and the items.
        place: Room, run and tallies.

    Returns:
        What has left the stage, sorted; and which of the room's flows holds it.
    """
    from hiyoke.planning.surge.kernel import COMPILED  # noqa: PLC0415 - importing compiles.

    flow, held, items = traffic
    flows, part_of = place[0].flows, ready.parts[number]
    first, second, third = (n for n in range(len(flows)) if n != held)
    if part_of is None:
        return _pass_station(ready, (number, 0), (flow, items, flows[first]), place), first
    stations = len(ready.stations[number])
    bounds = np.zeros(stations + 3, dtype=np.int64)
    parts = flows[first][: flow.size]
    COMPILED["split_parts"](flow, items.class_of, part_of, bounds, parts)
    # The flow has been copied into its parts, so its own memory takes turns with the third one
    # to hold what is merged so far.
    merged, holder, turns = parts[bounds[0] : bounds[1]], first, (third, held)
    for station in range(stations):
        part = parts[bounds[station + 1] : bounds[station + 2]]
        if part.size:
            left = _pass_station(ready, (number, station), (part, items, flows[second]), place)
            holder, turns = turns[0], turns[::-1]
            target = flows[holder][: merged.size + left.size]
            COMPILED["merge_two"](merged, left, target)
            merged = target
    return merged, holder


def _pass_station(
    ready: _Ready,
    which: tuple[int, int],
    traffic: tuple[Any, Items, Any],
    place: tuple[_Room, int, Tallies],
) -> Any:
    from hiyoke.planning.surge.kernel import COMPILED  # noqa: PLC0415 - importing compiles.

    number, station_number = which
    flow, items, left = traffic
    room, run, tallies = place
    station = ready.network.stages[number].stations[station_number]
    arrays = ready.stations[number][station_number]
    queues = np.full((len(ready.network.tiers), 2), -1, dtype=np.int64)
    totals = np.zeros((len(ready.network.tiers), 3))
    horizon = ready.network.horizon_hours
    waiting = (room.following, queues, totals, left)
    if isinstance(station, BatchStation):
        count = COMPILED["pass_batches"](flow, items.tier_of, arrays, horizon, waiting)
    else:
        facts = (items.tier_of, items.work[number])
        crew = (arrays[0].copy(), arrays[1])  # The loop uses up the groups.
        law = (int(station.rule), horizon)
        count = COMPILED["serve"](flow, facts, crew, law, (room.busy, *waiting))
    tallies.waited[run, number] += totals[:, 0]
    tallies.worked[number][run, station_number] += totals[:, 1].sum()
    return left[:count]


def crew_arrays(station: StaffStation) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return a station's groups and spells as `kernel.serve` takes them, fresh each time."""
    duty = np.zeros((len(station.groups), 3), dtype=np.int64)
    begin = 0
    for number, group in enumerate(station.groups):
        duty[number] = group.people, begin, begin + len(group.spells)
        begin += len(group.spells)
    spells = [group.spells for group in station.groups]
    return duty, np.ascontiguousarray(np.concatenate(spells) if spells else np.zeros((0, 2)))


def batch_arrays(station: BatchStation) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return a station's batches as `kernel.pass_batches` takes them."""
    batches = station.batches
    instants = np.array([(b.closes_at, b.leaves_at) for b in batches], dtype=np.float64)
    bounds = np.array([(b.places, b.highest_tier) for b in batches], dtype=np.int64)
    return instants.reshape(-1, 2), bounds.reshape(-1, 2)


def _empty_tallies(network: Network, runs: int) -> Tallies:
    weeks = max(1, int(network.horizon_hours / WEEK_HOURS + 1e-9))
    instants = np.linspace(0.0, network.horizon_hours, weeks + 1, dtype=np.float64)[1:]
    tiers, stages = len(network.tiers), len(network.stages)
    return Tallies(
        instants=instants,
        counts=np.zeros((runs, tiers, 5)),
        backlog=np.zeros((runs, 3, weeks, tiers)),
        present=np.zeros((runs, stages, weeks)),
        waited=np.zeros((runs, stages, tiers)),
        worked=tuple(np.zeros((runs, len(stage.stations))) for stage in network.stages),
        fixing_times=np.zeros((runs, tiers, TIME_BINS), dtype=np.int64),
        bin_hours=network.horizon_hours / TIME_BINS,
    )


def _check(runs: int, seed: int, load: float) -> None:
    faults = (
        (not 1 <= runs <= MAX_RUNS, f"1 から {MAX_RUNS} 回", f"1 to {MAX_RUNS} runs", runs),
        (not 0 <= seed < 1 << 64, "0 以上 2^64 未満のシード", "a seed below 2^64", seed),
        (not load > 0.0, "0 より大きい負荷", "a load above 0", load),
    )
    for is_fault, ja, en, found in faults:
        if is_fault:
            raise UsageError(
                Text(ja=f"{ja}が必要ですが、{found} でした", en=f"expected {en}, found {found}")
            )
