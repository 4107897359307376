"""``hiyoke match`` writes every form and ends with the code a script relies on."""

from __future__ import annotations

import csv
import io
import json
import stat
from typing import TYPE_CHECKING, Any

import pytest
from rich.cells import cell_len
from typer.testing import CliRunner, Result

from hiyoke.cli.match import app
from hiyoke.errors import UsageError
from hiyoke.workflows.advisories.import_advisories import import_advisories
from small_advisories import affected, record, write_lines
from small_sboms import cyclonedx

if TYPE_CHECKING:
    from pathlib import Path

FLASK = {
    "type": "library",
    "name": "@evil/Flask",
    "version": "1.0",
    "purl": "pkg:pypi/Flask@1.0",
    "licenses": [],
}
LIBRARY = {"type": "library", "name": "Flask", "version": "9.0", "purl": "pkg:pypi/Flask@9.0"}
NAMELESS = {"type": "library", "name": "thing", "version": "1"}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("advisories")
    entry = affected("introduced 0", "fixed 2.0", name="flask")
    feed = write_lines(folder / "osv.jsonl", record("PYSEC-1", entry, aliases=["CVE-2024-1"]))
    import_advisories([feed], folder / "store")
    return folder / "store"


def _run(*words: object, language: str = "en") -> Result:
    return CliRunner().invoke(app, list(map(str, words)), env={"HIYOKE_LANG": language})


def _match(tmp_path: Path, store: Path, *words: object, **options: Any) -> Result:
    components = options.pop("components", (FLASK, LIBRARY, NAMELESS))
    sbom = tmp_path / "a.cdx.json"
    sbom.write_text(json.dumps(cyclonedx(*components)), encoding="utf-8")
    return _run("--sbom", sbom, "--advisories", store, *words, **options)


@pytest.mark.parametrize(
    ("components", "code"),
    [((FLASK, NAMELESS), 10), ((LIBRARY, NAMELESS), 12), ((LIBRARY,), 0), ((), 0)],
)
def test_exit_code_says_the_worst(
    tmp_path: Path, store: Path, components: tuple[Any, ...], code: int
) -> None:
    assert _match(tmp_path, store, components=components).exit_code == code


@pytest.mark.parametrize("language", ["ja", "en"])
def test_table_fits_one_hundred_columns(tmp_path: Path, store: Path, language: str) -> None:
    result = _match(tmp_path, store, language=language)
    assert max(map(cell_len, result.stdout.splitlines())) <= 100
    assert "CVE-2024-1" in result.stdout
    assert ("判定不能" if language == "ja" else "Not assessable") in result.stdout


def test_json_has_exactly_the_promised_members(tmp_path: Path, store: Path) -> None:
    document = json.loads(_match(tmp_path, store, "--format", "json").stdout)
    assert list(document) == [
        "counts",
        "findings",
        "not_assessable",
        "quarantine",
        "run",
        "schema",
    ]
    assert document["schema"] == "hiyoke/findings/1"
    (finding,) = document["findings"]
    assert finding["purl"] == "pkg:pypi/Flask@1.0"
    assert finding["vulnerability_id"] == "CVE-2024-1"
    assert finding["advisory_ids"] == finding["aliases"] == ["PYSEC-1"]
    assert (finding["status"], finding["basis"]) == ("affected", "purl_range")
    assert finding["fixed_version"] == "2.0"
    (open_one,) = document["not_assessable"]
    assert open_one["reason"] == "no_identity"
    assert open_one["remedy"]


def test_json_is_the_same_every_time(tmp_path: Path, store: Path) -> None:
    runs = {_match(tmp_path, store, "--format", "json").stdout for _ in range(2)}
    assert len(runs) == 1


def test_csv_has_a_header_and_runs_no_formula(tmp_path: Path, store: Path) -> None:
    text = _match(tmp_path, store, "--format", "csv").stdout
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["vulnerability_id"], row["status"]) == ("CVE-2024-1", "affected")
    assert (row["name"], row["check_backport"], row["owner"]) == ("'@evil/Flask", "false", "")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_sarif_has_a_rule_and_a_place_for_every_result(
    tmp_path: Path, store: Path, language: str
) -> None:
    log = json.loads(_match(tmp_path, store, "--format", "sarif", language=language).stdout)
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    kinds = []
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert (result["kind"] == "fail") is (result["level"] != "none")
        (place,) = result["locations"]
        uri = place["physicalLocation"]["artifactLocation"]
        assert run["artifacts"][uri["index"]]["location"]["uri"] == uri["uri"]
        assert uri["uri"].startswith("file:///")
        kinds.append(result["kind"])
    assert kinds == ["fail", "open"]


def test_output_file_is_private(tmp_path: Path, store: Path) -> None:
    target = tmp_path / "out" / "findings.json"
    result = _match(tmp_path, store, "--format", "json", "--output", target)
    assert result.stdout == ""
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert json.loads(target.read_bytes())["counts"]["findings_affected"] == 1


def test_several_sboms_may_follow_one_option(tmp_path: Path, store: Path) -> None:
    paths = []
    for name in ("a.json", "b.json", "c.json"):
        paths.append(tmp_path / name)
        paths[-1].write_text(json.dumps(cyclonedx(LIBRARY)), encoding="utf-8")
    words = ["--sbom", paths[0], paths[1], paths[2], "--advisories", store, "--format", "json"]
    assert json.loads(_run(*words).stdout)["counts"]["sboms"] == 3


def test_cut_off_that_is_no_date_is_refused(tmp_path: Path, store: Path) -> None:
    result = _match(tmp_path, store, "--as-of", "yesterday")
    assert isinstance(result.exception, UsageError)
