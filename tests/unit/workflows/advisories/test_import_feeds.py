"""CVE, NVD, CSAF and endoflife.date documents in a store: replaced whole, never mixed up."""

from __future__ import annotations

import json
from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest

from hiyoke.advisories.store import load_store
from hiyoke.tables import ADVISORIES, AFFECTED_RANGES, END_OF_LIFE, KNOWN_EXPLOITED
from hiyoke.workflows.advisories.import_advisories import import_advisories

if TYPE_CHECKING:
    from pathlib import Path

KEV_METRIC = {"other": {"type": "kev", "content": {"dateAdded": "2024-05-01"}}}


def cve(*metrics: dict[str, Any], updated: str = "2024-01-01T00:00:00Z") -> dict[str, Any]:
    return {
        "dataType": "CVE_RECORD",
        "cveMetadata": {"cveId": "CVE-2024-0001", "state": "PUBLISHED", "dateUpdated": updated},
        "containers": {"cna": {"metrics": list(metrics)}},
    }


def csaf(*cves: str, released: str, tracking_id: str = "ACME-1") -> dict[str, Any]:
    helper = {"purl": "pkg:npm/pump@1.0.0"}
    tree = {"full_product_names": [{"product_id": "P", "product_identification_helper": helper}]}
    return {
        "document": {
            "category": "csaf_security_advisory",
            "csaf_version": "2.0",
            "tracking": {"id": tracking_id, "current_release_date": released},
        },
        "product_tree": tree,
        "vulnerabilities": [
            {"cve": each, "product_status": {"known_affected": ["P"]}} for each in cves
        ],
    }


def write(folder: Path, name: str, content: object) -> Path:
    path = folder / name
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def ids(store: Path) -> list[str]:
    rows = load_store(store).table(AFFECTED_RANGES).to_pylist()
    return sorted(row["advisory_id"] for row in rows)


VERSIONS = {
    "two flaws, then one": [
        csaf("CVE-2024-0001", "CVE-2024-0002", released="2024-01-01T00:00:00Z"),
        csaf("CVE-2024-0002", released="2024-02-01T00:00:00Z"),
    ],
    "one flaw, then two": [
        csaf("CVE-2024-0001", released="2024-01-01T00:00:00Z"),
        csaf("CVE-2024-0001", "CVE-2024-0002", released="2024-02-01T00:00:00Z"),
    ],
    "a flaw dropped": [
        csaf("CVE-2024-0001", "CVE-2024-0002", "CVE-2024-0003", released="2024-01-01T00:00:00Z"),
        csaf("CVE-2024-0001", "CVE-2024-0003", released="2024-02-01T00:00:00Z"),
    ],
    "taken back": [
        csaf("CVE-2024-0001", "CVE-2024-0002", released="2024-01-01T00:00:00Z"),
        csaf(released="2024-02-01T00:00:00Z"),
    ],
}


@pytest.mark.parametrize(
    "case",
    [
        "two flaws, then one",
        "one flaw, then two",
        pytest.param("a flaw dropped", marks=pytest.mark.slow),
        pytest.param("taken back", marks=pytest.mark.slow),
    ],
)
def test_a_newer_csaf_document_replaces_all_parts_of_the_older(tmp_path: Path, case: str) -> None:
    files = [write(tmp_path, f"{n}.json", told) for n, told in enumerate(VERSIONS[case])]
    import_advisories(files[1:], tmp_path / "fresh")
    expected = ids(tmp_path / "fresh")
    for number, order in enumerate(permutations(files)):
        store = tmp_path / f"store-{number}"
        for file in order:
            import_advisories([file], store)
        assert ids(store) == expected
    import_advisories(files, tmp_path / "together")
    assert ids(tmp_path / "together") == expected


def test_a_document_named_like_a_part_stays(tmp_path: Path) -> None:
    one = csaf("CVE-2024-0001", released="2024-01-01T00:00:00Z", tracking_id="ACME#1")
    import_advisories([write(tmp_path, "one.json", one)], tmp_path / "store")
    assert ids(tmp_path / "store") == ["ACME%231"]


def test_listings_leave_with_the_record_that_stated_them(tmp_path: Path) -> None:
    listed = write(tmp_path, "a.json", cve(KEV_METRIC))
    cleared = write(tmp_path, "b.json", cve(updated="2024-02-01T00:00:00Z"))
    catalogue = {
        "catalogVersion": "1",
        "dateReleased": "2024-06-01T00:00:00Z",
        "vulnerabilities": [{"cveID": "CVE-2024-0001", "dateAdded": "2024-05-01"}],
    }
    store = tmp_path / "store"
    import_advisories([listed], store)
    import_advisories([write(tmp_path, "kev.json", catalogue)], store)
    rows = load_store(store).table(KNOWN_EXPLOITED).to_pylist()
    assert sorted(row["source"] for row in rows) == ["cve5", "kev"]
    import_advisories([cleared], store)
    rows = load_store(store).table(KNOWN_EXPLOITED).to_pylist()
    assert [row["source"] for row in rows] == ["kev"]


def test_formats_keep_their_own_record_of_one_cve(tmp_path: Path) -> None:
    nvd = {
        "id": "CVE-2024-0001",
        "sourceIdentifier": "acme",
        "vulnStatus": "Rejected",
        "lastModified": "2024-03-01T00:00:00.000",
    }
    files = [write(tmp_path, "cve.json", cve()), write(tmp_path, "nvd.json", nvd)]
    import_advisories(files, tmp_path / "store")
    rows = load_store(tmp_path / "store").table(ADVISORIES).to_pylist()
    found = {row["source"]: row["withdrawn_at"] is None for row in rows}
    assert found == {"cve5": True, "nvd": False}


def test_a_newer_product_replaces_all_its_cycles(tmp_path: Path) -> None:
    def product(*cycles: str, newest: str) -> dict[str, Any]:
        releases = [{"releaseCycle": cycle, "releaseDate": newest} for cycle in cycles]
        return {"product": "pump", "title": "Pump", "releases": releases}

    older = write(tmp_path, "a.json", product("1", "2", newest="2024-01-01"))
    newer = write(tmp_path, "b.json", product("2", "3", newest="2024-06-01"))
    for number, order in enumerate(permutations([older, newer])):
        store = tmp_path / f"store-{number}"
        for file in order:
            import_advisories([file], store)
        rows = load_store(store).table(END_OF_LIFE).to_pylist()
        assert sorted(row["cycle"] for row in rows) == ["2", "3"]
