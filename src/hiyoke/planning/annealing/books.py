"""The books of the local search: what is chosen, what is left of each row, and who uses it.

Taking a job off its way or putting it on another changes only the rows that the way draws on. What
is not here: which job is moved where (`moves`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from hiyoke.planning.annealing.compiled import inner

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Rounding that a row may be over by, in minutes; as in `schedule`.
SLACK: Final = 1e-6
#: Columns of `Ways.place`: rank in its job, then its columns.
RANK, COLUMN = 0, 1
#: Columns of `Ways.figure`: value, opening, closing, then the amounts.
VALUE, OPENS, DONE, AMOUNT = 0, 1, 2, 3
#: Columns of `Books.job`: first way and first rule of a job, where it stands, whether it is out.
START, RULES, CHOSEN, IS_OUT = 0, 1, 2, 3
#: Columns of `Ways.rule`: the other job, and whether it comes first, follows, or must not overlap.
OTHER, KIND = 0, 1
FIRST, THEN, APART = 0, 1, 2
#: Columns of `Books.node` and of `Books.journal`.
NEXT, LAST = 0, 1
JOB, OLD = 0, 1
#: Most jobs that any move takes out.
MOST_TAKEN: Final = 40


class Ways(NamedTuple):
    """What may be chosen: never changed.

    Attributes:
        place: Whole numbers of each way; no two columns of it share a row: [ways, 1 + width].
        figure: Figures of each way: [ways, 3 + width].
        ranked: Ways of each job, cheapest first: [ways].
        row: Rows of each column: [columns, depth].
        weight: Their weights; 0 where a row does not count: [columns, depth].
        rule: Rules of each job: [rules, 2].
        gap: Minutes between: [rules].
    """

    place: NDArray[np.int64]
    figure: NDArray[np.float64]
    ranked: NDArray[np.int64]
    row: NDArray[np.int64]
    weight: NDArray[np.float64]
    rule: NDArray[np.int64]
    gap: NDArray[np.float64]


class Books(NamedTuple):
    """What is chosen, and what is used of each row by whom.

    Attributes:
        job: Whole numbers of each job, and one line more: [jobs + 1, 4].
        left: What is left of each row: [rows].
        head: First user of each row; -1 for none: [rows].
        node: Next and last user, by job, slot and depth: [jobs * width * depth, 2].
        journal: Jobs that a move took out, with where they stood: [`MOST_TAKEN`, 2].
        key: By which they go back: [`MOST_TAKEN`].
        random: State of the random numbers; not 0: [1].
    """

    job: NDArray[np.int64]
    left: NDArray[np.float64]
    head: NDArray[np.int64]
    node: NDArray[np.int64]
    journal: NDArray[np.int64]
    key: NDArray[np.float64]
    random: NDArray[np.uint64]


@inner
def draw(b: Books) -> float:
    """Return a number in [0, 1): xorshift of 64 bits (G. Marsaglia 2003)."""
    x = b.random[0]
    x ^= x << np.uint64(13)
    x ^= x >> np.uint64(7)
    x ^= x << np.uint64(17)
    b.random[0] = x
    return float(x >> np.uint64(11)) * (1.0 / 9007199254740992.0)


@inner
def taken_of(way: int, row: int, w: Ways) -> float:
    """Return what a way takes of a row."""
    total = 0.0
    for slot in range(w.place.shape[1] - COLUMN):
        column = w.place[way, COLUMN + slot]
        if column > 0:
            for part in range(w.row.shape[1]):
                if w.row[column, part] == row:
                    total += w.figure[way, AMOUNT + slot] * w.weight[column, part]
    return total


@inner
def lacking_row(way: int, w: Ways, b: Books) -> int:
    """Return a row that has less left than a way takes; -1 when there is room."""
    for slot in range(w.place.shape[1] - COLUMN):
        column = w.place[way, COLUMN + slot]
        if column > 0:
            amount = w.figure[way, AMOUNT + slot]
            for number in range(w.row.shape[1]):
                row: int = w.row[column, number]
                weight = w.weight[column, number]
                if weight > 0.0 and b.left[row] + SLACK < amount * weight:
                    return row
    return -1


@inner
def in_the_way(job: int, way: int, w: Ways, b: Books) -> int:
    """Return a job whose place a rule forbids beside this way; -1 when there is none."""
    for number in range(b.job[job, RULES], b.job[job + 1, RULES]):
        other: int = w.rule[number, OTHER]
        if not b.job[other, IS_OUT]:
            there, kind, gap = b.job[other, CHOSEN], w.rule[number, KIND], w.gap[number]
            is_after = w.figure[way, OPENS] >= w.figure[there, DONE] + gap
            is_before = w.figure[way, DONE] + gap <= w.figure[there, OPENS]
            if not ((kind != THEN and is_after) or (kind != FIRST and is_before)):
                return other
    return -1


@inner
def charge(job: int, way: int, sign: int, w: Ways, b: Books) -> None:
    """Put a job on a way (sign 1), or take it off (sign -1): then it is out, and counts as open."""
    b.job[job, CHOSEN] = way if sign > 0 else b.job[job + 1, START] - 1
    b.job[job, IS_OUT] = 0 if sign > 0 else 1
    depth = w.row.shape[1]
    at = job * (w.place.shape[1] - COLUMN) * depth
    for slot in range(w.place.shape[1] - COLUMN):
        column = w.place[way, COLUMN + slot]
        for part in range(depth):
            weight = w.weight[column, part]
            if column > 0 and weight > 0.0:
                b.left[w.row[column, part]] -= sign * w.figure[way, AMOUNT + slot] * weight
                enter_or_leave(at, w.row[column, part], sign, b)
            at += 1


@inner
def enter_or_leave(at: int, row: int, sign: int, b: Books) -> None:
    """Write a user into the list of a row (sign 1) or strike it off (sign -1)."""
    if sign > 0:
        first = b.head[row]
        b.node[at, NEXT], b.node[at, LAST] = first, -1
        b.head[row] = at
        if first >= 0:
            b.node[first, LAST] = at
    else:
        after, before = b.node[at, NEXT], b.node[at, LAST]
        if before >= 0:
            b.node[before, NEXT] = after
        else:
            b.head[row] = after
        if after >= 0:
            b.node[after, LAST] = before
