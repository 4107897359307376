"""What the service map shows of an estate, and how much it must leave out.

A picture of everything shows nothing. The map keeps the worst paths, what priority services need,
and the ways that lead there, within bounds that fit one printed page; the rest is counted. What
is not here: where things stand on the picture (`map_layout`).
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hiyoke.reports.exposure.rows import (
        ExposureReport,
        PathRow,
        PlaceRow,
        ServiceExposureRow,
        SystemExposureRow,
    )

#: Paths that are drawn and told, each with a letter.
PATHS_SHOWN: Final = 6
#: The first ones are the most probable of all; then come paths to services not yet met.
_FOREMOST: Final = 3
#: Paths less probable than this are not drawn: a bold line would say too much.
LEAST_PROBABILITY: Final = 0.001
#: Layers of systems; those further away stand in the last one.
LAYERS: Final = 4
#: Boxes in one column, and links.
PLACES_SHOWN: Final = 12
LAYER_SHOWN: Final = 22
SERVICES_SHOWN: Final = 16
LINKS_SHOWN: Final = 240
#: Systems lost with at least this chance go before those that services need.
_LIKELY: Final = 0.05
#: Services that one path's end is joined to.
_ENDS_SHOWN: Final = 3
INTERNET: Final = "internet"


class Spot(NamedTuple):
    """One box of the map.

    Attributes:
        kind: place, system or service.
        subject_id: Which one.
    """

    kind: str
    subject_id: str


class Way(NamedTuple):
    """One line of the map.

    Attributes:
        source: Where it begins.
        target: Where it leads.
        is_known: Whether it is known to be possible.
        letters: Paths that use it; empty for a link that none uses.
    """

    source: Spot
    target: Spot
    is_known: bool
    letters: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MapContents:
    """What is drawn.

    Attributes:
        columns: Places, then systems by their distance from outside, then services.
        ways: Lines, those of paths first.
        badges: By spot: letter and number of each step that gains it, as ``A1``.
        places: By identifier.
        systems: By identifier.
        services: By identifier.
        choke_points: Spots of choke points.
        systems_left: Systems that are not drawn although a way from outside leads there.
        systems_unreached: Systems that no permitted way from outside leads to.
        services_left: Services that are not drawn.
        links_left: Links that are not drawn.
        vendor_accesses: By vendor: systems that its remote access leads to, or may lead to; drawn
            only where a path uses it.
    """

    columns: tuple[tuple[Spot, ...], ...]
    ways: tuple[Way, ...]
    badges: Mapping[Spot, tuple[str, ...]]
    places: Mapping[str, PlaceRow]
    systems: Mapping[str, SystemExposureRow]
    services: Mapping[str, ServiceExposureRow]
    choke_points: frozenset[Spot]
    systems_left: int
    systems_unreached: int
    services_left: int
    links_left: int
    vendor_accesses: Mapping[str, int]


def told_paths(report: ExposureReport) -> list[tuple[str, PathRow]]:
    """Return the paths that map and words show, each with its letter.

    The most probable ones by different flaws come first, then the most probable one to each
    priority service not yet met, then the most probable chain over several systems if none is
    among them. None is less probable than `LEAST_PROBABILITY`, unless all are: then the first one
    stands alone.
    """
    priority = {s.service_id for s in report.priority_services or report.services}
    likely = [
        path
        for path in report.paths
        if path.probability >= LEAST_PROBABILITY and priority & set(path.service_ids)
    ]
    chosen: list[PathRow] = []
    used: set[frozenset[str | None]] = set()
    met: set[str] = set()
    for path in likely or report.paths[:1]:
        new = priority & set(path.service_ids) - met
        flaws = frozenset(step.vulnerability_id for step in path.steps)
        is_foremost = len(chosen) < _FOREMOST and flaws not in used
        if (new or is_foremost or not likely) and len(chosen) < PATHS_SHOWN:
            chosen.append(path)
            used.add(flaws)
            met |= set(path.service_ids)
    chains = [path for path in likely if _is_chain(path)]
    if chains and not any(map(_is_chain, chosen)):
        chosen.append(chains[0])
    return [
        (chr(ord("A") + place), path)
        for place, path in enumerate(sorted(chosen, key=lambda path: -path.probability))
    ]


def _is_chain(path: PathRow) -> bool:
    """Whether a path leads over more than one system."""
    return len({step.target for step in path.steps}) > 1


def choose_contents(report: ExposureReport) -> MapContents:
    """Choose what the map shows.

    Args:
        report: What was found.

    Returns:
        At most `PLACES_SHOWN` places, `LAYER_SHOWN` systems in each of `LAYERS` layers,
        `SERVICES_SHOWN` services and `LINKS_SHOWN` lines, however large the estate is.
    """
    paths = told_paths(report)
    systems = {s.system_id: s for s in report.systems}
    links = _all_links(report, paths)
    vendors = {place.place_id for place in report.places if place.kind == "vendor"}
    layers = _distances(links, systems, vendors)
    services = _chosen_services(report, paths)
    chosen = _chosen_systems(report, paths, layers, links, services)
    places = _chosen_places(report, paths, links, chosen)
    columns = (
        tuple(Spot("place", p.place_id) for p in places),
        *(tuple(Spot("system", s) for s in layer) for layer in chosen),
        tuple(Spot("service", s.service_id) for s in services),
    )
    spots = {spot.subject_id: spot for column in columns[:-1] for spot in column}
    drawn = {s: layers[s] for layer in chosen for s in layer}
    plain = {ends: known for ends, known in links.items() if ends[0] not in vendors}
    ways, left = _ways(plain, paths, spots, drawn)
    service_ids = {s.service_id for s in services}
    return MapContents(
        columns=tuple(column for column in columns if column),
        ways=(*_path_ways(paths, spots, service_ids), *ways),
        badges=_badges(paths, spots, service_ids),
        places={p.place_id: p for p in places},
        systems=systems,
        services={s.service_id: s for s in services},
        choke_points=frozenset(
            spots[c.subject_id] for c in report.choke_points if c.subject_id in spots
        ),
        systems_left=len(layers) - sum(map(len, chosen)),
        systems_unreached=len(systems) - len(layers),
        services_left=len(report.services) - len(services),
        links_left=left,
        vendor_accesses=Counter(source for source, _ in links if source in vendors),
    )


def _all_links(
    report: ExposureReport, paths: Iterable[tuple[str, PathRow]]
) -> dict[tuple[str, str], bool]:
    """Return whether a way is known, by its ends; steps of paths and openness count as ways."""
    known: dict[tuple[str, str], bool] = {}

    def add(source: str, target: str, *, is_known: bool) -> None:
        if source != target:
            known[source, target] = known.get((source, target), False) or is_known

    for link in report.links:
        add(link.source, link.target, is_known=link.is_known)
    for system in report.systems:
        if system.internet_facing != "no":
            add(INTERNET, system.system_id, is_known=system.internet_facing == "yes")
    for _, path in paths:
        for step in path.steps:
            if (step.source, step.target) not in known:
                add(step.source, step.target, is_known=step.is_certain)
    return dict(sorted(known.items()))


def _distances(
    links: Mapping[tuple[str, str], bool], systems: Mapping[str, object], vendors: set[str]
) -> dict[str, int]:
    """Return each reached system's layer: its distance from outside, at most `LAYERS`.

    Vendors maintain systems at any depth, so only what nothing else leads to counts from them.
    """
    targets = defaultdict(list)
    for source, target in links:
        if target in systems:
            targets[source].append(target)
    found: dict[str, int] = {}
    places = sorted(place for place in targets if place not in systems)
    for begin in ([p for p in places if p not in vendors], [p for p in places if p in vendors]):
        queue = deque((place, 0) for place in begin)
        while queue:
            here, distance = queue.popleft()
            for system_id in targets.get(here, ()):
                if system_id not in found:
                    found[system_id] = distance + 1
                    queue.append((system_id, distance + 1))
    return {system_id: min(layer, LAYERS) for system_id, layer in found.items()}


def _chosen_services(
    report: ExposureReport, paths: Iterable[tuple[str, PathRow]]
) -> list[ServiceExposureRow]:
    on_paths = {service_id for _, path in paths for service_id in path.service_ids[:_ENDS_SHOWN]}
    ranked = sorted(
        enumerate(report.services),
        key=lambda item: (
            item[1].priority_rank is None,
            item[1].service_id not in on_paths,
            item[0],
        ),
    )
    most = [
        item
        for item in ranked
        if item[1].priority_rank is not None or item[1].service_id in on_paths
    ]
    return [service for _, service in sorted((most or ranked)[:SERVICES_SHOWN])]


def _chosen_systems(
    report: ExposureReport,
    paths: Iterable[tuple[str, PathRow]],
    layers: Mapping[str, int],
    links: Mapping[tuple[str, str], bool],
    services: Iterable[ServiceExposureRow],
) -> list[list[str]]:
    """Return the systems of each layer: on paths, likely lost, needed, then all others."""
    on_paths = {end for _, path in paths for s in path.steps for end in (s.source, s.target)}
    needed = {system_id for s in services for system_id in s.system_ids}
    leads_to_needed = {source for source, target in links if target in needed}
    order = sorted(
        (system for system in report.systems if system.system_id in layers),
        key=lambda s: (
            s.system_id not in on_paths,
            s.probability < _LIKELY,
            s.system_id not in needed,
            s.system_id not in leads_to_needed,
            -s.probability,
            s.system_id,
        ),
    )
    chosen: list[list[str]] = [[] for _ in range(max(layers.values(), default=0))]
    for system in order:
        layer = chosen[layers[system.system_id] - 1]
        if len(layer) < LAYER_SHOWN or system.system_id in on_paths:
            layer.append(system.system_id)
    return chosen


def _chosen_places(
    report: ExposureReport,
    paths: Iterable[tuple[str, PathRow]],
    links: Mapping[tuple[str, str], bool],
    chosen: Iterable[Iterable[str]],
) -> list[PlaceRow]:
    drawn = {system_id for layer in chosen for system_id in layer}
    leading: dict[str, int] = defaultdict(int)
    for source, target in links:
        leading[source] += target in drawn
    begun = {path.steps[0].source for _, path in paths if path.steps}
    order = sorted(
        (place for place in report.places if leading[place.place_id]),
        key=lambda p: (
            p.place_id not in begun,
            p.place_id != INTERNET,
            -leading[p.place_id],
            p.place_id,
        ),
    )
    return order[:PLACES_SHOWN]


def _ways(
    links: Mapping[tuple[str, str], bool],
    paths: Iterable[tuple[str, PathRow]],
    spots: Mapping[str, Spot],
    layers: Mapping[str, int],
) -> tuple[list[Way], int]:
    """Return the links that no path uses and that lead inwards or sideways, and how many others."""
    used = {(s.source, s.target) for _, path in paths for s in path.steps}
    between = [
        (ends, known)
        for ends, known in links.items()
        if ends not in used and ends[0] in spots and ends[1] in spots
    ]
    inwards = [
        Way(spots[source], spots[target], known)
        for (source, target), known in between
        if layers.get(target, 0) >= layers.get(source, 0) and target in layers
    ]
    kept = sorted(inwards, key=lambda way: way.is_known)[:LINKS_SHOWN]
    return kept, len(links) - len(kept) - len(used & links.keys())


def _path_ways(
    paths: Iterable[tuple[str, PathRow]], spots: Mapping[str, Spot], service_ids: Iterable[str]
) -> list[Way]:
    letters: dict[tuple[Spot, Spot], str] = defaultdict(str)
    known: dict[tuple[Spot, Spot], bool] = defaultdict(bool)
    for letter, path in paths:
        ends = [
            (spots.get(step.source), spots.get(step.target), step.is_certain) for step in path.steps
        ]
        goal = spots.get(path.target)
        ends += [(goal, Spot("service", s), True) for s in _ends_of(path, service_ids)]
        for source, target, is_certain in ends:
            if source is not None and target is not None and source != target:
                pair = (source, target)
                letters[pair] += "" if letter in letters[pair] else letter
                known[pair] |= is_certain
    return [Way(*pair, known[pair], letters[pair]) for pair in letters]


def _badges(
    paths: Iterable[tuple[str, PathRow]], spots: Mapping[str, Spot], service_ids: Iterable[str]
) -> dict[Spot, tuple[str, ...]]:
    """Return the letter at a path's start and at its services, and numbers where steps gain."""
    found: dict[Spot, list[str]] = defaultdict(list)
    for letter, path in paths:
        if path.steps and path.steps[0].source in spots:
            found[spots[path.steps[0].source]].append(letter)
        for number, step in enumerate(path.steps, start=1):
            if step.target in spots:
                found[spots[step.target]].append(f"{letter}{number}")
        for service_id in _ends_of(path, service_ids):
            found[Spot("service", service_id)].append(letter)
    return {spot: tuple(badges) for spot, badges in found.items()}


def _ends_of(path: PathRow, service_ids: Iterable[str]) -> list[str]:
    drawn = set(service_ids)
    return [service_id for service_id in path.service_ids if service_id in drawn][:_ENDS_SHOWN]
