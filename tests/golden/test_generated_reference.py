"""Reference pages say what the code does; `make record` writes them again."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from golden.cli_reference_page import cli_reference_page
from golden.matching_reference_page import matching_reference_page, packages_reference_page
from golden.tables_reference_page import tables_reference_page

if TYPE_CHECKING:
    from collections.abc import Callable

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
PAGES: dict[str, Callable[[], str]] = {
    "cli.md": cli_reference_page,
    "matching.md": matching_reference_page,
    "packages.md": packages_reference_page,
    "tables.md": tables_reference_page,
}


@pytest.mark.parametrize("name", PAGES)
def test_page_matches_the_record(name: str) -> None:
    page = PAGES[name]()
    if os.environ.get("HIYOKE_RECORD"):
        (REFERENCE / name).write_text(page, encoding="utf-8")

    assert (REFERENCE / name).read_text(encoding="utf-8") == page, "run `make record`"
