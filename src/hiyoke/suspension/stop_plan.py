"""The plan of a stop: which modes, what each removes, what it costs whom, and what is not known.

A `StopPlan` is complete in itself: order, restart and runbook are made from it. What is not here:
other options and their comparison (`option_sheet`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from hiyoke.estate import LossRange
from hiyoke.suspension.certificate import certify
from hiyoke.suspension.cheapest_stop import choose_stop
from hiyoke.suspension.stop_cost import lost_share, service_losses
from hiyoke.suspension.stop_prices import add_ranges, scale_range
from hiyoke.suspension.unknown_rows import try_unknowns

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hiyoke.estate import SuspensionMode
    from hiyoke.risk import MissedDeadline
    from hiyoke.suspension.certificate import Certificate
    from hiyoke.suspension.cheapest_stop import StopChoice
    from hiyoke.suspension.inputs import ServiceStake, StopMode, StopProblem
    from hiyoke.suspension.stop_ground import StopGround
    from hiyoke.suspension.unknown_rows import UnknownRow

_NO_TIME: Final = LossRange(0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedMode:
    """One mode of a plan.

    Attributes:
        mode: The mode, with its systems, links, accounts and times.
        is_assumed: Whether the estate does not state it and assumed times stand in.
        is_rehearsed: Whether it was rehearsed recently enough.
        effect_at: When it likely takes effect.
        way: Numbers of the attacker's steps, as `SituatedGraph.open_steps` counts them, on a way to
            a protected service that would be open without this mode; empty for a mode that the
            situation itself asks for and the proof does not need.
    """

    mode: SuspensionMode
    is_assumed: bool
    is_rehearsed: bool
    effect_at: datetime
    way: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoppedService:
    """What a plan does to one service.

    Attributes:
        service_id: The service.
        share: Part of it that is lost, in (0, 1].
        starts_at: When it begins to be lost.
        minutes: For how long, return included.
        loss: In currency units.
        users: People affected; None when nobody has said.
        missed: Deadlines that fall into the stop.
        breaks_tolerance: Whether it is wholly lost for longer than its tolerance.
    """

    service_id: str
    share: float
    starts_at: datetime
    minutes: float
    loss: LossRange
    users: LossRange | None
    missed: tuple[MissedDeadline, ...]
    breaks_tolerance: bool

    @property
    def ends_at(self) -> datetime:
        """When it is likely back."""
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def lost_hours(self) -> float:
        """Hours of the service that are lost."""
        return self.share * self.minutes / 60


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class StopPlan:
    """A plan for one moment.

    Attributes:
        starts_at: When the decision is carried out.
        fixed_at: When the cause is likely gone.
        modes: In order of identifier.
        services: What is lost, in order of identifier; services untouched are left out.
        choice: Cost, bound and what stays open.
        certificate: What the independent search says.
        if_absent: The choice if nothing unknown exists.
        unknowns: Unknown rows that change the cost, dearest first.
        unknowns_left: Unknown rows in the attacker's way that were not tried one by one.
    """

    starts_at: datetime
    fixed_at: datetime
    modes: tuple[PlannedMode, ...]
    services: tuple[StoppedService, ...]
    choice: StopChoice
    certificate: Certificate
    if_absent: StopChoice
    unknowns: tuple[UnknownRow, ...] = ()
    unknowns_left: int = 0

    @property
    def loss(self) -> LossRange:
        """What the stop costs, in currency units."""
        return add_ranges(service.loss for service in self.services)

    @property
    def effect_at(self) -> datetime:
        """When the last mode likely takes effect."""
        return max((planned.effect_at for planned in self.modes), default=self.starts_at)

    @property
    def safe_point_minutes(self) -> float:
        """Time that open work needs before the modes may be entered cleanly."""
        return max(((p.mode.in_flight_minutes or _NO_TIME).likely for p in self.modes), default=0.0)


def plan_stop(
    ground: StopGround,
    starts_at: datetime,
    *,
    attack_weight: float | None = None,
    with_unknowns: bool = True,
) -> StopPlan:
    """Plan the cheapest stop that begins at a moment.

    Args:
        ground: What the decision stands on.
        starts_at: When the modes are entered.
        attack_weight: As in `choose_stop`.
        with_unknowns: Also solve under the other reading, and without each unknown row in turn.

    Cost:
        One search, and with unknowns at most `UNKNOWNS_TRIED` + 1 more.
    """
    problem = ground.problem(starts_at)
    choice = choose_stop(problem, attack_weight=attack_weight)
    is_known = not with_unknowns or bool(ground.is_certain.all())
    absent = choice
    unknowns: tuple[tuple[UnknownRow, ...], int] = ((), 0)
    if not is_known:
        absent = choose_stop(
            ground.problem(starts_at, certain_only=True), attack_weight=attack_weight
        )
        if absent.cost < choice.cost or absent.left_open != choice.left_open:
            unknowns = try_unknowns(ground, starts_at, choice)
    return _plan(ground, starts_at, problem, (choice, absent), unknowns)


def priced_services(
    ground: StopGround, problem: StopProblem, chosen: Iterable[str], starts_at: datetime
) -> tuple[StoppedService, ...]:
    """Return what a set of modes does to each service that it touches, priced as `stop_cost` does.

    A service is back when the last mode that touches it is. Its loss is that of the dearest single
    mode, or of all parts together for as long as every return takes at least.
    """
    wanted = set(chosen)
    entered = [mode for mode in problem.modes if mode.mode_id in wanted]
    losses = service_losses(problem, wanted)
    known = [ground.modes[mode_id] for mode_id in sorted(wanted)]
    found = []
    for stake in problem.services:
        share = lost_share(stake, entered)
        if share <= 0.0 and losses[stake.service_id] <= 0.0:
            continue
        touching = [k for k in known if _touches(k.mode, stake)] or known
        minutes = max(ground.stop_minutes(k.mode, starts_at) for k in touching)
        loss = _loss_of(ground, stake, share, entered, starts_at)
        found.append(_stopped(ground, stake.service_id, share, starts_at, minutes, loss))
    return tuple(sorted(found, key=lambda one: one.service_id))


def _loss_of(
    ground: StopGround,
    stake: ServiceStake,
    share: float,
    entered: Iterable[StopMode],
    starts_at: datetime,
) -> LossRange:
    """Return the dearest of the single modes and of all parts together, with its range."""
    name, until = stake.service_id, ground.until_fixed(starts_at)
    parts = [(share, until + ground.assumptions.least_return_minutes)]
    for mode in entered:
        minutes = ground.stop_minutes(ground.modes[mode.mode_id].mode, starts_at)
        parts.append((mode.shares.get(name, 0.0), minutes))
    ranges = [
        scale_range(ground.prices.outage(name, starts_at, minutes), LossRange(part, part, part))
        for part, minutes in parts
    ]
    return max(ranges, key=lambda one: (one.likely, one.high))


def _stopped(  # noqa: PLR0917 - a service has these figures.
    ground: StopGround,
    service_id: str,
    share: float,
    begins: datetime,
    minutes: float,
    loss: LossRange,
) -> StoppedService:
    users = ground.prices.users(service_id, begins, minutes)
    tolerance = ground.tolerance_minutes.get(service_id)
    return StoppedService(
        service_id=service_id,
        share=share,
        starts_at=begins,
        minutes=minutes,
        loss=loss,
        users=None if users is None else LossRange(*(share * end for end in users)),
        missed=ground.prices.missed(service_id, begins, minutes),
        breaks_tolerance=share >= 1.0 and tolerance is not None and minutes > tolerance,
    )


def _touches(mode: SuspensionMode, stake: ServiceStake) -> bool:
    needed = {*stake.all_of, *(system for group in stake.any_of for system in group)}
    stopped = set() if mode.vulnerability_ids else set(mode.systems)
    ends = {end for link in mode.links for end in link}
    named = {name for name, _ in mode.loses}
    return stake.service_id in named or not needed.isdisjoint(stopped | ends)


def _plan(
    ground: StopGround,
    starts_at: datetime,
    problem: StopProblem,
    choices: tuple[StopChoice, StopChoice],
    unknowns: tuple[tuple[UnknownRow, ...], int],
) -> StopPlan:
    choice, absent = choices
    certificate = certify(problem, choice.modes)
    as_of = starts_at.date()
    limit = timedelta(days=ground.assumptions.rehearsed_within_days)
    modes = []
    for mode_id in choice.modes:
        known = ground.modes[mode_id]
        on = known.mode.last_rehearsed_on
        modes.append(
            PlannedMode(
                mode=known.mode,
                is_assumed=known.is_assumed,
                is_rehearsed=on is not None and on <= as_of and as_of - on <= limit,
                effect_at=ground.effect_at(known.mode, starts_at),
                way=certificate.removes.get(mode_id, ()),
            )
        )
    return StopPlan(
        starts_at=starts_at,
        fixed_at=ground.situation.fixed_at,
        modes=tuple(modes),
        services=priced_services(ground, problem, choice.modes, starts_at),
        choice=choice,
        certificate=certificate,
        if_absent=absent,
        unknowns=unknowns[0],
        unknowns_left=unknowns[1],
    )
