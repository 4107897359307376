"""One assessment, as the report documents need it: facts with their reasons, no markup.

The parts stand in the order in which the report tells them. Words exist in both languages; codes,
dates and counts have none. What is not here: rows about the estate (`assessment_rows`), how
they were found (`hiyoke.workflows`), and how they look (`html_report`, `workbook_report`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from hiyoke.languages import Text
    from hiyoke.reports.assessment.rows import (
        BundleRow,
        EndOfLifeRow,
        FindingRow,
        ServiceRow,
        SystemRow,
    )
    from hiyoke.reports.exposure.rows import ExposureReport
    from hiyoke.risk import DecisionTable, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What was assessed, with what, on which day.

    Attributes:
        institution_id: Whose estate it is.
        institution_name: Its name.
        is_synthetic: Whether the institution is made up; then every page says so.
        as_of: Knowledge cut-off, a date in Japan.
        hiyoke_version: Version of the program.
        table: Decision table that gave the deadlines.
        freshness_version: Version of the freshness limits.
        verdict: What the run says as a whole.
        inputs: SHA-256 of each input, by name.
        counts: Counts in and out, by name.
    """

    institution_id: str
    institution_name: Text
    is_synthetic: bool
    as_of: date
    hiyoke_version: str
    table: DecisionTable
    freshness_version: str
    verdict: Verdict
    inputs: Mapping[str, str]
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownRow:
    """One kind of thing that is not known.

    Attributes:
        code: Stable code; also its anchor.
        title: The gap in a few words.
        count: How many have it.
        total: Out of how many; None when there is no such number.
        names: Which ones, some of them, foremost first.
        cost: What it costs the assessment.
        remedy: What the reader can do.
        hides_findings: Whether a finding could hide behind it; then nothing may be called clear.
    """

    code: str
    title: Text
    count: int
    total: int | None
    names: tuple[str, ...]
    cost: Text
    remedy: Text
    hides_findings: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DataAgeRow:
    """How old one kind of data is.

    Attributes:
        kind: Kind of data.
        label: The same for people.
        newest_on: Date of its newest record; None when unknown.
        age_days: Days since then, 0 or more; None when unknown.
        limit_days: Age from which it is stale.
        is_newer: Whether some of it is newer than `as_of`; such advisories do not count.
        state: fresh, stale, undated or missing.
    """

    kind: str
    label: Text
    newest_on: date | None
    age_days: int | None
    limit_days: int
    is_newer: bool
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """One kind of source that was used, with the attribution that its terms ask for.

    Attributes:
        format: Format of the imported documents.
        title: What it is.
        attribution: Attribution and terms.
        document_count: Documents imported.
        record_count: Records read.
        used_count: Records used.
        withdrawn_count: Records withdrawn by their publisher.
        quarantined_count: Records that could not be used.
        newest_on: Date of the newest record.
    """

    format: str
    title: Text
    attribution: Text
    document_count: int
    record_count: int
    used_count: int
    withdrawn_count: int
    quarantined_count: int
    newest_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseRow:
    """One advisory database that findings rest on.

    Attributes:
        prefix: How its identifiers begin; empty for those of no known database.
        publisher: Who publishes it.
        terms: On which terms.
        finding_count: Findings that cite it.
    """

    prefix: str
    publisher: str
    terms: str
    finding_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DueBand:
    """How many findings on systems fall due in one span of time.

    Attributes:
        code: Stable code of the span.
        label: The span in words.
        finding_count: Findings on systems.
        priority_finding_count: Those of them on systems of priority services.
    """

    code: str
    label: Text
    finding_count: int
    priority_finding_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """Everything that one run found, in the order of the report.

    Attributes:
        run: What was assessed.
        unknowns: What is not known, costliest first.
        data_ages: How old the data is.
        services: Every service, foremost first.
        bands: When findings fall due, most urgent first.
        bundles: Version bumps, most useful first.
        unfixed: Affected findings without a known fix, foremost first.
        backports: Affected findings whose fix the vendor of the operating system may have made.
        end_of_life: Systems and components whose support has ended or ends soon.
        systems: Every system, foremost first.
        findings: Affected findings, foremost first.
        not_assessable: Findings that nobody can judge.
        sources: What was read.
        databases: Advisory databases that findings rest on.
        system_names: Names by system.
        service_names: Names by service.
        exposure: What an attacker could reach; None when it was not computed.
        why_no_exposure: Why it was not, as a sentence; None when it was.
    """

    run: Run
    unknowns: tuple[UnknownRow, ...]
    data_ages: tuple[DataAgeRow, ...]
    services: tuple[ServiceRow, ...]
    bands: tuple[DueBand, ...]
    bundles: tuple[BundleRow, ...]
    unfixed: tuple[FindingRow, ...]
    backports: tuple[FindingRow, ...]
    end_of_life: tuple[EndOfLifeRow, ...]
    systems: tuple[SystemRow, ...]
    findings: tuple[FindingRow, ...]
    not_assessable: tuple[FindingRow, ...]
    sources: tuple[SourceRow, ...]
    databases: tuple[DatabaseRow, ...]
    system_names: Mapping[str, Text]
    service_names: Mapping[str, Text]
    exposure: ExposureReport | None = None
    why_no_exposure: Text | None = None

    @property
    def priority_services(self) -> tuple[ServiceRow, ...]:
        """Priority services, foremost first."""
        return tuple(s for s in self.services if s.priority_rank is not None)

    @property
    def other_services(self) -> tuple[ServiceRow, ...]:
        """All other services, foremost first."""
        return tuple(s for s in self.services if s.priority_rank is None)
