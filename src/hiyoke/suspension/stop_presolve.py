"""What is settled before a large search: modes that cost nothing, and modes that another beats.

Both leave the least cost as it is, so a bound on what is left holds for the whole. What is not
here: the search (`cheapest_stop`).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hiyoke.suspension.fronts import Fronts
from hiyoke.suspension.time_layers import layer_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from hiyoke.suspension.inputs import StopMode, StopProblem


@dataclass(frozen=True, slots=True, kw_only=True)
class Presolved:
    """A smaller problem of the same least cost.

    Attributes:
        problem: The problem without the modes that another beats.
        free: Modes of it that cost nothing whatever else is entered, and so are taken as entered.
    """

    problem: StopProblem
    free: frozenset[str]


def presolve(problem: StopProblem) -> Presolved:
    """Settle what needs no search.

    A mode is free when it takes nothing from any service, stops no system and cuts no link that any
    service hangs on. Another beats it when it removes at least its steps, no later, and takes from
    every service at most as much: in any choice it can stand in, at no higher cost.

    Cost:
        Linear in the steps of all modes, times the modes that share a step.
    """
    systems, links = _hung_on(problem)
    prints = {
        mode.mode_id: _Footprint(
            losses={name: loss for name, loss in mode.losses.items() if loss > 0.0},
            shares={name: share for name, share in mode.shares.items() if share > 0.0},
            stops=systems.intersection(mode.stops),
            cuts=links.intersection(mode.cuts),
        )
        for mode in problem.modes
    }
    free = frozenset(mode_id for mode_id, one in prints.items() if one.is_empty)
    fronts = Fronts(problem)
    gone = fronts.gone_at(fronts.entered(free))
    steps = {
        mode.mode_id: frozenset(s for s in mode.steps if not gone[s] <= mode.effect_minutes)
        for mode in problem.modes
        if mode.mode_id not in free
    }
    beaten = _beaten(problem, prints, steps)
    return Presolved(
        problem=replace(
            problem, modes=tuple(mode for mode in problem.modes if mode.mode_id not in beaten)
        ),
        free=free,
    )


@dataclass(frozen=True, slots=True)
class _Footprint:
    """What a mode takes from services."""

    losses: Mapping[str, float]
    shares: Mapping[str, float]
    stops: frozenset[str]
    cuts: frozenset[int]

    @property
    def is_empty(self) -> bool:
        return not (self.losses or self.shares or self.stops or self.cuts)

    def is_within(self, other: _Footprint) -> bool:
        """Whether this takes at most what another takes, whatever else is entered."""
        return (
            self.stops <= other.stops
            and self.cuts <= other.cuts
            and all(loss <= other.losses.get(name, 0.0) for name, loss in self.losses.items())
            and all(share <= other.shares.get(name, 0.0) for name, share in self.shares.items())
        )


def _hung_on(problem: StopProblem) -> tuple[frozenset[str], frozenset[int]]:
    """Return the systems and the links whose being out or cut can cost a service something."""
    systems: set[str] = set()
    links: set[int] = set()
    for stake in problem.services:
        systems.update(stake.all_of, *stake.any_of, stake.feeds, *stake.ends.values())
        links.update(stake.ends, *stake.feeds.values(), *stake.connections)
    return frozenset(systems), frozenset(links)


def _beaten(
    problem: StopProblem,
    prints: Mapping[str, _Footprint],
    steps: Mapping[str, Collection[int]],
) -> set[str]:
    """Return the modes that another, which stays, beats; of equals the first by name stays."""
    by_step: dict[int, list[StopMode]] = defaultdict(list)
    for mode in problem.modes:
        for step in steps.get(mode.mode_id, ()):
            by_step[step].append(mode)
    beaten: set[str] = set()
    for mode in problem.modes:
        own = steps.get(mode.mode_id)
        if own is None or mode.mode_id in problem.forced:
            continue
        rivals = by_step[min(own, key=lambda s: (len(by_step[s]), s))] if own else ()
        if not own or any(_beats(rival, mode, problem, prints, steps) for rival in rivals):
            beaten.add(mode.mode_id)
    return beaten


def _beats(
    rival: StopMode,
    mode: StopMode,
    problem: StopProblem,
    prints: Mapping[str, _Footprint],
    steps: Mapping[str, Collection[int]],
) -> bool:
    """Whether a rival stands in for a mode, and not the other way round by name."""

    def stands_in(one: StopMode, other: StopMode) -> bool:
        pace = problem.pace_minutes
        return (
            layer_of(one.effect_minutes, pace) <= layer_of(other.effect_minutes, pace)
            and prints[one.mode_id].is_within(prints[other.mode_id])
            and set(steps[one.mode_id]) >= set(steps[other.mode_id])
        )

    if rival.mode_id == mode.mode_id or not stands_in(rival, mode):
        return False
    if rival.mode_id in problem.forced:
        return True
    return rival.mode_id < mode.mode_id or not stands_in(mode, rival)
