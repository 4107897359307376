"""The open edges of an attack graph as the attacker's steps: what he does, one thing after another.

An administrator holds what a user holds, without doing anything for it. So a step that gains
administrator rights is written twice, to each level, and no step leads from the one to the other:
only what takes time counts as a step. A step that several flaws open, of which modes can close
each, is written once for each of them. What is not here: which edges are open (`situated`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from hiyoke.exposure import Node
from hiyoke.exposure.rules import ADMIN_HOLDS_USER

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import NDArray

    from hiyoke.exposure import AttackGraph


class AttackerSteps(NamedTuple):
    """Steps as columns.

    Attributes:
        edges: Number of the graph's edge of each step, int64.
        targets: Node that each step gains, int64.
        flaws: The one flaw that a step uses, where its edge was taken apart by flaws; else empty.
    """

    edges: NDArray[np.int64]
    targets: NDArray[np.int64]
    flaws: tuple[str, ...]


def attacker_steps(
    graph: AttackGraph,
    is_open: NDArray[np.bool_],
    events_on: NDArray[np.bool_],
    patched: Collection[str] = (),
) -> AttackerSteps:
    """Take the open edges apart into steps.

    Args:
        graph: The attack graph.
        is_open: Which edges are open, bool[edges].
        events_on: Which events happen, bool[events].
        patched: Flaws that some mode makes unusable.

    Cost:
        Linear in open edges; those whose flaws are all patched are looked at one by one.
    """
    rules = np.array([rule_id == ADMIN_HOLDS_USER for rule_id in graph.rule_ids], dtype=np.bool_)
    edges = np.flatnonzero(is_open & ~rules[graph.edges.rules]).astype(np.int64)
    apart = {int(e): _flaws_apart(graph, int(e), events_on, set(patched)) for e in edges if patched}
    if apart:
        edges = np.repeat(edges, [len(apart[int(e)]) for e in edges])
    flaws = [flaw for found in apart.values() for flaw in found] or [""] * int(edges.size)
    targets = graph.edges.targets[edges].astype(np.int64)
    also = _user_twins(graph)[targets]
    gains_more = np.flatnonzero(also >= 0)
    edges = np.concatenate([edges, edges[gains_more]])
    targets = np.concatenate([targets, also[gains_more]])
    flaws += [flaws[step] for step in gains_more.tolist()]
    order = _order(graph, edges, targets, flaws)
    return AttackerSteps(
        edges=edges[order], targets=targets[order], flaws=tuple(flaws[n] for n in order.tolist())
    )


def _order(
    graph: AttackGraph, edges: NDArray[np.int64], targets: NDArray[np.int64], flaws: list[str]
) -> NDArray[np.int64]:
    """Order steps by what they are, known ones first, so that the order of rows shows nowhere."""
    nodes, rules = _ranks(graph.nodes), _ranks(graph.rule_ids)
    columns = graph.edges
    return np.lexsort(
        (
            edges,
            _ranks(flaws),
            rules[columns.rules[edges]],
            nodes[targets],
            nodes[columns.sources[edges]],
            ~columns.is_certain[edges],
        )
    ).astype(np.int64)


def _ranks(names: Sequence[object]) -> NDArray[np.int64]:
    """Return the place of each name among all in order; equal names share one."""
    place = {name: n for n, name in enumerate(sorted(set(names)))}  # type: ignore[type-var]
    return np.array([place[name] for name in names], dtype=np.int64)


def _user_twins(graph: AttackGraph) -> NDArray[np.int64]:
    """Return the user node beside each administrator node, -1 elsewhere."""
    numbers = graph.node_numbers
    twins = [
        numbers[Node("system", node.subject_id, "user")] if node.level == "admin" else -1
        for node in graph.nodes
    ]
    return np.array(twins, dtype=np.int64)


def _flaws_apart(
    graph: AttackGraph, edge: int, events_on: NDArray[np.bool_], patched: set[str]
) -> tuple[str, ...]:
    """Return the flaws of an edge one by one; one empty name where it is no use to part them."""
    flaws: dict[str, None] = {}
    for term in graph.gates.terms(int(graph.edges.gates[edge])):
        if not all(events_on[e] for e in term.needs) or any(events_on[e] for e in term.fails):
            continue
        flaw = graph.inputs.findings[term.finding].vulnerability_id if term.finding >= 0 else ""
        if flaw not in patched:
            return ("",)
        flaws[flaw] = None
    return tuple(flaws) if len(flaws) > 1 else ("",)
