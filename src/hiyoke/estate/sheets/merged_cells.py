"""Merged cells of a worksheet: filled down where that can mean only one thing, else refused.

A value merged over several rows of one column holds for each of these rows, unless the column
identifies the rows. Every fill is mentioned. What is not here: merged titles above the heading row,
which nobody reads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hiyoke.estate.faults import quoted
from hiyoke.estate.sheets.cell_text import text_of
from hiyoke.estate.sheets.grid import Row
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hiyoke.estate.faults import FaultLog, Place
    from hiyoke.estate.sheets.grid import Grid, Merge
    from hiyoke.estate.sheets.heading_row import HeadingRow
    from hiyoke.estate.sheets.spec import SheetSpec


def last_heading_number(grid: Grid, heading: HeadingRow) -> int:
    """Return the last row of the headings, which may be merged downwards over several rows."""
    number = heading.row.number
    return max([number, *(m.last_row for m in grid.merges if m.first_row <= number <= m.last_row)])


def fill_merges(
    grid: Grid, rows: Sequence[Row], heading: HeadingRow, spec: SheetSpec, log: FaultLog
) -> list[Row]:
    """Return the data rows with vertical merges copied down; fault every other merge in them."""
    by_number = {row.number: list(row.cells) for row in rows}
    for merge in grid.merges:
        touched = [n for n in range(merge.first_row, merge.last_row + 1) if n in by_number]
        if not touched or merge.first_row <= heading.row.number:
            continue
        place = grid.place(merge.first_row, heading.name_of(merge.first_column))
        column = heading.known.get(merge.first_column)
        identifies = column is not None and column.name == spec.key
        if merge.first_column != merge.last_column or identifies:
            _fault_merge(place, log)
            continue
        first = Row(merge.first_row, by_number.get(merge.first_row, ()))
        raw = first.at(merge.first_column)
        for number in touched:
            cells = by_number[number]
            cells.extend([None] * (merge.first_column + 1 - len(cells)))
            cells[merge.first_column] = raw
        if text_of(raw):
            _remind_of_fill(place, merge, raw, log)
    return [Row(row.number, by_number[row.number]) for row in rows]


def _fault_merge(place: Place, log: FaultLog) -> None:
    log.fault(
        "merged_cells",
        place,
        expected=Text(ja="行ごと、列ごとに一つのセル", en="one cell for each row and column"),
        found=Text(ja="結合されたセル", en="merged cells"),
        remedy=Text(
            ja="セルの結合を解除し、各行に値を書いてください。",
            en="Unmerge the cells and write the value into each row.",
        ),
    )


def _remind_of_fill(place: Place, merge: Merge, raw: object, log: FaultLog) -> None:
    span = f"{merge.first_row}-{merge.last_row}"
    log.remind(
        "merged_cells",
        place,
        expected=Text(ja="行ごとに一つのセル", en="one cell for each row"),
        found=Text(
            ja=f"{span} 行目にわたる結合セル（値は{quoted(raw).ja}）",
            en=f"cells merged over rows {span} with {quoted(raw).en}",
        ),
        remedy=Text(
            ja="結合の範囲のすべての行に同じ値があるものとして読みました。",
            en="The value was read for every row of the merge.",
        ),
    )
