"""Which unknown thing a plan hangs on: each is cleared on its own, and the plan made again.

What is not here: the reading in which nothing unknown exists (`stop_plan`).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from hiyoke.exposure import INTERNET, ORIGINS
from hiyoke.exposure.flaw_sets import sort_flaws
from hiyoke.suspension.certificate import Walk, certify
from hiyoke.suspension.cheapest_stop import choose_stop

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from hiyoke.suspension.cheapest_stop import StopChoice
    from hiyoke.suspension.inputs import StopProblem
    from hiyoke.suspension.situated import SituatedGraph
    from hiyoke.suspension.stop_ground import StopGround

    #: Table of exposure's inputs, and a row of it.
    Thing = tuple[str, int]

#: Unknown things that are tried one by one; further ones are only counted.
UNKNOWNS_TRIED: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownRow:
    """A thing that nobody knows, and what the plan would be without it.

    Attributes:
        row: Where the estate says that it is not known.
        origin: Table of exposure's inputs: links, systems, accounts, vendors or findings.
        number: Row of that table.
        cost: Cost of the plan if it does not exist, in currency units.
        saved: By how much that is cheaper.
    """

    row: str
    origin: str
    number: int
    cost: float
    saved: float


def try_unknowns(
    ground: StopGround, starts_at: datetime, choice: StopChoice
) -> tuple[tuple[UnknownRow, ...], int]:
    """Solve without each unknown thing in the attacker's way; keep those that matter.

    Args:
        ground: What the decision stands on.
        starts_at: When the modes are entered.
        choice: The answer when everything unknown exists.

    Returns:
        Rows that change the cost or what is kept, dearest first, and how many were not tried.

    Cost:
        `UNKNOWNS_TRIED` searches at most.
    """
    problem = ground.problem(starts_at)
    things = _in_the_way(problem, choice, unknown_rows(ground))
    found = []
    for origin, number in list(things)[:UNKNOWNS_TRIED]:
        other = choose_stop(ground.problem(starts_at, without=things[origin, number]))
        if other.cost < choice.cost or other.left_open != choice.left_open:
            table = getattr(ground.situated.graph.inputs, origin)
            found.append(
                UnknownRow(
                    row=table[number].row,
                    origin=origin,
                    number=number,
                    cost=other.cost,
                    saved=choice.cost - other.cost,
                )
            )
    ordered = sorted(found, key=lambda one: (-one.saved, one.origin, one.number))
    return tuple(ordered), max(0, len(things) - UNKNOWNS_TRIED)


def unknown_rows(ground: StopGround) -> Mapping[Thing, list[int]]:
    """Return the open steps that are gone without an unknown thing, by table and row.

    A step may hang on several: a link that nobody has confirmed, and a flaw that may not be there.
    """
    in_doubt = _findings_in_doubt(ground.situated)
    rows: dict[Thing, list[int]] = defaultdict(list)
    for step in np.flatnonzero(~ground.is_certain).tolist():
        for thing in _needed(ground.situated, step, in_doubt):
            rows[thing].append(step)
    return dict(rows)


def _in_the_way(
    problem: StopProblem, choice: StopChoice, rows: Mapping[Thing, list[int]]
) -> dict[Thing, list[int]]:
    """Return the things whose steps lie before something protected; those on shown ways first."""
    walk = Walk(problem)
    ahead = set(walk.arrivals(()))
    protected = [
        n for p in problem.protected for n in (*p.nodes, *(m for g in p.groups for m in g))
    ]
    behind = _leads_to(walk, protected)
    certificate = certify(problem, choice.modes)
    ways = [*certificate.removes.values(), *certificate.taken.values()]
    shown = {step for way in ways for step in way}
    kept = {
        thing: steps
        for thing, steps in rows.items()
        if any(walk.sources[s] in ahead and walk.targets[s] in behind for s in steps)
    }
    order = sorted(kept, key=lambda thing: (shown.isdisjoint(kept[thing]), thing))
    return {thing: kept[thing] for thing in order}


def _leads_to(walk: Walk, nodes: list[int]) -> set[int]:
    """Return the nodes from which some way leads to one of these."""
    entering: dict[int, list[int]] = defaultdict(list)
    for source, target in zip(walk.sources, walk.targets, strict=True):
        entering[target].append(source)
    behind, front = set(nodes), list(nodes)
    while front:
        front = [s for node in front for s in entering.get(node, ()) if s not in behind]
        behind.update(front)
    return behind


def _needed(
    situated: SituatedGraph, step: int, in_doubt: Mapping[tuple[str, str, str], set[int]]
) -> Iterator[Thing]:
    """Yield the unknown things without any of which a step is gone."""
    graph, edge = situated.graph, int(situated.open_steps[step])
    origin, row = ORIGINS[int(graph.edges.origins[edge])], int(graph.edges.rows[edge])
    source = graph.nodes[int(graph.edges.sources[edge])]
    target = graph.nodes[int(graph.edges.targets[edge])]
    given = getattr(graph.inputs, origin)[row]
    if origin == "accounts" or _is_unknown(given, origin, is_public=source.kind == INTERNET):
        yield origin, row
    rule_id = graph.rule_ids[int(graph.edges.rules[edge])]
    used = _findings_used(situated, step)
    if len(used) == 1 and used <= in_doubt.get((target.subject_id, rule_id, target.level), set()):
        yield "findings", min(used)


def _is_unknown(given: Any, origin: str, *, is_public: bool) -> bool:
    if origin == "systems":
        return is_public and bool(given.internet_facing == "unknown")
    return bool(given.known == "unknown")


def _findings_used(situated: SituatedGraph, step: int) -> set[int]:
    """Return the findings that open a step in the situation."""
    graph, on = situated.graph, situated.events_on
    findings, alone = graph.inputs.findings, situated.step_flaws[step]
    return {
        term.finding
        for term in graph.gates.terms(int(graph.edges.gates[int(situated.open_steps[step])]))
        if term.finding >= 0
        and (not alone or findings[term.finding].vulnerability_id == alone)
        and all(on[event] for event in term.needs)
        and not any(on[event] for event in term.fails)
    }


def _findings_in_doubt(situated: SituatedGraph) -> dict[tuple[str, str, str], set[int]]:
    """Return the findings whose use is not certain, by system, kind of step and level gained."""
    inputs = situated.graph.inputs
    sure: dict[tuple[str, str, str], set[int]] = defaultdict(set)
    unsure: dict[tuple[str, str, str], set[int]] = defaultdict(set)
    for (system_id, _), sets in sort_flaws(
        inputs.findings, inputs.flaws, situated.graph.rules
    ).sets.items():
        for one in sets:
            into = sure if one.is_certain else unsure
            into[system_id, one.rule_id, one.level] |= {use.finding for use in one.uses}
    return {key: found - sure[key] for key, found in unsure.items()}
