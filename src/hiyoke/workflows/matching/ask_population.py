"""Ask a matched population about a few advisories or packages: who is affected?

Only the components of the packages concerned are matched, and only the blocks of placements that
hold an affected one are read. What is not here: the match of everything (`match_population`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self

import pyarrow as pa

from hiyoke import matching
from hiyoke.advisories.store import load_store
from hiyoke.matching.placement_totals import ComponentCounts
from hiyoke.workflows.advisories.prepare_claims import Prepared, answers_for
from hiyoke.workflows.advisories.prepared_store import advisory_tables
from hiyoke.workflows.engine_session import EngineSession
from hiyoke.workflows.matching.collect_findings import settle_components
from hiyoke.workflows.matching.match_population import FINDING_COLUMNS
from hiyoke.workflows.matching.population_files import collect_totals, open_population
from hiyoke.workflows.matching.population_packages import package_index
from hiyoke.workflows.matching.population_steps import components_in, counts_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path
    from types import TracebackType

    from hiyoke.advisories.store import AdvisoryStore
    from hiyoke.matching import AdvisoryTables
    from hiyoke.risk.population_services import PopulationStandings

_PACKAGE: Final = ["ecosystem", "package"]


@dataclass(frozen=True, slots=True)
class PopulationAnswer:
    """What a question found.

    Attributes:
        findings: Findings on components, by component and vulnerability.
        standings: How the systems, services and institutions stand that these findings touch; the
            rest is not listed.
        unknown_system_count: Systems without SBOM, of which the question cannot be answered.
        vulnerability_ids: What was asked about, by preferred identifier, sorted.
        unknown_ids: Identifiers that the store does not know: nothing is said about them.
        component_count: Components that were matched.
        placement_count: Placements that were read.
    """

    findings: Any
    standings: PopulationStandings
    unknown_system_count: int
    vulnerability_ids: tuple[str, ...]
    unknown_ids: tuple[str, ...]
    component_count: int
    placement_count: int


class PopulationQuestions:
    """A matched population and a store, held open for questions. Use it as a context manager.

    The first question of a process prepares statements; later ones are warm. A store that was
    imported into meanwhile is seen by the next question, which is warm as well: claims are
    prepared for the packages in question alone. It is not safe for use from several threads.

    Args:
        folder: The population, matched before.
        store_folder: The store.
        threads: Worker threads; None takes one for each processor.

    Raises:
        UsageError: The population lacks a file.
        TableContractError: One of its tables does not hold what it promises.
    """

    def __init__(self, folder: Path, store_folder: Path, *, threads: int | None = None) -> None:
        self._population = open_population(folder)
        self._store_folder = store_folder
        self._threads = threads
        self._session = EngineSession(threads=threads)
        self._institutions = self._population.institutions()
        self._opened: _OpenedStore | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._session.close()

    def about_advisories(self, ids: Iterable[str]) -> PopulationAnswer:
        """Say who is affected by the vulnerabilities that these identifiers belong to.

        Args:
            ids: Advisories, CVEs or other aliases.

        Raises:
            UsageError: The population was not matched since its components were written.

        Cost:
            Grows with the components of the packages concerned, and with the blocks of placements
            that hold an affected one.
        """
        opened = self._open()
        wanted = sorted(set(ids))
        asked = self._session.lend("asked", _texts("asked_id", wanted))
        known = self._session.arrow("asked_known", lambda: _known(opened.tables, asked))
        flaws = sorted(set(known["vulnerability_id"].to_pylist()))
        told = self._session.lend("asked_flaws", _texts("vulnerability_id", flaws))
        packages = self._session.arrow("asked_packages", lambda: _places(opened.tables, told))
        unknown = sorted(set(wanted) - set(known["asked_id"].to_pylist()))
        return self._answer(opened, packages, flaws=flaws, unknown_ids=unknown)

    def about_packages(self, packages: Iterable[tuple[str, str]]) -> PopulationAnswer:
        """Say who is affected by any vulnerability of these packages.

        Args:
            packages: Ecosystem and package, as matching names them: ("pypi", "django").

        Raises:
            UsageError: The population was not matched since its components were written.

        Cost:
            As for `about_advisories`.
        """
        opened = self._open()
        pairs = sorted(set(packages))
        columns = {
            name: pa.array([pair[place] for pair in pairs], pa.string())
            for place, name in enumerate(_PACKAGE)
        }
        named = self._session.lend("named_packages", pa.table(columns))
        flaws = self._session.arrow(
            "named_flaws",
            lambda: (
                matching.matchable_claims(opened.tables, named)
                .select("vulnerability_id")
                .distinct()
            ),
        )
        return self._answer(
            opened, pa.table(columns), flaws=sorted(flaws["vulnerability_id"].to_pylist())
        )

    def _open(self) -> _OpenedStore:
        """Return the store as it is now, with what every question asks of it."""
        store = load_store(self._store_folder)
        if self._opened is None or self._opened.store.manifest != store.manifest:
            session, tables = self._session, advisory_tables(self._session, store)
            self._opened = _OpenedStore(
                store=store,
                tables=tables,
                coverage=session.keep("coverage", lambda: matching.covered_releases(tables)),
            )
        return self._opened

    def _narrow(self, opened: _OpenedStore, places: Any, flaws: Any) -> Prepared:
        """Prepare what bears on these packages and flaws: their claims, and module builds.

        The stream of an rpm's module is told by everything that is claimed about its package.
        """
        session, tables = self._session, opened.tables

        def claimed() -> Any:
            claims = matching.matchable_claims(tables, places)
            marked = claims.left_join(flaws.mutate(is_asked=True), "vulnerability_id")
            bears = marked.is_asked.notnull() | matching.is_modular(marked.fixed_version)
            return marked.filter(bears).select(claims.columns)

        claims = session.keep("claims", claimed)
        asked = session.keep("asked_claims", lambda: claims.semi_join(flaws, "vulnerability_id"))
        return Prepared(
            claims=claims,
            answers=answers_for(session, asked),
            advisories=tables.advisories,
            mixed=session.keep("mixed", lambda: asked.filter(asked.is_mixed)),
            aliases=matching.aliases_of(tables.alias_members),
            packages=places,
            coverage=opened.coverage,
        )

    def _answer(
        self,
        opened: _OpenedStore,
        packages: Any,
        *,
        flaws: Sequence[str],
        unknown_ids: Sequence[str] = (),
    ) -> PopulationAnswer:
        """Match the components of the packages against the flaws, and follow the answers."""
        session, population = self._session, self._population
        index = package_index(session, population)
        places = session.lend("asked_places", packages)
        told = session.lend("asked_flaws", _texts("vulnerability_id", flaws))
        rows = session.arrow(
            "asked_components",
            lambda: index.semi_join(places, _PACKAGE).select("component_no", "purl").distinct(),
        )
        answered = settle_components(
            session, lambda _: self._narrow(opened, places, told), components_in(session, rows)
        )
        settled = session.keep(
            "asked_settled", lambda: answered.settled.semi_join(told, "vulnerability_id")
        )
        components = ComponentCounts.none(population.component_count)
        components.fill(counts_in(session, opened.store, settled, answered.problems))
        findings = session.arrow(
            "asked_findings",
            lambda: settled.select(*FINDING_COLUMNS).order_by(["component_no", "vulnerability_id"]),
        )
        blocks = population.blocks_with(components)
        totals = collect_totals(population, components, blocks=blocks, threads=self._threads)
        return PopulationAnswer(
            findings=findings,
            standings=self._institutions.touched(totals),
            unknown_system_count=population.unknown_system_count,
            vulnerability_ids=tuple(flaws),
            unknown_ids=tuple(unknown_ids),
            component_count=len(rows),
            placement_count=sum(block.row_count for block in blocks),
        )


class _OpenedStore(NamedTuple):
    """One generation of a store, with what does not depend on the question."""

    store: AdvisoryStore
    tables: AdvisoryTables
    coverage: Any


def _known(tables: AdvisoryTables, asked: Any) -> Any:
    """Return asked_id and vulnerability_id of the identifiers that the store knows."""
    members, advisories = tables.alias_members, tables.advisories
    grouped = members.select(asked_id=members.member_id, vulnerability_id=members.vulnerability_id)
    groups = members.select("vulnerability_id", asked_id=members.vulnerability_id)
    alone = advisories.select(
        asked_id=advisories.advisory_id, vulnerability_id=advisories.advisory_id
    ).anti_join(members, advisories.advisory_id == members.member_id)
    known = grouped.union(groups.select(grouped.columns)).union(alone.select(grouped.columns))
    return known.semi_join(asked, "asked_id").distinct()


def _places(tables: AdvisoryTables, flaws: Any) -> Any:
    """Return ecosystem and package of everything that advisories on these flaws name."""
    members = tables.alias_members.semi_join(flaws, "vulnerability_id")
    ids = members.select(advisory_id="member_id").union(
        flaws.select(advisory_id="vulnerability_id")
    )
    return tables.affected_ranges.semi_join(ids, "advisory_id").select(*_PACKAGE).distinct()


def _texts(name: str, texts: Sequence[str]) -> Any:
    return pa.table({name: pa.array(texts, pa.string())})
