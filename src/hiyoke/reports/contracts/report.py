"""The contract check as a workbook, CSV, JSON and a screen, and the questionnaire to a vendor.

What is not here: what counts as a gap (`hiyoke.planning`).
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TextIO

import msgspec

from hiyoke.languages import Language, Text
from hiyoke.reports.assessment.findings_table import guarded
from hiyoke.reports.contracts.words import ANSWER_WORDS, CONTRACT_LABELS, STATUS_WORDS
from hiyoke.reports.exposure.words import money_words
from hiyoke.reports.form_workbook import FormSheet, render_form
from hiyoke.reports.labels import LABELS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from hiyoke.planning import Clause, ClauseProfile, ContractGap, MatrixRow

CONTRACTS_SCHEMA: Final = "hiyoke/contracts/1"
_WIDTH: Final = 100
_SHOWN: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ContractReport:
    """One finished check of contracts.

    Attributes:
        institution_id: Whose contracts.
        institution_name: Its name.
        institution_kind: Its kind, as the estate's institution sheet names it; None when unsaid.
        is_synthetic: Whether the estate is invented.
        as_of: Day of the question.
        currency: Of the losses; None when no curve is known.
        profile: The clauses.
        rows: The matrix.
        gaps: Those that block most first.
        vendors: Every vendor of a priority system, by identifier.
    """

    institution_id: str
    institution_name: Text
    institution_kind: str | None
    is_synthetic: bool
    as_of: date
    currency: str | None
    profile: ClauseProfile
    rows: tuple[MatrixRow, ...]
    gaps: tuple[ContractGap, ...]
    vendors: tuple[tuple[str, Text], ...]

    @property
    def systems_without_vendor(self) -> int:
        """Return how many systems of priority services name no vendor."""
        return sum(row.vendor_id is None for row in self.rows)


def label(name: str, language: Language) -> str:
    """Return a heading or standing sentence."""
    return CONTRACT_LABELS[name].render(language)


def marks_of(report: ContractReport, language: Language) -> list[str]:
    """Return the line that marks every file of an invented institution; nothing for a real one."""
    return [LABELS["synthetic"].render(language)] if report.is_synthetic else []


def render_contract_workbook(report: ContractReport, language: Language) -> bytes:
    """Render gaps and matrix as an Excel workbook."""
    return render_form(
        [_gap_sheet(report, language), _matrix_sheet(report, language)], as_of=report.as_of
    )


def render_gaps_csv(report: ContractReport) -> bytes:
    """Render the gaps as CSV, in the order of the report."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    names = ["vendor_id", "clause_id", "status", "answer", "blocked_share", "loss_low"]
    names += ["loss_likely", "loss_high", "currency", "is_loss_assumed", "best_rank"]
    writer.writerow([*names, "system_ids", "service_ids"])
    for gap in report.gaps:
        loss = (None, None, None) if gap.loss is None else tuple(round(part) for part in gap.loss)
        writer.writerow(
            [
                guarded(gap.vendor_id),
                gap.clause.clause_id,
                gap.status.value,
                guarded(gap.answer),
                round(gap.blocked_share, 4),
                *loss,
                report.currency,
                gap.is_loss_assumed,
                gap.best_rank,
                "; ".join(gap.system_ids),
                "; ".join(gap.service_ids),
            ]
        )
    return out.getvalue().encode("utf-8-sig", "replace")


def render_contracts_json(report: ContractReport) -> bytes:
    """Render matrix and gaps as JSON, keys sorted; equal reports give equal bytes."""
    record = {
        "schema": CONTRACTS_SCHEMA,
        "institution_id": report.institution_id,
        "synthetic": report.is_synthetic,
        "as_of": report.as_of.isoformat(),
        "profile_version": report.profile.version,
        "currency": report.currency,
        "systems_without_vendor": report.systems_without_vendor,
        "matrix": [
            {
                "vendor_id": row.vendor_id,
                "system_id": row.system_id,
                "is_shared": row.is_shared,
                "service_ids": list(row.service_ids),
                "clauses": {
                    name: {"status": cell.status.value, "answer": cell.answer}
                    for name, cell in row.cells.items()
                },
            }
            for row in report.rows
        ],
        "gaps": [_gap_record(gap) for gap in report.gaps],
    }
    return msgspec.json.format(msgspec.json.encode(record, order="sorted"), indent=1) + b"\n"


def print_contracts(report: ContractReport, language: Language, stream: TextIO) -> None:
    """Print the gaps as a table that fits 100 columns."""
    from rich import box  # noqa: PLC0415 - only a run that prints pays for it.
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    console = Console(file=stream, width=_WIDTH, highlight=False, markup=False, emoji=False)
    for mark in marks_of(report, language):
        console.print(mark)
    table = Table(
        title=label("gaps", language), title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False
    )
    for name in ("vendor", "clause", "status", "systems", "loss"):
        table.add_column(label(name, language), overflow="fold")
    for gap in report.gaps[:_SHOWN]:
        table.add_row(
            gap.vendor_name.render(language),
            gap.clause.title.render(language),
            STATUS_WORDS[gap.status].render(language),
            f"{len(gap.system_ids):,}",
            _loss_words(gap, report.currency, language),
        )
    console.print(table if report.gaps else label("none", language))
    if report.gaps:
        console.print(label("note_gaps", language))
    if len(report.gaps) > _SHOWN:
        more = Text(ja="ほか {n} 件はファイルにあります。", en="{n} more are in the files.")
        console.print(more.fill(n=len(report.gaps) - _SHOWN).render(language))


def _gap_record(gap: ContractGap) -> dict[str, Any]:
    return {
        "vendor_id": gap.vendor_id,
        "clause_id": gap.clause.clause_id,
        "status": gap.status.value,
        "answer": gap.answer,
        "blocked_share": round(gap.blocked_share, 4),
        "loss": None
        if gap.loss is None
        else {name: round(float(part), 2) for name, part in gap.loss._asdict().items()},
        "is_loss_assumed": gap.is_loss_assumed,
        "services_without_loss": list(gap.services_without_loss),
        "best_rank": gap.best_rank,
        "system_ids": list(gap.system_ids),
        "service_ids": list(gap.service_ids),
    }


def _gap_sheet(report: ContractReport, language: Language) -> FormSheet:
    names = ["vendor", "clause", "status", "recorded", "wanted", "systems", "services", "share"]
    names += ["loss", "loss_range", "currency", "basis"]
    rows = [
        [
            gap.vendor_name.render(language),
            gap.clause.title.render(language),
            STATUS_WORDS[gap.status].render(language),
            gap.answer or "",
            gap.clause.wanted.render(language),
            "; ".join(gap.system_ids),
            "; ".join(gap.service_ids),
            round(gap.blocked_share, 3),
            None if gap.loss is None else round(gap.loss.likely),
            "" if gap.loss is None else f"{gap.loss.low:,.0f} – {gap.loss.high:,.0f}",
            report.currency if gap.loss is not None else "",
            _basis_words(gap, language),
        ]
        for gap in report.gaps
    ]
    return FormSheet(
        title=label("gaps", language),
        notes=[
            *marks_of(report, language),
            report.profile.standing.render(language),
            label("note_gaps", language),
        ],
        headings=[label(name, language) for name in names],
        widths=[24, 22, 16, 14, 28, 30, 30, 12, 16, 24, 8, 48],
        rows=rows,
    )


def _matrix_sheet(report: ContractReport, language: Language) -> FormSheet:
    clauses = report.profile.clauses
    names = ("vendor", "system", "services", "shared")
    rows = [
        [
            label("no_vendor", language)
            if row.vendor_name is None
            else row.vendor_name.render(language),
            f"{row.system_name.render(language)} ({row.system_id})",
            "; ".join(row.service_ids),
            "●" if row.is_shared else "",
            *(STATUS_WORDS[row.cells[c.clause_id].status].render(language) for c in clauses),
        ]
        for row in report.rows
    ]
    return FormSheet(
        title=label("matrix", language),
        notes=[*marks_of(report, language), report.profile.standing.render(language)],
        headings=[
            *(label(name, language) for name in names),
            *(clause.title.render(language) for clause in clauses),
        ],
        widths=[24, 32, 28, 10, *([15] * len(clauses))],
        rows=rows,
    )


def _basis_words(gap: ContractGap, language: Language) -> str:
    note = f"{label('assumption', language)}: {gap.clause.basis.note.render(language)}"
    name = "no_curve" if gap.loss is None else "stated_curve"
    if gap.loss is not None and gap.is_loss_assumed:
        name = "assumed_curve"
    return f"{note}; {label(name, language)}"


def _loss_words(gap: ContractGap, currency: str | None, language: Language) -> str:
    if gap.loss is None:
        return label("no_curve", language)
    mark = f" ({label('assumption', language)})" if gap.is_loss_assumed else ""
    return f"{money_words(gap.loss.likely, currency, language)}{mark}"


def asked_of(clause: Clause) -> tuple[str, ...]:
    """Return the answers that a question offers; empty for a free one."""
    if clause.kind in {"yes_no", "known"}:
        return ("yes", "partly", "no", "unknown")
    if clause.kind == "choice":
        return (*clause.choices, "other", "unknown")
    return ()


def shown_answer(answer: str | None, language: Language) -> str:
    """Return what our record says, in words."""
    if answer is None:
        return label("to_answer", language)
    return ANSWER_WORDS[answer].render(language) if answer in ANSWER_WORDS else answer


def systems_of(report: ContractReport, vendor_id: str) -> Sequence[MatrixRow]:
    """Return the matrix rows of one vendor."""
    return [row for row in report.rows if row.vendor_id == vendor_id]
