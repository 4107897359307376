"""The graph an attacker walks: places, the steps between them, and the events that open them.

A node is a source, or a system at a level (user or admin). A step is an edge with a gate. Nothing
is random here: events have names, and their probabilities come later. Every edge keeps the row it
came from. What is not here: how steps follow from links and people (`attack_steps`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from hiyoke.exposure.attack_steps import StepWriter
from hiyoke.exposure.flaw_sets import sort_flaws
from hiyoke.exposure.guards import Guards, guarding_nothing
from hiyoke.exposure.inputs import check_words
from hiyoke.exposure.reachability import ReachGraph, arrange_edges

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from hiyoke.exposure.gates import Gates
    from hiyoke.exposure.inputs import ExposureInputs
    from hiyoke.exposure.places import Event, Node
    from hiyoke.exposure.rules import AttackRules

#: Which table of the inputs an edge came from, by its code.
ORIGINS: Final = ("links", "systems", "accounts", "vendors")


class Edges(NamedTuple):
    """Steps as columns.

    Attributes:
        sources: Node where each step starts, int32.
        targets: Node that it gains, int32.
        gates: Its gate, int32.
        rules: Place of its rule in `AttackGraph.rule_ids`, int16.
        is_certain: False when one of its ingredients is not known, bool.
        origins: Table of the inputs it came from, a place in `ORIGINS`, int8.
        rows: Row of that table, int32.
    """

    sources: NDArray[np.int32]
    targets: NDArray[np.int32]
    gates: NDArray[np.int32]
    rules: NDArray[np.int16]
    is_certain: NDArray[np.bool_]
    origins: NDArray[np.int8]
    rows: NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class AttackGraph:
    """What an attacker could do on an estate.

    Attributes:
        inputs: What it was built from.
        rules: The rules it was built by.
        nodes: Places, sources and systems by level.
        events: What may happen; the first always does.
        begins: Pairs of node and event: reached at once when the event happens.
        gates: When each step is open.
        edges: The steps.
        rule_ids: Kinds of step, as `Edges.rules` numbers them.
        idle_findings: Findings that open no step for want of an impact or a usable vector.
        idle_controls: Controls that cut no step, of unknown kind or without a place.
    """

    inputs: ExposureInputs
    rules: AttackRules
    nodes: tuple[Node, ...]
    events: tuple[Event, ...]
    begins: tuple[tuple[int, int], ...]
    gates: Gates
    edges: Edges
    rule_ids: tuple[str, ...]
    idle_findings: tuple[int, ...]
    idle_controls: tuple[str, ...]

    @property
    def node_numbers(self) -> Mapping[Node, int]:
        """Number of each node."""
        return {node: number for number, node in enumerate(self.nodes)}

    @property
    def has_unknowns(self) -> bool:
        """Whether any step is not certain."""
        return not bool(self.edges.is_certain.all())

    def arrange(self, kept: NDArray[np.bool_] | None = None) -> ReachGraph:
        """Return the kept edges arranged for the engine; None keeps all.

        Raises:
            UsageError: Never for a graph that `build_attack_graph` made.
        """
        chosen = slice(None) if kept is None else np.flatnonzero(kept)
        edges = self.edges
        return arrange_edges(
            len(self.nodes), edges.sources[chosen], edges.targets[chosen], edges.gates[chosen]
        )

    def start_worlds(self, event_worlds: NDArray[np.uint64]) -> NDArray[np.uint64]:
        """Return the worlds in which each node is reached at once, uint64[nodes, words]."""
        start = np.zeros((len(self.nodes), event_worlds.shape[1]), dtype=np.uint64)
        for node, event in self.begins:
            start[node] |= event_worlds[event]
        return start


def build_attack_graph(inputs: ExposureInputs, rules: AttackRules) -> AttackGraph:
    """Derive every step that the rules allow on an estate.

    Rows in any order, and rows said twice, give the same answers. A place that a link names and
    nothing describes counts as an outside zone.

    Args:
        inputs: The estate, its findings and the evidence on them.
        rules: Which steps there are, and which control cuts them.

    Returns:
        The graph. Unknowns stand in it as edges that are not certain.

    Raises:
        UsageError: A row holds a word that the engine does not know.

    Cost:
        Linear in links x the flaw sets of their target (a handful), plus findings: 1,500 systems,
        20,000 links and 15,000 findings take about a second.
    """
    check_words(inputs)
    flaw_sets = sort_flaws(inputs.findings, inputs.flaws, rules)
    writer = StepWriter(inputs, rules, flaw_sets, Guards(inputs.controls, rules))
    writer.write_all()
    columns = list(zip(*writer.edges, strict=True)) or [()] * len(Edges._fields)
    kinds = (np.int32, np.int32, np.int32, np.int16, np.bool_, np.int8, np.int32)
    return AttackGraph(
        inputs=inputs,
        rules=rules,
        nodes=writer.places.nodes,
        events=writer.places.events,
        begins=tuple(writer.places.begins),
        gates=writer.gates.finish(),
        edges=Edges(*(np.array(c, dtype=k) for c, k in zip(columns, kinds, strict=True))),
        rule_ids=tuple(rules.steps),
        idle_findings=flaw_sets.idle,
        idle_controls=tuple(guarding_nothing(inputs.controls, rules)),
    )
