"""The other ways of a job in words: what each lacks, and which rule bars a window.

What is not here: which ways there are (`hiyoke.planning.choices`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from hiyoke.languages import Language, Text
from hiyoke.planning.choices import Barrier
from hiyoke.reports.plan.words import OPTION_WORDS, moment_words
from hiyoke.workflows.planning.plan_sentences import money

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from hiyoke.planning import Job, PlanningProblem
    from hiyoke.planning.choices import Choice, Shortage

#: Jobs that are named as taking what is short; windows that are named for one rule.
_NAMED: Final = 3
_BARRIERS: Final = {
    Barrier.OUTSIDE: Text(ja="計画期間の外です", en="outside the plan"),
    Barrier.NOT_READY: Text(
        ja="修正や前提がまだそろっていません", en="the fix is not available yet"
    ),
    Barrier.FREEZE: Text(ja="変更凍結に重なります", en="within a change freeze"),
    Barrier.TOO_SHORT: Text(ja="計画停止の時間が入りません", en="too short for the downtime"),
    Barrier.VENDOR: Text(
        ja="ベンダーの契約時間の外です", en="outside the contract hours of the vendor"
    ),
    Barrier.CREW: Text(ja="作業できる担当の勤務がありません", en="nobody of the crew is on duty"),
    Barrier.PREPARATION: Text(
        ja="それまでに準備と試験の勤務が足りません", en="too few shifts before it to prepare"
    ),
    Barrier.SIZE_OR_LOSS: Text(
        ja="一つの勤務に入らない大きさか、行わない方が損失が小さくなります",
        en="too large for one shift, or leaving it open loses less",
    ),
}
_IN_MINUTES: Final = ("crew", "overtime", "vendor", "group")
_SHORT: Final = {
    "crew": Text(ja="{holder}の人手（{thing}）", en="people of {holder} are short ({thing})"),
    "overtime": Text(
        ja="{holder}の時間外の上限（{thing}）", en="overtime of {holder} is short ({thing})"
    ),
    "vendor": Text(
        ja="{holder} の技術者（{thing}）", en="engineers of {holder} are short ({thing})"
    ),
    "window": Text(ja="変更枠の件数（{thing}）", en="the window is full ({thing})"),
    "group": Text(ja="変更枠の時間（{thing}）", en="the window is too full ({thing})"),
    "pair": Text(
        ja="対の片系の変更と重ならない枠（{thing}）",
        en="the other half of the pair is changed then ({thing})",
    ),
}


def moment(at: datetime) -> Text:
    """Return a moment in Japan in both languages."""
    return Text(moment_words(at, Language.JA), moment_words(at, Language.EN))


def way_words(choice: Choice) -> Text:
    """Return one way: how, and when it is closed."""
    if choice.option is None:
        return Text(ja="何もしない", en="leave it open")
    option = OPTION_WORDS[choice.option.value]
    if choice.done_at is None:
        return Text(ja="緩和策だけ", en="the control only")
    at = moment(choice.done_at)
    return Text(ja=f"{option.ja}（{at.ja} 完了）", en=f"{option.en.lower()}, closed on {at.en}")


def way_sentence(
    problem: PlanningProblem, choice: Choice, chosen: Choice, currency: str | None
) -> Text:
    """Say what a better way would save for the job alone, and what keeps it out."""
    way, saved = way_words(choice), money(chosen.loss - choice.loss, currency)
    head = Text(
        ja=f"{way.ja}なら、この作業の損失は {saved.ja}小さくなりますが、",
        en=f"{way.en[:1].upper()}{way.en[1:]} would save {saved.en} for this job, but ",
    )
    if choice.fits:
        return Text(
            ja=f"{way.ja}なら、ほかの作業を動かさずに損失が {saved.ja}小さくなります。計画は最善"
            "ではなく、証明した差の範囲で最善に近いものです。",
            en=f"{way.en[:1].upper()}{way.en[1:]} would save {saved.en} and move nothing else: the "
            "plan is near the best within its proven gap, not the best.",
        )
    if not choice.shortages:
        return Text(
            ja=f"{head.ja}先行する作業、後に続く作業、または対の片系と重なるため選べません。",
            en=f"{head.en}a job before or after it, or the other half of its pair, stands there.",
        )
    lacks = _shortages(problem, choice.shortages)
    return Text(ja=f"{head.ja}足りないものがあります: {lacks.ja}。", en=f"{head.en}{lacks.en}.")


def _shortages(problem: PlanningProblem, lacks: Sequence[Shortage]) -> Text:
    """Say what is short, one clause for each crew, vendor or kind of room."""
    by_holder: dict[tuple[str, str], list[Shortage]] = defaultdict(list)
    for lack in lacks:
        by_holder[lack.kind, lack.holder_id].append(lack)
    names = {c.crew_id: c.name for c in problem.crews}
    names |= {v.vendor_id: v.name for v in problem.vendors}
    clauses = []
    for (kind, holder_id), own in by_holder.items():
        name = names.get(holder_id)
        holder = name if name and name.ja else Text(holder_id, holder_id)
        days = [re.split(r"[/@]", lack.thing_id)[-1].partition("T")[0] for lack in own[:_NAMED]]
        rest = len(own) - len(days)
        more_ja, more_en = (f" ほか {rest} 件", f" and {rest} more") if rest else ("", "")
        ja, en = "、".join(days) + more_ja, ", ".join(days) + more_en
        if kind in _IN_MINUTES:
            most = max(lack.needed - lack.left for lack in own)
            ja += f" で最大 {most:,.0f} 分の不足"
            en += f": up to {most:,.0f} minutes short"
        words = _SHORT[kind]
        clauses.append(
            Text(
                words.ja.format(holder=holder.ja, thing=ja),
                words.en.format(holder=holder.en, thing=en),
            )
        )
    takers = list(dict.fromkeys(job_id for lack in lacks for job_id, _ in lack.taken_by))
    jobs = {j.job_id: j for j in problem.jobs}
    shown = [jobs[job_id] for job_id in takers[:_NAMED]]
    rest = len(takers) - len(shown)
    more_ja, more_en = (f" ほか {rest} 件", f" and {rest} more") if rest else ("", "")
    by_ja = "、".join(j.name.ja or j.job_id for j in shown) + more_ja
    by_en = ", ".join(j.name.en or j.job_id for j in shown) + more_en
    return Text(
        ja="、".join(c.ja for c in clauses) + (f"。先に使うのは{by_ja}です" if shown else ""),
        en="; ".join(c.en for c in clauses) + (f". Taken by {by_en}" if shown else ""),
    )


def barred_sentences(
    problem: PlanningProblem, job: Job, barred: Sequence[tuple[str, Barrier]]
) -> list[Text]:
    """Say which windows of a job's calendars no way may use, one sentence for each rule."""
    by_rule: dict[Barrier, list[str]] = defaultdict(list)
    for window_id, barrier in barred:
        by_rule[barrier].append(window_id)
    if not job.calendar_ids or not any(w.calendar_id in job.calendar_ids for w in problem.windows):
        return [
            Text(
                ja="この作業に使える変更枠は、計画期間内に一つもありません。",
                en="No window of the plan serves this job at all.",
            )
        ]
    found = []
    for barrier in Barrier:
        ids = by_rule.get(barrier, [])
        if ids:
            shown, rest = "、".join(ids[:_NAMED]), len(ids) - _NAMED
            shown_en = ", ".join(ids[:_NAMED])
            ja_more, en_more = (f" ほか {rest} 件", f" and {rest} more") if rest > 0 else ("", "")
            why = _BARRIERS[barrier]
            found.append(
                Text(ja=f"{shown}{ja_more}: {why.ja}。", en=f"{shown_en}{en_more}: {why.en}.")
            )
    return found
