"""An estate under a wave: who triages, tests, approves and applies, and what comes at them.

What the estate says of crews, windows, freezes and vendors is used; what it does not say comes
from the profile, and every such figure is listed as an assumption. What is not here: the places
themselves (`places`), and the simulation.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from hiyoke.planning.surge.hours import DAY_HOURS, thinned_groups
from hiyoke.planning.surge.network import (
    ONCE,
    BatchStation,
    Effort,
    Network,
    Range,
    Stage,
    Stream,
    Tier,
    WorkClass,
)
from hiyoke.planning.surge.places import Places, places_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from hiyoke.estate import Estate
    from hiyoke.planning.surge.places import Fact
    from hiyoke.planning.surge.profile import SurgeProfile
    from hiyoke.planning.surge.scenario import BurstLine, CapacityLine, ReworkLine, Scenario

_WEEK_DAYS = 7


class Baseline(NamedTuple):
    """What comes in ordinary weeks.

    Attributes:
        items_per_week: By kind of work.
        tiers: Share of each tier, adding up to 1.
        open_items: Open at the start, by kind and tier.
        is_mix_assumed: Whether tiers and open items are the profile's, not the estate's own. How
            many come in a week always is: what is open today does not tell it.
    """

    items_per_week: Mapping[str, float]
    tiers: Mapping[str, float]
    open_items: Mapping[tuple[str, str], float]
    is_mix_assumed: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SurgeModel:
    """A network with where its figures come from.

    Attributes:
        network: What to simulate.
        starts_on: Its first day.
        weeks: How many.
        baseline: What comes in ordinary weeks.
        facts: Every figure of people, windows and vendors, and whether it is assumed.
        system_count: Systems of the estate.
    """

    network: Network
    starts_on: date
    weeks: int
    baseline: Baseline
    facts: tuple[Fact, ...]
    system_count: int


def default_baseline(profile: SurgeProfile, system_count: int) -> Baseline:
    """Return the profile's ordinary weeks for so many systems."""
    hundreds = system_count / 100.0
    return Baseline(
        items_per_week={line.kind: line.items_per_week * hundreds for line in profile.kinds},
        tiers={line.tier_id: line.share for line in profile.tiers},
        open_items={},
        is_mix_assumed=True,
    )


def surge_model(
    estate: Estate,
    profile: SurgeProfile,
    scenario: Scenario,
    *,
    as_of: date,
    weeks: int,
    baseline: Baseline | None = None,
) -> SurgeModel:
    """Lay a wave on an estate.

    Args:
        estate: Crews, windows, freezes, vendors and systems.
        profile: For what the estate does not say.
        scenario: The wave.
        as_of: Day of the question; the scenario begins then or at its own day after it.
        weeks: Length, 1 or more.
        baseline: Ordinary weeks; None takes the profile's.

    Raises:
        MissingCalendarError: The calendar of a year is not known.
    """
    starts_on, days = scenario.start(as_of), weeks * _WEEK_DAYS
    places = places_of(estate, profile, starts_on, days)
    ordinary = baseline or default_baseline(profile, len(estate.systems))
    kinds = [line.kind for line in profile.kinds]
    tier_ids = [line.tier_id for line in profile.tiers]
    classes, weights = _classes(profile, places, kinds)
    mix = _Mix(classes, weights, tier_ids, days * DAY_HOURS)
    network = Network(
        horizon_hours=days * DAY_HOURS,
        tiers=tuple(
            Tier(tier_id=t.tier_id, title=t.title, deadline_hours=t.deadline_days * DAY_HOURS)
            for t in profile.tiers
        ),
        stages=_thinned(
            _failing(places.stages, scenario.reworks),
            scenario.capacities,
            starts_on,
            places.largest_vendor,
        ),
        classes=classes,
        streams=tuple(_streams(mix, ordinary, scenario, len(estate.systems))),
        efforts=_efforts(places.stages, scenario),
    )
    return SurgeModel(
        network=network,
        starts_on=starts_on,
        weeks=weeks,
        baseline=ordinary,
        facts=places.facts,
        system_count=len(estate.systems),
    )


def _classes(
    profile: SurgeProfile, places: Places, kinds: Sequence[str]
) -> tuple[tuple[WorkClass, ...], list[float]]:
    """Return a class for each way, kind and tier, and how many systems take its way."""
    lines = [profile.stage(stage.stage_id) for stage in places.stages]
    classes, weights = [], []
    for way, systems in sorted(Counter(places.ways).items(), key=lambda pair: repr(pair[0])):
        where = ",".join(f"{s}.{lane}" for s, lane in zip(way.stations, way.lanes, strict=True))
        for kind in kinds:
            hours = tuple(line.hours.get(kind, 0.0) for line in lines)
            for tier, line in enumerate(profile.tiers):
                classes.append(
                    WorkClass(
                        class_id=f"{kind}/{line.tier_id}/{where}",
                        kind=kind,
                        tier=tier,
                        stations=way.stations,
                        hours=hours,
                        lanes=way.lanes,
                    )
                )
                weights.append(float(systems))
    return tuple(classes), weights


@dataclass(frozen=True, slots=True)
class _Mix:
    """What a stream needs to know to share its items out among classes."""

    classes: tuple[WorkClass, ...]
    weights: list[float]
    tier_ids: list[str]
    horizon: float

    def stream(
        self,
        stream_id: str,
        wanted: Mapping[tuple[str, str], float],
        course: tuple[Sequence[float], Sequence[float]],
        scale: Range = ONCE,
    ) -> Stream:
        """Return a stream whose items fall to kinds and tiers as wanted, to systems alike.

        Args:
            stream_id: Names its draws.
            wanted: Items by kind and tier.
            course: Instants in hours, and share of the items expected by each.
            scale: Drawn once in each run.
        """
        systems: Counter[tuple[str, str]] = Counter()
        keys = [(c.kind, self.tier_ids[c.tier]) for c in self.classes]
        for key, weight in zip(keys, self.weights, strict=True):
            systems[key] += weight  # type: ignore[assignment]
        items = [
            wanted.get(key, 0.0) * weight / systems[key]
            for key, weight in zip(keys, self.weights, strict=True)
        ]
        total = sum(items)
        instants, upto = course
        return Stream(
            stream_id=stream_id,
            instants=np.array(instants, dtype=np.float64),
            expected=np.array(upto, dtype=np.float64) * total,
            shares=tuple(item / total for item in items),
            scale=scale,
        )


def _streams(
    mix: _Mix, ordinary: Baseline, scenario: Scenario, system_count: int
) -> Iterable[Stream]:
    """Yield the streams that bring anything within the horizon."""
    end = mix.horizon
    weeks = end / DAY_HOURS / _WEEK_DAYS
    kinds = tuple(ordinary.items_per_week)
    weekly = {
        (kind, tier): items * share
        for kind, items in ordinary.items_per_week.items()
        for tier, share in ordinary.tiers.items()
    }
    if sum(weekly.values()) > 0.0:
        whole = {key: items * weeks for key, items in weekly.items()}
        yield mix.stream("ordinary", whole, ([0.0, end], [0.0, 1.0]))
    if sum(ordinary.open_items.values()) > 0.0:
        yield mix.stream("open", ordinary.open_items, ([0.0, 1.0, end], [0.0, 1.0, 1.0]))
    for line in scenario.arrivals:
        course = _course(line.from_day, line.to_day, end)
        chosen = line.kinds or kinds
        length = (line.to_day - line.from_day) / _WEEK_DAYS
        more = {key: items * length for key, items in weekly.items() if key[0] in chosen}
        scale = Range(*(factor - 1.0 for factor in line.factor))
        if course is not None and sum(more.values()) > 0.0:
            yield mix.stream(f"more:{line.line_id}", more, course, scale)
    for burst in scenario.bursts:
        course = _course(burst.at_day, burst.at_day + burst.within_days, end)
        if course is not None:
            wanted = _burst_items(burst, ordinary, system_count)
            yield mix.stream(f"burst:{burst.line_id}", wanted, course, burst.items_per_100_systems)


def _burst_items(
    burst: BurstLine, ordinary: Baseline, system_count: int
) -> dict[tuple[str, str], float]:
    """Return the items of a burst at one for each 100 systems; kinds share as in ordinary weeks."""
    chosen = burst.kinds or tuple(ordinary.items_per_week)
    weekly = {kind: max(ordinary.items_per_week.get(kind, 0.0), 1e-9) for kind in chosen}
    total = sum(weekly.values())
    return {
        (kind, tier): system_count / 100.0 * items / total * share
        for kind, items in weekly.items()
        for tier, share in burst.tiers.items()
    }


def _course(from_day: float, to_day: float, end: float) -> tuple[list[float], list[float]] | None:
    """Return instants, and the share expected by each, of an even flow between two days."""
    start, stop = from_day * DAY_HOURS, to_day * DAY_HOURS
    if start >= end:
        return None
    instants, upto = [start, min(stop, end)], [0.0, min(1.0, (end - start) / (stop - start))]
    if start > 0.0:
        instants, upto = [0.0, *instants], [0.0, *upto]
    if stop < end:
        instants, upto = [*instants, end], [*upto, 1.0]
    return instants, upto


def _efforts(stages: Sequence[Stage], scenario: Scenario) -> tuple[Effort, ...]:
    numbers = {stage.stage_id: number for number, stage in enumerate(stages)}
    return tuple(
        Effort(
            effort_id=line.line_id,
            stage=numbers[line.stage],
            kinds=frozenset(line.kinds),
            factor=line.factor,
        )
        for line in scenario.efforts
    )


def _failing(stages: Sequence[Stage], lines: Iterable[ReworkLine]) -> tuple[Stage, ...]:
    """Return the stages with the share of work that must be done again in the scenario."""
    changed = {stage.stage_id: stage for stage in stages}
    for line in lines:
        stage = changed[line.stage]
        shares = zip(stage.again, line.factor, strict=True)
        again = Range(*(min(1.0, share * factor) for share, factor in shares))
        changed[line.stage] = replace(stage, again=again)
    return tuple(changed[stage.stage_id] for stage in stages)


def _thinned(
    stages: Sequence[Stage],
    lines: Iterable[CapacityLine],
    starts_on: date,
    largest_vendor: str | None,
) -> tuple[Stage, ...]:
    """Return the stages with the hands and places that the scenario leaves them."""
    changed = {stage.stage_id: stage for stage in stages}
    for line in lines:
        stage = changed[line.stage]
        meant = largest_vendor if line.station == "largest" else line.station
        stations = []
        for station in stage.stations:
            begin, end = line.days(starts_on)
            if line.station is not None and station.station_id != meant:
                stations.append(station)
            elif isinstance(station, BatchStation):
                stations.append(_thinned_batches(station, line.share, begin, end))
            else:
                groups = thinned_groups(station.groups, line.share, begin, end)
                stations.append(replace(station, groups=groups))
        changed[line.stage] = replace(stage, stations=tuple(stations))
    return tuple(changed[stage.stage_id] for stage in stages)


def _thinned_batches(
    station: BatchStation, share: float, begin_day: float, end_day: float
) -> BatchStation:
    low, high = begin_day * DAY_HOURS, end_day * DAY_HOURS
    return replace(
        station,
        batches=tuple(
            batch._replace(places=int(batch.places * share + 1e-9))
            if low <= batch.closes_at < high
            else batch
            for batch in station.batches
        ),
    )


def assumption_count(facts: Iterable[Fact]) -> int:
    """Return how many of the facts are assumptions."""
    return sum(fact.is_assumed for fact in facts)
