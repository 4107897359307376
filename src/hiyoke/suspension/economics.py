"""What one choice costs in all: the stop, the attack it leaves possible, and a restart that fails.

Both risks stand in one unit, on the same curves. The attacker of the situation strikes at a
constant rate until the cause is gone; who strikes so late that the stop comes first gets nowhere.
What is not here: which choices there are (`option_sheet`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from hiyoke.estate import LossRange
from hiyoke.suspension.certificate import certify
from hiyoke.suspension.stop_plan import priced_services
from hiyoke.suspension.stop_prices import add_ranges, scale_range

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from hiyoke.suspension.inputs import StopProblem
    from hiyoke.suspension.stop_ground import StopGround
    from hiyoke.suspension.stop_plan import StoppedService

_DAY = 1440.0
_NOTHING = LossRange(0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Economics:
    """What a choice costs.

    Attributes:
        services: What the stop does to each service.
        stop: Loss from stopping, in currency units.
        restart: Expected further loss from a restart that fails.
        exposed_minutes: Time that the attacker has until the last mode takes effect, or until the
            cause is gone.
        probability: Chance that he takes a service in that time, in [0, 1].
        attack: Expected loss from attack.
        broken: Services whose tolerance this choice breaks, sorted.
    """

    services: tuple[StoppedService, ...]
    stop: LossRange
    restart: LossRange
    exposed_minutes: float
    probability: LossRange
    attack: LossRange
    broken: tuple[str, ...]

    @property
    def expected(self) -> LossRange:
        """Stop, restart and attack together."""
        return add_ranges((self.stop, self.restart, self.attack))

    @property
    def stopping(self) -> float:
        """What is likely paid for certain: the stop with its restart."""
        return self.stop.likely + self.restart.likely


@dataclass(frozen=True, slots=True, kw_only=True)
class Stake:
    """What the attacker of a situation can take, and how soon.

    Attributes:
        taken: Services he can take if nothing is stopped, sorted.
        beyond: Those of them that no stop keeps from him; they weigh in no comparison.
        steps: Steps that he needs to the first service that can be kept; 0 when there is none.
    """

    taken: tuple[str, ...]
    beyond: tuple[str, ...]
    steps: int

    @property
    def keepable(self) -> tuple[str, ...]:
        """Services that a stop can keep from him."""
        return tuple(name for name in self.taken if name not in self.beyond)


def stake_of(problem: StopProblem, beyond: Collection[str]) -> Stake:
    """Return what the attacker can take when nothing is stopped."""
    taken = certify(problem, ()).taken
    ways = [len(way) for service_id, way in taken.items() if service_id not in beyond]
    return Stake(
        taken=tuple(sorted(taken)), beyond=tuple(sorted(beyond)), steps=min(ways, default=0)
    )


def weigh(
    ground: StopGround,
    stake: Stake,
    *,
    starts_at: datetime | None,
    modes: Collection[str] = (),
    left_open: Collection[str] = (),
    services: tuple[StoppedService, ...] | None = None,
) -> Economics:
    """Weigh one choice.

    Args:
        ground: What the decision stands on.
        stake: What the attacker can take.
        starts_at: When the modes are entered; None when nothing is stopped.
        modes: Identifiers of the modes entered.
        left_open: Services that he can take all the same.
        services: What the stop does to each service, where that is known already.
    """
    situation = ground.situation
    until_fixed = situation.fixed_after_minutes
    exposed = until_fixed
    if starts_at is not None and modes:
        if services is None:
            services = priced_services(
                ground, ground.problem(starts_at, only=modes), modes, starts_at
            )
        exposed = _exposed(ground, starts_at, modes)
    services = services or ()
    reach = stake.steps * situation.pace_minutes
    struck = _chances(situation.chance_per_day, exposed, reach)
    struck_all = _chances(situation.chance_per_day, until_fixed, reach)
    still_open = [name for name in stake.keepable if name in left_open or not modes]
    whole = add_ranges(ground.prices.attack(s, situation.at) for s in stake.keepable)
    part = add_ranges(ground.prices.attack(s, situation.at) for s in still_open)
    later = LossRange(*(max(0.0, b - a) for a, b in zip(struck, struck_all, strict=True)))
    attack = add_ranges((scale_range(whole, struck), scale_range(part, later)))
    probability = struck_all if still_open else struck
    broken = {one.service_id for one in services if one.breaks_tolerance}
    broken |= _broken_by_attack(ground, stake.keepable if not modes else still_open, probability)
    return Economics(
        services=services,
        stop=add_ranges(one.loss for one in services),
        restart=_restart_risk(ground, services, modes, starts_at),
        exposed_minutes=exposed.likely if modes and not still_open else until_fixed.likely,
        probability=probability if stake.keepable else _NOTHING,
        attack=attack,
        broken=tuple(sorted(broken)),
    )


def _exposed(ground: StopGround, starts_at: datetime, modes: Collection[str]) -> LossRange:
    """Return the time until the last mode takes effect, as a range."""
    waited = (starts_at - ground.situation.at).total_seconds() / 60
    entering = [ground.modes[mode_id].mode.enter_minutes or _NOTHING for mode_id in modes]
    until = ground.situation.fixed_after_minutes
    return LossRange(
        *(min(waited + max(one[end] for one in entering), until[end]) for end in range(len(until)))
    )


def _chances(per_day: LossRange, minutes: LossRange, reach: float) -> LossRange:
    """Return the chance of a strike early enough to succeed, by constant hazard."""

    def chance(day: float, length: float) -> float:
        time = max(0.0, length - reach) / _DAY
        return 0.0 if time == 0.0 else 1.0 - (1.0 - day) ** time

    low, likely, high = (chance(d, m) for d, m in zip(per_day, minutes, strict=True))
    return LossRange(low, max(low, likely), max(low, likely, high))


def _broken_by_attack(
    ground: StopGround, services: Collection[str], probability: LossRange
) -> set[str]:
    """Return services whose expected outage by attack is longer than their tolerance."""
    broken = set()
    for service_id in services:
        curve = ground.prices.curves.get(service_id)
        tolerance = ground.tolerance_minutes.get(service_id)
        if curve is None or curve.attack_outage_minutes is None or tolerance is None:
            continue
        if probability.likely * curve.attack_outage_minutes.likely > tolerance:
            broken.add(service_id)
    return broken


def _restart_risk(
    ground: StopGround,
    services: tuple[StoppedService, ...],
    modes: Collection[str],
    starts_at: datetime | None,
) -> LossRange:
    """Return the expected loss from a restart that fails."""
    if starts_at is None or not services:
        return _NOTHING
    assumed = ground.assumptions
    is_rehearsed = all(rehearsed(ground, mode_id, starts_at) for mode_id in modes)
    factor = 1.0 if is_rehearsed else assumed.unrehearsed_factor
    share = LossRange(*(min(1.0, factor * end) for end in assumed.restart_failure))
    extra = []
    for one in services:
        longer = [
            ground.prices.outage(one.service_id, one.starts_at, one.minutes + minutes)[place]
            for place, minutes in enumerate(assumed.restart_extra_minutes)
        ]
        gained = [one.share * end - paid for end, paid in zip(longer, one.loss, strict=True)]
        extra.append(LossRange(*(max(0.0, end) for end in gained)))
    return scale_range(add_ranges(extra), share)


def rehearsed(ground: StopGround, mode_id: str, on: datetime) -> bool:
    """Return whether a mode was rehearsed recently enough."""
    last = ground.modes[mode_id].mode.last_rehearsed_on
    limit = timedelta(days=ground.assumptions.rehearsed_within_days)
    return last is not None and last <= on.date() and on.date() - last <= limit
