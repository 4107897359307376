"""The reference page says what the code does; `make record` writes it again."""

from __future__ import annotations

import os
import re
from pathlib import Path

from golden.estate_reference_page import codes, estate_reference_page

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "estate.md"
SOURCES = ("estate", "exchange/estate_folder", "exchange/workbook", "workflows/load_estate.py")


def test_estate_page_matches_the_record() -> None:
    page = estate_reference_page()
    if os.environ.get("HIYOKE_RECORD"):
        PAGE.write_text(page, encoding="utf-8")

    assert PAGE.read_text(encoding="utf-8") == page


def test_every_code_of_the_estate_is_documented() -> None:
    text = "\n".join(
        path.read_text(encoding="utf-8")
        for source in SOURCES
        for path in sorted((ROOT / "src/hiyoke" / source).rglob("*.py"))
        or [ROOT / "src/hiyoke" / source]
    )
    used = set(re.findall(r"(?:log\.(?:fault|remind)|_refused|MisreadError)\(\s*\"(\w+)\"", text))
    used |= set(re.findall(r"SpoiledCell\(\"(\w+)\"|MalformedYamlError\(\s*\"(\w+)\"", text)[0])
    used -= {""}

    assert used <= set(codes())
    assert {"error_value", "formula_without_value", "malformed_yaml"} <= set(codes())
    assert len(used) > 30
