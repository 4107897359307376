"""Work as an iCalendar file (RFC 5545), for the calendars that people already use."""

from hiyoke.exchange.icalendar.write import CalendarEvent, render_calendar

__all__ = ["CalendarEvent", "render_calendar"]
