"""How one deadline came about: every decision point, its answer and where the answer is from.

What is not here: the rules themselves (`hiyoke.risk`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hiyoke.languages import Text
from hiyoke.reports.sentences import named

if TYPE_CHECKING:
    from hiyoke.workflows.explanation.explanation import Section
    from hiyoke.workflows.explanation.run_data import RunData

    Row = dict[str, Any]

_MARKS = {
    "evidence": Text(ja="", en=""),
    "assumption": Text(ja="仮に", en="assumed "),
    "unknown": Text(ja="不明、", en="unknown, "),
}


def deadline_sentences(data: RunData, row: Row) -> list[Text]:
    """Return why one finding on a system has its deadline.

    Args:
        data: The run.
        row: A row of `SYSTEM_FINDINGS` with an outcome.
    """
    who = named(row["system_id"], data.system_names())
    outcome = data.outcome(row["outcome"])
    answers = [_answer(data, b) for b in data.beliefs_of(row["vulnerability_id"], row["system_id"])]
    ja = "、".join(a.ja for a in answers)
    en = "; ".join(a.en for a in answers)
    what = f"{row['name']} {row['version'] or ''}".strip()
    found = [
        Text(
            ja=f"{who.ja}の {row['vulnerability_id']}（{what}、順位 {row['rank']}）: {ja}。"
            f"よって「{outcome.ja}」です。",
            en=f"{row['vulnerability_id']} on {who.en} ({what}, rank {row['rank']}): {en}. "
            f"Hence: {outcome.en}.",
        )
    ]
    if row["due_on"] is not None:
        found.append(_clock(row))
    if row["unknown_points"]:
        found.append(_other_case(data, row))
    if row["outcome_if_assumptions_fail"]:
        worse = data.outcome(row["outcome_if_assumptions_fail"])
        day = row["due_on_if_assumptions_fail"]
        found.append(
            Text(
                ja=f"仮定が外れると「{worse.ja}」（{day}）になりえます。",
                en=f"Should an assumption be wrong, it may be: {worse.en} ({day}).",
            )
        )
    return found


def _answer(data: RunData, belief: Row) -> Text:
    point = data.point(belief["point_id"])
    shown = [belief["assumed_value"]] if belief["assumed_value"] else belief["possible_values"]
    values = [data.value(belief["point_id"], value) for value in shown]
    mark = _MARKS[belief["basis"]]
    return Text(
        ja=f"{point.ja} = {mark.ja}{'／'.join(v.ja for v in values)}（{belief['why_ja']}）",
        en=f"{point.en} = {mark.en}{' / '.join(v.en for v in values)} ({belief['why_en']})",
    )


def _clock(row: Row) -> Text:
    kev = row["known_exploited_on"]
    start = row["clock_start_on"]
    is_kev = kev is not None and kev == start
    return Text(
        ja=f"{'KEV 掲載日' if is_kev else '初めての検出日'}の {start} から数えて、期限は "
        f"{row['due_on']} です。",
        en=f"Counted from {start}, the day of the "
        f"{'KEV listing' if is_kev else 'first detection'}, it is due on {row['due_on']}.",
    )


def _other_case(data: RunData, row: Row) -> Text:
    points = [data.point(name) for name in row["unknown_points"]]
    if (row["outcome"], row["due_on"]) == (row["outcome_latest"], row["due_on_latest"]):
        return Text(
            ja=f"「{'、'.join(p.ja for p in points)}」は分かりませんが、"
            "どの場合でも期限は同じです。",
            en=f"{', '.join(p.en for p in points).capitalize()} is unknown; every case gives the "
            "same deadline.",
        )
    better = data.outcome(row["outcome_latest"])
    day = row["due_on_latest"]
    ja_day = f"（{day}）" if day else ""
    en_day = f" ({day})" if day else ""
    return Text(
        ja=f"「{'、'.join(p.ja for p in points)}」が分からないため、期限は二つ以上あります。"
        f"最も急がない場合は「{better.ja}」{ja_day}です。分かるまでは早い方で計画します。",
        en=f"Since {', '.join(p.en for p in points)} is unknown there is more than one deadline. "
        f"In the least urgent case: {better.en}{en_day}. Plan by the earlier until it is known.",
    )


def say_deadline(section: Section, due: Row) -> None:
    """Add the earliest deadline of a service or an update to a section."""
    if due["due_on"] is None:
        section.say("日付の定めのある期限はありません。", "There is no dated deadline.")
        return
    section.say(
        f"最も早い期限は {due['due_on']}（営業日では {due['working_day']}）です。",
        f"The earliest deadline is {due['due_on']} (business day {due['working_day']}).",
    )
