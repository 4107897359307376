"""A run of exposure as plain values, for programs: the members of schema ``hiyoke/exposure/1``.

Probabilities lie in [0, 1], losses are in units of the run's currency, work is in hours. What is
not here: how the values were computed (`expose_tables`), and tables for people (`hiyoke.cli`).
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from hiyoke import __version__
from hiyoke.languages import Text
from hiyoke.risk import MeanLoss, tail_losses
from hiyoke.workflows.exposure.exposure_needs import failed_needs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hiyoke.exposure import AttackPath, Event, PathStep
    from hiyoke.languages import Language
    from hiyoke.reports.assessment.assessment import Run
    from hiyoke.reports.exposure.rows import (
        Chance,
        ExposureReport,
        LeverageRow,
        PathRow,
        ServiceExposureRow,
        SystemExposureRow,
    )
    from hiyoke.risk import LossRange
    from hiyoke.workflows.exposure.expose_tables import ExposureFacts

SCHEMA: Final = "hiyoke/exposure/1"

#: Changes that were left out because a bound shows they save less; so many are named.
UNTRIED_KEPT: Final = 200


def exposure_record(
    facts: ExposureFacts,
    report: ExposureReport,
    ways: Sequence[AttackPath],
    run: Run,
    *,
    language: Language | None = None,
) -> dict[str, Any]:
    """Return a run as plain values.

    Args:
        facts: What was found.
        report: The same as rows and words.
        ways: The paths behind the rows of the report, in its order.
        run: The assessment's run, for its digests and its institution.
        language: Language of texts; None gives each as an object of ``ja`` and ``en``.

    Returns:
        Values in a stable order; equal runs give equal values.
    """
    needs = failed_needs(facts.simulation)
    record = {
        "schema": SCHEMA,
        "run": _run(facts, report, run),
        "services": [
            _service(facts, row) | {"needs": [n._asdict() for n in needs[row.service_id]]}
            for row in report.services
        ],
        "systems": _systems(facts, report),
        "paths": [_path(facts, path, row) for path, row in zip(ways, report.paths, strict=True)],
        "loss": _loss(facts, report),
        "leverage": [_lever(facts, row) for row in report.leverage],
        "leverage_untried": _untried(facts),
        "debt": [asdict(row) for row in report.debt],
        "choke_points": [asdict(row) for row in report.choke_points],
        "uncredited": [asdict(row) for row in report.uncredited],
        "unknowns": [asdict(row) for row in report.unknowns],
        "assumptions": [asdict(row) for row in report.assumptions],
    }
    plain: dict[str, Any] = _plain(record, language)
    return plain


def _plain(value: Any, language: Language | None) -> Any:
    """Return texts in one language or both, tuples as lists, and mappings likewise."""
    if isinstance(value, Text):
        if language is None:
            return {"ja": value.ja, "en": value.en}
        return value.render(language)
    if isinstance(value, dict):
        return {name: _plain(part, language) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(part, language) for part in value]
    return value


def _run(facts: ExposureFacts, report: ExposureReport, run: Run) -> dict[str, Any]:
    graph = facts.simulation.graph
    inputs = graph.inputs
    return {
        "institution_id": run.institution_id,
        "synthetic": run.is_synthetic,
        "hiyoke_version": __version__,
        "as_of": run.as_of.isoformat(),
        "horizon_days": report.horizon_days,
        "worlds": report.worlds,
        "seed": report.seed,
        "stress": report.stress,
        "has_latent": facts.latent is not None,
        "profiles": dict(report.profiles),
        "currency": report.currency,
        "inputs": dict(run.inputs),
        "counts": {
            "systems": len(inputs.systems),
            "links": len(inputs.links),
            "findings": len(inputs.findings),
            "findings_idle": len(graph.idle_findings),
            "flaws": len({finding.vulnerability_id for finding in inputs.findings}),
            "controls": len(inputs.controls),
            "controls_idle": len(graph.idle_controls),
            "accounts": len(inputs.accounts),
            "steps": int(graph.edges.sources.size),
            "events": len(graph.events),
            "changes_found": len(facts.weighed_levers.found),
            "changes_felt_nowhere": facts.weighed_levers.idle_count,
        },
        "are_paths_proven": report.are_paths_proven,
        "is_leverage_proven": facts.weighed_levers.is_proven,
    }


def _service(facts: ExposureFacts, row: ServiceExposureRow) -> dict[str, Any]:
    unread = facts.given.assessed.weighing.unreadable_systems
    loss, whole = facts.parts.get(row.service_id), facts.mean_loss.expected.likely
    outage = facts.prices.outages_minutes.get(row.service_id)
    return {
        "service_id": row.service_id,
        "name": row.name,
        "priority_rank": row.priority_rank,
        "system_ids": row.system_ids,
        "unassessed_system_ids": [s for s in row.system_ids if s in unread],
        **_figures(row),
        "expected_loss": None if loss is None else _mean(loss),
        "loss_share": None if loss is None or not whole else loss.expected.likely / whole,
        "loss_if_lost": _range(facts.prices.losses.get(row.service_id)),
        "attack_outage_minutes": _range(outage),
        "is_loss_assumed": row.is_loss_assumed,
        "over_time": [{"horizon_days": days, **_chance(chance)} for days, chance in row.over_time],
        "latent": None if row.latent is None else _chance(row.latent),
    }


def _systems(facts: ExposureFacts, report: ExposureReport) -> list[dict[str, Any]]:
    held = {exposed.system_id: exposed for exposed in facts.systems}
    places = {system.system_id: system.row for system in facts.inputs.systems}
    return [
        {
            "system_id": row.system_id,
            "name": row.name,
            "internet_facing": row.internet_facing,
            "is_assessed": row.is_assessed,
            **_figures(row),
            "probability_user": held[row.system_id].user.headline.probability,
            "probability_admin": held[row.system_id].admin.headline.probability,
            "row": places[row.system_id],
        }
        for row in report.systems
    ]


def _figures(row: ServiceExposureRow | SystemExposureRow) -> dict[str, float]:
    return {
        "probability": row.probability,
        "ci_low": row.ci_low,
        "ci_high": row.ci_high,
        "if_unknown_absent": row.if_unknown_absent,
        "if_unknown_present": row.if_unknown_present,
    }


def _path(facts: ExposureFacts, path: AttackPath, row: PathRow) -> dict[str, Any]:
    return {
        "system_id": row.target,
        "service_ids": row.service_ids,
        "probability": row.probability,
        "is_certain": row.is_certain,
        "begins": row.begins,
        "begins_with": [] if path.begins is None else [_event(facts, path.begins, happens=True)],
        "steps": [
            asdict(told) | _behind(facts, step) | {"words": told.words}
            for step, told in zip(path.steps, row.steps, strict=True)
        ],
    }


def _behind(facts: ExposureFacts, step: PathStep) -> dict[str, Any]:
    """Return the rule of a step, the level it gains, and every event it depends on."""
    graph = facts.simulation.graph
    rule = graph.rules.steps[graph.rule_ids[int(graph.edges.rules[step.edge])]]
    return {
        "level": step.target.level,
        "rule_id": rule.rule_id,
        "rule": rule.title,
        "events": [
            *(_event(facts, event, happens=True) for event in step.needs),
            *(_event(facts, event, happens=False) for event in step.fails),
        ],
    }


def _event(facts: ExposureFacts, event: Event, *, happens: bool) -> dict[str, Any]:
    """Return an event, whether a path needs it to happen, and how likely that is."""
    chance = facts.simulation.chances[event]
    return {
        "event_id": event.event_id,
        "happens": happens,
        "probability": chance.probability if happens else 1.0 - chance.probability,
        "line_ids": chance.line_ids,
    }


def _loss(facts: ExposureFacts, report: ExposureReport) -> dict[str, Any] | None:
    """Return the losses of all priced services together; None without any price."""
    without = [
        {"service_id": gap.service_id, "reason": gap.reason, "remedy": gap.remedy}
        for gap in facts.given.no_curves
    ]
    if not facts.model.has_prices:
        return None
    return {
        "currency": report.currency,
        "expected": _mean(facts.mean_loss),
        "tail": [tail._asdict() for tail in tail_losses(facts.losses)],
        "exceedance": [point._asdict() for point in report.exceedance],
        "not_priced": without,
        "other_currency": list(facts.prices.other_currency_ids),
    }


def _lever(facts: ExposureFacts, row: LeverageRow) -> dict[str, Any]:
    named = facts.levers[row.kind, row.subject_id]
    weighed = facts.weighed_by_subject[row.kind, row.subject_id]
    return {
        "kind": row.kind,
        "subject_id": row.subject_id,
        "name": row.name,
        "system_ids": named.system_ids,
        "loss_removed": None if weighed.loss is None else _mean(weighed.loss),
        "probability_removed": [
            {
                "service_id": service_id,
                "probability": share,
                "ci_low": weighed.removed[service_id].ci_low,
                "ci_high": weighed.removed[service_id].ci_high,
            }
            for service_id, share in row.probability_removed
        ],
        "effort_hours": row.effort_hours,
        "is_effort_assumed": row.is_effort_assumed,
        "helps_only_with": [
            {"kind": kind, "subject_id": subject_id} for kind, subject_id in weighed.partners
        ],
    }


def _untried(facts: ExposureFacts) -> list[dict[str, Any]]:
    has_prices = facts.model.has_prices
    return [
        {
            "kind": lever.kind,
            "subject_id": lever.subject_id,
            "loss_removed_at_most": bound.loss if has_prices else None,
            "worlds_at_most": bound.worlds,
        }
        for lever, bound in facts.weighed_levers.untried[:UNTRIED_KEPT]
    ]


def _chance(chance: Chance) -> Mapping[str, float]:
    return chance._asdict()


def _mean(loss: MeanLoss) -> dict[str, float]:
    return {**loss.expected._asdict(), "ci_low": loss.ci_low, "ci_high": loss.ci_high}


def _range(found: LossRange | None) -> dict[str, float] | None:
    return None if found is None else found._asdict()
