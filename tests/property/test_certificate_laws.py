"""What each mode keeps from the attacker is what a walk without it finds."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from hiyoke.suspension import StopMode, StopProblem, certify, is_taken
from hiyoke.suspension.certificate import Walk, WalksWithoutOne
from small_stops import random_problem

if TYPE_CHECKING:
    from collections.abc import Collection


def plain_walk(problem: StopProblem, chosen: Collection[str]) -> dict[int, int | None]:
    """Walk round by round from nothing: by which step is each node gained, the least of a round."""
    modes = [mode for mode in problem.modes if mode.mode_id in chosen]
    ends = list(zip(problem.step_sources.tolist(), problem.step_targets.tolist(), strict=True))
    arrived: dict[int, int | None] = dict.fromkeys(problem.sources)
    front, done = set(arrived), 0
    while front:
        done += 1
        gained: dict[int, int] = {}
        for step, (source, target) in enumerate(ends):
            is_gone = any(
                step in mode.steps and mode.effect_minutes < done * problem.pace_minutes
                for mode in modes
            )
            if source in front and target not in arrived and not is_gone:
                gained.setdefault(target, step)
        arrived |= gained
        front = set(gained)
    return arrived


def drawn_problem(seed: int) -> StopProblem:
    """Return steps between few nodes, with modes that share steps and take effect at any time."""
    rng = random.Random(seed)  # noqa: S311 - a fixed seed.
    nodes, steps = rng.randint(2, 14), rng.randint(1, 45)
    sources = [rng.randrange(nodes) for _ in range(steps)]
    # Half of the maps are long: a step leads to one of the next nodes.
    near = rng.random() < 0.5
    targets = [
        min(nodes - 1, source + rng.randint(0, 3)) if near else rng.randrange(nodes)
        for source in sources
    ]
    modes = tuple(
        StopMode(
            mode_id=f"m{number}",
            steps=tuple(sorted(rng.sample(range(steps), rng.randint(0, min(steps, 8))))),
            effect_minutes=float(rng.choice([0, 0, 10, 15, 20, 30, 45, 70])),
        )
        for number in range(rng.randint(1, 6))
    )
    return StopProblem(
        node_count=nodes,
        step_sources=np.array(sources, dtype=np.int64),
        step_targets=np.array(targets, dtype=np.int64),
        sources=tuple(rng.sample(range(nodes), rng.randint(1, min(3, nodes)))),
        protected=(),
        modes=modes,
        services=(),
        pace_minutes=float(rng.choice([1, 10, 30])),
    )


@settings(max_examples=600, deadline=None)
@given(seed=st.integers(0, 2**40))
def test_what_is_gained_without_one_mode_is_what_a_walk_from_nothing_gains(seed: int) -> None:
    problem = drawn_problem(seed)
    rng = random.Random(seed)  # noqa: S311 - as above.
    chosen = [mode.mode_id for mode in problem.modes if rng.random() < 0.8]
    walk = Walk(problem)
    assert walk.arrivals(chosen) == plain_walk(problem, chosen)
    walks = WalksWithoutOne(walk, chosen)
    for mode_id in chosen:
        without = plain_walk(problem, [other for other in chosen if other != mode_id])
        assert walks.reached(mode_id, range(problem.node_count)) == set(without)
        for node in without:
            assert walks.way_to(node, mode_id) == walk.way_to(node, without)


def test_a_certificate_names_for_each_mode_the_shortest_way_that_only_it_closes() -> None:
    for seed in range(150):
        problem, rng = random_problem(seed), random.Random(seed)  # noqa: S311 - a fixed seed.
        chosen = [mode.mode_id for mode in problem.modes if rng.random() < 0.7]
        proof, walk = certify(problem, chosen), Walk(problem)
        assert set(proof.reached) == set(plain_walk(problem, chosen))
        for mode_id in chosen:
            without = plain_walk(problem, [other for other in chosen if other != mode_id])
            opened = sorted(
                (one for one in problem.protected if one.service_id in proof.protected),
                key=lambda one: one.service_id,
            )
            first = next((one for one in opened if is_taken(one, without)), None)
            nodes = () if first is None else {*first.nodes, *(n for g in first.groups for n in g)}
            ways = (walk.way_to(n, without) for n in nodes if n in without)
            closed = (w for w in ways if w and walk.targets[w[-1]] not in proof.reached)
            assert proof.removes[mode_id] == min(closed, key=lambda w: (len(w), w), default=())
