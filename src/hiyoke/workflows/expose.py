"""Exposure by itself: an estate and the world's advisories in, what an attacker could reach out.

What is not here: the steps (`assess`, `expose_tables`) and the forms of the result
(`exposure_record`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hiyoke.advisories.store import load_store
from hiyoke.risk import (
    Verdict,
    curves_of,
    load_decision_table,
    load_impact_profile,
    services_without_curve,
)
from hiyoke.workflows.assess import Ground, inventory_of, match_ground
from hiyoke.workflows.assess_tables import assess_tables
from hiyoke.workflows.check_estate import check_estate
from hiyoke.workflows.compile_exposure import ExposureCompiler
from hiyoke.workflows.engine_session import EngineSession
from hiyoke.workflows.expose_tables import ExposureGiven, expose_tables
from hiyoke.workflows.exposure_record import exposure_record
from hiyoke.workflows.run_folder import no_detections

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from hiyoke.languages import Language
    from hiyoke.reports import Assessment, ExposureReport
    from hiyoke.workflows.expose_settings import ExposureSettings
    from hiyoke.workflows.expose_tables import ExposureFacts

#: Ranks findings while they are weighed; no probability depends on it.
_TABLE = "bod-26-04"


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class ExposureRun:
    """One finished run.

    Attributes:
        assessment: The assessment it stands on.
        facts: Everything that was found.
        report: The same as rows and words.
    """

    assessment: Assessment
    facts: ExposureFacts
    report: ExposureReport

    @property
    def verdict(self) -> Verdict:
        """What the run says as a whole; the number is the exit code."""
        return exposure_verdict(self.report, self.assessment)

    def record(self, language: Language | None = None) -> dict[str, Any]:
        """Return the run as plain values; see `exposure_record`."""
        record = exposure_record(self.facts, self.report, self.assessment.run, language=language)
        record["run"] |= {"verdict": self.verdict.name.lower(), "exit_code": int(self.verdict)}
        return record


def expose(
    estate_path: Path, store_folder: Path, *, as_of: date, settings: ExposureSettings
) -> ExposureRun:
    """Compute what an attacker could reach on an estate.

    Args:
        estate_path: Folder or workbook of the estate.
        store_folder: As ``hiyoke advisories import --into`` filled it.
        as_of: Knowledge cut-off and first day of the horizon, in Japan.
        settings: What is assumed.

    Returns:
        The run; equal inputs give equal results.

    Raises:
        UsageError: A path does not exist, or a setting is out of range.
        FaultsError: The estate's files have faults; all are listed.
        DamagedStoreError: The store cannot be used.
        DecisionTableError: An edited profile has faults.

    Cost:
        Reading SBOMs and matching, as `assess`; then `expose_tables`.
    """
    check = check_estate(estate_path, as_of=as_of)
    estate = check.reading.require(str(estate_path))
    ground = Ground(
        estate=estate,
        check=check,
        store=load_store(store_folder),
        inventory=inventory_of(estate),
        detections=no_detections(),
        table=load_decision_table(_TABLE),
        as_of=as_of,
    )
    with EngineSession() as session:
        assessed = match_ground(session, ground)
        assessment, weighed = assess_tables(session.backend, assessed)
    facts = expose_tables(
        ExposureGiven(
            assessed=assessed,
            weighed=weighed,
            ended=assessment.end_of_life,
            curves=curves_of(estate, load_impact_profile()),
            no_curves=services_without_curve(estate, load_impact_profile()),
            settings=settings,
        )
    )
    report = ExposureCompiler(facts).report()
    return ExposureRun(assessment=assessment, facts=facts, report=report)


def exposure_verdict(report: ExposureReport, assessment: Assessment) -> Verdict:
    """Return what a run says as a whole.

    Action is advised when an attacker may reach a service, or a system where no service is
    recorded; unknown ways count, since unknown is never safe. Where nothing is reached but findings
    may be hidden or data is old, it is not assessable. Otherwise it is clear.
    """
    rows = report.services or report.systems
    if any(row.probability > 0.0 for row in rows):
        return Verdict.ACTION_ADVISED
    is_hidden = any(row.hides_findings for row in assessment.unknowns)
    is_old = any(age.state != "fresh" for age in assessment.data_ages)
    if is_hidden or is_old:
        return Verdict.NOT_ASSESSABLE
    return Verdict.CLEAR
