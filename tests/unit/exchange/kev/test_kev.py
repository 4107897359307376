"""The KEV catalogue is read whole; entries that cannot be used are named."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from hiyoke.errors import UnreadableDocumentError
from small_advisories import read_batch

if TYPE_CHECKING:
    from pathlib import Path

ENTRY = {
    "cveID": "CVE-2024-1234",
    "dateAdded": "2024-05-01",
    "dueDate": "2024-05-22",
    "knownRansomwareCampaignUse": "Known",
}


def _write(path: Path, *entries: Any) -> Path:
    catalogue = {
        "catalogVersion": "2024.05.01",
        "dateReleased": "2024-05-01T10:00:00.5Z",
        "vulnerabilities": list(entries),
    }
    path.write_text(json.dumps(catalogue), encoding="utf-8")
    return path


def test_reads_an_entry(tmp_path: Path) -> None:
    _, tables = read_batch(_write(tmp_path / "kev.json", ENTRY))
    (row,) = tables["known_exploited"].to_pylist()

    assert row["cve_id"] == "CVE-2024-1234"
    assert row["listed_on"].isoformat() == "2024-05-01"
    assert row["due_on"].isoformat() == "2024-05-22"
    assert row["ransomware_use"] == "known"
    assert tables["records"]["record_id"].to_pylist() == ["catalogue"]


def test_an_entry_listed_twice_counts_from_its_first_date(tmp_path: Path) -> None:
    earlier = ENTRY | {"dateAdded": "2023-01-01"}
    batch, tables = read_batch(_write(tmp_path / "kev.json", ENTRY, earlier, ENTRY))

    assert [row.isoformat() for row in tables["known_exploited"]["listed_on"].to_pylist()] == [
        "2023-01-01"
    ]
    assert batch.counts.used == 3


@pytest.mark.parametrize(
    "entry",
    [
        ENTRY | {"cveID": "CVE-24-1"},
        ENTRY | {"dateAdded": "soon"},
        {"cveID": "CVE-2024-1"},
        "CVE-2024-1",
        None,
    ],
)
def test_puts_an_entry_without_identifier_or_date_aside(tmp_path: Path, entry: Any) -> None:
    batch, tables = read_batch(_write(tmp_path / "kev.json", entry, ENTRY))

    assert len(tables["known_exploited"]) == 1
    assert dict(batch.counts.reasons) == {"kev_entry": 1}


def test_refuses_a_catalogue_that_is_none(tmp_path: Path) -> None:
    path = tmp_path / "kev.json"
    path.write_text('{"catalogVersion": "1", "vulnerabilities": {}}')

    with pytest.raises(UnreadableDocumentError):
        read_batch(path)
