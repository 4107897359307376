"""The authority of a record in the log: who decides, who confirms, who reviews, by which line.

Break-glass is never refused for want of authority, so that nobody waits for a signature while an
attack runs; the record says what was lacking, and another person has to review it. What is not
here: the table (`hiyoke.estate`), and the single claim (`authority_check`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from hiyoke.estate.sheets import AUTHORITY
from hiyoke.estate.sheets.words import normalise_word
from hiyoke.suspension.authority_check import (
    Claim,
    check_claims,
    delegation_for,
    described,
    lacking,
)
from hiyoke.suspension.decision import DECIDING_KINDS

if TYPE_CHECKING:
    from hiyoke.estate import Delegation
    from hiyoke.suspension.decision import Decision
    from hiyoke.suspension.restart import RestartCase
    from hiyoke.suspension.stop_criteria import StopCriteria

#: Begins the authority of a record made under break-glass by somebody who is not entitled.
BREAK_GLASS: Final = "break-glass, lacking: "


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """What authority is checked against.

    Attributes:
        table: Of the institution.
        criteria: Levels and ranks.
    """

    table: tuple[Delegation, ...]
    criteria: StopCriteria


def authorised(
    decision: Decision,
    named: Decision | None,
    authority: Authority,
    *,
    stopped: Decision | None = None,
) -> Decision:
    """Return a record with the delegation by which its author acts.

    Args:
        decision: What is to be recorded.
        named: The decision that it answers; None when it decides itself.
        authority: Table and criteria.
        stopped: The stop that a restart ends; None when there is none.

    Raises:
        FaultsError: Nothing entitles the person, and it is no break-glass.
    """
    claim = claim_of(decision, named, stopped)
    one = None
    if claim.level in authority.criteria.levels:
        one = delegation_for(claim, authority.table, authority.criteria)
    if one is not None:
        return replace(decision, authority=described(one))
    if decision.break_glass:
        lacks = lacking(claim, authority.table, authority.criteria)
        return replace(decision, authority=f"{BREAK_GLASS}{', '.join(lacks)}")
    check_claims([claim], authority.table, authority.criteria)
    return decision


def restart_claims(case: RestartCase, origin: str) -> tuple[Claim, ...]:
    """Return what the people of a restart claim: who stopped, unless by break-glass, and approvers.

    Args:
        case: The restart.
        origin: Its file, for messages.
    """
    people = [(f"{origin} approvals[{n}]", one) for n, one in enumerate(case.approvals, start=1)]
    if not case.stopped.break_glass:
        people.insert(0, (f"{origin} stopped", case.stopped))
    return tuple(
        Claim(
            actor=one.actor,
            role=one.role,
            level=case.level,
            services=case.services,
            at=one.at,
            where=where,
            may_break_glass=one is case.stopped,
        )
        for where, one in people
    )


def role_named(words: str) -> str:
    """Return the role that people mean, in Japanese or English; as written where it is none."""
    return AUTHORITY.by_name["role"].value_by_word.get(normalise_word(words), words)


def claim_of(decision: Decision, named: Decision | None, stopped: Decision | None = None) -> Claim:
    """Return what a record claims; an answer claims the level of the decision it answers.

    An approval of a stop confirms; whoever approves a restart, reviews break-glass or decides needs
    authority for the level itself. Who approves a restart also needs the rank of who stopped.
    """
    subject = decision if named is None else named
    is_second = decision.kind == "approval" and named is not None and named.kind != "restart"
    return Claim(
        actor=decision.actor,
        role=role_named(decision.role),
        level=subject.level or decision.level,
        services=subject.services or decision.services,
        at=decision.decided_at,
        where="decision" if decision.kind in DECIDING_KINDS else decision.kind,
        is_second=is_second,
        may_break_glass=decision.kind in DECIDING_KINDS,
        as_high_as=role_named(stopped.role) if stopped is not None and named is not None else "",
    )
