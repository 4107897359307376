"""One vendor, many institutions at once: whose turn it is decides when our work is done.

The vendor's engineers work the same hours whatever the rule; the rule only says whose. What is
not here: what the contract says (`contract_matrix`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from hiyoke.errors import UsageError
from hiyoke.languages import Text
from hiyoke.planning.surge.network import QueueRule, Spread, StaffGroup
from hiyoke.planning.surge.outcome import Band, band_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from hiyoke.planning.surge.network import Range

    #: When each item is asked for, by whom, and its work in hours.
    _Demand = tuple[NDArray[np.float64], NDArray[np.uint8], NDArray[np.float64]]

#: The rules as the estate's vendors name them.
DEMAND_RULES: Final = {
    "contract_order": QueueRule.LOWEST_FIRST,
    "first_come": QueueRule.FIRST_COME,
    "fair_share": QueueRule.FAIR_SHARE,
}
#: Most institutions at one vendor.
MAX_CLIENTS: Final = 250
_HOURS_A_DAY: Final = 24.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SharedVendor:
    """A vendor and what is asked of it.

    Attributes:
        vendor_id: Stable identifier.
        engineers: Those who work, with their hours.
        clients: Institutions, ours among them, 1 to `MAX_CLIENTS`.
        rank: Place of ours in contract order, 0 for the first.
        items: What each institution asks for, drawn for each in each run.
        within_hours: Within which they all ask.
        hours: Mean hours of one engineer for an item.
        variation: Standard deviation over mean of these hours.
        horizon_hours: Until when it is simulated.
    """

    vendor_id: str
    engineers: tuple[StaffGroup, ...]
    clients: int
    rank: int
    items: Range
    within_hours: float
    hours: float
    variation: float
    horizon_hours: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedOutcome:
    """What one rule does to us.

    Attributes:
        rule: One of `DEMAND_RULES`.
        half_done_days: Days until half of our items are done; runs in which they never are count
            as the horizon.
        all_done_days: Days until all of them are done.
        unfinished_probability: Chance that some of ours is not done by the horizon.
        others_done_days: Days until an ordinary other institution has all of its own done.
        worked_hours: Hours that the vendor worked for all together.
    """

    rule: str
    half_done_days: Band
    all_done_days: Band
    unfinished_probability: float
    others_done_days: Band
    worked_hours: Band


def serve_clients(
    vendor: SharedVendor, rule: str, *, runs: int, seed: int
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Simulate the demand of all institutions under one rule.

    Returns:
        By run and client: hours until half of its items are done, hours until all are, both
        infinite when they are not, float64[runs, clients]; and by run and client the hours
        worked for it.

    Raises:
        UsageError: The rule, or the number of clients, cannot be used.
    """
    _check(vendor, rule)
    return _serve_all(vendor, rule, _demands(vendor, runs, seed))


def _serve_all(
    vendor: SharedVendor, rule: str, demands: Sequence[_Demand]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    runs = len(demands)
    halves = np.full((runs, vendor.clients), np.inf)
    wholes = np.full((runs, vendor.clients), np.inf)
    worked = np.zeros((runs, vendor.clients))
    for run, demand in enumerate(demands):
        done, worked[run] = serve_demand(vendor, rule, *demand)
        for client in range(vendor.clients):
            mine = np.sort(done[demand[1] == client])
            halves[run, client] = mine[(mine.size - 1) // 2] if mine.size else 0.0
            wholes[run, client] = mine[-1] if mine.size else 0.0
    return halves, wholes, worked


def weigh_rules(vendor: SharedVendor, *, runs: int, seed: int) -> tuple[SharedOutcome, ...]:
    """Weigh every rule on the same demand.

    Cost:
        Runs x clients x items, three times.
    """
    rows = []
    demands = _demands(vendor, runs, seed)
    for rule in DEMAND_RULES:
        _check(vendor, rule)
        halves, wholes, worked = _serve_all(vendor, rule, demands)
        others = np.delete(wholes, vendor.rank, axis=1)
        rows.append(
            SharedOutcome(
                rule=rule,
                half_done_days=_days(halves[:, vendor.rank], vendor.horizon_hours),
                all_done_days=_days(wholes[:, vendor.rank], vendor.horizon_hours),
                unfinished_probability=float(np.isinf(wholes[:, vendor.rank]).mean()),
                others_done_days=_days(
                    np.median(np.minimum(others, vendor.horizon_hours), axis=1)
                    if others.size
                    else np.zeros(runs),
                    vendor.horizon_hours,
                ),
                worked_hours=band_of(worked.sum(axis=1)),
            )
        )
    return tuple(rows)


def _days(hours: NDArray[np.float64], horizon: float) -> Band:
    return band_of(np.minimum(hours, horizon) / _HOURS_A_DAY)


def _demands(vendor: SharedVendor, runs: int, seed: int) -> list[_Demand]:
    """Draw in each run when each item is asked for, by whom, and its work, in order of asking.

    Each institution has draws of its own, so one more at the table changes no other's.
    """
    from hiyoke.planning.surge.layout import Keys  # noqa: PLC0415 - imports numba.

    keys, clients = Keys(seed), range(vendor.clients)
    counts = [keys.factors(f"items:{client}", runs, vendor.items) for client in clients]
    from hiyoke.planning.surge.quantiles import quantiles  # noqa: PLC0415

    table = quantiles(Spread.LOGNORMAL, vendor.variation)
    demands = []
    for run in range(runs):
        parts = []
        for client in clients:
            count = round(float(counts[client][run]))
            asked = keys.shares(f"ask:{client}", run, count) * vendor.within_hours
            work = keys.work(f"need:{client}", run, count, table) * vendor.hours
            parts.append((asked, np.full(count, client, dtype=np.uint8), work))
        asked, whose, work = (np.concatenate(column) for column in zip(*parts, strict=True))
        order = np.argsort(asked, kind="stable")
        demands.append((asked[order], whose[order], work[order]))
    return demands


def serve_demand(
    vendor: SharedVendor,
    rule: str,
    asked: NDArray[np.float64],
    clients: NDArray[np.uint8],
    work: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Serve what all institutions ask for, by one rule.

    Args:
        vendor: Who serves.
        rule: One of `DEMAND_RULES`.
        asked: By item, when it is asked for, in hours, sorted.
        clients: By item, who asks, 0 for the first in contract order.
        work: By item, its hours.

    Returns:
        When each item is done, infinite when it is not; and the hours worked for each client.
    """
    from hiyoke.planning.surge import loops  # noqa: PLC0415 - imports numba.
    from hiyoke.planning.surge.layout import crew_arrays, no_draws  # noqa: PLC0415
    from hiyoke.planning.surge.memory import room_of  # noqa: PLC0415

    count = asked.size
    flow, left = np.zeros(count, dtype=loops.FLOW), np.zeros(count, dtype=loops.FLOW)
    flow["at"], flow["item"], flow["tier"] = asked, np.arange(count), clients
    people = sum(group.people for group in vendor.engineers)
    room = room_of(people, vendor.clients, 1, count)
    room.hours[:] = work
    groups, spells, _ = crew_arrays(vendor.engineers)
    law = (int(DEMAND_RULES[rule]), float(vendor.horizon_hours))
    finished = loops.serve_groups((flow, left), (groups, spells), law, no_draws(), room)
    done = np.full(count, np.inf)
    done[left["item"][:finished]] = left["at"][:finished]
    return done, room.totals[:, loops.WORKED]


def _check(vendor: SharedVendor, rule: str) -> None:
    if rule not in DEMAND_RULES:
        raise UsageError(
            Text(
                ja=f"{'、'.join(DEMAND_RULES)} のいずれかが必要ですが、{rule!r} でした",
                en=f"expected one of {', '.join(DEMAND_RULES)}, found {rule!r}",
            )
        )
    if not (1 <= vendor.clients <= MAX_CLIENTS and 0 <= vendor.rank < vendor.clients):
        raise UsageError(
            Text(
                ja=f"1 から {MAX_CLIENTS} 機関と、その中の順位が必要です",
                en=f"expected 1 to {MAX_CLIENTS} institutions and a rank among them",
            ),
            where=vendor.vendor_id,
        )
