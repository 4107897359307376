"""Maven versions, in the order of Maven's own class `ComparableVersion`.

Maven accepts any text. It reads runs of digits and runs of anything else as items, and opens a
nested list at every hyphen and at every change between digits and letters. The list opened last
is always the last item of the one around it, so a version is one line of items with marks where
lists open, and its key is that line, item by item.

Maven's order is not transitive everywhere: ``1.foo.1 < 1-rc < 1 < 1.foo.1``. No key can follow a
circle. Here the key keeps every comparison with the version that both begin with (``1``), and
gives up the one between the two others; ADR 0003 lists the cases.

What is not here: Maven 4, whose releases still change this order, and version ranges such as
``[1.0,2.0)``.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from hiyoke.versions.encoding import NUMBERS, number

# Ranks, lowest first. What an item is worth against the end of the other version (its sign)
# decides on which side of `_END` lists, zeros and release qualifiers fall.
_RELEASE_BELOW: Final = b"\x06"
_LIST_BELOW: Final = b"\x07"
_ZERO_BELOW: Final = b"\x08"
_END: Final = b"\x09"
_RELEASE_ABOVE: Final = b"\x0a"
_SP: Final = b"\x0b"
_UNKNOWN: Final = b"\x0c"
_LIST_ABOVE: Final = b"\x0d"
_AFTER: Final = b"\xff"  # Above every rank and number: "right after the piece before".

#: Most digits of Maven's int and long items; a longer item of the next class is always greater.
_INT_DIGITS: Final = 9
_LONG_DIGITS: Final = 18


class _Item(NamedTuple):
    """One item of a version.

    Attributes:
        sign: -1, 0 or 1 as the item falls before, with or after the end of the other version.
        below: Its piece of the key when what follows makes the whole rest fall before the end.
        above: Its piece when the rest falls after the end; the same unless `sign` is 0.
    """

    sign: int
    below: bytes
    above: bytes


def _item(sign: int, piece: bytes) -> _Item:
    return _Item(sign, piece, piece)


_ZERO: Final = _Item(0, _ZERO_BELOW + number(0), number(0))
_RELEASE: Final = _Item(0, _RELEASE_BELOW, _RELEASE_ABOVE)
_ALPHA: Final = _item(-1, b"\x01")
_BETA: Final = _item(-1, b"\x02")
_MILESTONE: Final = _item(-1, b"\x03")
_RC: Final = _item(-1, b"\x04")
_QUALIFIERS: Final = {
    "alpha": _ALPHA,
    "beta": _BETA,
    "milestone": _MILESTONE,
    "rc": _RC,
    "cr": _RC,
    "snapshot": _item(-1, b"\x05"),
    "ga": _RELEASE,
    "final": _RELEASE,
    "release": _RELEASE,
    "sp": _item(1, _SP),
}
_SHORT_FORMS: Final = {"a": _ALPHA, "b": _BETA, "m": _MILESTONE}  # Only before a digit.

_DOTTED_NUMBERS: Final = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})*")
_ASCII_PARTS: Final = re.compile(r"[0-9]+|[^0-9.\-]+|[.\-]")
# Java sees characters beyond the basic plane as two halves, and no half is a digit.
_PARTS: Final = re.compile(
    r"(?:(?![\U00010000-\U0010ffff])\d)+|(?:[^\d.\-]|[\U00010000-\U0010ffff])+|[.\-]"
)

_LAST_OF_BASIC_PLANE: Final = "\uffff"
_SEPARATORS: Final = frozenset({".", "-"})
_BREAKS: Final = _SEPARATORS | {""}


def key(version: str) -> bytes:
    """Return the key of a Maven version. Every text has one.

    Args:
        version: Any text; letter case does not matter.

    Cost:
        1 to 2 microseconds for dotted numbers, 4 to 6 with qualifiers.

    Source:
        ``org.apache.maven.artifact.versioning.ComparableVersion``, Maven 3.8.7 to 3.9.6 (the
        class is the same in both).

    Example:
        >>> key("1.0-alpha-1") < key("1.0-SNAPSHOT") < key("1") == key("1.0.Final") < key("1-1")
        True
    """
    if _DOTTED_NUMBERS.fullmatch(version):
        codes = [NUMBERS[part] for part in version.split(".")]
        while codes and codes[-1] == b"\x10":  # Trailing zeros do not count.
            codes.pop()
        return b"".join(codes) + _END
    return _line(_levels(version.lower()))


def _levels(text: str) -> list[list[_Item]]:
    """Read the items of lower-case `text`, one list for each nested level."""
    pattern = _ASCII_PARTS if text.isascii() else _PARTS
    level: list[_Item] = []
    levels = [level]
    separated = True
    for part, following in pairwise([*pattern.findall(text), ""]):
        if part in _SEPARATORS:
            if separated:  # Nothing between two separators reads as 0.
                level.append(_ZERO)
            separated = True
            opens = part == "-"
        else:
            separated = False
            opens = following not in _BREAKS  # Digits change to letters, or letters to digits.
            if part.isdecimal() and part[0] <= _LAST_OF_BASIC_PLANE:
                level.append(_numeric(part))
            else:
                if level and (opens or not following):
                    levels.append(level := [])
                level.append(_qualifier(part, before_digit=opens))
        if opens:
            levels.append(level := [])
    return levels


def _line(levels: list[list[_Item]]) -> bytes:
    """Return the key of nested items: from the end, so that each item knows what follows it."""
    pieces: list[bytes] = []
    sign = 0
    for depth in range(len(levels) - 1, -1, -1):
        level = levels[depth]
        while level and level[-1].sign == 0:  # Items equal to nothing do not count at the end.
            level.pop()
        for item in reversed(level):
            sign = item.sign or sign
            pieces.append(item.below if sign < 0 else item.above)
        if depth and sign:
            pieces.append(_LIST_BELOW if sign < 0 else _LIST_ABOVE)
    pieces.reverse()
    return b"".join(pieces) + _END


def _numeric(digits: str) -> _Item:
    """Return a number as an item; its class (int, long, big) counts before its value."""
    significant = digits.lstrip("0") or digits
    value = int(significant)
    width = len(significant)
    if width > _LONG_DIGITS and value < 10**_LONG_DIGITS:
        above = number(10**_LONG_DIGITS - 1) + _AFTER + number(value)
    elif width > _INT_DIGITS and value < 10**_INT_DIGITS:
        above = number(10**_INT_DIGITS - 1) + _AFTER + number(value)
    else:
        above = number(value)
    if value == 0:
        return _Item(0, _ZERO_BELOW + above, above)
    return _item(1, above)


@lru_cache(maxsize=4096)
def _qualifier(text: str, *, before_digit: bool) -> _Item:
    """Return a qualifier as an item, alone or right before a digit."""
    if before_digit and text in _SHORT_FORMS:
        return _SHORT_FORMS[text]
    known = _QUALIFIERS.get(text)
    if known is not None:
        return known
    return _item(1, _UNKNOWN + _java_text(text) + b"\x00")


def _java_text(text: str) -> bytes:
    """Return bytes that sort as Java sorts `text`: by UTF-16 unit, U+0000 included."""
    if not text.isascii():
        units = text.encode("utf-16-be", "surrogatepass")
        text = "".join(
            chr(int.from_bytes(units[at : at + 2], "big")) for at in range(0, len(units), 2)
        )
    return text.encode("utf-8", "surrogatepass").replace(b"\x00", b"\x00" + _AFTER)
