"""The result of an estate check on a terminal of 100 columns.

What is not here: the JSON form, which is the workflow's.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.table import Table
from rich.text import Text as RichText

from hiyoke.languages import Language, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hiyoke.estate import EstateFault, QualityGap
    from hiyoke.workflows.check_estate import EstateCheck

WIDTH: Final = 100
_SHOWN_NAMES: Final = 4
_ENTRY_COLUMNS: Final = (
    (Text(ja="期待と実際", en="Expected, found"), 5),
    (Text(ja="対処", en="What to do"), 4),
)
_UNITS: Final = {
    "institution": Text(ja="機関", en="institutions"),
    "services": Text(ja="サービス", en="services"),
    "systems": Text(ja="システム", en="systems"),
    "requirements": Text(ja="依存関係", en="requirements"),
    "impact_points": Text(ja="損失曲線の点", en="loss points"),
    "deadlines": Text(ja="締切", en="deadlines"),
    "links": Text(ja="通信経路", en="links"),
    "vendors": Text(ja="ベンダー", en="vendors"),
    "crews": Text(ja="担当チーム", en="crews"),
    "controls": Text(ja="対策", en="controls"),
    "accounts": Text(ja="特権 ID", en="accounts"),
}


def _unit(sheet: str) -> Text:
    """Return what the rows of a sheet are called; the sheet's own title where nothing else is."""
    from hiyoke.estate.sheets import SHEETS

    titles = {spec.name: spec.title for spec in SHEETS}
    return _UNITS.get(sheet, titles[sheet])


def show_check(check: EstateCheck, language: Language) -> None:
    """Write the check to standard output."""
    console = Console(file=sys.stdout, width=WIDTH, highlight=False, emoji=False)
    reading = check.reading
    counts = [
        f"{_unit(name).render(language)} {count}" for name, count in reading.row_counts.items()
    ]
    _line(console, Text(ja=f"資産一覧 {check.path}", en=f"Estate {check.path}"), language, "bold")
    separator = "、" if language is Language.JA else ", "
    console.print(RichText("  " + separator.join(counts)))
    if reading.estate is not None and reading.estate.institution.synthetic:
        _line(
            console,
            Text(ja="  架空のデータです。", en="  The estate is synthetic (made up)."),
            language,
        )
    if reading.ignored_rows:
        count = len(reading.ignored_rows)
        _line(
            console,
            Text(
                ja=f"  例や注記の行 {count} 件は読みませんでした。",
                en=f"  {count} rows marked as examples or notes were left out.",
            ),
            language,
        )
    _show_entries(console, _faults_title(len(reading.faults)), reading.faults, language)
    reminders = Text(
        ja=f"注意 {len(reading.reminders)} 件（このまま使えます）",
        en=f"Reminders: {len(reading.reminders)} (the estate can be used as it is)",
    )
    if reading.reminders:
        _show_entries(console, reminders, reading.reminders, language)
    if check.is_sound:
        _show_quality(console, check.gaps, language)
    for sbom in check.sboms:
        if sbom.why_unreadable is not None:
            console.print(RichText(f"  {sbom.file}: {sbom.why_unreadable.render(language)}"))


def _line(console: Console, text: Text, language: Language, style: str = "") -> None:
    console.print(RichText(text.render(language), style=style))


def _faults_title(count: int) -> Text:
    if count == 0:
        return Text(ja="不備 0 件", en="Faults: 0")
    return Text(
        ja=f"不備 {count} 件（直すまで使えません）",
        en=f"Faults: {count} (the estate cannot be used until they are corrected)",
    )


def _show_entries(
    console: Console, title: Text, entries: Sequence[EstateFault], language: Language
) -> None:
    console.print()
    _line(console, title, language, "bold")
    if not entries:
        return
    table = Table(width=WIDTH, show_lines=True)
    table.add_column(Text(ja="場所", en="Where").render(language), width=24, overflow="fold")
    for heading, ratio in _ENTRY_COLUMNS:
        table.add_column(heading.render(language), ratio=ratio, overflow="fold")
    for entry in entries:
        table.add_row(
            RichText(entry.place.render(language)),
            RichText(entry.what.render(language)),
            RichText(entry.remedy.render(language)),
        )
    console.print(table)


def _show_quality(console: Console, gaps: Sequence[QualityGap], language: Language) -> None:
    console.print()
    if not gaps:
        _line(
            console, Text(ja="データの質: 欠けはありません", en="Data quality: no gaps"), language
        )
        return
    _line(console, Text(ja="データの質", en="Data quality"), language, "bold")
    table = Table(width=WIDTH, show_lines=True)
    table.add_column(Text(ja="欠け", en="Gap").render(language), ratio=5, overflow="fold")
    table.add_column(Text(ja="件数", en="Count").render(language), justify="right", width=11)
    table.add_column(Text(ja="対象", en="Which").render(language), ratio=5, overflow="fold")
    table.add_column(
        Text(ja="評価への影響", en="What it costs").render(language), ratio=6, overflow="fold"
    )
    for gap in gaps:
        table.add_row(
            RichText(gap.title.render(language)),
            f"{gap.count}/{gap.total}",
            RichText(_names(gap.names, language)),
            RichText(gap.cost.render(language)),
        )
    console.print(table)


def _names(names: Sequence[str], language: Language) -> str:
    shown = ", ".join(names[:_SHOWN_NAMES])
    rest = len(names) - _SHOWN_NAMES
    if rest <= 0:
        return shown
    return shown + Text(ja=f" ほか {rest}", en=f" and {rest} more").render(language)
