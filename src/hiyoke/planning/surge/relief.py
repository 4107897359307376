"""What would help against a wave, and the load at which it breaks: other networks, the same items.

Each relief is simulated with the very items of the run without it, so small gains show through
the noise. What is not here: whom to ask for it, and its price.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from hiyoke.languages import Text
from hiyoke.planning.surge.hours import DAY_HOURS, sorted_batches
from hiyoke.planning.surge.network import Batch, BatchStation, StaffGroup, StaffStation, Stage
from hiyoke.planning.surge.outcome import Band, band_of, missed_share
from hiyoke.planning.surge.simulation import OPEN_HOURS, Tallies, simulate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from hiyoke.planning.surge.network import Network
    from hiyoke.planning.surge.outcome import SurgeOutcome

#: Loads between which the breaking load is sought.
LOWEST_LOAD: Final = 1.0 / 64.0
HIGHEST_LOAD: Final = 64.0
#: The search ends when the two loads are this close.
LOAD_TOLERANCE: Final = 1.05
_WEEK: Final = 7 * DAY_HOURS


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakingLoad:
    """Where the wave breaks.

    Attributes:
        missed_limit: Share of missed deadlines above which it counts as broken.
        holds_at: Highest load found at which it holds; None when none does.
        breaks_at: Lowest load found at which it breaks; None when none does.
        bottleneck: The stage at which most is waited at `breaks_at`.
    """

    missed_limit: float
    holds_at: float | None
    breaks_at: float | None
    bottleneck: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReliefOutcome:
    """What one relief is worth.

    Attributes:
        relief_id: Stable identifier.
        title: What is added.
        stage_id: Where.
        hours_saved: Unprotected hours less, run by run.
        missed_share_before: Share of the dated tiers' deadlines that are missed without it.
        missed_share_after: The same with it.
    """

    relief_id: str
    title: Text
    stage_id: str
    hours_saved: Band
    missed_share_before: float
    missed_share_after: float


def reliefs_of(network: Network, outcome: SurgeOutcome) -> list[tuple[str, Text, Stage]]:
    """Return what could be added: one person, or one sitting a week, at each stage.

    It is added at the busiest station of the stage.

    Returns:
        Identifier, words, and the stage with the addition.
    """
    reliefs = []
    for stage, seen in zip(network.stages, outcome.stages, strict=True):
        if not stage.stations:
            continue
        busiest = seen.stations[0].station_id
        station = next(s for s in stage.stations if s.station_id == busiest)
        if isinstance(station, BatchStation):
            helped: StaffStation | BatchStation | None = _with_sitting(
                station, network.horizon_hours
            )
            words = Text(
                ja=f"{stage.title.ja}を週 1 回増やす（{station.title.ja}）",
                en=f"One more a week: {stage.title.en} ({station.title.en})",
            )
        else:
            helped = _with_person(station)
            words = Text(
                ja=f"{stage.title.ja}に 1 人増やす（{station.title.ja}）",
                en=f"One more person: {stage.title.en} ({station.title.en})",
            )
        if helped is not None:
            stations = tuple(helped if s.station_id == busiest else s for s in stage.stations)
            relief_id = f"{stage.stage_id}+1:{busiest}"
            reliefs.append((relief_id, words, replace(stage, stations=stations)))
    return reliefs


def weigh_reliefs(
    network: Network,
    outcome: SurgeOutcome,
    *,
    runs: int,
    seed: int,
    dated: list[int],
    threads: int | None = None,
) -> tuple[ReliefOutcome, ...]:
    """Weigh each relief on the same items, most hours saved first.

    Args:
        network: Without relief.
        outcome: Of the network, to find the busiest stations.
        runs: How many for each relief.
        seed: As for the run without relief.
        dated: Numbers of the tiers whose missed deadlines count.
        threads: As for `simulate`.

    Cost:
        One simulation for each stage, and one without relief.
    """
    before = simulate(network, runs=runs, seed=seed, threads=threads)
    rows = []
    for relief_id, title, stage in reliefs_of(network, outcome):
        stages = tuple(stage if s.stage_id == stage.stage_id else s for s in network.stages)
        after = simulate(replace(network, stages=stages), runs=runs, seed=seed, threads=threads)
        saved = _open_hours(before) - _open_hours(after)
        rows.append(
            ReliefOutcome(
                relief_id=relief_id,
                title=title,
                stage_id=stage.stage_id,
                hours_saved=band_of(saved),
                missed_share_before=missed_share(before, dated),
                missed_share_after=missed_share(after, dated),
            )
        )
    return tuple(sorted(rows, key=lambda row: (-row.hours_saved.middle, row.relief_id)))


def breaking_load(
    network: Network,
    *,
    runs: int,
    seed: int,
    dated: list[int],
    missed_limit: float,
    threads: int | None = None,
) -> BreakingLoad:
    """Seek the load at which more deadlines are missed than the limit allows.

    Every stream is multiplied by the load. The same items come at every load, only faster.

    Args:
        network: What to load.
        runs: How many at each load.
        seed: As for `simulate`.
        dated: Numbers of the tiers whose missed deadlines count.
        missed_limit: In (0, 1).
        threads: As for `simulate`.

    Cost:
        About ten simulations.
    """
    seen: dict[float, Tallies] = {}

    def is_broken(load: float) -> bool:
        if load not in seen:
            seen[load] = simulate(network, runs=runs, seed=seed, load=load, threads=threads)
        return missed_share(seen[load], dated) > missed_limit

    low, high = _bracket(is_broken)
    while low is not None and high is not None and high / low > LOAD_TOLERANCE:
        middle = math.sqrt(low * high)
        if is_broken(middle):
            high = middle
        else:
            low = middle
    return BreakingLoad(
        missed_limit=missed_limit,
        holds_at=low,
        breaks_at=high,
        bottleneck=None if high is None else _longest_wait(network, seen[high]),
    )


def _bracket(is_broken: Callable[[float], bool]) -> tuple[float | None, float | None]:
    """Return a load that holds and one that breaks, a factor of two apart."""
    load = 1.0
    if is_broken(load):
        while load > LOWEST_LOAD:
            if not is_broken(load / 2.0):
                return load / 2.0, load
            load /= 2.0
        return None, load
    while load < HIGHEST_LOAD:
        if is_broken(load * 2.0):
            return load, load * 2.0
        load *= 2.0
    return load, None


def _longest_wait(network: Network, tallies: Tallies) -> str:
    waits = tallies.waited.sum(axis=(0, 2))
    return network.stages[int(np.argmax(waits))].stage_id


def _open_hours(tallies: Tallies) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.asarray(tallies.counts[:, :, OPEN_HOURS].sum(axis=1), dtype=np.float64)


def _with_person(station: StaffStation) -> StaffStation | None:
    """Return a station with one more person in its first group; None without hours to work."""
    if not station.groups:
        return None
    first = station.groups[0]
    more = StaffGroup(people=first.people + 1, spells=first.spells)
    return replace(station, groups=(more, *station.groups[1:]))


def _with_sitting(station: BatchStation, horizon: float) -> BatchStation | None:
    """Return a station with one more sitting each week, like the largest one, three days later."""
    if not station.batches:
        return None
    model = max(station.batches, key=lambda b: (b.places, -b.closes_at))
    length = model.leaves_at - model.closes_at
    first = (model.closes_at + 3 * DAY_HOURS) % _WEEK
    added = [
        Batch(at, at + length, model.places, model.highest_tier, model.lanes)
        for at in _every_week(first, horizon)
    ]
    return replace(station, batches=sorted_batches([*station.batches, *added]))


def _every_week(first: float, horizon: float) -> Iterable[float]:
    count = int((horizon - first) / _WEEK) + 1 if horizon >= first else 0
    return (first + _WEEK * number for number in range(count))
