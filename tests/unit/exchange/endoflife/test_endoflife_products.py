"""Products of endoflife.date in both forms, hand-written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from hiyoke.exchange.endoflife import FORMAT
from read_feed import read_feed

if TYPE_CHECKING:
    from pathlib import Path


def older(*releases: Any, **rest: Any) -> dict[str, Any]:
    return {
        "product": "pump",
        "title": "Big Pump",
        "identifiers": [
            {"purl": "pkg:npm/pump"},
            {"cpe": "cpe:2.3:a:Acme:Pump"},
            {"repology": "p"},
        ],
        "eolColumn": None,
        "releases": list(releases),
    } | rest


def newer(*releases: Any) -> dict[str, Any]:
    return {
        "name": "pump",
        "label": "Big Pump",
        "identifiers": [
            {"type": "purl", "id": "pkg:npm/pump"},
            {"type": "cpe", "id": "cpe:/a:acme:pump"},
        ],
        "releases": list(releases),
    }


def cycles(tmp_path: Path, content: object) -> list[dict[str, Any]]:
    rows = read_feed(FORMAT, tmp_path, content)[0]["end_of_life"]
    return [
        {key: str(cell) if key.endswith(("_on", "until")) else cell for key, cell in row.items()}
        for row in rows
    ]


def test_reads_dates_of_the_older_form(tmp_path: Path) -> None:
    told = older(
        {
            "releaseCycle": "3.11",
            "releaseDate": "2022-10-24",
            "eoas": "2024-04-01",
            "eol": "2027-10-31",
            "eoes": "2029-10-31",
            "latest": "3.11.9",
        }
    )
    assert cycles(tmp_path, told) == [
        {
            "product": "pump",
            "product_title": "Big Pump",
            "cycle": "3.11",
            "released_on": "2022-10-24",
            "support_ends_on": "2024-04-01",
            "eol_on": "2027-10-31",
            "extended_until": "2029-10-31",
            "latest_version": "3.11.9",
            "purls": ["pkg:npm/pump"],
            "cpes": ["acme:pump"],
        }
    ]


@pytest.mark.parametrize(("eol", "expected"), [(True, True), (False, False), (None, None)])
def test_keeps_a_yes_or_no_where_no_date_is_given(
    tmp_path: Path, *, eol: bool | None, expected: bool | None
) -> None:
    (row,) = cycles(tmp_path, older({"releaseCycle": "1", "eol": eol, "eoas": eol, "eoes": eol}))
    assert row.get("is_eol") is expected
    assert not {"eol_on", "support_ends_on", "extended_until"} & row.keys()


def test_reads_the_newer_form_with_its_wrapper(tmp_path: Path) -> None:
    release = {
        "name": "24.04",
        "releaseDate": "2024-04-25",
        "isEol": False,
        "eolFrom": "2029-04-25",
        "eoasFrom": "2029-04-25",
        "eoesFrom": "2036-04-25",
        "latest": {"name": "24.04.2", "date": "2025-02-20"},
    }
    unknown = {"name": "25.04", "isEol": True, "eolFrom": None, "latest": None}
    told = {
        "schema_version": "1.2.0",
        "generated_at": "2025-07-02T00:53:29+00:00",
        "result": [newer(release, unknown)],
    }
    first, second = cycles(tmp_path, told)
    assert (first["eol_on"], first["extended_until"]) == ("2029-04-25", "2036-04-25")
    assert (first["latest_version"], first["cpes"]) == ("24.04.2", ["acme:pump"])
    assert second["is_eol"] is True
    tables, _ = read_feed(FORMAT, tmp_path, told)
    assert tables["records"][0]["modified_at"].isoformat() == "2025-07-02T00:53:29+00:00"


def test_reads_a_single_product_of_the_newer_form(tmp_path: Path) -> None:
    told = {"schema_version": "1.2.0", "result": newer({"name": "1"})}
    assert [row["cycle"] for row in cycles(tmp_path, told)] == ["1"]


def test_dates_a_product_without_date_by_its_newest_release(tmp_path: Path) -> None:
    told = older(
        {"releaseCycle": "2", "releaseDate": "2024-01-01", "latestReleaseDate": "2024-08-01"},
        {"releaseCycle": "1", "releaseDate": "2020-01-01"},
    )
    (row,) = read_feed(FORMAT, tmp_path, told)[0]["records"]
    assert row["modified_at"].date().isoformat() == "2024-08-01"


@pytest.mark.parametrize("broken", [7, None, {"releaseCycle": 7}, {"releaseCycle": "1", "eol": 7}])
def test_loses_no_more_than_a_broken_release(tmp_path: Path, broken: object) -> None:
    told = older({"releaseCycle": "1"}, broken)
    tables, counts = read_feed(FORMAT, tmp_path, told)
    assert len(tables["end_of_life"]) == 1
    assert counts.reasons == {"malformed_member": 1}


def test_says_when_a_release_or_a_product_has_no_name(tmp_path: Path) -> None:
    nameless = older() | {"product": None}
    content = "\n".join(map(json.dumps, [older({"eol": True}), nameless])).encode()
    _, counts = read_feed(FORMAT, tmp_path, content)
    assert (counts.used, counts.quarantined, counts.reasons["not_a_record"]) == (1, 1, 2)


def test_names_an_unreadable_cpe_and_keeps_the_product(tmp_path: Path) -> None:
    told = older({"releaseCycle": "1"}, identifiers=[{"cpe": "cpe"}])
    tables, counts = read_feed(FORMAT, tmp_path, told)
    assert counts.reasons == {"unreadable_cpe": 1}
    assert len(tables["end_of_life"]) == 1
