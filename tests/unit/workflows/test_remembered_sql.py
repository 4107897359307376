"""Remembered SQL is used only where compiling again would give the same text."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import ibis
import pytest

from hiyoke.workflows import remembered_sql
from hiyoke.workflows.advisories.import_advisories import import_advisories
from hiyoke.workflows.advisories.prepared_store import statements_of
from hiyoke.workflows.engine_session import EngineSession
from hiyoke.workflows.matching.match_as_rows import finding_rows
from hiyoke.workflows.matching.match_sboms import match_sboms
from hiyoke.workflows.remembered_sql import RememberedSql
from small_advisories import affected, record, write_lines
from small_sboms import cyclonedx

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA = ibis.schema({"b": "string", "a": "!int64", "list": "array<string>"})


def test_a_statement_comes_back_with_its_columns_in_order(tmp_path: Path) -> None:
    first = RememberedSql(tmp_path / "sql.json")
    first.add(first.key("step", {}), "SELECT 1", SCHEMA)
    first.save()

    again = RememberedSql(tmp_path / "sql.json")
    found = again.find(again.key("step", {}))

    assert found == ("SELECT 1", SCHEMA)
    assert found is not None
    assert list(found[1].names) == ["b", "a", "list"]


@pytest.mark.parametrize(
    ("step", "shapes"),
    [
        ("other", {"t": SCHEMA}),
        ("step", {}),
        ("step", {"t": ibis.schema({"b": "string", "a": "int64", "list": "array<string>"})}),
        ("step", {"t": ibis.schema({"a": "!int64", "b": "string", "list": "array<string>"})}),
        ("step", {"t": SCHEMA, "u": SCHEMA}),
    ],
)
def test_another_step_or_table_is_compiled_anew(
    tmp_path: Path, step: str, shapes: dict[str, Any]
) -> None:
    sql = RememberedSql(tmp_path / "sql.json")
    sql.add(sql.key("step", {"t": SCHEMA}), "SELECT 1", SCHEMA)
    assert sql.find(sql.key(step, shapes)) is None
    assert sql.find(sql.key("step", {"t": SCHEMA})) is not None


def test_statements_of_other_code_are_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = RememberedSql(tmp_path / "sql.json")
    key = first.key("step", {})
    first.add(key, "SELECT 1", SCHEMA)
    first.save()
    monkeypatch.setattr(remembered_sql, "__version__", "another")
    assert RememberedSql(tmp_path / "sql.json").find(key) is None


@pytest.mark.parametrize("content", [b"", b"{", b'{"rules": 1}', b"\xff"])
def test_a_damaged_file_counts_as_empty(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "sql.json").write_bytes(content)
    sql = RememberedSql(tmp_path / "sql.json")
    assert sql.find(sql.key("step", {})) is None


def test_a_session_compiles_only_what_is_not_remembered(tmp_path: Path) -> None:
    built = []

    def build() -> Any:
        built.append(1)
        return ibis.range(3).unnest().name("n").as_table()

    for _ in range(2):
        remembered = RememberedSql(tmp_path / "sql.json")
        with EngineSession(threads=1, remembered=remembered) as session:
            table = session.keep("numbers", build)
            assert session.rows(table)["n"].to_pylist() == [0, 1, 2]
        remembered.save()
    assert len(built) == 1


def test_a_match_with_remembered_sql_gives_the_same_findings(tmp_path: Path) -> None:
    feed = write_lines(
        tmp_path / "osv.jsonl",
        record("PYSEC-1", affected("introduced 0", "fixed 2.0", name="flask")),
        record("PYSEC-2", affected("introduced 1.0", name="flask")),
    )
    store = tmp_path / "store"
    import_advisories([feed], store)
    sbom = tmp_path / "a.cdx.json"
    component = {"type": "library", "name": "flask", "purl": "pkg:pypi/flask@1.0"}
    sbom.write_text(json.dumps(cyclonedx(component)), encoding="utf-8")
    fresh, warm, remembered = (finding_rows(match_sboms([sbom], store)) for _ in range(3))
    assert statements_of(store).exists()
    assert fresh == warm == remembered
    assert len(fresh) == 2
