"""Checking maintenance contracts: the clause matrix, its gaps, and a questionnaire to each vendor.

What is not here: what counts as a gap (`hiyoke.planning`), and words (`hiyoke.reports`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hiyoke.documents import write_private
from hiyoke.errors import UsageError
from hiyoke.languages import Language, Text
from hiyoke.planning import contract_gaps, contract_matrix, load_clauses, load_surge_profile
from hiyoke.reports.contracts.questionnaire import render_questionnaire, render_questionnaire_text
from hiyoke.reports.contracts.report import (
    ContractReport,
    render_contract_workbook,
    render_contracts_json,
    render_gaps_csv,
)
from hiyoke.risk import currency_of, curves_of, load_impact_profile
from hiyoke.workflows.load_estate import load_estate

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

#: Characters of a vendor's identifier that a file name keeps.
_UNSAFE = re.compile(r"[^\w.-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractRun:
    """One finished check and its files, in the order in which a reader opens them."""

    report: ContractReport
    out: Path
    files: tuple[Path, ...]


def check_contracts(estate_path: Path, *, as_of: date) -> ContractReport:
    """Judge every vendor's contract for the systems of priority services.

    Args:
        estate_path: Folder or workbook of the estate.
        as_of: Day of the question, in Japan.

    Raises:
        UsageError: There is nothing at the path.
        FaultsError: The estate's files have faults; all are listed.
    """
    estate, profile = load_estate(estate_path), load_clauses()
    rows = contract_matrix(estate, profile)
    curves = curves_of(estate, load_impact_profile())
    names = {v.vendor_id: v.name for v in estate.vendors}
    used = sorted({row.vendor_id for row in rows if row.vendor_id is not None})
    return ContractReport(
        institution_id=estate.institution.institution_id,
        institution_name=estate.institution.name,
        institution_kind=estate.institution.kind,
        is_synthetic=estate.institution.synthetic,
        as_of=as_of,
        currency=currency_of(estate),
        profile=profile,
        rows=rows,
        gaps=contract_gaps(
            estate,
            profile,
            rows,
            curves,
            as_of=as_of,
            duty_hours=load_surge_profile().duty_hours,
        ),
        vendors=tuple((vendor_id, names[vendor_id]) for vendor_id in used),
    )


def write_gaps(estate_path: Path, out: Path, *, as_of: date) -> ContractRun:
    """Check the contracts and write matrix and gaps; see `check_contracts`."""
    report = check_contracts(estate_path, as_of=as_of)
    contents = {
        f"contracts.{language.value}.xlsx": render_contract_workbook(report, language)
        for language in Language
    }
    contents |= {
        "contract-gaps.csv": render_gaps_csv(report),
        "contracts.json": render_contracts_json(report),
    }
    return ContractRun(report=report, out=out, files=_written(out, contents))


def write_questionnaires(
    estate_path: Path, out: Path, *, as_of: date, vendor: str | None = None
) -> ContractRun:
    """Write a questionnaire to each vendor of a priority system, or to one.

    Args:
        estate_path: Folder or workbook of the estate.
        out: Folder for the files.
        as_of: Day of the question, in Japan.
        vendor: Identifier of the one vendor to write to; None for all.

    Raises:
        UsageError: No such vendor maintains a system of a priority service.
        FaultsError: The estate's files have faults; all are listed.
    """
    report = check_contracts(estate_path, as_of=as_of)
    known = [vendor_id for vendor_id, _ in report.vendors]
    if vendor is not None and vendor not in known:
        raise UsageError(
            Text(
                ja=f"優先サービスのシステムを担うベンダー（{'、'.join(known)}）を"
                f"期待しましたが、{vendor!r} でした",
                en=f"expected a vendor of a priority system ({', '.join(known)}), found {vendor!r}",
            ),
            where="--vendor",
            remedy=Text(ja="識別子を確かめてください。", en="Check the identifier."),
        )
    contents: dict[str, bytes] = {}
    for vendor_id in known if vendor is None else [vendor]:
        stem = f"questionnaire-{_UNSAFE.sub('_', vendor_id)}"
        for language in Language:
            name = f"{stem}.{language.value}"
            contents[f"{name}.xlsx"] = render_questionnaire(report, vendor_id, language)
            text = render_questionnaire_text(report, vendor_id, language)
            contents[f"{name}.txt"] = text.encode("utf-8", "replace")
    return ContractRun(report=report, out=out, files=_written(out, contents))


def _written(out: Path, contents: dict[str, bytes]) -> tuple[Path, ...]:
    for name, content in contents.items():
        write_private(out / name, content)
    return tuple(out / name for name in contents)
