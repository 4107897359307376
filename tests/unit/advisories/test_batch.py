"""A batch turns what readers add into tables, and counts every record once."""

from __future__ import annotations

import pytest

from hiyoke.advisories import AdvisoryBatch, Obstacle
from hiyoke.languages import Text
from hiyoke.packages import PackageIdentity, package_of_osv
from hiyoke.tables import AFFECTED_RANGES, CVSS_VECTORS, QUARANTINE
from hiyoke.versions import sort_key, successor

DEMO = package_of_osv("PyPI", "Demo")
NOWHERE = PackageIdentity("nowhere", None, "thing", None)


def _batch() -> AdvisoryBatch:
    batch = AdvisoryBatch(generation=7)
    batch.begin_document("feed.json", "digest")
    batch.add_advisory("A-1", source="osv", origin="feed.json")
    return batch


def _rows(batch: AdvisoryBatch) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = batch.collect_tables()[AFFECTED_RANGES.name].to_pylist()
    return rows


def _claim(batch: AdvisoryBatch, identity: PackageIdentity = DEMO, **bounds: str | None) -> None:
    batch.add_range(
        "A-1",
        source="osv",
        identity=identity,
        package_name="Demo",
        introduced=bounds.get("introduced"),
        fixed=bounds.get("fixed"),
        last_affected=bounds.get("last_affected"),
    )


def test_collects_a_range_with_its_keys() -> None:
    batch = _batch()
    _claim(batch, introduced="1.0", fixed="2.0")
    (row,) = _rows(batch)

    assert row["introduced_key"] == sort_key("pypi", "1.0")
    assert row["fixed_key"] == sort_key("pypi", "2.0")
    assert (row["advisory_id"], row["ecosystem"], row["package"]) == ("A-1", "pypi", "demo")
    assert (row["kind"], row["scheme"], row["generation"]) == ("range", "pypi", 7)


def test_last_affected_ends_after_its_version() -> None:
    batch = _batch()
    _claim(batch, introduced="0", last_affected="2.0")
    (row,) = _rows(batch)

    assert row["introduced_key"] is None
    assert row["fixed_key"] == successor(sort_key("pypi", "2.0"))
    assert (row["fixed_version"], row["last_affected_version"]) == (None, "2.0")


def test_a_range_open_at_both_ends_is_every_version_even_without_an_order() -> None:
    batch = _batch()
    _claim(batch, NOWHERE)
    (row,) = _rows(batch)

    assert (row["kind"], row["obstacle"]) == ("all", None)


def test_keeps_the_text_of_a_bound_that_cannot_be_sorted() -> None:
    batch = _batch()
    _claim(batch, introduced="0", fixed="not a version")
    (row,) = _rows(batch)

    assert row["obstacle"] == Obstacle.UNSORTABLE_BOUND
    assert row["fixed_version"] == "not a version"


def test_names_an_ecosystem_without_order_as_the_obstacle() -> None:
    batch = _batch()
    _claim(batch, NOWHERE, introduced="1", fixed="2")
    (row,) = _rows(batch)

    assert row["obstacle"] == Obstacle.UNKNOWN_SCHEME


def test_merges_equal_claims_of_one_record() -> None:
    batch = _batch()
    for _ in range(3):
        _claim(batch, introduced="1", fixed="2")

    assert len(_rows(batch)) == 1


def test_leaves_out_listed_versions_inside_the_ranges() -> None:
    batch = _batch()
    _claim(batch, introduced="1", fixed="2")
    listed = ["1", "1.5", "2", "2.5", "odd one", "2.5"]
    batch.add_listed("A-1", source="osv", identity=DEMO, package_name="Demo", versions=listed)
    rows = [row for row in _rows(batch) if row["kind"] == "listed"]

    assert [row["exact_version"] for row in rows] == ["2", "2.5", "odd one"]
    assert rows[0]["introduced_key"] == sort_key("pypi", "2")
    assert rows[-1]["introduced_key"] is None


def test_a_withdrawn_advisory_claims_nothing() -> None:
    batch = AdvisoryBatch()
    counts = batch.begin_document("feed.json", "digest")
    stands = batch.add_advisory(
        "A-1", source="osv", origin="feed.json", withdrawn_at="2024-02-01T00:00:00Z"
    )
    _claim(batch, introduced="1", fixed="2")
    batch.add_cvss("A-1", source="osv", provider="A", vector="AV:N/AC:L/Au:N/C:P/I:P/A:P")

    assert not stands
    assert (counts.records, counts.used, counts.withdrawn) == (1, 0, 1)
    assert not any(
        len(batch.collect_tables()[name]) for name in ("affected_ranges", "cvss_vectors")
    )


def test_a_placeholder_withdrawal_date_withdraws_nothing() -> None:
    batch = AdvisoryBatch()
    assert batch.add_advisory("A", source="osv", origin="f", withdrawn_at="0001-01-01T00:00:00Z")


def test_refuses_claims_of_an_advisory_that_was_not_announced() -> None:
    with pytest.raises(ValueError, match="add_advisory"):
        _batch().add_all_versions("B-2", source="osv", identity=DEMO, package_name="Demo")


def test_leaves_out_a_malformed_vector_and_says_so() -> None:
    batch = _batch()
    batch.add_cvss("A-1", source="osv", provider="A", vector="CVSS:3.1/AV:N")
    tables = batch.collect_tables()

    assert len(tables[CVSS_VECTORS.name]) == 0
    assert tables[QUARANTINE.name]["reason"].to_pylist() == ["cvss_vector"]
    assert batch.counts.quarantined == 0


def test_counts_records_in_quarantine() -> None:
    batch = _batch()
    words = Text(ja="理由", en="why")
    batch.quarantine(origin="f:2", record_id=None, reason="broken", why=words, remedy=words)

    assert (batch.counts.records, batch.counts.used, batch.counts.quarantined) == (2, 1, 1)
    assert batch.counts.reasons == {"broken": 1}


def test_starts_afresh_after_collecting() -> None:
    batch = _batch()
    _claim(batch, introduced="1", fixed="2")
    batch.collect_tables()
    batch.add_advisory("B-1", source="osv", origin="feed.json")
    tables = batch.collect_tables()

    assert tables["advisories"]["advisory_id"].to_pylist() == ["B-1"]
    assert tables["records"]["record"].to_pylist() == [1]
    assert len(tables["affected_ranges"]) == 0
