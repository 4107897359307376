"""The sheet that says who maintains the systems, what reaches them, and what the contract holds.

This is data: headings, meanings and choices. What is not here: systems (`describing_systems`).
"""

from __future__ import annotations

from typing import Final

from hiyoke.estate.sheets.describing_accounts import LEVELS
from hiyoke.estate.sheets.describing_clauses import CLAUSE_COLUMNS
from hiyoke.estate.sheets.describing_services import NAME_EN_MEANING, NAME_JA_MEANING
from hiyoke.estate.sheets.spec import ColumnSpec, Kind, SheetSpec
from hiyoke.languages import Text

_REMOTE_ACCESS: Final = (
    ColumnSpec(
        name="remote_access",
        heading_ja="リモート接続",
        kind=Kind.YES_NO_UNKNOWN,
        meaning=Text(
            ja="ベンダーの拠点から当方のシステムに入れるか。不明は「いいえ」とはみなさない",
            en="Whether it reaches our systems from its own site; unknown is never treated as no.",
        ),
        synonyms=("リモート保守", "遠隔接続", "リモートアクセス", "遠隔保守", "remote"),
        default=Text(ja="不明", en="unknown"),
        example=Text(ja="はい", en="yes"),
    ),
    ColumnSpec(
        name="remote_access_systems",
        heading_ja="リモート接続先システム",
        kind=Kind.IDS,
        meaning=Text(
            ja="リモートで入れるシステム（; で区切る）。「はい」で空欄なら担当システムすべて",
            en="Systems it reaches so, separated by ';'; empty with yes: all that it maintains.",
        ),
        synonyms=("リモート保守対象", "遠隔接続先", "リモート対象システム", "remote_systems"),
        example=Text(ja="ib-web-1", en="ib-web-1"),
    ),
    ColumnSpec(
        name="remote_access_level",
        heading_ja="リモート接続の権限",
        kind=Kind.CHOICE,
        meaning=Text(ja="リモートで入ったときの権限", en="Rights it has there."),
        synonyms=("リモート権限", "遠隔接続の権限", "remote_level"),
        choices=LEVELS,
        default=Text(ja="admin（管理者）", en="admin"),
        example=Text(ja="管理者", en="admin"),
    ),
)

VENDORS: Final = SheetSpec(
    name="vendors",
    title=Text(ja="ベンダー", en="vendors"),
    meaning=Text(ja="一つの保守ベンダー", en="one vendor"),
    key="id",
    synonyms=("vendor", "ベンダー一覧", "ベンダ", "ベンダ一覧", "委託先", "委託先一覧", "保守会社"),
    columns=(
        ColumnSpec(
            name="id",
            heading_ja="ベンダーID",
            kind=Kind.ID,
            meaning=Text(ja="ベンダーの識別子", en="Identifier of the vendor."),
            synonyms=("vendor_id", "ベンダーコード", "ベンダID", "委託先ID", "委託先コード"),
            is_required=True,
            example=Text(ja="minato-it", en="minato-it"),
        ),
        ColumnSpec(
            name="name_ja",
            heading_ja="ベンダー名",
            kind=Kind.NAME,
            meaning=NAME_JA_MEANING,
            synonyms=(
                "name",
                "名称",
                "ベンダ名",
                "ベンダー名称",
                "委託先名",
                "会社名",
                "vendor_name",
            ),
            example=Text(ja="みなと情報システム", en="みなと情報システム"),
        ),
        ColumnSpec(
            name="name_en",
            heading_ja="ベンダー名（英語）",
            kind=Kind.NAME,
            meaning=NAME_EN_MEANING,
            synonyms=("英語名", "英語名称", "名称(英語)", "ベンダー名(英)"),
            example=Text(ja="Minato Information Systems", en="Minato Information Systems"),
        ),
        ColumnSpec(
            name="contact",
            heading_ja="連絡先",
            kind=Kind.TEXT,
            meaning=Text(
                ja="連絡先。個人ではなく窓口を書く", en="How to reach it; a desk, not a person."
            ),
            synonyms=("窓口", "連絡窓口", "電話番号", "contact_desk"),
            example=Text(ja="保守窓口 03-0000-0000", en="Service desk +81-3-0000-0000"),
        ),
        ColumnSpec(
            name="contract_hours",
            heading_ja="契約時間帯",
            kind=Kind.TEXT,
            meaning=Text(ja="契約上の対応時間帯", en="When it works under contract."),
            synonyms=("対応時間", "対応時間帯", "保守時間", "契約時間", "support_hours"),
            example=Text(ja="平日 9:00-17:00", en="weekdays 9:00-17:00"),
        ),
        ColumnSpec(
            name="night_cover",
            heading_ja="夜間対応",
            kind=Kind.YES_NO_UNKNOWN,
            meaning=Text(ja="夜間に対応するか", en="Whether it answers at night."),
            synonyms=("夜間", "夜間対応有無", "night"),
            default=Text(ja="不明", en="unknown"),
            example=Text(ja="いいえ", en="no"),
        ),
        ColumnSpec(
            name="holiday_cover",
            heading_ja="休日対応",
            kind=Kind.YES_NO_UNKNOWN,
            meaning=Text(ja="休日に対応するか", en="Whether it answers on holidays."),
            synonyms=("休日", "休日対応有無", "土日祝対応", "holiday"),
            default=Text(ja="不明", en="unknown"),
            example=Text(ja="いいえ", en="no"),
        ),
        ColumnSpec(
            name="patching_in_scope",
            heading_ja="パッチ適用の契約",
            kind=Kind.YES_NO_UNKNOWN,
            meaning=Text(
                ja="パッチの適用が契約に含まれるか",
                en="Whether applying patches is in the contract.",
            ),
            synonyms=("パッチ適用", "パッチ適用有無", "パッチ契約", "patching"),
            default=Text(ja="不明", en="unknown"),
            example=Text(ja="はい", en="yes"),
        ),
        ColumnSpec(
            name="systems",
            heading_ja="担当システム",
            kind=Kind.IDS,
            meaning=Text(
                ja="保守するシステム（; で区切る）。システム側のベンダーIDだけでもよい",
                en="Systems it maintains, separated by ';'; the systems' vendor_id is enough.",
            ),
            synonyms=("対象システム", "保守対象", "system_ids"),
            example=Text(ja="ib-web-1; ib-db", en="ib-web-1; ib-db"),
        ),
        *_REMOTE_ACCESS,
        *CLAUSE_COLUMNS,
    ),
)
