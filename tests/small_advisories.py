"""Small OSV records and stores, built by hand for tests."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq

from hiyoke.advisories import AdvisoryBatch
from hiyoke.advisories.store import load_store
from hiyoke.documents import open_documents
from hiyoke.exchange.formats import format_of
from hiyoke.tables import AFFECTED_RANGES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def events(*steps: str) -> list[dict[str, str]]:
    """Return events from steps such as ``introduced 0`` or ``fixed 1.2``."""
    return [{kind: version} for kind, _, version in (step.partition(" ") for step in steps)]


def affected(
    *steps: str,
    ecosystem: str = "PyPI",
    name: str = "demo",
    kind: str = "ECOSYSTEM",
    versions: Iterable[str] = (),
) -> dict[str, Any]:
    """Return one entry of `affected` with at most one range."""
    entry: dict[str, Any] = {"package": {"ecosystem": ecosystem, "name": name}}
    if steps:
        entry["ranges"] = [{"type": kind, "events": events(*steps)}]
    if listed := list(versions):
        entry["versions"] = listed
    return entry


def record(
    advisory_id: str = "X-1",
    *entries: dict[str, Any],
    modified: str = "2024-01-01T00:00:00Z",
    **members: Any,
) -> dict[str, Any]:
    """Return one OSV record."""
    return {"id": advisory_id, "modified": modified, "affected": list(entries), **members}


def write_lines(path: Path, *records: dict[str, Any]) -> Path:
    """Write records as JSON lines."""
    path.write_text("".join(json.dumps(one) + "\n" for one in records), encoding="utf-8")
    return path


def read_batch(path: Path) -> tuple[AdvisoryBatch, dict[str, Any]]:
    """Read every document of a file into one batch; return it with its tables."""
    batch = AdvisoryBatch(generation=1)
    batch.begin_document(str(path), "digest")
    for document in open_documents([path]):
        found = format_of(document.head())
        assert found is not None, f"no format recognises {document.origin}"
        for _ in found.read(document, batch):
            pass
    return batch, batch.collect_tables()


def read_ranges(tmp_path: Path, *records: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the rows of `AFFECTED_RANGES` that records give, without keys and constants."""
    _, tables = read_batch(write_lines(tmp_path / "records.jsonl", *records))
    shown = [name for name in AFFECTED_RANGES.column_names if name.endswith("_version")]
    return [
        {name: row[name] for name in ("kind", *shown, "obstacle") if row[name] is not None}
        for row in tables[AFFECTED_RANGES.name].to_pylist()
    ]


def stored_rows(folder: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Return every table of a store as rows in file order, without the generation."""
    store = load_store(folder, is_deep=True)
    found = {}
    for name, table in store.manifest.tables.items():
        content = pq.read_table(folder / table.file)
        names = [column for column in content.column_names if column != "generation"]
        if name == "changed_packages":
            names = ["ecosystem", "package"]
        rows = content.select(names).to_pylist()
        found[name] = [tuple(_plain(row[column]) for column in names) for row in rows]
    return found


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
