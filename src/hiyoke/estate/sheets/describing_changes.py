"""The sheets that say when systems may be changed, when not, and what changes have cost.

This is data: headings, meanings and choices. What is not here: people (`describing_crews`).
"""

from __future__ import annotations

from typing import Final

from hiyoke.estate.sheets.describing_crews import NAME_OR_ID_MEANING
from hiyoke.estate.sheets.describing_guards import SYSTEM_SYNONYMS
from hiyoke.estate.sheets.describing_services import NAME_EN_MEANING
from hiyoke.estate.sheets.spec import ColumnSpec, Kind, SheetSpec
from hiyoke.languages import Text

_SYSTEMS: Final = ColumnSpec(
    name="systems",
    heading_ja="対象システム",
    kind=Kind.IDS,
    meaning=Text(
        ja="対象のシステム（; で区切る）。サービスも空欄ならすべて",
        en="Systems it holds for, separated by ';'; all of them when services are empty too.",
    ),
    synonyms=SYSTEM_SYNONYMS,
    example=Text(ja="ib-web-1", en="ib-web-1"),
)
_SERVICES: Final = ColumnSpec(
    name="services",
    heading_ja="対象サービス",
    kind=Kind.IDS,
    meaning=Text(
        ja="対象のサービス（; で区切る）。必要とするシステムすべてに当てはまる",
        en="Services it holds for, separated by ';', with every system they need.",
    ),
    synonyms=("サービス", "サービスID", "対象業務", "service", "service_id", "service_ids"),
)

WINDOWS: Final = SheetSpec(
    name="windows",
    title=Text(ja="変更枠", en="windows"),
    meaning=Text(
        ja="変更してよい一つの時間帯（繰り返しまたは一回）",
        en="one time in which systems may be changed, recurring or single",
    ),
    key="id",
    needs_name=False,
    synonyms=(
        "window",
        "change_windows",
        "保守時間帯",
        "メンテナンス枠",
        "メンテナンスウィンドウ",
        "変更可能時間",
        "maintenance_windows",
    ),
    columns=(
        ColumnSpec(
            name="id",
            heading_ja="変更枠ID",
            kind=Kind.ID,
            meaning=Text(ja="変更枠の識別子", en="Identifier of the window."),
            synonyms=("window_id", "枠ID", "変更枠コード", "window"),
            is_required=True,
            example=Text(ja="ib-sunday", en="ib-sunday"),
        ),
        ColumnSpec(
            name="name_ja",
            heading_ja="変更枠名",
            kind=Kind.NAME,
            meaning=NAME_OR_ID_MEANING,
            synonyms=("name", "名称", "枠名", "変更枠名称", "window_name"),
            example=Text(ja="IB の日曜深夜", en="IB の日曜深夜"),
        ),
        ColumnSpec(
            name="name_en",
            heading_ja="変更枠名（英語）",
            kind=Kind.NAME,
            meaning=NAME_EN_MEANING,
            synonyms=("英語名", "英語名称", "名称(英語)", "枠名(英)"),
            example=Text(ja="Internet banking, Sunday night", en="Internet banking, Sunday night"),
        ),
        _SYSTEMS,
        _SERVICES,
        ColumnSpec(
            name="days",
            heading_ja="曜日",
            kind=Kind.WEEK_DAYS,
            meaning=Text(
                ja="始まる曜日（日、第2日曜、最終土曜、平日、休日 など。; で区切る）。一回なら空欄",
                en="Days on which it opens (Sun, 2nd Sun, last Sat, business days, closed days), "
                "separated by ';'; empty for a single window.",
            ),
            synonyms=("実施曜日", "曜日・週", "繰り返し", "weekday", "weekdays", "day", "recurs"),
            example=Text(ja="日", en="Sun"),
        ),
        ColumnSpec(
            name="on",
            heading_ja="日付",
            kind=Kind.DATE,
            meaning=Text(ja="一回だけの枠の日付", en="The date of a single window."),
            synonyms=("実施日", "年月日", "date"),
        ),
        ColumnSpec(
            name="starts_at",
            heading_ja="開始時刻",
            kind=Kind.TIME,
            meaning=Text(ja="始まる時刻（現地）", en="Local time at which it opens."),
            synonyms=("開始", "開始時間", "from", "start", "starts", "start_time"),
            is_required=True,
            example=Text(ja="1:00", en="1:00"),
        ),
        ColumnSpec(
            name="ends_at",
            heading_ja="終了時刻",
            kind=Kind.TIME,
            meaning=Text(
                ja="終わる時刻（現地）。開始より前なら翌日。時間（分）を書けば空欄でよい",
                en="Local time at which it closes, on the next day when it is not later than the "
                "start; not needed when minutes are given.",
            ),
            synonyms=("終了", "終了時間", "to", "end", "ends", "end_time"),
            example=Text(ja="5:00", en="5:00"),
        ),
        ColumnSpec(
            name="minutes",
            heading_ja="時間（分）",
            kind=Kind.MINUTES,
            meaning=Text(
                ja="長さ。終了時刻を書けば空欄でよい",
                en="How long it is; not needed when the end is given.",
            ),
            synonyms=("時間", "長さ", "所要時間", "枠の長さ", "duration", "duration_minutes"),
            least=1,
            most=2880,
        ),
        ColumnSpec(
            name="capacity",
            heading_ja="最大件数",
            kind=Kind.INTEGER,
            meaning=Text(
                ja="一回に入れられる変更の数。限りがなければ空欄",
                en="Most changes in one opening; empty when there is no such limit.",
            ),
            synonyms=("件数上限", "上限件数", "変更数", "max_changes", "max_jobs"),
            least=0,
            most=100000,
            example=Text(ja="3", en="3"),
        ),
    ),
)

FREEZES: Final = SheetSpec(
    name="freezes",
    title=Text(ja="変更凍結", en="freezes"),
    meaning=Text(ja="変更してはならない一つの期間", en="one time in which nothing is changed"),
    key="id",
    needs_name=False,
    synonyms=("freeze", "change_freezes", "凍結", "凍結期間", "変更禁止", "変更凍結期間"),
    columns=(
        ColumnSpec(
            name="id",
            heading_ja="変更凍結ID",
            kind=Kind.ID,
            meaning=Text(ja="変更凍結の識別子", en="Identifier of the freeze."),
            synonyms=("freeze_id", "凍結ID", "freeze"),
            is_required=True,
            example=Text(ja="month-end", en="month-end"),
        ),
        ColumnSpec(
            name="name_ja",
            heading_ja="変更凍結名",
            kind=Kind.NAME,
            meaning=NAME_OR_ID_MEANING,
            synonyms=("name", "名称", "凍結名", "理由", "freeze_name"),
            example=Text(ja="月末", en="月末"),
        ),
        ColumnSpec(
            name="name_en",
            heading_ja="変更凍結名（英語）",
            kind=Kind.NAME,
            meaning=NAME_EN_MEANING,
            synonyms=("英語名", "英語名称", "名称(英語)", "凍結名(英)"),
            example=Text(ja="Month-end", en="Month-end"),
        ),
        ColumnSpec(
            name="from_on",
            heading_ja="開始日",
            kind=Kind.DATE,
            meaning=Text(ja="最初の日。限りがなければ空欄", en="First day; empty for none."),
            synonyms=("開始", "期間開始", "自", "from", "start", "starts_on"),
            example=Text(ja="", en=""),
        ),
        ColumnSpec(
            name="to_on",
            heading_ja="終了日",
            kind=Kind.DATE,
            meaning=Text(ja="最後の日（含む）", en="Last day, included; empty for none."),
            synonyms=("終了", "期間終了", "至", "to", "end", "ends_on"),
            example=Text(ja="", en=""),
        ),
        ColumnSpec(
            name="days",
            heading_ja="対象日",
            kind=Kind.DAYS,
            meaning=Text(
                ja="繰り返す日（月末、五十日、給料日、年末 など、または日付）。期間中毎日なら空欄",
                en="Recurring days (month_end, fifth_tenth, payday, year_end ...) or dates; empty "
                "for each day of the period.",
            ),
            synonyms=("規則", "繰り返し", "日の種類", "rule", "recurs"),
            example=Text(ja="月末; 五十日", en="month_end; fifth_tenth"),
        ),
        ColumnSpec(
            name="calendar_id",
            heading_ja="決済カレンダー",
            kind=Kind.ID,
            meaning=Text(
                ja="この決済カレンダーの稼働日だけ凍結する",
                en="Payment calendar on whose open days alone it holds.",
            ),
            synonyms=("カレンダー", "カレンダーID", "calendar"),
        ),
        _SYSTEMS,
        _SERVICES,
    ),
)

CHANGES: Final = SheetSpec(
    name="changes",
    title=Text(ja="変更実績", en="changes"),
    meaning=Text(
        ja="一つの種類の変更、または一つのシステムでの変更の実績",
        en="experience with one class of changes, with changes of one system, or both",
    ),
    key=None,
    synonyms=("change", "change_facts", "変更の実績", "変更", "リリース実績", "変更管理"),
    columns=(
        ColumnSpec(
            name="bundle_class",
            heading_ja="変更の種類",
            kind=Kind.ID,
            meaning=Text(
                ja="変更の種類（計画と同じ言葉）。問わなければ空欄",
                en="Class of change in the plan's words; empty for any.",
            ),
            synonyms=("種類", "種別", "変更種別", "区分", "class", "change_class", "kind"),
            example=Text(ja="os-package", en="os-package"),
        ),
        ColumnSpec(
            name="system_id",
            heading_ja="システムID",
            kind=Kind.ID,
            meaning=Text(ja="システム。問わなければ空欄", en="System; empty for any."),
            synonyms=("システム", "対象システム", "対象", "system"),
            example=Text(ja="", en=""),
        ),
        ColumnSpec(
            name="failure_rate",
            heading_ja="失敗率",
            kind=Kind.SHARES,
            meaning=Text(
                ja="失敗した割合。一つ、または下限〜見込み〜上限（1%〜3%〜8%）",
                en="Share that failed; one, or low, likely and high as in 1%; 3%; 8%.",
            ),
            synonyms=("変更失敗率", "障害率", "失敗割合", "failure", "failed"),
            example=Text(ja="1%〜3%〜8%", en="1%; 3%; 8%"),
        ),
        ColumnSpec(
            name="outage_minutes",
            heading_ja="失敗時の停止時間（分）",
            kind=Kind.DURATIONS,
            meaning=Text(
                ja="失敗したときに止まった時間。一つ、または下限〜見込み〜上限",
                en="Outage after a failure; one figure, or low, likely and high.",
            ),
            synonyms=("失敗時の停止時間", "障害時間", "障害時間(分)", "outage", "復旧時間"),
            example=Text(ja="30〜60〜240分", en="30; 60; 240"),
        ),
        ColumnSpec(
            name="effort_hours",
            heading_ja="工数（時間）",
            kind=Kind.EFFORTS,
            meaning=Text(
                ja="スキルごとの人時（linux 4; db 2-3-6）。スキルを問わなければ数だけ",
                en="Person-hours by skill, as in linux 4; db 2-3-6; a figure alone for any skill.",
            ),
            synonyms=("工数", "作業時間", "人時", "作業工数", "effort", "hours"),
            example=Text(ja="linux 4; db 2", en="linux 4; db 2"),
        ),
        ColumnSpec(
            name="downtime_minutes",
            heading_ja="計画停止時間（分）",
            kind=Kind.DURATIONS,
            meaning=Text(
                ja="成功したときに止める時間。一つ、または下限〜見込み〜上限",
                en="Planned stop of a change that succeeds; one figure, or low, likely and high.",
            ),
            synonyms=("計画停止時間", "停止時間", "停止時間(分)", "downtime", "planned_stop"),
            example=Text(ja="15", en="15"),
        ),
        ColumnSpec(
            name="rollback",
            heading_ja="切り戻し",
            kind=Kind.YES_NO_UNKNOWN,
            meaning=Text(
                ja="切り戻しの手順を確かめてあるか", en="Whether the way back is rehearsed."
            ),
            synonyms=("切戻し", "切り戻し可否", "ロールバック", "backout", "can_roll_back"),
            default=Text(ja="不明", en="unknown"),
            example=Text(ja="はい", en="yes"),
        ),
    ),
)
