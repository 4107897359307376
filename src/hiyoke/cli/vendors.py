"""``hiyoke vendors``: gaps in maintenance contracts, and questionnaires that ask about them.

What is not here: the work (`hiyoke.workflows.planning.check_contracts`) and the words
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
from hiyoke.cli.shared_options import AsOfDay, EstatePath, TableOrJson, print_json
from hiyoke.languages import Text

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help=help_text(
        ja="保守契約の不足を示し、ベンダーへの質問状を作ります",
        en="Find gaps in maintenance contracts; write to vendors.",
    ),
)

_Out = Annotated[
    Path,
    typer.Option(
        "--out",
        metavar="DIR",
        help=help_text(ja="結果を書くフォルダー", en="Folder for the results."),
    ),
]


@app.command(
    short_help=help_text(
        ja="保守契約の不足を、損失の大きい順に並べます",
        en="Rank gaps in maintenance contracts by the loss they block",
    ),
    help=help_text(
        ja="ベンダーごとに保守契約の項目（パッチ適用の範囲、夜間・休日、目標時間、同時要請時の順序、"
        "再委託、適用状況の報告）を優先サービスのシステムと照らし、不足を損失の大きい順に並べます。"
        "不明も不足として数えます。",
        en="Hold each vendor's clauses (patching in scope, nights, holidays, targets, simultaneous "
        "demand, sub-contractors, reports of patch status) against the systems of priority "
        "services, and rank the gaps by the loss they block. What is unknown is a gap.",
    ),
)
def gaps(
    estate: EstatePath,
    *,
    out: _Out,
    as_of: AsOfDay = None,
    output_format: TableOrJson = OutputFormat.TABLE,
) -> None:
    """List contract gaps."""
    from hiyoke.reports.contracts.report import print_contracts, render_contracts_json
    from hiyoke.workflows.planning.check_contracts import write_gaps

    language = chosen_language()
    run = write_gaps(estate, out, as_of=day_of(as_of))
    if output_format is OutputFormat.JSON:
        sys.stdout.write(render_contracts_json(run.report).decode("utf-8"))
        return
    print_contracts(run.report, language, sys.stdout)
    where = Text(ja="一覧: {path}", en="Workbook: {path}")
    path = run.out / f"contracts.{language.value}.xlsx"
    print(where.fill(path=path).render(language))  # noqa: T201 - the product of this command.


@app.command(
    short_help=help_text(
        ja="ベンダーごとの質問状を日本語と英語で作ります",
        en="Write a questionnaire to each vendor, in both languages",
    ),
    help=help_text(
        ja="ベンダーごとの質問状（依頼状と回答欄のある Excel、メール用の文面）を日本語と英語で"
        "作ります。"
        "弱点や損失、他社のことは載せません。",
        en="Write a questionnaire to each vendor in Japanese and English: a workbook with a "
        "letter and answer cells, and text for mail. It names no weakness, loss or other vendor.",
    ),
)
def questionnaire(
    estate: EstatePath,
    *,
    out: _Out,
    vendor: Annotated[
        str | None,
        typer.Option(
            "--vendor",
            metavar="ID",
            help=help_text(ja="一社だけに作る場合の ID", en="Only for this vendor."),
        ),
    ] = None,
    as_of: AsOfDay = None,
    output_format: TableOrJson = OutputFormat.TABLE,
) -> None:
    """Write questionnaires."""
    from hiyoke.workflows.planning.check_contracts import write_questionnaires

    run = write_questionnaires(estate, out, as_of=day_of(as_of), vendor=vendor)
    files = [str(path) for path in run.files]
    if output_format is OutputFormat.JSON:
        print_json({"schema": "hiyoke/questionnaires/1", "files": files})
        return
    for path in files:
        print(path)  # noqa: T201 - the product of this command.
