from __future__ import annotations

import pytest

from hiyoke.documents import decode_text
from hiyoke.errors import UnreadableDocumentError


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932"])
def test_reads_the_encodings_offices_use(encoding: str) -> None:
    assert decode_text("勘定系 ①".encode(encoding)) == "勘定系 ①"


@pytest.mark.parametrize("byte", [0x80, 0xA0, 0xFD, 0xFE, 0xFF])
def test_refuses_bytes_that_cp932_does_not_use(byte: int) -> None:
    with pytest.raises(UnreadableDocumentError):
        decode_text(b"price " + bytes([byte]) + " 円".encode("cp932"))
