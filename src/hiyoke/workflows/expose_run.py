"""One run of exposure from what an assessment knows: computed, put into words, and judged.

What is not here: reading and matching (`expose`, `assess`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hiyoke.risk import Verdict, curves_of, load_impact_profile, services_without_curve
from hiyoke.workflows.compile_exposure import ExposureCompiler
from hiyoke.workflows.expose_tables import ExposureGiven, expose_tables
from hiyoke.workflows.exposure_record import exposure_record

if TYPE_CHECKING:
    from hiyoke.exposure import AttackPath
    from hiyoke.languages import Language
    from hiyoke.reports import Assessment, ExposureReport
    from hiyoke.workflows.assess_tables import AssessmentInput
    from hiyoke.workflows.expose_settings import ExposureSettings
    from hiyoke.workflows.expose_tables import ExposureFacts
    from hiyoke.workflows.weigh_findings import Weighed


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class ExposureRun:
    """One finished run.

    Attributes:
        assessment: The assessment it stands on.
        facts: Everything that was found.
        report: The same as rows and words.
        ways: The paths behind the rows of the report, in its order.
    """

    assessment: Assessment
    facts: ExposureFacts
    report: ExposureReport
    ways: tuple[AttackPath, ...]

    @property
    def verdict(self) -> Verdict:
        """What the run says as a whole; the number is the exit code."""
        return exposure_verdict(self.report, self.assessment)

    def record(self, language: Language | None = None) -> dict[str, Any]:
        """Return the run as plain values; see `exposure_record`."""
        record = exposure_record(
            self.facts, self.report, self.ways, self.assessment.run, language=language
        )
        record["run"] |= {"verdict": self.verdict.name.lower(), "exit_code": int(self.verdict)}
        return record


def run_exposure(
    assessed: AssessmentInput,
    weighed: Weighed,
    assessment: Assessment,
    settings: ExposureSettings,
) -> ExposureRun:
    """Compute the exposure of an estate that has been assessed; nothing is read again.

    Args:
        assessed: What the assessment rests on.
        weighed: What came out of it.
        assessment: The assessment.
        settings: What is assumed.

    Raises:
        UsageError: A setting is out of range.
        DecisionTableError: An edited profile has faults.
        MissingCalendarError: The days of a deadline within the horizon are not known.

    Cost:
        See `expose_tables`.
    """
    estate, profile = assessed.weighing.estate, load_impact_profile()
    facts = expose_tables(
        ExposureGiven(
            assessed=assessed,
            weighed=weighed,
            ended=assessment.end_of_life,
            curves=curves_of(estate, profile),
            no_curves=services_without_curve(estate, profile),
            settings=settings,
        )
    )
    compiler = ExposureCompiler(facts)
    report = compiler.report()
    ways = tuple(path for path, _ in compiler.told_paths)
    return ExposureRun(assessment=assessment, facts=facts, report=report, ways=ways)


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
