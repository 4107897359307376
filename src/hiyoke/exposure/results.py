"""What the worlds say of each system and each service: probabilities, intervals and ranges.

A service is lost in a world when a system it always needs is lost there, or every system of a
group of which one is enough: so systems with a flaw in common fail together, as they would. What
is not here: why (`paths`), and what it costs (`hiyoke.risk`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from hiyoke.errors import UsageError
from hiyoke.exposure.intervals import Estimate, estimates
from hiyoke.exposure.places import Node
from hiyoke.exposure.simulation import reach_over_horizons
from hiyoke.exposure.worlds import count_worlds
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from hiyoke.exposure.attack_graph import AttackGraph
    from hiyoke.exposure.calibration_file import Calibration
    from hiyoke.exposure.simulation import Simulation

#: Horizons of the time profile in days: a week, a month, a quarter, half a year and a year.
HORIZONS_DAYS = (7.0, 30.0, 90.0, 180.0, 365.0)


class Spread(NamedTuple):
    """A probability at both ends of what is not known.

    Attributes:
        if_unknown_absent: When no unknown link, exposure, privilege or finding exists.
        if_unknown_present: When all of them do.
    """

    if_unknown_absent: Estimate
    if_unknown_present: Estimate

    @property
    def headline(self) -> Estimate:
        """The figure to show first: unknown is never safe."""
        return self.if_unknown_present


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemExposure:
    """How likely an attacker comes to hold a system.

    Attributes:
        system_id: The system.
        user: With ordinary rights or more.
        admin: As administrator.
        lost: At the level at which the rules call it lost; one of the two.
    """

    system_id: str
    user: Spread
    admin: Spread
    lost: Spread


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceExposure:
    """How likely an attacker can stop a service.

    Attributes:
        service_id: The service.
        lost: The probability over the horizon of the run.
        over_time: The headline over other horizons, in days, shortest first.
    """

    service_id: str
    lost: Spread
    over_time: tuple[tuple[float, Estimate], ...]


def assess_systems(simulation: Simulation) -> list[SystemExposure]:
    """Return every system's exposure, sorted by identifier."""
    graph = simulation.graph
    system_ids = sorted({node.subject_id for node in graph.nodes if node.kind == "system"})
    numbers = graph.node_numbers
    spreads = {}
    for level in ("user", "admin"):
        nodes = [numbers[Node("system", system_id, level)] for system_id in system_ids]
        spreads[level] = _spreads(
            simulation.if_absent[nodes], simulation.if_present[nodes], simulation.worlds
        )
    columns = zip(system_ids, spreads["user"], spreads["admin"], strict=True)
    return [
        SystemExposure(
            system_id=system_id,
            user=user,
            admin=admin,
            lost=admin if graph.rules.lost_at == "admin" else user,
        )
        for system_id, user, admin in columns
    ]


def assess_services(
    simulation: Simulation,
    calibration: Calibration,
    *,
    horizons_days: Iterable[float] = HORIZONS_DAYS,
) -> list[ServiceExposure]:
    """Return every service's exposure, sorted by identifier.

    Args:
        simulation: A run.
        calibration: The table the run used; other horizons need it.
        horizons_days: Horizons of the time profile.

    Raises:
        UsageError: A service needs a system that the estate does not have.

    Cost:
        One fixpoint for each horizon.
    """
    graph = simulation.graph
    service_ids = service_order(graph)
    absent = lost_worlds(graph, simulation.if_absent)
    present = lost_worlds(graph, simulation.if_present)
    spreads = _spreads(absent, present, simulation.worlds)
    profile: list[list[tuple[float, Estimate]]] = [[] for _ in service_ids]
    reached = reach_over_horizons(simulation, calibration, sorted(set(horizons_days)))
    for days, bits in reached.items():
        hits = count_worlds(lost_worlds(graph, bits))
        for row, estimate in enumerate(estimates(hits, simulation.worlds)):
            profile[row].append((days, estimate))
    return [
        ServiceExposure(service_id=service_id, lost=spread, over_time=tuple(over_time))
        for service_id, spread, over_time in zip(service_ids, spreads, profile, strict=True)
    ]


def service_order(graph: AttackGraph) -> list[str]:
    """Return the identifiers of the services, sorted: the rows of `lost_worlds`."""
    return sorted({service.service_id for service in graph.inputs.services})


def lost_worlds(graph: AttackGraph, reached: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return the worlds in which each service is lost, uint64[services, words].

    Args:
        graph: The attack graph, with its services.
        reached: Worlds in which each node is reached, from a `Simulation`.

    Raises:
        UsageError: A service needs a system that the estate does not have.
    """
    rows = {service_id: row for row, service_id in enumerate(service_order(graph))}
    lost = np.zeros((len(rows), reached.shape[1]), dtype=np.uint64)
    numbers = graph.node_numbers
    for service in graph.inputs.services:
        needed = [(system_id,) for system_id in service.all_of]
        for group in (*needed, *service.any_of):
            if group:
                nodes = _nodes_of(group, numbers, graph.rules.lost_at, service.service_id)
                lost[rows[service.service_id]] |= np.bitwise_and.reduce(reached[nodes], axis=0)
    return lost


def _nodes_of(
    group: Sequence[str], numbers: Mapping[Node, int], level: str, service_id: str
) -> list[int]:
    missing = [s for s in group if Node("system", s, level) not in numbers]
    if missing:
        raise UsageError(
            Text(
                ja=f"サービスが必要とするシステム {missing} が構成情報にありません",
                en=f"expected every needed system in the estate, found no {missing}",
            ),
            where=f"service {service_id}",
        )
    return [numbers[Node("system", system_id, level)] for system_id in group]


def _spreads(absent: NDArray[np.uint64], present: NDArray[np.uint64], worlds: int) -> list[Spread]:
    hits = np.concatenate([count_worlds(absent), count_worlds(present)])
    found = estimates(hits, worlds)
    return [Spread(*pair) for pair in zip(found[: len(absent)], found[len(absent) :], strict=True)]
