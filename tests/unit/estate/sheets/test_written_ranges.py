"""Ranges and recurring days as ledgers write them, and every ambiguous one refused."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from hiyoke.calendars import DayRule
from hiyoke.estate import LossRange
from hiyoke.estate.sheets import MisreadError, days_text, range_text
from hiyoke.estate.sheets.written_days import read_days, read_time
from hiyoke.estate.sheets.written_ranges import read_durations, read_money, read_people


@pytest.mark.parametrize(
    ("written", "figures"),
    [
        (5, (5, 5, 5)),
        (5.5, (5.5, 5.5, 5.5)),
        ("0", (0, 0, 0)),
        ("1,200万円", (12e6, 12e6, 12e6)),
        ("１，２００万円", (12e6, 12e6, 12e6)),
        ("1億2,000万円", (12e7, 12e7, 12e7)),
        ("1.5億", (15e7, 15e7, 15e7)),
        ("3百万円", (3e6, 3e6, 3e6)),
        ("3千円", (3e3, 3e3, 3e3)),
        ("¥1,000,000", (1e6, 1e6, 1e6)),
        ("12 million", (12e6, 12e6, 12e6)),
        ("3 billion yen", (3e9, 3e9, 3e9)),
        ("2-5-12", (2, 5, 12)),
        ("2 - 5 - 12", (2, 5, 12)),
        ("2〜5〜12", (2, 5, 12)),
        ("２～５～１２百万円", (2e6, 5e6, 12e6)),
        ("1-2-3億円", (1e8, 2e8, 3e8)),
        ("10万円〜20万円〜1億円", (1e5, 2e5, 1e8)),
        ("0-1億-2億", (0, 1e8, 2e8)),
        ("2; 5; 12", (2, 5, 12)),
        ([2, 5, 12], (2, 5, 12)),
        (["100万円", "2百万円", "0.1億円"], (1e6, 2e6, 1e7)),
    ],
)
def test_understands_money(written: object, figures: tuple[float, float, float]) -> None:
    assert read_money(written) == LossRange(*figures)


@pytest.mark.parametrize(
    "written",
    [
        "5-12",
        [5, 12],
        [1, 2, 3, 4],
        "12-5-2",
        "-5",
        "$5",
        "5%",
        "5 USD",
        "12m",
        "12k",
        "1e9",
        "1,2,3",
        "1.200.000",
        "1万億",
        "2000万1億",
        "約500万円",
        "500万円以上",
        "1-2億円-3億円",
        ["1", "2", "3億"],
        "nan",
        "inf",
        "9" * 40,
        True,
        date(2002, 5, 12),
        datetime(2002, 5, 12),  # noqa: DTZ001 - as Excel gives it.
    ],
)
def test_refuses_money_that_can_mean_two_things(written: object) -> None:
    with pytest.raises(MisreadError) as caught:
        read_money(written)
    assert caught.value.kind == "not_a_range"
    assert caught.value.expected.ja
    assert caught.value.remedy.en


def test_says_that_excel_made_a_date_of_a_range() -> None:
    with pytest.raises(MisreadError) as caught:
        read_money(date(2002, 5, 12))
    assert "Excel" in caught.value.remedy.ja


@pytest.mark.parametrize(
    ("written", "minutes"),
    [
        ("60", (60, 60, 60)),
        ("60m", (60, 60, 60)),
        ("2h", (120, 120, 120)),
        ("1時間", (60, 60, 60)),
        ("2時間30分", (150, 150, 150)),
        ("3h-1d-3d", (180, 1440, 4320)),
        ("3時間〜1日〜3日", (180, 1440, 4320)),
        ("1-2-4時間", (60, 120, 240)),
        (["180", "1440", "3d"], None),
        (["3h", "1d", "3d"], (180, 1440, 4320)),
        (timedelta(hours=3), (180, 180, 180)),
        ("90秒", None),
        ("1時間2日", None),
        ("3d-1d-1h", None),
    ],
)
def test_reads_durations(written: object, minutes: tuple[float, float, float] | None) -> None:
    if minutes is None:
        with pytest.raises(MisreadError):
            read_durations(written)
    else:
        assert read_durations(written) == LossRange(*minutes)


def test_reads_people() -> None:
    assert read_people("1,000〜2,000〜5,000人") == LossRange(1000, 2000, 5000)
    assert read_people("4万人") == LossRange(40000, 40000, 40000)
    with pytest.raises(MisreadError):
        read_people("100円")


def test_written_ranges_read_back() -> None:
    for figures in ((0, 0, 0), (1, 2, 3), (0.25, 1234567.5, 1e12), (5e14, 5e14, 9.5e14)):
        assert read_money(range_text(LossRange(*figures))) == LossRange(*figures)


@pytest.mark.parametrize(
    ("written", "rule"),
    [
        ("営業日", DayRule(("business",))),
        ("月末; 五十日", DayRule(("month_end", "fifth_tenth"))),
        ("25日", DayRule(("payday",))),
        ("Month End", DayRule(("month_end",))),
        (["payday", "2026-12-30"], DayRule(("payday",), (date(2026, 12, 30),))),
        ("2027年3月31日、2026/9/30", DayRule((), (date(2026, 9, 30), date(2027, 3, 31)))),
        (datetime(2026, 12, 30), DayRule((), (date(2026, 12, 30),))),  # noqa: DTZ001 - from Excel.
        ("毎月", None),
        ("末日", None),
        ("12/30", None),
    ],
)
def test_reads_days(written: object, rule: DayRule | None) -> None:
    if rule is None:
        with pytest.raises(MisreadError, match="kinds of days"):
            read_days(written)
    else:
        assert read_days(written) == rule
        assert read_days(days_text(rule)) == rule


@pytest.mark.parametrize(
    ("written", "clock"),
    [
        ("15:00", time(15)),
        ("9:05", time(9, 5)),
        ("１５：３０", time(15, 30)),
        ("15時", time(15)),
        ("15時5分", time(15, 5)),
        ("15:00:00", time(15)),
        (time(15, 30), time(15, 30)),
        (timedelta(hours=15, minutes=30), time(15, 30)),
        ("3:00 PM", None),
        ("24:00", None),
        ("15:60", None),
        ("15", None),
        ("9:5", None),
        (time(15, 30, 5), None),
        (timedelta(days=1), None),
        (0.625, None),
    ],
)
def test_reads_times(written: object, clock: time | None) -> None:
    if clock is None:
        with pytest.raises(MisreadError, match="time of day"):
            read_time(written)
    else:
        assert read_time(written) == clock
