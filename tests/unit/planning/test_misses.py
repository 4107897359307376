"""A missed deadline names the constraint that, lifted alone, would let the job be in time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from hiyoke.planning import (
    THOROUGH,
    Crew,
    Effort,
    Freeze,
    Job,
    Option,
    PlanningProblem,
    Shift,
    VendorDesk,
    Window,
    Work,
    solve,
)
from hiyoke.planning.misses import Constraint, Miss, find_misses
from hiyoke.planning.worth import list_worth
from planning_problems import START


def _problem(jobs: int = 1) -> PlanningProblem:
    windows = tuple(
        Window(
            window_id=f"w{n}",
            calendar_id="cal",
            opens_at=START + timedelta(days=n, hours=22),
            closes_at=START + timedelta(days=n, hours=24),
        )
        for n in range(5)
    )
    nights = tuple(
        Shift(
            shift_id=f"crew/change/{n}",
            work=Work.CHANGE,
            starts_at=w.opens_at,
            ends_at=w.closes_at,
            minutes=100,
        )
        for n, w in enumerate(windows)
    )
    return PlanningProblem(
        starts_at=START,
        ends_at=START + timedelta(days=6),
        jobs=tuple(
            Job(
                job_id=f"j{n}",
                group_id=f"g{n}",
                calendar_ids=("cal",),
                vendor_id="v",
                options=(Option(efforts=(Effort(change_minutes=90),), vendor_minutes=10),),
                loss_per_day=1000.0,
                due_at=START + timedelta(days=1),
            )
            for n in range(jobs)
        ),
        crews=(Crew(crew_id="crew", shifts=nights),),
        vendors=(
            VendorDesk(
                vendor_id="v",
                shifts=tuple(replace(s, shift_id=f"v/desk/{n}") for n, s in enumerate(nights)),
            ),
        ),
        windows=windows,
    )


def _misses(problem: PlanningProblem) -> tuple[Miss, ...]:
    return find_misses(solve(problem, effort=THOROUGH), {"person": 1.0, "window": 2.0})


def test_finds_none_when_every_deadline_is_met() -> None:
    assert _misses(_problem()) == ()


def test_names_the_freeze() -> None:
    begin = START + timedelta(hours=20)
    freeze = Freeze(freeze_id="f", starts_at=begin, ends_at=begin + timedelta(hours=5))
    (miss,) = _misses(replace(_problem(), freezes=(freeze,)))
    assert miss.constraint is Constraint.FREEZE
    assert any(r.relief_id == "freeze" and r.is_in_time for r in miss.reliefs)


def test_names_the_vendor_without_cover() -> None:
    problem = _problem()
    desk = problem.vendors[0]
    problem = replace(problem, vendors=(replace(desk, shifts=desk.shifts[1:]),))
    (miss,) = _misses(problem)
    assert (miss.constraint, miss.thing_id) == (Constraint.VENDOR, "v")
    assert any(r.relief_id == "vendor" and r.is_in_time for r in miss.reliefs)


def test_names_the_night_without_people() -> None:
    problem = _problem()
    crew = problem.crews[0]
    problem = replace(problem, crews=(replace(crew, shifts=crew.shifts[1:]),))
    (miss,) = _misses(problem)
    assert miss.constraint is Constraint.NIGHT


def test_names_the_shift_that_others_use_and_finds_one_more_person() -> None:
    (miss,) = _misses(_problem(jobs=2))
    assert (miss.constraint, miss.thing_id) == (Constraint.CAPACITY, "crew/change/0")
    best = miss.reliefs[0]
    assert (best.relief_id, best.is_in_time) == ("person", True)
    assert best.saves == pytest.approx(1000.0)


def test_says_that_a_deadline_had_passed() -> None:
    problem = _problem()
    job = replace(problem.jobs[0], due_at=START - timedelta(days=30))
    (miss,) = _misses(replace(problem, jobs=(job,)))
    assert miss.was_overdue
    assert miss.constraint is Constraint.OVERDUE


def test_one_more_person_is_worth_what_planning_again_saves() -> None:
    worth = list_worth(solve(_problem(jobs=2), effort=THOROUGH))
    crew = next(w for w in worth if w.kind == "crew")
    assert crew.holder_id == "crew"
    assert crew.per_hour > 0
    assert crew.checked == pytest.approx(1000.0)
