"""Routes: the windows that jobs alike may use, with the shifts that serve each of them.

What is not here: how much a job takes from them (`alternatives`).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from hiyoke.planning.inputs import OptionKind

if TYPE_CHECKING:
    from datetime import datetime

    from numpy.typing import NDArray

    from hiyoke.planning.inputs import Job, Option, PlanningProblem, Shift
    from hiyoke.planning.resources import Resources

#: A compensating control is put in place on one of this many next preparation shifts.
CONTROL_SHIFTS = 5


class RouteKey(NamedTuple):
    """What decides a route."""

    calendars: tuple[str, ...]
    freezes: tuple[int, ...]
    crews: tuple[tuple[str, bool, bool], ...]
    vendor_id: str | None
    prepare_shifts: int
    control_from: datetime | None


@dataclass(frozen=True, slots=True)
class Route:
    """Places at which a task of this route may stand, one element each.

    Attributes:
        key: What decided it.
        window: Number of the window; -1 for a control without a change.
        opens: When the window opens, minutes from the plan's start.
        done: When it closes.
        length: Its length in minutes.
        earliest: When the first work on it begins: the fix must be there by then.
        prepare: Column of the preparation, for each crew.
        change: Column of the change, for each crew.
        vendor: Column of the vendor; 0 when it needs none.
        room: Column that counts jobs in the window; 0 when nothing bounds them.
        control: When the control holds, minutes; infinite without one.
        control_column: Column of the shift that puts it in place.
        control_shift: That shift; None without one.
    """

    key: RouteKey
    window: NDArray[np.int32]
    opens: NDArray[np.float64]
    done: NDArray[np.float64]
    length: NDArray[np.float64]
    earliest: NDArray[np.float64]
    prepare: list[NDArray[np.int32]]
    change: list[NDArray[np.int32]]
    vendor: NDArray[np.int32]
    room: NDArray[np.int32]
    control: NDArray[np.float64]
    control_column: NDArray[np.int32]
    control_shift: list[Shift | None]


class Routes:
    """Finds routes, each once.

    Args:
        problem: The problem.
        resources: Its rows and columns; rooms in windows are added.
    """

    def __init__(self, problem: PlanningProblem, resources: Resources) -> None:
        self.problem = problem
        self.resources = resources
        self.by_calendar: dict[str, list[int]] = defaultdict(list)
        for number, window in enumerate(problem.windows):
            if window.opens_at >= problem.starts_at and window.closes_at <= problem.ends_at:
                self.by_calendar[window.calendar_id].append(number)
        opens = [_minutes(problem, w.opens_at) for w in problem.windows]
        self._opens = np.array([*opens, np.inf])
        self._closes = np.array(
            [*(_minutes(problem, w.closes_at) for w in problem.windows), np.inf]
        )
        self._lengths = np.array([*(w.minutes for w in problem.windows), 0.0])
        self._freezes: dict[str, tuple[int, ...]] = {}
        self._room: dict[int, int] = {}
        self._group_windows = self._windows_of_groups()
        self._group_first: dict[str, int] = {}
        self._twin_of = self._twins()
        self._twin_first: dict[Any, int] = {}
        self._own: dict[Any, NDArray[np.int32]] = {}

    def _windows_of_groups(self) -> dict[str, NDArray[np.int64]]:
        calendars: dict[str, set[str]] = defaultdict(set)
        for job in self.problem.jobs:
            calendars[job.group_id].update(job.calendar_ids)
        made: dict[tuple[str, ...], NDArray[np.int64]] = {}
        found = {}
        for group_id, names in calendars.items():
            key = tuple(sorted(names))
            if key not in made:
                numbers = sorted({n for name in key for n in self.by_calendar[name]})
                made[key] = np.array(numbers, dtype=np.int64)
            found[group_id] = made[key]
        return found

    def _twins(self) -> dict[str, tuple[str, str]]:
        """Return (separation, bundle) of the jobs that have a twin on a separated group."""
        rule_of = {g: s.separation_id for s in self.problem.separations for g in s.group_ids}
        groups: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for job in self.problem.jobs:
            if job.group_id in rule_of and job.bundle_id:
                key = (rule_of[job.group_id], job.bundle_id)
                groups[key][job.group_id].append(job.job_id)
        return {
            ids[0]: key
            for key, by_group in groups.items()
            if len(by_group) > 1
            for ids in by_group.values()
        }

    def key_of(self, job: Job, option: Option, shares: Any) -> RouteKey:
        """Return what decides the route of a job's option when these crews do it."""
        if job.group_id not in self._freezes:
            self._freezes[job.group_id] = tuple(
                n
                for n, f in enumerate(self.problem.freezes)
                if not f.group_ids or job.group_id in f.group_ids
            )
        begin = self.problem.starts_at
        is_control = option.kind is OptionKind.CONTROL_FIRST
        return RouteKey(
            job.calendar_ids,
            self._freezes[job.group_id],
            tuple((s.crew_id, s.prepare_minutes > 0, s.change_minutes > 0) for s in shares),
            job.vendor_id if option.vendor_minutes else None,
            option.prepare_shifts,
            max(begin, job.ready_at or begin) if is_control else None,
        )

    def route(self, key: RouteKey) -> Route:
        """Return a route: every window that the crews and the vendor can serve."""
        places: list[_Place] = []
        numbers = sorted({n for name in key.calendars for n in self.by_calendar[name]})
        for number in numbers:
            places += self._places(key, number)
        if key.control_from is not None:
            controls = self._controls(key, key.control_from)
            places = [
                p._replace(control=shift)
                for shift in controls
                for p in places
                if shift.ends_at <= p.first_at
            ] + [_Place(-1, shift.starts_at, (), (), 0, 0, shift) for shift in controls]
        return self._arrays(key, places)

    def _places(self, key: RouteKey, number: int) -> list[_Place]:
        """Return a place for each choice of the shifts that may serve a window."""
        window = self.problem.windows[number]
        if any(self.problem.freezes[f].blocks_time(window) for f in key.freezes):
            return []
        prepare: list[int] = []
        serving: list[list[int]] = []
        first_at = window.opens_at
        for crew_id, prepares, changes in key.crews:
            column = 0
            if prepares:
                shifts = self.resources.prepare_shifts(crew_id, window, key.prepare_shifts)
                if not shifts:
                    return []
                first_at = min(first_at, *(s.starts_at for s in shifts))
                column = self.resources.prepare_column(crew_id, shifts)
            prepare.append(column)
            serving.append(self.resources.change_columns(crew_id, window) if changes else [0])
        vendor = [0]
        if key.vendor_id is not None:
            vendor = self.resources.change_columns(key.vendor_id, window)
        room = self._room_of(number)
        return [
            _Place(number, first_at, tuple(prepare), tuple(change), helping, room)
            for *change, helping in product(*serving, vendor)
        ]

    def _controls(self, key: RouteKey, begin: datetime) -> list[Shift]:
        """Return the first shifts in which the crew of the first effort may place a control."""
        if not key.crews:
            return []
        shifts = self.resources.prepare.get(key.crews[0][0], [])
        within = [s for s in shifts if s.starts_at >= begin and s.ends_at <= self.problem.ends_at]
        return within[:CONTROL_SHIFTS]

    def _room_of(self, number: int) -> int:
        window = self.problem.windows[number]
        if window.max_jobs is None:
            return 0
        if number not in self._room:
            things = [(window.window_id, float(window.max_jobs))]
            self._room[number] = self.resources.add_rows("window", window.calendar_id, things)
        return self._room[number]

    def _arrays(self, key: RouteKey, places: list[_Place]) -> Route:
        window = np.array([p.window for p in places], dtype=np.int32)
        problem = self.problem
        crews = len(key.crews)
        return Route(
            key=key,
            window=window,
            opens=self._opens[window],
            done=self._closes[window],
            length=self._lengths[window],
            earliest=np.array(
                [
                    _minutes(problem, p.first_at if p.control is None else p.control.starts_at)
                    for p in places
                ]
            ),
            prepare=[_column([p.prepare for p in places], crew) for crew in range(crews)],
            change=[_column([p.change for p in places], crew) for crew in range(crews)],
            vendor=np.array([p.vendor for p in places], dtype=np.int32),
            room=np.array([p.room for p in places], dtype=np.int32),
            control=np.array(
                [
                    np.inf if p.control is None else _minutes(problem, p.control.ends_at)
                    for p in places
                ]
            ),
            control_column=np.array(
                [
                    0
                    if p.control is None
                    else self.resources.prepare_column(key.crews[0][0], [p.control])
                    for p in places
                ],
                dtype=np.int32,
            ),
            control_shift=[p.control for p in places],
        )

    def own_columns(self, job: Job, route: Route) -> NDArray[np.int32]:
        """Return the columns of a job's group and of its twins in every window: [places, 2]."""
        twin = self._twin_of.get(job.job_id)
        key = (job.group_id, twin, id(route))
        if key in self._own:
            return self._own[key]
        windows = self._group_windows[job.group_id]
        at = np.searchsorted(windows, np.maximum(route.window, 0))
        if job.group_id not in self._group_first:
            things = [
                (self.problem.windows[n].window_id, float(self.problem.windows[n].minutes))
                for n in windows.tolist()
            ]
            self._group_first[job.group_id] = self.resources.add_rows("group", job.group_id, things)
        group = np.where(route.window < 0, 0, self._group_first[job.group_id] + at)
        other = np.zeros_like(group)
        if twin is not None:
            other = self._twin_columns(twin, route)
        self._own[key] = np.stack([group, other], axis=1).astype(np.int32)
        return self._own[key]

    def _twin_columns(self, twin: tuple[str, str], route: Route) -> NDArray[np.int64]:
        first = self._twin_first
        columns = []
        for number in route.window.tolist():
            key = (twin, number)
            if number >= 0 and key not in first:
                things = [(self.problem.windows[number].window_id, 1.0)]
                first[key] = self.resources.add_rows("pair", twin[0], things)
            columns.append(first.get(key, 0))
        return np.array(columns, dtype=np.int64)


class _Place(NamedTuple):
    window: int
    first_at: Any
    prepare: tuple[int, ...]
    change: tuple[int, ...]
    vendor: int
    room: int
    control: Shift | None = None


def _minutes(problem: PlanningProblem, moment: datetime) -> float:
    """Return the minutes from the plan's start to an instant."""
    return (moment - problem.starts_at).total_seconds() / 60


def _column(rows: list[tuple[int, ...]], crew: int) -> NDArray[np.int32]:
    """Return one crew's column of every place; 0 where there is none."""
    return np.array([row[crew] if row else 0 for row in rows], dtype=np.int32)
