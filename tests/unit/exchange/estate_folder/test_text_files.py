"""YAML and CSV files as people save them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from hiyoke.languages import Text
from hiyoke.workflows.load_estate import read_estate
from small_estates import (
    LINKS,
    SERVICES,
    SOUND,
    SYSTEMS,
    fault_places,
    reading_of,
    reminder_places,
    write_files,
)

if TYPE_CHECKING:
    from pathlib import Path

JAPANESE_SYSTEMS = """\
システムID,システム名,外部公開,環境,責任部署,サポート終了日
core,勘定系,×,本番,システム部,令和9年3月31日
web-1,ウェブ１号機,○,本番,システム部,
web-2,ウェブ２号機,有,災対,システム部,2028年3月31日
"""


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_reads_every_encoding_offices_use(tmp_path: Path, encoding: str) -> None:
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")

    reading = reading_of(tmp_path, systems__csv=mark + JAPANESE_SYSTEMS.encode(encoding))

    assert fault_places(reading) == []
    assert reading.estate is not None
    core, _, dr = reading.estate.systems
    assert (core.name.ja, core.internet_facing, str(core.end_of_life_on)) == (
        "勘定系",
        "no",
        "2027-03-31",
    )
    assert (dr.internet_facing, dr.environment) == ("yes", "disaster_recovery")


def test_refuses_a_file_in_no_known_encoding(tmp_path: Path) -> None:
    reading = reading_of(tmp_path, systems__csv=b"id,name\n\x85\x40\xfa,x\n")

    assert fault_places(reading) == [("unreadable_file", "systems.csv")]


@pytest.mark.parametrize("separator", ["\t", ";"])
def test_finds_the_separator_by_the_headings(tmp_path: Path, separator: str) -> None:
    reading = reading_of(tmp_path, systems__csv=SYSTEMS.replace(",", separator))

    assert fault_places(reading) == []


def test_skips_titles_and_stray_empty_rows_and_columns(tmp_path: Path) -> None:
    lines = [f",{line}," for line in SYSTEMS.splitlines()]
    lines[1:1] = [",,,,,,", ""]
    text = "\r\n".join(
        [",システム台帳,,,,,", ",2026年11月現在,,,,,", "", *lines, ",,,,,,", ",以上,,,,,"]
    )

    reading = reading_of(tmp_path, systems__csv=text)

    assert fault_places(reading) == []
    assert reading.row_counts["systems"] == 3
    assert [str(place) for place in reading.ignored_rows] == ["systems.csv:11"]


def test_rows_marked_as_examples_are_left_out_and_counted(tmp_path: Path) -> None:
    marked = "例: x,例,Example,yes,IT\n(例) y,,,,\n# z,,,,\n※ 注意,,,,\nexample: q,,,,\n"

    reading = reading_of(tmp_path, systems__csv=SYSTEMS + marked)

    assert fault_places(reading) == []
    assert len(reading.ignored_rows) == 5


def test_names_the_line_also_after_a_line_break_in_a_cell(tmp_path: Path) -> None:
    text = SYSTEMS.replace("勘定系", '"勘定\n系"') + "bad id,x,x,no,IT\n"

    reading = reading_of(tmp_path, systems__csv=text)

    assert fault_places(reading) == [("malformed_id", "systems.csv:6 [id]")]


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ('new,"broken,x,no,IT\n', "malformed_csv"),
        ('new,"a"b,x,no,IT\n', "malformed_csv"),
        ("new,a,b,no,IT,more\n", "too_many_cells"),
        ("new\n", "missing_value"),
        (",a,b,no,IT\n", "missing_value"),
        ("new,x,x,\x01,IT\n", "not_yes_no"),
        (f"new,x,x,no,{'長' * 200_000}\n", "malformed_csv"),
    ],
)
def test_names_the_row_that_is_broken(tmp_path: Path, row: str, kind: str) -> None:
    reading = reading_of(tmp_path, systems__csv=SYSTEMS + row)

    assert (kind, 5) in [(f.kind, f.place.row) for f in reading.faults]


def test_faults_missing_and_repeated_columns(tmp_path: Path) -> None:
    reading = reading_of(
        tmp_path,
        links__csv=LINKS.replace("target", "宛先地"),
        systems__csv=SYSTEMS.replace("name_en", "名称"),
    )

    assert fault_places(reading) == [
        ("missing_column", "links.csv:1"),
        ("duplicate_heading", "systems.csv:1 [名称]"),
    ]


def test_faults_a_file_without_headings(tmp_path: Path) -> None:
    reading = reading_of(tmp_path, links__csv="internet -> web-1\n")

    assert fault_places(reading) == [("no_heading", "links.csv")]


def test_an_empty_file_has_no_headings_either(tmp_path: Path) -> None:
    assert fault_places(reading_of(tmp_path, links__csv="")) == [("no_heading", "links.csv")]


def test_tables_may_be_csv_throughout(tmp_path: Path) -> None:
    reading = reading_of(
        tmp_path,
        services__yaml=None,
        institution__yaml=None,
        **{
            "01_サービス一覧__csv": "サービスID,サービス名,優先順位\nib,ネット,1位\n",
            "依存関係__csv": "サービスID,システムID,代替グループ\n"
            "ib,core,\nib,web-1,web\nib,web-2,web\n",
            "機関__csv": "機関ID,機関名,業態,架空データ\nx,試験,地方銀行,はい\n",
        },
    )

    assert fault_places(reading) == []
    assert reading.estate is not None
    assert reading.estate.services[0].priority_rank == 1
    assert reading.estate.institution.kind == "regional_bank"
    assert reading.estate.institution.synthetic


def test_yaml_may_hold_every_sheet_in_one_file(tmp_path: Path) -> None:
    text = """\
institution: {id: x, name: 試験}
services:
  ib: {name: ネット, requires: {all_of: core, any_of: [web-1, web-2]}}
systems:
  - {id: core, name: 勘定系, internet_facing: no, tags: [a, b]}
  - {id: web-1, name: w, 外部公開: はい}
  - {id: web-2, name: w}
links: [{source: internet, target: web-1, port: 443}]
"""
    write_files(tmp_path, {"estate.yaml": text})

    reading = read_estate(tmp_path)

    assert fault_places(reading) == []
    assert reading.estate is not None
    assert [s.internet_facing for s in reading.estate.systems] == ["no", "yes", "unknown"]
    assert [(r.system_id, r.group) for r in reading.estate.requirements] == [
        ("core", None),
        ("web-1", "any_1"),
        ("web-2", "any_1"),
    ]
    assert reading.estate.systems[0].tags == ("a", "b")


def test_yaml_scalars_keep_their_text(tmp_path: Path) -> None:
    institution = "id: 0012\nname: 0012\ncountry: NO\nnote: 12:30\n"

    reading = reading_of(tmp_path, institution__yaml=institution)

    assert reading.estate is not None
    one = reading.estate.institution
    assert (one.institution_id, one.name.en, one.country, one.note) == (
        "0012",
        "0012",
        "NO",
        "12:30",
    )


@pytest.mark.parametrize(
    ("text", "kind", "line"),
    [
        ("services:\n- id: a\n  id: b\n", "duplicate_key", 3),
        ("services:\n- &x {id: a}\n- *x\n", "alias", 2),
        ("services:\n- id: a\n\tname: b\n", "malformed_yaml", 3),
        ("services:\n- id: [a\n", "malformed_yaml", 3),
        ("services: text\n", "wrong_shape", 1),
        ("services:\n- text\n", "wrong_shape", 2),
        ("services:\n- id: {a: b}\n", "wrong_shape", 2),
        ("services:\n- [id, a]\n", "wrong_shape", 2),
        ("services:\n- id: a\n  ? [x]\n  : y\n", "malformed_yaml", 3),
        ("services:\n- {id: a, name: b, requires: {all_of: [{x: y}]}}\n", "wrong_shape", 2),
        ("services:\n- {id: a, name: b, requires: text}\n", "wrong_shape", 2),
        ("services:\n- {id: a, name: b, name_ja: c}\n", "duplicate_key", 2),
        ("services: " + "[" * 100_000, "too_deep", 1),
        ("services: " + "{a: " * 50_000, "too_deep", 1),
        ("--- a\n--- b\n", "malformed_yaml", 2),
        ("just text", "wrong_shape", 1),
        ("サービス：\n  - id：a\n", "wrong_shape", 1),
        ("services:\n- id: \x07\n", "malformed_yaml", 1),
    ],
)
def test_names_the_line_of_broken_yaml(tmp_path: Path, text: str, kind: str, line: int) -> None:
    begun = time.perf_counter()

    reading = reading_of(tmp_path, services__yaml=text)

    assert (kind, line) in [(f.kind, f.place.row) for f in reading.faults]
    assert time.perf_counter() - begun < 5


def test_billion_laughs_are_refused(tmp_path: Path) -> None:
    rows = ["a: &a [x, x]"] + [
        f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]" for n in range(20)
    ]

    reading = reading_of(tmp_path, services__yaml="\n".join(rows))

    assert ("alias", "services.yaml:1") in fault_places(reading)


def test_reminds_of_files_it_does_not_know(tmp_path: Path) -> None:
    reading = reading_of(tmp_path, sytems__csv="a,b\n", notes__txt="x")

    assert reminder_places(reading) == [("unknown_file", "sytems.csv")]
    assert "'systems'" in reading.reminders[0].remedy.en


def test_leaves_lock_files_and_hidden_files_alone(tmp_path: Path) -> None:
    write_files(tmp_path, {**SOUND, "~$estate.xlsx": b"x", ".systems.csv": b"x"})

    assert fault_places(read_estate(tmp_path)) == []


def test_any_of_may_name_its_groups_in_three_ways(tmp_path: Path) -> None:
    groups = {
        "any_of: {web: [web-1, web-2]}": "web",
        "any_of: [[web-1, web-2]]": "any_1",
        "any_of: [{group: front, systems: [web-1, web-2]}]": "front",
    }
    for number, (text, name) in enumerate(groups.items()):
        folder = tmp_path / str(number)
        folder.mkdir()
        services = SERVICES.replace("any_of: {web: [web-1, web-2]}", text)

        reading = reading_of(folder, services__yaml=services)

        assert reading.estate is not None
        assert [r.group for r in reading.estate.requirements] == [None, name, name]


def test_an_owner_may_have_a_name_in_each_language(tmp_path: Path) -> None:
    services = SERVICES.replace("owner: デジタル企画部", "owner: {ja: デジタル企画部, en: Digital}")
    systems = SYSTEMS.replace("owner", "責任部署,責任部署（英語）").replace("IT", "情報部,IT")

    reading = reading_of(tmp_path, services__yaml=services, systems__csv=systems)

    assert reading.estate is not None
    assert reading.estate.services[0].owner == Text(ja="デジタル企画部", en="Digital")
    assert {system.owner for system in reading.estate.systems} == {Text(ja="情報部", en="IT")}


def test_an_owner_in_one_language_stands_in_for_the_other(tmp_path: Path) -> None:
    reading = reading_of(tmp_path)

    assert reading.estate is not None
    assert reading.estate.services[0].owner == Text(ja="デジタル企画部", en="デジタル企画部")
