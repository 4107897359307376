"""What jobs compete for: rows that not all could draw on at once, and who shares them.

What is not here: the same for parts in which a bound is proved (`hiyoke.planning.parts`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hiyoke.planning.annealing.compiled import compiled, inner

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@compiled
def survey(
    ways: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]],
    columns: tuple[NDArray[np.int64], NDArray[np.float64]],
    notes: tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64], NDArray[np.uint8]],
) -> None:
    """Note what all jobs together could want of each row, and which ways draw on a row twice.

    Args:
        ways: First way of each job [jobs + 1], columns [ways, width] and amounts [ways, width].
        columns: Rows and weights of each column.
        notes: What is wanted of each row at most, room for each row, room for two lines of rows,
            and whether a way draws on a row twice; all zero, and filled.
    """
    starts, column, amount = ways
    row_of, weight_of = columns
    wanted, most, seen, is_twice = notes
    for job in range(starts.size - 1):
        for way in range(starts[job], starts[job + 1]):
            for slot in range(column.shape[1]):
                for number in range(row_of.shape[1] if column[way, slot] > 0 else 0):
                    row = row_of[column[way, slot], number]
                    take = amount[way, slot] * weight_of[column[way, slot], number]
                    if take > 0.0:
                        if seen[0, row] != job + 1:
                            seen[0, row], most[row] = job + 1, 0.0
                        is_twice[way] |= seen[1, row] == way + 1
                        seen[1, row] = way + 1
                        wanted[row] += max(0.0, take - most[row])
                        most[row] = max(most[row], take)


@inner
def join(one: int, other: int, root: NDArray[np.int64]) -> None:
    """Join two parts; the smaller number becomes the root, paths are halved on the way."""
    while root[one] != one:
        root[one] = root[root[one]]
        one = root[one]
    while root[other] != other:
        root[other] = root[root[other]]
        other = root[other]
    root[max(one, other)] = min(one, other)


@compiled
def unite(
    ways: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]],
    columns: tuple[NDArray[np.int64], NDArray[np.float64]],
    first: NDArray[np.int64],
    root: NDArray[np.int64],
) -> None:
    """Join the jobs that draw on the same rows.

    Args:
        ways: As in `survey`.
        columns: The same; rows with weight 0 join nobody.
        first: Room for the first user of each row; all -1.
        root: A job of each job's part, perhaps itself; changed in place.
    """
    starts, column, amount = ways
    row_of, weight_of = columns
    for job in range(starts.size - 1):
        for way in range(starts[job], starts[job + 1]):
            for slot in range(column.shape[1]):
                for number in range(row_of.shape[1] if column[way, slot] > 0 else 0):
                    row = row_of[column[way, slot], number]
                    if amount[way, slot] * weight_of[column[way, slot], number] > 0.0:
                        if first[row] < 0:
                            first[row] = job
                        join(first[row], job, root)
