"""Where a series of versions ends: the least version above every 6.1.x.

What is not here: series that are not numbers (``1.x-lts``); they have no end that could be named.
"""

from __future__ import annotations

import re
from typing import Final

_NUMBERS = re.compile(r"[vV]?(?:\d+\.)*\d{1,18}\Z", re.ASCII)

#: What follows the next number so that its own pre-releases lie above the end, by scheme.
_BEFORE_ALL_PRERELEASES: Final = {
    "deb": "~~",
    "pypi": ".dev0",
    "rpm": "~",
}

#: Schemes with three numbers and dashed pre-releases, of which ``-0`` is the lowest.
_SEMVER_LIKE: Final = frozenset(
    {"bitnami", "cargo", "golang", "hex", "npm", "nuget", "pub", "semver"}
)
_SEMVER_PARTS: Final = 3


def end_of_series(scheme: str | None, prefix: str) -> str | None:
    """Return a version that lies above all of ``prefix.*`` and at or below all that follow.

    Args:
        scheme: Version order; None is read as plain numbers.
        prefix: The series without ``.*``, for example ``6.1``.

    Returns:
        None when `prefix` is not numbers joined by dots.

    Source:
        CVE schema 5.x, "Product and Version Encodings": ``*`` in an upper bound is infinity.

    Example:
        >>> end_of_series("generic", "6.1"), end_of_series("npm", "1")
        ('6.2', '2.0.0-0')
    """
    if not _NUMBERS.match(prefix):
        return None
    head, dot, last = prefix.rpartition(".")
    lead = "v" if not dot and last[:1] in "vV" else ""
    following = f"{head}{dot}{lead}{int(last.lstrip('vV')) + 1}"
    if scheme in _SEMVER_LIKE:
        missing = _SEMVER_PARTS - 1 - following.count(".")
        return following + ".0" * missing + "-0"
    return following + _BEFORE_ALL_PRERELEASES.get(scheme or "", "")
