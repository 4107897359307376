"""Small random stop problems, and the answer by trying every set of modes."""

from __future__ import annotations

import random
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from hiyoke.suspension import (
    ProtectedService,
    ServiceStake,
    StopMode,
    StopProblem,
    is_taken,
    reached_after,
    stop_cost,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

SYSTEMS = ("a", "b", "c", "d")
SERVICES = ("x", "y", "z")
LINKS = 4


def random_problem(seed: int, *, most_modes: int = 7) -> StopProblem:
    """Return a problem with redundancy, shared systems, late modes, parts and forced modes."""
    rng = random.Random(seed)  # noqa: S311 - a fixed seed for a test.
    nodes, steps = rng.randint(3, 8), rng.randint(4, 18)
    modes = tuple(_mode(rng, n, steps) for n in range(rng.randint(1, most_modes)))
    return StopProblem(
        node_count=nodes,
        sources=(0,),
        step_sources=np.array([rng.randrange(nodes) for _ in range(steps)]),
        step_targets=np.array([rng.randrange(nodes) for _ in range(steps)]),
        modes=modes,
        services=tuple(_stake(rng, name) for name in SERVICES),
        protected=tuple(
            ProtectedService(
                service_id=name,
                nodes=tuple(rng.sample(range(1, nodes), rng.randint(0, 1))),
                groups=tuple(
                    tuple(rng.sample(range(1, nodes), rng.randint(1, 2)))
                    for _ in range(rng.randint(0, 1))
                ),
            )
            for name in SERVICES
            if rng.random() < 0.7
        ),
        forced=frozenset(mode.mode_id for mode in modes if rng.random() < 0.05),
    )


def _mode(rng: random.Random, number: int, steps: int) -> StopMode:
    return StopMode(
        mode_id=f"m{number}",
        steps=tuple(rng.sample(range(steps), rng.randint(0, min(5, steps)))),
        effect_minutes=rng.choice([0, 0, 30, 60, 61, 150]),
        losses={name: float(rng.randint(0, 20)) for name in SERVICES if rng.random() < 0.3},
        shares={name: rng.choice([0.2, 0.5, 0.7, 1.0]) for name in SERVICES if rng.random() < 0.3},
        stops=tuple(name for name in SYSTEMS if rng.random() < 0.2),
        cuts=tuple(link for link in range(LINKS) if rng.random() < 0.3),
    )


def _stake(rng: random.Random, name: str) -> ServiceStake:
    def links() -> tuple[int, ...]:
        return tuple(rng.sample(range(LINKS), rng.randint(1, 3)))

    return ServiceStake(
        service_id=name,
        stop_loss=float(rng.randint(0, 30)),
        attack_loss=float(rng.randint(0, 100)),
        all_of=tuple(system for system in SYSTEMS if rng.random() < 0.2),
        any_of=tuple(
            tuple(rng.sample(SYSTEMS, rng.randint(1, 3))) for _ in range(rng.randint(0, 2))
        ),
        feeds={system: links() for system in SYSTEMS if rng.random() < 0.4},
        connections=tuple(links() for _ in range(rng.randint(0, 2))),
        ends={
            link: (rng.choice(("", *SYSTEMS)), rng.choice(("", *SYSTEMS)))
            for link in range(LINKS)
            if rng.random() < 0.7
        },
    )


def left_open(problem: StopProblem, chosen: Collection[str]) -> set[str]:
    """Return the protected services that the attacker can take."""
    reached = reached_after(problem, chosen)
    return {p.service_id for p in problem.protected if is_taken(p, reached)}


def every_set(problem: StopProblem) -> Iterator[set[str]]:
    """Yield every set of modes that holds the forced ones."""
    ids = [mode.mode_id for mode in problem.modes]
    for size in range(len(ids) + 1):
        for chosen in combinations(ids, size):
            if problem.forced <= set(chosen):
                yield set(chosen)


def least_cost(problem: StopProblem, attack_weight: float | None = None) -> float:
    """Return the cost of the best set, by trying all."""
    beyond = left_open(problem, [mode.mode_id for mode in problem.modes])
    attack = {stake.service_id: stake.attack_loss for stake in problem.services}
    costs = []
    for chosen in every_set(problem):
        taken = left_open(problem, chosen)
        if attack_weight is None and not taken <= beyond:
            continue
        weighed = sum((attack_weight or 0.0) * attack[name] for name in taken)
        costs.append(stop_cost(problem, chosen) + weighed)
    return min(costs)
