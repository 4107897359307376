"""Bytes whose plain order is the order of the thing they stand for.

Every key is built from three kinds of piece, each self-delimiting, so that comparing two keys
byte by byte from the left compares the versions piece by piece:

* a number, at least one byte, whose first byte lies in 0x10..0xEF;
* a rank, one byte that says what kind of piece follows. Ranks 0x01..0x0F fall below every
  number and ranks 0xF0..0xFF above every number;
* a text and its terminator 0x00, so that a text falls before every longer text it begins.

A key may end without a terminator where "nothing more" comes first in its scheme's order.

What is not here: any scheme. Each scheme's module says which pieces it uses and why.
"""

from __future__ import annotations

from typing import Final

#: Ends a text. It falls below every rank, number and character, so a prefix falls first.
END: Final = b"\x00"

#: First byte of the smallest number; ranks below it fall before every number.
LOWEST_NUMBER: Final = 0x10

#: First byte that no number has; ranks from here on fall after every number.
ABOVE_NUMBERS: Final = 0xF0

#: Longest version text, in characters. Longer text is refused: real versions stay below 300.
TEXT_LIMIT: Final = 4096

_ONE_BYTE_LIMIT = 200  # 0x10..0xD7: the number itself.
_TWO_BYTE_LEAD = 0xD8
_TWO_BYTE_LIMIT = _ONE_BYTE_LIMIT + 8 * 256  # 0xD8..0xDF: the high bits of the excess.
_SHORT_LEAD = 0xE0  # 0xE0..0xEC: 2..14 bytes of plain big-endian number follow.
_SHORT_WIDTH = 14
_LONG_LEAD = 0xED  # Three bytes of width, then the number.
_LONG_WIDTH = 2**24 - 1

#: Most digits of a number, bounded by the text limit; more raises `ValueError`.
DIGIT_LIMIT: Final = TEXT_LIMIT


def number(value: int) -> bytes:
    """Encode a non-negative integer so that byte order is numeric order.

    The code is self-delimiting and has one form for each value: 1 byte below 200, 2 bytes below
    2248, 3 to 15 bytes below 2**112, longer beyond.

    Args:
        value: At least 0; no upper bound below 2**24 - 1 bytes.

    Raises:
        ValueError: `value` is negative or wider than the bound.

    Example:
        >>> number(9) < number(10) < number(199) < number(200) < number(2**80)
        True
    """
    if value < 0:
        raise ValueError(f"expected a non-negative number, found {value}")
    if value < _ONE_BYTE_LIMIT:
        return bytes((LOWEST_NUMBER + value,))
    if value < _TWO_BYTE_LIMIT:
        high, low = divmod(value - _ONE_BYTE_LIMIT, 256)
        return bytes((_TWO_BYTE_LEAD + high, low))
    width = (value.bit_length() + 7) // 8
    body = value.to_bytes(width, "big")
    if width <= _SHORT_WIDTH:
        return bytes((_SHORT_LEAD + width - 2,)) + body
    if width <= _LONG_WIDTH:
        return bytes((_LONG_LEAD,)) + width.to_bytes(3, "big") + body
    raise ValueError(f"expected a number of at most {_LONG_WIDTH} bytes, found {width}")


def inverted(code: bytes) -> bytes:
    """Return `code` with its order reversed: what fell first falls last.

    Holds between self-delimiting codes, such as those of `number`.

    Example:
        >>> inverted(number(2)) < inverted(number(1))
        True
    """
    return bytes(255 - byte for byte in code)


def digits(text: str) -> bytes:
    """Encode ASCII digits as their number; leading zeros do not count.

    Raises:
        ValueError: `text` holds anything but ASCII digits, nothing, or too many digits.

    Example:
        >>> digits("007") == number(7)
        True
    """
    try:
        return NUMBERS[text]
    except KeyError:
        raise ValueError(f"expected 1 to {DIGIT_LIMIT} ASCII digits, found {text[:40]!r}") from None


class _Numbers(dict[str, bytes]):
    """Codes of digit texts, remembered while they are short enough to repeat."""

    def __missing__(self, text: str) -> bytes:
        if not (text.isascii() and text.isdigit()) or len(text) > DIGIT_LIMIT:
            raise KeyError(text)
        code = number(int(text))
        if len(text) <= _REMEMBERED_DIGITS:
            self[text] = code
        return code


_REMEMBERED_DIGITS = 4  # At most 11,110 texts, so the memory stays bounded.

#: ``NUMBERS[text]`` is ``digits(text)`` but remembers short texts and raises `KeyError` for
#: anything else: the fast path of every scheme.
NUMBERS: Final[dict[str, bytes]] = _Numbers()


def terminated(text: str) -> bytes:
    """Encode text so that it falls in code-point order, and before what it begins.

    Raises:
        ValueError: `text` holds the terminator itself, U+0000, or a lone surrogate.

    Example:
        >>> terminated("rc") < terminated("rc1") < terminated("rd")
        True
    """
    if "\0" in text:
        raise ValueError("expected text without U+0000")
    return text.encode() + END


def successor(key: bytes) -> bytes:
    """Return the smallest byte string above `key`.

    All ranges are half-open, so "up to and including v" is "below the successor of v's key".

    Example:
        >>> b"a" < successor(b"a") <= b"ab"
        True
    """
    return key + b"\x00"
