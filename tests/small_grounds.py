"""A bank of five systems in a situation, small enough to price by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from hiyoke.calendars import DayRule
from hiyoke.estate import DeadlineStep, ImpactPoint, LossRange, SuspensionMode
from hiyoke.exposure import (
    ExposedSystem,
    ExposureInputs,
    Flaw,
    FlawOnSystem,
    PermittedLink,
    PrivilegedAccount,
    ServiceNeed,
    VendorAccess,
    load_attack_rules,
    load_calibration,
)
from hiyoke.languages import Text
from hiyoke.risk import ImpactCurve
from hiyoke.suspension import (
    ClockPrices,
    Request,
    Situation,
    StepIndex,
    StopGround,
    Surroundings,
    asked_for,
    known_modes,
    load_assumptions,
    situate,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

JAPAN = ZoneInfo("Asia/Tokyo")
AT = datetime(2026, 5, 25, 14, 20, tzinfo=JAPAN)
WORST = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"
FLAW = "CVE-2026-0001"
ONE = LossRange(1.0, 1.0, 1.0)


def curve(
    service_id: str, per_hour: float, *, attack_hours: float = 24.0, deadline: float = 0.0
) -> ImpactCurve:
    """A straight line, and a deadline at 15:30 of every business day where one is priced."""
    steps = (
        DeadlineStep(
            deadline_id=f"{service_id}-close",
            name=Text(ja="締切", en="cut-off"),
            days=DayRule(kinds=("business",)),
            loss=LossRange(deadline, deadline, deadline),
            at=time(15, 30),
        ),
    )
    day = 24 * per_hour
    return ImpactCurve(
        service_id=service_id,
        points=(ImpactPoint(1440, LossRange(day, day, day), LossRange(24.0, 24.0, 24.0)),),
        steps=steps if deadline else (),
        attack_outage_minutes=LossRange(*(60 * attack_hours * n for n in ONE)),
    )


def inputs(**changes: Any) -> ExposureInputs:
    """Internet to two web servers, to the application, to the database; a branch beside."""
    links = [
        ("internet", "web-1", "yes"),
        ("internet", "web-2", "yes"),
        ("web-1", "app", "yes"),
        ("web-2", "app", "yes"),
        ("app", "db", "yes"),
        ("branch", "db", "yes"),
    ]
    base = ExposureInputs(
        systems=tuple(
            ExposedSystem(system_id=name, internet_facing="no")
            for name in ("web-1", "web-2", "app", "db", "branch")
        ),
        links=tuple(
            PermittedLink(source=a, target=b, known=known, row=f"links.csv {a} {b}")
            for a, b, known in links
        ),
        flaws=(
            Flaw(vulnerability_id=FLAW, vectors=(WORST,)),
            Flaw(
                vulnerability_id="CVE-2026-0002",
                vectors=(WORST,),
                known_exploited_on=date(2026, 5, 1),
            ),
        ),
        findings=(
            FlawOnSystem(system_id="web-1", vulnerability_id=FLAW),
            FlawOnSystem(system_id="web-2", vulnerability_id=FLAW),
            FlawOnSystem(system_id="app", vulnerability_id="CVE-2026-0002"),
            FlawOnSystem(system_id="db", vulnerability_id="CVE-2026-0002"),
        ),
        accounts=(
            PrivilegedAccount(
                account_id="dba", systems=("db",), used_from=("branch",), mfa="no", row="accounts"
            ),
        ),
        vendors=(VendorAccess(vendor_id="centre", system_id="app", row="vendors"),),
        services=(
            ServiceNeed(service_id="bank", all_of=("app", "db"), any_of=(("web-1", "web-2"),)),
            ServiceNeed(service_id="counter", all_of=("branch", "db")),
        ),
    )
    return replace(base, **changes)


def situation(**changes: Any) -> Situation:
    """An exploited flaw on payday; the cause is gone eight hours later."""
    base = Situation(
        situation_id="test",
        title=Text(ja="試験", en="test"),
        kind="exploited_flaw",
        at=AT,
        subjects=(FLAW,),
        protect=("bank", "counter"),
        pace_minutes=60.0,
        chance_per_day=LossRange(0.1, 0.5, 0.9),
        fixed_after_minutes=LossRange(480.0, 480.0, 480.0),
    )
    return replace(base, **changes)


MODES = (
    SuspensionMode(
        mode_id="channel-off",
        name=Text(ja="ネット停止", en="channel off"),
        subject="bank",
        kind="channel_off",
        loses=(("bank", ONE),),
        links=(("internet", "web-1"), ("internet", "web-2")),
        enter_minutes=LossRange(5.0, 10.0, 20.0),
        leave_minutes=LossRange(10.0, 30.0, 60.0),
        last_rehearsed_on=date(2026, 3, 1),
        in_flight_minutes=LossRange(5.0, 15.0, 30.0),
    ),
)


def ground(
    given: ExposureInputs | None = None,
    happened: Situation | None = None,
    modes: Iterable[SuspensionMode] = MODES,
    curves: Mapping[str, ImpactCurve] | None = None,
    **changes: Any,
) -> StopGround:
    """Put the bank into a situation."""
    estate = given or inputs()
    told = happened or situation()
    assumptions = changes.pop("assumptions", load_assumptions())
    around = Surroundings(
        carriers=dict.fromkeys(told.subjects, ("web-1", "app")),
        run_by={"centre": ("app",)},
        as_of=date(2026, 5, 25),
    )
    situated = situate(
        estate,
        told,
        around,
        load_attack_rules(),
        calibration=load_calibration(),
        assumptions=assumptions,
        patched=frozenset(name for mode in modes for name in mode.vulnerability_ids),
    )
    asked = Request.of(told, estate)
    known = known_modes(StepIndex.of(situated), modes, {}, assumptions, asked=asked)
    by_id = {mode.mode.mode_id: mode for mode in known}
    prices = {
        "bank": curve("bank", 100.0, deadline=500.0),
        "counter": curve("counter", 10.0),
    }
    base = StopGround(
        situation=told,
        situated=situated,
        modes=by_id,
        forced=asked_for(told, by_id, estate),
        prices=ClockPrices(prices if curves is None else curves, ("bank", "counter")),
        names={},
        tolerance_minutes={"bank": 1000.0},
        users={"bank": 24},
        assumptions=assumptions,
    )
    return replace(base, **changes)
