"""From weighed facts to the rows of the report: joined, dated and put into words.

What is not here: weighing (`weigh_findings`), findings and ends of life (`compile_findings`), what
is unknown (`compile_unknowns`), and layout (`hiyoke.reports`).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pyarrow.compute as pc

from hiyoke.languages import Text
from hiyoke.reports.assessment.assessment import DueBand
from hiyoke.reports.assessment.rows import BundleRow, DueRow, ReasonRow, ServiceRow, SystemRow
from hiyoke.reports.sentences import contribution_sentence, route_sentence, unassessed_sentence
from hiyoke.reports.words import BAND_WORDS, band_of
from hiyoke.risk import Tie, bundle_id_of
from hiyoke.workflows.weighing.deadline_rows import deadline_of, deadline_on

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from hiyoke.estate import System
    from hiyoke.risk import ServiceDanger, SystemDanger
    from hiyoke.workflows.weighing.weigh_findings import Weighed, WeighingInput

#: Reasons kept for one service; further ones are only counted.
REASONS_KEPT = 6


@dataclass(frozen=True)
class Compiler:
    """Turns the facts of one run into rows.

    Attributes:
        given: What was weighed.
        weighed: What came out.
    """

    given: WeighingInput
    weighed: Weighed

    @property
    def _as_of(self) -> date:
        return self.given.as_of

    @cached_property
    def system_names(self) -> dict[str, Text]:
        """Names by system."""
        return {s.system_id: s.name for s in self.given.estate.systems}

    @cached_property
    def service_names(self) -> dict[str, Text]:
        """Names by service."""
        return {s.service_id: s.name for s in self.given.estate.services}

    @cached_property
    def _group_names(self) -> dict[str, Text]:
        estate = self.given.estate
        owners = {s.owner.ja: s.owner for s in estate.systems if s.owner}
        return owners | {v.vendor_id: v.name for v in estate.vendors}

    def _group_name(self, group_id: str) -> Text:
        nobody = Text(ja="担当未登録", en="nobody recorded")
        return self._group_names.get(group_id, Text(group_id, group_id) if group_id else nobody)

    @cached_property
    def _foremost(self) -> dict[str, dict[str, Any]]:
        """Foremost affected finding of each system, as a row of `SYSTEM_FINDINGS`."""
        ranks = [s.best_rank for s in self.weighed.systems.values() if s.best_rank is not None]
        table = self.weighed.system_findings
        wanted = pc.is_in(table["rank"], value_set=pc.cast(ranks, table["rank"].type))
        return {row["system_id"]: row for row in table.filter(wanted).to_pylist()}

    def services(self) -> tuple[ServiceRow, ...]:
        """Return every service, foremost first."""
        return tuple(
            self._service(position, danger)
            for position, danger in enumerate(self.weighed.services, start=1)
        )

    def _service(self, position: int, danger: ServiceDanger) -> ServiceRow:
        service = danger.service
        own = [self.weighed.systems[s] for s in danger.system_ids]
        reasons = self._reasons(danger)
        return ServiceRow(
            position=position,
            service_id=service.service_id,
            name=service.name,
            priority_rank=service.priority_rank,
            owner=service.owner,
            impact_tolerance_minutes=service.impact_tolerance_minutes,
            level=danger.level,
            due=deadline_on(danger.due_on, as_of=self._as_of),
            reasons=tuple(reasons[:REASONS_KEPT]),
            reason_count=len(reasons) + danger.route_count - len(danger.routes),
            system_ids=danger.system_ids,
            affected_system_ids=tuple(s.system_id for s in own if s.finding_count),
            unassessed=danger.unassessed,
            unknown_exposure=danger.unknown_exposure,
            finding_count=sum(s.finding_count for s in own),
            known_exploited_count=sum(s.known_exploited_count for s in own),
        )

    def _reasons(self, danger: ServiceDanger) -> list[ReasonRow]:
        found = []
        told: set[str] = set()
        for contribution in danger.contributions:
            if contribution.tie is Tie.WHOLE_GROUP:
                if contribution.group in told:
                    continue  # One sentence speaks for all members of a lost group.
                told.add(str(contribution.group))
            row = self._foremost[contribution.system_id]
            words = contribution_sentence(
                contribution,
                self.system_names,
                self.weighed.standings[contribution.system_id].exposure,
                row,
                self.weighed.systems[contribution.system_id].finding_count - 1,
                members=[
                    c.system_id for c in danger.contributions if c.group == contribution.group
                ],
            )
            found.append(self._reason(words, row))
        for route in danger.routes:
            exposure = self.weighed.standings[route.source].exposure
            words = route_sentence(route, self.system_names, exposure)
            found.append(self._reason(words, self._foremost[route.source]))
        found += [
            ReasonRow(
                words=unassessed_sentence(s, self.system_names),
                system_id=s,
                vulnerability_id=None,
                listed_on=None,
                due=None,
            )
            for s in danger.unassessed
        ]
        return found

    def _reason(self, words: Text, row: Mapping[str, Any]) -> ReasonRow:
        return ReasonRow(
            words=words,
            system_id=row["system_id"],
            vulnerability_id=row["vulnerability_id"],
            listed_on=row["known_exploited_on"],
            due=deadline_of(row, as_of=self._as_of),
        )

    def bands(self) -> tuple[DueBand, ...]:
        """Return how many findings on systems fall due in each span of time."""
        table = self.weighed.system_findings
        affected = table.filter(pc.equal(table["status"], "affected"))
        foremost = affected.filter(pc.greater(affected["priority_service_count"], 0))
        counts = self._count_by_band(affected["due_on"])
        priority = self._count_by_band(foremost["due_on"])
        return tuple(
            DueBand(
                code=code,
                label=label,
                finding_count=counts[code],
                priority_finding_count=priority[code],
            )
            for code, label in BAND_WORDS.items()
        )

    def _count_by_band(self, days: Any) -> Counter[str]:
        counts: Counter[str] = Counter()
        for day, count in pairs_of(pc.value_counts(days)):
            counts[band_of(None if day is None else (day - self._as_of).days)] += count
        return counts

    def bundles(self) -> tuple[BundleRow, ...]:
        """Return the bundles; those that close most for priority services, dated first, lead."""
        ordered = sorted(
            self.weighed.bundles,
            key=lambda b: (
                -b["priority_dated_count"],
                -b["priority_finding_count"],
                -b["finding_count"],
                b["best_rank"],
                b["ecosystem"] or "",
                b["package"] or "",
                b["target_version"],
                b["group_id"],
            ),
        )
        total = sum(b["finding_count"] for b in ordered)
        rows, closed = [], 0
        for position, bundle in enumerate(ordered, start=1):
            closed += bundle["finding_count"]
            rows.append(self._bundle(position, bundle, closed / total))
        return tuple(rows)

    def _bundle(self, position: int, bundle: Mapping[str, Any], share: float) -> BundleRow:
        ecosystem, release, package = bundle["ecosystem"], bundle["release"], bundle["package"]
        target = bundle["target_version"]
        remainder = self.weighed.remainders.get((ecosystem, release, package, target))
        return BundleRow(
            position=position,
            bundle_id=bundle_id_of(ecosystem, release, package, target, bundle["group_id"]),
            ecosystem=ecosystem or "",
            release=release,
            package=package or "",
            packages=tuple(p for p in bundle["packages"] if p is not None),
            versions=tuple(v for v in bundle["versions"] if v is not None),
            target_version=target,
            group_name=self._group_name(bundle["group_id"]),
            finding_count=bundle["finding_count"],
            priority_finding_count=bundle["priority_finding_count"],
            vulnerability_ids=tuple(bundle["vulnerability_ids"]),
            known_exploited_count=bundle["known_exploited_count"],
            system_ids=tuple(bundle["system_ids"]),
            service_ids=self._services_of(bundle["system_ids"]),
            due=deadline_on(bundle["due_on"], as_of=self._as_of),
            remaining_ids=remainder.vulnerability_ids if remainder else (),
            clean_version=remainder.clean_version if remainder else None,
            cumulative_share=share,
        )

    def _services_of(self, system_ids: Iterable[str]) -> tuple[str, ...]:
        """Return the services that need any of the systems, in the order of the report."""
        needing = {s for i in system_ids for s in self.weighed.standings[i].service_ids}
        return tuple(
            d.service.service_id for d in self.weighed.services if d.service.service_id in needing
        )

    def systems(self) -> tuple[SystemRow, ...]:
        """Return every system, the foremost finding first, then by identifier."""
        counts = self._component_counts()
        last = float("inf")
        ordered = sorted(
            self.given.estate.systems,
            key=lambda s: (self.weighed.systems[s.system_id].best_rank or last, s.system_id),
        )
        return tuple(self._system(s, counts.get(s.system_id, 0)) for s in ordered)

    def _component_counts(self) -> dict[str, int]:
        return dict(pairs_of(pc.value_counts(self.given.placements["system_id"])))

    def _due_of_system(self, danger: SystemDanger) -> DueRow:
        """Return the earliest deadline of a system, and the better case where one is open."""
        if not danger.open_count:
            return deadline_on(danger.due_on, as_of=self._as_of)
        return deadline_on(
            danger.due_on,
            as_of=self._as_of,
            due_on_latest=danger.due_on_latest,
            unknown_points=tuple(
                sorted({p for row in self._open_points[danger.system_id] for p in row})
            ),
        )

    @cached_property
    def _open_points(self) -> dict[str, list[tuple[str, ...]]]:
        """Distinct sets of unknown decision points, by system."""
        table = self.weighed.system_findings.select(["system_id", "unknown_points"])
        open_rows = table.filter(pc.greater(pc.list_value_length(table["unknown_points"]), 0))
        points: dict[str, list[tuple[str, ...]]] = {}
        for row in open_rows.to_pylist():
            found = points.setdefault(row["system_id"], [])
            if (unknown := tuple(row["unknown_points"])) not in found:
                found.append(unknown)
        return points

    def _system(self, system: System, component_count: int) -> SystemRow:
        danger = self.weighed.systems[system.system_id]
        standing = self.weighed.standings[system.system_id]
        return SystemRow(
            system_id=system.system_id,
            name=system.name,
            exposure=standing.exposure,
            exposure_why=standing.exposure_why,
            environment=system.environment,
            group_name=self._group_name(self.weighed.groups[system.system_id]),
            service_ids=standing.service_ids,
            priority_service_ids=standing.priority_service_ids,
            has_sbom=danger.is_assessable,
            component_count=component_count,
            finding_count=danger.finding_count,
            known_exploited_count=danger.known_exploited_count,
            not_assessable_count=danger.not_assessable_count,
            due=self._due_of_system(danger),
            end_of_life_on=system.end_of_life_on,
        )


def pairs_of(counted: Any) -> list[tuple[Any, int]]:
    """Return what `pyarrow.compute.value_counts` counted, as pairs of value and count."""
    return [(row["values"], row["counts"]) for row in counted.to_pylist()]
