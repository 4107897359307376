"""Why a job stands where it stands, why another stays open, what forces a miss: one sentence each.

What is not here: the rows that carry the sentences (`compile_plan`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from hiyoke.calendars import JAPAN_TIME
from hiyoke.languages import Language, Text
from hiyoke.planning.from_estate import NO_CREW
from hiyoke.planning.misses import Constraint
from hiyoke.reports.exposure.words import money_words
from hiyoke.reports.plan.rows import MissRow, ReliefRow

if TYPE_CHECKING:
    from datetime import datetime

    from hiyoke.planning import Job, Task
    from hiyoke.planning.misses import Miss
    from hiyoke.planning.reliefs import Relief
    from hiyoke.workflows.planning.plan_ground import PlanGround
    from hiyoke.workflows.planning.plan_parts import PlanParts

#: Systems named in one sentence.
_NAMED: Final = 5
_CONSTRAINTS: Final = {
    Constraint.OVERDUE: Text(
        ja="計画の開始時点で期限を過ぎています", en="The deadline had passed before the plan began"
    ),
    Constraint.FREEZE: Text(
        ja="期限までの変更枠がすべて変更凍結に重なります",
        en="Every window before the deadline lies in a change freeze",
    ),
    Constraint.VENDOR: Text(
        ja="ベンダー {thing} の契約時間が変更枠を覆っていません（夜間・休日の条項）",
        en="The contract of vendor {thing} does not cover the windows (night and holiday clause)",
    ),
    Constraint.NIGHT: Text(
        ja="変更枠の時間に作業できる担当者がいません",
        en="Nobody of the crew may work at the hours of the windows",
    ),
    Constraint.PRECEDENCE: Text(
        ja="試験環境への適用と観察を先に終える必要があります",
        en="The test system comes first and must be watched before",
    ),
    Constraint.SEPARATION: Text(
        ja="対になるシステムを同時に変えられません",
        en="The other half of the pair is changed then",
    ),
    Constraint.PREPARATION: Text(
        ja="期限までに準備と試験が終わりません",
        en="Preparation and test do not end before the deadline",
    ),
    Constraint.WINDOW: Text(
        ja="期限までに使える変更枠がありません", en="There is no window before the deadline"
    ),
    Constraint.CAPACITY: Text(
        ja="人手または枠が足りません: {thing}", en="People or room are short: {thing}"
    ),
    Constraint.NOT_WORTH: Text(
        ja="早めても損失は減りません", en="To do it sooner would not lower the loss"
    ),
    Constraint.UNEXAMINED: Text(
        ja="原因は損失の大きい期限だけ調べました", en="Examined only for the costliest deadlines"
    ),
}
_RELIEFS: Final = {
    "order": Text(ja="他の作業より先に行う", en="do it before other work"),
    "reduced_test": Text(
        ja="縮小試験で先に行う（試験を減らす決定が要る）",
        en="do it before other work with the reduced test (a decision to test less)",
    ),
    "person": Text(
        ja="{at} の勤務（{thing}）に 1 人加える", en="one person more on {at} ({thing})"
    ),
    "window": Text(
        ja="{at} に 2 時間の臨時枠を設け、担当者とベンダーを置く",
        en="an extra window of two hours on {at}, with crew and vendor",
    ),
    "vendor": Text(
        ja="ベンダー {thing} の夜間・休日対応を契約に加える",
        en="night and holiday cover by vendor {thing} in the contract",
    ),
    "freeze": Text(
        ja="変更凍結 {thing} を一部解除する", en="lift the freeze {thing} for one night"
    ),
}


def money(amount: float, currency: str | None) -> Text:
    """Return an amount in both languages; a minus before amounts below 0."""
    sign = "-" if amount < 0 else ""
    return Text(
        ja=sign + money_words(abs(amount), currency, Language.JA),
        en=sign + money_words(abs(amount), currency, Language.EN),
    )


def task_reason(compiler: Any, job: Job, task: Task) -> Text:
    """Say why a task is done then and in this way."""
    currency = compiler.parts.ground.currency
    rate = money(job.rate(), currency)
    ja = f"放置すると 1 日あたり {rate.ja} の期待損失。"
    en = f"Open it loses {rate.en} a day. "
    if task.window_id is None:
        why = _no_window(compiler, job)
        return Text(
            ja + why.ja + "緩和策だけを入れます。",
            en + why.en + " Only the control is put in place.",
        )
    best = compiler.best_of_options(job)
    chosen = compiler.option_words(task.option.value)
    others = {k: v for k, v in best.items() if k != task.option.value}
    if others:
        kind = min(others, key=lambda k: (others[k], k))
        other = compiler.option_words(kind)
        more = others[kind] - task.loss
        if more >= 0:
            extra = money(more, currency)
            ja += f"{chosen.ja}を選択（{other.ja}では最善でも {extra.ja} 多い）。"
            en += f"{chosen.en}: {other.en.lower()} would cost {extra.en} more at best. "
        else:
            ja += f"{chosen.ja}を選択（{other.ja}の方が単独では安いが、人手か枠を他に回す）。"
            en += f"{chosen.en}: {other.en.lower()} alone is cheaper, but takes what others need. "
    waits = best.get(task.option.value)
    if waits is not None and task.loss - waits > 0.01 * max(1.0, waits):
        extra = money(task.loss - waits, currency)
        ja += f"最速の枠より後です（+{extra.ja}）。人手と枠を、より効く作業に使います。"
        en += f"Later than its first window (+{extra.en}): people and room save more elsewhere."
    return Text(ja.strip(), en.strip())


def open_reason(compiler: Any, job: Job) -> Text:
    """Say why a job stays open."""
    currency = compiler.parts.ground.currency
    best = compiler.best_of_options(job)
    loss = money(job.rate() * compiler.problem.minutes / 1440, currency)
    if not best:
        return _no_window(compiler, job)
    return Text(
        ja=f"人手と枠を、より損失の大きい作業に使います（放置の期待損失 {loss.ja}）。",
        en=f"People and room save more elsewhere (left open it loses {loss.en}).",
    )


def _no_window(compiler: Any, job: Job) -> Text:
    """Say why no window serves a job."""
    vendors = {v.vendor_id: v for v in compiler.problem.vendors}
    vendor = vendors.get(job.vendor_id or "")
    if vendor is not None and not vendor.shifts:
        return Text(
            ja=f"ベンダー {vendor.name.ja} の契約時間内に変更枠がありません。"
            "条項の見直しが必要です。",
            en=f"No window lies within the contract hours of {vendor.name.en}; "
            "the clause must change.",
        )
    return Text(
        ja="使える枠・担当・準備期間がないか、変更の損失が攻撃の損失を上回ります。",
        en="There is no window, crew or time to prepare, or the change would lose more than "
        "the attack.",
    )


def miss_row(miss: Miss, job: Job, compiler: Any) -> MissRow:
    """Return a missed deadline with its constraint and reliefs in words."""
    return MissRow(
        job_id=job.job_id,
        name=job.name,
        due_at=miss.due_at,
        done_at=miss.done_at,
        late_days=miss.late_days,
        constraint=miss.constraint.value,
        why=_why(miss, compiler),
        reliefs=tuple(_relief(r, compiler) for r in miss.reliefs),
        is_tried=miss.is_tried,
    )


def _relief(relief: Relief, compiler: Any) -> ReliefRow:
    at = _moment(relief.at)
    words = _RELIEFS[relief.relief_id]
    named = name_of_thing(relief.thing_id, compiler)
    return ReliefRow(
        words=Text(
            ja=words.ja.format(at=at, thing=named.ja), en=words.en.format(at=at, thing=named.en)
        ),
        is_in_time=relief.is_in_time,
        done_at=relief.done_at,
        saves=relief.saves,
        cost=relief.cost,
        more_late=relief.more_late,
    )


def _moment(at: datetime | None) -> str:
    return "" if at is None else f"{at.astimezone(JAPAN_TIME):%Y-%m-%d %H:%M}"


def _why(miss: Miss, compiler: Any) -> Text:
    """Say what forces a miss; for what was overdue already also what keeps it from being soon."""
    words = _CONSTRAINTS[miss.constraint]
    thing = name_of_thing(miss.thing_id, compiler)
    why = Text(words.ja.format(thing=thing.ja), words.en.format(thing=thing.en))
    if not miss.was_overdue or miss.constraint is Constraint.OVERDUE:
        return why
    return Text(
        ja=f"計画の開始時点で期限を過ぎています。早められない原因: {why.ja}",
        en=f"The deadline had passed before the plan began. What keeps it back: {why.en}",
    )


def name_of_thing(thing_id: str, compiler: Any) -> Text:
    """Return a shift, window, vendor or freeze with its holder's name, not the identifier."""
    holder, _, rest = thing_id.partition("/")
    window_id, is_window, day = holder.partition("@")
    if is_window and window_id in compiler.windows:
        window = compiler.windows[window_id]
        return Text(f"{window.ja}（{day}）", f"{window.en} ({day})")
    known = compiler.crews.get(holder) or compiler.vendors.get(holder) or Text(holder, holder)
    purpose, _, when = rest.partition("/")
    kind = _SHIFTS.get(purpose, Text(purpose, purpose))
    return Text(f"{known.ja} {kind.ja} {when}".strip(), f"{known.en} {kind.en} {when}".strip())


_SHIFTS: Final = {
    "day": Text("日勤", "day shift"),
    "change": Text("変更勤務", "change shift"),
    "desk": Text("契約時間", "contract hours"),
    "overtime": Text("時間外の上限", "overtime ceiling"),
}


def plan_unknowns(parts: PlanParts) -> tuple[Text, ...]:
    """Say what is not known and would change the plan, foremost first."""
    ground = parts.ground
    found: list[Text] = []
    hidden = [u for u in ground.assessment.unknowns if u.hides_findings]
    found += [
        Text(ja=f"{u.title.ja}（{u.count} 件）", en=f"{u.title.en} ({u.count})") for u in hidden
    ]
    if ground.unpriced_ids:
        ids = ", ".join(ground.unpriced_ids)
        found.append(
            Text(
                ja=f"停止の損失が分からないサービス: {ids}。攻撃の損失も変更の損失も数えていません",
                en=f"Services whose outage nobody has priced: {ids}. Neither attack nor change "
                "loss counts for them",
            )
        )
    if ground.assumed_curve_ids:
        ids = ", ".join(ground.assumed_curve_ids)
        found.append(
            Text(ja=f"損失曲線が仮定のサービス: {ids}", en=f"Services with an assumed curve: {ids}")
        )
    found += _unstated(parts)
    for line, words in _UNKNOWN_LINES.items():
        if line in parts.made.assumed:
            stated = [i for i in parts.made.assumed[line] if i != NO_CREW]
            if not stated:
                continue  # `_unstated` says it of systems without a crew.
            holders = [_holder(holder_id, ground) for holder_id in stated]
            ja, en = "、".join(h.ja for h in holders), ", ".join(h.en for h in holders)
            found.append(Text(words.ja.format(ids=ja), words.en.format(ids=en)))
    unfixed = len(ground.assessment.unfixed)
    if unfixed:
        found.append(
            Text(
                ja=f"修正版が公表されていない検出 {unfixed} 件は、この計画では閉じられません",
                en=f"Findings without a published fix, which no plan can close: {unfixed}",
            )
        )
    return tuple(found)


def _unstated(parts: PlanParts) -> list[Text]:
    """Say what the estate does not state at all, and what the plan takes for it."""
    problem, estate = parts.solution.alternatives.problem, parts.ground.estate
    if not problem.jobs:
        return []
    found = []
    groups = parts.made.groups
    alone = sorted(s for g in groups if g.crew_id == NO_CREW for s in g.system_ids)
    people = round(parts.profile.figure("crew.people"))
    if alone:
        found.append(
            Text(
                ja=f"担当チームの書かれていないシステム {len(alone)} 件: {_some(alone, '、')}"
                f"（{people} 人の 1 チームが受け持つと仮定）",
                en=f"Systems that no crew is named for: {len(alone)} ({_some(alone, ', ')}; one "
                f"crew of {people} is assumed to look after them)",
            )
        )
    windows = sorted(
        {s for k, v in parts.made.assumed.items() if k.startswith("windows.") for s in v}
    )
    if windows:
        found.append(
            Text(
                ja=f"変更枠の書かれていないシステム {len(windows)} 件: {_some(windows, '、')}"
                "（土曜夜などの枠を仮定。前提の章）",
                en=f"Systems without a change window: {len(windows)} ({_some(windows, ', ')}; "
                "nights such as Saturday are assumed, see what was assumed)",
            )
        )
    if not estate.freezes:
        found.append(
            Text(
                ja="変更凍結が一つも書かれていません（月末と年末年始を仮定）",
                en="No change freeze is stated (month ends and the turn of the year are assumed)",
            )
        )
    if not estate.vendors:
        found.append(
            Text(
                ja="ベンダーが一つも書かれていません（立ち会いは要らないものとして計画）",
                en="No vendor is stated (the plan takes it that none has to be there)",
            )
        )
    return found


def _some(names: list[str], mark: str) -> str:
    more = len(names) - _NAMED
    return mark.join(names[:_NAMED]) + (f" +{more}" if more > 0 else "")


def _holder(holder_id: str, ground: PlanGround) -> Text:
    """Return the name of a crew or vendor; its identifier where it has none."""
    names = {crew.crew_id: crew.name for crew in ground.estate.crews}
    names |= {vendor.vendor_id: vendor.name for vendor in ground.estate.vendors}
    return names.get(holder_id) or Text(holder_id, holder_id)


_UNKNOWN_LINES: Final = {
    "crew.night": Text(
        ja="夜間に作業できるか分からないチーム: {ids}（できると仮定）",
        en="Crews of whom nobody has said whether they may work at night: {ids} (assumed yes)",
    ),
    "vendor.unknown_cover": Text(
        ja="夜間・休日の対応が契約で分からないベンダー: {ids}（当てにしていません）",
        en="Vendors whose night or holiday cover is unknown: {ids} (not counted on)",
    ),
    "vendor.unknown_scope": Text(
        ja="修正の適用が契約に含まれるか分からないベンダー: {ids}（立ち会いが要るとみなしました）",
        en="Vendors of whom nobody has read whether patching is in scope: {ids} (their engineers "
        "are planned for)",
    ),
    "crew.missing_skill": Text(
        ja="変更実績が求める技能を持つと書かれていないチーム: {ids}（チームの誰かができると仮定）",
        en="Skills that changes ask for and the crew does not state: {ids} (anybody of the crew is "
        "assumed to do it)",
    ),
    "reboot_group.split": Text(
        ja="一緒に変更できない再起動グループ: {ids}（担当・ベンダー・環境・変更枠が違うか、"
        "互いの代わりになるため、分けて計画しました）",
        en="Reboot groups that cannot be changed together: {ids} (crews, vendors, environments or "
        "windows differ, or the systems stand in for each other; planned apart)",
    ),
    "timezone.japan": Text(
        ja="機関の時間帯: {ids}（変更枠・勤務・凍結の時刻は日本時間として計画しました）",
        en="Time zone of the institution: {ids} (windows, shifts and freezes are planned in Japan "
        "time)",
    ),
    "crew.people": Text(
        ja="人数が分からないチーム: {ids}（仮定）", en="Crews of unknown size: {ids} (assumed)"
    ),
}
