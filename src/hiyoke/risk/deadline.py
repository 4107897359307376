"""From beliefs to a deadline: one where the facts are known, every possible one where not.

The rule for planning is the earliest of the possible deadlines until the unknown is settled;
assumptions are worked with, and the deadline they would hide is carried beside. What is not
here: working days, which `hiyoke.calendars` shows beside the date.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from hiyoke.risk.belief import Basis, Belief

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hiyoke.risk.decision_table import DecisionTable, Outcome


@dataclass(frozen=True, slots=True)
class Case:
    """One way the unknown points may turn out.

    Attributes:
        values: (point, value) for each unknown point; empty when nothing is unknown.
        outcome: What the table then says.
    """

    values: tuple[tuple[str, str], ...]
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Decision:
    """What a table says about one flaw on one kind of system.

    Attributes:
        beliefs: What went in, one for each point.
        cases: Every way the unknown points may turn out, most urgent first; never empty. Two or
            more exactly when a point is unknown.
        if_assumptions_fail: Most urgent outcome should an assumption be wrong; None when that is
            no more urgent than `outcome`, or nothing was assumed.
    """

    beliefs: tuple[Belief, ...]
    cases: tuple[Case, ...]
    if_assumptions_fail: Outcome | None

    @property
    def outcome(self) -> Outcome:
        """The outcome to plan by: the most urgent that is possible."""
        return self.cases[0].outcome

    @property
    def least_outcome(self) -> Outcome:
        """The least urgent outcome that is possible."""
        return self.cases[-1].outcome

    @property
    def unknown_points(self) -> tuple[str, ...]:
        """Points without an answer."""
        return tuple(b.point_id for b in self.beliefs if b.basis is Basis.UNKNOWN)

    @property
    def assumed_points(self) -> tuple[str, ...]:
        """Points that rest on an assumption."""
        return tuple(b.point_id for b in self.beliefs if b.basis is Basis.ASSUMPTION)


def decide(table: DecisionTable, beliefs: Sequence[Belief]) -> Decision:
    """Apply a table to what is known.

    Args:
        table: The decision table.
        beliefs: One for each of its points.

    Returns:
        The decision. Law: taking any possible answer of an unknown point never leads outside
        the cases shown.

    Raises:
        DecisionTableError: A belief holds a value that the table does not know.

    Cost:
        Product of the possible values; at most the number of rows of the table.
    """
    held = list(beliefs)
    cases = [
        Case(
            tuple((b.point_id, values[b.point_id]) for b in held if b.basis is Basis.UNKNOWN),
            table.outcome_of(values),
        )
        for values in _combinations(held, open_assumptions=False)
    ]
    cases.sort(key=lambda case: -case.outcome.urgency)
    every = [table.outcome_of(values) for values in _combinations(held, open_assumptions=True)]
    worst = max(every, key=lambda outcome: outcome.urgency)
    hidden = worst if worst.urgency > cases[0].outcome.urgency else None
    return Decision(tuple(held), tuple(cases), hidden)


def _combinations(beliefs: list[Belief], *, open_assumptions: bool) -> Iterator[dict[str, str]]:
    """Yield each possible assignment; assumptions are fixed unless they are opened."""
    choices = [
        [(b.point_id, v) for v in b.values]
        if b.assumed is None or open_assumptions
        else [(b.point_id, b.assumed)]
        for b in beliefs
    ]
    return (dict(assignment) for assignment in itertools.product(*choices))


def clock_start(listed_on: date | None, first_detected_on: date) -> date:
    """Return when the days begin to count: the earlier of KEV listing and detection."""
    return first_detected_on if listed_on is None else min(listed_on, first_detected_on)


def due_on(start_on: date, outcome: Outcome) -> date | None:
    """Return the last calendar day allowed; None when the outcome sets no day."""
    return None if outcome.days is None else start_on + timedelta(days=outcome.days)
