"""How people write an estate down: sheets, headings, words, dates, and rows as they were found."""

from hiyoke.estate.sheets.catalogue import SHEETS, sheet_named
from hiyoke.estate.sheets.cell_text import MisreadError, SpoiledCell, text_of
from hiyoke.estate.sheets.describing_guards import ACCOUNTS, CONTROLS, OVERRIDES
from hiyoke.estate.sheets.describing_impacts import DEADLINES, IMPACT_POINTS
from hiyoke.estate.sheets.describing_services import INSTITUTION, REQUIREMENTS, SERVICES
from hiyoke.estate.sheets.describing_systems import LINKS, SYSTEMS
from hiyoke.estate.sheets.describing_vendors import KEPT_SHEETS, VENDORS
from hiyoke.estate.sheets.grid import Grid, Merge, Row, column_letter
from hiyoke.estate.sheets.heading_row import heading_score
from hiyoke.estate.sheets.reading_rows import read_grid
from hiyoke.estate.sheets.records import Cell, Record
from hiyoke.estate.sheets.spec import Choice, ColumnSpec, Kind, SheetSpec, normalise_heading
from hiyoke.estate.sheets.values import flaw_id, read_value
from hiyoke.estate.sheets.written_days import days_text
from hiyoke.estate.sheets.written_ranges import range_text

__all__ = [
    "ACCOUNTS",
    "CONTROLS",
    "DEADLINES",
    "IMPACT_POINTS",
    "INSTITUTION",
    "KEPT_SHEETS",
    "LINKS",
    "OVERRIDES",
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
    "days_text",
    "flaw_id",
    "heading_score",
    "normalise_heading",
    "range_text",
    "read_grid",
    "read_value",
    "sheet_named",
    "text_of",
]
