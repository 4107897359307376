"""``hiyoke plan`` where an estate says little: what is assumed is said; unknown is never zero."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from hiyoke.cli import main
from hiyoke.workflows.advisories.import_advisories import import_advisories
from small_estates import write_files

if TYPE_CHECKING:
    from pathlib import Path

SERVICES = """\
services:
  - id: pay
    name: {ja: 振込, en: Payments}
    priority: 1
    users: 50000
    requires: {all_of: [db], any_of: {web: [web-1, web-2]}}
"""
SYSTEMS = """\
id,name_ja,internet_facing
web-1,ウェブ1,yes
web-2,ウェブ2,yes
db,データベース,no
batch,バッチ,no
dev,開発機,no
"""
SBOM = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.5",
    "components": [
        {
            "type": "library",
            "name": "lodash",
            "version": "4.17.20",
            "purl": "pkg:npm/lodash@4.17.20",
        }
    ],
}
ADVISORY = {
    "id": "GHSA-aaaa-bbbb-cccc",
    "aliases": ["CVE-2026-11111"],
    "modified": "2026-05-01T00:00:00Z",
    "affected": [
        {
            "package": {"ecosystem": "npm", "name": "lodash"},
            "ranges": [{"type": "SEMVER", "events": [{"introduced": "0"}, {"fixed": "4.17.21"}]}],
        }
    ],
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store that knows one advisory."""
    folder = tmp_path_factory.mktemp("feed")
    file = folder / "GHSA-aaaa-bbbb-cccc.json"
    file.write_text(json.dumps(ADVISORY), encoding="utf-8")
    import_advisories([file], folder / "store")
    return folder / "store"


def _plan(folder: Path, store: Path, files: dict[str, str]) -> tuple[int, Any]:
    estate = write_files(
        folder / "estate", {"services.yaml": SERVICES, "systems.csv": SYSTEMS, **files}
    )
    words = ["plan", str(estate), "--advisories", str(store), "--out", str(folder / "out")]
    with pytest.raises(SystemExit) as left:
        main([*words, "--as-of", "2026-05-22", "--weeks", "4", "--effort", "quick"])
    record = json.loads((folder / "out" / "plan.json").read_text(encoding="utf-8"))
    return int(left.value.code or 0), record["report"]


def test_says_what_it_takes_for_what_nobody_stated(
    tmp_path: Path, store: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HIYOKE_LANG", "en")
    names = ("web-1", "web-2", "db", "batch", "dev")
    sboms = {f"sboms/{name}.cdx.json": json.dumps(SBOM) for name in names}
    code, report = _plan(tmp_path, store, sboms)
    assert code in (10, 11)
    said = " ".join(english for _, english in report["unknowns"])
    for words in ("no crew is named", "without a change window", "No change freeze", "No vendor"):
        assert words in said
    assert {"crew.people", "windows.weekly"} <= {a["line"] for a in report["assumptions"]}
    assert report["tasks"][0]["steps"][0][1:] == ["lodash", "4.17.20", "4.17.21"]
    assert "no crew is named" in capsys.readouterr().out


def test_calls_nothing_clear_where_contents_are_unknown(
    tmp_path: Path, store: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HIYOKE_LANG", "ja")
    code, report = _plan(tmp_path, store, {})
    assert code == 12
    assert report["tasks"] == []
    assert "計画できるか判定できません" in capsys.readouterr().out.replace("\n", "")
