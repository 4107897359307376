"""One run of exposure from what an assessment knows: computed, put into words, and judged.

What is not here: reading and matching (`expose`, `assess`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hiyoke.exposure import lost_worlds, reached_at_worst
from hiyoke.risk import Verdict, curves_of, load_impact_profile, services_without_curve
from hiyoke.workflows.exposure.compile_exposure import ExposureCompiler
from hiyoke.workflows.exposure.expose_tables import ExposureGiven, expose_tables
from hiyoke.workflows.exposure.exposure_record import exposure_record

if TYPE_CHECKING:
    from hiyoke.exposure import AttackPath, Simulation
    from hiyoke.languages import Language
    from hiyoke.reports.assessment.assessment import Assessment
    from hiyoke.reports.exposure.rows import ExposureReport
    from hiyoke.workflows.exposure.expose_settings import ExposureSettings
    from hiyoke.workflows.exposure.expose_tables import ExposureFacts
    from hiyoke.workflows.weighing.assess_tables import AssessmentInput
    from hiyoke.workflows.weighing.weigh_findings import Weighed


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
        return exposure_verdict(self.facts.simulation, self.assessment)

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
    facts = exposure_facts(assessed, weighed, assessment, settings)
    compiler = ExposureCompiler(facts)
    report = compiler.report()
    ways = tuple(path for path, _ in compiler.told_paths)
    return ExposureRun(assessment=assessment, facts=facts, report=report, ways=ways)


def exposure_facts(
    assessed: AssessmentInput,
    weighed: Weighed,
    assessment: Assessment,
    settings: ExposureSettings,
) -> ExposureFacts:
    """Return what `run_exposure` finds, before it is put into words; raises and costs the same."""
    estate, profile = assessed.weighing.estate, load_impact_profile()
    return expose_tables(
        ExposureGiven(
            assessed=assessed,
            weighed=weighed,
            ended=assessment.end_of_life,
            curves=curves_of(estate, profile),
            no_curves=services_without_curve(estate, profile),
            settings=settings,
        )
    )


def exposure_verdict(simulation: Simulation, assessment: Assessment) -> Verdict:
    """Return what a run says as a whole.

    Action is advised when an attacker can reach a service, however rarely, or a system where no
    service is recorded; unknown ways count, since unknown is never safe. It does not depend on
    which worlds were drawn. Where nothing can be reached but findings may be hidden or data is
    old, it is not assessable. Otherwise it is clear.
    """
    reached = reached_at_worst(simulation)
    graph = simulation.graph
    if graph.inputs.services:
        is_reached = bool(lost_worlds(graph, reached).any())
    else:
        level = graph.rules.lost_at
        nodes = [n for n, node in enumerate(graph.nodes) if node[::2] == ("system", level)]
        is_reached = bool(reached[nodes].any())
    if is_reached:
        return Verdict.ACTION_ADVISED
    is_hidden = any(row.hides_findings for row in assessment.unknowns)
    is_old = any(age.state != "fresh" for age in assessment.data_ages)
    if is_hidden or is_old:
        return Verdict.NOT_ASSESSABLE
    return Verdict.CLEAR
