"""A small workbook to be filled in or filtered: sheets of text, answer cells with choices.

Text from outside is always text, never a formula, and equal content gives equal bytes. What is
not here: the workbook of an assessment, whose sheets may have a million cells
(`workbook_report`).
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

#: Longest text of one cell that Excel accepts; longer text is cut with an ellipsis.
MAX_CELL: Final = 32_000
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_INSTANT: Final = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_A4: Final = 9
_ANSWER_FILL: Final = "FFF9DB"
_HEAD_FILL: Final = "E3E8F1"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSheet:
    """One sheet.

    Attributes:
        title: At most 31 characters, without brackets, colons or slashes.
        notes: Lines above the headings.
        headings: One for each column.
        widths: Width of each column in characters.
        rows: Cells, as many as headings.
        answers: Columns to be filled in, from 0.
        choices: By row and column, both from 0, the answers that may be chosen.
    """

    title: str
    notes: Sequence[str]
    headings: Sequence[str]
    widths: Sequence[float]
    rows: Sequence[Sequence[Any]]
    answers: frozenset[int] = frozenset()
    choices: Mapping[tuple[int, int], Sequence[str]] = field(default_factory=dict)


def render_form(sheets: Sequence[FormSheet], *, as_of: date) -> bytes:
    """Render sheets as an Excel workbook.

    Args:
        sheets: In order.
        as_of: The date written into the file in place of the clock.
    """
    import openpyxl  # noqa: PLC0415 - only a run that writes a workbook pays for the import.

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        _write(book.create_sheet(sheet.title), sheet)
    out = io.BytesIO()
    book.save(out)
    return _settled(out.getvalue(), as_of)


def _write(page: Any, sheet: FormSheet) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    for line, note in enumerate(sheet.notes, start=1):
        _put(page, line, 1, note)
    top = len(sheet.notes) + (2 if sheet.notes else 1)
    for column, heading in enumerate(sheet.headings, start=1):
        cell = _put(page, top, column, heading)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor=_HEAD_FILL)
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        page.column_dimensions[get_column_letter(column)].width = sheet.widths[column - 1]
    for number, row in enumerate(sheet.rows):
        for column, value in enumerate(row):
            cell = _put(page, top + 1 + number, column + 1, value)
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            if column in sheet.answers:
                cell.fill = PatternFill("solid", fgColor=_ANSWER_FILL)
    _lay_out(page, sheet, top)


def _lay_out(page: Any, sheet: FormSheet, top: int) -> None:
    from openpyxl.utils import get_column_letter  # noqa: PLC0415
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415

    page.freeze_panes = page.cell(top + 1, 1)
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = _A4
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = f"{top}:{top}"
    if not sheet.answers and sheet.rows:
        last = get_column_letter(len(sheet.headings))
        page.auto_filter.ref = f"A{top}:{last}{top + len(sheet.rows)}"
    for (row, column), offered in sorted(sheet.choices.items()):
        listed = ",".join(offered)
        # What is written between the quotes may not hold one; answers outside the list are
        # allowed, since a vendor may need to say more.
        rule = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True)
        rule.showErrorMessage = False
        rule.add(page.cell(top + 1 + row, column + 1))
        page.add_data_validation(rule)


def _put(page: Any, row: int, column: int, value: Any) -> Any:
    cell = page.cell(row, column)
    if isinstance(value, str):
        text = _ILLEGAL.sub("\ufffd", value)
        cell.value = text if len(text) <= MAX_CELL else text[:MAX_CELL] + "…"
        cell.data_type = "s"  # Otherwise text that begins with "=" would become a formula.
    else:
        cell.value = value
    return cell


def _settled(content: bytes, as_of: date) -> bytes:
    """Return the workbook with the as-of date instead of every clock reading."""
    stamp = datetime.combine(as_of, time()).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for member in old.infolist():
            data = old.read(member)
            if member.filename == "docProps/core.xml":
                data = _INSTANT.sub(stamp, data)
            fresh = zipfile.ZipInfo(member.filename, _EPOCH)
            fresh.compress_type = zipfile.ZIP_DEFLATED
            fresh.external_attr = 0o600 << 16
            new.writestr(fresh, data, compresslevel=6)
    return out.getvalue()
