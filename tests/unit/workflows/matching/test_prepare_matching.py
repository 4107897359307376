"""What an import makes ready is all that a first match asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hiyoke.advisories.store_lock import store_lock
from hiyoke.demo import demo_advisories, demo_estate
from hiyoke.workflows.advisories.import_advisories import import_advisories
from hiyoke.workflows.matching.match_sboms import match_sboms
from hiyoke.workflows.matching.prepare_matching import prepare_matching
from hiyoke.workflows.suspension.suspension_ground import read_ground

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def contents(folder: Path) -> dict[str, bytes]:
    """Return what is prepared, but for the findings of an estate."""
    files = (f for f in folder.iterdir() if f.is_file())
    return {f.name: f.read_bytes() for f in files if not f.name.startswith("findings")}


def test_nothing_is_left_to_prepare_for_a_first_sheet_or_match(tmp_path: Path) -> None:
    import_advisories([demo_advisories()], tmp_path)
    prepare_matching(tmp_path)
    prepared = contents(tmp_path / "prepared")
    estate = demo_estate()
    read_ground(estate, tmp_path, "exploited-flaw")
    assert match_sboms([estate / "sboms"], tmp_path).is_affected
    assert contents(tmp_path / "prepared") == prepared


def test_a_store_that_knows_no_package_is_prepared_once_no_import_runs(tmp_path: Path) -> None:
    import_advisories([demo_advisories() / "kev.json"], tmp_path)
    with store_lock(tmp_path, wait_seconds=0.0):
        prepare_matching(tmp_path)  # Another import runs.
    assert not (tmp_path / "prepared").exists()
    prepare_matching(tmp_path)
    assert (tmp_path / "prepared" / "prepared.json").is_file()


def test_what_cannot_be_prepared_leaves_the_import_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_advisories([demo_advisories() / "kev.json"], tmp_path)
    before = contents(tmp_path)

    def fail(*_: object, **__: object) -> None:
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr("hiyoke.workflows.matching.prepare_matching.open_prepared", fail)
        assert prepare_matching(tmp_path) is False
    assert contents(tmp_path) == before
    assert prepare_matching(tmp_path) is True
