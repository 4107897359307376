from collections.abc import Iterator
from pathlib import Path

import pytest

from hiyoke.errors import UnknownSubjectError, UsageError
from hiyoke.languages import Language
from hiyoke.tables.engines import open_duckdb
from hiyoke.workflows.assessment.run_folder import write_run
from hiyoke.workflows.explanation.explain import explain
from hiyoke.workflows.weighing.assess_tables import assess_tables
from tiny_bank import assessment_input


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    backend = open_duckdb()
    given = assessment_input()
    assessment, weighed = assess_tables(backend, given)
    out = tmp_path_factory.mktemp("run")
    write_run(out, assessment, weighed, given)
    yield out
    backend.disconnect()


@pytest.mark.parametrize(
    ("subject", "kind"),
    [
        ("ib", "service"),
        ("IB-WEB", "system"),
        ("CVE-2021-44228", "vulnerability"),
        ("ghsa-jfh8-c2jp-5v3q", "vulnerability"),
        ("pkg:npm/lodash@4.17.15", "component"),
        ("pkg:npm/lodash", "component"),
        ("left-pad", "component"),
        ("B-29473030", "update"),
    ],
)
def test_finds_the_subject_whatever_it_is_called(run: Path, subject: str, kind: str) -> None:
    explanation = explain(subject, run)
    assert explanation.kind == kind
    assert all(text.ja and text.en for s in explanation.sections for text in s.sentences)
    assert any(section.rows for section in explanation.sections)


def words(run: Path, subject: str) -> str:
    record = explain(subject, run).as_json(Language.EN)
    return "\n".join(t for section in record["sections"] for t in section["sentences"])


def test_says_where_every_answer_comes_from(run: Path) -> None:
    said = words(run, "CVE-2021-44228")
    assert "listed in KEV on 2021-12-10" in said
    assert "SSVC points by CISA-ADP" in said
    assert "a link from the internet leads to it" in said
    assert "due on 2021-12-13" in said


def test_says_both_cases_of_an_unknown_exposure(run: Path) -> None:
    said = words(run, "atm-sw")
    assert "publicly exposed = unknown, no / yes" in said
    assert "within 60 days (2026-07-21)" in said


def test_says_when_an_assumption_may_hide_an_earlier_deadline(run: Path) -> None:
    said = words(run, "CVE-2021-23337")
    assert "assumed" in said
    assert "Should an assumption be wrong, it may be: within 3 days (2026-05-14)" in said


def test_says_what_a_clean_component_is_and_why_another_cannot_be_judged(run: Path) -> None:
    assert "Not assessable: no advisory of this ecosystem" in words(run, "pkg:generic/own-tool@1.0")
    assert "2.17.1 has none known" in words(run, "B-29473030")


def test_suggests_near_identifiers(run: Path) -> None:
    with pytest.raises(UnknownSubjectError) as caught:
        explain("CVE-2021-44229", run)
    assert "CVE-2021-44228" in caught.value.remedy.en
    with pytest.raises(UnknownSubjectError, match=r"findings\.csv"):
        explain("zzzzzzzzzzzzzzzzzzzz", run)


def test_refuses_a_folder_without_a_run(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="found no run"):
        explain("ib", tmp_path)
