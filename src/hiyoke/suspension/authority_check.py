"""Whether people who decide, confirm or review may do so, by the institution's own table.

A role that the table does not list, or whose delegation has run out, has no authority; neither has
a person whom the table does not name where it names one. What is not here: break-glass, which the
log records instead of asking (`decision_log`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hiyoke.calendars import JAPAN_TIME
from hiyoke.errors import AuthorityError, FaultsError
from hiyoke.languages import Text
from hiyoke.suspension.authority import who_may_decide, why_not
from hiyoke.suspension.decision import is_same_person

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from hiyoke.estate import Delegation
    from hiyoke.suspension.stop_criteria import StopCriteria


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What somebody claims to be entitled to.

    Attributes:
        actor: Who.
        role: In which role.
        level: Level that is decided.
        services: What it stops; a delegation with limits must cover all of them.
        at: When, aware.
        where: Which record or member says so, for messages.
        is_second: Whether the person only confirms what somebody else decided.
        as_high_as: Role whose rank the person's must reach, for a restart; empty for none.
        may_break_glass: Whether a reason may stand for authority.
    """

    actor: str
    role: str
    level: str
    services: tuple[str, ...]
    at: datetime
    where: str
    is_second: bool = False
    as_high_as: str = ""
    may_break_glass: bool = False


def delegation_for(
    claim: Claim, table: Iterable[Delegation], criteria: StopCriteria
) -> Delegation | None:
    """Return the first delegation that entitles a claim; None when none does.

    A second person needs a delegation in force for these services and hours, and a role of at least
    the level's `confirm_rank`; the level itself need not be within the delegation.
    """
    if criteria.ranks.get(claim.role, 0) < _least_rank(claim, criteria):
        return None
    return next((one for one in _own(claim, table) if not _reasons(claim, one, criteria)), None)


def lacking(claim: Claim, table: Collection[Delegation], criteria: StopCriteria) -> tuple[str, ...]:
    """Return what a claim lacks: some of `LACKS`, of the nearest delegation; () when entitled.

    Args:
        claim: Who wants to do what.
        table: Of the institution.
        criteria: Levels and ranks.
    """
    if claim.level not in criteria.levels:
        return ("unstated",)
    in_role = [one for one in table if one.role == claim.role]
    if not in_role:
        return ("role",)
    own = _own(claim, in_role)
    if not own:
        return ("person",)
    reasons = min((_reasons(claim, one, criteria) for one in own), key=len)
    is_low = criteria.ranks.get(claim.role, 0) < _least_rank(claim, criteria)
    return (*reasons, "rank") if is_low else reasons


def faults_of_claim(
    claim: Claim, table: Collection[Delegation], criteria: StopCriteria
) -> tuple[AuthorityError, ...]:
    """Return everything that a claim lacks, as errors; () when it is entitled."""
    reasons = lacking(claim, table, criteria)
    if not reasons:
        return ()
    is_unstated = "unstated" in reasons
    remedy = _STATE_LEVEL if is_unstated else _remedy(claim, table, criteria)
    own = [] if is_unstated else _own(claim, table)
    nearest = min(own, key=lambda one: len(_reasons(claim, one, criteria))) if own else None
    return tuple(
        _fault(claim, *_said(reason, claim, table, criteria, nearest), remedy) for reason in reasons
    )


def check_claims(
    claims: Iterable[Claim], table: Collection[Delegation], criteria: StopCriteria
) -> None:
    """Refuse claims that nothing entitles.

    Raises:
        FaultsError: With every reason of every claim.
    """
    given = list(claims)
    faults = [fault for claim in given for fault in faults_of_claim(claim, table, criteria)]
    if faults:
        raise FaultsError(
            Text(
                ja=f"権限表で認められた人を期待しましたが、{len(faults)} 件の不備がありました",
                en=f"expected people whom the table of authority entitles, found {len(faults)} "
                "faults",
            ),
            faults=faults,
            where=given[0].where,
        )


def described(delegation: Delegation) -> str:
    """Return a delegation in one line, for the record of a decision."""
    parts = [delegation.role, f"up to {delegation.up_to}", delegation.hours]
    parts += [" ".join(delegation.services)] if delegation.services else []
    parts.append(f"until {delegation.expires_on.isoformat()}")
    return f"{delegation.name.ja} [{', '.join(parts)}]"


def _own(claim: Claim, table: Iterable[Delegation]) -> list[Delegation]:
    return [
        one
        for one in table
        if one.role == claim.role
        and (one.person is None or is_same_person(one.person, claim.actor))
    ]


def _reasons(claim: Claim, one: Delegation, criteria: StopCriteria) -> tuple[str, ...]:
    reasons = why_not(one, criteria, level=claim.level, services=claim.services, at=claim.at)
    return tuple(reason for reason in reasons if not (claim.is_second and reason == "level"))


def _least_rank(claim: Claim, criteria: StopCriteria) -> int:
    """Return the rank that a claim needs besides its delegation."""
    confirming = criteria.levels[claim.level].confirm_rank if claim.is_second else 0
    return max(confirming, criteria.ranks.get(claim.as_high_as, 0))


def _said(
    reason: str,
    claim: Claim,
    table: Iterable[Delegation],
    criteria: StopCriteria,
    nearest: Delegation | None,
) -> tuple[Text, Text]:
    """Return what a reason expected and found."""
    if nearest is not None and reason in _OF_DELEGATION:
        return _OF_DELEGATION[reason](claim, nearest)
    if reason == "unstated":
        found = claim.level
        return Text(ja="水準", en="a level"), Text(ja=found or "空欄", en=found or "none")
    if reason == "role":
        listed = ", ".join(dict.fromkeys(one.role for one in table)) or "-"
        wanted = Text(ja=f"権限表にある役割（{listed}）", en=f"a role of the table ({listed})")
        return wanted, Text(ja=claim.role, en=claim.role)
    if reason == "person":
        named = ", ".join(str(one.person) for one in table if one.role == claim.role)
        wanted = Text(
            ja=f"権限表に載る {claim.role} の担当者（{named}）",
            en=f"the holder of {claim.role} in the table ({named})",
        )
        return wanted, Text(ja="別の人", en="somebody else")
    least = _least_rank(claim, criteria)
    roles = ", ".join(role for role, rank in criteria.ranks.items() if rank >= least)
    wanted = Text(ja=f"この承認に足りる役割（{roles}）", en=f"a role high enough ({roles})")
    return wanted, Text(ja=claim.role, en=claim.role)


def _level(claim: Claim, one: Delegation) -> tuple[Text, Text]:
    return (
        Text(ja=f"{claim.level} を決められる権限", en=f"authority for {claim.level}"),
        Text(ja=f"{one.up_to} まで", en=f"up to {one.up_to}"),
    )


def _hours(claim: Claim, one: Delegation) -> tuple[Text, Text]:
    hours, at = _HOURS[one.hours], claim.at.astimezone(JAPAN_TIME)
    return (
        Text(ja=f"{hours.ja}の決定", en=f"a decision {hours.en}"),
        Text(ja=f"{at:%Y-%m-%d %H:%M}", en=f"{at:%Y-%m-%d %H:%M}"),
    )


def _expired(_claim: Claim, one: Delegation) -> tuple[Text, Text]:
    until = one.expires_on.isoformat()
    return (
        Text(ja="期限内の権限", en="a delegation in force"),
        Text(ja=f"{until} で失効したもの", en=f"one that ended on {until}"),
    )


def _services(claim: Claim, one: Delegation) -> tuple[Text, Text]:
    limit, found = ", ".join(one.services), ", ".join(claim.services) or "-"
    return (
        Text(ja=f"権限の範囲（{limit}）の停止", en=f"a stop within the limits ({limit})"),
        Text(ja=found, en=found),
    )


_OF_DELEGATION: Final = {
    "level": _level,
    "hours": _hours,
    "expired": _expired,
    "services": _services,
}
#: What a claim may lack.
LACKS: Final = ("unstated", "role", "person", *_OF_DELEGATION, "rank")
_STATE_LEVEL: Final = Text(
    ja="--level で水準を書くか、水準のある計画（plan.json）を --basis に渡してください。",
    en="State it with --level, or pass a plan that has one (plan.json) as --basis.",
)
_HOURS: Final = {
    "always": Text(ja="常時", en="at any time"),
    "business_hours": Text(ja="営業時間", en="in business hours"),
    "off_hours": Text(ja="夜間休日", en="at night or on a holiday"),
}


def _remedy(claim: Claim, table: Iterable[Delegation], criteria: StopCriteria) -> Text:
    able = who_may_decide(table, criteria, level=claim.level, services=claim.services, at=claim.at)
    ja = "、".join(one.name.ja for one in able[:3]) or "なし"
    en = ", ".join(one.name.en for one in able[:3]) or "nobody"
    told = Text(
        ja=f"この時点で {claim.level} を決められる人: {ja}。",
        en=f"May decide {claim.level} at that time: {en}.",
    )
    if not claim.may_break_glass:
        return told
    return Text(
        ja=f"{told.ja}待てないときは緊急（break-glass）として理由を書き、後で確認を受けてください。",
        en=f"{told.en} If it cannot wait, give the reason for break-glass and have it reviewed.",
    )


def _fault(claim: Claim, expected: Text, found: Text, remedy: Text) -> AuthorityError:
    return AuthorityError(
        Text(
            ja=f"{claim.actor}（{claim.role}）に、{expected.ja}を期待しましたが、{found.ja}でした",
            en=f"expected {expected.en} of {claim.actor} ({claim.role}), found {found.en}",
        ),
        where=claim.where,
        remedy=remedy,
    )
