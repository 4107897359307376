"""Match SBOMs against an advisory store: files in, findings with their provenance out.

What is not here: how the result is shown (`hiyoke.exchange`, `hiyoke.cli`), and services and
deadlines (`assess`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any, Final

import pyarrow.compute as pc

from hiyoke import __version__, matching
from hiyoke.advisories.store import load_store
from hiyoke.errors import UsageError
from hiyoke.languages import Text
from hiyoke.tables import ADVISORIES, PLACEMENTS, SOURCES
from hiyoke.workflows.advisories.prepare_claims import prepare_claims
from hiyoke.workflows.advisories.prepared_store import advisory_tables, open_prepared, statements_of
from hiyoke.workflows.engine_session import EngineSession
from hiyoke.workflows.matching.collect_findings import Matched, collect_findings
from hiyoke.workflows.matching.match_changes import match_with_state
from hiyoke.workflows.matching.match_state import MatchState
from hiyoke.workflows.matching.read_inventory import Inventory, read_inventory
from hiyoke.workflows.remembered_sql import RememberedSql

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from hiyoke.advisories.store import AdvisoryStore
    from hiyoke.workflows.advisories.prepare_claims import Prepared

#: Lines of an inventory up to which reading the prepared files in place beats loading them.
SMALL_INVENTORY: Final = 100_000

#: Statuses in the order in which a reader needs them.
STATUSES: Final = ("affected", "not_assessable", "not_affected")


@dataclass(frozen=True, slots=True, kw_only=True)
class SbomMatch:
    """The result of one run.

    Attributes:
        findings: `FINDINGS`, sorted by component and vulnerability.
        not_assessable: `NOT_ASSESSABLE`, sorted.
        placements: `PLACEMENTS`; a system is an SBOM here.
        inventory: What was read, and what could not be.
        run: Versions, inputs with digests, the store, as_of and data age; plain values.
        counts: What came in and went out, by name.
    """

    findings: Any
    not_assessable: Any
    placements: Any
    inventory: Inventory
    run: dict[str, Any]
    counts: dict[str, int]

    @property
    def is_affected(self) -> bool:
        """Whether any component is affected."""
        return self.counts["findings_affected"] > 0

    @property
    def is_assessable(self) -> bool:
        """Whether everything that was given could be judged."""
        return not (len(self.not_assessable) or self.inventory.unreadable)


def match_sboms(
    paths: Sequence[Path],
    store_folder: Path,
    *,
    as_of: date | None = None,
    state_folder: Path | None = None,
    distro: str | None = None,
) -> SbomMatch:
    """Match the components of SBOMs and package lists with the advisories of a store.

    Args:
        paths: Files, folders or archives; each document counts as one system.
        store_folder: As ``hiyoke advisories import --into`` filled it.
        as_of: Knowledge cut-off: advisories published after this day (UTC) do not count. None
            counts everything.
        state_folder: Where the last run's components and answers are kept, so that this run
            costs what changed; made when missing. The result does not depend on it.
        distro: The operating system of SBOMs that name none, for example ``debian-12``.

    Raises:
        UsageError: A path does not exist, none of the documents could be read, or `distro` names
            no operating system.
        DamagedStoreError: The store cannot be used.

    Cost:
        Reading dominates: 100 MB of SBOM a second and more; matching a million components takes
        seconds.
    """
    _refuse_missing(paths)
    store = load_store(store_folder)
    inventory = read_inventory(((None, path) for path in paths), distro=distro)
    if inventory.readings and len(inventory.unreadable) == len(inventory.readings):
        raise _nothing_readable(inventory)
    cutoff = None if as_of is None else end_of_day(as_of)
    # Runs with a state have steps of their own; they are compiled each time.
    remembered = remembered_for(store, cutoff) if state_folder is None else None
    with EngineSession(remembered=remembered) as session:
        matched = match_inventory(
            session,
            store,
            inventory.table,
            as_of=cutoff,
            state_folder=state_folder,
            is_once=remembered is not None and inventory.table.num_rows <= SMALL_INVENTORY,
        )
        lines = session.lend("inventory", inventory.table)
        placements = session.arrow("placements", lambda: matching.placements_of(lines))
    if remembered is not None:
        remembered.save()
    return SbomMatch(
        findings=matched.findings,
        not_assessable=matched.not_assessable,
        placements=PLACEMENTS.select_from(
            placements.sort_by([("system_id", "ascending"), ("component_id", "ascending")])
        ),
        inventory=inventory,
        run=_run(store, inventory, as_of) | {"distro": distro},
        counts=_counts(matched, inventory),
    )


def match_inventory(
    session: EngineSession,
    store: AdvisoryStore,
    inventory: Any,
    *,
    as_of: datetime | None = None,
    state_folder: Path | None = None,
    is_once: bool = False,
) -> Matched:
    """Match an inventory that was read already; see `match_sboms`.

    Args:
        session: The engine; the same one may serve many inventories.
        store: The advisories.
        inventory: Arrow table with columns of `INVENTORY`.
        as_of: Aware instant; None counts everything.
        state_folder: As in `match_sboms`.
        is_once: Whether the session serves this one small inventory.
    """
    prepare = preparation(session, store, as_of=as_of, is_once=is_once)
    if state_folder is None:
        return collect_findings(session, prepare, inventory)
    return match_with_state(
        session, prepare, inventory, state=MatchState(state_folder, store, as_of=as_of)
    )


def preparation(
    session: EngineSession, store: AdvisoryStore, *, as_of: datetime | None, is_once: bool = False
) -> Callable[[Any], Prepared]:
    """Return how claims and answers come about: from the cache, or afresh for an earlier day."""
    if as_of is None or not _leaves_out(store, as_of):
        return lambda _: open_prepared(session, store, is_once=is_once)

    def prepare(names: Any) -> Prepared:
        tables = advisory_tables(session, store)
        packages = names.select("ecosystem", "package").distinct()
        return prepare_claims(session, tables, packages, as_of=as_of)

    return prepare


def remembered_for(store: AdvisoryStore, as_of: datetime | None) -> RememberedSql | None:
    """Return the remembered SQL of matching; None where a cut-off is part of the steps.

    A cut-off that leaves nothing of the store out changes no step, so such a run shares the steps
    of a run without one.
    """
    if as_of is not None and _leaves_out(store, as_of):
        return None
    return RememberedSql(statements_of(store.folder))


def end_of_day(day: date) -> datetime:
    """Return the last instant of a day, UTC."""
    return datetime.combine(day, time.max, UTC)


def _leaves_out(store: AdvisoryStore, as_of: datetime) -> bool:
    newest = pc.max(store.table(ADVISORIES)["published_at"]).as_py()
    return newest is not None and newest > as_of


def _counts(matched: Matched, inventory: Inventory) -> dict[str, int]:
    statuses = matched.findings["status"].to_pylist()
    whole = matched.not_assessable.filter(
        pc.equal(pc.list_value_length(matched.not_assessable["vulnerability_ids"]), 0)
    )
    counts = {f"findings_{status}": statuses.count(status) for status in STATUSES}
    affected = matched.findings.filter(pc.equal(matched.findings["status"], "affected"))
    return counts | {
        "components": matched.component_count,
        "components_affected": len(pc.unique(affected["component_id"])),
        "components_not_assessable": len(pc.unique(whole["component_id"])),
        "components_set_aside": sum(r.set_aside_count for r in inventory.readings),
        "inventory_lines": inventory.table.num_rows,
        "quarantined": inventory.quarantine.num_rows,
        "sboms": len(inventory.readings),
        "sboms_unreadable": len(inventory.unreadable),
    }


def _run(store: AdvisoryStore, inventory: Inventory, as_of: date | None) -> dict[str, Any]:
    sources = store.table(SOURCES)
    newest: dict[str, datetime | None] = {}
    for row in sources.select(["format", "newest_at"]).to_pylist():
        known = newest.setdefault(row["format"], row["newest_at"])
        if known is not None and row["newest_at"] is not None:
            newest[row["format"]] = max(known, row["newest_at"])
    return {
        "as_of": None if as_of is None else as_of.isoformat(),
        "hiyoke_version": __version__,
        "store": {
            "advisories": store.row_count(ADVISORIES),
            "generation": store.generation,
            "newest": {
                name: None if at is None else at.isoformat() for name, at in sorted(newest.items())
            },
        },
        "inputs": [
            {
                "components": reading.component_count,
                "format": reading.format,
                "name": reading.origin,
                "sha256": reading.sha256,
            }
            for reading in inventory.readings
        ],
    }


def _refuse_missing(paths: Sequence[Path]) -> None:
    missing = [str(path) for path in paths if not path.exists()]
    if missing:
        shown = ", ".join(missing)
        raise UsageError(
            Text(
                ja=f"SBOM のファイルかフォルダを期待しましたが、{shown} はありません",
                en=f"expected files or folders of SBOMs, found no {shown}",
            ),
            where="--sbom",
            remedy=Text(ja="パスを確かめてください。", en="Check the path."),
        )


def _nothing_readable(inventory: Inventory) -> UsageError:
    first = inventory.unreadable[0]
    why = first.why_unreadable or Text(ja="", en="")
    return UsageError(
        Text(
            ja=f"読める SBOM を少なくとも一つ期待しましたが、{len(inventory.readings)} 件とも"
            f"読めませんでした（最初の理由: {why.ja}）",
            en=f"expected at least one readable SBOM, found none among {len(inventory.readings)}; "
            f"the first: {why.en}",
        ),
        where=first.origin,
        remedy=Text(
            ja="CycloneDX か SPDX で SBOM を出力し直してください。",
            en="Export the SBOM as CycloneDX or SPDX.",
        ),
    )
