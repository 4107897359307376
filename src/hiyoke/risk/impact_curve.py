"""What an outage of one service costs: by how long it lasts, and by the deadlines it lies over.

A curve answers for an outage that begins at a known moment, and for one that begins at an unknown
moment of a period (what an attack does). A deadline is missed when the service is out as it comes:
the outage began before it and had not ended before it. What is not here: which curve a service has
(`impact_profile`), and how likely an outage is (`hiyoke.exposure`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from hiyoke.calendars import epoch_seconds, local_instant
from hiyoke.errors import UsageError
from hiyoke.estate import DeadlineStep, ImpactPoint, LossRange
from hiyoke.languages import Text
from hiyoke.risk.deadline_moments import first_and_last_year, moments_of_step
from hiyoke.risk.loss_lines import loss_lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray

    from hiyoke.calendars import Instants
    from hiyoke.risk.loss_lines import LossLines

__all__ = ["DeadlineStep", "ImpactCurve", "ImpactPoint", "LossRange", "MissedDeadline"]

_MINUTE: Final = 60
#: Longest outage that is priced, in minutes: ten years. Longer ones are refused as a slip.
MAX_MINUTES: Final = 10 * 366 * 1440


class MissedDeadline(NamedTuple):
    """One deadline that an outage lies over.

    Attributes:
        step: The deadline.
        at: When it falls, in UTC.
    """

    step: DeadlineStep
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ImpactCurve:
    """What an outage of one service costs.

    Laws: the loss never falls as the outage grows, nothing is lost by an outage of no length, and
    ``0 <= low <= likely <= high`` everywhere.

    Attributes:
        service_id: The service.
        currency: Three letters of ISO 4217.
        points: Cumulative loss over duration; straight lines between, the last slope goes on.
            Affected people stay at the last figure.
        steps: Deadlines.
        attack_outage_minutes: How long the service is out after an attack succeeds; None when
            unknown.
        is_assumed: Whether the points come from a profile of assumptions.
        is_outage_assumed: Whether `attack_outage_minutes` comes from there.
        timezone: IANA name of the zone that deadlines and days are in.
    """

    service_id: str
    currency: str = "JPY"
    points: tuple[ImpactPoint, ...] = ()
    steps: tuple[DeadlineStep, ...] = ()
    attack_outage_minutes: LossRange | None = None
    is_assumed: bool = False
    is_outage_assumed: bool = False
    timezone: str = "Asia/Tokyo"

    def loss(self, starts_at: Instants, minutes: ArrayLike) -> LossRange:
        """Return what an outage costs that begins at a known moment.

        Args:
            starts_at: An aware instant in any zone, or an array of ``datetime64`` in UTC.
            minutes: Duration, 0 or more; a number or an array that fits `starts_at`.

        Returns:
            Loss in currency units; numbers for one question, arrays for many.

        Raises:
            UsageError: `starts_at` has no zone, or a duration is negative or no number.
            MissingCalendarError: The years of a deadline are not known.

        Cost:
            Sorted searches: some 10 million questions a second for each deadline.
        """
        start, length = np.broadcast_arrays(epoch_seconds(starts_at), _durations(minutes))
        total = self._lines(goes_on=True).at(length)
        for step in self.steps:
            total = total + _column(step.loss, length) * self._missed(step, start, length)
        return _range_of(total)

    def users(self, starts_at: Instants, minutes: ArrayLike) -> LossRange | None:
        """Return how many people an outage affects that begins at a known moment.

        Returns:
            People, deadlines included; None when nobody has said for any point or deadline.

        Raises:
            UsageError: As for `loss`.
        """
        start, length = np.broadcast_arrays(epoch_seconds(starts_at), _durations(minutes))
        return self._people(length, lambda step: self._missed(step, start, length))

    def average_loss(self, minutes: ArrayLike, *, from_on: date, to_on: date) -> LossRange:
        """Return the expected loss of an outage that begins at an unknown moment.

        The start is uniform from the first moment of `from_on` to the last of `to_on`, local time.
        The expectation is exact: the number of deadlines up to a moment is integrated piece by
        piece.

        Args:
            minutes: Duration, 0 or more; a number or an array.
            from_on: First day.
            to_on: Last day, included.

        Raises:
            UsageError: `to_on` is before `from_on`, or a duration is negative or no number.
            MissingCalendarError: The years of a deadline are not known.
        """
        length = _durations(minutes)
        total = self._lines(goes_on=True).at(length)
        for step in self.steps:
            missed = self._expected(step, length, from_on, to_on)
            total = total + _column(step.loss, length) * missed
        return _range_of(total)

    def average_users(self, minutes: ArrayLike, *, from_on: date, to_on: date) -> LossRange | None:
        """Return the expected number of people affected, the start being as in `average_loss`."""
        length = _durations(minutes)
        return self._people(length, lambda step: self._expected(step, length, from_on, to_on))

    def attack_loss(self, *, from_on: date, to_on: date) -> LossRange | None:
        """Return the expected loss once an attack succeeds at an unknown moment.

        Low, likely and high take the low, likely and high duration of `attack_outage_minutes`.

        Returns:
            None when nobody knows how long such an outage lasts.
        """
        if self.attack_outage_minutes is None:
            return None
        losses = self.average_loss(
            np.array(self.attack_outage_minutes), from_on=from_on, to_on=to_on
        )
        # Each end of the range goes with the same end of the duration.
        return LossRange(*(float(np.asarray(end)[i]) for i, end in enumerate(losses)))

    def missed_deadlines(self, starts_at: datetime, minutes: float) -> tuple[MissedDeadline, ...]:
        """Return the deadlines that one outage lies over, in order of time."""
        start, length = epoch_seconds(starts_at), _durations(minutes)
        end = start + length * _MINUTE
        found = []
        for step in self.steps:
            moments = self._moments(step, start, end)
            found += [
                MissedDeadline(step, datetime.fromtimestamp(int(at), UTC))
                for at in moments[(moments > start) & (moments <= end)]
            ]
        return tuple(sorted(found, key=lambda missed: (missed.at, missed.step.deadline_id)))

    def _lines(self, *, goes_on: bool) -> LossLines:
        return loss_lines(tuple((p.after_minutes, p.loss) for p in self.points), goes_on=goes_on)

    def _people(
        self,
        length: NDArray[np.float64],
        missed: Callable[[DeadlineStep], NDArray[np.float64]],
    ) -> LossRange | None:
        known = tuple((p.after_minutes, p.users) for p in self.points if p.users is not None)
        steps = [step for step in self.steps if step.users is not None]
        if not known and not steps:
            return None
        total = loss_lines(known, goes_on=False).at(length)
        for step in steps:
            total = total + _column(step.users or LossRange(0, 0, 0), length) * missed(step)
        return _range_of(total)

    def _moments(
        self, step: DeadlineStep, first: NDArray[np.float64], last: NDArray[np.float64]
    ) -> NDArray[np.int64]:
        years = first_and_last_year(float(np.min(first)), float(np.max(last)))
        return moments_of_step(step, self.timezone, *years)

    def _missed(
        self, step: DeadlineStep, start: NDArray[np.float64], length: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Count the deadlines t with start < t <= start + length."""
        end = start + length * _MINUTE
        if not end.size:
            return end
        moments = self._moments(step, start, end)
        until = np.searchsorted(moments, end, side="right")
        before = np.searchsorted(moments, start, side="right")
        return (until - before).astype(np.float64)

    def _expected(
        self, step: DeadlineStep, length: NDArray[np.float64], from_on: date, to_on: date
    ) -> NDArray[np.float64]:
        """Average the count of `_missed` over all starts of the period."""
        first = local_instant(from_on, time(), self.timezone)
        period = local_instant(to_on + timedelta(days=1), time(), self.timezone) - first
        if period <= 0:
            raise _upside_down(from_on, to_on)
        if not length.size:
            return length
        seconds = length * _MINUTE
        ends = np.array(float(first + period)) + seconds
        moments = self._moments(step, np.array(float(first)), ends) - first
        moments = moments[moments > 0].astype(np.float64)
        sums = np.concatenate(([0.0], np.cumsum(moments)))

        def counted_until(moment: NDArray[np.float64]) -> NDArray[np.float64]:
            """Integrate, from 0 to `moment`, how many deadlines have come by then."""
            come = np.searchsorted(moments, moment, side="right")
            area: NDArray[np.float64] = come * moment - sums[come]
            return area

        whole = np.array(float(period))
        area = counted_until(whole + seconds) - counted_until(seconds) - counted_until(whole)
        return area / period


def _column(figures: LossRange, like: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.array(figures, dtype=np.float64).reshape(3, *(1 for _ in like.shape))


def _range_of(total: NDArray[np.float64]) -> LossRange:
    low, likely, high = total
    if low.ndim == 0:
        return LossRange(float(low), float(likely), float(high))
    return LossRange(low, likely, high)


def _durations(minutes: ArrayLike) -> NDArray[np.float64]:
    length = np.asarray(minutes, dtype=np.float64)
    if not bool(np.all((length >= 0) & (length <= MAX_MINUTES))):
        raise UsageError(
            Text(
                ja=f"0 分から {MAX_MINUTES} 分までの停止時間を期待しましたが、それ以外でした",
                en=f"expected outages of 0 to {MAX_MINUTES} minutes, found another one",
            ),
            remedy=Text(ja="停止時間を確かめてください。", en="Check the durations."),
        )
    return length


def _upside_down(from_on: date, to_on: date) -> UsageError:
    return UsageError(
        Text(
            ja=f"{from_on} 以降の終了日を期待しましたが、{to_on} でした",
            en=f"expected a last day not before {from_on}, found {to_on}",
        ),
        remedy=Text(ja="期間を確かめてください。", en="Check the period."),
    )
