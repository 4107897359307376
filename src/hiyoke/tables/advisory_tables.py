"""What is known: the tables that readers of advisories fill and the store keeps.

All version intervals are half-open on keys (`hiyoke.versions.sort_key`): a version is inside when
``introduced_key <= key < fixed_key``; a null bound is open. "Last affected" becomes an exclusive
bound through `hiyoke.versions.successor`. What is not here: the estate and the findings.
"""

from __future__ import annotations

import pyarrow as pa

from hiyoke.languages import Text
from hiyoke.tables.contract import Column, TableContract

_TEXT = pa.string()
_TEXTS = pa.list_(pa.string())
_INSTANT = pa.timestamp("us", tz="UTC")

ADVISORY_ID = Column(
    "advisory_id",
    _TEXT,
    Text(ja="アドバイザリの識別子（公表元の表記）", en="Identifier as its publisher writes it."),
    nullable=False,
)
SOURCE = Column(
    "source",
    _TEXT,
    Text(
        ja="読み取った形式: osv, cve5, nvd, csaf",
        en="The format it came in: osv, cve5, nvd or csaf.",
    ),
    nullable=False,
)
GENERATION = Column(
    "generation",
    pa.int64(),
    Text(
        ja="この行を最後に書き換えた取り込みの番号",
        en="Number of the import that last wrote this row.",
    ),
    nullable=False,
)

ADVISORIES = TableContract(
    name="advisories",
    grain=Text(ja="一つの形式による一つのアドバイザリ", en="one advisory of one source format"),
    columns=(
        ADVISORY_ID,
        SOURCE,
        Column("summary", _TEXT, Text(ja="表題。ないことがある", en="Title; may be absent.")),
        Column(
            "published_at",
            _INSTANT,
            Text(
                ja="公表日時。仮の日付は不明とする",
                en="Publication; placeholder dates are unknown.",
            ),
        ),
        Column(
            "modified_at",
            _INSTANT,
            Text(ja="最終更新日時", en="Last change; placeholder dates are unknown."),
        ),
        Column(
            "withdrawn_at",
            _INSTANT,
            Text(ja="取り下げ日時。空なら有効", en="Withdrawal; null while it stands."),
        ),
        Column(
            "aliases",
            _TEXTS,
            Text(
                ja="同じ脆弱性を指す別の識別子", en="Other identifiers of the same vulnerability."
            ),
            nullable=False,
        ),
        Column(
            "upstream",
            _TEXTS,
            Text(
                ja="この告知が扱う上流の脆弱性",
                en="Upstream vulnerabilities that this advisory packages.",
            ),
            nullable=False,
        ),
        Column(
            "related",
            _TEXTS,
            Text(
                ja="関連するが同一ではない識別子",
                en="Related identifiers that are not the same flaw.",
            ),
            nullable=False,
        ),
        Column(
            "origin",
            _TEXT,
            Text(
                ja="読み取ったファイル（書庫の中の名前を含む）",
                en="File it was read from, archive member included.",
            ),
            nullable=False,
        ),
        GENERATION,
    ),
)

AFFECTED_RANGES = TableContract(
    name="affected_ranges",
    grain=Text(
        ja="一つのアドバイザリ、一つのパッケージ、一つの半開区間",
        en="one advisory, one package and one half-open interval",
    ),
    columns=(
        ADVISORY_ID,
        SOURCE,
        Column(
            "ecosystem",
            _TEXT,
            Text(
                ja="照合用のエコシステム名（packages 参照）",
                en="Ecosystem as matching names it; see `hiyoke.packages`.",
            ),
            nullable=False,
        ),
        Column(
            "release",
            _TEXT,
            Text(
                ja="配布物の版（例: 12）。空なら版によらない",
                en="Release of the distribution, such as 12; null when the claim holds for all.",
            ),
        ),
        Column(
            "package",
            _TEXT,
            Text(
                ja="照合用のパッケージ名。CPE では vendor:product",
                en="Package as matching names it; vendor:product for CPE.",
            ),
            nullable=False,
        ),
        Column(
            "package_name",
            _TEXT,
            Text(ja="公表元が書いたパッケージ名", en="Package as the publisher writes it."),
            nullable=False,
        ),
        Column(
            "kind",
            _TEXT,
            Text(
                ja="range（範囲）、listed（列挙）、all（全バージョン）",
                en="range, listed (one listed version) or all (every version).",
            ),
            nullable=False,
        ),
        Column(
            "status",
            _TEXT,
            Text(
                ja="affected, not_affected, under_investigation",
                en="The publisher's claim: affected, not_affected or under_investigation.",
            ),
            nullable=False,
        ),
        Column(
            "scheme",
            _TEXT,
            Text(
                ja="バージョン順序の方式。不明なら空",
                en="Version order of the keys; null when none is known.",
            ),
        ),
        Column(
            "introduced_key",
            pa.binary(),
            Text(
                ja="下限のキー（含む）。空なら下限なし", en="Lower bound, inclusive; null is open."
            ),
        ),
        Column(
            "fixed_key",
            pa.binary(),
            Text(
                ja="上限のキー（含まない）。空なら上限なし",
                en="Upper bound, exclusive; null is open.",
            ),
        ),
        Column(
            "introduced_version",
            _TEXT,
            Text(
                ja="下限のバージョン（公表元の表記）。それを含まないときは > が前に付く",
                en="Lower bound as published; > stands before it when it is exclusive.",
            ),
        ),
        Column(
            "fixed_version",
            _TEXT,
            Text(
                ja="修正済みバージョン。ないことがある",
                en="First fixed version; null while none is known.",
            ),
        ),
        Column(
            "last_affected_version",
            _TEXT,
            Text(
                ja="影響を受ける最後のバージョン",
                en="Last affected version, where that is what was published.",
            ),
        ),
        Column(
            "exact_version",
            _TEXT,
            Text(
                ja="列挙されたバージョン（キーにできないときの文字列照合用）",
                en="Listed version, compared as text when it has no key.",
            ),
        ),
        Column(
            "obstacle",
            _TEXT,
            Text(
                ja="判定できない理由の符号。git_only、unsortable_bound、no_version_given など",
                en="Why this claim cannot be assessed by version, as a code such as git_only, "
                "unsortable_bound or no_version_given; null when it can.",
            ),
        ),
        GENERATION,
    ),
)

ALIAS_MEMBERS = TableContract(
    name="alias_members",
    grain=Text(
        ja="一つの識別子が属する一つの脆弱性", en="one identifier and a vulnerability it belongs to"
    ),
    columns=(
        Column(
            "member_id",
            _TEXT,
            Text(
                ja="アドバイザリまたは CVE などの識別子",
                en="Identifier of an advisory, a CVE or the like.",
            ),
            nullable=False,
        ),
        Column(
            "vulnerability_id",
            _TEXT,
            Text(ja="同一視した組の代表識別子", en="Preferred identifier of the alias group."),
            nullable=False,
        ),
    ),
)
