"""Resource-constrained project scheduling in the manner of PSPLIB, as planning problems.

One period is a day. An activity of `d` periods is a job whose work is spread over the `d - 1` days
before its window and the window itself, on mornings; what people do there they lack in the
afternoon, so that both draw on the same units. An activity begins after what it waits for has
ended: the gap is its own first days.

Source:
    R. Kolisch, A. Sprecher, A. Drexl, "Characterization and generation of a general class of
    resource-constrained project scheduling problems", Management Science 41 (1995): network
    complexity, resource factor and resource strength. The code and the instances are our own.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import timedelta

from hiyoke.planning import (
    Crew,
    Effort,
    Job,
    Option,
    PlanningProblem,
    Precedence,
    Shift,
    Window,
    Work,
)
from planning_problems import START

#: Minutes of one unit of a resource in one period.
UNIT = 60
#: Hours of the window, and of the work besides, on each day.
OPENS, CLOSES, ENDS = 9, 12, 17


@dataclass(frozen=True)
class Project:
    """One instance.

    Attributes:
        durations: Periods of each activity, 1 or more.
        demands: Units of each resource, by activity.
        capacities: Units of each resource in each period.
        edges: (before, after).
        weights: Loss a day until an activity has ended.
        horizon: Periods.
    """

    durations: tuple[int, ...]
    demands: tuple[tuple[int, ...], ...]
    capacities: tuple[int, ...]
    edges: tuple[tuple[int, int], ...]
    weights: tuple[int, ...]
    horizon: int


def random_project(
    seed: int,
    *,
    activities: int = 30,
    resources: int = 4,
    complexity: float = 1.5,
    factor: float = 0.5,
    strength: float = 0.5,
) -> Project:
    """Return an instance with the given characteristics.

    Args:
        seed: Equal seeds give equal instances.
        activities: How many.
        resources: Renewable resources.
        complexity: Edges for each activity.
        factor: Share of the resources that an activity needs.
        strength: 0 as scarce as any plan can bear, 1 never scarce.
    """
    chance = random.Random(seed)  # noqa: S311 - problems, not secrets.
    durations = tuple(chance.randint(1, 6) for _ in range(activities))
    edges: set[tuple[int, int]] = set()
    for after in range(3, activities):
        edges.add((chance.randrange(max(0, after - 10), after), after))
    while len(edges) < round(complexity * activities):
        after = chance.randrange(1, activities)
        edges.add((chance.randrange(max(0, after - 10), after), after))
    demands = tuple(_demand(chance, resources, factor) for _ in range(activities))
    peaks = _peaks(durations, demands, edges)
    capacities = []
    for k in range(resources):
        least = max(row[k] for row in demands)
        capacities.append(max(1, round(least + strength * max(0, peaks[k] - least))))
    return Project(
        durations=durations,
        demands=demands,
        capacities=tuple(capacities),
        edges=tuple(sorted(edges)),
        weights=tuple(chance.randint(1, 10) for _ in range(activities)),
        horizon=sum(durations) + 2,
    )


def _demand(chance: random.Random, resources: int, factor: float) -> tuple[int, ...]:
    """Return what an activity needs, of one resource at least."""
    own = [chance.randint(1, 10) if chance.random() < factor else 0 for _ in range(resources)]
    if not any(own):
        own[chance.randrange(resources)] = chance.randint(1, 10)
    return tuple(own)


def _peaks(
    durations: tuple[int, ...], demands: tuple[tuple[int, ...], ...], edges: set[tuple[int, int]]
) -> list[int]:
    """Return the peak demand of each resource when everything begins as early as it can."""
    starts = [0] * len(durations)
    for before, after in sorted(edges, key=lambda e: e[1]):
        starts[after] = max(starts[after], starts[before] + durations[before])
    last = max(s + d for s, d in zip(starts, durations, strict=True))
    running = [[j for j, s in enumerate(starts) if s <= t < s + durations[j]] for t in range(last)]
    return [max(sum(demands[j][k] for j in own) for own in running) for k in range(len(demands[0]))]


def as_planning_problem(project: Project) -> PlanningProblem:
    """Return the same instance in the words of this project."""
    days = range(project.horizon)
    opens = [START + timedelta(days=t, hours=OPENS) for t in days]
    closes = [START + timedelta(days=t, hours=CLOSES) for t in days]
    crews = []
    for k, units in enumerate(project.capacities):
        prepare = [
            Shift(
                shift_id=f"r{k}/p{t:03d}",
                work=Work.PREPARE,
                starts_at=closes[t],
                ends_at=START + timedelta(days=t, hours=ENDS),
                minutes=units * UNIT,
            )
            for t in days
        ]
        change = [
            Shift(
                shift_id=f"r{k}/c{t:03d}",
                work=Work.CHANGE,
                starts_at=opens[t],
                ends_at=closes[t],
                minutes=units * UNIT,
                rest_shift_id=f"r{k}/p{t:03d}",
                rest_ratio=1.0,
            )
            for t in days
        ]
        crews.append(Crew(crew_id=f"r{k}", skills=(f"s{k}",), shifts=(*prepare, *change)))
    return PlanningProblem(
        starts_at=START,
        ends_at=START + timedelta(days=project.horizon),
        jobs=tuple(_job(project, j) for j in range(len(project.durations))),
        crews=tuple(crews),
        windows=tuple(
            Window(window_id=f"w{t:03d}", calendar_id="all", opens_at=opens[t], closes_at=closes[t])
            for t in days
        ),
        precedences=tuple(
            Precedence(
                first_job_id=f"a{before:03d}",
                then_job_id=f"a{after:03d}",
                gap_minutes=(project.durations[after] - 1) * 1440,
            )
            for before, after in project.edges
        ),
    )


def _job(project: Project, j: int) -> Job:
    before = project.durations[j] - 1
    return Job(
        job_id=f"a{j:03d}",
        group_id=f"g{j:03d}",
        calendar_ids=("all",),
        options=(
            Option(
                efforts=tuple(
                    Effort(
                        skill=f"s{k}",
                        prepare_minutes=units * UNIT * before,
                        change_minutes=units * UNIT,
                    )
                    for k, units in enumerate(project.demands[j])
                    if units
                ),
                prepare_shifts=max(1, before),
            ),
        ),
        # An activity of several periods cannot end before them.
        ready_at=START,
        loss_per_day=float(project.weights[j]),
    )
