"""Go modules, and the Go toolchain and standard library.

Modules follow Semantic Versioning: pseudo-versions are pre-releases and ``+incompatible`` is
build metadata, so neither needs a rule of its own. The toolchain writes ``go1.21rc2`` where the
Go vulnerability database writes ``1.21.0-rc.2``; both give the same key, and a toolchain's
vendor suffix or experiment flags do not count.

What is not here: development builds (``devel``, ``(devel)``), which have no place in the order.
"""

from __future__ import annotations

import re

from hiyoke.versions.encoding import digits
from hiyoke.versions.semver import PRERELEASE, RELEASE, encode_identifiers, encode_plain, semver_key

_TOOLCHAIN = re.compile(
    r"""go
    ([0-9]+)(?:\.([0-9]+))?(?:\.([0-9]+))?
    (?:(alpha|beta|rc)([0-9]+))?
    (?:-[0-9A-Za-z._+-]+)?      # A vendor's own build of this version.
    (?:[ ]X:[0-9A-Za-z,]+)?     # Experiments switched on.
    """,
    re.VERBOSE | re.ASCII,
)
_STAGED = re.compile(r"[0-9]+\.[0-9]+(?:\.[0-9]+)?(?:alpha|beta|rc)[0-9]+", re.ASCII)

_module_key = semver_key("golang")


def key(version: str) -> bytes:
    """Return the sort key of a Go module, toolchain or standard library version.

    Args:
        version: With or without ``v`` (modules) or ``go`` (toolchains). A short ``go1.21`` is
            read as its release 1.21.0, as govulncheck reads it.

    Raises:
        UnsortableVersionError: Neither a semantic version nor a toolchain's name.

    Source:
        Go modules reference, "Versions" and "Pseudo-versions"; golang.org/x/mod/semver;
        golang.org/x/vuln, ``GoTagToSemver``; go.dev/doc/toolchain, "Go versions".
    """
    if (plain := encode_plain(version)) is not None:
        return plain
    stripped = version.strip()
    if stripped.startswith("go"):
        match = _TOOLCHAIN.fullmatch(stripped)
    elif _STAGED.fullmatch(stripped):
        match = _TOOLCHAIN.fullmatch(f"go{stripped}")
    else:
        match = None
    if match is None:
        return _module_key(version)
    major, minor, patch, stage, count = match.groups()
    numbers = digits(major) + digits(minor or "0") + digits(patch or "0")
    if stage is None:
        return numbers + RELEASE
    return numbers + PRERELEASE + encode_identifiers(f"{stage}.{count}")
