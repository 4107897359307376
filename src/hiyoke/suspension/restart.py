"""The restart as a state machine: stopped, awaiting approval, ready, ramping, restored.

Nothing leaves the stop while one condition is open, and what nobody has stated is open. What is not
here: reading the file (`restart_file`), and whether a restart pays.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from hiyoke.languages import Text
from hiyoke.suspension.decision import is_same_person
from hiyoke.suspension.readiness import Counterparty, readiness_gap

if TYPE_CHECKING:
    from hiyoke.suspension.stop_criteria import StopCriteria

#: Conditions that people confirm; the others are computed.
_COMPUTED: Final = ("in_flight", "counterparties", "window")


#: Sums of written parts may miss by this much.
_ROUNDING: Final = 1e-9


class RestartState(StrEnum):
    """Where a restart stands."""

    STOPPED = "stopped"
    AWAITING_APPROVAL = "awaiting_approval"
    READY = "ready"
    RAMPING = "ramping"
    STOP_AGAIN = "stop_again"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """A condition that somebody confirms.

    Attributes:
        met: yes, no or unknown.
        by: Who says so.
        at: When; None when not stated.
        evidence: What shows it.
    """

    met: str = "unknown"
    by: str = ""
    at: datetime | None = None
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who decided something.

    Attributes:
        actor: Who.
        role: In which role.
        at: When, aware.
        break_glass: Why there was no time for authority; empty when it was there.
    """

    actor: str
    role: str
    at: datetime
    break_glass: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenItems:
    """Transactions or files that were in flight when the stop began.

    Attributes:
        name: What.
        count: How many; None when unknown.
        reconciled: How many are settled.
    """

    name: str
    count: int | None
    reconciled: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RampStage:
    """One stage of coming back.

    Attributes:
        share: Part of customers or volume let in, in (0, 1].
        minutes: How long to watch it.
        stop_again: What would stop it again.
        holds: yes when it went well, no when a stop-again criterion was met, empty when not begun.
    """

    share: float
    minutes: float
    stop_again: str
    holds: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RestartCase:
    """Everything that a restart is judged by.

    Attributes:
        level: Level of the stop, L0 to L4.
        stopped: Who stopped.
        at: When the restart is to begin, aware.
        intrusion: Whether an intruder was inside: yes, no or unknown.
        confirmations: By condition.
        approvals: Who approved the restart.
        in_flight: None when nobody has stated it; empty when there is nothing.
        counterparties: None when nobody has stated them; empty when there are none.
        quorum: Name of the rule; empty when none was named.
        window_minutes: Useful open time before the cut-off; None when nobody has stated it.
        needs_no_window: Why there is no cut-off; empty when there is one.
        ramp: Stages; one or more.
        is_exercise: Whether it belongs to an exercise.
        services: Services that were stopped; empty when nobody has stated them.
    """

    level: str
    stopped: Person
    at: datetime
    intrusion: str
    confirmations: dict[str, Confirmation]
    approvals: tuple[Person, ...]
    in_flight: tuple[OpenItems, ...] | None
    counterparties: tuple[Counterparty, ...] | None
    quorum: str
    window_minutes: float | None
    needs_no_window: str
    ramp: tuple[RampStage, ...]
    is_exercise: bool = False
    services: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCondition:
    """A condition that is not met.

    Attributes:
        code: Of the condition.
        why: What is missing.
    """

    code: str
    why: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class RestartCheck:
    """What the check found.

    Attributes:
        state: Where the restart stands.
        open: Conditions that are not met, in the profile's order.
        required: All conditions of this restart.
        missing_approval: Why no approval counts; None when one does.
        watch_until: Until when to watch closely, from the planned restart.
    """

    state: RestartState
    open: tuple[OpenCondition, ...]
    required: tuple[str, ...]
    missing_approval: Text | None
    watch_until: datetime


def check_restart(case: RestartCase, criteria: StopCriteria) -> RestartCheck:
    """Judge a restart.

    Args:
        case: As stated.
        criteria: Levels, conditions, ranks and quorums.

    Returns:
        The state. It is `STOPPED` while a condition is open, whatever else was done; `RAMPING` and
        later need every condition and an approval too.
    """
    required = required_conditions(case, criteria)
    open_ones = [
        OpenCondition(code=code, why=why)
        for code in required
        if (why := _why_open(code, case, criteria)) is not None
    ]
    if not case.ramp:
        open_ones.append(OpenCondition(code="ramp", why=_NO_RAMP))
    elif _is_out_of_turn(case.ramp):
        open_ones.append(OpenCondition(code="ramp", why=_OUT_OF_TURN))
    missing = _missing_approval(case, criteria)
    return RestartCheck(
        state=_state(case, is_open=bool(open_ones), is_approved=missing is None),
        open=tuple(open_ones),
        required=(*required, "ramp"),
        missing_approval=missing,
        watch_until=case.at + timedelta(hours=criteria.watch_hours),
    )


def required_conditions(case: RestartCase, criteria: StopCriteria) -> tuple[str, ...]:
    """Return the conditions of a restart: those of its level, more after an intrusion.

    Only a plain no spares the conditions of an intrusion; unknown does not.
    """
    wanted = set(criteria.levels[case.level].restart)
    if case.intrusion != "no":
        wanted |= set(criteria.with_intrusion)
    return tuple(code for code in criteria.conditions if code in wanted)


def _state(case: RestartCase, *, is_open: bool, is_approved: bool) -> RestartState:
    has_begun = any(stage.holds for stage in case.ramp)
    if has_begun and (is_open or not is_approved):
        # People have begun although they may not: the only way on is back.
        return RestartState.STOP_AGAIN
    if any(stage.holds == "no" for stage in case.ramp):
        return RestartState.STOP_AGAIN
    if is_open:
        return RestartState.STOPPED
    if not is_approved:
        return RestartState.AWAITING_APPROVAL
    if all(stage.holds == "yes" for stage in case.ramp) and case.ramp[-1].share >= 1.0 - _ROUNDING:
        return RestartState.RESTORED
    return RestartState.RAMPING if has_begun else RestartState.READY


def _is_out_of_turn(ramp: tuple[RampStage, ...]) -> bool:
    """Whether a stage has begun before the one ahead of it held, or lets in fewer than that."""
    return any(
        (later.holds and earlier.holds != "yes") or later.share < earlier.share
        for earlier, later in itertools.pairwise(ramp)
    )


def _why_open(code: str, case: RestartCase, criteria: StopCriteria) -> Text | None:
    if code == "in_flight":
        return _open_items(case.in_flight)
    if code == "counterparties":
        return _unready(case, criteria)
    if code == "window":
        return _short_window(case, criteria)
    return _unconfirmed(code, case)


def _unconfirmed(code: str, case: RestartCase) -> Text | None:
    found = case.confirmations.get(code, Confirmation())
    if found.met != "yes":
        return _NOT_MET.get(found.met, _NOT_MET["unknown"])
    if not found.by.strip() or not found.evidence.strip() or found.at is None:
        return Text(
            ja="確かめた人、時刻、証拠がそろっていません", en="person, time or evidence is missing"
        )
    if found.at < case.stopped.at:
        return Text(ja="確認が停止より前です", en="confirmed before the stop")
    if found.at > case.at:
        return Text(ja="確認が再開予定より後です", en="confirmed after the planned restart")
    if code == "independent_check" and _is_checker_involved(found.by, case):
        return Text(
            ja="直した人・止めた人と同じ人が確かめています",
            en="checked by the person who fixed or stopped it",
        )
    return None


def _is_checker_involved(checker: str, case: RestartCase) -> bool:
    involved = [case.stopped.actor]
    involved += [
        one.by
        for code, one in case.confirmations.items()
        if code not in {"independent_check", *_COMPUTED}
    ]
    return any(is_same_person(checker, one) for one in involved if one.strip())


def _open_items(items: tuple[OpenItems, ...] | None) -> Text | None:
    if items is None:
        return _NOT_MET["unknown"]
    left = [one for one in items if one.count is None or one.reconciled < one.count]
    if not left:
        return None
    named = ", ".join(
        f"{o.name} {o.reconciled}/{'?' if o.count is None else o.count}" for o in left
    )
    return Text(ja=f"突合が残っています: {named}", en=f"not reconciled: {named}")


def _unready(case: RestartCase, criteria: StopCriteria) -> Text | None:
    if case.counterparties is None:
        return _NOT_MET["unknown"]
    if not case.counterparties:
        return None
    quorum = criteria.quorums.get(case.quorum)
    if quorum is None:
        return Text(ja="相手方の準備の基準が選ばれていません", en="no rule for readiness was named")
    return readiness_gap(quorum, case.counterparties)


def _short_window(case: RestartCase, criteria: StopCriteria) -> Text | None:
    if case.needs_no_window.strip():
        return None
    quorum = criteria.quorums.get(case.quorum)
    if case.window_minutes is None or quorum is None:
        return _NOT_MET["unknown"]
    if case.window_minutes >= quorum.least_minutes:
        return None
    return Text(
        ja=f"締切まで使える時間は {case.window_minutes:g} 分です（要 {quorum.least_minutes:g} 分）",
        en=f"{case.window_minutes:g} useful minutes before the cut-off "
        f"(needs {quorum.least_minutes:g})",
    )


def _missing_approval(case: RestartCase, criteria: StopCriteria) -> Text | None:
    least = max(criteria.ranks[case.stopped.role], criteria.levels[case.level].least_rank)
    stated = [one.at for one in case.confirmations.values() if one.at is not None]
    latest = max([case.stopped.at, *stated])
    others = [one for one in case.approvals if not is_same_person(one.actor, case.stopped.actor)]
    if not others:
        return Text(
            ja="止めた人とは別の人の承認がありません",
            en="no approval by another person than the one who stopped",
        )
    ranked = [one for one in others if criteria.ranks[one.role] >= least]
    if not ranked:
        return Text(
            ja="止めた人と同等以上で、この水準を決められる役割の承認がありません",
            en="no approval by a role of at least the stopper's rank that may decide this level",
        )
    if not any(latest <= one.at <= case.at for one in ranked):
        return Text(
            ja="すべての確認の後、再開予定までの間の承認がありません",
            en="no approval between the last confirmation and the planned restart",
        )
    return None


_NOT_MET: Final = {
    "no": Text(ja="満たされていません", en="not met"),
    "unknown": Text(
        ja="確かめた記録がありません（不明は未了とみなします）",
        en="nobody has stated it: unknown is open",
    ),
}
_OUT_OF_TURN: Final = Text(
    ja="前の段階が保たれる前に次の段階に進んでいるか、割合が減っています",
    en="a stage began before the one ahead of it held, or the parts go down",
)
_NO_RAMP: Final = Text(
    ja="段階的な再開と、再び止める基準がありません", en="no staged ramp with stop-again criteria"
)
