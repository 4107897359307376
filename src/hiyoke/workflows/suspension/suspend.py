"""Advice on a stop: from an estate, advisories and a situation to the options and the plan.

It advises and writes; it stops nothing. What is not here: any rule (`hiyoke.suspension`), and the
words of the page (`hiyoke.reports`).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from hiyoke import __version__, suspension
from hiyoke.documents import write_private
from hiyoke.exposure import load_calibration
from hiyoke.languages import Language
from hiyoke.reports.suspension.option_figures import OptionFacts
from hiyoke.reports.suspension.option_page import render_option_page
from hiyoke.reports.suspension.option_record import options_record, plan_record
from hiyoke.risk import currency_of
from hiyoke.workflows.suspension.exercise_marks import check_marks
from hiyoke.workflows.suspension.level_of_situation import level_of_situation
from hiyoke.workflows.suspension.suspension_ground import SuspensionGround, read_ground

if TYPE_CHECKING:
    from pathlib import Path

    from hiyoke.suspension import OptionSheet, StopCriteria, StopPlan

OPTIONS_FILE: Final = "options.json"
PLAN_FILE: Final = "plan.json"


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class SuspensionRun:
    """One finished run.

    Attributes:
        read: What was read.
        sheet: The options.
        facts: What the page says besides.
        files: Files written, in order.
    """

    read: SuspensionGround
    sheet: OptionSheet
    facts: OptionFacts
    files: tuple[Path, ...]

    @property
    def plan(self) -> StopPlan | None:
        """The plan of stopping now; None when there is nothing to stop."""
        return self.sheet.options[0].plan

    def options_record(self) -> dict[str, Any]:
        """Return the sheet for machines."""
        return options_record(self.sheet, self.facts)

    def plan_record(self) -> dict[str, Any]:
        """Return the plan of the decision's moment for machines."""
        ground = self.sheet.ground
        plan = self.plan or suspension.plan_stop(ground, ground.situation.at)
        return plan_record(self.sheet, plan, self.facts)


def suspend(
    estate_path: Path,
    store_folder: Path,
    situation: str,
    out: Path | None,
    *,
    at: str | None = None,
    criteria: StopCriteria | None = None,
) -> SuspensionRun:
    """Compute the options of a situation, and write them.

    Args:
        estate_path: Folder or workbook of the estate.
        store_folder: As ``hiyoke advisories import --into`` filled it.
        situation: File of the situation, or the name of one of the demo bank.
        out: Folder for the sheet and the plan; None writes nothing.
        at: Takes the place of the situation's own time.
        criteria: Levels, triggers and duties; the shipped ones when None.

    Returns:
        The run. Equal inputs give equal files.

    Raises:
        UsageError: A path does not exist.
        SituationError: There is no such situation.
        FaultsError: The estate or the situation has faults; all are listed.
        StopProblemError: The solver found nothing.
        ExerciseMarkError: A text of the estate or the situation has the mark of an exercise.

    Cost:
        Reading and matching dominate; the demo bank takes about two seconds.
    """
    read = read_ground(estate_path, store_folder, situation, at=at)
    sheet = suspension.weigh_options(read.ground)
    institution = read.estate.institution
    facts = OptionFacts(
        institution_name=institution.name,
        is_synthetic=institution.synthetic,
        as_of=read.as_of,
        currency=currency_of(read.estate),
        standing=suspension.standing_chances(sheet, read.inputs, load_calibration(), read.as_of),
        hiyoke_version=__version__,
        level=level_of_situation(
            read, sheet.options[0].plan, criteria or suspension.load_criteria()
        ),
    )
    run = SuspensionRun(read=read, sheet=sheet, facts=facts, files=())
    if out is None:
        return run
    contents = {
        f"options.{language.value}.html": render_option_page(sheet, facts, language).encode()
        for language in Language
    }
    contents[OPTIONS_FILE] = _json(run.options_record())
    contents[PLAN_FILE] = _json(run.plan_record())
    check_marks(contents, is_exercise=False)
    for name, content in contents.items():
        write_private(out / name, content)
    return SuspensionRun(
        read=read, sheet=sheet, facts=facts, files=tuple(out / name for name in contents)
    )


def _json(record: dict[str, Any]) -> bytes:
    return (json.dumps(record, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()
