"""When each vulnerability became known: the earliest publication of any of its advisories.

What is not here: what follows from its age (`hiyoke.exposure.calibration`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from hiyoke.calendars import date_in_japan
from hiyoke.tables import ADVISORIES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from hiyoke.advisories.store import AdvisoryStore


def publication_dates(
    store: AdvisoryStore, members: Mapping[str, tuple[str, ...]], *, cutoff: datetime
) -> dict[str, date]:
    """Return the day, in Japan, on which each vulnerability was first published.

    Args:
        store: The advisories.
        members: Identifiers of each vulnerability, as `members_of_findings` gives them.
        cutoff: Knowledge cut-off, aware; later publications do not count.

    Returns:
        Dates by vulnerability; those without a known date are left out.

    Cost:
        Two columns of the store's advisories.
    """
    with pq.ParquetFile(store.path_of(ADVISORIES)) as file:
        table = file.read(columns=["advisory_id", "published_at"])
    wanted = pa.array(sorted({name for group in members.values() for name in group}), pa.string())
    rows = table.filter(
        pc.and_(
            pc.is_in(table["advisory_id"], value_set=wanted), pc.is_valid(table["published_at"])
        )
    )
    first: dict[str, datetime] = {}
    columns = (rows[name].to_pylist() for name in ("advisory_id", "published_at"))
    for advisory_id, published_at in zip(*columns, strict=True):
        if published_at <= cutoff:
            first[advisory_id] = min(published_at, first.get(advisory_id, published_at))
    found = {}
    for vulnerability_id, group in members.items():
        known = [first[name] for name in group if name in first]
        if known:
            found[vulnerability_id] = date_in_japan(min(known))
    return found
