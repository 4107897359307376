"""The sheet of privileged IDs, and the levels of access that vendors share with them.

This is data: headings, meanings and choices. What is not here: what guards them
(`describing_guards`).
"""

from __future__ import annotations

from typing import Final

from hiyoke.estate.sheets.describing_guards import SYSTEM_SYNONYMS
from hiyoke.estate.sheets.describing_services import (
    NAME_EN_MEANING,
    NAME_JA_MEANING,
    OWNER_COLUMNS,
)
from hiyoke.estate.sheets.spec import Choice, ColumnSpec, Kind, SheetSpec
from hiyoke.languages import Text

LEVELS: Final = (
    Choice("user", Text(ja="一般", en="user"), ("一般権限", "利用者", "一般ユーザー", "ordinary")),
    Choice(
        "admin",
        Text(ja="管理者", en="admin"),
        ("特権", "管理者権限", "root", "administrator", "privileged"),
    ),
)

ACCOUNTS: Final = SheetSpec(
    name="accounts",
    title=Text(ja="特権ID", en="accounts"),
    meaning=Text(ja="一つの特権 ID", en="one privileged ID"),
    key="id",
    needs_name=False,
    synonyms=(
        "account",
        "特権アカウント",
        "アカウント",
        "特権ID一覧",
        "特権ID台帳",
        "privileged_accounts",
        "privileged_ids",
    ),
    columns=(
        ColumnSpec(
            name="id",
            heading_ja="特権ID",
            kind=Kind.ID,
            meaning=Text(
                ja="台帳上の識別子。ログイン名やパスワードは書かない",
                en="Identifier in the ledger; no login name and no password.",
            ),
            synonyms=("account_id", "アカウントID", "特権ID番号", "特権IDコード", "account"),
            is_required=True,
            example=Text(ja="ib-admin", en="ib-admin"),
        ),
        ColumnSpec(
            name="name_ja",
            heading_ja="特権ID名",
            kind=Kind.NAME,
            meaning=NAME_JA_MEANING,
            synonyms=("name", "名称", "アカウント名", "特権ID名称", "account_name"),
            example=Text(ja="IB 保守用", en="IB 保守用"),
        ),
        ColumnSpec(
            name="name_en",
            heading_ja="特権ID名（英語）",
            kind=Kind.NAME,
            meaning=NAME_EN_MEANING,
            synonyms=("英語名", "英語名称", "名称(英語)", "アカウント名(英)"),
            example=Text(ja="IB maintenance", en="IB maintenance"),
        ),
        ColumnSpec(
            name="systems",
            heading_ja="対象システム",
            kind=Kind.IDS,
            meaning=Text(
                ja="このIDで入れるシステム（; で区切る）",
                en="Systems that it opens, separated by ';'.",
            ),
            synonyms=SYSTEM_SYNONYMS,
            is_required=True,
            example=Text(ja="ib-web-1; ib-db", en="ib-web-1; ib-db"),
        ),
        ColumnSpec(
            name="level",
            heading_ja="権限",
            kind=Kind.CHOICE,
            meaning=Text(ja="対象システムでの権限", en="Rights on those systems."),
            synonyms=("権限レベル", "レベル", "権限区分", "role", "privilege"),
            choices=LEVELS,
            default=Text(ja="admin（管理者）", en="admin"),
            example=Text(ja="管理者", en="admin"),
        ),
        ColumnSpec(
            name="used_from",
            heading_ja="使用場所",
            kind=Kind.PLACES,
            meaning=Text(
                ja="使う場所。システム、接続先・執務ゾーン、internet（; で区切る）。不明なら空欄",
                en="Where it is used: systems, zones or internet, separated by ';'; empty when "
                "nobody knows.",
            ),
            synonyms=("使用元", "利用場所", "利用元", "接続元", "used_at", "from"),
            example=Text(ja="", en=""),
        ),
        ColumnSpec(
            name="mfa",
            heading_ja="多要素認証",
            kind=Kind.YES_NO_UNKNOWN,
            meaning=Text(ja="多要素認証を求めるか", en="Whether a second factor is asked for."),
            synonyms=("二要素認証", "2要素認証", "MFA有無", "多要素認証有無", "multi_factor"),
            default=Text(ja="不明", en="unknown"),
            example=Text(ja="はい", en="yes"),
        ),
        ColumnSpec(
            name="mfa_tested_on",
            heading_ja="多要素認証の試験日",
            kind=Kind.DATE,
            meaning=Text(
                ja="多要素認証が効くことを最後に確かめた日",
                en="When the second factor was last shown to hold.",
            ),
            synonyms=("MFA試験日", "多要素認証試験日", "MFA確認日", "mfa_test_date"),
            example=Text(ja="2026/9/1", en="2026-09-01"),
        ),
        ColumnSpec(
            name="last_used_on",
            heading_ja="最終使用日",
            kind=Kind.DATE,
            meaning=Text(ja="最後に使われた日", en="Last day it was used."),
            synonyms=("最終利用日", "最終ログイン日", "最終ログイン", "last_used", "last_login"),
            example=Text(ja="2026/10/30", en="2026-10-30"),
        ),
        *OWNER_COLUMNS,
        ColumnSpec(
            name="is_needed",
            heading_ja="要否",
            kind=Kind.YES_NO_UNKNOWN,
            meaning=Text(ja="今も必要か", en="Whether it is still needed."),
            synonyms=("必要性", "必要", "継続要否", "棚卸し結果", "needed", "required"),
            default=Text(ja="不明", en="unknown"),
            example=Text(ja="要", en="yes"),
        ),
    ),
)
