"""What each update takes off the expected attack loss, so that the parts never exceed the whole.

An update first gets what goes away when it alone is applied (its leverage). What goes away only
when several are applied together is shared in proportion to how likely the flaws that each closes
are used. A small share is kept for findings on no known path: the path map may be wrong. What is
not here: the exposure run itself.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hiyoke.planning.from_estate.jobs import AttackLoss

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hiyoke.planning.from_estate.groups import SystemGroup
    from hiyoke.planning.from_estate.updates import Update


@dataclass(frozen=True, slots=True, kw_only=True)
class ExposureFigures:
    """What an exposure run says of losses, as plain values.

    Attributes:
        horizon_days: Days that its losses are about.
        whole: Expected attack loss over the horizon: likely, high.
        by_service: Likely part of it by service.
        price_by_service: What one outage by attack costs: likely, high.
        alone: Likely loss that goes away with one update alone, by bundle.
        chances: Chance that a flaw is used within the horizon, by vulnerability.
    """

    horizon_days: float
    whole: tuple[float, float]
    by_service: Mapping[str, float]
    price_by_service: Mapping[str, tuple[float, float]]
    alone: Mapping[str, float]
    chances: Mapping[str, float]


def share_losses(
    updates: Sequence[Update],
    groups: Iterable[SystemGroup],
    figures: ExposureFigures,
    *,
    blind_spot_share: float,
    floor_per_day: float,
) -> AttackLoss:
    """Share the attack loss among updates and systems.

    Args:
        updates: Updates with what they close.
        groups: Groups, which know the services of their systems.
        figures: What the exposure run found.
        blind_spot_share: Share of the direct danger that stays with findings on no known path.
        floor_per_day: Least loss a day of one finding, which only puts unpriced work in order.

    Returns:
        Loss a day by update and system. Without blind spot and floor the likely parts add up
        to at most the whole.
    """
    services = {s: g.service_ids for g in groups for s in g.system_ids}
    weights: dict[tuple[str, str], float] = {}
    direct: dict[tuple[str, str], float] = {}
    shared: dict[tuple[str, str], float] = defaultdict(float)
    of_service: dict[str, dict[tuple[str, str], float]] = defaultdict(dict)
    for update in updates:
        for system_id, vulnerability_ids in update.closes.items():
            key = (update.bundle_id, system_id)
            chance = _any_of(figures.chances.get(v, 0.0) for v in vulnerability_ids)
            weights[key] = chance
            own = [
                figures.price_by_service.get(s, (0.0, 0.0))[0] for s in services.get(system_id, ())
            ]
            direct[key] = chance * max(own, default=0.0)
            for service_id in services.get(system_id, ()):
                of_service[service_id][key] = chance
    alone = _shared_out(figures.alone, weights)
    for service_id, loss in figures.by_service.items():
        total = sum(of_service[service_id].values())
        for key, weight in of_service[service_id].items():
            shared[key] += loss * weight / total if total else 0.0
    rest = max(0.0, figures.whole[0] - sum(alone.values()))
    together = sum(shared.values())
    factor = min(1.0, rest / together) if together else 0.0
    days = figures.horizon_days
    stretch = figures.whole[1] / figures.whole[0] if figures.whole[0] else 1.0
    counts = {(u.bundle_id, s): len(v) for u in updates for s, v in u.closes.items()}
    likely = {
        key: floor_per_day * counts[key]
        + (alone.get(key, 0.0) + factor * shared[key] + blind_spot_share * direct[key]) / days
        for key in weights
    }
    return AttackLoss(per_day=likely, per_day_high={k: v * stretch for k, v in likely.items()})


def _any_of(chances: Iterable[float]) -> float:
    none = 1.0
    for chance in chances:
        none *= 1.0 - chance
    return 1.0 - none


def _shared_out(
    alone: Mapping[str, float], weights: Mapping[tuple[str, str], float]
) -> dict[tuple[str, str], float]:
    """Share each update's own loss among its systems by chance, evenly when there is none."""
    keys: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for key in weights:
        keys[key[0]].append(key)
    found: dict[tuple[str, str], float] = {}
    for bundle_id, own in keys.items():
        total = sum(weights[k] for k in own)
        for key in own:
            share = weights[key] / total if total else 1.0 / len(own)
            found[key] = alone.get(bundle_id, 0.0) * share
    return found
