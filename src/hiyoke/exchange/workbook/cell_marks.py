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
from xml.parsers import expat

from defusedxml import ElementTree

from hiyoke.estate.sheets import SpoiledCell
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Largest unpacked workbook; a larger one is refused before it is opened.
MAX_UNPACKED_BYTES: Final = 512 * 1024**2
#: Largest worksheet, counted as the rectangle around its cells; larger ones are refused.
MAX_AREA: Final = 8_000_000

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


#: Stands for whatever a library says about a broken file, in words of its own.
DAMAGED: Final = Text(ja="壊れた部分のあるファイル", en="a damaged file")


class UnusableWorkbookError(Exception):
    """A workbook is damaged, oversized or not a workbook.

    Args:
        found: What it is instead.
    """

    def __init__(self, found: Text) -> None:
        self.found = found
        super().__init__(found.en)


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


def oversized(limit: int) -> Text:
    """Return what is said of a file that is larger than `limit` bytes."""
    size = f"{limit // 1024**2} MiB"
    return Text(ja=f"{size} を超えるファイル", en=f"a file of more than {size}")


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
        raise UnusableWorkbookError(DAMAGED) from error


def _refuse_bombs(archive: zipfile.ZipFile) -> None:
    """Unpack every member once, so that no later reader meets a size that the index denies."""
    total = 0
    for info in archive.infolist():
        total += info.file_size
        if total > MAX_UNPACKED_BYTES:
            raise UnusableWorkbookError(oversized(MAX_UNPACKED_BYTES))
    if archive.testzip() is not None:
        raise UnusableWorkbookError(DAMAGED)


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
    scan = _SheetScan()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = scan.start
    parser.EndElementHandler = scan.end
    parser.CharacterDataHandler = scan.text
    parser.ParseFile(stream)
    return scan.marks


def _refuse_doctype(*_declaration: object) -> None:
    """Refuse what could declare entities; no spreadsheet program writes it."""
    raise UnusableWorkbookError(DAMAGED)


class _SheetScan:
    """Follows the elements of a worksheet; text is kept for formulas and results only."""

    def __init__(self) -> None:
        self.marks = CellMarks()
        self._row = 0
        self._column = -1
        self._kind = ""
        self._inside = ""
        self._parts: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Note where a row or cell stands, and which part of a cell begins."""
        tag = name.rpartition(":")[2]
        if tag == "row":
            self._row = int(attributes.get("r") or self._row + 1)
            self._column = -1
            if attributes.get("hidden") in ("1", "true"):
                self.marks.hidden_rows.add(self._row)
        elif tag == "c":
            place = attributes.get("r")
            self._row, self._column = _position(place, self._row, self._column + 1)
            self._kind = attributes.get("t", "")
            self._parts = {}
        elif tag in ("f", "v", "is"):
            self._inside = tag
            self._parts[tag] = ""

    def text(self, text: str) -> None:
        """Keep the text of a formula or a result."""
        if self._inside:
            self._parts[self._inside] += text

    def end(self, name: str) -> None:
        """Judge a cell when it ends."""
        tag = name.rpartition(":")[2]
        if tag == self._inside:
            self._inside = ""
        elif tag == "c":
            _note_cell(self.marks, self._kind, self._parts, (self._row, self._column))


def _position(reference: str | None, row: int, column: int) -> tuple[int, int]:
    match = _REFERENCE.fullmatch(reference or "")
    if match is None:
        return row, column
    number = 0
    for letter in match[1]:
        number = number * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), number - 1


def _note_cell(marks: CellMarks, kind: str, parts: dict[str, str], place: tuple[int, int]) -> None:
    row, column = place
    marks.last_row = max(marks.last_row, row)
    marks.last_column = max(marks.last_column, column)
    if marks.last_row * (marks.last_column + 1) > MAX_AREA:
        raise UnusableWorkbookError(
            Text(
                ja=f"{MAX_AREA:,} セルを超えるシート",
                en=f"a worksheet of more than {MAX_AREA:,} cells",
            )
        )
    if kind == "e":
        marks.spoiled[place] = SpoiledCell("error_value", parts.get("v") or "#ERROR")
    elif "f" in parts and not parts.get("v") and kind != "str" and "is" not in parts:
        shown = f"={parts['f']}" if parts["f"] else "="
        marks.spoiled[place] = SpoiledCell("formula_without_value", shown)
