"""Dates as ledgers write them."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from openpyxl.utils.datetime import from_excel

from hiyoke.estate.sheets.written_dates import read_date

DAY = date(2026, 3, 31)


@pytest.mark.parametrize(
    "written",
    [
        "2026/3/31",
        "2026-03-31",
        "2026.3.31",
        "20260331",
        "2026年3月31日",
        "２０２６年３月３１日",
        "令和8年3月31日",
        "令和８年３月３１日",
        "R8.3.31",
        "r8/3/31",
        "R08-03-31",
        "令8.3.31",
        "㋿8年3月31日",
        "平成38年3月31日",
        "H38.3.31",
        " 2026 / 3 / 31 ",
        "2026-03-31T00:00:00",
        "2026/03/31 00:00",
        "2026-03-31 12:30:00",
        "2026/3/31(火)",
        "2026年3月31日（火）",
        "46112",
        "46112.0",
        46112,
        46112.5,
        DAY,
        datetime(2026, 3, 31, 23, 59),  # noqa: DTZ001 - Excel has no zones.
    ],
)
def test_reads_every_common_spelling(written: object) -> None:
    assert read_date(written) == DAY


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("令和元年5月1日", date(2019, 5, 1)),
        ("平成31年4月30日", date(2019, 4, 30)),
        ("昭和64年1月7日", date(1989, 1, 7)),
        ("S62.4.1", date(1987, 4, 1)),
        ("2028/2/29", date(2028, 2, 29)),
    ],
)
def test_counts_eras_from_their_first_year(written: str, day: date) -> None:
    assert read_date(written) == day


@pytest.mark.parametrize(
    "written",
    [
        "3/31/2026",
        "31/3/2026",
        "26/3/31",
        "2026/3",
        "2026年3月",
        "2026年度末",
        "令和0年1月1日",
        "令和元年4月30日",
        "2026/2/29",
        "2026/13/1",
        "R8",
        "X8.3.31",
        "",
        "明日",
        "2026-03/31",
        "123",
        "99999999",
        0,
        1.5,
        -5,
        10**9,
        float("nan"),
        float("inf"),
        True,
        None,
        [],
        "1" * 10_000,
    ],
)
def test_refuses_what_is_not_one_certain_day(written: object) -> None:
    assert read_date(written) is None


@pytest.mark.parametrize("serial", [20000, 36526, 46112, 60000, 80000])
def test_serials_agree_with_the_spreadsheet_library(serial: int) -> None:
    assert read_date(serial) == from_excel(serial).date()
