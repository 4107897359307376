"""Hours and cut-offs of payment systems: open now, closing next, open for how long between.

A calendar is versioned profile data; each line says how far it can be trusted and that a user
should confirm it. What is not here: what a missed cut-off costs (`hiyoke.risk`), and rules for
days (`day_rules`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import TYPE_CHECKING, Final, overload

import numpy as np

from hiyoke.calendars.business_days import FIRST_YEAR, LAST_YEAR, shift_business_days
from hiyoke.calendars.recurring_moments import epoch_seconds, local_instant
from hiyoke.errors import NO_TEXT, MissingCalendarError
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from hiyoke.calendars.day_rules import DayRule
    from hiyoke.calendars.recurring_moments import Instants

_MINUTE: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursLine:
    """Hours on the days of one rule, with what stands behind them.

    Attributes:
        days: Which days; of a calendar's lines, the first that names a day counts.
        opens: Local time of opening; None for a cut-off that closes nothing.
        closes: Local time of the cut-off.
        move_business_days: Business days from the rule's day to the day of the cut-off.
        mark: How far the line can be trusted, as in the reference page: P, S, s, K or A.
        source: Where it comes from.
        is_to_verify: Whether a user should confirm it before relying on it.
        note: What to know about it.
    """

    days: DayRule
    closes: time
    opens: time | None = None
    move_business_days: int = 0
    mark: str
    source: str
    is_to_verify: bool = True
    note: Text = NO_TEXT


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PaymentCalendar:
    """The hours of one business of a payment system.

    Instants may be given in any zone; `datetime64` arrays are in UTC.

    Attributes:
        calendar_id: For example ``zengin`` or ``boj-net.jgb``.
        version: Version of the profile, for `run.json`.
        timezone: IANA name of the zone of its hours.
        name: Name in both languages.
        standing: What the profile is and is not.
        lines: Hours by day, the first that fits first.
        rest_of: Set for a business that is open whenever another one is closed.
        rest_note: For `rest_of`, what to know about it.
    """

    calendar_id: str
    version: str
    timezone: str
    name: Text
    standing: Text
    lines: tuple[HoursLine, ...] = ()
    rest_of: PaymentCalendar | None = None
    rest_note: Text = NO_TEXT

    @overload
    def is_open(self, at: datetime) -> bool: ...
    @overload
    def is_open(self, at: NDArray[np.datetime64]) -> NDArray[np.bool_]: ...
    def is_open(self, at: Instants) -> bool | NDArray[np.bool_]:
        """Return whether it is open at an instant; open at the opening, closed at the closing.

        Raises:
            UsageError: `at` has no zone.
            MissingCalendarError: The year is not known.

        Cost:
            One sorted search, once a year has been worked out.
        """
        seconds = epoch_seconds(at)
        opens, closes = _spans(self, *self._years(seconds))
        come = np.searchsorted(opens, seconds, side="right")
        found = come > np.searchsorted(closes, seconds, side="right")
        return bool(found) if isinstance(at, datetime) else np.asarray(found)

    def open_minutes(self, from_at: datetime, to_at: datetime) -> float:
        """Return for how many minutes it is open between two instants.

        Returns:
            Minutes, 0 or more; 0 when `to_at` is not after `from_at`.

        Raises:
            UsageError: An instant has no zone.
            MissingCalendarError: A year is not known.
        """
        ends = np.array([float(epoch_seconds(from_at)), float(epoch_seconds(to_at))])
        opens, closes = _spans(self, *self._years(ends))
        clipped = np.minimum(closes, ends[1]) - np.maximum(opens, ends[0])
        return float(np.maximum(clipped, 0).sum()) / _MINUTE

    def next_cut_off(self, at: datetime) -> datetime:
        """Return the first cut-off after an instant, in UTC.

        Raises:
            UsageError: `at` has no zone.
            MissingCalendarError: No cut-off is known that late.
        """
        seconds = epoch_seconds(at)
        first, last = self._years(seconds)
        moments = self.cut_offs(first, last)
        found = int(np.searchsorted(moments, seconds, side="right"))
        if found == moments.size:
            raise MissingCalendarError(
                Text(
                    ja=f"{LAST_YEAR} 年までの日時を期待しましたが、{at.isoformat()} でした",
                    en=f"expected an instant before the end of {LAST_YEAR}, found {at.isoformat()}",
                ),
                where=f"calendar {self.calendar_id}",
                remedy=Text(ja="日時を確かめてください。", en="Check the instant."),
            )
        return datetime.fromtimestamp(int(moments[found]), UTC)

    def cut_offs(self, first_year: int, last_year: int) -> NDArray[np.int64]:
        """Return every cut-off of whole years in epoch seconds, sorted.

        Raises:
            MissingCalendarError: A year is not known.
        """
        if self.rest_of is not None:
            return _spans(self, first_year, last_year)[1]
        return _cut_offs(self, first_year, last_year)

    def _years(self, seconds: NDArray[np.float64]) -> tuple[int, int]:
        """Return the years around the instants, within those that are known where they are."""
        first = datetime.fromtimestamp(float(seconds.min()), UTC).year
        last = datetime.fromtimestamp(float(seconds.max()), UTC).year
        return (
            min(first, max(FIRST_YEAR, first - 1)),
            max(last, min(LAST_YEAR, last + 1)),
        )


@lru_cache(maxsize=512)
def _cut_offs(calendar: PaymentCalendar, first_year: int, last_year: int) -> NDArray[np.int64]:
    years = range(first_year, last_year + 1)
    return np.concatenate([_moments_of_year(calendar, year)[1] for year in years])


@lru_cache(maxsize=512)
def _spans(
    calendar: PaymentCalendar, first_year: int, last_year: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the opening and closing instants of whole years, in order."""
    if calendar.rest_of is not None:
        opens, closes = _spans(calendar.rest_of, first_year, last_year)
        zone = calendar.timezone
        first = local_instant(date(first_year, 1, 1), time(), zone)
        last = local_instant(date(last_year + 1, 1, 1), time(), zone)
        return np.concatenate(([first], closes)), np.concatenate((opens, [last]))
    pairs = [_moments_of_year(calendar, y)[0] for y in range(first_year, last_year + 1)]
    spans = np.concatenate(pairs)
    return spans[:, 0], spans[:, 1]


@lru_cache(maxsize=2048)
def _moments_of_year(
    calendar: PaymentCalendar, year: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the open spans, shape (n, 2), and the cut-offs whose day is in a year, sorted."""
    hours: dict[date, HoursLine] = {}
    for line in calendar.lines:
        for day in _days_of_line(line, year):
            hours.setdefault(day, line)
    spans, cut_offs = [], []
    for day, line in sorted(hours.items()):
        closes = local_instant(day, line.closes, calendar.timezone)
        cut_offs.append(closes)
        if line.opens is not None:
            spans.append((local_instant(day, line.opens, calendar.timezone), closes))
    return (
        np.array(spans, dtype=np.int64).reshape(-1, 2),
        np.array(cut_offs, dtype=np.int64),
    )


def _days_of_line(line: HoursLine, year: int) -> Iterator[date]:
    """Yield the days of a year that a line speaks of, moved days of its neighbours included."""
    if line.move_business_days == 0:
        yield from line.days.days(date(year, 1, 1), date(year, 12, 31))
        return
    first = date(year - 1, 12, 1) if year > FIRST_YEAR else date(year, 1, 1)
    last = date(year + 1, 1, 31) if year < LAST_YEAR else date(year, 12, 31)
    for day in line.days.days(first, last):
        moved = shift_business_days(day, line.move_business_days)
        if moved.year == year:
            yield moved
