"""No alternative draws on one row through two columns: what it shares becomes a column of its own.

Preparation in overtime and the change itself may both count against one limit. Whoever compares an
amount with the room of a column could otherwise overlook the other half. What is not here: the
columns that tasks usually need (`resources`).
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hiyoke.planning.resources import Resources

    Slot = tuple[NDArray[np.int32], NDArray[np.float64]]


def separate_shared_rows(slots: list[Slot], resources: Resources) -> list[Slot]:
    """Return the slots of alternatives with shared rows moved to further slots.

    Args:
        slots: Columns and amounts, each [alternatives]; column 0 takes nothing.
        resources: Knows the columns, and gets those that are needed besides.

    Returns:
        The same slots, changed where a row was shared, and as many more as rows are shared.

    Cost:
        Nothing unless a column stands for work that draws on more than its shift and its rest.
    """
    if not slots or not resources.sharing:
        return slots
    columns = np.stack([c for c, _ in slots], axis=1)
    concerned = np.flatnonzero(np.isin(columns, sorted(resources.sharing)).any(axis=1))
    found, which = np.unique(columns[concerned], axis=0, return_inverse=True)
    amounts = np.stack([a for _, a in slots], axis=1)
    further: list[Slot] = []
    for number, mix in enumerate(found.tolist()):
        rows = _shared(mix, resources)
        mine = concerned[which.ravel() == number]
        for place, row in enumerate(rows):
            if place == len(further):
                nothing = np.zeros(len(columns), dtype=np.int32)
                further.append((nothing, np.zeros(len(columns))))
            weights = [dict(resources.parts_of(column)).get(row, 0.0) for column in mix]
            further[place][0][mine] = resources.row_column(row)
            further[place][1][mine] = amounts[mine] @ np.array(weights)
        if rows:
            columns[mine] = [resources.without(column, rows) for column in mix]
    kept = [(columns[:, n].copy(), a) for n, (_, a) in enumerate(slots)]
    for column, amount in kept:
        amount[column == 0] = 0.0
    return [*kept, *further]


def _shared(mix: list[int], resources: Resources) -> list[int]:
    """Return the rows that more than one column of a mix draws on."""
    times = Counter(row for column in mix for row, _ in resources.parts_of(column))
    return sorted(row for row, count in times.items() if count > 1)
