"""Services in danger, against a definition spelt out by brute force over tiny estates."""

from copy import deepcopy
from itertools import pairwise, permutations
from random import Random
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiyoke.estate.service import Requirement, Service
from hiyoke.estate.system import Link
from hiyoke.languages import Text
from hiyoke.risk import Level, LinkMap, ServiceDanger, SystemDanger, assess_services, standings_of

pytestmark = pytest.mark.property

SYSTEMS = ("a", "b", "c", "d", "e")
SERVICES = ("s1", "s2", "s3")
system_ids = st.sampled_from(SYSTEMS)


class Estate(NamedTuple):
    services: list[Service]
    requirements: list[Requirement]
    systems: list[SystemDanger]
    facing: dict[str, str]
    links: list[Link]


@st.composite
def estates(draw: st.DrawFn) -> Estate:
    requirement = st.builds(
        Requirement,
        service_id=st.sampled_from(SERVICES),
        system_id=system_ids,
        group=st.sampled_from([None, "g", "h"]),
    )
    link = st.builds(
        Link,
        source=system_ids | st.just("internet"),
        target=system_ids,
        known=st.sampled_from(["yes", "unknown"]),
    )
    dated = draw(st.lists(st.integers(0, 2), min_size=5, max_size=5))
    systems = [
        SystemDanger(
            system_id=s,
            finding_count=count,
            dated_count=count // 2,
            best_rank=place + 1 if count else None,
            is_assessable=draw(st.booleans()),
        )
        for place, (s, count) in enumerate(zip(SYSTEMS, dated, strict=True))
    ]
    return Estate(
        [
            Service(
                service_id=s, name=Text(s, s), priority_rank=draw(st.none() | st.integers(1, 2))
            )
            for s in SERVICES
        ],
        draw(st.lists(requirement, max_size=8)),
        systems,
        {s: draw(st.sampled_from(["yes", "no", "unknown"])) for s in SYSTEMS},
        draw(st.lists(link, max_size=10)),
    )


def assess(estate: Estate) -> list[ServiceDanger]:
    ranks = {s.service_id: s.priority_rank for s in estate.services if s.is_priority}
    return assess_services(
        estate.services,
        estate.requirements,
        {s.system_id: s for s in estate.systems},
        standings_of(estate.facing, estate.links, estate.requirements, ranks),
        LinkMap(estate.links, estate.facing),
    )


def ways(estate: Estate, source: str, target: str, *, known_only: bool) -> list[tuple[str, ...]]:
    """Return every simple way from source to target, by trying every order of systems."""
    edges = {
        (link.source, link.target) for link in estate.links if link.known == "yes" or not known_only
    }
    found = []
    others = [s for s in SYSTEMS if s not in (source, target)]
    for length in range(len(others) + 1):
        for between in permutations(others, length):
            way = (source, *between, target)
            if all(step in edges for step in pairwise(way)):
                found.append(way)
    return found


def level_by_hand(estate: Estate, service_id: str) -> Level:
    needs = [r for r in estate.requirements if r.service_id == service_id]
    state = {s.system_id: s for s in estate.systems}
    own = {r.system_id for r in needs}
    hit = {s for s in own if state[s].dated_count}
    always = {r.system_id for r in needs if r.group is None}
    groups = [{r.system_id for r in needs if r.group == g} for g in ("g", "h")]
    if always & hit or any(group and group <= hit for group in groups):
        return Level.IN_DANGER
    if hit:
        return Level.WEAKENED
    standings = standings_of(estate.facing, estate.links, [], {})
    entries = [
        s
        for s in SYSTEMS
        if state[s].dated_count and standings[s].exposure != "no" and s not in own
    ]
    if any(ways(estate, e, o, known_only=False) for e in entries for o in own):
        return Level.WITHIN_REACH
    if not own or any(not state[s].is_assessable for s in own):
        return Level.NOT_ASSESSABLE
    return Level.ROUTINE if any(state[s].finding_count for s in own) else Level.CLEAR


@given(estate=estates())
def test_levels_follow_requirements_and_links_by_definition(estate: Estate) -> None:
    for danger in assess(estate):
        assert danger.level is level_by_hand(estate, danger.service.service_id)


@given(estate=estates(), source=system_ids, targets=st.sets(system_ids, min_size=1, max_size=3))
def test_routes_are_shortest_and_prefer_confirmed_links(
    estate: Estate, source: str, targets: set[str]
) -> None:
    route = LinkMap(estate.links, SYSTEMS).ways_to(targets).route_from(source)
    if source in targets:
        assert route is not None
        assert route.systems == (source,)
        return
    known, every = (
        [w for t in sorted(targets) for w in ways(estate, source, t, known_only=known_only)]
        for known_only in (True, False)
    )
    assert (route is not None) == bool(every)
    if route is not None:
        assert route.is_known == bool(known)
        assert (route.hops, route.systems) == min((len(w) - 1, w) for w in (known or every))


@given(estate=estates(), shuffle=st.randoms(use_true_random=False))
def test_the_order_of_the_input_changes_nothing(estate: Estate, shuffle: Random) -> None:
    mixed = deepcopy(estate)
    parts: tuple[list[Any], ...] = mixed.services, mixed.requirements, mixed.systems, mixed.links
    for part in parts:
        shuffle.shuffle(part)
    assert assess(mixed) == assess(estate)


@given(estate=estates(), system=system_ids)
def test_finding_more_never_calls_a_service_safer(estate: Estate, system: str) -> None:
    order = list(Level)
    worse = estate._replace(
        systems=[
            SystemDanger(system_id=s.system_id, finding_count=2, dated_count=1, best_rank=1)
            if s.system_id == system
            else s
            for s in estate.systems
        ]
    )
    before = {d.service.service_id: order.index(d.level) for d in assess(estate)}
    for danger in assess(worse):
        assert order.index(danger.level) <= before[danger.service.service_id]
