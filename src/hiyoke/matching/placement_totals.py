"""From findings on distinct components to totals by system, over any number of placements.

A placement adds its component's counts to its system: the product of a sparse matrix of zeros and
ones with a thin table of counts. Findings are never repeated for each placement. What is not
here: reading placements from files, and services.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

import ibis
import numpy as np

from hiyoke.errors import TableContractError
from hiyoke.languages import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: What is counted for each component and summed by system.
COUNTS: Final = (
    "affected_component_count",
    "finding_count",
    "known_exploited_count",
    "not_assessable_count",
)


def component_counts(settled: Any, problems: Any, known_exploited: Any) -> Any:
    """Return component_no and `COUNTS` of every component with any. Nothing runs here.

    Args:
        settled: Columns `settle.SETTLED`.
        problems: component_no and reason of components that no advisory can be held against.
        known_exploited: vulnerability_id, distinct.

    Returns:
        affected_component_count: 1 where any vulnerability affects the component.
        finding_count: Vulnerabilities that affect it. known_exploited_count: those of them that
        are known to be exploited. not_assessable_count: 1 where anything could not be judged.
    """
    listed = known_exploited.select(listed_id="vulnerability_id")
    marked = settled.left_join(listed, settled.vulnerability_id == listed.listed_id)
    is_affected = marked.status == "affected"
    answers = marked.select(
        "component_no",
        is_affected=is_affected.cast("int32"),
        is_listed=(is_affected & marked.listed_id.notnull()).cast("int32"),
        is_open=(marked.status == "not_assessable").cast("int32"),
    )
    nothing = ibis.literal(0, type="int32")
    unread = problems.select(
        "component_no",
        is_affected=nothing,
        is_listed=nothing,
        is_open=ibis.literal(1, type="int32"),
    )
    rows = answers.union(unread)
    return rows.group_by("component_no").agg(
        affected_component_count=rows.is_affected.max(),
        finding_count=rows.is_affected.sum().cast("int32"),
        known_exploited_count=rows.is_listed.sum().cast("int32"),
        not_assessable_count=rows.is_open.max(),
    )


@dataclass(frozen=True, slots=True)
class ComponentCounts:
    """The counts of all components, laid out for lookup by number.

    Attributes:
        counts: One row for each component, one column for each of `COUNTS`.
        has_any: One byte for each component: 1 where any count is not 0.
    """

    counts: NDArray[np.int32]
    has_any: NDArray[np.uint8]

    @classmethod
    def none(cls, component_count: int) -> ComponentCounts:
        """Return counts of 0 for every component."""
        return cls(
            np.zeros((component_count, len(COUNTS)), dtype=np.int32),
            np.zeros(component_count, dtype=np.uint8),
        )

    def fill(self, table: Any) -> None:
        """Set the counts of the components that an Arrow table names.

        Args:
            table: Columns of `component_counts`, one row for each component.
        """
        rows = table["component_no"].to_numpy()
        for place, name in enumerate(COUNTS):
            self.counts[rows, place] = table[name].to_numpy()
        self.has_any[rows] = self.counts[rows].any(axis=1)


class SystemTotals:
    """Totals by system that placements are added to, a batch at a time.

    Args:
        components: Counts to add.
        system_count: Systems are numbered below this.
        is_compiled: Whether to add with the compiled loop, which takes a second to be made and is
            many times faster; the totals are the same.
    """

    def __init__(
        self, components: ComponentCounts, system_count: int, *, is_compiled: bool = False
    ) -> None:
        self._components = components
        # The compiled loop adds row by row, numpy column by column.
        order: Literal["C", "F"] = "C" if is_compiled else "F"
        self._totals = np.zeros((system_count, len(COUNTS)), dtype=np.int64, order=order)
        self._is_compiled = is_compiled

    @property
    def totals(self) -> NDArray[np.int64]:
        """One row for each system, one column for each of `COUNTS`."""
        return self._totals

    def add(self, component_nos: NDArray[np.int32], system_nos: NDArray[np.int32]) -> None:
        """Add placements.

        Args:
            component_nos: Component of each placement.
            system_nos: System of each placement, as many.

        Raises:
            TableContractError: A number is negative or too high.

        Cost:
            2 to 8 nanoseconds a placement compiled; otherwise 5, and 50 for one with any count.
        """
        components, totals = self._components, self._totals
        if self._is_compiled:
            # The import compiles; it must not be paid for by small questions.
            from hiyoke.matching.placement_kernel import add_placements  # noqa: PLC0415

            is_sound = bool(
                add_placements(
                    component_nos, system_nos, components.has_any, components.counts, totals
                )
            )
        else:
            is_sound = _are_below(component_nos, len(components.has_any)) and _are_below(
                system_nos, len(totals)
            )
            if is_sound:
                met = np.flatnonzero(components.has_any[component_nos])
                rows, systems = component_nos[met], system_nos[met].astype(np.intp)
                for column in range(len(COUNTS)):
                    counts = components.counts[rows, column].astype(np.int64)
                    np.add.at(totals[:, column], systems, counts)
        if not is_sound:
            raise _number_out_of_range(len(components.has_any), len(totals))


def _are_below(numbers: NDArray[np.int32], bound: int) -> bool:
    return not numbers.size or bool(numbers.min() >= 0 and numbers.max() < bound)


def _number_out_of_range(component_count: int, system_count: int) -> TableContractError:
    return TableContractError(
        Text(
            ja=f"構成要素は {component_count} 未満、システムは {system_count} 未満の番号を"
            "期待しましたが、範囲外の番号がありました",
            en=f"expected component numbers 0 to {component_count - 1} and system numbers 0 to "
            f"{system_count - 1}, found a number outside",
        ),
        where="placements",
        remedy=Text(
            ja="構成要素とシステムの表を、配置の表と同じ版にそろえてください。",
            en="Take components, systems and placements from the same export.",
        ),
    )
