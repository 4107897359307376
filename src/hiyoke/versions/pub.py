"""Dart and Flutter packages: Semantic Versioning, except that build metadata counts.

After the release, and after each pre-release, come its builds: without metadata first, then by
identifier as in a pre-release.

What is not here: Dart's reading of an identifier such as ``-1`` or ``0x1f`` as a number, an
accident of its number parser that no published version is known to use.
"""

from __future__ import annotations

from hiyoke.versions.encoding import END
from hiyoke.versions.refusal import refusal
from hiyoke.versions.semver import (
    EXPECTED,
    PRERELEASE,
    RELEASE,
    encode_identifiers,
    encode_plain,
    parse_semver,
)

_refuse = refusal("pub", EXPECTED)


def key(version: str) -> bytes:
    """Return the sort key of a Dart package version.

    Raises:
        UnsortableVersionError: Not a semantic version, even read generously.

    Source:
        pub_semver, ``Version.compareTo``.
    """
    if (plain := encode_plain(version)) is not None:
        return plain
    parts = parse_semver(version)
    if parts is None:
        raise _refuse(version)
    build = b"" if parts.build is None else encode_identifiers(parts.build)
    if parts.prerelease is None:
        return parts.numbers + RELEASE + build
    # END closes the pre-release, so that "a" with a build falls before "a.1" without.
    return parts.numbers + PRERELEASE + encode_identifiers(parts.prerelease) + END + build
