"""Typed decoding of many JSON elements at once, in which a bad element never loses the others.

The whole array is decoded in one call, which is how it is fast. Only when that fails is each
element decoded by itself, and in a bad element only the members that break the type are dropped.
Whatever is dropped is told.

What is not here: what the elements mean, and cutting documents into arrays (`json_parts`).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Final, Generic, NamedTuple, TypeVar

import msgspec

from hiyoke.documents.json_parts import split_elements
from hiyoke.languages import Text

T = TypeVar("T")

#: Faults looked for in one element; an element with more is dropped as a whole.
MAX_FAULTS_OF_ELEMENT: Final = 20

_PLACED = re.compile(r"(?P<what>.*?)(?: - at `\$(?P<path>.*)`)?\Z", re.DOTALL)
_MISMATCH = re.compile(r"Expected `(?P<expected>[^`]*)`, got `(?P<found>[^`]*)`")
_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+)\]")
_UNSOUND: Final = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)

_TYPE_WORDS: Final[dict[str, Text]] = {
    "str": Text(ja="文字列", en="text"),
    "array": Text(ja="配列", en="an array"),
    "object": Text(ja="オブジェクト", en="an object"),
    "int": Text(ja="整数", en="an integer"),
    "float": Text(ja="数値", en="a number"),
    "bool": Text(ja="真偽値", en="true or false"),
    "null": Text(ja="null", en="null"),
}
_JSON: Final = Text(ja="正しい JSON", en="sound JSON")
_OBJECT: Final = _TYPE_WORDS["object"]
_EMPTY: Final = Text(ja="何もない要素", en="an empty element")


class ElementFault(NamedTuple):
    """What was dropped of one element.

    Attributes:
        position: Place of the element in the array, from 0.
        path: Path of the member within the element, for example ``.licenses[0]``; empty when the
            element was dropped as a whole.
        expected: Expected type.
        found: What is there.
    """

    position: int
    path: str
    expected: Text
    found: Text


class Elements(NamedTuple, Generic[T]):
    """Decoded elements of one array.

    Attributes:
        decoded: Pairs of position and element, in order; dropped elements are missing.
        total: Elements of the array, the dropped ones included.
        faults: What was dropped.
    """

    decoded: list[tuple[int, T]] | enumerate[T]
    total: int
    faults: list[ElementFault]


class ElementDecoder(Generic[T]):
    """Decodes arrays whose elements are of one type.

    Args:
        element_type: A `msgspec.Struct` whose members are optional: what it requires, no fault
            can repair.

    Cost:
        The speed of msgspec on sound text; about 10 us an element in an array with a fault.
    """

    def __init__(self, element_type: type[T]) -> None:
        self._all: msgspec.json.Decoder[list[T]] = msgspec.json.Decoder(list[element_type])  # type: ignore[valid-type]
        self._one = msgspec.json.Decoder(element_type)

    def decode(self, array: bytes) -> Elements[T]:
        """Return the elements of a JSON array whose brackets are balanced; raises nothing."""
        try:
            elements = self._all.decode(array)
        except _UNSOUND:
            return self._decode_each(array)
        return Elements(enumerate(elements), len(elements), [])

    def _decode_each(self, array: bytes) -> Elements[T]:
        faults: list[ElementFault] = []
        decoded: list[tuple[int, T]] = []
        texts = split_elements(array)
        for index, text in enumerate(texts):
            if not text.startswith(b"{"):
                faults.append(ElementFault(index, "", _OBJECT, _shown(text)))
                continue
            try:
                decoded.append((index, self._one.decode(text)))
            except _UNSOUND as error:
                repaired = self._decode_sound_members(text, index, error, faults)
                if repaired is not None:
                    decoded.append((index, repaired))
        return Elements(decoded, len(texts), faults)

    def _decode_sound_members(
        self, text: bytes, index: int, error: Exception, faults: list[ElementFault]
    ) -> T | None:
        """Drop the members that break the type, one after another; None when nothing is left."""
        try:
            element = msgspec.json.decode(text)
        except _UNSOUND as unsound:
            faults.append(ElementFault(index, "", _JSON, _unsound_text(text, unsound)))
            return None
        found: list[ElementFault] = []
        for _ in range(MAX_FAULTS_OF_ELEMENT):
            fault = _fault_of(index, error)
            found.append(fault)
            if not _dropped(element, fault.path):
                break
            try:
                sound = self._one.decode(msgspec.json.encode(element))
            except _UNSOUND as next_error:
                error = next_error
                continue
            faults.extend(found)
            return sound
        faults.append(found[-1]._replace(path=""))
        return None


def _fault_of(index: int, error: Exception) -> ElementFault:
    placed = _PLACED.match(str(error))
    what, path = (placed["what"], placed["path"] or "") if placed else (str(error), "")
    mismatch = _MISMATCH.match(what)
    if mismatch:
        return ElementFault(index, path, _words(mismatch["expected"]), _words(mismatch["found"]))
    return ElementFault(
        index, path, Text(ja="定められた型の値", en="a value of its type"), Text(ja=what, en=what)
    )


def _words(types: str) -> Text:
    words = [
        _TYPE_WORDS.get(word, Text(ja=word, en=word))
        for word in types.split(" | ")
        if word != "null" or types == "null"
    ]
    return Text(ja="か".join(w.ja for w in words), en=" or ".join(w.en for w in words))


def _unsound_text(text: bytes, error: Exception) -> Text:
    if isinstance(error, RecursionError):
        return Text(ja="深すぎる入れ子", en="nesting that is too deep")
    shown = _shown(text).en
    return Text(ja=f"{shown}（{error}）", en=f"{shown} ({error})")


@lru_cache(maxsize=256)
def _shown_start(start: bytes) -> Text:
    shown = ascii(start.decode("utf-8", errors="replace"))
    return Text(ja=shown, en=shown)


def _shown(text: bytes) -> Text:
    return _shown_start(text[:60]) if text else _EMPTY


def _dropped(element: Any, path: str) -> bool:
    """Remove what `path` names from a decoded element; False when that is the element itself."""
    steps = [name or int(number) for name, number in _STEP.findall(path)]
    if not steps:
        return False
    holder = element
    try:
        for step in steps[:-1]:
            holder = holder[step]
        del holder[steps[-1]]
    except (LookupError, TypeError):
        return False
    return True
