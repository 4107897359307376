"""A small bank from its files to report, exit code and explanation, through the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from hiyoke.cli import main
from hiyoke.workflows.advisories.import_advisories import import_advisories
from small_advisories import affected, record, write_lines
from small_estates import SOUND, write_files

if TYPE_CHECKING:
    from pathlib import Path

AS_OF = "2026-05-22"
KEV = {
    "catalogVersion": "2026.05.21",
    "dateReleased": "2026-05-21T00:00:00Z",
    "count": 1,
    "vulnerabilities": [
        {
            "cveID": "CVE-2026-0001",
            "vendorProject": "x",
            "product": "demo",
            "dateAdded": "2026-05-20",
            "shortDescription": "",
            "requiredAction": "",
            "dueDate": "2026-06-10",
            "knownRansomwareCampaignUse": "Unknown",
        }
    ],
}


def sbom(*purls: str) -> str:
    return json.dumps(
        {
            "bomFormat": "CycloneDX",
            "specVersion": "1.5",
            "metadata": {"timestamp": "2026-05-20T00:00:00Z"},
            "components": [
                {
                    "type": "library",
                    "name": purl.split("/")[1].split("@")[0],
                    "version": purl.split("@")[1],
                    "purl": purl,
                }
                for purl in purls
            ],
        }
    )


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    """A bank with a library that is affected on one of two web servers."""
    estate = tmp_path / "estate"
    files: dict[str, str | bytes] = {**SOUND}
    files["sboms/core.cdx.json"] = sbom("pkg:pypi/calm@1.0")
    files["sboms/web-1.cdx.json"] = sbom("pkg:pypi/demo@1.0", "pkg:pypi/calm@1.0")
    files["sboms/web-2.cdx.json"] = sbom("pkg:pypi/calm@1.0")
    for name in files:
        (estate / name).parent.mkdir(parents=True, exist_ok=True)
    write_files(estate, files)
    return estate


def store(tmp_path: Path, *, name: str = "demo") -> Path:
    """Advisories about one package, and a catalogue that lists one of them."""
    feed = write_lines(
        tmp_path / "feed.jsonl",
        record(
            "PYSEC-2026-1",
            affected("introduced 0", "fixed 2.0", name=name),
            modified="2026-05-21T00:00:00Z",
            aliases=["CVE-2026-0001"],
        ),
    )
    catalogue = tmp_path / "kev.json"
    catalogue.write_text(json.dumps(KEV), encoding="utf-8")
    folder = tmp_path / "store"
    import_advisories([feed, catalogue], folder)
    return folder


def run(*words: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(words)
    return int(left.value.code or 0)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_bank_learns_which_service_is_weakened_and_why(
    bank: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    language: str,
) -> None:
    monkeypatch.setenv("HIYOKE_LANG", language)
    out = tmp_path / "out"
    words = ["assess", str(bank), "--advisories", str(store(tmp_path)), "--out", str(out)]

    assert run(*words, "--as-of", AS_OF) == 10

    screen = capsys.readouterr().out
    assert ("冗長性が低下" if language == "ja" else "Weakened") in screen
    assert "2026-05-23" in screen  # Three days from the listing, with forensic triage.
    assert max(map(cell_len, screen.splitlines())) <= 100
    report = (out / f"report.{language}.html").read_text(encoding="utf-8")
    assert "CVE-2026-0001" in report
    assert "2026-05-22" in report  # The business day before a Saturday.

    assert run("explain", "ib", "--run", str(out)) == 0
    why = capsys.readouterr().out
    assert "web-1" in why
    assert "CVE-2026-0001" in why
    assert max(map(cell_len, why.splitlines())) <= 100


def test_the_same_inputs_give_the_same_files(bank: Path, tmp_path: Path) -> None:
    advisories = store(tmp_path)
    outs = [tmp_path / "one", tmp_path / "two"]
    for out in outs:
        run(
            "assess",
            str(bank),
            "--advisories",
            str(advisories),
            "--out",
            str(out),
            "--as-of",
            AS_OF,
        )
    names = sorted(p.relative_to(outs[0]) for p in outs[0].rglob("*") if p.is_file())
    assert len(names) >= 13
    for name in names:
        assert (outs[0] / name).read_bytes() == (outs[1] / name).read_bytes(), name


def test_a_later_run_does_not_restart_the_clock(
    bank: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    advisories, out = store(tmp_path), tmp_path / "out"
    words = ["assess", str(bank), "--advisories", str(advisories), "--out", str(out)]
    run(*words, "--as-of", AS_OF)
    run(*words, "--as-of", "2026-05-30")
    capsys.readouterr()
    run("explain", "web-1", "--run", str(out), "--format", "json", "--lang", "en")
    record = json.loads(capsys.readouterr().out)
    rows = [row for s in record["sections"] for row in s["rows"].get("system_findings", [])]
    assert {row["first_detected_on"] for row in rows} == {AS_OF}


def test_nothing_found_is_not_clear_while_data_is_missing(
    bank: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    advisories = store(tmp_path, name="elsewhere")
    words = ["assess", str(bank), "--advisories", str(advisories), "--out", str(tmp_path / "out")]
    assert run(*words, "--as-of", AS_OF, "--format", "json", "--lang", "en") == 12
    record = json.loads(capsys.readouterr().out)
    assert record["schema"] == "hiyoke/assessment/1"
    assert record["verdict"] == "not_assessable"
    assert {s["level"] for s in record["services"]} == {"clear"}


@pytest.mark.parametrize(
    "words",
    [
        ["--as-of", "22 May 2026"],
        ["--table", "no-such-table"],
        ["--previous", "no-such-run"],
    ],
)
def test_bad_options_end_with_two_and_say_what_to_do(
    bank: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    base = ["assess", str(bank), "--advisories", str(store(tmp_path)), "--out", str(tmp_path / "o")]
    assert run(*base, *words, "--lang", "en") == 2
    assert "[HYK" in capsys.readouterr().err


def test_explain_suggests_what_was_meant(
    bank: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    run(
        "assess",
        str(bank),
        "--advisories",
        str(store(tmp_path)),
        "--out",
        str(out),
        "--as-of",
        AS_OF,
    )
    capsys.readouterr()
    assert run("explain", "web-9", "--run", str(out), "--lang", "en") == 2
    assert "web-1" in capsys.readouterr().err
