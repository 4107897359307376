"""Finding the heading row of a grid and naming its columns.

Title rows above it are skipped; headings nobody knows are kept and mentioned. What is not here:
the rows below (`reading_rows`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hiyoke.estate.faults import quoted
from hiyoke.estate.identifiers import advice
from hiyoke.estate.sheets.cell_text import text_of
from hiyoke.estate.sheets.grid import column_letter
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hiyoke.estate.faults import FaultLog
    from hiyoke.estate.sheets.grid import Grid, Row
    from hiyoke.estate.sheets.spec import ColumnSpec, SheetSpec

#: Rows with content, from the top, among which the heading row is looked for.
HEADING_SEARCH_ROWS = 40


@dataclass(frozen=True, slots=True)
class HeadingRow:
    """The columns of a grid.

    Attributes:
        row: The heading row as written.
        known: Position to column.
        unknown: Position to a heading that nobody knows.
    """

    row: Row
    known: dict[int, ColumnSpec]
    unknown: dict[int, str]

    def name_of(self, position: int) -> str:
        """Return the heading as written, or the column's letter."""
        return text_of(self.row.at(position)) or column_letter(position)


def heading_score(cells: Sequence[Any], spec: SheetSpec) -> int:
    """Return how many different columns of `spec` these cells name."""
    found = (spec.column_of(text_of(cell)) for cell in cells if text_of(cell))
    return len({column.name for column in found if column is not None})


def find_heading_row(grid: Grid, spec: SheetSpec, log: FaultLog) -> HeadingRow | None:
    """Return the first row that names the most columns, or None (and a fault) without one."""
    best: Row | None = None
    best_score = 0
    for row in [row for row in grid.rows if row.texts()][:HEADING_SEARCH_ROWS]:
        score = heading_score(row.cells, spec)
        if score > best_score:
            best, best_score = row, score
    if best is not None:
        return _name_columns(grid, best, spec, log)
    wanted = [column for column in spec.columns if column.is_required]
    log.lost_sheets.add(spec.name)
    log.fault(
        "no_heading",
        grid.place(),
        expected=Text(
            ja=f"見出し行（{'、'.join(c.heading_ja for c in wanted) or '列名'} など）",
            en=f"a heading row with {', '.join(c.name for c in wanted) or 'column names'}",
        ),
        found=Text(ja="見出しなし", en="none"),
        remedy=Text(
            ja="表の上に列の見出しを書いてください（`hiyoke estate init` でひな形を作れます）。",
            en="Put the headings above the rows; `hiyoke estate init` writes a template.",
        ),
    )
    return None


def _name_columns(grid: Grid, row: Row, spec: SheetSpec, log: FaultLog) -> HeadingRow:
    known: dict[int, ColumnSpec] = {}
    unknown: dict[int, str] = {}
    for position, cell in enumerate(row.cells):
        text = text_of(cell)
        column = spec.column_of(text) if text else None
        if column is not None and column in known.values():
            _fault_duplicate(grid, row, column, text, log)
        elif column is not None:
            known[position] = column
        elif text:
            unknown[position] = text
    heading = HeadingRow(row, known, unknown)
    _fault_missing(grid, heading, spec, log)
    _remind_of_unknown(grid, heading, spec, log)
    return heading


def _fault_duplicate(grid: Grid, row: Row, column: ColumnSpec, text: str, log: FaultLog) -> None:
    log.fault(
        "duplicate_heading",
        grid.place(row.number, text),
        expected=Text(
            ja=f"「{column.heading_ja}」（{column.name}）を表す列は一つ",
            en=f"one column for {column.name}",
        ),
        found=Text(ja="二つ目", en="a second one"),
        remedy=Text(ja="どちらかの列を消してください。", en="Remove one of them."),
    )


def _fault_missing(grid: Grid, heading: HeadingRow, spec: SheetSpec, log: FaultLog) -> None:
    present = {column.name for column in heading.known.values()}
    headings = heading.row.texts()
    for column in spec.columns:
        if not column.is_required or column.name in present:
            continue
        log.lost_sheets.add(spec.name)
        log.fault(
            "missing_column",
            grid.place(heading.row.number),
            expected=Text(
                ja=f"「{column.heading_ja}」（{column.name}）の列",
                en=f"a column {column.name} ({column.heading_ja})",
            ),
            found=Text(ja=f"見出しは {'、'.join(headings)[:160]}", en=", ".join(headings)[:160]),
            remedy=Text(
                ja="列を加えるか、見出しの表記を直してください。",
                en="Add the column or correct its heading.",
            ),
        )


def _remind_of_unknown(grid: Grid, heading: HeadingRow, spec: SheetSpec, log: FaultLog) -> None:
    names = [name for column in spec.columns for name in (column.heading_ja, column.name)]
    for text in heading.unknown.values():
        log.remind(
            "unknown_column",
            grid.place(heading.row.number, text),
            expected=Text(ja="知っている見出し", en="a known heading"),
            found=quoted(text),
            remedy=advice(
                text,
                names,
                Text(
                    ja="この列は保存しますが、評価には使いません。",
                    en="The column is kept and not used.",
                ),
            ),
        )
