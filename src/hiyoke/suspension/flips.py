"""Which fact would change the advice: another chance, another time to the fix, an unknown cleared.

Each fact is moved until the cheapest option is another one; the nearest such move is named first.
What is not here: the advice itself (`option_sheet`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hiyoke.estate import LossRange
from hiyoke.suspension.economics import weigh
from hiyoke.suspension.stop_ground import at_other_time
from hiyoke.suspension.stop_plan import priced_services

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from hiyoke.suspension.economics import Stake
    from hiyoke.suspension.stop_ground import StopGround
    from hiyoke.suspension.stop_plan import StoppedService, StopPlan
    from hiyoke.suspension.unknown_rows import UnknownRow

    #: An option as its key, start, modes and services left open.
    Choice = tuple[str, datetime | None, Collection[str], Collection[str]]

#: Factors by which the assumed rate of attack is moved, nearest first on each side.
_RATES: Final = tuple(round(2 ** (n / 4), 6) for n in range(1, 29))
#: Factors by which the time to the fix is moved.
_TIMES: Final = (1.25, 1.5, 2.0, 3.0, 4.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flip:
    """One fact that would change the advice.

    Attributes:
        kind: chance, fix_time or unknown.
        now: What is assumed now: a chance a day, or minutes; 0 for an unknown.
        at: From where on the advice is another; 0 for an unknown.
        to: Key of the option advised then.
        factor: By how much the fact would have to move, 1 or more; 0 for an unknown.
        unknown: The row that nobody knows; None for other kinds.
    """

    kind: str
    now: float
    at: float
    to: str
    factor: float
    unknown: UnknownRow | None = None


def find_flips(
    ground: StopGround, stake: Stake, choices: Sequence[Choice], plan: StopPlan
) -> tuple[Flip, ...]:
    """Return the facts that would change the advice, nearest first.

    Args:
        ground: What the decision stands on.
        stake: What the attacker can take.
        choices: The options, in their order on the sheet.
        plan: The plan of stopping now, with its unknown rows.
    """
    if len(choices) < 2:  # noqa: PLR2004 - nothing to choose between.
        return ()
    advised = _cheapest(ground, stake, choices)
    found = [
        *_by_chance(ground, stake, choices, advised),
        *_by_time(ground, stake, choices, advised),
    ]
    found.sort(key=lambda flip: (flip.factor, flip.kind, flip.at))
    first: dict[str, Flip] = {}
    for flip in found:
        first.setdefault(flip.kind, flip)
    unknown = [
        Flip(kind="unknown", now=0.0, at=0.0, to=advised, factor=0.0, unknown=row)
        for row in plan.unknowns[:1]
    ]
    return (*first.values(), *unknown)


def _by_chance(
    ground: StopGround, stake: Stake, choices: Sequence[Choice], advised: str
) -> list[Flip]:
    """Return the nearest higher and lower rate of attack that changes the advice."""
    now = ground.situation.chance_per_day
    stopped = [_services(ground, choice) for choice in choices]
    found = []
    for factors in (_RATES, tuple(1.0 / rate for rate in _RATES)):
        for factor in factors:
            moved = LossRange(*(_at_rate(chance, factor) for chance in now))
            if moved.likely in (0.0, 1.0):
                break
            other = at_other_time(ground, chance_per_day=moved)
            best = _cheapest(other, stake, choices, stopped)
            if best != advised:
                size = max(factor, 1.0 / factor)
                found.append(
                    Flip(kind="chance", now=now.likely, at=moved.likely, to=best, factor=size)
                )
                break
    return found


def _by_time(
    ground: StopGround, stake: Stake, choices: Sequence[Choice], advised: str
) -> list[Flip]:
    """Return the nearest longer and shorter time to the fix that changes the advice."""
    now = ground.situation.fixed_after_minutes
    found = []
    for factors in (_TIMES, tuple(1.0 / time for time in _TIMES)):
        for factor in factors:
            moved = LossRange(*(factor * end for end in now))
            other = at_other_time(ground, fixed_after_minutes=moved)
            best = _cheapest(other, stake, choices)
            if best != advised:
                size = max(factor, 1.0 / factor)
                found.append(
                    Flip(kind="fix_time", now=now.likely, at=moved.likely, to=best, factor=size)
                )
                break
    return found


def _services(ground: StopGround, choice: Choice) -> tuple[StoppedService, ...]:
    """Return what a choice stops; it depends on time, not on the chance of an attack."""
    _, starts_at, modes, _ = choice
    if starts_at is None:
        return ()
    return priced_services(ground, ground.problem(starts_at, only=modes), modes, starts_at)


def _cheapest(
    ground: StopGround,
    stake: Stake,
    choices: Sequence[Choice],
    stopped: Sequence[tuple[StoppedService, ...]] | None = None,
) -> str:
    """Return the option that costs least among those that break no tolerance, if any."""
    weighed = []
    stopped = stopped or [_services(ground, choice) for choice in choices]
    for (key, starts_at, modes, left_open), services in reversed(
        list(zip(choices, stopped, strict=True))
    ):
        costs = weigh(
            ground,
            stake,
            starts_at=starts_at,
            modes=modes,
            left_open=left_open,
            services=services,
        )
        weighed.append((bool(costs.broken), costs.expected.likely, str(key)))
    within = [one for one in weighed if not one[0]] or weighed
    return min(within, key=lambda one: one[1])[2]


def _at_rate(chance: float, factor: float) -> float:
    """Return a chance after its hazard is multiplied; 0 and 1 stay."""
    if chance in (0.0, 1.0):
        return chance
    return -math.expm1(factor * math.log1p(-chance))
