"""Why a job stands where it stands in a plan: its loss in figures, and what its other ways lack.

The answer comes from `plan.json` alone, which holds the problem and the plan. What is not here:
which ways there are (`hiyoke.planning.choices`), their words (`plan_choice_words`), and how the
plan was found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec

from hiyoke.languages import Text
from hiyoke.planning import check_problem, job_loss
from hiyoke.planning.choices import PlannedWays
from hiyoke.reports.plan.words import OPTION_WORDS
from hiyoke.workflows.explanation.explanation import Explanation, Section, unknown_subject
from hiyoke.workflows.explanation.plan_choice_words import (
    barred_sentences,
    moment,
    way_sentence,
    way_words,
)
from hiyoke.workflows.planning.plan_file import PLAN_FILE, load_plan
from hiyoke.workflows.planning.plan_sentences import money

if TYPE_CHECKING:
    from pathlib import Path

    from hiyoke.planning import Job, Plan, PlanningProblem, Task
    from hiyoke.planning.choices import Choice, JobChoices

#: Jobs that are explained in full; further ones are named.
MOST_JOBS: Final = 3
#: Better ways that are told of one job.
MOST_WAYS: Final = 3


def explain_plan(subject: str, folder: Path) -> Explanation:
    """Explain a job of a plan, or the jobs of an update, a system, a vulnerability or a crew.

    Args:
        subject: Identifier; letter case does not matter.
        folder: The folder that `hiyoke plan` wrote.

    Returns:
        The explanation: loss in figures, better ways and what they lack, barred windows.

    Raises:
        PlanFileError: The plan cannot be read.
        FaultsError: Its problem contradicts itself.
        UnknownSubjectError: The identifier occurs nowhere in the plan.
    """
    file = load_plan(folder)
    problem = check_problem(file.problem)
    facts: dict[str, Any] = {} if file.report is None else file.report["facts"]
    kind, jobs = _jobs_named(problem, file.plan, subject.strip().casefold())
    if not jobs:
        raise unknown_subject(subject, folder, _identifiers(problem), PLAN_FILE)
    sections = [_overview(file.plan, jobs)] if len(jobs) > 1 else []
    ways = PlannedWays(problem, file.plan)
    for job in jobs[:MOST_JOBS]:
        sections += _job_sections(ways, file.plan, job, facts.get("currency"))
    title = jobs[0].name if len(jobs) == 1 else Text(ja=subject.strip(), en=subject.strip())
    return Explanation(
        kind, subject.strip(), title, tuple(sections), bool(facts.get("is_synthetic"))
    )


def _jobs_named(problem: PlanningProblem, plan: Plan, wanted: str) -> tuple[str, list[Job]]:
    """Return the jobs that an identifier stands for, costliest first, and what it is."""
    crews = {
        t.job_id: {c.holder_id.casefold() for c in t.charges if c.minutes > 0} for t in plan.tasks
    }
    kinds: dict[str, list[Job]] = {"job": [], "update": [], "system": [], "vulnerability": []}
    kinds["crew"] = []
    for job in problem.jobs:
        names = {
            "job": {job.job_id.casefold()},
            "update": {job.bundle_id.casefold()},
            "system": {i.casefold() for i in job.system_ids},
            "vulnerability": {i.partition("@")[0].casefold() for i in job.finding_ids},
            "crew": crews.get(job.job_id, set()),
        }
        for kind, ids in names.items():
            if wanted in ids:
                kinds[kind].append(job)
    for kind, jobs in kinds.items():
        if jobs:
            return kind, sorted(jobs, key=lambda j: (-j.loss_per_day, j.job_id))
    return "job", []


def _identifiers(problem: PlanningProblem) -> list[str]:
    found = dict.fromkeys(job.job_id for job in problem.jobs)
    for job in problem.jobs:
        found |= dict.fromkeys((job.bundle_id, *job.system_ids))
        found |= dict.fromkeys(i.partition("@")[0] for i in job.finding_ids)
    return [name for name in found if name]


def _overview(plan: Plan, jobs: list[Job]) -> Section:
    tasks = {task.job_id: task for task in plan.tasks}
    section = Section(Text(ja="関係する作業", en="Jobs"))
    for job in jobs:
        done = _state(tasks.get(job.job_id))
        section.say(
            f"{job.name.ja}（{job.job_id}）: {done.ja}", f"{job.name.en} ({job.job_id}): {done.en}"
        )
    return section


def _state(task: Task | None) -> Text:
    if task is None:
        return Text(ja="計画期間内は行わない", en="not within the plan")
    if task.done_at is None:
        return Text(ja="緩和策だけを入れる", en="only the control is put in place")
    at = moment(task.done_at)
    return Text(ja=f"{at.ja} に完了", en=f"closed on {at.en}")


def _job_sections(
    planned: PlannedWays, plan: Plan, job: Job, currency: str | None
) -> list[Section]:
    problem = planned.problem
    task = next((t for t in plan.tasks if t.job_id == job.job_id), None)
    found = planned.of(job.job_id)
    loss = Section(Text(ja=f"損失の内訳: {job.name.ja}", en=f"Loss in figures: {job.name.en}"))
    loss.sentences += _loss_sentences(problem, job, task, currency)
    loss.use("problem.jobs", [_row(job)], "job_id", "loss_per_day", "ready_at", "due_at")
    if task is not None:
        names = ("job_id", "option", "window_id", "starts_at", "done_at", "control_at")
        loss.use("plan.tasks", [_row(task)], *names, "loss", "change_loss", "loss_if_open")
        loss.use("plan.tasks.charges", [_row(charge) for charge in task.charges])
    ways = _ways(problem, found, currency)
    barred = Section(Text(ja="使えない変更枠", en="Windows that are barred"))
    barred.sentences += barred_sentences(problem, job, found.barred)
    return [s for s in (loss, ways, barred) if s.sentences]


def _ways(problem: PlanningProblem, found: JobChoices, currency: str | None) -> Section:
    section = Section(Text(ja="ほかの進め方", en="Other ways"))
    chosen = way_words(found.chosen)
    section.say(
        f"計画の選択: {chosen.ja}。何もしないことを含めて {found.way_count} 通りから選びました。",
        f"The plan takes: {chosen.en}. It is one of {found.way_count}, doing nothing among them.",
    )
    if not found.better:
        section.say(
            "この作業だけを見ても、これより損失の小さい進め方はありません。",
            "For this job alone no other way has a smaller loss.",
        )
    told: dict[tuple[Any, Any], Choice] = {}
    for choice in found.better:  # Ways that differ in the day of the control only are told once.
        told.setdefault((choice.option, choice.window_id), choice)
    for choice in list(told.values())[:MOST_WAYS]:
        section.sentences.append(way_sentence(problem, choice, found.chosen, currency))
        lacks = [
            {**lack._asdict(), "taken_by": [f"{job_id}: {n:g}" for job_id, n in lack.taken_by]}
            for lack in choice.shortages
        ]
        section.use("shortages", lacks)
    if len(told) > MOST_WAYS:
        rest = len(told) - MOST_WAYS
        section.say(
            f"この作業だけなら損失が小さくなる進め方は、ほかに {rest} 通りあります。",
            f"{rest} more ways would lose less for this job alone.",
        )
    return section


def _loss_sentences(
    problem: PlanningProblem, job: Job, task: Task | None, currency: str | None
) -> list[Text]:
    """Say the loss of a job as a sum that can be done again by hand."""
    days = problem.minutes / 1440
    rate, idle = money(job.rate(), currency), money(job.rate() * days, currency)
    said = [
        Text(
            ja=f"放置すると 1 日あたり {rate.ja}、計画期間の {days:.1f} 日で {idle.ja}の期待損失"
            "です。",
            en=f"Left open it loses {rate.en} a day: {idle.en} in the {days:.1f} days of the plan.",
        )
    ]
    if task is None:
        return said
    option = OPTION_WORDS[task.option.value]
    attack = task.loss - task.change_loss
    shown, change, total = (money(x, currency) for x in (attack, task.change_loss, task.loss))
    if task.done_at is not None:
        until = (task.done_at - problem.starts_at).total_seconds() / 86400
        at = moment(task.done_at)
        said.append(
            Text(
                ja=f"{option.ja}で {at.ja} に閉じます。そこまでの {until:.1f} 日の攻撃の損失が"
                f" {shown.ja}、変更そのものの損失が {change.ja}、合わせて {total.ja}です。",
                en=f"{option.en}; it is closed on {at.en}. Attacks in the {until:.1f} days until "
                f"then lose {shown.en}, the change itself {change.en}: {total.en} in all.",
            )
        )
    if task.control_at is not None:
        since = moment(task.control_at)
        bare = job_loss(job, problem, done_at=task.done_at)
        saved = money(bare - attack, currency)
        said.append(
            Text(
                ja=f"{since.ja} から緩和策が効き、攻撃の損失は {saved.ja}減って {shown.ja}です。",
                en=f"From {since.en} the control holds; it saves {saved.en} of the attack loss, "
                f"which is then {shown.en}.",
            )
        )
    return said


def _row(thing: Any) -> dict[str, Any]:
    row: dict[str, Any] = msgspec.to_builtins(thing)
    return row
