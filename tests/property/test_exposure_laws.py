"""What must hold of exposure whatever the estate: exactness, intervals and monotone laws.

Laws are held in every single world, since plans share their worlds; only coverage is statistical.
"""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiyoke.exposure.attack_graph import build_attack_graph
from hiyoke.exposure.calibration import Conditions
from hiyoke.exposure.calibration_file import load_calibration
from hiyoke.exposure.reachability import reach
from hiyoke.exposure.results import assess_services, assess_systems, lost_worlds, service_order
from hiyoke.exposure.rules import load_attack_rules
from hiyoke.exposure.simulation import Simulation, simulate
from hiyoke.exposure.worlds import unpack_worlds
from property.exposure_estates import AS_OF, chances_of, random_estate
from simulators.attack_oracle import State, exact, service_question, walk

if TYPE_CHECKING:
    from collections.abc import Callable

    from hiyoke.exposure.inputs import ExposureInputs
    from hiyoke.exposure.intervals import Estimate
    from hiyoke.exposure.places import Node

pytestmark = pytest.mark.property

SEED = 7
CONDITIONS = Conditions(as_of=AS_OF)
seeds = st.integers(0, 1 << 32)


def run(inputs: ExposureInputs, *, worlds: int = 200, **conditions: float) -> Simulation:
    return simulate(
        build_attack_graph(inputs, load_attack_rules()),
        load_calibration(),
        replace(CONDITIONS, **conditions),  # type: ignore[arg-type]
        worlds=worlds,
        seed=SEED,
    )


def by_node(simulation: Simulation, bits: np.ndarray) -> dict[Node, bytes]:
    rows = zip(simulation.graph.nodes, bits, strict=True)
    return {node: row.tobytes() for node, row in rows}


def never_more(less: Simulation, more: Simulation) -> None:
    """Whatever is reached or lost in a world of `less` is so in that world of `more`."""
    places = more.graph.node_numbers
    for bits, others in ((less.if_absent, more.if_absent), (less.if_present, more.if_present)):
        for node, row in zip(less.graph.nodes, bits, strict=True):
            if row.any():
                assert not (row & ~others[places[node]]).any(), node
        lost, others_lost = lost_worlds(less.graph, bits), lost_worlds(more.graph, others)
        assert service_order(less.graph) == service_order(more.graph)
        assert not (lost & ~others_lost).any()


def one_less(inputs: ExposureInputs, table: str, seed: int) -> ExposureInputs | None:
    """Return the inputs without one row of a table; None when it is empty."""
    rows = getattr(inputs, table)
    if not rows:
        return None
    gone = seed % len(rows)
    return replace(inputs, **{table: rows[:gone] + rows[gone + 1 :]})


@given(seed=seeds)
@settings(max_examples=40, deadline=None)
def test_engine_and_plain_walk_agree_in_every_world(seed: int) -> None:
    inputs = random_estate(seed)
    simulation = run(inputs, worlds=48)
    graph = simulation.graph
    happened = unpack_worlds(simulation.event_worlds, 48)
    for bits, unknowns in ((simulation.if_absent, False), (simulation.if_present, True)):
        reached = unpack_worlds(bits, 48)
        for world in range(48):
            happens = dict.fromkeys(chances_of(inputs), False)
            events = ((event.kind, event.subject_id) for event in graph.events)
            happens |= dict(zip(events, happened[:, world].tolist(), strict=True))
            held = walk(inputs, happens, unknowns=unknowns)
            ours = {
                (node.subject_id, node.level)
                for node, is_held in zip(graph.nodes, reached[:, world], strict=True)
                if is_held and node.kind == "system"
            }
            assert ours == {state for state in held if state[1]}


def questions(inputs: ExposureInputs) -> dict[str, Callable[[set[State]], bool]]:
    asked = {need.service_id: service_question(need) for need in inputs.services}
    for system in inputs.systems:
        state = (system.system_id, "admin")
        asked[system.system_id] = lambda held, state=state: state in held  # type: ignore[misc]
    return asked


def compared(seed: int, open_events: int, worlds: int) -> list[tuple[float, Estimate]]:
    """Return the exact probability and the estimate of every system and service, both ways."""
    inputs = random_estate(seed, open_events=open_events)
    simulation = run(inputs, worlds=worlds)
    spreads = {s.system_id: s.lost for s in assess_systems(simulation)}
    services = assess_services(simulation, load_calibration(), horizons_days=())
    spreads |= {s.service_id: s.lost for s in services}
    pairs = []
    for unknowns, end in ((False, "if_unknown_absent"), (True, "if_unknown_present")):
        truth = exact(inputs, chances_of(inputs), questions(inputs), unknowns=unknowns)
        pairs += [(truth[name], getattr(spread, end)) for name, spread in spreads.items()]
    return pairs


def covered_share(pairs: list[tuple[float, Estimate]]) -> tuple[float, int]:
    """Return how often the interval holds the truth, among truths that are not 0 or 1."""
    open_pairs = [(truth, e) for truth, e in pairs if 1e-9 < truth < 1 - 1e-9]
    held = sum(e.ci_low <= truth <= e.ci_high for truth, e in open_pairs)
    return held / len(open_pairs), len(open_pairs)


def test_intervals_hold_the_exact_probability_at_their_rate() -> None:
    pairs = [pair for seed in range(90) for pair in compared(seed, open_events=6, worlds=700)]
    share, count = covered_share(pairs)
    assert count > 120
    assert share >= 0.93


@pytest.mark.slow
def test_intervals_hold_the_exact_probability_over_hundreds_of_estates() -> None:
    pairs = [pair for seed in range(400) for pair in compared(seed, open_events=14, worlds=700)]
    share, count = covered_share(pairs)
    assert count > 800
    assert share >= 0.94


def test_certain_and_impossible_are_exact() -> None:
    pairs = [pair for seed in range(60) for pair in compared(seed, open_events=3, worlds=64)]
    for truth, estimate in pairs:
        if truth <= 1e-12:
            assert estimate.hits == 0
        if truth >= 1 - 1e-12:
            assert estimate.hits == estimate.worlds
    assert sum(truth > 1 - 1e-12 for truth, _ in pairs) > 20


@given(seed=seeds)
@settings(max_examples=60, deadline=None)
def test_what_is_unknown_never_lowers_exposure(seed: int) -> None:
    simulation = run(random_estate(seed))
    assert not (simulation.if_absent & ~simulation.if_present).any()


@pytest.mark.parametrize("table", ["links", "findings", "accounts", "vendors"])
@given(seed=seeds)
@settings(max_examples=40, deadline=None)
def test_removing_a_way_in_never_raises_exposure(table: str, seed: int) -> None:
    inputs = random_estate(seed)
    fewer = one_less(inputs, table, seed)
    if fewer is not None:
        never_more(run(fewer), run(inputs))


@given(seed=seeds)
@settings(max_examples=60, deadline=None)
def test_adding_a_control_never_raises_exposure(seed: int) -> None:
    inputs = random_estate(seed)
    fewer = one_less(inputs, "controls", seed)
    if fewer is not None:
        never_more(run(inputs), run(fewer))


@given(seed=seeds, factor=st.floats(1.0, 10.0))
@settings(max_examples=40, deadline=None)
def test_faster_attackers_and_longer_horizons_never_lower_exposure(
    seed: int, factor: float
) -> None:
    inputs = random_estate(seed)
    before = run(inputs)
    never_more(before, run(inputs, stress=factor))
    never_more(before, run(inputs, horizon_days=30.0 * factor))


@given(seed=seeds)
@settings(max_examples=40, deadline=None)
def test_order_and_splitting_of_rows_change_nothing(seed: int) -> None:
    inputs = random_estate(seed)
    rng = random.Random(seed)  # noqa: S311 - a test's order is no secret.
    moved: dict[str, Any] = {}
    for table in ("systems", "zones", "links", "flaws", "findings", "vendors", "overrides"):
        rows = list(getattr(inputs, table))
        if table not in ("flaws", "overrides"):
            rows += rng.sample(rows, k=rng.randint(0, len(rows)))  # Said twice.
        moved[table] = tuple(rng.sample(rows, k=len(rows)))
    moved["accounts"] = tuple(
        replace(account, systems=(system,))
        for account in inputs.accounts
        for system in account.systems
    )
    moved["controls"] = tuple(
        part
        for control in inputs.controls
        for part in (
            replace(control, systems=(), accounts=()),
            replace(control, links=(), systems=control.systems[:1]),
            replace(control, links=(), accounts=(), systems=control.systems[1:]),
        )
    )
    plain, split = run(inputs), run(replace(inputs, **moved))
    for end in ("if_absent", "if_present"):
        ours, theirs = (by_node(s, getattr(s, end)) for s in (plain, split))
        assert {n: theirs.get(n) for n in ours} == ours
        assert np.array_equal(
            lost_worlds(plain.graph, getattr(plain, end)),
            lost_worlds(split.graph, getattr(split, end)),
        )


@given(seed=seeds)
@settings(max_examples=40, deadline=None)
def test_renaming_systems_changes_nothing_but_names(seed: int) -> None:
    """Draws are keyed by name, so the worlds of the first run are carried over."""
    inputs = random_estate(seed)
    before = run(inputs)
    after = build_attack_graph(renamed(inputs), load_attack_rules())
    assert len(after.events) == len(before.graph.events)
    opened = after.gates.open_worlds(before.event_worlds)
    reached = reach(after.arrange(), opened, after.start_worlds(before.event_worlds))
    assert np.array_equal(reached, before.if_present)


def renamed(inputs: ExposureInputs) -> ExposureInputs:
    """Return the estate with every system under another name."""
    names = {s.system_id: f"renamed-{s.system_id}" for s in inputs.systems}

    def to(place: str) -> str:
        return names.get(place, place)

    def all_to(places: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(to(place) for place in places)

    return replace(
        inputs,
        systems=tuple(replace(s, system_id=to(s.system_id)) for s in inputs.systems),
        links=tuple(replace(k, source=to(k.source), target=to(k.target)) for k in inputs.links),
        findings=tuple(replace(f, system_id=to(f.system_id)) for f in inputs.findings),
        accounts=tuple(
            replace(
                a,
                systems=all_to(a.systems),
                used_from=None if a.used_from is None else all_to(a.used_from),
            )
            for a in inputs.accounts
        ),
        vendors=tuple(replace(v, system_id=to(v.system_id)) for v in inputs.vendors),
        controls=tuple(
            replace(c, systems=all_to(c.systems), links=tuple((to(a), to(b)) for a, b in c.links))
            for c in inputs.controls
        ),
    )


@given(seed=seeds)
@settings(max_examples=30, deadline=None)
def test_threads_change_nothing(seed: int) -> None:
    graph = build_attack_graph(random_estate(seed), load_attack_rules())
    runs = [
        simulate(graph, load_calibration(), CONDITIONS, worlds=1_100, seed=SEED, threads=threads)
        for threads in (1, 3)
    ]
    assert np.array_equal(runs[0].if_present, runs[1].if_present)


@given(seed=seeds)
@settings(max_examples=40, deadline=None)
def test_nothing_is_reached_without_a_way_in(seed: int) -> None:
    inputs = random_estate(seed)
    systems = tuple(replace(s, internet_facing="no") for s in inputs.systems)
    names = {s.system_id for s in systems}
    links = tuple(k for k in inputs.links if {k.source, k.target} <= names)
    accounts = tuple(
        replace(a, used_from=tuple(p for p in a.used_from or () if p in names))
        for a in inputs.accounts
    )
    simulation = run(replace(inputs, systems=systems, links=links, accounts=accounts, vendors=()))
    for node, row in zip(simulation.graph.nodes, simulation.if_present, strict=True):
        assert node.kind != "system" or not row.any()
