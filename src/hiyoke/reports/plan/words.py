"""Words of a plan, in Japanese and English, each written by hand.

What is not here: sentences with figures about one job (`hiyoke.workflows.planning.compile_plan`).
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from hiyoke.calendars import JAPAN_TIME
from hiyoke.languages import Language, Text
from hiyoke.reports.exposure.words import money_words
from hiyoke.reports.words import NOTHING, day_words

if TYPE_CHECKING:
    from datetime import datetime

    from hiyoke.reports.plan.rows import AcceptanceRow, ReliefRow

OPTION_WORDS: Final = {
    "full_test": Text(ja="全試験", en="Full test"),
    "reduced_test": Text(ja="縮小試験", en="Reduced test"),
    "control_first": Text(ja="緩和策を先行", en="Control first"),
}
OBJECTIVE_WORDS: Final = {
    "expected-loss": Text(ja="期待損失を最小にする", en="Least expected loss"),
    "deadline": Text(ja="期限超過を最小にする", en="Fewest days past deadlines"),
    "tail": Text(ja="高めの損失で見て最小にする", en="Least loss at the high end of ranges"),
}
MOVE_WORDS: Final = {
    "moved": Text(ja="変更", en="Moved"),
    "dropped": Text(ja="取り消し", en="Dropped"),
    "added": Text(ja="追加", en="Added"),
    "gone": Text(ja="不要になった", en="No longer needed"),
}
WORTH_WORDS: Final = {
    "crew": Text(ja="チームの 1 人時", en="Person-hour of a crew"),
    "overtime": Text(ja="時間外上限の 1 時間", en="Hour of the overtime ceiling"),
    "vendor": Text(ja="ベンダー技術者の 1 人時", en="Hour of a vendor's engineer"),
    "window": Text(ja="変更枠の 1 件分", en="One more job in a window"),
    "group": Text(ja="変更枠の 1 時間延長", en="One more hour of a window"),
    "pair": Text(ja="対の両系を同じ枠で変える許可", en="Both halves of a pair in one window"),
}
ACCEPTANCE_WORDS: Final = {
    "accepted": Text(ja="受容済み", en="accepted"),
    "runs_out": Text(ja="受容が期間中に切れる", en="acceptance runs out"),
    "partial": Text(ja="一部だけ受容済み", en="accepted in part"),
    "needed": Text(ja="決裁が必要", en="decision needed"),
}
ANSWER_WORDS: Final = {
    "yes": Text(ja="あり", en="yes"),
    "no": Text(ja="なし", en="no"),
    "unknown": Text(ja="不明", en="unknown"),
}
KIND_WORDS: Final = {
    "assumption": Text(ja="仮定", en="assumption"),
    "verify": Text(ja="要確認", en="verify"),
}
PURPOSE_WORDS: Final = {
    "prepare": Text(ja="準備・試験", en="prepare and test"),
    "control": Text(ja="緩和策の導入", en="put the control in place"),
    "change": Text(ja="変更", en="change"),
    "vendor": Text(ja="ベンダー立ち会い", en="vendor's engineer"),
}
CHECK_WORDS: Final = {
    "rollback_rehearsal": Text(ja="戻し手順の確認", en="rehearse the way back"),
    "start_and_login": Text(ja="起動とログインの確認", en="start and log-in"),
    "balance_and_posting_checks": Text(ja="残高と記帳の確認", en="balances and postings"),
    "monitoring": Text(ja="監視の確認", en="monitoring"),
}

PLAN_LABELS: Final = {
    "title": Text(ja="脆弱性修正の作業計画", en="Plan of fixes"),
    "contents": Text(ja="目次", en="Contents"),
    "skip": Text(ja="本文へ", en="Skip to the content"),
    "period": Text(ja="計画期間", en="Period"),
    "objective": Text(ja="目的", en="Objective"),
    "summary_heading": Text(ja="要点", en="In short"),
    "unknown_heading": Text(ja="分かっていないこと", en="What is not known"),
    "misses_heading": Text(ja="守れない期限", en="Deadlines that are missed"),
    "gantt_heading": Text(ja="日程表", en="Timetable"),
    "exposure_heading": Text(ja="残る危険の推移", en="What stays exposed, over time"),
    "tasks_heading": Text(ja="作業一覧", en="Work list"),
    "open_heading": Text(
        ja="計画期間内に直さないもの（受容の判断が必要）",
        en="Not fixed within the plan: acceptance to be decided",
    ),
    "acceptances_heading": Text(
        ja="残すことの決裁（受容の期限と責任者）",
        en="What may stay open: until when, and who answers",
    ),
    "acceptances_note": Text(
        ja="受容しても期待損失は計画に数えます。決裁は人が行い、acceptances.csv に書くと"
        "次の計画から反映されます。",
        en="What is accepted still counts as loss. People decide; write it into acceptances.csv "
        "and the next plan knows it.",
    ),
    "no_acceptances": Text(
        ja="決裁が必要なものはありません。", en="Nothing waits for such a decision."
    ),
    "state": Text(ja="状態", en="Standing"),
    "until": Text(ja="いつまで", en="Until"),
    "accepted_by": Text(ja="受容者", en="Accepted by"),
    "owner_open": Text(ja="未定（候補: {owner}）", en="to be named (suggested: {owner})"),
    "owner_unknown": Text(ja="未定", en="to be named"),
    "decide": Text(ja="理由・決めること", en="Reason, or what to decide"),
    "due_before": Text(ja="元の期限", en="Deadline"),
    "window": Text(ja="変更枠", en="Window"),
    "steps": Text(ja="パッケージ（今の版 → 適用後）", en="Packages (now → then)"),
    "decide_back": Text(ja="戻しの判断", en="Go back by"),
    "decide_back_at": Text(ja="{at} まで", en="by {at}"),
    "no_way_back": Text(
        ja="枠内に戻す時間なし。事前に中止条件を決める",
        en="no room in the window: agree on when to stop",
    ),
    "decide_back_note": Text(
        ja="戻しの判断の時刻までに確認が終わらなければ戻します。戻しには変更と同じ停止時間がかかると"
        "仮定しています。",
        en="If the checks are not done by the time to go back, go back. Going back is assumed to "
        "take as long as the change.",
    ),
    "before": Text(ja="先に: {name}（{done}）", en="First: {name} ({done})"),
    "watch": Text(ja="。{hours} 時間様子を見る", en="; watch it for {hours} h"),
    "apart": Text(ja="その間動かしておく: {names}", en="Keep running meanwhile: {names}"),
    "vendor_line": Text(
        ja="{name} 窓口: {contact} / 契約時間: {hours}（夜間 {night}・休日 {holiday}）",
        en="{name}: {contact} / contract hours: {hours} (night {night}, holidays {holiday})",
    ),
    "unstated": Text(ja="未記入", en="not stated"),
    "more_steps": Text(ja="ほか {n} 件は「{sheet}」シート", en="{n} more in the sheet “{sheet}”"),
    "residue": Text(ja="{version} にも既知の脆弱性 {n} 件", en="{version} itself has {n} known"),
    "residue_clean": Text(ja="（{clean} で解消）", en=" (none in {clean})"),
    "steps_sheet": Text(ja="パッケージと版", en="Packages and versions"),
    "contacts_sheet": Text(ja="連絡先", en="Whom to call"),
    "exploited": Text(ja="悪用確認: {ids}", en="known exploited: {ids}"),
    "worth_heading": Text(
        ja="人・枠・契約を増やす価値", en="What more people, windows or cover are worth"
    ),
    "moves_heading": Text(ja="公表済みの計画からの変更", en="What moved since the announced plan"),
    "assumptions_heading": Text(ja="前提（仮定と要確認）", en="What was assumed"),
    "job": Text(ja="作業", en="Job"),
    "when": Text(ja="日時", en="When"),
    "way": Text(ja="進め方", en="Way"),
    "who": Text(ja="担当", en="Who"),
    "closes": Text(ja="閉じる検出", en="Closes"),
    "loss_before_after": Text(ja="損失 放置→計画", en="Loss: open → plan"),
    "reason": Text(ja="理由", en="Why"),
    "due": Text(ja="期限", en="Deadline"),
    "done": Text(ja="完了予定", en="Done"),
    "late": Text(ja="遅れ", en="Late"),
    "constraint": Text(ja="守れない原因", en="What forces it"),
    "relief": Text(ja="間に合わせる・早める手段", en="What would help"),
    "owner": Text(ja="責任者", en="Owner"),
    "loss": Text(ja="期待損失", en="Expected loss"),
    "worth_kind": Text(ja="増やすもの", en="More of"),
    "worth_where": Text(ja="最も効くところ", en="Where it helps most"),
    "per_hour": Text(ja="1 単位の価値（限界）", en="Worth of one unit, at the margin"),
    "one_more": Text(ja="1 単位足して計画し直した効果", en="Saved by one unit more, planned again"),
    "checked": Text(
        ja="1 人増やして計画し直した効果", en="Saved by one person more, planned again"
    ),
    "to": Text(ja="終わり", en="to"),
    "in_time": Text(ja="期限に間に合う", en="in time"),
    "saves": Text(ja="損失減 {amount}", en="saves {amount}"),
    "loses": Text(ja="全体の損失は {amount} 増える", en="costs {amount} of loss in all"),
    "assumed_cost": Text(ja="費用（仮定）{amount}", en="assumed cost {amount}"),
    "more_late": Text(ja="ほかに {n} 件が期限に遅れる", en="{n} other deadlines are then missed"),
    "no_relief": Text(
        ja="試した手段（順番・試験・1 人・臨時枠・条項・凍結解除）では間に合いません",
        en="None of what was tried (order, test, one person, a window, a clause, a freeze) helps",
    ),
    "not_tried": Text(ja="手段は損失の大きい期限だけ調べました", en="tried only for the costliest"),
    "move": Text(ja="変化", en="Change"),
    "was": Text(ja="変更前", en="Was"),
    "is": Text(ja="変更後", en="Is"),
    "line": Text(ja="項目", en="Line"),
    "trust": Text(ja="扱い", en="Trust"),
    "words": Text(ja="内容", en="What it says"),
    "used_for": Text(ja="適用先", en="Used for"),
    "late_mark": Text(ja="期限超過", en="late"),
    "no_misses": Text(
        ja="計画期間内の期限はすべて守れます。", en="Every deadline within the plan is met."
    ),
    "no_moves": Text(
        ja="公表済みの作業はすべてそのままです。", en="All announced work stays as it was."
    ),
    "advice": Text(
        ja="Hiyoke は助言だけをします。作業の決定と実施は人が行います。",
        en="Hiyoke only advises. People decide, and people do the work.",
    ),
    "never_skipped": Text(
        ja="縮小試験でも省かない確認: {checks}",
        en="Checks that no reduced test leaves out: {checks}",
    ),
    "loss_note": Text(
        ja="損失は、攻撃による期待損失と変更そのものの期待損失（計画停止と失敗）を、"
        "同じ損失曲線で合算したものです。",
        en="Loss adds the expected loss from attacks and from the changes themselves (planned stop "
        "and failure), priced on the same curves.",
    ),
    "worth_note": Text(
        ja="限界の価値は、緩和問題の双対価格（ごくわずかに増やしたときの 1 単位あたりの値）です。"
        "作業はまとまった時間で動くので、実際に 1 単位足した効果・1 人増やした効果は、計画を"
        "組み直して確かめた金額を見てください。",
        en="Worth at the margin is the dual price of the relaxation: per unit, for a very little "
        "more. Work comes in whole jobs, so go by the effect of one unit or one person more, which "
        "was found by planning again.",
    ),
    "costs_note": Text(
        ja="手段の費用は Hiyoke の仮定です。",
        en="Costs of reliefs are Hiyoke's assumptions.",
    ),
    "more_rows": Text(
        ja="ほか {n} 件は worklist にあります。", en="{n} more are in the work list."
    ),
    "minutes": Text(ja="{n} 分", en="{n} min"),
    "days": Text(ja="{n} 日", en="{n} d"),
    "not_planned": Text(ja="期間内に完了しない", en="not within the plan"),
    "footer": Text(ja="Hiyoke {version} ・ 基準日 {as_of}", en="Hiyoke {version} · as of {as_of}"),
}


def moment_words(moment: datetime | None, language: Language) -> str:
    """Return a moment in Japan with its weekday: ``2026-05-23（土） 22:00``; a dash for None."""
    if moment is None:
        return NOTHING
    local = moment.astimezone(JAPAN_TIME)
    return f"{day_words(local.date(), language)} {local:%H:%M}"


def span_words(begin: datetime | None, end: datetime | None, language: Language) -> str:
    """Return begin and end; the day of the end only when it differs."""
    if begin is None or end is None:
        return moment_words(begin or end, language)
    first, last = begin.astimezone(JAPAN_TIME), end.astimezone(JAPAN_TIME)
    tail = f"{last:%H:%M}" if first.date() == last.date() else moment_words(end, language)
    return (
        f"{moment_words(begin, language)}〜{tail}"
        if language is Language.JA
        else f"{moment_words(begin, language)} to {tail}"
    )


def due_words(due_at: datetime | None, language: Language) -> str:
    """Return the last day of a deadline that ends at a midnight; a dash for None."""
    if due_at is None:
        return NOTHING
    return day_words((due_at.astimezone(JAPAN_TIME) - timedelta(minutes=1)).date(), language)


def owner_words(row: AcceptanceRow, language: Language) -> str:
    """Return who answers for what stays open; who is suggested when nobody does yet."""
    if row.owner is not None:
        return row.owner.render(language)
    if row.proposed_owner is None:
        return PLAN_LABELS["owner_unknown"].render(language)
    owner = row.proposed_owner.render(language)
    return PLAN_LABELS["owner_open"].render(language).format(owner=owner)


def relief_effects(relief: ReliefRow, currency: str | None, language: Language) -> list[str]:
    """Return what a relief saves or costs, and whom it makes late, in a few words each."""

    def amount(name: str, money: float) -> str:
        words = money_words(money, currency, language)
        return PLAN_LABELS[name].fill(amount=words).render(language)

    found = [amount("saves" if relief.saves >= 0 else "loses", abs(relief.saves))]
    if relief.cost:
        found.append(amount("assumed_cost", relief.cost))
    if relief.more_late > 0:
        found.append(PLAN_LABELS["more_late"].fill(n=relief.more_late).render(language))
    return found


def residue_words(
    to_version: str, known: int, clean_version: str | None, language: Language
) -> str:
    """Return what is known of a version that is installed, and which version is free of it."""
    said = PLAN_LABELS["residue"].fill(version=to_version, n=known).render(language)
    if clean_version is None:
        return said
    return said + PLAN_LABELS["residue_clean"].fill(clean=clean_version).render(language)
