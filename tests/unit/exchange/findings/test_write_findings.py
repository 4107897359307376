from __future__ import annotations

from typing import Any

import pytest

from hiyoke.exchange.findings import write_csv, write_json
from hiyoke.exchange.findings.write import CSV_COLUMNS


def _row(**changes: Any) -> dict[str, Any]:
    return dict.fromkeys(CSV_COLUMNS) | changes


def test_json_keys_are_sorted_and_text_is_readable() -> None:
    assert (
        write_json({"b": "火除け", "a": [1]})
        == '{\n  "a": [\n    1\n  ],\n  "b": "火除け"\n}\n'.encode()
    )


def test_csv_joins_lists_and_leaves_nulls_empty() -> None:
    text = write_csv([_row(aliases=["A", "B"], check_backport=True, name="x, y")]).decode()
    header, line = text.splitlines()
    assert header == ",".join(CSV_COLUMNS)
    assert '"x, y"' in line
    assert "A; B" in line
    assert ",true," in line


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_csv_cell_never_begins_a_formula(text: str) -> None:
    assert f"'{text}" in write_csv([_row(name=text)]).decode()
