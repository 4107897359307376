"""How services hang on systems and links: what feeds what, and what a mode takes with it.

It depends on the estate alone, not on the moment. What is not here: prices (`stop_ground`).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hiyoke.exposure import INTERNET, PermittedLink
from hiyoke.suspension.mode_effects import public_ways

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hiyoke.estate import SuspensionMode
    from hiyoke.exposure import ExposureInputs, ServiceNeed
    from hiyoke.suspension.known_mode import KnownMode

    Connections = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceShape:
    """The ways in which modes take services away, by identifier.

    Attributes:
        wholly: Services that each mode alone takes away by the systems it stops.
        cuts: Links that each mode cuts.
        feeds: For each service and system, the links through which the service reaches it.
        connections: For each service, the links between each two of its parts.
        ends: For each service, the systems of it at the source and target of each such link.
    """

    wholly: Mapping[str, tuple[str, ...]]
    cuts: Mapping[str, tuple[int, ...]]
    feeds: Mapping[str, Mapping[str, tuple[int, ...]]]
    connections: Mapping[str, Connections]
    ends: Mapping[str, Mapping[int, tuple[str, str]]]

    @classmethod
    def of(cls, inputs: ExposureInputs, modes: Mapping[str, KnownMode]) -> ServiceShape:
        """Work out the shape of an estate."""
        rows_of_link: dict[tuple[str, str], list[int]] = defaultdict(list)
        rows_into: dict[str, list[int]] = defaultdict(list)
        links = _links_of(inputs)
        for row, link in enumerate(links):
            rows_of_link[link.source, link.target].append(row)
            if link.kind == "data" and link.source != link.target:
                rows_into[link.target].append(row)
        systems = {system.system_id for system in inputs.systems}
        cuts = {}
        for mode_id, known in modes.items():
            pairs = {*known.mode.links, *((INTERNET, s) for s in known.mode.entry_points)}
            cut = {row for pair in pairs for row in rows_of_link.get(pair, ())}
            cuts[mode_id] = tuple(sorted(cut))
        feeds = {n.service_id: _feeds(n, links, rows_into, systems) for n in inputs.services}
        connections = {n.service_id: _connections(n, links, rows_into) for n in inputs.services}
        return cls(
            wholly={
                mode_id: tuple(
                    need.service_id
                    for need in inputs.services
                    if _stops_wholly(set(stopped_systems(known.mode)), need)
                )
                for mode_id, known in modes.items()
            },
            cuts=cuts,
            feeds=feeds,
            connections=connections,
            ends={
                need.service_id: _ends(need, links, feeds, connections) for need in inputs.services
            },
        )


def _links_of(inputs: ExposureInputs) -> tuple[PermittedLink, ...]:
    """Return the links, and one from the internet to each public system that states none.

    Those who use a public system come from there, whether a link says so or not.
    """
    stated = {(link.source, link.target) for link in inputs.links if link.kind == "data"}
    return (
        *inputs.links,
        *(
            PermittedLink(source=source, target=target)
            for source, target in public_ways(inputs)
            if (source, target) not in stated
        ),
    )


def stopped_systems(mode: SuspensionMode) -> tuple[str, ...]:
    """Return the systems that a mode takes out of service; a virtual patch takes none."""
    return () if mode.vulnerability_ids else mode.systems


def _stops_wholly(stopped: set[str], need: ServiceNeed) -> bool:
    return bool(stopped.intersection(need.all_of)) or any(
        group and stopped.issuperset(group) for group in need.any_of
    )


def _parts(need: ServiceNeed) -> dict[str, tuple[str, ...]]:
    """Return the part of a service that each system belongs to: itself, or its group."""
    parts = {system: group for group in need.any_of for system in group}
    return parts | {system: (system,) for system in need.all_of}


def _feeds(
    need: ServiceNeed,
    links: tuple[PermittedLink, ...],
    rows_into: Mapping[str, list[int]],
    systems: set[str],
) -> dict[str, tuple[int, ...]]:
    """Return the links through which a service reaches each system it needs.

    They come from other systems of the service and from places outside; links of administration
    serve people and not the service.
    """
    needed = _parts(need)
    feeds = {}
    for system in needed:
        rows = tuple(
            row
            for row in rows_into.get(system, ())
            if links[row].source in needed or links[row].source not in systems
        )
        if rows:
            feeds[system] = rows
    return feeds


def _connections(
    need: ServiceNeed, links: tuple[PermittedLink, ...], rows_into: Mapping[str, list[int]]
) -> Connections:
    """Return the links between each two parts of a service; one of each set has to be left."""
    parts = _parts(need)
    between: dict[tuple[tuple[str, ...], tuple[str, ...]], list[int]] = defaultdict(list)
    for system, part in parts.items():
        for row in rows_into.get(system, ()):
            other = parts.get(links[row].source)
            if other is not None and other != part:
                between[other, part].append(row)
    return tuple(tuple(sorted(rows)) for _, rows in sorted(between.items()))


def _ends(
    need: ServiceNeed,
    links: tuple[PermittedLink, ...],
    feeds: Mapping[str, Mapping[str, tuple[int, ...]]],
    connections: Mapping[str, Connections],
) -> dict[int, tuple[str, str]]:
    """Return the ends of every link that matters to a service; empty for places outside it."""
    parts = _parts(need)
    rows = {row for found in feeds[need.service_id].values() for row in found}
    rows |= {row for found in connections[need.service_id] for row in found}

    def end(place: str) -> str:
        return place if place in parts else ""

    return {row: (end(links[row].source), end(links[row].target)) for row in sorted(rows)}
