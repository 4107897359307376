"""Software whose scheme nobody names (CPE): only what has one reading.

A version is numbers joined by dots. A number may carry a letter (OpenSSL 1.0.2k, 1.0.2zg), a
patch level (OpenSSH 9.3p1) or a hotfix (PAN-OS 11.1.2-h3), all after the bare number. Missing
numbers are zero.

What is not here: words such as ``rc1``, ``beta`` or ``sp2``, and letters with a number such as
``b2``. Whether they come before or after the release differs between products, so they are
refused.
"""

from __future__ import annotations

import re

from hiyoke.languages import Text
from hiyoke.versions.encoding import END, NUMBERS, digits, number
from hiyoke.versions.refusal import refusal

_PART = re.compile(r"([0-9]+)(?:(z?[a-z])|p([0-9]+)|-h([0-9]+))?", re.IGNORECASE | re.ASCII)

# Ranks above every number: a lettered part falls after the bare part, whatever follows that.
_LETTER = b"\xf0"
_PATCH_LEVEL = b"\xf1"
_HOTFIX = b"\xf2"

_ZERO = number(0)

_refuse = refusal(
    "generic",
    Text(
        ja="数字をドットでつないだ表記（例: 1.0.2k、9.3p1、11.1.2-h3）",
        en="numbers joined by dots, such as 1.0.2k, 9.3p1 or 11.1.2-h3",
    ),
)


def _encode_part(text: str) -> bytes | None:
    """Encode one part; None when it has more than one reading."""
    match = _PART.fullmatch(text)
    if match is None:
        return None
    value, letter, patch_level, hotfix = match.groups()
    code = digits(value)
    if letter is not None:
        return code + _LETTER + letter.lower().encode("ascii") + END
    if hotfix is not None:
        return code + _HOTFIX + digits(hotfix)
    return code if patch_level is None else code + _PATCH_LEVEL + digits(patch_level)


def key(version: str) -> bytes:
    """Return the sort key of a version with no known scheme.

    Raises:
        UnsortableVersionError: The text has more than one reading, or none.

    Source:
        ADR 0002; letters as in the OpenSSL release strategy up to 1.1.1; hotfixes as in Palo Alto
        Networks' version numbers, where ``-h1`` is the first hotfix to the release before it.
    """
    parts = version.strip().split(".")
    codes: list[bytes] = []
    for part in parts:
        try:
            code: bytes | None = NUMBERS[part]
        except KeyError:
            code = _encode_part(part)
        if code is None:
            raise _refuse(version)
        codes.append(code)
    while len(codes) > 1 and codes[-1] == _ZERO:
        codes.pop()
    return b"".join(codes)
