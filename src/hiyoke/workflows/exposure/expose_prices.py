"""What an attack's outage of each service costs: from its curve, over the days looked at.

What is not here: the curves (`hiyoke.risk.impact_curve`), and how likely the outage is.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from hiyoke.risk import ImpactCurve, LossRange


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """What an attack costs, by service.

    Attributes:
        currency: ISO 4217 code of all prices; None when there is none.
        losses: Expected cost of one outage by attack that begins at an unknown moment.
        outages_minutes: How long such an outage is taken to last.
        assumed_ids: Services whose curve or outage is a labelled default.
        other_currency_ids: Services priced in another currency, which no sum counts.
    """

    currency: str | None
    losses: Mapping[str, LossRange]
    outages_minutes: Mapping[str, LossRange]
    assumed_ids: frozenset[str]
    other_currency_ids: tuple[str, ...]


def attack_prices(curves: Mapping[str, ImpactCurve], as_of: date, horizon_days: float) -> Prices:
    """Return what an attack within the horizon costs each service that has a curve.

    The currency that most services use counts; amounts are never converted.

    Args:
        curves: Curves by service.
        as_of: First day of the horizon.
        horizon_days: Its length.

    Raises:
        MissingCalendarError: The days of a deadline within the horizon are not known.
    """
    to_on = as_of + timedelta(days=max(0, math.ceil(horizon_days) - 1))
    counted = Counter(curve.currency for curve in curves.values())
    currency = min(counted, key=lambda code: (-counted[code], code), default=None)
    losses, outages, assumed, other = {}, {}, set(), []
    for service_id in sorted(curves):
        curve = curves[service_id]
        if curve.currency != currency:
            other.append(service_id)
            continue
        loss = curve.attack_loss(from_on=as_of, to_on=to_on)
        if loss is None or curve.attack_outage_minutes is None:
            continue
        losses[service_id] = loss
        outages[service_id] = curve.attack_outage_minutes
        if curve.is_assumed or curve.is_outage_assumed:
            assumed.add(service_id)
    return Prices(
        currency=currency,
        losses=losses,
        outages_minutes=outages,
        assumed_ids=frozenset(assumed),
        other_currency_ids=tuple(other),
    )
