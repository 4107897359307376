"""The compiled loops of the surge simulation: a station of people, a station of batches, and seams.

Work flows forwards only, so a stage is simulated from its first arrival to the horizon before the
next begins, in loops over sorted arrivals that share nothing: Python threads run them side by
side. Importing this module imports numba and compiles, once in a process; nothing is written to
disk (ADR 0009). What is not here: what the numbers mean (`network`), the loops that make
and count items (`item_kernel`), and runs (`simulation`).

At one instant a station settles in this order: finished work leaves, arrivals join their queues,
free people on duty take work. What leaves at one instant keeps the order in which it was taken
up. The plain simulator that tests hold against these loops keeps the same rules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numba
import numpy as np
from numba.extending import register_jitable

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: How a free person chooses among queues; the numbers of `surge_network.QueueRule`.
LOWEST_FIRST: Final = 0
FIRST_COME: Final = 1
FAIR_SHARE: Final = 2

#: One item on its way between stages, and one person at work.
FLOW: Final = np.dtype([("at", "f8"), ("item", "i8")])
BUSY: Final = np.dtype([("until", "f8"), ("item", "i8"), ("group", "i8")])

#: Columns of a station's groups: free people, spell of duty now or next, end of spells.
FREE, SPELL, LAST = 0, 1, 2
#: Columns of its queues: first and last arrival waiting, -1 for none.
HEAD, TAIL = 0, 1
#: Columns of its totals: hours waited, hours worked (or places used), hours of work taken up.
WAITED, WORKED, TAKEN = 0, 1, 2

_INF: Final = np.inf


@register_jitable(inline="always")
def next_instant(
    soonest: float, waiting: int, duty: NDArray[np.int64], hours: NDArray[np.float64]
) -> float:
    """Return when something can next change: an arrival, a finish, or a free person's duty."""
    if waiting > 0:
        for group in range(duty.shape[0]):
            if duty[group, FREE] > 0 and duty[group, SPELL] < duty[group, LAST]:
                soonest = min(soonest, hours[duty[group, SPELL], 0])
    return soonest


@register_jitable(inline="always")
def move_spells(now: float, duty: NDArray[np.int64], hours: NDArray[np.float64]) -> None:
    """Move every group to its first spell of duty that is not over."""
    for group in range(duty.shape[0]):
        while duty[group, SPELL] < duty[group, LAST] and hours[duty[group, SPELL], 1] <= now:
            duty[group, SPELL] += 1


@register_jitable(inline="always")
def free_group(now: float, duty: NDArray[np.int64], hours: NDArray[np.float64]) -> int:
    """Return the first group with a free person on duty now, or -1."""
    for group in range(duty.shape[0]):
        spell = duty[group, SPELL]
        if duty[group, FREE] > 0 and spell < duty[group, LAST] and hours[spell, 0] <= now:
            return group
    return -1


@register_jitable(inline="always")
def finish_of(
    now: float, work: float, spell: int, last: int, hours: NDArray[np.float64]
) -> tuple[float, float]:
    """Return when work begun now is done by one person, and what of it is never done.

    Work stops when duty ends and goes on with the same person when it begins again.
    """
    start = now
    while spell < last:
        room = hours[spell, 1] - start
        if work <= room:
            return start + work, 0.0
        work -= room
        spell += 1
        if spell < last:
            start = hours[spell, 0]
    return _INF, work


@register_jitable(inline="always")
def join_queue(
    place: int, queue: int, queues: NDArray[np.int64], following: NDArray[np.int64]
) -> None:
    """Put the arrival at `place` at the end of a queue."""
    following[place] = -1
    if queues[queue, HEAD] < 0:
        queues[queue, HEAD] = place
    else:
        following[queues[queue, TAIL]] = place
    queues[queue, TAIL] = place


@register_jitable(inline="always")
def next_queue(rule: int, queues: NDArray[np.int64], totals: NDArray[np.float64]) -> int:
    """Return the queue to take from; at least one must hold an item."""
    best = -1
    for queue in range(queues.shape[0]):
        head = queues[queue, HEAD]
        if head >= 0:
            if rule == LOWEST_FIRST:
                return queue
            if (
                best < 0
                or (rule == FIRST_COME and head < queues[best, HEAD])
                or (rule == FAIR_SHARE and totals[queue, TAKEN] < totals[best, TAKEN])
            ):
                best = queue
    return best


@register_jitable(inline="always")
def take_up(busy: Any, size: int, until: float, item: int, group: int) -> None:
    """Enter a person into those at work, who are kept in order, the first to finish last."""
    place = size
    while place > 0 and busy[place - 1].until <= until:
        busy[place] = busy[place - 1]
        place -= 1
    busy[place].until = until
    busy[place].item = item
    busy[place].group = group


@register_jitable(inline="always")
def wait_on(
    arrivals: Any,
    horizon: float,
    queues: NDArray[np.int64],
    following: NDArray[np.int64],
    totals: NDArray[np.float64],
) -> None:
    """Count the waiting, up to the horizon, of everything that is still in a queue."""
    for queue in range(queues.shape[0]):
        place = queues[queue, HEAD]
        while place >= 0:
            totals[queue, WAITED] += horizon - arrivals[place].at
            place = following[place]


def serve(
    arrivals: Any,
    facts: tuple[NDArray[np.uint8], NDArray[np.float64]],
    crew: tuple[NDArray[np.int64], NDArray[np.float64]],
    law: tuple[int, float],
    room: tuple[Any, NDArray[np.int64], NDArray[np.int64], NDArray[np.float64], Any],
) -> int:
    """Serve arrivals by people who work their duty hours; return how many items have left.

    Nobody on duty is free while an item waits, and nobody leaves begun work for other work.

    Args:
        arrivals: `FLOW`, sorted by time, none past the horizon.
        facts: By item: its queue, and the work it needs in hours.
        crew: Groups, int64[groups, 3], used up here; and the spells of duty of all groups, one
            group after the other, float64[spells, 2], sorted, none past the horizon.
        law: `LOWEST_FIRST`, `FIRST_COME` or `FAIR_SHARE`; and the horizon in hours.
        room: `BUSY`, as many as people; next in queue, int64[n]; queues, int64[queues, 2] of -1;
            totals, float64[queues, 3], which are added to; and `FLOW`[n] for what leaves, in
            order of time.
    """
    queue_of, work_of = facts
    duty, hours = crew
    rule, horizon = law
    busy, following, queues, totals, left = room
    place = size = waiting = count = 0
    arrival = arrivals[0].at if arrivals.size > 0 else _INF
    while True:
        soonest = min(arrival, busy[size - 1].until if size > 0 else _INF)
        now = next_instant(soonest, waiting, duty, hours)
        if now > horizon:
            break
        move_spells(now, duty, hours)
        while size > 0 and busy[size - 1].until == now:
            size -= 1
            left[count].at = now
            left[count].item = busy[size].item
            duty[busy[size].group, FREE] += 1
            count += 1
        while arrival == now:
            join_queue(place, queue_of[arrivals[place].item], queues, following)
            waiting += 1
            place += 1
            arrival = arrivals[place].at if place < arrivals.size else _INF
        while waiting > 0:
            group = free_group(now, duty, hours)
            if group < 0:
                break
            queue = next_queue(rule, queues, totals)
            taken = queues[queue, HEAD]
            queues[queue, HEAD] = following[taken]
            waiting -= 1
            work = work_of[arrivals[taken].item]
            until, undone = finish_of(now, work, duty[group, SPELL], duty[group, LAST], hours)
            totals[queue, WAITED] += now - arrivals[taken].at
            totals[queue, WORKED] += work - undone
            totals[queue, TAKEN] += work
            duty[group, FREE] -= 1
            if until < _INF:
                take_up(busy, size, until, arrivals[taken].item, group)
                size += 1
    wait_on(arrivals, horizon, queues, following, totals)
    return count


def pass_batches(
    arrivals: Any,
    queue_of: NDArray[np.uint8],
    batches: tuple[NDArray[np.float64], NDArray[np.int64]],
    horizon: float,
    room: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64], Any],
) -> int:
    """Pass arrivals in batches, lowest queue first; return how many items have left.

    Args:
        arrivals: As for `serve`.
        queue_of: Queue by item.
        batches: By batch: when it closes to arrivals and when its items leave, float64[n, 2], both
            sorted; and its places and the highest queue that it admits, int64[n, 2].
        horizon: End of the simulation, in hours.
        room: Next in queue, int64[n]; queues, int64[queues, 2] of -1; totals, float64[queues, 3],
            which are added to; and `FLOW`[n] for what leaves.
    """
    instants, bounds = batches
    following, queues, totals, left = room
    place = count = 0
    for batch in range(instants.shape[0]):
        closing, leaving = instants[batch, 0], instants[batch, 1]
        if closing > horizon:
            break
        while place < arrivals.size and arrivals[place].at <= closing:
            join_queue(place, queue_of[arrivals[place].item], queues, following)
            place += 1
        free = bounds[batch, 0]
        for queue in range(min(queues.shape[0], bounds[batch, 1] + 1)):
            while free > 0 and queues[queue, HEAD] >= 0:
                taken = queues[queue, HEAD]
                queues[queue, HEAD] = following[taken]
                free -= 1
                totals[queue, WAITED] += closing - arrivals[taken].at
                totals[queue, WORKED] += 1.0
                if leaving <= horizon:
                    left[count].at = leaving
                    left[count].item = arrivals[taken].item
                    count += 1
    while place < arrivals.size:
        join_queue(place, queue_of[arrivals[place].item], queues, following)
        place += 1
    wait_on(arrivals, horizon, queues, following, totals)
    return count


def split_parts(
    arrivals: Any,
    class_of: NDArray[np.int16],
    part_of: NDArray[np.int64],
    bounds: NDArray[np.int64],
    parts: Any,
) -> None:
    """Sort arrivals into parts, each in the order of arrival.

    Args:
        arrivals: `FLOW`.
        class_of: Class by item.
        part_of: Part by class.
        bounds: Room for where each part begins, int64[parts + 2]; the last entry is scratch.
        parts: `FLOW`, room for all parts, one after the other.
    """
    for part in range(bounds.size):
        bounds[part] = 0
    for place in range(arrivals.size):
        bounds[part_of[class_of[arrivals[place].item]] + 2] += 1
    for part in range(2, bounds.size):
        bounds[part] += bounds[part - 1]
    for place in range(arrivals.size):
        part = part_of[class_of[arrivals[place].item]] + 1
        parts[bounds[part]] = arrivals[place]
        bounds[part] += 1


def merge_two(first: Any, second: Any, merged: Any) -> None:
    """Merge two sorted sequences of `FLOW`; at one instant the first goes first."""
    one = two = 0
    for place in range(first.size + second.size):
        if two >= second.size or (one < first.size and first[one].at <= second[two].at):
            merged[place] = first[one]
            one += 1
        else:
            merged[place] = second[two]
            two += 1


def _compile() -> dict[str, Any]:
    """Compile each loop for its one signature; the results run without Python's lock."""
    njit: Any = numba.njit
    array: Any = numba.types.Array
    tuple_of: Any = numba.types.Tuple
    f8, i8 = numba.float64, numba.int64
    numbers, counts, codes = array(f8, 1, "C"), array(i8, 1, "C"), array(numba.uint8, 1, "C")
    rows, pairs, classes = array(f8, 2, "C"), array(i8, 2, "C"), array(numba.int16, 1, "C")
    flow, busy = array(numba.from_dtype(FLOW), 1, "C"), array(numba.from_dtype(BUSY), 1, "C")
    queues = (counts, pairs, rows, flow)
    shapes: dict[Any, Any] = {
        serve: i8(
            flow,
            tuple_of((codes, numbers)),
            tuple_of((pairs, rows)),
            tuple_of((i8, f8)),
            tuple_of((busy, *queues)),
        ),
        pass_batches: i8(flow, codes, tuple_of((rows, pairs)), f8, tuple_of(queues)),
        split_parts: numba.void(flow, classes, counts, counts, flow),
        merge_two: numba.void(flow, flow, flow),
    }
    # The loops allocate nothing, so arrays need no counting of references: 1.7 times as fast
    # together with inlining at every call (ADR 0013).
    return {
        loop.__name__: njit(shape, nogil=True, _nrt=False)(loop) for loop, shape in shapes.items()
    }


COMPILED: Final = _compile()
