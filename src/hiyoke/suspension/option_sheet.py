"""The options before a decision, each with price and risk, and what would change the advice.

Hiyoke advises; a named person decides. What is not here: the page (`hiyoke.reports`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from hiyoke.suspension.economics import Economics, Stake, rehearsed, stake_of, weigh
from hiyoke.suspension.flips import Flip, find_flips
from hiyoke.suspension.stop_plan import StopPlan, plan_stop

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hiyoke.risk import MissedDeadline
    from hiyoke.suspension.stop_ground import StopGround

#: How far ahead deadlines are looked for, in minutes.
LOOK_AHEAD_MINUTES: Final = 1440.0
#: Deadlines that are tried as the moment after which to stop.
DEADLINES_TRIED: Final = 6
#: Weights on the attack with which partial stops are looked for.
_PARTIAL_WEIGHTS: Final = (0.002, 0.01, 0.03, 0.1, 0.3, 0.6)


class OptionKey(StrEnum):
    """Which option."""

    NOW = "now"
    AFTER_DEADLINE = "after_deadline"
    AFTER_SAFE_POINT = "after_safe_point"
    PARTLY = "partly"
    STAY_OPEN = "stay_open"


class SuspensionAdvice(StrEnum):
    """What Hiyoke advises; a named person decides."""

    STAY_OPEN = "stay_open"
    APPLY_COMPENSATING_CONTROL = "apply_compensating_control"
    SUSPEND_PARTLY = "suspend_partly"
    SUSPEND_IN_WINDOW = "suspend_in_window"
    SUSPEND_NOW = "suspend_now"
    ESCALATE = "escalate"


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class StopOption:
    """One option.

    Attributes:
        key: Which one.
        starts_at: When its modes are entered; None when nothing is stopped.
        plan: Its plan; None when nothing is stopped.
        weighed: What it costs.
        after: The deadline that it waits for; None for other options.
        left_open: Services that the attacker can take all the same, beyond reach ones excluded.
    """

    key: OptionKey
    starts_at: datetime | None
    plan: StopPlan | None
    weighed: Economics
    after: MissedDeadline | None = None
    left_open: tuple[str, ...] = ()

    @property
    def modes(self) -> tuple[str, ...]:
        """Identifiers of the modes entered."""
        return self.plan.choice.modes if self.plan else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakEven:
    """From which chance of attack on stopping now is the better choice.

    Attributes:
        against: The option compared with.
        probability: Chance, until that option would have stopped (or the cause is gone), at which
            both cost the same; above 1 when no chance makes stopping now worth it.
        assumed: The chance that is assumed of the same time.
    """

    against: OptionKey
    probability: float
    assumed: float


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class OptionSheet:
    """Everything that a decision needs on one page.

    Attributes:
        ground: What it stands on.
        stake: What the attacker can take.
        options: In order of how much they stop: now first, not at all last.
        advised: The option that Hiyoke advises.
        advice: The same as a word; `ESCALATE` when every option breaks a tolerance.
        break_evens: For stopping now against waiting and against staying open.
        flips: Facts that would change the advice, nearest first.
        doubts: Codes of what lowers confidence, sorted; see `CONFIDENCE`.
    """

    ground: StopGround
    stake: Stake
    options: tuple[StopOption, ...]
    advised: StopOption
    advice: SuspensionAdvice
    break_evens: tuple[BreakEven, ...]
    flips: tuple[Flip, ...]
    doubts: tuple[str, ...]

    @property
    def confidence(self) -> str:
        """How firm the advice is: high, medium or low."""
        count = len(self.doubts)
        return "high" if count == 0 else "medium" if count <= 2 else "low"  # noqa: PLR2004

    def option(self, key: OptionKey) -> StopOption | None:
        """Return one option; None when it does not arise."""
        return next((option for option in self.options if option.key is key), None)


def weigh_options(ground: StopGround) -> OptionSheet:
    """Compute the options of a situation and advise on them.

    Args:
        ground: What the decision stands on.

    Returns:
        The sheet. Equal grounds give equal sheets.

    Cost:
        Some twenty searches; under a second for a bank of a hundred systems.
    """
    at = ground.situation.at
    plan = plan_stop(ground, at)
    stake = stake_of(ground.problem(at), plan.choice.beyond_reach)
    stay = StopOption(
        key=OptionKey.STAY_OPEN,
        starts_at=None,
        plan=None,
        weighed=weigh(ground, stake, starts_at=None),
        left_open=stake.keepable,
    )
    options = [_option(ground, stake, OptionKey.NOW, plan), stay] if plan.modes else [stay]
    if plan.modes:
        options[1:1] = [
            option
            for option in (
                _after_deadline(ground, stake, plan),
                _after_safe_point(ground, stake, plan),
                _partly(ground, stake, plan),
            )
            if option is not None
        ]
    advised = _best(options)
    return OptionSheet(
        ground=ground,
        stake=stake,
        options=tuple(options),
        advised=advised,
        advice=advise(options),
        break_evens=tuple(_break_evens(options)),
        flips=find_flips(
            ground, stake, [(o.key, o.starts_at, o.modes, o.left_open) for o in options], plan
        ),
        doubts=tuple(sorted(_doubts(ground, advised.plan or plan))),
    )


def _best(options: Iterable[StopOption]) -> StopOption:
    """Return the option that is likely cheapest among those that break no tolerance, if any.

    Ties go to the option that stops less.
    """
    listed = list(options)
    within = [option for option in listed if not option.weighed.broken] or listed
    return min(reversed(within), key=lambda option: option.weighed.expected.likely)


def advise(options: Iterable[StopOption]) -> SuspensionAdvice:
    """Return the advice on a list of options.

    `ESCALATE` means that every option breaks a tolerance, which is a decision for people.
    """
    listed = list(options)
    best = _best(listed)
    if best.weighed.broken:
        return SuspensionAdvice.ESCALATE
    if best.key is OptionKey.STAY_OPEN:
        return SuspensionAdvice.STAY_OPEN
    if best.weighed.stop.high <= 0.0:
        return SuspensionAdvice.APPLY_COMPENSATING_CONTROL
    if best.key is OptionKey.PARTLY:
        return SuspensionAdvice.SUSPEND_PARTLY
    if best.key is OptionKey.NOW:
        return SuspensionAdvice.SUSPEND_NOW
    return SuspensionAdvice.SUSPEND_IN_WINDOW


def _option(
    ground: StopGround,
    stake: Stake,
    key: OptionKey,
    plan: StopPlan,
    after: MissedDeadline | None = None,
) -> StopOption:
    left_open = tuple(name for name in plan.choice.left_open if name not in stake.beyond)
    return StopOption(
        key=key,
        starts_at=plan.starts_at,
        plan=plan,
        weighed=weigh(
            ground,
            stake,
            starts_at=plan.starts_at,
            modes=plan.choice.modes,
            left_open=left_open,
        ),
        after=after,
        left_open=left_open,
    )


def _after_deadline(ground: StopGround, stake: Stake, plan: StopPlan) -> StopOption | None:
    """Return the best option that waits for a deadline of a service the plan stops."""
    at, margin = ground.situation.at, timedelta(minutes=ground.assumptions.margin_minutes)
    until_fixed = ground.situation.fixed_after_minutes.likely
    minutes = min(LOOK_AHEAD_MINUTES, until_fixed - ground.assumptions.margin_minutes)
    coming = sorted(
        {
            (missed.at, missed.step.deadline_id): missed
            for one in plan.services
            for missed in ground.prices.missed(one.service_id, at, minutes)
        }.items()
    )
    found: dict[datetime, StopOption] = {}
    for (moment, _), missed in coming:
        starts_at = (moment + margin).astimezone(at.tzinfo)
        if starts_at in found or len(found) == DEADLINES_TRIED:
            continue
        later = plan_stop(ground, starts_at, with_unknowns=False)
        found[starts_at] = _option(ground, stake, OptionKey.AFTER_DEADLINE, later, missed)
    return min(found.values(), key=lambda o: o.weighed.expected.likely, default=None)


def _after_safe_point(ground: StopGround, stake: Stake, plan: StopPlan) -> StopOption | None:
    """Return the option that lets open work finish first; None when nobody states any."""
    minutes = plan.safe_point_minutes
    if minutes <= 0.0:
        return None
    starts_at = ground.situation.at + timedelta(minutes=minutes)
    later = plan_stop(ground, starts_at, with_unknowns=False)
    return _option(ground, stake, OptionKey.AFTER_SAFE_POINT, later)


def _partly(ground: StopGround, stake: Stake, plan: StopPlan) -> StopOption | None:
    """Return the best option that protects some services and not others."""
    found = []
    seen = {plan.choice.modes, ()}
    for weight in _PARTIAL_WEIGHTS:
        less = plan_stop(ground, ground.situation.at, attack_weight=weight, with_unknowns=False)
        if less.choice.modes not in seen:
            seen.add(less.choice.modes)
            found.append(_option(ground, stake, OptionKey.PARTLY, less))
    return min(found, key=lambda o: o.weighed.expected.likely, default=None)


def _break_evens(options: list[StopOption]) -> Iterable[BreakEven]:
    """Yield from which chance on stopping now costs no more than waiting, and than staying open."""
    now = next((option for option in options if option.key is OptionKey.NOW), None)
    if now is None:
        return
    for other in options:
        if other.key not in (OptionKey.AFTER_DEADLINE, OptionKey.STAY_OPEN):
            continue
        more = other.weighed.probability.likely - now.weighed.probability.likely
        paid = now.weighed.stopping - other.weighed.stopping
        at_risk = other.weighed.attack.likely - now.weighed.attack.likely
        if more <= 0.0 or at_risk <= 0.0:
            continue
        # What a strike in the time between costs: its expected loss over its chance.
        yield BreakEven(
            against=other.key,
            probability=max(0.0, paid) / (at_risk / more),
            assumed=more,
        )


def _doubts(ground: StopGround, plan: StopPlan) -> set[str]:
    """Return what lowers confidence in the advice."""
    found = set()
    touched = {one.service_id for one in plan.services}
    if "chance_per_day" in ground.situation.assumed:
        found.add("chance_assumed")
    if any(planned.is_assumed for planned in plan.modes):
        found.add("mode_assumed")
    if not all(rehearsed(ground, mode_id, plan.starts_at) for mode_id in plan.choice.modes):
        found.add("not_rehearsed")
    curves = ground.prices.curves
    if any(name not in curves or curves[name].is_assumed for name in touched):
        found.add("curve_assumed")
    if plan.unknowns or plan.if_absent.cost < 0.999 * plan.choice.cost:
        found.add("unknown_matters")
    if plan.choice.beyond_reach:
        found.add("beyond_reach")
    return found
