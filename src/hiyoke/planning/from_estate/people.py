"""Who is there when: shifts of crews and hours of vendors, from what the estate says of them.

Preparation happens in day shifts, changes in shifts that span the windows of a night. Overtime is
bounded by the month and by rest after the night. Whatever the estate leaves open is taken from the
profile and named in `Presence.assumed`. What is not here: skills of jobs (`jobs`).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from hiyoke.calendars import is_business_day
from hiyoke.estate import Shift as EstateShift
from hiyoke.estate import WeekDay
from hiyoke.estate.sheets import MisreadError
from hiyoke.estate.sheets.written_rosters import read_shifts
from hiyoke.languages import Text
from hiyoke.planning.from_estate.groups import NO_CREW
from hiyoke.planning.inputs import Crew, MinutesLimit, Shift, VendorDesk, Work

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from hiyoke.estate import Crew as EstateCrew
    from hiyoke.estate import Estate, Vendor
    from hiyoke.planning.defaults import PlanningProfile
    from hiyoke.planning.from_estate.groups import SystemGroup
    from hiyoke.planning.from_estate.windows import Span
    from hiyoke.planning.inputs import Window

#: Shifts that begin between these hours count as day shifts.
_DAY_HOURS = range(5, 14)
_EVERY_DAY = (WeekDay("business"), WeekDay("closed"))
#: Ways to write contract hours without a gap.
_ROUND_THE_CLOCK = re.compile(r"24(時間|h|hours|x7|/7)(/7|365日|・?年中無休|対応)*")
_NOBODY = Text(ja="担当チーム未定", en="No crew named")


@dataclass(slots=True)
class Presence:
    """Crews and vendors with their shifts.

    Attributes:
        crews: Crews of the problem.
        vendors: Vendors of the problem.
        assumed: Lines of the profile that were used, with whom they were used for.
    """

    crews: list[Crew] = field(default_factory=list)
    vendors: list[VendorDesk] = field(default_factory=list)
    assumed: dict[str, list[str]] = field(default_factory=dict)

    def assume(self, line: str, whom: str) -> None:
        """Note that a line of the profile was used."""
        names = self.assumed.setdefault(line, [])
        if whom not in names:
            names.append(whom)


def list_people(
    estate: Estate,
    profile: PlanningProfile,
    groups: Sequence[SystemGroup],
    windows: Sequence[Window],
    span: Span,
) -> Presence:
    """List the shifts of every crew and vendor that the groups need.

    Raises:
        MissingCalendarError: A year of the plan is not known.
    """
    presence = Presence()
    known = {c.crew_id: c for c in estate.crews if not c.triage}
    for crew_id in sorted({g.crew_id for g in groups}):
        served = _windows_of([g for g in groups if g.crew_id == crew_id], windows)
        roster = _Roster(crew_id, known.get(crew_id), profile, presence)
        presence.crews.append(roster.crew(served, span))
    vendors = {v.vendor_id: v for v in estate.vendors}
    for vendor_id in sorted({g.vendor_id for g in groups if g.vendor_id} & vendors.keys()):
        served = _windows_of([g for g in groups if g.vendor_id == vendor_id], windows)
        presence.vendors.append(_desk(vendors[vendor_id], profile, served, presence))
    return presence


def _windows_of(groups: Sequence[SystemGroup], windows: Sequence[Window]) -> list[Window]:
    calendars = {c for g in groups for c in g.calendar_ids}
    return [w for w in windows if w.calendar_id in calendars]


def _nights(windows: Iterable[Window]) -> Iterator[tuple[datetime, datetime]]:
    """Yield spans of windows that overlap: nobody can work in two of them at once."""
    begin: datetime | None = None
    end: datetime | None = None
    for window in sorted(windows, key=lambda w: w.opens_at):
        if begin is not None and end is not None and window.opens_at >= end:
            yield begin, end
            begin = end = None
        begin = begin or window.opens_at
        end = window.closes_at if end is None else max(end, window.closes_at)
    if begin is not None and end is not None:
        yield begin, end


class _Roster:
    """The shifts of one crew."""

    def __init__(
        self,
        crew_id: str,
        stated: EstateCrew | None,
        profile: PlanningProfile,
        presence: Presence,
    ) -> None:
        self.crew_id = crew_id
        self.stated = stated
        self.profile = profile
        self.presence = presence
        people = None if stated is None else stated.people
        if people is None:
            presence.assume("crew.people", crew_id)
            people = int(profile.figure("crew.people"))
        self.people = people
        presence.assume("crew.day_share", crew_id)
        self.share = profile.figure("crew.day_share")

    def crew(self, windows: Sequence[Window], span: Span) -> Crew:
        prepare = self._prepare(span)
        duties = list(self._duties(span))
        made = (self._change(*night, prepare, duties) for night in _nights(windows))
        change = [shift for shift in made if shift is not None]
        name = _NOBODY if self.crew_id == NO_CREW else Text(self.crew_id, self.crew_id)
        return Crew(
            crew_id=self.crew_id,
            name=name if self.stated is None else self.stated.name,
            skills=() if self.stated is None else self.stated.skills,
            shifts=tuple(sorted([*prepare, *change], key=lambda s: (s.starts_at, s.shift_id))),
            limits=tuple(self._limits(span)),
        )

    def _prepare(self, span: Span) -> list[Shift]:
        days = sorted(set(self._days(span)))
        found: list[Shift] = []
        for begin, minutes in days:
            end = begin + timedelta(minutes=minutes)
            # People of shifts that overlap, early and late say, are split among them.
            at_once = sum(b < end and begin < b + timedelta(minutes=m) for b, m in days)
            is_first = not any(s.starts_at.date() == begin.date() for s in found)
            day = begin.date().isoformat()
            found.append(
                Shift(
                    shift_id=f"{self.crew_id}/day/{day}"
                    + ("" if is_first else f"T{begin:%H:%M}/{minutes}"),
                    work=Work.PREPARE,
                    starts_at=begin,
                    ends_at=end,
                    minutes=int(self.people / at_once * minutes * self.share),
                )
            )
        return found

    def _is_by_day(self) -> bool:
        """Return whether any of the stated shifts begins by day."""
        stated = () if self.stated is None else self.stated.shifts
        return any(s.starts_at.hour in _DAY_HOURS for s in stated)

    def _duties(self, span: Span) -> Iterator[tuple[datetime, datetime]]:
        """Yield begin and end of stated shifts beside those of the day: nights, weekends, late."""
        if self.stated is None or not self._is_by_day():
            return
        for shift in self.stated.shifts:
            if shift.starts_at.hour in _DAY_HOURS:
                continue
            for day in shift.dates(span.first - timedelta(days=1), span.last):
                begin = datetime.combine(day, shift.starts_at, tzinfo=span.starts_at.tzinfo)
                yield begin, begin + timedelta(minutes=shift.minutes)

    def _days(self, span: Span) -> Iterator[tuple[datetime, int]]:
        """Yield begin and length of each shift in which changes are prepared."""
        stated = () if self.stated is None else self.stated.shifts
        chosen = [s for s in stated if s.starts_at.hour in _DAY_HOURS or not self._is_by_day()]
        midnight = span.starts_at
        if not chosen:
            self.presence.assume("crew.day_minutes", self.crew_id)
            begin = timedelta(minutes=self.profile.figure("crew.day_starts_at"))
            for number in range((span.last - span.first).days + 1):
                at = midnight + timedelta(days=number)
                if is_business_day(at.date()):
                    yield at + begin, int(self.profile.figure("crew.day_minutes"))
            return
        for shift in chosen:
            for day in shift.dates(span.first, span.last):
                yield datetime.combine(day, shift.starts_at, tzinfo=midnight.tzinfo), shift.minutes

    def _change(
        self,
        begin: datetime,
        end: datetime,
        prepare: Sequence[Shift],
        duties: Sequence[tuple[datetime, datetime]],
    ) -> Shift | None:
        """Return the shift that spans the windows of one night; None when nobody may work."""
        minutes = int((end - begin).total_seconds() // 60)
        shift_id = f"{self.crew_id}/change/{begin.isoformat(timespec='minutes')}"
        if any(s.starts_at <= begin and end <= s.ends_at for s in prepare):
            # By day: those who do not prepare; nobody is counted twice.
            people = self.people * (1 - self.share)
            return Shift(
                shift_id=shift_id,
                work=Work.CHANGE,
                starts_at=begin,
                ends_at=end,
                minutes=int(people * minutes),
            )
        if any(first <= begin and end <= last for first, last in duties):
            # A stated shift: people are there anyway, without overtime.
            self.presence.assume("crew.night_people", self.crew_id)
            at_night = min(self.people, int(self.profile.figure("crew.night_people")))
            return Shift(
                shift_id=shift_id,
                work=Work.CHANGE,
                starts_at=begin,
                ends_at=end,
                minutes=at_night * minutes,
            )
        answer = "unknown" if self.stated is None else self.stated.night
        if answer == "no":
            return None
        if answer == "unknown":
            self.presence.assume("crew.night", self.crew_id)
        self.presence.assume("crew.night_people", self.crew_id)
        people = min(self.people, int(self.profile.figure("crew.night_people")))
        rest = timedelta(minutes=self.profile.figure("crew.rest_minutes"))
        after = next((s for s in prepare if s.starts_at >= end), None)
        lost = timedelta()
        if after is not None:
            lost = min(
                max(timedelta(), end + rest - after.starts_at), after.ends_at - after.starts_at
            )
        self.presence.assume("crew.rest_minutes", self.crew_id)
        return Shift(
            shift_id=shift_id,
            work=Work.CHANGE,
            starts_at=begin,
            ends_at=end,
            minutes=people * minutes,
            is_overtime=True,
            rest_shift_id=None if after is None or not lost else after.shift_id,
            rest_ratio=round(self.share * lost.total_seconds() / 60 / minutes, 6),
        )

    def _limits(self, span: Span) -> Iterator[MinutesLimit]:
        """Yield the crew's overtime of each month."""
        hours = None if self.stated is None else self.stated.overtime_hours_per_month
        if hours is None:
            self.presence.assume("crew.overtime_minutes_per_month", self.crew_id)
        each = self.profile.figure("crew.overtime_minutes_per_month")
        minutes = int(self.people * (each if hours is None else hours * 60))
        month = span.starts_at.replace(day=1)
        while month < span.ends_at:
            following = (month + timedelta(days=32)).replace(day=1)
            yield MinutesLimit(
                limit_id=f"{self.crew_id}/overtime/{month.date().isoformat()[:7]}",
                starts_at=month,
                ends_at=following,
                minutes=minutes,
            )
            month = following


def _desk(
    vendor: Vendor, profile: PlanningProfile, windows: Sequence[Window], presence: Presence
) -> VendorDesk:
    """Return the hours that a vendor's contract covers; unknown cover is not counted on."""
    engineers = vendor.staff
    if engineers is None:
        presence.assume("vendor.engineers", vendor.vendor_id)
        engineers = int(profile.figure("vendor.engineers"))
    presence.assume("vendor.day_minutes", vendor.vendor_id)
    shifts = []
    for begin, end in _nights(windows):
        cover = _cover(vendor, profile, begin, end)
        if cover == "unknown":
            presence.assume("vendor.unknown_cover", vendor.vendor_id)
        if cover == "yes":
            minutes = int((end - begin).total_seconds() // 60)
            shifts.append(
                Shift(
                    shift_id=f"{vendor.vendor_id}/desk/{begin.isoformat(timespec='minutes')}",
                    work=Work.CHANGE,
                    starts_at=begin,
                    ends_at=end,
                    minutes=engineers * minutes,
                )
            )
    return VendorDesk(vendor_id=vendor.vendor_id, name=vendor.name, shifts=tuple(shifts))


def _cover(vendor: Vendor, profile: PlanningProfile, begin: datetime, end: datetime) -> str:
    """Return whether the contract covers a span: yes, no or unknown."""
    hours = _contract_hours(vendor)
    if hours is not None and _within(hours, begin, end):
        return "yes"
    opens = begin.replace(hour=0, minute=0) + timedelta(
        minutes=profile.figure("vendor.day_starts_at")
    )
    closes = opens + timedelta(minutes=profile.figure("vendor.day_minutes"))
    needed = []
    if hours is not None or not (opens <= begin and end <= closes):
        needed.append(vendor.night_cover)
    last = (end - timedelta(minutes=1)).date()
    days = ((begin + timedelta(days=n)).date() for n in range((last - begin.date()).days + 1))
    if not all(is_business_day(day) for day in days):
        needed.append(vendor.holiday_cover)
    if "no" in needed:
        return "no"
    return "unknown" if "unknown" in needed else "yes"


def _contract_hours(vendor: Vendor) -> tuple[EstateShift, ...] | None:
    """Return contract hours that are written as hours and nothing else; None for other words."""
    text = (vendor.contract_hours or "").partition(" / ")[0]
    if _ROUND_THE_CLOCK.fullmatch(unicodedata.normalize("NFKC", text).replace(" ", "").lower()):
        return (EstateShift(_EVERY_DAY, time(), 24 * 60),)
    try:
        return read_shifts(text)
    except MisreadError:
        return None


def _within(hours: Iterable[EstateShift], begin: datetime, end: datetime) -> bool:
    """Return whether hours that follow each other without a gap hold a whole span."""
    spans = sorted(
        (at, at + timedelta(minutes=shift.minutes))
        for shift in hours
        for day in shift.dates(begin.date() - timedelta(days=1), end.date())
        for at in (datetime.combine(day, shift.starts_at, tzinfo=begin.tzinfo),)
    )
    reached = begin
    for opens, closes in spans:
        if opens <= reached < closes:
            reached = closes
    return reached >= end
