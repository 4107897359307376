"""What changes save: against trying every one, and pairs that only help together."""

from __future__ import annotations

import random
from datetime import date

import pytest

from hiyoke.exposure import (
    Change,
    Conditions,
    ExpertOverride,
    ExposedSystem,
    ExposureInputs,
    FeltWorlds,
    Flaw,
    FlawOnSystem,
    PermittedLink,
    ServiceNeed,
    Simulation,
    build_attack_graph,
    leverage_of,
    load_attack_rules,
    load_calibration,
    lost_worlds,
    service_order,
    simulate,
    without_findings,
)
from hiyoke.risk import (
    Lever,
    LeverScale,
    LossModel,
    LossRange,
    WeighedLevers,
    debt_ledger,
    load_effort_profile,
    weigh_levers,
)
from property.exposure_estates import AS_OF, random_estate

OPEN = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"


def run_of(inputs: ExposureInputs, worlds: int = 512) -> Simulation:
    graph = build_attack_graph(inputs, load_attack_rules())
    return simulate(graph, load_calibration(), Conditions(as_of=AS_OF), worlds=worlds, seed=3)


def scale_of(run: Simulation, price: float = 100.0) -> LeverScale:
    services = service_order(run.graph)
    prices = {name: LossRange(price / 2, price, 2 * price) for name in services}
    return LeverScale(run, LossModel.of(services, prices, run.worlds))


def levers_of(run: Simulation) -> list[Lever]:
    findings = range(len(run.graph.inputs.findings))
    levers = [Lever("bundle", f"f{n}", without_findings([n])) for n in findings]
    edges = range(run.graph.edges.sources.size)
    return levers + [Lever("port", f"e{n}", Change(without_edges=(n,))) for n in edges]


@pytest.mark.parametrize("seed", range(8))
def test_the_bound_leaves_out_nothing_better_than_what_was_found(seed: int) -> None:
    run = run_of(random_estate(seed))
    scale, levers = scale_of(run), levers_of(run)

    every = weigh_levers(scale, levers, count=10_000, effort=10_000)
    some = weigh_levers(scale, levers, count=3, effort=10_000)

    assert every.is_proven
    assert some.is_proven
    gains = [weighed.gain for weighed in every.found[:3] if weighed.gain.worlds]
    assert [weighed.gain for weighed in some.found[: len(gains)]] == gains
    for lever, bound in some.untried:
        assert scale.weigh(lever).gain <= bound


@pytest.mark.parametrize("seed", range(8))
def test_no_change_is_felt_outside_the_worlds_that_bound_it(seed: int) -> None:
    run = run_of(random_estate(seed))
    felt = FeltWorlds(run)
    today = lost_worlds(run.graph, run.if_present)
    rng = random.Random(seed)  # noqa: S311 - a test needs no secret.
    events = {event: rng.random() for event in run.graph.events[1:]}

    for lever in (*levers_of(run), Lever("all", "", Change(probabilities=events))):
        (result,) = leverage_of(run, {"change": lever.change})
        assert not ((result.lost ^ today) & ~felt.of(lever.change)).any()


def two_ways() -> ExposureInputs:
    """Two ways lead to one service: closing either alone is of no use."""
    return ExposureInputs(
        systems=(ExposedSystem(system_id="core", internet_facing="yes"),),
        flaws=tuple(Flaw(vulnerability_id=name, vectors=(OPEN,)) for name in ("one", "two")),
        findings=tuple(
            FlawOnSystem(system_id="core", vulnerability_id=name) for name in ("one", "two")
        ),
        services=(ServiceNeed(service_id="pay", all_of=("core",)),),
        overrides=tuple(
            ExpertOverride(subject="vulnerability", subject_id=name, probability=1.0)
            for name in ("one", "two")
        ),
    )


def weighed_pair() -> WeighedLevers:
    run = run_of(two_ways())
    levers = [Lever("bundle", name, without_findings([n])) for n, name in enumerate(("a", "b"))]
    return weigh_levers(scale_of(run), levers)


def test_changes_that_only_help_together_name_each_other() -> None:
    found = {weighed.lever.subject_id: weighed for weighed in weighed_pair().found}

    assert found["a"].gain.loss == found["b"].gain.loss == 0.0
    assert found["a"].partners == (("bundle", "b"),)
    assert found["b"].partners == (("bundle", "a"),)


def test_a_change_that_saves_everything_has_the_whole_loss_with_its_interval() -> None:
    run = run_of(two_ways())
    (only,) = weigh_levers(scale_of(run), [Lever("bundle", "both", without_findings([0, 1]))]).found

    assert only.loss is not None
    assert only.loss.expected == LossRange(50.0, 100.0, 200.0)
    assert only.loss.ci_low <= 100.0 <= only.loss.ci_high
    assert only.removed["pay"].probability == 1.0


def test_a_debt_leads_to_the_services_behind_its_steps() -> None:
    inputs = ExposureInputs(
        systems=(
            ExposedSystem(system_id="web", internet_facing="yes"),
            ExposedSystem(system_id="core", internet_facing="no"),
            ExposedSystem(system_id="other", internet_facing="no"),
        ),
        links=(PermittedLink(source="web", target="core"),),
        flaws=(Flaw(vulnerability_id="x", vectors=(OPEN,), published_on=date(2026, 1, 1)),),
        findings=tuple(
            FlawOnSystem(system_id=s, vulnerability_id="x") for s in ("web", "core", "other")
        ),
        services=(
            ServiceNeed(service_id="pay", all_of=("core",)),
            ServiceNeed(service_id="hr", all_of=("other",)),
        ),
    )
    run = run_of(inputs)

    steps, services = scale_of(run).leads_to(without_findings([0]))

    assert steps >= 1
    assert services == ("pay",)


def test_debts_are_ranked_by_loss_removed_for_each_hour() -> None:
    run = run_of(two_ways())
    levers = [
        Lever("bundle", "many", without_findings([0, 1])),
        Lever("port", "gate", Change(without_edges=tuple(range(run.graph.edges.sources.size)))),
    ]
    weighed = weigh_levers(scale_of(run), levers)
    systems = {("bundle", "many"): ["core"], ("port", "gate"): ["core"]}

    debts = debt_ledger(weighed.found, systems, {("bundle", "many"): 50.0}, load_effort_profile())

    assert [(d.kind, d.effort_hours, d.is_effort_assumed) for d in debts] == [
        ("port", 4.0, True),
        ("backlog", 50.0, False),
    ]
    assert [d.loss_removed_per_hour for d in debts] == [25.0, 2.0]
