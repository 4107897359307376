"""Evidence and bookkeeping: severity, exploitation, end of life, quarantine and sources.

What is not here: the advisories themselves (`advisory_tables`).
"""

from __future__ import annotations

import pyarrow as pa

from hiyoke.languages import Text
from hiyoke.tables.advisory_tables import GENERATION, SOURCE
from hiyoke.tables.contract import Column, TableContract

_TEXT = pa.string()
_TEXTS = pa.list_(pa.string())
_INSTANT = pa.timestamp("us", tz="UTC")

CVSS_VECTORS = TableContract(
    name="cvss_vectors",
    grain=Text(
        ja="一つの識別子に対する一つの CVSS ベクトル",
        en="one CVSS vector for one identifier, by one source",
    ),
    columns=(
        Column(
            "subject_id",
            _TEXT,
            Text(
                ja="対象の識別子（アドバイザリまたは CVE）",
                en="Identifier it rates: an advisory or a CVE.",
            ),
            nullable=False,
        ),
        SOURCE,
        Column("provider", _TEXT, Text(ja="評価者", en="Who rated it."), nullable=False),
        Column(
            "cvss_version",
            _TEXT,
            Text(ja="2.0, 3.0, 3.1, 4.0", en="2.0, 3.0, 3.1 or 4.0."),
            nullable=False,
        ),
        Column("vector", _TEXT, Text(ja="ベクトル文字列", en="Vector string."), nullable=False),
        GENERATION,
    ),
)

KNOWN_EXPLOITED = TableContract(
    name="known_exploited",
    grain=Text(
        ja="悪用が確認されたと一つの形式が述べる一つの CVE",
        en="one CVE that one source calls known exploited",
    ),
    columns=(
        Column("cve_id", _TEXT, Text(ja="CVE 番号", en="CVE identifier."), nullable=False),
        Column(
            "source",
            _TEXT,
            Text(
                ja="読み取った形式: kev（目録）, cve5, nvd",
                en="The format it came in: kev, the catalogue itself, or cve5 or nvd.",
            ),
            nullable=False,
        ),
        Column("listed_on", pa.date32(), Text(ja="掲載日", en="Date of listing."), nullable=False),
        Column(
            "due_on",
            pa.date32(),
            Text(
                ja="米国連邦機関への期限（参考）",
                en="Due date for US federal agencies, for reference.",
            ),
        ),
        Column(
            "ransomware_use",
            _TEXT,
            Text(
                ja="ランサムウェアでの利用: known, unknown",
                en="Use in ransomware campaigns: known or unknown.",
            ),
            nullable=False,
        ),
        GENERATION,
    ),
)

EPSS = TableContract(
    name="epss",
    grain=Text(ja="一つの CVE の最新の EPSS 確率", en="one CVE with its latest EPSS probability"),
    columns=(
        Column("cve_id", _TEXT, Text(ja="CVE 番号", en="CVE identifier."), nullable=False),
        Column(
            "epss_probability",
            pa.float64(),
            Text(
                ja="30 日以内に悪用が観測される確率 [0, 1]",
                en="Probability in [0, 1] of exploitation activity within 30 days.",
            ),
            nullable=False,
        ),
        Column(
            "percentile",
            pa.float64(),
            Text(ja="全 CVE の中での位置 [0, 1]", en="Position among all CVEs, in [0, 1]."),
            nullable=False,
        ),
        Column(
            "scored_on", pa.date32(), Text(ja="算出日", en="Date of the estimate."), nullable=False
        ),
        GENERATION,
    ),
)

SSVC_POINTS = TableContract(
    name="ssvc_points",
    grain=Text(
        ja="一つの CVE に対する一者の SSVC 判断",
        en="one CVE's SSVC decision points by one assessor",
    ),
    columns=(
        Column("cve_id", _TEXT, Text(ja="CVE 番号", en="CVE identifier."), nullable=False),
        SOURCE,
        Column(
            "assessor",
            _TEXT,
            Text(ja="判断者（例: CISA-ADP）", en="Who assessed it, for example CISA-ADP."),
            nullable=False,
        ),
        Column(
            "exploitation",
            _TEXT,
            Text(ja="none, public_poc, active", en="none, public_poc or active."),
        ),
        Column("automatable", _TEXT, Text(ja="yes, no", en="yes or no.")),
        Column("technical_impact", _TEXT, Text(ja="partial, total", en="partial or total.")),
        Column("assessed_at", _INSTANT, Text(ja="判断日時", en="When it was assessed.")),
        GENERATION,
    ),
)

END_OF_LIFE = TableContract(
    name="end_of_life",
    grain=Text(ja="一つの製品の一つのリリース系列", en="one release cycle of one product"),
    columns=(
        Column("product", _TEXT, Text(ja="製品の識別名", en="Product slug."), nullable=False),
        Column("product_title", _TEXT, Text(ja="製品名", en="Product title."), nullable=False),
        Column(
            "cycle",
            _TEXT,
            Text(ja="リリース系列（例: 3.11）", en="Release cycle, for example 3.11."),
            nullable=False,
        ),
        Column("released_on", pa.date32(), Text(ja="公開日", en="Release date.")),
        Column(
            "support_ends_on",
            pa.date32(),
            Text(ja="通常サポートの終了日", en="End of active support."),
        ),
        Column(
            "eol_on",
            pa.date32(),
            Text(
                ja="サポート終了日。日付がなければ空",
                en="End of security support; null when no date is given.",
            ),
        ),
        Column(
            "is_eol",
            pa.bool_(),
            Text(
                ja="日付がない場合の終了の別。不明は空",
                en="Whether it has ended, where only that is published; null is unknown.",
            ),
        ),
        Column(
            "extended_until",
            pa.date32(),
            Text(ja="延長サポートの終了日", en="End of extended support, where it exists."),
        ),
        Column(
            "latest_version",
            _TEXT,
            Text(ja="系列の最新バージョン", en="Latest version of the cycle."),
        ),
        Column(
            "purls",
            _TEXTS,
            Text(ja="製品を指す purl（バージョンなし）", en="Versionless purls of the product."),
            nullable=False,
        ),
        Column(
            "cpes",
            _TEXTS,
            Text(
                ja="製品を指す CPE の vendor:product", en="CPE vendor:product pairs of the product."
            ),
            nullable=False,
        ),
        GENERATION,
    ),
)

QUARANTINE = TableContract(
    name="quarantine",
    grain=Text(ja="使えなかった一つのレコード", en="one record that could not be used"),
    columns=(
        Column(
            "origin", _TEXT, Text(ja="ファイルと位置", en="File and place in it."), nullable=False
        ),
        Column(
            "record_id",
            _TEXT,
            Text(
                ja="レコードの識別子。読めなければ空",
                en="Identifier of the record; null when it could not be read.",
            ),
        ),
        Column("reason", _TEXT, Text(ja="理由の符号", en="Reason as a code."), nullable=False),
        Column(
            "why_ja", _TEXT, Text(ja="理由（日本語）", en="Reason in Japanese."), nullable=False
        ),
        Column("why_en", _TEXT, Text(ja="理由（英語）", en="Reason in English."), nullable=False),
        Column(
            "remedy_ja", _TEXT, Text(ja="対処（日本語）", en="Remedy in Japanese."), nullable=False
        ),
        Column(
            "remedy_en", _TEXT, Text(ja="対処（英語）", en="Remedy in English."), nullable=False
        ),
        GENERATION,
    ),
)

SOURCES = TableContract(
    name="sources",
    grain=Text(ja="取り込んだ一つの文書", en="one imported document"),
    columns=(
        Column(
            "digest", _TEXT, Text(ja="内容の SHA-256", en="SHA-256 of the content."), nullable=False
        ),
        Column("name", _TEXT, Text(ja="ファイル名", en="File name."), nullable=False),
        Column(
            "format",
            _TEXT,
            Text(ja="形式", en="Format, as `hiyoke.exchange.formats` names it."),
            nullable=False,
        ),
        Column(
            "record_count",
            pa.int64(),
            Text(ja="読んだレコード数", en="Records read."),
            nullable=False,
        ),
        Column(
            "used_count",
            pa.int64(),
            Text(ja="使ったレコード数", en="Records used."),
            nullable=False,
        ),
        Column(
            "withdrawn_count",
            pa.int64(),
            Text(ja="取り下げ済みのレコード数", en="Records withdrawn by their publisher."),
            nullable=False,
        ),
        Column(
            "quarantined_count",
            pa.int64(),
            Text(ja="隔離したレコード数", en="Records in quarantine."),
            nullable=False,
        ),
        Column(
            "newest_at",
            _INSTANT,
            Text(
                ja="最も新しいレコードの日時", en="Instant of the newest record; null when unknown."
            ),
        ),
        GENERATION,
    ),
)
