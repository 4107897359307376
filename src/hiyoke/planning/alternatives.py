"""Every way in which every job could be done, as flat arrays.

One alternative is one option in one window with fixed crews, or leaving the job open. Jobs that
differ in size only share their route: the windows, shifts and columns they may use. What is not
here: prices and choices (`prices`, `schedule`).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from hiyoke.planning.crew_choices import crew_choices, most_combinations
from hiyoke.planning.inputs import DAY_MINUTES, Objective
from hiyoke.planning.resources import Resources
from hiyoke.planning.routes import Routes
from hiyoke.planning.shared_rows import separate_shared_rows

if TYPE_CHECKING:
    from datetime import datetime

    from numpy.typing import NDArray

    from hiyoke.planning.crew_choices import Share
    from hiyoke.planning.inputs import Job, PlanningProblem
    from hiyoke.planning.routes import Route, RouteKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternatives:
    """All alternatives of a problem, those of one job side by side, open last.

    Attributes:
        problem: The problem.
        objective: What their values are figures of.
        resources: Rows and columns.
        starts: First alternative of each job, and their number at the end: [jobs + 1].
        job: Job of each alternative: [alternatives].
        value: What it adds to the objective: [alternatives].
        loss: Expected loss of the job: [alternatives].
        opens: When its window opens, minutes from the plan's start; infinite when open.
        done: When it is closed, minutes; infinite when open.
        window: Its window; -1 without one.
        option: Its option's place in the job; -1 when open.
        route: Its route; -1 when open.
        place: Its place in the route.
        columns: Columns it draws on: [alternatives, width].
        amounts: How much: [alternatives, width].
        column_rows: Rows of each column: [columns, depth].
        column_weights: Their weights.
        capacity: Capacity of each row.
        routes: The routes.
        bound_limit: The most that a proof from these alternatives may claim: infinite unless
            combinations of crews were left out.
    """

    problem: PlanningProblem
    objective: Objective
    resources: Resources
    starts: NDArray[np.int64]
    job: NDArray[np.int32]
    value: NDArray[np.float64]
    loss: NDArray[np.float64]
    opens: NDArray[np.float64]
    done: NDArray[np.float64]
    window: NDArray[np.int32]
    option: NDArray[np.int8]
    route: NDArray[np.int32]
    place: NDArray[np.int32]
    columns: NDArray[np.int32]
    amounts: NDArray[np.float64]
    column_rows: NDArray[np.int32]
    column_weights: NDArray[np.float64]
    capacity: NDArray[np.float64]
    routes: list[Route]
    bound_limit: float = np.inf

    @property
    def job_count(self) -> int:
        """How many jobs there are."""
        return len(self.starts) - 1


def list_alternatives(problem: PlanningProblem, objective: Objective) -> Alternatives:
    """List every alternative of every job.

    Args:
        problem: A sound problem; see `check_problem`.
        objective: Which figure alternatives are valued by.

    Returns:
        The alternatives. Those that no plan could use are left out: outside the horizon, frozen,
        too short, beyond a capacity by themselves, or no better than leaving the job open.

    Cost:
        Array operations over jobs times options times windows; about 0.3 s a million.
    """
    resources = Resources(problem)
    routes = Routes(problem, resources)
    members: dict[RouteKey, list[tuple[int, int, tuple[Share, ...]]]] = defaultdict(list)
    most = most_combinations(problem)
    cut_short: set[int] = set()
    for number, job in enumerate(problem.jobs):
        for place, option in enumerate(job.options):
            choices, is_all = crew_choices(problem, job, option, most)
            if not is_all:
                cut_short.add(number)
            for shares in choices:
                members[routes.key_of(job, option, shares)].append((number, place, shares))
    open_block = _open_block(problem, objective)
    limits = np.asarray(open_block["value"], dtype=np.float64).copy()
    ids = {j.job_id: n for n, j in enumerate(problem.jobs)}
    # What others wait for may have to be done although it does not pay by itself.
    limits[[ids[p.first_job_id] for p in problem.precedences]] = np.inf
    blocks: list[dict[str, NDArray[np.generic]]] = []
    found: list[Route] = []
    for key, own in members.items():
        route = routes.route(key)
        if len(route.window):
            block = _Block(problem, objective, routes, route, own)
            blocks.append(block.arrays(len(found), limits))
            found.append(route)
    made = _assembled(problem, objective, resources, [*blocks, open_block], found)
    if not cut_short:
        return made
    least = np.minimum.reduceat(made.value, made.starts[:-1])
    least[sorted(cut_short)] = 0.0
    return replace(made, bound_limit=float(least.sum()))


def minutes_from(start: datetime, moment: datetime) -> float:
    """Return the minutes from one instant to another."""
    return (moment - start).total_seconds() / 60


def _worst_loss(problem: PlanningProblem, *, high: bool) -> float:
    """Return the loss of leaving everything open; 1 when there is none."""
    days = problem.minutes / DAY_MINUTES
    return sum(j.rate(high=high) for j in problem.jobs) * days or 1.0


def _due_minutes(problem: PlanningProblem, jobs: list[Job]) -> NDArray[np.float64]:
    """Return from when each job is late, minutes from the plan's start; infinite without."""
    start = problem.starts_at
    return np.array(
        [np.inf if j.due_at is None else max(0.0, minutes_from(start, j.due_at)) for j in jobs]
    )


def _open_block(problem: PlanningProblem, objective: Objective) -> dict[str, NDArray[np.generic]]:
    """Leaving each job open: always possible, at its full loss."""
    count = len(problem.jobs)
    high = objective is Objective.TAIL
    loss = np.array([j.rate(high=high) for j in problem.jobs]) * problem.minutes / DAY_MINUTES
    value = loss
    if objective is Objective.DEADLINE:
        late = np.maximum(0.0, problem.minutes - _due_minutes(problem, list(problem.jobs)))
        value = late / DAY_MINUTES + loss / _worst_loss(problem, high=high)
    never = np.full(count, np.inf)
    nothing = np.full(count, -1)
    return {
        "job": np.arange(count),
        "value": value,
        "loss": loss,
        "opens": never,
        "done": never,
        "window": nothing,
        "option": nothing,
        "route": nothing,
        "place": nothing,
        "tie": np.full(count, np.iinfo(np.int32).max),
        "columns": np.zeros((count, 1), dtype=np.int32),
        "amounts": np.zeros((count, 1)),
    }


class _Block:
    """The alternatives of the jobs that share one route: jobs down, windows across."""

    def __init__(
        self,
        problem: PlanningProblem,
        objective: Objective,
        routes: Routes,
        route: Route,
        own: list[tuple[int, int, tuple[Share, ...]]],
    ) -> None:
        self.problem = problem
        self.objective = objective
        self.routes = routes
        self.route = route
        self.numbers = [number for number, _, _ in own]
        self.places = [place for _, place, _ in own]
        self.shares = [shares for _, _, shares in own]
        self.jobs = [problem.jobs[n] for n in self.numbers]
        self.options = [j.options[p] for j, p in zip(self.jobs, self.places, strict=True)]

    def arrays(self, number: int, limits: NDArray[np.float64]) -> dict[str, NDArray[np.generic]]:
        """Return the alternatives of this route that could be used and pay."""
        route, wide = self.route, len(self.route.window)
        loss = self._loss()
        value = self._valued(loss)
        columns, amounts = self._uses()
        fits = self._fits() & (value < limits[self.numbers][:, None])
        jobs, spots = np.nonzero(fits)
        ids = [c.crew_id for c in self.problem.crews]
        crew = ids.index(route.key.crews[0][0]) if route.key.crews else 0
        return {
            "job": np.array(self.numbers)[jobs],
            "value": value[fits],
            "loss": loss[fits],
            "opens": route.opens[spots],
            "done": route.done[spots],
            "window": route.window[spots],
            "option": np.array(self.places)[jobs],
            "route": np.full(len(jobs), number),
            "place": spots,
            "tie": (np.array(self.places) * (len(self.problem.crews) + 1) + crew)[jobs],
            "columns": columns.reshape(-1, wide, columns.shape[-1])[jobs, spots],
            "amounts": amounts[jobs],
        }

    def _fits(self) -> NDArray[np.bool_]:
        route, start = self.route, self.problem.starts_at
        downtime = np.array([o.downtime_minutes for o in self.options])
        ready = np.array(
            [0.0 if j.ready_at is None else minutes_from(start, j.ready_at) for j in self.jobs]
        )
        fits = (downtime[:, None] <= route.length) | (route.window < 0)
        return fits & (ready[:, None] <= route.earliest)

    def _loss(self) -> NDArray[np.float64]:
        """Attack loss until done and loss of the change: [jobs, places]."""
        route = self.route
        high = self.objective is Objective.TAIL
        rate = np.array([j.rate(high=high) for j in self.jobs]) / DAY_MINUTES
        end = np.minimum(route.done, self.problem.minutes)
        efficacy = np.array([o.control_efficacy for o in self.options])
        eased = np.where(np.isfinite(route.control), end - route.control, 0.0)
        loss = rate[:, None] * (end - efficacy[:, None] * np.maximum(0.0, eased))
        is_change = route.window >= 0
        plain = np.array([o.loss_in("", high=high) for o in self.options])
        change = plain[:, None] * is_change
        for place, option in enumerate(self.options):
            if option.window_losses or option.window_losses_high:
                ids = [self.problem.windows[w].window_id for w in route.window[is_change]]
                change[place, is_change] = [option.loss_in(i, high=high) for i in ids]
        loss += change
        return np.asarray(loss, dtype=np.float64)

    def _valued(self, loss: NDArray[np.float64]) -> NDArray[np.float64]:
        if self.objective is not Objective.DEADLINE:
            return loss
        due = _due_minutes(self.problem, self.jobs)
        end = np.minimum(self.route.done, self.problem.minutes)
        late = np.maximum(0.0, end - due[:, None]) / DAY_MINUTES
        return late + loss / _worst_loss(self.problem, high=False)

    def _uses(self) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
        """Return columns [jobs * places, width] and amounts [jobs, width]."""
        route, count, wide = self.route, len(self.jobs), len(self.route.window)
        crews = len(route.prepare)
        shared = np.stack(
            [*route.prepare, *route.change, route.vendor, route.room, route.control_column], axis=1
        )
        columns = np.broadcast_to(shared, (count, *shared.shape))
        own = np.stack([self.routes.own_columns(j, route) for j in self.jobs])
        columns = np.concatenate([columns, own], axis=2).reshape(count * wide, -1)
        amounts = [
            [
                *(share.prepare_minutes for share in shares[:crews]),
                *(share.change_minutes for share in shares[:crews]),
                option.vendor_minutes,
                1,
                option.control_minutes,
                option.downtime_minutes,
                1,
            ]
            for shares, option in zip(self.shares, self.options, strict=True)
        ]
        return columns.astype(np.int32), np.array(amounts, dtype=np.float64)


def _assembled(
    problem: PlanningProblem,
    objective: Objective,
    resources: Resources,
    blocks: list[dict[str, NDArray[np.generic]]],
    routes: list[Route],
) -> Alternatives:
    """Join the blocks, drop what cannot be used, and put the jobs side by side."""
    width = max(b["columns"].shape[1] for b in blocks)
    joined = {
        name: np.concatenate([b[name] for b in blocks])
        for name in blocks[0]
        if name not in ("columns", "amounts")
    }
    slots = []
    for slot in range(width):
        columns = np.concatenate([_slot(b["columns"], slot) for b in blocks]).astype(np.int32)
        amounts = np.concatenate([_slot(b["amounts"], slot) for b in blocks]).astype(np.float64)
        amounts[columns == 0] = 0
        columns[amounts == 0] = 0
        if columns.any():
            slots.append((columns, amounts))
    slots = separate_shared_rows(slots, resources)
    column_rows, column_weights = resources.matrix()
    capacity = resources.capacities()
    is_part = column_weights > 0
    most = np.where(is_part, capacity[column_rows] / np.where(is_part, column_weights, 1), np.inf)
    most = most.min(axis=1) + 1e-9
    possible = np.ones(len(joined["job"]), dtype=bool)
    for columns, amounts in slots:
        possible &= amounts <= most[columns]
    kept = np.flatnonzero(possible)
    # By job, then soonest done, then option and crew; staying open comes last.
    order = kept[np.lexsort((joined["tie"][kept], joined["done"][kept], joined["job"][kept]))]
    used_columns = np.zeros((len(order), max(1, len(slots))), dtype=np.int32, order="F")
    used_amounts = np.zeros((len(order), max(1, len(slots))), order="F")
    for slot, (columns, amounts) in enumerate(slots):
        used_columns[:, slot] = columns[order]
        used_amounts[:, slot] = amounts[order]
    job = joined["job"][order].astype(np.int32)
    return Alternatives(
        problem=problem,
        objective=objective,
        resources=resources,
        starts=np.searchsorted(job, np.arange(len(problem.jobs) + 1)).astype(np.int64),
        job=job,
        value=joined["value"][order].astype(np.float64),
        loss=joined["loss"][order].astype(np.float64),
        opens=joined["opens"][order].astype(np.float64),
        done=joined["done"][order].astype(np.float64),
        window=joined["window"][order].astype(np.int32),
        option=joined["option"][order].astype(np.int8),
        route=joined["route"][order].astype(np.int32),
        place=joined["place"][order].astype(np.int32),
        columns=used_columns,
        amounts=used_amounts,
        column_rows=column_rows,
        column_weights=column_weights,
        capacity=capacity,
        routes=routes,
    )


def _slot(block: NDArray[np.generic], slot: int) -> NDArray[np.generic]:
    """Return one slot of a block; zeros when the block is narrower."""
    if slot < block.shape[1]:
        return block[:, slot]
    return np.zeros(len(block), dtype=block.dtype)
