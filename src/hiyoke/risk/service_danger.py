"""Which services are in danger, through which systems, and in which way.

A service that always needs an affected system is in danger; one that can do with another of a
redundant group is weakened; one that is only linked to an affected system is within reach. What
is not here: what the outage would cost, and paths through privileges.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from hiyoke.estate import Requirement, Service
    from hiyoke.risk.attack_route import LinkMap, Route
    from hiyoke.risk.standing import Standing

#: Routes kept for one service, foremost first; further ones are only counted.
ROUTES_KEPT = 5


class Level(StrEnum):
    """How a service stands, gravest first."""

    IN_DANGER = "in_danger"
    WEAKENED = "weakened"
    WITHIN_REACH = "within_reach"
    ROUTINE = "routine"
    NOT_ASSESSABLE = "not_assessable"
    CLEAR = "clear"


class Tie(StrEnum):
    """How a service depends on an affected system."""

    ALWAYS_NEEDED = "always_needed"
    WHOLE_GROUP = "whole_group"
    PART_OF_GROUP = "part_of_group"


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemDanger:
    """What the findings say about one system.

    Attributes:
        system_id: The system.
        finding_count: Affected components met by vulnerabilities, on this system.
        known_exploited_count: Those of them that are listed in KEV.
        not_assessable_count: Meetings of a component and a vulnerability that nobody can judge.
        dated_count: Affected findings that have a deadline with a day.
        due_on: Earliest deadline to plan by; None without a dated finding.
        due_on_latest: Earliest deadline should every unknown turn out well; None without one.
        open_count: Affected findings with an unknown decision point.
        best_rank: Rank of its foremost affected finding; None without one.
        is_assessable: Whether its contents are known at all.
        vulnerability_ids: Distinct vulnerabilities that have a deadline with a day.
    """

    system_id: str
    finding_count: int = 0
    known_exploited_count: int = 0
    not_assessable_count: int = 0
    dated_count: int = 0
    due_on: date | None = None
    due_on_latest: date | None = None
    open_count: int = 0
    best_rank: int | None = None
    is_assessable: bool = True
    vulnerability_ids: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """One affected system that a service needs.

    Attributes:
        system_id: The system.
        tie: How the service needs it.
        group: Name of its redundant group; None when it is always needed.
        unaffected: Members of that group without a dated finding whose contents are known.
        unassessed: Members of that group whose contents are not known.
        common_vulnerability_ids: Vulnerabilities shared by every member of the group.
    """

    system_id: str
    tie: Tie
    group: str | None = None
    unaffected: tuple[str, ...] = ()
    unassessed: tuple[str, ...] = ()
    common_vulnerability_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceDanger:
    """How one service stands.

    Attributes:
        service: The service.
        level: Gravest that applies.
        contributions: Affected systems that it needs, foremost first.
        routes: Links from affected, externally reachable systems, foremost first.
        route_count: All such routes, kept or not.
        unassessed: Needed systems whose contents are not known.
        unknown_exposure: Needed systems of which nobody knows whether the outside reaches them.
        system_ids: Every system that it needs.
        due_on: Earliest deadline among the contributions; None without one.
        best_rank: Rank of the foremost finding among contributions and routes; None without one.
    """

    service: Service
    level: Level
    contributions: tuple[Contribution, ...]
    routes: tuple[Route, ...]
    route_count: int
    unassessed: tuple[str, ...]
    unknown_exposure: tuple[str, ...]
    system_ids: tuple[str, ...]
    due_on: date | None
    best_rank: int | None


def assess_services(
    services: Iterable[Service],
    requirements: Iterable[Requirement],
    systems: Mapping[str, SystemDanger],
    standings: Mapping[str, Standing],
    links: LinkMap,
) -> list[ServiceDanger]:
    """Say for every service how it stands, foremost first.

    Order: priority services, then gravity, then the rank of the foremost finding (which puts
    externally reachable systems, KEV, deadline and EPSS in that order), then the rank that
    management gave, then the identifier. Equal inputs give equal order in any input order.

    Args:
        services: Every service.
        requirements: Which service needs which system.
        systems: What the findings say, by system.
        standings: Where the systems stand, by system.
        links: Permitted flows.

    Cost:
        Two walks over the links for each service.
    """
    needs: dict[str, dict[str | None, set[str]]] = defaultdict(lambda: defaultdict(set))
    for requirement in requirements:
        if requirement.system_id in systems:
            needs[requirement.service_id][requirement.group].add(requirement.system_id)
    entries = _entries(systems, standings)
    found = [
        _assess_one(
            service,
            needs[service.service_id],
            systems,
            standings,
            routes=_foremost_routes(_own(needs[service.service_id]), entries, links),
        )
        for service in services
    ]
    return sorted(found, key=_order)


_LEVELS = list(Level)
_LAST = float("inf")


def _order(danger: ServiceDanger) -> tuple[object, ...]:
    rank = danger.service.priority_rank
    return (
        not danger.service.is_priority,
        _LEVELS.index(danger.level),
        _LAST if danger.best_rank is None else danger.best_rank,
        _LAST if rank is None else rank,
        danger.service.service_id,
    )


def _rank_of(system: SystemDanger) -> float:
    return _LAST if system.best_rank is None else system.best_rank


def _entries(systems: Mapping[str, SystemDanger], standings: Mapping[str, Standing]) -> list[str]:
    """Return the systems worth entering through, foremost finding first."""
    found = [
        s for s in systems.values() if s.dated_count and standings[s.system_id].exposure != "no"
    ]
    return [s.system_id for s in sorted(found, key=lambda s: (_rank_of(s), s.system_id))]


def _own(needs: Mapping[str | None, set[str]]) -> list[str]:
    return sorted({system_id for group in needs.values() for system_id in group})


def _assess_one(
    service: Service,
    needs: Mapping[str | None, set[str]],
    systems: Mapping[str, SystemDanger],
    standings: Mapping[str, Standing],
    *,
    routes: tuple[list[Route], int],
) -> ServiceDanger:
    own, (kept, route_count) = _own(needs), routes
    contributions = sorted(
        (c for group, members in needs.items() for c in _contributions_of(group, members, systems)),
        key=lambda c: (_rank_of(systems[c.system_id]), c.system_id, c.group or ""),
    )
    unassessed = tuple(s for s in own if not systems[s].is_assessable)
    level = _level_of(contributions, kept, [systems[s] for s in own], unassessed)
    touched = [systems[c.system_id] for c in contributions] + [systems[r.source] for r in kept]
    grave = [systems[c.system_id].due_on for c in contributions]
    if level is Level.ROUTINE:
        touched = [systems[s] for s in own]
    return ServiceDanger(
        service=service,
        level=level,
        contributions=tuple(contributions),
        routes=tuple(kept),
        route_count=route_count,
        unassessed=unassessed,
        unknown_exposure=tuple(s for s in own if standings[s].exposure == "unknown"),
        system_ids=tuple(own),
        due_on=min((day for day in grave if day is not None), default=None),
        best_rank=min((s.best_rank for s in touched if s.best_rank is not None), default=None),
    )


def _contributions_of(
    group: str | None, members: set[str], systems: Mapping[str, SystemDanger]
) -> list[Contribution]:
    """Return what one requirement group contributes; systems without a dated finding do not."""
    affected = sorted(s for s in members if systems[s].dated_count)
    if group is None:
        return [Contribution(system_id=s, tie=Tie.ALWAYS_NEEDED) for s in affected]
    rest = sorted(members - set(affected))
    shared = frozenset[str]()
    if not rest and affected:
        shared = frozenset.intersection(*(systems[s].vulnerability_ids for s in affected))
    return [
        Contribution(
            system_id=s,
            tie=Tie.PART_OF_GROUP if rest else Tie.WHOLE_GROUP,
            group=group,
            unaffected=tuple(r for r in rest if systems[r].is_assessable),
            unassessed=tuple(r for r in rest if not systems[r].is_assessable),
            common_vulnerability_ids=tuple(sorted(shared)),
        )
        for s in affected
    ]


def _foremost_routes(
    own: Sequence[str], entries: Sequence[str], links: LinkMap
) -> tuple[list[Route], int]:
    """Return the nearest routes from entries outside the service's own systems, and their count."""
    ways = links.ways_to(own)
    outside = set(own)
    leading = [e for e in entries if e not in outside and ways.leads_from(e)]
    routes = (ways.route_from(entry) for entry in leading[:ROUTES_KEPT])
    return [route for route in routes if route is not None], len(leading)


def _level_of(
    contributions: Sequence[Contribution],
    routes: Sequence[Route],
    own: Sequence[SystemDanger],
    unassessed: tuple[str, ...],
) -> Level:
    if any(c.tie is not Tie.PART_OF_GROUP for c in contributions):
        return Level.IN_DANGER
    if contributions:
        return Level.WEAKENED
    if routes:
        return Level.WITHIN_REACH
    if unassessed or not own:
        return Level.NOT_ASSESSABLE
    if any(system.finding_count for system in own):
        return Level.ROUTINE
    if any(system.not_assessable_count for system in own):
        return Level.NOT_ASSESSABLE
    return Level.CLEAR
