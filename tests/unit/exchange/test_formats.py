"""Formats are told apart by what a document says, never by its name."""

from __future__ import annotations

import pytest

from hiyoke.exchange.formats import FORMATS, format_of
from hiyoke.exchange.json_keys import json_keys, line_keys, starts_array

SAMPLES = {
    "osv": b'{"id": "X-1", "modified": "2024-01-01T00:00:00Z", "affected": []}',
    "kev": b'{"title": "t", "catalogVersion": "2025.08.25", "vulnerabilities": []}',
    "epss": b"#model_version:v2025.03.14,score_date:2026-01-30T12:55:00Z\ncve,epss,percentile\n",
}


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_names_the_one_format_of_a_document(name: str) -> None:
    head = SAMPLES[name]

    assert [known.name for known in FORMATS if known.recognises(head)] == [name]


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"\x00\x01\x02",
        b"hello",
        b"[]",
        b"{}",
        b"{" * 50_000,
        b'{"id": 1}',
        b'{"bomFormat": "CycloneDX"}',
        b'{"type": "bundle", "id": "bundle--1", "objects": []}',
        "不明な文書".encode("utf-16"),
    ],
)
def test_knows_no_format_of_anything_else(head: bytes) -> None:
    assert format_of(head) is None


def test_names_a_record_whose_head_is_cut_off() -> None:
    head = b'{"id": "X-1", "modified": "2024-01-01T00:00:00Z", "details": "' + b"x" * 70_000

    found = format_of(head[:65536])
    assert found is not None
    assert found.name == "osv"


def test_names_lines_whose_first_is_broken() -> None:
    head = b'{"id": "X-1", "modified\n' + SAMPLES["osv"] + b"\n"

    found = format_of(head)
    assert found is not None
    assert found.name == "osv"


def test_outlines_the_first_object() -> None:
    assert json_keys(b' [\n {"a": {"inner": [1, "}"]}, "b\\"c": 2, "cut": "o') == {
        "a",
        'b\\"c',
        "cut",
    }
    assert json_keys(b'\xef\xbb\xbf{"a": 1}\n{"b": 2}') == {"a"}
    assert json_keys('{"a": 1}'.encode("utf-16")) == {"a"}
    assert line_keys(b'no\n{"a": 1}\n{"b": ') == (frozenset({"a"}),)
    assert starts_array(b"\xef\xbb\xbf [")
