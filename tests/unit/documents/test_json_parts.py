"""A JSON object of any size is taken apart without being kept, or refused."""

from __future__ import annotations

import json
from typing import Any

import pytest

from hiyoke.documents import (
    JsonPart,
    PartKind,
    json_parts,
    read_json_parts,
    root_scalars,
    split_elements,
)
from hiyoke.errors import UnreadableDocumentError

DOCUMENT: dict[str, Any] = {
    "first": {"items": [{"no": 0}]},
    "items": [{"no": 1}, {"no": [2, {"]": "}"}]}, 'a "quoted" {', None, 3.5],
    "count": 5,
    "last": {"text": "ends with a backslash \\", "list": []},
}


def parts(raw: bytes, size: int = 7, **wanted: frozenset[str]) -> list[JsonPart]:
    chunks = [raw[at : at + size] for at in range(0, len(raw), size)]
    wanted.setdefault("arrays", frozenset({"items"}))
    return list(read_json_parts(chunks, origin="test", **wanted))


def elements(found: list[JsonPart]) -> list[Any]:
    return [e for part in found if part.kind is PartKind.ELEMENTS for e in json.loads(part.text)]


@pytest.mark.parametrize("size", [1, 2, 3, 16, 10_000])
@pytest.mark.parametrize("indent", [None, 2])
def test_yields_every_element_whatever_the_chunks(size: int, indent: int | None) -> None:
    raw = json.dumps(DOCUMENT, indent=indent).encode()
    found = parts(raw, size)
    assert elements(found) == DOCUMENT["items"]


def test_yields_wanted_values_whole_and_the_root_last() -> None:
    found = parts(json.dumps(DOCUMENT).encode(), values=frozenset({"last"}))
    assert [(p.key, json.loads(p.text)) for p in found if p.kind is PartKind.VALUE] == [
        ("last", DOCUMENT["last"])
    ]
    assert found[-1].kind is PartKind.ROOT
    assert json.loads(found[-1].text) == {"first": None, "items": None, "count": 5, "last": None}


def test_yields_an_object_as_a_value_when_an_array_was_wanted() -> None:
    (found, _) = parts(b'{"items": {"a": 1}}')
    assert found == JsonPart("items", PartKind.VALUE, b'{"a": 1}')


def test_yields_nothing_when_the_array_is_empty() -> None:
    assert [part.kind for part in parts(b'{"items": [ \n ]}')] == [PartKind.ROOT]


def test_yields_a_repeated_member_twice() -> None:
    assert elements(parts(b'{"items": [1], "items": [2]}')) == [1, 2]


def test_reads_keys_with_escapes() -> None:
    assert elements(parts(b'{"\\u0069tems": [1]}')) == [1]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"   ",
        b"[]",
        b"null",
        b'{"items": [1, 2',
        b'{"items": [{"a": "]}',
        b'{"a": 1} {"b": 2}',
        b'{"a": 1} trailing',
        b"x {}",
        b'{"a": 1}}',
        b'{"items": [1}, "a": 2}',
        b'{"items": [1] "a": 2}',
        b"{items: [1]}",
        b'{"items": [1], "a": nothing}',
    ],
)
def test_refuses_what_is_not_one_whole_object(raw: bytes) -> None:
    with pytest.raises(UnreadableDocumentError, match="whole JSON object"):
        parts(raw)


@pytest.mark.parametrize(
    ("raw", "limit"),
    [
        (b'{"items": ["' + b"x" * 5000 + b'"]}', "MAX_PART_BYTES"),
        (b'{"k": "' + b"x" * 5000 + b'"}', "MAX_ROOT_BYTES"),
        (b"{" + b'"k":[],' * 5000 + b'"l":1}', "MAX_ROOT_MEMBERS"),
        (b'{"items": ' + b"[" * 5000, "MAX_PART_BYTES"),
    ],
)
def test_refuses_what_passes_a_bound(
    raw: bytes, limit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_parts, limit, 1000)
    with pytest.raises(UnreadableDocumentError):
        parts(raw, 100)


def test_tells_the_scalars_of_a_beginning() -> None:
    head = b'{"a": "x", "b": {"a": "inner"}, "c": 1.5, "d": true, "e": "cut o'
    assert root_scalars(head) == {"a": "x", "b": None, "c": 1.5, "d": True}
    assert root_scalars(b"plain text") == {}


@pytest.mark.parametrize(
    "listed", [[], [1], ["a,b", {"c": ["]", ","]}, [[], [1, 2]], None]], ids=len
)
def test_splits_an_array_into_its_elements(listed: list[Any]) -> None:
    assert [json.loads(text) for text in split_elements(json.dumps(listed).encode())] == listed


def test_leaves_unsound_elements_to_the_decoder() -> None:
    (part, _) = parts(b'{"items": [{"a": 1], {"a": 2}]}', 100)
    assert split_elements(part.text) == [b'{"a": 1]', b'{"a": 2}']
