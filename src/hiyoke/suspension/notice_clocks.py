"""Whom to tell by when: the deadlines that a moment of knowledge or of a stop sets running.

Every deadline is computed from data and shown; nothing is ever sent. A clock whose start nobody has
stated does not run, and says so. What is not here: the duties themselves (the profile of
`stop_criteria`).

Days count from the day after the start and end with their last day in Japan, where days begin
earlier than in Europe or America, so a deadline abroad is never shown too late. A last day on a
holiday is not moved.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from hiyoke.calendars import (
    JAPAN_TIME,
    date_in_japan,
    end_of_day_in_japan,
    shift_business_days,
)
from hiyoke.errors import MissingCalendarError
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: What sets a clock running; ``previous`` is the deadline of the step before.
STARTS: Final = ("knowledge", "stop", "classification", "previous")
#: When a duty applies, in words of `Duty.when`; Hiyoke does not judge it.
OCCASIONS: Final = ("incident", "stop", "designated", "personal_data", "listed", "overseas")
#: Of these, the ones that hold for every institution.
ALWAYS: Final = ("incident", "stop")
_UNITS: Final = ("at_once", "hours", "business_days", "days", "months")
_MONTHS: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeStep:
    """One report of a duty.

    Attributes:
        step: Short name.
        name: In both languages.
        starts_from: One of `STARTS`.
        unit: at_once, hours, business_days, days or months.
        count: How many; 0 for at once.
    """

    step: str
    name: Text
    starts_from: str
    unit: str
    count: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """Somebody to be told; never told automatically.

    Attributes:
        duty: Short name.
        name: Whom, and when it applies.
        when: One of `OCCASIONS`.
        due: By when, in words.
        steps: Reports with a computable deadline; empty when the desk's own rules say it.
        mark: How far the source is trusted; K means from memory, to be confirmed.
        source: Key of the profile's sources.
        is_to_verify: Whether the time limit has to be confirmed before it is relied on.
        short: Whom, in a word or two; None where `name` is short enough.
    """

    duty: str
    name: Text
    due: Text
    mark: str
    when: str = "incident"
    steps: tuple[NoticeStep, ...] = ()
    source: str = ""
    is_to_verify: bool = True
    short: Text | None = None

    @property
    def is_for_all(self) -> bool:
        """Whether it holds for every institution, and not only where something else is so."""
        return self.when in ALWAYS


class ClockState(StrEnum):
    """Whether a clock runs."""

    RUNNING = "running"
    START_UNKNOWN = "start_unknown"
    BY_RULES = "by_rules"
    NO_CALENDAR = "no_calendar"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeClock:
    """One deadline, or why there is none.

    Attributes:
        duty: Of which it is a report.
        step: The report; None when the desk's own rules set the time.
        state: Whether it runs.
        starts_at: When it began, aware; None when unknown.
        due_at: By when, aware, in Japan's time; None unless it runs.
    """

    duty: Duty
    step: NoticeStep | None
    state: ClockState
    starts_at: datetime | None = None
    due_at: datetime | None = None

    @property
    def is_at_once(self) -> bool:
        """Whether no time at all is allowed."""
        return self.step is not None and self.step.unit == "at_once"


def notice_clocks(
    duties: Iterable[Duty], starts: Mapping[str, datetime | None]
) -> tuple[NoticeClock, ...]:
    """Return every deadline of some duties, in their order.

    Args:
        duties: Of the profile.
        starts: When each of `STARTS` happened, aware; None or absent when nobody has said.

    Returns:
        A clock for each report, and one for each duty without computable reports. Equal instants
        give equal deadlines, whatever their zone.
    """
    clocks: list[NoticeClock] = []
    for duty in duties:
        if not duty.steps:
            clocks.append(NoticeClock(duty=duty, step=None, state=ClockState.BY_RULES))
        previous: datetime | None = None
        for step in duty.steps:
            begins = previous if step.starts_from == "previous" else starts.get(step.starts_from)
            clock = _clock(duty, step, begins)
            previous = clock.due_at
            clocks.append(clock)
    return tuple(clocks)


def due_at(step: NoticeStep, starts_at: datetime) -> datetime:
    """Return the deadline of a report in Japan's time.

    Raises:
        MissingCalendarError: Business days of a year are not known.
    """
    if step.unit in ("at_once", "hours"):
        return (starts_at + timedelta(hours=step.count)).astimezone(JAPAN_TIME)
    day, count = date_in_japan(starts_at), int(step.count)
    if step.unit == "business_days":
        last = shift_business_days(day, count)
    elif step.unit == "days":
        last = day + timedelta(days=count)
    else:
        last = _months_later(day, count)
    return (end_of_day_in_japan(last) - timedelta(minutes=1)).astimezone(JAPAN_TIME)


def duty_of(record: Mapping[str, Any]) -> Duty:
    """Return a duty as the profile states it.

    Raises:
        KeyError, TypeError, ValueError: A member is missing or says something else.
    """
    return Duty(
        duty=str(record["duty"]),
        name=_text(record["name"]),
        when=_one_of(str(record.get("when", "incident")), OCCASIONS),
        due=_text(record["due"]),
        steps=tuple(_step(line, place) for place, line in enumerate(record.get("clocks", ()))),
        mark=str(record["mark"]),
        source=str(record.get("source", "")),
        is_to_verify=bool(record.get("verify", True)),
        short=_text(record["short"]) if "short" in record else None,
    )


def _step(line: Mapping[str, Any], place: int) -> NoticeStep:
    ((unit, count),) = line["within"].items()
    starts = STARTS if place else STARTS[:-1]
    number = 0.0 if unit == "at_once" else float(count)
    if number < 0 or (unit != "hours" and number != int(number)):
        expected = f"{unit}: a whole number, 0 or more"
        raise ValueError(expected)
    return NoticeStep(
        step=str(line["step"]),
        name=_text(line["name"]),
        starts_from=_one_of(str(line["from"]), starts),
        unit=_one_of(str(unit), _UNITS),
        count=number,
    )


def _one_of(found: str, known: tuple[str, ...]) -> str:
    if found not in known:
        expected = f"{found!r}, not one of {', '.join(known)}"
        raise ValueError(expected)
    return found


def _clock(duty: Duty, step: NoticeStep, starts_at: datetime | None) -> NoticeClock:
    if starts_at is None:
        return NoticeClock(duty=duty, step=step, state=ClockState.START_UNKNOWN)
    try:
        due = due_at(step, starts_at)
    except MissingCalendarError:
        return NoticeClock(duty=duty, step=step, state=ClockState.NO_CALENDAR, starts_at=starts_at)
    return NoticeClock(
        duty=duty, step=step, state=ClockState.RUNNING, starts_at=starts_at, due_at=due
    )


def _months_later(day: date, count: int) -> date:
    """Return the same day some months later; the month's last day where it has no such day."""
    months = day.year * _MONTHS + day.month - 1 + count
    year, month = divmod(months, _MONTHS)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def _text(words: Any) -> Text:
    return Text(ja=str(words["ja"]), en=str(words["en"]))
