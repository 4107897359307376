"""``hiyoke estate``: check an estate's files, or start a new estate.

What is not here: the rules (`hiyoke.estate`) and the work (`hiyoke.workflows`).
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from hiyoke.cli.as_of import day_of
from hiyoke.cli.help_text import chosen_language, help_text
from hiyoke.cli.output_format import OutputFormat
from hiyoke.cli.shared_options import TableOrJson, print_json
from hiyoke.languages import Text

FAULTS_FOUND = 2
_STALE_AFTER_DAYS = 90


app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    help=help_text(
        ja="資産一覧（サービス、システム、通信経路、ベンダー、SBOM）を点検し、ひな形を作ります。",
        en="Check an estate (services, systems, links, vendors, SBOMs), or start one.",
    ),
)


@app.command(
    short_help=help_text(
        ja="資産一覧の不備とデータの質をすべて一度に示します",
        en="List every fault at once, then the data quality",
    ),
    help=help_text(
        ja="資産一覧の不備をすべて一度に示し、続けてデータの質を示します。"
        "不備があれば終了コード 2、なければ 0 です（注意やデータの質では変わりません）。",
        en="List every fault at once, then the data quality. Exits with 2 when there are faults, "
        "else 0; reminders and data quality do not count.",
    ),
)
def check(
    path: Annotated[
        Path,
        typer.Argument(
            metavar="PATH",
            help=help_text(
                ja="資産一覧のフォルダー、または Excel ブック",
                en="Folder of the estate, or an Excel workbook.",
            ),
        ),
    ],
    output_format: TableOrJson = OutputFormat.TABLE,
    as_of: Annotated[
        str | None,
        typer.Option(
            metavar="YYYY-MM-DD",
            help=help_text(
                ja="SBOM の古さを数える基準日（既定は今日）",
                en="Date that the age of SBOMs is counted to; today by default.",
            ),
        ),
    ] = None,
    stale_after_days: Annotated[
        int,
        typer.Option(
            min=0,
            help=help_text(
                ja="これより古い SBOM を古いとみなす日数",
                en="Age in days past which an SBOM counts as stale.",
            ),
        ),
    ] = _STALE_AFTER_DAYS,
) -> None:
    """List every fault of an estate, then its data quality."""
    from hiyoke.cli.estate_tables import show_check
    from hiyoke.workflows.check_estate import check_as_json, check_estate

    language = chosen_language()
    result = check_estate(path, as_of=day_of(as_of), stale_after_days=stale_after_days)
    if output_format is OutputFormat.JSON:
        print_json(check_as_json(result, language))
    else:
        show_check(result, language)
    if not result.is_sound:
        raise typer.Exit(FAULTS_FOUND)


@app.command(
    help=help_text(
        ja="新しい資産一覧のひな形（説明付きの YAML・CSV と Excel ブック）を作ります。"
        "既存のファイルは上書きしません。",
        en="Write a commented starter and an Excel template. Existing files are never overwritten.",
    )
)
def init(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="DIR", help=help_text(ja="作るフォルダー", en="Folder to write into.")
        ),
    ],
) -> None:
    """Write the starter of a new estate."""
    from hiyoke.workflows.start_estate import start_estate

    language = chosen_language()
    written = start_estate(folder, language=language)
    done = Text(
        ja=f"{folder} に {len(written)} 個のファイルを作りました。内容を書き換えたら "
        f"`hiyoke estate check {folder}` で点検してください。",
        en=f"Wrote {len(written)} files into {folder}. Replace their content, then run "
        f"`hiyoke estate check {folder}`.",
    )
    sys.stderr.write(f"{done.render(language)}\n")
    sys.stdout.write("".join(f"{name}\n" for name in written))
