"""How most commands show a result: as a table for people, or as JSON for programs.

What is not here: the formats of commands that have further ones, such as CSV or SARIF.
"""

from __future__ import annotations

from enum import StrEnum


class OutputFormat(StrEnum):
    """How the result is shown."""

    TABLE = "table"
    JSON = "json"
