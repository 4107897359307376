"""Random planning problems with every kind of rule, small enough to be read.

The generator draws everything from one seed; equal seeds give equal problems.
"""

from __future__ import annotations

import random
from datetime import datetime, timedelta, timezone

from hiyoke.languages import Text
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

JAPAN = timezone(timedelta(hours=9))
START = datetime(2026, 6, 1, tzinfo=JAPAN)  # A Monday.


def random_problem(seed: int, *, jobs: int = 12, crews: int = 2, weeks: int = 3) -> PlanningProblem:
    """Return a problem with scarce people, windows, vendors, freezes, pairs and precedences."""
    chance = random.Random(seed)  # noqa: S311 - problems, not secrets.
    end = START + timedelta(weeks=weeks)
    windows = _windows(chance, crews, weeks)
    found = [_job(chance, number, crews) for number in range(jobs)]
    precedences = []
    for number in range(1, jobs):
        if chance.random() < 0.2:
            first = chance.randrange(number)
            precedences.append(
                Precedence(
                    first_job_id=found[first].job_id,
                    then_job_id=found[number].job_id,
                    gap_minutes=chance.choice([0, 1440]),
                )
            )
    return PlanningProblem(
        starts_at=START,
        ends_at=end,
        jobs=tuple(found),
        crews=tuple(_crew(chance, number, weeks) for number in range(crews)),
        vendors=(_vendor(chance, windows),),
        windows=tuple(windows),
        freezes=_freezes(chance, weeks),
        precedences=tuple(precedences),
        separations=(Separation(separation_id="pair", group_ids=("g0", "g1")),),
    )


def _windows(chance: random.Random, crews: int, weeks: int) -> list[Window]:
    windows = []
    for week in range(weeks):
        for calendar in range(crews):
            for night, day in enumerate(chance.sample(range(7), 2)):
                opens = START + timedelta(weeks=week, days=day, hours=chance.choice([13, 22, 23]))
                windows.append(
                    Window(
                        window_id=f"w{week}-{calendar}-{night}",
                        calendar_id=f"cal{calendar}",
                        opens_at=opens,
                        closes_at=opens + timedelta(minutes=chance.choice([60, 120, 300])),
                        max_jobs=chance.choice([None, None, 1, 3]),
                    )
                )
    return windows


def _job(chance: random.Random, number: int, crews: int) -> Job:
    rate = round(chance.lognormvariate(3, 1), 2)
    skill = chance.choice(["", "", "db"])
    kinds = chance.sample(list(OptionKind), chance.randrange(1, 4))
    calendar = chance.randrange(crews)
    return Job(
        job_id=f"j{number:02d}",
        name=Text(f"作業{number}", f"Job {number}"),
        bundle_id=f"b{number // 2}",
        group_id=f"g{chance.randrange(4)}",
        finding_ids=(f"CVE-{number}",),
        calendar_ids=(f"cal{calendar}",) if chance.random() < 0.8 else ("cal0", "cal1"),
        crew_ids=(f"c{calendar}",) if chance.random() < 0.6 else (),
        vendor_id=chance.choice([None, "v"]),
        options=tuple(_option(chance, kind, skill, rate) for kind in kinds),
        loss_per_day=rate,
        loss_per_day_high=rate * 3,
        ready_at=START + timedelta(days=chance.randrange(5)) if chance.random() < 0.2 else None,
        due_at=START + timedelta(days=chance.randrange(1, 25)) if chance.random() < 0.7 else None,
    )


def _option(chance: random.Random, kind: OptionKind, skill: str, rate: float) -> Option:
    is_control = kind is OptionKind.CONTROL_FIRST
    return Option(
        kind=kind,
        efforts=(
            Effort(
                skill=skill,
                prepare_minutes=chance.choice([0, 60, 240]),
                change_minutes=chance.choice([30, 90, 150]),
            ),
        ),
        prepare_shifts=chance.choice([1, 1, 3]),
        vendor_minutes=chance.choice([0, 0, 60]),
        downtime_minutes=chance.choice([0, 15, 60, 120]),
        change_loss=round(rate * chance.choice([0.1, 1, 4]), 2),
        window_losses={"w0-0-0": round(rate * 2, 2)} if chance.random() < 0.3 else {},
        control_minutes=chance.choice([30, 120]) if is_control else 0,
        control_efficacy=0.5 if is_control else 0.0,
    )


def _crew(chance: random.Random, number: int, weeks: int) -> Crew:
    shifts: list[Shift] = []
    for day in range(7 * weeks):
        begin = START + timedelta(days=day, hours=9)
        if day % 7 < 5:
            shifts.append(
                Shift(
                    shift_id=f"c{number}/p{day:02d}",
                    work=Work.PREPARE,
                    starts_at=begin,
                    ends_at=begin + timedelta(hours=8),
                    minutes=chance.choice([60, 200, 480]),
                )
            )
    for day in range(7 * weeks):
        if chance.random() < 0.2:
            continue
        begin = START + timedelta(days=day, hours=12)
        after = [s for s in shifts if s.starts_at >= begin + timedelta(hours=18)]
        rest = after[0].shift_id if after and chance.random() < 0.5 else None
        shifts.append(
            Shift(
                shift_id=f"c{number}/n{day:02d}",
                work=Work.CHANGE,
                starts_at=begin,
                ends_at=begin + timedelta(hours=17),
                minutes=chance.choice([60, 180, 300]),
                is_overtime=True,
                rest_shift_id=rest,
                rest_ratio=0.5 if rest else 0.0,
            )
        )
    limit = MinutesLimit(
        limit_id=f"c{number}/limit",
        starts_at=START,
        ends_at=START + timedelta(weeks=weeks),
        minutes=chance.choice([400, 900, 5000]),
    )
    return Crew(
        crew_id=f"c{number}",
        skills=("db",) if number == 0 or chance.random() < 0.5 else (),
        shifts=tuple(shifts),
        limits=(limit,),
    )


def _vendor(chance: random.Random, windows: list[Window]) -> VendorDesk:
    covered = [w for w in windows if chance.random() < 0.6]
    return VendorDesk(
        vendor_id="v",
        shifts=tuple(
            Shift(
                shift_id=f"v/{w.window_id}",
                work=Work.CHANGE,
                starts_at=w.opens_at,
                ends_at=w.closes_at,
                minutes=chance.choice([60, 120]),
            )
            for w in covered
        ),
    )


def _freezes(chance: random.Random, weeks: int) -> tuple[Freeze, ...]:
    if chance.random() < 0.4:
        return ()
    begin = START + timedelta(days=chance.randrange(7 * weeks))
    groups = chance.choice([(), ("g0",), ("g1", "g2")])
    end = begin + timedelta(days=2)
    return (Freeze(freeze_id="f", starts_at=begin, ends_at=end, group_ids=groups),)
