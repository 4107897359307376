"""The columns of the services sheet that price an outage.

This is data: headings, meanings and choices. What is not here: the curve itself and the deadlines,
which have sheets of their own (`describing_impacts`).
"""

from __future__ import annotations

from typing import Final

from hiyoke.estate.sheets.spec import ColumnSpec, Kind
from hiyoke.languages import Text

#: Columns of the services sheet that belong to the cost of an outage.
LOSS_COLUMNS: Final = (
    ColumnSpec(
        name="currency",
        heading_ja="通貨",
        kind=Kind.TEXT,
        meaning=Text(
            ja="損失の通貨（ISO 4217 の 3 文字）。全サービスで同じにする",
            en="Currency of its losses, three letters of ISO 4217; the same for all services.",
        ),
        synonyms=("通貨コード", "損失の通貨", "currency_code"),
        default=Text(ja="JPY", en="JPY"),
        example=Text(ja="JPY", en="JPY"),
    ),
    ColumnSpec(
        name="attack_outage_minutes",
        heading_ja="攻撃時の停止時間（分）",
        kind=Kind.DURATIONS,
        meaning=Text(
            ja="攻撃が成功したときに止まる時間。一つ、または下限〜見込み〜上限",
            en="How long it is out after an attack succeeds; one figure or low, likely and high.",
        ),
        synonyms=(
            "攻撃時の停止時間",
            "攻撃時停止時間",
            "攻撃時停止時間(分)",
            "攻撃後の停止時間",
            "attack_outage",
        ),
        default=Text(ja="仮定の表の値", en="the figure of the profile of assumptions"),
        example=Text(ja="3時間〜1日〜3日", en="3h; 1d; 3d"),
    ),
)
