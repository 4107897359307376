"""Parts of a problem that do not compete with each other, each small enough to be settled closely.

Jobs belong together when they draw on one thing of which there is not enough for all of them, or
when one must follow the other. Where a vendor or a window ties everything into one large part, what
is so shared keeps its price and the crews' work falls apart again. What is not here: how a part is
settled (`patterns`, `cutting`).

Source:
    A. M. Geoffrion, "Lagrangean relaxation for integer programming", Mathematical Programming
    Study 2 (1974): rows that are priced may be left out of the parts; the sum stays a bound.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hiyoke.planning.alternatives import Alternatives

#: Most jobs of a part before rows that crews share are priced to make smaller ones.
MOST_JOBS = 120
#: Kinds of rows that stay hard however large the parts become.
_OWN_KINDS = ("crew", "overtime", "group", "pair")
#: Minutes that rounding may add to the use of a row.
_SLACK = 1e-6


class Uses(NamedTuple):
    """What alternatives take of rows that could be overdrawn, each pair once, by row.

    Attributes:
        row: Row: [uses].
        alternative: Alternative: [uses].
        amount: Minutes, or jobs: [uses].
    """

    row: NDArray[np.int64]
    alternative: NDArray[np.int64]
    amount: NDArray[np.float64]

    def of(self, mask: NDArray[np.bool_] | NDArray[np.int64]) -> Uses:
        """Return some of them."""
        return Uses(self.row[mask], self.alternative[mask], self.amount[mask])


class Part(NamedTuple):
    """Jobs that compete.

    Attributes:
        jobs: The jobs.
        alternatives: Their alternatives, job by job.
        uses: What these take of rows that no other part uses.
        cost: Value of each alternative with what it takes of priced rows, at their prices.
    """

    jobs: NDArray[np.int64]
    alternatives: NDArray[np.int64]
    uses: Uses
    cost: NDArray[np.float64]


class Partition(NamedTuple):
    """All parts, and what the rows shared between them are worth.

    Attributes:
        parts: The parts.
        component: Component of each part: parts of one share priced rows, others nothing.
        shared: Worth of the shared rows of each component: to be taken off the sum of its parts.
        component_of: Component of each job.
    """

    parts: list[Part]
    component: NDArray[np.int64]
    shared: NDArray[np.float64]
    component_of: NDArray[np.int64]


def list_uses(alternatives: Alternatives) -> Uses:
    """List what alternatives take of the rows that not all jobs could draw on at once.

    Cost:
        One sort of all uses; 0.15 s for 150,000 alternatives.
    """
    a = alternatives
    places, slots = np.nonzero(a.amounts)
    columns = a.columns[places, slots]
    rows = a.column_rows[columns].astype(np.int64)
    amounts = a.amounts[places, slots][:, None] * a.column_weights[columns]
    takers = np.broadcast_to(places[:, None], rows.shape)
    real = (amounts > 0) & np.isfinite(a.capacity[rows])
    key = rows[real] * len(a.job) + takers[real]
    unique, inverse = np.unique(key, return_inverse=True)
    uses = Uses(
        unique // len(a.job),
        unique % len(a.job),
        np.bincount(inverse, amounts[real], len(unique)).astype(np.float64),
    )
    return uses.of(_is_scarce(a, uses)[uses.row])


def _is_scarce(a: Alternatives, uses: Uses) -> NDArray[np.bool_]:
    """Return which rows all jobs together could overdraw, each with its greediest alternative."""
    key = uses.row * a.job_count + a.job[uses.alternative]
    pairs, inverse = np.unique(key, return_inverse=True)
    most = np.zeros(len(pairs))
    np.maximum.at(most, inverse, uses.amount)
    wanted = np.bincount(pairs // a.job_count, most, len(a.capacity))
    return np.asarray(wanted > a.capacity + _SLACK, dtype=np.bool_)


def split(alternatives: Alternatives, uses: Uses, prices: NDArray[np.float64]) -> Partition:
    """Split a problem into parts.

    Args:
        alternatives: The alternatives.
        uses: What they take; see `list_uses`.
        prices: Price of each row, 0 or more.

    Returns:
        The parts. The sum of their bounds, less what is shared, bounds the whole.
    """
    a = alternatives
    component = part = _joined(a, uses)
    if np.bincount(part).max(initial=0) > MOST_JOBS:
        kinds = np.array([name[0] in _OWN_KINDS for name in a.resources.names])
        part = _joined(a, uses.of(kinds[uses.row]))
    user = part[a.job[uses.alternative]]
    owner = np.full(len(a.capacity), -1, dtype=np.int64)
    owner[uses.row] = user
    is_shared = np.zeros(len(a.capacity), dtype=bool)
    is_shared[uses.row[user != owner[uses.row]]] = True
    paid, own = uses.of(is_shared[uses.row]), uses.of(~is_shared[uses.row])
    cost = a.value + np.bincount(paid.alternative, paid.amount * prices[paid.row], len(a.value))
    count = int(part.max(initial=-1)) + 1
    jobs, members, draws = (
        _grouped(x, count) for x in (part, part[a.job], part[a.job[own.alternative]])
    )
    component_of_row = np.zeros(len(a.capacity), dtype=np.int64)
    component_of_row[uses.row] = component[a.job[uses.alternative]]
    worth = np.where(is_shared, prices * np.where(is_shared, a.capacity, 0.0), 0.0)
    return Partition(
        [Part(jobs[n], members[n], own.of(draws[n]), cost[members[n]]) for n in range(count)],
        np.array([component[own_jobs[0]] for own_jobs in jobs], dtype=np.int64),
        np.bincount(component_of_row, worth, int(component.max(initial=-1)) + 1).astype(np.float64),
        component,
    )


def _grouped(label: NDArray[np.int64], count: int) -> list[NDArray[np.int64]]:
    """Return where each label stands, in order."""
    order = np.argsort(label, kind="stable")
    return np.split(order, np.searchsorted(label[order], np.arange(1, count)))


def _joined(a: Alternatives, uses: Uses) -> NDArray[np.int64]:
    """Return the part of each job when the users of each row are joined."""
    root = list(range(a.job_count))

    def find(job: int) -> int:
        while root[job] != job:
            root[job] = root[root[job]]
            job = root[job]
        return job

    key = np.unique(uses.row * a.job_count + a.job[uses.alternative])
    rows, jobs = key // a.job_count, key % a.job_count
    same = np.flatnonzero(rows[1:] == rows[:-1])
    pairs = np.unique(np.stack([jobs[same], jobs[same + 1]]), axis=1)
    for one, other in pairs.T.tolist():
        root[find(one)] = find(other)
    number = {j.job_id: n for n, j in enumerate(a.problem.jobs)}
    for rule in a.problem.precedences:
        root[find(number[rule.then_job_id])] = find(number[rule.first_job_id])
    roots = np.array([find(job) for job in range(a.job_count)], dtype=np.int64)
    return np.asarray(np.unique(roots, return_inverse=True)[1], dtype=np.int64)
