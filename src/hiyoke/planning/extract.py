"""From chosen alternatives to a plan that names crews, shifts and times.

What is not here: choosing.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from itertools import product
from typing import TYPE_CHECKING

from hiyoke.planning.inputs import DAY_MINUTES, Objective, Option
from hiyoke.planning.plan import Charge, Plan, Task, job_loss

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    import numpy as np
    from numpy.typing import NDArray

    from hiyoke.planning.alternatives import Alternatives
    from hiyoke.planning.inputs import Effort, Job, Window
    from hiyoke.planning.routes import Route


def extract_plan(
    alternatives: Alternatives,
    chosen: NDArray[np.int64],
    *,
    bound: float,
    reference_value: float,
    announced: Mapping[str, datetime] | None = None,
) -> Plan:
    """Write chosen alternatives as a plan.

    Args:
        alternatives: The alternatives.
        chosen: One of them for each job.
        bound: Proven lower bound.
        reference_value: Value of the reference plan.
        announced: Begin of jobs that keep it where they can; None without any.

    Returns:
        The plan: tasks in order of time, then job; jobs of one group in one window follow each
        other, the shortest first, around those that were announced.
    """
    reader = _Reader(alternatives, announced or {})
    value = float(alternatives.value[chosen].sum())
    tasks: list[Task] = []
    open_ids: list[str] = []
    planned: dict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)
    for number, alternative in enumerate(chosen.tolist()):
        job = alternatives.problem.jobs[number]
        if alternatives.option[alternative] < 0:
            open_ids.append(job.job_id)
        else:
            window = int(alternatives.window[alternative])
            key = (job.group_id, window) if window >= 0 else (job.job_id, window)
            planned[key].append((number, alternative))
    for own in planned.values():
        tasks += reader.tasks(own)
    tasks.sort(key=lambda t: (t.starts_at or t.control_at, t.job_id))
    open_loss = reader.loss_of_open(open_ids)
    return Plan(
        objective=alternatives.objective,
        tasks=tuple(tasks),
        open_job_ids=tuple(sorted(open_ids)),
        total_loss=sum(t.loss for t in tasks) + open_loss,
        value=value,
        bound=min(bound, value, alternatives.bound_limit),
        reference_value=reference_value,
    )


class _Reader:
    """Turns alternatives into tasks."""

    def __init__(self, alternatives: Alternatives, announced: Mapping[str, datetime]) -> None:
        self.a = alternatives
        self.problem = alternatives.problem
        self.announced = announced
        self.high = alternatives.objective is Objective.TAIL
        self.skills = {c.crew_id: set(c.skills) for c in self.problem.crews}

    def loss_of_open(self, ids: list[str]) -> float:
        """Return what the jobs that stay open lose until the end of the plan."""
        wanted = set(ids)
        return sum(
            job_loss(job, self.problem, done_at=None, high=self.high)
            for job in self.problem.jobs
            if job.job_id in wanted
        )

    def tasks(self, own: list[tuple[int, int]]) -> list[Task]:
        """Return the tasks of one group in one window, one after the other."""
        ordered = sorted(own, key=lambda pair: self._length(*pair))
        begins = self._begins(ordered)
        return [self._task(*pair, begin) for pair, begin in zip(ordered, begins, strict=True)]

    def _begins(self, own: list[tuple[int, int]]) -> list[datetime | None]:
        """Return when each task begins: as announced where that is free, else as soon as can be."""
        number = int(self.a.window[own[0][1]])
        if number < 0:
            return [None] * len(own)
        window = self.problem.windows[number]
        lengths = [timedelta(minutes=self._length(*pair)[0]) for pair in own]
        wanted = [self.announced.get(self.problem.jobs[n].job_id) for n, _ in own]
        begins = _in_gaps(window, lengths, wanted)
        return begins if None not in begins else _in_gaps(window, lengths, [None] * len(own))

    def _length(self, number: int, alternative: int) -> tuple[int, str]:
        job = self.problem.jobs[number]
        return job.options[int(self.a.option[alternative])].downtime_minutes, job.job_id

    def _task(self, number: int, alternative: int, begin: datetime | None) -> Task:
        a = self.a
        job = self.problem.jobs[number]
        option = job.options[int(a.option[alternative])]
        route = a.routes[int(a.route[alternative])]
        place = int(a.place[alternative])
        place_window = int(a.window[alternative])
        window = None if place_window < 0 else self.problem.windows[place_window]
        control = route.control_shift[place]
        starts = None if window is None else begin
        change_loss = 0.0 if window is None else option.loss_in(window.window_id, high=self.high)
        attack = job_loss(
            job,
            self.problem,
            done_at=None if window is None else window.closes_at,
            control=None if control is None else (control.ends_at, option.control_efficacy),
            high=self.high,
        )
        charges = self._charges(job, option, alternative, window)
        if control is not None and option.control_minutes:
            charges = (
                Charge(
                    holder_id=route.key.crews[0][0],
                    shift_id=control.shift_id,
                    minutes=float(option.control_minutes),
                    purpose="control",
                    skill=option.efforts[0].skill,
                ),
                *charges,
            )
        return Task(
            job_id=job.job_id,
            option=option.kind,
            window_id=None if window is None else window.window_id,
            starts_at=starts,
            ends_at=None if starts is None else starts + timedelta(minutes=option.downtime_minutes),
            done_at=None if window is None else window.closes_at,
            control_at=None if control is None else control.ends_at,
            charges=charges,
            loss=attack + change_loss,
            change_loss=change_loss,
            loss_if_open=job.rate(high=self.high) * self.problem.minutes / DAY_MINUTES,
        )

    def _charges(
        self, job: Job, option: Option, alternative: int, window: Window | None
    ) -> tuple[Charge, ...]:
        if window is None:
            return ()
        route = self.a.routes[int(self.a.route[alternative])]
        place = int(self.a.place[alternative])
        crews = [crew_id for crew_id, _, _ in route.key.crews]
        found: list[Charge] = []
        for effort, crew_id in zip(option.efforts, self._serving(option, alternative), strict=True):
            column = int(route.change[crews.index(crew_id)][place])
            found += self._work(option, effort, crew_id, window, column)
        if option.vendor_minutes and job.vendor_id is not None:
            found.append(
                Charge(
                    holder_id=job.vendor_id,
                    shift_id=self.a.resources.shift_of(int(route.vendor[place])).shift_id,
                    minutes=float(option.vendor_minutes),
                    purpose="vendor",
                )
            )
        return tuple(found)

    def _work(
        self, option: Option, effort: Effort, crew_id: str, window: Window, column: int
    ) -> list[Charge]:
        resources = self.a.resources
        found = []
        if effort.prepare_minutes:
            for shift in resources.prepare_shifts(crew_id, window, option.prepare_shifts):
                share = effort.prepare_minutes / option.prepare_shifts
                found.append((shift.shift_id, share, "prepare"))
        if effort.change_minutes:
            changing = resources.shift_of(column).shift_id
            found.append((changing, float(effort.change_minutes), "change"))
        return [
            Charge(holder_id=crew_id, shift_id=s, minutes=m, purpose=p, skill=effort.skill)
            for s, m, p in found
        ]

    def _serving(self, option: Option, alternative: int) -> tuple[str, ...]:
        """Return which crew of the route serves each skill, so that the minutes are those drawn."""
        route = self.a.routes[int(self.a.route[alternative])]
        crews = [crew_id for crew_id, _, _ in route.key.crews]
        able = [
            [n for n, crew_id in enumerate(crews) if not e.skill or e.skill in self.skills[crew_id]]
            for e in option.efforts
        ]
        every = list(range(len(crews)))
        ways = [chosen for chosen in product(*able) if list(dict.fromkeys(chosen)) == every]
        if len(ways) > 1:
            drawn = self._drawn(route, alternative, option)
            ways.sort(key=lambda chosen: _given(option, chosen, len(crews)) != drawn)
        return tuple(crews[n] for n in ways[0]) if ways else ()

    def _drawn(self, route: Route, alternative: int, option: Option) -> list[list[float]]:
        """Return the minutes of preparation and change that each crew of the route gives."""
        place = int(self.a.place[alternative])
        use: dict[int, float] = defaultdict(float)
        columns, amounts = self.a.columns[alternative], self.a.amounts[alternative]
        for column, amount in zip(columns.tolist(), amounts.tolist(), strict=True):
            use[self.a.resources.origin(column)] += amount
        use[int(route.control_column[place])] -= option.control_minutes
        use[0] = 0.0
        return [
            [use[int(prepare[place])], use[int(change[place])]]
            for prepare, change in zip(route.prepare, route.change, strict=True)
        ]


def _given(option: Option, chosen: tuple[int, ...], crews: int) -> list[list[float]]:
    """Return the minutes of preparation and change that each crew gives, when these serve."""
    given = [[0.0, 0.0] for _ in range(crews)]
    for effort, crew in zip(option.efforts, chosen, strict=True):
        given[crew][0] += effort.prepare_minutes
        given[crew][1] += effort.change_minutes
    return given


def _in_gaps(
    window: Window, lengths: list[timedelta], wanted: list[datetime | None]
) -> list[datetime | None]:
    """Return when each task of a group begins, those that want a time first."""
    begins: list[datetime | None] = [None] * len(lengths)
    taken: list[tuple[datetime, datetime]] = []
    for place in sorted(range(len(lengths)), key=lambda n: wanted[n] or window.closes_at):
        begin = begins[place] = _first_gap(window, taken, lengths[place], wanted[place])
        if begin is not None:
            taken.append((begin, begin + lengths[place]))
    return begins


def _first_gap(
    window: Window,
    taken: list[tuple[datetime, datetime]],
    length: timedelta,
    wanted: datetime | None,
) -> datetime | None:
    """Return the wanted begin if it is free, else the first that is; None without room."""
    begins = [window.opens_at, *sorted(end for _, end in taken)]
    for begin in begins if wanted is None else [wanted, *begins]:
        is_inside = window.opens_at <= begin and begin + length <= window.closes_at
        if is_inside and all(end <= begin or begin + length <= start for start, end in taken):
            return begin
    return None
