"""Small Arrow tables to the contracts, built from the few columns that a test cares about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hiyoke import tables

if TYPE_CHECKING:
    from hiyoke.tables import TableContract

_DEFAULTS: dict[str, Any] = {
    "generation": 1,
    "status": "affected",
    "basis": "purl_range",
    "matched_on": "",
    "check_backport": False,
    "advisory_ids": [],
    "aliases": [],
    "disagreement": [],
    "upstream": [],
    "related": [],
    "origin": "test",
    "source": "osv",
    "kind": "range",
    "environment": "production",
    "internet_facing": "no",
    "has_sbom": True,
    "known": "yes",
    "purls": [],
    "cpes": [],
    "provider": "NVD",
    "assessor": "CISA-ADP",
    "ransomware_use": "unknown",
    "percentile": 0.5,
    "is_priority": False,
}
_LINK_KIND = "data"


def table_of(contract: TableContract, *rows: dict[str, Any]) -> Any:
    """Return a table of this contract; what a row leaves out is filled with a plain default."""
    return contract.table(
        {
            column.name: [_cell(contract, column.name, row) for row in rows]
            for column in contract.columns
        }
    )


def _cell(contract: TableContract, name: str, row: dict[str, Any]) -> Any:
    if name in row:
        return row[name]
    if contract is tables.LINKS and name == "kind":
        return _LINK_KIND
    if contract is tables.KNOWN_EXPLOITED and name == "source":
        return "kev"
    if name in {"name", "package_name", "product_title"}:
        return row.get("package") or row.get("product") or row.get("component_id")
    if name in {"name_ja", "name_en"}:
        return f"{row.get('system_id') or row.get('service_id')} {name[-2:]}"
    return _DEFAULTS.get(name)
