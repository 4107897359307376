"""Reading an estate from Excel workbooks, as offices keep them.

Stored results of formulas are used; a formula without a result, an error value and an ambiguous
merge are faults with row and column. Hidden and filtered rows count like all others, and are
mentioned. What is not here: headings and values (`hiyoke.estate.sheets`).
"""

from __future__ import annotations

import io
import re
import unicodedata
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from python_calamine import CalamineError, CalamineWorkbook

from hiyoke.estate import Place, quoted
from hiyoke.estate.identifiers import advice
from hiyoke.estate.sheets import (
    SHEETS,
    Grid,
    Merge,
    Row,
    normalise_heading,
    read_grid,
    sheet_named,
)
from hiyoke.exchange.workbook.cell_marks import (
    DAMAGED,
    CellMarks,
    UnusableWorkbookError,
    oversized,
    scan_workbook,
)
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hiyoke.estate import FaultLog
    from hiyoke.estate.sheets import Record, SheetSpec

SUFFIXES: Final = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
#: Largest workbook file; a larger one is refused.
MAX_WORKBOOK_BYTES: Final = 64 * 1024**2

_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0"
_DEFAULT_NAME = re.compile(r"(?:sheet|シート|ワークシート|worksheet)\d*")
_ASIDES = frozenset(
    map(
        normalise_heading,
        ("使い方", "説明", "注意", "選択肢", "読み方", "howto", "notes", "lists", "readme"),
    )
)


def read_workbook(content: bytes, origin: str, log: FaultLog) -> list[Record]:
    """Return the records of every sheet that is named as one of an estate's sheets.

    Args:
        content: The file.
        origin: Its path, for messages.
        log: Receives faults and reminders.
    """
    try:
        _refuse_other_formats(content)
        marks = scan_workbook(content)
        with _damage_is_refused():
            workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = list(workbook.sheet_names)
        records: list[Record] = []
        for name in names:
            spec = _spec_for(name, names, origin)
            if spec is None:
                _remind_of_unused(origin, name, log)
                continue
            noticed = marks.get(name, CellMarks())
            grid = _grid(workbook, origin, name, noticed)
            records += _read_sheet(grid, spec, noticed, log)
    except UnusableWorkbookError as error:
        log.lost_sheets.update(spec.name for spec in SHEETS)
        _fault_unusable(origin, error.found, log)
        return []
    return records


def _refuse_other_formats(content: bytes) -> None:
    """Let only ``.xlsx`` and ``.xlsm`` pass; the scan bounds these before anything else opens them.

    A damaged ``.xls`` can keep its reader busy for ever, and a password looks like one.
    """
    if len(content) > MAX_WORKBOOK_BYTES:
        raise UnusableWorkbookError(oversized(MAX_WORKBOOK_BYTES))
    if content.startswith(_OLE):
        raise UnusableWorkbookError(
            Text(
                ja="古い .xls 形式か、パスワードの付いたブック",
                en="an old .xls workbook, or one with a password",
            )
        )
    if not content.startswith(_ZIP):
        raise UnusableWorkbookError(
            Text(ja="Excel ブックではないファイル", en="another kind of file")
        )


@contextmanager
def _damage_is_refused() -> Iterator[None]:
    """Turn every failure of the spreadsheet reader into a refusal, its panics among them."""
    try:
        yield
    except (CalamineError, OSError, ValueError) as error:
        raise UnusableWorkbookError(DAMAGED) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise UnusableWorkbookError(DAMAGED) from error


def _spec_for(name: str, names: list[str], origin: str) -> SheetSpec | None:
    """Return the sheet a worksheet's name means; a nameless single sheet takes the file's name."""
    spec = sheet_named(name)
    plain = unicodedata.normalize("NFKC", name).casefold().replace(" ", "")
    if spec is None and len(names) == 1 and _DEFAULT_NAME.fullmatch(plain):
        return sheet_named(PurePosixPath(origin).stem)
    return spec


def _grid(workbook: Any, origin: str, name: str, marks: CellMarks) -> Grid:
    with _damage_is_refused():
        sheet = workbook.get_sheet_by_name(name)
        rows = sheet.to_python(skip_empty_area=False)
        merges = sheet.merged_cell_ranges or []
    for (number, position), spoiled in marks.spoiled.items():
        # The fast reader leaves out trailing cells that have no value, and these may be such.
        rows.extend([] for _ in range(number - len(rows)))
        cells = rows[number - 1]
        cells.extend([None] * (position + 1 - len(cells)))
        cells[position] = spoiled
    return Grid(
        file=origin,
        sheet=name,
        rows=[Row(number, cells) for number, cells in enumerate(rows, start=1)],
        merges=[Merge(a[0] + 1, a[1], b[0] + 1, b[1]) for a, b in merges],
    )


def _read_sheet(grid: Grid, spec: SheetSpec, marks: CellMarks, log: FaultLog) -> list[Record]:
    if not any(row.texts() for row in grid.rows):
        return []
    records = read_grid(grid, spec, log)
    read_rows = {record.place.row for record in records}
    hidden = sorted(number for number in marks.hidden_rows if number in read_rows)
    if hidden:
        _remind_of_hidden(grid, hidden, log)
    return records


def _remind_of_hidden(grid: Grid, hidden: list[int], log: FaultLog) -> None:
    shown = ", ".join(map(str, hidden[:10])) + (" ..." if len(hidden) > 10 else "")  # noqa: PLR2004
    log.remind(
        "hidden_rows",
        grid.place(hidden[0]),
        expected=Text(ja="見える行", en="visible rows"),
        found=Text(
            ja=f"非表示またはフィルターで隠れた {len(hidden)} 行（{shown}）",
            en=f"{len(hidden)} hidden or filtered rows ({shown})",
        ),
        remedy=Text(
            ja="隠れた行も読みました。要らない行は削除してください。",
            en="They were read like all others; delete rows that should not count.",
        ),
    )


def _remind_of_unused(origin: str, name: str, log: FaultLog) -> None:
    if normalise_heading(name) in _ASIDES:
        return
    titles = [title for spec in SHEETS for title in spec.title]
    log.remind(
        "unknown_sheet",
        Place(file=origin, sheet=name),
        expected=Text(
            ja="サービス、システム、通信経路などのシート名",
            en="a sheet named services, systems, links ...",
        ),
        found=quoted(name),
        remedy=advice(
            name,
            titles,
            Text(ja="このシートは読んでいません。", en="The sheet was not read."),
        ),
    )


def _fault_unusable(origin: str, found: Text, log: FaultLog) -> None:
    log.fault(
        "unreadable_file",
        Place(file=origin),
        expected=Text(
            ja="パスワードのない Excel ブック（.xlsx、.xlsm）",
            en="an Excel workbook without a password (.xlsx or .xlsm)",
        ),
        found=found,
        remedy=Text(
            ja="Excel で開き、パスワードを外して .xlsx 形式で保存し直してください。",
            en="Open it in Excel, remove the password and save it again as .xlsx.",
        ),
    )
