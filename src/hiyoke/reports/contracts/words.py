"""Words of the contract check and of the questionnaire, in both languages.

What is not here: the clauses and the letter, which stand in their profile.
"""

from __future__ import annotations

from typing import Final

from hiyoke.languages import Text
from hiyoke.planning import ClauseStatus

STATUS_WORDS: Final = {
    ClauseStatus.MET: Text(ja="○ あり", en="○ met"),
    ClauseStatus.GAP: Text(ja="× 不足", en="× gap"),
    ClauseStatus.UNKNOWN: Text(ja="？ 不明（要確認）", en="? unknown (a gap)"),
    ClauseStatus.NOT_NEEDED: Text(ja="－ 不要", en="– not needed"),
}
ANSWER_WORDS: Final = {
    "yes": Text(ja="はい", en="Yes"),
    "no": Text(ja="いいえ", en="No"),
    "partly": Text(ja="一部のみ", en="In part"),
    "unknown": Text(ja="不明", en="Not known"),
    "contract_order": Text(ja="契約の順", en="In contract order"),
    "first_come": Text(ja="先着順", en="First come first served"),
    "fair_share": Text(ja="均等に分ける", en="Shared alike"),
    "other": Text(ja="その他", en="Otherwise"),
}
CONTRACT_LABELS: Final[dict[str, Text]] = {
    "gaps": Text("契約の不足", "Contract gaps"),
    "matrix": Text("契約項目の一覧", "Clause matrix"),
    "questionnaire": Text("確認事項", "Questions"),
    "letter": Text("依頼状", "Letter"),
    "vendor": Text("ベンダー", "Vendor"),
    "no_vendor": Text("（保守ベンダーの記載なし）", "(no vendor named)"),
    "clause": Text("項目", "Clause"),
    "status": Text("状態", "Status"),
    "wanted": Text("望ましい内容", "Wanted"),
    "recorded": Text("当方の記録", "Our record"),
    "systems": Text("対象システム", "Systems"),
    "system": Text("システム", "System"),
    "services": Text("優先サービス", "Priority services"),
    "share": Text("妨げる時間の割合", "Share of time blocked"),
    "loss": Text("関わる損失（目安）", "Loss concerned"),
    "loss_range": Text("損失の幅", "Range"),
    "currency": Text("通貨", "Currency"),
    "basis": Text("根拠", "Basis"),
    "shared": Text("共同・クラウド", "Shared or cloud"),
    "assumed_curve": Text("損失曲線は仮定", "loss curve assumed"),
    "stated_curve": Text("損失曲線は機関の記載", "loss curve stated"),
    "no_curve": Text("損失曲線なし（優先順位で並べた）", "no loss curve (ordered by priority)"),
    "assumption": Text("仮定", "assumption"),
    "number": Text("番号", "No."),
    "question": Text("お尋ねする内容", "Question"),
    "answer": Text("ご回答", "Your answer"),
    "remarks": Text("補足・根拠（契約条項など）", "Remarks (contract clause and so on)"),
    "to_confirm": Text("ご確認ください: {answer}", "Please confirm: {answer}"),
    "to_answer": Text("記録なし", "None"),
    "respondent": Text("ご回答者（部署・お名前）", "Answered by (unit and name)"),
    "answered_on": Text("ご回答日", "Answered on"),
    "urgent_contact": Text(
        "夜間・休日の緊急連絡先（部署、電話番号）",
        "Whom we reach at night and on holidays (unit, telephone)",
    ),
    "others": Text("そのほかお知らせいただきたいこと", "Anything else we should know"),
    "record_below": Text("記", "Questions"),
    "end": Text("以上", "End"),
    "note_gaps": Text(
        "損失は、その項目に関わる優先サービスが一度攻撃で止まったときの損失に、その項目が妨げる時間の"
        "割合を掛けたものです。並べるための目安で、予測ではありません。",
        "The loss is that of one attack on the priority services concerned, times the share of "
        "time at which the clause stands in the way: a measure to rank by, not a forecast.",
    ),
    "none": Text("不足はありません。", "No gaps."),
}
