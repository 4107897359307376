import csv
import io
import json
from dataclasses import replace
from datetime import date, datetime

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from hiyoke.languages import Language
from hiyoke.reports.assessment.assessment import Assessment
from hiyoke.reports.assessment.findings_table import (
    ASSESSED_FINDINGS,
    findings_table,
    guarded,
    render_csv,
    render_json,
)
from hiyoke.reports.assessment.workbook_report import render_workbook
from hiyoke.tables.engines import open_duckdb
from hiyoke.workflows.weighing.assess_tables import assess_tables
from tiny_bank import assessment_input


@pytest.fixture(scope="module")
def assessment() -> Assessment:
    backend = open_duckdb()
    try:
        return assess_tables(backend, assessment_input())[0]
    finally:
        backend.disconnect()


def hostile(assessment: Assessment) -> Assessment:
    evil = '=HYPERLINK("http://x","y")\x07'
    return replace(assessment, findings=tuple(replace(f, name=evil) for f in assessment.findings))


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+cmd", "'+cmd"),
        ("-2+3", "'-2+3"),
        ("@SUM(1)", "'@SUM(1)"),
        ("@angular/core", "@angular/core"),
        ("\tx", "'\tx"),
        ("plain", "plain"),
        (-5, -5),
    ],
)
def test_guards_cells_that_look_like_formulas(given: object, written: object) -> None:
    assert guarded(given) == written


def test_csv_reads_back_row_for_row(assessment: Assessment) -> None:
    table = findings_table(assessment)
    rows = list(csv.DictReader(io.StringIO(render_csv(table).decode("utf-8"))))
    assert len(rows) == table.num_rows == 11
    assert rows[0]["vulnerability_id"] == "CVE-2021-44228"
    assert rows[0]["system_ids"] == "ib-ap1; ib-web"
    assert rows[-1]["status"] == "not_assessable"
    assert tuple(rows[0]) == ASSESSED_FINDINGS.column_names


def test_json_names_its_schema_and_sorts_its_keys(assessment: Assessment) -> None:
    text = render_json(assessment, findings_table(assessment)).decode("utf-8")
    record = json.loads(text)
    assert record["schema"] == "hiyoke/assessed-findings/1"
    assert list(record) == sorted(record)
    assert record["findings"][0]["due_on"] == "2021-12-13"
    assert record["run"]["synthetic"] is True


@pytest.mark.parametrize("language", list(Language))
def test_workbook_never_holds_a_formula(assessment: Assessment, language: Language) -> None:
    evil = hostile(assessment)
    content = render_workbook(evil, findings_table(evil), language)
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert any(str(cell.value).startswith("=HYPERLINK") for cell in cells)


def test_workbook_says_on_every_sheet_that_the_bank_is_made_up(assessment: Assessment) -> None:
    content = render_workbook(assessment, findings_table(assessment), Language.JA)
    for sheet in openpyxl.load_workbook(io.BytesIO(content)):
        assert "架空" in str(sheet["A1"].value)


def test_workbook_is_the_same_twice(assessment: Assessment) -> None:
    table = findings_table(assessment)
    one, two = (render_workbook(assessment, table, Language.EN) for _ in range(2))
    assert one == two


def test_workbook_headings_are_in_one_language(assessment: Assessment) -> None:
    content = render_workbook(assessment, findings_table(assessment), Language.EN)
    for sheet in openpyxl.load_workbook(io.BytesIO(content)):
        headings = [str(cell.value) for cell in sheet[2] if cell.value]
        assert all(heading.isascii() for heading in (sheet.title, *headings))


def test_workbook_keeps_text_numbers_and_dates_apart(assessment: Assessment) -> None:
    content = render_workbook(assessment, findings_table(assessment), Language.EN)
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Findings"]
    headings = [cell.value for cell in sheet[2]]
    first = dict(zip(headings, [cell.value for cell in sheet[3]], strict=True))
    assert first["rank"] == 1
    assert first["due_on"] == datetime(2021, 12, 13)  # noqa: DTZ001 - as the library reads it.
    assert first["epss_probability"] == pytest.approx(0.944)
    assert sheet.cell(3, headings.index("due_on") + 1).number_format == "yyyy-mm-dd"
    assert sheet.max_row == 2 + 11


def test_workbook_reads_the_same_in_another_reader(assessment: Assessment) -> None:
    content = render_workbook(assessment, findings_table(assessment), Language.EN)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("Findings")
    table = rows.to_python()
    assert len(table) == 2 + 11
    place = table[1].index("due_on")
    assert table[2][place] == date(2021, 12, 13)
