r"""Lists that ``rpm -qa`` prints.

Read are names as rpm joins them (``bash-5.1.8-6.el9_1.x86_64``, also with an epoch), and columns
asked for with ``--queryformat
'%{NAME}\t%{EPOCHNUM}\t%{VERSION}\t%{RELEASE}\t%{ARCH}\t%{SOURCERPM}\n'`` or with other
separators, without the epoch, or with the module label.

What is not here: rpm's database itself.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from hiyoke.estate import (
    FaultLedger,
    OperatingSystem,
    Sbom,
    fault_unknown_system,
    installed_component,
    system_component,
)
from hiyoke.exchange.rpm.row import is_key, package_in
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hiyoke.documents import Utf8Source
    from hiyoke.estate import InstalledPackage, SbomComponent

#: Components handed on together.
_CHUNK: Final = 2000
_SAMPLE: Final = 100

#: Packages that carry os-release; their version is the release.
_RELEASE_PACKAGES: Final[dict[str, str]] = {
    "Leap-release": "opensuse-leap",
    "almalinux-release": "almalinux",
    "azurelinux-release": "azurelinux",
    "centos-linux-release": "centos",
    "centos-release": "centos",
    "centos-stream-release": "centos",
    "fedora-release": "fedora",
    "fedora-release-common": "fedora",
    "mageia-release-common": "mageia",
    "mariner-release": "mariner",
    "openEuler-release": "openeuler",
    "openSUSE-release": "opensuse",
    "oraclelinux-release": "ol",
    "photon-release": "photon",
    "redhat-release": "rhel",
    "redhat-release-server": "rhel",
    "rocky-release": "rocky",
    "sled-release": "sled",
    "sles-release": "sles",
}
#: Parts of a package's release that only one distribution writes.
_TAG = re.compile(r"\.(?P<tag>fc|amzn|mga|azl|cm|ph)(?P<number>\d+)(?![A-Za-z0-9])")
_ANY_TAG: Final = re.compile(r"[.](?:el|fc|amzn|mga|azl|cm|ph|oe)\d")
_TAG_SYSTEMS: Final[dict[str, str]] = {
    "amzn": "amzn",
    "azl": "azurelinux",
    "cm": "mariner",
    "fc": "fedora",
    "mga": "mageia",
    "ph": "photon",
}


def recognises_query_list(head: str) -> bool:
    """Return whether most of the first lines are rows of an rpm list."""
    lines = [line for line in head.splitlines() if line.strip()][:_SAMPLE]
    found = (package_in(line) for line in lines if not is_key(line))
    packages = [package for package in found if package is not None]
    rows = len(packages) + sum(is_key(line) for line in lines)
    # Without an architecture or a distribution's tag, any text with two hyphens would do.
    is_of_rpm = any(p.architecture or _ANY_TAG.search(p.version) for p in packages)
    return is_of_rpm and rows * 2 > len(lines)


def open_query_list(source: Utf8Source, system: OperatingSystem | None) -> Sbom:
    """Return the inventory of what is installed.

    Args:
        source: The list.
        system: The operating system, where it is known from elsewhere; else the package that
            carries os-release tells it, else the tag that a distribution writes into releases.

    Source:
        rpm(8), query options; rpm-queryformat(7).
    """
    ledger = FaultLedger(source.origin)
    if system is None:
        system = _system_told_by(source)
    if system is None:
        fault_unknown_system(ledger)
    return Sbom(
        origin=source.origin,
        format="rpm",
        format_version=None,
        subject=None,
        operating_system=system,
        read_chunks=lambda later: _read_chunks(source, system, later),
        earlier_faults=ledger.faults,
    )


def _read_chunks(
    source: Utf8Source, system: OperatingSystem | None, ledger: FaultLedger
) -> Iterator[list[SbomComponent]]:
    chunk = [] if system is None else [system_component(system)]
    for number, line in source.lines():
        package = _package(number, line, ledger)
        if package is not None:
            chunk.append(installed_component("rpm", package, system))
        if len(chunk) >= _CHUNK:
            yield chunk
            chunk = []
    yield chunk


def _package(number: int, line: str, ledger: FaultLedger) -> InstalledPackage | None:
    if not line.strip():
        return None
    if is_key(line):
        ledger.leave_out("signing_key")
        return None
    package = package_in(line)
    if package is None:
        ledger.add(
            "malformed_line",
            place=f"line {number}",
            expected=Text(
                ja="rpm の名前-バージョン-リリース.アーキテクチャ、または同じ項目の並び",
                en="an rpm name-version-release.arch, or the same in columns",
            ),
            found=Text(ja=f"{line[:60]!a}", en=f"{line[:60]!a}"),
        )
    return package


def _system_told_by(source: Utf8Source) -> OperatingSystem | None:
    by_tag: OperatingSystem | None = None
    for _, line in source.lines():
        package = package_in(line)
        if package is None:
            continue
        version, _, release = package.version.partition("-")
        if package.name in _RELEASE_PACKAGES:
            return OperatingSystem(_RELEASE_PACKAGES[package.name], version)
        found = _TAG.search(f".{release}")
        if by_tag is None and found:
            by_tag = OperatingSystem(_TAG_SYSTEMS[found["tag"]], found["number"])
    return by_tag
