"""The plan of a stop: which modes, what each removes, what it costs whom, and what is not known.

A `StopPlan` is complete in itself: order, restart and runbook are made from it. What is not here:
other options and their comparison (`option_sheet`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from hiyoke.estate import LossRange
from hiyoke.exposure import ORIGINS
from hiyoke.suspension.certificate import certify
from hiyoke.suspension.cheapest_stop import choose_stop
from hiyoke.suspension.stop_cost import lost_share, service_losses
from hiyoke.suspension.stop_prices import add_ranges

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hiyoke.estate import SuspensionMode
    from hiyoke.risk import MissedDeadline
    from hiyoke.suspension.certificate import Certificate
    from hiyoke.suspension.cheapest_stop import StopChoice
    from hiyoke.suspension.inputs import ServiceStake, StopProblem
    from hiyoke.suspension.stop_ground import StopGround

#: Unknown rows that are tried one by one; further ones are only counted.
UNKNOWNS_TRIED: Final = 12
_NO_TIME: Final = LossRange(0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedMode:
    """One mode of a plan.

    Attributes:
        mode: The mode, with its systems, links, accounts and times.
        is_assumed: Whether the estate does not state it and assumed times stand in.
        is_rehearsed: Whether it was rehearsed recently enough.
        effect_at: When it likely takes effect.
        way: Numbers of the attacker's steps, as `SituatedGraph.open_steps` counts them, on a way to
            a protected service that would be open without this mode; empty for a mode that the
            situation itself asks for and the proof does not need.
    """

    mode: SuspensionMode
    is_assumed: bool
    is_rehearsed: bool
    effect_at: datetime
    way: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoppedService:
    """What a plan does to one service.

    Attributes:
        service_id: The service.
        share: Part of it that is lost, in (0, 1].
        starts_at: When it begins to be lost.
        minutes: For how long, return included.
        loss: In currency units.
        users: People affected; None when nobody has said.
        missed: Deadlines that fall into the stop.
        breaks_tolerance: Whether it is wholly lost for longer than its tolerance.
    """

    service_id: str
    share: float
    starts_at: datetime
    minutes: float
    loss: LossRange
    users: LossRange | None
    missed: tuple[MissedDeadline, ...]
    breaks_tolerance: bool

    @property
    def ends_at(self) -> datetime:
        """When it is likely back."""
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def lost_hours(self) -> float:
        """Hours of the service that are lost."""
        return self.share * self.minutes / 60


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownRow:
    """A thing that nobody knows, and what the plan would be without it.

    Attributes:
        row: Where the estate says that it is not known.
        origin: Table of exposure's inputs: links, systems, accounts, vendors or findings.
        number: Row of that table.
        cost: Cost of the plan if it does not exist, in currency units.
        saved: By how much that is cheaper.
    """

    row: str
    origin: str
    number: int
    cost: float
    saved: float


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class StopPlan:
    """A plan for one moment.

    Attributes:
        starts_at: When the decision is carried out.
        fixed_at: When the cause is likely gone.
        modes: In order of identifier.
        services: What is lost, in order of identifier; services untouched are left out.
        choice: Cost, bound and what stays open.
        certificate: What the independent search says.
        if_absent: The choice if nothing unknown exists.
        unknowns: Unknown rows that change the cost, dearest first.
        unknowns_left: Unknown rows in the attacker's way that were not tried one by one.
    """

    starts_at: datetime
    fixed_at: datetime
    modes: tuple[PlannedMode, ...]
    services: tuple[StoppedService, ...]
    choice: StopChoice
    certificate: Certificate
    if_absent: StopChoice
    unknowns: tuple[UnknownRow, ...] = ()
    unknowns_left: int = 0

    @property
    def loss(self) -> LossRange:
        """What the stop costs, in currency units."""
        return add_ranges(service.loss for service in self.services)

    @property
    def effect_at(self) -> datetime:
        """When the last mode likely takes effect."""
        return max((planned.effect_at for planned in self.modes), default=self.starts_at)

    @property
    def safe_point_minutes(self) -> float:
        """Time that open work needs before the modes may be entered cleanly."""
        return max(((p.mode.in_flight_minutes or _NO_TIME).likely for p in self.modes), default=0.0)


def plan_stop(
    ground: StopGround,
    starts_at: datetime,
    *,
    attack_weight: float | None = None,
    with_unknowns: bool = True,
) -> StopPlan:
    """Plan the cheapest stop that begins at a moment.

    Args:
        ground: What the decision stands on.
        starts_at: When the modes are entered.
        attack_weight: As in `choose_stop`.
        with_unknowns: Also solve under the other reading, and without each unknown row in turn.

    Cost:
        One search, and with unknowns at most `UNKNOWNS_TRIED` + 1 more.
    """
    problem = ground.problem(starts_at)
    choice = choose_stop(problem, attack_weight=attack_weight)
    is_known = not with_unknowns or bool(ground.is_certain.all())
    absent = choice
    unknowns: tuple[tuple[UnknownRow, ...], int] = ((), 0)
    if not is_known:
        absent = choose_stop(
            ground.problem(starts_at, certain_only=True), attack_weight=attack_weight
        )
        if absent.cost < choice.cost or absent.left_open != choice.left_open:
            unknowns = _unknowns(ground, starts_at, choice)
    return _plan(ground, starts_at, problem, (choice, absent), unknowns)


def priced_services(
    ground: StopGround, problem: StopProblem, chosen: Iterable[str], starts_at: datetime
) -> tuple[StoppedService, ...]:
    """Return what a set of modes does to each service that it touches."""
    wanted = set(chosen)
    entered = [mode for mode in problem.modes if mode.mode_id in wanted]
    losses = service_losses(problem, wanted)
    known = [ground.modes[mode_id] for mode_id in sorted(wanted)]
    found = []
    for stake in problem.services:
        share = lost_share(stake, entered)
        if share <= 0.0 and losses[stake.service_id] <= 0.0:
            continue
        touching = [k for k in known if _touches(k.mode, stake)] or known
        minutes = max(ground.stop_minutes(k.mode, starts_at) for k in touching)
        found.append(_stopped(ground, stake.service_id, share, starts_at, minutes))
    return tuple(sorted(found, key=lambda one: one.service_id))


def _stopped(
    ground: StopGround, service_id: str, share: float, begins: datetime, minutes: float
) -> StoppedService:
    whole = ground.prices.outage(service_id, begins, minutes)
    users = ground.prices.users(service_id, begins, minutes)
    tolerance = ground.tolerance_minutes.get(service_id)
    return StoppedService(
        service_id=service_id,
        share=share,
        starts_at=begins,
        minutes=minutes,
        loss=LossRange(*(share * end for end in whole)),
        users=None if users is None else LossRange(*(share * end for end in users)),
        missed=ground.prices.missed(service_id, begins, minutes),
        breaks_tolerance=share >= 1.0 and tolerance is not None and minutes > tolerance,
    )


def _touches(mode: SuspensionMode, stake: ServiceStake) -> bool:
    needed = {*stake.all_of, *(system for group in stake.any_of for system in group)}
    stopped = set() if mode.vulnerability_ids else set(mode.systems)
    ends = {end for link in mode.links for end in link}
    named = {name for name, _ in mode.loses}
    return stake.service_id in named or not needed.isdisjoint(stopped | ends)


def _plan(
    ground: StopGround,
    starts_at: datetime,
    problem: StopProblem,
    choices: tuple[StopChoice, StopChoice],
    unknowns: tuple[tuple[UnknownRow, ...], int],
) -> StopPlan:
    choice, absent = choices
    certificate = certify(problem, choice.modes)
    as_of = starts_at.date()
    limit = timedelta(days=ground.assumptions.rehearsed_within_days)
    modes = []
    for mode_id in choice.modes:
        known = ground.modes[mode_id]
        on = known.mode.last_rehearsed_on
        modes.append(
            PlannedMode(
                mode=known.mode,
                is_assumed=known.is_assumed,
                is_rehearsed=on is not None and on <= as_of and as_of - on <= limit,
                effect_at=ground.effect_at(known.mode, starts_at),
                way=certificate.removes.get(mode_id, ()),
            )
        )
    return StopPlan(
        starts_at=starts_at,
        fixed_at=ground.situation.fixed_at,
        modes=tuple(modes),
        services=priced_services(ground, problem, choice.modes, starts_at),
        choice=choice,
        certificate=certificate,
        if_absent=absent,
        unknowns=unknowns[0],
        unknowns_left=unknowns[1],
    )


def _unknowns(
    ground: StopGround, starts_at: datetime, choice: StopChoice
) -> tuple[tuple[UnknownRow, ...], int]:
    """Solve without each unknown thing on the ways that the plan cuts; keep those that matter."""
    rows = unknown_rows(ground)
    certificate = certify(ground.problem(starts_at), choice.modes)
    on_ways = {step for way in certificate.removes.values() for step in way}
    on_ways |= {step for way in certificate.taken.values() for step in way}
    tried = [key for key, steps in sorted(rows.items()) if not on_ways.isdisjoint(steps)]
    found = []
    for origin, number in tried[:UNKNOWNS_TRIED]:
        steps = rows[origin, number]
        other = choose_stop(ground.problem(starts_at, without=steps))
        if other.cost < choice.cost or other.left_open != choice.left_open:
            table = getattr(ground.situated.graph.inputs, origin)
            found.append(
                UnknownRow(
                    row=table[number].row,
                    origin=origin,
                    number=number,
                    cost=other.cost,
                    saved=choice.cost - other.cost,
                )
            )
    ordered = sorted(found, key=lambda one: (-one.saved, one.origin, one.number))
    return tuple(ordered), max(0, len(rows) - min(len(tried), UNKNOWNS_TRIED))


def unknown_rows(ground: StopGround) -> Mapping[tuple[str, int], list[int]]:
    """Return the open steps that are not certain, by table and row of what is not known.

    Where the way itself is known, the flaws used are what is not: the first of them stands for all.
    """
    graph, inputs = ground.situated.graph, ground.situated.graph.inputs
    rows: dict[tuple[str, int], list[int]] = {}
    for step in np.flatnonzero(~ground.is_certain).tolist():
        edge = int(ground.situated.open_steps[step])
        key = (ORIGINS[int(graph.edges.origins[edge])], int(graph.edges.rows[edge]))
        if _is_known(getattr(inputs, key[0])[key[1]], key[0]):
            used = _findings_used(ground, edge)
            if used:
                rows.setdefault(("findings", min(used)), []).append(step)
                continue
        rows.setdefault(key, []).append(step)
    return rows


def _findings_used(ground: StopGround, edge: int) -> list[int]:
    """Return the findings that open an edge in the situation."""
    graph, on = ground.situated.graph, ground.situated.events_on
    return [
        term.finding
        for term in graph.gates.terms(int(graph.edges.gates[edge]))
        if term.finding >= 0
        and all(on[event] for event in term.needs)
        and not any(on[event] for event in term.fails)
    ]


def _is_known(row: Any, origin: str) -> bool:
    """Whether a row of exposure's inputs says for certain that its way exists."""
    if origin == "systems":
        return bool(row.internet_facing != "unknown")
    if origin == "accounts":
        return row.used_from is not None and row.mfa != "unknown"
    return bool(row.known == "yes")
