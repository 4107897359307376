"""The sheets that say what the institution offers: institution, services and requirements.

This is data: headings, meanings and choices. What is not here: systems and what joins them
(`describing_systems`).
"""

from __future__ import annotations

from typing import Final

from hiyoke.estate.sheets.describing_service_losses import LOSS_COLUMNS
from hiyoke.estate.sheets.spec import Choice, ColumnSpec, Kind, SheetSpec
from hiyoke.languages import Text

_KINDS: Final = (
    Choice("megabank", Text(ja="メガバンク", en="megabank"), ("都市銀行",)),
    Choice(
        "regional_bank",
        Text(ja="地域銀行", en="regional bank"),
        ("地方銀行", "地銀", "第二地方銀行", "第二地銀"),
    ),
    Choice("shinkin", Text(ja="信用金庫", en="shinkin bank"), ("信金",)),
    Choice("credit_cooperative", Text(ja="信用組合", en="credit cooperative"), ("信組",)),
    Choice("internet_bank", Text(ja="ネット銀行", en="internet bank"), ("インターネット銀行",)),
    Choice("trust_bank", Text(ja="信託銀行", en="trust bank")),
    Choice("securities", Text(ja="証券会社", en="securities firm"), ("証券",)),
    Choice("insurer", Text(ja="保険会社", en="insurer"), ("保険", "生命保険", "損害保険")),
    Choice("payment", Text(ja="決済事業者", en="payment institution"), ("資金移動業",)),
    Choice("market", Text(ja="取引所・清算機関", en="market infrastructure"), ("取引所",)),
    Choice("shared_centre", Text(ja="共同センター", en="shared centre"), ("shared_center",)),
    Choice("authority", Text(ja="当局", en="authority"), ("監督当局",)),
    Choice("other", Text(ja="その他", en="other")),
)

NAME_JA_MEANING: Final = Text(
    ja="名称（日本語）。英語だけでもよい",
    en="Name in Japanese; one of the two languages is enough.",
)
NAME_EN_MEANING: Final = Text(
    ja="名称（英語）。空欄なら日本語の名称を使う",
    en="Name in English; the other name stands in when it is empty.",
)

#: Who answers for a service or a system; shared by both sheets.
OWNER_COLUMNS: Final = (
    ColumnSpec(
        name="owner_ja",
        heading_ja="責任部署",
        kind=Kind.NAME,
        meaning=Text(
            ja="責任を持つ部署", en="Unit that answers for it; one of the two languages is enough."
        ),
        synonyms=(
            "owner",
            "主管部署",
            "所管部署",
            "主管部",
            "所管部",
            "担当部署",
            "管理部署",
            "オーナー",
            "部署",
        ),
        example=Text(ja="デジタル企画部", en="デジタル企画部"),
    ),
    ColumnSpec(
        name="owner_en",
        heading_ja="責任部署（英語）",
        kind=Kind.NAME,
        meaning=Text(
            ja="責任を持つ部署（英語）。空欄なら日本語を使う",
            en="The same unit in English; the other stands in when it is empty.",
        ),
        synonyms=("主管部署(英語)", "所管部署(英語)", "担当部署(英語)"),
        example=Text(ja="Digital planning", en="Digital planning"),
    ),
)

INSTITUTION: Final = SheetSpec(
    name="institution",
    title=Text(ja="機関", en="institution"),
    meaning=Text(ja="この資産一覧を持つ機関（1 行だけ）", en="the institution; one row"),
    key="id",
    synonyms=("institutions", "金融機関", "機関情報", "機関マスタ"),
    columns=(
        ColumnSpec(
            name="id",
            heading_ja="機関ID",
            kind=Kind.ID,
            meaning=Text(ja="機関の識別子", en="Identifier of the institution."),
            synonyms=("institution_id", "機関コード", "金融機関コード", "機関番号"),
            is_required=True,
            example=Text(ja="asagiri", en="asagiri"),
        ),
        ColumnSpec(
            name="name_ja",
            heading_ja="機関名",
            kind=Kind.NAME,
            meaning=NAME_JA_MEANING,
            synonyms=(
                "name",
                "名称",
                "機関名称",
                "金融機関名",
                "機関名(日本語)",
                "institution_name",
            ),
            example=Text(ja="あさぎり銀行", en="あさぎり銀行"),
        ),
        ColumnSpec(
            name="name_en",
            heading_ja="機関名（英語）",
            kind=Kind.NAME,
            meaning=NAME_EN_MEANING,
            synonyms=("英語名", "英語名称", "名称(英語)", "機関名(英)"),
            example=Text(ja="Asagiri Bank", en="Asagiri Bank"),
        ),
        ColumnSpec(
            name="country",
            heading_ja="国",
            kind=Kind.TEXT,
            meaning=Text(
                ja="所在国（ISO 3166-1 の 2 文字）", en="Country as two letters of ISO 3166-1."
            ),
            synonyms=("国コード", "所在国", "country_code"),
            default=Text(ja="JP", en="JP"),
            example=Text(ja="JP", en="JP"),
        ),
        ColumnSpec(
            name="kind",
            heading_ja="業態",
            kind=Kind.CHOICE,
            meaning=Text(ja="業態", en="Kind of institution."),
            synonyms=("種別", "機関種別", "区分", "type"),
            choices=_KINDS,
            default=Text(ja="other（その他）", en="other"),
            example=Text(ja="地域銀行", en="regional_bank"),
        ),
        ColumnSpec(
            name="timezone",
            heading_ja="タイムゾーン",
            kind=Kind.TEXT,
            meaning=Text(
                ja="時間帯（IANA の名前）。日付と期限はこの時間帯で数える",
                en="IANA time zone; dates and deadlines are counted in it.",
            ),
            synonyms=("時間帯", "標準時", "time_zone"),
            default=Text(ja="Asia/Tokyo", en="Asia/Tokyo"),
            example=Text(ja="Asia/Tokyo", en="Asia/Tokyo"),
        ),
        ColumnSpec(
            name="synthetic",
            heading_ja="架空データ",
            kind=Kind.YES_NO,
            meaning=Text(
                ja="架空の資産一覧か（デモ、試験、演習）",
                en="Whether the estate is made up, for a demo, a test or an exercise.",
            ),
            synonyms=("架空", "合成データ", "ダミー", "is_synthetic"),
            default=Text(ja="いいえ", en="no"),
            example=Text(ja="はい", en="yes"),
        ),
        ColumnSpec(
            name="note",
            heading_ja="備考",
            kind=Kind.TEXT,
            meaning=Text(ja="自由記入", en="Free text."),
            synonyms=("注記", "メモ", "notes", "remarks"),
        ),
        ColumnSpec(
            name="outside_zones",
            heading_ja="外部接続先",
            kind=Kind.IDS,
            meaning=Text(
                ja="internet のほかに通信経路の端になる外部の名前（; で区切る）",
                en="Named places outside, besides internet, that links may name; separated by ';'.",
            ),
            synonyms=("外部接続先一覧", "外部ゾーン", "zones", "external_zones"),
            example=Text(ja="zengin-net; boj-net", en="zengin-net; boj-net"),
        ),
        ColumnSpec(
            name="insider_zones",
            heading_ja="執務ゾーン",
            kind=Kind.IDS,
            meaning=Text(
                ja="役職員の端末など、内部の人がいる場所の名前（; で区切る）",
                en="Named places where our own people sit, such as workstations, that links may "
                "name; separated by ';'.",
            ),
            synonyms=("内部ゾーン", "端末ゾーン", "執務室", "職員端末", "insiders", "staff_zones"),
            example=Text(ja="office-pcs", en="office-pcs"),
        ),
    ),
)

SERVICES: Final = SheetSpec(
    name="services",
    title=Text(ja="サービス", en="services"),
    meaning=Text(ja="一つの業務サービス", en="one business service"),
    key="id",
    synonyms=("service", "業務サービス", "サービス一覧", "サービス台帳", "業務一覧", "業務"),
    columns=(
        ColumnSpec(
            name="id",
            heading_ja="サービスID",
            kind=Kind.ID,
            meaning=Text(ja="サービスの識別子", en="Identifier of the service."),
            synonyms=("service_id", "サービスコード", "業務ID", "業務コード", "サービス番号"),
            is_required=True,
            example=Text(ja="internet-banking", en="internet-banking"),
        ),
        ColumnSpec(
            name="name_ja",
            heading_ja="サービス名",
            kind=Kind.NAME,
            meaning=NAME_JA_MEANING,
            synonyms=(
                "name",
                "名称",
                "サービス名称",
                "業務名",
                "業務サービス名",
                "サービス名(日本語)",
                "service_name",
            ),
            example=Text(ja="インターネットバンキング", en="インターネットバンキング"),
        ),
        ColumnSpec(
            name="name_en",
            heading_ja="サービス名（英語）",
            kind=Kind.NAME,
            meaning=NAME_EN_MEANING,
            synonyms=("英語名", "英語名称", "名称(英語)", "サービス名(英)"),
            example=Text(ja="Internet banking", en="Internet banking"),
        ),
        ColumnSpec(
            name="priority",
            heading_ja="優先順位",
            kind=Kind.INTEGER,
            meaning=Text(
                ja="優先サービスの順位（1 が最優先）。優先サービスでなければ空欄",
                en="Rank among the priority services, 1 first; empty when it is none.",
            ),
            synonyms=("優先度", "優先順", "順位", "priority_rank", "rank"),
            least=1,
            most=100000,
            example=Text(ja="1", en="1"),
        ),
        *OWNER_COLUMNS,
        ColumnSpec(
            name="impact_tolerance_minutes",
            heading_ja="許容停止時間（分）",
            kind=Kind.MINUTES,
            meaning=Text(
                ja="経営が許容する最長の停止時間（分）",
                en="Longest disruption the board accepts, in minutes.",
            ),
            synonyms=(
                "許容停止時間",
                "許容中断時間",
                "許容中断時間(分)",
                "耐性度",
                "耐性度(分)",
                "最大許容停止時間",
                "impact_tolerance",
                "tolerance_minutes",
            ),
            least=0,
            most=5256000,
            example=Text(ja="120", en="120"),
        ),
        ColumnSpec(
            name="hours",
            heading_ja="提供時間",
            kind=Kind.TEXT,
            meaning=Text(ja="提供する時間帯", en="When it is offered, as people say it."),
            synonyms=("サービス時間", "サービス提供時間", "稼働時間", "利用時間", "service_hours"),
            example=Text(ja="24時間", en="24 hours"),
        ),
        ColumnSpec(
            name="users",
            heading_ja="利用者数",
            kind=Kind.INTEGER,
            meaning=Text(ja="利用者または顧客の数", en="Number of users or customers."),
            synonyms=("顧客数", "契約者数", "ユーザー数", "ユーザ数", "user_count", "customers"),
            least=0,
            example=Text(ja="120000", en="120000"),
        ),
        *LOSS_COLUMNS,
    ),
)

REQUIREMENTS: Final = SheetSpec(
    name="requirements",
    title=Text(ja="依存関係", en="requirements"),
    meaning=Text(
        ja="一つのサービスが一つのシステムを要すること", en="one service needs one system"
    ),
    key=None,
    synonyms=(
        "requirement",
        "dependencies",
        "依存",
        "サービス構成",
        "サービス依存関係",
        "必要システム",
        "サービスとシステム",
    ),
    columns=(
        ColumnSpec(
            name="service_id",
            heading_ja="サービスID",
            kind=Kind.ID,
            meaning=Text(ja="サービス", en="The service."),
            synonyms=("service", "サービスコード", "業務ID", "業務コード"),
            is_required=True,
            example=Text(ja="internet-banking", en="internet-banking"),
        ),
        ColumnSpec(
            name="system_id",
            heading_ja="システムID",
            kind=Kind.ID,
            meaning=Text(ja="要るシステム", en="The system it needs."),
            synonyms=("system", "システムコード", "システム番号", "資産ID", "必要システムID"),
            is_required=True,
            example=Text(ja="ib-web-1", en="ib-web-1"),
        ),
        ColumnSpec(
            name="group",
            heading_ja="代替グループ",
            kind=Kind.TEXT,
            meaning=Text(
                ja="空欄なら必須。同じサービスで同じ名前の組はどれか一つあればよい",
                en="Empty: always needed. Same service and name: any one of them is enough.",
            ),
            synonyms=("グループ", "冗長グループ", "冗長構成", "any_of", "alternative_group"),
            example=Text(ja="web", en="web"),
        ),
    ),
)
