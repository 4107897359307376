"""Ruby gems: ``Gem::Version``, where a word is a pre-release wherever it stands.

A version is a list of numbers and words; a missing item counts as zero, and a word falls before
every number. So 1.a falls before 1, and 1.a.b before 1.a. The list is compared as if it went on
with zeros for ever: inside the part after the first word a key counts zeros instead of writing
them, because whether they rise above the end depends on what follows them.

Read generously: ``1beta``, which ``Gem::Version`` takes apart but does not accept.
What is not here: the empty text, which Ruby reads as 0. A missing version is not version 0.
"""

from __future__ import annotations

import re
from functools import lru_cache

from hiyoke.languages import Text
from hiyoke.versions.encoding import END, NUMBERS, digits, inverted, number
from hiyoke.versions.refusal import refusal

_GEM = re.compile(
    r"[0-9][0-9a-zA-Z]*(?:\.[0-9a-zA-Z]+)*(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?", re.ASCII
)
_LETTER = re.compile(r"[a-zA-Z]", re.ASCII)
_SEGMENT = re.compile(r"[0-9]+|[a-zA-Z]+", re.ASCII)

# Ranks below every number. Zeros before a word: the fewer, the earlier.
_WORD = b"\x01"
_NOTHING_MORE = b"\x02"
# Zeros before a positive number: the fewer, the later.
_ZEROS = b"\x03"

_ZERO = number(0)

_refuse = refusal(
    "gem",
    Text(ja="数字と英字をドットでつないだ表記", en="numbers and words joined by dots"),
)


def _encode_head(text: str) -> bytes:
    """Encode the dotted numbers before the first word; trailing zeros do not count."""
    codes = [NUMBERS[segment] for segment in text.split(".")]
    while codes and codes[-1] == _ZERO:
        codes.pop()
    return b"".join(codes)


@lru_cache(maxsize=4096)
def _encode_tail(text: str) -> bytes:
    """Encode the first word and all that follows it."""
    pieces = []
    zeros = 0
    for segment in _SEGMENT.findall(text):
        if segment.isalpha():
            pieces.append(_WORD + number(zeros) + segment.encode("ascii") + END)
        elif not segment.strip("0"):
            zeros += 1
            continue
        else:
            skipped = _ZEROS + inverted(number(zeros)) if zeros else b""
            pieces.append(skipped + digits(segment))
        zeros = 0
    return b"".join(pieces)


def key(version: str) -> bytes:
    """Return the sort key of a gem's version.

    Raises:
        UnsortableVersionError: Not numbers and words joined by dots and hyphens.

    Source:
        RubyGems, ``Gem::Version#<=>`` and ``#canonical_segments``.
    """
    try:
        return _encode_head(version) + _NOTHING_MORE
    except KeyError:
        stripped = version.strip()
    if _GEM.fullmatch(stripped) is None:
        raise _refuse(version)
    text = stripped.replace("-", ".pre.")
    letter = _LETTER.search(text)
    head, tail = (text, "") if letter is None else (text[: letter.start()], text[letter.start() :])
    return _encode_head(head.rstrip(".")) + _encode_tail(tail) + _NOTHING_MORE
