"""Crews, windows, freezes, change facts and contract clauses, read and checked."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook

from hiyoke.calendars import DayRule
from hiyoke.errors import EstateFaultError
from hiyoke.estate import ChangeFact, ChangeWindow, Crew, Shift, Vendor, WeekDay
from hiyoke.estate.impact import LossRange
from hiyoke.languages import Text
from small_estates import SYSTEMS, fault_places, reading_of

if TYPE_CHECKING:
    from pathlib import Path

    from hiyoke.estate import Estate, EstateReading

NAME = Text(ja="名", en="name")
CREWS = """\
crews:
  - id: web-crew
    name: {ja: ウェブ基盤チーム, en: Web platform}
    skills: [linux, web]
    people: 4
    shifts: ["平日 9:00-17:30", "土 22:00-翌5:00"]
    overtime_hours_per_month: 20時間
    night: yes
  - {id: csirt, people: 2, triage: はい}
"""
WINDOWS = """\
変更枠ID,変更枠名,対象システム,対象サービス,曜日,日付,開始時刻,終了時刻,時間（分）,最大件数
sunday,日曜深夜,web-1; web-2,,第2・第4日曜,,23:00,3:00,,3
weekday,,,ib,平日,,22時,,2時間30分,
once,,core,,,2026/12/5,1:00,,240,
"""
FREEZES = """\
変更凍結ID,変更凍結名,開始日,終了日,対象日,決済カレンダー,対象システム,対象サービス
month-end,月末と五十日,,,月末; 五十日,,,ib
new-year,年末年始,2026/12/28,2027/1/5,,,,
"""
CHANGES = """\
変更の種類,システムID,失敗率,失敗時の停止時間（分）,工数（時間）,計画停止時間（分）,切り戻し
OS-package,,1〜3〜8%,30〜60〜240分,linux 4; db 2-3-6,15,○
,core,0.05,1h,8,,
"""


def _worked(folder: Path, **changed: str) -> EstateReading:
    files = {
        "crews__yaml": CREWS,
        "windows__csv": WINDOWS,
        "freezes__csv": FREEZES,
        "changes__csv": CHANGES,
    }
    return reading_of(folder, **(files | changed))


def _estate(folder: Path) -> Estate:
    reading = _worked(folder)
    assert fault_places(reading) == []
    assert reading.estate is not None
    return reading.estate


def test_reads_crews_with_their_shifts(tmp_path: Path) -> None:
    web, csirt = _estate(tmp_path).crews

    assert (web.skills, web.people, web.overtime_hours_per_month) == (("linux", "web"), 4, 20.0)
    assert web.shifts == (
        Shift((WeekDay("business"),), time(9, 0), 510),
        Shift((WeekDay("sat"),), time(22, 0), 420),
    )
    assert (web.night, web.triage) == ("yes", False)
    assert (csirt.name.en, csirt.night, csirt.triage, csirt.shifts) == (
        "csirt",
        "unknown",
        True,
        (),
    )


def test_reads_windows_across_midnight(tmp_path: Path) -> None:
    sunday, weekday, once = _estate(tmp_path).windows

    assert (sunday.starts_at, sunday.minutes, sunday.capacity) == (time(23, 0), 240, 3)
    assert sunday.days == (WeekDay("sun", 2), WeekDay("sun", 4))
    assert list(sunday.dates(date(2026, 11, 1), date(2026, 11, 30))) == [
        date(2026, 11, 8), date(2026, 11, 22),
    ]  # fmt: skip
    assert (weekday.services, weekday.minutes) == (("ib",), 150)
    assert list(weekday.dates(date(2026, 11, 20), date(2026, 11, 24))) == [
        date(2026, 11, 20), date(2026, 11, 24),
    ]  # fmt: skip
    assert (once.on, once.minutes, once.days) == (date(2026, 12, 5), 240, ())
    assert list(once.dates(date(2026, 12, 1), date(2026, 12, 31))) == [date(2026, 12, 5)]
    assert list(once.dates(date(2027, 1, 1), date(2027, 1, 31))) == []


def test_reads_freezes_by_rule_and_by_period(tmp_path: Path) -> None:
    month_end, new_year = _estate(tmp_path).freezes

    assert month_end.days == DayRule(("month_end", "fifth_tenth"))
    assert date(2026, 11, 30) in month_end.dates(date(2026, 11, 1), date(2026, 11, 30))
    assert date(2026, 11, 24) not in month_end.dates(date(2026, 11, 1), date(2026, 11, 30))
    assert list(new_year.dates(date(2027, 1, 4), date(2027, 1, 31))) == [
        date(2027, 1, 4), date(2027, 1, 5),
    ]  # fmt: skip


def test_a_freeze_may_follow_a_payment_calendar(tmp_path: Path) -> None:
    freezes = "id,calendar_id,from_on\nboj,boj-net,2026-11-20\n"
    reading = _worked(tmp_path, freezes__csv=freezes)

    assert fault_places(reading) == []
    assert reading.estate is not None
    days = list(reading.estate.freezes[0].dates(date(2026, 11, 16), date(2026, 11, 25)))
    assert days == [date(2026, 11, 20), date(2026, 11, 24), date(2026, 11, 25)]


def test_reads_change_facts_with_ranges(tmp_path: Path) -> None:
    package, core = _estate(tmp_path).changes

    assert package.bundle_class == "os-package"
    assert package.failure_rate == LossRange(0.01, 0.03, 0.08)
    assert package.outage_minutes == LossRange(30, 60, 240)
    assert package.effort_hours == (("db", LossRange(2, 3, 6)), ("linux", LossRange(4, 4, 4)))
    assert (package.downtime_minutes, package.rollback) == (LossRange(15, 15, 15), "yes")
    assert (core.system_id, core.failure_rate) == ("core", LossRange(0.05, 0.05, 0.05))
    assert core.effort_hours == (("", LossRange(8, 8, 8)),)


def test_monday_to_friday_of_a_shift_leaves_out_holidays() -> None:
    days = tuple(WeekDay(name) for name in ("mon", "tue", "wed", "thu", "fri", "sun"))
    shift = Shift(days, time(9, 0), 480)

    worked = list(shift.dates(date(2026, 11, 20), date(2026, 11, 24)))

    assert worked == [date(2026, 11, 20), date(2026, 11, 22), date(2026, 11, 24)]


def test_reads_groups_and_test_twins_of_systems(tmp_path: Path) -> None:
    systems = """\
システムID,システム名,冗長グループ,試験機,再起動グループ
core,勘定系,,core-test,
core-test,勘定系検証,,,
web-1,ウェブ1,web,,web-hosts
web-2,ウェブ2,web,,web-hosts
"""
    reading = reading_of(tmp_path, systems__csv=systems)

    assert reading.estate is not None
    core, _, web, _ = reading.estate.systems
    assert core.test_system_id == "core-test"
    assert (web.redundancy_group, web.reboot_group) == ("web", "web-hosts")


def test_reads_clauses_of_contracts(tmp_path: Path) -> None:
    vendors = """\
ベンダーID,ベンダー名,技術者数,契約機関数,応答時間,復旧目標,同時要請,再委託,パッチ報告,割増率
a,甲社,6名,12,1時間,8時間,先着順,有,×,1.5倍
b,乙社,不明,不明,,,不明,,,
"""
    reading = reading_of(tmp_path, vendors__csv=vendors)

    assert fault_places(reading) == []
    assert reading.estate is not None
    first, second = reading.estate.vendors
    assert (first.staff, first.clients, first.response_minutes, first.repair_hours) == (
        6,
        12,
        60,
        8,
    )
    assert first.simultaneous_demand == "first_come"
    assert (first.subcontractors, first.reports_patch_status) == ("yes", "no")
    assert first.emergency_rate == 1.5
    assert (second.staff, second.clients, second.simultaneous_demand) == (None, None, "unknown")


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        (
            "crews__yaml",
            "people: 4",
            "people: four",
            ("not_a_number", "crews.yaml:5 [crews[0].people]"),
        ),
        ("crews__yaml", "平日 9:00", "平日 9", ("not_a_shift", "crews.yaml:6 [crews[0].shifts]")),
        (
            "crews__yaml",
            "id: csirt",
            "id: web-crew",
            ("duplicate_id", "crews.yaml:9 [crews[1].id]"),
        ),
        (
            "crews__yaml",
            "night: yes",
            "night: often",
            ("not_yes_no", "crews.yaml:8 [crews[0].night]"),
        ),
        ("windows__csv", "第2・第4日曜", "第2・第6日曜", ("not_days", "windows.csv:2 [曜日]")),
        ("windows__csv", "23:00", "25:00", ("not_a_time", "windows.csv:2 [開始時刻]")),
        (
            "windows__csv",
            ",3:00,,3",
            ",3:00,300,3",
            ("contradiction", "windows.csv:2 [時間（分）]"),
        ),
        ("windows__csv", ",3:00,,3", ",,,3", ("missing_value", "windows.csv:2 [終了時刻]")),
        (
            "windows__csv",
            "日曜,,23",
            "日曜,2026/12/6,23",
            ("contradiction", "windows.csv:2 [曜日]"),
        ),
        ("windows__csv", "第2・第4日曜", "", ("missing_value", "windows.csv:2 [曜日]")),
        (
            "windows__csv",
            "web-2,,",
            "web-3,,",
            ("unknown_reference", "windows.csv:2 [対象システム]"),
        ),
        ("windows__csv", ",ib,", ",ibb,", ("unknown_reference", "windows.csv:3 [対象サービス]")),
        ("windows__csv", "once,", "sunday,", ("duplicate_id", "windows.csv:4 [変更枠ID]")),
        ("freezes__csv", "月末;", "月中;", ("not_days", "freezes.csv:2 [対象日]")),
        ("freezes__csv", "月末; 五十日", "", ("missing_value", "freezes.csv:2 [対象日]")),
        ("freezes__csv", "2027/1/5", "2026/1/5", ("reversed_dates", "freezes.csv:3 [終了日]")),
        (
            "freezes__csv",
            "2027/1/5,,,",
            "2027/1/5,,sun-net,",
            ("unknown_reference", "freezes.csv:3 [決済カレンダー]"),
        ),
        ("changes__csv", "1〜3〜8%", "3〜1〜8%", ("not_a_range", "changes.csv:2 [失敗率]")),
        ("changes__csv", "1〜3〜8%", "1〜8%", ("not_a_range", "changes.csv:2 [失敗率]")),
        ("changes__csv", "0.05", "5", ("not_a_share", "changes.csv:3 [失敗率]")),
        ("changes__csv", "db 2-3-6", "db few", ("not_a_range", "changes.csv:2 [工数（時間）]")),
        ("changes__csv", ",core,", ",,", ("missing_value", "changes.csv:3 [変更の種類]")),
        ("changes__csv", ",core,", "os-package,,", ("duplicate_id", "changes.csv:3")),
        ("changes__csv", ",core,", ",cor,", ("unknown_reference", "changes.csv:3 [システムID]")),
    ],
)
def test_names_one_broken_cell(
    tmp_path: Path, file: str, old: str, new: str, fault: tuple[str, str]
) -> None:
    source = {
        "crews__yaml": CREWS,
        "windows__csv": WINDOWS,
        "freezes__csv": FREEZES,
        "changes__csv": CHANGES,
    }
    changed = source[file].replace(old, new, 1)
    assert changed != source[file]

    reading = _worked(tmp_path, **{file: changed})

    assert fault_places(reading) == [fault]
    assert all(text for text in (*reading.faults[0].expected, *reading.faults[0].remedy))


@pytest.mark.parametrize(
    ("twins", "place"),
    [
        ({"core": "cor"}, ("unknown_reference", "systems.csv:2 [test_system_id]")),
        ({"core": "core"}, ("contradiction", "systems.csv:2 [test_system_id]")),
        ({"core": "web-1", "web-1": "core"}, ("contradiction", "systems.csv:2 [test_system_id]")),
    ],
)
def test_a_test_twin_is_another_system(
    tmp_path: Path, twins: dict[str, str], place: tuple[str, str]
) -> None:
    heading, *rows = SYSTEMS.splitlines()
    lines = [f"{heading},test_system_id"]
    lines += [f"{row},{twins.get(row.partition(',')[0], '')}" for row in rows]

    reading = reading_of(tmp_path, systems__csv="\n".join(lines))

    assert fault_places(reading)[0] == place
    assert len(reading.faults) == len(twins)


@pytest.mark.parametrize(
    "build",
    [
        lambda: Crew(crew_id="a", name=NAME, people=-1),
        lambda: Crew(crew_id="a", name=NAME, night="sometimes"),
        lambda: ChangeWindow(window_id="a", name=NAME, starts_at=time(1), minutes=0),
        lambda: ChangeFact(failure_rate=LossRange(0.1, 0.2, 1.2)),
        lambda: ChangeFact(downtime_minutes=LossRange(3, 2, 1)),
        lambda: Vendor(vendor_id="a", name=NAME, simultaneous_demand="loudest"),
        lambda: Vendor(vendor_id="a", name=NAME, repair_hours=-1.0),
        lambda: Vendor(vendor_id="a", name=NAME, remote_access_level="god"),
    ],
)
def test_types_refuse_what_means_nothing(build: object) -> None:
    assert callable(build)
    with pytest.raises(EstateFaultError):
        build()


def test_excel_may_hold_times_and_percentages_as_such(tmp_path: Path) -> None:
    workbook = Workbook()
    windows = workbook.worksheets[0]
    windows.title = "変更枠"
    windows.append(["変更枠ID", "対象システム", "曜日", "開始時刻", "時間（分）", "最大件数"])
    windows.append(["sat", "core", "土", time(23, 30), 240, 2.0])
    controls = workbook.create_sheet("対策")
    controls.append(["対策ID", "種別", "対象システム", "有効率", "試験日"])
    controls.append(["edr", "EDR", "core", 0.8, date(2026, 9, 1)])
    controls["D2"].number_format = "0%"
    workbook.save(tmp_path / "people.xlsx")

    reading = reading_of(tmp_path)

    assert fault_places(reading) == []
    assert reading.estate is not None
    window, control = reading.estate.windows[0], reading.estate.controls[0]
    assert (window.starts_at, window.minutes, window.capacity) == (time(23, 30), 240, 2)
    assert (control.efficacy, control.tested_on) == (0.8, date(2026, 9, 1))


def test_cp932_is_read_as_utf_8_is(tmp_path: Path) -> None:
    plain = _estate(tmp_path / "utf")
    folder = tmp_path / "cp932"
    sources = {"windows.csv": WINDOWS, "freezes.csv": FREEZES}
    files = {name: text.encode("cp932") for name, text in sources.items()}
    reading = reading_of(
        folder, windows__csv=files["windows.csv"], freezes__csv=files["freezes.csv"]
    )

    assert reading.estate is not None
    assert reading.estate.windows == plain.windows
    assert reading.estate.freezes == plain.freezes
