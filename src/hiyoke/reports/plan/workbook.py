"""The work list as an Excel workbook: one sheet for all, one for each crew and each vendor.

A sheet can be handed to a crew as it is: days in order, preparation before change, with columns
left free for who did it and how it went. Text from outside is always written as text, never as a
formula. What is not here: the page (`plan_page`).
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime, time
from typing import TYPE_CHECKING, Any, Final

from hiyoke.reports.labels import LABELS
from hiyoke.reports.line_breaking import width_of
from hiyoke.reports.plan.work_sheets import WORK_COLUMNS, PlanSheets

if TYPE_CHECKING:
    from hiyoke.languages import Language
    from hiyoke.reports.plan.rows import PlanReport
    from hiyoke.reports.sheet import Sheet

#: The earliest date a zip member may have: equal content gives equal bytes.
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_INSTANT: Final = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_TITLES: Final = re.compile(r"[\[\]:*?/\\']")
_TITLE: Final = 31
#: Excel's number for A4 paper.
_A4: Final = 9
_MAX_WIDTH: Final = 48
#: Left and right margin in inches: work sheets need the whole width of A4.
_MARGIN: Final = 0.25


def render_plan_workbook(report: PlanReport, language: Language) -> bytes:
    """Render the work list as an Excel workbook in one language.

    Returns:
        The file's bytes. Equal reports give equal bytes.
    """
    import openpyxl  # noqa: PLC0415 - only a run that writes a workbook pays for the import.

    book = openpyxl.Workbook()
    first: Any = book.active
    book.remove(first)
    taken: set[str] = set()
    sheets = PlanSheets(report, language)
    widths = [width for _, width in WORK_COLUMNS]
    for sheet in sheets.work():
        page = book.create_sheet(_title(sheet.title, taken))
        _fill(page, sheet, report, language, widths)
    for sheet in sheets.rest():
        page = book.create_sheet(_title(sheet.title, taken))
        _fill(page, sheet, report, language, None)
    out = io.BytesIO()
    book.save(out)
    return _settled(out.getvalue(), report)


def _title(title: str, taken: set[str]) -> str:
    """Return a title that Excel accepts and no other sheet has."""
    clean = _NOT_IN_TITLES.sub(" ", title).strip()[: _TITLE - 3] or "-"
    found, number = clean, 1
    while found.casefold() in taken:
        number += 1
        found = f"{clean} {number}"
    taken.add(found.casefold())
    return found


def _fill(
    page: Any, sheet: Sheet, report: PlanReport, language: Language, widths: list[int] | None
) -> None:
    """Write one sheet; without `widths` each column is as wide as its content, within reason."""
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415
    from openpyxl.worksheet.properties import PageSetupProperties  # noqa: PLC0415

    notes = list(sheet.notes)
    if report.facts.is_synthetic:
        notes.insert(0, LABELS["synthetic"].render(language))
        page.oddHeader.center.text = notes[0]
    rows = [list(row) for row in sheet.rows]
    for place, note in enumerate(notes, start=1):
        cell = _write(page, place, 1, note)
        cell.font = Font(bold=True)
    head = len(notes) + 1
    line = Side(style="thin", color="C9D0DC")
    for column, heading in enumerate(sheet.headings, start=1):
        cell = _write(page, head, column, heading)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="E3E8F1")
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        letter = get_column_letter(column)
        cells = [heading, *(str(row[column - 1] or "") for row in rows[:80])]
        page.column_dimensions[letter].width = (
            min(_MAX_WIDTH, max(map(_width, cells)) + 2) if widths is None else widths[column - 1]
        )
    for place, row in enumerate(rows, start=head + 1):
        for column, value in enumerate(row, start=1):
            cell = _write(page, place, column, value)
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            cell.border = Border(bottom=line)
    page.freeze_panes = f"A{head + 1}"
    last = get_column_letter(len(sheet.headings))
    page.auto_filter.ref = f"A{head}:{last}{head + len(rows)}"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = _A4
    page.page_setup.fitToHeight = 0
    page.page_margins.left = page.page_margins.right = _MARGIN
    page.print_title_rows = f"{head}:{head}"
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _write(page: Any, row: int, column: int, value: Any) -> Any:
    cell = page.cell(row=row, column=column)
    if isinstance(value, str):
        cell.value = _ILLEGAL.sub("\ufffd", value)
        cell.data_type = "s"  # Otherwise text that begins with "=" would become a formula.
    elif value is not None:
        cell.value = value
    return cell


def _width(text: str) -> int:
    """Return the width of the longest line of a text in half-width characters."""
    return max(map(width_of, text.split("\n")))


def _settled(content: bytes, report: PlanReport) -> bytes:
    """Return the workbook with the as-of date instead of every clock reading."""
    stamp = datetime.combine(report.facts.as_of, time()).strftime("%Y-%m-%dT%H:%M:%SZ")
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for member in old.infolist():
            data = old.read(member)
            if member.filename == "docProps/core.xml":
                data = _INSTANT.sub(stamp.encode(), data)
            fresh = zipfile.ZipInfo(member.filename, _EPOCH)
            fresh.compress_type = zipfile.ZIP_DEFLATED
            fresh.external_attr = 0o600 << 16
            new.writestr(fresh, data, compresslevel=6)
    return out.getvalue()
