"""Writing an estate as CSV files, for people who keep their ledgers in a spreadsheet.

What is not here: Excel workbooks (`hiyoke.exchange.workbook`).
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from hiyoke.estate.sheets import text_of
from hiyoke.estate.written_rows import written_sheets
from hiyoke.languages import Language

if TYPE_CHECKING:
    from hiyoke.estate import Estate
    from hiyoke.estate.written_rows import WrittenSheet


def write_csv_files(
    estate: Estate,
    *,
    language: Language = Language.JA,
    encoding: str = "utf-8-sig",
    separator: str = ",",
) -> dict[str, bytes]:
    """Return one CSV file for each sheet, by file name; reading them gives an equal estate.

    Args:
        estate: What to write.
        language: Of headings and words.
        encoding: ``utf-8-sig`` (which Excel understands), ``utf-8``, ``cp932`` or ``utf-16``.
        separator: One of ``,``, tab and ``;``.

    Raises:
        UnicodeEncodeError: A text has a character that `encoding` lacks.
    """
    return {
        f"{sheet.spec.name}.csv": _csv_text(sheet, separator).encode(encoding)
        for sheet in written_sheets(estate, language)
    }


def _csv_text(sheet: WrittenSheet, separator: str) -> str:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=separator, lineterminator="\r\n")
    writer.writerow(sheet.headings)
    writer.writerows([text_of(cell) for cell in row] for row in sheet.rows)
    return stream.getvalue()
