"""A third shape of planning problem, unlike the other two: little belongs to one crew alone.

Any of several crews may do a job, vendors' engineers must be there, windows are short, of unequal
length and hold few jobs, freezes close some, overtime is limited and shortens the next day, and
load differs from crew to crew. What is not here: measuring.
"""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from benchmarks.planning_bank import SEED, START
from hiyoke.planning import (
    Crew,
    Effort,
    Freeze,
    Job,
    MinutesLimit,
    Option,
    OptionKind,
    PlanningProblem,
    Precedence,
    Separation,
    Shift,
    VendorDesk,
    Window,
    Work,
)

#: Days and hours at which windows of a week open, and how long they are.
_NIGHTS = ((1, 23, 3), (3, 22, 4), (5, 21, 7), (6, 13, 5))
#: Share of nights on which a crew is on duty.
_DUTY = 0.4


def shared_bank(jobs: int, *, crews: int = 10, weeks: int = 26) -> PlanningProblem:
    """Return a problem in which crews, vendors and windows are shared."""
    chance = random.Random(SEED + 1)
    calendars = max(2, crews // 2)
    made = [_job(chance, n, crews, calendars) for n in range(jobs)]
    windows = [w for c in range(calendars) for w in _windows(chance, c, weeks)]
    return PlanningProblem(
        starts_at=START,
        ends_at=START + timedelta(weeks=weeks),
        jobs=tuple(made),
        crews=tuple(_crew(chance, c, jobs / crews, weeks) for c in range(crews)),
        vendors=tuple(_vendor(chance, v, jobs / 3, weeks) for v in range(3)),
        windows=tuple(windows),
        freezes=_freezes(weeks),
        precedences=tuple(
            Precedence(
                first_job_id=made[chance.randrange(n)].job_id,
                then_job_id=made[n].job_id,
                gap_minutes=chance.choice([0, 1440, 4320]),
            )
            for n in range(1, jobs)
            if chance.random() < 0.1
        ),
        separations=tuple(
            Separation(separation_id=f"pair-{n}", group_ids=(f"g-{2 * n}", f"g-{2 * n + 1}"))
            for n in range(max(1, jobs // 40))
        ),
    )


def _job(chance: random.Random, number: int, crews: int, calendars: int) -> Job:
    first = chance.randrange(crews)
    able = {(first + step) % crews for step in range(chance.choice([1, 2, 2, 4]))}
    rate = chance.lognormvariate(9, 1.2)
    before, during = int(chance.lognormvariate(5.2, 0.7)), int(chance.lognormvariate(4.5, 0.6))
    stop = chance.choice([15, 30, 60, 120, 200])
    vendor = chance.choice([None, None, "v-0", "v-1", "v-2"])
    full = Option(
        efforts=(Effort(prepare_minutes=before, change_minutes=during),),
        prepare_shifts=chance.choice([1, 3, 5]),
        vendor_minutes=chance.choice([30, 90]) if vendor else 0,
        downtime_minutes=stop,
        change_loss=rate * chance.uniform(0.1, 2),
    )
    reduced = Option(
        kind=OptionKind.REDUCED_TEST,
        efforts=(Effort(prepare_minutes=before // 4, change_minutes=during),),
        downtime_minutes=stop,
        change_loss=full.change_loss * chance.uniform(3, 20),
    )
    return Job(
        job_id=f"j-{number:05d}",
        bundle_id=f"b-{number // 3}",
        group_id=f"g-{chance.randrange(max(2, number // 4 + 2))}",
        calendar_ids=tuple(
            sorted({f"cal-{chance.randrange(calendars)}" for _ in range(chance.choice([1, 1, 2]))})
        ),
        crew_ids=tuple(sorted(f"crew-{c:02d}" for c in able)),
        vendor_id=vendor,
        options=(full, reduced),
        loss_per_day=rate,
        ready_at=START + timedelta(days=chance.randrange(60)) if chance.random() < 0.3 else None,
        due_at=START + timedelta(days=chance.choice([7, 30, 90])),
    )


def _windows(chance: random.Random, calendar: int, weeks: int) -> list[Window]:
    made = []
    for week in range(weeks):
        for day, hour, hours in _NIGHTS:
            if chance.random() < 0.7:
                opens = START + timedelta(weeks=week, days=day, hours=hour)
                made.append(
                    Window(
                        window_id=f"cal-{calendar}@{opens.isoformat()}",
                        calendar_id=f"cal-{calendar}",
                        opens_at=opens,
                        closes_at=opens + timedelta(hours=hours),
                        max_jobs=chance.choice([None, 2, 5]),
                    )
                )
    return made


def _crew(chance: random.Random, number: int, jobs: float, weeks: int) -> Crew:
    name = f"crew-{number:02d}"
    load = chance.choice([0.7, 1.0, 1.3])
    days = [START + timedelta(days=d, hours=9) for d in range(7 * weeks) if d % 7 < 5]
    day_minutes = max(120, int(jobs * 230 / load / len(days)))
    night_minutes = max(240, int(jobs * 110 / load / weeks / len(_NIGHTS) / _DUTY))
    shifts = [
        Shift(
            shift_id=f"{name}/day/{day.date()}",
            work=Work.PREPARE,
            starts_at=day,
            ends_at=day + timedelta(hours=8),
            minutes=day_minutes,
        )
        for day in days
    ]
    for week in range(weeks):
        for day, hour, hours in _NIGHTS:
            if chance.random() > _DUTY:
                continue
            begin = START + timedelta(weeks=week, days=day, hours=hour - 1)
            end = begin + timedelta(hours=hours + 2)
            rest = next((s for s in shifts if s.work is Work.PREPARE and s.starts_at >= end), None)
            shifts.append(
                Shift(
                    shift_id=f"{name}/night/{begin.isoformat()}",
                    work=Work.CHANGE,
                    starts_at=begin,
                    ends_at=end,
                    minutes=night_minutes,
                    is_overtime=True,
                    rest_shift_id=rest.shift_id if rest else None,
                    rest_ratio=0.5 if rest else 0.0,
                )
            )
    limits = tuple(
        MinutesLimit(
            limit_id=f"{name}/{month}",
            starts_at=START + timedelta(days=30 * month),
            ends_at=START + timedelta(days=30 * (month + 1)),
            minutes=int(night_minutes * len(_NIGHTS) * 30 / 7 * 0.9),
        )
        for month in range(weeks * 7 // 30 + 1)
    )
    return Crew(crew_id=name, shifts=tuple(shifts), limits=limits)


def _vendor(chance: random.Random, number: int, jobs: float, weeks: int) -> VendorDesk:
    shifts = []
    for week in range(weeks):
        for day, hour, hours in _NIGHTS:
            if chance.random() < 0.6:
                begin = START + timedelta(weeks=week, days=day, hours=hour)
                shifts.append(
                    Shift(
                        shift_id=f"v-{number}/{begin.isoformat()}",
                        work=Work.CHANGE,
                        starts_at=begin,
                        ends_at=begin + timedelta(hours=hours),
                        minutes=max(90, int(jobs * 40 / weeks / len(_NIGHTS))),
                    )
                )
    return VendorDesk(vendor_id=f"v-{number}", shifts=tuple(shifts))


def _freezes(weeks: int) -> tuple[Freeze, ...]:
    def freeze(number: int, begin: datetime, group_ids: tuple[str, ...]) -> Freeze:
        end = begin + timedelta(days=3)
        return Freeze(freeze_id=f"f-{number}", starts_at=begin, ends_at=end, group_ids=group_ids)

    ends = [START + timedelta(days=27 + 30 * n) for n in range(weeks * 7 // 30)]
    return tuple(freeze(n, at, () if n % 2 else ("g-0", "g-3")) for n, at in enumerate(ends))
