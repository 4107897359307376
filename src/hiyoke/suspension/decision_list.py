"""Decisions at a moment, with what is due: reviews after break-glass, and notices of each stop.

What is not here: where one decision stands (`decision_standing`), and words (`hiyoke.reports`).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from hiyoke.suspension.decision_standing import Standing, StandingDecision, standing_decisions
from hiyoke.suspension.notice_clocks import NoticeClock, notice_clocks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hiyoke.suspension.decision_chain import SealedDecision
    from hiyoke.suspension.stop_criteria import StopCriteria


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionList:
    """Decisions of a log at a moment.

    Attributes:
        at: The moment, aware.
        rows: Every deciding record and where it stands, in order.
        notices: Deadlines of each stop, by its number in the log.
    """

    at: datetime
    rows: tuple[StandingDecision, ...]
    notices: Mapping[int, tuple[NoticeClock, ...]]

    @property
    def counts(self) -> dict[Standing, int]:
        """How many decisions stand where, those that occur."""
        found = Counter(row.standing for row in self.rows)
        return {standing: found[standing] for standing in Standing if found[standing]}

    @property
    def overdue(self) -> tuple[StandingDecision, ...]:
        """Break-glass decisions whose review is overdue."""
        return tuple(row for row in self.rows if row.standing is Standing.REVIEW_OVERDUE)

    @property
    def unchecked(self) -> int:
        """How many decisions were recorded without a check of authority."""
        return sum(not row.record.decision.authority for row in self.rows)


def listed_decisions(
    records: Iterable[SealedDecision], criteria: StopCriteria, *, at: datetime
) -> DecisionList:
    """Return the decisions of a log at a moment, and what is due.

    Args:
        records: Of one sound log, in order.
        criteria: Time for reviews, and duties.
        at: The moment, aware.
    """
    rows = standing_decisions(records, at=at, review_within=timedelta(hours=criteria.review_hours))
    return DecisionList(
        at=at,
        rows=rows,
        notices={
            row.record.number: _clocks(row, criteria)
            for row in rows
            if row.record.decision.kind == "stop" and row.standing is not Standing.REFUSED
        },
    )


def _clocks(row: StandingDecision, criteria: StopCriteria) -> tuple[NoticeClock, ...]:
    decision = row.record.decision
    is_or_was_in_force = bool(row.approved_by or decision.break_glass)
    stopped_at = decision.decided_at if is_or_was_in_force else None
    return notice_clocks(criteria.duties, {"knowledge": decision.known_at, "stop": stopped_at})
