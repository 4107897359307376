"""OSV documents are read in every arrangement, and the broken parts of them are named."""

from __future__ import annotations

import gzip
import json
import sys
import time
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
import zstandard

from hiyoke.advisories import AdvisoryBatch
from hiyoke.documents import open_documents
from hiyoke.exchange import osv
from small_advisories import affected, read_batch, record, write_lines

if TYPE_CHECKING:
    from pathlib import Path

ONE = record("X-1", affected("introduced 1", "fixed 2"))
TWO = record("X-2", affected("introduced 3", "fixed 4"))
SECONDS_AT_WORST = 5


def _ids(path: Path) -> list[str]:
    _, tables = read_batch(path)
    ids: list[str] = tables["advisories"]["advisory_id"].to_pylist()
    return ids


def _lines() -> bytes:
    return b"".join(json.dumps(one).encode() + b"\n" for one in (ONE, TWO))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (json.dumps(ONE).encode(), ["X-1"]),
        (json.dumps(ONE, indent=2).encode(), ["X-1"]),
        (b"\xef\xbb\xbf" + json.dumps(ONE, indent=2).encode(), ["X-1"]),
        (json.dumps(ONE, indent=2).encode("utf-16"), ["X-1"]),
        (json.dumps([ONE, TWO]).encode(), ["X-1", "X-2"]),
        (json.dumps([ONE, TWO], indent=1).encode(), ["X-1", "X-2"]),
        (_lines(), ["X-1", "X-2"]),
        (_lines().replace(b"\n", b"\r\n\r\n"), ["X-1", "X-2"]),
        (_lines().rstrip(b"\n"), ["X-1", "X-2"]),
        (b"garbage\n" + _lines(), ["X-1", "X-2"]),
    ],
)
def test_reads_every_arrangement(tmp_path: Path, content: bytes, expected: list[str]) -> None:
    path = tmp_path / "any.name"
    path.write_bytes(content)

    assert _ids(path) == expected


def test_reads_what_is_packed(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "all.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("X-1.json", json.dumps(ONE))
        archive.writestr("deeper/X-2.json", json.dumps(TWO, indent=2))
    (tmp_path / "lines.gz").write_bytes(gzip.compress(_lines()))
    (tmp_path / "lines.zst").write_bytes(zstandard.compress(_lines()))

    for name in ("all.zip", "lines.gz", "lines.zst"):
        assert _ids(tmp_path / name) == ["X-1", "X-2"], name


def _refused(path: Path) -> tuple[list[str], dict[str, int], int]:
    batch, tables = read_batch(path)
    ids = tables["advisories"]["advisory_id"].to_pylist()
    return ids, dict(batch.counts.reasons), batch.counts.quarantined


BROKEN_LINES: list[tuple[bytes, str]] = [
    (b'{"id": "X-9", "modified": "2024-01-01T00:00:00Z", "affected": [', "malformed_json"),
    (b'{"modified": "2024-01-01T00:00:00Z", "affected": []}', "not_a_record"),
    (b'{"id": "", "modified": "2024-01-01T00:00:00Z", "affected": []}', "not_a_record"),
    (b'{"id": 5, "modified": "2024-01-01T00:00:00Z", "affected": []}', "not_a_record"),
    (b'["id", "modified"]', "not_a_record"),
    (b"null", "not_a_record"),
    (b'{"id": "X-9", "modified": "2024", "a": ' + b"[" * 100_000, "too_deep"),
    (b'{"id": "X-9", "modified": "\xff\xfe"}', "malformed_json"),
    (b'{"id": "\\ud800", "modified": "2024-01-01T00:00:00Z"}', "malformed_json"),
    (b"\x00\x00\x00\x00", "malformed_json"),
    (b'{"id": 1' + b"0" * 1_000_000 + b', "modified": "2024"}', "malformed_json"),
]


@pytest.mark.parametrize(("line", "reason"), BROKEN_LINES, ids=range(len(BROKEN_LINES)))
def test_puts_a_broken_record_aside_and_reads_on(tmp_path: Path, line: bytes, reason: str) -> None:
    path = tmp_path / "records.jsonl"
    path.write_bytes(json.dumps(ONE).encode() + b"\n" + line + b"\n" + json.dumps(TWO).encode())
    started = time.monotonic()
    ids, reasons, quarantined = _refused(path)

    assert ids == ["X-1", "X-2"]
    assert reasons == {reason: 1}
    assert quarantined == 1
    assert time.monotonic() - started < SECONDS_AT_WORST


def _with(member: str, value: Any) -> dict[str, Any]:
    return {**ONE, member: value}


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("aliases", "CVE-2024-1"),
        ("aliases", [1]),
        ("severity", [{"type": "CVSS_V3"}]),
        ("published", 20240101),
        ("modified", None),
        ("summary", {"text": "x"}),
    ],
)
def test_a_broken_member_takes_nothing_else_with_it(
    tmp_path: Path, member: str, value: Any
) -> None:
    path = write_lines(tmp_path / "records.jsonl", _with(member, value))
    batch, tables = read_batch(path)

    assert len(tables["affected_ranges"]) == 1
    assert (batch.counts.used, batch.counts.quarantined) == (1, 0)
    assert dict(batch.counts.reasons) == {"malformed_member": 1}


def test_a_broken_entry_is_not_assessable_and_takes_no_other_with_it(tmp_path: Path) -> None:
    broken = affected("introduced 1", name="broken")
    broken["versions"] = "1.0"
    nameless = {"package": {"ecosystem": "PyPI"}}
    sound = affected("introduced 1", "fixed 2", name="sound")
    path = write_lines(tmp_path / "records.jsonl", record("X-1", broken, nameless, sound))
    batch, tables = read_batch(path)
    rows = {row["package"]: row["obstacle"] for row in tables["affected_ranges"].to_pylist()}

    assert rows == {"sound": None, "broken": "malformed_entry"}
    assert dict(batch.counts.reasons) == {"malformed_entry": 2}
    assert batch.counts.used == 1


def test_members_that_are_null_count_as_absent(tmp_path: Path) -> None:
    one = _with("aliases", None) | {"severity": None, "withdrawn": None, "unheard": {"of": 1}}
    batch, tables = read_batch(write_lines(tmp_path / "records.jsonl", one))

    assert len(tables["affected_ranges"]) == 1
    assert not batch.counts.reasons


def test_an_array_that_breaks_off_is_refused_after_its_sound_records(tmp_path: Path) -> None:
    path = tmp_path / "records.json"
    path.write_bytes(json.dumps([ONE, TWO]).encode()[:-1])

    with pytest.raises(Exception, match="HYK202"):
        read_batch(path)


def test_reading_many_lines_keeps_memory_flat(tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    with path.open("w") as stream:
        for number in range(20_000):
            one = record(f"X-{number}", affected("introduced 1", "fixed 2"), details="x" * 500)
            stream.write(json.dumps(one) + "\n")
    batch = AdvisoryBatch()
    batch.begin_document("records", "digest")
    (document,) = open_documents([path])
    pauses = sum(1 for _ in osv.FORMAT.read(document, batch))

    assert pauses >= 10
    assert sys.getsizeof(batch.claims.simple) < 1_000_000
