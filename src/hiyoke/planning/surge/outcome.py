"""What the runs of a wave say: backlog, age, missed deadlines and the bottleneck, with bands.

A band is the 5th, 50th and 95th percentile over runs. What is not here: what would help
(`relief`), and words and pictures (`hiyoke.reports`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from hiyoke.planning.surge.simulation import (
    AGE_HIGHEST,
    AGE_SUM,
    ARRIVED,
    COUNT,
    DUE,
    FIXED,
    MISSED,
    OPEN_HOURS,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hiyoke.languages import Text
    from hiyoke.planning.surge.network import Network
    from hiyoke.planning.surge.simulation import Tallies

#: Percentiles of a band.
PERCENTILES: Final = (5.0, 50.0, 95.0)
_HOURS_A_DAY: Final = 24.0


class Band(NamedTuple):
    """The 5th, 50th and 95th percentile over runs."""

    low: float
    middle: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TierOutcome:
    """What becomes of one class of deadlines.

    Attributes:
        tier_id: Stable identifier.
        title: Its name.
        deadline_days: From arrival.
        arrived: Items in a run.
        fixed: Of these, done by the horizon.
        missed_probability: Chance that an item whose deadline falls within the horizon misses it;
            None when no such deadline falls.
        missed_share: The same in each run, as a band; runs without such an item are left out.
        any_missed: Share of runs with at least one miss.
        median_days: Time within which half of all items are done; None beyond the horizon.
        late_days: Time within which 95 % are done; None beyond the horizon.
        unprotected_hours: Hours that items lay open within the horizon, added up.
        backlog: Open items at the end of each week.
        mean_age_days: Their mean age at the end of each week.
        oldest_days: Age of the oldest at the end of each week.
    """

    tier_id: str
    title: Text
    deadline_days: float
    arrived: Band
    fixed: Band
    missed_probability: float | None
    missed_share: Band | None
    any_missed: float
    median_days: float | None
    late_days: float | None
    unprotected_hours: Band
    backlog: tuple[Band, ...]
    mean_age_days: tuple[Band, ...]
    oldest_days: tuple[Band, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StationOutcome:
    """How busy one station is: the share of its hours, or places, that is used."""

    station_id: str
    title: Text
    utilisation: Band
    capacity: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StageOutcome:
    """How one stage fares.

    Attributes:
        stage_id: Stable identifier.
        title: Its name.
        utilisation: Share of its hours, or places, that is used.
        waiting_share: Its part of all hours waited at all stages.
        largest_wait_share: Share of runs in which more is waited here than at any other stage.
        present: Items at the stage at the end of each week.
        is_failing: Whether finished work can fail here.
        done_again: How often it did.
        stations: Its stations, busiest first.
    """

    stage_id: str
    title: Text
    utilisation: Band
    waiting_share: Band
    largest_wait_share: float
    present: tuple[Band, ...]
    is_failing: bool
    done_again: Band
    stations: tuple[StationOutcome, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SurgeOutcome:
    """What a wave comes to.

    Attributes:
        runs: How many runs.
        week_ends: Days from the start at which backlogs are taken.
        tiers: Most urgent first.
        stages: In order of the way.
        bottleneck: The stage at which most is waited in most runs; None when nothing waits.
        unprotected_hours: Hours that items of all tiers lay open.
    """

    runs: int
    week_ends: tuple[float, ...]
    tiers: tuple[TierOutcome, ...]
    stages: tuple[StageOutcome, ...]
    bottleneck: str | None
    unprotected_hours: Band


def band_of(values: NDArray[np.float64]) -> Band:
    """Return the band of values over their first axis; zeros when there are none."""
    if values.size == 0:
        return Band(0.0, 0.0, 0.0)
    return Band(*(float(p) for p in np.percentile(values, PERCENTILES)))


def outcome_of(network: Network, tallies: Tallies) -> SurgeOutcome:
    """Summarise the runs of a simulation."""
    waits = tallies.waited.sum(axis=2)
    total = waits.sum(axis=1, keepdims=True)
    shares = np.divide(waits, total, out=np.zeros_like(waits), where=total > 0.0)
    largest = np.bincount(np.argmax(waits, axis=1)[total[:, 0] > 0.0], minlength=waits.shape[1])
    stages = tuple(
        _stage_outcome(network, tallies, number, shares[:, number], largest[number])
        for number in range(len(network.stages))
    )
    has_waits = bool(largest.sum())
    return SurgeOutcome(
        runs=tallies.runs,
        week_ends=tuple((tallies.instants / _HOURS_A_DAY).tolist()),
        tiers=tuple(_tier_outcome(network, tallies, n) for n in range(len(network.tiers))),
        stages=stages,
        bottleneck=network.stages[int(np.argmax(largest))].stage_id if has_waits else None,
        unprotected_hours=band_of(tallies.counts[:, :, OPEN_HOURS].sum(axis=1)),
    )


def missed_share(tallies: Tallies, tiers: list[int]) -> float:
    """Return the share of the deadlines of these tiers, over all runs, that were missed."""
    due = float(tallies.counts[:, tiers, DUE].sum())
    return float(tallies.counts[:, tiers, MISSED].sum()) / due if due > 0.0 else 0.0


def _tier_outcome(network: Network, tallies: Tallies, number: int) -> TierOutcome:
    tier, counts = network.tiers[number], tallies.counts[:, number]
    due, missed = counts[:, DUE], counts[:, MISSED]
    has_due = due > 0.0
    backlog = tallies.backlog[:, :, :, number]
    is_open = backlog[:, COUNT] > 0.0
    ages = np.divide(
        backlog[:, AGE_SUM], backlog[:, COUNT], out=np.zeros_like(backlog[:, 0]), where=is_open
    )
    return TierOutcome(
        tier_id=tier.tier_id,
        title=tier.title,
        deadline_days=tier.deadline_hours / _HOURS_A_DAY,
        arrived=band_of(counts[:, ARRIVED]),
        fixed=band_of(counts[:, FIXED]),
        missed_probability=float(missed.sum() / due.sum()) if has_due.any() else None,
        missed_share=band_of(missed[has_due] / due[has_due]) if has_due.any() else None,
        any_missed=float((missed > 0.0).mean()),
        median_days=_fixed_within(tallies, number, 0.5),
        late_days=_fixed_within(tallies, number, 0.95),
        unprotected_hours=band_of(counts[:, OPEN_HOURS]),
        backlog=_weekly(backlog[:, COUNT]),
        mean_age_days=_weekly(ages / _HOURS_A_DAY),
        oldest_days=_weekly(backlog[:, AGE_HIGHEST] / _HOURS_A_DAY),
    )


def _stage_outcome(
    network: Network, tallies: Tallies, number: int, shares: NDArray[np.float64], largest: int
) -> StageOutcome:
    stage, worked = network.stages[number], tallies.worked[number]
    capacities = np.array([station.capacity for station in stage.stations])
    stations = [
        StationOutcome(
            station_id=station.station_id,
            title=station.title,
            utilisation=band_of(_used(worked[:, k], capacities[k])),
            capacity=float(capacities[k]),
        )
        for k, station in enumerate(stage.stations)
    ]
    whole = _used(worked.sum(axis=1), float(capacities.sum()))
    return StageOutcome(
        stage_id=stage.stage_id,
        title=stage.title,
        utilisation=band_of(whole),
        waiting_share=band_of(shares),
        largest_wait_share=float(largest) / tallies.runs,
        present=_weekly(tallies.present[:, number]),
        is_failing=stage.again.high > 0.0,
        done_again=band_of(tallies.again[:, number]),
        stations=tuple(sorted(stations, key=lambda s: (-s.utilisation.middle, s.station_id))),
    )


def _used(worked: NDArray[np.float64], capacity: float) -> NDArray[np.float64]:
    return worked / capacity if capacity > 0.0 else np.zeros_like(worked)


def _weekly(values: NDArray[np.float64]) -> tuple[Band, ...]:
    """Return the band of each week: float64[runs, weeks]."""
    return tuple(Band(*column) for column in np.percentile(values, PERCENTILES, axis=0).T.tolist())


def _fixed_within(tallies: Tallies, number: int, share: float) -> float | None:
    """Return the days within which a share of all arrived items is done, over all runs.

    Items that are not done yet count as later than any that are.
    """
    arrived = float(tallies.counts[:, number, ARRIVED].sum())
    upto = np.cumsum(tallies.fixing_times[:, number].sum(axis=0))
    if arrived == 0.0 or upto[-1] < share * arrived:
        return None
    spot = int(np.searchsorted(upto, share * arrived))
    return (spot + 1) * tallies.bin_hours / _HOURS_A_DAY
