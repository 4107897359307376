"""An estate in a situation: which steps the attacker can take now, and where he stands.

Nothing is drawn here. A step is open when one of its ways needs only flaws he is taken to use and
passes only guards that are not trusted to hold. What is not here: modes and prices
(`stop_ground`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from hiyoke.exposure import (
    INTERNET,
    Conditions,
    Flaw,
    FlawOnSystem,
    Node,
    build_attack_graph,
    calibrate,
)
from hiyoke.suspension.attacker_steps import attacker_steps

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from numpy.typing import NDArray

    from hiyoke.exposure import (
        AttackGraph,
        AttackRules,
        Calibration,
        Event,
        EventChance,
        ExposureInputs,
    )
    from hiyoke.suspension.assumptions import Assumptions
    from hiyoke.suspension.situation import Situation

#: A flaw that nobody has described yet is taken at its worst: remote, without login, total.
WORST_VECTOR: Final = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"
_ZERO_DAY: Final = "zero-day:"
_ALL_ONES: Final = np.uint64(0xFFFFFFFFFFFFFFFF)


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a situation meets, besides the inputs of exposure.

    Attributes:
        carriers: Systems that have the component of a zero-day, by its name as the file writes it.
        run_by: Systems that each vendor runs.
        as_of: Day on which tests and listings are judged.
    """

    carriers: Mapping[str, tuple[str, ...]]
    run_by: Mapping[str, tuple[str, ...]]
    as_of: date


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class SituatedGraph:
    """What the attacker can do.

    Attributes:
        graph: The attack graph, with the flaws of the situation.
        chances: The chance of every event over 30 days.
        events_on: Which events are taken to happen: bool[events]; guards: to hold.
        open_steps: Number of the graph's edge of each step that he can take, int64.
        step_targets: Node that each of these steps gains, int64.
        step_flaws: The one flaw that it uses, where an edge was taken apart by flaws; else empty.
        sources: Nodes that he holds.
        held: Systems that he holds.
        flaws: Flaws that he is taken to use, sorted.
    """

    graph: AttackGraph
    chances: Mapping[Event, EventChance]
    events_on: NDArray[np.bool_]
    open_steps: NDArray[np.int64]
    step_targets: NDArray[np.int64]
    step_flaws: tuple[str, ...]
    sources: tuple[int, ...]
    held: tuple[str, ...]
    flaws: tuple[str, ...]


def situate(
    inputs: ExposureInputs,
    situation: Situation,
    around: Surroundings,
    rules: AttackRules,
    *,
    calibration: Calibration,
    assumptions: Assumptions,
    patched: Collection[str] = (),
) -> SituatedGraph:
    """Put an estate into a situation.

    Args:
        inputs: The estate, its findings and the evidence on them.
        situation: What happened.
        around: Who carries the component, and who runs what.
        rules: Which steps there are.
        calibration: From evidence to chances.
        assumptions: From which chance on a flaw or a guard counts.
        patched: Flaws that some mode makes unusable.

    Cost:
        One attack graph, and one look at every gate.
    """
    graph = build_attack_graph(_with_zero_days(inputs, situation, around), rules)
    chances = calibrate(graph, calibration, Conditions(as_of=around.as_of))
    on = np.array(
        [_happens(event, chances[event], situation, assumptions, graph) for event in graph.events],
        dtype=np.bool_,
    )
    held = _held_systems(situation, around)
    sources = _sources(graph, situation, held)
    is_open = edges_open_with(graph, on, sources, situation)
    steps = attacker_steps(graph, is_open, on, patched)
    return SituatedGraph(
        graph=graph,
        chances=chances,
        events_on=on,
        open_steps=steps.edges,
        step_targets=steps.targets,
        step_flaws=steps.flaws,
        sources=sources,
        held=held,
        flaws=tuple(
            sorted(
                event.subject_id
                for event, is_on in zip(graph.events, on, strict=True)
                if is_on and event.kind == "flaw"
            )
        ),
    )


def all_open(graph: AttackGraph) -> SituatedGraph:
    """Return a graph in which every edge is open, so that a step's number is its edge's."""
    return SituatedGraph(
        graph=graph,
        chances={},
        events_on=np.array([event.kind not in ("control", "mfa") for event in graph.events]),
        open_steps=np.arange(graph.edges.sources.size),
        step_targets=graph.edges.targets.astype(np.int64),
        step_flaws=("",) * graph.edges.sources.size,
        sources=(),
        held=(),
        flaws=(),
    )


def edges_open_with(
    graph: AttackGraph,
    events_on: NDArray[np.bool_],
    sources: tuple[int, ...],
    situation: Situation,
) -> NDArray[np.bool_]:
    """Return which edges are open: bool[edges].

    Where a flaw or component is the cause, the attacker of this situation gets in by that; other
    ways in from outside were there before, and belong to the exposure that no stop today is about.
    """
    edges = graph.edges
    is_open = open_gates(graph, events_on)[edges.gates]
    if situation.kind not in ("exploited_flaw", "zero_day_component") or situation.assume == "all":
        return is_open
    is_cause = [e.kind != "flaw" or _is_cause(e.subject_id, situation) for e in graph.events]
    by_cause = open_gates(graph, events_on & np.array(is_cause, dtype=np.bool_))[edges.gates]
    outside = [node for node in sources if graph.nodes[node].kind != "system"]
    return np.where(np.isin(edges.sources, outside), by_cause, is_open)


def _is_cause(vulnerability_id: str, situation: Situation) -> bool:
    return vulnerability_id in situation.subjects or vulnerability_id.startswith(_ZERO_DAY)


def open_gates(graph: AttackGraph, events_on: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which gates are open when these events happen, bool[gates]."""
    worlds = np.where(events_on, _ALL_ONES, np.uint64(0))[:, None]
    return np.asarray(graph.gates.open_worlds(worlds)[:, 0] != 0, dtype=np.bool_)


def _with_zero_days(
    inputs: ExposureInputs, situation: Situation, around: Surroundings
) -> ExposureInputs:
    names = situation.subjects
    row = f"situation {situation.situation_id}"
    if situation.kind == "exploited_flaw":
        # Nobody has rated it, yet it is used: taken at its worst rather than as of no use.
        rated = {
            flaw.vulnerability_id for flaw in inputs.flaws if flaw.vectors or flaw.technical_impact
        }
        flaws = tuple(
            replace(flaw, vectors=(WORST_VECTOR,))
            if flaw.vulnerability_id in names and flaw.vulnerability_id not in rated
            else flaw
            for flaw in inputs.flaws
        )
        return replace(inputs, flaws=flaws)
    if situation.kind != "zero_day_component":
        return inputs
    return replace(
        inputs,
        flaws=(
            *inputs.flaws,
            *(
                Flaw(vulnerability_id=_ZERO_DAY + name, vectors=(WORST_VECTOR,), row=row)
                for name in names
            ),
        ),
        findings=(
            *inputs.findings,
            *(
                FlawOnSystem(system_id=system_id, vulnerability_id=_ZERO_DAY + name, row=row)
                for name in names
                for system_id in around.carriers.get(name, ())
            ),
        ),
    )


def _happens(
    event: Event,
    chance: EventChance,
    situation: Situation,
    assumptions: Assumptions,
    graph: AttackGraph,
) -> bool:
    """Whether an event is taken to happen; for a guard, whether it is trusted to hold."""
    if event.kind in ("control", "mfa"):
        return chance.probability >= assumptions.trusted_guard
    if event.kind != "flaw":
        return True
    if _is_cause(event.subject_id, situation):
        return True
    if situation.assume == "all":
        return True
    if situation.assume == "named":
        return False
    return chance.base >= assumptions.likely_flaw or _is_exploited(event.subject_id, graph)


def _is_exploited(vulnerability_id: str, graph: AttackGraph) -> bool:
    return any(
        flaw.known_exploited_on is not None or "active" in flaw.exploitation
        for flaw in graph.inputs.flaws
        if flaw.vulnerability_id == vulnerability_id
    )


def _held_systems(situation: Situation, around: Surroundings) -> tuple[str, ...]:
    """Return the systems in which the attacker already is, or must be taken to be."""
    if situation.kind in ("compromised_systems", "suspected_systems"):
        return tuple(sorted(situation.subjects))
    if situation.kind == "shared_centre_hit":
        return tuple(sorted({s for v in situation.subjects for s in around.run_by.get(v, ())}))
    return ()


def _sources(graph: AttackGraph, situation: Situation, held: tuple[str, ...]) -> tuple[int, ...]:
    nodes = {Node("system", system_id, level) for system_id in held for level in ("admin", "user")}
    if situation.kind in ("shared_centre_hit", "vendor_hit"):
        nodes |= {Node("vendor", vendor_id) for vendor_id in situation.subjects}
    if situation.kind in ("exploited_flaw", "zero_day_component", "authority_request"):
        nodes.add(Node(INTERNET, INTERNET))
    for place in situation.begins_at:
        nodes |= {Node("zone", place), Node(INTERNET, place)}
        nodes |= {Node("system", place, level) for level in ("admin", "user")}
    numbers = graph.node_numbers
    return tuple(sorted(numbers[node] for node in nodes if node in numbers))
