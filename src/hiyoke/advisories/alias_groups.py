"""Which identifiers mean the same flaw, and which flaws an advisory speaks of.

* Identifiers joined by `aliases` are one flaw. Two CVE identifiers are two flaws by definition,
  so an advisory that names several CVEs as its aliases speaks of several flaws instead.
* An advisory with `upstream` packages those flaws: it belongs to each of them.
* `related` joins nothing. Readers move what means `upstream` there before it gets here.

The preferred identifier of a flaw is its CVE, then its GHSA, then the first of the others.
What is not here: withdrawn advisories, which the caller leaves out; they keep their own name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: Steps from erratum to upstream to its upstream that are followed; real chains have two.
UPSTREAM_STEPS: Final = 8

_NUMBERS = re.compile(r"(\d+)")


class AliasStatement(NamedTuple):
    """What one advisory says about identifiers.

    Attributes:
        advisory_id: The advisory.
        aliases: Other identifiers of the same flaw.
        upstream: Flaws that it packages.
    """

    advisory_id: str
    aliases: Sequence[str]
    upstream: Sequence[str]


def preferred_first(identifier: str) -> tuple[int, tuple[tuple[int, int, str], ...], str]:
    """Return a sort key that puts the preferred identifier of a group first.

    CVE before GHSA before others; within a kind, numbers count as numbers.

    Example:
        >>> min(["GHSA-1", "CVE-2024-1000", "CVE-2024-999"], key=preferred_first)
        'CVE-2024-999'
    """
    pieces = tuple(
        (1, int(piece), "") if piece.isdecimal() and len(piece) <= 18 else (0, 0, piece)  # noqa: PLR2004
        for piece in _NUMBERS.split(identifier)
    )
    return _rank(identifier), pieces, identifier


def _rank(identifier: str) -> int:
    return 0 if _is_cve(identifier) else 1 if identifier.startswith("GHSA-") else 2


def _is_cve(identifier: str) -> bool:
    return identifier.startswith("CVE-")


def _preferred(members: Sequence[str]) -> str:
    """Return the first of `members` by `preferred_first`, with a key for the best kind alone."""
    if len(members) == 1:
        return members[0]
    ranks = list(map(_rank, members))
    best = [member for member, rank in zip(members, ranks, strict=True) if rank == min(ranks)]
    return best[0] if len(best) == 1 else min(best, key=preferred_first)


def group_aliases(statements: Iterable[AliasStatement]) -> dict[str, tuple[str, ...]]:
    """Return, for every identifier that occurs, the flaws it stands for.

    Args:
        statements: One for each advisory and format that stands, in any order.

    Returns:
        Preferred identifiers in rising order, by member. A member that is a flaw of its own
        maps to its group's preferred identifier; an erratum maps to each flaw it fixes.

    Cost:
        Near linear in identifiers; about 10 microseconds an advisory.
    """
    stated = list(statements)
    groups = _Groups()
    several = [statement for statement in stated if _names_several(statement)]
    named = _named_elsewhere(stated) if several else set()
    upstream: dict[str, set[str]] = defaultdict(set)
    for statement in stated:
        advisory_id, aliases, packaged = statement
        groups.add(advisory_id)
        parts = set(packaged)
        if several and _names_several(statement):
            # Several flaws: each alias that is known otherwise is one of them.
            parts.update(alias for alias in aliases if _is_cve(alias) or alias in named)
            aliases = [alias for alias in aliases if alias not in parts]
        for alias in aliases:
            groups.join(advisory_id, alias)
        for part in parts:
            groups.add(part)
        if parts:
            upstream[advisory_id] |= parts
    return _Flaws(groups, upstream).by_member()


def _names_several(statement: AliasStatement) -> bool:
    """Return whether an advisory names several CVEs as its aliases."""
    aliases = statement.aliases
    if len(aliases) < 2 or _is_cve(statement.advisory_id):  # noqa: PLR2004
        return False
    return sum(map(_is_cve, aliases)) > 1


def _named_elsewhere(stated: Sequence[AliasStatement]) -> set[str]:
    """Return identifiers that are advisories, or aliases in an advisory about one flaw."""
    named = {statement.advisory_id for statement in stated}
    named.update(
        alias
        for statement in stated
        if not _names_several(statement)
        for alias in statement.aliases
    )
    return named


class _Groups:
    """Disjoint sets of identifiers: union-find with path halving."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def add(self, identifier: str) -> None:
        self._parent.setdefault(identifier, identifier)

    def root(self, identifier: str) -> str:
        parent = self._parent
        while (above := parent[identifier]) != identifier:
            parent[identifier] = identifier = parent[above]
        return identifier

    def join(self, one: str, other: str) -> None:
        self.add(other)
        first, second = self.root(one), self.root(other)
        if first != second:
            self._parent[first] = second

    def members(self) -> dict[str, list[str]]:
        """Return members by root."""
        members: dict[str, list[str]] = defaultdict(list)
        for identifier, above in self._parent.items():
            members[above if above == identifier else self.root(above)].append(identifier)
        return members


class _Flaws:
    """Groups with the flaws they stand for."""

    def __init__(self, groups: _Groups, upstream: dict[str, set[str]]) -> None:
        self._groups = groups
        self._upstream = upstream
        self._members = groups.members()
        self._name = {root: _preferred(members) for root, members in self._members.items()}
        self._above: dict[str, set[str]] = {}
        for identifier, parts in upstream.items():
            root = groups.root(identifier)
            above = {groups.root(part) for part in parts} - {root}
            self._above.setdefault(root, set()).update(above)

    def by_member(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for root, members in self._members.items():
            if root not in self._above:
                found.update(dict.fromkeys(members, (self._name[root],)))
                continue
            of_group = self._flaws_of(root)
            for member in members:
                names = of_group
                if _is_cve(self._name[root]) and member in self._upstream:
                    parts = {self._groups.root(part) for part in self._upstream[member]} - {root}
                    names = of_group.union(*map(self._flaws_of, parts))
                found[member] = tuple(sorted(names))
        return found

    def _flaws_of(self, root: str) -> set[str]:
        """Return the flaws a group stands for: itself, or what it packages, step by step."""
        flaws: set[str] = set()
        seen = {root}
        frontier = [root]
        for _ in range(UPSTREAM_STEPS):
            following = []
            for group in frontier:
                above = self._above.get(group)
                if not above or _is_cve(self._name[group]):
                    flaws.add(self._name[group])
                else:
                    following += [one for one in above if one not in seen]
                    seen.update(above)
            frontier = following
            if not frontier:
                break
        flaws.update(self._name[group] for group in frontier)
        return flaws or {self._name[root]}
