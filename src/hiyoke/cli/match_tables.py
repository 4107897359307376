"""The result of a match on a terminal of 100 columns.

What is not here: forms for machines (`hiyoke.exchange`).
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

from rich.console import Console
from rich.table import Table
from rich.text import Text as RichText

from hiyoke.languages import Language, Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hiyoke.workflows.matching.match_sboms import SbomMatch

WIDTH: Final = 100
#: Rows shown of each kind; the forms for machines have all.
SHOWN_ROWS: Final = 200
#: Names shown in one cell.
_SHOWN_NAMES: Final = 3

_STATUS_WORDS: Final = {
    "affected": Text(ja="影響あり", en="affected"),
    "not_assessable": Text(ja="判定不能", en="not assessable"),
    "not_affected": Text(ja="影響なし", en="not affected"),
}
_ROLE_WORDS: Final = {
    "purl": Text(ja="purl", en="purl"),
    "source_package": Text(ja="ソースパッケージ", en="source package"),
    "cpe": Text(ja="CPE", en="CPE"),
}
_HEADINGS: Final = (
    Text(ja="状態", en="Status"),
    Text(ja="部品", en="Component"),
    Text(ja="脆弱性", en="Vulnerability"),
    Text(ja="修正版", en="Fixed in"),
    Text(ja="根拠", en="Basis"),
)
_SUMMARY: Final = Text(
    ja="部品 {components}（SBOM {sboms} 件）: 影響ありの部品 {components_affected}、"
    "所見 {findings_affected} 件（ほか判定不能 {findings_not_assessable} 件、"
    "影響なし {findings_not_affected} 件）、"
    "判定できない部品 {components_not_assessable}、隔離 {quarantined} 件",
    en="{components} components in {sboms} SBOMs: {components_affected} affected, with "
    "{findings_affected} findings ({findings_not_assessable} more not assessable, "
    "{findings_not_affected} not affected); {components_not_assessable} components cannot be "
    "judged; {quarantined} records in quarantine",
)
_MORE: Final = Text(
    ja="ほか {count} 件。すべては --format json または csv で出力してください。",
    en="{count} more. Use --format json or csv for all.",
)
_BACKPORT: Final = Text(ja="要確認: ベンダーの修正取り込み", en="check the vendor's backport")


def shown_match(result: SbomMatch, language: Language) -> str:
    """Return the result as text of at most `WIDTH` columns."""
    from hiyoke.workflows.matching.match_as_rows import (
        finding_rows,
        not_assessable_rows,
        quarantine_rows,
    )

    stream = io.StringIO()
    console = Console(file=stream, width=WIDTH, highlight=False, emoji=False, force_terminal=False)
    console.print(RichText(_SUMMARY.fill(**result.counts).render(language)))
    order = {status: place for place, status in enumerate(_STATUS_WORDS)}
    rows = sorted(
        finding_rows(result),
        key=lambda row: (order[row["status"]], row["name"], row["vulnerability_id"]),
    )
    if rows:
        _findings(console, rows, language)
    _open(console, not_assessable_rows(result, language), language)
    _quarantine(console, quarantine_rows(result, language), language)
    return stream.getvalue()


def _findings(console: Console, rows: list[dict[str, Any]], language: Language) -> None:
    table = Table(show_edge=False, pad_edge=False, expand=True)
    for heading, ratio in zip(_HEADINGS, (3, 7, 5, 5, 5), strict=True):
        table.add_column(heading.render(language), overflow="fold", ratio=ratio)
    for row in rows[:SHOWN_ROWS]:
        fixed = row["fixed_version"] or "-"
        if row["check_backport"]:
            fixed += f"\n({_BACKPORT.render(language)})"
        table.add_row(
            _STATUS_WORDS[row["status"]].render(language),
            RichText(f"{row['name']} {row['version'] or ''}".strip()),
            RichText(row["vulnerability_id"]),
            RichText(fixed),
            RichText(_why(row).render(language)),
        )
    console.print(table)
    _say_more(console, len(rows) - SHOWN_ROWS, language)


def _why(row: dict[str, Any]) -> Text:
    """Return what was matched on; for what cannot be judged, the reason's code."""
    if row["reason"] is not None:
        return Text(ja=row["reason"], en=row["reason"])
    return _ROLE_WORDS[row["basis"].rpartition("_")[0]]


def _open(console: Console, rows: list[dict[str, Any]], language: Language) -> None:
    """Say what could not be judged, by reason: first how many, then what to do."""
    by_reason: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        by_reason.setdefault(row["reason"], []).append(row)
    for _, same in sorted(by_reason.items()):
        names = _listed([f"{row['name']} {row['version'] or ''}".strip() for row in same])
        head = Text(
            ja=f"判定不能 {len(same)} 件: {same[0]['why']}（{names}）",
            en=f"Not assessable, {len(same)}: {same[0]['why']} ({names})",
        )
        console.print(RichText(head.render(language)))
        if same[0]["remedy"]:
            console.print(RichText(f"  → {same[0]['remedy']}"))


def _quarantine(console: Console, rows: list[dict[str, Any]], language: Language) -> None:
    for row in rows[:SHOWN_ROWS]:
        head = Text(
            ja=f"隔離 {row['origin']}: {row['why']}。{row['remedy']}",
            en=f"Quarantined {row['origin']}: {row['why']}. {row['remedy']}",
        )
        console.print(RichText(head.render(language)))
    _say_more(console, len(rows) - SHOWN_ROWS, language)


def _say_more(console: Console, count: int, language: Language) -> None:
    if count > 0:
        console.print(RichText(_MORE.fill(count=count).render(language)))


def _listed(names: Iterable[str]) -> str:
    distinct = list(dict.fromkeys(names))
    shown = ", ".join(distinct[:_SHOWN_NAMES])
    return (
        shown if len(distinct) <= _SHOWN_NAMES else f"{shown}, ... +{len(distinct) - _SHOWN_NAMES}"
    )
