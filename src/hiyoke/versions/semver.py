"""Semantic Versioning 2.0.0, read as node-semver reads it when it is not strict.

A version is three numbers, then nothing or a pre-release. A pre-release falls before its
release; its identifiers compare one by one, numbers before words and numbers as numbers, and
fewer identifiers before more. Build metadata does not count.

More is read than the standard writes, since advisories hold it and each has only one reading:
leading ``v``, ``V`` or ``=``, white space around, missing second and third number (zero),
leading zeros, a pre-release with no hyphen after three numbers. Numbers have no upper bound,
where node-semver stops at 2**53 - 1.

What is not here: words alone, a fourth number, wildcards and ranges; all are refused.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from hiyoke.languages import Text
from hiyoke.versions.encoding import END, NUMBERS, digits
from hiyoke.versions.refusal import refusal

if TYPE_CHECKING:
    from collections.abc import Callable

_IDENTIFIERS = r"[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*"
_SEMVER = re.compile(
    rf"""[vV=\s]*
    (?P<major>[0-9]+)
    (?:\.(?P<minor>[0-9]+)
        (?:\.(?P<patch>[0-9]+)
            (?P<glued>[A-Za-z][0-9A-Za-z-]*(?:\.[0-9A-Za-z-]+)*)?  # Takes hyphens too.
        )?
    )?
    (?:-(?P<hyphened>{_IDENTIFIERS}))?
    (?:\+(?P<build>{_IDENTIFIERS}))?
    """,
    re.VERBOSE | re.ASCII,
)

#: Ranks after the three numbers.
PRERELEASE: Final = b"\x01"
RELEASE: Final = b"\x02"

#: Rank of a word among identifiers: after every number.
_WORD = b"\xf0"

EXPECTED: Final = Text(
    ja="「1.2.3」または「1.2.3-rc.1」の形の表記",
    en="a form like 1.2.3 or 1.2.3-rc.1",
)


class SemverParts(NamedTuple):
    """What a semantic version is made of.

    Attributes:
        numbers: Code of major, minor and patch; missing ones are zero.
        prerelease: Dotted identifiers, None for a release.
        build: Dotted identifiers, None when absent.
    """

    numbers: bytes
    prerelease: str | None
    build: str | None


def parse_semver(version: str) -> SemverParts | None:
    """Take a semantic version apart; None when it is not one."""
    match = _SEMVER.fullmatch(version.strip())
    if match is None:
        return None
    major, minor, patch, glued, hyphened, build = match.groups()
    numbers = digits(major) + digits(minor or "0") + digits(patch or "0")
    return SemverParts(numbers, glued or hyphened, build)


@lru_cache(maxsize=4096)
def encode_identifiers(text: str) -> bytes:
    """Encode dotted identifiers; fewer fall before more with the same beginning."""
    return b"".join(
        digits(part) if part.isdigit() else _WORD + part.encode("ascii") + END
        for part in text.split(".")
    )


def encode_plain(version: str) -> bytes | None:
    """Return the key of three plain numbers, by far the most common text; None for others."""
    texts = version.split(".")
    if len(texts) == 3:  # noqa: PLR2004 - major, minor, patch.
        try:
            return NUMBERS[texts[0]] + NUMBERS[texts[1]] + NUMBERS[texts[2]] + RELEASE
        except KeyError:
            return None
    return None


def semver_key(scheme: str) -> Callable[[str], bytes]:
    """Return the key function of a scheme that follows Semantic Versioning without change.

    Args:
        scheme: The name to use when a version is refused.
    """
    refuse = refusal(scheme, EXPECTED)

    def key(version: str) -> bytes:
        if (plain := encode_plain(version)) is not None:
            return plain
        parts = parse_semver(version)
        if parts is None:
            raise refuse(version)
        if parts.prerelease is None:
            return parts.numbers + RELEASE
        return parts.numbers + PRERELEASE + encode_identifiers(parts.prerelease)

    key.__doc__ = f"""Return the sort key of a {scheme} version.

    Raises:
        UnsortableVersionError: Not a semantic version, even read generously.

    Source:
        Semantic Versioning 2.0.0, section 11.
    """
    return key


key = semver_key("semver")
