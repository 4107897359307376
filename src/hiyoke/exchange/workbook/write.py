"""Writing an estate as an Excel workbook.

Text is always written as text: an identifier keeps its zeros, and a value that begins with ``=``
never becomes a formula. What is not here: the empty template (`template`).
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from hiyoke.estate.written_rows import written_sheets
from hiyoke.languages import Language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from hiyoke.estate import Estate

_HEADING_COLOURS: Final = ("FFFFFFFF", "FF1F3A5F")
_WIDEST = 44
_CLOCK = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:)")


def write_workbook(estate: Estate, *, language: Language = Language.JA) -> bytes:
    """Return an ``.xlsx`` workbook; reading it gives an equal estate.

    Args:
        estate: What to write.
        language: Of sheet names, headings and words.
    """
    from openpyxl import Workbook  # noqa: PLC0415 - heavy; only who writes a workbook pays for it.

    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for sheet in written_sheets(estate, language):
        worksheet = workbook.create_sheet(sheet.spec.title.render(language))
        write_heading(worksheet, sheet.headings)
        for number, row in enumerate(sheet.rows, start=2):
            for position, content in enumerate(row, start=1):
                write_cell(worksheet, number, position, content)
    return saved(workbook)


def write_heading(worksheet: Worksheet, headings: Sequence[str]) -> None:
    """Write and style the heading row, freeze it, and set widths."""
    from openpyxl.styles import Font, PatternFill  # noqa: PLC0415 - as in `write_workbook`.
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - as above.

    letters, ground = _HEADING_COLOURS
    font, fill = Font(bold=True, color=letters), PatternFill("solid", fgColor=ground)
    for position, heading in enumerate(headings, start=1):
        cell = write_cell(worksheet, 1, position, heading)
        cell.font = font
        cell.fill = fill
        width = min(_WIDEST, max(12, 2 * len(heading) + 4))
        worksheet.column_dimensions[get_column_letter(position)].width = width
    worksheet.freeze_panes = "B2"


def write_cell(worksheet: Worksheet, row: int, position: int, content: Any) -> Any:
    """Write one cell and return it; text stays text whatever it looks like."""
    cell = worksheet.cell(row, position)
    if content is None or content == "":
        return cell
    cell.value = content
    if isinstance(content, str):
        cell.data_type = "s"
        cell.number_format = "@"
    elif isinstance(content, date):
        cell.number_format = "yyyy-mm-dd"
    return cell


def saved(workbook: Workbook) -> bytes:
    """Return the bytes of a workbook, the same each time: no clock goes into the file."""
    stream = io.BytesIO()
    workbook.save(stream)
    steady = io.BytesIO()
    with zipfile.ZipFile(stream) as stored, zipfile.ZipFile(steady, "w") as packed:
        for info in stored.infolist():
            part = _CLOCK.sub(rb"\g<1>2000-01-01T00:00:00Z\g<2>", stored.read(info))
            packed.writestr(zipfile.ZipInfo(info.filename), part, zipfile.ZIP_DEFLATED)
    return steady.getvalue()
