"""Where each decision stands: awaiting a second person, confirmed, break-glass, lapsed.

What is not here: who may decide at which level (`authority`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from hiyoke.suspension.decision import DECIDING_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hiyoke.suspension.decision_chain import SealedDecision

#: Time for the review of a break-glass decision: an assumption, to be set by each institution.
REVIEW_WITHIN: Final = timedelta(hours=24)


class Standing(StrEnum):
    """Where a decision stands."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    BREAK_GLASS = "break_glass"
    REVIEW_OVERDUE = "review_overdue"
    REVIEWED = "reviewed"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingDecision:
    """A decision and where it stands.

    Attributes:
        record: The decision.
        standing: Where it stands.
        approved_by: Persons who approved, in order.
        refused_by: Persons who refused, in order.
        review_due_at: When a break-glass decision must be reviewed; None for others.
    """

    record: SealedDecision
    standing: Standing
    approved_by: tuple[str, ...]
    refused_by: tuple[str, ...]
    review_due_at: datetime | None


def standing_decisions(
    records: Iterable[SealedDecision], *, at: datetime, review_within: timedelta = REVIEW_WITHIN
) -> tuple[StandingDecision, ...]:
    """Return where every decision of a log stands at a moment.

    A decision is in force only when another person has approved it and nobody has refused it, or
    under break-glass; break-glass stays visible until another person has reviewed it. Answers given
    after `at` do not count.

    Args:
        records: Of one sound log, in order.
        at: The moment, aware.
        review_within: Time for the review of a break-glass decision.
    """
    known = [record for record in records if record.decision.decided_at <= at]
    return tuple(
        _stand(record, known, at, review_within)
        for record in known
        if record.decision.kind in DECIDING_KINDS
    )


def _stand(
    record: SealedDecision, known: list[SealedDecision], at: datetime, review_within: timedelta
) -> StandingDecision:
    answers = [one.decision for one in known if one.decision.refers_to == record.hash]
    approved = tuple(a.actor for a in answers if a.kind == "approval" and a.approves)
    refused = tuple(a.actor for a in answers if a.kind == "approval" and not a.approves)
    reviewed = [a for a in answers if a.kind == "review"]
    decision = record.decision
    due = decision.decided_at + review_within if decision.break_glass else None
    if refused or any(not review.approves for review in reviewed):
        standing = Standing.REFUSED
    elif due is not None and not reviewed:
        standing = Standing.REVIEW_OVERDUE if at > due else Standing.BREAK_GLASS
    elif decision.expires_at is not None and at >= decision.expires_at:
        standing = Standing.EXPIRED
    elif reviewed:
        standing = Standing.REVIEWED
    else:
        standing = Standing.CONFIRMED if approved else Standing.PENDING
    return StandingDecision(
        record=record,
        standing=standing,
        approved_by=approved,
        refused_by=refused,
        review_due_at=due,
    )
