"""`vers:` range specifiers, such as ``vers:npm/>=1.0.0|<2.0.0``: text to constraints.

`parse_vers` holds to the specification; `read_vers` also accepts the departures that real
advisories show and that leave one reading. What is not here: what constraints cover
(`constraints`).
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final, NamedTuple, NoReturn
from urllib.parse import unquote

from hiyoke.errors import UnknownSchemeError, UnsortableVersionError
from hiyoke.languages import Text
from hiyoke.versions.constraints import (
    EVERY_VERSION,
    Constraint,
    Extent,
    extent_of,
    is_placeholder,
    says_every_version,
)
from hiyoke.versions.scheme import scheme_of
from hiyoke.versions.sort_key import sort_key

#: Longest specifier read, in characters; longer ones are refused.
VERS_LIMIT: Final = 65536

_SPECIFIER = re.compile(r"vers:([a-z][a-z0-9.-]*)/(.+)\Z", re.DOTALL)
_CONSTRAINT = re.compile(r"(>=|<=|!=|<|>)?(.*)\Z", re.DOTALL)
_BARE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_WHITESPACE = re.compile(r"\s")
_BESIDE = re.compile(r"(?<=[^|<>=!])(?=[<>])")
#: Types that cover nothing: reserved as invalid, or the obsolete ``vers:none/*``.
_NO_RANGE: Final = frozenset({"invalid", "none"})
_DATETIME = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?\Z")
_REMEDY = Text(
    ja="範囲の表記を公表元に確かめてください。この範囲は「判定不能」です。",
    en="Ask the publisher about this range; it is not assessable.",
)


class VersRange(NamedTuple):
    """A parsed specifier.

    Attributes:
        scheme: The ``type`` component: ``npm``, ``deb``, ``generic``.
        constraints: In the order of the text; empty for ``*``, every version.
    """

    scheme: str
    constraints: tuple[Constraint, ...]


def _refuse(text: str, ja: str, en: str) -> NoReturn:
    shown = ascii(text[:120])
    raise UnsortableVersionError(
        Text(ja=f"{ja}を想定しましたが、{shown} でした", en=f"expected {en}, found {shown}"),
        remedy=_REMEDY,
    )


def _constraint(part: str, text: str) -> Constraint:
    match = _CONSTRAINT.match(part)
    comparator, raw = (match[1] or "=", match[2]) if match else ("=", "")
    if not raw or raw[0] in "=<>!":
        _refuse(text, "比較演算子と版", "a comparator and a version in each constraint")
    if _BARE_PERCENT.search(raw):
        _refuse(text, "正しいパーセント符号化", "valid percent-encoding in each version")
    return Constraint(comparator, unquote(raw))


def parse_vers(text: str) -> VersRange:
    """Return the parts of a canonical specifier.

    Raises:
        UnsortableVersionError: The text breaks a rule of the specification: white space, a pipe at
            an end or doubled, a leading ``=``, wrong percent-encoding, a repeated version,
            versions out of order or bounds that do not alternate (both checked where the order is
            known).

    Source:
        VERS specification (Ecma draft), clause 5 and "How to parse and validate VERS".

    Example:
        >>> parse_vers("vers:npm/>=1.0.0|<2.0.0").constraints[1]
        Constraint(comparator='<', version='2.0.0')
    """
    if len(text) > VERS_LIMIT or _WHITESPACE.search(text):
        _refuse(text, "空白のない vers: 表記", "a vers: range without white space")
    match = _SPECIFIER.match(text)
    if match is None or match[1] == "invalid":
        _refuse(text, "vers:型/条件 の形", "the form vers:type/constraints")
    scheme, listed = match[1], match[2]
    if listed == "*":
        return VersRange(scheme, ())
    parts = listed.split("|")
    if "*" in listed or not all(parts):
        _refuse(text, "| で区切った条件", "constraints separated by single pipes")
    constraints = tuple(_constraint(part, text) for part in parts)
    if scheme == "datetime" and not all(_DATETIME.match(c.version) for c in constraints):
        _refuse(
            text, "大文字の T と Z を使う RFC 3339 の日時", "RFC 3339 dates with upper-case T and Z"
        )
    _check_order(text, scheme, constraints)
    return VersRange(scheme, constraints)


def _check_order(text: str, scheme: str, constraints: tuple[Constraint, ...]) -> None:
    try:
        keys = [sort_key(scheme, constraint.version) for constraint in constraints]
    except UnknownSchemeError:
        return
    if any(left >= right for left, right in pairwise(keys)):
        _refuse(
            text, "版の順に並ぶ重複のない条件", "constraints sorted by version, each version once"
        )
    comparators = [c.comparator for c in constraints if c.comparator != "!="]
    bounds = [comparator for comparator in comparators if comparator != "="]
    for left, right in pairwise(comparators):
        if left == "=" and right[0] == "<":
            _refuse(text, "冗長でない条件", "no version below an upper bound that includes it")
    if any(left[0] == right[0] for left, right in pairwise(bounds)):
        _refuse(text, "下限と上限の交互の並び", "lower and upper bounds that alternate")


def read_vers(text: str) -> VersRange:
    """Return the parts of a specifier, forgiving what leaves one reading.

    Forgiven: white space around pipes, comparators and ends, empty constraints, a leading ``=``,
    a missing pipe before a comparator, an upper-case type, and constraints under the type ``all``
    (seen in many CSAF documents, the order is then `generic`).

    Raises:
        UnsortableVersionError: No reading remains.

    Example:
        >>> read_vers("vers:all/>=V2022.4<V2023.1").scheme
        'generic'
    """
    head, slash, listed = text.strip().partition("/")
    uri_scheme, colon, kind = (part.strip().lower() for part in head.partition(":"))
    usable = slash and colon and uri_scheme == "vers" and kind and kind not in _NO_RANGE
    if len(text) > VERS_LIMIT or not usable:
        _refuse(text, "vers:型/条件 の形", "the form vers:type/constraints")
    scheme = "generic" if kind == "all" else kind
    parts = [part.strip() for part in _BESIDE.sub("|", listed).split("|")]
    parts = [part for part in parts if part]
    if len(parts) == 1 and says_every_version(parts[0]):
        return VersRange(scheme, ())
    if not parts:
        _refuse(text, "条件のある範囲", "a range with constraints")
    return VersRange(scheme, tuple(_forgiven(part, text) for part in parts))


def _forgiven(part: str, text: str) -> Constraint:
    found = _constraint(part.removeprefix("==").removeprefix("="), text)
    version = found.version.strip()
    if not version or _WHITESPACE.search(version) or is_placeholder(version):
        _refuse(text, "空白も置き換え記号もない版", "versions without spaces or placeholders")
    return found._replace(version=version)


def extent_of_vers(text: str) -> tuple[str, Extent]:
    """Return scheme and extent of a specifier as advisories write it.

    Raises:
        UnsortableVersionError: The text has no reading, or a version no place in the order.
        UnknownSchemeError: Nothing is known of the order of this type.

    Example:
        >>> extent_of_vers("vers:pypi/<1.0|>=2.0")[1].intervals[1].introduced
        '2.0'
    """
    parsed = read_vers(text)
    if not parsed.constraints:
        return parsed.scheme, Extent((EVERY_VERSION,))
    scheme = scheme_of(parsed.scheme)
    return scheme, extent_of(parsed.constraints, scheme)
