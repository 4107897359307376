"""Everything a decision stands on: the situation, the steps, the modes and the prices.

From it comes the problem of stopping at one moment, under one reading of what is not known. What
is not here: solving it (`cheapest_stop`), and telling people (`stop_plan`, `option_sheet`).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from hiyoke.estate import LossRange
from hiyoke.exposure import Node
from hiyoke.suspension.inputs import ProtectedService, ServiceStake, StopMode, StopProblem
from hiyoke.suspension.service_shape import ServiceShape, stopped_systems

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from numpy.typing import NDArray

    from hiyoke.estate import SuspensionMode
    from hiyoke.exposure import ServiceNeed
    from hiyoke.languages import Text
    from hiyoke.suspension.assumptions import Assumptions
    from hiyoke.suspension.known_mode import KnownMode
    from hiyoke.suspension.situated import SituatedGraph
    from hiyoke.suspension.situation import Situation
    from hiyoke.suspension.stop_prices import ClockPrices

_NO_TIME = LossRange(0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class StopGround:
    """What a decision stands on.

    Attributes:
        situation: What happened.
        situated: What the attacker can do.
        modes: What may be entered, by identifier.
        forced: Modes that the situation itself asks for.
        prices: What outages cost.
        names: What people call services, systems, vendors and accounts.
        tolerance_minutes: Longest stop accepted, by service.
        users: Users of each service that states them.
        assumptions: What is assumed.
    """

    situation: Situation
    situated: SituatedGraph
    modes: Mapping[str, KnownMode]
    forced: frozenset[str]
    prices: ClockPrices
    names: Mapping[str, Text]
    tolerance_minutes: Mapping[str, float]
    users: Mapping[str, int]
    assumptions: Assumptions
    _shape: dict[str, Any] = field(default_factory=dict)

    @property
    def shape(self) -> ServiceShape:
        """How services hang on systems and links; the same at any time of the same estate."""
        if "services" not in self._shape:
            self._shape["services"] = ServiceShape.of(self.situated.graph.inputs, self.modes)
        found: ServiceShape = self._shape["services"]
        return found

    @property
    def is_certain(self) -> NDArray[np.bool_]:
        """Whether each open step is known to exist: bool[steps]."""
        certain: NDArray[np.bool_] = self.situated.graph.edges.is_certain[self.situated.open_steps]
        return certain

    @property
    def needs(self) -> tuple[ServiceNeed, ...]:
        """What each service needs, sorted."""
        return tuple(sorted(self.situated.graph.inputs.services, key=lambda n: n.service_id))

    def stop_minutes(self, mode: SuspensionMode, starts_at: datetime) -> float:
        """Return how long a mode entered at `starts_at` is counted, its return included.

        From the moment it is entered until the cause is likely gone, and then for its return,
        which lasts at least as long as the assumptions say.
        """
        leaving = (mode.leave_minutes or _NO_TIME).likely
        return self.until_fixed(starts_at) + max(leaving, self.assumptions.least_return_minutes)

    def until_fixed(self, starts_at: datetime) -> float:
        """Return the minutes from a moment until the cause is likely gone; 0 when it is by then."""
        return max(0.0, (self.situation.fixed_at - starts_at).total_seconds() / 60)

    def effect_at(self, mode: SuspensionMode, starts_at: datetime) -> datetime:
        """Return when a mode entered at `starts_at` likely takes effect."""
        return starts_at + timedelta(minutes=(mode.enter_minutes or _NO_TIME).likely)

    def problem(
        self,
        starts_at: datetime,
        *,
        certain_only: bool = False,
        without: Collection[int] = (),
        only: Collection[str] | None = None,
    ) -> StopProblem:
        """Return the problem of deciding at a moment.

        Args:
            starts_at: When the modes are entered; the attacker's first step begins then too.
            certain_only: Leave out steps that are not known to exist.
            without: Steps to leave out, by number. Steps keep their numbers: one left out leads
                nowhere.
            only: Modes to price, where the choice is made already; None prices all.

        Returns:
            The problem. Modes count with the high end of their time to take effect, and with the
            likely end for what they cost.
        """
        edges, steps = self.situated.graph.edges, self.situated.open_steps
        sources = edges.sources[steps].astype(np.int64)
        targets = self.situated.step_targets
        gone = np.zeros(steps.size, dtype=np.bool_)
        gone[list(without)] = True
        if certain_only:
            gone |= ~self.is_certain
        kept = [
            known
            for mode_id, known in self.modes.items()
            if (only is None or mode_id in only)
            and (mode_id in self.forced or self._may_enter(known))
        ]
        return StopProblem(
            node_count=len(self.situated.graph.nodes),
            sources=self.situated.sources,
            step_sources=sources,
            step_targets=np.where(gone, sources, targets),
            modes=tuple(self._stop_mode(known, starts_at) for known in kept),
            services=tuple(self._stake(need, starts_at) for need in self.needs),
            protected=self._protected(),
            pace_minutes=self.situation.pace_minutes,
            forced=self.forced if only is None else frozenset(),
        )

    def _may_enter(self, known: KnownMode) -> bool:
        """Whether a mode touches nothing of a service that may not be stopped, spares included."""
        cuts, stops = self.shape.cuts[known.mode.mode_id], stopped_systems(known.mode)
        named = {service_id for service_id, _ in known.mode.loses}
        for need in self.needs:
            service_id = need.service_id
            if service_id in self.situation.keep and (
                service_id in named
                or service_id in self.shape.wholly[known.mode.mode_id]
                or not {*need.all_of, *(s for g in need.any_of for s in g)}.isdisjoint(stops)
                or not set(self.shape.ends[service_id]).isdisjoint(cuts)
            ):
                return False
        return True

    def _stop_mode(self, known: KnownMode, starts_at: datetime) -> StopMode:
        mode = known.mode
        minutes = self.stop_minutes(mode, starts_at)
        parts = {service_id: share.likely for service_id, share in mode.loses}
        parts |= dict.fromkeys(self.shape.wholly[mode.mode_id], 1.0)
        return StopMode(
            mode_id=mode.mode_id,
            steps=known.steps,
            effect_minutes=(mode.enter_minutes or _NO_TIME).high,
            losses={
                service_id: share * self.prices.outage(service_id, starts_at, minutes).likely
                for service_id, share in parts.items()
            },
            shares={service_id: share for service_id, share in parts.items() if share > 0.0},
            stops=stopped_systems(mode),
            cuts=self.shape.cuts[mode.mode_id],
        )

    def _stake(self, need: ServiceNeed, starts_at: datetime) -> ServiceStake:
        minutes = self.until_fixed(starts_at) + self.assumptions.least_return_minutes
        loss = self.prices.outage(need.service_id, starts_at, minutes)
        return ServiceStake(
            service_id=need.service_id,
            stop_loss=loss.likely,
            attack_loss=self.prices.attack(need.service_id, starts_at).likely,
            all_of=need.all_of,
            any_of=need.any_of,
            feeds=self.shape.feeds[need.service_id],
            connections=self.shape.connections[need.service_id],
            ends=self.shape.ends[need.service_id],
        )

    def _protected(self) -> tuple[ProtectedService, ...]:
        numbers, level = self.situated.graph.node_numbers, self.situated.graph.rules.lost_at
        wanted = set(self.situation.protect)

        def nodes(systems: Iterable[str]) -> tuple[int, ...]:
            return tuple(numbers[Node("system", system_id, level)] for system_id in systems)

        spares = self.situation.accepts_lost_spares
        found = []
        for need in self.needs:
            if need.service_id in wanted:
                groups = tuple(nodes(group) for group in need.any_of if group)
                members = () if spares else tuple(node for group in groups for node in group)
                found.append(
                    ProtectedService(
                        service_id=need.service_id,
                        nodes=tuple(dict.fromkeys((*nodes(need.all_of), *members))),
                        groups=groups if spares else (),
                    )
                )
        return tuple(found)


def at_other_time(ground: StopGround, **changes: object) -> StopGround:
    """Return the ground with members of its situation changed, for what-ifs."""
    return replace(ground, situation=replace(ground.situation, **changes))  # type: ignore[arg-type]
