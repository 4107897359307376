"""Column contracts: what each table of Hiyoke promises, and what one of its rows is."""

from hiyoke.tables.advisory_tables import ADVISORIES, AFFECTED_RANGES, ALIAS_MEMBERS
from hiyoke.tables.contract import Column, TableContract
from hiyoke.tables.estate_tables import (
    COMPONENTS,
    FINDINGS,
    LINKS,
    PLACEMENTS,
    REQUIREMENTS,
    SERVICES,
    SYSTEMS,
)
from hiyoke.tables.evidence_tables import (
    CVSS_VECTORS,
    END_OF_LIFE,
    EPSS,
    KNOWN_EXPLOITED,
    QUARANTINE,
    SOURCES,
    SSVC_POINTS,
)
from hiyoke.tables.matching_tables import ANSWERS, CLAIMS, INVENTORY, NOT_ASSESSABLE

__all__ = [
    "ADVISORIES",
    "AFFECTED_RANGES",
    "ALIAS_MEMBERS",
    "ANSWERS",
    "CLAIMS",
    "COMPONENTS",
    "CVSS_VECTORS",
    "END_OF_LIFE",
    "EPSS",
    "FINDINGS",
    "INVENTORY",
    "KNOWN_EXPLOITED",
    "LINKS",
    "NOT_ASSESSABLE",
    "PLACEMENTS",
    "QUARANTINE",
    "REQUIREMENTS",
    "SERVICES",
    "SOURCES",
    "SSVC_POINTS",
    "SYSTEMS",
    "Column",
    "TableContract",
]
