"""Advisory tables for matching tests, built row by row through the contracts."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from hiyoke.matching import AdvisoryTables
from hiyoke.tables import ADVISORIES, AFFECTED_RANGES, ALIAS_MEMBERS
from hiyoke.versions import sort_keys, successor
from hiyoke.workflows.advisories.prepare_claims import prepare_claims
from hiyoke.workflows.matching.collect_findings import Matched, collect_findings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hiyoke.packages import PackageIdentity
    from hiyoke.workflows.engine_session import EngineSession

Row = dict[str, Any]


def claim(  # noqa: PLR0913 - one argument for each column that a claim may set.
    advisory_id: str,
    identity: PackageIdentity,
    *,
    introduced: str | None = None,
    fixed: str | None = None,
    last_affected: str | None = None,
    listed: str | None = None,
    every: bool = False,
    status: str = "affected",
    obstacle: str | None = None,
    source: str = "osv",
    key_scheme: str | None = None,
) -> Row:
    """Return one row of `AFFECTED_RANGES`; an unsortable bound becomes an obstacle."""
    scheme = key_scheme or identity.scheme

    def key(version: str | None) -> bytes | None:
        return None if version is None or scheme is None else sort_keys(scheme, [version])[0]

    low, high = key(introduced), key(fixed)
    if fixed is None and last_affected is not None:
        last = key(last_affected)
        high = None if last is None else successor(last)
    if listed is not None:
        point = key(listed)
        low, high = point, None if point is None else successor(point)
    bounds = [(introduced, low), (fixed, high)] + ([(last_affected, high)] if not fixed else [])
    if listed is None and any(text is not None and k is None for text, k in bounds):
        obstacle = obstacle or "unsortable_bound"
    if obstacle is not None:
        low = high = None
    kind = "listed" if listed is not None else "range"
    if every or (kind == "range" and obstacle is None and low is None and high is None):
        kind = "all"
    return {
        "advisory_id": advisory_id,
        "source": source,
        "ecosystem": identity.ecosystem,
        "release": identity.release,
        "package": identity.package,
        "package_name": identity.package,
        "kind": kind,
        "status": status,
        "scheme": scheme,
        "introduced_key": low,
        "fixed_key": high,
        "introduced_version": introduced,
        "fixed_version": fixed,
        "last_affected_version": None if fixed else last_affected,
        "exact_version": listed,
        "obstacle": obstacle,
        "generation": 1,
    }


def advisory(
    advisory_id: str,
    *,
    source: str = "osv",
    published: datetime | None = None,
    withdrawn: bool = False,
    summary: str | None = None,
) -> Row:
    """Return one row of `ADVISORIES`."""
    return {
        "advisory_id": advisory_id,
        "source": source,
        "summary": summary,
        "published_at": published,
        "modified_at": None,
        "withdrawn_at": datetime(2020, 1, 1, tzinfo=UTC) if withdrawn else None,
        "aliases": [],
        "upstream": [],
        "related": [],
        "origin": "test",
        "generation": 1,
    }


def lend_advisories(
    session: EngineSession,
    claims: Sequence[Row],
    *,
    advisories: Sequence[Row] | None = None,
    groups: Mapping[str, Iterable[str]] | None = None,
) -> AdvisoryTables:
    """Put advisory tables on an engine.

    Args:
        session: The engine. Its SQL stays good, since names and columns are always the same.
        claims: Rows of `claim`.
        advisories: Rows of `advisory`; one for each advisory of the claims when None.
        groups: Members by vulnerability; an advisory without a group is its own vulnerability.
    """
    if advisories is None:
        who = dict.fromkeys((row["advisory_id"], row["source"]) for row in claims)
        advisories = [advisory(name, source=source) for name, source in who]
    members = sorted(
        (member, vulnerability)
        for vulnerability, ids in (groups or {}).items()
        for member in {*ids, vulnerability}
    )
    return AdvisoryTables(
        advisories=session.lend("advisories", _table(ADVISORIES, advisories)),
        affected_ranges=session.lend("affected_ranges", _table(AFFECTED_RANGES, claims)),
        alias_members=session.lend(
            "alias_members",
            _table(ALIAS_MEMBERS, [{"member_id": m, "vulnerability_id": v} for m, v in members]),
        ),
    )


def inventory_of(*lines: str | Row) -> Any:
    """Return an inventory; a text is a purl."""
    import pyarrow as pa

    from hiyoke.tables import INVENTORY

    rows = [{"purl": line} if isinstance(line, str) else line for line in lines]
    return pa.Table.from_pylist(
        [{"system_id": "test", **row} for row in rows], schema=INVENTORY.schema
    )


def match(
    session: EngineSession,
    inventory: Any,
    claims: Sequence[Row],
    *,
    as_of: datetime | None = None,
    advisories: Sequence[Row] | None = None,
    groups: Mapping[str, Iterable[str]] | None = None,
) -> Matched:
    """Match an inventory with claims on an engine, from nothing."""
    tables = lend_advisories(session, claims, advisories=advisories, groups=groups)
    return collect_findings(
        session, lambda _: prepare_claims(session, tables, as_of=as_of), inventory
    )


def _table(contract: Any, rows: Sequence[Row]) -> Any:
    return contract.table({name: [row[name] for row in rows] for name in contract.column_names})
