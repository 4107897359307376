"""What outages cost, read alike from YAML, CSV and Excel, and every fault with its place."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

import pytest

from hiyoke.calendars import DayRule
from hiyoke.estate import DeadlineStep, ImpactPoint, LossRange, ServiceImpact
from hiyoke.exchange.estate_folder import write_csv_files
from hiyoke.exchange.workbook import write_workbook
from hiyoke.languages import Language, Text
from hiyoke.workflows.load_estate import load_estate
from small_estates import SERVICES, fault_places, reading_of, reminder_places, write_files

if TYPE_CHECKING:
    from pathlib import Path

    from hiyoke.estate import EstateReading

IMPACT = """\
    impact:
      currency: jpy
      attack_outage: [3h, 1d, 3d]
      curve:
        - {after: 8h, loss: 1億円}
        - {after: 60m, loss: [300万, 500万, 1200万], users: 9000}
      deadlines:
        - {id: pay, name: {ja: 給与, en: Payroll}, days: 給料日, at: 15:00, loss: 2〜5〜9百万円}
        - {id: close, name: 全銀終了, calendar: zengin, loss: 10, users: [1, 2, 3]}
"""
EXPECTED = ServiceImpact(
    service_id="ib",
    currency="JPY",
    points=(
        ImpactPoint(60, LossRange(3e6, 5e6, 12e6), LossRange(9000, 9000, 9000)),
        ImpactPoint(480, LossRange(1e8, 1e8, 1e8)),
    ),
    steps=(
        DeadlineStep(
            deadline_id="close",
            name=Text(ja="全銀終了", en="全銀終了"),
            days=DayRule(("every",)),
            calendar_id="zengin",
            loss=LossRange(10, 10, 10),
            users=LossRange(1, 2, 3),
        ),
        DeadlineStep(
            deadline_id="pay",
            name=Text(ja="給与", en="Payroll"),
            days=DayRule(("payday",)),
            at=time(15),
            loss=LossRange(2e6, 5e6, 9e6),
        ),
    ),
    attack_outage_minutes=LossRange(180, 1440, 4320),
)


def read(folder: Path, impact: str, **changed: str | bytes | None) -> EstateReading:
    return reading_of(folder, services__yaml=SERVICES + impact, **changed)


def test_reads_the_impact_of_a_service_from_yaml(tmp_path: Path) -> None:
    reading = read(tmp_path, IMPACT)

    assert fault_places(reading) == []
    assert reminder_places(reading) == []
    assert reading.estate is not None
    assert reading.estate.impacts == (EXPECTED,)


@pytest.mark.parametrize("language", Language)
def test_csv_and_excel_say_the_same_as_yaml(tmp_path: Path, language: Language) -> None:
    estate = read(tmp_path / "yaml", IMPACT).require("yaml")

    from_csv = load_estate(
        write_files(tmp_path / "csv", {**write_csv_files(estate, language=language)})
    )
    workbook = {"estate.xlsx": write_workbook(estate, language=language)}
    from_excel = load_estate(write_files(tmp_path / "excel", {**workbook}))

    assert from_csv.impacts == from_excel.impacts == (EXPECTED,)


def test_reads_japanese_sheets_as_people_keep_them(tmp_path: Path) -> None:
    reading = reading_of(
        tmp_path,
        損失曲線__csv="サービスID,停止時間,損失額,影響人数\nib,1時間,300万〜500万〜1200万円,\n",
        締切__csv="サービスID,締切ID,締切名,締切日,締切時刻,損失額\nib,k,給与,25日,15時,1百万円\n",
    )

    assert fault_places(reading) == []
    assert reading.estate is not None
    (impact,) = reading.estate.impacts
    assert impact.points == (ImpactPoint(60, LossRange(3e6, 5e6, 12e6)),)
    assert [step.days for step in impact.steps] == [DayRule(("payday",))]


def test_a_curve_alone_and_deadlines_by_identifier_are_understood(tmp_path: Path) -> None:
    plain = read(tmp_path / "a", "    impact_curve: [{after: 60, loss: 5}]\n")
    keyed = read(
        tmp_path / "b",
        "    impact:\n      deadlines:\n        k: {name: x, days: month_end, at: 9:00, loss: 5}\n",
    )

    assert plain.estate is not None
    assert plain.estate.impacts[0].points == (ImpactPoint(60, LossRange(5, 5, 5)),)
    assert keyed.estate is not None
    assert keyed.estate.impacts[0].steps[0].deadline_id == "k"


def test_lists_every_fault_of_an_impact_at_once(tmp_path: Path) -> None:
    impact = """\
    impact:
      currency: dollars
      curve:
        - {after: 60, loss: [5, 12]}
        - {after: 90, loss: 9}
        - {after: 120, loss: 3}
        - {after: 2h, loss: 3}
        - {loss: 3}
        - 5
      deadlines:
        - {id: a, name: x, days: 満月, at: 9:00, loss: 1}
        - {id: b, name: x, days: business, loss: 1}
        - {id: c, name: x, calendar: zengn, loss: 1}
        - {id: d, name: x, at: 25:00, loss: 1}
        - {id: d, name: x, at: 9:00, loss: 1}
"""
    reading = read(tmp_path, impact)

    at = "services.yaml:{} [services[0].impact.{}]".format
    assert fault_places(reading) == [
        ("not_in_list", at(11, "currency")),
        ("not_a_range", at(13, "curve[0].loss")),
        ("falling_loss", at(15, "curve[2].loss")),
        ("duplicate_id", at(16, "curve[3].after")),
        ("missing_value", at(17, "curve[4]")),
        ("wrong_shape", at(18, "curve[5]")),
        ("not_days", at(20, "deadlines[0].days")),
        ("missing_value", at(21, "deadlines[1]")),
        ("unknown_reference", at(22, "deadlines[2].calendar")),
        ("not_a_time", at(23, "deadlines[3].at")),
        ("duplicate_id", at(24, "deadlines[4].id")),
    ]
    unknown = next(f for f in reading.faults if f.kind == "unknown_reference")
    assert "'zengin'" in unknown.remedy.en


def test_names_unknown_services_and_mixed_currencies(tmp_path: Path) -> None:
    services = "id,name,priority,currency\nib,ネット,1,JPY\natm,ATM,2,USD\n"
    reading = reading_of(
        tmp_path,
        services__yaml=None,
        services__csv=services,
        requirements__csv="service_id,system_id\nib,core\natm,core\n",
        impact_points__csv="service_id,after,loss\nibb,60,5\n",
    )

    assert fault_places(reading) == [
        ("unknown_reference", "impact_points.csv:2 [service_id]"),
        ("mixed_currencies", "services.csv:3 [currency]"),
    ]
    assert "'ib'" in reading.faults[0].remedy.en


def test_an_unknown_member_of_an_impact_is_a_reminder(tmp_path: Path) -> None:
    reading = read(tmp_path, "    impact: {curvee: []}\n")

    assert reminder_places(reading) == [
        ("unknown_member", "services.yaml:10 [services[0].impact.curvee]")
    ]
    assert "'curve'" in reading.reminders[0].remedy.en


def test_an_impact_of_wrong_shape_is_a_fault(tmp_path: Path) -> None:
    assert fault_places(read(tmp_path / "a", "    impact: 5\n")) == [
        ("wrong_shape", "services.yaml:10 [services[0].impact]")
    ]
    assert fault_places(read(tmp_path / "b", "    impact: {curve: 5}\n")) == [
        ("wrong_shape", "services.yaml:10 [services[0].impact.curve]")
    ]
    assert fault_places(read(tmp_path / "c", "    impact:\n")) == []
