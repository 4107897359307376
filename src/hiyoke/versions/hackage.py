"""Haskell packages: numbers joined by dots, compared one by one.

A version falls before every longer version it begins, so 1.0 comes before 1.0.0.
"""

from __future__ import annotations

from hiyoke.languages import Text
from hiyoke.versions.encoding import NUMBERS
from hiyoke.versions.refusal import refusal

_refuse = refusal("hackage", Text(ja="数字をドットでつないだ表記", en="numbers joined by dots"))


def key(version: str) -> bytes:
    """Return the sort key of a Haskell package's version.

    Raises:
        UnsortableVersionError: Anything but numbers joined by dots.

    Source:
        Haskell Package Versioning Policy; ``Data.Version``.
    """
    try:
        return b"".join([NUMBERS[part] for part in version.strip().split(".")])
    except KeyError:
        raise _refuse(version) from None
