"""Reading the CSV files of an estate: any of three separators, any of three encodings.

What is not here: headings and values (`hiyoke.estate.sheets`).
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from hiyoke.estate import Place
from hiyoke.estate.sheets import Grid, Row, heading_score, read_grid
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hiyoke.estate import FaultLog
    from hiyoke.estate.sheets import Record, SheetSpec

SEPARATORS: Final = (",", "\t", ";")
#: Rows looked at to find the separator.
_SAMPLE_ROWS: Final = 40
#: Most rows of one file; further ones are a fault.
MAX_ROWS: Final = 500_000


def read_csv(text: str, origin: str, spec: SheetSpec, log: FaultLog) -> list[Record]:
    """Return the records of one CSV file.

    Args:
        text: Content of the file.
        origin: Its path, for messages.
        spec: The sheet its name means.
        log: Receives faults and reminders.
    """
    separator = _separator_of(text, spec)
    rows: list[Row] = []
    try:
        for row in _rows(text, separator):
            rows.append(row)
            if len(rows) > MAX_ROWS:
                log.lost_sheets.add(spec.name)
                _fault_length(origin, log)
                return []
    except csv.Error as error:
        log.lost_sheets.add(spec.name)
        last = rows[-1].number if rows else 0
        _fault_syntax(Place(file=origin, row=last + 1), error, log)
        return []
    return read_grid(Grid(file=origin, rows=rows, is_delimited=True), spec, log)


def _rows(text: str, separator: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 1
    for cells in reader:
        yield Row(number, cells)
        number = reader.line_num + 1


def _separator_of(text: str, spec: SheetSpec) -> str:
    """Return the separator under which the first rows name the most columns; comma in a tie."""
    return max(SEPARATORS, key=lambda separator: _score(text, separator, spec))


def _score(text: str, separator: str, spec: SheetSpec) -> int:
    best = 0
    try:
        for count, row in enumerate(_rows(text, separator)):
            best = max(best, heading_score(row.cells, spec))
            if count >= _SAMPLE_ROWS:
                break
    except csv.Error:
        return best
    return best


def _fault_length(origin: str, log: FaultLog) -> None:
    log.fault(
        "unreadable_file",
        Place(file=origin),
        expected=Text(ja=f"{MAX_ROWS:,} 行まで", en=f"at most {MAX_ROWS:,} rows"),
        found=Text(ja="それより多い行", en="more"),
        remedy=Text(ja="正しいファイルか確かめてください。", en="Check that it is the right file."),
    )


def _fault_syntax(place: Place, error: csv.Error, log: FaultLog) -> None:
    log.fault(
        "malformed_csv",
        place,
        expected=Text(ja='対になった引用符（"）', en="double quotes in pairs"),
        found=Text(ja="引用符の誤り、または長すぎる値", en=f"a syntax error ({error})"),
        remedy=Text(
            ja='この行の " を確かめてください。値の中の " は二つ重ねて書きます。',
            en='Check the double quotes of this row; write "" for one inside a value.',
        ),
    )
