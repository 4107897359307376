"""What a publisher wrote where a version belongs: a version, a range, nothing, or prose.

CVE and CSAF records have one text field for all of these. `read_version_field` accepts the forms
that have one reading and names an obstacle for the rest, so that no claim is guessed and none is
lost. What is not here: forms that a format defines itself (`lessThan`, CPE bounds).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from hiyoke.advisories.obstacle import Obstacle
from hiyoke.errors import UnknownSchemeError, UnsortableVersionError
from hiyoke.versions import sort_key
from hiyoke.versions.constraints import (
    EVERY_VERSION,
    Constraint,
    Extent,
    extent_of,
    is_placeholder,
    read_comparators,
    says_every_version,
)
from hiyoke.versions.vers_range import read_vers

#: Words that publishers write when they name no version.
_NOTHING: Final = frozenset(
    {"", "-", "--", "?", "0", "n/a", "na", "n\\a", "none", "not applicable", "not available"}
    | {
        "no version",
        "not specified",
        "see advisory",
        "see reference",
        "see references",
        "tbd",
        "unknown",
    }
    | {"unspecified", "various", "multiple", "multiple versions"}
)

#: Longest field read, in characters; longer ones are prose.
FIELD_LIMIT: Final = 4096

_DIGITS_BUT_ZERO: Final = frozenset("123456789")
_COMPARING: Final = frozenset("<>=≤≥＜＞＝")
_ONE_WORD = re.compile(r"[^\s,;|<>=]+")
_DIGIT = re.compile(r"[0-9]")
_FROM_TO = re.compile(
    r"v?[0-9]+(?:\.[0-9]+)+\s*(?:-|–|~|to)\s*v?[0-9]+(?:\.[0-9]+)+", re.IGNORECASE
)
_V_PREFIX = re.compile(r"[vV]\.?(?=[0-9])")

#: Schemes whose texts may begin with "v" only as decoration.
_DECORATED: Final = frozenset({"generic", None})


def names_no_version(text: str) -> bool:
    """Return whether a version field says nothing: empty, "n/a", "unspecified", a lone zero.

    A zero is the conventional start of a range, not a version.

    Example:
        >>> names_no_version("N/A"), names_no_version("0.1")
        (True, False)
    """
    if text[:1] in _DIGITS_BUT_ZERO:
        return False
    return text.strip().casefold() in _NOTHING


def plain_version(version: str, scheme: str | None) -> str:
    """Return a version without surrounding space and, in no particular scheme, without "v".

    Example:
        >>> plain_version(" V4.1.4", "generic"), plain_version("v1.2.3", "golang")
        ('4.1.4', 'v1.2.3')
    """
    stripped = version.strip()
    if stripped[:1] in ("v", "V") and scheme in _DECORATED:
        return _V_PREFIX.sub("", stripped, count=1)
    return stripped


@lru_cache(maxsize=131072)
def key_of(scheme: str | None, version: str) -> bytes | None:
    """Return the key of a version, or None when it has no place in the order of `scheme`."""
    if scheme is None:
        return None
    try:
        return sort_key(scheme, version)
    except (UnsortableVersionError, UnknownSchemeError):
        return None


def read_version_field(text: str, scheme: str | None) -> Extent | Obstacle:
    """Return what a version field covers, or why it cannot be said.

    Args:
        text: The field: ``2.4.1``, ``< 2.4.1``, ``>= 1.0, < 2.0``, ``vers:npm/<1.2``,
            ``1.2 | >=2.0``, ``*``, ``All versions < V1.3``, or prose.
        scheme: Version order of the package; None when none is known.

    Returns:
        An extent with at least one interval or version; `Obstacle.NO_VERSION_GIVEN` when the
        field names none; `Obstacle.UNSORTABLE_BOUND` when it has no single reading.

    Example:
        >>> read_version_field("V2.4", "generic").versions
        ('2.4',)
        >>> read_version_field("AXIS OS 6.50 - 11.8", "generic")
        <Obstacle.UNSORTABLE_BOUND: 'unsortable_bound'>
    """
    return _read(text, scheme) if len(text) <= FIELD_LIMIT else Obstacle.UNSORTABLE_BOUND


@lru_cache(maxsize=65536)
def _read(text: str, scheme: str | None) -> Extent | Obstacle:
    if names_no_version(text):
        return Obstacle.NO_VERSION_GIVEN
    if says_every_version(text):
        return Extent((EVERY_VERSION,))
    if text.lstrip()[:5].lower() == "vers:":
        return _extent_of_vers(text, scheme)
    if "|" in text:
        # CSAF's "vers-like specifier" is a range specifier without its first part.
        return _extent_of_vers(f"vers:generic/{text}", scheme)
    if not _COMPARING.isdisjoint(text):
        constraints = read_comparators(text)
        if constraints is None:
            return Obstacle.UNSORTABLE_BOUND
        return _extent(constraints, scheme)
    version = plain_version(text, scheme)
    if not _is_one_version(version, scheme):
        return Obstacle.UNSORTABLE_BOUND
    return Extent((), (version,))


def _is_one_version(version: str, scheme: str | None) -> bool:
    """Return whether a text is one version: sortable, or a word with a digit that names it."""
    if is_placeholder(version) or not _DIGIT.search(version):
        return False
    if key_of(scheme, version) is not None and " " not in version:
        return True
    return _ONE_WORD.fullmatch(version) is not None and _FROM_TO.fullmatch(version) is None


def _extent_of_vers(text: str, scheme: str | None) -> Extent | Obstacle:
    try:
        constraints = read_vers(text).constraints
    except UnsortableVersionError:
        return Obstacle.UNSORTABLE_BOUND
    return _extent(constraints, scheme) if constraints else Extent((EVERY_VERSION,))


def _extent(constraints: tuple[Constraint, ...], scheme: str | None) -> Extent | Obstacle:
    plain = [c._replace(version=plain_version(c.version, scheme)) for c in constraints]
    needs_order = len(plain) > 1 and any(c.comparator != "=" for c in plain)
    if scheme is None and needs_order:
        return Obstacle.UNKNOWN_SCHEME
    try:
        return extent_of(plain, scheme or "generic")
    except UnsortableVersionError:
        return Obstacle.UNSORTABLE_BOUND
