"""The assessment as an Excel workbook in one language, one sheet for each part of the report.

Text from outside is always written as text, never as a formula. What is not here: the page.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime, time
from typing import TYPE_CHECKING, Any, Final

from hiyoke.languages import Language, Text
from hiyoke.reports.assessment.findings_table import ASSESSED_FINDINGS
from hiyoke.reports.assessment.workbook_codes import CodeWords
from hiyoke.reports.assessment.workbook_rows import column_letters, rows_as_xml
from hiyoke.reports.assessment.workbook_sheets import sheets_of
from hiyoke.reports.labels import LABELS
from hiyoke.reports.sheet import Sheet

if TYPE_CHECKING:
    from hiyoke.reports.assessment.assessment import Assessment

#: Rows that Excel can hold; further findings are left to the CSV and Parquet files, and counted.
MAX_ROWS: Final = 1_048_000
#: Longest text of one cell that Excel accepts; longer text is cut with an ellipsis.
MAX_CELL: Final = 32_000
#: Widest column, in characters.
_MAX_WIDTH: Final = 60
_MIN_WIDTH: Final = 8
#: Excel's number for A4 paper.
_A4: Final = 9
#: Rows looked at to choose the width of a column.
_MEASURED: Final = 60
#: Control characters that XML cannot carry.
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: The earliest date a zip member may have: equal content gives equal bytes.
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
#: Any day at all; its cell shows which format the library gives to dates.
_ANY_DAY: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - only its type matters.
_INSTANT: Final = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_DIMENSION: Final = re.compile(rb"<dimension [^>]*/>")
_END_OF_ROWS: Final = b"</sheetData>"

_CUT = Text(
    ja="全 {n} 行のうち先頭 {shown} 行です。残りは findings.csv と findings.parquet にあります。",
    en="The first {shown} of {n} rows; the rest is in findings.csv and findings.parquet.",
)


def render_workbook(assessment: Assessment, table: Any, language: Language) -> bytes:
    """Render the report as an Excel workbook.

    Args:
        assessment: What was found.
        table: An `ASSESSED_FINDINGS` table.
        language: The one language of its headings and sentences.

    Returns:
        The file's bytes. Equal assessments give equal bytes.

    Cost:
        About 2 microseconds a cell.
    """
    import openpyxl  # noqa: PLC0415 - only a run that writes a workbook pays for the import.

    book = openpyxl.Workbook(write_only=True)
    sheets = [*sheets_of(assessment, language), _findings_sheet(assessment, table, language)]
    rows = [_write_sheet(book, sheet, assessment, language) for sheet in sheets]
    out = io.BytesIO()
    book.save(out)
    return _settled(out.getvalue(), assessment, rows)


def _findings_sheet(assessment: Assessment, table: Any, language: Language) -> Sheet:
    words = CodeWords(assessment.run.table, language)
    rows = (
        [words.say(name, row[name]) for name in table.column_names]
        for row in table.slice(0, MAX_ROWS).to_pylist()
    )
    notes = []
    if table.num_rows > MAX_ROWS:
        notes = [_CUT.fill(n=table.num_rows, shown=MAX_ROWS).render(language)]
    headings = [
        column.meaning.ja if language is Language.JA else column.name
        for column in ASSESSED_FINDINGS.columns
    ]
    return Sheet(Text("検出", "Findings").render(language), headings, rows, notes)


def _write_sheet(book: Any, sheet: Sheet, assessment: Assessment, language: Language) -> str:
    """Lay a sheet out and write its headings; return its rows, which go in afterwards."""
    page = book.create_sheet(sheet.title)
    rows = [[_plain(cell) for cell in row] for row in sheet.rows]
    top = list(sheet.notes)
    if assessment.run.is_synthetic:
        mark = LABELS["synthetic"].render(language)
        top.insert(0, mark)
        page.oddHeader.center.text = mark
    letters = column_letters(len(sheet.headings))
    for place, (letter, heading) in enumerate(zip(letters, sheet.headings, strict=True)):
        widths = [_width(str(row[place] or "")) for row in rows[:_MEASURED]]
        width = min(_MAX_WIDTH, max([_MIN_WIDTH, _width(heading), *widths]) + 2)
        page.column_dimensions[letter].width = width
    first = len(top) + 2
    page.freeze_panes = f"A{first}"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = _A4
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr = _fit_to_width()
    for note in top:
        page.append([_styled(page, note)])
    page.append([_styled(page, heading, fill="E3E8F1") for heading in sheet.headings])
    page.auto_filter.ref = f"A{first - 1}:{letters[-1]}{first - 1 + len(rows)}"
    return rows_as_xml(rows, first=first, date_style=_date_style(page))


def _date_style(page: Any) -> int:
    """Return the index of the cell format for dates, registered with the workbook."""
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415

    cell = WriteOnlyCell(page, value=_ANY_DAY)
    cell.number_format = "yyyy-mm-dd"
    return int(cell.style_id)


def _fit_to_width() -> Any:
    from openpyxl.worksheet.properties import PageSetupProperties  # noqa: PLC0415

    return PageSetupProperties(fitToPage=True)


def _plain(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        value = "; ".join(map(str, value))
    if isinstance(value, str):
        text = _ILLEGAL.sub("\ufffd", value)
        return text if len(text) <= MAX_CELL else text[:MAX_CELL] + "…"
    return value


def _styled(page: Any, text: str, *, fill: str | None = None) -> Any:
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
    from openpyxl.styles import Alignment, Font, PatternFill  # noqa: PLC0415

    cell = WriteOnlyCell(page, value=text)
    cell.data_type = "s"  # Otherwise text that begins with "=" would become a formula.
    cell.font = Font(bold=True)
    cell.alignment = Alignment(vertical="top", wrap_text=fill is not None)
    if fill is not None:
        cell.fill = PatternFill("solid", fgColor=fill)
    return cell


def _width(text: str) -> int:
    """Return the width of a text in half-width characters."""
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)  # noqa: PLR2004 - CJK.


def _settled(content: bytes, assessment: Assessment, rows: list[str]) -> bytes:
    """Return the workbook with its rows, and the as-of date instead of every clock reading."""
    stamp = datetime.combine(assessment.run.as_of, time()).strftime("%Y-%m-%dT%H:%M:%SZ")
    added = {f"xl/worksheets/sheet{n}.xml": text for n, text in enumerate(rows, start=1)}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for member in old.infolist():
            data = old.read(member)
            if member.filename == "docProps/core.xml":
                data = _INSTANT.sub(stamp.encode(), data)
            if member.filename in added:
                data = _DIMENSION.sub(b"", data)  # It spoke of the headings alone.
                row_data = added[member.filename].encode("utf-8", "replace")
                data = data.replace(_END_OF_ROWS, row_data + _END_OF_ROWS)
            fresh = zipfile.ZipInfo(member.filename, _EPOCH)
            fresh.compress_type = zipfile.ZIP_DEFLATED
            fresh.external_attr = 0o600 << 16
            new.writestr(fresh, data, compresslevel=6)
    return out.getvalue()
