"""From an installed distribution package to the source package that advisories name.

Debian, Ubuntu, Alpine, Rocky and SUSE publish for source packages; an SBOM lists what was
installed from them. What is not here: which of the two a vendor's advisories name (`matching`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_SIGNED = re.compile(r"(?P<source>[a-z0-9.+-]+?)-signed(?:-(?:amd64|arm64|i386|armhf))?\Z")
_REBUILT = re.compile(r"\+b\d+\Z")
#: Qualifiers that osv-scalibr writes where others write ``upstream``, by purl type.
_OTHER_WORDS: Final = {"deb": "source", "apk": "origin", "rpm": "sourcerpm"}
_SOURCE_RPM = re.compile(r"(?P<name>.+)-(?P<version>[^-]+)-(?P<release>[^-]+?)\.(?:no)?src\.rpm\Z")


def source_of(
    kind: str, name: str, version: str | None, qualifiers: Mapping[str, str]
) -> tuple[str | None, str | None]:
    """Return name and version of the source package that a purl's qualifiers state.

    Args:
        kind: ``deb``, ``rpm``, ``apk`` or ``alpm``.
        name: The installed package, in its normal spelling.
        version: Its version, epoch included.
        qualifiers: ``upstream`` (syft, the specification's word) holds a name, ``name@version``
            or, for rpm, a file name; ``source`` with ``sourceversion`` (deb), ``origin`` (apk) and
            ``sourcerpm`` (rpm) are osv-scalibr's words for it.

    Returns:
        ``(None, None)`` when no source is stated. The version is the source's own where stated,
        else the installed package's.

    Example:
        >>> source_of("deb", "libc6", "2.36-9+b1", {"upstream": "glibc@2.36-9"})
        ('glibc', '2.36-9')
    """
    stated = _stated(kind, qualifiers)
    if not stated:
        own = without_rebuild(version) if kind == "deb" else version
        return (name, own) if own != version else (None, None)
    rpm_file = _SOURCE_RPM.match(stated) if kind == "rpm" else None
    if rpm_file:
        return rpm_file["name"], with_epoch_of(
            version, f"{rpm_file['version']}-{rpm_file['release']}"
        )
    source, at, source_version = stated.partition("@")
    chosen = source_version if at and source_version else version
    if kind == "deb":
        return unsigned(source.lower(), version, chosen)
    return source, chosen


def _stated(kind: str, qualifiers: Mapping[str, str]) -> str:
    upstream = qualifiers.get("upstream") or qualifiers.get(_OTHER_WORDS.get(kind, ""))
    stated = (upstream or "").split(",")[0].strip()
    version = qualifiers.get("sourceversion")
    return f"{stated}@{version}" if stated and version and "@" not in stated else stated


def with_epoch_of(version: str | None, other: str) -> str:
    """Return `other` with the epoch of `version`, because source file names leave it out.

    Example:
        >>> with_epoch_of("1:1.1.1k-6.el8", "1.1.1k-6.el8")
        '1:1.1.1k-6.el8'
    """
    epoch, colon, _ = (version or "").partition(":")
    return f"{epoch}:{other}" if colon else other


def without_rebuild(version: str | None) -> str | None:
    """Return a Debian version without its binary-only rebuild mark, ``+b1``.

    The source was not changed by the rebuild, so the source's version is what advisories name.

    Source:
        Debian Developer's Reference, 5.10.2.1, "Recompilation or binary-only NMU".
    """
    return None if version is None else _REBUILT.sub("", version)


def unsigned(source: str, version: str | None, chosen: str | None) -> tuple[str, str | None]:
    """Return the source that a signed rebuild stands for.

    ``linux-signed-amd64`` 6.1.76+1 carries the signed files of ``linux`` 6.1.76-1 in packages of
    version 6.1.76-1; advisories name ``linux``.

    Example:
        >>> unsigned("linux-signed-amd64", "6.1.76-1", "6.1.76+1")
        ('linux', '6.1.76-1')
    """
    signed = _SIGNED.match(source)
    if signed and signed["source"].startswith("linux"):
        return signed["source"], version
    return source, without_rebuild(chosen)
