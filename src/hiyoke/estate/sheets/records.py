"""Rows as they were found, before anything is judged: one shape for CSV, Excel and YAML.

What is not here: how a file becomes records (`grid`, and `hiyoke.exchange`), and what the records
mean (`assemble`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hiyoke.estate.faults import Place


@dataclass(frozen=True, slots=True)
class Cell:
    """One value with its place.

    Attributes:
        raw: Text, number, boolean, date, list or mapping, as the file holds it.
        place: Where it stands.
    """

    raw: Any
    place: Place


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a sheet, or one entry of a YAML list.

    Attributes:
        sheet: Name of its `SheetSpec`.
        place: Where the row stands.
        cells: Known columns that the file has, by English name; empty cells included.
        extra: Columns or members that no one knows, kept by their heading.
    """

    sheet: str
    place: Place
    cells: Mapping[str, Cell]
    extra: Mapping[str, Any] = field(default_factory=dict)
