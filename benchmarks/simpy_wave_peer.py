"""The wave of `bench_surge` in SimPy: one process an item, as its documentation teaches.

Prints the seconds of one run. It takes the same drawn items, so the work is the same; boards and
windows let their items through in batches, people on duty serve by tier.
"""

from __future__ import annotations

import heapq
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Generator

    from hiyoke.planning import Network
    from hiyoke.planning.surge.simulation import Items


def simpy_run(network: Network, items: Items) -> tuple[float, int, float]:
    """Return the seconds that one run takes, how many items were done, and their summed end.

    Duty hours are taken in working time: clocks stop while nobody is on duty, which spares SimPy
    the interruptions that its own preemption would cost.
    """
    import simpy

    from hiyoke.planning import BatchStation

    environment = simpy.Environment()
    places: list[Any] = []
    for stage in network.stages:
        station = stage.stations[0]
        if isinstance(station, BatchStation):
            queue: list[tuple[int, int, Any]] = []
            places.append(queue)
            environment.process(_sit(environment, station, queue))
        else:
            people = sum(group.people for group in station.groups)
            places.append(simpy.PriorityResource(environment, capacity=people))
    done: list[float] = []
    work = [
        None if isinstance(stage.stations[0], BatchStation) else column[:, 0].tolist()
        for stage, column in zip(network.stages, items.work, strict=True)
    ]
    tiers, ways = items.tier_of.tolist(), [c.stations for c in network.classes]
    classes = items.class_of.tolist()

    def item(number: int) -> Generator[Any, Any, Any]:
        tier, way = tiers[number], ways[classes[number]]
        for stage, place in enumerate(places):
            if way[stage] is None:
                continue
            column = work[stage]
            if column is None:
                passed = environment.event()
                heapq.heappush(place, (tier, number, passed))
                yield passed
            else:
                with place.request(priority=tier) as turn:
                    yield turn
                    yield environment.timeout(column[number])
        done.append(environment.now)

    def source() -> Generator[Any, Any, Any]:
        last = 0.0
        for number, at in enumerate(items.created.tolist()):
            yield environment.timeout(at - last)
            last = at
            environment.process(item(number))

    environment.process(source())
    start = time.perf_counter()
    environment.run(until=network.horizon_hours)
    return time.perf_counter() - start, len(done), sum(done)


def _sit(
    environment: Any, station: Any, queue: list[tuple[int, int, Any]]
) -> Generator[Any, Any, Any]:
    for batch in station.batches:
        if batch.closes_at > environment.now:
            yield environment.timeout(batch.closes_at - environment.now)
        for _ in range(min(batch.places, len(queue))):
            if queue[0][0] > batch.highest_tier:
                break
            passed = heapq.heappop(queue)[2]
            environment.process(_leave(environment, batch.leaves_at, passed))


def _leave(environment: Any, leaves_at: float, passed: Any) -> Generator[Any, Any, Any]:
    yield environment.timeout(leaves_at - environment.now)
    passed.succeed()
