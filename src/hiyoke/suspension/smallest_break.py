"""The fewest dependencies to set aside so that no cycle is left: a minimum feedback arc set.

Exact for knots of up to `EXACT_NODES` nodes, by a search over subsets; beyond that a good order by
degrees, which says that it is not proven. What is not here: what the nodes are (`stop_order`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: Largest knot that is searched exactly; 2 ** 16 subsets.
EXACT_NODES: Final = 16

Pair = tuple[str, str]


class SmallestBreak(NamedTuple):
    """What to set aside.

    Attributes:
        dropped: Pairs without which no cycle is left, sorted.
        is_proven: Whether fewer would not do.
    """

    dropped: tuple[tuple[str, str], ...]
    is_proven: bool


def smallest_break(pairs: Iterable[tuple[str, str]]) -> SmallestBreak:
    """Return the fewest pairs to drop so that the rest has no cycle.

    Args:
        pairs: ``(earlier, later)``; a pair of a node with itself is always dropped.

    Cost:
        Linear outside knots; at most 16 * 2 ** 16 steps for each knot searched exactly.
    """
    distinct = sorted(set(pairs))
    dropped = [pair for pair in distinct if pair[0] == pair[1]]
    after: dict[str, list[str]] = {}
    for source, target in distinct:
        if source != target:
            after.setdefault(source, []).append(target)
            after.setdefault(target, [])
    is_proven = True
    for knot in knots(after):
        if len(knot) == 1:
            continue
        inside = set(knot)
        edges = [(s, t) for s in knot for t in after[s] if t in inside]
        if len(knot) <= EXACT_NODES:
            order = _best_order(knot, edges)
        else:
            order, is_proven = _order_by_degree(knot, edges), False
        place = {node: number for number, node in enumerate(order)}
        dropped += [(s, t) for s, t in edges if place[s] > place[t]]
    return SmallestBreak(tuple(sorted(dropped)), is_proven)


def knots(after: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """Return strongly connected nodes together, each group sorted, groups in a stable order.

    Source:
        R. E. Tarjan, Depth-first search and linear graph algorithms, SIAM J. Comput. 1(2), 1972;
        here without recursion.
    """
    seen: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    found: list[list[str]] = []
    for root in sorted(after):
        if root in seen:
            continue
        work = [(root, iter(sorted(after[root])))]
        seen[root] = low[root] = len(seen)
        stack.append(root)
        on_stack.add(root)
        while work:
            node, rest = work[-1]
            step = next(rest, None)
            if step is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == seen[node]:
                    found.append(_pop_group(stack, on_stack, node))
            elif step not in seen:
                seen[step] = low[step] = len(seen)
                stack.append(step)
                on_stack.add(step)
                work.append((step, iter(sorted(after[step]))))
            elif step in on_stack:
                low[node] = min(low[node], seen[step])
    return found


def _pop_group(stack: list[str], on_stack: set[str], root: str) -> list[str]:
    group = []
    while True:
        node = stack.pop()
        on_stack.discard(node)
        group.append(node)
        if node == root:
            return sorted(group)


def _best_order(knot: list[str], edges: list[Pair]) -> list[str]:
    """Return the order that goes against the fewest edges; the first in name order among equals."""
    number = {node: place for place, node in enumerate(knot)}
    before = [0] * len(knot)
    for source, target in edges:
        before[number[target]] |= 1 << number[source]
    full = (1 << len(knot)) - 1
    # cost[left]: edges broken at least when the nodes of `left` are still to be placed.
    cost, choice = [0] * (full + 1), [0] * (full + 1)
    for left in range(1, full + 1):
        best, chosen = len(edges) + 1, 0
        for node in range(len(knot)):
            rest = left & ~(1 << node)
            if rest == left:
                continue
            broken = (before[node] & rest).bit_count() + cost[rest]
            if broken < best:
                best, chosen = broken, node
        cost[left], choice[left] = best, chosen
    order, left = [], full
    while left:
        order.append(knot[choice[left]])
        left &= ~(1 << choice[left])
    return order


def _order_by_degree(knot: list[str], edges: list[Pair]) -> list[str]:
    """Return an order by what goes out of a node less what comes in, step by step.

    Source:
        P. Eades, X. Lin and W. F. Smyth, A fast and effective heuristic for the feedback arc set
        problem, Inf. Process. Lett. 47(6), 1993.
    """
    left, head, tail = set(knot), [], []  # type: tuple[set[str], list[str], list[str]]
    while left:
        out = dict.fromkeys(left, 0)
        into = dict.fromkeys(left, 0)
        for source, target in edges:
            if source in left and target in left:
                out[source] += 1
                into[target] += 1
        sinks = sorted(node for node in left if not out[node])
        if sinks:
            tail = sinks + tail
            left -= set(sinks)
            continue
        sources = sorted(node for node in left if not into[node])
        chosen = sources or [min(left, key=lambda node: (into[node] - out[node], node))]
        head += chosen
        left -= set(chosen)
    return head + tail
