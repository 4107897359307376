"""Headings and standing sentences of the report's part on exposure, by name.

What is not here: words for figures (`exposure_words`), and the words on the pictures.
"""

from __future__ import annotations

from typing import Final

from hiyoke.languages import Text

EXPOSURE_LABELS: Final[dict[str, Text]] = {
    "exposure_heading": Text(
        "3. 攻撃がどこまで届き、いくら失うか", "3. What an attack could reach, and cost"
    ),
    "exposure_none": Text(
        "攻撃の到達と損失は計算していません。{why}",
        "What an attack could reach and cost was not computed. {why}",
    ),
    "exposure_lead": Text(
        "既知の脆弱性を連鎖させる攻撃者が、{days}以内に各サービスを止められるかを、"
        "起こりうる状況 {worlds} 通りで試しました。将来の予言ではなく、対策を比べるための"
        "見積もりです。",
        "How often an attacker who chains known vulnerabilities could stop a service within "
        "{days}, in {worlds} trials of what may happen. An estimate for comparing what to do; "
        "no prophecy.",
    ),
    "exposure_worst": Text(
        "最も危ういのは「{name}」で、{days}以内に止められる確率は{chance}です。",
        "{name} stands worst: its chance of being stopped within {days} is {chance}.",
    ),
    "exposure_loss": Text(
        "金額を見積もれるサービスの損失の期待値は、{days}で {loss}です。",
        "Over the services with a price, the expected loss within {days} is {loss}.",
    ),
    "x_card": Text(
        "攻撃で {days}以内に止められる確率: {chance}",
        "Chance that an attack stops it within {days}: {chance}",
    ),
    "x_card_at_least": Text("以上", " or more"),
    "x_card_loss": Text("、損失の期待値 {loss}", ", expected loss {loss}"),
    "x_card_assumed": Text("（仮定の損失曲線）", " (assumed loss curve)"),
    "x_unknown_heading": Text(
        "結果の幅を広げている不明点", "What is unknown and widens the ranges"
    ),
    "x_no_curve": Text(
        "損失の見積もりがなく、金額に含まれないサービス: {names}。",
        "Services without a price, which no amount here includes: {names}.",
    ),
    "x_services_heading": Text("サービスが止められる確率", "Chance that a service is stopped"),
    "x_services_lead": Text(
        "不明な経路や権限は、有るものとして計算した値を先に示します。かっこ内は 95% 区間です。"
        "「不明な点による幅」は、それらがすべて無い場合から、すべて有る場合までです。",
        "Unknown links and rights are counted as present. Brackets hold the 95% interval. The "
        "range runs from nothing unknown existing to all of it existing.",
    ),
    "x_rank": Text("順位", "Rank"),
    "x_chance": Text("{days}以内の確率", "Chance within {days}"),
    "x_range": Text("不明な点による幅", "Range of the unknown"),
    "x_expected": Text("損失の期待値", "Expected loss"),
    "x_assumed": Text("仮定", "assumed"),
    "x_curve_assumed": Text("仮定の損失曲線による", "from an assumed loss curve"),
    "x_at_least": Text(
        "少なくともこの値です。中身の分からないシステム: {names}",
        "At least this: the contents of {names} are unknown.",
    ),
    "x_no_price": Text("見積もりなし", "no price"),
    "x_no_loss": Text("試行では損失なし", "none in the trials"),
    "x_over_time": Text("期間ごとの確率", "Chance by span of time"),
    "x_over_time_note": Text(
        "棒は確率、細い線は 95% 区間です。「?」のあるサービスは、中身の"
        "分からないシステムがあるため、少なくともこの値です。",
        "Bars are chances; thin lines are 95% intervals. A service with a ? needs a system of "
        "unknown contents, so its chances are at least these.",
    ),
    "x_map_heading": Text("サービスの地図", "Service map"),
    "x_map_note": Text(
        "太い線は最も起こりやすい攻撃経路です。A1、A2 などの記号は、次の「起こりやすい攻撃経路」の"
        "番号と同じです。左端の模様と文字が確率の帯を表します。",
        "Bold lines are the most probable paths of attack. The marks A1, A2 and so on are the "
        "steps of the paths told below. Pattern and figure give the chance.",
    ),
    "x_paths_heading": Text("起こりやすい攻撃経路", "The most probable paths of attack"),
    "x_paths_lead": Text(
        "経路どうしは同じ脆弱性を共有するため、確率は足し合わせられません。",
        "Paths share vulnerabilities, so their chances do not add up.",
    ),
    "x_paths_proven": Text(
        "これより起こりやすい経路は、ほかにありません。", "No more probable path exists."
    ),
    "x_paths_unproven": Text(
        "探索を打ち切ったため、見落とした経路がありえます。",
        "The search was cut short, so a path may have been missed.",
    ),
    "x_paths_none": Text(
        "外部から優先サービスに届く攻撃経路は、見つかりませんでした。",
        "No path of attack from outside to a priority service was found.",
    ),
    "x_path_to": Text("{name}の管理者権限を奪う", "Administrator of {name}"),
    "x_path_services": Text("これを必要とするサービスは、{names}です。", "Needed by {names}."),
    "x_path_unsure": Text(
        "可能かどうか確かめられていない段階を含みます。", "Includes a step nobody has confirmed."
    ),
    "x_rows": Text("元の行", "From"),
    "x_more_paths": Text(
        "ほか {n} 本の経路は Excel にあります。", "{n} more paths are in the workbook."
    ),
    "x_choke_heading": Text("多くの経路が集まる要所", "Choke points: where many paths meet"),
    "x_choke_lead": Text(
        "一つだけ取り除くなら、ここが最も効きます。",
        "If a single thing could be taken away, these would help most.",
    ),
    "x_what": Text("対象", "What"),
    "x_kind": Text("種類", "Kind"),
    "x_falls": Text("確率の低下", "Chance falls by"),
    "x_falls_for": Text("{name}で {points} ポイント", "{points} points for {name}"),
    "x_loss_heading": Text("損失の大きさとその確率", "How much could be lost, and how likely"),
    "x_loss_at": Text(
        "{chance} の確率で、損失は {loss}以上です。",
        "With a chance of {chance} the loss is {loss} or more.",
    ),
    "x_loss_none": Text(
        "損失曲線のあるサービスがないため、金額は計算していません。services.yaml の impact に"
        "書き加えると計算できます。",
        "No service has a loss curve, so nothing is priced. Add `impact` in services.yaml.",
    ),
    "x_leverage_heading": Text("何をすれば危険がどれだけ減るか", "What would help, and how much"),
    "x_leverage_lead": Text(
        "それぞれを単独で行った場合の、{days}の損失期待値の減少です。同じ状況で比べています。",
        "How far the expected loss within {days} falls if this alone is done, in the same trials.",
    ),
    "x_close_note": Text(
        "経路を閉じると、それを使う業務も止まります。業務に使われている経路かどうかは、閉じる前に"
        "確かめてください。",
        "Closing a link also stops the work that uses it; find out what does before closing one.",
    ),
    "x_change": Text("すること", "What to do"),
    "x_removed": Text("減る損失", "Loss removed"),
    "x_effort": Text("手間", "Effort"),
    "x_with": Text("{names}と一緒に行うと、さらに効きます。", "Helps more together with {names}."),
    "x_debt_heading": Text("負債台帳（施策 3）", "Debt ledger (measure 3)"),
    "x_debt_lead": Text(
        "開いたままのポート、不要な特権 ID、未適用の修正、サポート切れを一つの表にまとめ、"
        "作業 1 時間あたりに減る損失の大きい順に並べました。",
        "Open ports, privileged IDs, unapplied fixes and ended support in one table, most loss "
        "removed per hour of work first.",
    ),
    "x_debt": Text("負債と返し方", "Debt, and how to pay it off"),
    "x_opens": Text("攻撃の足がかり", "Steps it opens"),
    "x_per_hour": Text("1 時間あたり", "Per hour"),
    "x_leads_to": Text("届くサービス", "Leads to"),
    "x_uncredited_heading": Text("効果を認められない対策", "Controls that earn no credit"),
    "x_uncredited_lead": Text(
        "試験されていない、または期限の切れた対策は、効かないものとして計算しました。"
        "試験に通れば、次の分だけ減ります。",
        "A control without a recent test, or past its last day, counts as absent. Tested, it "
        "would take away this much.",
    ),
    "x_control": Text("対策", "Control"),
    "x_would_remove": Text("認められれば減る損失", "Loss it would remove"),
    "x_latent_heading": Text(
        "別の想定: まだ知られていない脆弱性", "A scenario apart: flaws nobody knows yet"
    ),
    "x_latent_lead": Text(
        "構成要素の種類ごとに、未知の脆弱性が一定の割合であると仮定した場合の値です。"
        "上の数値には含めていません。",
        "Assumes a share of unknown flaws in each kind of component. No figure above includes it.",
    ),
    "x_latent_none": Text(
        "まだ知られていない脆弱性の想定は計算していません。"
        "`hiyoke exposure --latent` で計算できます。",
        "The scenario of flaws nobody knows yet was not computed; `hiyoke exposure --latent` does.",
    ),
    "x_known_only": Text("既知の脆弱性だけ", "Known flaws only"),
    "x_with_latent": Text("未知の脆弱性も含む", "With unknown flaws"),
    "x_assumed_heading": Text("仮定したこと、選んだこと", "What was assumed and chosen"),
    "x_assumption": Text("項目", "Item"),
    "x_taken": Text("内容", "Taken as"),
    "x_basis": Text("根拠", "Basis"),
    "x_chosen": Text("この計算の設定", "Setting of this run"),
    "x_profile": Text("プロファイル", "Profile"),
    "x_horizon": Text("見通す期間", "Horizon"),
    "x_worlds": Text("試行の数", "Trials"),
    "x_seed": Text("乱数の種", "Seed"),
    "x_stress": Text("攻撃者の速さの倍率", "Attackers' pace"),
}

#: What the report does not say, when exposure was computed: it replaces the sentence on links.
EXPOSURE_LIMIT: Final = Text(
    "攻撃の確率は、許可された通信、公表された脆弱性、仮定の値から計算した見積もりです。"
    "検知や対応の速さ、攻撃者の資金や時間は含みません。",
    "Chances of attack are estimates from permitted links, published vulnerabilities and labelled "
    "assumptions; detection, response and attackers' means are not part of them.",
)
