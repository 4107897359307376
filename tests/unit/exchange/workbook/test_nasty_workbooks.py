"""Workbooks as offices keep them: read right, or refused by row and column."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Protection

from hiyoke.estate import FaultLog
from hiyoke.estate.sheets import SHEETS
from hiyoke.exchange.workbook import cell_marks, read_workbook, write_template, write_workbook
from hiyoke.languages import Language, Text
from hiyoke.workflows.load_estate import load_estate, read_estate
from small_estates import SOUND, fault_places, reminder_places, write_files

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

SYSTEM_HEADINGS = ["システムID", "システム名", "外部公開", "環境", "責任部署", "サポート終了日"]
SYSTEM_ROWS: list[list[Any]] = [
    ["core", "勘定系", "×", "本番", "システム部", date(2027, 3, 31)],
    ["web-1", "ウェブ１", "○", "本番", "システム部", "令和9年3月31日"],
    ["web-2", "ウェブ２", "－", "本番", "システム部", 46477],
]


def _workbook(rows: list[list[Any]] | None = None, *, name: str = "システム") -> Workbook:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = name
    _fill(sheet, [SYSTEM_HEADINGS, *(SYSTEM_ROWS if rows is None else rows)])
    _fill(
        workbook.create_sheet("サービス"),
        [
            ["サービスID", "サービス名", "優先順位", "許容停止時間（分）"],
            ["ib", "ネット", 1, "２時間"],
        ],
    )
    _fill(
        workbook.create_sheet("依存関係"),
        [
            ["サービスID", "システムID", "代替グループ"],
            ["ib", "core", None],
            ["ib", "web-1", "web"],
            ["ib", "web-2", "web"],
        ],
    )
    _fill(workbook.create_sheet("機関"), [["機関ID", "機関名"], ["test", "試験銀行"]])
    return workbook


def _fill(sheet: Worksheet, rows: list[list[Any]]) -> None:
    for row in rows:
        sheet.append(row)


def _saved(workbook: Workbook) -> bytes:
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def _read(folder: Path, workbook: Workbook | bytes) -> Any:
    content = workbook if isinstance(workbook, bytes) else _saved(workbook)
    write_files(folder, {"estate.xlsx": content})
    return read_estate(folder)


def _systems(workbook: Workbook) -> Worksheet:
    return workbook.worksheets[0]


def test_reads_an_office_workbook(tmp_path: Path) -> None:
    reading = _read(tmp_path, _workbook())

    assert fault_places(reading) == []
    assert reminder_places(reading) == []
    assert {str(s.end_of_life_on) for s in reading.estate.systems} == {"2027-03-31"}
    assert [s.internet_facing for s in reading.estate.systems] == ["no", "yes", "unknown"]
    assert reading.estate.services[0].impact_tolerance_minutes == 120


def test_names_sheet_row_and_column(tmp_path: Path) -> None:
    workbook = _workbook()
    _systems(workbook)["C3"] = "たぶん"

    reading = _read(tmp_path, workbook)

    assert fault_places(reading) == [("not_yes_no", "estate.xlsx!システム:3 [外部公開]")]
    place = reading.faults[0].place
    assert place.render(Language.JA) == "estate.xlsx シート「システム」 3 行目 「外部公開」列"
    assert place.render(Language.EN) == "estate.xlsx sheet 'システム' row 3 column '外部公開'"


def test_skips_titles_notes_and_empty_rows_and_columns(tmp_path: Path) -> None:
    workbook = _workbook()
    sheet = _systems(workbook)
    sheet.insert_rows(1, 3)
    sheet.insert_cols(1, 2)
    sheet["C1"] = "情報システム台帳"
    sheet.merge_cells("C1:H1")
    sheet["C2"] = "作成日"
    sheet["D2"] = datetime(2026, 11, 1)  # noqa: DTZ001 - Excel has no zones.
    sheet.insert_rows(6)
    sheet["C12"] = "※ 外部公開は 2026 年 10 月の調査による"
    sheet["C13"] = "以上"

    reading = _read(tmp_path, workbook)

    assert fault_places(reading) == []
    assert reading.row_counts["systems"] == 3
    assert len(reading.ignored_rows) == 2


def test_fills_a_vertical_merge_and_says_so(tmp_path: Path) -> None:
    workbook = _workbook()
    workbook["依存関係"].merge_cells("A2:A4")
    _systems(workbook).merge_cells("E2:E4")

    reading = _read(tmp_path, workbook)

    assert fault_places(reading) == []
    assert [s.owner and s.owner.ja for s in reading.estate.systems] == ["システム部"] * 3
    assert [r.service_id for r in reading.estate.requirements] == ["ib"] * 3
    assert reminder_places(reading) == [
        ("merged_cells", "estate.xlsx!システム:2 [責任部署]"),
        ("merged_cells", "estate.xlsx!依存関係:2 [サービスID]"),
    ]


@pytest.mark.parametrize("area", ["A2:A3", "B2:C2", "D3:E4"])
def test_refuses_a_merge_that_can_mean_several_things(tmp_path: Path, area: str) -> None:
    workbook = _workbook()
    _systems(workbook).merge_cells(area)

    reading = _read(tmp_path, workbook)

    assert ("merged_cells", int(area[1])) in [(f.kind, f.place.row) for f in reading.faults]


def test_reads_headings_that_span_two_rows(tmp_path: Path) -> None:
    workbook = _workbook()
    sheet = _systems(workbook)
    sheet.insert_rows(2)
    for column in "ABCDEF":
        sheet.merge_cells(f"{column}1:{column}2")

    reading = _read(tmp_path, workbook)

    assert fault_places(reading) == []
    assert reading.row_counts["systems"] == 3


def test_refuses_formulas_without_a_result_and_errors(tmp_path: Path) -> None:
    workbook = _workbook()
    sheet = _systems(workbook)
    sheet["B2"] = '=CONCATENATE("勘定", "系")'
    sheet["E3"] = "#REF!"

    reading = _read(tmp_path, workbook)

    assert fault_places(reading) == [
        ("formula_without_value", "estate.xlsx!システム:2 [システム名]"),
        ("error_value", "estate.xlsx!システム:3 [責任部署]"),
    ]


def test_no_row_is_lost_when_all_its_cells_are_unsolved(tmp_path: Path) -> None:
    workbook = _workbook()
    _systems(workbook)["A9"] = '="x"&"1"'

    reading = _read(tmp_path, workbook)

    kind, place = fault_places(reading)[0]
    assert (kind, place) == ("formula_without_value", "estate.xlsx!システム:9 [システムID]")


def test_uses_stored_results_of_formulas(tmp_path: Path) -> None:
    workbook = _workbook()
    _systems(workbook)["B2"] = "=A2"
    content = _edit(
        _saved(workbook), "xl/worksheets/sheet1.xml", b"<f>A2</f><v></v>", b"<f>A2</f><v>7</v>"
    )
    content = _edit(content, "xl/worksheets/sheet1.xml", b"<f>A2</f><v />", b"<f>A2</f><v>7</v>")

    reading = _read(tmp_path, content)

    assert fault_places(reading) == []
    assert reading.estate.systems[0].name.ja == "7"


def _edit(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as stored, zipfile.ZipFile(stream, "w") as packed:
        for info in stored.infolist():
            data = stored.read(info)
            packed.writestr(
                info.filename, data.replace(old, new) if info.filename == part else data
            )
    return stream.getvalue()


def test_a_formula_that_gives_empty_text_is_an_empty_cell(tmp_path: Path) -> None:
    workbook = _workbook()
    _systems(workbook)["E2"] = '=""'
    sheet = "xl/worksheets/sheet1.xml"
    content = _saved(workbook)
    for old in (b'<c r="E2"><f>""</f><v></v></c>', b'<c r="E2"><f>""</f><v /></c>'):
        content = _edit(content, sheet, old, b'<c r="E2" t="str"><f>""</f><v></v></c>')

    reading = _read(tmp_path, content)

    assert fault_places(reading) == []
    assert reading.estate.systems[0].owner is None


def test_hidden_and_filtered_rows_count_and_are_mentioned(tmp_path: Path) -> None:
    workbook = _workbook()
    sheet = _systems(workbook)
    sheet.auto_filter.ref = "A1:F4"
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["E"].hidden = True
    workbook["機関"].sheet_state = "hidden"

    reading = _read(tmp_path, workbook)

    assert fault_places(reading) == []
    assert reading.row_counts["systems"] == 3
    assert reminder_places(reading) == [("hidden_rows", "estate.xlsx!システム:3")]


def test_leading_zeros_and_numbers_as_text_survive(tmp_path: Path) -> None:
    rows = [
        ["0012", 34, True, "本番", 5, "２０２７／３／３１"],
        [13, "00", "はい", None, None, None],
    ]
    workbook = _workbook(rows)
    needs = workbook["依存関係"]
    for row, system_id in ((2, "0012"), (3, 13), (4, "13")):
        needs.cell(row, 2).value = system_id

    reading = _read(tmp_path, workbook)

    assert fault_places(reading) == []
    assert [s.system_id for s in reading.estate.systems] == ["0012", "13"]
    assert [s.name.ja for s in reading.estate.systems] == ["34", "00"]
    assert reading.estate.systems[0].owner == Text(ja="5", en="5")


def test_text_that_looks_like_a_formula_is_written_as_text(tmp_path: Path) -> None:
    write_files(tmp_path, {**SOUND, "systems.csv": SOUND["systems.csv"].replace("勘定系", "=1+1")})
    estate = load_estate(tmp_path)

    content = write_workbook(estate)

    cell = load_workbook(io.BytesIO(content))["システム"]["B2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_several_workbooks_add_up(tmp_path: Path) -> None:
    first = _workbook()
    second = Workbook()
    sheet = second.worksheets[0]
    sheet.title = "Sheet1"
    again = ["core", "again", "", "", "", ""]
    _fill(sheet, [SYSTEM_HEADINGS, ["dns", "DNS", "不明", "", "", ""], again])
    write_files(tmp_path, {"1.xlsx": _saved(first), "システム一覧.xlsx": _saved(second)})

    reading = read_estate(tmp_path)

    assert fault_places(reading) == [("duplicate_id", "システム一覧.xlsx!Sheet1:3 [システムID]")]
    assert "1.xlsx!システム:2" in reading.faults[0].found.en


def test_one_workbook_is_an_estate(tmp_path: Path) -> None:
    write_files(tmp_path, {"bank.xlsx": _saved(_workbook()), "sboms/core.cdx.json": "{}"})

    estate = load_estate(tmp_path / "bank.xlsx")

    assert list(estate.sbom_files) == ["core"]


def test_reminds_of_sheets_it_does_not_know(tmp_path: Path) -> None:
    workbook = _workbook()
    workbook.create_sheet("ベンダ一")["A1"] = "x"
    workbook.create_sheet("使い方")["A1"] = "x"

    reading = _read(tmp_path, workbook)

    assert reminder_places(reading) == [("unknown_sheet", "estate.xlsx!ベンダ一")]
    assert "「ベンダー」" in reading.reminders[0].remedy.ja


def test_reminds_of_values_without_a_heading(tmp_path: Path) -> None:
    workbook = _workbook()
    _systems(workbook)["H3"] = "メモ"

    reading = _read(tmp_path, workbook)

    assert reminder_places(reading) == [("unnamed_column", "estate.xlsx!システム:1 [H]")]
    assert reading.estate.systems[1].extra == {"H": "メモ"}


def test_protected_and_styled_sheets_are_read(tmp_path: Path) -> None:
    workbook = _workbook()
    sheet = _systems(workbook)
    sheet.protection.sheet = True
    sheet["A2"].protection = Protection(locked=True)

    assert fault_places(_read(tmp_path, workbook)) == []


def _password_container() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4096


def _bomb(rows: bytes) -> bytes:
    content = _saved(_workbook())
    return _edit(content, "xl/worksheets/sheet1.xml", b"</sheetData>", rows + b"</sheetData>")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a workbook",
        b"PK\x03\x04 broken",
        _password_container(),
        _saved(_workbook())[:-200],
        _edit(_saved(_workbook()), "xl/workbook.xml", b"<", b"<<"),
        _bomb(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        _bomb(b'<row r="99999999999999999999"><c r="A99999999999999999999"><v>1</v></c></row>'),
        _edit(
            _saved(_workbook()),
            "xl/workbook.xml",
            b"<workbook ",
            b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><workbook ',
        ),
    ],
    ids=["empty", "text", "zip", "ole", "cut", "xml", "wide", "row", "entities"],
)
def test_refuses_what_is_no_sound_workbook(tmp_path: Path, content: bytes) -> None:
    reading = _read(tmp_path, content)

    assert fault_places(reading) == [("unreadable_file", "estate.xlsx")]


def test_refuses_a_zip_bomb_before_opening_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cell_marks, "MAX_UNPACKED_BYTES", 1024 * 1024)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * (1024 * 1024 + 1))

    reading = _read(tmp_path, stream.getvalue())

    assert fault_places(reading) == [("unreadable_file", "estate.xlsx")]


@pytest.mark.parametrize("language", list(Language))
def test_the_template_is_read_without_rows_or_faults(language: Language) -> None:
    log = FaultLog()

    records = read_workbook(write_template(language), "template.xlsx", log)

    assert records == []
    assert log.entries == []
    assert len(log.ignored_rows) == len(SHEETS)


def test_the_template_offers_lists_and_notes() -> None:
    workbook = load_workbook(io.BytesIO(write_template(Language.JA)))

    assert workbook.sheetnames[:4] == ["使い方", "機関", "サービス", "依存関係"]
    assert {"損失曲線", "締切", "システム", "通信経路", "ベンダー"} <= set(workbook.sheetnames)
    systems = workbook["システム"]
    lists = {rule.formula1 for rule in systems.data_validations.dataValidation}
    assert '"はい,いいえ,不明"' in lists
    assert systems["A1"].comment is not None
    assert str(systems["A2"].value).startswith("例: ")


def test_written_workbooks_are_the_same_each_time(tmp_path: Path) -> None:
    estate = load_estate(write_files(tmp_path, {**SOUND}))

    assert write_workbook(estate) == write_workbook(estate)
    assert write_template() == write_template()
