"""The reference pages of decision tables and report files, written from the code."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import TYPE_CHECKING

from hiyoke.reports.assessment.findings_table import ASSESSED_FINDINGS
from hiyoke.risk import (
    DETECTIONS,
    SHIPPED_TABLES,
    SYSTEM_FINDINGS,
    Verdict,
    load_decision_table,
    load_freshness_profile,
)

if TYPE_CHECKING:
    from hiyoke.risk import DecisionTable
    from hiyoke.tables import TableContract

_HERE = Path(__file__).parent


def _written(name: str) -> str:
    """Return the part of a page that is written by hand."""
    return (_HERE / name).read_text(encoding="utf-8")


def decision_tables_page() -> str:
    """Return `docs/reference/decision-tables.md`."""
    parts = [_written("decision_tables_head.md")]
    parts += [_table_section(load_decision_table(name)) for name in SHIPPED_TABLES]
    profile = load_freshness_profile()
    lines = ["## freshness", "", f"Version {profile.version}. {profile.standing.en}", ""]
    lines += ["| data | stale after, days |", "|---|---|"]
    lines += [f"| {kind} | {days} |" for kind, days in profile.stale_after_days.items()]
    lines += ["", f"Ends of life are reported {profile.end_of_life_horizon_days} days ahead."]
    return "\n".join(["\n".join(parts), *lines, ""])


def _table_section(table: DecisionTable) -> str:
    lines = [
        f"## {table.table_id}",
        "",
        f"{table.title.ja} / {table.title.en}, version {table.version}.",
    ]
    lines += ["", f"- {table.standing.en}", f"- {table.deadline_note.en}", f"- {table.clock.en}"]
    lines += [f"- {table.missing_note.en}", f"- Source: {table.publisher}, {table.reference}."]
    lines += [f"- {table.licence_note}", ""]
    heads = [point.label.en for point in table.points]
    lines += [f"| {' | '.join(heads)} | outcome |", "|---" * (len(heads) + 1) + "|"]
    rows = sorted(
        itertools.chain(table.combinations()),
        key=lambda row: (-table.outcome(table.rows[row]).urgency, row),
    )
    for row in rows:
        words = [p.label_of(value).en for p, value in zip(table.points, row, strict=True)]
        lines.append(f"| {' | '.join(words)} | {table.outcome(table.rows[row]).label.en} |")
    return "\n".join([*lines, ""])


def report_page() -> str:
    """Return `docs/reference/report.md`."""
    lines = ["| code | meaning |", "|---|---|"]
    lines += [f"| {int(v)} | {v.label.en} |" for v in Verdict]
    parts = [_written("report_head.md"), *lines, "", _written("report_run.md")]
    for contract, files in (
        (ASSESSED_FINDINGS, "findings.csv, findings.json, findings.parquet"),
        (SYSTEM_FINDINGS, "data/system_findings.parquet"),
        (DETECTIONS, "days of first detection, from the previous run"),
    ):
        parts += _contract_section(contract, files)
    return "\n".join(parts)


def _contract_section(contract: TableContract, files: str) -> list[str]:
    lines = [f"## {contract.name}", "", f"{files}. One row: {contract.grain.en}.", ""]
    lines += ["| column | type | meaning | 意味 |", "|---|---|---|---|"]
    lines += [
        f"| `{c.name}` | `{c.dtype}` | {c.meaning.en} | {c.meaning.ja} |" for c in contract.columns
    ]
    return [*lines, ""]
