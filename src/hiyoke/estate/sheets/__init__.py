"""How people write an estate down: sheets, headings, words, dates, and rows as they were found."""

from hiyoke.estate.sheets.catalogue import SHEETS, sheet_named
from hiyoke.estate.sheets.cell_text import MisreadError, SpoiledCell, text_of
from hiyoke.estate.sheets.describing_acceptances import ACCEPTANCES
from hiyoke.estate.sheets.describing_accounts import ACCOUNTS
from hiyoke.estate.sheets.describing_authority import AUTHORITY
from hiyoke.estate.sheets.describing_changes import CHANGES, FREEZES, WINDOWS
from hiyoke.estate.sheets.describing_crews import CREWS
from hiyoke.estate.sheets.describing_guards import CONTROLS, OVERRIDES
from hiyoke.estate.sheets.describing_impacts import DEADLINES, IMPACT_POINTS
from hiyoke.estate.sheets.describing_modes import MODE_KIND_CHOICES, MODES
from hiyoke.estate.sheets.describing_services import INSTITUTION, REQUIREMENTS, SERVICES
from hiyoke.estate.sheets.describing_systems import LINKS, SYSTEMS
from hiyoke.estate.sheets.describing_vendors import VENDORS
from hiyoke.estate.sheets.figures import efforts_text, shares_text
from hiyoke.estate.sheets.grid import Grid, Merge, Row, column_letter
from hiyoke.estate.sheets.heading_row import heading_score
from hiyoke.estate.sheets.reading_rows import read_grid
from hiyoke.estate.sheets.records import Cell, Record
from hiyoke.estate.sheets.spec import Choice, ColumnSpec, Kind, SheetSpec, normalise_heading
from hiyoke.estate.sheets.values import flaw_id, read_value
from hiyoke.estate.sheets.written_days import days_text
from hiyoke.estate.sheets.written_parts import parts_text
from hiyoke.estate.sheets.written_ranges import range_text
from hiyoke.estate.sheets.written_rosters import shifts_text, week_days_text

__all__ = [
    "ACCEPTANCES",
    "ACCOUNTS",
    "AUTHORITY",
    "CHANGES",
    "CONTROLS",
    "CREWS",
    "DEADLINES",
    "FREEZES",
    "IMPACT_POINTS",
    "INSTITUTION",
    "LINKS",
    "MODES",
    "MODE_KIND_CHOICES",
    "OVERRIDES",
    "REQUIREMENTS",
    "SERVICES",
    "SHEETS",
    "SYSTEMS",
    "VENDORS",
    "WINDOWS",
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
    "efforts_text",
    "flaw_id",
    "heading_score",
    "normalise_heading",
    "parts_text",
    "range_text",
    "read_grid",
    "read_value",
    "shares_text",
    "sheet_named",
    "shifts_text",
    "text_of",
    "week_days_text",
]
