"""What a stop of each service costs by the clock, and what an attack on it costs.

Both are read off the service's own curve, so that stopping, waiting and being attacked share one
price. A service without a curve is priced as the cheapest priced one, and named. What is not here:
which services a set of modes touches (`stop_cost`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hiyoke.estate import LossRange

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from hiyoke.risk import ImpactCurve, MissedDeadline

_NOTHING = LossRange(0.0, 0.0, 0.0)


@dataclass(slots=True)
class ClockPrices:
    """Prices of outages, each question asked of a curve once.

    Attributes:
        curves: By service.
        services: Every service, priced or not.
    """

    curves: Mapping[str, ImpactCurve]
    services: tuple[str, ...]
    _known: dict[tuple[str, datetime, float], LossRange] = field(default_factory=dict)

    @property
    def unpriced(self) -> tuple[str, ...]:
        """Services that have no curve, sorted."""
        return tuple(sorted(set(self.services) - set(self.curves)))

    def outage(self, service_id: str, starts_at: datetime, minutes: float) -> LossRange:
        """Return what an outage of the whole service costs, in currency units."""
        length = max(0.0, minutes)
        key = (service_id, starts_at, length)
        found = self._known.get(key)
        if found is None:
            curve = self.curves.get(service_id)
            if curve is not None:
                found = curve.loss(starts_at, length)
            else:
                others = [self.outage(name, starts_at, length) for name in sorted(self.curves)]
                found = min(others, key=lambda loss: loss.likely, default=_NOTHING)
            self._known[key] = found
        return found

    def attack(self, service_id: str, at: datetime) -> LossRange:
        """Return what an attack costs that takes the service at a known moment."""
        curve = self.curves.get(service_id)
        lengths = curve.attack_outage_minutes if curve else None
        if lengths is None:
            known = [c for c in self.curves.values() if c.attack_outage_minutes is not None]
            if not known:
                return _NOTHING
            losses = [self.attack(c.service_id, at) for c in known]
            return min(losses, key=lambda loss: loss.likely)
        ends = (self.outage(service_id, at, minutes) for minutes in lengths)
        return LossRange(*(one[place] for place, one in enumerate(ends)))

    def users(self, service_id: str, starts_at: datetime, minutes: float) -> LossRange | None:
        """Return how many people an outage affects; None when nobody has said."""
        curve = self.curves.get(service_id)
        return None if curve is None else curve.users(starts_at, max(0.0, minutes))

    def missed(
        self, service_id: str, starts_at: datetime, minutes: float
    ) -> tuple[MissedDeadline, ...]:
        """Return the deadlines that an outage lies over, in order of time."""
        curve = self.curves.get(service_id)
        return () if curve is None else curve.missed_deadlines(starts_at, max(0.0, minutes))

    def deadlines(
        self, services: Iterable[str], from_at: datetime, minutes: float
    ) -> list[datetime]:
        """Return the moments, in order, at which a deadline of these services falls."""
        return sorted(
            {
                missed.at
                for service_id in services
                for missed in self.missed(service_id, from_at, minutes)
            }
        )


def add_ranges(ranges: Iterable[LossRange]) -> LossRange:
    """Return the sum of ranges, end by end."""
    low = likely = high = 0.0
    for one in ranges:
        low, likely, high = low + one.low, likely + one.likely, high + one.high
    return LossRange(low, likely, high)


def scale_range(one: LossRange, factor: LossRange) -> LossRange:
    """Return a range times a range of factors, end by end."""
    return LossRange(one.low * factor.low, one.likely * factor.likely, one.high * factor.high)
