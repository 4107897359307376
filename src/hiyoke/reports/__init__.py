"""Documents for people: the assessment as a page, a workbook and a screen, in two languages."""

from hiyoke.reports.assessment import (
    Assessment,
    DataAgeRow,
    DatabaseRow,
    DueBand,
    Run,
    SourceRow,
    UnknownRow,
)
from hiyoke.reports.assessment_rows import (
    BundleRow,
    DueRow,
    EndOfLifeRow,
    FindingRow,
    ReasonRow,
    ServiceRow,
    SystemRow,
)
from hiyoke.reports.attribution import DATABASES, SOURCE_WORDS, database_of
from hiyoke.reports.findings_table import (
    ASSESSED_FINDINGS,
    findings_table,
    guarded,
    render_csv,
    render_json,
)
from hiyoke.reports.html_report import render_html
from hiyoke.reports.labels import LABELS
from hiyoke.reports.line_breaking import break_lines, width_of
from hiyoke.reports.sentences import (
    contribution_sentence,
    listed,
    named,
    route_sentence,
    unassessed_sentence,
)
from hiyoke.reports.terminal_report import print_assessment
from hiyoke.reports.words import (
    BAND_WORDS,
    LEVEL_MARKS,
    LEVEL_MEANINGS,
    LEVEL_WORDS,
    REACH_WORDS,
    band_of,
    day_words,
    days_left_words,
    percent_words,
)
from hiyoke.reports.workbook_report import render_workbook

__all__ = [
    "ASSESSED_FINDINGS",
    "BAND_WORDS",
    "DATABASES",
    "LABELS",
    "LEVEL_MARKS",
    "LEVEL_MEANINGS",
    "LEVEL_WORDS",
    "REACH_WORDS",
    "SOURCE_WORDS",
    "Assessment",
    "BundleRow",
    "DataAgeRow",
    "DatabaseRow",
    "DueBand",
    "DueRow",
    "EndOfLifeRow",
    "FindingRow",
    "ReasonRow",
    "Run",
    "ServiceRow",
    "SourceRow",
    "SystemRow",
    "UnknownRow",
    "band_of",
    "break_lines",
    "contribution_sentence",
    "database_of",
    "day_words",
    "days_left_words",
    "findings_table",
    "guarded",
    "listed",
    "named",
    "percent_words",
    "print_assessment",
    "render_csv",
    "render_html",
    "render_json",
    "render_workbook",
    "route_sentence",
    "unassessed_sentence",
    "width_of",
]
