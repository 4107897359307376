"""What the loops share: an item on its way, the work it needs, and the queues it stands in.

What is not here: the places themselves (`people`, `batches`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from hiyoke.planning.surge.loops.compiled import compiled, compiled_lean, inlined
from hiyoke.planning.surge.loops.draws import WIDE, quantile_at, share_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: How a free person chooses among queues; the numbers of `network.QueueRule`.
LOWEST_FIRST: Final = 0
FIRST_COME: Final = 1
FAIR_SHARE: Final = 2

#: One item on its way between places.
FLOW: Final = np.dtype(
    [("at", "f8"), ("item", "u4"), ("class_of", "i2"), ("tier", "u1"), ("stream", "u1")]
)
#: No arrival. Numbers of arrivals are unsigned: numba would look for an end to count from.
NONE: Final = np.uint32(2**32 - 1)
#: Most times that one item is worked on at one place; after the last it passes.
MAX_TRIES: Final = 8

#: Columns of a place's totals by tier: hours waited, hours worked (or places used), hours of work
#: taken up, and how often work had to be done again.
WAITED, WORKED, TAKEN, AGAIN = range(4)


class Task(NamedTuple):
    """The work that items need at one place in one run.

    Attributes:
        table: Quantiles of work of mean 1, float64[ROWS, PARTS + 1].
        means: Mean hours by class.
        work_keys: Key of the draws of work, by stream.
        again_keys: Key of the draws of who must be worked on again, by stream.
        offsets: Number of the first item, by stream.
        again: Share of finished work that must be done again.
    """

    table: NDArray[np.float64]
    means: NDArray[np.float64]
    work_keys: NDArray[np.uint64]
    again_keys: NDArray[np.uint64]
    offsets: NDArray[np.int64]
    again: float


class Room(NamedTuple):
    """Memory that one thread uses for one place after another.

    Attributes:
        until: When each person at work has done, in order.
        held: The arrival that each of them works on.
        group_of: The group of who works on each arrival.
        hours: Work that each arrival needs now.
        tries: How often each arrival has been worked on.
        coming: Hour of duty at which each arrival joins its queue.
        following: Next arrival in the same queue.
        ready: By tier, the hour of duty at which the first of its queue joins; infinite for none.
        queues: First and last arrival of each tier's queue, uint32[tiers, 2]; `NONE` for none.
        lanes: The same for batches, one lane's tiers after the other.
        totals: By tier, float64[tiers, 4], which are added to.
    """

    until: NDArray[np.float64]
    held: NDArray[np.uint32]
    group_of: NDArray[np.int32]
    hours: NDArray[np.float64]
    tries: NDArray[np.uint8]
    coming: NDArray[np.float64]
    following: NDArray[np.uint32]
    ready: NDArray[np.float64]
    queues: NDArray[np.uint32]
    lanes: NDArray[np.uint32]
    totals: NDArray[np.float64]


@compiled
def hours_of(task: Task, arrival: Any, tries: int) -> float:
    """Return the hours that an arrival needs, when it has been worked on so often before."""
    number = arrival.item - task.offsets[arrival.stream] + tries * WIDE
    share = share_of(task.work_keys[arrival.stream], number)
    mean: float = task.means[arrival.class_of]
    return quantile_at(task.table, share) * mean


@compiled
def is_again(task: Task, arrival: Any, tries: int) -> bool:
    """Return whether finished work must be done again."""
    if tries + 1 >= MAX_TRIES:
        return False
    number = arrival.item - task.offsets[arrival.stream] + tries * WIDE
    return share_of(task.again_keys[arrival.stream], number) < task.again


@compiled
def work_again(task: Task, flow: Any, place: int, now: float, room: Room) -> None:
    """Count that finished work failed now, and draw the work of its next try."""
    flow[place].at = now
    room.totals[flow[place].tier, AGAIN] += 1.0
    room.tries[place] += 1
    room.hours[place] = hours_of(task, flow[place], room.tries[place])


@compiled_lean
def write_hours(task: Task, flow: Any, room: Room) -> None:
    """Write the work that each arrival needs.

    It is drawn here, one after the other, since nothing waits for it: within the loop of a place
    each draw would hold up the next event.
    """
    table, means, keys, offsets = task.table, task.means, task.work_keys, task.offsets
    hours, tries = room.hours, room.tries
    for place in range(flow.size):
        stream = flow[place].stream
        share = share_of(keys[stream], flow[place].item - offsets[stream])
        hours[place] = quantile_at(table, share) * means[flow[place].class_of]
        tries[place] = 0


@inlined
def join_queue(
    place: int, queue: int, queues: NDArray[np.uint32], following: NDArray[np.uint32]
) -> None:
    """Put an arrival at the end of a queue."""
    following[place] = NONE
    if queues[queue, 0] == NONE:
        queues[queue, 0] = place
    else:
        following[queues[queue, 1]] = place
    queues[queue, 1] = place


@inlined
def queue_of(rule: int, tier: int) -> int:
    """Return the queue of a tier."""
    return 0 if rule == FIRST_COME else int(tier)


@inlined
def take_next(
    rule: int,
    queues: NDArray[np.uint32],
    following: NDArray[np.uint32],
    totals: NDArray[np.float64],
) -> int:
    """Return the arrival whose turn it is, taken out of its queue; at least one must wait."""
    best = 0
    while queues[best, 0] == NONE:
        best += 1
    if rule == FAIR_SHARE:
        for queue in range(best + 1, queues.shape[0]):
            if queues[queue, 0] != NONE and totals[queue, TAKEN] < totals[best, TAKEN]:
                best = queue
    taken: int = queues[best, 0]
    queues[best, 0] = following[taken]
    return taken


@compiled
def wait_on(flow: Any, place: int, horizon: float, queues: NDArray[np.uint32], room: Room) -> None:
    """Count the waiting, up to the horizon, of all that is in a queue or has not joined one."""
    for queue in range(queues.shape[0]):
        waiting = queues[queue, 0]
        while waiting != NONE:
            room.totals[flow[waiting].tier, WAITED] += horizon - flow[waiting].at
            waiting = room.following[waiting]
        queues[queue, 0] = NONE
    for late in range(place, flow.size):
        room.totals[flow[late].tier, WAITED] += horizon - flow[late].at
