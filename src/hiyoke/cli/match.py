"""``hiyoke match``: SBOMs against advisories, as a table or for machines.

What is not here: the work (`hiyoke.workflows.matching.match_sboms`) and the file formats
(`hiyoke.exchange`).
"""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hiyoke.cli.as_of import day_of
from hiyoke.cli.help_text import chosen_language, help_text

if TYPE_CHECKING:
    from hiyoke.languages import Language
    from hiyoke.workflows.matching.match_sboms import SbomMatch

CLEAR = 0
ACTION_ADVISED = 10
NOT_ASSESSABLE = 12


class OutputFormat(StrEnum):
    """How the result is written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    SARIF = "sarif"


app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(
    help=help_text(
        ja="SBOM（CycloneDX、SPDX、dpkg・rpm の一覧）の部品をアドバイザリと照合します。"
        "終了コード: 影響ありが一つでもあれば 10、なければ、判定できない部品があるとき 12、"
        "どちらもなければ 0。",
        en="Match the components of SBOMs (CycloneDX, SPDX, dpkg and rpm lists) against "
        "advisories. Exits with 10 when anything is affected; else with 12 when something could "
        "not be judged; else with 0.",
    )
)
def match(
    *,
    sbom: Annotated[
        list[Path],
        typer.Option(
            "--sbom",
            metavar="FILE",
            help=help_text(
                ja="SBOM のファイル、フォルダ、書庫。繰り返し指定できます",
                en="SBOM file, folder or archive; may be repeated.",
            ),
        ),
    ],
    advisories: Annotated[
        Path,
        typer.Option(
            "--advisories",
            metavar="STORE",
            help=help_text(
                ja="hiyoke advisories import で作った保管先",
                en="The store that `hiyoke advisories import` filled.",
            ),
        ),
    ],
    more: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[FILE]...",
            help=help_text(ja="追加の SBOM", en="Further SBOMs."),
        ),
    ] = None,
    output_format: Annotated[
        OutputFormat,
        typer.Option("--format", help=help_text(ja="出力の形式", en="Form of the output.")),
    ] = OutputFormat.TABLE,
    as_of: Annotated[
        str | None,
        typer.Option(
            metavar="YYYY-MM-DD",
            help=help_text(
                ja="この日（UTC）までに公表されたアドバイザリだけを使います",
                en="Use only advisories published up to this day (UTC).",
            ),
        ),
    ] = None,
    distro: Annotated[
        str | None,
        typer.Option(
            metavar="ID-VERSION",
            help=help_text(
                ja="SBOM に OS の記載がないときの OS と版（例: debian-12、almalinux-9）",
                en="Operating system of SBOMs that name none, such as debian-12 or almalinux-9.",
            ),
        ),
    ] = None,
    state: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help=help_text(
                ja="前回の結果を置くフォルダ。変わった分だけを照合し、結果は変わりません",
                en="Folder that keeps the last run, so that this one costs what changed; "
                "the result is the same.",
            ),
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help=help_text(
                ja="書き出すファイル（本人だけが読めます）。既定は標準出力",
                en="File to write, readable by you alone; standard output by default.",
            ),
        ),
    ] = None,
) -> None:
    """Match SBOMs against advisories."""
    from hiyoke.documents import write_private
    from hiyoke.workflows.matching.match_sboms import match_sboms

    language = chosen_language()
    result = match_sboms(
        [*sbom, *(more or ())],
        advisories,
        as_of=None if as_of is None else day_of(as_of),
        state_folder=state,
        distro=distro,
    )
    content = _written(result, output_format, language)
    if output is not None:
        write_private(output, content)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    if result.is_affected:
        raise typer.Exit(ACTION_ADVISED)
    if not result.is_assessable:
        raise typer.Exit(NOT_ASSESSABLE)


def _written(result: SbomMatch, output_format: OutputFormat, language: Language) -> bytes:
    from hiyoke.exchange.findings import write_csv, write_json
    from hiyoke.workflows.matching import match_as_rows

    if output_format is OutputFormat.JSON:
        return write_json(match_as_rows.match_as_json(result, language))
    if output_format is OutputFormat.CSV:
        return write_csv(match_as_rows.finding_rows(result))
    if output_format is OutputFormat.SARIF:
        from hiyoke.exchange.sarif import write_sarif

        return write_sarif(
            match_as_rows.finding_rows(result),
            match_as_rows.not_assessable_rows(result, language),
            result.run,
            language,
        )
    from hiyoke.cli.match_tables import shown_match

    return shown_match(result, language).encode()
