"""The sheet of the people who make changes, and when they are there.

This is data: headings, meanings and choices. What is not here: vendors' engineers
(`describing_vendors`) and the windows they work in (`describing_changes`).
"""

from __future__ import annotations

from typing import Final

from hiyoke.estate.sheets.describing_services import NAME_EN_MEANING
from hiyoke.estate.sheets.spec import ColumnSpec, Kind, SheetSpec
from hiyoke.languages import Text

NAME_OR_ID_MEANING: Final = Text(
    ja="名称（日本語）。空欄なら識別子", en="Name in Japanese; the identifier stands in."
)

CREWS: Final = SheetSpec(
    name="crews",
    title=Text(ja="担当チーム", en="crews"),
    meaning=Text(ja="一つの担当チーム", en="one crew"),
    key="id",
    needs_name=False,
    synonyms=("crew", "チーム", "要員", "チーム一覧", "体制", "teams"),
    columns=(
        ColumnSpec(
            name="id",
            heading_ja="担当チームID",
            kind=Kind.ID,
            meaning=Text(ja="チームの識別子", en="Identifier of the crew."),
            synonyms=("crew_id", "チームID", "チームコード", "team_id", "crew"),
            is_required=True,
            example=Text(ja="web-crew", en="web-crew"),
        ),
        ColumnSpec(
            name="name_ja",
            heading_ja="担当チーム名",
            kind=Kind.NAME,
            meaning=NAME_OR_ID_MEANING,
            synonyms=("name", "名称", "チーム名", "チーム名称", "crew_name"),
            example=Text(ja="ウェブ基盤チーム", en="ウェブ基盤チーム"),
        ),
        ColumnSpec(
            name="name_en",
            heading_ja="担当チーム名（英語）",
            kind=Kind.NAME,
            meaning=NAME_EN_MEANING,
            synonyms=("英語名", "英語名称", "名称(英語)", "チーム名(英)"),
            example=Text(ja="Web platform", en="Web platform"),
        ),
        ColumnSpec(
            name="skills",
            heading_ja="スキル",
            kind=Kind.TEXTS,
            meaning=Text(
                ja="できること（; で区切る）。変更実績の工数と同じ言葉を使う",
                en="What it can do, separated by ';', in the words that efforts use.",
            ),
            synonyms=("技能", "対応技術", "得意分野", "skill"),
            example=Text(ja="linux; web", en="linux; web"),
        ),
        ColumnSpec(
            name="people",
            heading_ja="人数",
            kind=Kind.INTEGER,
            meaning=Text(ja="人数", en="How many work in it."),
            synonyms=("要員数", "員数", "メンバー数", "headcount", "members"),
            least=0,
            most=100000,
            example=Text(ja="4", en="4"),
        ),
        ColumnSpec(
            name="shifts",
            heading_ja="勤務",
            kind=Kind.SHIFTS,
            meaning=Text(
                ja="勤務する曜日と時間（; で区切る）。月〜金は祝日を含まない",
                en="Days and hours of work, separated by ';'; Monday to Friday leave out holidays.",
            ),
            synonyms=("勤務時間", "シフト", "勤務帯", "勤務時間帯", "shift", "hours"),
            example=Text(ja="平日 9:00-17:30", en="business days 9:00-17:30"),
        ),
        ColumnSpec(
            name="overtime_hours_per_month",
            heading_ja="残業上限（時間/月）",
            kind=Kind.NUMBER,
            meaning=Text(
                ja="1 人 1 か月に頼める残業の時間",
                en="Overtime hours a month agreed for one person.",
            ),
            synonyms=(
                "残業上限",
                "残業時間",
                "月残業時間",
                "残業(時間/月)",
                "時間外上限",
                "overtime",
                "overtime_hours",
            ),
            least=0,
            most=744,
            example=Text(ja="20", en="20"),
        ),
        ColumnSpec(
            name="night",
            heading_ja="夜間作業",
            kind=Kind.YES_NO_UNKNOWN,
            meaning=Text(ja="夜間の作業を頼めるか", en="Whether it may be asked to work at night."),
            synonyms=("夜間", "夜間対応", "夜間可否", "night_work"),
            default=Text(ja="不明", en="unknown"),
            example=Text(ja="はい", en="yes"),
        ),
        ColumnSpec(
            name="triage",
            heading_ja="トリアージ担当",
            kind=Kind.YES_NO,
            meaning=Text(
                ja="脆弱性の選別を受け持つチームか（適用作業とは別に数える）",
                en="Whether it does triage, which is counted apart from patching.",
            ),
            synonyms=("トリアージ", "選別担当", "選別", "does_triage"),
            default=Text(ja="いいえ", en="no"),
            example=Text(ja="いいえ", en="no"),
        ),
    ),
)
