"""From what a run of exposure found to the rows of its report, in words and in order.

What is not here: the run (`expose_tables`), what is unknown and assumed (`exposure_notes`), and
layout (`hiyoke.reports`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from hiyoke.exposure import INTERNET, describe_path, reasons_without_credit, rows_of
from hiyoke.languages import Text
from hiyoke.reports.exposure.rows import (
    Chance,
    ChokePointRow,
    DebtRow,
    ExceedancePoint,
    ExposureReport,
    LeverageRow,
    LinkRow,
    PathRow,
    PathStepRow,
    PlaceRow,
    ServiceExposureRow,
    SystemExposureRow,
    UncreditedControlRow,
)
from hiyoke.risk import LeverScale, exceedance, load_effort_profile
from hiyoke.workflows.exposure.expose_levers import recorded_hours
from hiyoke.workflows.exposure.exposure_notes import assumption_rows, credit_sentence, unknown_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hiyoke.estate import Service
    from hiyoke.exposure import (
        AttackPath,
        Estimate,
        Node,
        PathStep,
        ServiceExposure,
        Spread,
        SystemExposure,
    )
    from hiyoke.risk import Debt, WeighedLever
    from hiyoke.workflows.exposure.expose_tables import ExposureFacts

_INTERNET = Text(ja="インターネット", en="Internet")


@dataclass(frozen=True)
class ExposureCompiler:
    """Turns the facts of one run into rows.

    Attributes:
        facts: What the run found.
    """

    facts: ExposureFacts

    def report(self) -> ExposureReport:
        """Return the whole report."""
        facts = self.facts
        has_prices = facts.model.has_prices
        return ExposureReport(
            horizon_days=facts.given.settings.horizon_days,
            worlds=facts.simulation.worlds,
            seed=facts.simulation.seed,
            stress=facts.given.settings.stress,
            profiles=(
                ("attack-rules", facts.simulation.graph.rules.version),
                ("calibration", facts.calibration.version),
                ("debt-effort", load_effort_profile().version),
            ),
            currency=facts.prices.currency if has_prices else None,
            unknowns=unknown_rows(facts),
            services=tuple(self._service(s) for s in self._ordered_services),
            systems=self.systems(),
            places=tuple(self._places()),
            links=tuple(dict.fromkeys(self._links())),
            paths=tuple(row for _, row in self.told_paths),
            are_paths_proven=facts.paths.is_proven,
            choke_points=tuple(self._choke_points()),
            expected_loss=facts.mean_loss.expected if has_prices else None,
            exceedance=tuple(ExceedancePoint(*level) for level in exceedance(facts.losses)),
            no_curve_ids=tuple(s for s in facts.model.service_ids if s not in facts.prices.losses),
            leverage=tuple(self.lever(weighed) for weighed in facts.weighed_levers.found),
            debt=tuple(self._debt(debt) for debt in facts.debts),
            uncredited=tuple(self._uncredited()),
            assumptions=assumption_rows(facts),
        )

    @cached_property
    def _services(self) -> dict[str, Service]:
        estate = self.facts.given.assessed.weighing.estate
        return {service.service_id: service for service in estate.services}

    def _name(self, subject_id: str) -> Text:
        return self.facts.names.get(subject_id, Text(ja=subject_id, en=subject_id))

    def in_order(self, service_ids: Iterable[str]) -> tuple[str, ...]:
        """Return services, priority services first by rank, then by identifier."""
        last = float("inf")
        return tuple(
            sorted(set(service_ids), key=lambda s: (self._services[s].priority_rank or last, s))
        )

    @cached_property
    def _ordered_services(self) -> list[ServiceExposure]:
        """Priority services first, each kind by what is at stake."""

        def order(exposed: ServiceExposure) -> tuple[bool, float, float, str]:
            service_id = exposed.service_id
            part = self.facts.parts.get(service_id)
            return (
                not self._services[service_id].is_priority,
                -exposed.lost.headline.probability,
                -(part.expected.likely if part else 0.0),
                service_id,
            )

        return sorted(self.facts.services, key=order)

    @cached_property
    def _scale(self) -> LeverScale:
        return LeverScale(self.facts.simulation, self.facts.model)

    @cached_property
    def needs(self) -> dict[str, tuple[str, ...]]:
        """Systems that each service needs, sorted."""
        return {
            need.service_id: tuple(
                sorted({s for group in (need.all_of, *need.any_of) for s in group})
            )
            for need in self.facts.inputs.services
        }

    def _service(self, exposed: ServiceExposure) -> ServiceExposureRow:
        service = self._services[exposed.service_id]
        facts = self.facts
        part = self.facts.parts.get(exposed.service_id)
        latent = facts.latent and facts.latent[exposed.service_id]
        return ServiceExposureRow(
            service_id=exposed.service_id,
            name=service.name,
            priority_rank=service.priority_rank,
            system_ids=self.needs[exposed.service_id],
            **_spread(exposed.lost),
            expected_loss=part.expected if part else None,
            is_loss_assumed=exposed.service_id in facts.prices.assumed_ids,
            over_time=tuple((days, _chance(chance)) for days, chance in exposed.over_time),
            latent=_chance(latent.lost.headline) if latent else None,
        )

    def systems(self) -> tuple[SystemExposureRow, ...]:
        """Return every system, most likely lost first."""
        ordered = sorted(
            self.facts.systems, key=lambda s: (-s.lost.headline.probability, s.system_id)
        )
        return tuple(self._system(exposed) for exposed in ordered)

    @cached_property
    def _internet_facing(self) -> dict[str, str]:
        return {system.system_id: system.internet_facing for system in self.facts.inputs.systems}

    def _system(self, exposed: SystemExposure) -> SystemExposureRow:
        unreadable = self.facts.given.assessed.weighing.unreadable_systems
        return SystemExposureRow(
            system_id=exposed.system_id,
            name=self._name(exposed.system_id),
            internet_facing=self._internet_facing[exposed.system_id],
            **_spread(exposed.lost),
            is_assessed=exposed.system_id not in unreadable,
        )

    def _places(self) -> Iterable[PlaceRow]:
        inputs = self.facts.inputs
        yield PlaceRow(place_id=INTERNET, kind="internet", name=_INTERNET)
        for zone in inputs.zones:
            name = Text(zone.zone_id, zone.zone_id)  # The picture tells the kind itself.
            yield PlaceRow(place_id=zone.zone_id, kind=zone.kind, name=name)
        known = {access.vendor_id for access in inputs.vendors if access.known != "no"}
        for vendor_id in sorted(known):
            yield PlaceRow(place_id=vendor_id, kind="vendor", name=self._name(vendor_id))

    def _links(self) -> Iterable[LinkRow]:
        inputs = self.facts.inputs
        for link in inputs.links:
            yield LinkRow(link.source, link.target, link.kind, link.known == "yes")
        linked = {link.target for link in inputs.links if link.source == INTERNET}
        for system in inputs.systems:
            if system.internet_facing != "no" and system.system_id not in linked:
                yield LinkRow(INTERNET, system.system_id, "data", system.internet_facing == "yes")
        for access in inputs.vendors:
            if access.known != "no":
                yield LinkRow(access.vendor_id, access.system_id, "vendor", access.known == "yes")

    @cached_property
    def told_paths(self) -> list[tuple[AttackPath, PathRow]]:
        """The most probable ways to every system, most probable first, each with its row."""
        needing: dict[str, set[str]] = {}
        for service_id, system_ids in self.needs.items():
            for system_id in system_ids:
                needing.setdefault(system_id, set()).add(service_id)
        told = [
            (path, self._path(path, self.in_order(needing.get(node.subject_id, ()))))
            for node, paths in self.facts.paths.found.items()
            for path in paths
        ]

        def order(pair: tuple[AttackPath, PathRow]) -> tuple[float, float, str, list[str]]:
            row = pair[1]
            words = [step.words.en for step in row.steps]
            rank = min((self._rank(s) for s in row.service_ids), default=float("inf"))
            return (-row.probability, rank, row.target, words)

        return sorted(told, key=order)

    def _path(self, path: AttackPath, service_ids: tuple[str, ...]) -> PathRow:
        graph = self.facts.simulation.graph
        told = describe_path(graph, path, self.facts.names)
        begins = told[0] if path.begins is not None else None
        words = told[len(told) - len(path.steps) :]
        return PathRow(
            target=path.target.subject_id,
            service_ids=service_ids,
            probability=path.probability,
            begins=begins,
            steps=tuple(
                self._step(step, sentence) for step, sentence in zip(path.steps, words, strict=True)
            ),
            is_certain=path.is_certain,
        )

    def _step(self, step: PathStep, words: Text) -> PathStepRow:
        graph = self.facts.simulation.graph
        flaw = None
        if step.finding is not None:
            flaw = graph.inputs.findings[step.finding].vulnerability_id
        return PathStepRow(
            words=words,
            source=_place_of(step.source),
            target=step.target.subject_id,
            vulnerability_id=flaw,
            is_certain=bool(graph.edges.is_certain[step.edge]),
            rows=tuple(rows_of(graph, step)),
        )

    def _choke_points(self) -> Iterable[ChokePointRow]:
        for candidate, result in self.facts.chokes.found:
            removed = result.removed_probability()
            best = min(removed, key=lambda s: (-removed[s].probability, self._rank(s), s))
            yield ChokePointRow(
                kind=candidate.kind,
                subject_id=candidate.subject_id,
                name=self._name(candidate.subject_id),
                service_id=best,
                probability_removed=removed[best].probability,
            )

    def _rank(self, service_id: str) -> float:
        return self._services[service_id].priority_rank or float("inf")

    @cached_property
    def _recorded_hours(self) -> dict[tuple[str, str], float]:
        estate = self.facts.given.assessed.weighing.estate
        return recorded_hours(estate.changes, self.facts.levers.values())

    def lever(self, weighed: WeighedLever) -> LeverageRow:
        """Return what one change would take away."""
        kind, subject_id, _ = weighed.lever
        named = self.facts.levers[kind, subject_id]
        removed, hours = weighed.removed, self._recorded_hours.get((kind, subject_id))
        return LeverageRow(
            kind=kind,
            subject_id=subject_id,
            name=named.name,
            loss_removed=weighed.loss.expected.likely if weighed.loss else None,
            ci_low=weighed.loss.ci_low if weighed.loss else None,
            ci_high=weighed.loss.ci_high if weighed.loss else None,
            probability_removed=tuple(
                (service_id, removed[service_id].probability)
                for service_id in self.in_order(removed)
            ),
            effort_hours=load_effort_profile().hours(kind, len(named.system_ids))
            if hours is None
            else hours,
            is_effort_assumed=hours is None,
            helps_only_with=tuple(partner for _, partner in weighed.partners),
        )

    def _debt(self, debt: Debt) -> DebtRow:
        kind, subject_id, _ = debt.weighed.lever
        named = self.facts.levers[kind, subject_id]
        loss = debt.weighed.loss
        opens, led = self._scale.leads_to(debt.weighed.lever.change)
        return DebtRow(
            kind=debt.kind,
            subject_id=subject_id,
            name=named.name,
            system_ids=named.system_ids,
            opens=opens,
            service_ids=self.in_order(led),
            loss_removed=loss.expected.likely if loss else None,
            probability_removed=self._largest(debt.weighed.removed.items()),
            effort_hours=debt.effort_hours,
            loss_removed_per_hour=debt.loss_removed_per_hour,
            is_effort_assumed=debt.is_effort_assumed,
        )

    def _largest(self, removed: Iterable[tuple[str, Estimate]]) -> float:
        """Return the largest fall of a priority service's probability; of any, without one."""
        falls = {service_id: share.probability for service_id, share in removed}
        priority = [p for s, p in falls.items() if self._services[s].is_priority]
        return max(priority or falls.values(), default=0.0)

    def _uncredited(self) -> Iterable[UncreditedControlRow]:
        """Yield each guard without credit; one that stands before no step would save nothing."""
        gains = {
            w.lever.subject_id: w
            for w in self.facts.weighed_levers.found
            if w.lever.kind == "control"
        }
        nothing = 0.0 if self.facts.model.has_prices else None
        for control_id, reasons in sorted(self._reasons().items()):
            gain = gains.get(control_id)
            loss = gain.loss.expected.likely if gain and gain.loss else nothing
            yield UncreditedControlRow(
                control_id=control_id,
                name=self._name(control_id),
                why=credit_sentence(reasons),
                loss_would_remove=loss,
                probability_would_remove=self._largest(gain.removed.items()) if gain else 0.0,
            )

    def _reasons(self) -> dict[str, tuple[str, ...]]:
        """Return why each control and second factor earns no credit; those with credit are out."""
        facts = self.facts
        found: dict[str, set[str]] = {}
        for control in facts.inputs.controls:
            found.setdefault(control.control_id, set()).update(
                reasons_without_credit(
                    control.mode,
                    control.tested_on,
                    control.expires_on,
                    as_of=facts.given.as_of,
                    limit_days=facts.simulation.graph.rules.control_test_limit_days,
                )
            )
        for event, chance in facts.simulation.chances.items():
            if event.kind == "mfa":
                found.setdefault(event.subject_id, set()).update(chance.without_credit)
        return {name: tuple(sorted(reasons)) for name, reasons in found.items() if reasons}


def _place_of(node: Node) -> str:
    return INTERNET if node.kind == INTERNET else node.subject_id


def _chance(estimate: Estimate) -> Chance:
    return Chance(estimate.probability, estimate.ci_low, estimate.ci_high)


def _spread(spread: Spread) -> dict[str, float]:
    headline = spread.headline
    return {
        "probability": headline.probability,
        "ci_low": headline.ci_low,
        "ci_high": headline.ci_high,
        "if_unknown_absent": spread.if_unknown_absent.probability,
        "if_unknown_present": spread.if_unknown_present.probability,
    }
