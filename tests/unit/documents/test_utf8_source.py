"""Whatever the encoding, parsers see UTF-8; the encoding is settled over the whole document."""

from __future__ import annotations

import pytest

from hiyoke.documents import utf8_source
from hiyoke.errors import UnreadableDocumentError
from small_sboms import source_of

TEXT = '{"名前": "表示ソフト", "more": "ａ"}\r\n二行目\n'


@pytest.mark.parametrize(
    ("encoding", "settled"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("cp932", "cp932"),
    ],
)
@pytest.mark.parametrize("kept", [0, 4096])
def test_gives_utf8_whatever_the_encoding(
    encoding: str, settled: str, kept: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(utf8_source, "KEPT_BYTES", kept)
    monkeypatch.setattr(utf8_source, "CHUNK_BYTES", 5)
    source = source_of(TEXT.encode(encoding))
    assert source.encoding == settled
    for _ in range(2):
        assert b"".join(source.chunks()) == TEXT.encode()
    assert list(source.lines()) == [(1, TEXT.splitlines()[0]), (2, "二行目")]


def test_settles_the_encoding_by_the_whole_document(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(utf8_source, "CHUNK_BYTES", 16)
    source = source_of(b"a" * 100 + "表".encode("cp932"))
    assert source.encoding == "cp932"
    assert b"".join(source.chunks()).endswith("表".encode())


@pytest.mark.parametrize("raw", [b"\x00\x01binary", b"\xff\x00\x80", b"\x81"])
def test_refuses_what_is_no_text(raw: bytes) -> None:
    with pytest.raises(UnreadableDocumentError, match="UTF-8"):
        source_of(raw)


def test_refuses_an_endless_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(utf8_source, "MAX_TEXT_LINE_BYTES", 100)
    monkeypatch.setattr(utf8_source, "CHUNK_BYTES", 64)
    with pytest.raises(UnreadableDocumentError, match="longer"):
        list(source_of(b"short\n" + b"x" * 1000).lines())
