"""The sheets that say what the institution runs: systems and the links between them.

This is data: headings, meanings and choices. What is not here: services
(`describing_services`) and vendors (`describing_vendors`).
"""

from __future__ import annotations

from typing import Final

from hiyoke.estate.sheets.describing_services import (
    NAME_EN_MEANING,
    NAME_JA_MEANING,
    OWNER_COLUMNS,
)
from hiyoke.estate.sheets.spec import Choice, ColumnSpec, Kind, SheetSpec
from hiyoke.estate.system import MAX_PORT
from hiyoke.languages import Text

_ENVIRONMENTS: Final = (
    Choice("production", Text(ja="本番", en="production"), ("本番環境", "prod", "live")),
    Choice(
        "disaster_recovery",
        Text(ja="災害対策", en="disaster recovery"),
        ("災対", "災対環境", "dr", "バックアップセンター", "backup site"),
    ),
    Choice("staging", Text(ja="検証", en="staging"), ("検証環境", "ステージング", "stg", "uat")),
    Choice("test", Text(ja="試験", en="test"), ("テスト", "テスト環境", "試験環境")),
    Choice("development", Text(ja="開発", en="development"), ("開発環境", "dev")),
)

SYSTEMS: Final = SheetSpec(
    name="systems",
    title=Text(ja="システム", en="systems"),
    meaning=Text(ja="一つの IT システム", en="one IT system"),
    key="id",
    synonyms=("system", "システム一覧", "システム台帳", "資産", "資産一覧", "IT資産", "assets"),
    columns=(
        ColumnSpec(
            name="id",
            heading_ja="システムID",
            kind=Kind.ID,
            meaning=Text(
                ja="システムの識別子。sboms/ のファイル名にも使う",
                en="Identifier of the system; also names its files under sboms/.",
            ),
            synonyms=(
                "system_id",
                "システムコード",
                "システム番号",
                "資産ID",
                "資産番号",
                "管理番号",
            ),
            is_required=True,
            example=Text(ja="ib-web-1", en="ib-web-1"),
        ),
        ColumnSpec(
            name="name_ja",
            heading_ja="システム名",
            kind=Kind.NAME,
            meaning=NAME_JA_MEANING,
            synonyms=(
                "name",
                "名称",
                "システム名称",
                "資産名",
                "資産名称",
                "システム名(日本語)",
                "system_name",
            ),
            example=Text(ja="IB ウェブサーバー 1 号機", en="IB ウェブサーバー 1 号機"),
        ),
        ColumnSpec(
            name="name_en",
            heading_ja="システム名（英語）",
            kind=Kind.NAME,
            meaning=NAME_EN_MEANING,
            synonyms=("英語名", "英語名称", "名称(英語)", "システム名(英)"),
            example=Text(ja="IB web server 1", en="IB web server 1"),
        ),
        ColumnSpec(
            name="internet_facing",
            heading_ja="外部公開",
            kind=Kind.YES_NO_UNKNOWN,
            meaning=Text(
                ja="インターネットなど外部から届くか。不明は「いいえ」とはみなさない",
                en="Whether it can be reached from outside; unknown is never treated as no.",
            ),
            synonyms=(
                "インターネット公開",
                "外部接続",
                "外部公開有無",
                "外部接続有無",
                "インターネット接続",
                "公開",
                "exposure",
                "internet_exposed",
                "external",
            ),
            default=Text(ja="不明", en="unknown"),
            example=Text(ja="はい", en="yes"),
        ),
        ColumnSpec(
            name="environment",
            heading_ja="環境",
            kind=Kind.CHOICE,
            meaning=Text(ja="環境の種類", en="Kind of environment."),
            synonyms=("環境区分", "利用環境", "env"),
            choices=_ENVIRONMENTS,
            default=Text(ja="production（本番）", en="production"),
            example=Text(ja="本番", en="production"),
        ),
        *OWNER_COLUMNS,
        ColumnSpec(
            name="vendor_id",
            heading_ja="ベンダーID",
            kind=Kind.ID,
            meaning=Text(ja="保守するベンダー", en="Vendor that maintains it."),
            synonyms=("vendor", "保守ベンダー", "ベンダーコード", "委託先", "委託先ID", "保守会社"),
            example=Text(ja="minato-it", en="minato-it"),
        ),
        ColumnSpec(
            name="crew_id",
            heading_ja="担当チームID",
            kind=Kind.ID,
            meaning=Text(ja="パッチを当てるチーム", en="Crew that patches it."),
            synonyms=("crew", "担当チーム", "チームID", "運用チーム", "team"),
            example=Text(ja="web-crew", en="web-crew"),
        ),
        ColumnSpec(
            name="end_of_life_on",
            heading_ja="サポート終了日",
            kind=Kind.DATE,
            meaning=Text(
                ja="システム全体のサポート終了日",
                en="Last day of support for the system as a whole.",
            ),
            synonyms=(
                "保守終了日",
                "保守期限",
                "サポート期限",
                "EOL",
                "EOSL",
                "end_of_life",
                "eol_on",
            ),
            example=Text(ja="2029/3/31", en="2029-03-31"),
        ),
        ColumnSpec(
            name="purl",
            heading_ja="purl",
            kind=Kind.TEXT,
            meaning=Text(
                ja="SBOM のない機器などの製品を指す purl",
                en="Package URL of the product, for an appliance without SBOM.",
            ),
            synonyms=("package_url", "パッケージURL", "製品purl"),
        ),
        ColumnSpec(
            name="cpe",
            heading_ja="CPE",
            kind=Kind.TEXT,
            meaning=Text(
                ja="SBOM のない機器などの製品を指す CPE",
                en="CPE of the product, for an appliance without SBOM.",
            ),
            synonyms=("製品CPE", "cpe23", "cpe_name"),
        ),
        ColumnSpec(
            name="sbom",
            heading_ja="SBOMファイル",
            kind=Kind.PATHS,
            meaning=Text(
                ja="SBOM またはパッケージ一覧のファイル（; で区切る）。"
                "sboms/ に「システムID.拡張子」で置けば書かなくてよい",
                en="SBOM or package-list files, separated by ';'; not needed when they are "
                "sboms/<system id>.*",
            ),
            synonyms=("sboms", "SBOM", "SBOM一覧", "sbom_files", "sbom_file"),
            example=Text(ja="sboms/ib-web.cdx.json", en="sboms/ib-web.cdx.json"),
        ),
        ColumnSpec(
            name="redundancy_group",
            heading_ja="冗長グループ",
            kind=Kind.TEXT,
            meaning=Text(
                ja="互いに代わりになるシステムに同じ名前を書く。同時には変更しない",
                en="Name shared by systems that stand in for each other; never changed together.",
            ),
            synonyms=("冗長構成", "冗長化グループ", "二重化", "ペア", "pair", "redundancy"),
            example=Text(ja="ib-web", en="ib-web"),
        ),
        ColumnSpec(
            name="test_system_id",
            heading_ja="試験機のシステムID",
            kind=Kind.ID,
            meaning=Text(
                ja="先にパッチを当てて試すシステム", en="Its test twin, which is patched first."
            ),
            synonyms=("試験機", "検証機", "検証環境のシステムID", "test_system", "test_twin"),
            example=Text(ja="", en=""),
        ),
        ColumnSpec(
            name="reboot_group",
            heading_ja="再起動グループ",
            kind=Kind.TEXT,
            meaning=Text(
                ja="一緒に再起動するシステムに同じ名前を書く",
                en="Name shared by systems that are restarted together.",
            ),
            synonyms=("再起動単位", "リブートグループ", "reboot"),
        ),
        ColumnSpec(
            name="tags",
            heading_ja="タグ",
            kind=Kind.TEXTS,
            meaning=Text(ja="自由なラベル（; で区切る）", en="Free labels, separated by ';'."),
            synonyms=("ラベル", "分類", "tag", "labels"),
        ),
    ),
)

LINKS: Final = SheetSpec(
    name="links",
    title=Text(ja="通信経路", en="links"),
    meaning=Text(
        ja="許された一つの通信（接続を始める側から受ける側へ）",
        en="one permitted flow, from the side that opens it to the side that accepts it",
    ),
    key=None,
    synonyms=(
        "link",
        "flows",
        "通信",
        "通信一覧",
        "通信経路一覧",
        "通信要件",
        "接続",
        "ネットワーク",
    ),
    columns=(
        ColumnSpec(
            name="source",
            heading_ja="接続元",
            kind=Kind.PLACE,
            meaning=Text(
                ja="接続を始めるシステム、internet、または機関の外部接続先",
                en="System that opens the connection, internet, or a declared outside zone.",
            ),
            synonyms=(
                "送信元",
                "始点",
                "通信元",
                "接続元システム",
                "接続元ID",
                "from",
                "source_id",
            ),
            is_required=True,
            example=Text(ja="internet", en="internet"),
        ),
        ColumnSpec(
            name="target",
            heading_ja="接続先",
            kind=Kind.PLACE,
            meaning=Text(
                ja="接続を受けるシステム、internet、または機関の外部接続先",
                en="System that accepts the connection, internet, or a declared outside zone.",
            ),
            synonyms=(
                "宛先",
                "送信先",
                "終点",
                "通信先",
                "接続先システム",
                "接続先ID",
                "to",
                "target_id",
            ),
            is_required=True,
            example=Text(ja="ib-web-1", en="ib-web-1"),
        ),
        ColumnSpec(
            name="protocol",
            heading_ja="プロトコル",
            kind=Kind.TEXT,
            meaning=Text(ja="プロトコル", en="Protocol, as people write it."),
            synonyms=("通信方式", "サービス種別", "protocols"),
            example=Text(ja="https", en="https"),
        ),
        ColumnSpec(
            name="port",
            heading_ja="ポート",
            kind=Kind.INTEGER,
            meaning=Text(
                ja="宛先ポート番号。すべて、または不明なら空欄",
                en="Destination port; empty for any or unknown.",
            ),
            synonyms=("ポート番号", "宛先ポート", "dst_port", "port_number"),
            least=0,
            most=MAX_PORT,
            example=Text(ja="443", en="443"),
        ),
        ColumnSpec(
            name="kind",
            heading_ja="種別",
            kind=Kind.CHOICE,
            meaning=Text(
                ja="業務のための通信か、管理のための通信か",
                en="data for use, admin for administration.",
            ),
            synonyms=("通信種別", "用途", "区分", "type"),
            choices=(
                Choice("data", Text(ja="業務", en="data"), ("データ", "通常", "業務通信")),
                Choice(
                    "admin",
                    Text(ja="管理", en="admin"),
                    ("運用", "保守", "管理通信", "運用管理", "administration", "management"),
                ),
            ),
            default=Text(ja="data（業務）", en="data"),
            example=Text(ja="業務", en="data"),
        ),
        ColumnSpec(
            name="known",
            heading_ja="確認状況",
            kind=Kind.CHOICE,
            meaning=Text(
                ja="存在が確認された経路か。不明な経路は結果に幅を付けて示す",
                en="yes when it is known to exist; unknown links are shown as a range.",
            ),
            synonyms=("確認", "確認有無", "既知", "confirmed"),
            choices=(
                Choice(
                    "yes", Text(ja="確認済み", en="known"), ("はい", "済", "確認済", "○", "true")
                ),
                Choice("unknown", Text(ja="不明", en="unknown"), ("未確認", "×", "いいえ", "no")),
            ),
            default=Text(ja="yes（確認済み）", en="yes"),
            example=Text(ja="確認済み", en="yes"),
        ),
    ),
)
