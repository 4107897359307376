"""The part on exposure exactly as recorded; `make record` records it anew."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from exposed_bank import small_report
from hiyoke.languages import Language
from hiyoke.reports.exposure.exceedance_chart import draw_exceedance
from hiyoke.reports.exposure.horizon_chart import draw_horizons
from hiyoke.reports.exposure.map_drawing import draw_service_map
from hiyoke.reports.exposure.sheets import exposure_sheets

RECORDS = Path(__file__).parent / "records" / "exposure"
pytestmark = pytest.mark.parametrize("language", list(Language))


def check(name: str, found: str) -> None:
    """Compare with the record, or replace it when HIYOKE_RECORD is set."""
    record = RECORDS / name
    if os.environ.get("HIYOKE_RECORD"):
        record.parent.mkdir(parents=True, exist_ok=True)
        record.write_text(found, encoding="utf-8")
    assert record.exists(), "no record yet; run `make record` and read what it wrote"
    assert found == record.read_text(encoding="utf-8")


def lines(svg: str | None) -> str:
    """Return markup with one element on a line, so that a change can be read."""
    assert svg is not None
    return svg.replace("><", ">\n<") + "\n"


def test_pictures_match_the_record(language: Language) -> None:
    report = small_report()
    check(f"map.{language.value}.svg", lines(draw_service_map(report, language).svg))
    check(f"loss.{language.value}.svg", lines(draw_exceedance(report, language)))
    check(f"time.{language.value}.svg", lines(draw_horizons(report, language)))


def test_sheets_match_the_record(language: Language) -> None:
    found = []
    for sheet in exposure_sheets(small_report(), language):
        found.append(f"# {sheet.title}")
        found += [*sheet.notes, "\t".join(sheet.headings)]
        found += [
            "\t".join("" if cell is None else str(cell) for cell in row) for row in sheet.rows
        ]
    check(f"sheets.{language.value}.txt", "\n".join(found) + "\n")
