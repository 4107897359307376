"""What can be reached at all does not depend on the worlds that were drawn."""

from __future__ import annotations

from datetime import date

import pytest

from hiyoke.exposure import (
    Conditions,
    Control,
    ExposedSystem,
    ExposureInputs,
    Flaw,
    FlawOnSystem,
    ServiceNeed,
    Simulation,
    build_attack_graph,
    load_attack_rules,
    load_calibration,
    lost_worlds,
    reached_at_worst,
    service_order,
    simulate,
)
from property.exposure_estates import AS_OF, chances_of, random_estate
from simulators.attack_oracle import exact, service_question

OPEN = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"


def run_of(inputs: ExposureInputs, as_of: date = date(2026, 5, 22)) -> Simulation:
    graph = build_attack_graph(inputs, load_attack_rules())
    return simulate(graph, load_calibration(), Conditions(as_of=as_of), worlds=64, seed=1)


def bank(probability: float, *controls: Control) -> ExposureInputs:
    return ExposureInputs(
        systems=(ExposedSystem(system_id="web", internet_facing="yes"),),
        flaws=(Flaw(vulnerability_id="x", vectors=(OPEN,), epss_probability=probability),),
        findings=(FlawOnSystem(system_id="web", vulnerability_id="x"),),
        services=(ServiceNeed(service_id="pay", all_of=("web",)),),
        controls=controls,
    )


def is_lost(inputs: ExposureInputs) -> bool:
    run = run_of(inputs)
    return bool(lost_worlds(run.graph, reached_at_worst(run)).any())


def test_a_way_too_rare_for_the_worlds_drawn_is_still_a_way() -> None:
    rare = bank(1e-9)
    assert not lost_worlds(run_of(rare).graph, run_of(rare).if_present).any()
    assert is_lost(rare)


def test_what_cannot_happen_is_no_way() -> None:
    assert not is_lost(bank(0.0))


def waf(efficacy: float) -> Control:
    return Control(
        control_id="waf",
        kind="waf",
        systems=("web",),
        efficacy=efficacy,
        mode="block",
        tested_on=date(2026, 5, 1),
    )


def test_a_guard_counts_only_when_it_cannot_fail() -> None:
    assert is_lost(bank(1.0, waf(0.99)))
    assert not is_lost(bank(1.0, waf(1.0)))


@pytest.mark.parametrize("seed", range(60))
def test_is_reached_exactly_where_a_full_enumeration_gives_a_chance(seed: int) -> None:
    inputs = random_estate(seed, open_events=9)
    run = run_of(inputs, as_of=AS_OF)
    lost = lost_worlds(run.graph, reached_at_worst(run))[:, 0] != 0

    asked = {need.service_id: service_question(need) for need in inputs.services}
    truth = exact(inputs, chances_of(inputs), asked, unknowns=True)
    expected = [truth[service_id] > 0.0 for service_id in service_order(run.graph)]
    assert lost.tolist() == expected
