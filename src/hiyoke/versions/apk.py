"""Alpine package versions, in the order of apk-tools 3.

A version is digits, further digits after dots, a letter, suffixes such as ``_rc1``, a commit
hash after ``~`` and a revision ``-r1``, in this order. Where one version ends or goes on with a
part of another kind, the order is: pre-release suffix, text that is no version, the end,
revision, hash, the number of a suffix, post-release suffix, letter, digits. After a dot, digits
that start with 0 compare as text, and so below all others.

apk's comparison takes texts that apk calls invalid, such as ``1.2_blah`` or ``6.6.2p1``, and so
does this module: what follows the valid beginning falls just below the end of it. apk-tools 3
stops there and calls such texts equal. Here letters, numbers and dots in what follows still
count, as they did in apk-tools 2, so that ``6.6.2p1 < 6.6.2p2``. `is_valid` tells a caller that
the order is not apk's own promise.

What is not here: versions of 2**64 and more in one number, which apk-tools 3 wraps around; they
keep their size.
"""

from __future__ import annotations

import re
from typing import Final

from hiyoke.languages import Text
from hiyoke.versions.encoding import NUMBERS
from hiyoke.versions.refusal import refusal

_INVALID: Final = b"\x05"  # Above the four pre-release suffixes.
_END: Final = b"\x06"
_REVISION: Final = b"\x07"
_HASH: Final = b"\x08"
_SUFFIX_NUMBER: Final = b"\x09"
_LETTER: Final = b"\xf8"
_LEADING_ZERO: Final = b"\xf9"
_NUMBER: Final = b"\xfa"
_TEXT_END: Final = b"\x00"
_SUFFIXES: Final = {
    "alpha": b"\x01",
    "beta": b"\x02",
    "pre": b"\x03",
    "rc": b"\x04",
    "cvs": b"\xf0",
    "svn": b"\xf1",
    "git": b"\xf2",
    "hg": b"\xf3",
    "p": b"\xf4",
}

_NAMES: Final = "|".join(_SUFFIXES)
_NUMBERS: Final = re.compile(r"([0-9]+)((?:\.[0-9]+)*)([a-z]?)")
_SUFFIX: Final = re.compile(rf"_({_NAMES})(?![a-z])([0-9]*)")
_COMMIT: Final = re.compile(r"~([0-9a-fA-F]+)")
_REVISED: Final = re.compile(r"-r(?:([0-9]+)|(?![a-zA-Z0-9]))")
_VALID: Final = re.compile(
    rf"[0-9]+(?:\.[0-9]+)*[a-z]?(?:_(?:{_NAMES})[0-9]*)*(?:~[0-9a-fA-F]+)?(?:-r[0-9]+)?"
)
_READABLE: Final = re.compile(r"[0-9A-Za-z._~-]+")
_JUNK: Final = re.compile(r"[0-9A-Za-z.]+")
_JUNK_PART: Final = re.compile(r"[0-9]+|[A-Za-z]|\.")
_JUNK_DOT: Final = b"\x01"
_JUNK_LETTER: Final = b"\x02"

_refuse = refusal(
    "apk", Text(ja="英数字と . _ ~ - だけの版", en="letters, digits and . _ ~ - only")
)


def is_valid(version: str) -> bool:
    """Return whether apk-tools 3 calls `version` a valid version.

    Example:
        >>> is_valid("1.2.3a_rc1~0f1e-r2"), is_valid("6.6.2p1")
        (True, False)
    """
    return _VALID.fullmatch(version) is not None


def key(version: str) -> bytes:
    """Return the key of an Alpine version.

    Args:
        version: For example ``1.2.3_git20240102-r0``.

    Raises:
        UnsortableVersionError: `version` is empty or holds a character that no apk version has.

    Cost:
        2 to 4 microseconds.

    Source:
        apk-tools 3, ``src/version.c`` (``apk_version_compare``); apk-package(5).

    Example:
        >>> key("1.2_rc1") < key("1.2") < key("1.2-r0") < key("1.2_p1") < key("1.2a") < key("1.2.0")
        True
    """
    if not _READABLE.fullmatch(version):
        raise _refuse(version)
    pieces: list[bytes] = []
    found = _NUMBERS.match(version)
    at = 0
    if found is not None:
        first, dotted, letter = found.groups()
        pieces.append(NUMBERS[first])
        for digits in dotted.split(".")[1:]:
            if digits[0] == "0":
                pieces += _LEADING_ZERO, digits.encode(), _TEXT_END
            else:
                pieces += _NUMBER, NUMBERS[digits]
        if letter:
            pieces += _LETTER, letter.encode()
        at = _ending(version, found.end(), pieces)
    if at == len(version):
        pieces.append(_END)
    else:
        pieces.append(_INVALID)
        _junk(version, at, pieces)
    return b"".join(pieces)


def _ending(version: str, at: int, pieces: list[bytes]) -> int:
    """Add suffixes, hash and revision from `at` on; return where they end."""
    while found := _SUFFIX.match(version, at):
        name, digits = found.groups()
        pieces.append(_SUFFIXES[name])
        if digits:
            pieces += _SUFFIX_NUMBER, NUMBERS[digits]
        at = found.end()
    if found := _COMMIT.match(version, at):
        pieces += _HASH, found[1].encode(), _TEXT_END
        at = found.end()
    if found := _REVISED.match(version, at):
        pieces += _REVISION, NUMBERS[found[1] or "0"]
        at = found.end()
    return at


def _junk(version: str, at: int, pieces: list[bytes]) -> None:
    """Add what follows the valid beginning: dots, letters and numbers, then any valid ending."""
    if found := _JUNK.match(version, at):
        for part in _JUNK_PART.findall(found[0]):
            if part == ".":
                pieces.append(_JUNK_DOT)
            elif part.isalpha():
                pieces += _JUNK_LETTER, part.encode()
            else:
                pieces.append(NUMBERS[part])
        pieces.append(_TEXT_END)
        _ending(version, found.end(), pieces)
    pieces.append(_TEXT_END)
