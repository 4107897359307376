"""The arrays of the local search: ways that may still be chosen, rows that may run short, parts.

Rows of which all jobs together could not take too much are left out, and with them most of what
would have to be counted. What is not here: the search (`annealer`).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hiyoke.planning.annealing.books import (
    AMOUNT,
    APART,
    CHOSEN,
    COLUMN,
    DONE,
    FIRST,
    IS_OUT,
    MOST_TAKEN,
    OPENS,
    RANK,
    RULES,
    START,
    THEN,
    VALUE,
    Books,
    Ways,
)
from hiyoke.planning.annealing.rivalry import survey, unite

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hiyoke.planning.alternatives import Alternatives

#: Minutes that rounding may add to the use of a row.
_SLACK = 1e-6
#: Most pairs of jobs that separations may keep apart; with more, no layout is made.
MOST_PAIRS = 5_000_000


@dataclass(frozen=True, slots=True)
class Layout:
    """What the compiled loops work on.

    Attributes:
        kept: Alternative of each way.
        way_of: Way of each alternative; -1 when it was left out.
        ways: What may be chosen.
        books: Everybody is out.
        parts: Jobs that compete with each other, largest part first; those alone are left out.
    """

    kept: NDArray[np.int64]
    way_of: NDArray[np.int64]
    ways: Ways
    books: Books
    parts: list[NDArray[np.int64]]


def lay_out(a: Alternatives, keep: NDArray[np.bool_]) -> Layout | None:
    """Lay out a problem.

    Args:
        a: The alternatives.
        keep: Which of them may be chosen; staying open always may.

    Returns:
        The layout; None when too many pairs of jobs must be kept apart one by one.

    Cost:
        A few passes over the alternatives: 0.5 s for a million.
    """
    rules = _rules(a)
    if rules is None:
        return None
    keep = keep.copy()
    keep[a.starts[1:] - 1] = True
    kept = np.flatnonzero(keep)
    starts = np.searchsorted(a.job[kept], np.arange(a.job_count + 1)).astype(np.int64)
    column, amount, rows, weights = _scarce(a, kept, starts)
    value = a.value[kept]
    order = np.lexsort((np.arange(len(kept)), value, a.job[kept])).astype(np.int64)
    place = np.empty((len(kept), COLUMN + column.shape[1]), dtype=np.int64)
    place[order, RANK] = np.arange(len(kept)) - starts[a.job[kept]]
    place[:, COLUMN:] = column
    figure = np.empty((len(kept), AMOUNT + column.shape[1]))
    figure[:, VALUE], figure[:, OPENS], figure[:, DONE] = value, a.opens[kept], a.done[kept]
    figure[:, AMOUNT:] = amount
    counts, rule, gap = rules
    job = np.zeros((a.job_count + 1, 4), dtype=np.int64)
    job[:, START], job[1:, RULES] = starts, np.cumsum(counts)
    job[:-1, CHOSEN], job[:-1, IS_OUT] = starts[1:] - 1, 1
    nodes = a.job_count * column.shape[1] * rows.shape[1]
    books = Books(
        job=job,
        left=a.capacity.copy(),
        head=np.full(len(a.capacity), -1, dtype=np.int64),
        node=np.full((nodes, 2), -1, dtype=np.int64),
        journal=np.zeros((MOST_TAKEN, 2), dtype=np.int64),
        key=np.zeros(MOST_TAKEN),
        random=np.ones(1, dtype=np.uint64),
    )
    way_of = np.full(len(a.job), -1, dtype=np.int64)
    way_of[kept] = np.arange(len(kept))
    parts = _parts((starts, column, amount), (rows, weights), (counts, rule), len(a.capacity))
    return Layout(kept, way_of, Ways(place, figure, order, rows, weights, rule, gap), books, parts)


def _scarce(
    a: Alternatives, kept: NDArray[np.int64], starts: NDArray[np.int64]
) -> tuple[
    NDArray[np.int64],
    NDArray[np.float64],
    NDArray[np.int64],
    NDArray[np.float64],
]:
    """Return columns and amounts of ways, rows and weights of columns: scarce rows only."""
    column = np.ascontiguousarray(a.columns[kept], dtype=np.int64)
    amount = np.ascontiguousarray(a.amounts[kept], dtype=np.float64)
    rows = a.column_rows.astype(np.int64)
    weights = np.ascontiguousarray(a.column_weights, dtype=np.float64)
    wanted = np.zeros(len(a.capacity))
    is_twice = np.zeros(len(kept), dtype=np.uint8)
    seen = np.zeros((2, len(a.capacity)), dtype=np.int64)
    survey((starts, column, amount), (rows, weights), (wanted, wanted.copy(), seen, is_twice))
    is_scarce = wanted > a.capacity + _SLACK
    weights = np.where(is_scarce[rows], weights, 0.0)
    # Rows that count come first, so that columns become as short as can be.
    first = np.argsort(weights <= 0, axis=1, kind="stable")
    depth = max(1, int((weights > 0).sum(axis=1).max(initial=0)))
    rows = np.ascontiguousarray(np.take_along_axis(rows, first, axis=1)[:, :depth])
    weights = np.ascontiguousarray(np.take_along_axis(weights, first, axis=1)[:, :depth])
    rows[weights <= 0] = 0
    column[weights[column, 0] <= 0] = 0
    slots = np.flatnonzero(column.any(axis=0))
    if not len(slots):
        slots = np.zeros(1, dtype=np.int64)
    column, amount = np.ascontiguousarray(column[:, slots]), np.ascontiguousarray(amount[:, slots])
    return _merged(column, amount, (rows, weights), np.flatnonzero(is_twice))


def _merged(
    column: NDArray[np.int64],
    amount: NDArray[np.float64],
    columns: tuple[NDArray[np.int64], NDArray[np.float64]],
    twice: NDArray[np.int64],
) -> tuple[
    NDArray[np.int64],
    NDArray[np.float64],
    NDArray[np.int64],
    NDArray[np.float64],
]:
    """Give each way that draws on a row through two columns one column of its own instead."""
    rows, weights = columns
    made: list[dict[int, float]] = []
    for way in twice.tolist():
        takes: dict[int, float] = defaultdict(float)
        for one, much in zip(column[way].tolist(), amount[way].tolist(), strict=True):
            for row, weight in zip(rows[one].tolist(), weights[one].tolist(), strict=True):
                if weight * much > 0:
                    takes[row] += weight * much
        column[way], amount[way] = 0, 0.0
        if takes:
            column[way, 0], amount[way, 0] = len(rows) + len(made), 1.0
            made.append(takes)
    depth = max([rows.shape[1], *map(len, made)])
    wide_rows = np.zeros((len(rows) + len(made), depth), dtype=np.int64)
    wide_weights = np.zeros(wide_rows.shape)
    wide_rows[: len(rows), : rows.shape[1]] = rows
    wide_weights[: len(rows), : rows.shape[1]] = weights
    for number, takes in enumerate(made, len(rows)):
        wide_rows[number, : len(takes)] = list(takes)
        wide_weights[number, : len(takes)] = list(takes.values())
    return column, amount, wide_rows, wide_weights


def _rules(
    a: Alternatives,
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]] | None:
    """Return how many rules each job has, whom they are about, and the minutes between."""
    number = {j.job_id: n for n, j in enumerate(a.problem.jobs)}
    of_group: dict[str, list[int]] = defaultdict(list)
    for n, job in enumerate(a.problem.jobs):
        of_group[job.group_id].append(n)
    own, found, gaps = [], [], []
    for rule in a.problem.precedences:
        first, then = number[rule.first_job_id], number[rule.then_job_id]
        own += [then, first]
        found += [(first, FIRST), (then, THEN)]
        gaps += [float(rule.gap_minutes)] * 2
    pairs = {
        (group_id, other_id)
        for rule in a.problem.separations
        for group_id in rule.group_ids
        for other_id in rule.group_ids
        if group_id != other_id
    }
    if sum(len(of_group[one]) * len(of_group[other]) for one, other in pairs) > MOST_PAIRS:
        return None
    for one, other in sorted(pairs):
        for n in of_group[one]:
            own += [n] * len(of_group[other])
            found += [(rival, APART) for rival in of_group[other]]
            gaps += [0.0] * len(of_group[other])
    owner = np.array(own, dtype=np.int64)
    order = np.argsort(owner, kind="stable")
    counts = np.bincount(owner, minlength=a.job_count).astype(np.int64)
    rule_of = np.array(found, dtype=np.int64).reshape(-1, 2)
    return counts, np.ascontiguousarray(rule_of[order]), np.array(gaps)[order]


def _parts(
    ways: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]],
    columns: tuple[NDArray[np.int64], NDArray[np.float64]],
    rules: tuple[NDArray[np.int64], NDArray[np.int64]],
    rows: int,
) -> list[NDArray[np.int64]]:
    """Return the jobs that compete or have rules between them, largest part first."""
    jobs = len(ways[0]) - 1
    root = np.arange(jobs)
    counts, rule = rules
    for one, other in zip(np.repeat(np.arange(jobs), counts), rule[:, 0], strict=True):
        _join(int(one), int(other), root)
    unite(ways, columns, np.full(rows, -1, dtype=np.int64), root)
    part = np.array([_find(job, root) for job in range(jobs)], dtype=np.int64)
    order = np.argsort(part, kind="stable")
    parts = np.split(order, np.flatnonzero(np.diff(part[order])) + 1)
    return sorted((p for p in parts if len(p) > 1), key=lambda p: (-len(p), int(p[0])))


def _find(job: int, root: NDArray[np.int64]) -> int:
    while root[job] != job:
        root[job] = root[root[job]]
        job = int(root[job])
    return job


def _join(one: int, other: int, root: NDArray[np.int64]) -> None:
    one, other = _find(one, root), _find(other, root)
    root[max(one, other)] = min(one, other)
