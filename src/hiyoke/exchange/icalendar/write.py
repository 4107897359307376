"""Write events as an iCalendar file.

What is not here: which events there are.

Source:
    RFC 5545 (iCalendar), RFC 7986 (calendar names).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEvent:
    """One event.

    Attributes:
        uid: Stable identifier: the same event keeps it when it moves.
        starts_at: An aware instant.
        ends_at: Its end.
        summary: One line.
        description: Further lines.
        categories: Such as the crew.
    """

    uid: str
    starts_at: datetime
    ends_at: datetime
    summary: str
    description: str = ""
    categories: tuple[str, ...] = ()


def render_calendar(
    events: Iterable[CalendarEvent], *, name: str, stamped_at: datetime, version: str
) -> bytes:
    """Return a calendar.

    Args:
        events: In any order.
        name: Shown by calendar programs.
        stamped_at: When the information is from; never the clock.
        version: Version of the program.

    Returns:
        The file, events in order of time and identifier. Equal events give equal bytes.
    """
    from icalendar import Calendar, Event  # noqa: PLC0415 - only a run that writes one pays.

    calendar = Calendar()
    calendar.add("prodid", f"-//Hiyoke//{version}//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for event in sorted(events, key=lambda e: (e.starts_at, e.uid)):
        entry = Event()
        entry.add("uid", event.uid)
        entry.add("dtstamp", stamped_at.astimezone(UTC))
        entry.add("dtstart", event.starts_at.astimezone(UTC))
        entry.add("dtend", event.ends_at.astimezone(UTC))
        entry.add("summary", event.summary)
        if event.description:
            entry.add("description", event.description)
        if event.categories:
            entry.add("categories", list(event.categories))
        calendar.add_component(entry)
    return bytes(calendar.to_ical())
