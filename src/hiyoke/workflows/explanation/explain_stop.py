"""Why a way to stop costs what it costs: its sums and its chance, to be done again by hand.

The answer comes from `options.json` and `plan.json` of `hiyoke suspend`. What is not here: the
rules (`hiyoke.suspension.economics`), and the curves, which stand in the estate.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from hiyoke.errors import UsageError
from hiyoke.languages import Language, Text
from hiyoke.reports.exposure.words import loss_words
from hiyoke.reports.plan.words import moment_words
from hiyoke.reports.suspension.option_words import OPTION_SHORT
from hiyoke.reports.words import percent_words
from hiyoke.risk import LossRange
from hiyoke.workflows.explanation.explanation import Explanation, Section, unknown_subject

if TYPE_CHECKING:
    from pathlib import Path

    Row = dict[str, Any]

OPTIONS_FILE: Final = "options.json"
_PLAN_FILE: Final = "plan.json"
_LIKELY: Final = 1
_DAY: Final = 1440.0
#: Figures of a chance that a situation may leave to the profile.
_ASSUMED: Final = {
    "pace_minutes": Text(ja="攻撃者の 1 手の時間", en="minutes that a step takes the attacker"),
    "chance_per_day": Text(ja="一日あたりの攻撃の見込み", en="chance of an attack in a day"),
    "fixed_after_minutes": Text(ja="原因が除かれるまでの時間", en="time until the cause is gone"),
}


def explain_stop(subject: str, folder: Path) -> Explanation:
    """Explain a way to stop, or what a service or a suspension mode has to do with the advice.

    Args:
        subject: now, after_deadline, after_safe_point, partly, stay_open, advice, a service or a
            mode.
        folder: The folder that `hiyoke suspend options` or `plan` wrote.

    Returns:
        The explanation: sums, chances and cut ways of attack.

    Raises:
        UsageError: A file cannot be read.
        UnknownSubjectError: The identifier occurs nowhere in the sheet.
    """
    sheet = _read(folder / OPTIONS_FILE, "stake", "options", "situation")
    plan = _read(folder / _PLAN_FILE, "modes", "certificate")
    wanted = subject.strip().casefold()
    options = {row["key"]: row for row in sheet["options"]}
    services = {one["service_id"] for row in sheet["options"] for one in row["services"]}
    modes = {row["mode_id"]: row for row in plan["modes"]}
    title = Text(sheet["situation"]["title"]["ja"], sheet["situation"]["title"]["en"])
    if wanted == "advice":
        kind, sections = "advice", [_advice(sheet)]
    elif wanted in options:
        kind, sections = "option", _option(sheet, options[wanted])
        title = OPTION_SHORT[wanted]
    elif wanted in {s.casefold() for s in services | set(sheet["stake"]["services"])}:
        kind, sections = "service", [_service(sheet, plan, wanted)]
    elif wanted in {m.casefold() for m in modes}:
        kind = "mode"
        row = next(row for name, row in modes.items() if name.casefold() == wanted)
        title, sections = Text(row["name"]["ja"], row["name"]["en"]), [_mode(row)]
    else:
        known = [*options, *sorted(services), *modes, "advice"]
        raise unknown_subject(subject, folder, known, OPTIONS_FILE)
    kept = tuple(section for section in sections if section.sentences)
    return Explanation(kind, subject.strip(), title, kept, bool(sheet["synthetic"]))


def _read(path: Path, *members: str) -> Row:
    """Return a record that has these members."""
    try:
        record: Row = json.loads(path.read_text(encoding="utf-8"))
        for member in members:
            record[member]  # A file of an earlier version may lack it.
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise UsageError(
            Text(
                ja="hiyoke suspend が書いたファイルを期待しましたが、読めません",
                en="expected a file that `hiyoke suspend` wrote, found none that can be read",
            ),
            where=str(path),
            remedy=Text(
                ja="hiyoke suspend options をもう一度実行してください。",
                en="Run `hiyoke suspend options` again.",
            ),
        ) from error
    return record


def _advice(sheet: Row) -> Section:
    section = Section(Text(ja="助言の理由", en="Why this advice"))
    ranked = sorted(sheet["options"], key=lambda row: row["expected_loss"][_LIKELY])
    for place, row in enumerate(ranked, start=1):
        name, total = OPTION_SHORT[row["key"]], _money(row["expected_loss"], sheet)
        section.say(
            f"{place}. {name.ja}: 停止・攻撃・再開失敗の合計 {total.ja}",
            f"{place}. {name.en}: stop, attack and restart together {total.en}",
        )
    for one in sheet["break_evens"]:
        other, share = OPTION_SHORT[one["against"]], percent_words(one["probability"])
        section.say(
            f"「{other.ja}」との分かれ目は、攻撃が成功する見込み {share} です。計算上の仮定は "
            f"{percent_words(one['assumed'])} です。",
            f"Against {other.en} the balance tips at a chance of {share} that an attack succeeds; "
            f"the sheet assumes {percent_words(one['assumed'])}.",
        )
    section.use("options", ranked, "key", "stop_loss", "attack_loss", "restart_loss")
    section.use("break_evens", sheet["break_evens"])
    return section


def _option(sheet: Row, row: Row) -> list[Section]:
    loss = Section(Text(ja="損失の内訳", en="Loss in figures"))
    stop, attack, restart, total = (
        _money(row[name], sheet)
        for name in ("stop_loss", "attack_loss", "restart_loss", "expected_loss")
    )
    loss.say(
        f"停止 {stop.ja} ＋ 攻撃 {attack.ja} ＋ 再開失敗 {restart.ja} ＝ 合計 {total.ja}。",
        f"Stop {stop.en} + attack {attack.en} + failed restart {restart.en} = {total.en}.",
    )
    for one in row["services"]:
        sums, begin, end = _money(one["loss"], sheet), _at(one["starts_at"]), _at(one["ends_at"])
        loss.say(
            f"{one['service_id']} は {begin.ja} から {end.ja} まで {one['minutes']:,.0f} 分止まり、"
            f"損失曲線の上で {sums.ja} を失います（停止する割合 {percent_words(one['share'])}、"
            f"守れない締切 {len(one['missed_deadlines'])} 件を含む）。",
            f"{one['service_id']} stands still from {begin.en} to {end.en}, "
            f"{one['minutes']:,.0f} minutes: {sums.en} on its curve (share "
            f"{percent_words(one['share'])}, {len(one['missed_deadlines'])} deadlines missed).",
        )
    loss.use("options", [row], "key", "stop_loss", "attack_loss", "restart_loss", "expected_loss")
    loss.use("options.services", row["services"])
    return [loss, _chance(sheet, row)]


def _chance(sheet: Row, row: Row) -> Section:
    """Say how the chance of an attack came about, with the figures to compute it again."""
    section = Section(Text(ja="攻撃が成功する見込み", en="Chance that an attack succeeds"))
    situation = sheet["situation"]
    if not sheet["stake"]["services"]:
        section.say(
            "この状況では、攻撃者はどのサービスにも届きません。",
            "In this situation the attacker can reach no service.",
        )
        return section
    steps, pace = sheet["stake"]["steps"], situation["pace_minutes"]
    usable = max(0.0, row["exposed_minutes"] - steps * pace)
    per_day = situation["chance_per_day"][_LIKELY]
    chance = 0.0 if usable == 0 else 1 - (1 - per_day) ** (usable / _DAY)
    shown = percent_words(row["attack_probability"][_LIKELY])
    section.say(
        f"攻撃を受けうる時間は {row['exposed_minutes']:,.0f} 分です。最初のサービスに届くまでに "
        f"{steps} 手、1 手 {pace:,.0f} 分かかるので、間に合う攻撃を始められるのは {usable:,.0f} "
        "分間です。",
        f"It is open to attack for {row['exposed_minutes']:,.0f} minutes. The first service is "
        f"{steps} step{'s' * (steps != 1)} away at {pace:,.0f} minutes each, so an attack has to "
        f"begin within {usable:,.0f} minutes.",
    )
    section.say(
        f"1 −（1 − {percent_words(per_day)}）^（{usable:,.0f} ÷ 1440）＝ {percent_words(chance)}。"
        f"紙に示した値は {shown} です。",
        f"1 - (1 - {percent_words(per_day)})^({usable:,.0f} / 1440) = {percent_words(chance)}; the "
        f"sheet says {shown}.",
    )
    assumed = [words for name, words in _ASSUMED.items() if name in situation["assumed"]]
    if assumed:
        section.say(
            f"仮定した値: {'、'.join(w.ja for w in assumed)}。状況のファイルで指定できます。",
            f"Assumed: {', '.join(w.en for w in assumed)}. The situation file can state them.",
        )
    section.use("situation", [situation], "chance_per_day", "pace_minutes", "assumed")
    section.use("stake", [sheet["stake"]])
    return section


def _service(sheet: Row, plan: Row, wanted: str) -> Section:
    section = Section(Text(ja="このサービスの停止", en="What happens to this service"))
    for row in sheet["options"]:
        name = OPTION_SHORT[row["key"]]
        own = [one for one in row["services"] if one["service_id"].casefold() == wanted]
        for one in own:
            sums = _money(one["loss"], sheet)
            section.say(
                f"{name.ja}: {one['minutes']:,.0f} 分止まり、{sums.ja} を失います。",
                f"{name.en}: {one['minutes']:,.0f} minutes still, {sums.en} lost.",
            )
        if not own:
            section.say(f"{name.ja}: 止まりません。", f"{name.en}: it does not stop.")
        section.use("options.services", own)
    if wanted in {s.casefold() for s in sheet["beyond_reach"]}:
        section.say(
            "どの停止でも、攻撃者から守れません。", "No stop at all keeps it from the attacker."
        )
    for service_id, way in plan["certificate"]["still_open"].items():
        if service_id.casefold() == wanted:
            section.say(
                "止めても残る経路: " + " → ".join(step["ja"] for step in way),
                "Way that stays open: " + " -> ".join(step["en"] for step in way),
            )
    return section


def _mode(row: Row) -> Section:
    section = Section(Text(ja="この停止モードが断つ経路", en="Ways of attack that it cuts"))
    for place, step in enumerate(row["removes_way"], start=1):
        section.say(f"{place}. {step['ja']}", f"{place}. {step['en']}")
    if not row["removes_way"]:
        section.say(
            "単独では経路を断ちません。ほかの停止モードと組み合わせて効きます。",
            "Alone it cuts no way; it works together with the other modes.",
        )
    section.use("modes", [row], "mode_id", "kind", "systems", "links", "enter_minutes")
    return section


def _money(loss: list[float], sheet: Row) -> Text:
    return Text(
        *(loss_words(LossRange(*loss), sheet["currency"], language) for language in Language)
    )


def _at(moment: str) -> Text:
    at = datetime.fromisoformat(moment)
    return Text(moment_words(at, Language.JA), moment_words(at, Language.EN))
