"""What a stop is chosen from: an attacker's steps, modes that remove them, and what modes cost.

Plain values in currency units and minutes, complete in themselves, so that any answer can be
checked by hand. Node and step numbers are the caller's. What is not here: where they come from
(`stop_ground`), and any search (`cheapest_stop`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from hiyoke.errors import StopProblemError
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class StopMode:
    """One way to stop something on purpose.

    Attributes:
        mode_id: Stable identifier.
        steps: Numbers of the attacker's steps that it removes.
        effect_minutes: How long after the decision it takes effect; 0 or more.
        losses: What it alone costs each service, in currency units, its own return included; 0 or
            more. Several modes on one service: see `stop_cost`.
        shares: Part of each service that it alone takes away, in [0, 1].
        stops: Systems that it takes out of service.
        cuts: Permitted links that it cuts, by number.
    """

    mode_id: str
    steps: tuple[int, ...] = ()
    effect_minutes: float = 0.0
    losses: Mapping[str, float] = field(default_factory=dict)
    shares: Mapping[str, float] = field(default_factory=dict)
    stops: tuple[str, ...] = ()
    cuts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceStake:
    """What a service loses when it is stopped, and what stops it.

    Attributes:
        service_id: Stable identifier.
        stop_loss: Cost of losing the whole service for the length of the stop, currency units.
        attack_loss: Cost when the attacker takes it, currency units.
        all_of: Systems that it always needs.
        any_of: Groups of which any one system is enough.
        feeds: For a system it needs, the links through which the service reaches it, by number;
            when all of them are broken, the system is out for this service.
        connections: Sets of links between two parts of the service; when all of one set are
            broken, the service is lost.
        ends: For a link of these, the systems of the service at its source and target; empty for
            a place outside. A link is broken when it is cut, or an end of it is out.
    """

    service_id: str
    stop_loss: float = 0.0
    attack_loss: float = 0.0
    all_of: tuple[str, ...] = ()
    any_of: tuple[tuple[str, ...], ...] = ()
    feeds: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    connections: tuple[tuple[int, ...], ...] = ()
    ends: Mapping[int, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtectedService:
    """A service that the attacker must not take.

    Attributes:
        service_id: The service.
        nodes: Nodes of which none may be reached.
        groups: Groups of nodes of which at least one must stay out of reach.
    """

    service_id: str
    nodes: tuple[int, ...] = ()
    groups: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StopProblem:
    """Everything that a choice of modes depends on.

    Attributes:
        node_count: Nodes are 0 to `node_count` - 1.
        sources: Nodes that the attacker holds when the decision is taken.
        step_sources: Node where each step begins, int64[steps].
        step_targets: Node that it gains, int64[steps].
        modes: What may be entered, in any order.
        services: Every service that a mode may cost something.
        protected: What must be kept from the attacker.
        pace_minutes: Time the attacker needs for one step; more than 0.
        forced: Modes that are entered whatever they cost, by identifier.
    """

    node_count: int
    sources: tuple[int, ...]
    step_sources: NDArray[np.int64]
    step_targets: NDArray[np.int64]
    modes: tuple[StopMode, ...]
    services: tuple[ServiceStake, ...]
    protected: tuple[ProtectedService, ...]
    pace_minutes: float = 60.0
    forced: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        """Refuse values that have no meaning.

        Raises:
            StopProblemError: A number is out of range, or an identifier is unknown or repeated.
        """
        steps, nodes = self.step_sources.size, self.node_count
        ends = np.concatenate([self.step_sources, self.step_targets])
        held = [
            n for one in self.protected for n in (*one.nodes, *(m for g in one.groups for m in g))
        ]
        ids = [mode.mode_id for mode in self.modes]
        faults = {
            "pace_minutes > 0": not self.pace_minutes > 0.0,
            "as many step sources as targets": self.step_targets.size != steps,
            "steps between known nodes": bool(
                ends.size and not 0 <= ends.min() <= ends.max() < nodes
            ),
            "known nodes": any(not 0 <= n < nodes for n in (*self.sources, *held)),
            "each mode once": len(ids) != len(set(ids)),
            "known forced modes": not self.forced <= set(ids),
            "modes on known steps, in 0 minutes or more": any(
                _is_odd(m, steps) for m in self.modes
            ),
            "losses of 0 or more": any(not _is_sound(s) for s in self.services),
        }
        wrong = [expected for expected, is_wrong in faults.items() if is_wrong]
        if wrong:
            listed = "; ".join(wrong)
            raise StopProblemError(
                Text(
                    ja=f"停止計画の入力に {listed} を期待しましたが、満たしていません",
                    en=f"expected {listed}, found otherwise",
                ),
                where="StopProblem",
                remedy=Text(ja="入力を直してください。", en="Correct the inputs."),
            )


def _is_odd(mode: StopMode, steps: int) -> bool:
    figures = (*mode.losses.values(), *mode.shares.values(), mode.effect_minutes)
    return (
        any(not 0 <= step < steps for step in mode.steps)
        or any(not 0.0 <= figure < float("inf") for figure in figures)
        or any(share > 1.0 for share in mode.shares.values())
    )


def _is_sound(service: ServiceStake) -> bool:
    return all(0.0 <= x < float("inf") for x in (service.stop_loss, service.attack_loss))
