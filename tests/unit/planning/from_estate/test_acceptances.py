"""What was accepted moves the day by which a job must be done, finding by finding, and no loss."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta, timezone
from typing import TYPE_CHECKING

import pytest

from hiyoke.estate import ChangeFact, Estate, RiskAcceptance, System
from hiyoke.languages import Text
from hiyoke.planning.defaults import load_planning_profile
from hiyoke.planning.from_estate import (
    ExposureFigures,
    PackageStep,
    ProblemFromEstate,
    Span,
    Update,
    problem_of,
)

if TYPE_CHECKING:
    from hiyoke.planning import Job

JAPAN = timezone(timedelta(hours=9))
SPAN = Span(date(2026, 6, 1), date(2026, 7, 26))
OWNER = Text("部長", "Head")
UPDATE = Update(
    bundle_id="B-1",
    ecosystem="npm",
    release=None,
    packages=("lodash",),
    target_version="4.17.21",
    closes={"web": ("CVE-1", "CVE-2")},
    due_on=date(2026, 6, 5),
    dues={"web": {"CVE-1": date(2026, 6, 5), "CVE-2": date(2026, 6, 19)}},
    steps={"web": (PackageStep("lodash", "4.17.20", "4.17.21"),)},
)
FIGURES = ExposureFigures(
    horizon_days=30.0, whole=(0.0, 0.0), by_service={}, price_by_service={}, alone={}, chances={}
)


def _acceptance(expires_on: date, *flaws: str, **more: object) -> RiskAcceptance:
    stated = {
        "acceptance_id": f"acc-{expires_on}",
        "vulnerability_ids": flaws,
        "reason": "x",
        "accepted_by": "CISO",
        "expires_on": expires_on,
        "owner": OWNER,
    }
    return RiskAcceptance(**(stated | more))  # type: ignore[arg-type]


def _made(*acceptances: RiskAcceptance) -> ProblemFromEstate:
    estate = Estate(
        systems=(System(system_id="web", name=Text("w", "w")),),
        acceptances=acceptances,
        changes=(ChangeFact(),),
    )
    return problem_of(
        estate,
        (UPDATE,),
        FIGURES,
        {},
        span=SPAN,
        profile=load_planning_profile(),
        same_as={"GHSA-1": "CVE-1"},
    )


def _job(made: ProblemFromEstate) -> Job:
    (job,) = made.problem.jobs
    return job


def _day(job: Job) -> date:
    assert job.due_at is not None
    return (job.due_at.astimezone(JAPAN) - timedelta(minutes=1)).date()


def test_without_an_acceptance_the_earliest_finding_sets_the_day() -> None:
    job = _job(_made())
    assert (_day(job), job.accept_until) == (date(2026, 6, 5), None)


def test_accepts_until_the_acceptance_that_ends_first() -> None:
    first = _acceptance(date(2026, 6, 30), "CVE-1")
    made = _made(first, _acceptance(date(2026, 7, 31), "CVE-2"))
    job, (cover,) = _job(made), made.covers.values()
    assert (job.accept_until, job.owner) == (date(2026, 6, 30), OWNER)
    assert _day(job) == date(2026, 6, 30)
    assert (cover.covered, cover.total) == (2, 2)
    assert cover.acceptance_ids == ("acc-2026-06-30", "acc-2026-07-31")


def test_accepted_in_part_leaves_the_rest_its_deadline() -> None:
    made = _made(_acceptance(date(2026, 7, 31), "CVE-1"))
    job, (cover,) = _job(made), made.covers.values()
    assert (job.accept_until, cover.until, cover.covered) == (None, None, 1)
    assert _day(job) == date(2026, 6, 19)


@pytest.mark.parametrize("name", ["B-1", "job"])
def test_accepts_an_update_or_a_job_by_its_name(name: str) -> None:
    named = _job(_made()).job_id if name == "job" else name
    job = _job(_made(_acceptance(date(2026, 7, 31), updates=(named,))))
    assert job.accept_until == date(2026, 7, 31)


def test_knows_a_vulnerability_by_its_other_name() -> None:
    made = _made(_acceptance(date(2026, 7, 31), "GHSA-1", "CVE-2"))
    assert _job(made).accept_until == date(2026, 7, 31)


@pytest.mark.parametrize(
    "changed",
    [
        {"expires_on": date(2026, 5, 31)},
        {"accepted_on": date(2026, 6, 2)},
        {"vulnerability_ids": ("CVE-9",)},
        {"systems": ("other",)},
    ],
)
def test_counts_nothing_that_is_not_in_force_or_not_about_it(changed: dict[str, object]) -> None:
    one = replace(_acceptance(date(2026, 7, 31), "CVE-1", "CVE-2"), **changed)  # type: ignore[arg-type]
    made = _made(one)
    assert made.covers == {}
    assert made.idle_acceptance_ids == (one.acceptance_id,)
    assert _day(_job(made)) == date(2026, 6, 5)


def test_an_acceptance_lowers_no_loss() -> None:
    open_rate = _job(_made()).loss_per_day
    accepted = _job(_made(_acceptance(date(2026, 7, 31), "CVE-1", "CVE-2"))).loss_per_day
    assert accepted == open_rate > 0


def test_keeps_what_each_job_is_made_of() -> None:
    made = _made()
    (part,) = made.parts[_job(made).job_id]
    assert part.update.steps[part.system_ids[0]] == UPDATE.steps["web"]
