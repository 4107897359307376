"""Payment-system hours against a clock that walks minute by minute with rules of its own."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path

import numpy as np
import pytest

from hiyoke.calendars import (
    JAPAN_TIME,
    TRUST_MARKS,
    payment_calendar,
    read_payment_calendars,
    shipped_calendars,
)
from hiyoke.errors import MissingCalendarError, PaymentCalendarError, UsageError

PROFILES = Path(__file__).parents[3] / "src" / "hiyoke" / "calendars" / "profiles"
#: Days without business from 2026-12-21 to 2027-01-12, from a wall calendar.
CLOSED = {date(2026, 12, d) for d in (26, 27, 31)} | {
    date(2027, 1, d) for d in (1, 2, 3, 9, 10, 11)
}
LAST_BUSINESS_DAY = date(2026, 12, 30)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=JAPAN_TIME)


def is_zengin_open(moment: datetime) -> bool:
    day, clock = moment.date(), moment.time()
    if day in CLOSED:
        return False
    if day == LAST_BUSINESS_DAY:
        return time(7, 30) <= clock < time(16, 30)
    return time(8, 30) <= clock < time(15, 30)


def test_zengin_core_agrees_with_a_walking_clock_over_the_new_year() -> None:
    zengin, more = payment_calendar("zengin"), payment_calendar("zengin.more-time")
    start = at("2026-12-21T00:00")
    minutes = 22 * 1440
    walked = [is_zengin_open(start + timedelta(minutes=n)) for n in range(minutes)]
    grid = np.datetime64("2026-12-20T15:00") + np.arange(minutes).astype("timedelta64[m]")

    assert zengin.is_open(grid).tolist() == walked
    assert more.is_open(grid).tolist() == [not is_open for is_open in walked]
    end = start + timedelta(minutes=minutes)
    assert zengin.open_minutes(start, end) == sum(walked)
    assert more.open_minutes(start, end) == minutes - sum(walked)


def test_month_end_has_longer_hours() -> None:
    zengin = payment_calendar("zengin")

    assert zengin.is_open(at("2026-11-30T07:30"))
    assert not zengin.is_open(at("2026-11-27T07:30"))
    assert zengin.next_cut_off(at("2026-11-30T15:30")) == at("2026-11-30T16:30")


def test_opening_counts_as_open_and_closing_as_closed() -> None:
    zengin = payment_calendar("zengin")

    assert zengin.is_open(at("2026-11-24T08:30"))
    assert not zengin.is_open(at("2026-11-24T15:30"))
    assert zengin.next_cut_off(at("2026-11-24T15:29")) == at("2026-11-24T15:30")
    assert zengin.next_cut_off(at("2026-11-24T15:30")) == at("2026-11-25T15:30")


def test_cut_offs_skip_holidays_and_weekends() -> None:
    # 20 November 2026 is a Friday, 23 November a holiday.
    assert payment_calendar("zengin").next_cut_off(at("2026-11-20T16:00")) == at("2026-11-24T15:30")
    assert payment_calendar("boj-net.input").next_cut_off(at("2026-12-30T21:30")) == at(
        "2027-01-04T21:00"
    )


@pytest.mark.parametrize(
    ("calendar_id", "opens", "closes"),
    [
        ("boj-net.input", "08:30", "21:00"),
        ("boj-net", "09:00", "17:00"),
        ("boj-net.current-account", "09:00", "17:00"),
        ("boj-net.fx-yen", "09:00", "15:00"),
        ("boj-net.jgb", "09:00", "16:30"),
    ],
)
def test_boj_net_hours_by_business(calendar_id: str, opens: str, closes: str) -> None:
    calendar = payment_calendar(calendar_id)

    assert not calendar.is_open(at(f"2026-11-24T{opens}") - timedelta(minutes=1))
    assert calendar.is_open(at(f"2026-11-24T{opens}"))
    assert calendar.next_cut_off(at("2026-11-24T00:00")) == at(f"2026-11-24T{closes}")


def test_every_zone_gives_the_same_answer() -> None:
    zengin = payment_calendar("zengin")
    new_york = timezone(timedelta(hours=-5))
    for text in ("2026-11-24T08:29", "2026-11-24T08:30", "2026-12-31T23:59", "2027-01-01T00:00"):
        japan = at(text)
        for other in (japan.astimezone(UTC), japan.astimezone(new_york)):
            assert zengin.is_open(other) == zengin.is_open(japan)
            assert zengin.next_cut_off(other) == zengin.next_cut_off(japan)


def test_settlement_is_a_moment_and_not_an_opening() -> None:
    settlement = payment_calendar("interbank-settlement")

    assert not settlement.is_open(at("2026-11-24T16:15"))
    assert settlement.next_cut_off(at("2026-11-24T12:00")) == at("2026-11-24T16:15")
    assert settlement.open_minutes(at("2026-11-01T00:00"), at("2026-12-01T00:00")) == 0


def test_file_deadlines_lie_business_days_before() -> None:
    # Payday 25 December 2026 is a Friday; three business days before is Tuesday the 22nd.
    assert payment_calendar("file-deadlines").next_cut_off(at("2026-12-01T00:00")) == at(
        "2026-12-22T15:00"
    )
    # Payday 25 January 2027 is a Monday; 22, 21 and 20 January come before it.
    assert payment_calendar("file-deadlines").next_cut_off(at("2027-01-01T00:00")) == at(
        "2027-01-20T15:00"
    )


def test_refuses_naive_instants_unknown_years_and_unknown_calendars() -> None:
    zengin = payment_calendar("zengin")
    with pytest.raises(UsageError):
        zengin.is_open(datetime(2026, 11, 24, 9, 0))  # noqa: DTZ001 - that is the point.
    with pytest.raises(MissingCalendarError):
        zengin.is_open(datetime(2100, 6, 1, tzinfo=UTC))
    with pytest.raises(MissingCalendarError):
        zengin.next_cut_off(datetime(2099, 12, 31, 12, tzinfo=UTC))
    with pytest.raises(PaymentCalendarError, match=r"zengin\.more-time"):
        payment_calendar("fedwire")


def test_every_shipped_line_has_source_mark_and_the_wish_to_verify() -> None:
    lines = [line for calendar in shipped_calendars().values() for line in calendar.lines]

    assert len(lines) > 8
    for line in lines:
        assert line.mark in TRUST_MARKS
        assert line.source
        assert line.is_to_verify
    for path in PROFILES.glob("*.json"):
        text = path.read_text(encoding="utf-8")
        assert text.count('"mark"') == text.count('"source"') == text.count('"verify": true')


def test_reads_an_institutions_own_profile_and_refuses_a_broken_one(tmp_path: Path) -> None:
    record = json.loads((PROFILES / "zengin-1.0.0.json").read_text(encoding="utf-8"))
    record["businesses"][0]["lines"][1]["closes"] = "14:00"
    path = tmp_path / "own.json"
    path.write_text(json.dumps(record), encoding="utf-8")

    own = read_payment_calendars(path)["zengin"]

    assert own.next_cut_off(at("2026-11-24T09:00")) == at("2026-11-24T14:00")
    for member, value in (
        ("closes", "25:00"),
        ("mark", "Z"),
        ("days", "fullmoon"),
        ("opens", "16:00"),
    ):
        broken = json.loads(json.dumps(record))
        broken["businesses"][0]["lines"][1][member] = value
        path.write_text(json.dumps(broken), encoding="utf-8")
        with pytest.raises(PaymentCalendarError):
            read_payment_calendars(path)
    path.write_text("{", encoding="utf-8")
    with pytest.raises(PaymentCalendarError):
        read_payment_calendars(path)
