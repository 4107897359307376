"""A plan on the screen: in short, what misses its deadline, what comes first.

What is not here: the whole plan, which is in the files.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.table import Table

from hiyoke.languages import Language, Text
from hiyoke.reports.labels import LABELS
from hiyoke.reports.plan.page import summary_of
from hiyoke.reports.plan.words import (
    MOVE_WORDS,
    OPTION_WORDS,
    PLAN_LABELS,
    due_words,
    moment_words,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from hiyoke.planning import Plan
    from hiyoke.planning.replan import Move
    from hiyoke.reports.plan.rows import PlanReport

#: Widest output.
WIDTH: Final = 100
#: Rows shown of each table; the files have all.
SHOWN: Final = 12
UNKNOWNS_SHOWN: Final = 3


def show_plan(report: PlanReport, files: Sequence[Path], language: Language) -> None:
    """Print a plan in short, then where its files are."""
    console = _console()
    if report.facts.is_synthetic:
        console.print(LABELS["synthetic"].render(language), markup=False)
    heading = PLAN_LABELS["unknown_heading"].render(language)
    for words in report.unknowns[:UNKNOWNS_SHOWN]:
        console.print(f"{heading}: {words.render(language)}", markup=False)
    _say_rest(console, len(report.unknowns) - UNKNOWNS_SHOWN, language)
    for sentence in summary_of(report, language):
        console.print(sentence, markup=False)
    if report.misses:
        table = _table(language, "misses_heading", ("job", "due", "done", "constraint"))
        for miss in report.misses[:SHOWN]:
            done = moment_words(miss.done_at, language)
            if miss.done_at is None:
                done = PLAN_LABELS["not_planned"].render(language)
            table.add_row(
                miss.name.render(language),
                due_words(miss.due_at, language),
                done,
                miss.why.render(language),
            )
        console.print(table)
        _say_rest(console, len(report.misses) - SHOWN, language)
    table = _table(language, "tasks_heading", ("when", "job", "way", "who"))
    for task in report.tasks[:SHOWN]:
        table.add_row(
            moment_words(task.starts_at or task.control_at, language),
            task.name.render(language),
            OPTION_WORDS[task.option].render(language),
            ", ".join(report.crew_names[c].render(language) for c in task.crew_ids),
        )
    console.print(table)
    _say_rest(console, len(report.tasks) - SHOWN, language)
    where = Text(ja="計画: {page}\n作業一覧: {book}", en="Plan: {page}\nWork list: {book}")
    by_name = {p.name: p for p in files}
    page = by_name[f"plan.{language.value}.html"]
    book = by_name[f"worklist.{language.value}.xlsx"]
    console.print(where.fill(page=page, book=book).render(language), markup=False, soft_wrap=True)


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
    console.print(filled.render(language), markup=False)
    if not moves:
        console.print(PLAN_LABELS["no_moves"].render(language), markup=False)
        return
    table = _table(language, "moves_heading", ("move", "job", "was", "is"))
    for move in moves:
        table.add_row(
            MOVE_WORDS[move.kind].render(language),
            names[move.job_id].render(language),
            moment_words(move.was_at, language),
            moment_words(move.is_at, language),
        )
    console.print(table)


def _say_rest(console: Console, count: int, language: Language) -> None:
    if count > 0:
        rest = Text(ja="ほか {count} 件は HTML にあります。", en="{count} more in the HTML page.")
        console.print(rest.fill(count=count).render(language), markup=False)


def _console() -> Console:
    return Console(file=sys.stdout, width=WIDTH, highlight=False)


def _table(language: Language, title: str, columns: tuple[str, ...]) -> Table:
    table = Table(title=PLAN_LABELS[title].render(language), title_justify="left")
    for name in columns:
        table.add_column(PLAN_LABELS[name].render(language), overflow="fold")
    return table
