"""A wave of patches against an estate: simulate, find what breaks first, write the report.

What is not here: any rule of the simulation (`hiyoke.planning`), and words (`hiyoke.reports`).
"""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hiyoke import __version__
from hiyoke.documents import write_private
from hiyoke.errors import UsageError
from hiyoke.languages import Language, Text
from hiyoke.packages import is_distribution
from hiyoke.planning import (
    Baseline,
    SharedVendor,
    StaffStation,
    breaking_load,
    default_baseline,
    load_scenario,
    load_surge_profile,
    outcome_of,
    simulate_surge,
    surge_model,
    weigh_reliefs,
    weigh_rules,
)
from hiyoke.reports.stress.files import render_stress_json, render_weeks_csv
from hiyoke.reports.stress.page import render_stress_page
from hiyoke.reports.stress.rows import BaselineRow, SharedVendorRow, StressReport
from hiyoke.reports.stress.workbook import render_stress_workbook
from hiyoke.workflows.load_estate import load_estate

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from hiyoke.estate import Estate
    from hiyoke.planning import Scenario, SurgeModel, SurgeProfile
    from hiyoke.reports.assessment.rows import BundleRow

#: Longest wave; the horizon of the calendars and of anybody's plans.
MAX_WEEKS: Final = 104
#: Runs of each relief and of each load; differences on the same items need fewer.
SEARCH_RUNS: Final = 200
#: Vendors whose simultaneous demand is simulated; the rest are counted.
MAX_SHARED: Final = 8
_CLOUD: Final = "cpe"


@dataclass(frozen=True, slots=True, kw_only=True)
class StressRun:
    """One finished stress test and its files, in the order in which a reader opens them."""

    report: StressReport
    out: Path
    files: tuple[Path, ...]


def stress(
    estate_path: Path,
    scenario: str,
    out: Path,
    *,
    as_of: date,
    runs: int = 1_000,
    weeks: int = 26,
    seed: int = 1,
    advisories: Path | None = None,
) -> StressRun:
    """Put an estate under a wave of patches, and write the report.

    Args:
        estate_path: Folder or workbook of the estate.
        scenario: Name of a shipped scenario, or path of a file.
        out: Folder for the results; an earlier run's files in it are replaced.
        as_of: Day of the question, in Japan.
        runs: How many runs.
        weeks: Length of the wave, 1 to `MAX_WEEKS`.
        seed: Of all draws; equal seeds give equal files.
        advisories: Store from which the estate's own open updates are found; None assumes an
            ordinary mix and an empty desk at the start.

    Raises:
        UsageError: A path, the weeks or the runs cannot be used.
        FaultsError: The estate's files or the scenario have faults; all are listed.
        SurgeScenarioError: No such scenario.

    Cost:
        About twenty simulations; a thousand runs of a bank of a hundred systems take seconds.
    """
    if not 1 <= weeks <= MAX_WEEKS:
        raise UsageError(
            Text(
                ja=f"1 から {MAX_WEEKS} 週が必要ですが、{weeks} でした",
                en=f"expected 1 to {MAX_WEEKS} weeks, found {weeks}",
            ),
            where="--weeks",
        )
    wave, profile = load_scenario(scenario), load_surge_profile()
    estate = load_estate(estate_path)
    if not estate.systems:
        raise UsageError(
            Text(ja="システムが一つもありません", en="expected systems, found none"),
            where=str(estate_path),
            remedy=Text(
                ja="システムの一覧を加えてください。", en="Add a list of systems to the estate."
            ),
        )
    baseline = _own_baseline(estate_path, estate, advisories, profile, as_of)
    model = surge_model(estate, profile, wave, as_of=as_of, weeks=weeks, baseline=baseline)
    report = _report(estate, profile, wave, model, (as_of, runs, seed))
    return StressRun(report=report, out=out, files=tuple(_write(report, out)))


def _report(
    estate: Estate,
    profile: SurgeProfile,
    wave: Scenario,
    model: SurgeModel,
    asked: tuple[date, int, int],
) -> StressReport:
    """Simulate the wave, what would help, and everybody asking at once."""
    as_of, runs, seed = asked
    network = model.network
    outcome = outcome_of(network, simulate_surge(network, runs=runs, seed=seed))
    dated = [n for n, t in enumerate(profile.tiers) if t.tier_id in profile.missed_tiers]
    few = min(runs, SEARCH_RUNS)
    shared, left_out = _shared_vendors(estate, profile, model, runs=few, seed=seed)
    return StressReport(
        hiyoke_version=__version__,
        institution_id=estate.institution.institution_id,
        institution_name=estate.institution.name,
        is_synthetic=estate.institution.synthetic,
        as_of=as_of,
        starts_on=model.starts_on,
        weeks=model.weeks,
        runs=runs,
        search_runs=few,
        seed=seed,
        system_count=model.system_count,
        scenario=wave,
        profile=profile,
        facts=model.facts,
        baseline=_baseline_rows(model.baseline, profile),
        is_mix_assumed=model.baseline.is_mix_assumed,
        outcome=outcome,
        breaking=breaking_load(
            network, runs=few, seed=seed, dated=dated, missed_limit=profile.missed_share
        ),
        reliefs=weigh_reliefs(network, outcome, runs=few, seed=seed, dated=dated),
        shared_vendors=shared,
        vendors_left_out=left_out,
    )


def _write(report: StressReport, out: Path) -> Iterable[Path]:
    contents = {
        f"stress.{language.value}.html": render_stress_page(report, language).encode(
            "utf-8", "replace"
        )
        for language in Language
    }
    contents |= {
        f"stress.{language.value}.xlsx": render_stress_workbook(report, language)
        for language in Language
    }
    contents |= {"stress.csv": render_weeks_csv(report), "stress.json": render_stress_json(report)}
    for name, content in contents.items():
        write_private(out / name, content)
        yield out / name


def _own_baseline(
    estate_path: Path,
    estate: Estate,
    advisories: Path | None,
    profile: SurgeProfile,
    as_of: date,
) -> Baseline | None:
    """Return the estate's own open updates as the start and the mix; None without a store.

    How many come in a week stays the profile's assumption: open updates do not tell it.
    """
    if advisories is None:
        return None
    from hiyoke.workflows.assessment.assess import assess  # noqa: PLC0415 - only with a store; heavy.

    with tempfile.TemporaryDirectory(prefix="hiyoke-stress-") as folder:
        bundles = assess(estate_path, advisories, Path(folder), as_of=as_of).assessment.bundles
    found = Counter((_kind_of(bundle), _tier_of(bundle, profile)) for bundle in bundles)
    usual = default_baseline(profile, len(estate.systems))
    if not found:
        return usual
    tiers = Counter(tier for _, tier in found.elements())
    total = sum(found.values())
    return Baseline(
        items_per_week=usual.items_per_week,
        tiers={line.tier_id: tiers[line.tier_id] / total for line in profile.tiers},
        open_items={key: float(count) for key, count in sorted(found.items())},
        is_mix_assumed=False,
    )


def _kind_of(bundle: BundleRow) -> str:
    is_product = is_distribution(bundle.ecosystem) or bundle.ecosystem == _CLOUD
    return "vendor_bundle" if is_product else "component"


def _tier_of(bundle: BundleRow, profile: SurgeProfile) -> str:
    """Return the first tier whose deadline is not before the bundle's; undated is the last."""
    if bundle.due.days_left is None:
        return profile.tiers[-1].tier_id
    fitting = (t.tier_id for t in profile.tiers if bundle.due.days_left <= t.deadline_days)
    return next(fitting, profile.tiers[-1].tier_id)


def _baseline_rows(baseline: Baseline, profile: SurgeProfile) -> tuple[BaselineRow, ...]:
    opened: Counter[str] = Counter()
    for (kind, _), items in baseline.open_items.items():
        opened[kind] += items  # type: ignore[assignment]
    return tuple(
        BaselineRow(
            kind=line.kind,
            title=line.title,
            items_per_week=baseline.items_per_week.get(line.kind, 0.0),
            open_items=float(opened[line.kind]),
        )
        for line in profile.kinds
    )


def _shared_vendors(
    estate: Estate, profile: SurgeProfile, model: SurgeModel, *, runs: int, seed: int
) -> tuple[tuple[SharedVendorRow, ...], int]:
    """Simulate every institution asking at once, for the vendors of most systems."""
    line, stage = profile.shared_vendor, profile.stage("vendor")
    number = next(n for n, s in enumerate(model.network.stages) if s.stage_id == "vendor")
    stations = {
        station.station_id: station
        for station in model.network.stages[number].stations
        if isinstance(station, StaffStation)
    }
    owned = Counter(s.vendor_id for s in estate.systems if s.vendor_id in stations)
    ranked = sorted(owned.items(), key=lambda pair: (-pair[1], str(pair[0])))
    by_id = {vendor.vendor_id: vendor for vendor in estate.vendors}
    mean = sum(stage.hours.values()) / len(stage.hours)
    rows = []
    for vendor_id, count in ranked[:MAX_SHARED]:
        vendor = by_id[str(vendor_id)]
        clients = min(250, 1 + (line.clients if vendor.clients is None else vendor.clients))
        shared = SharedVendor(
            vendor_id=vendor.vendor_id,
            engineers=stations[vendor.vendor_id].groups,
            clients=clients,
            rank=clients - 1,  # A place that nobody has promised us is the last.
            items=line.items,
            within_hours=line.within_days * 24.0,
            hours=mean,
            variation=stage.variation,
            horizon_hours=model.network.horizon_hours,
        )
        rows.append(
            SharedVendorRow(
                vendor_id=vendor.vendor_id,
                name=vendor.name,
                system_count=count,
                engineers=sum(group.people for group in shared.engineers),
                clients=clients,
                is_clients_assumed=vendor.clients is None,
                rank=clients,
                contract_rule=vendor.simultaneous_demand,
                rules=weigh_rules(shared, runs=runs, seed=seed),
            )
        )
    return tuple(rows), max(0, len(ranked) - MAX_SHARED)
