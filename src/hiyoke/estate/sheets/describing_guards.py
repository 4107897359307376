"""The sheets that say what stands in an attacker's way, and what would help one.

This is data: headings, meanings and choices. What is not here: systems (`describing_systems`).
"""

from __future__ import annotations

from typing import Final

from hiyoke.estate.control import CONTROL_KINDS
from hiyoke.estate.sheets.describing_services import (
    NAME_EN_MEANING,
    OWNER_COLUMNS,
)
from hiyoke.estate.sheets.spec import Choice, ColumnSpec, Kind, SheetSpec
from hiyoke.languages import Text

_KIND_WORDS: Final = {
    "waf": (
        Text(ja="WAF", en="waf"),
        ("WAF・ボット対策", "ボット対策", "Webアプリケーションファイアウォール", "bot_mitigation"),
    ),
    "virtual_patch": (
        Text(ja="仮想パッチ", en="virtual patch"),
        ("バーチャルパッチ", "IPS", "IPSシグネチャ", "vpatch"),
    ),
    "segmentation": (
        Text(ja="ネットワーク分離", en="segmentation"),
        ("分離", "セグメンテーション", "セグメント分離", "通信遮断", "network_segmentation"),
    ),
    "mfa": (
        Text(ja="多要素認証", en="mfa"),
        ("二要素認証", "2要素認証", "二段階認証", "2FA", "multi-factor authentication"),
    ),
    "edr": (
        Text(ja="EDR", en="edr"),
        ("端末監視", "エンドポイント対策", "XDR", "endpoint detection and response"),
    ),
    "hardening": (
        Text(ja="要塞化", en="hardening"),
        ("ハードニング", "堅牢化", "不要機能の停止", "設定強化"),
    ),
}
SYSTEM_SYNONYMS: Final = (
    "対象システム",
    "システム",
    "システムID",
    "対象システムID",
    "対象",
    "system",
    "system_id",
    "system_ids",
)

CONTROLS: Final = SheetSpec(
    name="controls",
    title=Text(ja="対策", en="controls"),
    meaning=Text(ja="一つの対策", en="one control"),
    key="id",
    needs_name=False,
    synonyms=("control", "統制", "代替策", "対策一覧", "補完統制", "防御策", "guards"),
    columns=(
        ColumnSpec(
            name="id",
            heading_ja="対策ID",
            kind=Kind.ID,
            meaning=Text(ja="対策の識別子", en="Identifier of the control."),
            synonyms=("control_id", "対策コード", "対策番号", "統制ID", "control"),
            is_required=True,
            example=Text(ja="ib-waf-rules", en="ib-waf-rules"),
        ),
        ColumnSpec(
            name="name_ja",
            heading_ja="対策名",
            kind=Kind.NAME,
            meaning=Text(
                ja="名称（日本語）。空欄なら識別子", en="Name in Japanese; else the identifier."
            ),
            synonyms=("name", "名称", "対策名称", "統制名", "control_name"),
            example=Text(ja="IB の WAF ルール", en="IB の WAF ルール"),
        ),
        ColumnSpec(
            name="name_en",
            heading_ja="対策名（英語）",
            kind=Kind.NAME,
            meaning=NAME_EN_MEANING,
            synonyms=("英語名", "英語名称", "名称(英語)", "対策名(英)"),
            example=Text(ja="IB WAF rules", en="IB WAF rules"),
        ),
        ColumnSpec(
            name="kind",
            heading_ja="種別",
            kind=Kind.CHOICE,
            meaning=Text(
                ja="対策の種類。どの手口に効くかは攻撃規則にある",
                en="Kind of control; the attack rules say which steps it works against.",
            ),
            synonyms=("対策種別", "対策の種類", "種類", "区分", "type", "control_kind"),
            is_required=True,
            choices=tuple(Choice(kind, *_KIND_WORDS[kind]) for kind in CONTROL_KINDS),
            example=Text(ja="WAF", en="waf"),
        ),
        ColumnSpec(
            name="systems",
            heading_ja="対象システム",
            kind=Kind.IDS,
            meaning=Text(
                ja="守るシステム（; で区切る）", en="Systems it guards, separated by ';'."
            ),
            synonyms=SYSTEM_SYNONYMS,
            example=Text(ja="ib-web-1", en="ib-web-1"),
        ),
        ColumnSpec(
            name="links",
            heading_ja="対象経路",
            kind=Kind.FLOWS,
            meaning=Text(
                ja="守る通信経路。「接続元 > 接続先」（; で区切る）",
                en="Links it guards, as 'source > target', separated by ';'.",
            ),
            synonyms=("対象通信経路", "通信経路", "経路", "link", "flows"),
            example=Text(ja="internet > ib-web-1", en="internet > ib-web-1"),
        ),
        ColumnSpec(
            name="accounts",
            heading_ja="対象特権ID",
            kind=Kind.IDS,
            meaning=Text(
                ja="守る特権 ID（; で区切る）", en="Privileged IDs it guards, separated by ';'."
            ),
            synonyms=("特権ID", "対象アカウント", "アカウント", "account", "account_ids"),
        ),
        ColumnSpec(
            name="vulnerability_ids",
            heading_ja="対象脆弱性",
            kind=Kind.FLAW_IDS,
            meaning=Text(
                ja="効く脆弱性（; で区切る）。仮想パッチには必ず書く。脆弱性を問わない対策は空欄",
                en="Vulnerabilities it knows, separated by ';'; a virtual patch needs them, others "
                "leave it empty when any will do.",
            ),
            synonyms=("脆弱性", "脆弱性ID", "CVE", "cve_ids", "vulnerabilities"),
            example=Text(ja="", en=""),
        ),
        ColumnSpec(
            name="efficacy",
            heading_ja="有効率",
            kind=Kind.SHARE,
            meaning=Text(
                ja="攻撃を止める割合（80% または 0.8）。空欄なら種別ごとの値を使う",
                en="Share of attacks it stops, as 80% or 0.8; empty for the usual one of its kind.",
            ),
            synonyms=("効果", "有効性", "遮断率", "防御率", "effectiveness", "strength"),
            example=Text(ja="80%", en="80%"),
        ),
        ColumnSpec(
            name="mode",
            heading_ja="動作",
            kind=Kind.CHOICE,
            meaning=Text(
                ja="遮断するか、検知して知らせるだけか",
                en="block when it stops an attack, detect when it only reports.",
            ),
            synonyms=("動作モード", "モード", "遮断検知", "action"),
            choices=(
                Choice("block", Text(ja="遮断", en="block"), ("防御", "ブロック", "prevent")),
                Choice("detect", Text(ja="検知", en="detect"), ("検知のみ", "監視", "monitor")),
            ),
            default=Text(ja="block（遮断）", en="block"),
            example=Text(ja="遮断", en="block"),
        ),
        ColumnSpec(
            name="tested_on",
            heading_ja="試験日",
            kind=Kind.DATE,
            meaning=Text(
                ja="効くことを最後に確かめた日。試験のない対策は効果を認めない",
                en="Last successful test; a control that was not tested earns no credit.",
            ),
            synonyms=("最終試験日", "試験実施日", "確認日", "テスト日", "last_tested", "test_date"),
            example=Text(ja="2026/9/1", en="2026-09-01"),
        ),
        ColumnSpec(
            name="expires_on",
            heading_ja="有効期限",
            kind=Kind.DATE,
            meaning=Text(
                ja="効力のある最後の日。なければ空欄",
                en="Last day in force; empty when it has none.",
            ),
            synonyms=("期限", "終了日", "満了日", "expiry", "expires", "valid_until"),
        ),
        *OWNER_COLUMNS,
    ),
)

OVERRIDES: Final = SheetSpec(
    name="overrides",
    title=Text(ja="専門家の見立て", en="overrides"),
    meaning=Text(ja="専門家が決めた一つの確率", en="one probability that experts decided"),
    key=None,
    synonyms=("override", "見立て", "専門家判断", "上書き", "expert_overrides", "expert_judgement"),
    columns=(
        ColumnSpec(
            name="subject",
            heading_ja="対象の種類",
            kind=Kind.CHOICE,
            meaning=Text(ja="何についての確率か", en="What the probability is about."),
            synonyms=("対象種別", "種別", "種類", "区分", "subject_kind", "kind"),
            is_required=True,
            choices=(
                Choice("vulnerability", Text(ja="脆弱性", en="vulnerability"), ("CVE", "flaw")),
                Choice("control", Text(ja="対策", en="control"), ("統制",)),
                Choice("vendor", Text(ja="ベンダー", en="vendor"), ("ベンダ", "委託先")),
                Choice("zone", Text(ja="ゾーン", en="zone"), ("接続先", "執務ゾーン")),
                Choice("person", Text(ja="人の操作", en="person"), ("人", "職員", "利用者")),
            ),
            example=Text(ja="脆弱性", en="vulnerability"),
        ),
        ColumnSpec(
            name="subject_id",
            heading_ja="対象ID",
            kind=Kind.TEXT,
            meaning=Text(
                ja="対象の識別子。人の操作では、操作する人がいるシステム",
                en="Which one; for a person, the system at which somebody would have to act.",
            ),
            synonyms=("対象", "対象の識別子", "識別子", "id", "subject_identifier"),
            is_required=True,
            example=Text(ja="CVE-2026-12345", en="CVE-2026-12345"),
        ),
        ColumnSpec(
            name="probability",
            heading_ja="確率",
            kind=Kind.SHARE,
            meaning=Text(
                ja="30 日間に起こる確率（5% または 0.05）。対策では有効率",
                en="Chance within 30 days, as 5% or 0.05; for a control, its efficacy.",
            ),
            synonyms=("発生確率", "見立て", "可能性", "chance", "likelihood"),
            is_required=True,
            example=Text(ja="5%", en="5%"),
        ),
        ColumnSpec(
            name="reason",
            heading_ja="理由",
            kind=Kind.TEXT,
            meaning=Text(ja="そう考える理由", en="Why."),
            synonyms=("根拠", "判断理由", "説明", "rationale", "why"),
            is_required=True,
            example=Text(
                ja="当行の設定では該当機能を止めている", en="The feature is turned off here"
            ),
        ),
        ColumnSpec(
            name="decided_by",
            heading_ja="決定者",
            kind=Kind.TEXT,
            meaning=Text(ja="決めた部署または役職", en="Unit or role that decided."),
            synonyms=("判断者", "承認者", "決裁者", "decider", "approved_by"),
            example=Text(ja="CSIRT", en="CSIRT"),
        ),
        ColumnSpec(
            name="decided_on",
            heading_ja="決定日",
            kind=Kind.DATE,
            meaning=Text(ja="決めた日", en="When it was decided."),
            synonyms=("判断日", "承認日", "decision_date", "approved_on"),
            example=Text(ja="2026/10/1", en="2026-10-01"),
        ),
        ColumnSpec(
            name="expires_on",
            heading_ja="有効期限",
            kind=Kind.DATE,
            meaning=Text(
                ja="効力のある最後の日。過ぎた見立ては使わず、データの質で数える",
                en="Last day in force; past it the override is ignored, and counted as a gap.",
            ),
            synonyms=("期限", "見直し期限", "expiry", "expires", "valid_until"),
            example=Text(ja="2026/12/31", en="2026-12-31"),
        ),
    ),
)
