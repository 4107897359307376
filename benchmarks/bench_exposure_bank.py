"""A bank of 1,500 systems in 4,096 worlds: the whole question, then 200 bundles one by one."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.large_bank import AS_OF, large_bank
from benchmarks.measure import report, seconds_of
from hiyoke.exposure import (
    Conditions,
    Node,
    assess_services,
    assess_systems,
    build_attack_graph,
    find_choke_points,
    leverage_of,
    load_attack_rules,
    load_calibration,
    most_probable_paths,
    service_order,
    simulate,
    without_findings,
)
from hiyoke.risk import Lever, LeverScale, LossModel, LossRange, weigh_levers
from hiyoke.workflows.exposure.expose_levers import LeverList

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hiyoke.exposure import AttackGraph, Change, ExposureInputs, Simulation
    from hiyoke.risk import WeighedLevers

WORLDS, SEED, BUNDLES = 4_096, 1, 200


def expose(inputs: ExposureInputs) -> Simulation:
    """Answer the main question: every system and service, with a time profile."""
    graph = build_attack_graph(inputs, load_attack_rules())
    conditions = Conditions(as_of=AS_OF)
    simulation = simulate(graph, load_calibration(), conditions, worlds=WORLDS, seed=SEED)
    assess_systems(simulation)
    assess_services(simulation, load_calibration())
    return simulation


def shape_of(graph: AttackGraph) -> str:
    """Say how large the graph is, with its exploitable pairs of link and flaw."""
    on_links = graph.edges.gates[graph.edges.origins == 0]
    pairs = int(np.diff(graph.gates.gate_starts)[on_links].sum())
    inputs = graph.inputs
    return (
        f"{len(inputs.systems)} systems, {len(inputs.links)} links, {pairs} pairs of link and "
        f"flaw, {len(graph.events)} events, {graph.gates.gate_count} gates, {WORLDS} worlds"
    )


def weigh_changes(simulation: Simulation, bundles: Mapping[str, Change]) -> WeighedLevers:
    """Weigh every link, privileged ID and vendor access besides the bundles, with prices."""
    services = service_order(simulation.graph)
    prices = {name: LossRange(1e6, 5e6, 2e7) for name in services}
    model = LossModel.of(services, prices, simulation.worlds)
    levers = LeverList(simulation, {})
    levers.add_ways()
    levers.add_accesses()
    levers.add_tests()
    changes = [named.lever for named in levers.found.values()]
    changes += [Lever("bundle", name, change) for name, change in bundles.items()]
    return weigh_levers(LeverScale(simulation, model), changes)


def main() -> None:
    """Print the figures."""
    inputs = large_bank()
    first, simulation = seconds_of(lambda: expose(inputs), runs=1)
    shape = shape_of(simulation.graph)
    report("exposure of a bank, first run with compiling", n=WORLDS, seconds=first, shape=shape)
    taken, simulation = seconds_of(lambda: expose(inputs))
    report("exposure of a bank, with five horizons", n=WORLDS, seconds=taken, shape=shape)

    carried: dict[str, list[int]] = defaultdict(list)
    for number, finding in enumerate(inputs.findings):
        carried[finding.vulnerability_id].append(number)
    bundles = {name: without_findings(carried[name]) for name in sorted(carried)[:BUNDLES]}
    taken, results = seconds_of(lambda: leverage_of(simulation, bundles), runs=1)
    helping = sum(result.removed_worlds > 0 for result in results)
    report("leverage of bundles", n=BUNDLES, seconds=taken, helping=helping)

    taken, weighed = seconds_of(lambda: weigh_changes(simulation, bundles), runs=1)
    report(
        "changes of a bank in money, bounded, tried and paired",
        n=len(weighed.found) + len(weighed.untried) + weighed.idle_count,
        seconds=taken,
        found=len(weighed.found),
        left_out=len(weighed.untried),
        is_proven=weighed.is_proven,
    )

    targets = [
        Node("system", system_id, "admin")
        for service in inputs.services
        for system_id in service.all_of
    ]
    taken, paths = seconds_of(lambda: most_probable_paths(simulation, targets), runs=1)
    found = sum(bool(ways) for ways in paths.found.values())
    report("most probable paths", n=len(targets), seconds=taken, found=found)
    taken, points = seconds_of(lambda: find_choke_points(simulation, count=10, effort=50), runs=1)
    report("choke points", n=points.tried, seconds=taken, is_proven=points.is_proven)


if __name__ == "__main__":
    main()
