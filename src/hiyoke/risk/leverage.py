"""What each change is worth in money: tried one by one, and in pairs that only help together.

Every change is tried in the same worlds. One that is felt in few worlds cannot save more than what
is lost there; whatever this bound shows to be no better than the changes already tried is left
out, with its bound. What is not here: the changes (`hiyoke.workflows`), and the work they take
(`debt_ledger`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from hiyoke.exposure import (
    Change,
    Estimate,
    FeltWorlds,
    Node,
    count_worlds,
    lost_worlds,
    reach,
    unpack_worlds,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from hiyoke.exposure import Simulation
    from hiyoke.risk.loss import LossModel, MeanLoss

#: Kind of a change that closes a link which a service is taken to use: a cut, not a debt.
SERVICE_LINK: Final = "service_link"

#: Changes that are found at most, and tried at most.
COUNT: Final = 60
EFFORT: Final = 200

#: Changes whose pairs are looked at, and pairs tried at most.
PAIRED: Final = 16
PAIR_EFFORT: Final = 40

#: Share of what a pair saves that neither of the two saves alone, from which on we say so.
TOGETHER: Final = 0.5

#: Partners named for one change.
PARTNERS: Final = 3


class Lever(NamedTuple):
    """One change that somebody could make.

    Attributes:
        kind: What sort of change, for example bundle.
        subject_id: What it is about; unique within its kind.
        change: What would be otherwise.
    """

    kind: str
    subject_id: str
    change: Change


class Gain(NamedTuple):
    """What a change saves, to rank by: money first, then worlds in which a service is saved."""

    loss: float
    worlds: int


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class WeighedLever:
    """What one change saves.

    Attributes:
        lever: The change.
        gain: What it is ranked by, by the likely cost.
        loss: Expected loss that goes away, with its interval; None when no service has a price.
        removed: Probability that goes away, by service; services without change are left out.
        partners: Changes with which it saves much more than both do alone, best first.
    """

    lever: Lever
    gain: Gain
    loss: MeanLoss | None
    removed: Mapping[str, Estimate]
    partners: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class WeighedLevers:
    """Everything that was tried.

    Attributes:
        found: Changes that save something, alone or with a partner, most first.
        untried: Changes left out, with what they save at most.
        is_proven: Whether nothing left out can save more than the last of `COUNT` found.
        idle_count: Changes that are felt in no world at all.
    """

    found: tuple[WeighedLever, ...]
    untried: tuple[tuple[Lever, Gain], ...]
    is_proven: bool
    idle_count: int


class LeverScale:
    """Weighs changes in the worlds of one run.

    Args:
        simulation: The run.
        model: What lost services cost.
    """

    def __init__(self, simulation: Simulation, model: LossModel) -> None:
        self._simulation = simulation
        self._model = model
        self._felt = FeltWorlds(simulation)
        self._today = lost_worlds(simulation.graph, simulation.if_present)
        self._losses = model.by_world(self._today)

    def bound(self, felt: NDArray[np.uint64]) -> Gain:
        """Return what is lost today in some worlds: no change felt there alone saves more."""
        if not felt.any():
            return Gain(0.0, 0)
        there = unpack_worlds(felt, self._simulation.worlds)
        count = int(np.bitwise_count(self._today & felt).sum(dtype=np.int64))
        return Gain(float(self._losses[1] @ there) / self._simulation.worlds, count)

    def felt(self, change: Change) -> NDArray[np.uint64]:
        """Return the worlds in which a change could be felt, uint64[words]."""
        return self._felt.of(change)

    def leads_to(self, change: Change) -> tuple[int, tuple[str, ...]]:
        """Return how many steps a change takes away, and the services that they lead to.

        A service is led to when one of the steps is taken in some world and what it gains leads
        on, in that world, to a system that the service needs. That need not be enough to stop it.

        Cost:
            One fixpoint.
        """
        simulation = self._simulation
        graph = simulation.graph
        edges, worlds = self._felt.steps(change)
        if edges.size == 0:
            return 0, ()
        start = np.zeros_like(simulation.if_present)
        np.bitwise_or.at(start, graph.edges.targets[edges], worlds)
        led: NDArray[np.bool_] = np.any(
            reach(simulation.possible, simulation.open_worlds, start), axis=1
        )
        level, numbers = graph.rules.lost_at, graph.node_numbers
        found = [
            need.service_id
            for need in graph.inputs.services
            if any(
                led[numbers[Node("system", system_id, level)]]
                for group in (need.all_of, *need.any_of)
                for system_id in group
            )
        ]
        return int(edges.size), tuple(sorted(set(found)))

    def weigh(self, lever: Lever) -> WeighedLever:
        """Try one change.

        Cost:
            At most one fixpoint.
        """
        lost = lost_worlds(self._simulation.graph, self._simulation.what_if(lever.change))
        saved = self._losses - self._model.by_world(lost)
        counts = count_worlds(self._today & ~lost)
        added = int(count_worlds(lost & ~self._today).sum())
        low_ends, high_ends = self._model.intervals.of(counts)
        ends = zip(self._model.service_ids, counts.tolist(), low_ends, high_ends, strict=True)
        worlds = self._simulation.worlds
        return WeighedLever(
            lever=lever,
            gain=Gain(float(saved[1].mean()), int(counts.sum()) - added),
            loss=self._model.mean(saved) if self._model.has_prices else None,
            removed={
                service_id: Estimate(count / worlds, float(low), float(high), count, worlds)
                for service_id, count, low, high in ends
                if count
            },
        )


def weigh_levers(
    scale: LeverScale, levers: Iterable[Lever], *, count: int = COUNT, effort: int = EFFORT
) -> WeighedLevers:
    """Return the changes that save most.

    Args:
        scale: The run and its prices.
        levers: Changes to choose from; each takes ways away and adds none.
        count: How many are to be found; the answer holds at least the best of that number when
            it is proven.
        effort: How many are tried at most, the most promising first.

    Cost:
        A bound for each change, and a fixpoint for each one tried and each pair.
    """
    bounded = [(scale.bound(felt), lever, felt) for lever, felt in _felt(scale, levers)]
    promising = sorted(
        (entry for entry in bounded if entry[0] > Gain(0.0, 0)),
        key=lambda entry: (-entry[0].loss, -entry[0].worlds, entry[1][:2]),
    )
    tried: list[WeighedLever] = []
    for bound, lever, _ in promising:
        gains = sorted((weighed.gain for weighed in tried), reverse=True)
        if len(tried) == effort or (len(gains) >= count and gains[count - 1] >= bound):
            break
        tried.append(scale.weigh(lever))
    left = promising[len(tried) :]
    gains = sorted((weighed.gain for weighed in tried), reverse=True)
    is_proven = not left or (len(gains) >= count and gains[count - 1] >= left[0][0])
    paired = _with_partners(scale, tried, [felt for *_, felt in promising[: len(tried)]])
    helping = (w for w in paired if w.gain > Gain(0.0, 0) or w.partners)
    return WeighedLevers(
        found=tuple(sorted(helping, key=lever_order)),
        untried=tuple((lever, bound) for bound, lever, _ in left),
        is_proven=is_proven,
        idle_count=len(bounded) - len(promising),
    )


def _felt(scale: LeverScale, levers: Iterable[Lever]) -> Iterable[tuple[Lever, NDArray[np.uint64]]]:
    return ((lever, scale.felt(lever.change)) for lever in levers)


def lever_order(weighed: WeighedLever) -> tuple[bool, float, int, str, str]:
    """Order by what is saved; what would stop a service's own work comes after all else."""
    gain, lever = weighed.gain, weighed.lever
    return (lever.kind == SERVICE_LINK, -gain.loss, -gain.worlds, lever.kind, lever.subject_id)


def _with_partners(
    scale: LeverScale, tried: Sequence[WeighedLever], felt: Sequence[NDArray[np.uint64]]
) -> list[WeighedLever]:
    """Look for pairs that save much more than both alone; only worlds where both are felt count."""
    wasted = []
    for number, weighed in enumerate(tried):
        bound = scale.bound(felt[number])
        if weighed.gain < bound:
            wasted.append((Gain(bound.loss - weighed.gain.loss, bound.worlds), number))
    chosen = [number for _, number in sorted(wasted, key=lambda w: (-w[0].loss, -w[0].worlds))]
    pairs = [
        (scale.bound(felt[one] & felt[two]), one, two)
        for one, two in combinations(sorted(chosen[:PAIRED]), 2)
    ]
    pairs.sort(key=lambda pair: (-pair[0].loss, -pair[0].worlds, pair[1], pair[2]))
    found: dict[int, list[tuple[Gain, tuple[str, str]]]] = {}
    for bound, one, two in pairs[:PAIR_EFFORT]:
        alone = _sum(tried[one].gain, tried[two].gain)
        if not _is_much(bound, alone, bound):
            continue
        levers = tried[one].lever, tried[two].lever
        both = scale.weigh(Lever("pair", "", _joined(*(lever.change for lever in levers)))).gain
        if _is_much(both, alone, both):
            found.setdefault(one, []).append((both, levers[1][:2]))
            found.setdefault(two, []).append((both, levers[0][:2]))
    return [
        replace(
            weighed,
            partners=tuple(
                name
                for _, name in sorted(
                    found.get(number, ()), key=lambda f: (-f[0].loss, -f[0].worlds, f[1])
                )[:PARTNERS]
            ),
        )
        for number, weighed in enumerate(tried)
    ]


def _is_much(both: Gain, alone: Gain, whole: Gain) -> bool:
    """Whether two changes save much that neither saves alone, in money or, without, in worlds."""
    if whole.loss > 0.0:
        return both.loss - alone.loss >= TOGETHER * whole.loss
    return whole.worlds > 0 and both.worlds - alone.worlds >= TOGETHER * whole.worlds


def _sum(one: Gain, two: Gain) -> Gain:
    return Gain(one.loss + two.loss, one.worlds + two.worlds)


def _joined(one: Change, two: Change) -> Change:
    """Return both changes at once."""
    return Change(
        without_findings=tuple(sorted({*one.without_findings, *two.without_findings})),
        without_edges=tuple(sorted({*one.without_edges, *two.without_edges})),
        probabilities={**one.probabilities, **two.probabilities},
    )
