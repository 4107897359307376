"""One sheet of the workbook: headings and rows, before it is laid out.

What is not here: which sheets there are (`workbook_sheets`, `exposure_sheets`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Sheet(NamedTuple):
    """One sheet.

    Attributes:
        title: Name of the sheet; at most 31 characters, without brackets, colons or slashes.
        headings: One for each column.
        rows: Cells, as many as headings.
        notes: Lines above the headings.
    """

    title: str
    headings: list[str]
    rows: Iterable[list[Any]]
    notes: Sequence[str] = ()
