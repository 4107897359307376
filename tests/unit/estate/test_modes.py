"""Suspension modes of an estate: read from CSV, checked, and written back equal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hiyoke.estate import LossRange, written_sheets
from hiyoke.estate.sheets.cell_text import MisreadError
from hiyoke.estate.sheets.written_parts import parts_text, read_parts
from hiyoke.languages import Language
from hiyoke.workflows.load_estate import read_estate
from small_estates import SOUND, write_files

if TYPE_CHECKING:
    from pathlib import Path

    from hiyoke.estate import EstateReading

HEAD = (
    "モードID,モード名,対象ID,種類,失う割合,止めるシステム,切る経路,"
    "停止にかかる時間（分）,最終訓練日\n"
)
ROW = (
    "ib-off,ネット停止,ib,ネット経路停止,ib 60-80-100%,web-1,internet > web-2,"
    "5-10-20,令和8年2月14日\n"
)


def read(tmp_path: Path, rows: str) -> EstateReading:
    return read_estate(write_files(tmp_path, {**SOUND, "停止モード.csv": HEAD + rows}))


def test_reads_a_mode_as_a_ledger_states_it(tmp_path: Path) -> None:
    (mode,) = read(tmp_path, ROW).require("test").modes
    assert mode.kind == "channel_off"
    assert mode.loses == (("ib", LossRange(0.6, 0.8, 1.0)),)
    assert mode.systems == ("web-1",)
    assert mode.links == (("internet", "web-2"),)
    assert mode.enter_minutes == LossRange(5.0, 10.0, 20.0)
    assert f"{mode.last_rehearsed_on}" == "2026-02-14"


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ("x,名,nothing,other,,web-1,,,\n", "unknown_reference"),
        ("x,名,ib,other,nothing 50%,web-1,,,\n", "unknown_reference"),
        ("x,名,ib,other,ib 50,web-1,,,\n", "not_a_share"),
        ("x,名,ib,爆発,,web-1,,,\n", "not_in_list"),
        ("x,名,ib,other,,nothing,,,\n", "unknown_reference"),
        ("x,名,ib,other,,,web-2 > internet,,\n", "unknown_reference"),
        ("x,名,ib,other,,web-1,,soon,\n", "not_a_range"),
        (ROW + ROW, "duplicate_id"),
    ],
)
def test_lists_what_is_wrong_with_its_place(tmp_path: Path, row: str, kind: str) -> None:
    faults = read(tmp_path, row).faults
    assert kind in {fault.kind for fault in faults}
    assert all(fault.place.file == "停止モード.csv" for fault in faults)


def test_reminds_of_a_mode_that_removes_nothing(tmp_path: Path) -> None:
    reminders = read(tmp_path, "x,名,ib,view_only,ib 50%,,,,\n").reminders
    assert "idle_mode" in {one.kind for one in reminders}


@pytest.mark.parametrize("language", list(Language))
def test_writes_modes_back_as_they_were_read(tmp_path: Path, language: Language) -> None:
    estate = read(tmp_path / "one", ROW).require("test")
    (sheet,) = [s for s in written_sheets(estate, language) if s.spec.name == "modes"]
    lines = [sheet.headings, *sheet.rows]
    text = "\n".join(",".join("" if c is None else f'"{c}"' for c in line) for line in lines)
    again = read_estate(write_files(tmp_path / "two", {**SOUND, "modes.csv": text + "\n"}))
    assert again.require("test").modes == estate.modes


def test_parts_read_back_equal() -> None:
    parts = read_parts("atm 30%; cards; ib 20-30-40%")
    assert read_parts(parts_text(parts)) == parts
    for wrong in ("atm 30%; atm 20%", "a b c", "atm 130%"):
        with pytest.raises(MisreadError):
            read_parts(wrong)


def test_modes_are_not_blamed_for_services_that_could_not_be_read(tmp_path: Path) -> None:
    broken = {**SOUND, "services.yaml": SOUND["services.yaml"] + "  bad: [unclosed\n"}
    reading = read_estate(write_files(tmp_path, {**broken, "停止モード.csv": HEAD + ROW}))
    assert {fault.place.file for fault in reading.faults} == {"services.yaml"}
