"""``hiyoke advisories``: bring advisories into a store, and see how fresh it is.

What is not here: reading and keeping (`hiyoke.workflows`).
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hiyoke.cli.as_of import day_of
from hiyoke.cli.help_text import chosen_language, help_text
from hiyoke.cli.output_format import OutputFormat
from hiyoke.cli.shared_options import TableOrJson, print_json
from hiyoke.languages import Text

if TYPE_CHECKING:
    from hiyoke.languages import Language

#: Exit code when no file at all could be read.
NOTHING_READ = 2

IMPORT_SCHEMA = "hiyoke/advisory-import/1"


app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    help=help_text(
        ja="アドバイザリを保管先に取り込み、鮮度を確かめます（ネットワークは使いません）。",
        en="Import advisories into a store and see how fresh it is. No network is used.",
    ),
)


@app.command(
    name="import",
    short_help=help_text(
        ja="アドバイザリや KEV などのファイルを保管先に取り込みます",
        en="Import advisories, KEV, EPSS and more into a store",
    ),
    help=help_text(
        ja="OSV、CVE 5、CSAF、NVD、KEV、EPSS、endoflife のファイルやフォルダーを取り込みます。"
        "形式は名前ではなく中身で見分け、zip・gz・zst も読みます。同じ内容は二度取り込みません。"
        "使えないレコードは隔離して件数と理由を示します（それだけなら終了コードは 0）。"
        "読めるファイルが一つもなければ 2 で終わります。",
        en="Import files or folders of OSV, CVE 5, CSAF, NVD, KEV, EPSS and endoflife data, plain "
        "or in zip, gz or zst; formats are told by content. The same content is never imported "
        "twice. Records that cannot be used are put in quarantine, counted by reason (exit code "
        "0); exits with 2 when no file at all could be read.",
    ),
)
def import_(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="PATH...",
            help=help_text(ja="ファイルまたはフォルダー", en="Files or folders."),
        ),
    ],
    into: Annotated[
        Path,
        typer.Option(
            "--into",
            metavar="STORE",
            help=help_text(
                ja="保管先のフォルダー（なければ作ります）",
                en="The store's folder; made if missing.",
            ),
        ),
    ],
    wait: Annotated[
        float,
        typer.Option(
            "--wait",
            min=0,
            metavar="SECONDS",
            help=help_text(
                ja="別の取り込みが終わるのを待つ秒数",
                en="How long to wait for another import to end.",
            ),
        ),
    ] = 30.0,
    output_format: TableOrJson = OutputFormat.TABLE,
) -> None:
    """Import advisories into a store."""
    from hiyoke.cli.advisory_tables import reading_progress, show_import
    from hiyoke.workflows.advisories.import_advisories import import_advisories
    from hiyoke.workflows.matching.prepare_matching import prepare_matching

    language = chosen_language()
    with reading_progress(language) as on_progress:
        report = import_advisories(paths, into, wait_seconds=wait, on_progress=on_progress)
    if output_format is OutputFormat.JSON:
        print_json({"schema": IMPORT_SCHEMA, "store": str(into)} | report.as_json())
    else:
        show_import(report, language)
    if report.is_changed and not prepare_matching(into):
        _say_unprepared(language)
    if report.is_empty_handed:
        raise typer.Exit(NOTHING_READ)


@app.command(
    short_help=help_text(
        ja="保管先の情報源、件数、古さ、隔離を示します",
        en="Show a store's sources, counts, age and quarantine",
    ),
    help=help_text(
        ja="保管先にある情報源、件数、最も新しいレコードと古さ、隔離の理由を示します。",
        en="Show a store's sources, counts, newest records and their age, and its quarantine.",
    ),
)
def status(
    store: Annotated[
        Path,
        typer.Argument(
            metavar="STORE", help=help_text(ja="保管先のフォルダー", en="The store's folder.")
        ),
    ],
    as_of: Annotated[
        str | None,
        typer.Option(
            metavar="YYYY-MM-DD",
            help=help_text(
                ja="古さを数える基準日（既定は今日）",
                en="Day on which age is judged; today by default.",
            ),
        ),
    ] = None,
    stale_after: Annotated[
        int | None,
        typer.Option(
            "--stale-after",
            min=0,
            metavar="DAYS",
            help=help_text(
                ja="これを超えたら古いとする日数（既定は情報の種類ごとの目安）",
                en="Days after which data counts as stale; by default a limit for each kind.",
            ),
        ),
    ] = None,
    output_format: TableOrJson = OutputFormat.TABLE,
) -> None:
    """Show what a store knows and how old it is."""
    from hiyoke.cli.advisory_tables import show_status
    from hiyoke.workflows.advisories.advisory_status import read_advisory_status

    found = read_advisory_status(store, as_of=day_of(as_of), stale_after_days=stale_after)
    if output_format is OutputFormat.JSON:
        print_json(found.as_json())
    else:
        show_status(found, chosen_language())


def _say_unprepared(language: Language) -> None:
    said = Text(
        ja="取り込みは済みました。照合の準備はできなかったので、次の照合のときに行います。",
        en="The import is done. Matching could not be prepared; the next match does that.",
    )
    sys.stderr.write(f"{said.render(language)}\n")
