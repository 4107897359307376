"""Components to the contract, for those that risk needs: affected ones, and products with an end.

Millions of components that nothing applies to are never described. What is not here: matching,
which has its own columnar road.
"""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from hiyoke import matching
from hiyoke.matching import Role, names_of
from hiyoke.packages import is_distribution, package_of_purl
from hiyoke.tables import COMPONENTS, INVENTORY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hiyoke.matching import Name
    from hiyoke.workflows.engine_session import EngineSession


def list_components(session: EngineSession, inventory: Any) -> Any:
    """Return every distinct component with its identifier, as Arrow.

    Args:
        session: The engine.
        inventory: An `INVENTORY` table: Arrow.

    Cost:
        One hash aggregation over the text of the inventory.
    """
    lines = session.lend("risk_inventory", inventory)

    def listed() -> Any:
        distinct = matching.distinct_components(lines)
        return distinct.mutate(component_id=matching.component_id(distinct))

    return session.arrow("risk_components", listed)


def describe_components(distinct: Any, *, findings: Any, end_of_life: Any) -> Any:
    """Return a `COMPONENTS` table of the components that risk asks about.

    Args:
        distinct: As `list_components` gives it.
        findings: A `FINDINGS` table; its components are all described.
        end_of_life: An `END_OF_LIFE` table; components that may be of its products are described.

    Returns:
        Components sorted by identifier; keys are left null, since matching has used them already.

    Cost:
        One pass over the distinct components; 20 microseconds for each that is described.
    """
    wanted = pc.or_(
        pc.is_in(distinct["component_id"], value_set=pc.unique(findings["component_id"])),
        _may_end(distinct, end_of_life),
    )
    rows = sorted(distinct.filter(wanted).to_pylist(), key=itemgetter("component_id"))
    described_rows = [_described(row) for row in rows]
    return COMPONENTS.table(
        {name: [row[name] for row in described_rows] for name in COMPONENTS.column_names}
    )


def _may_end(distinct: Any, end_of_life: Any) -> Any:
    """Return which components may be of a listed product: by the last word of their purl."""
    purls = pc.list_flatten(end_of_life["purls"])
    words = pc.unique(_last_word(purls))
    by_purl = pc.is_in(_last_word(distinct["purl"]), value_set=words)
    return pc.or_(pc.fill_null(by_purl, fill_value=False), pc.is_valid(distinct["cpe"]))


def _last_word(purls: Any) -> Any:
    """Return the name in each purl, without what spellings differ in."""
    bare = pc.replace_substring_regex(purls, pattern=r"[@?#].*$", replacement="")
    name = pc.replace_substring_regex(bare, pattern=r"^.*/", replacement="")
    return pc.utf8_lower(pc.replace_substring_regex(name, pattern=r"[-_.]", replacement=""))


def matched_packages(components: Any) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return ecosystem and package of every name under which each component is matched.

    Args:
        components: As `describe_components` gives it.

    Returns:
        Pairs by component; a distribution's component may be matched by its own name while an
        update is published for its source package.
    """
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for row in components.to_pylist():
        content = dict.fromkeys(INVENTORY.column_names) | {
            "purl": row["purl"],
            "version": row["version"],
            "system_release": row["release"],
        }
        pairs = {(row["ecosystem"], row["package"])} - {(None, None)}
        pairs |= {(name.ecosystem, name.package) for name in names_of(content)[0]}
        found[row["component_id"]] = tuple(sorted(pairs))
    return found


def _described(row: dict[str, Any]) -> dict[str, Any]:
    names, _ = names_of(row)
    own = _named_for_a_bump(row, names)
    cpe = next((name for name in names if name.role == Role.CPE), None)
    return {
        "component_id": row["component_id"],
        "purl": row["purl"],
        "name": row["name"] or row["purl"] or row["cpe"] or "?",
        "version": row["version"] or (own.version if own is not None else None),
        "ecosystem": own.ecosystem if own is not None else None,
        "release": own.release if own is not None else None,
        "package": own.package if own is not None else None,
        "scheme": own.scheme if own is not None else None,
        "version_key": None,
        "cpe_package": cpe.package if cpe is not None else None,
        "cpe_version": cpe.version if cpe is not None else None,
        "cpe_version_key": None,
        "owner": row["owner"],
    }


def _named_for_a_bump(row: dict[str, Any], names: list[Name]) -> Name | None:
    """Return the name under which a new version is published: the source package's first.

    Some distributions' advisories name binary packages; their source package still is what is
    updated as one, so that ``kernel-core`` and ``kernel-modules`` are one update.
    """
    order = (Role.SOURCE_PACKAGE, Role.PURL, Role.CPE)
    own = next((name for role in order for name in names if name.role == role), None)
    if own is None or own.role != Role.PURL or not is_distribution(own.ecosystem):
        return own
    source = row["source_package"] or package_of_purl(row["purl"]).source
    return own if source is None else own._replace(package=source)


def claims_of_packages(
    session: EngineSession, tables: Any, packages: Iterable[tuple[str, str]], as_of: Any
) -> Any:
    """Return the affected intervals of packages, as Arrow.

    Args:
        session: The engine.
        tables: The store's tables on that engine.
        packages: Ecosystem and package of each.
        as_of: Knowledge cut-off, aware.

    Returns:
        Columns of `AFFECTED_RANGES` with vulnerability_id; only claims that say affected and can
        be held against a key.
    """
    rows = [{"ecosystem": e, "package": p} for e, p in sorted(set(packages))]
    known = session.lend("risk_packages", pa.Table.from_pylist(rows, schema=_PACKAGES))
    claims = matching.matchable_claims(tables, known, as_of=as_of)
    usable = claims.filter(
        claims.status == "affected",
        claims.obstacle.isnull(),
        (claims.kind != "listed") | claims.introduced_key.notnull(),
    )
    columns = [
        "ecosystem",
        "release",
        "package",
        "introduced_key",
        "fixed_key",
        "fixed_version",
        "vulnerability_id",
    ]
    return session.backend.to_pyarrow(usable.select(columns))


_PACKAGES: Final = pa.schema([("ecosystem", pa.string()), ("package", pa.string())])
