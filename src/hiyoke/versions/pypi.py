"""Python packages: PEP 440, every spelling it allows.

What is not here: the versions from before PEP 440 that ``packaging`` once ordered after a
fashion (``0.1-bulbasaur``). It refuses them since version 22, and so do we.
"""

from __future__ import annotations

import re

from hiyoke.languages import Text
from hiyoke.versions.encoding import END, NUMBERS, digits, number
from hiyoke.versions.refusal import refusal

_PEP_440 = re.compile(
    r"""v?
    (?:(?P<epoch>[0-9]+)!)?
    (?P<release>[0-9]+(?:\.[0-9]+)*)
    (?:[._-]?(?P<pre>alpha|a|beta|b|preview|pre|c|rc)[._-]?(?P<pre_number>[0-9]+)?)?
    (?P<post>-(?P<bare_post>[0-9]+)|[._-]?(?:post|rev|r)[._-]?(?P<post_number>[0-9]+)?)?
    (?P<dev>[._-]?dev[._-]?(?P<dev_number>[0-9]+)?)?
    (?:\+(?P<local>[a-z0-9]+(?:[._-][a-z0-9]+)*))?
    """,
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_LOCAL_SEPARATOR = re.compile(r"[._-]")

# Ranks after the release numbers, all below every number, so 1.0.post9 falls before 1.0.1.
_DEV = b"\x01"
_PRE = {
    "a": b"\x02",
    "alpha": b"\x02",
    "b": b"\x03",
    "beta": b"\x03",
    "c": b"\x04",
    "rc": b"\x04",
    "pre": b"\x04",
    "preview": b"\x04",
}
_FINAL = b"\x05"
_POST = b"\x06"

# Ranks after a pre-release: its dev releases, itself, its post releases.
_PRE_DEV = b"\x01"
_PRE_ITSELF = b"\x02"
_PRE_POST = b"\x03"

# Ranks after a post release: its dev releases, itself.
_POST_DEV = b"\x01"
_POST_ITSELF = b"\x02"

#: Rank of a word in a local version: before every number.
_LOCAL_WORD = b"\x01"

_NO_EPOCH = number(0)
_ZERO = number(0)

_refuse = refusal(
    "pypi",
    Text(ja="PEP 440 に従う表記（例: 1.0rc1）", en="a form that PEP 440 allows, such as 1.0rc1"),
)


def _encode_release(release: str) -> bytes:
    """Encode the release numbers; trailing zeros do not count."""
    codes = [NUMBERS[part] for part in release.split(".")]
    while codes and codes[-1] == _ZERO:
        codes.pop()
    return b"".join(codes)


def _encode_local(local: str) -> bytes:
    """Encode a local version: words before numbers, fewer segments before more."""
    return b"".join(
        digits(part) if part.isdigit() else _LOCAL_WORD + part.encode("ascii") + END
        for part in _LOCAL_SEPARATOR.split(local.lower())
    )


def _encode_suffix(pre: bytes | None, post: bytes | None, dev: bytes | None) -> bytes:
    """Encode pre-, post- and dev-release, each already a code or absent; self-delimiting."""
    if post is not None:
        post += _POST_ITSELF if dev is None else _POST_DEV + dev
        return _POST + post if pre is None else pre + _PRE_POST + post
    if pre is not None:
        return pre + _PRE_ITSELF if dev is None else pre + _PRE_DEV + dev
    return _FINAL if dev is None else _DEV + dev


def key(version: str) -> bytes:
    """Return the sort key of a Python package version.

    Order within one release: dev, alpha, beta, candidate, final, post; before each of them its
    own dev releases, after it its own local versions.

    Raises:
        UnsortableVersionError: PEP 440 does not allow the text.

    Source:
        PEP 440, "Summary of permitted suffixes and relative ordering"; ``packaging.version``.
    """
    try:
        return _NO_EPOCH + _encode_release(version) + _FINAL
    except KeyError:
        match = _PEP_440.fullmatch(version.strip())
    if match is None:
        raise _refuse(version)
    epoch, release, pre, pre_number, post, bare_post, post_number, dev, dev_number, local = (
        match.groups()
    )
    suffix = _encode_suffix(
        None if pre is None else _PRE[pre.lower()] + NUMBERS[pre_number or "0"],
        None if post is None else NUMBERS[bare_post or post_number or "0"],
        None if dev is None else NUMBERS[dev_number or "0"],
    )
    public = NUMBERS[epoch or "0"] + _encode_release(release) + suffix
    return public if local is None else public + _encode_local(local)
