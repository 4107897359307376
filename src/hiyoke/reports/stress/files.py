"""The stress report for machines: one JSON record, and its weekly figures as CSV.

What is not here: the page (`stress_page`).
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any, Final

import msgspec

if TYPE_CHECKING:
    from hiyoke.languages import Text
    from hiyoke.planning import Band, StageOutcome, TierOutcome
    from hiyoke.reports.stress.rows import SharedVendorRow, StressReport

STRESS_SCHEMA: Final = "hiyoke/stress/1"
#: Decimal places of every figure; runs do not tell more.
_PLACES: Final = 4


def stress_record(report: StressReport) -> dict[str, Any]:
    """Return the report as one record; equal reports give equal records."""
    return {**_premises(report), **_findings(report)}


def _premises(report: StressReport) -> dict[str, Any]:
    return {
        "schema": STRESS_SCHEMA,
        "hiyoke_version": report.hiyoke_version,
        "institution": {
            "institution_id": report.institution_id,
            "name": _words(report.institution_name),
            "synthetic": report.is_synthetic,
        },
        "as_of": report.as_of.isoformat(),
        "starts_on": report.starts_on.isoformat(),
        "weeks": report.weeks,
        "runs": report.runs,
        "search_runs": report.search_runs,
        "seed": report.seed,
        "system_count": report.system_count,
        "scenario": {
            "scenario_id": report.scenario.scenario_id,
            "version": report.scenario.version,
            "title": _words(report.scenario.title),
        },
        "profile_version": report.profile.version,
        "facts": [
            {
                "subject": _words(fact.subject),
                "reading": _words(fact.reading),
                "is_assumption": fact.is_assumed,
            }
            for fact in report.facts
        ],
        "baseline": {
            # How many come in a week is never the estate's own; open updates do not tell it.
            "is_assumption": True,
            "is_mix_assumption": report.is_mix_assumed,
            "kinds": [
                {
                    "kind": row.kind,
                    "items_per_week": _round(row.items_per_week),
                    "open_items": _round(row.open_items),
                }
                for row in report.baseline
            ],
        },
    }


def _findings(report: StressReport) -> dict[str, Any]:
    outcome, breaking = report.outcome, report.breaking
    return {
        "bottleneck": outcome.bottleneck,
        "unprotected_hours": _band(outcome.unprotected_hours),
        "week_ends_days": [_round(day) for day in outcome.week_ends],
        "tiers": [_tier(tier) for tier in outcome.tiers],
        "stages": [_stage(stage) for stage in outcome.stages],
        "breaking_load": {
            "missed_share_limit": breaking.missed_limit,
            "tiers": list(report.profile.missed_tiers),
            "holds_at": _round(breaking.holds_at),
            "breaks_at": _round(breaking.breaks_at),
            "bottleneck": breaking.bottleneck,
        },
        "reliefs": [
            {
                "relief_id": row.relief_id,
                "title": _words(row.title),
                "stage": row.stage_id,
                "unprotected_hours_saved": _band(row.hours_saved),
                "missed_share_before": _round(row.missed_share_before),
                "missed_share_after": _round(row.missed_share_after),
            }
            for row in report.reliefs
        ],
        "shared_vendors": [_shared(row) for row in report.shared_vendors],
        "vendors_left_out": report.vendors_left_out,
    }


def render_stress_json(report: StressReport) -> bytes:
    """Render the record as JSON, keys sorted; equal reports give equal bytes."""
    record = msgspec.json.encode(stress_record(report), order="sorted")
    return msgspec.json.format(record, indent=1) + b"\n"


def render_weeks_csv(report: StressReport) -> bytes:
    """Render the weekly figures as CSV: one row for each week and tier, or week and stage."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["day", "measure", "subject", "p05", "p50", "p95"])
    outcome = report.outcome
    series = [
        (name, tier.tier_id, bands)
        for tier in outcome.tiers
        for name, bands in (
            ("backlog", tier.backlog),
            ("mean_age_days", tier.mean_age_days),
            ("oldest_days", tier.oldest_days),
        )
    ]
    series += [("present", stage.stage_id, stage.present) for stage in outcome.stages]
    for number, day in enumerate(outcome.week_ends):
        for name, subject, bands in series:
            writer.writerow([_round(day), name, subject, *map(_round, bands[number])])
    return out.getvalue().encode("utf-8-sig")


def _tier(tier: TierOutcome) -> dict[str, Any]:
    return {
        "tier": tier.tier_id,
        "title": _words(tier.title),
        "deadline_days": tier.deadline_days,
        "arrived": _band(tier.arrived),
        "fixed": _band(tier.fixed),
        "missed_probability": _round(tier.missed_probability),
        "missed_share": _band(tier.missed_share),
        "any_missed_probability": _round(tier.any_missed),
        "median_days_to_fix": _round(tier.median_days),
        "p95_days_to_fix": _round(tier.late_days),
        "unprotected_hours": _band(tier.unprotected_hours),
        "backlog": [_band(band) for band in tier.backlog],
        "mean_age_days": [_band(band) for band in tier.mean_age_days],
        "oldest_days": [_band(band) for band in tier.oldest_days],
    }


def _stage(stage: StageOutcome) -> dict[str, Any]:
    return {
        "stage": stage.stage_id,
        "title": _words(stage.title),
        "utilisation": _band(stage.utilisation),
        "waiting_share": _band(stage.waiting_share),
        "largest_wait_share_of_runs": _round(stage.largest_wait_share),
        "present": [_band(band) for band in stage.present],
        "done_again": _band(stage.done_again),
        "stations": [
            {
                "station": station.station_id,
                "title": _words(station.title),
                "utilisation": _band(station.utilisation),
                "capacity": _round(station.capacity),
            }
            for station in stage.stations
        ],
    }


def _shared(row: SharedVendorRow) -> dict[str, Any]:
    return {
        "vendor_id": row.vendor_id,
        "name": _words(row.name),
        "system_count": row.system_count,
        "engineers_at_once": row.engineers,
        "institutions": row.clients,
        "is_institutions_assumption": row.is_clients_assumed,
        "contract_place": row.rank,
        "contract_rule": row.contract_rule,
        "rules": [
            {
                "rule": rule.rule,
                "half_done_days": _band(rule.half_done_days),
                "all_done_days": _band(rule.all_done_days),
                "unfinished_probability": _round(rule.unfinished_probability),
                "others_done_days": _band(rule.others_done_days),
                "worked_hours": _band(rule.worked_hours),
            }
            for rule in row.rules
        ],
    }


def _band(band: Band | None) -> dict[str, float] | None:
    if band is None:
        return None
    low, middle, high = (round(float(value), _PLACES) for value in band)
    return {"p05": low, "p50": middle, "p95": high}


def _round(value: float | None) -> float | None:
    return None if value is None else round(float(value), _PLACES)


def _words(text: Text) -> dict[str, str]:
    return {"ja": text.ja, "en": text.en}
