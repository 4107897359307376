"""The sheet that says which risks named people accepted, and until when.

This is data: headings and meanings. What is not here: what a plan makes of it
(`hiyoke.planning.from_estate`).
"""

from __future__ import annotations

from typing import Final

from hiyoke.estate.sheets.describing_guards import SYSTEM_SYNONYMS
from hiyoke.estate.sheets.spec import ColumnSpec, Kind, SheetSpec
from hiyoke.languages import Text

ACCEPTANCES: Final = SheetSpec(
    name="acceptances",
    title=Text(ja="リスク受容", en="acceptances"),
    meaning=Text(
        ja="期限と責任者を決めて残すことにした一つのリスク",
        en="one risk that was accepted until a date, with an owner",
    ),
    key="id",
    needs_name=False,
    synonyms=(
        "acceptance",
        "受容",
        "受容一覧",
        "リスク受容一覧",
        "残存リスク",
        "残余リスク",
        "適用見送り",
        "risk_acceptances",
        "exceptions",
    ),
    columns=(
        ColumnSpec(
            name="id",
            heading_ja="受容ID",
            kind=Kind.ID,
            meaning=Text(
                ja="受容の識別子（稟議や決裁の番号など）",
                en="Identifier, such as the number of the decision.",
            ),
            synonyms=("acceptance_id", "受容番号", "決裁番号", "稟議番号", "管理番号"),
            is_required=True,
            example=Text(ja="acc-2026-001", en="acc-2026-001"),
        ),
        ColumnSpec(
            name="vulnerability_ids",
            heading_ja="対象脆弱性",
            kind=Kind.FLAW_IDS,
            meaning=Text(
                ja="残してよい脆弱性（; で区切る）。更新で書くときは空欄",
                en="Vulnerabilities that may stay open, separated by ';'; empty when updates are "
                "named.",
            ),
            synonyms=("脆弱性", "脆弱性ID", "CVE", "cve_ids", "vulnerabilities"),
            example=Text(ja="CVE-2026-12345", en="CVE-2026-12345"),
        ),
        ColumnSpec(
            name="updates",
            heading_ja="対象更新",
            kind=Kind.TEXTS,
            meaning=Text(
                ja="見送ってよい更新または作業。報告書の更新 ID（B-…）か計画の作業 ID"
                "（; で区切る）",
                en="Updates or jobs that may wait: the identifier in the report (B-...) or in the "
                "plan, separated by ';'.",
            ),
            synonyms=("更新", "更新ID", "作業ID", "対象作業", "bundle_ids", "bundles", "jobs"),
        ),
        ColumnSpec(
            name="systems",
            heading_ja="対象システム",
            kind=Kind.IDS,
            meaning=Text(
                ja="受容するシステム（; で区切る）。空欄ならすべて",
                en="Systems that it holds for, separated by ';'; empty for all.",
            ),
            synonyms=SYSTEM_SYNONYMS,
            example=Text(ja="faq-site", en="faq-site"),
        ),
        ColumnSpec(
            name="reason",
            heading_ja="理由",
            kind=Kind.TEXT,
            meaning=Text(ja="残してよいと判断した理由", en="Why it may stay open."),
            synonyms=("受容理由", "判断理由", "根拠", "rationale", "why"),
            is_required=True,
            example=Text(
                ja="外部から届かず、9 月に製品を入れ替える",
                en="Nobody outside can reach it, and the product is replaced in September",
            ),
        ),
        ColumnSpec(
            name="accepted_by",
            heading_ja="受容者",
            kind=Kind.TEXT,
            meaning=Text(ja="受容を決めた部署または役職", en="Unit or role that accepted it."),
            synonyms=("決裁者", "承認者", "受容決定者", "決定者", "approved_by", "decided_by"),
            is_required=True,
            example=Text(ja="CISO", en="CISO"),
        ),
        ColumnSpec(
            name="accepted_on",
            heading_ja="受容日",
            kind=Kind.DATE,
            meaning=Text(
                ja="受容を決めた日。この日より前の計画では使わない",
                en="When it was accepted; a plan made for an earlier day does not use it.",
            ),
            synonyms=("決裁日", "承認日", "決定日", "approved_on", "decided_on"),
            example=Text(ja="2026/10/1", en="2026-10-01"),
        ),
        ColumnSpec(
            name="expires_on",
            heading_ja="受容期限",
            kind=Kind.DATE,
            meaning=Text(
                ja="受容が有効な最後の日。過ぎた受容は使わず、データの質で数える",
                en="Last day in force; past it the acceptance is ignored, and counted as a gap.",
            ),
            synonyms=("有効期限", "期限", "見直し期限", "満了日", "expiry", "accept_until"),
            is_required=True,
            example=Text(ja="2026/12/31", en="2026-12-31"),
        ),
        ColumnSpec(
            name="owner_ja",
            heading_ja="責任者",
            kind=Kind.NAME,
            meaning=Text(
                ja="期限まで残るリスクに責任を持つ部署または役職",
                en="Unit or role that answers for the risk until then; one of the two languages "
                "is enough.",
            ),
            synonyms=("owner", "責任部署", "リスクオーナー", "risk_owner", "主管部署"),
            example=Text(ja="事務企画部長", en="事務企画部長"),
        ),
        ColumnSpec(
            name="owner_en",
            heading_ja="責任者（英語）",
            kind=Kind.NAME,
            meaning=Text(
                ja="責任者（英語）。空欄なら日本語を使う",
                en="The same in English; the other stands in when it is empty.",
            ),
            synonyms=("責任部署(英語)", "責任部署（英語）"),
            example=Text(ja="Head of operations planning", en="Head of operations planning"),
        ),
    ),
)
