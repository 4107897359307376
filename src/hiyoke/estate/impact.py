"""What an outage of a service costs, as the institution itself states it.

One price serves attack, failed change and planned stop. What is not here: reading a cost off these
points, averages over a month, and defaults for services that state nothing (`hiyoke.risk`).
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from hiyoke.errors import EstateFaultError
from hiyoke.languages import Text

if TYPE_CHECKING:
    from datetime import time

    from hiyoke.calendars import DayRule

_REMEDY = Text(ja="損失の値を直してください。", en="Correct the figures of the loss.")


class LossRange(NamedTuple):
    """A figure that is known as a range; ``0 <= low <= likely <= high``.

    Attributes:
        low: Low end, in the unit of what it measures (money, people or minutes).
        likely: The most likely figure.
        high: High end.

    Each may be a numpy array where the question was asked for many durations at once.
    """

    low: float
    likely: float
    high: float


@dataclass(frozen=True, slots=True)
class ImpactPoint:
    """What an outage has cost once it has lasted this long.

    Attributes:
        after_minutes: Duration of the outage, 0 or more; 0 is what any outage costs at once.
        loss: Cumulative loss, in currency units.
        users: People affected by then; None when nobody has said.
    """

    after_minutes: int
    loss: LossRange
    users: LossRange | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineStep:
    """What is lost in addition when an outage lies over a deadline.

    Attributes:
        deadline_id: Identifier.
        name: Name in both languages.
        days: Days on which the deadline falls.
        loss: Loss for each deadline missed, in currency units.
        users: Further people affected; None when nobody has said.
        at: Local time of the deadline; None when the calendar's closing time is meant.
        calendar_id: Payment calendar whose days and closing time it follows, or None.
    """

    deadline_id: str
    name: Text
    days: DayRule
    loss: LossRange
    users: LossRange | None = None
    at: time | None = None
    calendar_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceImpact:
    """What the estate says about the cost of one service's outage.

    Attributes:
        service_id: The service.
        currency: Three letters of ISO 4217.
        points: Loss over duration, by duration.
        steps: Deadlines, by identifier.
        attack_outage_minutes: How long the service is out after an attack succeeds; None when
            nobody has said.
    """

    service_id: str
    currency: str = "JPY"
    points: tuple[ImpactPoint, ...] = ()
    steps: tuple[DeadlineStep, ...] = ()
    attack_outage_minutes: LossRange | None = None

    def __post_init__(self) -> None:
        """Refuse figures that contradict each other.

        Raises:
            EstateFaultError: A range is out of order or negative, durations repeat or go back, or
                a longer outage costs less.
        """
        where = f"service {self.service_id} impact"
        ranges = [p.loss for p in self.points] + [p.users for p in self.points]
        ranges += [s.loss for s in self.steps] + [s.users for s in self.steps]
        for found in (*ranges, self.attack_outage_minutes):
            if found is not None and not 0 <= found.low <= found.likely <= found.high < float(
                "inf"
            ):
                raise EstateFaultError(
                    Text(
                        ja=f"0 ≤ 下限 ≤ 見込み ≤ 上限を期待しましたが、{tuple(found)} でした",
                        en=f"expected 0 <= low <= likely <= high, found {tuple(found)}",
                    ),
                    where=where,
                    remedy=_REMEDY,
                )
        for earlier, later in itertools.pairwise(self.points):
            if not is_dearer(earlier, later):
                raise EstateFaultError(
                    Text(
                        ja="停止が長いほど増える損失を期待しましたが、"
                        f"{later.after_minutes} 分の値が {earlier.after_minutes} 分より"
                        "小さくなっています",
                        en="expected a loss that grows with the outage, found less after "
                        f"{later.after_minutes} minutes than after {earlier.after_minutes}",
                    ),
                    where=where,
                    remedy=_REMEDY,
                )


def is_dearer(earlier: ImpactPoint, later: ImpactPoint) -> bool:
    """Return whether `later` lasts longer and costs no less, in money and in people."""
    is_longer = 0 <= earlier.after_minutes < later.after_minutes
    both = [(earlier.loss, later.loss)]
    if earlier.users is not None and later.users is not None:
        both.append((earlier.users, later.users))
    return is_longer and all(a <= b for x, y in both for a, b in zip(x, y, strict=True))
