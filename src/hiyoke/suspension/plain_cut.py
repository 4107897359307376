"""The cheapest links to cut when links alone can be cut: a minimum cut by maximum flow.

Without modes, redundancy or clocks the question needs no mixed-integer model, and a country's worth
of links is answered at once. What is not here: modes (`cheapest_stop`).

Source:
    Ford and Fulkerson, 1956: the least cut equals the greatest flow. Solved by the push-relabel
    method of OR-Tools.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from hiyoke.errors import StopProblemError
from hiyoke.languages import Text

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

#: Price of a link that must not be cut; a cut that costs this much or more does not exist.
UNCUTTABLE: Final = 1 << 40


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class PlainCut:
    """A cheapest cut.

    Attributes:
        links: Numbers of the links to cut, in order, int64.
        cost: Their prices together.
        is_beyond: Whether each node lies on the target's side, which the attacker cannot enter any
            more: bool[nodes].
    """

    links: NDArray[np.int64]
    cost: int
    is_beyond: NDArray[np.bool_]


def cut_plainly(
    node_count: int,
    sources: ArrayLike,
    targets: ArrayLike,
    prices: ArrayLike,
    *,
    source: int,
    target: int,
) -> PlainCut:
    """Return the cheapest links to cut between two nodes.

    Args:
        node_count: Nodes are 0 to `node_count` - 1.
        sources: Node where each link begins.
        targets: Node where it ends.
        prices: What cutting it costs, whole numbers of 0 or more; `UNCUTTABLE` forbids it.
        source: Where the attacker is.
        target: What he must not reach.

    Raises:
        StopProblemError: The arrays do not fit, or no cut exists.

    Cost:
        100,000 nodes and 1,000,000 links take as long as OR-Tools alone, and a tenth more.
    """
    begins, ends, costs = (
        np.ascontiguousarray(numbers, dtype=np.int64) for numbers in (sources, targets, prices)
    )
    _check(node_count, begins, ends, costs, (source, target))
    flow = _solver().SimpleMaxFlow()
    flow.add_arcs_with_capacity(begins.astype(np.int32), ends.astype(np.int32), costs)
    status = flow.solve(source, target) if begins.size else None
    is_beyond = np.zeros(node_count, dtype=np.bool_)
    is_beyond[target] = True
    if status is None:
        return PlainCut(links=np.zeros(0, dtype=np.int64), cost=0, is_beyond=is_beyond)
    cost = int(flow.optimal_flow())
    if status != flow.OPTIMAL or cost >= UNCUTTABLE:
        raise _no_cut(source, target)
    is_beyond[np.asarray(flow.get_sink_side_min_cut(), dtype=np.int64)] = True
    links = np.flatnonzero(~is_beyond[begins] & is_beyond[ends])
    return PlainCut(links=links, cost=cost, is_beyond=is_beyond)


def _solver() -> Any:
    """Load OR-Tools' maximum flow beside HiGHS.

    Both bring a library called libhighs, in versions that do not fit each other. Ours is loaded
    first, and OR-Tools' names are looked up only when used: its maximum flow uses none of HiGHS.
    """
    import highspy  # noqa: F401, PLC0415 - must come first.

    flags = sys.getdlopenflags()
    sys.setdlopenflags(os.RTLD_LAZY)
    try:
        from ortools.graph.python import max_flow  # noqa: PLC0415 - heavy.
    finally:
        sys.setdlopenflags(flags)
    return max_flow


def _check(
    node_count: int,
    begins: NDArray[np.int64],
    ends: NDArray[np.int64],
    costs: NDArray[np.int64],
    terminals: tuple[int, int],
) -> None:
    numbers = np.concatenate([begins, ends, np.array(terminals)])
    is_sound = (
        begins.shape == ends.shape == costs.shape
        and terminals[0] != terminals[1]
        and int(numbers.min()) >= 0
        and int(numbers.max()) < node_count
        and int(costs.min(initial=0)) >= 0
    )
    if not is_sound:
        raise StopProblemError(
            Text(
                ja="同数の始点・終点・価格と、異なる二つの節点を期待しましたが、違いました",
                en="expected as many sources as targets and prices of 0 or more, between two "
                "different known nodes, found otherwise",
            ),
            where="cut_plainly",
            remedy=Text(ja="入力を直してください。", en="Correct the inputs."),
        )


def _no_cut(source: int, target: int) -> StopProblemError:
    return StopProblemError(
        Text(
            ja=f"{source} から {target} を切り離せる経路を期待しましたが、ありませんでした",
            en=f"expected links that can part {source} from {target}, found none",
        ),
        where="cut_plainly",
        remedy=Text(ja="切れない経路を見直してください。", en="Allow more links to be cut."),
    )
