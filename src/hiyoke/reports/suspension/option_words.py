"""Words of the option sheet: headings, options, advice and the sentences that carry figures.

What is not here: the page (`option_page`).
"""

from __future__ import annotations

from typing import Final

from hiyoke.languages import Text
from hiyoke.reports.labels import LABELS

OPTION_LABELS: Final[dict[str, Text]] = {
    "title": Text(ja="停止の選択肢", en="Options before the decision to stop"),
    "brand": Text(ja="火除け Hiyoke", en="Hiyoke"),
    "synthetic": LABELS["synthetic"],
    "decide_at": Text(ja="判断する時点", en="Decision asked for at"),
    "fixed_at": Text(ja="原因が除かれる見込み", en="Cause likely gone at"),
    "institution": Text(ja="機関", en="Institution"),
    "advice": Text(ja="助言", en="Advice"),
    "people_decide": Text(
        ja="決めるのは権限を持つ人です。Hiyoke は計算と記録だけを行い、何も止めません。",
        en="A person with authority decides. Hiyoke computes and records; it stops nothing.",
    ),
    "confidence": Text(ja="確からしさ", en="Confidence"),
    "what": Text(ja="比べる項目", en="What to compare"),
    "times": Text(ja="時刻", en="Times"),
    "stopped": Text(ja="止まるもの（失う時間）", en="What stops (hours lost)"),
    "users": Text(ja="影響を受ける人数（延べ）", en="People affected (counted per service)"),
    "missed": Text(ja="守れない締切", en="Deadlines missed"),
    "exposed": Text(
        ja="攻撃を受けうる時間と、成功する見込み",
        en="Open to attack, and the chance that it succeeds",
    ),
    "stop_loss": Text(ja="① 停止による損失", en="(1) Loss from stopping"),
    "attack_loss": Text(ja="② 攻撃による損失（見込み）", en="(2) Expected loss from attack"),
    "restart_loss": Text(ja="③ 再開失敗の損失（見込み）", en="(3) Expected loss, restart fails"),
    "total": Text(ja="合計（①＋②＋③）", en="Total, (1) + (2) + (3)"),
    "tolerance": Text(ja="許容停止時間を超えるサービス", en="Services beyond tolerance"),
    "left_open": Text(ja="攻撃者が届くまま残る", en="Still within the attacker's reach"),
    "break_even": Text(ja="どちらが得かの分かれ目", en="Where the balance tips"),
    "flips": Text(ja="助言が変わる条件", en="Facts that would change the advice"),
    "modes": Text(ja="「いま止める」場合に行うこと", en="What stopping now means"),
    "mode": Text(ja="停止モード", en="Mode"),
    "minutes": Text(ja="停止完了まで（分）", en="Minutes to effect"),
    "owner": Text(ja="担当", en="Carried out by"),
    "rehearsed": Text(ja="訓練", en="Rehearsed"),
    "cuts": Text(ja="断つ攻撃経路", en="Way of attack that it cuts"),
    "unknowns": Text(ja="分かっていないこと", en="What is not known"),
    "beyond": Text(
        ja="どの停止でも守れないサービス", en="Services that no stop can keep from the attacker"
    ),
    "basis": Text(ja="仮定と計算の根拠", en="Assumptions and basis"),
    "none": Text(ja="なし", en="none"),
    "nothing": Text(ja="—", en="—"),
    "never": Text(ja="記録なし", en="never"),
    "assumed": Text(ja="仮定", en="assumption"),
    "unpriced": Text(
        ja="損失曲線のないサービス（最も安いものと同じとみなした）",
        en="Services without a loss curve (priced as the cheapest)",
    ),
}

OPTION_NAMES: Final[dict[str, Text]] = {
    "now": Text(ja="いま止める", en="Stop now"),
    "after_deadline": Text(ja="{time} に止める（{name}の後）", en="Stop at {time}, after: {name}"),
    "after_safe_point": Text(
        ja="{time} に止める（処理中の取引が終わってから）",
        en="Stop at {time}, once open work is done",
    ),
    "partly": Text(ja="一部だけ止める", en="Stop in part"),
    "stay_open": Text(ja="止めない", en="Do not stop"),
}

#: The same without time and deadline, for sentences.
OPTION_SHORT: Final[dict[str, Text]] = {
    "now": Text(ja="いま止める", en="stopping now"),
    "after_deadline": Text(ja="締切の後に止める", en="stopping after the deadline"),
    "after_safe_point": Text(ja="処理中の取引の後に止める", en="stopping once open work is done"),
    "partly": Text(ja="一部だけ止める", en="stopping in part"),
    "stay_open": Text(ja="止めない", en="not stopping"),
}

ADVICE_WORDS: Final[dict[str, Text]] = {
    "stay_open": Text(
        ja="止めずに、監視を強めて修正を急ぐ", en="Stay open; watch closely and hurry the fix"
    ),
    "apply_compensating_control": Text(
        ja="サービスを止めずに遮断できる経路を断つ",
        en="Cut the ways that can be cut without stopping a service",
    ),
    "suspend_partly": Text(ja="一部だけ止める", en="Stop in part"),
    "suspend_in_window": Text(ja="時刻を選んで止める", en="Stop at the better moment below"),
    "suspend_now": Text(ja="いま止める", en="Stop now"),
    "escalate": Text(
        ja="経営の判断に上げる（どの選択肢も許容停止時間を超える）",
        en="Escalate: every option breaks a tolerance, so top management must choose",
    ),
}

CONFIDENCE_WORDS: Final[dict[str, Text]] = {
    "high": Text(ja="高い", en="high"),
    "medium": Text(ja="中くらい", en="medium"),
    "low": Text(ja="低い", en="low"),
}

DOUBT_WORDS: Final[dict[str, Text]] = {
    "chance_assumed": Text(
        ja="攻撃の見込みは仮定で、専門家の見立てがない",
        en="the chance of attack is an assumption, not your experts' estimate",
    ),
    "mode_assumed": Text(ja="停止モードの所要時間に仮定がある", en="some modes have assumed times"),
    "not_rehearsed": Text(
        ja="一年以内に訓練していないモードがある", en="some modes were not rehearsed within a year"
    ),
    "curve_assumed": Text(ja="損失曲線に仮定がある", en="some loss curves are assumed"),
    "unknown_matters": Text(
        ja="未確認の事柄で結果が変わる", en="something unknown changes the result"
    ),
    "beyond_reach": Text(
        ja="止めても守れないサービスがある", en="some services cannot be kept by stopping"
    ),
}

SENTENCES: Final[dict[str, Text]] = {
    "times": Text(
        ja="{begins} 着手、{effective} 停止完了、{ends} 再開",
        en="begins {begins}, in effect {effective}, back {ends}",
    ),
    "times_without_loss": Text(
        ja="{begins} 着手、{effective} 遮断完了", en="begins {begins}, in effect {effective}"
    ),
    "stops": Text(
        ja="{names}（{hours}、停止モード {count} 件）", en="{names} ({hours}; modes: {count})"
    ),
    "stops_nothing": Text(
        ja="サービスは止まらない（停止モード {count} 件）", en="no service (modes: {count})"
    ),
    "open_for": Text(ja="{hours}: {chance}", en="{hours}: {chance}"),
    "more_modes": Text(ja="ほか {count} 件は plan.json", en="{count} more in plan.json"),
    "why_best": Text(
        ja="見込みの合計が最も小さい（{total}）。次は「{other}」の {other_total}。",
        en="It costs least in expectation ({total}); next is {other} at {other_total}.",
    ),
    "why_within": Text(
        ja="許容停止時間を守れる選択肢の中で、見込みの合計が最も小さい（{total}）。"
        "「{other}」は {other_total} だが、許容停止時間を超える。",
        en="Of the options within tolerance it costs least in expectation ({total}); {other} "
        "would cost {other_total}, but breaks a tolerance.",
    ),
    "standing": Text(
        ja="この状況と別の弱点が同じ時間に突かれる見込みは、いま止めると {stopping}、"
        "止めないと {staying}（2,048 通りの試行）。",
        en="The chance that other, standing weaknesses are used in the same time is {stopping} "
        "when stopping now and {staying} when staying open (2,048 trials).",
    ),
    "why_only": Text(
        ja="この状況の攻撃者は、守るサービスのどれにも届かない。",
        en="The attacker of this situation reaches none of the protected services.",
    ),
    "why_escalate": Text(
        ja="見込みの合計が最も小さいのは「{best}」（{total}）だが、許容停止時間を超える。",
        en="Cheapest in expectation is {best} ({total}), but it breaks a tolerance.",
    ),
    "tips_wait": Text(
        ja="{time} までに攻撃が成功する見込みが {p} を超えると考えるなら、いま止めるほうがよい"
        "（計算上の仮定は {assumed}）。",
        en="Stopping now is better if you believe the chance of a successful attack by {time} "
        "exceeds {p} (assumed here: {assumed}).",
    ),
    "tips_stay": Text(
        ja="修正が終わるまでに攻撃が成功する見込みが {p} を超えると考えるなら、いま止めるほうがよい"
        "（計算上の仮定は {assumed}）。",
        en="Stopping now is better than staying open if you believe the chance of a successful "
        "attack before the fix exceeds {p} (assumed here: {assumed}).",
    ),
    "tips_never": Text(
        ja="攻撃が確実でも、いま止めるより「{other}」のほうが安い。",
        en="Even were the attack certain, {other} would cost less than stopping now.",
    ),
    "flip_chance": Text(
        ja="一日あたりの攻撃の見込みが {now} ではなく {at} {way}なら「{to}」",
        en="If the chance of attack a day were {at} or {way} instead of {now}: {to}",
    ),
    "flip_time": Text(
        ja="修正までの時間が {now} ではなく {at} {way}なら「{to}」",
        en="If the fix took {at} or {way} instead of {now}: {to}",
    ),
    "flip_unknown": Text(
        ja="未確認の「{row}」が実際にはないと確かめられれば、停止の損失は {saved} 減る",
        en="If it were confirmed that {row} does not exist, stopping would cost {saved} less",
    ),
    "flip_none": Text(
        ja="見込みや修正時間を数倍動かしても、助言は変わらない。",
        en="Moving the chance and the time to the fix several times over changes nothing.",
    ),
    "unknown_same": Text(
        ja="未確認の経路が存在してもしなくても、「いま止める」場合の損失は変わらない。",
        en="Whether the unknown ways exist or not, stopping now costs the same.",
    ),
    "unknown_differs": Text(
        ja="未確認の事柄がすべて存在するとみなした計画。存在しなければ停止の損失は {cost}。",
        en="The plan takes everything unknown to exist; if none does, stopping costs {cost}.",
    ),
    "certificate": Text(
        ja="別の方法の探索で確認: 上の停止の後、攻撃者が守るサービスに届く経路は残らない。"
        "費用は最小との差 {gap} 以内。",
        en="Checked by a separate search: after this stop no way to a protected service is left. "
        "Its cost is within {gap} of the least possible.",
    ),
    "certificate_open": Text(
        ja="別の方法の探索で確認: 上の停止の後も、次には届く経路が残る: {names}。",
        en="Checked by a separate search: after this stop a way is still open to: {names}.",
    ),
    "pace": Text(
        ja="攻撃者は {pace} 分に一段進み、最短 {steps} 段で届くとみなした。"
        "一日に攻撃が始まる見込みは {chance}（{low}〜{high}）。",
        en="The attacker is taken to need {pace} minutes a step and {steps} steps at least; the "
        "chance that he strikes within a day is {chance} ({low} to {high}).",
    ),
    "versions": Text(
        ja="仮定の表 {profile}、攻撃規則 {rules}、データ基準日 {as_of}。① は見込み（下限〜上限）。",
        en="Profile of assumptions {profile}, attack rules {rules}, data as of {as_of}. "
        "Ranges are low to high.",
    ),
    "assumed_members": Text(
        ja="状況ファイルに記載がなく仮定で補った項目: {names}。",
        en="Not stated in the situation and filled by assumption: {names}.",
    ),
}

#: Members of a situation that may be assumed.
MEMBER_WORDS: Final[dict[str, Text]] = {
    "pace_minutes": Text(ja="攻撃の速さ", en="the attacker's pace"),
    "chance_per_day": Text(ja="一日の攻撃の見込み", en="the chance of attack a day"),
    "fixed_after": Text(ja="修正までの時間", en="the time to the fix"),
}
