"""What an estate says of people, vendors, pairs and past changes reaches the plan as it is said."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from hiyoke.calendars import JAPAN_TIME
from hiyoke.estate import ChangeFact, LossRange, Vendor
from hiyoke.estate import Crew as EstateCrew
from hiyoke.estate.sheets.written_rosters import read_shifts
from hiyoke.languages import Text
from hiyoke.planning import Window, Work
from hiyoke.planning.defaults import load_planning_profile
from hiyoke.planning.from_estate.experience import Experience
from hiyoke.planning.from_estate.people import Presence, _cover, _Roster
from hiyoke.planning.from_estate.windows import Span

PROFILE = load_planning_profile()
WEEK = Span(date(2026, 6, 1), date(2026, 6, 7))  # Monday to Sunday, no holiday.
NAME = Text(ja="組", en="crew")


def at(day: int, hour: int, month: int = 6) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=JAPAN_TIME)


def window(opens: datetime, closes: datetime) -> Window:
    return Window(window_id="w", calendar_id="c", opens_at=opens, closes_at=closes)


def roster(shifts: str, night: str = "no", people: int = 4) -> _Roster:
    stated = EstateCrew(
        crew_id="c", name=NAME, people=people, shifts=read_shifts(shifts), night=night
    )
    return _Roster("c", stated, PROFILE, Presence())


def test_a_stated_night_shift_serves_its_windows_without_overtime() -> None:
    crew = roster("平日 9:00-17:30; 土 22:00-翌5:00").crew([window(at(7, 0), at(7, 4))], WEEK)
    night = [s for s in crew.shifts if s.work is Work.CHANGE]
    assert [(s.starts_at, s.is_overtime, s.minutes) for s in night] == [(at(7, 0), False, 2 * 240)]


def test_a_crew_that_works_no_nights_has_none_outside_its_shifts() -> None:
    crew = roster("平日 9:00-17:30").crew([window(at(7, 0), at(7, 4))], WEEK)
    assert not [s for s in crew.shifts if s.work is Work.CHANGE]


def test_every_shift_of_a_day_counts_and_overlapping_ones_share_the_people() -> None:
    apart = roster("月 9:00-12:00; 月 13:00-17:00").crew([], WEEK)
    full = roster("月 9:00-16:00").crew([], WEEK)
    both = roster("月 6:00-14:00; 月 10:00-18:00").crew([], WEEK)
    minutes = [sum(s.minutes for s in crew.shifts) for crew in (apart, full, both)]
    assert minutes[0] == minutes[1]
    assert minutes[2] == int(4 / 2 * 480 * 0.4) * 2
    assert len({s.shift_id for s in apart.shifts}) == 2


@pytest.mark.parametrize(
    ("hours", "begin", "end", "expected"),
    [
        ("24時間", at(6, 22), at(7, 4), "yes"),
        ("24時間 / 24 h", at(6, 22), at(7, 4), "yes"),
        ("平日 9:00-21:00", at(5, 18), at(5, 20), "yes"),
        ("平日 9:00-17:00", at(5, 18), at(5, 20), "no"),
        ("毎日 0:00-24:00", at(6, 22), at(7, 4), "yes"),
        ("平日 9:00-18:00、重大障害は 24時間", at(6, 22), at(7, 4), "no"),
        (None, at(5, 10), at(5, 12), "yes"),
    ],
)
def test_contract_hours_that_can_be_read_decide(
    hours: str | None, begin: datetime, end: datetime, expected: str
) -> None:
    vendor = Vendor(
        vendor_id="v", name=NAME, contract_hours=hours, night_cover="no", holiday_cover="no"
    )
    assert _cover(vendor, PROFILE, begin, end) == expected


def test_a_night_into_a_holiday_needs_holiday_cover_too() -> None:
    vendor = Vendor(vendor_id="v", name=NAME, night_cover="yes", holiday_cover="no")
    assert _cover(vendor, PROFILE, at(5, 22), at(6, 5)) == "no"  # Friday into Saturday.
    assert _cover(vendor, PROFILE, at(4, 22), at(5, 5)) == "yes"


def one(figure: float) -> LossRange:
    return LossRange(figure, figure, figure)


def test_a_figure_that_the_nearest_record_leaves_open_comes_from_the_next() -> None:
    facts = (
        ChangeFact(failure_rate=one(0.5), downtime_minutes=one(99)),
        ChangeFact(bundle_class="library", outage_minutes=one(70)),
        ChangeFact(system_id="s", effort_hours=(("app", one(3)),)),
    )
    experience = Experience(facts, PROFILE)
    found = experience.of("library", ["s"])
    assert found.failure_rate == (0.5, 0.5)
    assert (found.downtime_minutes, found.outage_minutes) == (99, (70, 70))
    assert found.hours == (("app", 3.0),)
    assert not experience.assumed


def test_a_system_without_a_record_counts_with_the_default_beside_one_with() -> None:
    whole = ChangeFact(
        system_id="s",
        failure_rate=one(0.0),
        outage_minutes=one(0.0),
        downtime_minutes=one(0.0),
        effort_hours=(("", one(1)),),
    )
    experience = Experience((whole,), PROFILE)
    default = PROFILE.classes["library"]
    assert experience.of("library", ["s"]).failure_rate == (0.0, 0.0)
    assert not experience.assumed
    assert experience.of("library", ["s", "t"]).failure_rate == default.failure_rate[1:]
    assert experience.assumed == {"library"}
