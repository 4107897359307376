"""Headings, column names and standing sentences of the report, by name.

What is not here: words for codes (`words`) and sentences with names in them (`sentences`).
"""

from __future__ import annotations

from typing import Final

from hiyoke.languages import Text
from hiyoke.reports.exposure.labels import EXPOSURE_LABELS, EXPOSURE_LIMIT

LABELS: Final[dict[str, Text]] = EXPOSURE_LABELS | {
    # The page as a whole.
    "title": Text("脆弱性と優先サービスの評価", "Vulnerabilities and priority services"),
    "brand": Text("火除け Hiyoke", "Hiyoke"),
    "institution": Text("機関", "Institution"),
    "as_of": Text("基準日", "As of"),
    "verdict": Text("判定", "Verdict"),
    "table": Text("判断表", "Decision table"),
    "synthetic": Text(
        "架空のデータ — 実在の機関ではありません", "Synthetic data — not a real institution"
    ),
    "synthetic_short": Text("架空のデータ", "Synthetic data"),
    "contents": Text("目次", "Contents"),
    "skip": Text("本文へ進む", "Skip to the content"),
    "none": Text("ありません。", "None."),
    "more": Text(
        "ほか {n} 件は Excel と CSV にあります。", "{n} more are in the workbook and the CSV file."
    ),
    "explain": Text("理由を調べる", "Ask why"),
    # 1. What is not known.
    "unknown_heading": Text("1. 分かっていないこと、古い情報", "1. What is unknown or stale"),
    "unknown_lead": Text(
        "分からないことは安全とはみなしません。以下の結果は、この範囲の不明を含みます。",
        "Unknown is not safe. Every result below carries these gaps.",
    ),
    "unknown_hiding": Text("見落としにつながるもの", "Gaps that may hide findings"),
    "unknown_other": Text("期限や影響の精度に関わるもの", "Gaps that blur deadlines and effects"),
    "unknown_what": Text("分からないこと", "What is unknown"),
    "unknown_count": Text("件数", "Count"),
    "unknown_cost": Text("評価への影響", "What it costs"),
    "unknown_remedy": Text("できること", "What you can do"),
    "examples": Text("例", "For example"),
    "out_of": Text("{total} 件中", "of {total}"),
    "age_heading": Text("情報の古さ", "Age of the data"),
    "age_kind": Text("情報", "Data"),
    "age_newest": Text("最新", "Newest"),
    "age_newer": Text("基準日より後のものは使いません", "newer than the as-of date: not used"),
    "age_days": Text("経過日数", "Age in days"),
    "age_limit": Text("古いとみなす日数", "Stale after"),
    "age_state": Text("状態", "State"),
    # 2. Services.
    "services_heading": Text("2. 危険のある優先サービス", "2. Priority services in danger"),
    "services_summary": Text("優先サービス {n} 件: {parts}。", "{n} priority services: {parts}."),
    "services_none": Text("優先サービスが登録されていません。", "No priority service is recorded."),
    "earliest": Text(
        "最も早い期限は {day}（{left}）です。", "The earliest deadline is {day} ({left})."
    ),
    "bands_heading": Text(
        "期限の分布（システムごとの検出件数）", "When findings on systems fall due"
    ),
    "bands_legend": Text("濃い部分は優先サービスのシステム", "dark: systems of priority services"),
    "bands_all": Text("全体", "All"),
    "bands_priority": Text("うち優先サービス", "Priority services"),
    "bands_span": Text("期限", "Deadline"),
    "due": Text("期限", "Deadline"),
    "working_day": Text("営業日 {day}", "Business day: {day}"),
    "no_due": Text("日付の定めなし", "No dated deadline"),
    "clock": Text("起算 {day}", "Counted from {day}"),
    "clock_kev": Text("起算 {day}（KEV 掲載日）", "Counted from {day} (KEV listing)"),
    "case_better": Text("不明な点が良い方なら: {what}", "If the unknown turns out well: {what}"),
    "case_worse": Text("仮定が外れた場合: {what}", "If an assumption is wrong: {what}"),
    "unknown_points": Text("不明: {points}", "Unknown: {points}"),
    "assumed_points": Text("仮定: {points}", "Assumed: {points}"),
    "why": Text("理由", "Why"),
    "more_reasons": Text("ほか {n} 件の理由があります。", "{n} more reasons."),
    "owner": Text("責任部署", "Owner"),
    "tolerance": Text("許容停止時間", "Impact tolerance"),
    "minutes": Text("{n} 分", "{n} minutes"),
    "needs": Text("必要なシステム", "Systems it needs"),
    "affected_of": Text("{total} 台中 {n} 台に影響", "{n} of {total} affected"),
    "unknown_exposure": Text("外部到達が不明: {names}", "Unknown exposure: {names}"),
    "others_heading": Text("その他のサービス", "Other services"),
    "levels_heading": Text("状態の見方", "How to read the states"),
    # 4. Bundles.
    "bundles_heading": Text("4. まとめて直せる更新", "4. The few updates that close most"),
    "bundles_lead": Text(
        "一つの更新で閉じられる検出をまとめました。優先サービスの検出を多く閉じる順です。",
        "Each update closes several findings at once; those that close most for priority services "
        "come first.",
    ),
    "bundles_share": Text(
        "上位 {n} 件で、修正版のある検出の {share} を閉じられます。",
        "The first {n} close {share} of all findings that have a fix.",
    ),
    "bundle": Text("更新", "Update"),
    "bundle_from": Text("現在 {versions}", "now {versions}"),
    "bundle_packages": Text("一緒に更新: {names}", "Updated together: {names}"),
    "bundle_group": Text("担当", "Looked after by"),
    "bundle_closes": Text("閉じる検出", "Closes"),
    "bundle_priority": Text("優先サービス {n}", "{n} for priority services"),
    "bundle_kev": Text("KEV 掲載 {n}", "{n} listed in KEV"),
    "bundle_remaining": Text(
        "{target} にも {ids} が残ります。", "{target} itself is affected by {ids}."
    ),
    "bundle_clean": Text(
        "既知の脆弱性がない {version} 以降を勧めます。", "Prefer {version}, which has none known."
    ),
    "share_so_far": Text("累計", "Running total"),
    "unfixed_heading": Text("修正版が公表されていない検出", "Findings without a known fix"),
    "unfixed_lead": Text(
        "更新では閉じられません。回避策、遮断、監視などの補完策を検討してください。",
        "No update closes these; consider a workaround, isolation or monitoring.",
    ),
    "backports_heading": Text(
        "OS ベンダーの修正状況を確かめるべき検出", "Findings to check with the vendor"
    ),
    "backports_lead": Text(
        "OS のパッケージに含まれる部品です。ベンダーが古い版のまま修正している場合があります。",
        "These parts lie inside a package of the operating system, whose vendor may have fixed "
        "them without changing their version.",
    ),
    "carried_by": Text("収容パッケージ", "Carried by"),
    # 5. End of life.
    "eol_heading": Text("5. サポート終了", "5. End of life"),
    "eol_lead": Text(
        "終了済みのものと、{days} 日以内に終了するものです。",
        "What has ended, and what ends within {days} days.",
    ),
    "eol_what": Text("製品・システム", "Product or system"),
    "eol_on": Text("サポート終了日", "Support ends"),
    "eol_ended": Text("終了（日付は未公表）", "Ended (no date published)"),
    "eol_extended": Text(
        "延長サポートは {day} まで（契約が必要）", "Extended support until {day}, by contract"
    ),
    "eol_question": Text(
        "配布元の OS ベンダーが保守を続けている場合があります。確認してください。",
        "The distribution's vendor may maintain it longer; check.",
    ),
    # 6. Systems.
    "systems_heading": Text("6. システム", "6. Systems"),
    "system": Text("システム", "System"),
    "systems": Text("システム", "Systems"),
    "reach": Text("外部からの到達", "Reach from outside"),
    "services": Text("サービス", "Services"),
    "components": Text("構成要素", "Components"),
    "findings": Text("検出", "Findings"),
    "kev_count": Text("KEV 掲載", "In KEV"),
    "not_assessable": Text("判定不能", "Not assessable"),
    "no_sbom": Text("SBOM なし", "no SBOM"),
    "priority": Text("優先", "Priority"),
    "priority_rank": Text("優先順位", "Priority rank"),
    "level": Text("状態", "State"),
    "service": Text("サービス", "Service"),
    # 7. Findings.
    "findings_heading": Text("7. 検出", "7. Findings"),
    "findings_lead": Text(
        "影響ありと判定した、構成要素と脆弱性の組です。"
        "順位は、優先サービス、外部からの到達、KEV、期限、EPSS の順で決まります。",
        "Components met by vulnerabilities that affect them. The order follows priority services, "
        "reach from outside, KEV, deadline and EPSS.",
    ),
    "explain_hint": Text(
        "どの行も `hiyoke explain 識別子` で理由と元の行を確かめられます。",
        "`hiyoke explain ID` tells why, with the rows used, for any identifier below.",
    ),
    "rank": Text("順位", "Rank"),
    "vulnerability": Text("脆弱性", "Vulnerability"),
    "component": Text("構成要素", "Component"),
    "version": Text("バージョン", "Version"),
    "fixed_version": Text("修正版", "Fixed in"),
    "no_fix": Text("修正版なし", "no known fix"),
    "evidence": Text("根拠", "Evidence"),
    "matched": Text("照合", "Matched"),
    "disagreement": Text("情報源の食い違い", "Sources disagree"),
    "ransomware": Text("ランサムウェアでの利用あり", "used in ransomware"),
    "unjudged_heading": Text("判定できない検出", "Findings that nobody can judge"),
    # 8. Method.
    "method_heading": Text("8. 方法と情報源", "8. Method and sources"),
    "deadlines_heading": Text("期限の決め方", "How deadlines are set"),
    "standing": Text("位置づけ", "Standing"),
    "days_basis": Text("日数の根拠", "Where the days come from"),
    "clock_rule": Text("起算日", "Clock"),
    "missing_rule": Text("情報がないとき", "When points are missing"),
    "table_source": Text("出典", "Source"),
    "plan_rule": Text("計画に使う期限", "Deadline to plan by"),
    "plan_rule_text": Text(
        "不明な点があるときは、ありうる期限をすべて示し、最も早いものを計画に使います。営業日は、期限の暦日を越えない直近の日本の銀行営業日です。",
        "Where a point is unknown every possible deadline is shown, and the earliest is planned "
        "by. The business day is the latest Japanese bank day that is not after the calendar day.",
    ),
    "sources_heading": Text("取り込んだ情報", "Data that was read"),
    "source": Text("情報源", "Source"),
    "records": Text("記録数", "Records"),
    "used": Text("使用", "Used"),
    "withdrawn": Text("取り下げ", "Withdrawn"),
    "quarantined": Text("隔離", "Quarantined"),
    "terms": Text("権利者と利用条件", "Rights and terms"),
    "databases_heading": Text("検出の根拠となったデータベース", "Databases that findings rest on"),
    "database": Text("データベース", "Database"),
    "other_database": Text(
        "その他（公表元はアドバイザリ番号による）", "Others, by their identifiers"
    ),
    "inputs_heading": Text("入力の指紋（SHA-256）", "Digests of the inputs (SHA-256)"),
    "counts_heading": Text("件数", "Counts"),
    "limits_heading": Text("この報告が述べないこと", "What this report does not say"),
    "footer": Text(
        "Hiyoke {version} が {as_of} を基準日として作成しました。"
        "Hiyoke は助言と記録だけを行い、走査・修正・停止は行いません。",
        "Made by Hiyoke {version} as of {as_of}. Hiyoke advises and records; it never scans, "
        "patches or stops anything.",
    ),
}

#: What the report does not say, one sentence each.
_LIMITS: Final = (
    Text(
        "影響ありとは、公表された影響範囲に入っていることで、実際に悪用できることを意味しません。",
        "Affected means inside a published range; it does not mean that an attack would succeed.",
    ),
    Text(
        "該当なしは、取り込んだ情報の範囲での結果です。未公表の脆弱性や、設定の不備は扱いません。",
        "Clear holds for the imported data only; unpublished flaws and misconfiguration are not "
        "covered.",
    ),
    Text(
        "通信経路は許可されているという記録であり、対策の効き目や攻撃の成功確率は評価していません。",
        "Links are flows that are permitted; controls and the chance of success are not weighed.",
    ),
    Text(
        "EPSS は 30 日以内に悪用が観測される確率の推定で、危険度の点数ではありません。"
        "CVSS の点数は順位に使いません。",
        "EPSS estimates the probability of exploitation activity within 30 days; it is no score of "
        "danger. CVSS scores do not order anything.",
    ),
    Text(
        "修正の適用や停止がもたらす業務への影響は、この報告では評価していません。",
        "What patching or stopping would cost the services is not weighed here.",
    ),
    Text(
        "法律上の助言ではなく、監督当局の見解や承認を示すものでもありません。",
        "This is no legal advice, and no authority has endorsed it.",
    ),
)

#: Which of them holds only while chances of attack are not computed.
_LINKS_ONLY: Final = _LIMITS[2]


def limits_of(*, with_exposure: bool) -> tuple[Text, ...]:
    """Return what the report does not say."""
    return tuple(
        EXPOSURE_LIMIT if with_exposure and limit is _LINKS_ONLY else limit for limit in _LIMITS
    )


#: Names of the counts in `Run.counts`.
COUNT_LABELS: Final[dict[str, Text]] = {
    "services": Text("サービス", "Services"),
    "systems": Text("システム", "Systems"),
    "links": Text("通信経路", "Links"),
    "components": Text("異なる構成要素", "Distinct components"),
    "placements": Text("構成要素の配置", "Components on systems"),
    "advisory_records": Text("読んだアドバイザリなどの記録", "Advisory records read"),
    "advisory_records_used": Text("使った記録", "Records used"),
    "advisory_records_withdrawn": Text("取り下げ済みの記録", "Records withdrawn"),
    "advisory_records_quarantined": Text("隔離した記録", "Records in quarantine"),
    "findings": Text("構成要素と脆弱性の組", "Components met by vulnerabilities"),
    "findings_affected": Text("うち影響あり", "of these affected"),
    "findings_not_assessable": Text("うち判定不能", "of these not assessable"),
    "findings_not_affected": Text("うち影響なし", "of these not affected"),
    "findings_on_systems": Text("システムごとの検出", "Findings on systems"),
    "vulnerabilities": Text("異なる脆弱性", "Distinct vulnerabilities"),
    "components_not_assessable": Text("判定できない構成要素", "Components not assessable"),
}
