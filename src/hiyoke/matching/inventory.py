"""From what was read to what is compared: each distinct component once.

A bank's thousand hosts carry the same packages; matching them once and fanning out when asked is
what keeps the cost with the distinct components. What is not here: how SBOMs are read.
"""

from __future__ import annotations

from typing import Any, Final

import ibis

from hiyoke.tables import INVENTORY

#: Columns that make two lines of an inventory the same component.
CONTENT: Final = tuple(name for name in INVENTORY.column_names if name != "system_id")

_DISTRIBUTION_PURL: Final = r"(?i)^\s*pkg:/*(alpm|apk|deb|rpm)/"
_SEPARATOR: Final = "\x1f"
_ABSENT: Final = "\x1e"


def _with_content(inventory: Any) -> Any:
    """Keep the release of the system only where it decides which package is meant."""
    if "system_release" in inventory.columns and "purl" in inventory.columns:
        is_distribution = inventory.purl.re_search(_DISTRIBUTION_PURL)
        return inventory.mutate(
            system_release=ibis.ifelse(is_distribution, inventory.system_release, ibis.null(str))
        )
    return inventory


def distinct_components(inventory: Any) -> Any:
    """Return one row for each distinct component, numbered. Nothing runs here.

    Args:
        inventory: One row per line read. Columns of `INVENTORY`; any but one may be missing,
            which means null throughout and saves its cost.

    Returns:
        The `CONTENT` columns and component_no: int64, an internal number without meaning.

    Cost:
        One hash aggregation over the text of the inventory.
    """
    present = [name for name in CONTENT if name in inventory.columns]
    distinct = _with_content(inventory).select(present).distinct()
    missing = {name: ibis.null(str) for name in CONTENT if name not in present}
    return distinct.mutate(component_no=ibis.row_number(), **missing)


def component_id(table: Any) -> Any:
    """Return the column expression that names a component by its content. Nothing runs here.

    The same content gives the same identifier on every machine and in every run.
    """
    parts: list[Any] = []
    for name in CONTENT:
        parts += [table[name].fill_null(_ABSENT), ibis.literal(_SEPARATOR)]
    joined = parts[0]
    for part in parts[1:-1]:
        joined = joined + part
    return joined.hexdigest("md5")


def shown_name(table: Any) -> Any:
    """Return the column expression for a component's name: as given, else its purl or CPE."""
    return ibis.coalesce(table.name, table.purl, table.cpe, ibis.literal("?"))


def placements_of(inventory: Any) -> Any:
    """Return `PLACEMENTS`: which component lies on which system. Nothing runs here.

    Args:
        inventory: All columns of `INVENTORY`.
    """
    content = _with_content(inventory)
    return content.select(
        system_id=content.system_id, component_id=component_id(content)
    ).distinct()
