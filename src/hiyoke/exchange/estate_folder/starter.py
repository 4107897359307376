"""The files of a new estate: small, commented, and sound from the first check.

Everything in it is invented and meant to be replaced. What is not here: writing to disk, and the
Excel template (`hiyoke.exchange.workbook`).
"""

from __future__ import annotations

import csv
import io
from typing import Final

from hiyoke.estate.sheets import INSTITUTION, LINKS, SYSTEMS, Kind, SheetSpec
from hiyoke.exchange.estate_folder.starter_people import AUTHORITY_FILE, CREWS_FILE, PEOPLE_ROWS
from hiyoke.languages import Language, Text

_INSTITUTION: Final = Text(
    ja="""\
# 機関。値を書き換えてください。# で始まる行は説明です。
id: example-bank              # 機関の識別子（英数字と . _ -）
name:
  ja: 例示銀行
  en: Example Bank
country: JP
kind: regional_bank           # 業態: {kinds}
timezone: Asia/Tokyo
synthetic: true               # 架空の内容である印。実際の内容にしたら false にします
# note: 自由記入
# internet のほかに通信経路の端になる外部の名前
outside_zones: [partner-network]
# 役職員の端末など、内部の人がいる場所の名前
insider_zones: [office-pcs]
""",
    en="""\
# The institution. Replace the values; lines that begin with # are notes.
id: example-bank              # letters, digits and . _ -
name:
  ja: 例示銀行
  en: Example Bank
country: JP
kind: regional_bank           # one of: {kinds}
timezone: Asia/Tokyo
synthetic: true               # marks invented content; set to false once it is real
# note: free text
# Named places outside, besides internet, that links may come from or go to
outside_zones: [partner-network]
# Named places where our own people sit
insider_zones: [office-pcs]
""",
)

_SERVICES: Final = Text(
    ja="""\
# 業務サービス。1 件ずつ「-」で始めます。例を書き換えてください。
services:
  - id: internet-banking
    name: {ja: インターネットバンキング（例）, en: Internet banking (example)}
    priority: 1                     # 優先順位。1 が最優先。優先サービスでなければ書かない
    owner: デジタル企画部
    impact_tolerance_minutes: 120   # 経営が許容する最長の停止時間（分）
    # hours: 24時間
    # users: 120000
    requires:
      all_of: [example-db]          # 必ず要るシステム
      any_of:                       # どれか一つあればよい組（名前: [システム, ...]）
        web: [example-web-1, example-web-2]
    impact:                           # 停止したときの損失。数値は例です
      attack_outage: [3h, 1d, 3d]     # 攻撃が成功したときに止まる時間（下限、見込み、上限）
      curve:                          # その長さまで止まったときの累計。間は直線で結ぶ
        - {after: 60m, loss: [300万, 500万, 1200万], users: 9000}
        - {after: 8h, loss: [2000万, 4500万, 1億5000万], users: 60000}
      deadlines:                      # 停止が重なると加わる損失
        - id: transfer-close
          name: {ja: 当日振込の締切, en: Same-day transfer cut-off}
          days: 営業日                # 営業日、月末、五十日、給料日、年末、日付
          at: "15:00"                 # calendar: zengin と書けば全銀の終了時刻
          loss: [100万, 300万, 1000万]
""",
    en="""\
# Business services, one entry each. Replace the example.
services:
  - id: internet-banking
    name: {ja: インターネットバンキング（例）, en: Internet banking (example)}
    priority: 1                     # rank, 1 first; leave out when it is no priority service
    owner: Digital planning
    impact_tolerance_minutes: 120   # longest disruption the board accepts
    # hours: 24 hours
    # users: 120000
    requires:
      all_of: [example-db]          # always needed
      any_of:                       # groups of which one system is enough
        web: [example-web-1, example-web-2]
    impact:                           # what an outage costs; the figures are examples
      attack_outage: [3h, 1d, 3d]     # how long an attack stops it: low, likely, high
      curve:                          # total once it has lasted this long; straight lines between
        - {after: 60m, loss: [3000000, 5000000, 12000000], users: 9000}
        - {after: 8h, loss: [20000000, 45000000, 150000000], users: 60000}
      deadlines:                      # added when the outage lies over them
        - id: transfer-close
          name: {ja: 当日振込の締切, en: Same-day transfer cut-off}
          days: business              # business, month_end, fifth_tenth, payday, year_end, dates
          at: "15:00"                 # or calendar: zengin, for its closing time
          loss: [1000000, 3000000, 10000000]
""",
)

_VENDORS: Final = Text(
    ja="""\
# 保守ベンダー。night_cover、holiday_cover、patching_in_scope は yes / no / unknown です。
vendors:
  - id: example-vendor
    name: {ja: 例示システムズ, en: Example Systems}
    contact: 保守窓口 03-0000-0000
    contract_hours: 平日 9:00-17:00
    night_cover: unknown
    holiday_cover: unknown
    patching_in_scope: unknown
    remote_access: unknown
""",
    en="""\
# Vendors. night_cover, holiday_cover and patching_in_scope are yes, no or unknown.
vendors:
  - id: example-vendor
    name: {ja: 例示システムズ, en: Example Systems}
    contact: Service desk +81-3-0000-0000
    contract_hours: weekdays 9:00-17:00
    night_cover: unknown
    holiday_cover: unknown
    patching_in_scope: unknown
    remote_access: unknown
""",
)

_README: Final = Text(
    ja="""\
# 資産一覧のフォルダー

| ファイル | 内容 |
|---|---|
| institution.yaml | 機関 |
| services.yaml | 業務サービスと、必要なシステム |
| systems.csv | システム |
| links.csv | 通信経路（許可された通信） |
| vendors.yaml | 保守ベンダー |
| controls.csv | 対策（WAF、多要素認証など） |
| accounts.csv | 特権 ID |
| crews.yaml、windows.csv、freezes.csv | 担当チーム、変更枠、変更凍結 |
| authority.yaml | 権限表: 停止を決めてよい人、範囲、期限 |
| sboms/ | システムごとの SBOM またはパッケージ一覧 |
| estate-template.xlsx | 上と同じ内容を Excel で書くためのひな形。使わなければ消してください |

例として書かれた内容はすべて架空です。書き換えたら次を実行してください。

    hiyoke estate check .

Excel だけで管理するときは、ひな形に記入し、yaml と csv を消してください。
両方にある行は合わせて読みます。
このフォルダーは機関の弱点の地図になります。読める人を限ってください。
""",
    en="""\
# Folder of an estate

| File | Content |
|---|---|
| institution.yaml | the institution |
| services.yaml | business services and the systems they need |
| systems.csv | systems |
| links.csv | permitted flows |
| vendors.yaml | vendors |
| controls.csv | controls such as a WAF or a second factor |
| accounts.csv | privileged IDs |
| crews.yaml, windows.csv, freezes.csv | crews, change windows, change freezes |
| authority.yaml | who may decide on a stop, with limits and last days |
| sboms/ | an SBOM or package list for each system |
| estate-template.xlsx | the same as an Excel template; delete it when you do not use it |

All content is invented. Replace it, then run

    hiyoke estate check .

To keep everything in Excel, fill in the template and delete the yaml and csv files. Rows of both
are read together. This folder is a map of the institution's weaknesses: limit who may read it.
""",
)

_SBOM_README: Final = Text(
    ja="""\
# SBOM の置き場所

「システムID.拡張子」（例: example-web-1.cdx.json）か、「システムID/」のフォルダーに置きます。
一つのファイルを複数のシステムで使うときは、systems.csv の「SBOMファイル」列に書きます。

読める形式: CycloneDX（JSON、XML）、SPDX（JSON、タグ形式）、dpkg の status、rpm の一覧。
dpkg や rpm の一覧は、同じフォルダーに os-release を添えてください。
""",
    en="""\
# Where SBOMs go

Put them here as <system id>.* (for example example-web-1.cdx.json) or into a folder <system id>/.
List a file in the column sbom of systems.csv when several systems share it.

Formats: CycloneDX (JSON, XML), SPDX (JSON, tag-value), dpkg status, rpm lists. Add os-release
beside dpkg and rpm lists.
""",
)

_SYSTEM_ROWS: Final[tuple[dict[str, Text | str], ...]] = (
    {
        "id": "example-web-1",
        "name_ja": "例 ウェブサーバー 1 号機",
        "name_en": "Example web server 1",
        "internet_facing": Text(ja="はい", en="yes"),
        "environment": Text(ja="本番", en="production"),
        "owner_ja": "システム部",
        "owner_en": "IT department",
        "vendor_id": "example-vendor",
    },
    {
        "id": "example-web-2",
        "name_ja": "例 ウェブサーバー 2 号機",
        "name_en": "Example web server 2",
        "internet_facing": Text(ja="不明", en="unknown"),
        "environment": Text(ja="本番", en="production"),
        "owner_ja": "システム部",
        "owner_en": "IT department",
        "vendor_id": "example-vendor",
    },
    {
        "id": "example-db",
        "name_ja": "例 データベース",
        "name_en": "Example database",
        "internet_facing": Text(ja="いいえ", en="no"),
        "environment": Text(ja="本番", en="production"),
        "owner_ja": "システム部",
        "owner_en": "IT department",
        "vendor_id": "example-vendor",
    },
)
_LINK_ROWS: Final[tuple[dict[str, Text | str], ...]] = (
    {"source": "internet", "target": "example-web-1", "protocol": "https", "port": "443"},
    {"source": "partner-network", "target": "example-web-2", "protocol": "https", "port": "443"},
    {"source": "example-web-1", "target": "example-db", "protocol": "postgresql", "port": "5432"},
    {"source": "example-web-2", "target": "example-db", "protocol": "postgresql", "port": "5432"},
)


def starter_files(language: Language) -> dict[str, bytes]:
    """Return the files of a new estate by relative path, with notes in one language."""
    kinds = ", ".join(choice.value for choice in INSTITUTION.by_name["kind"].choices)
    texts = {
        "README.md": _README.render(language),
        "institution.yaml": _INSTITUTION.render(language).replace("{kinds}", kinds),
        "services.yaml": _SERVICES.render(language),
        "vendors.yaml": _VENDORS.render(language),
        "crews.yaml": CREWS_FILE.render(language),
        "authority.yaml": AUTHORITY_FILE.render(language),
        "sboms/README.md": _SBOM_README.render(language),
    }
    files = {name: text.encode() for name, text in texts.items()}
    files["systems.csv"] = _csv(SYSTEMS, _SYSTEM_ROWS, language)
    files["links.csv"] = _csv(LINKS, _LINK_ROWS, language)
    for spec, rows in PEOPLE_ROWS:
        files[f"{spec.name}.csv"] = _csv(spec, rows, language)
    return files


def _csv(spec: SheetSpec, rows: tuple[dict[str, Text | str], ...], language: Language) -> bytes:
    """Write headings and rows in UTF-8 with a byte order mark, which Excel needs."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    columns = [column for column in spec.columns if column.kind is not Kind.KEPT]
    writer.writerow([column.heading(language) for column in columns])
    for row in rows:
        cells = (row.get(column.name, "") for column in columns)
        writer.writerow([c.render(language) if isinstance(c, Text) else c for c in cells])
    return stream.getvalue().encode("utf-8-sig")
