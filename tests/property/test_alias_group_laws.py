"""Alias groups are the connected parts of a graph, whatever the order of statements."""

from __future__ import annotations

import random
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiyoke.advisories.alias_groups import AliasStatement, group_aliases, preferred_first

pytestmark = pytest.mark.property

#: Few identifiers, so that chains and circles are common; at most one CVE an advisory.
names = st.sampled_from([f"GHSA-{n}" for n in range(6)] + [f"X-{n}" for n in range(6)])
cves = st.lists(st.sampled_from([f"CVE-2024-{n}" for n in range(4)]), max_size=1)
plain = st.builds(
    lambda advisory_id, aliases, cve: AliasStatement(advisory_id, (*aliases, *cve), ()),
    names,
    st.lists(names, max_size=3),
    cves,
)
errata = st.builds(
    AliasStatement,
    names,
    st.lists(names | st.sampled_from([f"CVE-2024-{n}" for n in range(4)]), max_size=3),
    st.lists(names | st.sampled_from([f"CVE-2024-{n}" for n in range(4)]), max_size=3),
)


def connected_parts(statements: list[AliasStatement]) -> set[frozenset[str]]:
    """Walk the graph of aliases from every identifier."""
    neighbours: dict[str, set[str]] = defaultdict(set)
    for advisory_id, aliases, _ in statements:
        neighbours[advisory_id] |= set(aliases)
        for alias in aliases:
            neighbours[alias].add(advisory_id)
    parts = set()
    for start in list(neighbours):
        seen, frontier = {start}, [start]
        while frontier:
            frontier = [n for at in frontier for n in neighbours[at] if n not in seen]
            seen.update(frontier)
        parts.add(frozenset(seen))
    return parts


@given(statements=st.lists(plain, max_size=8))
def test_groups_are_the_connected_parts_of_the_alias_graph(
    statements: list[AliasStatement],
) -> None:
    found = group_aliases(statements)
    by_name: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for member, flaws in found.items():
        by_name[flaws].add(member)

    assert {frozenset(members) for members in by_name.values()} == connected_parts(statements)
    for (name,), members in by_name.items():
        assert name == min(members, key=preferred_first)


@given(statements=st.lists(plain | errata, max_size=8), seed=st.integers(0, 1000))
def test_groups_do_not_depend_on_the_order_of_statements(
    statements: list[AliasStatement], seed: int
) -> None:
    shuffled = [
        AliasStatement(one.advisory_id, one.aliases[::-1], one.upstream[::-1]) for one in statements
    ]
    random.Random(seed).shuffle(shuffled)  # noqa: S311 - no secret.

    assert group_aliases(shuffled) == group_aliases(statements)


@given(statements=st.lists(plain | errata, max_size=8))
def test_every_identifier_stands_for_flaws_that_stand_for_themselves(
    statements: list[AliasStatement],
) -> None:
    found = group_aliases(statements)

    for advisory_id, aliases, upstream in statements:
        assert {advisory_id, *aliases, *upstream} <= found.keys()
    for flaws in found.values():
        assert flaws
        assert set(flaws) <= found.keys()
        for flaw in flaws:
            if flaw.startswith("CVE-"):
                assert flaw in found[flaw]


@given(statements=st.lists(plain | errata, max_size=8))
def test_an_erratum_never_makes_one_flaw_of_two_cves(statements: list[AliasStatement]) -> None:
    joined = connected_parts([one for one in statements if _cve_count(one) <= 1])
    found = group_aliases(statements)

    for cve in (member for member in found if member.startswith("CVE-")):
        others = {other for other in found[cve] if other.startswith("CVE-") and other != cve}
        for other in others:
            assert any({cve, other} <= part for part in joined)


def _cve_count(statement: AliasStatement) -> int:
    return sum(alias.startswith("CVE-") for alias in statement.aliases)
