"""``hiyoke plan``: from an estate and advisories to a plan of fixes, its proof and its documents.

What is not here: the ground it stands on (`plan_ground`), the rows (`compile_plan`), and any rule
of planning (`hiyoke.planning`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum
from typing import TYPE_CHECKING, Any, Final

from hiyoke.documents import write_private
from hiyoke.errors import UsageError
from hiyoke.exchange.plan import render_plan_json
from hiyoke.languages import Language, Text
from hiyoke.planning import EFFORTS, Objective, check_plan, effort_by_size, solve
from hiyoke.planning.defaults import load_planning_profile, read_planning_profile
from hiyoke.planning.from_estate import Span, problem_of
from hiyoke.planning.misses import find_misses
from hiyoke.planning.replan import moves_between, replan
from hiyoke.planning.sound import check_problem
from hiyoke.planning.worth import list_worth
from hiyoke.reports.plan.chart import draw_exposure, draw_gantt
from hiyoke.reports.plan.page import render_plan_page
from hiyoke.reports.plan.workbook import render_plan_workbook
from hiyoke.workflows.exposure.expose_settings import ExposureSettings
from hiyoke.workflows.planning.compile_plan import compile_plan
from hiyoke.workflows.planning.plan_calendar import plan_calendar
from hiyoke.workflows.planning.plan_file import PLAN_FILE, load_plan
from hiyoke.workflows.planning.plan_ground import plan_ground
from hiyoke.workflows.planning.plan_parts import PlanParts

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from hiyoke.exchange.plan import PlanFile
    from hiyoke.planning import PlanningProblem, Solution, Violation
    from hiyoke.planning.defaults import PlanningProfile
    from hiyoke.planning.from_estate import ProblemFromEstate
    from hiyoke.planning.replan import Move
    from hiyoke.reports.plan.rows import PlanReport
    from hiyoke.workflows.planning.plan_ground import PlanGround

#: Longest plan in weeks.
MAX_WEEKS: Final = 104


class PlanVerdict(IntEnum):
    """What a plan says as a whole; the number is the exit code."""

    CLEAR = 0
    ACTION_ADVISED = 10
    DECISION_NEEDED = 11
    NOT_ASSESSABLE = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSettings:
    """What a plan is asked for.

    Attributes:
        starts_on: First day.
        weeks: Length, 1 to `MAX_WEEKS`.
        objective: What is made small.
        effort: quick, normal or thorough; None chooses by size.
        table: Decision table of the deadlines.
        previous: Announced plan to stay close to; None without one.
        profile: Edited planning defaults; None for those that come with Hiyoke.
        exposure: What the exposure run assumes.
    """

    starts_on: date
    weeks: int = 8
    objective: Objective = Objective.EXPECTED_LOSS
    effort: str | None = None
    table: str = "bod-26-04"
    previous: Path | None = None
    profile: Path | None = None
    exposure: ExposureSettings = ExposureSettings()  # noqa: RUF009 - frozen.


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class PlanRun:
    """One finished plan.

    Attributes:
        report: What it says.
        out: The folder it was written to.
        files: Files written, in order.
    """

    report: PlanReport
    out: Path
    files: tuple[Path, ...]

    @property
    def verdict(self) -> PlanVerdict:
        """Clear without jobs; a decision is needed when something is late or open, unaccepted."""
        if not self.report.facts.job_count:
            return PlanVerdict.NOT_ASSESSABLE if self.report.unknowns else PlanVerdict.CLEAR
        if any(row.asked_until is not None for row in self.report.acceptances):
            return PlanVerdict.DECISION_NEEDED
        return PlanVerdict.ACTION_ADVISED


def plan_fixes(
    estate_path: Path, store_folder: Path, out: Path, *, as_of: date, settings: PlanSettings
) -> PlanRun:
    """Plan the fixes of an estate and write the plan.

    Args:
        estate_path: Folder or workbook of the estate.
        store_folder: As ``hiyoke advisories import --into`` filled it.
        out: Folder for the results.
        as_of: Knowledge cut-off, in Japan.
        settings: What is asked for.

    Returns:
        The plan and the files. Equal inputs give equal files.

    Raises:
        UsageError: A path does not exist, or a setting is out of range.
        FaultsError: The estate's files, or the planning problem, have faults; all are listed.
        PlanFileError: `previous` is no plan.
        PlanningProfileError: The profile has faults.
        DamagedStoreError: The store cannot be used.
        DecisionTableError: No such decision table.

    Cost:
        As `hiyoke exposure`; then about a second for 1,000 jobs with quick effort.
    """
    span = _span(settings)
    previous = None if settings.previous is None else load_plan(settings.previous)
    profile = (
        load_planning_profile()
        if settings.profile is None
        else read_planning_profile(settings.profile)
    )
    ground = plan_ground(
        estate_path, store_folder, as_of=as_of, table=settings.table, settings=settings.exposure
    )
    made = _made(ground, span, profile)
    solution, moves = _solved(made.problem, settings, previous)
    report = compile_plan(
        PlanParts(
            ground=ground,
            solution=solution,
            misses=find_misses(solution, profile.relief_costs),
            worth=list_worth(solution),
            moves=moves,
            made=made,
            profile=profile,
            as_of=as_of,
            table_id=settings.table,
        )
    )
    inputs = {**ground.assessment.run.inputs, "seed": settings.exposure.seed}
    contents = _contents(report, solution, inputs)
    for name, content in contents.items():
        write_private(out / name, content)
    return PlanRun(report=report, out=out, files=tuple(out / name for name in contents))


def _made(ground: PlanGround, span: Span, profile: PlanningProfile) -> ProblemFromEstate:
    return problem_of(
        ground.estate,
        ground.updates,
        ground.figures,
        ground.curves,
        span=span,
        profile=profile,
        same_as=ground.same_as,
    )


def check_plan_file(path: Path) -> list[Violation]:
    """Name every rule that a plan file breaks; see `hiyoke.planning.check_plan`.

    Raises:
        UsageError: There is no such file.
        PlanFileError: It is no plan.
        FaultsError: Its problem contradicts itself.
    """
    file = load_plan(path)
    return check_plan(check_problem(file.problem), file.plan)


def compare_plans(old_path: Path, new_path: Path) -> tuple[PlanFile, PlanFile, tuple[Move, ...]]:
    """Return two plans and what stands otherwise in the second.

    Raises:
        UsageError: A file does not exist.
        PlanFileError: One of them is no plan.
    """
    old, new = load_plan(old_path), load_plan(new_path)
    return old, new, moves_between(old.plan, new.plan)


def _span(settings: PlanSettings) -> Span:
    if not 1 <= settings.weeks <= MAX_WEEKS:
        raise UsageError(
            Text(
                ja=f"1 から {MAX_WEEKS} までの週数を期待しましたが、{settings.weeks} でした",
                en=f"expected 1 to {MAX_WEEKS} weeks, found {settings.weeks}",
            ),
            where="--weeks",
            remedy=Text(ja="週数を直してください。", en="Correct the number of weeks."),
        )
    last = settings.starts_on + timedelta(weeks=settings.weeks) - timedelta(days=1)
    return Span(settings.starts_on, last)


def _solved(
    problem: PlanningProblem, settings: PlanSettings, previous: PlanFile | None
) -> tuple[Solution, tuple[Move, ...] | None]:
    if previous is not None:
        solution = replan(problem, previous.problem, previous.plan, settings.objective)
        return solution, moves_between(previous.plan, solution.plan)
    name = settings.effort or effort_by_size(len(problem.jobs))
    return solve(problem, settings.objective, effort=EFFORTS[name]), None


def _contents(report: PlanReport, solution: Solution, inputs: dict[str, Any]) -> dict[str, bytes]:
    contents: dict[str, bytes] = {}
    for language in Language:
        contents[f"plan.{language.value}.html"] = render_plan_page(report, language).encode(
            "utf-8", "replace"
        )
    for language in Language:
        contents[f"worklist.{language.value}.xlsx"] = render_plan_workbook(report, language)
    for language in Language:
        contents[f"plan.{language.value}.ics"] = plan_calendar(report, language)
        contents[f"gantt.{language.value}.svg"] = draw_gantt(report, language).encode()
        contents[f"exposure.{language.value}.svg"] = draw_exposure(report, language).encode()
    problem = solution.alternatives.problem
    contents[PLAN_FILE] = render_plan_json(report, solution.plan, problem, inputs)
    return contents
