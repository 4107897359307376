"""The compiled loop of a place that items pass together: the sittings of a board, or windows.

What is not here: places where people work (`people`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hiyoke.planning.surge.loops.compiled import compiled_lean, inlined
from hiyoke.planning.surge.loops.room import NONE, WAITED, WORKED, join_queue, wait_on

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from hiyoke.planning.surge.loops.room import Room


@inlined
def first_queue(
    tier: tuple[int, int], lanes: int, admits: NDArray[np.uint8], queues: NDArray[np.uint32]
) -> int:
    """Return the queue of a tier whose first arrival came first, or -1.

    Args:
        tier: Its number, and how many tiers there are.
        lanes: How many lanes there are.
        admits: Whether each of them may be taken from.
        queues: As in `Room.lanes`.
    """
    best = -1
    for lane in range(lanes):
        queue = lane * tier[1] + tier[0]
        head = queues[queue, 0]
        if head != NONE and admits[lane] > 0 and (best < 0 or head < queues[best, 0]):
            best = queue
    return best


@compiled_lean
def pass_batches(
    traffic: tuple[Any, Any],
    batches: tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.uint8]],
    lanes: tuple[NDArray[np.int64], int],
    horizon: float,
    room: Room,
) -> int:
    """Pass arrivals in batches, lowest tier first and then in order; return how many have left.

    Args:
        traffic: As for `serve_group`.
        batches: By batch: when it closes to arrivals and when its items leave, float64[n, 2], both
            sorted; its places and the highest tier that it admits, int64[n, 2]; and whether it
            admits each lane, uint8[n, lanes].
        lanes: Lane by class, and how many there are.
        horizon: End of the simulation, in hours.
        room: Memory.
    """
    flow, left = traffic
    instants, bounds, admits = batches
    lane_of, lane_count = lanes
    queues = room.lanes
    tiers = room.queues.shape[0]
    place = count = 0
    for batch in range(instants.shape[0]):
        closing, leaving = instants[batch, 0], instants[batch, 1]
        if closing > horizon:
            break
        while place < flow.size and flow[place].at <= closing:
            queue = lane_of[flow[place].class_of] * tiers + flow[place].tier
            join_queue(place, queue, queues, room.following)
            place += 1
        free = bounds[batch, 0]
        for tier in range(min(tiers, bounds[batch, 1] + 1)):
            while free > 0:
                queue = first_queue((tier, tiers), lane_count, admits[batch], queues)
                if queue < 0:
                    break
                taken = queues[queue, 0]
                queues[queue, 0] = room.following[taken]
                free -= 1
                room.totals[tier, WAITED] += closing - flow[taken].at
                room.totals[tier, WORKED] += 1.0
                if leaving <= horizon:
                    left[count] = flow[taken]
                    left[count].at = leaving
                    count += 1
    wait_on(flow, place, horizon, queues, room)
    return count
