"""Reading the table of authority alone, so that a decision does not wait for a sound estate.

What is not here: the checks against the rest of the estate, which `hiyoke estate check` makes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hiyoke.errors import AuthorityError, FaultsError
from hiyoke.estate import FaultLog, delegation_from
from hiyoke.estate.entries import read_entry
from hiyoke.estate.sheets import AUTHORITY
from hiyoke.languages import Text
from hiyoke.workflows.load_estate import read_tables

if TYPE_CHECKING:
    from pathlib import Path

    from hiyoke.estate import Delegation


def read_authority_table(path: Path) -> tuple[Delegation, ...]:
    """Return who may decide what.

    Args:
        path: A file of the table (YAML, CSV, Excel), or the folder of the estate that has one.

    Raises:
        UsageError: There is nothing at `path`.
        AuthorityError: There is no table in it.
        FaultsError: The table has faults; all are listed.
    """
    log = FaultLog()
    records = [one for one in read_tables(path, log, AUTHORITY) if one.sheet == AUTHORITY.name]
    entries = [read_entry(record, AUTHORITY, log) for record in records]
    if log.faults:
        raise FaultsError(
            Text(
                ja=f"不備のない権限表を期待しましたが、{len(log.faults)} 件の不備がありました",
                en=f"expected a table of authority without faults, found {len(log.faults)}",
            ),
            faults=[fault.error() for fault in log.faults],
            where=str(path),
        )
    if not entries:
        raise AuthorityError(
            Text(
                ja="権限表（authority.yaml、権限表.csv、Excel のシート「権限表」）を"
                "期待しましたが、ありませんでした",
                en="expected a table of authority (authority.yaml, authority.csv or a worksheet), "
                "found none",
            ),
            where=str(path),
            remedy=Text(
                ja="`hiyoke estate init` のひな形から作ってください。",
                en="Make one from the starter of `hiyoke estate init`.",
            ),
        )
    return tuple(delegation_from(entry) for entry in entries)
