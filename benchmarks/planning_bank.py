"""Fixed synthetic planning problems: many bundles, crews and weeks at a stated load.

Two shapes. *Plain*: one way to do each job, one window a week, work in the window only. *Rich*:
full and reduced test with preparation on the days before, controls, test before production, pairs,
two windows a week. What is not here: measuring.
"""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from itertools import pairwise

from hiyoke.calendars import JAPAN_TIME
from hiyoke.planning import (
    Crew,
    Effort,
    Job,
    Option,
    OptionKind,
    PlanningProblem,
    Precedence,
    Separation,
    Shift,
    Window,
    Work,
)

SEED = 20_260_601
START = datetime(2026, 6, 1, tzinfo=JAPAN_TIME)  # A Monday.
#: Day and hour at which the windows of a week open.
NIGHTS = ((5, 22), (2, 23))


def planning_bank(
    jobs: int, *, crews: int = 20, weeks: int = 26, load: float = 0.96, is_rich: bool
) -> PlanningProblem:
    """Return a problem in which work takes `load` of the people's time."""
    chance = random.Random(SEED)
    made_jobs: list[Job] = []
    made_crews: list[Crew] = []
    windows: list[Window] = []
    precedences: list[Precedence] = []
    separations: list[Separation] = []
    nights = NIGHTS if is_rich else NIGHTS[:1]
    for crew in range(crews):
        crew_id = f"crew-{crew:02d}"
        own = [_job(chance, crew_id, crew, n, is_rich=is_rich) for n in range(jobs // crews)]
        windows += _windows(crew_id, weeks, nights)
        made_crews.append(_crew(crew_id, own, weeks, load, nights))
        made_jobs += own
        if is_rich:
            precedences += [
                Precedence(first_job_id=before.job_id, then_job_id=after.job_id, gap_minutes=1440)
                for before, after in pairwise(own)
                if chance.random() < 0.2
            ]
            separations.append(
                Separation(separation_id=f"pair-{crew}", group_ids=(f"g-{crew}-0", f"g-{crew}-2"))
            )
    return PlanningProblem(
        starts_at=START,
        ends_at=START + timedelta(weeks=weeks),
        jobs=tuple(made_jobs),
        crews=tuple(made_crews),
        windows=tuple(windows),
        precedences=tuple(precedences),
        separations=tuple(separations),
    )


def _job(chance: random.Random, crew_id: str, crew: int, number: int, *, is_rich: bool) -> Job:
    before = int(chance.lognormvariate(5.5, 0.6)) if is_rich else 0
    during = int(chance.lognormvariate(5.0, 0.5))
    rate = chance.lognormvariate(10, 1.5)
    stop = chance.randrange(10, 60)
    loss = rate * chance.uniform(0.1, 0.5)
    full = Option(
        efforts=(Effort(prepare_minutes=before, change_minutes=during),),
        prepare_shifts=5,
        downtime_minutes=stop,
        change_loss=loss,
    )
    options = [full]
    if is_rich:
        options.append(
            Option(
                kind=OptionKind.REDUCED_TEST,
                efforts=(Effort(prepare_minutes=before // 3, change_minutes=during),),
                prepare_shifts=2,
                downtime_minutes=stop,
                change_loss=loss * chance.uniform(4, 30),
            )
        )
    if is_rich and chance.random() < 0.1:
        options.append(
            Option(
                kind=OptionKind.CONTROL_FIRST,
                efforts=full.efforts,
                prepare_shifts=5,
                downtime_minutes=stop,
                change_loss=loss,
                control_minutes=before // 4 + 10,
                control_efficacy=0.7,
            )
        )
    group = chance.randrange(10)
    return Job(
        job_id=f"j-{crew:02d}-{number:04d}",
        bundle_id=f"b-{crew}-{number // 2}",
        group_id=f"g-{crew}-{group}",
        calendar_ids=(f"{crew_id}-{group % 2}",),
        crew_ids=(crew_id,),
        options=tuple(options),
        loss_per_day=rate,
        due_at=START + timedelta(days=chance.choice([3, 14, 14, 90, 180])),
    )


def _windows(crew_id: str, weeks: int, nights: tuple[tuple[int, int], ...]) -> list[Window]:
    windows = []
    for week in range(weeks):
        for day, hour in nights:
            opens = START + timedelta(weeks=week, days=day, hours=hour)
            windows += [
                Window(
                    window_id=f"{crew_id}-{half}@{opens.date()}",
                    calendar_id=f"{crew_id}-{half}",
                    opens_at=opens,
                    closes_at=opens + timedelta(hours=6),
                )
                for half in range(2)
            ]
    return windows


def _crew(
    crew_id: str, jobs: list[Job], weeks: int, load: float, nights: tuple[tuple[int, int], ...]
) -> Crew:
    efforts = [job.options[0].efforts[0] for job in jobs]
    before = sum(e.prepare_minutes for e in efforts)
    during = sum(e.change_minutes for e in efforts)
    days = [START + timedelta(days=d, hours=9) for d in range(7 * weeks) if d % 7 < 5]
    shifts = [
        Shift(
            shift_id=f"{crew_id}/day/{day.date()}",
            work=Work.PREPARE,
            starts_at=day,
            ends_at=day + timedelta(hours=8),
            minutes=int(before / load / len(days)) + 1,
        )
        for day in days
    ]
    for week in range(weeks):
        for day, _ in nights:
            begin = START + timedelta(weeks=week, days=day, hours=21)
            shifts.append(
                Shift(
                    shift_id=f"{crew_id}/night/{begin.date()}",
                    work=Work.CHANGE,
                    starts_at=begin,
                    ends_at=begin + timedelta(hours=9),
                    minutes=int(during / load / weeks / len(nights)) + 1,
                    is_overtime=True,
                )
            )
    return Crew(crew_id=crew_id, shifts=tuple(shifts))
