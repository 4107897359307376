"""The story of the worst ways of attack, step by step, with rules, chances and rows.

What is not here: how the ways were found (`hiyoke.exposure`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from hiyoke.languages import Language, Text
from hiyoke.reports.exposure.words import money_words
from hiyoke.reports.sentences import listed, named
from hiyoke.reports.words import percent_words
from hiyoke.workflows.explanation.explanation import Section

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from hiyoke.workflows.explanation.run_data import RunData

    Row = dict[str, Any]

#: Ways told for one subject; further ones are counted.
WAYS_SHOWN: Final = 3

#: What an event is about, when a path needs it to happen or, for a guard, to fail.
_EVENTS: Final = {
    "flaw": Text(ja="{name} の攻撃手段が使われる", en="a working exploit of {name} is used"),
    "person": Text(ja="{name} で誰かが誘いに乗る", en="somebody at {name} acts as lured"),
    "vendor": Text(ja="ベンダー {name} が侵害される", en="vendor {name} is compromised"),
    "zone": Text(ja="攻撃者が {name} に入り込む", en="an attacker is in {name}"),
    "control": Text(ja="対策 {name} が効かない", en="control {name} does not hold"),
    "mfa": Text(
        ja="特権 ID {name} の多要素認証が効かない", en="the second factor of {name} does not hold"
    ),
}


def service_ways(data: RunData, service_id: str) -> Section:
    """Return how an attacker could stop a service."""
    section = Section(Text(ja="攻撃の経路", en="Ways of attack"))
    record = data.exposure
    row = _row_of(record, "services", "service_id", service_id)
    if record is None or row is None:
        return section
    _say_chance(section, row, record["run"])
    loss = row["expected_loss"]
    if loss is not None:
        currency = record["run"]["currency"]
        likely, low, high = (
            Text(
                *(money_words(loss[end], currency, tongue) for tongue in (Language.JA, Language.EN))
            )
            for end in ("likely", "low", "high")
        )
        assumed = ("（仮定の損失）", " (assumed losses)") if row["is_loss_assumed"] else ("", "")
        section.say(
            f"期待損失は {likely.ja} です（損失の見積もりの幅では {low.ja}〜{high.ja}）"
            f"{assumed[0]}。",
            f"The expected loss is {likely.en} "
            f"({low.en} to {high.en} over the range of the loss estimates){assumed[1]}.",
        )
    _say_need(data, section, row["needs"])
    order = {
        s: n for n, need in reversed(list(enumerate(row["needs"]))) for s in need["system_ids"]
    }
    spare = {s for need in row["needs"] if len(need["system_ids"]) > 1 for s in need["system_ids"]}
    leading = [p for p in record["paths"] if service_id in p["service_ids"]]
    _tell(data, section, sorted(leading, key=lambda p: order[p["system_id"]]), spare)
    _say_unassessed(section, row["unassessed_system_ids"], data)
    section.use("exposure.services", [row], "service_id", *_FIGURES)
    return section


def system_ways(data: RunData, system_id: str) -> Section:
    """Return how an attacker could come to hold a system."""
    section = Section(Text(ja="攻撃の経路", en="Ways of attack"))
    record = data.exposure
    row = _row_of(record, "systems", "system_id", system_id)
    if record is None or row is None:
        return section
    _say_chance(section, row, record["run"])
    _tell(data, section, [p for p in record["paths"] if p["system_id"] == system_id])
    _say_unassessed(section, [] if row["is_assessed"] else [system_id], data)
    section.use("exposure.systems", [row], "system_id", *_FIGURES, "row")
    return section


def flaw_ways(data: RunData, vulnerability_ids: Collection[str]) -> Section:
    """Return which of the ways of attack use a vulnerability."""
    section = Section(Text(ja="攻撃の経路", en="Ways of attack"))
    record = data.exposure
    if record is None:
        return section
    using = [
        path
        for path in record["paths"]
        if any(step["vulnerability_id"] in vulnerability_ids for step in path["steps"])
    ]
    if not using:
        section.say(
            "起こりやすい経路のうち、この脆弱性を使うものはありません。点数が高くても、"
            "外から届く道がないか、別の道の方が起こりやすいためです。",
            "None of the most probable ways uses it, whatever its score: either no way from "
            "outside leads to it, or another is likelier.",
        )
        return section
    _tell(data, section, using)
    for row in record["choke_points"]:
        if row["kind"] == "flaw" and row["subject_id"] in vulnerability_ids:
            who = named(row["service_id"], data.service_names())
            fall = percent_words(row["probability_removed"]).removesuffix("%")
            section.say(
                f"どこでもこの脆弱性を閉じれば、{who.ja}が止められる確率は"
                f" {fall} ポイント下がります。",
                f"Closed everywhere, it lowers the chance that {who.en} is stopped by {fall} "
                "percentage points.",
            )
            section.use("exposure.choke_points", [row], "kind", "subject_id", "service_id")
    return section


_FIGURES: Final = ("probability", "ci_low", "ci_high", "if_unknown_absent", "if_unknown_present")


def _row_of(record: Row | None, kind: str, member: str, wanted: str) -> Row | None:
    rows: Iterable[Row] = () if record is None else record[kind]
    return next((row for row in rows if row[member] == wanted), None)


def _say_chance(section: Section, row: Row, run: Row) -> None:
    chance, low, high = (percent_words(row[n]) for n in ("probability", "ci_low", "ci_high"))
    absent = percent_words(row["if_unknown_absent"])
    days, worlds = f"{run['horizon_days']:g}", f"{run['worlds']:,}"
    section.say(
        f"{days} 日以内に攻撃者の手に落ちる確率は {chance} です（試行 {worlds} 回、95% 区間 "
        f"{low}〜{high}）。分かっていないことがすべて「ない」なら {absent} です。",
        f"Within {days} days it falls to an attacker with a probability of {chance} (95% "
        f"interval {low} to {high}, from {worlds} trials). If nothing unknown exists, {absent}.",
    )


def _say_need(data: RunData, section: Section, needs: list[Row]) -> None:
    """Name the need that fails most often; a group fails when all of it is lost at once."""
    if not needs or needs[0]["probability"] == 0.0:
        return
    where = listed(needs[0]["system_ids"], data.system_names())
    chance = percent_words(needs[0]["probability"])
    if len(needs[0]["system_ids"]) == 1:
        section.say(
            f"最も起こりやすい原因は {where.ja} が落ちることです（{chance}）。",
            f"The likeliest cause is the loss of {where.en} ({chance}).",
        )
        return
    section.say(
        f"最も起こりやすい原因は、冗長構成の全系（{where.ja}）が同時に落ちることです（{chance}）。"
        "同じ脆弱性を持つ系は同じ攻撃で落ちます。",
        f"The likeliest cause is that a whole redundant group falls at once: {where.en} "
        f"({chance}). Systems with the same flaw fall to the same exploit.",
    )


def _tell(data: RunData, section: Section, paths: list[Row], spare: Collection[str] = ()) -> None:
    """Tell the most probable ways, each step with its rule and what it takes.

    Args:
        data: The run.
        section: Where to tell them.
        paths: The ways, foremost first.
        spare: Systems whose loss alone stops nothing, others of their group being enough.
    """
    if not paths:
        section.say(
            "百万分の一より起こりやすい経路は見つかりませんでした。",
            "No way more probable than one in a million was found.",
        )
    for number, path in enumerate(paths[:WAYS_SHOWN], start=1):
        target = named(path["system_id"], data.system_names())
        chance = percent_words(path["probability"])
        unsure = ("", "") if path["is_certain"] else ("、未確認の段階を含む", ", not all known")
        alone = ("", "")
        if path["system_id"] in spare:
            alone = (
                "。冗長構成の一系で、これだけでは止まらない",
                "; redundant, stops nothing alone",
            )
        section.say(
            f"経路 {number}: {target.ja}まで（確率 {chance}{unsure[0]}{alone[0]}）",
            f"Way {number}, to {target.en} (probability {chance}{unsure[1]}{alone[1]})",
        )
        if path["begins"] is not None:
            takes = _taken(path["begins_with"])
            begins = _text(path["begins"])
            section.say(f"　{begins.ja}。{takes.ja}", f"   {begins.en}. {takes.en}")
        for place, step in enumerate(path["steps"], start=1):
            words, rule, takes = _text(step["words"]), _text(step["rule"]), _taken(step["events"])
            section.say(
                f"　{number}-{place}. {words.ja}（規則: {rule.ja}）。{takes.ja}",
                f"   {number}-{place}. {words.en} (rule: {rule.en}). {takes.en}",
            )
            section.use(
                "exposure.steps",
                [step],
                *("source", "target", "level", "rule_id", "vulnerability_id", "rows"),
            )
    if len(paths) > WAYS_SHOWN:
        rest = len(paths) - WAYS_SHOWN
        section.say(f"経路はほかに {rest} あります。", f"Ways not shown: {rest}.")


def _taken(events: Iterable[Row]) -> Text:
    """Return what a step takes, each with its chance and the line of the table behind it."""
    parts = []
    for event in events:
        kind, _, name = event["event_id"].partition(":")
        lines = ", ".join(event["line_ids"])
        chance = percent_words(event["probability"])
        words = _EVENTS[kind].fill(name=name)
        parts.append(
            Text(
                ja=f"{words.ja} {chance}［根拠: {lines}］",
                en=f"{words.en} {chance} [basis: {lines}]",
            )
        )
    if not parts:
        return Text(ja="ほかに要るものはありません。", en="It takes nothing else.")
    ja, en = "、".join(part.ja for part in parts), ", ".join(part.en for part in parts)
    return Text(ja=f"要るもの: {ja}。", en=f"It takes: {en}.")


def _say_unassessed(section: Section, system_ids: Collection[str], data: RunData) -> None:
    for system_id in system_ids:
        who = named(system_id, data.system_names())
        section.say(
            f"{who.ja}の中身（SBOM）が分からないため、確率は「少なくともこれだけ」です。",
            f"Since the contents of {who.en} are unknown, the probability is at least this.",
        )


def _text(record: Row) -> Text:
    return Text(ja=record["ja"], en=record["en"])
