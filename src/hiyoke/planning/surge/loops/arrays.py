"""A network, its limits, the memory of a thread and the tallies, as the loops take them.

What is not here: how a network becomes these arrays (`hiyoke.planning.surge.layout`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from hiyoke.planning.surge.loops.demand import Demand
    from hiyoke.planning.surge.loops.room import Room

#: Kinds of stations: people who share their hours, groups of people, batches.
GROUP, GROUPS, BATCHES = range(3)


class Way(NamedTuple):
    """Where items go and what they need there.

    Attributes:
        tier_of: Tier by class.
        stages: First station of each stage, and the one after its last.
        part_of: By stage and class: 0 passes by, then the stations of the stage.
        lane_of: By stage and class, the lane where batches are passed.
        stations: Kind, rule, first row and the row after the last in `groups` or in the batches,
            people in all; int64[stations, 5].
        groups: People, first spell, and the spell after the last; int64[groups, 3].
        spells: Of all groups, float64[n, 2].
        before: Hours of duty before each spell and after the last, group after group.
        batch_instants: As for `pass_batches`, of all stations.
        batch_bounds: As for `pass_batches`, of all stations.
        batch_lanes: As for `pass_batches`, of all stations.
        tables: Quantiles of work by stage, float64[stages, ROWS, PARTS + 1].
        hours: Mean work by run, stage and class is this, by stage and class, times the efforts.
        effort_stage: Stage by effort.
        effort_meant: Whether an effort is meant for a class, uint8[efforts, classes].
        efforts: Factor by run and effort.
        again: Share of work to be done again, by run and stage.
        work_keys: Key of the work, by stage and stream.
        again_keys: Key of who must be worked on again, by stage and stream.
    """

    tier_of: NDArray[np.uint8]
    stages: NDArray[np.int64]
    part_of: NDArray[np.int64]
    lane_of: NDArray[np.int64]
    stations: NDArray[np.int64]
    groups: NDArray[np.int64]
    spells: NDArray[np.float64]
    before: NDArray[np.float64]
    batch_instants: NDArray[np.float64]
    batch_bounds: NDArray[np.int64]
    batch_lanes: NDArray[np.uint8]
    tables: NDArray[np.float64]
    hours: NDArray[np.float64]
    effort_stage: NDArray[np.int64]
    effort_meant: NDArray[np.uint8]
    efforts: NDArray[np.float64]
    again: NDArray[np.float64]
    work_keys: NDArray[np.uint64]
    again_keys: NDArray[np.uint64]


class Notes(NamedTuple):
    """What is counted, by run; every array is added to.

    Attributes:
        counts: Arrived, fixed, due by the horizon, of these missed, hours open by the horizon:
            float64[runs, tiers, 5].
        backlog: Open, sum of ages, highest age at each instant: float64[runs, 3, weeks, tiers].
        present: Items at each stage at each instant, float64[runs, stages, weeks].
        waited: Hours waited, float64[runs, stages, tiers].
        worked: Hours worked or places used, float64[runs, stations].
        again: How often work had to be done again, float64[runs, stages].
        fixing_times: Fixed items by time to fix, int64[runs, tiers, bins].
    """

    counts: NDArray[np.float64]
    backlog: NDArray[np.float64]
    present: NDArray[np.float64]
    waited: NDArray[np.float64]
    worked: NDArray[np.float64]
    again: NDArray[np.float64]
    fixing_times: NDArray[np.int64]


class Limits(NamedTuple):
    """What the counting goes by: deadlines, instants equally far apart, horizon, width of a bin."""

    deadlines: NDArray[np.float64]
    instants: NDArray[np.float64]
    horizon: float
    bin_hours: float


class Layout(NamedTuple):
    """A network as arrays: what arrives, where it goes, and what is counted."""

    demand: Demand
    way: Way
    limits: Limits


class Memory(NamedTuple):
    """Memory that one thread uses for one run after another.

    Attributes:
        created: Arrival of each item, stream after stream.
        class_of: Class of each item.
        done: When each item is done; infinite when it is not.
        flow: Three rows of `FLOW`.
        room: Of the places.
    """

    created: NDArray[np.float64]
    class_of: NDArray[np.int16]
    done: NDArray[np.float64]
    flow: Any
    room: Room
