"""``hiyoke versions``: compare and sort version texts as their scheme does.

Both commands read lines from standard input, so that a whole feed can be checked in one run.
What is not here: any order. `hiyoke.versions` keys every text.
"""

from __future__ import annotations

import sys
from io import TextIOWrapper
from typing import TYPE_CHECKING, Annotated

import typer

from hiyoke.cli.help_text import chosen_language, help_text
from hiyoke.errors import UnsortableVersionError, UsageError
from hiyoke.languages import Text
from hiyoke.versions import KeyMemo, scheme_of, sort_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hiyoke.languages import Language

#: Some lines were put aside because they could not be sorted.
NOT_ASSESSABLE = 12

#: Distinct texts whose keys are remembered at once; about 50 MB.
_REMEMBERED_TEXTS = 200_000

#: Result lines written at a time.
_BATCH = 8192

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    help=help_text(
        ja="バージョンを、その体系の規則どおりに比べ、並べます。",
        en="Compare and sort versions as their scheme does.",
    ),
)

_Scheme = Annotated[
    str,
    typer.Argument(
        metavar="SCHEME",
        help=help_text(
            ja="体系（pypi, npm, maven, deb など）、purl の型、または OSV のエコシステム名"
            "（Debian:12 など）",
            en="A scheme (pypi, npm, deb, ...), purl type or OSV ecosystem (Debian:12, ...).",
        ),
    ),
]


def compare_lines(scheme: str, lines: Iterable[str]) -> Iterator[str]:
    """Yield ``<``, ``=`` or ``>`` for each line ``A<TAB>B``, or ``?`` if a side is unsortable.

    Args:
        scheme: Anything `hiyoke.versions.scheme_of` accepts.
        lines: One pair a line, line ends allowed.

    Raises:
        UnknownSchemeError: No order is known for `scheme`.
        UsageError: A line is not two texts joined by one tab; names the line.
    """
    keys = KeyMemo(scheme, limit=_REMEMBERED_TEXTS)
    for line_number, line in enumerate(lines, start=1):
        pair = line.rstrip("\r\n").split("\t")
        if len(pair) != 2:  # noqa: PLR2004 - two sides of a comparison.
            raise _malformed(line_number, len(pair))
        left, right = keys[pair[0]], keys[pair[1]]
        if left is None or right is None:
            yield "?"
        elif left == right:
            yield "="
        else:
            yield "<" if left < right else ">"


def sort_lines(
    scheme: str, lines: Iterable[str]
) -> tuple[list[str], list[tuple[int, UnsortableVersionError]]]:
    """Return the lines in order, equal versions as they came, and those that have no place.

    Args:
        scheme: Anything `hiyoke.versions.scheme_of` accepts.
        lines: One version a line, line ends allowed. Empty lines are unsortable.

    Returns:
        The sorted lines, and line number with reason for each line left out.

    Raises:
        UnknownSchemeError: No order is known for `scheme`.
    """
    scheme = scheme_of(scheme)
    placed: list[tuple[bytes, str]] = []
    refused: list[tuple[int, UnsortableVersionError]] = []
    for line_number, line in enumerate(lines, start=1):
        version = line.rstrip("\r\n")
        try:
            placed.append((sort_key(scheme, version), version))
        except UnsortableVersionError as error:
            refused.append((line_number, error))
    placed.sort(key=lambda pair: pair[0])  # Stable: equal versions keep their order.
    return [version for _, version in placed], refused


@app.command(
    short_help=help_text(
        ja="2 つのバージョンの新旧を比べます（1 行 1 組）",
        en="Compare two versions on each line: <, =, > or ?",
    ),
    help=help_text(
        ja="標準入力の各行「A<タブ>B」について <、=、> のいずれかを 1 行ずつ書きます。"
        "どちらかに順序がないときは ? です。",
        en="For each line A<TAB>B of standard input write <, = or >; ? when a side has no place "
        "in the order.",
    ),
)
def compare(scheme: _Scheme) -> None:
    """Compare pairs from standard input, one result a line."""
    batch: list[str] = []
    try:
        for mark in compare_lines(scheme, _standard_input()):
            batch.append(mark)
            if len(batch) == _BATCH:
                _write(batch)
                batch.clear()
    finally:
        # Results of the lines before a malformed one still reach the reader.
        _write(batch)


@app.command(
    short_help=help_text(
        ja="バージョンを古い順に並べます（1 行 1 件）",
        en="Sort versions, one a line, oldest first",
    ),
    help=help_text(
        ja="標準入力のバージョン（1 行 1 件）を古い順に並べます。並べられない行は理由とともに"
        "標準エラーに書き、終了コードは 12 になります。",
        en="Sort versions from standard input, one a line, oldest first. Lines that cannot be "
        "sorted go to standard error with the reason; the exit code is then 12.",
    ),
)
def sort(scheme: _Scheme) -> None:
    """Sort versions from standard input, oldest first."""
    placed, refused = sort_lines(scheme, _standard_input())
    _write(placed)
    if refused:
        _tell(refused, chosen_language())
        raise typer.Exit(NOT_ASSESSABLE)


def _malformed(line_number: int, sides: int) -> UsageError:
    return UsageError(
        Text(
            ja=f"タブで区切った 2 つのバージョンを想定しましたが、{sides} つでした",
            en=f"expected two versions joined by one tab, found {sides}",
        ),
        where=f"stdin:{line_number}",
        remedy=Text(
            ja="各行を「A<タブ>B」の形にして、もう一度実行してください。",
            en="Write each line as A<TAB>B and run the command again.",
        ),
    )


def _tell(refused: list[tuple[int, UnsortableVersionError]], language: Language) -> None:
    """Write the lines left out, and how many, to standard error."""
    for line_number, error in refused:
        print(f"stdin:{line_number}: {error.message(language)}", file=sys.stderr)  # noqa: T201
    count = len(refused)
    noun = "line" if count == 1 else "lines"
    total = Text(
        ja=f"{count} 行は並べられないため、結果に含めていません。",
        en=f"{count} {noun} could not be sorted and were left out.",
    )
    print(total.render(language), file=sys.stderr)  # noqa: T201 - the report of this command.


def _standard_input() -> Iterator[str]:
    # Text in another encoding is no version: it arrives as surrogates and is refused as such.
    return TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="surrogateescape", newline="\n")


def _write(lines: Iterable[str]) -> None:
    """Write lines to standard output in the bytes they came in."""
    text = "".join(f"{line}\n" for line in lines)
    sys.stdout.buffer.write(text.encode("utf-8", "surrogateescape"))
    sys.stdout.buffer.flush()
