"""The steps that a match of a whole population and one question to it have in common.

What is not here: which components are taken, and which of their answers (`match_population`,
`ask_population`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hiyoke.estate.population import (
    POPULATION_REQUIREMENTS,
    POPULATION_SERVICES,
    POPULATION_SYSTEMS,
)
from hiyoke.matching.placement_totals import COUNTS, component_counts
from hiyoke.risk.population_services import institution_totals, service_standings, system_states
from hiyoke.tables import INVENTORY, KNOWN_EXPLOITED
from hiyoke.workflows.prepared_store import advisory_tables

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hiyoke.advisories.store import AdvisoryStore
    from hiyoke.workflows.engine_session import EngineSession
    from hiyoke.workflows.population_files import Population

#: What a population does not say of its components.
_ABSENT: Final = tuple(name for name in INVENTORY.column_names if name not in ("system_id", "purl"))

_SERVICE: Final = ["institution_id", "service_id"]
_COUNTED_IN_FULL: Final = [
    "system_count",
    "not_assessable_system_count",
    "service_count",
    "priority_service_count",
]


@dataclass(frozen=True, slots=True)
class PopulationStandings:
    """How systems, services and institutions stand, as Arrow tables in a fixed order.

    Attributes:
        systems: As `risk.population_services.system_states` gives them, by system_no.
        services: As `service_standings` gives them, by institution and service.
        institutions: As `institution_totals` gives them, by institution.
    """

    systems: Any
    services: Any
    institutions: Any


class Estates(NamedTuple):
    """Systems, services and requirements of all institutions, as tables of one session."""

    systems: Any
    services: Any
    requirements: Any


def load_estates(session: EngineSession, population: Population) -> Estates:
    """Load the tables that say who needs what."""
    contracts = (POPULATION_SYSTEMS, POPULATION_SERVICES, POPULATION_REQUIREMENTS)
    return Estates(
        *(session.read_parquet(known.name, population.path_of(known)) for known in contracts)
    )


def components_in(session: EngineSession, rows: Any) -> Any:
    """Return components as matching wants them, numbered as in the population.

    Args:
        session: The engine.
        rows: Arrow table of component_no and purl, no number twice.
    """
    lines = session.lend("population_lines", rows.select(["component_no", "purl"]))
    return session.keep(
        "population_components",
        lambda: lines.select(
            "purl",
            component_no=lines.component_no.cast("int64"),
            **{name: ibis.null(str) for name in _ABSENT},
        ),
    )


def counts_in(session: EngineSession, store: AdvisoryStore, settled: Any, problems: Any) -> Any:
    """Return the `component_counts` of settled components, as an Arrow table."""
    members = advisory_tables(session, store).alias_members
    listed = session.view_parquet("known_exploited", store.path_of(KNOWN_EXPLOITED))
    grouped = listed.left_join(members, listed.cve_id == members.member_id)
    exploited = grouped.select(
        vulnerability_id=ibis.coalesce(grouped.vulnerability_id, grouped.cve_id)
    ).distinct()
    return session.arrow(
        "population_counts", lambda: component_counts(settled, problems, exploited)
    )


def standings_in(
    session: EngineSession, estates: Estates, totals: NDArray[np.int64]
) -> PopulationStandings:
    """Return how all systems, services and institutions stand.

    Args:
        session: The engine.
        estates: As `load_estates` gives them.
        totals: One row for each system, one column for each of `COUNTS`.
    """
    systems, services, requirements = estates
    counted = session.lend("population_totals", _met_systems(totals))
    states = session.keep("population_states", lambda: system_states(systems, counted))
    return _told(session, states, services, requirements, variant="whole")


def touched_in(
    session: EngineSession, estates: Estates, totals: NDArray[np.int64]
) -> PopulationStandings:
    """Return how those stand that any count touches, and no others; arguments as `standings_in`.

    A service is touched when it needs a system with any count; the rest of its requirements is
    weighed with it. Institutions come without the columns that count all they have.

    Cost:
        Grows with what is touched; a few passes over the requirements.
    """
    systems, services, requirements = estates
    counted = session.lend("population_totals", _met_systems(totals))
    needed = session.keep(
        "touched_requirements",
        lambda: requirements.semi_join(
            requirements.semi_join(counted, "system_no").select(*_SERVICE).distinct(), _SERVICE
        ),
    )
    numbers = counted.select("system_no").union(needed.select("system_no")).distinct()
    states = session.keep(
        "touched_states", lambda: system_states(systems.semi_join(numbers, "system_no"), counted)
    )
    told = _told(session, states, services.semi_join(needed, _SERVICE), needed, variant="touched")
    is_met = pc.is_in(told.systems["system_no"], pa.array(np.flatnonzero(totals.any(axis=1))))
    return replace(
        told,
        systems=told.systems.filter(is_met),
        institutions=told.institutions.drop_columns(_COUNTED_IN_FULL),
    )


def _met_systems(totals: NDArray[np.int64]) -> Any:
    met = np.flatnonzero(totals.any(axis=1))
    columns = {name: pa.array(totals[met, place]) for place, name in enumerate(COUNTS)}
    return pa.table({"system_no": met.astype(np.int32)} | columns)


def _told(
    session: EngineSession, states: Any, services: Any, requirements: Any, *, variant: str
) -> PopulationStandings:
    standings = session.keep(
        f"population_standings_{variant}",
        lambda: service_standings(services, requirements, states),
    )
    return PopulationStandings(
        systems=session.arrow(f"systems_told {variant}", lambda: states.order_by("system_no")),
        services=session.arrow(f"services_told {variant}", lambda: standings.order_by(_SERVICE)),
        institutions=session.arrow(
            f"institutions_told {variant}",
            lambda: institution_totals(states, standings).order_by("institution_id"),
        ),
    )
