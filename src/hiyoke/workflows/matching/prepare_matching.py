"""Make ready, right after an import, what the first match with a store would otherwise make.

An import can take its time; whoever asks what a new advisory means for a bank cannot. What is not
here: what is prepared (`prepared_store`) and remembered (`remembered_sql`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from hiyoke import matching
from hiyoke.advisories.store import load_store
from hiyoke.advisories.store_lock import store_lock
from hiyoke.errors import BusyStoreError
from hiyoke.tables import INVENTORY
from hiyoke.workflows.advisories.prepared_store import open_prepared, statements_of
from hiyoke.workflows.engine_session import EngineSession
from hiyoke.workflows.matching.match_sboms import match_inventory
from hiyoke.workflows.remembered_sql import RememberedSql

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from hiyoke.advisories.store import AdvisoryStore

#: Ecosystems whose packages a purl names as the store does.
_PLAIN: Final = ("cargo", "composer", "gem", "npm", "nuget", "pypi")


def prepare_matching(store_folder: Path) -> bool:
    """Prepare a store's answers, and compile the SQL that a small match runs.

    While another import runs nothing is done: that one prepares what it leaves behind.

    Args:
        store_folder: As ``hiyoke advisories import --into`` filled it.

    Returns:
        Whether nothing stood in the way. What did, a lack of memory say, does not undo the import:
        the next match does the work again and tells its own error.

    Cost:
        That of the first match: some two seconds, and more where the store is large. Next to
        nothing is done twice.
    """
    try:
        with store_lock(store_folder, wait_seconds=0.0):
            _prepare(load_store(store_folder))
    except BusyStoreError:
        return True
    except Exception:  # noqa: BLE001 - an import that is done stays done, whatever fails here.
        return False
    return True


def _prepare(store: AdvisoryStore) -> None:
    remembered = RememberedSql(statements_of(store.folder))
    with EngineSession(remembered=remembered) as session:
        prepared = open_prepared(session, store)
        packages = session.rows(prepared.packages)
        modular = session.arrow("a modular claim", lambda: _modular(prepared.claims).limit(1))
    # A match takes one of two ways, each with SQL of its own: all names met are answered, or some
    # have to be weighed, as one without a version has, and one of a module.
    unusual = (*_without_versions(packages), *_of_modules(modular))
    for lines in (INVENTORY.empty(), _inventory(unusual)):
        with EngineSession(remembered=remembered) as session:
            match_inventory(session, store, lines, is_once=True)
            _compile_placements(session, lines)
    remembered.save()


def _compile_placements(session: EngineSession, lines: Any) -> None:
    lent = session.lend("inventory", lines)
    session.arrow("placements", lambda: matching.placements_of(lent))


def _without_versions(packages: Any) -> list[str]:
    """Return a purl for each plain ecosystem, of a package that claims are about."""
    named = packages.filter(pc.is_in(packages["ecosystem"], value_set=pa.array(_PLAIN)))
    first = named.group_by("ecosystem").aggregate([("package", "min")]).to_pylist()
    return [f"pkg:{row['ecosystem']}/{row['package_min']}" for row in first]


def _modular(claims: Any) -> Any:
    found = claims.filter(matching.is_modular(claims.fixed_version) & claims.release.notnull())
    return found.select("ecosystem", "release", "package", "fixed_version")


def _of_modules(claims: Any) -> list[str]:
    return [
        f"pkg:{row['ecosystem']}/{row['package']}@{row['fixed_version'].replace('+', '%2B')}"
        f"?distro={row['ecosystem'].partition('/')[2]}-{row['release']}"
        for row in claims.to_pylist()
    ]


def _inventory(purls: Iterable[str]) -> Any:
    rows = [dict.fromkeys(INVENTORY.column_names) | {"system_id": "", "purl": p} for p in purls]
    return pa.Table.from_pylist(rows, schema=INVENTORY.schema)
