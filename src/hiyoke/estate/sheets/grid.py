"""Rows of cells as a CSV file or worksheet holds them.

What is not here: their meaning (`heading_row`, `reading_rows`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hiyoke.estate.faults import Place
from hiyoke.estate.sheets.cell_text import text_of

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Row:
    """One row of cells.

    Attributes:
        number: Line or row number for messages, from 1.
        cells: Raw values from the first column on.
    """

    number: int
    cells: Sequence[Any]

    def at(self, position: int) -> Any:
        """Return the cell at a position from 0, or None past the end."""
        return self.cells[position] if position < len(self.cells) else None

    def texts(self) -> list[str]:
        """Return the cells that say something, as text."""
        return [text for text in map(text_of, self.cells) if text]


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged area, with row numbers from 1 and columns from 0, both ends included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A sheet of rows and what is known about it.

    Attributes:
        file: Path relative to the estate's folder.
        sheet: Worksheet, or None for a text file.
        rows: All rows in order; empty ones may be left out.
        merges: Merged areas, for a worksheet.
        is_delimited: True for CSV, where a row longer than the heading row is a fault.
    """

    file: str
    sheet: str | None = None
    rows: Sequence[Row]
    merges: Sequence[Merge] = ()
    is_delimited: bool = False

    def place(self, row: int | None = None, column: str | None = None) -> Place:
        """Return a place in this grid."""
        return Place(file=self.file, sheet=self.sheet, row=row, column=column)


def column_letter(position: int) -> str:
    """Return the spreadsheet letter of a column counted from 0.

    Example:
        >>> [column_letter(n) for n in (0, 25, 26, 701, 702)]
        ['A', 'Z', 'AA', 'ZZ', 'AAA']
    """
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
