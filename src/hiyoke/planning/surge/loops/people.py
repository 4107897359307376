"""The compiled loops of a place where people work: one group with the same hours, or several.

Work flows forwards only, so a place is simulated from its first arrival to the horizon, in a loop
over sorted arrivals. At one instant it settles in this order: finished work leaves or joins again,
arrivals join their queues, free people on duty take work. What leaves at one instant keeps the
order in which it was taken up. The plain simulator that tests hold against these loops keeps the
same rules. What is not here: what the numbers mean (`hiyoke.planning.surge.network`), and the
way from place to place (`wave`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from hiyoke.planning.surge.loops.compiled import compiled_lean, inlined
from hiyoke.planning.surge.loops.queues import (
    join_again,
    line_up,
    next_queue,
    soonest_of,
    take_first,
)
from hiyoke.planning.surge.loops.room import (
    TAKEN,
    WAITED,
    WORKED,
    is_again,
    join_queue,
    queue_of,
    take_next,
    wait_on,
    work_again,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hiyoke.planning.surge.loops.room import Room, Task

_INF: Final = np.inf


@inlined
def end_of(
    now: float, work: float, spell: int, spells: NDArray[np.float64], before: NDArray[np.float64]
) -> float:
    """Return when work is done that ends at an hour of duty: before a break rather than after."""
    end: float
    if now > before[spell]:
        end = min(spells[spell, 0] + (now - before[spell]), spells[spell, 1])
    elif spell == spells.shape[0] or (spell > 0 and now - work < now):
        end = spells[spell - 1, 1]
    else:
        end = spells[spell, 0]
    return end


@inlined
def stand_in(
    until: NDArray[np.float64],
    held: NDArray[np.uint32],
    row: tuple[int, int],
    end: float,
    place: int,
) -> None:
    """Enter a person into the row of those at work, the first to finish first.

    Args:
        until: When each of them has done.
        held: The arrival that each of them works on.
        row: 1 when the first has just left the row, else 0; and how long the row was.
        end: When the new one has done.
        place: Its arrival.
    """
    hole, size = row
    moving, whose = end, place
    for spot in range(hole, size):  # Without a branch: nothing could predict it.
        due = until[spot]
        stays = due <= end
        person = held[spot] if stays else whose
        whose = whose if stays else held[spot]
        until[spot - hole] = min(due, moving)
        moving = max(due, moving)
        held[spot - hole] = person
    until[size - hole] = moving
    held[size - hole] = whose


@inlined
def close_row(until: NDArray[np.float64], held: NDArray[np.uint32], size: int) -> None:
    """Take the first out of the row of those at work."""
    for spot in range(1, size):
        until[spot - 1] = until[spot]
        held[spot - 1] = held[spot]


@inlined
def leave(flow: Any, place: int, at: float, left: Any, count: int) -> None:
    """Write an arrival to what leaves."""
    left[count] = flow[place]
    left[count].at = at


@inlined
def note_work(
    totals: NDArray[np.float64], tier: int, waited: float, work: float, undone: float
) -> None:
    """Count work that is taken up."""
    totals[tier, WAITED] += waited
    totals[tier, WORKED] += work - undone
    totals[tier, TAKEN] += work


@compiled_lean
def serve_group(
    traffic: tuple[Any, Any],
    duty: tuple[int, NDArray[np.float64], NDArray[np.float64]],
    law: tuple[int, float],
    task: Task,
    room: Room,
) -> int:
    """Serve arrivals by people with the same hours of duty; return how many items have left.

    Time runs in hours of duty: who comes between two spells comes at the beginning of the next.

    Args:
        traffic: `FLOW` that comes, in order, none past the horizon, used up; room for what leaves.
        duty: How many people; their spells, float64[n, 2], sorted and apart; and the hours of duty
            before each spell and after the last, float64[n + 1].
        law: `LOWEST_FIRST`, `FIRST_COME` or `FAIR_SHARE`; and the horizon in hours.
        task: The work.
        room: Memory.
    """
    flow, left = traffic
    people, spells, before = duty
    rule, horizon = law
    until, held, hours, tries = room.until, room.held, room.hours, room.tries
    ready, totals = room.ready, room.totals
    total, settled, now = before[-1], -1.0, 0.0
    size = count = spell = 0
    line_up(flow, rule, (spells, before), room)
    while people > 0:
        finish = until[0] if size > 0 else _INF
        start = finish if size == people else soonest_of(now, ready)
        if min(finish, start) > total or (start < finish and start >= total):
            break
        now = min(finish, start)
        while spell < spells.shape[0] and before[spell + 1] <= now:
            spell += 1
        hole = 0
        if finish <= start:
            done = held[0]
            hole = 1  # Whoever has done still stands first in the row of those at work.
            at = end_of(now, hours[done], spell, spells, before)
            if task.again > 0.0 and is_again(task, flow[done], tries[done]):
                work_again(task, flow, done, at, room)
                join_again(done, queue_of(rule, flow[done].tier), (now, settled), room)
            else:
                leave(flow, done, at, left, count)
                count += 1
        is_more = hole > 0 and size > 1 and until[1] == now
        while size - hole < people and now < total and not is_more:
            queue = next_queue(rule, now, ready, totals)
            if queue < 0:
                break
            settled = now
            taken = take_first(queue, room)
            work = hours[taken]
            waited = max(0.0, spells[spell, 0] + (now - before[spell]) - flow[taken].at)
            note_work(totals, flow[taken].tier, waited, work, max(0.0, now + work - total))
            stand_in(until, held, (hole, size), now + work, taken)
            size += 1 - hole
            hole = 0
        if hole > 0:
            close_row(until, held, size)
            size -= 1
    wait_on(flow, flow.size, horizon, room.queues, room)
    return count


@inlined
def finish_of(
    now: float, work: float, spell: int, last: int, spells: NDArray[np.float64]
) -> tuple[float, float]:
    """Return when work begun now is done by one person, and what of it is never done.

    Work stops when duty ends and goes on with the same person when it begins again.
    """
    start = now
    while spell < last:
        free = spells[spell, 1] - start
        if work <= free:
            return start + work, 0.0
        work -= free
        spell += 1
        if spell < last:
            start = spells[spell, 0]
    return _INF, work


@inlined
def next_duty(duty: NDArray[np.int64], spells: NDArray[np.float64]) -> float:
    """Return when the spell of a group with a free person begins next, or began."""
    soonest = _INF
    for group in range(duty.shape[0]):
        if duty[group, 0] > 0 and duty[group, 1] < duty[group, 2]:
            soonest = min(soonest, spells[duty[group, 1], 0])
    return soonest


@inlined
def free_group(now: float, duty: NDArray[np.int64], spells: NDArray[np.float64]) -> int:
    """Return the first group with a free person on duty now, or -1."""
    for group in range(duty.shape[0]):
        spell = duty[group, 1]
        if duty[group, 0] > 0 and spell < duty[group, 2] and spells[spell, 0] <= now:
            return group
    return -1


@inlined
def move_spells(now: float, duty: NDArray[np.int64], spells: NDArray[np.float64]) -> None:
    """Move every group to its first spell of duty that is not over."""
    for group in range(duty.shape[0]):
        while duty[group, 1] < duty[group, 2] and spells[duty[group, 1], 1] <= now:
            duty[group, 1] += 1


@compiled_lean
def serve_groups(
    traffic: tuple[Any, Any],
    crew: tuple[NDArray[np.int64], NDArray[np.float64]],
    law: tuple[int, float],
    task: Task,
    room: Room,
) -> int:
    """Serve arrivals by groups of people with duty hours of their own; return how many have left.

    Args:
        traffic: As for `serve_group`.
        crew: By group: free people, spell of now or next, end of its spells, int64[groups, 3],
            used up here; and the spells of all groups, one after the other, float64[n, 2], sorted
            and apart in each.
        law: As for `serve_group`.
        task: The work.
        room: Memory.
    """
    flow, left = traffic
    duty, spells = crew
    rule, horizon = law
    until, held, group_of, hours = room.until, room.held, room.group_of, room.hours
    tries, following, queues, totals = room.tries, room.following, room.queues, room.totals
    place = size = waiting = count = 0
    arrival = flow[0].at if flow.size > 0 else _INF
    while True:
        now = min(arrival, until[0] if size > 0 else _INF)
        if waiting > 0:
            now = min(now, next_duty(duty, spells))
        if now > horizon:
            break
        move_spells(now, duty, spells)
        while size > 0 and until[0] == now:
            done = held[0]
            close_row(until, held, size)
            size -= 1
            duty[group_of[done], 0] += 1
            if task.again > 0.0 and is_again(task, flow[done], tries[done]):
                work_again(task, flow, done, now, room)
                join_queue(done, queue_of(rule, flow[done].tier), queues, following)
                waiting += 1
            else:
                leave(flow, done, now, left, count)
                count += 1
        while arrival == now:
            join_queue(place, queue_of(rule, flow[place].tier), queues, following)
            waiting += 1
            place += 1
            arrival = flow[place].at if place < flow.size else _INF
        group = free_group(now, duty, spells)
        while waiting > 0 and group >= 0:
            taken = take_next(rule, queues, following, totals)
            waiting -= 1
            work = hours[taken]
            end, undone = finish_of(now, work, duty[group, 1], duty[group, 2], spells)
            note_work(totals, flow[taken].tier, now - flow[taken].at, work, undone)
            duty[group, 0] -= 1
            group_of[taken] = group
            if end < _INF:
                stand_in(until, held, (0, size), end, taken)
                size += 1
            group = free_group(now, duty, spells)
    wait_on(flow, place, horizon, queues, room)
    return count
