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
from typing import TYPE_CHECKING, Final

import numpy as np

from hiyoke.errors import UsageError
from hiyoke.languages import Text
from hiyoke.planning.surge.network import check_network

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hiyoke.planning.surge.loops import Notes
    from hiyoke.planning.surge.network import Network

#: Upper bound of the runs of one simulation; the tallies of more would need gigabytes.
MAX_RUNS: Final = 100_000
#: Bins of the distribution of fixing times; the last holds everything later.
TIME_BINS: Final = 400
WEEK_HOURS: Final = 168.0
#: Runs that a thread takes at a time.
_BLOCK: Final = 8

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
        again: How often finished work had to be done again, float64[runs, stages].
        fixing_times: Fixed items by tier and time to fix, int64[runs, tiers, TIME_BINS].
        bin_hours: Width of a bin of `fixing_times`.
    """

    instants: NDArray[np.float64]
    counts: NDArray[np.float64]
    backlog: NDArray[np.float64]
    present: NDArray[np.float64]
    waited: NDArray[np.float64]
    worked: tuple[NDArray[np.float64], ...]
    again: NDArray[np.float64]
    fixing_times: NDArray[np.int64]
    bin_hours: float

    @property
    def runs(self) -> int:
        """Return how many runs there are."""
        return int(self.counts.shape[0])


@dataclass(frozen=True, slots=True, eq=False)
class Items:
    """The items of one run, stream after stream, each in order of arrival.

    Attributes:
        created: Arrival in hours, float64[n].
        class_of: Class, int16[n].
        tier_of: Tier, uint8[n].
        work: By stage, hours of one person at each try, float64[n, tries].
        tries: By stage, how many tries it takes, int64[n].
    """

    created: NDArray[np.float64]
    class_of: NDArray[np.int16]
    tier_of: NDArray[np.uint8]
    work: list[NDArray[np.float64]]
    tries: list[NDArray[np.int64]]


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
        load: By which every stream is multiplied, above 0. The same items come faster; those that
            a lighter load brings keep their class and work.
        threads: How many to use; None for one per processor. No answer depends on it.

    Returns:
        Tallies by run, equal for equal inputs.

    Raises:
        UsageError: The network, the runs, the seed or the load cannot be used.

    Cost:
        About 0.16 microseconds for each item of each run with three stages of people and two of
        batches; memory for the items of one run in each thread, and the tallies.
    """
    check_network(network)
    _check(runs, seed, load)
    from hiyoke.planning.surge.layout import layout_of  # noqa: PLC0415 - imports numba.
    from hiyoke.planning.surge.loops import pass_runs  # noqa: PLC0415
    from hiyoke.planning.surge.memory import expected_items, memory_of  # noqa: PLC0415

    tallies, worked = _empty_tallies(network, runs)
    layout = layout_of(network, (runs, seed, load), tallies.instants, TIME_BINS)
    notes = _notes(tallies, worked)
    rooms = threading.local()

    def run_block(begin: int) -> None:
        end = min(begin + _BLOCK, runs)
        if not hasattr(rooms, "memory"):
            rooms.memory = memory_of(network, expected_items(network, load))
        while begin < end:
            begin = pass_runs((begin, end), layout, rooms.memory, notes)
            if begin < end:  # More items than the memory holds: once more, with twice as much.
                rooms.memory = memory_of(network, 2 * rooms.memory.done.size)

    with ThreadPoolExecutor(max_workers=threads or os.cpu_count() or 1) as pool:
        list(pool.map(run_block, range(0, runs, _BLOCK)))
    return tallies


def simulate_one(
    network: Network, *, run: int, seed: int, load: float = 1.0
) -> tuple[Items, NDArray[np.float64]]:
    """Simulate one run and return its items, and when each is done.

    Returns:
        The items, and float64[n] in hours, infinite for what is not done.

    Raises:
        UsageError: As for `simulate`.
    """
    check_network(network)
    _check(run + 1, seed, load)
    from hiyoke.planning.surge import loops  # noqa: PLC0415 - imports numba.
    from hiyoke.planning.surge.layout import layout_of  # noqa: PLC0415
    from hiyoke.planning.surge.memory import expected_items, memory_of  # noqa: PLC0415

    tallies, worked = _empty_tallies(network, run + 1)
    layout = layout_of(network, (run + 1, seed, load), tallies.instants, TIME_BINS)
    demand, way, _ = layout
    memory = memory_of(network, expected_items(network, load))
    while loops.pass_runs((run, run + 1), layout, memory, _notes(tallies, worked)) == run:
        memory = memory_of(network, 2 * memory.done.size)
    offsets = loops.arrive(demand, way.tier_of, run, memory)
    count = int(offsets[-1])
    done = memory.done[:count].copy()
    works: list[NDArray[np.float64]] = []
    tried: list[NDArray[np.int64]] = []
    for stage in network.stages:
        work = np.zeros((count, loops.MAX_TRIES if stage.again.high > 0.0 else 1))
        tries = np.zeros(count, dtype=np.int64)
        loops.write_work(way, (run, len(works)), offsets, memory, (work, tries))
        works.append(work)
        tried.append(tries)
    class_of = memory.class_of[:count].copy()
    created = memory.created[:count].copy()
    return Items(created, class_of, way.tier_of[class_of], works, tried), done


def _notes(tallies: Tallies, worked: NDArray[np.float64]) -> Notes:
    from hiyoke.planning.surge.loops import Notes  # noqa: PLC0415 - imports numba.

    return Notes(
        counts=tallies.counts,
        backlog=tallies.backlog,
        present=tallies.present,
        waited=tallies.waited,
        worked=worked,
        again=tallies.again,
        fixing_times=tallies.fixing_times,
    )


def _empty_tallies(network: Network, runs: int) -> tuple[Tallies, NDArray[np.float64]]:
    """Return empty tallies, and the worked hours of all stations, of which they show parts."""
    weeks = max(1, int(network.horizon_hours / WEEK_HOURS + 1e-9))
    instants = np.linspace(0.0, network.horizon_hours, weeks + 1, dtype=np.float64)[1:]
    tiers, stages = len(network.tiers), len(network.stages)
    ends = np.cumsum([len(stage.stations) for stage in network.stages])
    worked = np.zeros((runs, int(ends[-1])))
    tallies = Tallies(
        instants=instants,
        counts=np.zeros((runs, tiers, 5)),
        backlog=np.zeros((runs, 3, weeks, tiers)),
        present=np.zeros((runs, stages, weeks)),
        waited=np.zeros((runs, stages, tiers)),
        worked=tuple(np.split(worked, ends[:-1], axis=1)),
        again=np.zeros((runs, stages)),
        fixing_times=np.zeros((runs, tiers, TIME_BINS), dtype=np.int64),
        bin_hours=network.horizon_hours / TIME_BINS,
    )
    return tallies, worked


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
