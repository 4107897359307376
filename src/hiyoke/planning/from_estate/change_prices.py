"""What a change costs in each window: the planned stop, and the outage if it fails.

Both are read off the same curves that price an attack. What is not here: those curves
(`hiyoke.risk`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from hiyoke.estate import Vendor
    from hiyoke.planning.defaults import PlanningProfile
    from hiyoke.planning.from_estate.experience import ChangeExperience
    from hiyoke.planning.from_estate.groups import SystemGroup
    from hiyoke.planning.inputs import Window
    from hiyoke.risk import ImpactCurve


class ChangePrice(NamedTuple):
    """Expected loss of a change.

    Attributes:
        typical: Mean over the windows.
        typical_high: The same at the high end.
        by_window: Loss in each window.
        by_window_high: The same at the high end.
    """

    typical: float
    typical_high: float
    by_window: Mapping[str, float]
    by_window_high: Mapping[str, float]


@dataclass(slots=True)
class ChangePrices:
    """Prices changes; equal questions are answered once.

    Attributes:
        curves: What an outage of each service costs, all in one currency.
        windows: Windows of the plan.
        vendors: Vendors by identifier.
        profile: Defaults.
    """

    curves: Mapping[str, ImpactCurve]
    windows: Sequence[Window]
    vendors: Mapping[str, Vendor]
    profile: PlanningProfile
    _known: dict[tuple[object, ...], ChangePrice] = field(default_factory=dict)

    def vendor_of(self, group: SystemGroup) -> str | None:
        """Return the vendor that takes part: the one that maintains the group.

        Only a contract that says so leaves patching to the institution; an unread one does not.
        """
        if group.vendor_id is None or group.vendor_id not in self.vendors:
            return None
        is_out = self.vendors[group.vendor_id].patching_in_scope == "no"
        return None if is_out else group.vendor_id

    def of(self, group: SystemGroup, facts: ChangeExperience, failure_factor: float) -> ChangePrice:
        """Return what a change of a group costs in each of its windows."""
        key = (
            group.calendar_ids,
            group.service_ids,
            group.stopped_service_ids,
            (facts.downtime_minutes, facts.failure_rate, facts.outage_minutes),
            failure_factor,
        )
        if key not in self._known:
            self._known[key] = self._priced(group, facts, failure_factor)
        return self._known[key]

    def _priced(
        self, group: SystemGroup, facts: ChangeExperience, failure_factor: float
    ) -> ChangePrice:
        windows = [w for w in self.windows if w.calendar_id in group.calendar_ids]
        if not windows:
            return ChangePrice(0.0, 0.0, {}, {})
        opens = np.array([w.opens_at.timestamp() for w in windows]).astype("datetime64[s]")
        stopped = facts.downtime_minutes * 60
        ends = np.array([w.opens_at.timestamp() + stopped for w in windows]).astype("datetime64[s]")
        likely, high = np.zeros(len(windows)), np.zeros(len(windows))
        rates = [min(1.0, rate * failure_factor) for rate in facts.failure_rate]
        for service_id in group.service_ids:
            curve = self.curves.get(service_id)
            if curve is None:
                continue
            share = 1.0
            if service_id in group.stopped_service_ids:
                stop = curve.loss(opens, facts.downtime_minutes)
                likely += _figures(stop.likely)
                high += _figures(stop.high)
            else:
                share = self.profile.figure("pair_failure_share")
            failed = curve.loss(ends, facts.outage_minutes[0])
            worst = curve.loss(ends, facts.outage_minutes[1])
            likely += share * rates[0] * _figures(failed.likely)
            high += share * rates[1] * _figures(worst.high)
        high = np.maximum(likely, high)
        ids = [w.window_id for w in windows]
        return ChangePrice(
            round(float(likely.mean()), 2),
            round(float(high.mean()), 2),
            {i: round(float(v), 2) for i, v in zip(ids, likely, strict=True)},
            {i: round(float(v), 2) for i, v in zip(ids, high, strict=True)},
        )


def _figures(values: object) -> NDArray[np.float64]:
    return np.asarray(values, dtype=np.float64)
