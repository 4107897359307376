"""Findings with their deadlines as one table, for programs and spreadsheets.

Column names are codes in English, since programs read them; the workbook translates them. What
is not here: the page, and one row for each system (`system_findings`).
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any, Final

import msgspec
import pyarrow as pa

from hiyoke.languages import Text
from hiyoke.tables import Column, TableContract

if TYPE_CHECKING:
    from hiyoke.reports.assessment.assessment import Assessment
    from hiyoke.reports.assessment.rows import FindingRow

SCHEMA: Final = "hiyoke/assessed-findings/1"

_TEXT = pa.string()
_TEXTS = pa.list_(pa.string())
_DAY = pa.date32()
_COUNT = pa.int64()


def _column(name: str, dtype: Any, ja: str, en: str) -> Column:
    return Column(name, dtype, Text(ja=ja, en=en))


ASSESSED_FINDINGS = TableContract(
    name="assessed_findings",
    grain=Text(
        ja="一つの構成要素と一つの脆弱性の出会い（全システムを通して）",
        en="one component met by one vulnerability, over all systems",
    ),
    columns=(
        _column("rank", _COUNT, "順位", "1 comes first; null: not assessable."),
        _column("vulnerability_id", _TEXT, "脆弱性", "Preferred identifier."),
        _column("aliases", _TEXTS, "別の識別子", "Other identifiers."),
        _column("advisory_ids", _TEXTS, "根拠のアドバイザリ", "Advisories that make the finding."),
        _column("status", _TEXT, "判定", "affected or not_assessable."),
        _column("reason", _TEXT, "判定できない理由", "As a code; null when affected."),
        _column("purl", _TEXT, "purl", "Package URL as given."),
        _column("name", _TEXT, "構成要素", "Name of the component."),
        _column("version", _TEXT, "バージョン", "As given."),
        _column("fixed_version", _TEXT, "修正版", "Nearest fixed version; null when none."),
        _column("basis", _TEXT, "照合の根拠", "How it was matched, as a code."),
        _column("matched_on", _TEXT, "照合の内容", "What was held against what."),
        _column("disagreement", _TEXTS, "情報源の食い違い", "Where sources disagree."),
        _column("check_backport", pa.bool_(), "OS ベンダーの修正を確認", "Check the vendor's fix."),
        _column("owner", _TEXT, "収容パッケージ", "Package that carries it."),
        _column("outcome", _TEXT, "判断表の結果", "Outcome to plan by."),
        _column("due_on", _DAY, "期限（暦日）", "Deadline to plan by; null sets no day."),
        _column("working_day", _DAY, "期限（営業日）", "Latest Japanese bank day not after it."),
        _column("days_left", _COUNT, "残り日数", "Days left; negative when overdue."),
        _column("clock_start_on", _DAY, "起算日", "Day from which the deadline counts."),
        _column("outcome_latest", _TEXT, "最も急がない場合の結果", "Least urgent outcome."),
        _column("due_on_latest", _DAY, "最も急がない場合の期限", "Its deadline."),
        _column(
            "outcome_if_assumptions_fail",
            _TEXT,
            "仮定が外れた場合の結果",
            "More urgent outcome should an assumption be wrong.",
        ),
        _column("due_on_if_assumptions_fail", _DAY, "仮定が外れた場合の期限", "Its deadline."),
        _column("unknown_points", _TEXTS, "不明な判断項目", "Decision points without an answer."),
        _column("assumed_points", _TEXTS, "仮定した判断項目", "Points that rest on an assumption."),
        _column("exposure", _TEXT, "外部からの到達", "Reach of the foremost system."),
        _column("known_exploited_on", _DAY, "KEV 掲載日", "KEV listing; null when not listed."),
        _column("ransomware_use", _TEXT, "ランサムウェア", "known, unknown; null when not listed."),
        _column("epss_probability", pa.float64(), "EPSS 確率", "In [0, 1]; null when unknown."),
        _column("epss_scored_on", _DAY, "EPSS 算出日", "Date of that estimate."),
        _column("ssvc_exploitation", _TEXT, "SSVC 悪用", "none, public_poc, active."),
        _column("ssvc_automatable", _TEXT, "SSVC 自動化", "yes, no."),
        _column("ssvc_technical_impact", _TEXT, "SSVC 技術的影響", "partial, total."),
        _column("cvss_version", _TEXT, "CVSS の版", "Version of the newest vector."),
        _column("cvss_base_score", pa.float64(), "CVSS 基本値", "Base score, in [0, 10]."),
        _column("cvss_vectors", _TEXTS, "CVSS ベクトル", "All vectors, newest version first."),
        _column("first_detected_on", _DAY, "初めての検出日", "First detection on any system."),
        _column("system_ids", _TEXTS, "システム", "Systems that carry it."),
        _column("priority_system_count", _COUNT, "優先サービスのシステム", "On priority services."),
        _column("component_id", _TEXT, "構成要素の識別子", "Identifier of the component."),
    ),
)  # fmt: skip


def findings_table(assessment: Assessment) -> Any:
    """Return affected findings, then those that nobody can judge, as `ASSESSED_FINDINGS`."""
    rows = [_row(f) for f in (*assessment.findings, *assessment.not_assessable)]
    return ASSESSED_FINDINGS.table(
        {name: [row[name] for row in rows] for name in ASSESSED_FINDINGS.column_names}
    )


def _row(f: FindingRow) -> dict[str, Any]:
    leading = next((r for r in f.ratings if r.base_score is not None), None)
    own = {
        name: getattr(f, name) for name in ASSESSED_FINDINGS.column_names if hasattr(type(f), name)
    }
    due = {
        name: getattr(f.due, name)
        for name in ASSESSED_FINDINGS.column_names
        if hasattr(type(f.due), name)
    }
    return (
        own
        | due
        | {
            "known_exploited_on": f.listed_on,
            "ssvc_exploitation": f.exploitation,
            "ssvc_automatable": f.automatable,
            "ssvc_technical_impact": f.technical_impact,
            "cvss_version": leading.cvss_version if leading else None,
            "cvss_base_score": leading.base_score if leading else None,
            "cvss_vectors": [r.vector for r in f.ratings],
        }
    )


def render_csv(table: Any) -> bytes:
    """Return a table as CSV in UTF-8, lists joined by ``; ``, safe to open in a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(table.column_names)
    for row in table.to_pylist():
        writer.writerow([guarded(_plain(row[name])) for name in table.column_names])
    return out.getvalue().encode("utf-8", "replace")


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return "; ".join(map(str, value))
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else value


def guarded(value: Any) -> Any:
    """Return a cell that no spreadsheet takes for a formula.

    Text from an SBOM may begin like one on purpose; an apostrophe makes it text again. Scoped npm
    names begin with ``@`` by nature and hold nothing to run.

    Example:
        >>> guarded("=1+1"), guarded("@angular/core"), guarded(-1)
        ("'=1+1", '@angular/core', -1)
    """
    if not isinstance(value, str) or value[:1] not in ("=", "+", "-", "@", "\t", "\r", "\n"):
        return value
    if value[0] == "@" and "(" not in value and "!" not in value:
        return value
    return f"'{value}"


def render_json(assessment: Assessment, table: Any) -> bytes:
    """Return the findings as JSON with the schema's name, keys sorted."""
    run = assessment.run
    record = {
        "schema": SCHEMA,
        "run": {
            "institution_id": run.institution_id,
            "synthetic": run.is_synthetic,
            "as_of": run.as_of,
            "hiyoke_version": run.hiyoke_version,
            "table": run.table.table_id,
            "table_version": run.table.version,
            "verdict": run.verdict.name.lower(),
        },
        "counts": dict(run.counts),
        "findings": table.to_pylist(),
    }
    return msgspec.json.format(msgspec.json.encode(record, order="sorted"), indent=1) + b"\n"
