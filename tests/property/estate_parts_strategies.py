"""Random guards, accounts, crews, windows and the rest that an estate may say beyond systems."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from hiyoke.calendars import KINDS_OF_DAY, DayRule
from hiyoke.estate import (
    CONTROL_KINDS,
    DELEGATION_HOURS,
    DEMAND_RULES,
    LAST,
    STOP_LEVELS,
    ChangeFact,
    ChangeFreeze,
    ChangeWindow,
    Control,
    Crew,
    Delegation,
    ExpertOverride,
    PrivilegedAccount,
    RiskAcceptance,
    Shift,
    WeekDay,
)
from hiyoke.estate.impact import LossRange
from hiyoke.estate.sheets.written_rosters import in_order
from hiyoke.estate.week_days import OTHER_DAYS, WEEKDAYS
from property.estate_words import answers, extras, labels, names, texts

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Excel keeps fifteen digits.
shares = st.sampled_from([0.0, 1.0, 0.8, 0.333, 1e-07, 0.07]) | st.floats(0, 1).map(
    lambda share: float(f"{share:.12g}")
)
times = st.builds(time, st.integers(0, 23), st.integers(0, 59))
days = st.dates(date(1960, 1, 1), date(2110, 12, 31))
figures = st.sampled_from([0.0, 0.5, 1.0, 2.25]) | st.integers(0, 10_000).map(float)
_flaws = st.sampled_from(["CVE-2026-1234", "CVE-2024-123456", "GHSA-abcd-efgh-1234", "JVN-1"])
_skills = st.sampled_from(["", "linux", "データベース", "web"])


def some(items: Sequence[str], least: int = 0) -> st.SearchStrategy[tuple[str, ...]]:
    """Draw a few of some identifiers, in any order."""
    if not items:
        return st.just(())
    return st.lists(st.sampled_from(items), min_size=least, max_size=3, unique=True).map(tuple)


def ranges(of: st.SearchStrategy[float]) -> st.SearchStrategy[LossRange]:
    """Draw low, likely and high."""
    return st.lists(of, min_size=3, max_size=3).map(lambda ends: LossRange(*sorted(ends)))


def week_days() -> st.SearchStrategy[tuple[WeekDay, ...]]:
    """Draw days in the order in which they are read."""
    nth = st.sampled_from([None, 1, 2, 3, 4, 5, LAST])
    one = st.builds(WeekDay, st.sampled_from(WEEKDAYS), nth)
    other = st.sampled_from(OTHER_DAYS).map(WeekDay)
    return st.lists(one | other, min_size=1, max_size=4, unique=True).map(in_order)


def control(
    control_id: str, ends: Sequence[tuple[str, str]], ids: Sequence[str], account_ids: Sequence[str]
) -> st.SearchStrategy[Control]:
    """Draw a control over given links, systems and accounts."""
    flows = st.lists(st.sampled_from(ends), max_size=2, unique=True) if ends else st.just([])
    return st.builds(
        Control,
        control_id=st.just(control_id),
        name=names,
        kind=st.sampled_from(CONTROL_KINDS),
        systems=some(ids),
        links=flows.map(tuple),
        accounts=some(account_ids),
        vulnerability_ids=st.lists(_flaws, max_size=2, unique=True).map(tuple),
        efficacy=st.none() | shares,
        mode=st.sampled_from(["block", "detect"]),
        tested_on=st.none() | days,
        expires_on=st.none() | days,
        owner=st.none() | names,
        extra=extras,
    )


def account(
    account_id: str, ids: Sequence[str], places: Sequence[str]
) -> st.SearchStrategy[PrivilegedAccount]:
    """Draw a privileged ID of given systems."""
    return st.builds(
        PrivilegedAccount,
        account_id=st.just(account_id),
        name=names,
        systems=some(ids, least=1),
        level=st.sampled_from(["user", "admin"]),
        used_from=some(places),
        mfa=answers,
        mfa_tested_on=st.none() | days,
        last_used_on=st.none() | days,
        owner=st.none() | names,
        is_needed=answers,
        extra=extras,
    )


def override(subject: str, subject_id: str) -> st.SearchStrategy[ExpertOverride]:
    """Draw an override of one subject."""
    return st.tuples(days, days).flatmap(
        lambda pair: st.builds(
            ExpertOverride,
            subject=st.just(subject),
            subject_id=st.just(subject_id),
            probability=shares,
            reason=texts,
            decided_by=st.none() | texts,
            decided_on=st.sampled_from([None, min(pair)]),
            expires_on=st.sampled_from([None, max(pair)]),
            extra=extras,
        )
    )


def acceptance(acceptance_id: str, ids: Sequence[str]) -> st.SearchStrategy[RiskAcceptance]:
    """Draw an acceptance of a vulnerability or an update on some systems."""
    return st.tuples(days, days, st.booleans()).flatmap(
        lambda drawn: st.builds(
            RiskAcceptance,
            acceptance_id=st.just(acceptance_id),
            vulnerability_ids=st.just(("CVE-2026-1234",) if drawn[2] else ()),
            updates=st.just(() if drawn[2] else ("B-12345678",)),
            systems=some(ids),
            reason=texts,
            accepted_by=texts,
            accepted_on=st.sampled_from([None, min(drawn[:2])]),
            expires_on=st.just(max(drawn[:2])),
            owner=names,
            extra=extras,
        )
    )


def delegation(role: str, services: Sequence[str]) -> st.SearchStrategy[Delegation]:
    """Draw a line of the table of authority."""
    return st.builds(
        Delegation,
        role=st.just(role),
        name=names,
        person=st.none() | texts,
        contact=st.none() | texts,
        up_to=st.sampled_from(STOP_LEVELS),
        hours=st.sampled_from(DELEGATION_HOURS),
        services=some(services),
        expires_on=days,
        deputy=st.booleans(),
        extra=extras,
    )


def crew(crew_id: str) -> st.SearchStrategy[Crew]:
    """Draw a crew."""
    shift = st.builds(Shift, week_days(), times, st.integers(1, 1440))
    return st.builds(
        Crew,
        crew_id=st.just(crew_id),
        name=names,
        skills=st.lists(labels, max_size=2, unique=True).map(tuple),
        people=st.none() | st.integers(0, 500),
        shifts=st.lists(shift, max_size=3, unique=True).map(tuple),
        overtime_hours_per_month=st.none() | figures.filter(lambda hours: hours <= 744),
        night=answers,
        triage=st.booleans(),
        extra=extras,
    )


def window(
    window_id: str, ids: Sequence[str], service_ids: Sequence[str]
) -> st.SearchStrategy[ChangeWindow]:
    """Draw a recurring or a single window."""
    when = st.one_of(
        st.fixed_dictionaries({"days": week_days()}), st.fixed_dictionaries({"on": days})
    )
    return when.flatmap(
        lambda kind: st.builds(
            ChangeWindow,
            window_id=st.just(window_id),
            name=names,
            starts_at=times,
            minutes=st.integers(1, 2880),
            systems=some(ids),
            services=some(service_ids),
            capacity=st.none() | st.integers(0, 99),
            extra=extras,
            **{name: st.just(value) for name, value in kind.items()},
        )
    )


def freeze(
    freeze_id: str, ids: Sequence[str], service_ids: Sequence[str]
) -> st.SearchStrategy[ChangeFreeze]:
    """Draw a freeze by days of the calendar, within a period or not."""
    kinds = st.lists(st.sampled_from(sorted(KINDS_OF_DAY)), min_size=1, max_size=3, unique=True)
    dates = st.lists(days, max_size=2, unique=True).map(lambda found: tuple(sorted(found)))
    return st.tuples(days, days).flatmap(
        lambda pair: st.builds(
            ChangeFreeze,
            freeze_id=st.just(freeze_id),
            name=names,
            from_on=st.sampled_from([None, min(pair)]),
            to_on=st.sampled_from([None, max(pair)]),
            days=st.builds(DayRule, kinds.map(tuple), dates),
            calendar_id=st.sampled_from([None, "zengin", "boj-net"]),
            systems=some(ids),
            services=some(service_ids),
            extra=extras,
        )
    )


def change_fact(bundle_class: str | None, system_id: str | None) -> st.SearchStrategy[ChangeFact]:
    """Draw a change fact."""
    efforts = st.dictionaries(_skills, ranges(figures), max_size=3)
    minutes = ranges(st.integers(0, 10_000).map(float))
    return st.builds(
        ChangeFact,
        bundle_class=st.just(bundle_class),
        system_id=st.just(system_id),
        failure_rate=st.none() | ranges(shares),
        outage_minutes=st.none() | minutes,
        effort_hours=efforts.map(lambda found: tuple(sorted(found.items()))),
        downtime_minutes=st.none() | minutes,
        rollback=answers,
        extra=extras,
    )


def clauses() -> st.SearchStrategy[dict[str, Any]]:
    """Draw what a vendor's contract holds, by member."""
    clause: dict[str, st.SearchStrategy[Any]] = {
        "staff": st.none() | st.integers(0, 1000),
        "clients": st.none() | st.integers(0, 1000),
        "response_minutes": st.none() | st.integers(0, 10_000),
        "repair_hours": st.none() | figures.filter(lambda hours: hours <= 8760),
        "simultaneous_demand": st.sampled_from(DEMAND_RULES),
        "subcontractors": answers,
        "reports_patch_status": answers,
        "emergency_rate": st.none() | st.sampled_from([0.0, 1.0, 1.5, 2.25]),
        "remote_access": answers,
        "remote_access_level": st.sampled_from(["user", "admin"]),
    }
    return st.fixed_dictionaries(clause)
