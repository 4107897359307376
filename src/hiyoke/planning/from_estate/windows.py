"""Every window and every freeze of a plan's weeks, one by one.

What is not here: who works in them (`people`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from hiyoke.calendars import JAPAN_TIME, business_day_on_or_before
from hiyoke.estate.week_days import WeekDay, days_named
from hiyoke.planning.from_estate.groups import DEFAULT_CALENDAR
from hiyoke.planning.inputs import Freeze, Window

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from hiyoke.estate import ChangeFreeze, Estate
    from hiyoke.planning.defaults import PlanningProfile
    from hiyoke.planning.from_estate.groups import SystemGroup

#: The last and first days of the year on which the profile's freeze holds.
_YEAR_END = ((12, 28), (1, 4))


@dataclass(frozen=True, slots=True)
class Span:
    """The days of a plan.

    Attributes:
        first: First day.
        last: Last day, included.
    """

    first: date
    last: date

    @property
    def starts_at(self) -> datetime:
        """Midnight at which the plan begins, in Japan."""
        return datetime.combine(self.first, time(), tzinfo=JAPAN_TIME)

    @property
    def ends_at(self) -> datetime:
        """Midnight at which it ends."""
        return datetime.combine(self.last + timedelta(days=1), time(), tzinfo=JAPAN_TIME)


def list_windows(
    estate: Estate, profile: PlanningProfile, groups: Iterable[SystemGroup], span: Span
) -> tuple[Window, ...]:
    """List the windows that the groups may use, in order of time.

    Raises:
        MissingCalendarError: A year of the plan is not known.
    """
    used = {c for group in groups for c in group.calendar_ids}
    found: list[Window] = []
    for rule in estate.windows:
        if rule.window_id in used:
            days = rule.dates(span.first, span.last)
            found += _windows(rule.window_id, days, rule.starts_at, rule.minutes, rule.capacity)
    for default in profile.windows:
        calendar_id = f"{DEFAULT_CALENDAR}{default.rule_id}"
        if calendar_id in used:
            days = days_named([WeekDay(d) for d in default.days], span.first, span.last)
            found += _windows(calendar_id, days, default.starts_at, default.minutes, None)
    inside = [w for w in found if w.closes_at <= span.ends_at]
    return tuple(sorted(inside, key=lambda w: (w.opens_at, w.window_id)))


def _windows(
    calendar_id: str, days: Iterable[date], starts_at: time, minutes: int, capacity: int | None
) -> Iterator[Window]:
    for day in days:
        opens = datetime.combine(day, starts_at, tzinfo=JAPAN_TIME)
        yield Window(
            window_id=f"{calendar_id}@{day.isoformat()}",
            calendar_id=calendar_id,
            opens_at=opens,
            closes_at=opens + timedelta(minutes=minutes),
            max_jobs=capacity,
        )


def list_freezes(
    estate: Estate, profile: PlanningProfile, groups: Sequence[SystemGroup], span: Span
) -> tuple[Freeze, ...]:
    """List the freezes of the plan's days; the profile's where the estate states none.

    Raises:
        MissingCalendarError: A year of the plan is not known.
    """
    found: list[Freeze] = []
    for rule in estate.freezes:
        held = _held(rule, groups)
        if held is None:
            continue
        for first, last in _runs(rule.dates(span.first, span.last)):
            found.append(
                Freeze(
                    freeze_id=f"{rule.freeze_id}@{first.isoformat()}",
                    name=rule.name,
                    starts_at=_midnight(first),
                    ends_at=_midnight(last + timedelta(days=1)),
                    group_ids=held,
                )
            )
    if not estate.freezes:
        found += _default_freezes(profile, span)
    return tuple(sorted(found, key=lambda f: (f.starts_at, f.freeze_id)))


def _held(rule: ChangeFreeze, groups: Sequence[SystemGroup]) -> tuple[str, ...] | None:
    """Return the groups that a freeze holds for; empty for all, None for none of them."""
    if not rule.systems and not rule.services:
        return ()
    held = [
        g.group_id
        for g in groups
        if set(rule.systems) & set(g.system_ids) or set(rule.services) & set(g.service_ids)
    ]
    return tuple(sorted(held)) or None


def _runs(days: Iterable[date]) -> Iterator[tuple[date, date]]:
    """Yield first and last day of each run of days without a gap."""
    first = last = None
    for day in sorted(set(days)):
        if last is not None and first is not None and day > last + timedelta(days=1):
            yield first, last
            first = day
        first, last = first or day, day
    if first is not None and last is not None:
        yield first, last


def _default_freezes(profile: PlanningProfile, span: Span) -> Iterator[Freeze]:
    for freeze_id, rule, name in profile.freezes:
        periods = _year_ends(span) if rule == "year_end" else _month_ends(span)
        for starts_at, ends_at in periods:
            if starts_at >= span.ends_at or ends_at <= span.starts_at:
                continue
            yield Freeze(
                freeze_id=f"{DEFAULT_CALENDAR}{freeze_id}@{starts_at.date().isoformat()}",
                name=name,
                starts_at=starts_at,
                ends_at=ends_at,
            )


def _year_ends(span: Span) -> Iterator[tuple[datetime, datetime]]:
    for year in range(span.first.year - 1, span.last.year + 1):
        begin = date(year, *_YEAR_END[0])
        end = date(year + 1, *_YEAR_END[1])
        if begin <= span.last and end >= span.first:
            yield _midnight(begin), _midnight(end + timedelta(days=1))


def _month_ends(span: Span) -> Iterator[tuple[datetime, datetime]]:
    """Yield the last business day of each month, from the noon before."""
    month = span.first.replace(day=1)
    while month <= span.last:
        following = (month + timedelta(days=32)).replace(day=1)
        last = business_day_on_or_before(following - timedelta(days=1))
        yield _midnight(last) - timedelta(hours=12), _midnight(last + timedelta(days=1))
        month = following


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=JAPAN_TIME)
