"""The one compiled loop of the fan-out: add each placement's component counts to its system.

Importing this module imports numba and compiles, once in a process; nothing is written to disk
(ADR 0009), so only `placement_totals` imports it, and only for many placements. What is not here:
reading placements, and sharing them among threads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numba
from numba import types

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Columns read from Arrow are lent, not given.
_LENT = types.Array(types.int32, 1, "C", readonly=True)


@numba.njit(
    types.boolean(_LENT, _LENT, types.uint8[::1], types.int32[:, ::1], types.int64[:, ::1]),
    nogil=True,
)
def add_placements(
    component_nos: NDArray[np.int32],
    system_nos: NDArray[np.int32],
    has_any: NDArray[np.uint8],
    counts: NDArray[np.int32],
    totals: NDArray[np.int64],
) -> bool:
    """Add the counts of every placement to its system's totals, in place.

    Args:
        component_nos: Component of each placement.
        system_nos: System of each placement, as many.
        has_any: As in `placement_totals.ComponentCounts`.
        counts: The same.
        totals: One row for each system, changed in place.

    Returns:
        Whether every number was in range; when not, `totals` are of no use.
    """
    for place in range(len(component_nos)):
        component = component_nos[place]
        system = system_nos[place]
        if component < 0 or component >= len(has_any) or system < 0 or system >= len(totals):
            return False
        if has_any[component]:
            for column in range(counts.shape[1]):
                totals[system, column] += counts[component, column]
    return True
