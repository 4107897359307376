"""The documents of a made-up bank, exactly as recorded; `make record` records them anew."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from hiyoke.languages import Language
from hiyoke.reports.assessment.terminal_report import print_assessment
from hiyoke.tables.engines import open_duckdb
from hiyoke.workflows.assessment.run_folder import write_run
from hiyoke.workflows.explanation.explain import explain
from hiyoke.workflows.weighing.assess_tables import assess_tables
from tiny_bank import assessment_input

if TYPE_CHECKING:
    from collections.abc import Iterator

RECORDS = Path(__file__).parent / "records"
SUBJECTS = ["ib", "atm-sw", "CVE-2021-44228", "pkg:npm/left-pad@1.3.0"]


@pytest.fixture(scope="module", params=["bod-26-04", "ssvc-deployer"])
def run(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    backend = open_duckdb()
    given = assessment_input(request.param)
    assessment, weighed = assess_tables(backend, given)
    out = tmp_path_factory.mktemp(request.param)
    write_run(out, assessment, weighed, given)
    yield request.param, out, assessment
    backend.disconnect()


def check(name: str, found: str) -> None:
    """Compare with the record, or replace it when HIYOKE_RECORD is set."""
    record = RECORDS / name
    if os.environ.get("HIYOKE_RECORD"):
        record.parent.mkdir(parents=True, exist_ok=True)
        record.write_text(found, encoding="utf-8")
    assert record.exists(), "no record yet; run `make record` and read what it wrote"
    assert found == record.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "name",
    ["report.ja.html", "report.en.html", "findings.csv", "findings.json", "data/assessment.json"],
)
def test_document_matches_the_record(run: Any, name: str) -> None:
    table, out, _ = run
    check(f"{table}/{name}", (out / name).read_bytes().decode("utf-8").replace("\r\n", "\n"))


def test_run_matches_the_record_apart_from_file_digests(run: Any) -> None:
    table, out, _ = run
    record = json.loads((out / "run.json").read_text(encoding="utf-8"))
    # Parquet and workbooks carry the versions of the libraries that wrote them.
    record["files"] = sorted(record["files"])
    check(f"{table}/run.json", json.dumps(record, ensure_ascii=False, indent=1) + "\n")


@pytest.mark.parametrize("language", list(Language))
def test_workbook_matches_the_record(run: Any, language: Language) -> None:
    table, out, _ = run
    book = openpyxl.load_workbook(out / f"findings.{language.value}.xlsx")
    lines = []
    for sheet in book:
        lines.append(f"# {sheet.title}")
        lines += [
            "\t".join("" if cell is None else str(cell) for cell in row)
            for row in sheet.iter_rows(values_only=True)
        ]
    check(f"{table}/findings.{language.value}.xlsx.txt", "\n".join(lines) + "\n")


@pytest.mark.parametrize("language", list(Language))
def test_screen_matches_the_record(run: Any, language: Language) -> None:
    table, _, assessment = run
    stream = io.StringIO()
    print_assessment(assessment, language, stream)
    lines = [line.rstrip() for line in stream.getvalue().splitlines()]
    check(f"{table}/screen.{language.value}.txt", "\n".join(lines) + "\n")


@pytest.mark.parametrize("language", list(Language))
def test_explanations_match_the_record(run: Any, language: Language) -> None:
    table, out, _ = run
    answers = [explain(subject, out).as_json(language) for subject in SUBJECTS]
    text = json.dumps(answers, ensure_ascii=False, indent=1, default=str)
    check(f"{table}/explain.{language.value}.json", text + "\n")
