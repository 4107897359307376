"""Write findings as JSON or CSV, byte for byte the same for the same result.

What is not here: which rows there are (`hiyoke.workflows`).
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any, Final

import msgspec

from hiyoke.tables import FINDINGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: Columns of the CSV form, in order.
CSV_COLUMNS: Final = (*FINDINGS.column_names, "sboms")

_LIST_SEPARATOR: Final = "; "
#: A spreadsheet takes a cell that begins so for a formula; the names are outsiders' text.
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")


def write_json(document: Mapping[str, Any]) -> bytes:
    """Return a result as UTF-8 JSON with sorted keys, indented by two.

    Args:
        document: As `hiyoke.workflows.matching.match_as_rows.match_as_json` gives it.
    """
    text = msgspec.json.encode(document, order="sorted")
    return msgspec.json.format(text, indent=2) + b"\n"


def write_csv(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Return findings as UTF-8 CSV (RFC 4180) with a header.

    Lists are joined by ``; ``, truth values are ``true`` and ``false``, null is empty. A text that
    a spreadsheet would run as a formula gets an apostrophe in front.

    Args:
        rows: As `hiyoke.workflows.matching.match_as_rows.finding_rows` gives them.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(CSV_COLUMNS)
    writer.writerows([_cell(row[name]) for name in CSV_COLUMNS] for row in rows)
    return stream.getvalue().encode()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = _LIST_SEPARATOR.join(value) if isinstance(value, list) else str(value)
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
