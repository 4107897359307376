"""A bad element never loses the others, and what is dropped is told."""

from __future__ import annotations

import msgspec

from hiyoke.documents import ElementDecoder


class Item(msgspec.Struct):
    name: str | None = None
    tags: list[str] | None = None


DECODER = ElementDecoder(Item)


def test_decodes_sound_elements_without_faults() -> None:
    found = DECODER.decode(b'[{"name": "a"}, {"name": null, "other": {}}]')
    assert list(found.decoded) == [(0, Item("a")), (1, Item(None))]
    assert (found.total, found.faults) == (2, [])


def test_drops_only_the_members_that_break_the_type() -> None:
    found = DECODER.decode(b'[{"name": "a"}, {"name": 5, "tags": ["x", {}]}, {"name": "c"}]')
    assert list(found.decoded) == [(0, Item("a")), (1, Item(None, ["x"])), (2, Item("c"))]
    assert [(f.position, f.path) for f in found.faults] == [(1, ".name"), (1, ".tags[1]")]
    assert found.faults[0].expected.en == "text"
    assert found.faults[0].found.ja == "整数"


def test_drops_elements_that_are_no_objects_or_no_json() -> None:
    found = DECODER.decode(b'[5, {"name": "b"}, nonsense, {"name": "\xff"}, , {"name": "f"}]')
    assert list(found.decoded) == [(1, Item("b")), (5, Item("f"))]
    assert [f.position for f in found.faults] == [0, 2, 3, 4]
    assert found.total == 6


def test_bounds_numbers_and_nesting() -> None:
    digits = b"9" * 10**6
    nested = b"[" * 10**5 + b"]" * 10**5
    found = DECODER.decode(b'[{"name": %s}, {"other": %s}, {"name": "c"}]' % (digits, nested))
    assert list(found.decoded)[-1] == (2, Item("c"))
    assert {f.position for f in found.faults} == {0, 1}


def test_gives_up_on_an_element_with_too_many_faults() -> None:
    tags = b",".join([b"1"] * 1000)
    found = DECODER.decode(b'[{"name": "a", "tags": [%s]}, {"name": "b"}]' % tags)
    assert list(found.decoded) == [(1, Item("b"))]
    assert len(found.faults) == 1
