"""Loading an estate: which file is what, read by the format it has, and judged as one.

A folder may mix YAML, CSV and Excel; rows of one sheet add up across files. What is not here: the
formats (`hiyoke.exchange.estate_folder`, `hiyoke.exchange.workbook`).
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hiyoke.errors import UsageError
from hiyoke.estate import (
    SBOM_FOLDER,
    Estate,
    EstateReading,
    FaultLog,
    Place,
    assemble_estate,
    quoted,
)
from hiyoke.estate.identifiers import advice
from hiyoke.estate.sheets import SHEETS, sheet_named
from hiyoke.exchange.estate_folder import read_csv, read_text_file, read_yaml
from hiyoke.exchange.workbook import SUFFIXES, read_workbook
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hiyoke.estate.sheets import Record, SheetSpec

#: Most files of an estate's folder; a folder with more is not an estate.
MAX_FILES: Final = 200_000

_YAML: Final = (".yaml", ".yml")
_CSV: Final = (".csv", ".tsv")
_NUMBERING = re.compile(r"^[\d\W_]+|[\d\W_]+$")


def load_estate(path: Path) -> Estate:
    """Return the estate at `path`.

    Args:
        path: A folder, or one Excel workbook.

    Raises:
        UsageError: There is nothing at `path`.
        FaultsError: The files have faults; all are listed.
    """
    return read_estate(path).require(str(path))


def read_estate(path: Path) -> EstateReading:
    """Read an estate and note every fault; see `load_estate`.

    Raises:
        UsageError: There is nothing at `path`.
    """
    _check_present(path)
    log = FaultLog()
    if path.is_dir():
        root, tables = path, sorted(item for item in path.iterdir() if item.is_file())
        files = list(_files_below(root, "."))
    else:
        root, tables = path.parent, [path]
        files = [item.name for item in root.iterdir() if item.is_file()]
        files += _files_below(root, SBOM_FOLDER)
    records: list[Record] = []
    for table in tables:
        records += _read_table(table, log, is_alone=not path.is_dir())
    return assemble_estate(records, root=root, files=files, log=log)


def read_tables(path: Path, log: FaultLog, spec: SheetSpec) -> list[Record]:
    """Read the files that may hold one sheet, and nothing else of an estate.

    Args:
        path: A folder, a workbook, or one file of the sheet.
        log: Receives faults of these files.
        spec: The sheet.

    Raises:
        UsageError: There is nothing at `path`.
    """
    _check_present(path)
    if not path.is_dir():
        return _read_table(path, log, is_alone=True)
    records: list[Record] = []
    for item in sorted(path.iterdir()):
        is_workbook = item.suffix.lower() in SUFFIXES
        if item.is_file() and (is_workbook or _sheet_of(item.stem) is spec):
            records += _read_table(item, log, is_alone=False)
    return records


def _check_present(path: Path) -> None:
    if path.exists():
        return
    raise UsageError(
        Text(
            ja="資産一覧のフォルダーか Excel ブックを期待しましたが、何もありませんでした",
            en="expected the folder or workbook of an estate, found nothing",
        ),
        where=str(path),
        remedy=Text(
            ja="パスを確かめてください。新しく作るには `hiyoke estate init` を使います。",
            en="Check the path; `hiyoke estate init` starts a new one.",
        ),
    )


def _files_below(root: Path, start: str) -> Iterator[str]:
    count = 0
    for folder, subfolders, names in os.walk(root / start):
        subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
        for name in sorted(names):
            count += 1
            if count > MAX_FILES:
                raise UsageError(
                    Text(
                        ja=f"{MAX_FILES:,} ファイルまでのフォルダーを期待しましたが、"
                        "それより多くありました",
                        en=f"expected a folder of at most {MAX_FILES:,} files, found more",
                    ),
                    where=str(root),
                    remedy=Text(
                        ja="資産一覧だけのフォルダーを指定してください。",
                        en="Name a folder that holds the estate and nothing else.",
                    ),
                )
            if not name.startswith("."):
                yield (Path(folder) / name).relative_to(root).as_posix()


def _read_table(path: Path, log: FaultLog, *, is_alone: bool) -> list[Record]:
    name, suffix = path.name, path.suffix.lower()
    if name.startswith((".", "~$")):
        return []
    if suffix in SUFFIXES:
        return read_workbook(path.read_bytes(), name, log)
    if suffix not in (*_YAML, *_CSV):
        if is_alone:
            _fault_unknown_kind(name, log)
        return []
    spec = _sheet_of(path.stem)
    if spec is None and not (suffix in _YAML and path.stem.casefold() == "estate"):
        _remind_of_unused(name, log)
        return []
    text = read_text_file(path, name, log)
    if text is None:
        log.lost_sheets.update({spec.name} if spec else {sheet.name for sheet in SHEETS})
        return []
    if suffix in _YAML:
        return read_yaml(text, name, spec, log)
    return [] if spec is None else read_csv(text, name, spec, log)


def _sheet_of(stem: str) -> SheetSpec | None:
    """Return the sheet a file name means, also as ``01_systems`` or ``systems-2026``."""
    return sheet_named(stem) or sheet_named(_NUMBERING.sub("", stem))


def _remind_of_unused(name: str, log: FaultLog) -> None:
    log.remind(
        "unknown_file",
        Place(file=name),
        expected=Text(
            ja="services、systems、links などのファイル名",
            en="a file named services, systems, links ...",
        ),
        found=quoted(name),
        remedy=advice(
            Path(name).stem,
            [title for spec in SHEETS for title in (spec.name, spec.title.ja)],
            Text(ja="このファイルは読んでいません。", en="The file was not read."),
        ),
    )


def _fault_unknown_kind(name: str, log: FaultLog) -> None:
    log.fault(
        "unreadable_file",
        Place(file=name),
        expected=Text(ja="フォルダー、または Excel ブック", en="a folder or an Excel workbook"),
        found=quoted(name),
        remedy=Text(
            ja="資産一覧のフォルダーを指定してください。",
            en="Name the folder that holds the estate.",
        ),
    )
