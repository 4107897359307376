"""Days of the week, shifts, shares, ranges and efforts: one reading each, or refused."""

from __future__ import annotations

from datetime import date, time

import pytest

from hiyoke.estate import LAST, Shift, WeekDay
from hiyoke.estate.impact import LossRange
from hiyoke.estate.sheets import MisreadError
from hiyoke.estate.sheets.figures import read_efforts, read_share, read_share_range
from hiyoke.estate.sheets.written_rosters import read_shifts, read_week_days

_WORKWEEK = tuple(WeekDay(name) for name in ("mon", "tue", "wed", "thu", "fri"))


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("月", (WeekDay("mon"),)),
        ("月曜日", (WeekDay("mon"),)),
        ("Mondays", (WeekDay("mon"),)),
        ("月〜金", _WORKWEEK),
        ("月～金", _WORKWEEK),
        ("Mon-Fri", _WORKWEEK),
        ("土日祝日", (WeekDay("sat"), WeekDay("sun"), WeekDay("holiday"))),
        ("土・日・祝", (WeekDay("sat"), WeekDay("sun"), WeekDay("holiday"))),
        ("月水金", (WeekDay("mon"), WeekDay("wed"), WeekDay("fri"))),
        ("第２・第４日曜", (WeekDay("sun", 2), WeekDay("sun", 4))),
        ("第2、第4日曜", (WeekDay("sun", 2), WeekDay("sun", 4))),
        ("2nd and 4th Sunday", (WeekDay("sun", 2), WeekDay("sun", 4))),
        ("第二土曜", (WeekDay("sat", 2),)),
        ("最終土曜日", (WeekDay("sat", LAST),)),
        ("last Sat", (WeekDay("sat", LAST),)),
        ("毎週日曜", (WeekDay("sun"),)),
        ("平日", (WeekDay("business"),)),
        ("business days", (WeekDay("business"),)),
        ("休日", (WeekDay("closed"),)),
        (["Sat", "Sun"], (WeekDay("sat"), WeekDay("sun"))),
    ],
)
def test_reads_days_of_the_week(written: object, days: tuple[WeekDay, ...]) -> None:
    assert read_week_days(written) == days


@pytest.mark.parametrize("written", ["第3週", "第2", "2nd", "第6日曜", "第2祝日", "someday", ""])
def test_refuses_days_that_are_none(written: str) -> None:
    with pytest.raises(MisreadError):
        read_week_days(written)


@pytest.mark.parametrize(
    ("written", "shifts"),
    [
        ("平日 9:00-17:30", [Shift((WeekDay("business"),), time(9), 510)]),
        ("平日９時〜１７時半", [Shift((WeekDay("business"),), time(9), 510)]),
        ("土 22:00-翌5:00", [Shift((WeekDay("sat"),), time(22), 420)]),
        ("土 22:00-29:00", [Shift((WeekDay("sat"),), time(22), 420)]),
        ("Sat 22:00 - 5:00", [Shift((WeekDay("sat"),), time(22), 420)]),
        ("日 24時間", [Shift((WeekDay("sun"),), time(0), 1440)]),
        ("月、水 1:00-2:00", [Shift((WeekDay("mon"), WeekDay("wed")), time(1), 60)]),
    ],
)
def test_reads_shifts(written: str, shifts: list[Shift]) -> None:
    assert list(read_shifts(written)) == shifts


@pytest.mark.parametrize(
    "written",
    [
        "9:00-17:00",
        "平日",
        "平日 9:00-",
        "平日 9:75-10:00",
        "平日 9:00-翌10:00",
        "平日 25:00-26:00",
    ],
)
def test_refuses_shifts_that_are_none(written: str) -> None:
    with pytest.raises(MisreadError):
        read_shifts(written)


@pytest.mark.parametrize(
    ("written", "share"),
    [("80%", 0.8), ("８０％", 0.8), ("0.8", 0.8), (0.8, 0.8), ("8割", 0.8), ("80 percent", 0.8),
     ("0.5%", 0.005), ("33.3%", 0.333), ("0", 0.0), ("1", 1.0), ("100%", 1.0), ("1e-07", 1e-07)],
)  # fmt: skip
def test_reads_shares(written: object, share: float) -> None:
    assert read_share(written) == share


@pytest.mark.parametrize(
    "written", ["80", 80, "1.5", "-5%", "120%", "high", "0,8", True, "8割5分", "nan", "inf"]
)
def test_refuses_shares_that_are_none_for_certain(written: object) -> None:
    with pytest.raises(MisreadError):
        read_share(written)


def test_reads_ranges_of_shares_and_efforts() -> None:
    assert read_share_range("1-3-8%") == LossRange(0.01, 0.03, 0.08)
    assert read_share_range(["1%", "3%", "8%"]) == LossRange(0.01, 0.03, 0.08)
    assert read_share_range("0.05") == LossRange(0.05, 0.05, 0.05)
    assert read_efforts("linux: 4時間; 業務アプリ 2-3-6") == (
        ("linux", LossRange(4, 4, 4)),
        ("業務アプリ", LossRange(2, 3, 6)),
    )


@pytest.mark.parametrize("written", ["1-8%", "8-3-1%", "1-3-8-9%", "", "1〜3〜"])
def test_refuses_ranges_that_can_mean_several_things(written: str) -> None:
    with pytest.raises(MisreadError):
        read_share_range(written)


@pytest.mark.parametrize("written", ["linux", "linux 4; linux 5", "db 6-3-2", "db 2-3", "db 1..2"])
def test_refuses_efforts_that_are_none(written: str) -> None:
    with pytest.raises(MisreadError):
        read_efforts(written)


def test_the_last_weekday_of_a_month_is_found_in_months_of_any_length() -> None:
    last = WeekDay("sun", LAST)

    assert [day for day in range(1, 32) if last.has(date(2026, 5, day))] == [31]
    assert [day for day in range(1, 29) if last.has(date(2026, 2, day))] == [22]
