"""A decision table: what is known of a flaw on a system, to the time within which to deal with it.

A table is data, never code: points with ordered values, ordered outcomes, and one row for every
combination. What is not here: reading it from a file (`decision_table_file`), and the clock that
turns days into dates (`deadline`).

Source:
    SSVC, "decision point", "decision table" and "outcome", CERT/CC.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from hiyoke.errors import DecisionTableError
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class PointValue(NamedTuple):
    """One value that a decision point may take.

    Attributes:
        value: Word used in columns.
        label: The same for people.
        standard_key: Key in the published standard, for conformance.
    """

    value: str
    label: Text
    standard_key: str


@dataclass(frozen=True, slots=True)
class DecisionPoint:
    """One question that the table asks.

    Attributes:
        point_id: Name in columns, for example ``automatable``.
        standard_id: Identifier in the published standard.
        label: The question as a label.
        values: Possible answers, least urgent first.
    """

    point_id: str
    standard_id: str
    label: Text
    values: tuple[PointValue, ...]

    def label_of(self, value: str) -> Text:
        """Return the words for `value`, or the value itself when it is none of this point's."""
        return next((v.label for v in self.values if v.value == value), Text(value, value))


@dataclass(frozen=True, slots=True)
class Outcome:
    """One answer that the table gives.

    Attributes:
        outcome_id: Name in columns, for example ``14_days``.
        standard_key: Key in the published standard.
        label: The same for people.
        days: Calendar days allowed, 0 or more; None when no day is set.
        urgency: Position among the table's outcomes; higher is more urgent.
    """

    outcome_id: str
    standard_key: str
    label: Text
    days: int | None
    urgency: int


@dataclass(frozen=True, slots=True)
class MissingRule:
    """What to assume while nobody has answered a point.

    Attributes:
        otherwise: Value assumed when nothing better is known.
        from_cvss: Whether a CVSS vector may suggest the value first.
    """

    otherwise: str
    from_cvss: bool


@dataclass(frozen=True, slots=True)
class HumanImpactRule:
    """How SSVC's human impact follows from the services that need a system.

    Attributes:
        note: Says that this is an assumption.
        safety_impact: Safety impact taken for every system.
        mission_impact: Mission impact for each role of a system.
        rows: Human impact for each (safety impact, mission impact).
    """

    note: Text
    safety_impact: str
    mission_impact: Mapping[str, str]
    rows: Mapping[tuple[str, str], str]

    def impact_of(self, role: str) -> str:
        """Return the human impact of a system in `role`."""
        return self.rows[self.safety_impact, self.mission_impact[role]]


@dataclass(frozen=True, slots=True)
class DecisionTable:
    """A complete table: every combination of values has exactly one outcome.

    Attributes:
        table_id: Name on the command line.
        version: Version of the table, for `run.json`.
        title: Its name for people.
        standing: Who asks it of whom, said wherever a deadline is shown.
        publisher: Who published it.
        reference: Where exactly.
        licence_note: What was taken over, and on which terms.
        trust: Trust mark: P primary text seen, A assumption.
        deadline_note: Whether the days are the source's or an assumption.
        days_are_assumed: Whether the days are an assumption.
        clock: From when the days count.
        missing_note: What is assumed while points are missing.
        points: Questions, in the order of the row's values.
        outcomes: Answers, least urgent first.
        rows: Outcome identifier for each combination of values.
        when_missing: Assumed values by point; a point without a rule is never assumed.
        human_impact: Present when the table asks for human impact.
    """

    table_id: str
    version: str
    title: Text
    standing: Text
    publisher: str
    reference: str
    licence_note: str
    trust: str
    deadline_note: Text
    days_are_assumed: bool
    clock: Text
    missing_note: Text
    points: tuple[DecisionPoint, ...]
    outcomes: tuple[Outcome, ...]
    rows: Mapping[tuple[str, ...], str]
    when_missing: Mapping[str, MissingRule] = field(default_factory=dict)
    human_impact: HumanImpactRule | None = None

    def outcome_of(self, values: Mapping[str, str]) -> Outcome:
        """Return the outcome of one row.

        Args:
            values: One value for each point.

        Raises:
            DecisionTableError: A point has no value, or one that the table does not know.
        """
        combination = tuple(values.get(point.point_id, "") for point in self.points)
        outcome_id = self.rows.get(combination)
        if outcome_id is None:
            raise DecisionTableError(
                Text(
                    ja=f"判断表にある値の組を期待しましたが、{combination!r} でした",
                    en=f"expected a combination of the table's values, found {combination!r}",
                ),
                where=f"decision table {self.table_id!r}",
                remedy=Text(
                    ja="各判断項目の値を確かめてください。",
                    en="Check the value of each decision point.",
                ),
            )
        return self.outcome(outcome_id)

    def outcome(self, outcome_id: str) -> Outcome:
        """Return the outcome of this name.

        Raises:
            DecisionTableError: The table has no such outcome.
        """
        for outcome in self.outcomes:
            if outcome.outcome_id == outcome_id:
                return outcome
        raise DecisionTableError(
            Text(
                ja=f"判断表にある結果を期待しましたが、{outcome_id!r} でした",
                en=f"expected an outcome of the table, found {outcome_id!r}",
            ),
            where=f"decision table {self.table_id!r}",
        )

    def point(self, point_id: str) -> DecisionPoint | None:
        """Return the point of this name, or None when the table does not ask it."""
        return next((p for p in self.points if p.point_id == point_id), None)

    def combinations(self) -> Iterator[tuple[str, ...]]:
        """Yield every combination that the table must answer."""
        return itertools.product(*([v.value for v in point.values] for point in self.points))


class Relaxation(NamedTuple):
    """A place where a more urgent value gives a less urgent outcome.

    Attributes:
        point_id: The point whose value rises.
        lower: The combination before.
        higher: The combination after.
    """

    point_id: str
    lower: tuple[str, ...]
    higher: tuple[str, ...]


def relaxations(table: DecisionTable) -> list[Relaxation]:
    """List every place where raising one value lowers the outcome; empty when monotone.

    A published table may do so on purpose, so this is a warning for its editor and not an error.
    """
    found = []
    urgency = {outcome.outcome_id: outcome.urgency for outcome in table.outcomes}
    for lower in table.combinations():
        for place, point in enumerate(table.points):
            order = [v.value for v in point.values]
            position = order.index(lower[place])
            if position + 1 < len(order):
                higher = (*lower[:place], order[position + 1], *lower[place + 1 :])
                if urgency[table.rows[higher]] < urgency[table.rows[lower]]:
                    found.append(Relaxation(point.point_id, lower, higher))
    return found
