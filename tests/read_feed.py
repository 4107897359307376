"""Read JSON as one advisory format would, and return the tables as plain rows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from hiyoke.advisories import AdvisoryBatch
from hiyoke.documents import open_documents

if TYPE_CHECKING:
    from pathlib import Path

    from hiyoke.advisories import ReadCounts
    from hiyoke.exchange.format import Format

Tables = dict[str, list[dict[str, Any]]]


def read_feed(known: Format, folder: Path, content: object) -> tuple[Tables, ReadCounts]:
    """Write `content` to a file and read it; text is written as it is, a list as JSON lines."""
    path = folder / "feed.json"
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif isinstance(content, list):
        path.write_text("".join(json.dumps(each) + "\n" for each in content), encoding="utf-8")
    else:
        path.write_text(json.dumps(content), encoding="utf-8")
    return read_file(known, path)


def read_file(known: Format, path: Path) -> tuple[Tables, ReadCounts]:
    """Read a file; every document in it must be recognised as this format."""
    batch = AdvisoryBatch()
    counts = batch.begin_document(str(path), "0" * 64)
    for document in open_documents([path]):
        assert known.recognises(document.head()), document.origin
        for _ in known.read(document, batch):
            pass
    return rows_of(batch), counts


def rows_of(batch: AdvisoryBatch) -> Tables:
    """Return the batch's tables as rows without bookkeeping columns and empty cells."""
    hidden = {"generation", "record", "source", "document"}
    return {
        name: [
            {key: cell for key, cell in row.items() if key not in hidden and cell is not None}
            for row in table.to_pylist()
        ]
        for name, table in batch.collect_tables().items()
    }


def claims_of(tables: Tables) -> list[dict[str, Any]]:
    """Return claims about versions without keys and names, in a stable order."""
    hidden = {"introduced_key", "fixed_key", "package_name", "scheme"}
    rows = [
        {key: cell for key, cell in row.items() if key not in hidden}
        for row in tables["affected_ranges"]
    ]
    return sorted(rows, key=lambda row: json.dumps(row, sort_keys=True))
