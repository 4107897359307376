"""Findings kept beside the store change nothing but the time, and are never used for other data."""

from __future__ import annotations

import json
import shutil
import stat
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from hiyoke.advisories.store import load_store
from hiyoke.calendars import end_of_day_in_japan
from hiyoke.demo import demo_advisories, demo_estate
from hiyoke.workflows.advisories.import_advisories import import_advisories
from hiyoke.workflows.load_estate import load_estate
from hiyoke.workflows.suspension.estate_findings import EstateFindings
from hiyoke.workflows.suspension.suspend import suspend
from hiyoke.workflows.suspension.suspension_ground import read_ground

if TYPE_CHECKING:
    from pathlib import Path

SITUATION = "exploited-flaw"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("advisories") / "store"
    import_advisories([demo_advisories()], folder)
    return folder


@pytest.fixture(scope="module")
def estate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bank") / "estate"
    shutil.copytree(demo_estate(), folder)
    return folder


def remembered(store: Path) -> list[Path]:
    return sorted((store / "prepared").glob("findings-*.json"))


def found(store: Path, estate: Path) -> EstateFindings:
    return EstateFindings(load_estate(estate), estate, load_store(store))


def write_advisory(folder: Path) -> Path:
    """Write an OSV record that no store has."""
    record = {
        "schema_version": "1.6.0",
        "id": "OSV-2026-1",
        "published": "2026-01-02T00:00:00Z",
        "modified": "2026-01-02T00:00:00Z",
        "affected": [{"package": {"ecosystem": "PyPI", "name": "nobody"}, "versions": ["1"]}],
    }
    path = folder / "OSV-2026-1.json"
    path.write_text(json.dumps(record), encoding="utf-8")
    return path


def refuse(*_: Any) -> None:
    raise AssertionError("expected no match")


def test_a_second_run_reads_no_sbom_and_gives_the_same_bytes(
    store: Path, estate: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = suspend(estate, store, SITUATION, tmp_path / "first")
    with monkeypatch.context() as patched:
        patched.setattr("hiyoke.workflows.suspension.match_estate.read_packages", refuse)
        patched.setattr("hiyoke.workflows.suspension.match_estate.match_estate", refuse)
        second = suspend(estate, store, SITUATION, tmp_path / "second")
    assert first.read.inputs == second.read.inputs
    assert [f.read_bytes() for f in first.files] == [f.read_bytes() for f in second.files]
    (file,) = remembered(store)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_changed_sbom_is_matched_anew(store: Path, estate: Path) -> None:
    read_ground(estate, store, SITUATION)
    assert found(store, estate).is_remembered
    sbom = next(f for f in sorted((estate / "sboms").rglob("*")) if f.is_file())
    content = sbom.read_bytes()
    sbom.write_bytes(content + b"\n")
    assert not found(store, estate).is_remembered
    sbom.write_bytes(content)
    assert found(store, estate).is_remembered


def test_another_store_is_matched_anew(store: Path, estate: Path, tmp_path: Path) -> None:
    read_ground(estate, store, SITUATION)
    other = tmp_path / "store"
    shutil.copytree(store, other)
    assert found(other, estate).is_remembered
    import_advisories([write_advisory(tmp_path)], other)
    assert not found(other, estate).is_remembered


@pytest.mark.parametrize("damage", [b"{}\n{}", b"\xff"])
def test_a_damaged_file_counts_as_nothing(store: Path, estate: Path, damage: bytes) -> None:
    whole = read_ground(estate, store, SITUATION).inputs
    (file,) = remembered(store)
    kept = file.read_bytes()
    changed = kept[:-3] + b"x" + kept[-2:] if damage == b"\xff" else damage
    file.write_bytes(changed)
    assert not found(store, estate).is_remembered
    assert read_ground(estate, store, SITUATION).inputs == whole
    assert file.read_bytes() == kept


def test_an_earlier_day_is_matched_anew(
    store: Path, estate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ground = read_ground(estate, store, SITUATION)
    now = end_of_day_in_japan(ground.as_of)
    findings = found(store, estate)
    assert findings.is_remembered
    before = findings.at(now - timedelta(days=400))
    assert len(before[1]) < len(findings.at(now)[1])
    read_ground(estate, store, SITUATION)
    monkeypatch.setattr("hiyoke.workflows.suspension.match_estate.match_estate", refuse)
    assert found(store, estate).at(now) == (ground.inputs.flaws, ground.inputs.findings)
    with pytest.raises(AssertionError):
        found(store, estate).at(now - timedelta(days=400))


def test_a_store_that_may_only_be_read_goes_without(
    store: Path, estate: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def full(*_: Any) -> None:
        raise OSError("no space left")

    other = tmp_path / "store"
    shutil.copytree(store, other)
    for file in remembered(other):
        file.unlink()
    monkeypatch.setattr("hiyoke.workflows.suspension.estate_findings.write_private", full)
    assert read_ground(estate, other, SITUATION).inputs.findings
    assert remembered(other) == []
