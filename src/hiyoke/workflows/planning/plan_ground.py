"""What a plan stands on: updates from an assessment, losses from an exposure run of the same data.

Nothing is read or matched twice. What is not here: the plan itself (`plan_fixes`).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hiyoke.planning.from_estate import ExposureFigures, PackageStep, Update
from hiyoke.risk import bundle_id_of, load_decision_table
from hiyoke.workflows.assessment.assess import weigh_estate
from hiyoke.workflows.exposure.expose_run import exposure_facts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from hiyoke.estate import Estate
    from hiyoke.reports.assessment.assessment import Assessment
    from hiyoke.risk import ImpactCurve, Target
    from hiyoke.workflows.exposure.expose_settings import ExposureSettings
    from hiyoke.workflows.exposure.expose_tables import ExposureFacts
    from hiyoke.workflows.weighing.weigh_findings import Weighed


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class PlanGround:
    """Everything a plan of one estate stands on.

    Attributes:
        estate: What the institution runs.
        assessment: Findings, deadlines, what is unknown.
        updates: Updates with what they close.
        same_as: Other identifiers of vulnerabilities, with the one that findings carry.
        figures: What attacks would cost.
        curves: What outages cost, all in one currency.
        currency: That currency; None when no service has a price.
        assumed_curve_ids: Services whose curve is a labelled default.
        unpriced_ids: Services without any curve.
    """

    estate: Estate
    assessment: Assessment
    updates: tuple[Update, ...]
    same_as: Mapping[str, str]
    figures: ExposureFigures
    curves: Mapping[str, ImpactCurve]
    currency: str | None
    assumed_curve_ids: tuple[str, ...]
    unpriced_ids: tuple[str, ...]


def plan_ground(
    estate_path: Path,
    store_folder: Path,
    *,
    as_of: date,
    table: str,
    settings: ExposureSettings,
) -> PlanGround:
    """Assess an estate and its exposure, as far as a plan needs it.

    Args:
        estate_path: Folder or workbook of the estate.
        store_folder: As ``hiyoke advisories import --into`` filled it.
        as_of: Knowledge cut-off, in Japan.
        table: Decision table that gives the deadlines.
        settings: What the exposure run assumes.

    Raises:
        UsageError: A path does not exist, or a setting is out of range.
        FaultsError: The estate's files have faults; all are listed.
        DamagedStoreError: The store cannot be used.
        DecisionTableError: No such table, or an edited profile has faults.

    Cost:
        As `hiyoke.workflows.assessment.expose`.
    """
    decision_table = load_decision_table(table)
    assessed, weighed, assessment = weigh_estate(
        estate_path, store_folder, table=decision_table, as_of=as_of
    )
    estate = assessed.weighing.estate
    facts = exposure_facts(assessed, weighed, assessment, settings)
    curves = {s: c for s, c in facts.given.curves.items() if c.currency == facts.prices.currency}
    priced = {service.service_id for service in estate.services} & curves.keys()
    return PlanGround(
        estate=estate,
        assessment=assessment,
        updates=updates_of(weighed),
        same_as={a: f.vulnerability_id for f in assessment.findings for a in f.aliases},
        figures=figures_of(facts, settings.horizon_days),
        curves=curves,
        currency=facts.prices.currency,
        assumed_curve_ids=tuple(sorted(facts.prices.assumed_ids)),
        unpriced_ids=tuple(sorted({s.service_id for s in estate.services} - priced)),
    )


def figures_of(facts: ExposureFacts, horizon_days: float) -> ExposureFigures:
    """Return what an exposure run says of losses, as plain values."""
    whole = facts.mean_loss.expected
    alone = {
        weighed.lever.subject_id: weighed.loss.expected.likely
        for weighed in facts.weighed_levers.found
        if weighed.lever.kind == "bundle" and weighed.loss is not None
    }
    return ExposureFigures(
        horizon_days=horizon_days,
        whole=(float(whole.likely), float(whole.high)),
        by_service={s: float(m.expected.likely) for s, m in facts.parts.items()},
        price_by_service={
            s: (float(loss.likely), float(loss.high)) for s, loss in facts.prices.losses.items()
        },
        alone=alone,
        chances={
            event.event_id.removeprefix("flaw:"): float(chance.probability)
            for event, chance in facts.simulation.chances.items()
            if event.event_id.startswith("flaw:")
        },
    )


def updates_of(weighed: Weighed) -> tuple[Update, ...]:
    """Return every update of an assessment with what it closes on each system."""
    fixable: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in _fixable(weighed.system_findings):
        fixable[row["component_id"]].append(row)
    updates = []
    for bundle in weighed.bundles:
        key = tuple(bundle[n] for n in ("ecosystem", "release", "package", "target_version"))
        remainder = weighed.remainders.get(key)
        kept = set(remainder.vulnerability_ids) if remainder else set()
        rows = [
            row
            for component_id in bundle["component_ids"]
            for row in fixable.get(component_id, ())
            if weighed.groups[row["system_id"]] == bundle["group_id"]
            and row["vulnerability_id"] not in kept
        ]
        if rows:
            closes, dues, steps = _by_system(rows, weighed.targets, bundle["target_version"])
            updates.append(
                Update(
                    bundle_id=bundle_id_of(*key, bundle["group_id"]),
                    ecosystem=bundle["ecosystem"] or "",
                    release=bundle["release"],
                    packages=tuple(bundle["packages"]),
                    target_version=bundle["target_version"],
                    closes=closes,
                    due_on=min((d for own in dues.values() for d in own.values()), default=None),
                    dues=dues,
                    steps=steps,
                    remaining_ids=() if remainder is None else remainder.vulnerability_ids,
                    clean_version=None if remainder is None else remainder.clean_version,
                )
            )
    return tuple(sorted(updates, key=lambda u: u.bundle_id))


def _by_system(
    rows: Sequence[Mapping[str, Any]], targets: Mapping[str, Target], target_version: str
) -> tuple[
    dict[str, tuple[str, ...]], dict[str, dict[str, date]], dict[str, tuple[PackageStep, ...]]
]:
    """Return what the rows of one update close, are due, and change, by system."""
    closes: dict[str, set[str]] = defaultdict(set)
    dues: dict[str, dict[str, date]] = defaultdict(dict)
    steps: dict[str, set[PackageStep]] = defaultdict(set)
    for row in rows:
        system_id, vulnerability_id = row["system_id"], row["vulnerability_id"]
        closes[system_id].add(vulnerability_id)
        own, due_on = dues[system_id], row["due_on"]
        if due_on is not None:
            own[vulnerability_id] = min(due_on, own.get(vulnerability_id, due_on))
        target = targets.get(row["component_id"])
        to_version = target_version if target is None else target.version
        steps[system_id].add(PackageStep(row["name"], row["version"] or "", to_version))
    return (
        {s: tuple(sorted(closes[s])) for s in sorted(closes)},
        {s: dues[s] for s in sorted(dues)},
        {s: tuple(sorted(steps[s])) for s in sorted(steps)},
    )


def _fixable(system_findings: Any) -> list[dict[str, Any]]:
    """Return the findings with a fix that an update brings."""
    names = ["component_id", "system_id", "vulnerability_id", "status", "fixed_version"]
    more = ["check_backport", "name", "version", "due_on"]
    rows = system_findings.select([*names, *more]).to_pylist()
    return [
        row
        for row in rows
        if row["status"] == "affected"
        and row["fixed_version"] is not None
        and not row["check_backport"]
    ]
