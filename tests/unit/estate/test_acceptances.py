"""Accepted risks of an estate: read, checked, counted once they have run out, written back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from hiyoke.errors import EstateFaultError
from hiyoke.estate import RiskAcceptance, assess_quality, written_sheets
from hiyoke.languages import Language, Text
from hiyoke.workflows.load_estate import read_estate
from small_estates import SOUND, write_files

if TYPE_CHECKING:
    from pathlib import Path

    from hiyoke.estate import EstateReading

HEAD = "受容ID,対象脆弱性,対象更新,対象システム,理由,受容者,受容日,受容期限,責任者\n"
ROW = "acc-1,cve-2026-11111,,web-1,外から届かない,CISO,R8.10.1,2026/12/31,事務企画部長\n"
YAML = """\
acceptances:
  - id: acc-1
    vulnerability_ids: [CVE-2026-11111]
    systems: [web-1]
    reason: 外から届かない
    accepted_by: CISO
    accepted_on: 2026-10-01
    expires_on: 2026-12-31
    owner: 事務企画部長
"""


def read(tmp_path: Path, rows: str) -> EstateReading:
    return read_estate(write_files(tmp_path, {**SOUND, "リスク受容.csv": HEAD + rows}))


def test_reads_an_acceptance_as_a_ledger_states_it(tmp_path: Path) -> None:
    (one,) = read(tmp_path, ROW).require("test").acceptances
    assert one.vulnerability_ids == ("CVE-2026-11111",)
    assert (one.systems, one.accepted_by) == (("web-1",), "CISO")
    assert (one.accepted_on, one.expires_on) == (date(2026, 10, 1), date(2026, 12, 31))
    assert one.owner == Text(ja="事務企画部長", en="事務企画部長")


def test_reads_the_same_from_yaml(tmp_path: Path) -> None:
    folder = write_files(tmp_path / "yaml", {**SOUND, "acceptances.yaml": YAML})
    assert (
        read_estate(folder).require("test").acceptances
        == read(tmp_path / "csv", ROW).require("test").acceptances
    )


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ("a,CVE-2026-1111,,nothing,x,CISO,,2026/12/31,部長\n", "unknown_reference"),
        ("a,,,web-1,x,CISO,,2026/12/31,部長\n", "missing_value"),
        ("a,CVE-2026-1111,,web-1,,CISO,,2026/12/31,部長\n", "missing_value"),
        ("a,CVE-2026-1111,,web-1,x,,,2026/12/31,部長\n", "missing_value"),
        ("a,CVE-2026-1111,,web-1,x,CISO,,,部長\n", "missing_value"),
        ("a,CVE-2026-1111,,web-1,x,CISO,,2026/12/31,\n", "missing_value"),
        ("a,CVE-2026-1111,,web-1,x,CISO,2027/1/1,2026/12/31,部長\n", "reversed_dates"),
        ("a,CVE-2026-1111,,web-1,x,CISO,,いつか,部長\n", "not_a_date"),
        (ROW + ROW, "duplicate_id"),
    ],
)
def test_lists_what_is_wrong_with_its_place(tmp_path: Path, row: str, kind: str) -> None:
    faults = read(tmp_path, row).faults
    assert {fault.kind for fault in faults} == {kind}
    assert all(fault.place.file == "リスク受容.csv" for fault in faults)


def test_counts_what_has_run_out_and_what_has_no_day(tmp_path: Path) -> None:
    undated = "acc-2,,B-12345678,,入れ替える,CISO,,2027/3/31,部長\n"
    estate = read(tmp_path, ROW + undated).require("test")
    gaps = {g.kind: g.names for g in assess_quality(estate, (), as_of=date(2027, 1, 1))}
    assert gaps["expired_acceptances"] == ("acc-1",)
    assert gaps["undated_acceptances"] == ("acc-2",)


def test_holds_from_its_day_to_its_last_day(tmp_path: Path) -> None:
    (one,) = read(tmp_path, ROW).require("test").acceptances
    days = [date(2026, 9, 30), date(2026, 10, 1), date(2026, 12, 31), date(2027, 1, 1)]
    assert [one.is_in_force(day) for day in days] == [False, True, True, False]


@pytest.mark.parametrize("changed", [{"reason": " "}, {"vulnerability_ids": ()}])
def test_refuses_an_acceptance_of_nothing_or_for_no_reason(changed: dict[str, object]) -> None:
    stated = {
        "acceptance_id": "a",
        "vulnerability_ids": ("CVE-2026-1",),
        "reason": "x",
        "accepted_by": "CISO",
        "expires_on": date(2026, 12, 31),
        "owner": Text("部長", "Head"),
    }
    with pytest.raises(EstateFaultError):
        RiskAcceptance(**(stated | changed))  # type: ignore[arg-type]


@pytest.mark.parametrize("language", list(Language))
def test_writes_acceptances_back_as_they_were_read(tmp_path: Path, language: Language) -> None:
    estate = read(tmp_path / "one", ROW).require("test")
    (sheet,) = [s for s in written_sheets(estate, language) if s.spec.name == "acceptances"]
    lines = [sheet.headings, *sheet.rows]
    text = "\n".join(",".join("" if c is None else f'"{c}"' for c in line) for line in lines)
    again = read_estate(write_files(tmp_path / "two", {**SOUND, "acceptances.csv": text + "\n"}))
    assert again.require("test").acceptances == estate.acceptances
