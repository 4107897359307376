"""One package as dpkg tells of it, whatever the list.

What is not here: the shapes of the lists.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from hiyoke.estate import (
    FaultLedger,
    InstalledPackage,
    OperatingSystem,
    Sbom,
    fault_unknown_system,
    installed_component,
    system_component,
)
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from hiyoke.documents import Utf8Source
    from hiyoke.estate import SbomComponent

#: Components handed on together.
CHUNK: Final = 2000

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9+.-]*\Z")
_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+~:_-]*\Z")
_SOURCE = re.compile(r"(?P<name>\S+)(?:\s*\((?P<version>[^)\s]+)\))?\s*\Z")
#: States of dpkg(1) in which no file of the package remains, or only configuration.
_ABSENT_STATES: Final = frozenset({"not-installed", "config-files"})
_ABSENT_LETTERS: Final = frozenset("nc")
_DEBIAN_BASE = re.compile(r"(\d+)(?:\.\d+)*(?:\+deb\d+u\d+)?\Z")


class Entry(NamedTuple):
    """What one stanza or row says; None where it says nothing.

    Attributes:
        line: Line where it begins.
        name: Package, perhaps with ``:amd64``.
        version: As written.
        architecture: As written.
        source: ``Source`` as written, with its version in parentheses where that differs.
        source_version: Version of the source where a list has a column of its own for it.
        status: ``install ok installed``, or letters like ``ii``.
    """

    line: int
    name: str | None
    version: str | None
    architecture: str | None = None
    source: str | None = None
    source_version: str | None = None
    status: str | None = None


def open_entries(
    source: Utf8Source,
    read_entries: Callable[[FaultLedger], Iterable[Entry]],
    system: OperatingSystem | None,
) -> Sbom:
    """Return the inventory of a list of entries.

    Args:
        source: The list.
        read_entries: Reads it from its beginning; notes rows that are no entries.
        system: The operating system, where it is known; else the package ``base-files`` tells it.
    """
    ledger = FaultLedger(source.origin)
    if system is None:
        system = _system_told_by(read_entries(FaultLedger(source.origin)))
    if system is None:
        fault_unknown_system(ledger)
    return Sbom(
        origin=source.origin,
        format="dpkg",
        format_version=None,
        subject=None,
        operating_system=system,
        read_chunks=lambda later: _read_chunks(read_entries(later), system, later),
        earlier_faults=ledger.faults,
    )


def _read_chunks(
    entries: Iterable[Entry], system: OperatingSystem | None, ledger: FaultLedger
) -> Iterator[list[SbomComponent]]:
    chunk = [] if system is None else [system_component(system)]
    for entry in entries:
        package = _installed_package(entry, ledger)
        if package is not None:
            chunk.append(installed_component("deb", package, system))
        if len(chunk) >= CHUNK:
            yield chunk
            chunk = []
    yield chunk


def _installed_package(entry: Entry, ledger: FaultLedger) -> InstalledPackage | None:
    if _is_absent(entry):
        ledger.leave_out("not_installed")
        return None
    name, _, architecture = (entry.name or "").partition(":")
    if not _NAME.match(name) or not entry.version or not _VERSION.match(entry.version):
        ledger.add(
            "malformed_package",
            place=f"line {entry.line}",
            record_id=entry.name,
            expected=Text(
                ja="パッケージ名とバージョン", en="the name and version of an installed package"
            ),
            found=_shown(entry),
        )
        return None
    found = _SOURCE.match(entry.source or "")
    source, version = (found["name"], found["version"]) if found else (None, None)
    version = entry.source_version or version
    return InstalledPackage(
        name,
        entry.version,
        entry.architecture or architecture or None,
        source=source,
        source_version=version if source and version != entry.version else None,
    )


def _shown(entry: Entry) -> Text:
    found = f"{(entry.name or '')[:60]!a}, {(entry.version or '')[:60]!a}"
    return Text(ja=found, en=found)


def _is_absent(entry: Entry) -> bool:
    status = (entry.status or "").split()
    if not status:
        return not entry.version and bool(entry.name) and entry.status is None
    if len(status) == 1 and len(status[0]) <= 3:  # noqa: PLR2004 - desired, state and error letters.
        return status[0][1:2] in _ABSENT_LETTERS
    return status[-1] in _ABSENT_STATES


def _system_told_by(entries: Iterable[Entry]) -> OperatingSystem | None:
    """Return the system whose ``base-files``, the package of os-release itself, is installed.

    Debian numbers that package like its releases (12.4+deb12u5). Ubuntu marks it as its own, but
    does not tell its release by it.
    """
    for entry in entries:
        if entry.name in ("base-files", "base-files:all", "base-files:amd64") and entry.version:
            if "ubuntu" in entry.version:
                return OperatingSystem("ubuntu", None)
            told = _DEBIAN_BASE.match(entry.version)
            return OperatingSystem("debian", told.group(1)) if told else None
    return None
