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
