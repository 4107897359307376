"""The sheets that say what an outage costs: loss over duration, and deadlines.

This is data: headings, meanings and choices. What is not here: services themselves
(`describing_services`).
"""

from __future__ import annotations

from typing import Final

from hiyoke.estate.sheets.describing_services import NAME_EN_MEANING, NAME_JA_MEANING
from hiyoke.estate.sheets.spec import ColumnSpec, Kind, SheetSpec
from hiyoke.languages import Text

_SERVICE: Final = ColumnSpec(
    name="service_id",
    heading_ja="サービスID",
    kind=Kind.ID,
    meaning=Text(ja="サービス", en="The service."),
    synonyms=("service", "サービスコード", "業務ID", "業務コード"),
    is_required=True,
    example=Text(ja="internet-banking", en="internet-banking"),
)

IMPACT_POINTS: Final = SheetSpec(
    name="impact_points",
    title=Text(ja="損失曲線", en="impact_points"),
    meaning=Text(
        ja="一つのサービスの停止がある長さに達したときの累計の損失",
        en="what an outage of a service has cost once it has lasted this long",
    ),
    key=None,
    synonyms=("impact_point", "impact_curve", "impact_curves", "停止損失", "影響曲線"),
    columns=(
        _SERVICE,
        ColumnSpec(
            name="after_minutes",
            heading_ja="停止時間（分）",
            kind=Kind.MINUTES,
            meaning=Text(
                ja="停止の長さ。間は直線で結び、最後の傾きが続く。0 は止まった瞬間の損失",
                en="Length of the outage; straight lines between, the last slope goes on. "
                "0 is what any outage costs at once.",
            ),
            synonyms=("停止時間", "経過時間", "経過時間(分)", "停止の長さ", "after", "minutes"),
            is_required=True,
            least=0,
            most=5256000,
            example=Text(ja="60", en="60"),
        ),
        ColumnSpec(
            name="loss",
            heading_ja="累計損失",
            kind=Kind.MONEY,
            meaning=Text(
                ja="その時点までの累計の損失。一つ、または下限〜見込み〜上限",
                en="Cumulative loss by then; one sum or low, likely and high.",
            ),
            synonyms=(
                "損失",
                "損失額",
                "累計損失額",
                "損失(円)",
                "累計損失(円)",
                "cumulative_loss",
            ),
            is_required=True,
            example=Text(ja="300万〜500万〜1,200万円", en="3 million; 5 million; 12 million"),
        ),
        ColumnSpec(
            name="users",
            heading_ja="影響利用者数",
            kind=Kind.PEOPLE,
            meaning=Text(
                ja="その時点までに影響を受ける人の数。最後の値で止まる",
                en="People affected by then; it stays at the last figure.",
            ),
            synonyms=("影響人数", "影響顧客数", "影響を受ける利用者", "affected_users"),
            example=Text(ja="4,000〜9,000〜20,000", en="4000; 9000; 20000"),
        ),
    ),
)

DEADLINES: Final = SheetSpec(
    name="deadlines",
    title=Text(ja="締切", en="deadlines"),
    meaning=Text(
        ja="停止が重なると損失が増える一つの締切",
        en="one deadline that an outage must not lie over",
    ),
    key="id",
    synonyms=("deadline", "締切一覧", "締め切り", "カットオフ", "cut_offs", "cutoffs"),
    columns=(
        _SERVICE,
        ColumnSpec(
            name="id",
            heading_ja="締切ID",
            kind=Kind.ID,
            meaning=Text(
                ja="締切の識別子（サービスの中で一つ）",
                en="Identifier of the deadline, its own within the service.",
            ),
            synonyms=("deadline_id", "締切コード", "カットオフID"),
            is_required=True,
            example=Text(ja="payday-file", en="payday-file"),
        ),
        ColumnSpec(
            name="name_ja",
            heading_ja="締切名",
            kind=Kind.NAME,
            meaning=NAME_JA_MEANING,
            synonyms=("name", "名称", "締切名称", "締切名(日本語)", "deadline_name"),
            example=Text(ja="給与振込の締切", en="給与振込の締切"),
        ),
        ColumnSpec(
            name="name_en",
            heading_ja="締切名（英語）",
            kind=Kind.NAME,
            meaning=NAME_EN_MEANING,
            synonyms=("英語名", "英語名称", "名称(英語)", "締切名(英)"),
            example=Text(ja="Payroll cut-off", en="Payroll cut-off"),
        ),
        ColumnSpec(
            name="days",
            heading_ja="日",
            kind=Kind.DAYS,
            meaning=Text(
                ja="締切のある日。日の種類か日付（; で区切る）",
                en="Days it falls on: kinds of days or dates, separated by ';'.",
            ),
            synonyms=("締切日", "対象日", "日の種類", "day", "day_rule"),
            default=Text(
                ja="営業日。カレンダーがあればその全日", en="business days, or all of its calendar"
            ),
            example=Text(ja="給料日", en="payday"),
        ),
        ColumnSpec(
            name="at",
            heading_ja="時刻",
            kind=Kind.TIME,
            meaning=Text(
                ja="締切の時刻（機関の時間帯）。カレンダーがあれば空欄でもよい",
                en="Local time; may be empty where the calendar gives the closing time.",
            ),
            synonyms=("締切時刻", "締切時間", "time", "local_time"),
            example=Text(ja="15:00", en="15:00"),
        ),
        ColumnSpec(
            name="calendar_id",
            heading_ja="決済カレンダー",
            kind=Kind.ID,
            meaning=Text(
                ja="従う決済カレンダー（zengin、boj-net.jgb など）",
                en="Payment calendar it follows, such as zengin or boj-net.jgb.",
            ),
            synonyms=("カレンダー", "決済システム", "calendar", "payment_calendar"),
            example=Text(ja="", en=""),
        ),
        ColumnSpec(
            name="loss",
            heading_ja="追加損失",
            kind=Kind.MONEY,
            meaning=Text(
                ja="締切を逃すたびに加わる損失。一つ、または下限〜見込み〜上限",
                en="Loss added each time it is missed; one sum or low, likely and high.",
            ),
            synonyms=("損失", "損失額", "追加損失額", "追加損失(円)", "added_loss"),
            is_required=True,
            example=Text(ja="1,000万〜3,000万〜1億円", en="10 million; 30 million; 100 million"),
        ),
        ColumnSpec(
            name="users",
            heading_ja="影響利用者数",
            kind=Kind.PEOPLE,
            meaning=Text(
                ja="逃したときに新たに影響を受ける人の数",
                en="Further people affected when it is missed.",
            ),
            synonyms=("影響人数", "影響顧客数", "影響を受ける利用者", "affected_users"),
            example=Text(ja="40,000", en="40000"),
        ),
    ),
)
