"""One row of an rpm query list.

What is not here: the list as a whole.
"""

from __future__ import annotations

import re
from typing import Final

from hiyoke.estate import InstalledPackage

_ARCHITECTURES: Final = (
    r"noarch|x86_64(?:_v\d)?|i[3-6]86|athlon|aarch64|armv\d\w*|ppc(?:64(?:le|p7)?)?|s390x?|riscv64"
    r"|loongarch64|ia64|sparc\w*|mips\w*|src|nosrc|\(none\)"
)
_ARCHITECTURE = re.compile(rf"(?:{_ARCHITECTURES})\Z")
_NAME: Final = r"[A-Za-z0-9_][A-Za-z0-9_.+-]*"
_EPOCH: Final = r"(?:(?:\d+|\(none\)):)?"
_VERSION: Final = r"[A-Za-z0-9][A-Za-z0-9_.+~^]*"
_RELEASE: Final = r"[A-Za-z0-9][A-Za-z0-9_.+~^]*"
_JOINED = re.compile(
    rf"(?P<front>{_EPOCH})(?P<name>{_NAME})-(?P<epoch>{_EPOCH})(?P<version>{_VERSION})"
    rf"-(?P<release>{_RELEASE}?)(?:\.(?P<arch>{_ARCHITECTURES}))?\Z"
)
_EVR = re.compile(rf"(?P<epoch>{_EPOCH})(?P<version>{_VERSION})-(?P<release>{_RELEASE})\Z")
_EPOCH_CELL = re.compile(r"\d+\Z|\(none\)\Z|\Z")
_VERSION_CELL = re.compile(rf"{_VERSION}\Z")
_SOURCE_RPM = re.compile(r"(?P<name>.+)-(?P<version>[^-]+)-(?P<release>[^-]+)\.(?:no)?src\.rpm\Z")
_MODULE = re.compile(r"[^:\s]+:[^:\s]+:\d+:\S+\Z")
_SEPARATORS: Final = ("\t", "|", ";", ",", " ")
#: Names that rpm gives to the signing keys it knows; nothing of them is installed.
_KEY: Final = "gpg-pubkey"


def is_key(line: str) -> bool:
    """Return whether a row stands for a signing key and not for a package."""
    return line.lstrip().startswith(_KEY)


def package_in(line: str) -> InstalledPackage | None:
    r"""Return the package that a row names, or None when the row is none.

    Example:
        >>> package_in("bash-5.1.8-6.el9_1.x86_64").version
        '5.1.8-6.el9_1'
        >>> package_in("bash\t(none)\t5.1.8\t6.el9_1\tx86_64\tbash-5.1.8-6.el9_1.src.rpm").source
        'bash'
    """
    text = line.strip()
    joined = _package_of_joined(text)
    if joined is not None:
        return joined
    for separator in _SEPARATORS:
        if separator in text:
            cells = text.split() if separator == " " else text.split(separator)
            found = _package_of_cells([cell.strip().strip('"') for cell in cells])
            if found is not None:
                return found
    # `rpm -qa --last` adds the time of installation.
    first, _, _ = text.partition(" ")
    dated = _package_of_joined(first) if first != text else None
    return dated if dated is not None and dated.architecture else None


def _package_of_joined(text: str) -> InstalledPackage | None:
    joined = _JOINED.match(text)
    if joined is None or not (joined["arch"] or joined["version"][0].isdigit()):
        return None
    epoch = _epoch(joined["epoch"] or joined["front"])
    version = f"{joined['version']}-{joined['release']}"
    return InstalledPackage(joined["name"], version, _told(joined["arch"]), _nonzero(epoch))


def _package_of_cells(cells: list[str]) -> InstalledPackage | None:
    """Find out by the place of the architecture which columns the list has."""
    place = next((i for i, c in enumerate(cells[:5]) if i > 1 and _ARCHITECTURE.match(c)), None)
    if place is None or not re.fullmatch(_NAME, cells[0]):
        return None
    if place == 4 and _EPOCH_CELL.match(cells[1]):  # noqa: PLR2004 - name, epoch, version, release.
        epoch, version, release = cells[1], cells[2], cells[3]
    elif place == 3:  # noqa: PLR2004 - name, version, release.
        epoch, version, release = "", cells[1], cells[2]
    else:
        whole = _EVR.match(cells[1]) if place == 2 else None  # noqa: PLR2004 - name, whole version.
        if whole is None:
            return None
        epoch, version, release = whole["epoch"], whole["version"], whole["release"]
    if not _VERSION_CELL.match(version) or not _VERSION_CELL.match(release):
        return None
    return _with_source(
        InstalledPackage(
            cells[0], f"{version}-{release}", _told(cells[place]), _nonzero(_epoch(epoch))
        ),
        cells[place + 1 :],
    )


def _with_source(package: InstalledPackage, others: list[str]) -> InstalledPackage:
    for cell in others:
        source = _SOURCE_RPM.match(cell)
        if source:
            version = f"{source['version']}-{source['release']}"
            package = package._replace(
                source=source["name"],
                source_version=version if version != package.version else None,
            )
        elif _MODULE.match(cell):
            package = package._replace(module=cell)
    return package


def _epoch(text: str) -> str:
    return text.rstrip(":").replace("(none)", "")


def _nonzero(epoch: str) -> str | None:
    """Return the epoch where it changes the order: none and 0 are the same to rpm."""
    return epoch.lstrip("0") or None


def _told(architecture: str | None) -> str | None:
    return None if architecture in (None, "(none)") else architecture
