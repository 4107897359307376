"""An estate becomes a problem: groups, windows, people, and losses that never exceed the whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from hiyoke.estate import (
    ChangeFact,
    ChangeWindow,
    Crew,
    Estate,
    Institution,
    LossRange,
    Requirement,
    Service,
    System,
    Vendor,
)
from hiyoke.languages import Text
from hiyoke.planning import QUICK, PlanningProblem, Work, check_plan, check_problem, solve
from hiyoke.planning.defaults import load_planning_profile
from hiyoke.planning.from_estate import (
    ExposureFigures,
    ProblemFromEstate,
    Span,
    Update,
    problem_of,
    share_losses,
    system_groups,
)

SPAN = Span(date(2026, 6, 1), date(2026, 6, 28))
PROFILE = load_planning_profile()


def _name(text: str) -> Text:
    return Text(text, text)


def _system(system_id: str, **more: str) -> System:
    return System(system_id=system_id, name=_name(system_id), crew_id="crew", **more)  # type: ignore[arg-type]


ESTATE = Estate(
    institution=Institution(institution_id="b", name=_name("b"), kind="bank", synthetic=True),
    services=(Service(service_id="pay", name=_name("pay"), priority_rank=1, users=1000),),
    systems=(
        _system("web-1", test_system_id="web-t"),
        _system("web-2"),
        _system("db", vendor_id="v"),
        _system("web-t", environment="test"),
    ),
    requirements=(
        Requirement(service_id="pay", system_id="web-1", group="web"),
        Requirement(service_id="pay", system_id="web-2", group="web"),
        Requirement(service_id="pay", system_id="db"),
    ),
    vendors=(Vendor(vendor_id="v", name=_name("v"), patching_in_scope="yes"),),
    crews=(Crew(crew_id="crew", name=_name("crew"), people=3, night="yes"),),
)
UPDATE = Update(
    bundle_id="B-1",
    ecosystem="npm",
    release=None,
    packages=("lodash",),
    target_version="4.17.21",
    closes=dict.fromkeys(("web-1", "web-2", "db", "web-t"), ("CVE-1",)),
    due_on=date(2026, 6, 5),
)
FIGURES = ExposureFigures(
    horizon_days=30.0,
    whole=(300.0, 600.0),
    by_service={"pay": 300.0},
    price_by_service={"pay": (1000.0, 2000.0)},
    alone={"B-1": 120.0},
    chances={"CVE-1": 0.1},
)


def _made(estate: Estate = ESTATE) -> ProblemFromEstate:
    return problem_of(estate, (UPDATE,), FIGURES, {}, span=SPAN, profile=PROFILE)


def _job_of(problem: PlanningProblem, system_id: str) -> str:
    return next(j.job_id for j in problem.jobs if system_id in j.system_ids)


def test_keeps_stand_ins_apart_and_joins_like_systems() -> None:
    groups = system_groups(ESTATE, PROFILE)
    assert sorted(g.system_ids for g in groups) == [("db",), ("web-1",), ("web-2",), ("web-t",)]
    (rule,) = _made().problem.separations
    halves = {g.group_id for g in groups if g.system_ids[0] in ("web-1", "web-2")}
    assert set(rule.group_ids) == halves
    alike = replace(ESTATE, systems=(*ESTATE.systems, _system("web-t2", environment="test")))
    assert ("web-t", "web-t2") in {g.system_ids for g in system_groups(alike, PROFILE)}


def test_changes_the_test_twin_first() -> None:
    problem = _made().problem
    (rule,) = problem.precedences
    assert (rule.first_job_id, rule.then_job_id) == (
        _job_of(problem, "web-t"),
        _job_of(problem, "web-1"),
    )


def test_counts_on_no_vendor_whose_night_cover_is_unknown() -> None:
    made = _made()
    (desk,) = made.problem.vendors
    assert desk.shifts == ()
    assert made.assumed["vendor.unknown_cover"] == ("v",)
    job = next(j for j in made.problem.jobs if j.system_ids == ("db",))
    assert job.vendor_id == "v"
    plan = solve(made.problem, effort=QUICK).plan
    assert all(t.window_id is None for t in plan.tasks if t.job_id == job.job_id)
    vendor = replace(ESTATE.vendors[0], night_cover="yes", holiday_cover="yes", staff=1)
    (covered,) = _made(replace(ESTATE, vendors=(vendor,))).problem.vendors
    assert covered.shifts


def test_names_every_default_that_was_used() -> None:
    made = _made()
    assert made.assumed["crew.overtime_minutes_per_month"] == ("crew",)
    assert set(made.assumed["windows.weekly"]) == {"db", "web-1", "web-2"}
    assert "freezes.month-end" in made.assumed
    own = ChangeWindow(
        window_id="own", name=_name("own"), starts_at=time(22), minutes=120, on=date(2026, 6, 10)
    )
    stated = _made(replace(ESTATE, windows=(own,)))
    assert not any(line.startswith("windows.") for line in stated.assumed)
    assert {w.window_id for w in stated.problem.windows} == {"own@2026-06-10"}


def test_nobody_works_at_night_who_may_not() -> None:
    crew = replace(ESTATE.crews[0], night="no")
    (found,) = _made(replace(ESTATE, crews=(crew,))).problem.crews
    hours = {s.starts_at.hour for s in found.shifts if s.work is Work.CHANGE}
    assert hours <= set(range(8, 18))


def test_overtime_is_bounded_and_the_night_takes_rest_from_the_day() -> None:
    (crew,) = _made().problem.crews
    june = next(x for x in crew.limits if x.limit_id.endswith("2026-06"))
    assert june.minutes == 3 * 45 * 60
    midweek = next(s for s in crew.shifts if s.is_overtime and s.starts_at.weekday() == 2)
    assert midweek.rest_shift_id is not None
    assert midweek.rest_ratio > 0
    saturday = next(s for s in crew.shifts if s.is_overtime and s.starts_at.weekday() == 5)
    assert saturday.rest_shift_id is None


def test_changes_are_frozen_at_month_end_unless_the_estate_says_otherwise() -> None:
    long = Span(date(2026, 6, 1), date(2026, 7, 10))
    made = problem_of(ESTATE, (UPDATE,), FIGURES, {}, span=long, profile=PROFILE)
    (freeze,) = made.problem.freezes
    assert freeze.starts_at.date() == date(2026, 6, 29)
    assert freeze.ends_at - freeze.starts_at == timedelta(hours=36)


@pytest.mark.parametrize("alone", [0.0, 120.0, 300.0])
def test_parts_of_the_attack_loss_add_up_to_no_more_than_the_whole(alone: float) -> None:
    figures = replace(FIGURES, alone={"B-1": alone})
    groups = system_groups(ESTATE, PROFILE)
    losses = share_losses((UPDATE,), groups, figures, blind_spot_share=0.0, floor_per_day=0.0)
    assert sum(losses.per_day.values()) * 30 <= 300.0 + 1e-9
    assert sum(losses.per_day.values()) * 30 >= alone - 1e-9


def test_its_plan_keeps_every_rule() -> None:
    problem = check_problem(_made().problem)
    assert check_plan(problem, solve(problem, effort=QUICK).plan) == []


def test_keeps_apart_every_pair_that_stands_in_for_each_other_anywhere() -> None:
    """B carries two services, with another stand-in in each; C belongs to a stated pair as well."""
    systems = tuple(_system(n, redundancy_group="cd" if n in "cd" else None) for n in "abcd")  # type: ignore[arg-type]
    needs = [
        Requirement(service_id=service, system_id=system, group="any")
        for service, members in (("one", "ab"), ("two", "bc"))
        for system in members
    ]
    services = tuple(Service(service_id=s, name=_name(s)) for s in ("one", "two"))
    estate = replace(ESTATE, systems=systems, requirements=tuple(needs), services=services)
    update = replace(UPDATE, closes=dict.fromkeys("abcd", ("CVE-1",)))
    problem = problem_of(estate, (update,), FIGURES, {}, span=SPAN, profile=PROFILE).problem
    group_of = {j.system_ids[0]: j.group_id for j in problem.jobs}
    pairs = {frozenset(rule.group_ids) for rule in problem.separations}
    assert pairs == {frozenset(group_of[s] for s in pair) for pair in ("ab", "bc", "cd")}


def test_plans_for_the_engineers_of_a_contract_that_nobody_has_read() -> None:
    unread = replace(ESTATE.vendors[0], patching_in_scope="unknown")
    made = _made(replace(ESTATE, vendors=(unread,)))
    assert next(j for j in made.problem.jobs if j.system_ids == ("db",)).vendor_id == "v"
    assert made.assumed["vendor.unknown_scope"] == ("v",)
    out = _made(replace(ESTATE, vendors=(replace(unread, patching_in_scope="no"),)))
    assert next(j for j in out.problem.jobs if j.system_ids == ("db",)).vendor_id is None
    assert "vendor.unknown_scope" not in out.assumed


def test_says_what_it_cannot_follow() -> None:
    fact = ChangeFact(effort_hours=(("cobol", LossRange(1, 2, 3)),))
    parted = tuple(
        replace(s, reboot_group="r") if s.system_id in ("web-1", "web-2") else s
        for s in ESTATE.systems
    )
    abroad = replace(ESTATE.institution, timezone="Europe/London")
    made = _made(replace(ESTATE, changes=(fact,), systems=parted, institution=abroad))
    assert made.assumed["crew.missing_skill"] == ("crew: cobol",)
    assert made.assumed["reboot_group.split"] == ("r",)
    assert made.assumed["timezone.japan"] == ("Europe/London",)
    assert not {"crew.missing_skill", "reboot_group.split", "timezone.japan"} & set(_made().assumed)
