"""NuGet packages: up to four numbers, then Semantic Versioning with case ignored.

What is not here: NuGet's limit of 2**31 - 1 on the four numbers. Larger ones are ordered.
"""

from __future__ import annotations

import re
from functools import lru_cache

from hiyoke.languages import Text
from hiyoke.versions.encoding import END, NUMBERS, inverted, number
from hiyoke.versions.refusal import refusal

_IDENTIFIERS = r"[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*"
_NUGET = re.compile(
    rf"""[vV]?
    ([0-9]+)(?:\.([0-9]+))?(?:\.([0-9]+))?(?:\.([0-9]+))?
    (?:-({_IDENTIFIERS}))?
    (?:\+{_IDENTIFIERS})?
    """,
    re.VERBOSE | re.ASCII,
)
_LABEL_NUMBER = re.compile(r"-?[0-9]{1,4000}", re.ASCII)

_PRERELEASE = b"\x01"
_RELEASE = b"\x02"
_ZERO = number(0)
_NEGATIVE = b"\x01"
_WORD = b"\xf0"

#: A label counts as a number when .NET's 32-bit parser takes it; past that it is a word.
_INT32 = range(-(2**31), 2**31)

_refuse = refusal(
    "nuget",
    Text(ja="数字 4 個以内とプレリリース表記", en="up to four numbers and a pre-release"),
)


@lru_cache(maxsize=4096)
def _encode_labels(text: str) -> bytes:
    """Encode the pre-release; fewer labels fall before more with the same beginning."""
    return b"".join(_encode_label(label) for label in text.split("."))


def _encode_label(label: str) -> bytes:
    """Encode one pre-release label: numbers before words, words without case."""
    if _LABEL_NUMBER.fullmatch(label):
        value = int(label)
        if value in _INT32:
            return number(value) if value >= 0 else _NEGATIVE + inverted(number(-value))
    return _WORD + label.upper().encode("ascii") + END


def key(version: str) -> bytes:
    """Return the sort key of a NuGet version.

    Missing numbers are zero, so 1.0 equals 1.0.0.0. Metadata after ``+`` does not count.

    Raises:
        UnsortableVersionError: More than four numbers, or characters NuGet refuses.

    Source:
        NuGet.Versioning, ``VersionComparer`` (default mode) and ``NuGetVersion.TryParse``.
    """
    parts = version.split(".")
    count = len(parts)
    if count <= 4:  # noqa: PLR2004 - major, minor, patch, revision.
        try:
            return b"".join([NUMBERS[part] for part in parts]) + _ZERO * (4 - count) + _RELEASE
        except KeyError:
            pass
    match = _NUGET.fullmatch(version.strip())
    if match is None:
        raise _refuse(version)
    *numbers, labels = match.groups("")
    base = b"".join([NUMBERS[part or "0"] for part in numbers])
    if not labels:
        return base + _RELEASE
    return base + _PRERELEASE + _encode_labels(labels)
