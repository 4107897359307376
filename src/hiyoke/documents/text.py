"""Decoding text files as Japanese offices write them.

What is not here: guessing. Three encodings are tried in a fixed order; anything else is refused.
"""

from __future__ import annotations

import codecs

from hiyoke.errors import UnreadableDocumentError
from hiyoke.languages import Text


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
        if "\x00" not in text:
            return text
    raise unknown_encoding(origin)


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
