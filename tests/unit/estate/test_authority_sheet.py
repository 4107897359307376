"""The table of authority as a sheet: read from YAML and CSV, checked, written back equal."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from hiyoke.estate import Delegation, EstateReading, assess_quality, written_sheets
from hiyoke.estate.sheets import text_of
from hiyoke.exchange.estate_folder import starter_files
from hiyoke.exchange.workbook import write_template, write_workbook
from hiyoke.languages import Language, Text
from hiyoke.workflows.load_estate import read_estate
from hiyoke.workflows.suspension.authority_table import read_authority_table

if TYPE_CHECKING:
    from pathlib import Path

HEADING = "役割,役職名,氏名,連絡先,決められる水準,時間帯,対象サービス,有効期限,代行\n"
ROW = (
    "当直責任者,夜間当直,,03-0000-0105,L2（一部停止）,夜間休日,internet-banking,"
    "令和9年3月31日,はい\n"
)


def read(folder: Path, name: str, content: str | bytes) -> EstateReading:
    for path, text in starter_files(Language.JA).items():
        if not path.startswith("authority"):
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text)
    raw = content if isinstance(content, bytes) else content.encode()
    (folder / name).write_bytes(raw)
    return read_estate(folder)


@pytest.mark.parametrize("name", ["authority.csv", "権限表.csv", "決裁権限表.csv"])
def test_reads_a_japanese_ledger(tmp_path: Path, name: str) -> None:
    (one,) = read(tmp_path, name, HEADING + ROW).require("x").authority
    assert one == Delegation(
        role="shift_lead",
        name=Text(ja="夜間当直", en="夜間当直"),
        contact="03-0000-0105",
        up_to="L2",
        hours="off_hours",
        services=("internet-banking",),
        expires_on=date(2027, 3, 31),
        deputy=True,
    )


@pytest.mark.parametrize("head", ["", "schema: hiyoke/authority/1\n"])
@pytest.mark.parametrize("key", ["authority", "delegations", "権限表"])
def test_reads_yaml(tmp_path: Path, head: str, key: str) -> None:
    text = f"{head}{key}:\n  - {{role: top, name: 頭取, up_to: L4, expires_on: 2027-03-31}}\n"
    reading = read(tmp_path, "authority.yaml", text)
    assert [one.up_to for one in reading.require("x").authority] == ["L4"]
    assert not [one for one in reading.reminders if one.place.file == "authority.yaml"]


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("当直責任者", "友人", "not_in_list"),
        ("L2（一部停止）", "L9", "not_in_list"),
        ("夜間休日", "ときどき", "not_in_list"),
        ("令和9年3月31日", "いつか", "not_a_date"),
        ("令和9年3月31日", "", "missing_value"),
        ("当直責任者", "", "missing_value"),
        ("夜間当直", "", "missing_value"),
        ("internet-banking", "internet-bankng", "unknown_reference"),
        (",はい", ",たぶん", "not_yes_no"),
    ],
)
def test_names_every_fault_with_its_place(tmp_path: Path, old: str, new: str, kind: str) -> None:
    reading = read(tmp_path, "authority.csv", HEADING + ROW.replace(old, new))
    (fault,) = reading.faults
    assert fault.kind == kind
    assert (fault.place.file, fault.place.row) == ("authority.csv", 2)
    assert fault.remedy.ja
    assert fault.remedy.en


def test_names_the_line_and_path_of_a_fault_in_yaml(tmp_path: Path) -> None:
    text = "authority:\n  - role: top\n    name: 頭取\n    up_to: L9\n    expires_on: 2027-03-31\n"
    (fault,) = read(tmp_path, "authority.yaml", text).faults
    assert (fault.place.file, fault.place.row) == ("authority.yaml", 4)
    assert fault.place.path == "authority[0].up_to"
    assert "L4" in fault.expected.ja
    assert "L9" in fault.found.ja


def test_lists_all_faults_at_once(tmp_path: Path) -> None:
    broken = "友人,a,,,L9,,,いつか,\n"
    reading = read(tmp_path, "authority.csv", HEADING + broken + ROW + ROW)
    kinds = sorted(fault.kind for fault in reading.faults)
    assert kinds == ["duplicate_id", "not_a_date", "not_in_list", "not_in_list"]


@pytest.mark.parametrize("language", list(Language))
def test_is_written_back_as_it_was_read(tmp_path: Path, language: Language) -> None:
    estate = read(tmp_path / "one", "authority.csv", HEADING + ROW).require("x")
    (sheet,) = [s for s in written_sheets(estate, language) if s.spec.name == "authority"]
    rows = [sheet.headings, *([text_of(cell) for cell in row] for row in sheet.rows)]
    text = "\n".join(",".join(row) for row in rows) + "\n"
    assert read(tmp_path / "two", "authority.csv", text).require("x").authority == estate.authority
    book = tmp_path / f"{language}.xlsx"
    book.write_bytes(write_workbook(estate, language=language))
    assert read_estate(book).require("x").authority == estate.authority
    assert read_authority_table(book) == estate.authority


def test_the_template_has_the_sheet(tmp_path: Path) -> None:
    book = tmp_path / "t.xlsx"
    book.write_bytes(write_template(Language.JA))
    assert not [f for f in read_estate(book).faults if f.place.sheet == "権限表"]


@pytest.mark.parametrize("language", list(Language))
def test_the_starter_has_an_example_that_reads(tmp_path: Path, language: Language) -> None:
    for path, text in starter_files(language).items():
        target = tmp_path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text)
    assert {one.role for one in read_estate(tmp_path).require("x").authority} >= {"top", "ciso"}


def test_quality_names_lapsed_delegations_and_levels_without_a_decider(tmp_path: Path) -> None:
    estate = read(tmp_path, "authority.csv", HEADING + ROW).require("x")
    day = date(2027, 4, 1)
    gaps = {g.kind: g for g in assess_quality(estate, (), as_of=day, stale_after_days=90)}
    assert gaps["expired_delegations"].count == 1
    assert gaps["levels_without_decider"].names == ("L1", "L2", "L3", "L4")
