"""Bitnami packages: Semantic Versioning with revisions after the release.

Bitnami rebuilds an unchanged upstream release and counts the rebuilds after a hyphen, so
``6.8.2-1`` comes after ``6.8.2``, the opposite of a pre-release. Its advisories also carry
upstream pre-releases (``2.6.0-rc3``) and Go's lower bounds (``1.21.0-0``). The first identifier
tells them apart: a number is a revision, a word is a pre-release. Revision zero is the release
itself, so both readings of ``-0`` cover the release.
"""

from __future__ import annotations

from hiyoke.versions.refusal import refusal
from hiyoke.versions.semver import (
    EXPECTED,
    PRERELEASE,
    RELEASE,
    encode_identifiers,
    encode_plain,
    parse_semver,
)

_refuse = refusal("bitnami", EXPECTED)


def key(version: str) -> bytes:
    """Return the sort key of a Bitnami version.

    Raises:
        UnsortableVersionError: Not a semantic version, even read generously.

    Source:
        bitnami/go-version, README, "Version revision"; ADR 0002 for the pre-releases.
    """
    if (plain := encode_plain(version)) is not None:
        return plain
    parts = parse_semver(version)
    if parts is None:
        raise _refuse(version)
    if parts.prerelease is None or not parts.prerelease.strip("0"):
        return parts.numbers + RELEASE
    first = parts.prerelease.partition(".")[0]
    rank = RELEASE if first.isdigit() else PRERELEASE
    return parts.numbers + rank + encode_identifiers(parts.prerelease)
