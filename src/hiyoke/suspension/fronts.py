"""Which services fall once modes are entered, asked thousands of times while a stop is chosen.

Whole fronts of steps are taken at once, by the same rule as `certificate`, which stays the proof:
earlier is never worse, so only the first arrival at a node is followed. What is not here: ways.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

    from hiyoke.suspension.inputs import StopProblem


class Fronts:
    """The steps of a problem, ready to be walked again and again.

    Args:
        problem: The attacker's steps and the modes.
    """

    def __init__(self, problem: StopProblem) -> None:
        self._problem = problem
        # Latest first: of two modes that remove a step, the earlier is written over the later.
        removing = sorted(problem.modes, key=lambda mode: -mode.effect_minutes)
        sizes = [len(mode.steps) for mode in removing]
        self._places = {mode.mode_id: place for place, mode in enumerate(removing)}
        self._modes = np.repeat(np.arange(len(removing)), sizes)
        self._steps = np.array([s for mode in removing for s in mode.steps], dtype=np.int64)
        self._effects = np.repeat([mode.effect_minutes for mode in removing], sizes)
        self._nodes = [
            (service, np.array(service.nodes, dtype=np.int64)) for service in problem.protected
        ]

    def place(self, mode_id: str) -> int:
        """Return the place of a mode in the arrays of the other questions."""
        return self._places[mode_id]

    def entered(self, chosen: Collection[str]) -> NDArray[np.bool_]:
        """Return these modes as the other questions take them: bool[modes]."""
        entered = np.zeros(len(self._places), dtype=np.bool_)
        entered[[self._places[mode_id] for mode_id in chosen]] = True
        return entered

    def gone_at(self, entered: NDArray[np.bool_]) -> NDArray[np.float64]:
        """Return when each step is gone: minutes, infinite for never."""
        removed = entered[self._modes]
        gone = np.full(self._problem.step_sources.size, np.inf)
        gone[self._steps[removed]] = self._effects[removed]
        return gone

    def left_open(self, entered: NDArray[np.bool_]) -> set[str]:
        """Return the protected services that the attacker takes when these modes are entered.

        Cost:
            A millisecond for 25,000 steps and 18,000 modes.
        """
        reached = self._reached(self.gone_at(entered))
        return {
            service.service_id
            for service, nodes in self._nodes
            if reached[nodes].any()
            or any(bool(group) and reached[list(group)].all() for group in service.groups)
        }

    def closing(self, entered: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return which modes entered remove a step that leads out of what is reached all the same.

        Those that remove none are needless, unless without them he would come there sooner.
        """
        reached = self._reached(self.gone_at(entered))
        outward = reached[self._problem.step_sources] & ~reached[self._problem.step_targets]
        closing = np.zeros_like(entered)
        closing[self._modes[outward[self._steps]]] = True
        return closing & entered

    def _reached(self, gone: NDArray[np.float64]) -> NDArray[np.bool_]:
        sources, targets = self._problem.step_sources, self._problem.step_targets
        reached = np.zeros(self._problem.node_count, dtype=np.bool_)
        reached[list(self._problem.sources)] = True
        front, done = reached.copy(), 0
        while front.any():
            done += 1
            taken = front[sources] & (gone >= done * self._problem.pace_minutes)
            front = np.zeros_like(reached)
            front[targets[taken]] = True
            front &= ~reached
            reached |= front
        return reached
