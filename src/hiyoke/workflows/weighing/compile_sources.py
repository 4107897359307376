"""What was read, from whom and on which terms, as rows of the report.

What is not here: how old it is (`compile_unknowns`).
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from hiyoke.calendars import date_in_japan
from hiyoke.languages import Text
from hiyoke.reports.assessment.assessment import DatabaseRow, SourceRow
from hiyoke.reports.attribution import DATABASES, SOURCE_WORDS, database_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hiyoke.reports.assessment.rows import FindingRow

_COUNTS = ("record_count", "used_count", "withdrawn_count", "quarantined_count")


def source_rows(sources: Iterable[Mapping[str, Any]]) -> tuple[SourceRow, ...]:
    """Return one row for each format that was read, by name.

    Args:
        sources: Rows of a `SOURCES` table.
    """
    by_format: dict[str, list[Mapping[str, Any]]] = {}
    for source in sources:
        by_format.setdefault(source["format"], []).append(source)
    rows = []
    for name in sorted(by_format):
        documents = by_format[name]
        words = SOURCE_WORDS.get(name)
        instants = [d["newest_at"] for d in documents if d["newest_at"] is not None]
        counts = {column: sum(d[column] for d in documents) for column in _COUNTS}
        rows.append(
            SourceRow(
                format=name,
                title=words.title if words else Text(name, name),
                attribution=words.attribution if words else Text("", ""),
                document_count=len(documents),
                newest_on=date_in_japan(max(instants)) if instants else None,
                **counts,
            )
        )
    return tuple(rows)


def database_rows(findings: Iterable[FindingRow]) -> tuple[DatabaseRow, ...]:
    """Return the advisory databases that findings cite, those cited most first."""
    cited: Counter[str] = Counter()
    for finding in findings:
        for prefix in {database_of(a) or "" for a in finding.advisory_ids}:
            cited[prefix] += 1
    return tuple(
        DatabaseRow(
            prefix=prefix,
            publisher=DATABASES[prefix].publisher if prefix else "",
            terms=DATABASES[prefix].terms if prefix else "",
            finding_count=count,
        )
        for prefix, count in sorted(cited.items(), key=lambda item: (-item[1], item[0]))
    )
