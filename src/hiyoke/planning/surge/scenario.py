"""Waves of patches as data: what comes, what it costs more, and who cannot work meanwhile.

A scenario is not a forecast. Each line has a source or is marked as an assumption. What is not
here: reading a file (`scenario_file`), and laying a wave on an estate (`estate`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hiyoke.exposure.rules import Basis
    from hiyoke.languages import Text
    from hiyoke.planning.surge.network import Range


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivalLine:
    """More ordinary work for a time.

    Attributes:
        line_id: Stable identifier; names its draws.
        title: What happens.
        kinds: Kinds of work; empty for all.
        factor: By which their ordinary flow is multiplied, 1 or more.
        from_day: Days from the start.
        to_day: Days from the start, excluded.
        basis: Source or assumption.
    """

    line_id: str
    title: Text
    kinds: tuple[str, ...]
    factor: Range
    from_day: float
    to_day: float
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class BurstLine:
    """Work that comes all at once.

    Attributes:
        line_id: Stable identifier; names its draws.
        title: What happens.
        kinds: Kinds of work; empty for all.
        items_per_100_systems: How much.
        at_day: Days from the start.
        within_days: Over how many days, above 0.
        tiers: Share of each tier, adding up to 1.
        basis: Source or assumption.
    """

    line_id: str
    title: Text
    kinds: tuple[str, ...]
    items_per_100_systems: Range
    at_day: float
    within_days: float
    tiers: Mapping[str, float]
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class EffortLine:
    """More or less work at one stage.

    Attributes:
        line_id: Stable identifier; names its draw.
        title: What happens.
        stage: triage, test or vendor.
        kinds: Kinds of work; empty for all.
        factor: By which the hours are multiplied, above 0.
        basis: Source or assumption.
    """

    line_id: str
    title: Text
    stage: str
    kinds: tuple[str, ...]
    factor: Range
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class ReworkLine:
    """More finished work that fails and must be done again.

    Attributes:
        line_id: Stable identifier.
        title: What happens.
        stage: triage, test or vendor.
        factor: By which the usual share is multiplied, up to all of it.
        basis: Source or assumption.
    """

    line_id: str
    title: Text
    stage: str
    factor: Range
    basis: Basis


@dataclass(frozen=True, slots=True)
class Moment:
    """A day of the scenario: so many days from the start, or a day of the year.

    Attributes:
        day: Days from the start; None when a day of the year is meant.
        month_day: Month and day; its first occurrence from the start on.
    """

    day: float | None = None
    month_day: tuple[int, int] | None = None

    def days_from(self, start: date) -> float:
        """Return the days from the start."""
        if self.month_day is None:
            return self.day or 0.0
        return float((next_month_day(start, self.month_day) - start).days)


@dataclass(frozen=True, slots=True, kw_only=True)
class CapacityLine:
    """Fewer hands, sittings or windows for a time.

    Attributes:
        line_id: Stable identifier.
        title: What happens.
        stage: Which stage.
        station: Identifier of one station, ``largest`` for the vendor of most systems, or None
            for all.
        share: What is left of it, 0 to 1.
        begins: First day.
        ends: Day after the last; one before `begins` means the next year's.
        basis: Source or assumption.
    """

    line_id: str
    title: Text
    stage: str
    station: str | None
    share: float
    begins: Moment
    ends: Moment
    basis: Basis

    def days(self, start: date) -> tuple[float, float]:
        """Return the first day and the day after the last, from the start of the scenario."""
        first = self.begins.days_from(start)
        if self.ends.month_day is None:
            return first, self.ends.days_from(start)
        begun = start + timedelta(days=int(first))
        return first, first + self.ends.days_from(begun)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scenario:
    """One wave.

    Attributes:
        scenario_id: Stable identifier.
        version: For the run's record.
        title: Its name.
        standing: What it is and is not.
        starts_on: Month and day on which it begins; None for the day of the question.
        arrivals: More ordinary work.
        bursts: Work that comes at once.
        efforts: More or less work at a stage.
        reworks: More work that fails.
        capacities: Fewer hands.
    """

    scenario_id: str
    version: str
    title: Text
    standing: Text
    starts_on: tuple[int, int] | None
    arrivals: tuple[ArrivalLine, ...]
    bursts: tuple[BurstLine, ...]
    efforts: tuple[EffortLine, ...]
    reworks: tuple[ReworkLine, ...]
    capacities: tuple[CapacityLine, ...]

    def start(self, as_of: date) -> date:
        """Return the first day of the scenario, on or after `as_of`."""
        return as_of if self.starts_on is None else next_month_day(as_of, self.starts_on)


def next_month_day(day: date, month_day: tuple[int, int]) -> date:
    """Return the first day on or after `day` with this month and day of the month.

    Example:
        >>> next_month_day(date(2026, 12, 8), (12, 7))
        datetime.date(2027, 12, 7)
    """
    this_year = date(day.year, *month_day)
    return this_year if this_year >= day else date(day.year + 1, *month_day)
