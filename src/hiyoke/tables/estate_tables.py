"""What we run, and what applies to it: services, systems, components and findings.

What is not here: how files of an estate are read (`hiyoke.exchange`), and advisories.
"""

from __future__ import annotations

import pyarrow as pa

from hiyoke.languages import Text
from hiyoke.tables.contract import Column, TableContract

_TEXT = pa.string()
_TEXTS = pa.list_(pa.string())

SERVICES = TableContract(
    name="services",
    grain=Text(ja="一つの機関の一つの業務サービス", en="one business service of one institution"),
    columns=(
        Column("service_id", _TEXT, Text(ja="サービスの識別子", en="Identifier."), nullable=False),
        Column("name_ja", _TEXT, Text(ja="名称（日本語）", en="Name in Japanese."), nullable=False),
        Column("name_en", _TEXT, Text(ja="名称（英語）", en="Name in English."), nullable=False),
        Column(
            "is_priority",
            pa.bool_(),
            Text(ja="優先サービスか", en="Whether it is a priority service."),
            nullable=False,
        ),
        Column(
            "priority_rank",
            pa.int64(),
            Text(ja="優先順位（1 が最優先）", en="Rank; 1 comes first."),
        ),
        Column("owner_ja", _TEXT, Text(ja="責任部署", en="Owner, in Japanese.")),
        Column("owner_en", _TEXT, Text(ja="責任部署（英語）", en="Owner, in English.")),
        Column(
            "impact_tolerance_minutes",
            pa.int64(),
            Text(
                ja="許容できる停止時間（分）",
                en="Longest disruption the board accepts, in minutes.",
            ),
        ),
    ),
)

SYSTEMS = TableContract(
    name="systems",
    grain=Text(ja="一つの IT システム", en="one IT system"),
    columns=(
        Column("system_id", _TEXT, Text(ja="システムの識別子", en="Identifier."), nullable=False),
        Column("name_ja", _TEXT, Text(ja="名称（日本語）", en="Name in Japanese."), nullable=False),
        Column("name_en", _TEXT, Text(ja="名称（英語）", en="Name in English."), nullable=False),
        Column(
            "internet_facing",
            _TEXT,
            Text(
                ja="外部から届くか: yes, no, unknown",
                en="Reachable from outside: yes, no or unknown.",
            ),
            nullable=False,
        ),
        Column(
            "environment",
            _TEXT,
            Text(
                ja="production, test, disaster_recovery など",
                en="production, test, disaster_recovery ...",
            ),
            nullable=False,
        ),
        Column("owner_ja", _TEXT, Text(ja="責任部署", en="Owner, in Japanese.")),
        Column("owner_en", _TEXT, Text(ja="責任部署（英語）", en="Owner, in English.")),
        Column("vendor_id", _TEXT, Text(ja="保守ベンダー", en="Vendor that maintains it.")),
        Column("crew_id", _TEXT, Text(ja="担当チーム", en="Crew that patches it.")),
        Column(
            "end_of_life_on",
            pa.date32(),
            Text(ja="システムのサポート終了日", en="End of support of the system."),
        ),
        Column(
            "has_sbom",
            pa.bool_(),
            Text(ja="SBOM があるか", en="Whether an SBOM or package list was read."),
            nullable=False,
        ),
    ),
)

REQUIREMENTS = TableContract(
    name="requirements",
    grain=Text(ja="一つのサービスが一つのシステムを要すること", en="one service needs one system"),
    columns=(
        Column("service_id", _TEXT, Text(ja="サービス", en="The service."), nullable=False),
        Column("system_id", _TEXT, Text(ja="システム", en="The system."), nullable=False),
        Column(
            "group",
            _TEXT,
            Text(
                ja="空なら必須。同じ名前の組はどれか一つでよい",
                en="Null: always needed. Same name: any one of the group is enough.",
            ),
        ),
    ),
)

LINKS = TableContract(
    name="links",
    grain=Text(
        ja="許された一つの通信経路", en="one permitted flow between two systems, or from outside"
    ),
    columns=(
        Column(
            "source",
            _TEXT,
            Text(ja="始点のシステム。internet は外部", en="Source system; `internet` is outside."),
            nullable=False,
        ),
        Column("target", _TEXT, Text(ja="終点のシステム", en="Target system."), nullable=False),
        Column("protocol", _TEXT, Text(ja="プロトコル", en="Protocol.")),
        Column("port", pa.int64(), Text(ja="ポート番号", en="Port, 0 to 65535.")),
        Column("kind", _TEXT, Text(ja="data または admin", en="data or admin."), nullable=False),
        Column("known", _TEXT, Text(ja="yes または unknown", en="yes or unknown."), nullable=False),
    ),
)

COMPONENTS = TableContract(
    name="components",
    grain=Text(ja="一つの異なる構成要素", en="one distinct component"),
    columns=(
        Column(
            "component_id",
            _TEXT,
            Text(ja="内容から決まる識別子", en="Identifier derived from the content."),
            nullable=False,
        ),
        Column(
            "purl",
            _TEXT,
            Text(ja="purl（元の表記）", en="Package URL as given; null when there is none."),
        ),
        Column("name", _TEXT, Text(ja="名前", en="Name."), nullable=False),
        Column(
            "version",
            _TEXT,
            Text(ja="バージョン（元の表記）", en="Version as given; null when unknown."),
        ),
        Column(
            "ecosystem",
            _TEXT,
            Text(
                ja="照合用のエコシステム名",
                en="Ecosystem as matching names it; null when there is no purl.",
            ),
        ),
        Column(
            "release",
            _TEXT,
            Text(
                ja="配布物の版。不明なら空",
                en="Release of the distribution; null when unknown or not applicable.",
            ),
        ),
        Column(
            "package",
            _TEXT,
            Text(
                ja="照合用のパッケージ名（配布物では元ソース名）",
                en="Package as matching names it; the source package in a distribution.",
            ),
        ),
        Column("scheme", _TEXT, Text(ja="バージョン順序の方式", en="Version order.")),
        Column(
            "version_key",
            pa.binary(),
            Text(
                ja="バージョンのキー。並べられなければ空",
                en="Sort key; null when the version cannot be sorted.",
            ),
        ),
        Column(
            "cpe_package",
            _TEXT,
            Text(
                ja="CPE の vendor:product", en="vendor:product of its CPE; null when there is none."
            ),
        ),
        Column("cpe_version", _TEXT, Text(ja="CPE のバージョン", en="Version in its CPE.")),
        Column(
            "cpe_version_key",
            pa.binary(),
            Text(
                ja="CPE バージョンのキー（generic 方式）",
                en="Key of that version in the generic scheme; null when unsortable.",
            ),
        ),
        Column(
            "owner",
            _TEXT,
            Text(
                ja="この部品を含む OS パッケージ",
                en="Operating-system package that carries it; null when none is named.",
            ),
        ),
    ),
)

PLACEMENTS = TableContract(
    name="placements",
    grain=Text(ja="一つのシステム上の一つの構成要素", en="one component on one system"),
    columns=(
        Column("system_id", _TEXT, Text(ja="システム", en="The system."), nullable=False),
        Column("component_id", _TEXT, Text(ja="構成要素", en="The component."), nullable=False),
    ),
)

FINDINGS = TableContract(
    name="findings",
    grain=Text(
        ja="一つの構成要素と一つの脆弱性の出会い", en="one component met by one vulnerability"
    ),
    columns=(
        Column("component_id", _TEXT, Text(ja="構成要素", en="The component."), nullable=False),
        Column("purl", _TEXT, Text(ja="purl（元の表記）", en="Package URL as given.")),
        Column(
            "name", _TEXT, Text(ja="構成要素の名前", en="Name of the component."), nullable=False
        ),
        Column("version", _TEXT, Text(ja="バージョン", en="Version as given.")),
        Column(
            "vulnerability_id",
            _TEXT,
            Text(ja="脆弱性の代表識別子", en="Preferred identifier of the vulnerability."),
            nullable=False,
        ),
        Column(
            "advisory_ids",
            _TEXTS,
            Text(ja="根拠となったアドバイザリ", en="Advisories that make this finding, sorted."),
            nullable=False,
        ),
        Column(
            "aliases",
            _TEXTS,
            Text(ja="脆弱性の別の識別子", en="Other identifiers of the vulnerability, sorted."),
            nullable=False,
        ),
        Column(
            "status",
            _TEXT,
            Text(
                ja="affected, not_assessable, not_affected",
                en="affected, not_assessable or not_affected.",
            ),
            nullable=False,
        ),
        Column(
            "reason",
            _TEXT,
            Text(
                ja="判定できない、または影響なしとする理由の符号",
                en="Why it is not assessable or not affected, as a code; null when affected.",
            ),
        ),
        Column(
            "basis",
            _TEXT,
            Text(
                ja="照合の根拠: purl_range, purl_listed, source_package_range, cpe_range など",
                en="How it was matched: purl_range, source_package_range, cpe_range and so on.",
            ),
            nullable=False,
        ),
        Column(
            "matched_on",
            _TEXT,
            Text(
                ja="何と何を照らしたか（人が読む一行）",
                en="What was held against what: ecosystem, package, version and interval.",
            ),
            nullable=False,
        ),
        Column(
            "fixed_version",
            _TEXT,
            Text(
                ja="同じ系列で最も近い修正済みバージョン",
                en="Nearest fixed version on the same branch; null when the data name none.",
            ),
        ),
        Column(
            "disagreement",
            _TEXTS,
            Text(
                ja="情報源どうしの食い違い",
                en="Where sources disagree: one code with detail each; empty when they agree.",
            ),
            nullable=False,
        ),
        Column(
            "check_backport",
            pa.bool_(),
            Text(
                ja="OS ベンダーの修正取り込みを確認すべきか",
                en="Whether the vendor of the operating system may have fixed it there already.",
            ),
            nullable=False,
        ),
        Column(
            "owner",
            _TEXT,
            Text(ja="この部品を含む OS パッケージ", en="Operating-system package that carries it."),
        ),
    ),
)
