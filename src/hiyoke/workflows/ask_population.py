"""Ask a matched population about a few advisories or packages: who is affected?

Only the components of the packages concerned are matched, and only the blocks of placements that
hold an affected one are read. What is not here: the match of everything (`match_population`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Self

import pyarrow as pa

from hiyoke.advisories.store import load_store
from hiyoke.matching.placement_totals import ComponentCounts
from hiyoke.workflows.collect_findings import settle_components
from hiyoke.workflows.engine_session import EngineSession
from hiyoke.workflows.match_population import FINDING_COLUMNS
from hiyoke.workflows.match_sboms import preparation
from hiyoke.workflows.population_files import collect_totals, open_population
from hiyoke.workflows.population_packages import package_index
from hiyoke.workflows.population_steps import components_in, counts_in, touched_in
from hiyoke.workflows.prepared_store import advisory_tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path
    from types import TracebackType

    from hiyoke.advisories.store import AdvisoryStore
    from hiyoke.workflows.population_steps import PopulationStandings
    from hiyoke.workflows.prepare_claims import Prepared

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

    The first question of a process loads the store's answers and prepares statements; later ones
    are warm. A store that was imported into meanwhile is seen by the next question. It is not
    safe for use from several threads.

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
        store, prepared = self._opened()
        wanted = sorted(set(ids))
        asked = self._session.lend("asked", _texts("asked_id", wanted))
        members = advisory_tables(self._session, store).alias_members
        claims = prepared.claims
        known = self._session.arrow(
            "asked_known",
            lambda: (
                members.select(asked_id="member_id", vulnerability_id="vulnerability_id")
                .union(claims.select("vulnerability_id", asked_id="advisory_id"))
                .union(claims.select("vulnerability_id", asked_id=claims.vulnerability_id))
                .semi_join(asked, "asked_id")
                .distinct()
            ),
        )
        flaws = sorted(set(known["vulnerability_id"].to_pylist()))
        told = self._session.lend("asked_flaws", _texts("vulnerability_id", flaws))
        packages = self._session.arrow(
            "asked_packages",
            lambda: claims.semi_join(told, "vulnerability_id").select(*_PACKAGE).distinct(),
        )
        unknown = sorted(set(wanted) - set(known["asked_id"].to_pylist()))
        return self._answer(store, prepared, packages, flaws=flaws, unknown_ids=unknown)

    def about_packages(self, packages: Iterable[tuple[str, str]]) -> PopulationAnswer:
        """Say who is affected by any vulnerability of these packages.

        Args:
            packages: Ecosystem and package, as matching names them: ("pypi", "django").

        Raises:
            UsageError: The population was not matched since its components were written.

        Cost:
            As for `about_advisories`.
        """
        store, prepared = self._opened()
        pairs = sorted(set(packages))
        columns = {
            name: pa.array([pair[place] for pair in pairs], pa.string())
            for place, name in enumerate(_PACKAGE)
        }
        places = pa.table(columns)
        told = self._session.lend("named_packages", places)
        claims = prepared.claims
        flaws = self._session.arrow(
            "named_flaws",
            lambda: claims.semi_join(told, _PACKAGE).select("vulnerability_id").distinct(),
        )
        return self._answer(
            store, prepared, places, flaws=sorted(flaws["vulnerability_id"].to_pylist())
        )

    def _opened(self) -> tuple[AdvisoryStore, Prepared]:
        store = load_store(self._store_folder)
        return store, preparation(self._session, store, as_of=None)(None)

    def _answer(
        self,
        store: AdvisoryStore,
        prepared: Prepared,
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

        def about(step: str, table: Any) -> Any:
            near = table.semi_join(places, _PACKAGE)
            return session.keep(step, lambda: near.semi_join(told, "vulnerability_id"))

        narrowed = replace(
            prepared,
            claims=about("asked_claims", prepared.claims),
            answers=about("asked_answers", prepared.answers),
            mixed=about("asked_mixed", prepared.mixed),
        )
        answered = settle_components(session, lambda _: narrowed, components_in(session, rows))
        components = ComponentCounts.none(population.component_count)
        components.fill(counts_in(session, store, answered.settled, answered.problems))
        findings = session.arrow(
            "asked_findings",
            lambda: answered.settled.select(*FINDING_COLUMNS).order_by(
                ["component_no", "vulnerability_id"]
            ),
        )
        blocks = population.blocks_with(components)
        totals = collect_totals(population, components, blocks=blocks, threads=self._threads)
        return PopulationAnswer(
            findings=findings,
            standings=touched_in(session, population, totals),
            unknown_system_count=population.unknown_system_count,
            vulnerability_ids=tuple(flaws),
            unknown_ids=tuple(unknown_ids),
            component_count=len(rows),
            placement_count=sum(block.row_count for block in blocks),
        )


def _texts(name: str, texts: Sequence[str]) -> Any:
    return pa.table({name: pa.array(texts, pa.string())})
