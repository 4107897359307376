"""How people write an estate down: sheets, headings, words, dates, and rows as they were found."""

from hiyoke.estate.sheets.catalogue import SHEETS, sheet_named
from hiyoke.estate.sheets.describing_services import INSTITUTION, REQUIREMENTS, SERVICES
from hiyoke.estate.sheets.describing_systems import LINKS, SYSTEMS
from hiyoke.estate.sheets.describing_vendors import KEPT_SHEETS, VENDORS
from hiyoke.estate.sheets.grid import Grid, Merge, Row, column_letter
from hiyoke.estate.sheets.heading_row import heading_score
from hiyoke.estate.sheets.reading_rows import read_grid
from hiyoke.estate.sheets.records import Cell, Record
from hiyoke.estate.sheets.spec import Choice, ColumnSpec, Kind, SheetSpec, normalise_heading
from hiyoke.estate.sheets.values import MisreadError, SpoiledCell, read_value, text_of

__all__ = [
    "INSTITUTION",
    "KEPT_SHEETS",
    "LINKS",
    "REQUIREMENTS",
    "SERVICES",
    "SHEETS",
    "SYSTEMS",
    "VENDORS",
    "Cell",
    "Choice",
    "ColumnSpec",
    "Grid",
    "Kind",
    "Merge",
    "MisreadError",
    "Record",
    "Row",
    "SheetSpec",
    "SpoiledCell",
    "column_letter",
    "heading_score",
    "normalise_heading",
    "read_grid",
    "read_value",
    "sheet_named",
    "text_of",
]
