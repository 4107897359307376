"""The memory of one thread, made once: touching fresh memory costs more than the work done in it.

What is not here: what is done in it (`loops`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hiyoke.planning.surge.loops import FLOW, NONE, Memory, Room
from hiyoke.planning.surge.network import StaffStation

if TYPE_CHECKING:
    from hiyoke.planning.surge.network import Network


def room_of(people: int, tiers: int, lanes: int, size: int) -> Room:
    """Return memory for places with so many people, queues and arrivals."""
    return Room(
        until=np.zeros(people + 1),
        held=np.zeros(people + 1, dtype=np.uint32),
        group_of=np.zeros(size, dtype=np.int32),
        hours=np.zeros(size),
        tries=np.zeros(size, dtype=np.uint8),
        coming=np.zeros(size),
        following=np.zeros(size, dtype=np.uint32),
        ready=np.zeros(tiers),
        queues=np.full((tiers, 2), NONE, dtype=np.uint32),
        lanes=np.full((lanes * tiers, 2), NONE, dtype=np.uint32),
        totals=np.zeros((tiers, 4)),
    )


def memory_of(network: Network, size: int) -> Memory:
    """Return memory for a run of so many items."""
    people = [
        sum(group.people for group in station.groups)
        for stage in network.stages
        for station in stage.stations
        if isinstance(station, StaffStation)
    ]
    lanes = 1 + max((max(c.lanes, default=0) for c in network.classes), default=0)
    return Memory(
        created=np.zeros(size),
        class_of=np.zeros(size, dtype=np.int16),
        done=np.zeros(size),
        flow=np.zeros((3, size), dtype=FLOW),
        room=room_of(max(people, default=0), len(network.tiers), lanes, size),
    )


def expected_items(network: Network, load: float) -> int:
    """Return memory that nearly every run fits into."""
    mean = sum(float(s.expected[-1]) * s.scale.high for s in network.streams) * load
    return int(mean + 8.0 * mean**0.5) + 64
