"""From tables to one assessment: weigh, find out what is unknown, give the verdict.

What is not here: reading the estate and the store (`assess`), and writing files
(`write_assessment`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from hiyoke import __version__
from hiyoke.reports.assessment.assessment import Assessment, Run
from hiyoke.risk import Tally, data_ages, load_freshness_profile, verdict_of
from hiyoke.workflows.weighing.compile_assessment import Compiler
from hiyoke.workflows.weighing.compile_findings import end_of_life_rows, finding_rows
from hiyoke.workflows.weighing.compile_sources import database_rows, source_rows
from hiyoke.workflows.weighing.compile_unknowns import data_age_rows, unknown_rows
from hiyoke.workflows.weighing.weigh_findings import Weighed, WeighingInput, weigh_findings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from hiyoke.estate import QualityGap
    from hiyoke.reports.assessment.assessment import DataAgeRow, UnknownRow
    from hiyoke.reports.assessment.rows import EndOfLifeRow, FindingRow


#: Columns kept of every component, for `hiyoke explain`.
COMPONENT_COLUMNS: Final = ("component_id", "purl", "name", "version")


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentInput:
    """Everything one assessment rests on, already read and matched.

    Attributes:
        weighing: Estate, findings and evidence.
        not_assessable: A `NOT_ASSESSABLE` table.
        all_components: Every distinct component, columns `COMPONENT_COLUMNS`: Arrow.
        gaps: Gaps of the estate's files.
        sources: Rows of a `SOURCES` table.
        quarantined_count: Records of the advisory store that could not be used.
        inputs: SHA-256 of each input, by name.
        published: Day on which each vulnerability became known; those without one are left out.
    """

    weighing: WeighingInput
    not_assessable: Any
    all_components: Any
    gaps: Sequence[QualityGap]
    sources: Sequence[Mapping[str, Any]]
    quarantined_count: int
    inputs: Mapping[str, str]
    published: Mapping[str, date] = field(default_factory=dict)


def assess_tables(backend: Any, given: AssessmentInput) -> tuple[Assessment, Weighed]:
    """Assess tables on an engine.

    Args:
        backend: As `hiyoke.tables.engines.open_duckdb` gives it.
        given: What the assessment rests on.

    Returns:
        The assessment, and the facts behind it for `hiyoke explain` and the next run.
    """
    weighing = given.weighing
    weighed = weigh_findings(backend, weighing)
    compiler = Compiler(weighing, weighed)
    freshness = load_freshness_profile()
    findings = finding_rows(weighing, weighed)
    affected = tuple(f for f in findings if f.status == "affected")
    ages = data_age_rows(data_ages(given.sources, freshness, as_of=weighing.as_of))
    ended = end_of_life_rows(weighing, weighed)
    unknowns = unknown_rows(
        weighing,
        weighed,
        gaps=given.gaps,
        not_assessable=given.not_assessable,
        quarantined_count=given.quarantined_count,
    )
    run = Run(
        institution_id=weighing.estate.institution.institution_id,
        institution_name=weighing.estate.institution.name,
        is_synthetic=weighing.estate.institution.synthetic,
        as_of=weighing.as_of,
        hiyoke_version=__version__,
        table=weighing.table,
        freshness_version=freshness.version,
        verdict=verdict_of(_tally(affected, ended, unknowns, ages)),
        inputs=dict(sorted(given.inputs.items())),
        counts=_counts(given, weighed, findings),
    )
    assessment = Assessment(
        run=run,
        unknowns=unknowns,
        data_ages=ages,
        services=compiler.services(),
        bands=compiler.bands(),
        bundles=compiler.bundles(),
        unfixed=tuple(f for f in affected if f.fixed_version is None and not f.check_backport),
        backports=tuple(f for f in affected if f.check_backport),
        end_of_life=ended,
        systems=compiler.systems(),
        findings=affected,
        not_assessable=tuple(f for f in findings if f.status != "affected"),
        sources=source_rows(given.sources),
        databases=database_rows(findings),
        system_names=compiler.system_names,
        service_names=compiler.service_names,
    )
    return assessment, weighed


def _tally(
    affected: Sequence[FindingRow],
    ended: Sequence[EndOfLifeRow],
    unknowns: Sequence[UnknownRow],
    ages: Sequence[DataAgeRow],
) -> Tally:
    return Tally(
        affected=len(affected),
        end_of_life=sum(not e.is_question for e in ended),
        unknown=sum(row.hides_findings for row in unknowns)
        + sum(age.state != "fresh" for age in ages),
    )


def _counts(
    given: AssessmentInput, weighed: Weighed, findings: Sequence[FindingRow]
) -> dict[str, int]:
    """Return what went in and came out, by name."""
    weighing = given.weighing
    return {
        "services": len(weighing.estate.services),
        "systems": len(weighing.estate.systems),
        "links": len(weighing.estate.links),
        "components": weighing.component_count,
        "placements": weighing.placements.num_rows,
        "advisory_records": sum(s["record_count"] for s in given.sources),
        "advisory_records_used": sum(s["used_count"] for s in given.sources),
        "advisory_records_withdrawn": sum(s["withdrawn_count"] for s in given.sources),
        "advisory_records_quarantined": given.quarantined_count,
        "findings": weighing.findings.num_rows,
        "findings_affected": sum(f.status == "affected" for f in findings),
        "findings_not_assessable": sum(f.status == "not_assessable" for f in findings),
        "findings_not_affected": sum(
            status == "not_affected" for status in weighing.findings["status"].to_pylist()
        ),
        "findings_on_systems": weighed.system_findings.num_rows,
        "vulnerabilities": len(weighed.evidence),
        "components_not_assessable": len(set(given.not_assessable["component_id"].to_pylist())),
    }
