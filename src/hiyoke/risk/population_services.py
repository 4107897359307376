"""How the services of many institutions stand, from totals by system.

The rules are those of `service_danger`, over whole columns, so that a hundred thousand
requirements cost milliseconds; a test holds both to the same answers. What is not here: links
between systems, deadlines and ranks, which need each institution's own estate.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hiyoke.errors import TableContractError
from hiyoke.languages import Text
from hiyoke.matching.placement_totals import COUNTS
from hiyoke.risk.service_danger import Level

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Levels that a service of a population may have.
LEVELS: Final = (Level.CLEAR, Level.NOT_ASSESSABLE, Level.WEAKENED, Level.IN_DANGER)

#: Columns of institutions that count what they have, touched or not.
COUNTED_IN_FULL: Final = [
    "system_count",
    "not_assessable_system_count",
    "service_count",
    "priority_service_count",
]

_CLEAR, _NOT_ASSESSABLE, _WEAKENED, _IN_DANGER = range(len(LEVELS))
_SEPARATOR: Final = "\x1f"
_COLUMN: Final = {name: place for place, name in enumerate(COUNTS)}


@dataclass(frozen=True, slots=True)
class PopulationStandings:
    """How systems, services and institutions stand, as Arrow tables in a fixed order.

    Attributes:
        systems: By system_no: institution_id, has_sbom, the columns `matching.COUNTS` and
            is_affected, is_known_exploited, is_open. A system is open when its contents are
            unknown or something on it could not be judged.
        services: By institution_id and service_id: is_priority, level, known_exploited_level and
            affected_system_count. The levels are by vulnerabilities of any kind, and by those
            known to be exploited.
        institutions: By institution_id: counts of systems, of findings on systems, and of services
            by level, for all services and for priority services.
    """

    systems: Any
    services: Any
    institutions: Any


class InstitutionMap:
    """Who owns and needs which system, laid out so that totals by system are weighed at once.

    Args:
        systems: `POPULATION_SYSTEMS`, system numbers 0 to n - 1.
        services: `POPULATION_SERVICES`.
        requirements: `POPULATION_REQUIREMENTS`.

    Raises:
        TableContractError: A requirement names a system or a service that does not exist.
    """

    def __init__(self, systems: Any, services: Any, requirements: Any) -> None:
        self._systems = systems.sort_by("system_no").combine_chunks()
        by_name = [("institution_id", "ascending"), ("service_id", "ascending")]
        self._services = services.sort_by(by_name).combine_chunks()
        owners = [*systems["institution_id"].chunks, *services["institution_id"].chunks]
        names = pc.unique(pa.chunked_array(owners, pa.string()))
        self._institutions = names.take(pc.sort_indices(names))
        self._system_owner = _places(self._systems["institution_id"], self._institutions)
        self._service_owner = _places(self._services["institution_id"], self._institutions)
        self._has_sbom = self._systems["has_sbom"].to_numpy()
        self._is_priority = self._services["is_priority"].to_numpy()
        self._lay_out(requirements.combine_chunks())

    def _lay_out(self, requirements: Any) -> None:
        """Number the units of need: a system always needed, or a group of which one will do."""
        self._need_system = requirements["system_no"].to_numpy().astype(np.int64)
        wanted = _joined(requirements, "institution_id", "service_id")
        service = pc.index_in(wanted, _joined(self._services, "institution_id", "service_id"))
        systems = self._need_system
        if service.null_count or not ((systems >= 0) & (systems < len(self._systems))).all():
            raise _dangling()
        self._need_service = service.to_numpy().astype(np.int64)
        named = pc.binary_join_element_wise(wanted, requirements["group"], _SEPARATOR)
        group = named.combine_chunks().dictionary_encode()
        alone = len(group.dictionary) + np.arange(len(requirements))
        number = pc.if_else(pc.is_null(group.indices), pa.array(alone), group.indices)
        _, first, unit = np.unique(
            number.to_numpy(zero_copy_only=False), return_index=True, return_inverse=True
        )
        self._need_unit = unit
        self._unit_service = self._need_service[first]
        self._unit_size = np.bincount(unit, minlength=len(first))

    def standings(self, totals: NDArray[np.int64]) -> PopulationStandings:
        """Return how everything stands.

        Args:
            totals: One row for each system, one column for each of `matching.COUNTS`.

        Cost:
            A few passes over systems and requirements.
        """
        states = self._states(totals)
        services = self._told_services(states)
        return PopulationStandings(
            systems=self._told_systems(states),
            services=services,
            institutions=self._told_institutions(states, services),
        )

    def touched(self, totals: NDArray[np.int64]) -> PopulationStandings:
        """Return how those stand that any count touches, and no others.

        A service is touched when it needs a system with any count. Institutions come without the
        columns that count all they have.

        Args:
            totals: As in `standings`.
        """
        told = self.standings(totals)
        is_met: NDArray[np.bool_] = np.logical_or.reduce(totals != 0, axis=1)
        needs_met = _any_by(self._need_service, is_met[self._need_system], len(self._services))
        owns_met = _any_by(self._system_owner, is_met, len(self._institutions))
        return PopulationStandings(
            systems=told.systems.filter(pa.array(is_met)),
            services=told.services.filter(pa.array(needs_met)),
            institutions=told.institutions.filter(pa.array(owns_met)).drop_columns(COUNTED_IN_FULL),
        )

    def _states(self, totals: NDArray[np.int64]) -> _States:
        return _States(
            totals=totals,
            is_affected=totals[:, _COLUMN["affected_component_count"]] > 0,
            is_known_exploited=totals[:, _COLUMN["known_exploited_count"]] > 0,
            is_open=~self._has_sbom | (totals[:, _COLUMN["not_assessable_count"]] > 0),
        )

    def _told_systems(self, states: _States) -> Any:
        counts = {name: pa.array(states.totals[:, place]) for name, place in _COLUMN.items()}
        told = {
            "is_affected": pa.array(states.is_affected),
            "is_known_exploited": pa.array(states.is_known_exploited),
            "is_open": pa.array(states.is_open),
        }
        known = {name: self._systems[name] for name in ("system_no", "institution_id", "has_sbom")}
        return pa.table(known | counts | told)

    def _told_services(self, states: _States) -> Any:
        affected = states.is_affected[self._need_system]
        # A system that a service needs twice counts once.
        pairs = self._need_service * len(self._systems) + self._need_system
        met = np.unique(pairs[affected]) // max(len(self._systems), 1)
        return pa.table(
            {
                "institution_id": self._services["institution_id"],
                "service_id": self._services["service_id"],
                "is_priority": self._services["is_priority"],
                "level": _level_names(self._levels(affected, states)),
                "known_exploited_level": _level_names(
                    self._levels(states.is_known_exploited[self._need_system], states)
                ),
                "affected_system_count": np.bincount(met, minlength=len(self._services)),
            }
        )

    def _levels(self, is_met: NDArray[np.bool_], states: _States) -> NDArray[np.int64]:
        """Return each service's place in `LEVELS`; `is_met` says which needs are affected."""
        count = len(self._services)
        in_unit = np.bincount(self._need_unit, weights=is_met, minlength=len(self._unit_size))
        is_lost = _any_by(self._unit_service, in_unit == self._unit_size, count)
        is_touched = _any_by(self._need_service, is_met, count)
        is_open = _any_by(self._need_service, states.is_open[self._need_system], count)
        has_needs = np.bincount(self._need_service, minlength=count) > 0
        return np.select(
            [is_lost, is_touched, is_open | ~has_needs],
            [_IN_DANGER, _WEAKENED, _NOT_ASSESSABLE],
            default=_CLEAR,
        )

    def _told_institutions(self, states: _States, services: Any) -> Any:
        def systems(weights: NDArray[Any] | None = None) -> NDArray[np.int64]:
            return _sum_by(self._system_owner, weights, len(self._institutions))

        def at(column: str, level: Level, *, of: NDArray[np.bool_] | None = None) -> Any:
            is_at = pc.equal(services[column], level.value).to_numpy()
            return by_service(is_at if of is None else is_at & of)

        def by_service(weights: NDArray[Any] | None = None) -> NDArray[np.int64]:
            return _sum_by(self._service_owner, weights, len(self._institutions))

        prior = self._is_priority
        return pa.table(
            {
                "institution_id": self._institutions,
                "system_count": systems(),
                "affected_system_count": systems(states.is_affected),
                "known_exploited_system_count": systems(states.is_known_exploited),
                "not_assessable_system_count": systems(states.is_open),
                "finding_count": systems(states.totals[:, _COLUMN["finding_count"]]),
                "known_exploited_finding_count": systems(
                    states.totals[:, _COLUMN["known_exploited_count"]]
                ),
                "service_count": by_service(),
                "services_in_danger": at("level", Level.IN_DANGER),
                "priority_service_count": by_service(prior),
                "priority_services_in_danger": at("level", Level.IN_DANGER, of=prior),
                "priority_services_weakened": at("level", Level.WEAKENED, of=prior),
                "priority_services_not_assessable": at("level", Level.NOT_ASSESSABLE, of=prior),
                "priority_services_in_danger_known_exploited": at(
                    "known_exploited_level", Level.IN_DANGER, of=prior
                ),
            }
        )


@dataclass(frozen=True, slots=True)
class _States:
    """What totals mean, system by system."""

    totals: NDArray[np.int64]
    is_affected: NDArray[np.bool_]
    is_known_exploited: NDArray[np.bool_]
    is_open: NDArray[np.bool_]


def _places(texts: Any, known: Any) -> NDArray[np.int64]:
    places: NDArray[np.int64] = pc.index_in(texts, known).to_numpy().astype(np.int64)
    return places


def _joined(table: Any, *names: str) -> Any:
    return pc.binary_join_element_wise(*(table[name] for name in names), _SEPARATOR)


def _sum_by(
    owners: NDArray[np.int64], weights: NDArray[Any] | None, count: int
) -> NDArray[np.int64]:
    # Sums of counts stay far below the 2**53 that doubles hold exactly.
    return np.bincount(owners, weights=weights, minlength=count).astype(np.int64)


def _any_by(owners: NDArray[np.int64], is_true: NDArray[np.bool_], count: int) -> NDArray[np.bool_]:
    found = np.zeros(count, dtype=bool)
    found[owners[is_true]] = True
    return found


def _level_names(places: NDArray[np.int64]) -> Any:
    return pa.array([level.value for level in LEVELS]).take(pa.array(places))


def _dangling() -> TableContractError:
    return TableContractError(
        Text(
            ja="表にあるサービスとシステムを要件に期待しましたが、ないものがありました",
            en="expected requirements of known services and systems, found one that is unknown",
        ),
        where="requirements",
        remedy=Text(
            ja="サービス、システム、要件の表を同じ版にそろえてください。",
            en="Take services, systems and requirements from the same export.",
        ),
    )
