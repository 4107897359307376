"""Decoding text files as Japanese offices write them.

What is not here: guessing. Three encodings are tried in a fixed order; anything else is refused.
"""

from __future__ import annotations

import codecs
from typing import Final

from hiyoke.errors import UnreadableDocumentError
from hiyoke.languages import Text

#: What Python makes of the bytes 0x80, 0xA0 and 0xFD to 0xFF, which CP932 does not use: text that
#: has them was written in another encoding.
_UNUSED_IN_CP932: Final = frozenset("\x80\uf8f0\uf8f1\uf8f2\uf8f3")


def decode_text(raw: bytes, *, origin: str = "") -> str:
    r"""Decode UTF-8 (with or without mark), UTF-16 with mark, or CP932.

    Line ends are left as they are; a byte order mark is removed.

    Raises:
        UnreadableDocumentError: None of the encodings fits, or the text has NUL characters.

    Example:
        >>> decode_text("勘定系".encode("cp932"))
        '勘定系'
    """
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings: tuple[str, ...] = ("utf-16",)
    elif raw.startswith(codecs.BOM_UTF8):
        encodings = ("utf-8-sig",)
    else:
        encodings = ("utf-8", "cp932")
    for encoding in encodings:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text and (encoding != "cp932" or is_cp932(text)):
            return text
    raise unknown_encoding(origin)


def is_cp932(text: str) -> bool:
    r"""Return whether text that was decoded as CP932 can have been written so.

    Example:
        >>> is_cp932(b"caf\xe9 \x80".decode("cp932", "replace"))
        False
    """
    return _UNUSED_IN_CP932.isdisjoint(text)


def unknown_encoding(origin: str) -> UnreadableDocumentError:
    """Return the error for a text in none of the three encodings."""
    return UnreadableDocumentError(
        Text(
            ja="UTF-8、UTF-16（BOM 付き）、CP932 のいずれかの文字コードを期待しましたが、"
            "どれでもありませんでした",
            en="expected text in UTF-8, UTF-16 with a byte order mark, or CP932, found none",
        ),
        where=origin,
        remedy=Text(
            ja="文字コードを UTF-8 にして保存し直してください。",
            en="Save the file again as UTF-8.",
        ),
    )
