"""Words of the stress report: headings, standing sentences, and the first paragraph.

What is not here: words of scenarios and defaults, which stand in their files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hiyoke.languages import Language, Text

if TYPE_CHECKING:
    from hiyoke.planning import Band
    from hiyoke.reports.stress.rows import StressReport

NOTHING: Final = "—"
_MANY: Final = 100.0

STRESS_LABELS: Final[dict[str, Text]] = {
    "title": Text("修正の波のストレステスト", "Stress test: a wave of patches"),
    "scenario": Text("シナリオ", "Scenario"),
    "period": Text("期間", "Period"),
    "runs": Text("試行", "Runs"),
    "summary_heading": Text("要点", "In short"),
    "deadline_heading": Text("期限までに直せるか", "Are deadlines met?"),
    "deadline_note": Text(
        "幅は試行の 5% から 95%、前の数字は中央値です。期限切れの確率は、期間中に期限が来た"
        "更新のうち期限を過ぎるものの割合です。",
        "Figures are medians; ranges are 5 to 95 % of the runs. The chance of a miss is among "
        "updates whose deadline falls within the period.",
    ),
    "tier": Text("期限の区分", "Deadline"),
    "arrived": Text("到着", "Arrive"),
    "missed": Text("期限切れの確率", "Chance of a miss"),
    "missed_band": Text("試行ごとの割合", "Share, run by run"),
    "any_missed": Text("1 件でも切れる試行", "Runs with any miss"),
    "median_days": Text("半数が済むまで", "Half done within"),
    "late_days": Text("95% が済むまで", "95% done within"),
    "unprotected": Text("無防備な延べ時間", "Unprotected hours"),
    "unprotected_note": Text(
        "無防備な時間は、更新が届いてから適用されるまでの時間を全件について足したものです。"
        "対策で覆われた分は引いていません。",
        "Unprotected hours add up the time from arrival to application over all updates; what "
        "compensating controls cover is not taken off.",
    ),
    "backlog_heading": Text("残件と古さ", "Backlog and age"),
    "backlog_of": Text("残件: {tier}", "Open: {tier}"),
    "oldest_of": Text("最も古い残件の日数: {tier}", "Days open, oldest: {tier}"),
    "stages_heading": Text("どこが詰まるか", "Where it jams"),
    "stage": Text("工程", "Stage"),
    "utilisation": Text("稼働率", "Utilisation"),
    "waiting_share": Text("待ち時間に占める割合", "Share of all waiting"),
    "largest_wait": Text("最長の待ちとなる試行", "Longest wait in"),
    "busiest": Text("最も忙しい所", "Busiest"),
    "present_of": Text("滞留: {stage}", "At the stage: {stage}"),
    "utilisation_note": Text(
        "稼働率は、人の工程では勤務時間、承認と変更枠では枠の数に対する割合です。待ちには夜間や休日の"
        "分を含みます。やり直しは、テストに通らず同じ担当がもう一度行った件数です。",
        "Utilisation is of duty hours where people work, and of places where boards sit or windows "
        "open. Waiting includes nights and holidays. What fails its test is done again by the same "
        "crew.",
    ),
    "breaking_heading": Text("どこまで耐えるか", "How much it bears"),
    "reliefs_heading": Text("何を足せば効くか", "What would help"),
    "relief": Text("増やすもの", "Add"),
    "saved": Text("減る無防備な時間", "Unprotected hours saved"),
    "missed_change": Text("期限切れの割合", "Share of misses"),
    "reliefs_note": Text(
        "同じ更新が届くものとして、足さない場合と比べました（{runs} 試行）。",
        "Compared with no addition on the very same updates ({runs} runs).",
    ),
    "shared_heading": Text("同じベンダーに皆が頼むとき", "When everybody asks one vendor"),
    "shared_note": Text(
        "同じ技術者に各機関が同時に頼んだ場合に、当方の作業が済むまでの日数です。誰を先にするかで変わり、"
        "ベンダー全体の作業量は変わりません。契約上の順位は、約束がないため最後としました。",
        "Days until our work is done when every institution asks the same engineers at once. It "
        "depends on who goes first; the vendor's work in all does not. Our place in contract order "
        "is taken as the last, since none is promised.",
    ),
    "vendor": Text("ベンダー", "Vendor"),
    "clients": Text("機関数", "Institutions"),
    "engineers": Text("同時に動く技術者", "Engineers at work"),
    "contract_rule": Text("契約の定め", "Contract says"),
    "rule_contract_order": Text("契約順", "contract order"),
    "rule_first_come": Text("先着順", "first come"),
    "rule_fair_share": Text("均等", "fair share"),
    "rule_unknown": Text("不明（要確認）", "unknown (a gap)"),
    "all_done": Text("当方がすべて済むまで", "All of ours done"),
    "half_done": Text("当方の半分が済むまでの日数", "Days until half of ours is done"),
    "unfinished": Text("期間内に済まない確率", "Chance that some is not done"),
    "worked": Text("ベンダーの作業時間の合計", "Hours the vendor works in all"),
    "rule": Text("誰を先にするか", "Who goes first"),
    "week_end": Text("週の終わり", "End of week"),
    "backlog_now": Text("残件", "Open"),
    "mean_age": Text("平均の日数", "Days open, mean"),
    "oldest_age": Text("最も古い残件の日数", "Days open, oldest"),
    "place": Text("担当・枠", "Crew or window"),
    "whole_stage": Text("工程全体", "whole stage"),
    "done_again": Text("やり直し（件、中央値）", "Done again (items, median)"),
    "missed_before": Text("期限切れの割合（いま）", "Share of misses, now"),
    "missed_after": Text("期限切れの割合（足すと）", "Share of misses, with it"),
    "basis_heading": Text("前提", "What this rests on"),
    "line": Text("項目", "Line"),
    "reading": Text("値", "Figure"),
    "basis": Text("根拠", "Basis"),
    "assumption": Text("仮定", "assumption"),
    "source": Text("出典", "source"),
    "estate": Text("資産の記載", "estate"),
    "wave_lines": Text("シナリオの中身", "The wave"),
    "facts_heading": Text("人、変更枠、ベンダー", "People, windows, vendors"),
    "defaults_heading": Text("既定値", "Defaults"),
    "more_vendors": Text(
        "ほか {n} 社は担当システムが少ないため、計算していません。",
        "{n} more vendors maintain fewer systems and were not simulated.",
    ),
    "footer": Text(
        "Hiyoke {version}。予測ではなく、前提を変えて試すための計算です。シード {seed}。",
        "Hiyoke {version}. Not a forecast: a calculation to try assumptions with. Seed {seed}.",
    ),
}

_SUMMARY: Final = Text(
    "{weeks} 週間に {arrived} 件の更新が届き、最も長く待つのは「{stage}」です"
    "（{share} の試行で）。",
    "{arrived} updates arrive in {weeks} weeks; the longest wait is at {stage} "
    "(in {share} of the runs).",
)
_SUMMARY_TIER: Final = Text(
    "{tier}の更新は {missed} が期限を過ぎます。", "{missed} of updates due {tier} miss it."
)
_SUMMARY_UNSEEN: Final = Text(
    "{tier}の期限は期間中に来ません。", "No deadline {tier} falls in the period."
)
BREAKS: Final = Text(
    "負荷（届く更新の量）がこのシナリオの {holds} 倍までなら、期限のある区分の期限切れは {limit} "
    "以下です。{breaks} 倍で超え、そのとき最も長く待つのは「{stage}」です。",
    "Up to {holds} times the load of this scenario, no more than {limit} of dated deadlines are "
    "missed. At {breaks} times it is more, and the longest wait is at {stage}.",
)
BREAKS_BELOW: Final = Text(
    "このシナリオには耐えません。期限のある区分の期限切れが {limit} 以下に収まるのは、"
    "負荷（届く更新の量）がシナリオの {holds} 倍までです。{breaks} 倍でもう超え、"
    "そのとき最も長く待つのは「{stage}」です。",
    "This wave is more than it bears: no more than {limit} of dated deadlines are missed only at "
    "{holds} times its load. At {breaks} times it is already more, and the longest wait is at "
    "{stage}.",
)
BREAKS_ALWAYS: Final = Text(
    "負荷を {breaks} 倍まで減らしても、期限のある区分の {limit} 超が期限を過ぎます。量ではなく、"
    "審査・変更枠・勤務の曜日や時間が期限に間に合っていません（最も長く待つのは「{stage}」）。",
    "Even at {breaks} times the load more than {limit} of dated deadlines are missed: it is the "
    "days and hours of boards, windows and duty that are too slow, not the amount (the longest "
    "wait is at {stage}).",
)
BREAKS_NEVER: Final = Text(
    "負荷が {holds} 倍でも、期限のある区分の期限切れは {limit} 以下です。",
    "Even at {holds} times the load no more than {limit} of dated deadlines are missed.",
)


def summary_of(report: StressReport) -> list[Text]:
    """Return the first paragraph as sentences."""
    outcome = report.outcome
    arrived = sum(tier.arrived.middle for tier in outcome.tiers)
    jam = next((s for s in outcome.stages if s.stage_id == outcome.bottleneck), None)
    sentences = []
    if jam is not None:
        whole = percent(jam.largest_wait_share)
        words = _SUMMARY.fill(weeks=report.weeks, arrived=number(arrived), stage="{s}", share=whole)
        sentences.append(Text(words.ja.format(s=jam.title.ja), words.en.format(s=jam.title.en)))
    for tier in outcome.tiers:
        if tier.tier_id in report.profile.missed_tiers:
            template = _SUMMARY_UNSEEN if tier.missed_probability is None else _SUMMARY_TIER
            missed = percent(tier.missed_probability)
            english = tier.title.en[:1].lower() + tier.title.en[1:]
            sentences.append(
                Text(
                    template.ja.format(tier=tier.title.ja, missed=missed),
                    template.en.format(tier=english, missed=missed),
                )
            )
    return [*sentences, breaking_sentence(report)]


def breaking_sentence(report: StressReport) -> Text:
    """Return where the wave breaks as a sentence."""
    breaking = report.breaking
    stage = report.stage_title(breaking.bottleneck) or Text(NOTHING, NOTHING)
    template = BREAKS
    if breaking.holds_at is None:
        template = BREAKS_ALWAYS
    elif breaking.breaks_at is None:
        template = BREAKS_NEVER
    elif breaking.breaks_at <= 1.0:
        template = BREAKS_BELOW
    figures = {
        "holds": load(breaking.holds_at),
        "breaks": load(breaking.breaks_at),
        "limit": percent(breaking.missed_limit),
    }
    return Text(
        template.ja.format(stage=stage.ja, **figures), template.en.format(stage=stage.en, **figures)
    )


def load(value: float | None) -> str:
    """Return a multiple with three significant figures, or as a fraction of one."""
    if value is None:
        return NOTHING
    return f"1/{1.0 / value:.0f}" if value < 0.1 else f"{value:.3g}"  # noqa: PLR2004 - tenths.


def percent(value: float | None) -> str:
    """Return a share in percent; tiny ones are not rounded to nothing."""
    if value is None:
        return NOTHING
    if 0.0 < value < 0.001:  # noqa: PLR2004 - below what is shown.
        return "<0.1%"
    return f"{value:.1%}" if value < 0.1 else f"{value:.0%}"  # noqa: PLR2004 - digits shown.


def number(value: float) -> str:
    """Return a figure: whole from 100 on, else with one decimal where it has any."""
    rounded = round(value, 1)
    if abs(value) >= _MANY or rounded == int(rounded):
        return f"{rounded:,.0f}"
    return f"{rounded:,.1f}"


def days(value: float | None, language: Language) -> str:
    """Return days; past the period for None."""
    if value is None:
        return Text("期間内に済まず", "not within the period").render(language)
    return Text("{n} 日", "{n} days").fill(n=number(value)).render(language)


def range_words(band: Band | None, *, is_share: bool = False) -> str:
    """Return a band as its ends."""
    if band is None:
        return NOTHING
    show = percent if is_share else number
    return f"{show(band.low)}–{show(band.high)}"
