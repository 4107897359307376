"""The columns of the vendors sheet that say what a contract promises when everybody calls at once.

This is data: headings, meanings and choices. What is not here: whether the clauses are enough
(`hiyoke.planning`).
"""

from __future__ import annotations

from typing import Final

from hiyoke.estate.sheets.spec import Choice, ColumnSpec, Kind
from hiyoke.estate.vendor import DEMAND_RULES
from hiyoke.languages import Text

_DEMAND_WORDS: Final = {
    "contract_order": (Text(ja="契約順", en="contract order"), ("優先契約順", "契約の順")),
    "first_come": (Text(ja="受付順", en="first come"), ("先着順", "先着", "fifo")),
    "fair_share": (Text(ja="均等配分", en="fair share"), ("均等", "按分", "公平")),
    "unknown": (Text(ja="不明", en="unknown"), ("未確認", "定めなし", "規定なし")),
}
_UNKNOWN: Final = Text(ja="不明", en="unknown")

#: Clauses of a vendor's contract.
CLAUSE_COLUMNS: Final = (
    ColumnSpec(
        name="staff",
        heading_ja="技術者数",
        kind=Kind.INTEGER,
        meaning=Text(
            ja="当方を担当できる技術者の数", en="Engineers who can work for this institution."
        ),
        synonyms=("技術者", "要員数", "担当者数", "engineers", "headcount"),
        least=0,
        most=100000,
        default=_UNKNOWN,
        example=Text(ja="6", en="6"),
    ),
    ColumnSpec(
        name="clients",
        heading_ja="ほかの契約機関数",
        kind=Kind.INTEGER,
        meaning=Text(
            ja="同じ技術者が受け持つ、当方以外の機関の数",
            en="Other institutions that the same engineers serve.",
        ),
        synonyms=("契約機関数", "他の契約先数", "他行数", "契約先数", "other_clients"),
        least=0,
        most=100000,
        default=_UNKNOWN,
        example=Text(ja="12", en="12"),
    ),
    ColumnSpec(
        name="response_minutes",
        heading_ja="応答時間（分）",
        kind=Kind.MINUTES,
        meaning=Text(
            ja="連絡から着手までの約束の時間",
            en="Promised time from the call to the start of work.",
        ),
        synonyms=("応答時間", "着手時間", "駆け付け時間", "初動時間", "response_time"),
        least=0,
        most=525600,
        default=_UNKNOWN,
        example=Text(ja="60", en="60"),
    ),
    ColumnSpec(
        name="repair_hours",
        heading_ja="復旧目標（時間）",
        kind=Kind.NUMBER,
        meaning=Text(
            ja="連絡から復旧までの目標の時間", en="Target from the call to the repair, in hours."
        ),
        synonyms=(
            "復旧目標",
            "復旧目標時間",
            "復旧時間",
            "修復時間",
            "repair_time",
            "target_hours",
        ),
        least=0,
        most=8760,
        default=_UNKNOWN,
        example=Text(ja="8", en="8"),
    ),
    ColumnSpec(
        name="simultaneous_demand",
        heading_ja="同時要請時の扱い",
        kind=Kind.CHOICE,
        meaning=Text(
            ja="多くの機関が同時に頼んだときの順番",
            en="Whose turn it is when many institutions call at once.",
        ),
        synonyms=("同時要請", "同時対応", "輻輳時の扱い", "優先順位の定め", "priority_rule"),
        choices=tuple(Choice(rule, *_DEMAND_WORDS[rule]) for rule in DEMAND_RULES),
        default=_UNKNOWN,
        example=Text(ja="受付順", en="first_come"),
    ),
    ColumnSpec(
        name="subcontractors",
        heading_ja="再委託",
        kind=Kind.YES_NO_UNKNOWN,
        meaning=Text(ja="再委託先を使うか", en="Whether it uses sub-contractors."),
        synonyms=("再委託有無", "再委託先", "下請け", "subcontracting"),
        default=_UNKNOWN,
        example=Text(ja="いいえ", en="no"),
    ),
    ColumnSpec(
        name="reports_patch_status",
        heading_ja="パッチ状況の報告",
        kind=Kind.YES_NO_UNKNOWN,
        meaning=Text(
            ja="パッチの適用状況を報告するか（クラウド、共同センターを含む）",
            en="Whether it reports what is patched, cloud and shared centre included.",
        ),
        synonyms=("適用状況の報告", "パッチ報告", "適用状況報告", "patch_reporting"),
        default=_UNKNOWN,
        example=Text(ja="はい", en="yes"),
    ),
    ColumnSpec(
        name="emergency_rate",
        heading_ja="緊急対応の料率（倍）",
        kind=Kind.NUMBER,
        meaning=Text(
            ja="緊急作業の 1 時間の料金が通常の何倍か",
            en="Price of an emergency hour as a multiple of an ordinary one.",
        ),
        synonyms=("緊急対応の料率", "緊急料率", "割増率", "割増", "emergency_multiple"),
        least=0,
        most=1000,
        default=_UNKNOWN,
        example=Text(ja="1.5", en="1.5"),
    ),
)
