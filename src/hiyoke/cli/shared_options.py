"""Options that several commands share, said once, and JSON as every command prints it.

What is not here: options of one command, and the formats of commands that have further ones.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from hiyoke.cli.help_text import help_text
from hiyoke.cli.output_format import OutputFormat

EstatePath = Annotated[
    Path,
    typer.Argument(
        metavar="ESTATE",
        help=help_text(
            ja="資産のフォルダーか Excel ブック", en="Folder or workbook of the estate."
        ),
    ),
]
StoreFolder = Annotated[
    Path,
    typer.Option(
        "--advisories",
        metavar="STORE",
        help=help_text(
            ja="hiyoke advisories import の保管先", en="Store that `advisories import` filled."
        ),
    ),
]
AsOfDay = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="DATE",
        help=help_text(
            ja="基準日（日本、YYYY-MM-DD。既定は今日）",
            en="Knowledge cut-off, a date in Japan (YYYY-MM-DD; default: today).",
        ),
    ),
]
TableOrJson = Annotated[
    OutputFormat,
    typer.Option("--format", help=help_text(ja="表示の形式", en="How to show the result.")),
]


def print_json(record: Any) -> None:
    """Print a record with sorted members, one a line; equal records give equal bytes."""
    text = json.dumps(record, ensure_ascii=False, sort_keys=True, indent=1, default=str)
    sys.stdout.write(f"{text}\n")
