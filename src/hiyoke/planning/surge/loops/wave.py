"""The compiled way of all items of a run: they arrive, pass stage after stage, and are counted.

What is not here: the loop inside a place (`people`, `batches`), and how a network becomes arrays
(`hiyoke.planning.surge.layout`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hiyoke.planning.surge.loops.arrays import BATCHES, GROUP
from hiyoke.planning.surge.loops.batches import pass_batches
from hiyoke.planning.surge.loops.compiled import compiled, compiled_lean, inlined
from hiyoke.planning.surge.loops.demand import class_at, place_arrivals
from hiyoke.planning.surge.loops.draws import share_of, word_of
from hiyoke.planning.surge.loops.flows import items_by, merge_parts, split_parts
from hiyoke.planning.surge.loops.people import serve_group, serve_groups
from hiyoke.planning.surge.loops.room import (
    AGAIN,
    MAX_TRIES,
    WAITED,
    WORKED,
    Task,
    hours_of,
    is_again,
    write_hours,
)

if TYPE_CHECKING:
    from typing import Any

    from numpy.typing import NDArray

    from hiyoke.planning.surge.loops.arrays import Layout, Memory, Notes, Way
    from hiyoke.planning.surge.loops.demand import Demand
    from hiyoke.planning.surge.loops.room import Room


@compiled
def pass_station(
    way: Way,
    which: tuple[int, int],
    traffic: tuple[Any, Any],
    task: Task,
    ground: tuple[float, Room, NDArray[np.float64]],
) -> int:
    """Pass a flow through one station of a stage; return how many items have left.

    Args:
        way: Where items go.
        which: Numbers of the stage and the station.
        traffic: `FLOW` that comes, and room for what leaves.
        task: The work of the stage.
        ground: The horizon, memory, and totals of the stations of this run, to be written.
    """
    stage, station = which
    horizon, room, totals = ground
    kind, rule = way.stations[station, 0], way.stations[station, 1]
    first, last = way.stations[station, 2], way.stations[station, 3]
    room.totals[:] = 0.0
    if kind == BATCHES:
        batches = (
            way.batch_instants[first:last],
            way.batch_bounds[first:last],
            way.batch_lanes[first:last],
        )
        lanes = (way.lane_of[stage], way.lane_of[stage].max() + 1)
        count = pass_batches(traffic, batches, lanes, horizon, room)
    elif kind == GROUP:
        write_hours(task, traffic[0], room)
        people, low, high = way.groups[first]
        duty = (people, way.spells[low:high], way.before[low + first : high + first + 1])
        count = serve_group(traffic, duty, (rule, horizon), task, room)
    else:
        write_hours(task, traffic[0], room)
        groups = way.groups[first:last].copy()  # Used up.
        count = serve_groups(traffic, (groups, way.spells), (rule, horizon), task, room)
    for tier in range(totals.shape[1]):
        for column in range(totals.shape[2]):
            totals[station, tier, column] = room.totals[tier, column]
    return count


@inlined
def pass_stage(
    way: Way,
    stage: int,
    traffic: tuple[int, int],
    task: Task,
    ground: tuple[float, Memory, NDArray[np.float64]],
) -> tuple[int, int]:
    """Pass a row of `FLOW` through one stage; return the row of what has left, and how many.

    What has left is in order of time, but not after the last stage: there nothing asks for it.

    Args:
        way: Where items go.
        stage: Which stage.
        traffic: The row, and how many items it holds.
        task: The work of the stage.
        ground: The horizon, memory, and totals of all stations of this run, to be written.
    """
    held, count = traffic
    horizon, memory, totals = ground
    first, last = way.stages[stage]
    parts, out = (held + 1) % 3, (held + 2) % 3
    flow, part_of = memory.flow, way.part_of[stage]
    if part_of.min() == 1 and part_of.max() == 1:  # Everything goes to the only station.
        passing = (flow[held, :count], flow[out])
        place = (horizon, memory.room, totals)
        return out, pass_station(way, (stage, first), passing, task, place)
    begins = split_parts(flow[held, :count], part_of, flow[parts])
    ends = np.zeros(last - first + 2, dtype=np.int64)
    ends[1:] = begins[1]
    for spot in range(begins[1]):  # These pass the stage by.
        flow[out, spot] = flow[parts, spot]
    for station in range(first, last):
        part = station - first + 1
        total = ends[part]
        if part + 1 < begins.size and begins[part + 1] > begins[part]:
            arrivals = flow[parts, begins[part] : begins[part + 1]]
            passing = (arrivals, flow[out, total:])
            place = (horizon, memory.room, totals)
            total += pass_station(way, (stage, station), passing, task, place)
        ends[part + 1] = total
    total = ends[-1]
    if stage + 1 < way.stages.shape[0]:
        out = merge_parts(flow, out, parts, ends)
    return out, total


@compiled_lean
def write_items(
    demand: Demand,
    tier_of: NDArray[np.uint8],
    which: tuple[int, int],
    span: tuple[int, int],
    memory: Memory,
) -> None:
    """Choose the class of the items of a stream, and put them on their way.

    Args:
        demand: What arrives.
        tier_of: Tier by class.
        which: Numbers of the stream and the run.
        span: Number of the first item, and of the one after the last.
        memory: When they arrive; written.
    """
    stream, run = which
    begin, end = span
    key = word_of(demand.class_keys[stream], run)
    upto, guide = demand.upto[stream], demand.guide[stream]
    flow, class_of, created = memory.flow[0], memory.class_of, memory.created
    for item in range(begin, end):
        chosen = class_at(upto, guide, share_of(key, item - begin))
        class_of[item] = chosen
        flow[item].at = created[item]
        flow[item].item = item
        flow[item].class_of = chosen
        flow[item].tier = tier_of[chosen]
        flow[item].stream = stream


@compiled
def arrive(
    demand: Demand, tier_of: NDArray[np.uint8], run: int, memory: Memory
) -> NDArray[np.int64]:
    """Write the items of a run, and put them on their way in the first row of `FLOW`, by stream.

    Returns:
        Number of the first item of each stream, and of all; the last is -1 when memory is too
        small.
    """
    streams = demand.bounds.size - 1
    offsets = np.zeros(streams + 1, dtype=np.int64)
    for stream in range(streams):
        begin = offsets[stream]
        count = place_arrivals(demand, stream, run, memory.created[begin:])
        if count < 0:
            offsets[-1] = -1
            return offsets
        offsets[stream + 1] = begin + count
        write_items(demand, tier_of, (stream, run), (begin, begin + count), memory)
    return offsets


@compiled_lean
def note_items(which: tuple[int, int], layout: Layout, memory: Memory, notes: Notes) -> None:
    """Count what happened to every item, by tier.

    Args:
        which: The run, and how many items it has.
        layout: The network.
        memory: When items came and were done.
        notes: Added to.
    """
    run, count = which
    tier_of, limits = layout.way.tier_of, layout.limits
    come, gone, class_of = memory.created, memory.done, memory.class_of
    counts, backlog, bins = notes.counts[run], notes.backlog[run], notes.fixing_times[run]
    instants, deadlines = limits.instants, limits.deadlines
    horizon, bin_hours = limits.horizon, limits.bin_hours
    for item in range(count):
        tier = tier_of[class_of[item]]
        created, done = come[item], gone[item]
        due = created + deadlines[tier]
        end = min(done, horizon)
        counts[tier, 0] += 1
        counts[tier, 4] += end - created
        if done <= horizon:
            counts[tier, 1] += 1
            bins[tier, min(int((end - created) / bin_hours), bins.shape[1] - 1)] += 1
        if due <= horizon:
            counts[tier, 2] += 1
            if done > due:
                counts[tier, 3] += 1
        spot = int(created / instants[0])  # Instants are equally far apart.
        while spot < instants.size and instants[spot] < done:
            age = instants[spot] - created
            backlog[0, spot, tier] += 1
            backlog[1, spot, tier] += age
            backlog[2, spot, tier] = max(backlog[2, spot, tier], age)
            spot += 1


@compiled
def note_presence(present: NDArray[np.float64], backlog: NDArray[np.float64]) -> None:
    """Turn how many have come to each stage by each instant into how many are there.

    Args:
        present: Come to a stage, int64[stages, weeks]; overwritten.
        backlog: Open items by instant and tier.
    """
    for week in range(present.shape[1]):
        leaving = present[0, week] - backlog[week].sum()
        for stage in range(present.shape[0] - 1, -1, -1):
            came = present[stage, week]
            present[stage, week] = came - leaving
            leaving = came


@compiled
def task_of(way: Way, run: int, stage: int, offsets: NDArray[np.int64]) -> Task:
    """Return the work of one stage in one run."""
    means = way.hours[stage].copy()
    for effort in range(way.effort_stage.size):
        if way.effort_stage[effort] == stage:
            for number in range(means.size):
                if way.effort_meant[effort, number] > 0:
                    means[number] *= way.efforts[run, effort]
    work_keys, again_keys = way.work_keys[stage].copy(), way.again_keys[stage].copy()
    for stream in range(work_keys.size):
        work_keys[stream] = word_of(work_keys[stream], run)
        again_keys[stream] = word_of(again_keys[stream], run)
    again = way.again[run, stage]
    return Task(way.tables[stage], means, work_keys, again_keys, offsets, again)


@inlined
def pass_run(run: int, layout: Layout, memory: Memory, notes: Notes) -> int:
    """Pass the items of one run through all stages; return how many there are.

    Returns:
        -1, with nothing counted, when the memory is too small.
    """
    demand, way, limits = layout
    offsets = arrive(demand, way.tier_of, run, memory)
    count = int(offsets[-1])
    if count < 0:
        return -1
    held, moving = merge_parts(memory.flow, 0, 1, offsets.copy()), count
    flow = memory.flow
    totals = np.zeros((way.stations.shape[0], limits.deadlines.size, 4))
    for stage in range(way.stages.shape[0]):
        task = task_of(way, run, stage, offsets)
        present = notes.present[run, stage]
        for week in range(present.size):
            present[week] = items_by(flow[held, :moving], limits.instants[week])
        ground = (limits.horizon, memory, totals)
        held, moving = pass_stage(way, stage, (held, moving), task, ground)
        for station in range(way.stages[stage, 0], way.stages[stage, 1]):
            notes.waited[run, stage] += totals[station, :, WAITED]
            notes.worked[run, station] += totals[station, :, WORKED].sum()
            notes.again[run, stage] += totals[station, :, AGAIN].sum()
    memory.done[:count] = np.inf
    for place in range(moving):
        memory.done[flow[held, place].item] = flow[held, place].at
    note_items((run, count), layout, memory, notes)
    note_presence(notes.present[run], notes.backlog[run, 0])
    return count


@compiled
def pass_runs(runs: tuple[int, int], layout: Layout, memory: Memory, notes: Notes) -> int:
    """Pass run after run; return the first that is not done, for want of memory, or the end."""
    for run in range(runs[0], runs[1]):
        if pass_run(run, layout, memory, notes) < 0:
            return run
    return runs[1]


@compiled
def write_work(
    way: Way,
    which: tuple[int, int],
    offsets: NDArray[np.int64],
    memory: Memory,
    drawn: tuple[NDArray[np.float64], NDArray[np.int64]],
) -> None:
    """Write the hours of every try, and how many tries there are, of items that have arrived.

    Args:
        way: Where items go.
        which: Run and stage.
        offsets: As `arrive` returned them.
        memory: As `arrive` left it.
        drawn: Hours float64[n, tries] and tries int64[n], both written.
    """
    run, stage = which
    work, tries = drawn
    task = task_of(way, run, stage, offsets)
    for item in range(tries.size):
        arrival = memory.flow[0, item]
        done = 1
        while done < MAX_TRIES and is_again(task, arrival, done - 1):
            done += 1
        tries[item] = done
        for number in range(work.shape[1]):
            work[item, number] = hours_of(task, arrival, number)
