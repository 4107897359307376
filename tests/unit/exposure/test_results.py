from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from hiyoke.errors import UsageError
from hiyoke.exposure import (
    Change,
    Conditions,
    Control,
    Event,
    ExpertOverride,
    ExposedSystem,
    ExposureInputs,
    Flaw,
    FlawOnSystem,
    Node,
    PermittedLink,
    PrivilegedAccount,
    ServiceNeed,
    Simulation,
    VendorAccess,
    Zone,
    assess_services,
    assess_systems,
    build_attack_graph,
    describe_path,
    find_choke_points,
    leverage_of,
    load_attack_rules,
    load_calibration,
    lost_worlds,
    most_probable_paths,
    simulate,
    without_findings,
    without_rows,
)
from hiyoke.exposure.worlds import count_worlds

AS_OF = date(2026, 11, 22)
REMOTE_FULL = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"  # 9.8
REMOTE_PART = "CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:L/I:N/A:N"  # 3.7
LOCAL_FULL = "CVSS:4.0/AV:L/AC:H/AT:P/PR:L/UI:N/VC:L/VI:L/VA:N/SC:N/SI:N/SA:N"  # low
WORLDS = 4_000


def run(inputs: ExposureInputs, **conditions: Any) -> Simulation:
    return simulate(
        build_attack_graph(inputs, load_attack_rules()),
        load_calibration(),
        Conditions(as_of=AS_OF, **conditions),
        worlds=WORLDS,
        seed=3,
    )


def lost(simulation: Simulation) -> dict[str, float]:
    services = assess_services(simulation, load_calibration(), horizons_days=())
    return {s.service_id: s.lost.headline.probability for s in services}


def held(simulation: Simulation) -> dict[str, float]:
    return {s.system_id: s.admin.headline.probability for s in assess_systems(simulation)}


def chance(name: str, probability: float) -> ExpertOverride:
    return ExpertOverride(subject="vulnerability", subject_id=name, probability=probability)


def chain_and_lone_critical() -> ExposureInputs:
    """Three flaws with low scores in a row from the internet, and a 9.8 that nothing leads to."""
    return ExposureInputs(
        systems=(
            ExposedSystem(system_id="web", internet_facing="yes"),
            ExposedSystem(system_id="payments", internet_facing="no"),
            ExposedSystem(system_id="archive", internet_facing="no"),
        ),
        links=(PermittedLink(source="web", target="payments", protocol="https", port=443),),
        flaws=(
            Flaw(vulnerability_id="CVE-low-1", vectors=(REMOTE_PART,)),
            Flaw(vulnerability_id="CVE-low-2", vectors=(REMOTE_PART,)),
            Flaw(vulnerability_id="CVE-low-3", vectors=(LOCAL_FULL,), technical_impact=("total",)),
            Flaw(vulnerability_id="CVE-critical", vectors=(REMOTE_FULL,), epss_probability=0.9),
        ),
        findings=(
            FlawOnSystem(system_id="web", vulnerability_id="CVE-low-1"),
            FlawOnSystem(system_id="payments", vulnerability_id="CVE-low-2"),
            FlawOnSystem(system_id="payments", vulnerability_id="CVE-low-3"),
            FlawOnSystem(system_id="archive", vulnerability_id="CVE-critical"),
        ),
        services=(
            ServiceNeed(service_id="transfers", all_of=("payments",)),
            ServiceNeed(service_id="records", all_of=("archive",)),
        ),
        overrides=tuple(chance(f"CVE-low-{n}", 0.5) for n in (1, 2, 3)),
    )


def test_three_chained_low_scores_beat_a_lone_critical_that_nothing_reaches() -> None:
    simulation = run(chain_and_lone_critical())
    probabilities = lost(simulation)
    assert probabilities["transfers"] == pytest.approx(0.125, abs=0.02)
    assert probabilities["records"] == 0.0
    target = Node("system", "payments", "admin")
    (path,) = most_probable_paths(simulation, [target]).found[target]
    assert path.probability == pytest.approx(0.125)
    told = [text.en for text in describe_path(simulation.graph, path)]
    assert [name for text in told for name in text.split() if name.startswith("CVE")] == [
        "CVE-low-1",
        "CVE-low-2",
        "CVE-low-3",
    ]


def redundant(*flaws: str) -> ExposureInputs:
    """Two systems of which either is enough, each with a flaw of its own or with one in common."""
    names = ("site-a", "site-b")
    return ExposureInputs(
        systems=tuple(ExposedSystem(system_id=n, internet_facing="yes") for n in names),
        flaws=tuple(Flaw(vulnerability_id=f, vectors=(REMOTE_FULL,)) for f in set(flaws)),
        findings=tuple(
            FlawOnSystem(system_id=n, vulnerability_id=f) for n, f in zip(names, flaws, strict=True)
        ),
        services=(ServiceNeed(service_id="atm", any_of=(names,)),),
        overrides=tuple(chance(f, 0.1) for f in set(flaws)),
    )


def test_redundant_systems_with_a_flaw_in_common_fail_together() -> None:
    apart, together = run(redundant("CVE-a", "CVE-b")), run(redundant("CVE-a", "CVE-a"))
    for simulation in (apart, together):
        assert held(simulation) == {
            "site-a": pytest.approx(0.1, abs=0.015),
            "site-b": pytest.approx(0.1, abs=0.015),
        }
    assert lost(apart)["atm"] == pytest.approx(0.01, abs=0.006)
    assert lost(together)["atm"] == pytest.approx(0.1, abs=0.015)


def test_shows_both_ends_of_what_is_unknown() -> None:
    inputs = chain_and_lone_critical()
    unsure = replace(
        inputs,
        links=(replace(inputs.links[0], known="unknown"),),
        systems=tuple(replace(s, internet_facing="unknown") for s in inputs.systems[2:])
        + inputs.systems[:2],
    )
    services = assess_services(run(unsure), load_calibration(), horizons_days=())
    spreads = {s.service_id: s.lost for s in services}
    for spread in spreads.values():
        assert spread.if_unknown_absent.probability == 0.0
        assert spread.headline == spread.if_unknown_present
    assert spreads["transfers"].headline.probability == pytest.approx(0.125, abs=0.02)
    assert spreads["records"].headline.probability == pytest.approx(0.9, abs=0.02)


def test_an_intermediate_level_is_shown_beside_the_one_that_counts_as_lost() -> None:
    systems = {s.system_id: s for s in assess_systems(run(chain_and_lone_critical()))}
    payments = systems["payments"]
    assert payments.user.headline.probability == pytest.approx(0.25, abs=0.03)
    assert payments.lost == payments.admin
    assert systems["web"].admin.headline.probability == 0.0


def test_a_longer_horizon_only_adds_worlds() -> None:
    simulation = run(chain_and_lone_critical())
    (_, transfers) = assess_services(simulation, load_calibration())
    days = [d for d, _ in transfers.over_time]
    hits = [estimate.hits for _, estimate in transfers.over_time]
    assert days == sorted(days)
    assert hits == sorted(hits)
    assert dict(transfers.over_time)[30.0] == transfers.lost.headline


def test_a_horizon_of_the_profile_equals_a_run_over_it() -> None:
    inputs = wide_estate()
    month, year = run(inputs, stress=2.0), run(inputs, stress=2.0, horizon_days=365.0)
    services = assess_services(month, load_calibration(), horizons_days=(365.0,))
    for service, alone in zip(services, assess_services(year, load_calibration()), strict=True):
        assert service.over_time == ((365.0, alone.lost.headline),)


def test_refuses_a_service_on_a_system_that_is_not_there() -> None:
    inputs = ExposureInputs(services=(ServiceNeed(service_id="ghost", all_of=("nowhere",)),))
    with pytest.raises(UsageError, match="nowhere"):
        lost(run(inputs))


def test_an_estate_without_anything_is_not_an_error() -> None:
    simulation = run(ExposureInputs())
    assert assess_systems(simulation) == []
    assert assess_services(simulation, load_calibration()) == []
    assert find_choke_points(simulation).found == ()


def test_a_service_without_needs_is_never_lost() -> None:
    inputs = ExposureInputs(services=(ServiceNeed(service_id="idle", any_of=((),)),))
    assert lost(run(inputs)) == {"idle": 0.0}


def test_keeps_count_of_findings_and_controls_that_open_or_cut_nothing() -> None:
    stop = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H"
    inputs = ExposureInputs(
        systems=(ExposedSystem(system_id="web", internet_facing="yes"),),
        flaws=(Flaw(vulnerability_id="CVE-stop", vectors=(stop,)),),
        findings=(FlawOnSystem(system_id="web", vulnerability_id="CVE-stop"),),
        controls=(
            Control(control_id="amulet", kind="amulet", systems=("web",)),
            Control(control_id="nowhere", kind="waf"),
            Control(control_id="blank", kind="virtual_patch", systems=("web",)),
            Control(control_id="good", kind="waf", systems=("web",)),
        ),
    )
    graph = build_attack_graph(inputs, load_attack_rules())
    assert graph.idle_findings == (0,)
    assert graph.idle_controls == ("amulet", "blank", "nowhere")


# What-ifs, leverage and choke points.


def test_a_what_if_equals_a_run_without_it() -> None:
    """For every single finding, link and account: the same worlds, bit for bit."""
    inputs = wide_estate()
    simulation = run(inputs)
    cases: list[tuple[Change, ExposureInputs]] = [
        (without_findings([n]), replace(inputs, findings=cut(inputs.findings, n)))
        for n in range(len(inputs.findings))
    ]
    cases += [
        (without_rows(simulation.graph, 0, [n]), replace(inputs, links=cut(inputs.links, n)))
        for n in range(len(inputs.links))
    ]
    cases += [
        (without_rows(simulation.graph, 2, [0]), replace(inputs, accounts=())),
        (without_rows(simulation.graph, 3, [0]), replace(inputs, vendors=())),
    ]
    for change, smaller in cases:
        bits = simulation.what_if(change)
        again = run(smaller)
        ours = dict(zip(simulation.graph.nodes, bits, strict=True))
        for node, row in zip(again.graph.nodes, again.if_present, strict=True):
            assert np.array_equal(row, ours[node]), (change, node)


def test_crediting_a_control_in_a_what_if_equals_a_run_that_credits_it() -> None:
    inputs = wide_estate()
    simulation, credited = run(inputs), run(inputs, credited=frozenset({"seg"}))
    event = Event("control", "seg")
    bits = simulation.what_if(Change(probabilities={event: simulation.chances[event].base}))
    assert np.array_equal(bits, credited.if_present)
    assert count_worlds(simulation.if_present).sum() > count_worlds(bits).sum()


def test_a_what_if_of_several_things_equals_a_run_with_all() -> None:
    inputs = wide_estate()
    simulation = run(inputs)
    edges = without_rows(simulation.graph, 0, [0]).without_edges
    change = Change(
        without_findings=(1,),
        without_edges=edges,
        probabilities={Event("flaw", "CVE-0"): 1.0, Event("flaw", "CVE-unheard-of"): 1.0},
    )
    other = replace(
        inputs,
        findings=cut(inputs.findings, 1),
        links=cut(inputs.links, 0),
        overrides=(chance("CVE-0", 1.0),),
    )
    again = run(other)
    ours = dict(zip(simulation.graph.nodes, simulation.what_if(change), strict=True))
    for node, row in zip(again.graph.nodes, again.if_present, strict=True):
        assert np.array_equal(row, ours[node])


def cut(rows: tuple[Any, ...], number: int) -> tuple[Any, ...]:
    return rows[:number] + rows[number + 1 :]


def wide_estate() -> ExposureInputs:
    names = [f"s{n}" for n in range(6)]
    pairs = [(0, 2), (1, 2), (2, 3), (3, 4), (2, 4), (4, 5), (5, 2)]
    return ExposureInputs(
        systems=tuple(
            ExposedSystem(system_id=name, internet_facing="yes" if n < 2 else "no")
            for n, name in enumerate(names)
        ),
        zones=(Zone(zone_id="branches", kind="insider"),),
        links=(
            *(PermittedLink(source=names[a], target=names[b], kind="admin") for a, b in pairs),
            PermittedLink(source="branches", target="s3"),
        ),
        flaws=tuple(
            Flaw(vulnerability_id=f"CVE-{n}", vectors=(REMOTE_FULL,), epss_probability=0.4)
            for n in range(4)
        ),
        findings=tuple(
            FlawOnSystem(system_id=name, vulnerability_id=f"CVE-{n % 4}")
            for n, name in enumerate(names)
        ),
        accounts=(
            PrivilegedAccount(account_id="ops", systems=("s5",), used_from=("s0",), mfa="no"),
        ),
        vendors=(VendorAccess(vendor_id="v", system_id="s4"),),
        controls=(Control(control_id="seg", kind="segmentation", systems=("s2", "s4")),),
        services=(
            ServiceNeed(service_id="core", all_of=("s4", "s5")),
            ServiceNeed(service_id="edge", any_of=(("s0", "s1"),)),
        ),
    )


def test_leverage_counts_the_worlds_saved_and_never_adds_one() -> None:
    simulation = run(wide_estate())
    results = leverage_of(
        simulation,
        {"nothing": Change(), "all": without_findings(range(6)), "first": without_findings([0])},
    )
    nothing, everything, first = results
    assert nothing.removed_worlds == 0
    today = lost_worlds(simulation.graph, simulation.if_present)
    assert everything.removed_worlds >= first.removed_worlds > 0
    for result in results:
        assert result.added == (0, 0)
        saved = count_worlds(today) - count_worlds(result.lost)
        assert result.removed == tuple(saved.tolist())
    assert everything.removed_probability()["edge"].hits == everything.removed[1]


def test_choke_points_are_the_best_of_all_single_removals() -> None:
    simulation = run(wide_estate())
    chosen = find_choke_points(simulation, count=3, effort=1_000)
    every = find_choke_points(simulation, count=1_000, effort=1_000)
    assert chosen.is_proven
    assert every.is_proven
    ranked = [leverage.removed_worlds for _, leverage in every.found]
    assert ranked == sorted(ranked, reverse=True)
    assert [c for c, _ in chosen.found] == [c for c, _ in every.found][:3]
    assert chosen.tried < every.tried
    kinds = {candidate.kind for candidate, _ in every.found}
    assert kinds == {"flaw", "system", "account", "vendor"}


def test_a_link_that_carries_every_path_is_a_choke_point() -> None:
    found = find_choke_points(run(chain_and_lone_critical())).found
    links = [candidate.subject_id for candidate, _ in found if candidate.kind == "link"]
    assert links == ["web>payments"]


def test_choke_points_say_when_they_stopped_early() -> None:
    stopped = find_choke_points(run(wide_estate()), count=3, effort=2)
    assert not stopped.is_proven
    assert stopped.tried == 2
