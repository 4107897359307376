"""The compiled queues of people with the same hours: what will come stands in them already.

What comes is known when a place is simulated, so each queue is the list of all that ever joins it,
by the hour at which it does, and only finished work that failed is put between. What is not here:
queues that are joined at the moment of arrival (`room`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from hiyoke.planning.surge.loops.compiled import inlined
from hiyoke.planning.surge.loops.room import FAIR_SHARE, NONE, TAKEN, queue_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hiyoke.planning.surge.loops.room import Room

_INF: Final = np.inf


@inlined
def line_up(
    flow: Any,
    rule: int,
    duty: tuple[NDArray[np.float64], NDArray[np.float64]],
    room: Room,
) -> None:
    """Put all arrivals into their queues beforehand, each with the hour of duty at which it comes.

    A queue so holds what will come, too: its first is there once its hour has come. So nothing
    is done when an arrival comes, and no branch hangs on whether one comes or one leaves.

    Args:
        flow: What comes, in order.
        rule: How a free person chooses among queues.
        duty: Spells, and hours of duty before each of them and after the last.
        room: Memory; `coming`, `following`, `ready` and `queues` are written.
    """
    spells, before = duty
    coming, following, ready, queues = room.coming, room.following, room.ready, room.queues
    last, spell = spells.shape[0], 0
    ready[:] = _INF
    for place in range(flow.size):
        at = flow[place].at
        while spell < last and spells[spell, 1] <= at:
            spell += 1
        hour = before[spell]
        if spell < last:
            hour += max(0.0, at - spells[spell, 0])
        coming[place] = hour
        queue = queue_of(rule, flow[place].tier)
        following[place] = NONE
        if queues[queue, 0] == NONE:
            queues[queue, 0] = place
            ready[queue] = hour
        else:
            following[queues[queue, 1]] = place
        queues[queue, 1] = place
    queues[:, 1] = NONE  # From here on the last that was passed by those who join again.


@inlined
def join_again(place: int, queue: int, hours: tuple[float, float], room: Room) -> None:
    """Put an arrival that must be worked on again behind all that has joined its queue by now.

    Args:
        place: The arrival.
        queue: Its queue.
        hours: Hour of duty; and the last at which work was taken up: what comes at the same hour
            has joined before that, and otherwise joins after finished work.
        room: Memory.
    """
    now, settled = hours
    coming, following, ready, queues = room.coming, room.following, room.ready, room.queues
    behind = queues[queue, 1]
    after = queues[queue, 0] if behind == NONE else following[behind]
    while after != NONE and (coming[after] < now or (coming[after] == now and settled == now)):
        behind = after
        after = following[behind]
    coming[place] = now
    following[place] = after
    if behind == NONE:
        queues[queue, 0] = place
        ready[queue] = now
    else:
        following[behind] = place
    queues[queue, 1] = place


@inlined
def soonest_of(now: float, ready: NDArray[np.float64]) -> float:
    """Return the hour of duty, not before now, at which something waits in a queue."""
    soonest = _INF
    for queue in range(ready.size):
        soonest = min(soonest, ready[queue])
    return max(now, soonest)


@inlined
def next_queue(
    rule: int, now: float, ready: NDArray[np.float64], totals: NDArray[np.float64]
) -> int:
    """Return the queue whose turn it is, or -1 when nothing waits."""
    best = -1
    if rule == FAIR_SHARE:
        for queue in range(ready.size):
            if ready[queue] <= now and (best < 0 or totals[queue, TAKEN] < totals[best, TAKEN]):
                best = queue
    else:
        for queue in range(ready.size - 1, -1, -1):  # Without a branch.
            best = queue if ready[queue] <= now else best
    return best


@inlined
def take_first(queue: int, room: Room) -> int:
    """Return the first of a queue, taken out of it."""
    following, queues = room.following, room.queues
    taken: int = queues[queue, 0]
    after = following[taken]
    queues[queue, 0] = after
    room.ready[queue] = room.coming[after] if after != NONE else _INF
    if queues[queue, 1] == taken:
        queues[queue, 1] = NONE
    return taken
