"""Comparators with versions, such as ``>=1.0`` and ``<2.0``, turned into intervals of versions.

Two notations come here: `vers:` range specifiers and the plain comparator lists that publishers
write into version fields. What is not here: any notation that takes a guess. "Before 2.3",
"6.50 - 11.8" and "1.x" have no single reading and give nothing.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from hiyoke.errors import UnsortableVersionError
from hiyoke.languages import Text
from hiyoke.versions.sort_key import sort_key

if TYPE_CHECKING:
    from collections.abc import Sequence

_LOWER: Final = frozenset({">", ">="})
_UPPER: Final = frozenset({"<", "<="})


class Constraint(NamedTuple):
    """One comparator and one version.

    Attributes:
        comparator: ``=``, ``!=``, ``<``, ``<=``, ``>`` or ``>=``.
        version: As published, percent-decoded.
    """

    comparator: str
    version: str


class VersionInterval(NamedTuple):
    """A run of versions by its ends, as published; an end that is not given is open.

    Attributes:
        introduced: First version inside.
        after: The version that the interval begins right after; excludes `introduced`.
        fixed: First version no longer inside.
        last_affected: Last version inside; excludes `fixed`.
    """

    introduced: str | None = None
    after: str | None = None
    fixed: str | None = None
    last_affected: str | None = None


EVERY_VERSION: Final = VersionInterval()


class Extent(NamedTuple):
    """What a set of constraints covers.

    Attributes:
        intervals: Runs of versions.
        versions: Single versions.
    """

    intervals: tuple[VersionInterval, ...] = ()
    versions: tuple[str, ...] = ()


def extent_of(constraints: Sequence[Constraint], scheme: str) -> Extent:
    """Return what `constraints` cover, read as `vers:` reads them.

    Sorted by version, a lower bound pairs with the upper bound that follows it; a bound without a
    partner is open on its far side; ``=`` adds a version and ``!=`` takes one out. Of two bounds
    of one direction in a row, which the specification calls redundant, the wider one stands.

    Args:
        constraints: In any order.
        scheme: Order of the versions, anything `scheme_of` accepts.

    Raises:
        UnsortableVersionError: A bound has no place in the order, or two constraints contradict
            each other about one version.
        UnknownSchemeError: No order is known for `scheme`.

    Source:
        VERS specification (Ecma draft), clause 5.4, and "How to parse and validate VERS".

    Example:
        >>> extent_of([Constraint("<", "2.0"), Constraint(">=", "1.0")], "pypi").intervals
        (VersionInterval(introduced='1.0', after=None, fixed='2.0', last_affected=None),)
    """
    simple = _extent_without_order(constraints)
    if simple is not None:
        return simple
    keyed = sorted(
        (
            (sort_key(scheme, constraint.version), constraint)
            for constraint in dict.fromkeys(constraints)
        ),
        # One run may end where the next begins: the upper bound of a version comes first.
        key=lambda pair: (pair[0], pair[1].comparator in _LOWER),
    )
    _check_distinct(keyed, scheme)
    versions = tuple(c.version for _, c in keyed if c.comparator == "=")
    bounds = [c for _, c in keyed if c.comparator in _LOWER or c.comparator in _UPPER]
    excluded = [c.version for _, c in keyed if c.comparator == "!="]
    intervals = _paired(bounds)
    if excluded and not bounds and not versions:
        intervals = [EVERY_VERSION]
    for version in excluded:
        intervals = _without(intervals, version, scheme)
    return Extent(tuple(intervals), versions)


def _extent_without_order(constraints: Sequence[Constraint]) -> Extent | None:
    """Return the extent of a lone constraint or of single versions; None where order matters."""
    if all(constraint.comparator == "=" for constraint in constraints):
        return Extent((), tuple(dict.fromkeys(version for _, version in constraints)))
    if len(constraints) != 1:
        return None
    comparator, version = constraints[0]
    if comparator == "!=":
        return Extent((VersionInterval(fixed=version), VersionInterval(after=version)))
    return (
        Extent((_between(None, constraints[0]),))
        if comparator in _UPPER
        else (Extent((_between(constraints[0], None),)))
    )


def _check_distinct(keyed: Sequence[tuple[bytes, Constraint]], scheme: str) -> None:
    """Refuse two constraints on one version, save an upper bound before a lower one."""
    doubled = [
        (left.comparator, right.comparator)
        for (low, left), (high, right) in pairwise(keyed)
        if low == high
    ]
    if all(left in _UPPER and right in _LOWER for left, right in doubled):
        return
    raise UnsortableVersionError(
        Text(
            ja=f"{scheme} の版を一度ずつだけ使う範囲を想定しましたが、同じ版が二度ありました",
            en=f"expected each version of {scheme} once in a range, found one twice",
        ),
        remedy=Text(ja="公表元に知らせてください。", en="Report the range to its publisher."),
    )


def _paired(bounds: Sequence[Constraint]) -> list[VersionInterval]:
    """Pair sorted bounds; the wider of two in one direction stands."""
    intervals: list[VersionInterval] = []
    lower: Constraint | None = None
    upper: Constraint | None = None
    for bound in bounds:
        if bound.comparator in _UPPER:
            upper = bound
            continue
        if upper is not None:
            intervals.append(_between(lower, upper))
            lower, upper = bound, None
        elif lower is None:
            lower = bound
    if bounds:
        intervals.append(_between(lower, upper))
    return intervals


def _between(lower: Constraint | None, upper: Constraint | None) -> VersionInterval:
    return VersionInterval(
        introduced=lower.version if lower and lower.comparator == ">=" else None,
        after=lower.version if lower and lower.comparator == ">" else None,
        fixed=upper.version if upper and upper.comparator == "<" else None,
        last_affected=upper.version if upper and upper.comparator == "<=" else None,
    )


def _without(
    intervals: Sequence[VersionInterval], version: str, scheme: str
) -> list[VersionInterval]:
    """Split the interval that holds `version` around it."""
    key = sort_key(scheme, version)
    kept: list[VersionInterval] = []
    for interval in intervals:
        if _holds(interval, key, scheme):
            kept.append(interval._replace(fixed=version, last_affected=None))
            kept.append(interval._replace(introduced=None, after=version))
        else:
            kept.append(interval)
    return kept


def _holds(interval: VersionInterval, key: bytes, scheme: str) -> bool:
    """Return whether a key other than the interval's own ends lies inside."""
    starts = interval.introduced or interval.after
    ends = interval.fixed or interval.last_affected
    return (starts is None or sort_key(scheme, starts) < key) and (
        ends is None or key < sort_key(scheme, ends)
    )


_EVERY: Final = frozenset(
    {"*", "all", "all version", "all versions", "any", "any version", "every version"}
)
#: First characters of the words above; most versions are told apart by theirs.
_EVERY_BEGINS: Final = frozenset("*aAeE ")
_LEAD = re.compile(r"all\s+versions?\s+|versions?\s+", re.IGNORECASE)
_COMPARISON = re.compile(r"(<=|>=|==|=|<|>)\s*([^\s<>=!,|&;]+)")
_SEPARATOR = re.compile(r"\s*(?:,|\||&|\band\b)?\s*", re.IGNORECASE)
_SIGNS = str.maketrans({"≤": "<=", "≥": ">=", "＜": "<", "＞": ">", "＝": "="})
_PLACEHOLDER = re.compile(r"(?:^|[.\-_])[x*]+(?:$|[.\-_])", re.IGNORECASE)

#: Longest text read as comparators, in characters; longer text is prose.
_COMPARISON_LIMIT: Final = 200


def says_every_version(text: str) -> bool:
    """Return whether a version field says that every version is meant.

    Example:
        >>> says_every_version("All versions"), says_every_version("all 2.x versions")
        (True, False)
    """
    return text[:1] in _EVERY_BEGINS and text.strip().casefold() in _EVERY


def is_placeholder(version: str) -> bool:
    """Return whether a part of a version stands for any number: ``3.x``, ``10.4.*``.

    Example:
        >>> is_placeholder("7.X.2"), is_placeholder("2.0-xenial")
        (True, False)
    """
    return _PLACEHOLDER.search(version) is not None


def read_comparators(text: str) -> tuple[Constraint, ...] | None:
    """Return the constraints in a version field that holds comparators and nothing else.

    Accepted: one comparator with one version, or one lower and one upper bound, joined by a
    comma, a bar, an ampersand, "and" or space; "All versions" may lead. GitHub writes this form
    (``>= 1.0, < 2.0``), and so do many industrial vendors. Anything else is prose.

    Returns:
        One or two constraints, or None when the text is not of this form.

    Source:
        GitHub Advisory Database, "vulnerable version range" of the GraphQL and REST reference.

    Example:
        >>> read_comparators("All versions >= V2.5 and < V2.8")
        (Constraint(comparator='>=', version='V2.5'), Constraint(comparator='<', version='V2.8'))
        >>> read_comparators("before 2.3") is None
        True
    """
    if len(text) > _COMPARISON_LIMIT:
        return None
    rest = text.strip().translate(_SIGNS)
    lead = _LEAD.match(rest)
    found: list[Constraint] = []
    place = lead.end() if lead else 0
    while match := _COMPARISON.match(rest, place):
        found.append(Constraint("=" if match[1] == "==" else match[1], match[2]))
        place = match.end()
        separator = _SEPARATOR.match(rest, place)
        if separator and separator.end() < len(rest):
            place = separator.end()
    if place != len(rest) or any(is_placeholder(each.version) for each in found):
        return None
    if len(found) == 1:
        return tuple(found)
    directions = [(c.comparator in _LOWER, c.comparator in _UPPER) for c in found]
    is_pair = sorted(directions) == [(False, True), (True, False)]
    return tuple(found) if is_pair else None
