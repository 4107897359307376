"""An attacker's steps unrolled in time, so that a mode that takes effect late cuts only late steps.

Layer k holds who has taken k steps at most; the last layer is the time when every mode has taken
effect, and steps stay within it. Only what lies between a source and something protected is kept.
What is not here: prices, and the search (`cheapest_stop`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from hiyoke.suspension.fronts import Fronts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from numpy.typing import NDArray

    from hiyoke.suspension.inputs import StopProblem

#: Most layers; a mode that takes effect later than the steps of all of them is not counted on.
MAX_LAYERS: Final = 12


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class LayeredSteps:
    """Steps between layered nodes, each with the modes that remove it in time.

    Attributes:
        node_count: Layered nodes are 0 to `node_count` - 1.
        sources: Layered nodes held at the start.
        last: Layered node of each plain node in the last layer; -1 where it is left out.
        ends: Distinct triples of source, target and set of modes, int64[n, 3].
        mode_sets: The sets of modes, as places in `StopProblem.modes`.
    """

    node_count: int
    sources: NDArray[np.int64]
    last: NDArray[np.int64]
    ends: NDArray[np.int64]
    mode_sets: tuple[tuple[int, ...], ...]


def layer_of(effect_minutes: float, pace_minutes: float) -> int:
    """Return how many steps are completed before a mode counts; the next one it removes."""
    return int(effect_minutes // pace_minutes)


def unroll(problem: StopProblem, entered: Collection[str] = ()) -> LayeredSteps:
    """Unroll the steps of a problem.

    Args:
        problem: Steps and modes.
        entered: Modes that are entered whatever is chosen, by identifier: the steps they remove in
            time are left out, and so are they.

    Cost:
        Linear in steps x layers; there are as many layers as the slowest mode takes steps.
    """
    nodes = problem.node_count
    layers = _layer_count(problem)
    fronts = Fronts(problem)
    gone = fronts.gone_at(fronts.entered(entered))
    modes_of_step = _modes_by_step(problem, entered)
    numbers: dict[tuple[int, ...], int] = {}
    parts = []
    for layer in range(layers):
        completed_at = (layer + 1) * problem.pace_minutes
        in_time = [mode.effect_minutes < completed_at for mode in problem.modes]
        sets = _sets_of(modes_of_step, in_time, numbers)
        start, end = layer * nodes, min(layer + 1, layers - 1) * nodes
        left = gone >= completed_at
        steps = [problem.step_sources + start, problem.step_targets + end, sets]
        parts.append(np.column_stack(steps)[left])
        if layer + 1 < layers:
            wait = np.arange(nodes)
            never = np.full(nodes, numbers.setdefault((), len(numbers)))
            parts.append(np.column_stack([wait + start, wait + end, never]))
    ends = np.unique(np.concatenate(parts), axis=0)
    return _between(problem, ends, layers, tuple(numbers))


def _layer_count(problem: StopProblem) -> int:
    slowest = max((m.effect_minutes for m in problem.modes if m.steps), default=0.0)
    return 1 + min(layer_of(slowest, problem.pace_minutes), MAX_LAYERS - 1)


def _modes_by_step(problem: StopProblem, entered: Collection[str]) -> list[tuple[int, ...]]:
    by_step: list[list[int]] = [[] for _ in range(problem.step_sources.size)]
    latest = MAX_LAYERS * problem.pace_minutes
    for number, mode in enumerate(problem.modes):
        if mode.effect_minutes < latest and mode.mode_id not in entered:
            for step in dict.fromkeys(mode.steps):
                by_step[step].append(number)
    return [tuple(numbers) for numbers in by_step]


def _sets_of(
    modes_of_step: Iterable[tuple[int, ...]],
    in_time: list[bool],
    numbers: dict[tuple[int, ...], int],
) -> NDArray[np.int64]:
    known: dict[tuple[int, ...], int] = {}
    found = []
    for modes in modes_of_step:
        number = known.get(modes)
        if number is None:
            kept = tuple(mode for mode in modes if in_time[mode])
            number = known[modes] = numbers.setdefault(kept, len(numbers))
        found.append(number)
    return np.array(found, dtype=np.int64)


def _between(
    problem: StopProblem,
    ends: NDArray[np.int64],
    layers: int,
    mode_sets: tuple[tuple[int, ...], ...],
) -> LayeredSteps:
    """Keep what lies on a way from a source to something protected, and number it anew."""
    nodes = problem.node_count
    held = [
        node
        for service in problem.protected
        for node in (*service.nodes, *(n for group in service.groups for n in group))
    ]
    wanted = np.array(sorted(set(held)), dtype=np.int64) + (layers - 1) * nodes
    sources = np.array(sorted(set(problem.sources)), dtype=np.int64)
    total = nodes * layers
    ahead = _closure(total, sources, ends[:, 0], ends[:, 1])
    behind = _closure(total, wanted, ends[:, 1], ends[:, 0])
    kept = ahead & behind
    numbered = np.full(total, -1, dtype=np.int64)
    numbered[kept] = np.arange(int(kept.sum()))
    inner = kept[ends[:, 0]] & kept[ends[:, 1]] & (ends[:, 0] != ends[:, 1])
    ends = ends[inner]
    starts = numbered[sources]
    return LayeredSteps(
        node_count=int(kept.sum()),
        sources=starts[starts >= 0],
        last=numbered[(layers - 1) * nodes :],
        ends=np.column_stack([numbered[ends[:, 0]], numbered[ends[:, 1]], ends[:, 2]]),
        mode_sets=mode_sets,
    )


def _closure(
    total: int, begin: NDArray[np.int64], sources: NDArray[np.int64], targets: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Return which nodes can be reached, by sweeps over whole fronts."""
    order = np.argsort(sources, kind="stable")
    nexts = targets[order]
    starts = np.searchsorted(sources[order], np.arange(total + 1))
    reached = np.zeros(total, dtype=np.bool_)
    front = np.unique(begin)
    while front.size:
        reached[front] = True
        sizes = starts[front + 1] - starts[front]
        offsets = np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        gained = nexts[np.repeat(starts[front], sizes) + offsets]
        front = np.unique(gained[~reached[gained]])
    return reached
