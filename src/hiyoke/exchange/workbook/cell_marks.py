"""What a fast spreadsheet reader does not tell: formulas without a result, errors, hidden rows.

Each worksheet of an ``.xlsx`` file is scanned once, which also finds how large it would become in
memory before anything else opens it. What is not here: values.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Final

from defusedxml import ElementTree

from hiyoke.estate.sheets import SpoiledCell

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

#: Largest unpacked workbook; a larger one is refused before it is opened.
MAX_UNPACKED_BYTES: Final = 512 * 1024**2
#: Largest worksheet, counted as the rectangle around its cells; larger ones are refused.
MAX_AREA: Final = 8_000_000

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


class UnusableWorkbookError(Exception):
    """A workbook is damaged, oversized or not a workbook; the message says which."""


@dataclass(slots=True)
class CellMarks:
    """What was noticed on one worksheet; rows from 1, columns from 0.

    Attributes:
        spoiled: Cells with a formula and no stored result, or with an error such as ``#REF!``.
        hidden_rows: Rows that are hidden or filtered away.
        last_row: Last row with a cell.
        last_column: Last column with a cell.
    """

    spoiled: dict[tuple[int, int], SpoiledCell] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    last_row: int = 0
    last_column: int = 0


def scan_workbook(content: bytes) -> dict[str, CellMarks]:
    """Return the marks of every worksheet by its path inside the file's order of sheets.

    Args:
        content: An ``.xlsx`` or ``.xlsm`` file.

    Returns:
        Marks by worksheet name.

    Raises:
        UnusableWorkbookError: The file is damaged, or too large once unpacked.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_bombs(archive)
            marks = {}
            for name, path in _sheet_paths(archive):
                with archive.open(path) as stream:
                    marks[name] = _scan_sheet(stream)
            return marks
    except UnusableWorkbookError:
        raise
    except Exception as error:
        raise UnusableWorkbookError(f"{type(error).__name__}: {error}"[:160]) from error


def _refuse_bombs(archive: zipfile.ZipFile) -> None:
    """Unpack every member once, so that no later reader meets a size that the index denies."""
    total = 0
    for info in archive.infolist():
        total += info.file_size
        if total > MAX_UNPACKED_BYTES:
            raise UnusableWorkbookError(f"more than {MAX_UNPACKED_BYTES // 1024**2} MiB unpacked")
    if archive.testzip() is not None:
        raise UnusableWorkbookError("a damaged part")


def _sheet_paths(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    root = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {element.get("Id"): element.get("Target", "") for element in relations}
    present = set(archive.namelist())
    for element in root.iter():
        if _local(element.tag) != "sheet":
            continue
        relation = next((v for k, v in element.attrib.items() if _local(k) == "id"), None)
        target = targets.get(relation, "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
        if posixpath.normpath(path) in present:
            yield element.get("name", ""), posixpath.normpath(path)


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _scan_sheet(stream: IO[bytes]) -> CellMarks:
    marks = CellMarks()
    row, column = 0, -1
    for event, element in ElementTree.iterparse(stream, events=("start", "end")):
        tag = _local(element.tag)
        if event == "start" and tag == "row":
            row = int(element.get("r") or row + 1)
            column = -1
            if element.get("hidden") in ("1", "true"):
                marks.hidden_rows.add(row)
        elif event == "end" and tag == "c":
            row, column = _position(element.get("r"), row, column + 1)
            _note_cell(marks, element, row, column)
            element.clear()
        elif event == "end" and tag == "row":
            element.clear()
    return marks


def _position(reference: str | None, row: int, column: int) -> tuple[int, int]:
    match = _REFERENCE.fullmatch(reference or "")
    if match is None:
        return row, column
    number = 0
    for letter in match[1]:
        number = number * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), number - 1


def _note_cell(marks: CellMarks, element: Element, row: int, column: int) -> None:
    marks.last_row = max(marks.last_row, row)
    marks.last_column = max(marks.last_column, column)
    if marks.last_row * (marks.last_column + 1) > MAX_AREA:
        raise UnusableWorkbookError(f"a worksheet of more than {MAX_AREA:,} cells")
    children = {_local(child.tag): child for child in element}
    kind, formula = element.get("t", ""), children.get("f")
    result = children["v"].text if "v" in children else None
    if kind == "e":
        marks.spoiled[row, column] = SpoiledCell("error_value", result or "#ERROR")
    elif formula is not None and not result and kind != "str" and "is" not in children:
        shown = f"={formula.text}" if formula.text else "="
        marks.spoiled[row, column] = SpoiledCell("formula_without_value", shown)
