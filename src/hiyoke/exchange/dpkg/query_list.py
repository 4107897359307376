r"""Lists that ``dpkg-query`` and ``dpkg -l`` print.

Read are the plain ``dpkg-query -W``, the table of ``dpkg -l``, and columns asked for with
``-f '${Package}\t${Version}\t${Architecture}\t${source:Package}\t${source:Version}\t${Status}\n'``,
of which the later ones may be missing.

What is not here: other orders of columns.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from hiyoke.exchange.dpkg.entry import Entry, open_entries
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hiyoke.documents import Utf8Source
    from hiyoke.estate import FaultLedger, OperatingSystem, Sbom

_ARCHITECTURES: Final = (
    "all|amd64|arm64|armel|armhf|i386|loong64|mips64el|mipsel|ppc64el|riscv64|s390x|x32"
)
_NAME: Final = rf"[a-z0-9][a-z0-9+.-]+(?::(?:{_ARCHITECTURES}))?"
_VERSION: Final = r"(?:\d+:)?\d[A-Za-z0-9.+~-]*"
_PLAIN = re.compile(rf"{_NAME}\t(?:{_VERSION})?\Z")
_COLUMNS = re.compile(
    rf"{_NAME}(?P<separator>[\t,;|]| +){_VERSION}(?P=separator)(?:{_ARCHITECTURES})(?![^\t,;| ])"
)
_TABLE = re.compile(
    rf"(?P<status>[uirph][ncHUFWti][R ]?) +(?P<name>{_NAME}) +(?P<version>{_VERSION}|<none>) "
    rf"+(?P<architecture>{_ARCHITECTURES}|<none>)(?: |\Z)"
)
_TABLE_HEADING = re.compile(r"(?:Desired=|\| Status=|\|/ Err\?=|\|\|/ Name|\+\+\+-)")
_SAMPLE: Final = 100


def recognises_query_list(head: str) -> bool:
    """Return whether most of the first lines are rows of a dpkg list."""
    lines = [line for line in head.splitlines() if line.strip()]
    # The last line of a longer document is cut off.
    sample = [line for line in lines[:_SAMPLE] if not _TABLE_HEADING.match(line)]
    rows = sum(bool(_PLAIN.match(x) or _COLUMNS.match(x) or _TABLE.match(x)) for x in sample)
    return rows > 0 and rows * 2 > len(sample)


def open_query_list(source: Utf8Source, system: OperatingSystem | None) -> Sbom:
    """Return the inventory of what is installed.

    Args:
        source: The list.
        system: The operating system, where it is known from elsewhere.

    Source:
        dpkg-query(1), ``--show`` and ``--list``.
    """
    return open_entries(source, lambda ledger: _rows(source, ledger), system)


def _rows(source: Utf8Source, ledger: FaultLedger) -> Iterator[Entry]:
    for number, line in source.lines():
        if not line.strip() or _TABLE_HEADING.match(line):
            continue
        entry = _entry(number, line)
        if entry is None:
            ledger.add(
                "malformed_line",
                place=f"line {number}",
                expected=Text(
                    ja="パッケージ名、バージョン、アーキテクチャの並ぶ行",
                    en="a row of package, version and architecture",
                ),
                found=Text(ja=f"{line[:60]!a}", en=f"{line[:60]!a}"),
            )
        else:
            yield entry


def _entry(number: int, line: str) -> Entry | None:
    if _PLAIN.match(line):
        plain_name, _, plain_version = line.partition("\t")
        return Entry(number, plain_name, plain_version or None)
    table = _TABLE.match(line)
    if table:
        status = table["status"].strip()
        return Entry(number, table["name"], table["version"], table["architecture"], status=status)
    columns = _COLUMNS.match(line)
    separator = columns["separator"] if columns else "\t" if "\t" in line else ""
    if not separator:
        return None
    cells = [cell.strip() for cell in line.split(separator, 5 if separator.isspace() else -1)]
    cells += [""] * (6 - len(cells))
    name, version, architecture, source, source_version, status = (c or None for c in cells[:6])
    if not name or not re.fullmatch(_NAME, name):
        return None
    return Entry(number, name, version, architecture, source, source_version, status)
