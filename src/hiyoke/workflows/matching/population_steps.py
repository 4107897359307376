"""The steps that a match of a whole population and one question to it have in common.

What is not here: which components are taken, and which of their answers (`match_population`,
`ask_population`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import ibis

from hiyoke.matching.placement_totals import component_counts
from hiyoke.tables import INVENTORY, KNOWN_EXPLOITED
from hiyoke.workflows.advisories.prepared_store import advisory_tables

if TYPE_CHECKING:
    from hiyoke.advisories.store import AdvisoryStore
    from hiyoke.workflows.engine_session import EngineSession

#: What a population does not say of its components.
_ABSENT: Final = tuple(name for name in INVENTORY.column_names if name not in ("system_id", "purl"))


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
