"""Plain cuts against every set of links, and against what they must leave."""

from __future__ import annotations

import random
from itertools import product

import numpy as np
import pytest

from hiyoke.errors import StopProblemError
from hiyoke.suspension.plain_cut import UNCUTTABLE, cut_plainly


def reached(nodes: int, links: list[tuple[int, int]], kept: list[bool]) -> set[int]:
    found, front = {0}, [0]
    while front:
        node = front.pop()
        for (begin, end), is_kept in zip(links, kept, strict=True):
            if is_kept and begin == node and end not in found and end < nodes:
                found.add(end)
                front.append(end)
    return found


def test_costs_no_more_than_the_best_of_all_sets_of_links() -> None:
    for seed in range(60):
        rng = random.Random(seed)  # noqa: S311 - a fixed seed for a test.
        nodes = rng.randint(2, 5)
        links = [(rng.randrange(nodes), rng.randrange(nodes)) for _ in range(rng.randint(1, 8))]
        prices = [rng.randint(0, 9) for _ in links]
        begins, ends = zip(*links, strict=True)
        cut = cut_plainly(nodes, begins, ends, prices, source=0, target=nodes - 1)
        best = min(
            sum(price for price, is_kept in zip(prices, kept, strict=True) if not is_kept)
            for kept in map(list, product([True, False], repeat=len(links)))
            if nodes - 1 not in reached(nodes, links, kept)
        )
        assert cut.cost == best, seed
        kept = [n not in set(cut.links.tolist()) for n in range(len(links))]
        within = reached(nodes, links, kept)
        assert not any(cut.is_beyond[node] for node in within), seed
        assert sum(prices[n] for n in cut.links) == cut.cost, seed


def test_cuts_nothing_where_nothing_leads() -> None:
    cut = cut_plainly(3, [0], [1], [5], source=0, target=2)
    assert cut.cost == 0
    assert cut.links.size == 0
    assert cut_plainly(2, [], [], [], source=0, target=1).is_beyond.tolist() == [False, True]


def test_says_so_when_nothing_can_be_cut() -> None:
    with pytest.raises(StopProblemError, match="none"):
        cut_plainly(2, [0], [1], [UNCUTTABLE], source=0, target=1)
    with pytest.raises(StopProblemError, match="different known nodes"):
        cut_plainly(2, [0], [1], np.array([-1]), source=0, target=1)
