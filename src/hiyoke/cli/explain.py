"""``hiyoke explain``: why a finding, a deadline, a rank or a state came out as it did.

What is not here: the sentences (`hiyoke.workflows.explanation.explain`).
"""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from hiyoke.cli.help_text import chosen_language, help_text
from hiyoke.cli.shared_options import print_json
from hiyoke.errors import UsageError
from hiyoke.languages import Text

if TYPE_CHECKING:
    from hiyoke.languages import Language
    from hiyoke.workflows.explanation.explanation import Explanation, Section

#: Names the folder of the run when `--run` is not given.
RUN_VARIABLE = "HIYOKE_RUN"
#: Where `hiyoke demo` and the examples write to.
DEFAULT_RUN = "hiyoke-out"
#: Widest line, in half-width characters.
WIDTH = 100
#: Rows of one table that are shown unless all are asked for; a screen holds a few such tables.
_FEW: Final = 5
_ALL: Final = sys.maxsize
_MORE: Final = Text(ja="ほか {count} 行（--rows で表示）", en="{count} more (--rows shows them)")


class OutputFormat(StrEnum):
    """How the explanation is shown."""

    TEXT = "text"
    JSON = "json"


app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(
    help=help_text(
        ja="脆弱性、purl、システム、サービス、更新（B-…）、計画の作業、停止の選択肢について、"
        "なぜその結果になったかを、使った行とともに文章で説明します。",
        en="Say in words why a vulnerability, purl, system, service, update (B-...), job of a plan "
        "or way to stop came out as it did, with the rows that were used.",
    )
)
def explain(
    subject: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help=help_text(
                ja="CVE などの番号、purl、システム、サービス、更新、作業、停止の選択肢の識別子",
                en="CVE or advisory, purl, system, service, update, job or way to stop.",
            ),
        ),
    ],
    run: Annotated[
        Path | None,
        typer.Option(
            "--run",
            metavar="DIR",
            help=help_text(
                ja="assess、plan、suspend の出力先（既定は HIYOKE_RUN、なければ ./hiyoke-out）",
                en="Folder that assess, plan or suspend wrote (default: HIYOKE_RUN, else "
                "./hiyoke-out).",
            ),
        ),
    ] = None,
    *,
    with_rows: Annotated[
        bool | None,
        typer.Option(
            "--rows/--no-rows",
            help=help_text(
                ja="使った行をすべて表示する、または表示しない（既定は表ごとに最初の 5 行）",
                en="Show every row that was used, or none (default: the first five of a table).",
            ),
        ),
    ] = None,
    output_format: Annotated[
        OutputFormat,
        typer.Option("--format", help=help_text(ja="表示の形式", en="How to show the result.")),
    ] = OutputFormat.TEXT,
) -> None:
    """Explain one subject of a run."""
    from hiyoke.workflows.explanation.explain import explain as explain_subject

    language = chosen_language()
    explanation = explain_subject(subject, _run_folder(run))
    if output_format is OutputFormat.JSON:
        print_json(explanation.as_json(language))
    else:
        _show(explanation, language, most_rows=_FEW if with_rows is None else with_rows * _ALL)


def _run_folder(option: Path | None) -> Path:
    """Return the run's folder: option, then environment, then the default.

    Raises:
        UsageError: None was named and the default does not exist.
    """
    if option is not None:
        return option
    named = os.environ.get(RUN_VARIABLE)
    folder = Path(named or DEFAULT_RUN)
    if named is None and not folder.exists():
        raise UsageError(
            Text(
                ja="説明する評価の出力先を期待しましたが、指定がありません",
                en="expected the folder of a run, found none named",
            ),
            where="--run",
            remedy=Text(
                ja="--run に hiyoke assess の --out と同じフォルダーを指定してください。",
                en="Pass --run with the folder that was given to --out.",
            ),
        )
    return folder


def _show(explanation: Explanation, language: Language, *, most_rows: int) -> None:
    from rich.console import Console

    from hiyoke.reports.labels import LABELS

    console = Console(width=WIDTH, highlight=False, markup=False, emoji=False, soft_wrap=True)
    if explanation.is_synthetic:
        console.print(LABELS["synthetic"].render(language), style="bold")
    console.print(explanation.title.render(language), style="bold")
    for section in explanation.sections:
        console.print()
        console.print(section.title.render(language), style="bold")
        for sentence in section.sentences:
            _print_item(console, "- ", sentence.render(language))
        _print_rows(console, section, language, most_rows=most_rows)


def _print_rows(console: Any, section: Section, language: Language, *, most_rows: int) -> None:
    title = Text(ja="使った行", en="Rows used").render(language)
    for table, rows in section.rows.items():
        if not rows or not most_rows:
            continue
        _print_item(console, "", f"{title}: {table}", style="dim")
        for row in rows[:most_rows]:
            cells = ", ".join(f"{k}={_plain(v)}" for k, v in row.items() if v not in (None, []))
            _print_item(console, "  ", cells, style="dim")
        if len(rows) > most_rows:
            more = _MORE.fill(count=len(rows) - most_rows).render(language)
            _print_item(console, "  ", more, style="dim")


def _print_item(console: Any, mark: str, text: str, *, style: str | None = None) -> None:
    from hiyoke.reports.line_breaking import break_lines

    indent = "  " + mark
    for place, line in enumerate(break_lines(text, WIDTH - len(indent) - 1)):
        console.print((indent if place == 0 else " " * len(indent)) + line, style=style)


def _plain(value: Any) -> str:
    return "/".join(map(str, value)) if isinstance(value, list) else str(value)
