"""The moves of the local search: put a job elsewhere, make way for it, keep that or undo it.

A move takes a few jobs out and puts each back on the cheapest way that fits; it costs about a
microsecond. What is not here: which moves are tried, and which are kept (`cycles`).

Source:
    Ejection chains after F. Glover, Discrete Applied Mathematics 65 (1996).
"""

from __future__ import annotations

from typing import Final

import numpy as np

from hiyoke.planning.annealing.books import (
    CHOSEN,
    COLUMN,
    DONE,
    IS_OUT,
    JOB,
    MOST_TAKEN,
    NEXT,
    OLD,
    RANK,
    SLACK,
    START,
    VALUE,
    Books,
    Ways,
    charge,
    draw,
    in_the_way,
    lacking_row,
    taken_of,
)
from hiyoke.planning.annealing.compiled import inner

#: Jobs that one move of the first kind may push out; a move of the other kinds may take more.
MOST_PUSHED: Final = 7
#: Kinds of moves: push out what is in the way; take all between out and go first; or last.
PUSH, EARLIER, LATER = 0, 1, 2


@inner
def user_of(row: int, way: int, w: Ways, b: Books) -> int:
    """Return a random user of a row that a way lacks, one that alone makes room if any does."""
    lacking = taken_of(way, row, w) - b.left[row] - SLACK
    each = (w.place.shape[1] - COLUMN) * w.row.shape[1]
    found, seen, is_enough = -1, 0, False
    node = b.head[row]
    while node >= 0:
        other = node // each
        suffices = taken_of(b.job[other, CHOSEN], row, w) >= lacking
        if suffices and not is_enough:
            is_enough, seen = True, 0
        if suffices == is_enough:
            seen += 1
            if draw(b) * seen < 1.0:
                found = other
        node = b.node[node, NEXT]
    return found


@inner
def take_out(job: int, key: float, count: int, w: Ways, b: Books) -> float:
    """Take a job out and note it; return by how much it can change the value at best."""
    old = b.job[job, CHOSEN]
    b.journal[count, JOB], b.journal[count, OLD] = job, old
    b.key[count] = key
    charge(job, old, -1, w, b)
    change: float = w.figure[w.ranked[b.job[job, START]], VALUE] - w.figure[old, VALUE]
    return change


@inner
def push_out(job: int, way: int, budget: float, w: Ways, b: Books) -> tuple[int, float]:
    """Take out a job and what stands in its way; return how many (negative: in vain), and cost."""
    cost = take_out(job, -1.0, 0, w, b)
    extra = w.figure[way, VALUE] - w.figure[w.ranked[b.job[job, START]], VALUE]
    count = 1
    while True:
        row = lacking_row(way, w, b)
        other = user_of(row, way, w, b) if row >= 0 else in_the_way(job, way, w, b)
        if other < 0 and row < 0:
            return count, cost
        if other < 0 or count == MOST_PUSHED or cost + extra > budget:
            return -count, cost
        cost += take_out(other, draw(b), count, w, b)
        count += 1


@inner
def take_between(job: int, way: int, is_later: bool, w: Ways, b: Books) -> tuple[int, float]:  # noqa: FBT001 - compiled.
    """Take out a job and all that use what its ways from here to there use; return as above."""
    here, there = w.place[b.job[job, CHOSEN], RANK], w.place[way, RANK]
    after = 0.5 if is_later else -0.5
    cost = take_out(job, w.figure[way, DONE] + after, 0, w, b)
    count = 1
    first = b.job[job, START]
    for spot in range(first + min(here, there), first + max(here, there) + 1):
        for slot in range(w.place.shape[1] - COLUMN):
            column = w.place[w.ranked[spot], COLUMN + slot]
            for part in range(w.row.shape[1]):
                row = w.row[column, part]
                while row > 0 and b.head[row] >= 0:
                    if count == MOST_TAKEN:
                        return -count, cost
                    other = b.head[row] // ((w.place.shape[1] - COLUMN) * w.row.shape[1])
                    key = w.figure[b.job[other, CHOSEN], DONE]
                    cost += take_out(other, key, count, w, b)
                    count += 1
    return count, cost


@inner
def sort_journal(count: int, b: Books) -> None:
    """Sort what was taken out by its key."""
    for number in range(1, count):
        key, job, old = b.key[number], b.journal[number, JOB], b.journal[number, OLD]
        at = number
        while at > 0 and b.key[at - 1] > key:
            b.key[at] = b.key[at - 1]
            b.journal[at, JOB], b.journal[at, OLD] = b.journal[at - 1, JOB], b.journal[at - 1, OLD]
            at -= 1
        b.key[at], b.journal[at, JOB], b.journal[at, OLD] = key, job, old


@inner
def put_back(job: int, spare: float, w: Ways, b: Books) -> float:
    """Put a job on its cheapest way that fits; return what it costs beyond its best, or infinity.

    A way that costs more than `spare` beyond the best is not looked for.
    """
    first = b.job[job, START]
    best = w.figure[w.ranked[first], VALUE]
    for spot in range(first, b.job[job + 1, START]):
        way = w.ranked[spot]
        cost: float = w.figure[way, VALUE] - best
        if cost > spare:
            break
        if lacking_row(way, w, b) < 0 and in_the_way(job, way, w, b) < 0:
            charge(job, way, 1, w, b)
            return cost
    return np.inf


@inner
def undo(count: int, w: Ways, b: Books) -> None:
    """Put everything back where the journal says that it stood."""
    for number in range(count):
        job = b.journal[number, JOB]
        if not b.job[job, IS_OUT]:
            charge(job, b.job[job, CHOSEN], -1, w, b)
    for number in range(count):
        charge(b.journal[number, JOB], b.journal[number, OLD], 1, w, b)


@inner
def attempt(job: int, aim: tuple[int, int], budget: float, w: Ways, b: Books) -> float:
    """Try one move; return by how much it changed the value, or infinity when it was undone.

    Args:
        job: The job to move.
        aim: Where it should go, and what to do with the others.
        budget: Most that the value may rise by.
        w: What may be chosen.
        b: The books.
    """
    way, kind = aim
    if kind == PUSH:
        count, cost = push_out(job, way, budget, w, b)
    else:
        count, cost = take_between(job, way, kind == LATER, w, b)
    failed = count < 0
    count = abs(count)
    placed = 0
    if kind == PUSH and not failed:
        charge(job, way, 1, w, b)
        cost += w.figure[way, VALUE] - w.figure[w.ranked[b.job[job, START]], VALUE]
        placed = 1
    if not failed:
        sort_journal(count, b)
    while not failed and placed < count:
        cost += put_back(b.journal[placed, JOB], budget - cost, w, b)
        failed = cost > budget
        placed += 1
    if failed or cost > budget:
        undo(count, w, b)
        return np.inf
    return cost
