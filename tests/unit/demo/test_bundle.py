"""The bundled bank is sound, marked as invented, and real in its software."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import zstandard

from hiyoke.advisories.store import load_store
from hiyoke.demo import DEMO_AS_OF, demo_advisories, demo_attribution, demo_estate
from hiyoke.documents import open_documents
from hiyoke.exchange.sboms import read_sbom
from hiyoke.tables import ADVISORIES
from hiyoke.workflows.advisories.import_advisories import import_advisories
from hiyoke.workflows.assessment.run_demo import run_demo
from hiyoke.workflows.check_estate import EstateCheck, check_estate
from hiyoke.workflows.load_estate import load_estate

ROOT = Path(__file__).parents[3]
DATA = ROOT.parent / "shared" / "data"
FACTS = ("osv.jsonl.zst", "cve.jsonl.zst", "endoflife.jsonl.zst")
PROSE = re.compile(
    r'"(?:summary|details|descriptions?|title|credits|references|name)": ?"[^"]{80,}'
)


@pytest.fixture(scope="module")
def check() -> EstateCheck:
    return check_estate(demo_estate(), as_of=DEMO_AS_OF)


def _records(name: str) -> list[dict[str, Any]]:
    packed = (demo_advisories() / name).read_bytes()
    text = zstandard.ZstdDecompressor().decompress(packed).decode()
    return [json.loads(line) for line in text.splitlines()]


def test_the_estate_is_sound_and_marked_as_invented(check: EstateCheck) -> None:
    assert check.reading.faults == ()
    assert check.reading.reminders == ()
    assert check.reading.estate is not None
    bank = check.reading.estate.institution
    assert bank.synthetic
    assert "架空" in bank.name.ja
    assert "invented" in bank.name.en


def test_the_estate_is_as_large_as_a_demo_needs() -> None:
    estate = load_estate(demo_estate())

    assert len(estate.services) >= 12
    assert len(estate.systems) >= 60
    assert len(estate.vendors) == 4
    assert sum(service.is_priority for service in estate.services) >= 6
    assert any(requirement.group for requirement in estate.requirements)


def test_the_gaps_of_the_estate_are_those_the_demo_shows(check: EstateCheck) -> None:
    gaps = {gap.kind: gap.names for gap in check.gaps}

    assert "core-db" in gaps["systems_without_sbom"]
    assert "ib-push" in gaps["unknown_exposure"]
    assert gaps["stale_sboms"] == ("sboms/apps/atm-monitor.cdx.json",)
    assert "unreadable_sboms" not in gaps
    assert "components_with_faults" not in gaps
    ended = [s for s in load_estate(demo_estate()).systems if s.end_of_life_on is not None]
    assert [s.system_id for s in ended] == ["branch-terminals"]


def test_the_software_is_of_many_kinds_in_many_formats() -> None:
    formats, kinds, components, owners = set(), set(), set(), set()
    for document in open_documents([demo_estate() / "sboms"]):
        sbom = read_sbom(document)
        formats.add(sbom.format + Path(document.origin).suffix)
        for part in sbom.iter_components():
            components.add((part.purl, part.name, part.version))
            kinds.add((part.purl or "pkg:cpe/").removeprefix("pkg:").partition("/")[0])
            owners.add(part.owner)
        assert sbom.counts.faults == 0
        assert sbom.counts.unidentified <= 1

    assert formats >= {
        "cyclonedx.json", "cyclonedx.xml", "spdx.json", "spdx.spdx", "dpkg", "rpm.txt",
    }  # fmt: skip
    assert kinds >= {
        "maven", "npm", "pypi", "golang", "nuget", "cargo", "gem", "composer", "bitnami", "deb",
        "rpm",
    }  # fmt: skip
    assert len(components) >= 800
    assert any(owner for owner in owners if owner and owner.startswith("pkg:rpm/"))


def test_the_snapshot_has_facts_and_no_prose() -> None:
    for name in FACTS:
        for record in _records(name):
            text = json.dumps(record, ensure_ascii=False)
            assert PROSE.search(text) is None
            assert not {"summary", "details", "references", "credits"} & record.keys()
    size = sum(path.stat().st_size for path in demo_advisories().iterdir())
    assert size < 2_000_000


def test_every_noted_score_was_known_on_the_day_and_is_in_the_snapshot() -> None:
    noted = (ROOT / "tools" / "demo_facts" / "cve_metrics.jsonl").read_text(encoding="utf-8")
    notes = [json.loads(line) for line in noted.splitlines()]
    told = {record["cveMetadata"]["cveId"]: json.dumps(record) for record in _records(FACTS[1])}
    day = DEMO_AS_OF.isoformat()

    assert notes == sorted(notes, key=lambda note: [int(n) for n in note["cve"].split("-")[1:]])
    for note in notes:
        assert note["published"] < day
        assert note["ssvc"] is None or note["ssvc"]["assessed_at"] < day
        for said in note["vectors"]:
            assert said["vector"] in told[note["cve"]]


def test_every_source_is_attributed() -> None:
    text = demo_attribution()

    for path in demo_advisories().iterdir():
        assert path.name in text
    for ecosystem in {
        affected["package"]["ecosystem"].partition(":")[0]
        for record in _records("osv.jsonl.zst")
        for affected in record["affected"]
    }:
        assert ecosystem in text


@pytest.mark.slow
@pytest.mark.shared_data
def test_the_tool_makes_the_same_bytes_again(tmp_path: Path) -> None:
    if not DATA.is_dir():
        pytest.skip("../shared/data is absent")
    source = ROOT / "src" / "hiyoke" / "demo"
    before = {path: path.read_bytes() for path in sorted(source.rglob("*")) if path.is_file()}
    copy = tmp_path / "main"
    for name in ("tools", "src/hiyoke/demo"):
        for path in (ROOT / name).rglob("*"):
            if path.is_file():
                target = copy / path.relative_to(ROOT)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(path.read_bytes())

    subprocess.run([sys.executable, copy / "tools" / "build_demo.py", DATA], check=True)

    for path, content in before.items():
        assert (copy / path.relative_to(ROOT)).read_bytes() == content, path.name


def test_a_store_left_by_an_earlier_version_is_made_anew(tmp_path: Path) -> None:
    store = tmp_path / "store"
    old = tmp_path / "old.jsonl"
    old.write_text('{"id": "X-1", "modified": "2020-01-01T00:00:00Z"}\n', encoding="utf-8")
    import_advisories([old], store)

    run_demo(tmp_path)

    advisory_ids = load_store(store).table(ADVISORIES)["advisory_id"].to_pylist()
    assert advisory_ids
    assert "X-1" not in advisory_ids
