from collections.abc import Iterable
from datetime import date
from typing import Any

from hiyoke.estate.service import Requirement, Service
from hiyoke.estate.system import Link
from hiyoke.languages import Text
from hiyoke.risk import (
    Level,
    LinkMap,
    ServiceDanger,
    SystemDanger,
    Tie,
    assess_services,
    standings_of,
)

DUE = date(2026, 5, 25)


def service(service_id: str, rank: int | None = None) -> Service:
    return Service(service_id=service_id, name=Text(service_id, service_id), priority_rank=rank)


def needs(service_id: str, system_id: str, group: str | None = None) -> Requirement:
    return Requirement(service_id=service_id, system_id=system_id, group=group)


def hit(system_id: str, rank: int = 1, **more: Any) -> SystemDanger:
    return SystemDanger(
        system_id=system_id, finding_count=1, dated_count=1, due_on=DUE, best_rank=rank, **more
    )


def assess(
    services: Iterable[Service],
    requirements: list[Requirement],
    systems: list[SystemDanger],
    *,
    links: tuple[Link, ...] = (),
    facing: dict[str, str] | None = None,
) -> list[ServiceDanger]:
    reach = {s.system_id: (facing or {}).get(s.system_id, "no") for s in systems}
    services = list(services)
    ranks = {s.service_id: s.priority_rank for s in services if s.is_priority}
    standings = standings_of(reach, links, requirements, ranks)
    return assess_services(
        services,
        requirements,
        {s.system_id: s for s in systems},
        standings,
        LinkMap(links, reach),
    )


def test_needs_of_all_and_any_endanger_differently() -> None:
    services = [service(s) for s in ("all", "any", "lost", "fine", "blind", "empty")]
    requirements = [
        needs("all", "a"),
        needs("any", "a", "pair"),
        needs("any", "spare", "pair"),
        needs("lost", "a", "pair"),
        needs("lost", "b", "pair"),
        needs("fine", "spare"),
        needs("blind", "dark"),
    ]
    systems = [
        hit("a", vulnerability_ids=frozenset({"CVE-1", "CVE-2"})),
        hit("b", rank=2, vulnerability_ids=frozenset({"CVE-2"})),
        SystemDanger(system_id="spare"),
        SystemDanger(system_id="dark", is_assessable=False),
    ]
    found = {d.service.service_id: d for d in assess(services, requirements, systems)}
    assert {s: d.level for s, d in found.items()} == {
        "all": Level.IN_DANGER,
        "any": Level.WEAKENED,
        "lost": Level.IN_DANGER,
        "fine": Level.CLEAR,
        "blind": Level.NOT_ASSESSABLE,
        "empty": Level.NOT_ASSESSABLE,
    }
    assert found["all"].contributions[0].tie is Tie.ALWAYS_NEEDED
    assert found["any"].contributions[0].unaffected == ("spare",)
    assert [c.tie for c in found["lost"].contributions] == [Tie.WHOLE_GROUP] * 2
    assert found["lost"].contributions[0].common_vulnerability_ids == ("CVE-2",)
    assert found["all"].due_on == DUE


def test_names_a_spare_whose_contents_nobody_knows() -> None:
    requirements = [needs("any", "a", "pair"), needs("any", "dark", "pair")]
    systems = [hit("a"), SystemDanger(system_id="dark", is_assessable=False)]
    (found,) = assess([service("any")], requirements, systems)
    assert found.level is Level.WEAKENED
    assert found.contributions[0].unassessed == ("dark",)
    assert found.unassessed == ("dark",)


def test_reaches_a_service_along_links_and_names_the_way() -> None:
    links = (
        Link(source="web", target="app"),
        Link(source="app", target="core"),
        Link(source="web", target="maybe", known="unknown"),
        Link(source="inner", target="core"),
    )
    systems = [
        hit("web"),
        hit("inner", rank=2),
        SystemDanger(system_id="app"),
        SystemDanger(system_id="core"),
        SystemDanger(system_id="maybe"),
    ]
    services = [service("bank", 1), service("risky")]
    requirements = [needs("bank", "core"), needs("risky", "maybe")]
    found = assess(services, requirements, systems, links=links, facing={"web": "yes"})
    bank, risky = found
    assert bank.level is Level.WITHIN_REACH
    assert bank.routes[0].systems == ("web", "app", "core")
    assert (bank.routes[0].hops, bank.routes[0].is_known) == (2, True)
    assert bank.route_count == 1  # `inner` is not reachable from outside.
    assert not risky.routes[0].is_known
    assert bank.due_on is None


def test_calls_findings_without_a_date_routine() -> None:
    systems = [SystemDanger(system_id="a", finding_count=3, best_rank=9)]
    (found,) = assess([service("s")], [needs("s", "a")], systems)
    assert (found.level, found.best_rank, found.due_on) == (Level.ROUTINE, 9, None)


def test_is_not_assessable_while_a_version_cannot_be_judged() -> None:
    systems = [SystemDanger(system_id="a", not_assessable_count=1)]
    (found,) = assess([service("s")], [needs("s", "a")], systems)
    assert found.level is Level.NOT_ASSESSABLE


def test_puts_priority_services_first_and_breaks_ties_by_rank_and_name() -> None:
    services = [service("z"), service("second", 2), service("first", 1), service("calm", 3)]
    requirements = [needs(s, "a") for s in ("z", "second", "first")] + [needs("calm", "ok")]
    systems = [hit("a"), SystemDanger(system_id="ok")]
    orders = {
        tuple(d.service.service_id for d in assess(order, requirements, systems))
        for order in (services, services[::-1])
    }
    assert orders == {("first", "second", "calm", "z")}
