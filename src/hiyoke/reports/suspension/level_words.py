"""Words of the level: gates, answers, who may decide, and what sets a deadline running.

What is not here: what is said of one situation (`level_view`).
"""

from __future__ import annotations

from typing import Final

from hiyoke.languages import Text
from hiyoke.suspension import ClockState

LEVEL_LABELS: Final[dict[str, Text]] = {
    "heading": Text(ja="水準と権限", en="Level and authority"),
    "level": Text(ja="検討する水準", en="Level to consider"),
    "triggers": Text(ja="当てはまる発動条件", en="Triggers met"),
    "gates": Text(ja="止めすぎの歯止め", en="Gates"),
    "kept_out": Text(ja="数えなかった発動条件", en="Triggers left out"),
    "open": Text(ja="未判定", en="Not assessable"),
    "deciders": Text(ja="決められる人（{level}）", en="Deciders now ({level})"),
    "notices": Text(ja="通知の期限", en="Notices due"),
}
LEVEL_SENTENCES: Final[dict[str, Text]] = {
    "level": Text(ja="{level} {name}", en="{level}, {name}"),
    "decide_by": Text(ja="{time} までに判断", en="decide by {time}"),
    "decide_late": Text(
        ja="判断の期限（{time}）を過ぎている", en="the time to decide ran out at {time}"
    ),
    "decide_now": Text(ja="直ちに判断", en="decide at once"),
    "from_decision": Text(
        ja="知った時刻が未記入のため、判断する時点から数えた",
        en="counted from the decision, as nobody has stated when it became known",
    ),
    "plan_level": Text(ja="「いま止める」は {level} 相当", en="stopping now amounts to {level}"),
    "no_plan": Text(
        ja="計算では止めるものがないが、検討は要る",
        en="the computation finds nothing to stop; consider it all the same",
    ),
    "no_trigger": Text(ja="なし", en="none"),
    "trigger": Text(ja="{code} {name}（{why}）", en="{code} {name} ({why})"),
    "kept": Text(ja="{code} {name}（{gate}）", en="{code} {name} ({gate})"),
    "gate": Text(ja="{name}：{answer}", en="{name}: {answer}"),
    "open": Text(
        ja="{level} に上がり得る: {names}。{remedy}",
        en="it may rise to {level}: {names}. {remedy}",
    ),
    "more": Text(ja="ほか {n} 件", en="{n} more"),
    "find_out": Text(
        ja="確かめて状況ファイルの facts に書く",
        en="Find out and state it in the situation's facts",
    ),
    "no_table": Text(
        ja="資産に権限表（authority.yaml など）がない。決められる人を確かめる",
        en="the estate has no table of authority (such as authority.yaml): find out",
    ),
    "nobody": Text(
        ja="権限表では、いま決められる人がいない。経営トップに連絡する",
        en="by the table nobody may decide this now: call top management",
    ),
    "deputy": Text(ja="{name}〔代行〕", en="{name}, deputy"),
    "person": Text(ja="{name} {person}", en="{name}, {person}"),
    "at_once": Text(ja="{names}は直ちに", en="at once: {names}"),
    "now": Text(ja="直ちに", en="at once"),
    "since": Text(ja="直ちに（{time} から）", en="at once (since {time})"),
    "if_so": Text(ja="該当すれば {names}", en="if it applies: {names}"),
    "due": Text(ja="{name} {time}", en="{name} {time}"),
    "start_unknown": Text(
        ja="未起算 {n} 件（起算時刻が不明）", en="not started, start unknown: {n}"
    ),
    "by_rules": Text(ja="各窓口の規則による {n} 件", en="as the desks' own rules require: {n}"),
    "no_calendar": Text(ja="暦の範囲外 {n} 件", en="beyond the known calendar: {n}"),
    "verify": Text(
        ja="すべて要確認。何も送らない",
        en="Confirm each; nothing is sent",
    ),
}
GATE_WORDS: Final[dict[str, Text]] = {
    "exposed": Text(ja="攻撃者から届く", en="within reach"),
    "used": Text(ja="問題の機能を使う", en="function in use"),
    "uncontrolled": Text(ja="効く対策がない", en="no working control"),
    "harmful": Text(ja="サービスに響く", en="harms a service"),
}
ANSWER_WORDS: Final[dict[str, Text]] = {
    "yes": Text(ja="はい", en="yes"),
    "no": Text(ja="いいえ", en="no"),
    "unknown": Text(ja="不明", en="unknown"),
}
START_WORDS: Final[dict[str, Text]] = {
    "knowledge": Text(ja="知った時刻（detected_at）", en="when it became known (detected_at)"),
    "stop": Text(ja="停止の時刻", en="when the stop begins"),
    "classification": Text(
        ja="重大と分類した時刻（classified_at）",
        en="when it was classified as major (classified_at)",
    ),
    "previous": Text(ja="前の報告の期限", en="the deadline of the report before"),
}
CLOCK_WORDS: Final[dict[ClockState, Text]] = {
    ClockState.RUNNING: Text(ja="{time}", en="{time}"),
    ClockState.START_UNKNOWN: Text(
        ja="未起算: {start}が不明", en="not started: {start} is not known"
    ),
    ClockState.BY_RULES: Text(ja="{due}", en="{due}"),
    ClockState.NO_CALENDAR: Text(
        ja="暦の範囲外で計算できない", en="cannot be computed: beyond the known calendar"
    ),
}
