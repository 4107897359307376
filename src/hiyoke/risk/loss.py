"""What attacks would cost within the horizon: one loss for each world, over all services at once.

Services that fall to one exploit fall in the same worlds, so their losses meet there, and the tail
is as heavy as it would be. Each service's own part adds up to the whole. What is not here: what an
outage of one service costs (`impact_curve`), and in which worlds it happens (`hiyoke.exposure`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from hiyoke.exposure import exact_intervals, unpack_worlds
from hiyoke.risk.impact_curve import LossRange

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray


#: Shares of worlds beyond which the tail is looked at.
TAILS: Final = (0.95, 0.99)

#: Most points of a curve that is shown; further ones are left out evenly.
MOST_POINTS: Final = 200

#: Worlds up to which the intervals of all counts are computed together, in a tenth of a second.
_AT_ONCE: Final = 1 << 14

_LIKELY: Final = 1


class MeanLoss(NamedTuple):
    """An expected loss with the interval of so many worlds.

    Attributes:
        expected: Mean over the worlds, in currency units; low, likely and high by the ends of
            what an outage costs.
        ci_low: Lower end of the 95% interval of the likely one.
        ci_high: Upper end.
    """

    expected: LossRange
    ci_low: float
    ci_high: float


class TailLoss(NamedTuple):
    """How bad the worst worlds are.

    Attributes:
        share: Share of worlds that are no worse, in (0, 1).
        at_least: Loss that the other worlds reach or exceed, by the likely cost.
        average: Mean loss of the worst worlds of that share.
    """

    share: float
    at_least: float
    average: float


class LossLevel(NamedTuple):
    """How likely the loss is at least so much.

    Attributes:
        loss: In currency units.
        probability: Share of worlds, by the likely cost.
        probability_low: The same by the low cost.
        probability_high: The same by the high cost.
    """

    loss: float
    probability: float
    probability_low: float
    probability_high: float


class Intervals:
    """Exact 95% intervals of counts of worlds, each computed once."""

    def __init__(self, worlds: int) -> None:
        self.worlds = worlds
        self._low = np.full(worlds + 1, np.nan)
        self._high = np.full(worlds + 1, np.nan)

    def of(self, counts: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return both ends for each count, 0 to `worlds`."""
        missing = np.unique(counts[np.isnan(self._low[counts])])
        if missing.size:
            if self.worlds <= _AT_ONCE:
                missing = np.arange(self.worlds + 1)
            self._low[missing], self._high[missing] = exact_intervals(missing, self.worlds)
        return self._low[counts], self._high[counts]

    def mean(self, losses: NDArray[np.float64], most: float) -> tuple[float, float]:
        """Return an interval of the mean of a loss, given its value in every world.

        The mean is the area under the exceedance curve. Each height of that curve is a count of
        worlds with an exact interval; their areas are added. Heights err together, so the sum is
        never narrower than an interval of the mean itself need be.

        Args:
            losses: 0 or more in each world, float64[worlds].
            most: The largest loss there can be; worlds not drawn may hold up to it.

        Cost:
            A sort of the distinct losses.
        """
        levels, counts = np.unique(losses, return_counts=True)
        reached = np.cumsum(counts[::-1])[::-1]
        low, high = self.of(np.append(reached, 0))
        steps = np.diff(np.append(levels, max(most, float(levels[-1]))), prepend=0.0)
        return float(steps @ low), float(steps @ high)


@dataclass(frozen=True, slots=True, eq=False)
class LossModel:
    """What it costs when services are lost to an attack.

    Attributes:
        service_ids: Services in the order of the rows of worlds.
        prices: Cost of each when lost, float64[3, services]: low, likely, high; 0 without a price.
        is_priced: Which of them have a price, bool[services].
        intervals: Intervals for as many worlds as were drawn.
    """

    service_ids: tuple[str, ...]
    prices: NDArray[np.float64]
    is_priced: NDArray[np.bool_]
    intervals: Intervals

    @classmethod
    def of(
        cls, service_ids: Sequence[str], prices: Mapping[str, LossRange], worlds: int
    ) -> LossModel:
        """Return the model of some services.

        Args:
            service_ids: Services, as `hiyoke.exposure.service_order` gives them.
            prices: Cost of an attack's outage, by service; others are not priced.
            worlds: How many worlds were drawn.
        """
        columns = [prices.get(name, LossRange(0.0, 0.0, 0.0)) for name in service_ids]
        return cls(
            tuple(service_ids),
            np.array(columns, dtype=np.float64).reshape(-1, 3).T,
            np.array([name in prices for name in service_ids], dtype=np.bool_),
            Intervals(worlds),
        )

    @property
    def has_prices(self) -> bool:
        """Whether any service has a price."""
        return bool(self.is_priced.any())

    def by_world(self, lost: NDArray[np.uint64]) -> NDArray[np.float64]:
        """Return the loss in every world, float64[3, worlds]: low, likely, high.

        Args:
            lost: Worlds in which each service is lost, uint64[services, words].

        Cost:
            Services x worlds multiplications.
        """
        rows = unpack_worlds(lost[self.is_priced], self.intervals.worlds)
        return np.asarray(self.prices[:, self.is_priced] @ rows.astype(np.float64))

    @property
    def most(self) -> float:
        """The likely loss of a world in which every priced service is lost."""
        return float(self.prices[_LIKELY].sum())

    def mean(self, losses: NDArray[np.float64]) -> MeanLoss:
        """Return the mean of losses as `by_world` gives them, with its interval."""
        return MeanLoss(
            LossRange(*(float(row.mean()) for row in losses)),
            *self.intervals.mean(losses[_LIKELY], self.most),
        )

    def by_service(self, lost: NDArray[np.uint64]) -> dict[str, MeanLoss]:
        """Return each priced service's own part; the parts add up to the whole."""
        parts = {}
        for row in np.flatnonzero(self.is_priced).tolist():
            count = int(np.bitwise_count(lost[row]).sum(dtype=np.int64))
            low, high = self.intervals.of(np.array([count], dtype=np.int64))
            price = self.prices[:, row]
            share = count / self.intervals.worlds
            parts[self.service_ids[row]] = MeanLoss(
                LossRange(*(price * share).tolist()),
                float(price[_LIKELY] * low[0]),
                float(price[_LIKELY] * high[0]),
            )
        return parts


def exceedance(losses: NDArray[np.float64]) -> tuple[LossLevel, ...]:
    """Return how likely the loss within the horizon is at least so much, by rising loss.

    Args:
        losses: As `LossModel.by_world` gives them.

    Returns:
        One level for each distinct loss above 0 by the likely cost, at most `MOST_POINTS` with
        the smallest and the largest among them; nothing when nothing is ever lost.
    """
    likely = losses[_LIKELY]
    levels = np.unique(likely[likely > 0.0])
    if levels.size > MOST_POINTS:
        chosen = np.linspace(0, levels.size - 1, MOST_POINTS).round().astype(np.int64)
        levels = levels[np.unique(chosen)]
    worlds = likely.size
    shares = [
        (worlds - np.searchsorted(np.sort(row), levels, side="left")) / worlds
        for row in (likely, losses[0], losses[2])
    ]
    return tuple(
        LossLevel(*point)
        for point in zip(levels.tolist(), *(s.tolist() for s in shares), strict=True)
    )


def tail_losses(losses: NDArray[np.float64]) -> tuple[TailLoss, ...]:
    """Return how bad the worst worlds are, for each of `TAILS`, by the likely cost.

    Args:
        losses: As `LossModel.by_world` gives them.

    Source:
        Value at risk and expected shortfall as in Rockafellar and Uryasev, "Conditional
        value-at-risk for general loss distributions", 2002: the mean of exactly that share.
    """
    ordered = np.sort(losses[_LIKELY])[::-1]
    found = []
    for share in TAILS:
        beyond = (1.0 - share) * ordered.size
        whole = int(beyond)
        worst = float(ordered[:whole].sum()) + (beyond - whole) * float(
            ordered[min(whole, ordered.size - 1)]
        )
        at_least = float(ordered[min(whole, ordered.size - 1)])
        found.append(TailLoss(share, at_least, worst / beyond))
    return tuple(found)
