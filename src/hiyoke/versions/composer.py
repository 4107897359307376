"""PHP packages: Composer's normal form, ordered as PHP's ``version_compare`` orders it.

Composer first writes every version with four numbers and a full stability word, so 1.0 equals
1.0.0, ``v`` does not count and ``b2`` is ``beta2``. ``version_compare`` then goes token by token:
dev, alpha, beta, RC, nothing more, numbers, patch. Text that Composer cannot normalise but whose
tokens ``version_compare`` all knows (``4.3-2RC1``, five numbers) is ordered token by token as it
stands.

Branches: ``2.x-dev`` is the newest of its line. A named branch (``dev-main``) falls before every
number, as Composer's comparator has it; two named branches have no order in Composer, and here
differ by name. A branch moves, so its place in the order says nothing of what it contains:
ask `is_branch` before matching one.

What is not here: words that ``version_compare`` does not know, which it calls all equal, and
``#``, its stand-in for any number.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from hiyoke.languages import Text
from hiyoke.versions.encoding import NUMBERS, digits, number, terminated
from hiyoke.versions.refusal import refusal

_MODIFIER = r"[._-]?(?:(stable|beta|b|rc|alpha|a|patch|pl|p)((?:[.-]?[0-9])*))?([.-]?dev)?"
_CLASSIC = re.compile(
    rf"v?([0-9]{{1,5}})(?:\.([0-9]+))?(?:\.([0-9]+))?(?:\.([0-9]+))?{_MODIFIER}",
    re.IGNORECASE | re.ASCII,
)
_DATE = re.compile(
    rf"v?([0-9]{{4}}(?:[.:-]?[0-9]{{2}}){{1,6}}(?:[.:-]?[0-9]{{1,3}}){{0,2}}){_MODIFIER}",
    re.IGNORECASE | re.ASCII,
)
_NUMERIC_BRANCH = re.compile(
    r"v?([0-9]+)(?:\.([0-9]+|[x*]))?(?:\.([0-9]+|[x*]))?(?:\.([0-9]+|[x*]))?[.-]?dev",
    re.IGNORECASE | re.ASCII,
)
_ALIAS = re.compile(r"([^,\s]+) +as +[^,\s]+")
_STABILITY_FLAG = re.compile(r"@(?:stable|rc|beta|alpha|dev)$", re.IGNORECASE)
_BUILD = re.compile(r"([^,\s+]+)\+\S+")
_TOKEN = re.compile(r"[0-9]+|[a-z]+", re.ASCII)
_TOKENS_ONLY = re.compile(r"v?[0-9][0-9a-z]*(?:[._+-][0-9a-z]+)*", re.ASCII)

_MOVING_NAMES: Final = frozenset({"master", "trunk", "default"})

#: What Composer writes for ``x``: above every number a release would use.
_NEWEST_OF_LINE = digits("9999999")

# Ranks of words. The end of the text ranks among them; all but a patch fall below every number.
_BRANCH = b"\x01"
_UNRANKED = b"\x01"
_END = b"\x06"
_RANK_BY_WORD: Final = {
    "dev": b"\x02",
    "alpha": b"\x03",
    "a": b"\x03",
    "beta": b"\x04",
    "b": b"\x04",
    "rc": b"\x05",
    "patch": b"\xf0",
    "pl": b"\xf0",
    "p": b"\xf0",
}

#: How many numbers Composer writes, and the most digits of the first; past that it is a date.
_NUMBERS_WRITTEN = 4
_MAJOR_DIGITS = 5

_ZERO = number(0)

_refuse = refusal(
    "composer",
    Text(
        ja="Composer が解釈できる表記（例: 1.2.3-beta2）",
        en="a form that Composer reads, such as 1.2.3-beta2",
    ),
)


def is_branch(version: str) -> bool:
    """Return whether `version` names a moving branch, such as ``dev-main`` or ``2.x-dev``.

    A branch's place in the order is Composer's convention. It does not tell which fixes the
    installed copy holds, so a match on it is not assessable.
    """
    text = _strip_decoration(version)
    return (
        text in _MOVING_NAMES or text[:4].lower() == "dev-" or text[-4:].lower() in {"-dev", ".dev"}
    )


def _strip_decoration(version: str) -> str:
    """Return the text without alias and stability flag, which do not change what is meant."""
    text = version.strip()
    if " as " in text and (alias := _ALIAS.fullmatch(text)) is not None:
        text = alias[1]
    return _STABILITY_FLAG.sub("", text) if "@" in text else text


def _encode_tokens(text: str) -> bytes | None:
    """Encode numbers and words as ``version_compare`` ranks them; None for an unknown word."""
    pieces = []
    for token in _TOKEN.findall(text):
        if token.isdigit():
            pieces.append(digits(token))
        elif token in _RANK_BY_WORD:
            pieces.append(_RANK_BY_WORD[token])
        else:
            return None
    return b"".join(pieces) + _END


@lru_cache(maxsize=4096)
def _encode_modifier(word: str | None, count: str | None, dev: str | None) -> bytes:
    """Encode stability, its number and a final ``dev``, as Composer writes them."""
    if word == "stable":
        return _END  # Composer drops all that follows.
    if word is None:
        return _RANK_BY_WORD["dev"] + _END if dev else _END
    # Only the lower-case "stable" is dropped; "STABLE" stays a word that nobody ranks.
    stage = _RANK_BY_WORD.get(word.lower(), _UNRANKED)
    stage += b"".join(digits(token) for token in _TOKEN.findall(count or ""))
    return stage + _RANK_BY_WORD["dev"] + _END if dev else stage + _END


def _encode_normal_form(text: str) -> bytes | None:
    """Encode what Composer normalises `text` to; None when it cannot."""
    if (match := _CLASSIC.fullmatch(text)) is not None:
        *numbers, word, count, dev = match.groups()
        written = b"".join([digits(part or "0") for part in numbers])
        return written + _encode_modifier(word, count, dev)
    if (match := _DATE.fullmatch(text)) is not None:
        written = b"".join(digits(part) for part in _TOKEN.findall(match[1]))
        return written + _encode_modifier(*match.groups()[1:])
    if (match := _NUMERIC_BRANCH.fullmatch(text)) is not None:
        written = b"".join(
            digits(part) if part is not None and part.isdigit() else _NEWEST_OF_LINE
            for part in match.groups()
        )
        return written + _RANK_BY_WORD["dev"] + _END
    return None


def _encode_branch(name: str, version: str) -> bytes:
    """Encode a named branch, below every number; `version` is the text to refuse."""
    try:
        return _BRANCH + terminated(name)
    except ValueError:
        raise _refuse(version) from None


def key(version: str) -> bytes:
    """Return the sort key of a PHP package's version.

    Raises:
        UnsortableVersionError: Neither Composer nor ``version_compare`` can place the text.

    Source:
        composer/semver, ``VersionParser::normalize`` and ``Constraint::versionCompare``;
        php-src, ``version_compare``.
    """
    parts = version.split(".")
    missing = _NUMBERS_WRITTEN - len(parts)
    if missing >= 0 and len(parts[0]) <= _MAJOR_DIGITS:
        try:
            return b"".join([NUMBERS[part] for part in parts]) + _ZERO * missing + _END
        except KeyError:
            pass
    text = _strip_decoration(version)
    if text in _MOVING_NAMES:
        text = f"dev-{text}"
    if text[:4].lower() == "dev-":
        return _encode_branch(text[4:], version)
    if "+" in text and (build := _BUILD.fullmatch(text)) is not None:
        text = build[1]
    code = _encode_normal_form(text)
    folded = text.lower()
    if code is None and _TOKENS_ONLY.fullmatch(folded) is not None:
        code = _encode_tokens(folded.removeprefix("v"))
    if code is None:
        raise _refuse(version)
    return code
