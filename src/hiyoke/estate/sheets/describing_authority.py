"""The sheet that says who may decide on a stop: levels, hours, limits, deputies and last days.

This is data: headings, meanings and choices. What is not here: ranks of roles and levels, which the
criteria of `hiyoke.suspension` hold.
"""

from __future__ import annotations

from typing import Final

from hiyoke.estate.sheets.describing_services import NAME_EN_MEANING
from hiyoke.estate.sheets.spec import Choice, ColumnSpec, Kind, SheetSpec
from hiyoke.languages import Text

_ROLES: Final = (
    Choice(
        "shift_lead",
        Text(ja="当直責任者", en="shift lead"),
        ("当直", "夜間責任者", "当直長", "シフトリーダー", "duty manager"),
    ),
    Choice(
        "system_owner",
        Text(ja="システム責任者", en="system owner"),
        ("システムオーナー", "システム所管部長", "主管部長", "owner"),
    ),
    Choice("csirt", Text(ja="CSIRT", en="CSIRT"), ("CSIRT責任者", "シーサート", "CSIRT長")),
    Choice(
        "ciso",
        Text(ja="CISO", en="CISO"),
        ("最高情報セキュリティ責任者", "情報セキュリティ統括責任者", "セキュリティ担当役員"),
    ),
    Choice(
        "top",
        Text(ja="経営トップ", en="top management"),
        ("頭取", "社長", "理事長", "代表取締役", "代表執行役", "CEO", "president", "経営"),
    ),
    Choice("board", Text(ja="取締役会", en="board"), ("理事会", "経営会議", "board of directors")),
)
_LEVELS: Final = (
    Choice("L0", Text(ja="L0（平常）", en="L0, normal"), ("0",)),
    Choice("L1", Text(ja="L1（警戒）", en="L1, alert"), ("1", "レベル1", "level1", "警戒")),
    Choice(
        "L2", Text(ja="L2（一部停止）", en="L2, partial"), ("2", "レベル2", "level2", "一部停止")
    ),
    Choice(
        "L3",
        Text(ja="L3（外部接続の遮断）", en="L3, cut from outside"),
        ("3", "レベル3", "level3", "外部接続の遮断", "遮断"),
    ),
    Choice("L4", Text(ja="L4（全停止）", en="L4, full stop"), ("4", "レベル4", "level4", "全停止")),
)
_HOURS: Final = (
    Choice("always", Text(ja="常時", en="always"), ("24時間", "終日", "いつでも", "all")),
    Choice(
        "business_hours",
        Text(ja="営業時間", en="business hours"),
        ("営業日", "平日", "平日日中", "日中", "day"),
    ),
    Choice(
        "off_hours",
        Text(ja="夜間休日", en="nights and holidays"),
        ("夜間・休日", "夜間", "休日", "時間外", "night"),
    ),
)

AUTHORITY: Final = SheetSpec(
    name="authority",
    title=Text(ja="権限表", en="authority"),
    meaning=Text(
        ja="停止を決めてよい一つの役職と、その範囲・期限",
        en="one post that may decide on a stop, with its limits and last day",
    ),
    key=None,
    synonyms=(
        "delegations",
        "delegation",
        "権限",
        "権限一覧",
        "決裁権限",
        "決裁権限表",
        "委任",
        "権限委譲",
        "権限移譲表",
    ),
    columns=(
        ColumnSpec(
            name="role",
            heading_ja="役割",
            kind=Kind.CHOICE,
            meaning=Text(ja="停止基準の役割", en="Role of the criteria."),
            synonyms=("役職区分", "役割区分", "職位"),
            is_required=True,
            choices=_ROLES,
            example=Text(ja="CISO", en="ciso"),
        ),
        ColumnSpec(
            name="name_ja",
            heading_ja="役職名",
            kind=Kind.NAME,
            meaning=Text(
                ja="役職または窓口（日本語）",
                en="Post or desk, in Japanese; either name is enough.",
            ),
            synonyms=("name", "名称", "役職", "窓口", "決裁者", "post"),
            example=Text(ja="CISO", en="CISO"),
        ),
        ColumnSpec(
            name="name_en",
            heading_ja="役職名（英語）",
            kind=Kind.NAME,
            meaning=NAME_EN_MEANING,
            synonyms=("英語名", "英語名称", "名称(英語)", "役職(英語)"),
            example=Text(ja="CISO", en="CISO"),
        ),
        ColumnSpec(
            name="person",
            heading_ja="氏名",
            kind=Kind.TEXT,
            meaning=Text(
                ja="いまの担当者。書けば、その人の決定だけが有効。空欄なら役割の誰でも",
                en="Who holds it now; then only this person's decisions count. Empty: anybody in "
                "the role.",
            ),
            synonyms=("担当者", "担当者名", "現任者", "holder"),
            example=Text(ja="", en=""),
        ),
        ColumnSpec(
            name="contact",
            heading_ja="連絡先",
            kind=Kind.TEXT,
            meaning=Text(
                ja="夜間も通じる電話。手順書に載る",
                en="A phone that works at night; for the runbook.",
            ),
            synonyms=("電話", "電話番号", "緊急連絡先", "phone"),
            example=Text(ja="03-0000-0000", en="+81-3-0000-0000"),
        ),
        ColumnSpec(
            name="up_to",
            heading_ja="決められる水準",
            kind=Kind.CHOICE,
            meaning=Text(ja="決めてよい最も高い水準", en="Highest level that may be decided."),
            synonyms=("水準", "上限", "停止水準", "レベル", "level", "limit"),
            is_required=True,
            choices=_LEVELS,
            example=Text(ja="L3（外部接続の遮断）", en="L3"),
        ),
        ColumnSpec(
            name="hours",
            heading_ja="時間帯",
            kind=Kind.CHOICE,
            meaning=Text(
                ja="決めてよい時間帯。営業時間は銀行営業日の 9 時から 17 時まで（仮定）",
                en="When it holds; business hours are 9:00 to 17:00 on business days (assumption).",
            ),
            synonyms=("有効時間帯", "有効時間", "when"),
            default=Text(ja="常時", en="always"),
            choices=_HOURS,
            example=Text(ja="常時", en="always"),
        ),
        ColumnSpec(
            name="services",
            heading_ja="対象サービス",
            kind=Kind.IDS,
            meaning=Text(
                ja="限るサービス（; で区切る）。空欄ならすべて",
                en="Services it is limited to, separated by ';'; empty for all.",
            ),
            synonyms=("サービス", "サービスID", "範囲", "service", "service_id", "service_ids"),
            default=Text(ja="すべて", en="all"),
            example=Text(ja="", en=""),
        ),
        ColumnSpec(
            name="expires_on",
            heading_ja="有効期限",
            kind=Kind.DATE,
            meaning=Text(ja="最後の日。過ぎれば無効", en="Last day; void afterwards."),
            synonyms=("期限", "満了日", "有効期日", "expiry", "valid_until"),
            is_required=True,
            example=Text(ja="2027/3/31", en="2027-03-31"),
        ),
        ColumnSpec(
            name="deputy",
            heading_ja="代行",
            kind=Kind.YES_NO,
            meaning=Text(
                ja="上位の人に連絡がつかないときの代行か",
                en="Whether it stands in when those above cannot be reached.",
            ),
            synonyms=("代行者", "代理", "is_deputy"),
            default=Text(ja="いいえ", en="no"),
            example=Text(ja="いいえ", en="no"),
        ),
    ),
)
