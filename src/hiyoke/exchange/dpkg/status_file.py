"""The file ``/var/lib/dpkg/status``, and the single stanzas of images without a package manager.

What is not here: lists of packages that could be installed, which look alike; they are refused.
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

_FIELD = re.compile(r"([A-Za-z][A-Za-z0-9-]*):[ \t]*(.*)\Z")
_PACKAGE: Final = re.compile(r"^Package:", re.MULTILINE | re.IGNORECASE)
_OTHERS: Final = re.compile(r"^(?:Status|Version|Architecture):", re.MULTILINE | re.IGNORECASE)
_STATUS: Final = re.compile(r"^Status:", re.MULTILINE | re.IGNORECASE)
_REPOSITORY: Final = re.compile(r"^(?:Filename|Format|Files|Directory):", re.MULTILINE)
_WANTED: Final = frozenset({"package", "version", "architecture", "source", "status"})


def recognises_status_file(head: str) -> bool:
    """Return whether text begins like a status file and not like a repository's index."""
    first = next((line for line in head.splitlines() if line.strip()), "")
    if not _FIELD.match(first) or not _PACKAGE.search(head) or not _OTHERS.search(head):
        return False
    return bool(_STATUS.search(head)) or not _REPOSITORY.search(head)


def open_status_file(source: Utf8Source, system: OperatingSystem | None) -> Sbom:
    """Return the inventory of what is installed.

    Args:
        source: The file.
        system: The operating system, where it is known from elsewhere.

    Source:
        dpkg(1), "Information about packages"; deb-control(5).
    """
    return open_entries(source, lambda ledger: _stanzas(source, ledger), system)


def _stanzas(source: Utf8Source, ledger: FaultLedger) -> Iterator[Entry]:
    fields: dict[str, str] = {}
    begins = 0
    for number, line in source.lines():
        if not line.strip():
            if fields:
                yield _entry(begins, fields)
            fields = {}
            continue
        if line[0] in " \t":
            continue
        found = _FIELD.match(line)
        if not found:
            ledger.add(
                "malformed_line",
                place=f"line {number}",
                expected=Text(ja="「項目名: 値」の行", en="a line like `Field: value`"),
                found=Text(ja=f"{line[:60]!a}", en=f"{line[:60]!a}"),
            )
            continue
        key = found.group(1).lower()
        if not fields:
            begins = number
        fields.setdefault(key if key in _WANTED else "other", found.group(2).strip())
    if fields:
        yield _entry(begins, fields)


def _entry(line: int, fields: dict[str, str]) -> Entry:
    return Entry(
        line,
        fields.get("package"),
        fields.get("version"),
        fields.get("architecture"),
        fields.get("source"),
        status=fields.get("status"),
    )
