from __future__ import annotations

import json
import os
import shutil
import stat
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from hiyoke.documents import write_private
from hiyoke.errors import DamagedStoreError, UsageError
from hiyoke.languages import Language
from hiyoke.workflows.advisories.import_advisories import import_advisories
from hiyoke.workflows.matching.match_as_rows import finding_rows, match_as_json
from hiyoke.workflows.matching.match_sboms import SbomMatch, match_sboms
from small_advisories import affected, record, write_lines
from small_sboms import cyclonedx

if TYPE_CHECKING:
    from pathlib import Path

FLASK = {"type": "library", "name": "Flask", "version": "1.0", "purl": "pkg:pypi/Flask@1.0"}
CLEAN = {"type": "library", "name": "Flask", "version": "9.0", "purl": "pkg:pypi/Flask@9.0"}
NAMELESS = {"type": "library", "name": "thing", "version": "1"}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("advisories")
    one = record(
        "PYSEC-1",
        affected("introduced 0", "fixed 2.0", name="flask"),
        aliases=["CVE-2024-1"],
        published="2024-05-01T12:00:00Z",
    )
    two = record(
        "PYSEC-2",
        affected("introduced 0", "fixed 3.0", name="flask"),
        published="2024-06-01T12:00:00Z",
    )
    import_advisories([write_lines(folder / "osv.jsonl", one, two)], folder / "store")
    return folder / "store"


def _sbom(folder: Path, *components: Any, name: str = "a.cdx.json", **members: Any) -> Path:
    path = folder / name
    path.write_text(json.dumps(cyclonedx(*components, **members)), encoding="utf-8")
    return path


def _ids(result: SbomMatch) -> list[str]:
    ids: list[str] = result.findings["vulnerability_id"].to_pylist()
    return ids


def test_match_says_what_was_read_and_found(tmp_path: Path, store: Path) -> None:
    result = match_sboms([_sbom(tmp_path, FLASK, CLEAN, NAMELESS)], store)
    assert _ids(result) == ["CVE-2024-1", "PYSEC-2"]
    assert result.is_affected
    assert not result.is_assessable
    assert result.counts == {
        "components": 3,
        "components_affected": 1,
        "components_not_assessable": 1,
        "components_set_aside": 0,
        "findings_affected": 2,
        "findings_not_affected": 0,
        "findings_not_assessable": 0,
        "inventory_lines": 3,
        "quarantined": 0,
        "sboms": 1,
        "sboms_unreadable": 0,
    }
    (told,) = result.run["inputs"]
    assert (told["format"], told["components"], len(told["sha256"])) == ("cyclonedx 1.6", 3, 64)
    assert result.run["store"]["generation"] == 1


def test_match_is_clear_when_nothing_applies(tmp_path: Path, store: Path) -> None:
    result = match_sboms([_sbom(tmp_path, CLEAN)], store)
    assert (result.is_affected, result.is_assessable) == (False, True)


def test_match_as_of_a_day_counts_that_whole_day(tmp_path: Path, store: Path) -> None:
    sbom = _sbom(tmp_path, FLASK)
    days = {
        day: _ids(match_sboms([sbom], store, as_of=day))
        for day in (date(2024, 4, 30), date(2024, 5, 1), date(2024, 6, 1))
    }
    assert list(days.values()) == [[], ["CVE-2024-1"], ["CVE-2024-1", "PYSEC-2"]]


def test_a_component_lies_in_every_sbom_that_names_it(tmp_path: Path, store: Path) -> None:
    paths = [_sbom(tmp_path, FLASK, name=f"{name}.json") for name in "ba"]
    rows = finding_rows(match_sboms(paths, store))
    assert [row["sboms"] for row in rows] == [[str(path) for path in sorted(paths)]] * 2


def test_one_unreadable_sbom_is_named_and_the_rest_is_matched(tmp_path: Path, store: Path) -> None:
    _sbom(tmp_path, FLASK)
    (tmp_path / "broken.json").write_text('{"bomFormat": "CycloneDX", ', encoding="utf-8")
    result = match_sboms([tmp_path], store)
    assert _ids(result) == ["CVE-2024-1", "PYSEC-2"]
    assert not result.is_assessable
    assert result.counts["sboms_unreadable"] == 1
    (row,) = match_as_json(result, Language.EN)["quarantine"]
    assert "broken.json" in row["origin"]
    assert row["why"]
    assert row["remedy"]


def test_files_that_are_no_package_are_set_aside(tmp_path: Path, store: Path) -> None:
    file = {"type": "file", "name": "/etc/passwd"}
    result = match_sboms([_sbom(tmp_path, CLEAN, file)], store)
    assert result.counts["components_set_aside"] == 1
    assert result.is_assessable


def test_nothing_readable_is_refused(tmp_path: Path, store: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("hello", encoding="utf-8")
    with pytest.raises(UsageError, match="readable"):
        match_sboms([path], store)


def test_missing_paths_and_stores_are_refused(tmp_path: Path, store: Path) -> None:
    with pytest.raises(UsageError, match=r"nowhere\.json"):
        match_sboms([tmp_path / "nowhere.json"], store)
    with pytest.raises(DamagedStoreError):
        match_sboms([_sbom(tmp_path, FLASK)], tmp_path / "no-store")


def test_reasons_come_in_the_language_asked_for(tmp_path: Path, store: Path) -> None:
    result = match_sboms([_sbom(tmp_path, NAMELESS)], store)
    told = [match_as_json(result, language)["not_assessable"][0] for language in Language]
    assert told[0]["reason"] == told[1]["reason"] == "no_identity"
    assert "特定" in told[0]["why"]
    assert told[1]["why"].isascii()


def test_prepared_files_are_private_and_used_again(tmp_path: Path, store: Path) -> None:
    copy = tmp_path / "store"
    shutil.copytree(store, copy)
    shutil.rmtree(copy / "prepared", ignore_errors=True)
    sbom = _sbom(tmp_path, FLASK)
    first = match_sboms([sbom], copy)
    files = sorted((copy / "prepared").iterdir())
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    # The SQL of the steps is kept too; the second run has steps that the first one had not.
    files = [path for path in files if path.name != "statements.json"]
    before = {path: path.stat().st_mtime_ns for path in files}
    second = match_sboms([sbom], copy)
    assert {path: path.stat().st_mtime_ns for path in files} == before
    assert second.findings.equals(first.findings)


@pytest.mark.parametrize("damage", ["manifest", "answers", "rules"])
def test_damaged_prepared_files_are_made_again(tmp_path: Path, store: Path, damage: str) -> None:
    copy = tmp_path / "store"
    shutil.copytree(store, copy)
    sbom = _sbom(tmp_path, FLASK)
    expected = match_sboms([sbom], copy).findings
    manifest = copy / "prepared" / "prepared.json"
    if damage == "manifest":
        write_private(manifest, b"{")
    elif damage == "rules":
        write_private(manifest, manifest.read_bytes().replace(b'"rules":"', b'"rules":"0 '))
    else:
        for path in (copy / "prepared").glob("answers*"):
            write_private(path, b"not parquet")
    assert match_sboms([sbom], copy).findings.equals(expected)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_read_only_store_is_matched_all_the_same(tmp_path: Path, store: Path) -> None:
    copy = tmp_path / "store"
    shutil.copytree(store, copy)
    shutil.rmtree(copy / "prepared", ignore_errors=True)
    copy.chmod(0o500)
    assert match_sboms([_sbom(tmp_path, FLASK)], copy).is_affected


def test_store_made_anew_does_not_inherit_prepared_files(tmp_path: Path) -> None:
    sbom = _sbom(tmp_path, FLASK)
    store, kept = tmp_path / "store", tmp_path / "kept"
    for fixed, expected in (("2.0", ["X-1"]), ("1.0", [])):
        entry = affected("introduced 0", f"fixed {fixed}", name="flask")
        feed = write_lines(tmp_path / f"{fixed}.jsonl", record("X-1", entry))
        shutil.rmtree(store, ignore_errors=True)
        import_advisories([feed], store)
        if kept.exists():
            shutil.copytree(kept, store / "prepared")
        assert _ids(match_sboms([sbom], store)) == expected
        shutil.copytree(store / "prepared", kept, dirs_exist_ok=True)


def test_state_is_private_and_changes_no_answer(tmp_path: Path, store: Path) -> None:
    state = tmp_path / "state"
    for components in ((FLASK,), (FLASK, NAMELESS), (CLEAN,)):
        sbom = _sbom(tmp_path, *components)
        kept = match_sboms([sbom], store, state_folder=state)
        whole = match_sboms([sbom], store)
        assert kept.findings.equals(whole.findings)
        assert kept.not_assessable.equals(whole.not_assessable)
        assert kept.counts == whole.counts
    assert {stat.S_IMODE(path.stat().st_mode) for path in state.iterdir()} == {0o600}
    assert len(list(state.glob("*.parquet"))) == 3


@pytest.mark.parametrize("damage", ["manifest", "table"])
def test_damaged_state_is_matched_from_nothing(tmp_path: Path, store: Path, damage: str) -> None:
    state = tmp_path / "state"
    sbom = _sbom(tmp_path, FLASK)
    expected = match_sboms([sbom], store, state_folder=state)
    victim = "match-state.json" if damage == "manifest" else "settled*"
    for path in state.glob(victim):
        write_private(path, b"?")
    assert match_sboms([sbom], store, state_folder=state).findings.equals(expected.findings)


def test_state_of_another_cut_off_is_not_used(tmp_path: Path, store: Path) -> None:
    state = tmp_path / "state"
    sbom = _sbom(tmp_path, FLASK)
    match_sboms([sbom], store, state_folder=state)
    early = match_sboms([sbom], store, state_folder=state, as_of=date(2024, 5, 1))
    assert _ids(early) == ["CVE-2024-1"]


def test_state_folder_with_other_files_is_refused(tmp_path: Path, store: Path) -> None:
    with pytest.raises(UsageError, match="other files"):
        match_sboms([_sbom(tmp_path, FLASK)], store, state_folder=tmp_path)
