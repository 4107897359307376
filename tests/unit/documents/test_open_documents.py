"""Everything a user hands over is opened, or refused with a reason, within bounds."""

from __future__ import annotations

import gzip
import io
import os
import stat
import zipfile
from typing import TYPE_CHECKING

import pytest
import zstandard

from hiyoke.documents import decode_text, open_documents, private_folder, write_private
from hiyoke.errors import UnreadableDocumentError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CONTENT = b'{"id": "X-1"}\n{"id": "X-2"}\n'


def zipped(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def contents(path: Path) -> list[tuple[str, bytes]]:
    return [(d.origin.removeprefix(str(path)), d.read_bytes()) for d in open_documents([path])]


@pytest.mark.parametrize(
    "stored",
    [
        CONTENT,
        gzip.compress(CONTENT),
        zstandard.compress(CONTENT),
        zstandard.compress(gzip.compress(CONTENT)),
    ],
    ids=["plain", "gzip", "zstandard", "gzip in zstandard"],
)
def test_opens_by_content_whatever_the_name(tmp_path: Path, stored: bytes) -> None:
    file = tmp_path / "feed.bin"
    file.write_bytes(stored)
    assert contents(file) == [("", CONTENT)]


def test_opens_members_of_nested_zips_in_order(tmp_path: Path) -> None:
    file = tmp_path / "all.zip"
    file.write_bytes(
        zipped({"inner.zip": zipped({"a.json": b"1", "b.json": b"2"}), "c.gz": gzip.compress(b"3")})
    )
    assert contents(file) == [
        ("!/inner.zip!/a.json", b"1"),
        ("!/inner.zip!/b.json", b"2"),
        ("!/c.gz", b"3"),
    ]


def test_walks_folders_sorted_and_leaves_hidden_files_out(tmp_path: Path) -> None:
    for name in ("b/2.json", "a/1.json", ".git/x", "a/.DS_Store"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(name.encode())
    assert [content for _, content in contents(tmp_path)] == [b"a/1.json", b"b/2.json"]


@pytest.mark.parametrize(
    "stored",
    [
        gzip.compress(b"x" * 1000)[:-4],
        zipped({"a": b"1"})[:-30],
        zstandard.compress(b"y" * 1000)[:-4],
    ],
    ids=["cut gzip", "cut zip", "cut zstandard"],
)
def test_refuses_damaged_containers_with_a_reason(tmp_path: Path, stored: bytes) -> None:
    file = tmp_path / "feed"
    file.write_bytes(stored)
    (document,) = open_documents([file])
    with pytest.raises(UnreadableDocumentError, match="HYK202"):
        document.read_bytes()


def test_missing_file_is_yielded_with_its_fault(tmp_path: Path) -> None:
    (document,) = open_documents([tmp_path / "absent.json"])
    with pytest.raises(UnreadableDocumentError, match=r"absent\.json"):
        document.open()


def test_fifo_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (document,) = open_documents([tmp_path / "pipe"])
    assert document.fault is not None


@pytest.mark.parametrize("kind", ["gzip", "zip", "zstandard"])
def test_stops_a_compression_bomb_early(tmp_path: Path, kind: str) -> None:
    zeros = bytes(80 * 1024**2)
    pack: dict[str, Callable[[bytes], bytes]] = {
        "gzip": gzip.compress,
        "zstandard": zstandard.compress,
        "zip": lambda c: zipped({"bomb": c}),
    }
    file = tmp_path / "bomb"
    file.write_bytes(pack[kind](zeros))
    (document,) = open_documents([file])
    with pytest.raises(UnreadableDocumentError, match="ratio"):
        document.read_bytes()


def test_members_share_one_budget(tmp_path: Path) -> None:
    file = tmp_path / "quine.zip"
    file.write_bytes(zipped({f"m{i}": bytes(30 * 1024**2) for i in range(4)}))
    outcomes = []
    for document in open_documents([file]):
        try:
            outcomes.append(len(document.read_bytes()))
        except UnreadableDocumentError:
            outcomes.append(0)
    assert outcomes == [30 * 1024**2, 30 * 1024**2, 0, 0]


def test_members_can_be_opened_after_the_walk(tmp_path: Path) -> None:
    file = tmp_path / "all.zip"
    file.write_bytes(zipped({"inner.zip": zipped({"a.json": b"1"}), "b.json": b"2"}))
    documents = list(open_documents([file]))
    assert [document.read_bytes() for document in documents] == [b"1", b"2"]


def test_lines_are_numbered_from_one(tmp_path: Path) -> None:
    file = tmp_path / "feed.jsonl"
    file.write_bytes(CONTENT)
    (document,) = open_documents([file])
    assert list(document.lines()) == [(1, b'{"id": "X-1"}'), (2, b'{"id": "X-2"}')]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932"])
def test_decodes_what_japanese_offices_write(encoding: str) -> None:
    assert decode_text("勘定系システム,①".encode(encoding)) == "勘定系システム,①"


def test_refuses_bytes_of_no_known_encoding() -> None:
    with pytest.raises(UnreadableDocumentError, match="UTF-8"):
        decode_text(b"\xff\xfe\x00\xd8\x00")


def test_writes_private_files_in_private_folders(tmp_path: Path) -> None:
    target = tmp_path / "out" / "deep" / "run.json"
    write_private(target, b"one")
    write_private(target, b"two")
    assert target.read_bytes() == b"two"
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert stat.S_IMODE(target.parent.stat().st_mode) == 0o700
    assert [p.name for p in target.parent.iterdir()] == ["run.json"]


def test_leaves_an_existing_folder_as_it_is(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    assert private_folder(tmp_path) == tmp_path
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755
