"""Published documents of every advisory format are read or refused with a reason, in good time."""

from __future__ import annotations

import time
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hiyoke.advisories import AdvisoryBatch, ReadCounts
from hiyoke.documents import open_documents
from hiyoke.errors import HiyokeError
from hiyoke.exchange.formats import FORMATS

if TYPE_CHECKING:
    from hiyoke.documents import Document

DATA = Path(__file__).parents[4] / "shared" / "data"
pytestmark = pytest.mark.shared_data

#: Longest that one document may take, in seconds.
WORST_SECONDS = 5.0
#: Records of a large feed that the quick tests read.
SAMPLE = 1500

#: Folders of small documents, and at least how many are of each format.
FOLDERS = {
    "csaf": {"csaf": 940},
    "feeds": {"csaf": 8, "cve5": 9, "endoflife": 3, "kev": 2, "nvd": 17, "osv": 19},
    "japan": {},
}
LARGE = {
    "cve5": {"used": 44_026, "withdrawn": 104, "quarantined": 0},
    "csaf-advisories": {"used": 7_916, "withdrawn": 0, "quarantined": 0},
    "endoflife": {"used": 464, "withdrawn": 0, "quarantined": 0},
}


def folder(name: str) -> Path:
    path = DATA / name
    if not path.exists():
        pytest.skip("../shared/data is absent")
    return path


def read(
    document: Document, batch: AdvisoryBatch, *, limit: int | None = None
) -> tuple[str, ReadCounts]:
    """Read one document; return its format, or why it was refused, and its counts."""
    counts = batch.begin_document(document.origin, "0" * 64)
    try:
        head = document.head()
        known = [each for each in FORMATS if each.recognises(head)]
        assert len(known) < 2, document.origin
        if not known:
            return "unknown", counts
        for _ in islice(known[0].read(document, batch), limit):
            if batch.is_full:
                batch.collect_tables()
    except HiyokeError as error:
        return error.code, counts
    assert counts.records == counts.used + counts.withdrawn + counts.quarantined
    return known[0].name, counts


@pytest.mark.parametrize("name", FOLDERS)
def test_every_document_is_read_or_refused_in_time(name: str) -> None:
    found: Counter[str] = Counter()
    batch = AdvisoryBatch()
    for document in open_documents([folder(f"conformance/{name}")]):
        started = time.perf_counter()
        found[read(document, batch)[0]] += 1
        assert time.perf_counter() - started < WORST_SECONDS, document.origin
    batch.collect_tables()
    for known, least in FOLDERS[name].items():
        assert found[known] >= least, found


@pytest.mark.parametrize("name", LARGE)
def test_the_first_records_of_a_large_feed_are_used(name: str) -> None:
    for document in open_documents([folder(name)]):
        batch = AdvisoryBatch()
        _, counts = read(document, batch, limit=SAMPLE)
        batch.collect_tables()
        assert counts.used > 0.9 * min(SAMPLE, counts.records)
        assert counts.quarantined == 0


@pytest.mark.slow
@pytest.mark.parametrize("name", LARGE)
def test_a_whole_feed_is_accounted_for(name: str) -> None:
    totals: Counter[str] = Counter()
    for document in open_documents([folder(name)]):
        _, counts = read(document, AdvisoryBatch())
        totals.update(used=counts.used, withdrawn=counts.withdrawn, quarantined=counts.quarantined)
    assert {key: totals[key] for key in LARGE[name]} == LARGE[name]
