"""Reference pages say what the code does; `make record` writes them again."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from golden.report_pages import decision_tables_page, report_page

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"


@pytest.mark.parametrize(
    ("name", "page"),
    [("decision-tables.md", decision_tables_page()), ("report.md", report_page())],
    ids=["decision-tables", "report"],
)
def test_reference_page_matches_the_code(name: str, page: str) -> None:
    if os.environ.get("HIYOKE_RECORD"):
        (REFERENCE / name).write_text(page, encoding="utf-8")
    assert (REFERENCE / name).read_text(encoding="utf-8") == page
