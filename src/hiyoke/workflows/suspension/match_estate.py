"""From an estate and a store to what the attacker of a situation may use: read and match it all.

It needs an engine and every format of SBOM, so only a run that finds nothing remembered imports
it. What is not here: remembering (`estate_findings`).
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

import pyarrow.compute as pc

from hiyoke import matching
from hiyoke.risk import gather_evidence, members_of_findings
from hiyoke.tables import CVSS_VECTORS, EPSS, KNOWN_EXPLOITED, SSVC_POINTS
from hiyoke.workflows.assessment.assess import inventory_of
from hiyoke.workflows.assessment.publication_dates import publication_dates
from hiyoke.workflows.engine_session import EngineSession
from hiyoke.workflows.exposure.expose_inputs import flaws_of, flaws_on_systems, sure_findings
from hiyoke.workflows.matching.match_sboms import (
    SMALL_INVENTORY,
    match_inventory,
    remembered_for,
)

if TYPE_CHECKING:
    from datetime import datetime

    from hiyoke.advisories.store import AdvisoryStore
    from hiyoke.estate import Estate
    from hiyoke.exposure import Flaw, FlawOnSystem

_EVIDENCE: Final = (KNOWN_EXPLOITED, EPSS, SSVC_POINTS, CVSS_VECTORS)
_FINDING_COLUMNS: Final = (
    "component_id",
    "vulnerability_id",
    "purl",
    "name",
    "version",
    "status",
    "check_backport",
)


def read_packages(estate: Estate) -> Any:
    """Read the SBOMs of an estate into an `INVENTORY` table."""
    return inventory_of(estate).table


def match_estate(
    estate: Estate, store: AdvisoryStore, inventory: Any, cutoff: datetime
) -> tuple[tuple[Flaw, ...], tuple[FlawOnSystem, ...]]:
    """Match an estate with a store.

    Args:
        estate: What the institution runs.
        store: The advisories.
        inventory: As `read_packages` gives it.
        cutoff: Knowledge cut-off, aware; later advisories do not count.

    Returns:
        Flaws, sorted by identifier, and where they are, by system, flaw and component.

    Cost:
        See `match_sboms`.
    """
    remembered = remembered_for(store, cutoff)
    with EngineSession(remembered=remembered) as session:
        matched = match_inventory(
            session,
            store,
            inventory,
            as_of=cutoff,
            is_once=remembered is not None and inventory.num_rows <= SMALL_INVENTORY,
        )
        findings = matched.findings
        lines = session.lend("inventory", inventory)
        placements = session.arrow("placements", lambda: matching.placements_of(lines))
    if remembered is not None:
        remembered.save()
    findings = findings.filter(pc.not_equal(findings["status"], "not_affected"))
    members = members_of_findings(findings)
    tables = {contract.name: store.table(contract) for contract in _EVIDENCE}
    on_systems = (
        findings.select(list(_FINDING_COLUMNS))
        .join(placements.select(["system_id", "component_id"]), "component_id", join_type="inner")
        .combine_chunks()
    )
    keys = ("system_id", "vulnerability_id", "component_id")
    order = pc.sort_indices(on_systems, [(name, "ascending") for name in keys])
    published = publication_dates(store, members, cutoff=cutoff)
    return (
        flaws_of(gather_evidence(members, tables), published),
        flaws_on_systems(estate, sure_findings(on_systems.take(order), findings)),
    )


def systems_by_package(inventory: Any) -> dict[str, tuple[str, ...]]:
    """Return the systems that carry each package, by its name in lower case."""
    carriers: dict[str, set[str]] = defaultdict(set)
    pairs = inventory.select(["name", "system_id"]).group_by(["name", "system_id"]).aggregate([])
    for name, system_id in zip(*(pairs[c].to_pylist() for c in ("name", "system_id")), strict=True):
        if name:
            carriers[name.lower()].add(system_id)
    return {name: tuple(sorted(carriers[name])) for name in sorted(carriers)}
