from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from hiyoke.errors import UsageError
from hiyoke.exposure import (
    AttackGraph,
    Control,
    ExposedSystem,
    ExposureInputs,
    Flaw,
    FlawOnSystem,
    PermittedLink,
    PrivilegedAccount,
    VendorAccess,
    Zone,
    build_attack_graph,
    load_attack_rules,
)

FULL = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"
TESTED = date(2026, 9, 1)


def build(*, names: tuple[str, ...] = ("a", "b"), **tables: Any) -> AttackGraph:
    systems = tuple(ExposedSystem(system_id=n, internet_facing="no") for n in names)
    return build_attack_graph(ExposureInputs(**{"systems": systems, **tables}), load_attack_rules())


def steps(graph: AttackGraph) -> set[tuple[str, str, str, str, bool]]:
    """Every step that is no definition: rule, source, target, level and whether it is certain."""
    edges = graph.edges
    rows = zip(edges.sources, edges.targets, edges.rules, edges.is_certain, strict=True)
    found = set()
    for source, target, rule, is_certain in rows:
        here, there = graph.nodes[source], graph.nodes[target]
        name = graph.rule_ids[rule]
        place = f"{here.subject_id}/{here.level}" if here.kind == "system" else here.subject_id
        if name != "admin-holds-user":
            found.add((name, place, there.subject_id, there.level, bool(is_certain)))
    return found


def flawed(vector: str, system_id: str = "b", **more: Any) -> dict[str, Any]:
    return {
        "flaws": (Flaw(vulnerability_id="CVE-1", vectors=(vector,) if vector else ()),),
        "findings": (FlawOnSystem(system_id=system_id, vulnerability_id="CVE-1", **more),),
    }


LINK = (PermittedLink(source="a", target="b", port=443),)


def test_a_link_carries_an_attack_from_ordinary_rights() -> None:
    graph = build(links=LINK, **flawed(FULL))
    assert ("exploit-from-inside", "a/user", "b", "admin", True) in steps(graph)
    assert not any(place.startswith("b") for rule, place, *_ in steps(graph) if rule != "escalate")


def test_a_flaw_without_a_rating_is_possible_and_no_more() -> None:
    graph = build(links=LINK, **flawed(""))
    assert ("exploit-from-inside", "a/user", "b", "admin", False) in steps(graph)
    assert not any(is_certain for *_, is_certain in steps(graph))


def test_a_finding_in_doubt_is_possible_and_no_more() -> None:
    graph = build(links=LINK, **flawed(FULL, certain="unknown"))
    assert {is_certain for *_, is_certain in steps(graph)} == {False}


def test_raters_who_disagree_leave_the_bolder_reading_possible() -> None:
    local = FULL.replace("AV:N", "AV:L").replace("PR:N", "PR:L")
    graph = build(
        links=LINK,
        flaws=(Flaw(vulnerability_id="CVE-1", vectors=(FULL, local)),),
        findings=(FlawOnSystem(system_id="b", vulnerability_id="CVE-1"),),
    )
    found = steps(graph)
    assert ("exploit-from-inside", "a/user", "b", "admin", False) in found
    assert ("escalate", "b/user", "b", "admin", True) in found


def test_what_all_raters_grant_is_the_least_level_at_the_dearest_price() -> None:
    """One says: no help, a foothold. The other: somebody must act, full control."""
    part = FULL.replace("C:H/I:H/A:H", "C:L/I:N/A:N")
    lured = FULL.replace("UI:N", "UI:R")
    graph = build(
        links=LINK,
        flaws=(Flaw(vulnerability_id="CVE-1", vectors=(part, lured)),),
        findings=(FlawOnSystem(system_id="b", vulnerability_id="CVE-1"),),
    )
    edges = zip(graph.edges.gates, graph.edges.targets, graph.edges.is_certain, strict=True)
    asked = {
        (graph.nodes[target].level, bool(is_certain), graph.events[event].kind)
        for gate, target, is_certain in edges
        for term in graph.gates.terms(gate)
        for event in term.needs
        if graph.nodes[target].subject_id == "b" and event != 0
    }
    assert asked == {
        ("user", True, "flaw"),
        ("user", True, "person"),
        ("user", False, "flaw"),
        ("admin", False, "flaw"),
        ("admin", False, "person"),
    }


@pytest.mark.parametrize(
    ("link_port", "flaw_port", "is_heard"),
    [(443, 443, True), (443, 22, False), (None, 22, True), (443, None, True)],
)
def test_a_port_that_both_state_must_agree(
    link_port: int | None,
    flaw_port: int | None,
    is_heard: bool,  # noqa: FBT001
) -> None:
    link = PermittedLink(source="a", target="b", port=link_port)
    found = steps(build(links=(link,), **flawed(FULL, port=flaw_port)))
    assert is_heard == any(rule == "exploit-from-inside" for rule, *_ in found)


def test_what_people_open_comes_against_the_direction_of_the_link() -> None:
    opened = FULL.replace("AV:N", "AV:L").replace("UI:N", "UI:R")
    link = PermittedLink(source="b", target="internet")
    found = steps(build(links=(link,), **flawed(opened)))
    assert ("lure", "internet", "b", "admin", True) in found


def test_only_administrators_of_the_source_use_flaws_that_need_high_rights() -> None:
    high = FULL.replace("PR:N", "PR:H")
    link = PermittedLink(source="a", target="b", kind="admin")
    assert steps(build(links=(link,), **flawed(high))) == {
        ("exploit-from-admin-place", "a/admin", "b", "admin", True)
    }
    assert steps(build(links=LINK, **flawed(high))) == set()


def test_being_in_public_is_known_or_unknown_or_not() -> None:
    for word, certain in (("yes", {True}), ("unknown", {False}), ("no", set[bool]())):
        systems = (ExposedSystem(system_id="b", internet_facing=word),)
        found = steps(build(systems=systems, **flawed(FULL)))
        assert {c for rule, _, _, _, c in found if rule == "exploit-from-outside"} == certain


def test_a_place_that_nothing_describes_is_an_outside_zone() -> None:
    graph = build(links=(PermittedLink(source="nowhere", target="b"),), **flawed(FULL))
    assert ("exploit-from-outside", "nowhere", "b", "admin", True) in steps(graph)
    assert "zone:nowhere" in {event.event_id for event in graph.events}


def test_people_of_an_insider_zone_hold_ordinary_rights() -> None:
    low = FULL.replace("PR:N", "PR:L")
    link = (PermittedLink(source="staff", target="b"),)
    inside = build(zones=(Zone(zone_id="staff", kind="insider"),), links=link, **flawed(low))
    outside = build(zones=(Zone(zone_id="staff"),), links=link, **flawed(low))
    assert ("exploit-by-insider", "staff", "b", "admin", True) in steps(inside)
    assert ("exploit-from-outside-with-login", "staff", "b", "admin", False) in steps(outside)


def account(**more: Any) -> PrivilegedAccount:
    return PrivilegedAccount(**{"account_id": "id", "systems": ("b",), "mfa": "no", **more})


def test_a_privileged_id_is_taken_where_it_is_used() -> None:
    graph = build(accounts=(account(used_from=("a", "b", "staff"), level="user"),))
    assert steps(graph) == {
        ("use-privileged-id", "a/admin", "b", "user", True),
        ("use-privileged-id", "staff", "b", "user", True),
    }


def test_an_id_used_who_knows_where_may_be_taken_wherever_administration_is_done() -> None:
    links = (PermittedLink(source="a", target="b", kind="admin"), *LINK)
    graph = build(names=("a", "b", "c"), accounts=(account(),), links=links)
    assert steps(graph) == {("use-privileged-id", "a/admin", "b", "admin", False)}


def test_an_id_used_on_the_internet_may_or_may_not_be_known_to_an_attacker() -> None:
    graph = build(accounts=(account(used_from=("internet",)),))
    assert steps(graph) == {("use-privileged-id", "internet", "b", "admin", False)}


@pytest.mark.parametrize(
    ("mfa", "expected"), [("no", {True}), ("yes", {True}), ("unknown", {True, False})]
)
def test_a_second_factor_nobody_knows_of_is_shown_both_ways(mfa: str, expected: set[bool]) -> None:
    graph = build(accounts=(account(used_from=("a",), mfa=mfa),))
    assert {is_certain for *_, is_certain in steps(graph)} == expected
    assert ("mfa:id" in {e.event_id for e in graph.events}) == (mfa != "no")


def test_a_vendor_reaches_what_it_has_access_to() -> None:
    graph = build(
        vendors=(
            VendorAccess(vendor_id="v", system_id="a"),
            VendorAccess(vendor_id="v", system_id="b", known="unknown", level="user"),
            VendorAccess(vendor_id="w", system_id="b", known="no"),
            VendorAccess(vendor_id="w", system_id="nowhere"),
        )
    )
    assert steps(graph) == {
        ("vendor-access", "v", "a", "admin", True),
        ("vendor-access", "v", "b", "user", False),
    }


def guards(graph: AttackGraph, rule: str) -> set[str]:
    """Names of the guards on the steps of one kind."""
    wanted = graph.rule_ids.index(rule)
    return {
        graph.events[event].subject_id
        for gate, number in zip(graph.edges.gates, graph.edges.rules, strict=True)
        if number == wanted
        for term in graph.gates.terms(gate)
        for event in term.fails
    }


def control(kind: str, **more: Any) -> Control:
    return Control(control_id=kind, kind=kind, tested_on=TESTED, **more)


def test_each_kind_of_control_cuts_what_the_rules_say_and_nothing_else() -> None:
    local = FULL.replace("AV:N", "AV:L").replace("PR:N", "PR:L")
    kinds = ("waf", "segmentation", "mfa", "edr", "hardening")
    graph = build(
        systems=(
            ExposedSystem(system_id="a", internet_facing="no"),
            ExposedSystem(system_id="b", internet_facing="yes"),
        ),
        links=LINK,
        flaws=(
            Flaw(vulnerability_id="CVE-1", vectors=(FULL,)),
            Flaw(vulnerability_id="CVE-2", vectors=(local,)),
        ),
        findings=tuple(FlawOnSystem(system_id="b", vulnerability_id=v) for v in ("CVE-1", "CVE-2")),
        accounts=(account(used_from=("a",)),),
        vendors=(VendorAccess(vendor_id="v", system_id="b"),),
        controls=tuple(control(kind, systems=("b",)) for kind in kinds),
    )
    assert guards(graph, "exploit-from-outside") == {"waf", "segmentation"}
    assert guards(graph, "exploit-from-inside") == {"segmentation", "edr", "hardening"}
    assert guards(graph, "escalate") == {"edr", "hardening"}
    assert guards(graph, "use-privileged-id") == {"segmentation", "mfa"}
    assert guards(graph, "vendor-access") == {"segmentation", "mfa"}


def test_a_control_on_a_link_guards_that_link_alone() -> None:
    links = (PermittedLink(source="a", target="b"), PermittedLink(source="c", target="b"))
    graph = build(
        names=("a", "b", "c"),
        links=links,
        controls=(control("segmentation", links=(("a", "b"),)),),
        **flawed(FULL),
    )
    guarded = {
        graph.nodes[source].subject_id
        for source, gate in zip(graph.edges.sources, graph.edges.gates, strict=True)
        if any(term.fails for term in graph.gates.terms(gate))
    }
    assert guarded == {"a"}


def test_a_control_on_the_way_from_the_internet_guards_a_system_that_faces_it() -> None:
    way = (("internet", "b"),)
    facing = build(
        systems=(ExposedSystem(system_id="b", internet_facing="yes"),),
        controls=(control("segmentation", links=way),),
        **flawed(FULL),
    )
    assert guards(facing, "exploit-from-outside") == {"segmentation"}


def test_a_firewall_for_the_web_does_not_see_other_protocols() -> None:
    for protocol, expected in (("https", {"waf"}), (None, {"waf"}), ("ssh", set[str]())):
        link = PermittedLink(source="internet", target="b", protocol=protocol)
        graph = build(links=(link,), controls=(control("waf", systems=("b",)),), **flawed(FULL))
        assert guards(graph, "exploit-from-outside") == expected


def test_a_virtual_patch_stops_only_the_flaws_it_names() -> None:
    patch = control("virtual_patch", systems=("b",), vulnerability_ids=("CVE-1",))
    graph = build(
        links=LINK,
        flaws=tuple(Flaw(vulnerability_id=v, vectors=(FULL,)) for v in ("CVE-1", "CVE-2")),
        findings=tuple(FlawOnSystem(system_id="b", vulnerability_id=v) for v in ("CVE-1", "CVE-2")),
        controls=(patch,),
    )
    (gate,) = {
        int(g)
        for g, rule in zip(graph.edges.gates, graph.edges.rules, strict=True)
        if graph.rule_ids[rule] == "exploit-from-inside"
    }
    told = {
        graph.events[term.needs[0]].subject_id: [graph.events[e].subject_id for e in term.fails]
        for term in graph.gates.terms(gate)
    }
    assert told == {"CVE-1": ["virtual_patch"], "CVE-2": []}


def test_links_to_one_system_share_its_flaw_sets() -> None:
    """200 links to a system with 50 flaws cost one gate, not 10,000 pairs."""
    names = tuple(f"s{n}" for n in range(201))
    graph = build(
        names=names,
        links=tuple(PermittedLink(source=n, target="s0") for n in names[1:]),
        flaws=tuple(Flaw(vulnerability_id=f"CVE-{n}", vectors=(FULL,)) for n in range(50)),
        findings=tuple(
            FlawOnSystem(system_id="s0", vulnerability_id=f"CVE-{n}") for n in range(50)
        ),
    )
    assert sum(rule == "exploit-from-inside" for rule, *_ in steps(graph)) == 200
    assert graph.gates.gate_count <= 4


@pytest.mark.parametrize(
    "tables",
    [
        {"systems": (ExposedSystem(system_id="a", internet_facing="perhaps", row="x.csv:7"),)},
        {"zones": (Zone(zone_id="z", kind="twilight", row="x.csv:7"),)},
        {"links": (PermittedLink(source="a", target="b", known="no", row="x.csv:7"),)},
        {"links": (PermittedLink(source="a", target="b", kind="x", row="x.csv:7"),)},
        {
            "findings": (
                FlawOnSystem(system_id="a", vulnerability_id="c", certain="no", row="x.csv:7"),
            )
        },
        {"accounts": (PrivilegedAccount(account_id="i", systems=(), level="root", row="x.csv:7"),)},
        {"vendors": (VendorAccess(vendor_id="v", system_id="a", known="?", row="x.csv:7"),)},
        {"controls": (Control(control_id="c", kind="waf", mode="hope", row="x.csv:7"),)},
    ],
)
def test_refuses_words_it_would_misread(tables: dict[str, Any]) -> None:
    with pytest.raises(UsageError, match=r"x\.csv:7"):
        build(**tables)
