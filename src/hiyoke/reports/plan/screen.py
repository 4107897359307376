"""A plan on the screen: in short, what misses its deadline, what comes first.

What is not here: the whole plan, which is in the files.
"""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING, Final

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from hiyoke.languages import Language, Text
from hiyoke.reports.labels import LABELS
from hiyoke.reports.line_breaking import break_lines
from hiyoke.reports.plan.page import summary_of
from hiyoke.reports.plan.words import (
    MOVE_WORDS,
    OPTION_WORDS,
    PLAN_LABELS,
    due_words,
    moment_words,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from hiyoke.planning import Plan
    from hiyoke.planning.replan import Move
    from hiyoke.reports.plan.rows import MissRow, PlanReport

#: Widest output, and the narrowest that is still made for.
WIDTH: Final = 100
LEAST_WIDTH: Final = 80
#: Columns that a table spends beside each cell.
_PADDING: Final = 3
#: Label and width of the columns of each table; None shares what is left.
_MISS_COLUMNS: Final = (("job", None), ("due", 16), ("done", 16), ("constraint", None))
_TASK_COLUMNS: Final = (("when", 16), ("job", None), ("way", 13), ("who", 20))
_MOVE_COLUMNS: Final = (("move", 10), ("job", None), ("was", 16), ("is", 16))
#: Rows shown of each table; the files have all.
SHOWN: Final = 12
UNKNOWNS_SHOWN: Final = 3


def show_plan(report: PlanReport, files: Sequence[Path], language: Language) -> None:
    """Print a plan in short, then where its files are."""
    console = _console()
    say = _speaker(console)
    if report.facts.is_synthetic:
        say(LABELS["synthetic"].render(language))
    heading = PLAN_LABELS["unknown_heading"].render(language)
    for words in report.unknowns[:UNKNOWNS_SHOWN]:
        say(f"{heading}: {words.render(language)}")
    _say_rest(console, len(report.unknowns) - UNKNOWNS_SHOWN, language)
    for sentence in summary_of(report, language):
        say(sentence)
    if report.misses:
        table = _Table(console, language, "misses_heading", _MISS_COLUMNS)
        for miss in report.misses[:SHOWN]:
            done = moment_words(miss.done_at, language)
            if miss.done_at is None:
                done = PLAN_LABELS["not_planned"].render(language)
            why = miss.why.render(language) + _best_relief(miss, language)
            table.add(miss.name.render(language), due_words(miss.due_at, language), done, why)
        table.show()
        _say_rest(console, len(report.misses) - SHOWN, language)
    _show_decisions(console, report, language)
    table = _Table(console, language, "tasks_heading", _TASK_COLUMNS)
    for task in report.tasks[:SHOWN]:
        table.add(
            moment_words(task.starts_at or task.control_at, language),
            task.name.render(language),
            OPTION_WORDS[task.option].render(language),
            ", ".join(report.crew_names[c].render(language) for c in task.crew_ids),
        )
    if report.tasks:
        table.show()
    _say_rest(console, len(report.tasks) - SHOWN, language)
    where = Text(ja="計画: {page}\n作業一覧: {book}", en="Plan: {page}\nWork list: {book}")
    by_name = {p.name: p for p in files}
    page = by_name[f"plan.{language.value}.html"]
    book = by_name[f"worklist.{language.value}.xlsx"]
    console.print(where.fill(page=page, book=book).render(language), soft_wrap=True)


def show_comparison(
    old: Plan,
    new: Plan,
    moves: Sequence[Move],
    names: Mapping[str, Text],
    language: Language,
) -> None:
    """Print what stands otherwise in a second plan."""
    console = _console()
    loss = Text(
        ja="期待損失: {old:,.0f} → {new:,.0f}（差 {difference:+,.0f}）",
        en="Expected loss: {old:,.0f} -> {new:,.0f} ({difference:+,.0f})",
    )
    difference = new.total_loss - old.total_loss
    filled = loss.fill(old=old.total_loss, new=new.total_loss, difference=difference)
    console.print(filled.render(language))
    if not moves:
        console.print(PLAN_LABELS["no_moves"].render(language))
        return
    table = _Table(console, language, "moves_heading", _MOVE_COLUMNS)
    for move in moves:
        table.add(
            MOVE_WORDS[move.kind].render(language),
            names[move.job_id].render(language),
            moment_words(move.was_at, language),
            moment_words(move.is_at, language),
        )
    table.show()


def _say_rest(console: Console, count: int, language: Language) -> None:
    if count > 0:
        rest = Text(ja="ほか {count} 件は HTML にあります。", en="{count} more in the HTML page.")
        console.print(rest.fill(count=count).render(language))


def _best_relief(miss: MissRow, language: Language) -> str:
    """Return what would help most on a line of its own; nothing when nothing would."""
    if not miss.reliefs:
        return ""
    best = miss.reliefs[0]
    when = moment_words(best.done_at, language)
    if best.is_in_time:
        when = PLAN_LABELS["in_time"].render(language)
    return f"\n→ {best.words.render(language)}: {when}"


def _show_decisions(console: Console, report: PlanReport, language: Language) -> None:
    """Say how many decisions wait, and how many of them because an acceptance ends."""
    asked = [row for row in report.acceptances if row.asked_until is not None]
    ending = sum(row.state == "runs_out" for row in asked)
    if not asked:
        return
    words = Text(
        ja="残すかどうかの決裁が必要なもの: {n} 件（うち受容が期間中に切れるもの {ending} 件）。",
        en="Decisions to be made on what stays open: {n} ({ending} of them acceptances that run "
        "out within the plan).",
    )
    _speaker(console)(words.fill(n=len(asked), ending=ending).render(language))


def _console() -> Console:
    columns = shutil.get_terminal_size((WIDTH, 24)).columns
    width = max(LEAST_WIDTH, min(WIDTH, columns))
    return Console(file=sys.stdout, width=width, highlight=False, markup=False, emoji=False)


def _speaker(console: Console) -> Callable[[str], None]:
    """Return what prints a sentence, broken as Japanese may be broken."""

    def say(sentence: str) -> None:
        console.print("\n".join(break_lines(sentence, console.width)), no_wrap=True)

    return say


class _Table:
    """A table whose cells are broken between Japanese characters, not within words.

    Args:
        console: Where it is shown.
        language: The language of its headings.
        title: Label of the table.
        columns: Label of each column, and its width; None shares what is left.
    """

    def __init__(
        self,
        console: Console,
        language: Language,
        title: str,
        columns: Sequence[tuple[str, int | None]],
    ) -> None:
        self.console = console
        fixed = sum(width or 0 for _, width in columns)
        free = sum(width is None for _, width in columns)
        room = console.width - fixed - _PADDING * len(columns) - 1
        self.widths = [room // free if width is None else width for _, width in columns]
        self.table = Table(
            title=PLAN_LABELS[title].render(language),
            title_justify="left",
            box=SIMPLE_HEAD,
            pad_edge=False,
        )
        for (name, _), width in zip(columns, self.widths, strict=True):
            self.table.add_column(PLAN_LABELS[name].render(language), width=width, no_wrap=True)

    def add(self, *cells: str) -> None:
        """Add a row."""
        broken = [
            "\n".join(line for part in cell.split("\n") for line in break_lines(part, width))
            for cell, width in zip(cells, self.widths, strict=True)
        ]
        self.table.add_row(*broken)

    def show(self) -> None:
        """Print it."""
        self.console.print(self.table)
