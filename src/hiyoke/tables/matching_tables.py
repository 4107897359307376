"""What matching works with: the inventory, prepared claims and answers, and what stays open.

What is not here: components and findings (`estate_tables`), advisories (`advisory_tables`).
"""

from __future__ import annotations

import pyarrow as pa

from hiyoke.languages import Text
from hiyoke.tables.advisory_tables import AFFECTED_RANGES
from hiyoke.tables.contract import Column, TableContract

_TEXT = pa.string()
_TEXTS = pa.list_(pa.string())

INVENTORY = TableContract(
    name="inventory",
    grain=Text(
        ja="SBOM またはパッケージ一覧の一行",
        en="one line of an SBOM or package list, as read",
    ),
    columns=(
        Column("system_id", _TEXT, Text(ja="システム", en="The system."), nullable=False),
        Column("purl", _TEXT, Text(ja="purl（元の表記）", en="Package URL as given.")),
        Column("name", _TEXT, Text(ja="名前", en="Name.")),
        Column("version", _TEXT, Text(ja="バージョン（元の表記）", en="Version as given.")),
        Column("cpe", _TEXT, Text(ja="CPE（元の表記）", en="CPE as given.")),
        Column(
            "owner",
            _TEXT,
            Text(
                ja="この部品を含む OS パッケージ",
                en="Operating-system package that carries it.",
            ),
        ),
        Column(
            "source_package",
            _TEXT,
            Text(ja="元のソースパッケージ", en="Source package it was built from."),
        ),
        Column(
            "source_version",
            _TEXT,
            Text(ja="ソースパッケージのバージョン", en="Version of that source package."),
        ),
        Column(
            "system_release",
            _TEXT,
            Text(
                ja="載っている OS とその版（例: debian-12）",
                en="Operating system it is installed on, with release, for example debian-12.",
            ),
        ),
    ),
)

NOT_ASSESSABLE = TableContract(
    name="not_assessable",
    grain=Text(
        ja="判定できない一つの構成要素と一つの理由",
        en="one component that could not be judged, and one reason",
    ),
    columns=(
        Column("component_id", _TEXT, Text(ja="構成要素", en="The component."), nullable=False),
        Column("purl", _TEXT, Text(ja="purl（元の表記）", en="Package URL as given.")),
        Column("name", _TEXT, Text(ja="名前", en="Name."), nullable=False),
        Column("version", _TEXT, Text(ja="バージョン（元の表記）", en="Version as given.")),
        Column(
            "reason",
            _TEXT,
            Text(
                ja="理由の符号（`hiyoke.matching.Reason`）",
                en="Reason as a code; see `hiyoke.matching.Reason`.",
            ),
            nullable=False,
        ),
        Column(
            "vulnerability_ids",
            _TEXTS,
            Text(
                ja="判定できなかった脆弱性。空ならすべて",
                en="Vulnerabilities that could not be judged, sorted; empty means all.",
            ),
            nullable=False,
        ),
    ),
)

_SUBJECT = (
    Column(
        "ecosystem",
        _TEXT,
        Text(ja="照合用のエコシステム名", en="Ecosystem as matching names it."),
        nullable=False,
    ),
    Column(
        "release",
        _TEXT,
        Text(ja="配布物の版。空なら版によらない", en="Release; null when it holds for all."),
    ),
    Column(
        "package",
        _TEXT,
        Text(ja="照合用のパッケージ名", en="Package as matching names it."),
        nullable=False,
    ),
    Column(
        "vulnerability_id",
        _TEXT,
        Text(ja="脆弱性の代表識別子", en="Preferred identifier of the vulnerability."),
        nullable=False,
    ),
)

CLAIMS = TableContract(
    name="claims",
    grain=Text(
        ja="一つのアドバイザリの一つの区間が、一つの脆弱性について述べること",
        en="what one interval of one advisory says about one vulnerability",
    ),
    columns=(
        *_SUBJECT,
        *(
            column
            for column in AFFECTED_RANGES.columns
            if column.name not in ("ecosystem", "release", "package", "package_name", "generation")
        ),
        Column(
            "is_contested",
            pa.bool_(),
            Text(
                ja="同じ脆弱性・パッケージ・版について別の主張があるか",
                en="Whether another claim about the same vulnerability, package and release "
                "exists, so that they must be weighed together.",
            ),
            nullable=False,
        ),
        Column(
            "is_mixed",
            pa.bool_(),
            Text(
                ja="版を限る主張と限らない主張が混ざっているか",
                en="Whether claims for one release and for all releases meet.",
            ),
            nullable=False,
        ),
        Column(
            "fix_is_clean",
            pa.bool_(),
            Text(
                ja="修正版がほかの影響区間に入らないか",
                en="Whether the fixed version lies in no affected interval of the same "
                "vulnerability, package and release.",
            ),
            nullable=False,
        ),
    ),
)

ANSWERS = TableContract(
    name="answers",
    grain=Text(
        ja="一つのパッケージの一つのバージョン区間に対する、一つの脆弱性の答え",
        en="the answer about one vulnerability for one run of versions of one package",
    ),
    columns=(
        *_SUBJECT,
        Column(
            "start_key",
            pa.binary(),
            Text(ja="区間の下限（含む）。空なら下限なし", en="Inclusive; null is open."),
        ),
        Column(
            "end_key",
            pa.binary(),
            Text(ja="区間の上限（含まない）。空なら上限なし", en="Exclusive; null is open."),
        ),
        Column("status", _TEXT, Text(ja="findings と同じ", en="As in findings."), nullable=False),
        Column("reason", _TEXT, Text(ja="findings と同じ", en="As in findings.")),
        Column(
            "kind",
            _TEXT,
            Text(ja="根拠の種類: range, listed, all", en="Kind of basis: range, listed or all."),
            nullable=False,
        ),
        Column(
            "text_before",
            _TEXT,
            Text(ja="matched_on のバージョンより前", en="matched_on before the version."),
            nullable=False,
        ),
        Column(
            "text_after",
            _TEXT,
            Text(ja="matched_on のバージョンより後", en="matched_on after the version."),
            nullable=False,
        ),
        Column("fixed_version", _TEXT, Text(ja="findings と同じ", en="As in findings.")),
        Column(
            "advisory_ids", _TEXTS, Text(ja="findings と同じ", en="As in findings."), nullable=False
        ),
        Column(
            "disagreement", _TEXTS, Text(ja="findings と同じ", en="As in findings."), nullable=False
        ),
    ),
)
