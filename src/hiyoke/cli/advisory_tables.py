"""Imports and their progress, and a store's status, on a terminal of 100 columns.

What is not here: the JSON forms, which belong to the workflows.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from hiyoke.languages import Language, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hiyoke.advisories import ReadCounts
    from hiyoke.workflows.advisories.advisory_status import AdvisoryStatus, FormatStatus
    from hiyoke.workflows.advisories.import_report import ImportReport

WIDTH: Final = 100

#: Files listed one by one; more are summed by format.
SHOWN_FILES: Final = 20

_MEGABYTE = 1_000_000

_NUMBERS: Final = (
    Text(ja="読込", en="Records"),
    Text(ja="使用", en="Used"),
    Text(ja="取り下げ", en="Withdrawn"),
    Text(ja="隔離", en="Quarantined"),
)
_SEEN_BEFORE = Text(ja="取り込み済み", en="imported before")


@contextmanager
def reading_progress(language: Language) -> Iterator[Callable[[int, int, int], None]]:
    """Show a bar with rate and remaining time on standard error, when that is a terminal."""
    console = Console(file=sys.stderr)
    if not console.is_terminal:
        yield lambda done, total, read: None  # noqa: ARG005 - nobody watches.
        return
    label = Text(ja="読み取り中", en="Reading").render(language)
    merging = Text(ja="統合中", en="Merging").render(language)
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        console=console,
        transient=True,
    ) as progress:
        task = progress.add_task(label, total=None, rate="")

        def on_progress(done: int, total: int, read: int) -> None:
            elapsed = progress.tasks[0].elapsed or 0
            rate = f"{read / elapsed / _MEGABYTE:.0f} MB/s" if elapsed else ""
            words = merging if done == total else label
            progress.update(task, completed=done, total=total, rate=rate, description=words)

        yield on_progress


def show_import(report: ImportReport, language: Language) -> None:
    """Write what an import did to standard output."""
    console = Console(file=sys.stdout, width=WIDTH, highlight=False, emoji=False)
    table = _table(
        (Text(ja="情報源", en="Source"), Text(ja="形式", en="Format")), (*_NUMBERS,), language
    )
    if len(report.outcomes) <= SHOWN_FILES:
        for outcome in report.outcomes:
            if outcome.counts is None:
                seen = f"({_SEEN_BEFORE.render(language)})"
                table.add_row(_tail(outcome.name), outcome.format, seen, "", "", "")
            else:
                table.add_row(_tail(outcome.name), outcome.format, *_numbers(outcome.counts))
    else:
        for name, count, counts in _by_format(report):
            files = Text(ja=f"{count:,} ファイル", en=f"{count:,} files").render(language)
            table.add_row(files, name, *_numbers(counts))
    total = report.totals
    table.add_section()
    table.add_row(Text(ja="合計", en="Total").render(language), "", *_numbers(total))
    console.print(table)
    _print_reasons(console, dict(total.reasons.most_common()), language)
    if report.skipped_count:
        _say(
            console,
            Text(
                ja=f"取り込み済みのため読まなかったファイル: {report.skipped_count:,}",
                en=f"Files not read because their content was imported before: "
                f"{report.skipped_count:,}",
            ),
            language,
        )
    _say(console, _outcome(report), language)


def _outcome(report: ImportReport) -> Text:
    if not report.is_changed:
        return Text(
            ja=f"新しい内容はなく、保管先は変わっていません（世代 {report.generation}）。",
            en=f"Nothing was new; the store is unchanged (generation {report.generation}).",
        )
    packages = report.changed_package_count
    return Text(
        ja=f"保管先は世代 {report.generation} になりました。"
        f"結果が変わり得るパッケージ: {packages:,}",
        en=f"The store is now at generation {report.generation}. "
        f"Packages whose findings may differ: {packages:,}",
    )


def show_status(found: AdvisoryStatus, language: Language) -> None:
    """Write a store's status to standard output."""
    console = Console(file=sys.stdout, width=WIDTH, highlight=False, emoji=False)
    heading = Text(
        ja=f"{found.store.folder}（世代 {found.store.generation}、基準日 {found.as_of}）",
        en=f"{found.store.folder} (generation {found.store.generation}, as of {found.as_of})",
    )
    _say(console, heading, language)
    table = _table(
        (Text(ja="形式", en="Format"),),
        (
            Text(ja="ファイル", en="Files"),
            *_NUMBERS,
            Text(ja="最新", en="Newest"),
            Text(ja="日数", en="Days old"),
        ),
        language,
    )
    table.add_column(Text(ja="鮮度", en="Freshness").render(language))
    for one in found.formats:
        numbers = (one.record_count, one.used_count, one.withdrawn_count, one.quarantined_count)
        table.add_row(
            one.format,
            f"{one.file_count:,}",
            *(f"{number:,}" for number in numbers),
            "-" if one.newest_at is None else one.newest_at.date().isoformat(),
            "-" if one.age_days is None else f"{one.age_days:,}",
            _freshness(one).render(language),
        )
    console.print(table)
    _print_reasons(console, found.quarantine, language)


def _freshness(one: FormatStatus) -> Text:
    if one.limit_days is None:
        return Text(ja="-", en="-")
    if one.age_days is None:
        return Text(ja="日付不明", en="unknown date")
    if one.is_stale:
        return Text(ja=f"古い（{one.limit_days} 日超）", en=f"stale (over {one.limit_days} days)")
    return Text(ja="良", en="fresh")


def _by_format(report: ImportReport) -> list[tuple[str, int, ReadCounts]]:
    from hiyoke.advisories import ReadCounts
    from hiyoke.workflows.advisories.import_report import add_counts

    files: dict[str, int] = defaultdict(int)
    counts: dict[str, ReadCounts] = defaultdict(ReadCounts)
    for outcome in report.outcomes:
        files[outcome.format] += 1
        if outcome.counts is not None:
            add_counts(counts[outcome.format], outcome.counts)
    return [(name, files[name], counts[name]) for name in sorted(files)]


def _table(words: tuple[Text, ...], numbers: tuple[Text, ...], language: Language) -> Any:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for word in words:
        table.add_column(word.render(language), overflow="fold")
    for number in numbers:
        table.add_column(number.render(language), justify="right")
    return table


def _numbers(counts: ReadCounts) -> tuple[str, ...]:
    numbers = (counts.records, counts.used, counts.withdrawn, counts.quarantined)
    return tuple(f"{number:,}" for number in numbers)


def _print_reasons(console: Console, reasons: dict[str, int], language: Language) -> None:
    if not reasons:
        return
    heading = Text(
        ja="隔離の理由（レコード全体、または一部）",
        en="Quarantine by reason (whole records, or parts of records)",
    )
    _say(console, heading, language)
    for reason, count in reasons.items():
        console.print(f"  {reason:<32}{count:>10,}", markup=False)


def _say(console: Console, words: Text, language: Language) -> None:
    console.print(words.render(language), markup=False, soft_wrap=True)


def _tail(name: str, width: int = 44) -> str:
    return name if len(name) <= width else "…" + name[-(width - 1) :]
