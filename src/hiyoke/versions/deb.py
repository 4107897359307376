"""Debian and Ubuntu package versions, in the order of ``dpkg --compare-versions``.

A version is an epoch, an upstream version and a revision. The last two read as non-digit text
and number in turn; within the text ``~`` falls before the end, the end before letters, and
letters before everything else. A missing epoch is 0, and a missing revision equals ``0``.

Where dpkg only warns (an upstream version that does not start with a digit, a character outside
the policy's set) it still compares, and so does this module. What is not here: dpkg's answer for
an empty version or ``<unknown>``, "before all", which says that the version is not known.
"""

from __future__ import annotations

import re
from typing import Final

from hiyoke.languages import Text
from hiyoke.versions.encoding import NUMBERS, number
from hiyoke.versions.refusal import refusal

_LARGEST_EPOCH: Final = 2**31 - 1
_END: Final = 0x02  # Ends a run of text: after the tilde, before any character.

_refuse = refusal(
    "deb",
    Text(ja="dpkg が読める [エポック:]版[-リビジョン]", en="[epoch:]upstream[-revision] for dpkg"),
)

_PLAIN: Final = re.compile(r"[0-9]+(?:\.[0-9]+)*")
# C's strtol: it skips white space and takes a sign.
_EPOCH: Final = re.compile(r"[\n\v\f\r]*([+-]?[0-9]+)")
_TOKEN: Final = re.compile(r"[0-9]+|[^0-9]+")
_DIGITS: Final = frozenset("0123456789")


def _text_ranks() -> bytes:
    """Return the rank of every byte in text, as dpkg's ``order()`` on the usual processors.

    Tilde, the end, ASCII letters, bytes from 0x80 on (negative characters there), the rest.
    """
    letters = [byte for byte in range(0x80) if chr(byte).isalpha()]
    others = [b for b in range(1, 0x80) if not chr(b).isalnum() and b != ord("~")]
    ranks = bytearray(256)
    ranks[ord("~")] = 0x01
    for rank, byte in enumerate([*letters, *range(0x80, 0x100), *others], start=_END + 1):
        ranks[byte] = rank
    return bytes(ranks)


_RANKS: Final = _text_ranks()
_ENDED: Final = bytes((_END,))
_DOT: Final = _RANKS[ord(".") : ord(".") + 1] + _ENDED
_ZERO: Final = number(0)
_NOTHING: Final = _ENDED + _ZERO + _ENDED  # What "0", and so a missing revision, reads as.
_NO_EPOCH: Final = _ZERO


def key(version: str) -> bytes:
    """Return the key of a Debian version.

    Args:
        version: ``[epoch:]upstream[-revision]``; blanks around it do not count.

    Raises:
        UnsortableVersionError: dpkg refuses `version` (empty, a blank inside, an epoch that is
            no number up to 2147483647, an empty upstream version or revision), it is
            ``<unknown>``, or it holds U+0000 or a lone surrogate.

    Cost:
        1 microsecond for dotted numbers, 4 for others.

    Source:
        dpkg 1.21.22, ``lib/dpkg/version.c`` and ``lib/dpkg/parsehelp.c``; deb-version(7).

    Example:
        >>> key("1.0~rc1-1") < key("1.0") == key("0:1.0-0") < key("1.0-1") < key("1:0.9")
        True
    """
    if _PLAIN.fullmatch(version):
        dotted = _DOT.join([NUMBERS[part] for part in version.split(".")])
        return _NO_EPOCH + _ENDED + dotted + _ENDED + _NOTHING
    text = version.strip(" \t")
    if not text or " " in text or "\t" in text or "\0" in text or text == "<unknown>":
        raise _refuse(version)
    epoch, colon, rest = text.partition(":")
    if not colon:
        rest = text
    upstream, hyphen, revision = rest.rpartition("-")
    if not hyphen:
        upstream = rest
    elif not revision:
        raise _refuse(version)
    if not upstream:
        raise _refuse(version)
    try:
        upstream_key = _part(upstream)
        revision_key = _part(revision) if hyphen else _NOTHING
    except UnicodeEncodeError:
        raise _refuse(version) from None
    return (_epoch(epoch, version) if colon else _NO_EPOCH) + upstream_key + revision_key


def _epoch(text: str, version: str) -> bytes:
    found = _EPOCH.fullmatch(text)
    if found is None or not 0 <= int(found[1]) <= _LARGEST_EPOCH:
        raise _refuse(version)
    return number(int(found[1]))


def _part(part: str) -> bytes:
    """Return the key of an upstream version or a revision: text and number in turn, then END."""
    pieces = [_PIECES[token] for token in _TOKEN.findall(part)]
    if part[0] in _DIGITS:
        pieces.insert(0, _ENDED)
    if part[-1] not in _DIGITS:
        pieces.append(_ZERO)
    pieces.append(_ENDED)
    return b"".join(pieces)


class _Pieces(dict[str, bytes]):
    """Pieces of tokens, remembered: the same few thousand return all the time."""

    def __missing__(self, token: str) -> bytes:
        if token[0] in _DIGITS:
            return NUMBERS[token]
        piece = token.encode().translate(_RANKS) + _ENDED
        if len(self) < _REMEMBERED:
            self[token] = piece
        return piece


#: Tokens kept; beyond them a piece is made anew each time, so the memory stays bounded.
_REMEMBERED: Final = 20_000
_PIECES: Final = _Pieces({str(n): number(n) for n in range(1000)})
