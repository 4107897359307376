"""The starter's files on guards, privileged IDs, people and windows: one invented row each.

What is not here: services, systems, links and vendors (`starter`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hiyoke.estate.sheets import ACCOUNTS, CONTROLS, FREEZES, WINDOWS
from hiyoke.languages import Text

if TYPE_CHECKING:
    from hiyoke.estate.sheets import SheetSpec

CREWS_FILE: Final = Text(
    ja="""\
# 担当チーム。shifts は曜日と時間です（月〜金は祝日を含みません）。triage は選別の担当です。
crews:
  - id: example-crew
    name: {ja: 例示チーム, en: Example crew}
    skills: [linux, db]
    people: 3
    shifts: [平日 9:00-17:30, 土 22:00-翌5:00]
    overtime_hours_per_month: 20
    night: unknown
    triage: no
""",
    en="""\
# Crews. shifts are days and hours (Monday to Friday leave out holidays); triage is counted apart.
crews:
  - id: example-crew
    name: {ja: 例示チーム, en: Example crew}
    skills: [linux, db]
    people: 3
    shifts: ["business days 9:00-17:30", "Sat 22:00-5:00"]
    overtime_hours_per_month: 20
    night: unknown
    triage: no
""",
)

AUTHORITY_FILE: Final = Text(
    ja="""\
# 権限表。停止を決めてよい役職、範囲、期限です。例を、自機関で承認された内容に書き換えてください。
# role: shift_lead 当直責任者、system_owner システム責任者、csirt、ciso、top 経営トップ、
#       board 取締役会
# up_to: 決めてよい最も高い水準（L1 警戒、L2 一部停止、L3 外部接続の遮断、L4 全停止）
# hours: always 常時（既定）、business_hours 営業日 9〜17 時、off_hours 夜間休日
# expires_on: 最後の日。過ぎると無効です
authority:
  - role: top
    name: {ja: 例 頭取, en: Example president}
    contact: 03-0000-0000
    up_to: L4
    expires_on: 2027-03-31
  - role: ciso
    name: {ja: 例 CISO, en: Example CISO}
    # person: 山田 太郎         # 書けば、この人の決定だけが有効です
    contact: 03-0000-0000
    up_to: L3
    expires_on: 2027-03-31
  - role: ciso
    name: {ja: 例 CISO の代行, en: Example deputy of the CISO}
    contact: 03-0000-0000
    up_to: L3
    expires_on: 2027-03-31
    deputy: yes                 # 上の人に連絡がつかないとき
  - role: shift_lead
    name: {ja: 例 夜間休日の当直, en: Example shift lead at night}
    contact: 03-0000-0000
    up_to: L2
    hours: off_hours
    services: [internet-banking]  # 書かなければすべてのサービス
    expires_on: 2026-12-31
""",
    en="""\
# Who may decide on a stop, up to what, until when. Replace the example by what your board approved.
# role: shift_lead, system_owner, csirt, ciso, top, board
# up_to: highest level (L1 alert, L2 partial, L3 cut from outside, L4 full stop)
# hours: always (default), business_hours (business days 9:00-17:00), off_hours
# expires_on: last day; void afterwards
authority:
  - role: top
    name: {ja: 例 頭取, en: Example president}
    contact: +81-3-0000-0000
    up_to: L4
    expires_on: 2027-03-31
  - role: ciso
    name: {ja: 例 CISO, en: Example CISO}
    # person: Taro Yamada       # then only this person's decisions count
    contact: +81-3-0000-0000
    up_to: L3
    expires_on: 2027-03-31
  - role: ciso
    name: {ja: 例 CISO の代行, en: Example deputy of the CISO}
    contact: +81-3-0000-0000
    up_to: L3
    expires_on: 2027-03-31
    deputy: yes                 # when those above cannot be reached
  - role: shift_lead
    name: {ja: 例 夜間休日の当直, en: Example shift lead at night}
    contact: +81-3-0000-0000
    up_to: L2
    hours: off_hours
    services: [internet-banking]  # leave out for all services
    expires_on: 2026-12-31
""",
)

#: Rows of the starter's CSV files, by sheet.
PEOPLE_ROWS: Final[tuple[tuple[SheetSpec, tuple[dict[str, Text | str], ...]], ...]] = (
    (
        CONTROLS,
        (
            {
                "id": "example-waf",
                "name_ja": "例 WAF",
                "name_en": "Example WAF",
                "kind": Text(ja="WAF", en="waf"),
                "systems": "example-web-1; example-web-2",
                "efficacy": "70%",
                "mode": Text(ja="遮断", en="block"),
                "owner_ja": "システム部",
                "owner_en": "IT department",
            },
        ),
    ),
    (
        ACCOUNTS,
        (
            {
                "id": "example-admin",
                "name_ja": "例 保守用 ID",
                "name_en": "Example maintenance ID",
                "systems": "example-db",
                "level": Text(ja="管理者", en="admin"),
                "used_from": "office-pcs",
                "mfa": Text(ja="不明", en="unknown"),
                "is_needed": Text(ja="不明", en="unknown"),
            },
        ),
    ),
    (
        WINDOWS,
        (
            {
                "id": "example-sunday",
                "name_ja": "例 日曜深夜",
                "name_en": "Example Sunday night",
                "services": "internet-banking",
                "days": Text(ja="日", en="Sun"),
                "starts_at": "1:00",
                "ends_at": "5:00",
            },
        ),
    ),
    (
        FREEZES,
        (
            {
                "id": "example-month-end",
                "name_ja": "例 月末",
                "name_en": "Example month-end",
                "days": Text(ja="月末", en="month_end"),
            },
        ),
    ),
)
