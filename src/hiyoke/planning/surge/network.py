"""What patches flow through: stages of people and of batches, classes of work, and streams of it.

Plain values in hours from the start of the simulation. What is not here: where the values come
from (`estate`, `scenario`), and the simulation (`simulation`).
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from hiyoke.errors import UsageError
from hiyoke.languages import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Most classes of work, since a class is held in two bytes.
MAX_CLASSES = 32_000
#: Most tiers, most streams, and most clients of one vendor, since each is held in one byte.
MAX_QUEUES = 250


class QueueRule(IntEnum):
    """Who is served next."""

    LOWEST_FIRST = 0
    FIRST_COME = 1
    FAIR_SHARE = 2


class Spread(StrEnum):
    """How the hours of one kind of work vary around their mean."""

    CONSTANT = "constant"
    EXPONENTIAL = "exponential"
    LOGNORMAL = "lognormal"


class Range(NamedTuple):
    """A figure that nobody knows better than low, likely and high; drawn once in each run."""

    low: float
    likely: float
    high: float

    def at(self, share: float) -> float:
        """Return the value below which `share` of a triangular distribution lies.

        Args:
            share: In [0, 1].
        """
        width = self.high - self.low
        if width <= 0.0:
            return self.likely
        turn = (self.likely - self.low) / width
        if share < turn:
            return self.low + float(np.sqrt(share * width * (self.likely - self.low)))
        return self.high - float(np.sqrt((1.0 - share) * width * (self.high - self.likely)))


ONCE = Range(1.0, 1.0, 1.0)
NEVER = Range(0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StaffGroup:
    """People with the same duty hours.

    Attributes:
        people: How many, 0 or more.
        spells: Beginnings and ends of duty in hours, float64[n, 2], sorted and apart.
    """

    people: int
    spells: NDArray[np.float64]

    @property
    def duty_hours(self) -> float:
        """Return the hours that the group can work until the last spell ends."""
        return self.people * float((self.spells[:, 1] - self.spells[:, 0]).sum())


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StaffStation:
    """A place where people work on one item at a time each.

    Attributes:
        station_id: Stable identifier.
        title: Its name.
        groups: Those who work here; where two are free, the first takes the work.
        rule: Which item is next; lowest tier first unless said otherwise.
    """

    station_id: str
    title: Text
    groups: tuple[StaffGroup, ...]
    rule: QueueRule = QueueRule.LOWEST_FIRST

    @property
    def capacity(self) -> float:
        """Return the hours that all groups can work."""
        return sum(group.duty_hours for group in self.groups)


class Batch(NamedTuple):
    """One sitting of a board, or one change window.

    Attributes:
        closes_at: Last instant at which an item may still join, in hours.
        leaves_at: When its items are through.
        places: How many it takes.
        highest_tier: The last tier, counted from 0, that it admits.
        lanes: The lanes that it admits; None for all.
    """

    closes_at: float
    leaves_at: float
    places: int
    highest_tier: int
    lanes: frozenset[int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BatchStation:
    """A place that items pass together, at set times.

    Attributes:
        station_id: Stable identifier.
        title: Its name.
        batches: Sorted by closing time; `leaves_at` never falls.
    """

    station_id: str
    title: Text
    batches: tuple[Batch, ...]

    @property
    def capacity(self) -> float:
        """Return how many places all batches have."""
        return float(sum(batch.places for batch in self.batches))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stage:
    """One step on the way of every item.

    Attributes:
        stage_id: triage, test, approval, window or vendor, or an institution's own word.
        title: Its name.
        stations: Where it can be done; a class of work goes to one of them, or passes by.
        spread: How the work of an item varies.
        variation: Standard deviation over mean, for a lognormal spread.
        again: Share of finished work that fails and must be done again by the same station, drawn
            once in each run; it joins the queue anew. Without meaning for batches.
    """

    stage_id: str
    title: Text
    stations: tuple[StaffStation | BatchStation, ...]
    spread: Spread = Spread.CONSTANT
    variation: float = 1.0
    again: Range = NEVER


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """Work with the same deadline.

    Attributes:
        tier_id: Stable identifier.
        title: Its name.
        deadline_hours: From arrival.
    """

    tier_id: str
    title: Text
    deadline_hours: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkClass:
    """Work of one kind.

    Attributes:
        class_id: Stable identifier.
        kind: vendor_bundle, component or own_code, or an institution's own word.
        tier: Number of its tier, from 0, the most urgent.
        stations: By stage, the number of its station; None passes the stage by.
        hours: By stage, mean hours of one person; without meaning where people do not work.
        lanes: By stage, which batches of its station it may join (`Batch.lanes`); empty for lane 0
            everywhere.
    """

    class_id: str
    kind: str
    tier: int
    stations: tuple[int | None, ...]
    hours: tuple[float, ...]
    lanes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stream:
    """A flow of new work.

    Attributes:
        stream_id: Names its draws: a stream of one name brings the same items to every plan.
        instants: Sorted hours.
        expected: Items expected up to each instant; straight lines between.
        shares: Share of each class of the network, adding up to 1.
        scale: By which the whole stream is multiplied, drawn once in each run.
    """

    stream_id: str
    instants: NDArray[np.float64]
    expected: NDArray[np.float64]
    shares: tuple[float, ...]
    scale: Range = ONCE


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Effort:
    """More or less work at one stage, by a factor that is drawn once in each run.

    Attributes:
        effort_id: Names its draw.
        stage: Number of the stage.
        kinds: Kinds of work that it holds for; empty for all.
        factor: Drawn once in each run.
    """

    effort_id: str
    stage: int
    kinds: frozenset[str]
    factor: Range


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Network:
    """Everything that one simulation needs.

    Attributes:
        horizon_hours: How long.
        tiers: Most urgent first.
        stages: In order of the way.
        classes: Classes of work.
        streams: Flows of new work.
        efforts: Factors on the work.
    """

    horizon_hours: float
    tiers: tuple[Tier, ...]
    stages: tuple[Stage, ...]
    classes: tuple[WorkClass, ...]
    streams: tuple[Stream, ...]
    efforts: tuple[Effort, ...] = ()


def check_network(network: Network) -> None:
    """Refuse a network that cannot be simulated.

    Raises:
        UsageError: The first fault found; an institution's files are checked before, so this one
            is for callers of the library.
    """
    faults = [*_count_faults(network), *_station_faults(network), *_stream_faults(network)]
    if faults:
        where, ja, en = faults[0]
        raise UsageError(Text(ja=ja, en=en), where=where)


def _count_faults(network: Network) -> list[tuple[str, str, str]]:
    limits = (
        ("tiers", network.tiers, MAX_QUEUES),
        ("classes", network.classes, MAX_CLASSES),
        ("stages", network.stages, MAX_QUEUES),
    )
    faults = [
        (name, f"1 から {limit} 件が必要です", f"expected 1 to {limit}, found {len(found)}")
        for name, found, limit in limits
        if not 1 <= len(found) <= limit
    ]
    if len(network.streams) > MAX_QUEUES:
        found_streams = len(network.streams)
        faults.append(
            (
                "streams",
                f"{MAX_QUEUES} 件以下が必要です",
                f"expected at most {MAX_QUEUES}, found {found_streams}",
            )
        )
    return faults


def _station_faults(network: Network) -> list[tuple[str, str, str]]:
    faults = []
    for stage in network.stages:
        if not 0.0 <= stage.again.low <= stage.again.high <= 1.0:
            faults.append(
                (stage.stage_id, "0 から 1 の割合が必要です", "expected shares of 0 to 1")
            )
        for station in stage.stations:
            if isinstance(station, BatchStation):
                order = [(b.closes_at, b.leaves_at) for b in station.batches]
                is_sorted = all(a[0] <= b[0] and a[1] <= b[1] for a, b in itertools.pairwise(order))
            else:
                is_sorted = all(_are_apart(group.spells) for group in station.groups)
            if not is_sorted:
                faults.append(
                    (station.station_id, "時刻が昇順でありません", "expected sorted times")
                )
    return faults


def _are_apart(spells: NDArray[np.float64]) -> bool:
    flat = spells.reshape(-1)
    return bool((np.diff(flat) >= 0.0).all()) and bool((spells[:, 1] > spells[:, 0]).all())


def _stream_faults(network: Network) -> list[tuple[str, str, str]]:
    faults = []
    for stream in network.streams:
        is_sound = (
            len(stream.shares) == len(network.classes)
            and abs(sum(stream.shares) - 1.0) < 1e-9  # noqa: PLR2004 - rounding of a sum.
            and bool((np.diff(stream.expected) >= 0.0).all())
            and bool((np.diff(stream.instants) > 0.0).all())
            and stream.scale.low >= 0.0
        )
        if not is_sound:
            faults.append(
                (
                    stream.stream_id,
                    "構成比の合計は 1、件数は減らないことが必要です",
                    "expected shares that add up to 1 and counts that never fall",
                )
            )
    return faults
