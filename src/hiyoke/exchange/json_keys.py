"""The outline of a JSON document from its first bytes: which members its first object has.

Readers recognise their format by it. What is not here: parsing; the document may be cut off.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

import msgspec

_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|[{}\[\]:,]', re.DOTALL)
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_UTF16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")

#: Nesting at which the outline gives up; no known format needs more to be recognised.
_DEEPEST: Final = 64

_whole = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode


@lru_cache(maxsize=4)
def json_keys(head: bytes) -> frozenset[str]:
    """Return the member names of the first JSON object in `head`.

    The object may be the document, the first line of JSON lines, or the first element of an
    array. Names that lie beyond the end of `head` are missing; text that is no JSON object has
    none.

    Example:
        >>> sorted(json_keys(b'[{"id": 1, "more": {"inner": 2}, "cut": "of'))
        ['cut', 'id', 'more']
    """
    text = _as_utf8(head).lstrip(b" \t\r\n")
    if text[:1] == b"[":
        text = text[1:].lstrip(b" \t\r\n")
    if text[:1] != b"{":
        return frozenset()
    for candidate in (text.partition(b"\n")[0], text):
        try:
            return frozenset(_whole(candidate))
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
            continue
    return frozenset(_names(text))


@lru_cache(maxsize=4)
def line_keys(head: bytes) -> tuple[frozenset[str], ...]:
    """Return the member names of every whole line of `head` that is one JSON object.

    Example:
        >>> [sorted(keys) for keys in line_keys(b'broken line' + bytes([10]) + b'{"id": 1}')]
        [['id']]
    """
    found = []
    for line in _as_utf8(head).splitlines():
        if line.startswith(b"{"):
            try:
                found.append(frozenset(_whole(line)))
            except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
                continue
    return tuple(found)


def starts_array(head: bytes) -> bool:
    """Return whether the document is a JSON array."""
    return _as_utf8(head).lstrip(b" \t\r\n")[:1] == b"["


def _as_utf8(head: bytes) -> bytes:
    if head.startswith(_UTF16_MARKS):
        return head[: len(head) // 2 * 2].decode("utf-16", errors="ignore").encode()
    return head.removeprefix(_BYTE_ORDER_MARK)


def _names(text: bytes) -> set[str]:
    names: set[str] = set()
    depth = 0
    previous = b""
    for found in _TOKEN.finditer(text):
        token = found[0]
        if token in (b"{", b"["):
            depth += 1
        elif token in (b"}", b"]"):
            depth -= 1
            if depth == 0:
                break
        elif token == b":" and depth == 1 and previous[:1] == b'"':
            names.add(previous[1:-1].decode("utf-8", errors="replace"))
        if depth > _DEEPEST:
            break
        previous = token
    return names
