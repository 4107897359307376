"""The labelled defaults of the surge simulation, read from their versioned file.

Every line has a source or is marked as an assumption. What is not here: the estate's own figures,
which come first (`estate`), and waves (`scenario`).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from hiyoke.exposure.rules import Basis, basis_of, text_of
from hiyoke.planning.surge.network import NEVER, Range, Spread

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hiyoke.languages import Text

SHIPPED_NETWORK: Final = "surge-network-1.1.0.json"
#: The way of every item; scenarios and relief name stages by these words.
STAGES: Final = ("triage", "test", "approval", "window", "vendor")


@dataclass(frozen=True, slots=True, kw_only=True)
class TierLine:
    """One class of deadlines: its days from arrival, and its share of new work."""

    tier_id: str
    title: Text
    deadline_days: float
    share: float
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class KindLine:
    """One kind of work, and how much of it comes in an ordinary week for each 100 systems."""

    kind: str
    title: Text
    items_per_week: float
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardLine:
    """A sitting that recurs on weekdays.

    Attributes:
        board_id: Stable identifier.
        title: Its name.
        weekdays: 0 for Monday to 6 for Sunday; a business day from 0 to 4.
        at_hour: Hour of the day at which it closes to arrivals.
        hours: Until its items are through.
        places: How many items it takes.
        highest_tier: Identifier of the last tier that it admits.
    """

    board_id: str
    title: Text
    weekdays: tuple[int, ...]
    at_hour: float
    hours: float
    places: int
    highest_tier: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StageLine:
    """One stage: hours and people, or boards.

    Attributes:
        stage_id: One of `STAGES`.
        title: Its name.
        hours: Mean hours of one person, by kind of work; empty where boards sit.
        spread: How they vary.
        variation: Standard deviation over mean.
        people: How many.
        time_share: Share of their time that patching gets, in (0, 1].
        boards: Sittings.
        changes_per_hour: Of a window that names no number.
        rework: Share of finished work that fails and is done again.
        rework_basis: Source or assumption of the share; None where nothing is done again.
        basis: Source or assumption.
    """

    stage_id: str
    title: Text
    hours: Mapping[str, float]
    spread: Spread
    variation: float
    people: int
    time_share: float
    boards: tuple[BoardLine, ...]
    changes_per_hour: float
    rework: Range
    rework_basis: Basis | None
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedVendorLine:
    """How many other institutions ask one vendor at once, and for how much."""

    clients: int
    items: Range
    within_days: float
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SurgeProfile:
    """A version of the defaults.

    Attributes:
        version: For the run's record.
        standing: What the defaults are and are not.
        tiers: Most urgent first.
        kinds: Kinds of work.
        stages: In order of the way.
        duty_hours: Beginnings and ends of work on a business day, in hours.
        duty_basis: Source or assumption of the duty hours.
        missed_share: Share of missed deadlines above which a load counts as broken.
        missed_tiers: Tiers that count for it.
        missed_basis: Source or assumption of the two.
        shared_vendor: Demand on a shared vendor.
    """

    version: str
    standing: Text
    tiers: tuple[TierLine, ...]
    kinds: tuple[KindLine, ...]
    stages: tuple[StageLine, ...]
    duty_hours: tuple[tuple[float, float], ...]
    duty_basis: Basis
    missed_share: float
    missed_tiers: tuple[str, ...]
    missed_basis: Basis
    shared_vendor: SharedVendorLine

    def stage(self, stage_id: str) -> StageLine:
        """Return one stage."""
        return next(stage for stage in self.stages if stage.stage_id == stage_id)


@cache
def load_surge_profile() -> SurgeProfile:
    """Load the shipped defaults."""
    file = resources.files("hiyoke.planning").joinpath("profiles", SHIPPED_NETWORK)
    record = json.loads(file.read_text(encoding="utf-8"))
    breaks, duty = record["breaks_at"], record["duty"]
    return SurgeProfile(
        version=record["version"],
        standing=text_of(record["standing"]),
        tiers=tuple(_tier_of(line) for line in record["tiers"]),
        kinds=tuple(_kind_of(line) for line in record["kinds"]),
        stages=tuple(_stage_of(line) for line in record["stages"]),
        duty_hours=tuple((float(a), float(b)) for a, b in duty["hours"]),
        duty_basis=basis_of(duty["basis"]),
        missed_share=float(breaks["missed_share"]),
        missed_tiers=tuple(breaks["tiers"]),
        missed_basis=basis_of(breaks["basis"]),
        shared_vendor=_shared_of(record["shared_vendor"]),
    )


def hours_of(clock: str) -> float:
    """Return a time of day such as ``15:30`` in hours.

    Raises:
        ValueError: It is none.
    """
    hour, minute = clock.split(":")
    if not (0 <= int(hour) < 24 and 0 <= int(minute) < 60):  # noqa: PLR2004 - a clock.
        raise ValueError(clock)
    return int(hour) + int(minute) / 60.0


def range_of(record: Mapping[str, Any]) -> Range:
    """Return a profile's ``{"low": ..., "likely": ..., "high": ...}``.

    Raises:
        ValueError: They are not in this order.
    """
    found = Range(float(record["low"]), float(record["likely"]), float(record["high"]))
    if not found.low <= found.likely <= found.high:
        raise ValueError(found)
    return found


def _tier_of(record: Mapping[str, Any]) -> TierLine:
    return TierLine(
        tier_id=record["tier_id"],
        title=text_of(record["title"]),
        deadline_days=float(record["deadline_days"]),
        share=float(record["share"]),
        basis=basis_of(record["basis"]),
    )


def _kind_of(record: Mapping[str, Any]) -> KindLine:
    return KindLine(
        kind=record["kind"],
        title=text_of(record["title"]),
        items_per_week=float(record["items_per_week_per_100_systems"]),
        basis=basis_of(record["basis"]),
    )


def _stage_of(record: Mapping[str, Any]) -> StageLine:
    rework = record.get("rework")
    return StageLine(
        stage_id=record["stage_id"],
        title=text_of(record["title"]),
        hours={kind: float(hours) for kind, hours in record.get("hours", {}).items()},
        spread=Spread(record.get("spread", "constant")),
        variation=float(record.get("variation", 0.0)),
        people=int(record.get("people", 0)),
        time_share=float(record.get("time_share", 1.0)),
        boards=tuple(_board_of(line) for line in record.get("boards", ())),
        changes_per_hour=float(record.get("changes_per_hour", 0.0)),
        rework=NEVER if rework is None else range_of(rework),
        rework_basis=None if rework is None else basis_of(rework["basis"]),
        basis=basis_of(record["basis"]),
    )


def _board_of(record: Mapping[str, Any]) -> BoardLine:
    return BoardLine(
        board_id=record["board_id"],
        title=text_of(record["title"]),
        weekdays=tuple(record["weekdays"]),
        at_hour=hours_of(record["at"]),
        hours=float(record["minutes"]) / 60.0,
        places=int(record["places"]),
        highest_tier=record["highest_tier"],
    )


def _shared_of(record: Mapping[str, Any]) -> SharedVendorLine:
    return SharedVendorLine(
        clients=int(record["clients"]),
        items=range_of(record["items"]),
        within_days=float(record["within_days"]),
        basis=basis_of(record["basis"]),
    )
