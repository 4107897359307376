"""A patch wave simulated the plain way: one clock, one heap of instants, one object a person.

It shares no code with `hiyoke.planning.surge.loops` and no shortcut: stages are not taken one
after the other, but live side by side. It takes the drawn items and says when each is done.
"""

from __future__ import annotations

import heapq
import math
from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hiyoke.planning.surge.network import BatchStation, QueueRule

if TYPE_CHECKING:
    from hiyoke.planning.surge.network import Network, StaffStation
    from hiyoke.planning.surge.simulation import Items


@dataclass
class Person:
    spells: list[tuple[float, float]]
    until: float = -1.0
    item: int | None = None

    def is_on_duty(self, now: float) -> bool:
        return any(start <= now < end for start, end in self.spells)

    def finish(self, now: float, work: float) -> float:
        start = now
        for begin, end in self.spells:
            if end <= now:
                continue
            start = max(start, begin)
            if work <= end - start:
                return start + work
            work -= end - start
        return math.inf


@dataclass
class Desk:
    """A staff station."""

    station: StaffStation
    people: list[Person]
    queues: dict[int, deque[tuple[int, int]]] = field(default_factory=lambda: defaultdict(deque))
    working: list[tuple[float, int, Person]] = field(default_factory=list)
    served: dict[int, float] = field(default_factory=lambda: defaultdict(float))
    tried: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    turn: int = 0
    joined: int = 0

    def settle(self, now: float, arrivals: list[int], items: Items, stage: int) -> list[int]:
        left: list[int] = []
        while True:
            done = sorted((t for t in self.working if t[0] == now), key=lambda t: t[1])
            for entry in done:
                self.working.remove(entry)
                item = entry[2].item
                entry[2].item = None
                assert item is not None
                self.tried[item] += 1
                if self.tried[item] < items.tries[stage][item]:
                    self.join(item, items)
                else:
                    left.append(item)
            for item in arrivals:
                self.join(item, items)
            arrivals = []
            if not self.dispatch(now, items, stage):
                return left

    def join(self, item: int, items: Items) -> None:
        self.queues[int(items.tier_of[item])].append((self.joined, item))
        self.joined += 1

    def dispatch(self, now: float, items: Items, stage: int) -> bool:
        """Return whether something begun now is already finished."""
        while any(self.queues.values()):
            person = next((p for p in self.people if p.item is None and p.is_on_duty(now)), None)
            if person is None:
                break
            waiting = sorted(q for q, entries in self.queues.items() if entries)
            if self.station.rule is QueueRule.FIRST_COME:
                queue = min(waiting, key=lambda q: self.queues[q][0])
            elif self.station.rule is QueueRule.FAIR_SHARE:
                queue = min(waiting, key=lambda q: (self.served[q], q))
            else:
                queue = waiting[0]
            _, item = self.queues[queue].popleft()
            work = float(items.work[stage][item, self.tried[item]])
            self.served[queue] += work
            person.item = item
            person.until = person.finish(now, work)
            self.working.append((person.until, self.turn, person))
            self.turn += 1
        return any(until == now for until, _, _ in self.working)

    def instants(self, now: float) -> list[float]:
        due = [until for until, _, _ in self.working]
        if any(self.queues.values()):
            due += [start for p in self.people for start, _ in p.spells if start > now]
        return due


@dataclass
class Board:
    """A batch station."""

    station: BatchStation
    network: Network
    waiting: list[tuple[int, int, int]] = field(default_factory=list)
    joined: int = 0
    passed: list[tuple[float, int]] = field(default_factory=list)
    next_batch: int = 0

    def settle(self, now: float, arrivals: list[int], items: Items, stage: int) -> list[int]:
        for item in arrivals:
            self.waiting.append((int(items.tier_of[item]), self.joined, item))
            self.joined += 1
        batches = self.station.batches
        while self.next_batch < len(batches) and batches[self.next_batch].closes_at <= now:
            batch = batches[self.next_batch]
            self.next_batch += 1
            fitting = [
                entry
                for entry in sorted(self.waiting)
                if entry[0] <= batch.highest_tier
                and (batch.lanes is None or self.lane(entry[2], items, stage) in batch.lanes)
            ]
            for entry in fitting[: batch.places]:
                self.waiting.remove(entry)
                self.passed.append((batch.leaves_at, entry[2]))
        left = [item for at, item in self.passed if at <= now]
        self.passed = [(at, item) for at, item in self.passed if at > now]
        return left

    def lane(self, item: int, items: Items, stage: int) -> int:
        lanes = self.network.classes[int(items.class_of[item])].lanes
        return lanes[stage] if lanes else 0

    def instants(self, now: float) -> list[float]:
        closings = [b.closes_at for b in self.station.batches[self.next_batch :]]
        return [at for at in closings if at > now] + [at for at, _ in self.passed]


def done_times(network: Network, items: Items) -> list[float]:
    """Return when each item is done, infinite for what is not done by the horizon."""
    places = [
        [place_for(network, station) for station in stage.stations] for stage in network.stages
    ]
    created: dict[float, list[int]] = defaultdict(list)
    for item, at in enumerate(items.created.tolist()):
        created[at].append(item)
    done = [math.inf] * len(items.created)
    clock = list(created)
    clock += [at for stage in places for place in stage for at in place.instants(-1.0)]
    heapq.heapify(clock)
    seen = -1.0
    while clock:
        now = heapq.heappop(clock)
        if now == seen or now > network.horizon_hours:
            continue
        seen = now
        moving = created.get(now, [])
        for number, stage in enumerate(places):
            moving = settle_stage(network, number, stage, moving, (now, items))
            for at in (at for place in stage for at in place.instants(now)):
                if now < at < math.inf:
                    heapq.heappush(clock, at)
        for item in moving:
            done[item] = now
    return done


def place_for(network: Network, station: StaffStation | BatchStation) -> Desk | Board:
    if isinstance(station, BatchStation):
        return Board(station, network)
    people = [
        Person([(float(a), float(b)) for a, b in group.spells])
        for group in station.groups
        for _ in range(group.people)
    ]
    return Desk(station, people)


def settle_stage(
    network: Network,
    number: int,
    stage: list[Desk | Board],
    moving: list[int],
    moment: tuple[float, Items],
) -> list[int]:
    now, items = moment
    way = {item: network.classes[int(items.class_of[item])].stations[number] for item in moving}
    left = [item for item in moving if way[item] is None]
    for station, place in enumerate(stage):
        arrivals = [item for item in moving if way[item] == station]
        left += place.settle(now, arrivals, items, number)
    return left
