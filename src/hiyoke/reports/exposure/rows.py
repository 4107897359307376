"""What an attacker could reach and what it would cost, as the report documents need it.

Figures with their ranges and reasons, no markup; words exist in both languages. What is not here:
how they were computed (`hiyoke.exposure`, `hiyoke.risk`) and how they look (`exposure_view`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from hiyoke.languages import Text
    from hiyoke.risk import LossRange


class Chance(NamedTuple):
    """A probability from worlds with its 95% interval.

    Attributes:
        probability: In [0, 1].
        ci_low: Lower end of the interval.
        ci_high: Upper end.
    """

    probability: float
    ci_low: float
    ci_high: float


class ExceedancePoint(NamedTuple):
    """How likely the loss within the horizon is at least so much.

    Attributes:
        loss: In units of the currency, 0 or more.
        probability: With the likely losses.
        probability_low: With the low end of every loss range.
        probability_high: With the high end of every loss range.
    """

    loss: float
    probability: float
    probability_low: float
    probability_high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceExposureRow:
    """How likely an attack stops a service within the horizon, and what it would cost.

    Attributes:
        service_id: The service.
        name: Its name.
        priority_rank: Rank that management gave; None when it is no priority service.
        system_ids: Systems that it needs.
        probability: The figure to show first, which counts everything unknown as present.
        ci_low: Lower end of its 95% interval.
        ci_high: Upper end.
        if_unknown_absent: The probability if nothing that is unknown exists.
        if_unknown_present: The probability if all of it exists.
        expected_loss: Loss times probability over the horizon; None without an impact curve.
        is_loss_assumed: Whether the curve is a labelled default and not the institution's own.
        over_time: Horizon in days with its chance, shortest first.
        latent: The chance with flaws not yet known added; None when that was not computed.
    """

    service_id: str
    name: Text
    priority_rank: int | None
    system_ids: tuple[str, ...]
    probability: float
    ci_low: float
    ci_high: float
    if_unknown_absent: float
    if_unknown_present: float
    expected_loss: LossRange | None = None
    is_loss_assumed: bool = False
    over_time: tuple[tuple[float, Chance], ...] = ()
    latent: Chance | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemExposureRow:
    """How likely an attacker comes to hold a system within the horizon.

    Attributes:
        system_id: The system.
        name: Its name.
        internet_facing: yes, no or unknown.
        probability: Chance that it is lost, everything unknown counted as present.
        ci_low: Lower end of its 95% interval.
        ci_high: Upper end.
        if_unknown_absent: The probability if nothing that is unknown exists.
        if_unknown_present: The probability if all of it exists.
        is_assessed: Whether its contents are known; otherwise no finding on it can count.
    """

    system_id: str
    name: Text
    internet_facing: str
    probability: float
    ci_low: float
    ci_high: float
    if_unknown_absent: float
    if_unknown_present: float
    is_assessed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRow:
    """A place outside our systems from which a path may begin.

    Attributes:
        place_id: As links and steps name it: ``internet``, a zone's or a vendor's identifier. No
            system may share it.
        kind: internet, outside (a partner), insider or vendor.
        name: Its name.
    """

    place_id: str
    kind: str
    name: Text


class LinkRow(NamedTuple):
    """A way that is permitted between two places, as the map draws it.

    Attributes:
        source: System or place that opens it.
        target: System or place that accepts it.
        kind: data, admin or vendor (remote access).
        is_known: Whether somebody has confirmed it.
    """

    source: str
    target: str
    kind: str = "data"
    is_known: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PathStepRow:
    """One step of an attacker.

    Attributes:
        words: The step as a sentence without a full stop.
        source: System or place where the attacker stands.
        target: System that is gained; the same as the source for an escalation.
        vulnerability_id: Flaw that is used; None for a step without one.
        is_certain: Whether the step is known to be possible.
        rows: Where it comes from, row by row.
    """

    words: Text
    source: str
    target: str
    vulnerability_id: str | None = None
    is_certain: bool = True
    rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PathRow:
    """One way from outside to a system that a service needs.

    Attributes:
        target: The system at its end.
        service_ids: Services that need that system, priority services first.
        probability: Exact, of all distinct events of the path together.
        begins: How it begins (a compromised vendor, somebody inside); None for the internet.
        steps: In order, numbered from 1 in words and on the map.
        is_certain: Whether every step is known to be possible.
    """

    target: str
    service_ids: tuple[str, ...]
    probability: float
    begins: Text | None
    steps: tuple[PathStepRow, ...]
    is_certain: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ChokePointRow:
    """A single thing on which many paths depend.

    Attributes:
        kind: flaw, system, link, account, vendor, zone or person.
        subject_id: Which one; for a link ``source>target``.
        name: Its name.
        service_id: Service that gains most from its removal.
        probability_removed: How far that service's probability falls.
    """

    kind: str
    subject_id: str
    name: Text
    service_id: str
    probability_removed: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LeverageRow:
    """What one change would take away.

    Attributes:
        kind: bundle, control, account, port, link, vendor or end_of_life.
        subject_id: Which one.
        name: What would be done, as a few words.
        loss_removed: Expected loss within the horizon that goes away; None without a curve.
        ci_low: Lower end of its 95% interval.
        ci_high: Upper end.
        probability_removed: By service, priority services first: how far its probability falls.
        effort_hours: Hours of work; None when unknown.
        is_effort_assumed: Whether the hours are a labelled default.
        helps_only_with: Changes without which it achieves much less, by subject.
    """

    kind: str
    subject_id: str
    name: Text
    loss_removed: float | None
    ci_low: float | None
    ci_high: float | None
    probability_removed: tuple[tuple[str, float], ...]
    effort_hours: float | None = None
    is_effort_assumed: bool = False
    helps_only_with: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DebtRow:
    """One debt: something kept that an attacker could use (measure 3).

    Attributes:
        kind: port, privileged_id, backlog or end_of_life.
        subject_id: Which one.
        name: What it is, as a few words.
        system_ids: Systems concerned.
        opens: Steps of attack that it opens, 0 or more.
        service_ids: Services to which they lead, priority services first.
        loss_removed: Expected loss within the horizon that goes with it; None without a curve.
        probability_removed: Largest fall of a priority service's probability.
        effort_hours: Hours of work; None when unknown.
        loss_removed_per_hour: The two divided; None when either is missing.
        is_effort_assumed: Whether the hours are a labelled default.
    """

    kind: str
    subject_id: str
    name: Text
    system_ids: tuple[str, ...]
    opens: int
    service_ids: tuple[str, ...]
    loss_removed: float | None
    probability_removed: float
    effort_hours: float | None
    loss_removed_per_hour: float | None
    is_effort_assumed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class UncreditedControlRow:
    """A control that earns no credit, and what it would give if it did.

    Attributes:
        control_id: The control.
        name: Its name.
        why: Why it earns none, as a sentence.
        loss_would_remove: Expected loss that would go away; None without a curve.
        probability_would_remove: Largest fall of a priority service's probability.
    """

    control_id: str
    name: Text
    why: Text
    loss_would_remove: float | None
    probability_would_remove: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ExposureUnknownRow:
    """One kind of unknown that widens the range.

    Attributes:
        code: Stable code; also its anchor.
        title: The gap in a few words.
        count: How many.
        names: Which ones, some of them.
        cost: What it does to the result.
        remedy: What the reader can do.
    """

    code: str
    title: Text
    count: int
    names: tuple[str, ...]
    cost: Text
    remedy: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class AssumptionRow:
    """One thing that was assumed or chosen.

    Attributes:
        title: What it is about.
        content: What was taken.
        basis: Where it comes from; None for an assumption.
    """

    title: Text
    content: Text
    basis: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExposureReport:
    """Everything that the exposure run found, in the order of the report.

    Attributes:
        horizon_days: Days looked ahead.
        worlds: Worlds drawn.
        seed: Seed of the draws.
        stress: Factor on the attackers' pace; 1 is as observed.
        profiles: Name and version of each profile used.
        currency: ISO 4217 code; None without any impact curve.
        unknowns: What is not known and widens the range, costliest first.
        services: Every service, foremost first.
        systems: Every system, most likely lost first.
        places: Places outside our systems.
        links: Permitted ways.
        paths: Most probable ways to priority services, most probable first.
        are_paths_proven: Whether no more probable way was left out of the search.
        choke_points: Single things on which most depends.
        expected_loss: Over all services; None without any impact curve.
        exceedance: How likely the loss is at least so much, by rising loss.
        no_curve_ids: Services without any price, which no loss here counts.
        leverage: Changes, most loss removed first.
        debt: The debt ledger, most loss removed per hour first.
        uncredited: Controls that earn no credit.
        assumptions: What was assumed or chosen.
    """

    horizon_days: float
    worlds: int
    seed: int
    stress: float
    profiles: tuple[tuple[str, str], ...]
    currency: str | None
    unknowns: tuple[ExposureUnknownRow, ...]
    services: tuple[ServiceExposureRow, ...]
    systems: tuple[SystemExposureRow, ...]
    places: tuple[PlaceRow, ...]
    links: tuple[LinkRow, ...]
    paths: tuple[PathRow, ...]
    are_paths_proven: bool = False
    choke_points: tuple[ChokePointRow, ...] = ()
    expected_loss: LossRange | None = None
    exceedance: tuple[ExceedancePoint, ...] = ()
    no_curve_ids: tuple[str, ...] = ()
    leverage: tuple[LeverageRow, ...] = ()
    debt: tuple[DebtRow, ...] = ()
    uncredited: tuple[UncreditedControlRow, ...] = ()
    assumptions: tuple[AssumptionRow, ...] = ()

    @property
    def priority_services(self) -> tuple[ServiceExposureRow, ...]:
        """Priority services, foremost first."""
        return tuple(s for s in self.services if s.priority_rank is not None)

    def unassessed_systems(self, service: ServiceExposureRow) -> tuple[str, ...]:
        """Return systems that a service needs and whose contents are not known.

        No flaw on them could count, so the service's chance is at least what it says.
        """
        blind = {system.system_id for system in self.systems if not system.is_assessed}
        return tuple(system_id for system_id in service.system_ids if system_id in blind)
