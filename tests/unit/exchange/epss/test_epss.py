"""EPSS files are read by columns; rows out of range and files without a date are refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hiyoke.errors import UnreadableDocumentError
from small_advisories import read_batch

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "#model_version:v2025.03.14,score_date:2026-01-30T12:55:00Z\ncve,epss,percentile\n"


def _write(path: Path, text: str) -> Path:
    path.write_bytes(text.encode())
    return path


def test_reads_rows_with_the_date_of_the_file(tmp_path: Path) -> None:
    text = HEAD + "CVE-1999-0001,0.01151,0.78086\nCVE-2026-25211,4e-05,0.00142\n"
    _, tables = read_batch(_write(tmp_path / "x", text))
    rows = tables["epss"].to_pylist()

    assert [(row["cve_id"], row["epss_probability"], row["percentile"]) for row in rows] == [
        ("CVE-1999-0001", 0.01151, 0.78086),
        ("CVE-2026-25211", 4e-05, 0.00142),
    ]
    assert {row["scored_on"].isoformat() for row in rows} == {"2026-01-30"}


@pytest.mark.parametrize("date", ["2022-02-04T00:00:00+0000", "2022-02-04"])
def test_reads_older_forms_of_the_date(tmp_path: Path, date: str) -> None:
    text = f"#model_version:v1,score_date:{date}\r\ncve,epss,percentile\r\nCVE-2020-5902,1,1.0\r\n"
    _, tables = read_batch(_write(tmp_path / "x", text))

    assert tables["epss"]["scored_on"].to_pylist()[0].isoformat() == "2022-02-04"


@pytest.mark.parametrize(
    "row",
    [
        "CVE-2024-0001,1.5,0.5",
        "CVE-2024-0001,-0.1,0.5",
        "CVE-2024-0001,nan,0.5",
        "CVE-2024-0001,,0.5",
        "CVE-2024-0001,0.5,high",
        "GHSA-1,0.5,0.5",
        "CVE-2024-0001,0.5",
        "CVE-2024-0001,0.5,0.5,0.5",
    ],
)
def test_puts_a_row_out_of_range_aside(tmp_path: Path, row: str) -> None:
    batch, tables = read_batch(_write(tmp_path / "x", f"{HEAD}CVE-2024-0002,0.5,0.5\n{row}\n"))

    assert tables["epss"]["cve_id"].to_pylist() == ["CVE-2024-0002"]
    assert dict(batch.counts.reasons) == {"epss_row": 1}
    assert batch.counts.records == 2


@pytest.mark.parametrize(
    "text",
    [
        "cve,epss,percentile\nCVE-2024-0001,0.5,0.5\n",
        "#model_version:v1,score_date:soon\ncve,epss,percentile\nCVE-2024-0001,0.5,0.5\n",
        "#model_version:v1,score_date:2026-01-30\ncve,epss\nCVE-2024-0001,0.5\n",
        "#model_version:v1,score_date:2026-01-30\n",
    ],
)
def test_refuses_a_file_without_date_or_columns(tmp_path: Path, text: str) -> None:
    with pytest.raises(UnreadableDocumentError):
        read_batch(_write(tmp_path / "x", text))
