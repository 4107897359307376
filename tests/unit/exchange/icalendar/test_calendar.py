"""The calendar is one that calendar programs read, and the same bytes every time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import icalendar

from hiyoke.exchange.icalendar import CalendarEvent, render_calendar

AT = datetime(2026, 6, 1, 13, tzinfo=UTC)


def _event(number: int) -> CalendarEvent:
    return CalendarEvent(
        uid=f"{number}@hiyoke",
        starts_at=AT + timedelta(days=number),
        ends_at=AT + timedelta(days=number, hours=1),
        summary=f"OS 更新, 第{number}回; 長い名前" + "あ" * 60,
        description="一行目\n二行目",
        categories=("基盤チーム",),
    )


def test_reads_back_with_another_library() -> None:
    raw = render_calendar([_event(2), _event(1)], name="計画", stamped_at=AT, version="0")
    events = list(icalendar.Calendar.from_ical(raw).walk("VEVENT"))
    assert [str(e["UID"]) for e in events] == ["1@hiyoke", "2@hiyoke"]
    assert str(events[0]["SUMMARY"]) == _event(1).summary
    assert events[0].decoded("DTSTART") == AT + timedelta(days=1)
    assert events[0].decoded("DTSTAMP") == AT
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))


def test_order_of_events_changes_nothing() -> None:
    one = render_calendar([_event(1), _event(2)], name="p", stamped_at=AT, version="0")
    two = render_calendar([_event(2), _event(1)], name="p", stamped_at=AT, version="0")
    assert one == two
