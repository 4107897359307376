"""``hiyoke stress``: what a wave of patches does to an institution, and what breaks first.

What is not here: the work (`hiyoke.workflows.planning.stress_wave`) and the words of the report
(`hiyoke.reports`).
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from hiyoke.cli.as_of import day_of
from hiyoke.cli.help_text import chosen_language, help_text
from hiyoke.cli.output_format import OutputFormat
from hiyoke.cli.shared_options import AsOfDay, EstatePath, TableOrJson
from hiyoke.languages import Text

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(
    help=help_text(
        ja="修正の波（シナリオ）を資産の担当チーム・変更枠・ベンダーに流し、残件、期限切れの確率、"
        "最初の詰まり、耐えられる負荷、何を足せば効くかを試算します。"
        "日本語・英語の HTML と Excel、CSV、JSON を出力先に書きます。",
        en="Send a wave of patches through crews, windows and vendors: backlog, missed "
        "deadlines, the first bottleneck, the load it bears and what would help. Writes HTML and "
        "Excel in Japanese and English, CSV and JSON.",
    )
)
def stress(  # noqa: PLR0913 - one parameter for each option of the command.
    estate: EstatePath,
    *,
    scenario: Annotated[
        str,
        typer.Option(
            "--scenario",
            metavar="NAME|FILE",
            help=help_text(
                ja="シナリオ: ai-burst、all-vendors、year-end、shared-component、vendor-outage、"
                "または JSON ファイル",
                en="Scenario: ai-burst, all-vendors, year-end, shared-component, vendor-outage, or "
                "a JSON file.",
            ),
        ),
    ],
    out: Annotated[
        Path,
        typer.Option(
            "--out",
            metavar="DIR",
            help=help_text(ja="結果を書くフォルダー", en="Folder for the results."),
        ),
    ],
    runs: Annotated[
        int, typer.Option("--runs", help=help_text(ja="試行の回数", en="How many runs."))
    ] = 1_000,
    weeks: Annotated[
        int, typer.Option("--weeks", help=help_text(ja="期間（週）", en="Length in weeks."))
    ] = 26,
    seed: Annotated[
        int,
        typer.Option(
            "--seed",
            help=help_text(
                ja="乱数のシード（同じなら同じ結果）",
                en="Seed of the draws; equal seeds, equal results.",
            ),
        ),
    ] = 1,
    advisories: Annotated[
        Path | None,
        typer.Option(
            "--advisories",
            metavar="STORE",
            help=help_text(
                ja="取り込み済みアドバイザリ。指定すると、いま開いている更新を開始時の残件とします",
                en="Imported advisories; when given, updates open now are the work at the start.",
            ),
        ),
    ] = None,
    as_of: AsOfDay = None,
    output_format: TableOrJson = OutputFormat.TABLE,
) -> None:
    """Put an estate under a wave."""
    from hiyoke.reports.stress.files import render_stress_json
    from hiyoke.reports.stress.screen import print_stress
    from hiyoke.workflows.planning.stress_wave import stress as run_stress

    language = chosen_language()
    run = run_stress(
        estate,
        scenario,
        out,
        as_of=day_of(as_of),
        runs=runs,
        weeks=weeks,
        seed=seed,
        advisories=advisories,
    )
    if output_format is OutputFormat.JSON:
        sys.stdout.write(render_stress_json(run.report).decode("utf-8"))
        return
    print_stress(run.report, language, sys.stdout)
    where = Text(ja="報告書: {path}", en="Report: {path}")
    page = run.out / f"stress.{language.value}.html"
    print(where.fill(path=page).render(language))  # noqa: T201 - the product of this command.
