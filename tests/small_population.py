"""A country of a few banks with whole-numbered versions, and brute force to check it with."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from hiyoke.estate import Requirement, Service
from hiyoke.estate.population import (
    POPULATION_COMPONENTS,
    POPULATION_PLACEMENTS,
    POPULATION_REQUIREMENTS,
    POPULATION_SERVICES,
    POPULATION_SYSTEMS,
)
from hiyoke.languages import Text
from hiyoke.risk import LinkMap, SystemDanger, assess_services, standings_of
from small_advisories import affected, record, write_lines

if TYPE_CHECKING:
    from pathlib import Path

PACKAGES = ("anzen", "bango", "chikara", "densha")


@dataclass(frozen=True)
class Flaw:
    """One advisory: a package is affected from one whole version up to another."""

    advisory_id: str
    package: str
    introduced: int
    fixed: int

    def record(self) -> dict[str, Any]:
        """Return the advisory as an OSV record."""
        steps = (f"introduced {self.introduced}.0", f"fixed {self.fixed}.0")
        return record(self.advisory_id, affected(*steps, name=self.package))


@dataclass
class Country:
    """Rows of a population as plain values.

    Attributes:
        components: Package and whole version; a version of None makes a purl of an ecosystem that
            no advisory covers, unless the package is a purl already.
        placements: Component and system numbers, distinct.
        systems: Institution and whether there is an SBOM.
        services: Institution, service and whether it is a priority service.
        requirements: Institution, service, system number and group.
    """

    components: list[tuple[str, int | None]] = field(default_factory=list)
    placements: list[tuple[int, int]] = field(default_factory=list)
    systems: list[tuple[str, bool]] = field(default_factory=list)
    services: list[tuple[str, str, bool]] = field(default_factory=list)
    requirements: list[tuple[str, str, int, str | None]] = field(default_factory=list)

    def purl(self, component_no: int) -> str:
        """Return a component's purl."""
        package, version = self.components[component_no]
        if package.startswith("pkg:"):
            return package
        if version is None:
            return f"pkg:swift/example.org/{package}@1.0"
        return f"pkg:pypi/{package}@{version}.0"

    def write(self, folder: Path, *, row_group_rows: int = 7) -> Path:
        """Write the population folder; small row groups, so that there are many."""
        (folder / "placements").mkdir(parents=True, exist_ok=True)
        middle = len(self.components) // 2
        for number, span in enumerate((range(middle), range(middle, len(self.components)))):
            rows = {"component_no": list(span), "purl": [self.purl(no) for no in span]}
            pq.write_table(
                POPULATION_COMPONENTS.table(rows), folder / f"components-{number}.parquet"
            )
        ordered = sorted(self.placements)
        for number in range(2):
            half = ordered[number * len(ordered) // 2 : (number + 1) * len(ordered) // 2]
            table = POPULATION_PLACEMENTS.table(_columns(POPULATION_PLACEMENTS, half))
            path = folder / "placements" / f"{number}.parquet"
            pq.write_table(table, path, row_group_size=row_group_rows)
        systems = [(number, *row) for number, row in enumerate(self.systems)]
        for contract, rows_of, name in (
            (POPULATION_SYSTEMS, systems, "systems"),
            (POPULATION_SERVICES, self.services, "services"),
            (POPULATION_REQUIREMENTS, self.requirements, "requirements"),
        ):
            pq.write_table(contract.table(_columns(contract, rows_of)), folder / f"{name}.parquet")
        return folder


def random_country(seed: int, *, components: int = 60, banks: int = 3) -> Country:
    """Return a country in which every kind of row occurs sooner or later."""
    random = Random(seed)  # noqa: S311 - chance, not secrets.
    country = Country()
    country.components = sorted(
        {
            (random.choice(PACKAGES), random.choice([None, *range(1, 12)]))
            for _ in range(components)
        },
        key=repr,
    )
    for bank in range(banks):
        name = f"bank-{bank}"
        first = len(country.systems)
        country.systems += [(name, random.random() > 0.2) for _ in range(random.randint(1, 5))]
        for service in range(random.randint(0, 3)):
            service_id = f"service-{service}"
            country.services.append((name, service_id, random.random() > 0.5))
            needed = random.sample(range(first, len(country.systems)), random.randint(0, 1))
            country.requirements += [(name, service_id, system, None) for system in needed]
            spare = random.sample(
                range(first, len(country.systems)), random.randint(0, len(country.systems) - first)
            )
            country.requirements += [(name, service_id, system, "spare") for system in spare]
    country.placements = [
        (component, system)
        for component in range(len(country.components))
        for system, (_, has_sbom) in enumerate(country.systems)
        if has_sbom and random.random() < 0.25
    ]
    return country


def write_feeds(folder: Path, flaws: list[Flaw], exploited: set[str]) -> list[Path]:
    """Write advisories as OSV lines, and a catalogue of known exploited vulnerabilities."""
    lines = write_lines(folder / "osv.jsonl", *(flaw.record() for flaw in flaws))
    catalogue = folder / "kev.json"
    listed = [{"cveID": cve_id, "dateAdded": "2024-01-01"} for cve_id in sorted(exploited)]
    told = {"catalogVersion": "1", "dateReleased": "2024-01-01", "vulnerabilities": listed}
    catalogue.write_text(json.dumps(told), encoding="utf-8")
    return [lines, catalogue]


def findings_by_brute_force(country: Country, flaws: list[Flaw]) -> set[tuple[int, str]]:
    """Return every component and advisory that affects it."""
    return {
        (number, flaw.advisory_id)
        for number, (package, version) in enumerate(country.components)
        for flaw in flaws
        if package == flaw.package
        and version is not None
        and flaw.introduced <= version < flaw.fixed
    }


def systems_by_brute_force(
    country: Country, flaws: list[Flaw], exploited: set[str]
) -> dict[int, Counter[str]]:
    """Return the counts of every system, placement by placement."""
    found: dict[int, list[str]] = defaultdict(list)
    for component, advisory_id in findings_by_brute_force(country, flaws):
        found[component].append(advisory_id)
    counts: dict[int, Counter[str]] = {number: Counter() for number in range(len(country.systems))}
    for component, system in country.placements:
        hits = found[component]
        counts[system]["affected_component_count"] += bool(hits)
        counts[system]["finding_count"] += len(hits)
        counts[system]["known_exploited_count"] += sum(hit in exploited for hit in hits)
        counts[system]["not_assessable_count"] += country.components[component][1] is None
    return counts


def levels_by_service(
    country: Country, counts: dict[int, Counter[str]], *, by: str
) -> dict[tuple[str, str], str]:
    """Return each service's level as `risk.assess_services` sees it, bank by bank."""
    levels = {}
    for bank in sorted({name for name, _ in country.systems}):
        dangers = {
            str(number): SystemDanger(
                system_id=str(number),
                finding_count=counts[number][by],
                dated_count=counts[number][by],
                not_assessable_count=counts[number]["not_assessable_count"],
                is_assessable=has_sbom,
            )
            for number, (owner, has_sbom) in enumerate(country.systems)
            if owner == bank
        }
        services = [
            Service(service_id=service, name=Text(service, service))
            for owner, service, _ in country.services
            if owner == bank
        ]
        needs = [
            Requirement(service_id=service, system_id=str(system), group=group)
            for owner, service, system, group in country.requirements
            if owner == bank
        ]
        standings = standings_of(dict.fromkeys(dangers, "no"), (), needs, {})
        for danger in assess_services(services, needs, dangers, standings, LinkMap((), dangers)):
            levels[bank, danger.service.service_id] = danger.level.value
    return levels


def _columns(contract: Any, rows: list[tuple[Any, ...]]) -> dict[str, Any]:
    return {
        column.name: pa.array([row[place] for row in rows], column.dtype)
        for place, column in enumerate(contract.columns)
    }
