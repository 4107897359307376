"""How the services of many institutions stand, from totals by system: columns in, columns out.

The rules are those of `service_danger`, written as expressions so that a hundred thousand
requirements cost milliseconds; a property test holds both to the same answers. What is not here:
links between systems, deadlines and ranks, which need each institution's own estate.
"""

from __future__ import annotations

from typing import Any, Final

import ibis

from hiyoke.risk.service_danger import Level

_SERVICE: Final = ["institution_id", "service_id"]


def system_states(systems: Any, totals: Any) -> Any:
    """Return every system with its totals and what they mean. Nothing runs here.

    Args:
        systems: `POPULATION_SYSTEMS`.
        totals: system_no and the columns `matching.COUNTS`, for systems with any.

    Returns:
        system_no, institution_id, has_sbom, the counts (0 where there are none) and is_affected,
        is_known_exploited, is_open: boolean. A system is open when its contents are unknown or
        something on it could not be judged.
    """
    counted = systems.left_join(totals, "system_no").drop("system_no_right")
    names = [name for name in totals.columns if name != "system_no"]
    filled = counted.mutate(**{name: counted[name].fill_null(0) for name in names})
    return filled.mutate(
        is_affected=filled.affected_component_count > 0,
        is_known_exploited=filled.known_exploited_count > 0,
        is_open=~filled.has_sbom | (filled.not_assessable_count > 0),
    )


def service_standings(services: Any, requirements: Any, states: Any) -> Any:
    """Return how every service stands, by all findings and by exploited ones. Nothing runs here.

    Args:
        services: `POPULATION_SERVICES`.
        requirements: `POPULATION_REQUIREMENTS`.
        states: As `system_states` gives them.

    Returns:
        institution_id, service_id, is_priority, level and known_exploited_level: a `Level`, by
        vulnerabilities of any kind and by those known to be exploited; affected_system_count.
        in_danger: an always needed system is affected, or every system of a group.
        weakened: only some of a group are. not_assessable: neither, but something needed is open,
        or nothing is known to be needed. clear: none of these.
    """
    needs = requirements.distinct().inner_join(
        states.select("system_no", "is_affected", "is_known_exploited", "is_open"), "system_no"
    )
    groups = needs.group_by([*_SERVICE, "group"]).agg(
        system_count=needs.count(),
        affected_count=needs.is_affected.sum(),
        exploited_count=needs.is_known_exploited.sum(),
        is_open=needs.is_open.any(),
    )

    def is_lost(count: Any) -> Any:
        whole = ibis.ifelse(groups.group.isnull(), 1, groups.system_count)
        return count >= whole

    by_service = groups.group_by(_SERVICE).agg(
        is_lost=is_lost(groups.affected_count).any(),
        is_touched=(groups.affected_count > 0).any(),
        is_lost_to_exploited=is_lost(groups.exploited_count).any(),
        is_touched_by_exploited=(groups.exploited_count > 0).any(),
        is_open=groups.is_open.any(),
    )
    systems = needs.group_by(_SERVICE).agg(
        affected_system_count=needs.system_no.nunique(where=needs.is_affected)
    )
    known = services.left_join(by_service, _SERVICE).drop(
        "institution_id_right", "service_id_right"
    )
    known = known.left_join(systems, _SERVICE).drop("institution_id_right", "service_id_right")
    is_open = known.is_open.fill_null(True)  # noqa: FBT003 - no requirement at all: unknown.
    return known.select(
        *_SERVICE,
        "is_priority",
        level=_level(known.is_lost, known.is_touched, is_open),
        known_exploited_level=_level(
            known.is_lost_to_exploited, known.is_touched_by_exploited, is_open
        ),
        affected_system_count=known.affected_system_count.fill_null(0),
    )


def institution_totals(states: Any, standings: Any) -> Any:
    """Return one row for each institution. Nothing runs here.

    Args:
        states: As `system_states` gives them.
        standings: As `service_standings` gives them.

    Returns:
        institution_id; counts of systems (all, affected, affected by known exploited
        vulnerabilities, open), of findings on systems, and of services by level, for priority
        services and for all.
    """
    systems = states.group_by("institution_id").agg(
        system_count=states.count(),
        affected_system_count=states.is_affected.sum(),
        known_exploited_system_count=states.is_known_exploited.sum(),
        not_assessable_system_count=states.is_open.sum(),
        finding_count=states.finding_count.sum().cast("int64"),
        known_exploited_finding_count=states.known_exploited_count.sum().cast("int64"),
    )
    is_priority = standings.is_priority

    def services_at(level: Level, column: str, *, of: Any = None) -> Any:
        at = standings[column] == level.value
        return standings.count(where=at if of is None else at & of)

    services = standings.group_by("institution_id").agg(
        service_count=standings.count(),
        services_in_danger=services_at(Level.IN_DANGER, "level"),
        priority_service_count=standings.count(where=is_priority),
        priority_services_in_danger=services_at(Level.IN_DANGER, "level", of=is_priority),
        priority_services_weakened=services_at(Level.WEAKENED, "level", of=is_priority),
        priority_services_not_assessable=services_at(Level.NOT_ASSESSABLE, "level", of=is_priority),
        priority_services_in_danger_known_exploited=services_at(
            Level.IN_DANGER, "known_exploited_level", of=is_priority
        ),
    )
    both = systems.outer_join(services, "institution_id")
    counts = [name for name in both.columns if not name.startswith("institution_id")]
    return both.select(
        institution_id=ibis.coalesce(both.institution_id, both.institution_id_right),
        **{name: both[name].fill_null(0) for name in counts},
    )


def _level(is_lost: Any, is_touched: Any, is_open: Any) -> Any:
    return ibis.cases(
        (is_lost, Level.IN_DANGER.value),
        (is_touched, Level.WEAKENED.value),
        (is_open, Level.NOT_ASSESSABLE.value),
        else_=Level.CLEAR.value,
    )
