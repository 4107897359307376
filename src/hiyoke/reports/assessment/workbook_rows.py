"""Rows of a sheet as SpreadsheetML, written as text.

A workbook of a large estate has a million cells. The workbook library lays out each sheet and
writes its headings; the rows below come from here, at a twentieth of the library's time for a
cell. What is not here: the layout (`workbook_report`).

Source:
    ECMA-376 part 1, 18.3.1.4 (c) and 18.3.1.73 (row): inline strings, numbers, serial dates.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: Day 0 of Excel's calendar.
_EPOCH: Final = date(1899, 12, 30)


def column_letters(count: int) -> list[str]:
    """Return the names of the first `count` columns, at most 702.

    Example:
        >>> column_letters(28)[-3:]
        ['Z', 'AA', 'AB']
    """
    alphabet = [chr(ord("A") + place) for place in range(26)]
    names = [*alphabet, *(one + two for one in alphabet for two in alphabet)]
    return names[:count]


def rows_as_xml(rows: Iterable[Sequence[Any]], *, first: int, date_style: int) -> str:
    """Return rows as the content of a sheet's data.

    Args:
        rows: Cells: text, numbers, dates, booleans; None leaves a cell out.
        first: Number of the first row, from 1.
        date_style: Index of a cell format that shows a serial number as a date.

    Returns:
        ``<row>`` elements. Text is always an inline string, so nothing becomes a formula.
    """
    letters: list[str] = []
    parts = []
    for number, row in enumerate(rows, start=first):
        if len(letters) < len(row):
            letters = column_letters(len(row))
        cells = [
            _cell(f"{letter}{number}", value, date_style)
            for letter, value in zip(letters, row, strict=False)
            if value is not None
        ]
        parts.append(f'<row r="{number}">{"".join(cells)}</row>')
    return "".join(parts)


def _cell(place: str, value: Any, date_style: int) -> str:
    if isinstance(value, str):
        text = escape(value)
        return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, date):
        return f'<c r="{place}" s="{date_style}"><v>{(value - _EPOCH).days}</v></c>'
    return f'<c r="{place}"><v>{value!r}</v></c>'
