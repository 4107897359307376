from __future__ import annotations

import math
from datetime import date
from typing import TYPE_CHECKING

import pytest

from hiyoke.exposure import (
    Conditions,
    Control,
    ExpertOverride,
    ExposedSystem,
    ExposureInputs,
    Flaw,
    FlawOnSystem,
    Node,
    PermittedLink,
    PrivilegedAccount,
    Simulation,
    VendorAccess,
    build_attack_graph,
    describe_path,
    load_attack_rules,
    load_calibration,
    most_probable_paths,
    rows_of,
    simulate,
)
from hiyoke.languages import Text
from property.exposure_estates import AS_OF, random_estate

if TYPE_CHECKING:
    from collections.abc import Iterator

REMOTE_FULL = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"
REMOTE_PART = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:L/I:N/A:N"
LOCAL_FULL = "CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H"


def run(inputs: ExposureInputs, *, worlds: int = 64) -> Simulation:
    return simulate(
        build_attack_graph(inputs, load_attack_rules()),
        load_calibration(),
        Conditions(as_of=AS_OF),
        worlds=worlds,
        seed=1,
    )


def chance(subject: str, subject_id: str, probability: float) -> ExpertOverride:
    return ExpertOverride(subject=subject, subject_id=subject_id, probability=probability)


def every_path(simulation: Simulation) -> Iterator[tuple[int, tuple[int, ...], float]]:
    """Yield target, nodes passed and exact probability of every simple way, by plain recursion."""
    graph = simulation.graph
    shares = [chance.probability for chance in simulation.chances.values()]
    out: dict[int, list[tuple[int, int]]] = {}
    for source, target, gate in zip(*(c.tolist() for c in graph.edges[:3]), strict=True):
        out.setdefault(source, []).append((target, gate))

    def go(
        nodes: tuple[int, ...], happen: frozenset[int], fail: frozenset[int]
    ) -> Iterator[tuple[int, tuple[int, ...], float]]:
        joint = math.prod(shares[e] for e in happen) * math.prod(1 - shares[e] for e in fail)
        if joint <= 1e-6:
            return
        yield nodes[-1], nodes, joint
        for target, gate in out.get(nodes[-1], []):
            for term in graph.gates.terms(gate) if target not in nodes else ():
                yield from go((*nodes, target), happen.union(term.needs), fail.union(term.fails))

    for node, event in graph.begins:
        yield from go((node,), frozenset({event}), frozenset())


def test_finds_the_most_probable_ways_of_all() -> None:
    proven = 0
    for seed in range(80):
        simulation = run(random_estate(seed, systems=4, flaws=4))
        graph = simulation.graph
        best: dict[Node, dict[tuple[int, ...], float]] = {}
        for number, nodes, joint in every_path(simulation):
            ways = best.setdefault(graph.nodes[number], {})
            places = shown(simulation, nodes)
            ways[places] = max(ways.get(places, 0.0), joint)
        targets = [node for node in graph.nodes if node.kind == "system"]
        paths = most_probable_paths(simulation, targets, count=3)
        proven += paths.is_proven
        for target in targets:
            expected = sorted(best.get(target, {}).values(), reverse=True)
            found = [path.probability for path in paths.found[target]]
            assert found[:1] == pytest.approx(expected[:1])
            assert all(f in [pytest.approx(e) for e in expected] for f in found)
    assert proven >= 75


def shown(simulation: Simulation, nodes: tuple[int, ...]) -> tuple[int, ...]:
    """Drop what follows by definition: that an administrator holds ordinary rights."""
    held = [simulation.graph.nodes[n] for n in nodes]
    return tuple(
        number
        for number, node, before in zip(nodes[1:], held[1:], held, strict=False)
        if not (before.subject_id == node.subject_id and before.level == "admin")
    )


def test_counts_a_flaw_used_twice_once() -> None:
    inputs = ExposureInputs(
        systems=(
            ExposedSystem(system_id="web", internet_facing="yes"),
            ExposedSystem(system_id="core", internet_facing="no"),
        ),
        links=(PermittedLink(source="web", target="core"),),
        flaws=(Flaw(vulnerability_id="CVE-1", vectors=(REMOTE_FULL,)),),
        findings=tuple(
            FlawOnSystem(system_id=s, vulnerability_id="CVE-1") for s in ("web", "core")
        ),
        overrides=(chance("vulnerability", "CVE-1", 0.4),),
    )
    target = Node("system", "core", "admin")
    (path,) = most_probable_paths(run(inputs), [target]).found[target]
    assert [step.target.subject_id for step in path.steps] == ["web", "core"]
    assert path.probability == pytest.approx(0.4)


def test_prefers_a_dearer_flaw_that_serves_twice() -> None:
    """0.5 x 0.3 by the likelier first flaw is less than 0.3 by the one common to both."""
    inputs = ExposureInputs(
        systems=(
            ExposedSystem(system_id="web", internet_facing="yes"),
            ExposedSystem(system_id="core", internet_facing="no"),
        ),
        links=(PermittedLink(source="web", target="core"),),
        flaws=tuple(
            Flaw(vulnerability_id=v, vectors=(REMOTE_FULL,)) for v in ("CVE-both", "CVE-web")
        ),
        findings=(
            FlawOnSystem(system_id="web", vulnerability_id="CVE-web"),
            FlawOnSystem(system_id="web", vulnerability_id="CVE-both"),
            FlawOnSystem(system_id="core", vulnerability_id="CVE-both"),
        ),
        overrides=(
            chance("vulnerability", "CVE-web", 0.5),
            chance("vulnerability", "CVE-both", 0.3),
        ),
    )
    web, core = (Node("system", name, "admin") for name in ("web", "core"))
    found = most_probable_paths(run(inputs), [web, core]).found
    assert found[web][0].probability == pytest.approx(0.5)
    assert found[core][0].probability == pytest.approx(0.3)


def test_takes_the_shorter_of_equally_probable_ways() -> None:
    systems = ("a", "b", "c")
    inputs = ExposureInputs(
        systems=tuple(ExposedSystem(system_id=s, internet_facing="no") for s in systems),
        vendors=tuple(VendorAccess(vendor_id="v", system_id=s) for s in ("a", "c")),
        accounts=(
            PrivilegedAccount(account_id="id-ab", systems=("b",), used_from=("a",), mfa="no"),
            PrivilegedAccount(account_id="id-bc", systems=("c",), used_from=("b",), mfa="no"),
        ),
    )
    target = Node("system", "c", "admin")
    first, *_ = most_probable_paths(run(inputs), [target]).found[target]
    assert [step.source.subject_id for step in first.steps] == ["v"]


def bank() -> ExposureInputs:
    return ExposureInputs(
        systems=(
            ExposedSystem(system_id="web", internet_facing="yes", row="systems.csv:2"),
            ExposedSystem(system_id="core", internet_facing="no", row="systems.csv:3"),
        ),
        links=(PermittedLink(source="web", target="core", known="unknown", row="links.csv:9"),),
        flaws=(
            Flaw(vulnerability_id="CVE-part", vectors=(REMOTE_PART,)),
            Flaw(vulnerability_id="CVE-local", vectors=(LOCAL_FULL,)),
            Flaw(vulnerability_id="CVE-core", vectors=(REMOTE_FULL,)),
        ),
        findings=(
            FlawOnSystem(system_id="web", vulnerability_id="CVE-part", row="web.cdx.json:nginx"),
            FlawOnSystem(system_id="web", vulnerability_id="CVE-local"),
            FlawOnSystem(system_id="core", vulnerability_id="CVE-core"),
        ),
        controls=(
            Control(control_id="waf-1", kind="waf", systems=("web",), tested_on=date(2026, 9, 1)),
        ),
    )


def test_tells_each_step_in_both_languages_with_its_rows() -> None:
    simulation = run(bank())
    target = Node("system", "core", "admin")
    (path, *_) = most_probable_paths(simulation, [target]).found[target]
    names = {
        "web": Text(ja="画面サーバー", en="the web server"),
        "core": Text(ja="勘定系", en="the core system"),
    }
    told = describe_path(simulation.graph, path, names)
    first, second = (text.en for text in told)
    assert first == (
        "From the internet, the attacker exploits CVE-part on the web server and gains "
        "ordinary rights (if waf-1 does not hold)"
    )
    assert second == (
        "From the web server, along a permitted link, the attacker exploits CVE-core on the core "
        "system and gains administrator rights (not known to be possible)"
    )
    assert told[0].ja == (
        "インターネットから画面サーバーの CVE-part を突き、一般権限を得る（waf-1 が効かない場合）"
    )
    assert not path.is_certain
    assert rows_of(simulation.graph, path.steps[0]) == ["systems.csv:2", "web.cdx.json:nginx"]
    assert rows_of(simulation.graph, path.steps[1]) == ["links.csv:9", "findings[2]"]


def test_tells_how_a_path_through_a_vendor_begins() -> None:
    inputs = ExposureInputs(
        systems=(ExposedSystem(system_id="core", internet_facing="no"),),
        vendors=(VendorAccess(vendor_id="minato", system_id="core", row="vendors.yaml:3"),),
    )
    simulation = run(inputs)
    target = Node("system", "core", "admin")
    (path,) = most_probable_paths(simulation, [target]).found[target]
    told = [text.en for text in describe_path(simulation.graph, path)]
    assert told[0] == "Vendor minato is compromised"
    assert told[1].startswith("Through the remote access of vendor minato, the attacker gains")
    assert path.begins is not None
    assert rows_of(simulation.graph, path.steps[0]) == ["vendors.yaml:3"]
