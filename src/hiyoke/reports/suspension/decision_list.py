"""The list of decisions: where each stands, what is overdue, whom to tell by when.

What is not here: where a decision stands (`hiyoke.suspension`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from hiyoke.languages import Text
from hiyoke.reports.suspension.clock_view import ClockView
from hiyoke.reports.suspension.decision_lines import KIND_WORDS, authority_words, marked
from hiyoke.reports.suspension.level_record import notice_records
from hiyoke.suspension import ClockState, Standing

if TYPE_CHECKING:
    from hiyoke.languages import Language
    from hiyoke.suspension import DecisionList, NoticeClock, StandingDecision

LIST_SCHEMA: Final = "hiyoke/decision-list/1"

STANDING_WORDS: Final = {
    Standing.PENDING: Text(ja="承認待ち（効力なし）", en="awaiting approval (not in force)"),
    Standing.CONFIRMED: Text(ja="承認済み", en="confirmed"),
    Standing.REFUSED: Text(ja="否認", en="refused"),
    Standing.BREAK_GLASS: Text(ja="緊急（事後確認待ち）", en="break-glass, awaiting review"),
    Standing.REVIEW_OVERDUE: Text(
        ja="緊急（事後確認が期限切れ）", en="break-glass, review overdue"
    ),
    Standing.REVIEWED: Text(ja="緊急（事後確認済み）", en="break-glass, reviewed"),
    Standing.EXPIRED: Text(ja="期限切れ", en="lapsed"),
}
_NONE: Final = Text(ja="決定はありません。", en="There are no decisions.")
_COUNTS: Final = Text(ja="決定 {n} 件: {counts}", en="Decisions: {n} ({counts})")
_COUNT: Final = Text(ja="{name} {n}", en="{name}: {n}")
_OVERDUE: Final = Text(
    ja="事後確認が遅れています: {n} 件（{numbers}）。決めた人とは別の人が確認し、"
    "--kind review で記録してください。",
    en="Reviews overdue: {n} (number {numbers}). Another person has to review each and record it "
    "with --kind review.",
)
_UNCHECKED: Final = Text(
    ja="権限を確かめずに記録された決定: {n} 件", en="Recorded without a check of authority: {n}"
)
_REVIEW_DUE: Final = Text(ja="事後確認の期限: {time}", en="Review due: {time}")
_LAPSES: Final = Text(ja="決定の期限: {time}", en="Lapses: {time}")
_LEVEL: Final = Text(ja="水準 {level}", en="level {level}")
_AUTHORITY: Final = Text(ja="権限: {authority}", en="Authority: {authority}")
_NOT_CHECKED: Final = Text(ja="権限: 確かめていない", en="Authority: not checked")
_NOTICE: Final = Text(
    ja="通知の期限: {name} {clock}（印 {mark}）", en="Notice: {name}, {clock} ({mark})"
)
_NOTICE_IF: Final = Text(
    ja="通知の期限（該当すれば）: {name} {clock}（印 {mark}）",
    en="Notice, if it applies: {name}, {clock} ({mark})",
)
_NOTICE_REST: Final = Text(
    ja="通知: 各窓口の規則による {n} 件。期限はすべて要確認。何も送りません。",
    en="Notices as the desks' own rules require: {n}. Confirm every time limit. Nothing is sent.",
)


def list_lines(listed: DecisionList, language: Language) -> list[str]:
    """Return the decisions as lines: what is overdue first, then each decision."""
    if not listed.rows:
        return [_NONE.render(language)]
    view = ClockView(language)
    counts = [
        view.t(_COUNT).format(name=view.t(STANDING_WORDS[standing]), n=n)
        for standing, n in listed.counts.items()
    ]
    joined = "、".join(counts) if language.value == "ja" else ", ".join(counts)
    lines = [view.t(_COUNTS).format(n=len(listed.rows), counts=joined)]
    if listed.overdue:
        numbers = ", ".join(str(row.record.number) for row in listed.overdue)
        lines.append(view.t(_OVERDUE).format(n=len(listed.overdue), numbers=numbers))
    if listed.unchecked:
        lines.append(view.t(_UNCHECKED).format(n=listed.unchecked))
    for row in listed.rows:
        lines += _row(row, listed.notices.get(row.record.number, ()), view)
    return marked(lines, is_exercise=listed.rows[0].record.decision.is_exercise)


def list_record(listed: DecisionList) -> dict[str, Any]:
    """Return the decisions for machines."""
    return {
        "schema": LIST_SCHEMA,
        "at": listed.at.isoformat(),
        "counts": {standing.value: n for standing, n in listed.counts.items()},
        "reviews_overdue": [row.record.number for row in listed.overdue],
        "authority_unchecked": listed.unchecked,
        "decisions": [
            _record(row) | {"notices": notice_records(listed.notices.get(row.record.number, ()))}
            for row in listed.rows
        ],
    }


def _row(row: StandingDecision, clocks: tuple[NoticeClock, ...], view: ClockView) -> list[str]:
    decision = row.record.decision
    level = f" {view.t(_LEVEL).format(level=decision.level)}" if decision.level else ""
    authority = _AUTHORITY.fill(authority=authority_words(decision.authority, view.language))
    head = f"{row.record.number}. {view.day_and_time(decision.decided_at)} "
    kind, standing = view.t(KIND_WORDS[decision.kind]), view.t(STANDING_WORDS[row.standing])
    lines = [
        f"{head}{kind}{level}: {standing}",
        f"    {decision.actor} ({decision.role})  {decision.subject}",
        f"    {decision.summary}",
        f"    {view.t(authority if decision.authority else _NOT_CHECKED)}",
    ]
    if row.standing in {Standing.BREAK_GLASS, Standing.REVIEW_OVERDUE} and row.review_due_at:
        due = view.day_and_time(row.review_due_at)
        lines.append(f"    {view.t(_REVIEW_DUE).format(time=due)}")
    if decision.expires_at is not None:
        lapses = view.day_and_time(decision.expires_at)
        lines.append(f"    {view.t(_LAPSES).format(time=lapses)}")
    lines += _notices(clocks, view)
    return [*lines, f"    {row.record.hash}"]


def _notices(clocks: tuple[NoticeClock, ...], view: ClockView) -> list[str]:
    told = [clock for clock in clocks if clock.state is not ClockState.BY_RULES]
    lines = [
        "    "
        + view.t(_NOTICE if clock.duty.is_for_all else _NOTICE_IF).format(
            name=_report(clock, view),
            clock=view.clock(clock, in_full=True),
            mark=clock.duty.mark,
        )
        for clock in told
    ]
    if clocks:
        lines.append(f"    {view.t(_NOTICE_REST).format(n=len(clocks) - len(told))}")
    return lines


def _report(clock: NoticeClock, view: ClockView) -> str:
    name = view.t(clock.duty.short or clock.duty.name)
    if clock.step is None:
        return name
    return view.t(Text(ja="{name} {step}", en="{name}: {step}")).format(
        name=name, step=view.t(clock.step.name)
    )


def _record(row: StandingDecision) -> dict[str, Any]:
    due = row.review_due_at
    return row.record.decision.members() | {
        "number": row.record.number,
        "hash": row.record.hash,
        "standing": row.standing.value,
        "approved_by": list(row.approved_by),
        "refused_by": list(row.refused_by),
        "review_due_at": None if due is None else due.isoformat(),
    }
