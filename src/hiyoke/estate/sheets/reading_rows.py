"""From a grid to records: one record for each row that says something.

Empty rows, example rows and comments are left out and counted; nothing else is. What is not here:
the meaning of the values (`hiyoke.estate.assemble`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from hiyoke.estate.sheets.cell_text import text_of
from hiyoke.estate.sheets.grid import Row, column_letter
from hiyoke.estate.sheets.heading_row import find_heading_row
from hiyoke.estate.sheets.merged_cells import fill_merges, last_heading_number
from hiyoke.estate.sheets.records import Cell, Record
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hiyoke.estate.faults import FaultLog
    from hiyoke.estate.sheets.grid import Grid
    from hiyoke.estate.sheets.heading_row import HeadingRow
    from hiyoke.estate.sheets.spec import SheetSpec

#: What a row begins with when it says itself that it is an example or a comment. No identifier
#: can begin so, hence no real row is lost.
_ASIDE = re.compile(r"[#※]|(?:記入)?例[:：]|[(（\[【](?:記入)?例[)）\]】]|example:", re.IGNORECASE)
_END_MARKS = frozenset({"以上", "以下余白", "計", "合計", "total"})


def read_grid(grid: Grid, spec: SheetSpec, log: FaultLog) -> list[Record]:
    """Return the records of one sheet.

    Args:
        grid: The rows.
        spec: What the sheet promises.
        log: Receives faults (no heading, a required column missing, ambiguous merges, rows too
            long) and reminders (unknown columns, filled merges).

    Returns:
        Records in order; empty when there is no heading row.
    """
    heading = find_heading_row(grid, spec, log)
    if heading is None:
        return []
    last = last_heading_number(grid, heading)
    data = [row for row in grid.rows if row.number > last and _says_something(row, grid, log)]
    rows = fill_merges(grid, data, heading, spec, log)
    _remind_of_unnamed(grid, rows, heading, log)
    return [_record(grid, row, heading, spec, log) for row in rows]


def _says_something(row: Row, grid: Grid, log: FaultLog) -> bool:
    texts = row.texts()
    if not texts:
        return False
    is_end = len(texts) == 1 and texts[0].casefold() in _END_MARKS
    if is_end or _ASIDE.match(texts[0]):
        log.ignored_rows.append(grid.place(row.number))
        return False
    return True


def _remind_of_unnamed(grid: Grid, rows: Sequence[Row], heading: HeadingRow, log: FaultLog) -> None:
    width = len(heading.row.cells) if grid.is_delimited else _width(rows)
    for position in range(width):
        if position in heading.known or position in heading.unknown:
            continue
        count = sum(bool(text_of(row.at(position))) for row in rows)
        if count == 0 or text_of(heading.row.at(position)):
            continue
        log.remind(
            "unnamed_column",
            grid.place(heading.row.number, column_letter(position)),
            expected=Text(ja="列の見出し", en="a heading"),
            found=Text(
                ja=f"見出しのない列に {count} 個の値", en=f"{count} values without a heading"
            ),
            remedy=Text(
                ja="見出しを付けるか、列を消してください。値は保存しますが使いません。",
                en="Name the column or remove it; its values are kept and not used.",
            ),
        )


def _width(rows: Sequence[Row]) -> int:
    return max((len(row.cells) for row in rows), default=0)


def _record(grid: Grid, row: Row, heading: HeadingRow, spec: SheetSpec, log: FaultLog) -> Record:
    cells = {
        column.name: Cell(row.at(position), grid.place(row.number, heading.name_of(position)))
        for position, column in heading.known.items()
    }
    extra: dict[str, Any] = {}
    wanted = len(heading.row.cells)
    is_too_long = grid.is_delimited and any(map(text_of, row.cells[wanted:]))
    for position, cell in enumerate(row.cells[:wanted] if grid.is_delimited else row.cells):
        text = text_of(cell)
        if text and position not in heading.known:
            extra[heading.unknown.get(position, column_letter(position))] = text
    if is_too_long:
        log.fault(
            "too_many_cells",
            grid.place(row.number),
            expected=Text(ja=f"{wanted} 列まで", en=f"at most {wanted} cells"),
            found=Text(ja=f"{len(row.cells)} 列", en=f"{len(row.cells)} cells"),
            remedy=Text(
                ja='区切り文字を含む値は " で囲んでください。',
                en="Put values that contain the separator between double quotes.",
            ),
        )
    return Record(spec.name, grid.place(row.number), cells, extra)
