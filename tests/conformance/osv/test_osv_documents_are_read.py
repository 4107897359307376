"""Published OSV documents are read or refused with a reason, in good time, none in silence.

Sources: ossf/osv-schema (linter and converter fixtures), google/osv.dev (fixtures), and the
advisories that osv.dev's members publish.
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from hiyoke.advisories import AdvisoryBatch
from hiyoke.documents import open_documents
from hiyoke.errors import HiyokeError
from hiyoke.exchange import osv
from hiyoke.exchange.formats import format_of
from hiyoke.tables import AFFECTED_RANGES, CVSS_VECTORS, QUARANTINE

if TYPE_CHECKING:
    from hiyoke.documents import Document

DATA = Path(__file__).parents[4] / "shared" / "data"
pytestmark = pytest.mark.shared_data

#: Longest that one document may take, in seconds.
WORST_SECONDS = 5.0

#: Records, used, withdrawn and entries in quarantine of each file of published advisories.
FEEDS = {
    "AlmaLinux_8": (3004, 3004, 0, 0),
    "Bitnami": (6761, 6761, 0, 0),
    "Go": (3117, 3108, 9, 0),
    "OSS-Fuzz": (3964, 3940, 24, 0),
    "PyPI": (2661, 2651, 10, 7),
    "Packagist.converted": (1508, 1508, 0, 0),
    "crates.io": (1108, 1095, 13, 0),
}


def folder(name: str) -> Path:
    path = DATA / name
    if not path.exists():
        pytest.skip("../shared/data is absent")
    return path


def read(document: Document) -> tuple[AdvisoryBatch, dict[str, Any]]:
    batch = AdvisoryBatch()
    batch.begin_document(document.origin, "0" * 64)
    for _ in osv.FORMAT.read(document, batch):
        pass
    return batch, batch.collect_tables()


@pytest.mark.parametrize("name", ["osv-schema", "osv.dev-fixtures"])
def test_every_document_is_read_or_refused_in_time(name: str) -> None:
    used = 0
    for document in open_documents([folder(f"conformance/{name}")]):
        started = time.perf_counter()
        try:
            known = format_of(document.head())
            if known is osv.FORMAT:
                batch, tables = read(document)
                counts = batch.counts
                assert counts.records, document.origin
                assert counts.records == counts.used + counts.withdrawn + counts.quarantined
                assert len(tables[QUARANTINE.name]) == counts.reasons.total()
                used += counts.used
        except HiyokeError:
            continue
        assert time.perf_counter() - started < WORST_SECONDS, document.origin
    assert used >= 20


def test_every_record_of_the_fixtures_that_is_osv_is_recognised() -> None:
    for document in open_documents([folder("conformance/osv.dev-fixtures/gcp/website")]):
        known = format_of(document.head())
        assert known is not None, document.origin
        assert known.name == "osv", document.origin


@pytest.mark.parametrize("name", FEEDS)
def test_published_advisories_are_all_accounted_for(name: str) -> None:
    (document,) = open_documents([folder("osv") / f"{name}.jsonl.zst"])
    batch, tables = read(document)
    counts = batch.counts

    found = (counts.records, counts.used, counts.withdrawn, counts.reasons.total())
    assert found == FEEDS[name]
    claimed = set(tables[AFFECTED_RANGES.name]["advisory_id"].to_pylist())
    standing = _standing_with_entries(document)
    assert standing == claimed


def _standing_with_entries(document: Document) -> set[str]:
    """Return advisories that stand and name a package, read without Hiyoke's reader."""
    found = set()
    for _, line in document.lines():
        one = json.loads(line)
        if not one.get("withdrawn") and one.get("affected"):
            found.add(one["id"])
    return found


def test_records_that_break_the_schema_keep_their_sound_parts() -> None:
    """Seven records name a commit badly; six have a version range too."""
    (document,) = open_documents([folder("osv") / "PyPI.jsonl.zst"])
    _, tables = read(document)
    broken = tables[QUARANTINE.name].to_pylist()
    kinds = {
        row["advisory_id"]: row["kind"]
        for row in tables[AFFECTED_RANGES.name].to_pylist()
        if row["obstacle"] is None
    }

    assert {row["reason"] for row in broken} == {"git_commit"}
    assert sum(row["record_id"] in kinds for row in broken) == 6


def test_vectors_agree_with_those_published() -> None:
    (document,) = open_documents([folder("osv") / "crates.io.jsonl.zst"])
    _, tables = read(document)
    published = set()
    for _, line in document.lines():
        one = json.loads(line)
        if not one.get("withdrawn"):
            published |= {rating["score"] for rating in one.get("severity", ())}

    assert set(tables[CVSS_VECTORS.name]["vector"].to_pylist()) == published
