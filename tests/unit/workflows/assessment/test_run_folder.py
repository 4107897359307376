import json
import stat
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from hiyoke.errors import UsageError
from hiyoke.tables.engines import open_duckdb
from hiyoke.workflows.assessment.run_folder import earlier_detections, read_run, write_run
from hiyoke.workflows.weighing.assess_tables import assess_tables
from tiny_bank import assessment_input


@pytest.fixture(scope="module")
def result() -> Iterator[Any]:
    backend = open_duckdb()
    given = assessment_input()
    yield (*assess_tables(backend, given), given)
    backend.disconnect()


def write(out: Path, result: Any) -> list[Path]:
    assessment, weighed, given = result
    return write_run(out, assessment, weighed, given)


def test_equal_runs_write_equal_bytes(tmp_path: Path, result: Any) -> None:
    one, two = write(tmp_path / "one", result), write(tmp_path / "two", result)
    for first, second in zip(one, two, strict=True):
        assert first.read_bytes() == second.read_bytes(), first.name


def test_files_are_private_and_listed_with_their_digests(tmp_path: Path, result: Any) -> None:
    files = write(tmp_path / "out", result)
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in files)
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o700
    run = read_run(tmp_path / "out")
    assert sorted(run["files"]) == sorted(
        path.relative_to(tmp_path / "out").as_posix() for path in files[:-1]
    )
    assert (run["verdict"], run["exit_code"], run["seed"]) == ("action_advised", 10, None)
    assert run["counts"]["findings_affected"] == 10


def test_next_run_keeps_the_day_of_the_first_detection(tmp_path: Path, result: Any) -> None:
    write(tmp_path, result)
    detections = earlier_detections(None, tmp_path, "asagiri")
    days = {
        (row["system_id"], row["vulnerability_id"]): row["first_detected_on"]
        for row in detections.table.to_pylist()
    }
    assert days["ib-web", "CVE-2021-23337"] == date(2026, 5, 11)
    assert days["ib-web", "CVE-2021-44228"] == date(2026, 5, 22)
    assert list(detections.digests) == ["previous_run"]


def test_begins_without_detections_where_there_is_no_run(tmp_path: Path) -> None:
    detections = earlier_detections(None, tmp_path / "new", "asagiri")
    assert detections.table.num_rows == 0
    assert detections.digests == {}


def test_refuses_a_named_folder_without_a_run(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="found no run"):
        earlier_detections(tmp_path, tmp_path / "new", "asagiri")


def test_refuses_the_run_of_another_institution(tmp_path: Path, result: Any) -> None:
    write(tmp_path, result)
    with pytest.raises(UsageError, match="asagiri"):
        earlier_detections(None, tmp_path, "other-bank")


@pytest.mark.parametrize("content", ["", "{", "[]", '{"schema": "hiyoke/run/9"}'])
def test_refuses_what_is_no_run(tmp_path: Path, content: str) -> None:
    (tmp_path / "run.json").write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match="found no run"):
        read_run(tmp_path)


def test_data_for_programs_is_sorted_json(tmp_path: Path, result: Any) -> None:
    write(tmp_path, result)
    record = json.loads((tmp_path / "data" / "assessment.json").read_text(encoding="utf-8"))
    assert record["schema"] == "hiyoke/run-data/1"
    assert list(record) == sorted(record)
    assert record["services"][0]["name"] == ["インターネットバンキング", "Internet banking"]
