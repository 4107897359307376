"""A crew: the people who test and make changes, and when they are there.

What is not here: limits of the law on overtime and rest, which are editable data of the plan.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from hiyoke.calendars import is_business_day
from hiyoke.estate.identifiers import check_id
from hiyoke.estate.limits import check_at_least, check_choice
from hiyoke.estate.system import NO, UNKNOWN, YES
from hiyoke.estate.week_days import WEEKDAYS, WeekDay, days_named

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date, time

    from hiyoke.languages import Text


class Shift(NamedTuple):
    """Hours on certain days.

    Attributes:
        days: Which days; a weekday from Monday to Friday does not mean its holidays.
        starts_at: Local time.
        minutes: Length, 1 to 1440; it may run over midnight.
    """

    days: tuple[WeekDay, ...]
    starts_at: time
    minutes: int

    def dates(self, first: date, last: date) -> Iterator[date]:
        """Yield the days from `first` to `last` on which the shift begins, in order.

        Raises:
            MissingCalendarError: The holidays of a year are not known.
        """
        workdays = tuple(rule for rule in self.days if rule.name in WEEKDAYS[:5])
        others = tuple(rule for rule in self.days if rule.name not in WEEKDAYS[:5])
        for day in days_named(self.days, first, last):
            is_named_anyway = any(rule.has(day) for rule in others)
            if is_named_anyway or (workdays and is_business_day(day)):
                yield day


@dataclass(frozen=True, slots=True, kw_only=True)
class Crew:
    """One crew.

    Attributes:
        crew_id: Stable identifier.
        name: Name in both languages.
        skills: What it can do, as free words that bundles and systems share.
        people: How many work in it; None when nobody has said.
        shifts: When they are there; empty when nobody has said.
        overtime_hours_per_month: Overtime agreed for one person; None when nobody has said.
        night: Whether it may be asked to work at night: yes, no or unknown.
        triage: Whether its work is triage, which is counted apart from patching.
        extra: Members this version does not know, kept as given.
    """

    crew_id: str
    name: Text
    skills: tuple[str, ...] = ()
    people: int | None = None
    shifts: tuple[Shift, ...] = ()
    overtime_hours_per_month: float | None = None
    night: str = UNKNOWN
    triage: bool = False
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        """Refuse identifiers, words and figures that mean nothing.

        Raises:
            EstateFaultError: One of them does.
        """
        where = f"crew {self.crew_id}"
        check_id(self.crew_id, where)
        check_at_least(0, self.people, f"{where} people")
        check_at_least(0, self.overtime_hours_per_month, f"{where} overtime_hours_per_month")
        check_choice((YES, NO, UNKNOWN), self.night, where)
