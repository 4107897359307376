"""An XML document is taken apart into its elements of interest, or refused."""

from __future__ import annotations

import pytest

from hiyoke.documents import XmlPart, declared_encoding, read_xml_parts, xml_parts
from hiyoke.errors import UnreadableDocumentError

PATHS = frozenset({("list", "item"), ("head",)})


def parts(raw: bytes, size: int = 11) -> list[XmlPart]:
    chunks = [raw[at : at + size] for at in range(0, len(raw), size)]
    return list(read_xml_parts(chunks, paths=PATHS, origin="test"))


def test_yields_the_root_and_elements_at_the_paths_in_order() -> None:
    raw = b"""<r xmlns="urn:r" xmlns:o="urn:other" v="1">
      <head>H</head>
      <list><item n="1"><item n="inner"/></item><o:item n="other"/><item n="2">text</item></list>
      <item n="outside"/>
    </r>"""
    found = parts(raw)
    assert [part.path for part in found] == [(), ("head",), ("list", "item"), ("list", "item")]
    assert found[0].element.get("v") == "1"
    assert [part.element.get("n") for part in found[2:]] == ["1", "2"]
    assert [child.get("n") for child in found[2].element] == ["inner"]
    assert found[3].element.text == "text"
    assert [part.line for part in found[1:]] == [2, 3, 3]


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (b"", "no element"),
        (b"<r><a></r>", "mismatched tag"),
        (b"<r/>more", "junk after"),
        (b"<r>&undefined;</r>", "undefined entity"),
        (b'<!DOCTYPE r SYSTEM "file:///etc/passwd"><r/>', "DOCTYPE"),
        (b'<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><r>&b;</r>', "DOCTYPE"),
        (b"<r>" * 300, "nesting deeper"),
        (b"<r><list><item>" + b"<a>" * 300, "nesting deeper"),
    ],
)
def test_refuses_what_is_no_plain_well_formed_xml(raw: bytes, found: str) -> None:
    with pytest.raises(UnreadableDocumentError, match=found):
        parts(raw)


@pytest.mark.parametrize(
    ("raw", "limit"),
    [
        (b"<r><list><item>" + b"<a/>" * 5000, "MAX_PART_ELEMENTS"),
        (b"<r><list><item>" + b"<a>x</a>" * 20_000, "MAX_PART_BYTES"),
        (b'<r a="' + b"x" * 200_000, "MAX_TOKEN_BYTES"),
    ],
)
def test_refuses_what_passes_a_bound(
    raw: bytes, limit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xml_parts, limit, 1000)
    with pytest.raises(UnreadableDocumentError, match="larger than"):
        parts(raw, 10_000)


def test_reads_the_declared_encoding() -> None:
    assert declared_encoding(b'<?xml version="1.0" encoding="Shift_JIS"?><r/>') == "cp932"
    assert declared_encoding(b"<?xml version='1.0' encoding='EUC-JP'?><r/>") == "euc_jp"
    assert declared_encoding(b'<?xml version="1.0" encoding="UTF-8"?><r/>') is None
    assert declared_encoding(b'<?xml version="1.0" encoding="rot13"?><r/>') is None
    assert declared_encoding(b'{"xml": 1}') is None
