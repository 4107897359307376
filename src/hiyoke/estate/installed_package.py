"""A package as a package manager lists it, brought to the form in which SBOMs name components.

What is not here: the lists themselves (`hiyoke.exchange.dpkg`, `hiyoke.exchange.rpm`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import quote

from hiyoke.estate.inventory import OperatingSystem, SbomComponent
from hiyoke.languages import Text
from hiyoke.packages import vendor_of

if TYPE_CHECKING:
    from hiyoke.estate.inventory import FaultLedger

_SAFE: Final = ":~"


class InstalledPackage(NamedTuple):
    """One installed package.

    Attributes:
        name: Name of the binary package.
        version: Version with release, without epoch for rpm, with epoch for dpkg.
        architecture: As the package manager names it; None when not listed.
        epoch: rpm's epoch; None for none, and for dpkg, whose versions include it.
        source: Name of the source package; None when not listed.
        source_version: Its version where it differs from the binary's, with epoch for dpkg.
        module: rpm's module label, ``nodejs:16:...``; None when not listed.
    """

    name: str
    version: str
    architecture: str | None = None
    epoch: str | None = None
    source: str | None = None
    source_version: str | None = None
    module: str | None = None


def installed_component(
    kind: str, package: InstalledPackage, system: OperatingSystem | None
) -> SbomComponent:
    """Return the component for one installed package.

    Args:
        kind: ``deb`` or ``rpm``.
        package: As listed.
        system: The operating system it is installed on; None leaves the purl without a vendor,
            so that nobody can match it by mistake.

    Source:
        Package-URL type definitions of deb and rpm; ``upstream`` as syft writes it.

    Example:
        >>> package = InstalledPackage("libssl3", "3.0.11-1", "amd64", source="openssl")
        >>> installed_component("deb", package, OperatingSystem("debian", "12")).purl
        'pkg:deb/debian/libssl3@3.0.11-1?arch=amd64&distro=debian-12&upstream=openssl'
    """
    source = package.source
    if source is not None and package.source_version is not None:
        source = f"{source}@{package.source_version}"
    stated = {
        "arch": package.architecture,
        "distro": system.distro if system else None,
        "epoch": package.epoch,
        "rpmmod": package.module,
        "upstream": source if source != package.name else None,
    }
    qualifiers = "&".join(f"{k}={quote(v, safe=_SAFE)}" for k, v in sorted(stated.items()) if v)
    namespace = f"{quote(vendor_of(system.id) or system.id)}/" if system else ""
    purl = (
        f"pkg:{kind}/{namespace}{quote(package.name.lower() if kind == 'deb' else package.name)}"
        f"@{quote(package.version, safe=_SAFE)}"
    )
    version = f"{package.epoch}:{package.version}" if package.epoch else package.version
    return SbomComponent(
        package.name,
        version,
        f"{purl}?{qualifiers}" if qualifiers else purl,
        None,
        "os_package",
    )


def system_component(system: OperatingSystem) -> SbomComponent:
    """Return the operating system itself as a component; it has an end of life like others."""
    return SbomComponent(system.id, system.release, kind="operating_system")


def fault_unknown_system(ledger: FaultLedger) -> None:
    """Note that a package list does not say which operating system it belongs to."""
    ledger.add(
        "unknown_operating_system",
        place="",
        expected=Text(
            ja="OS とその版の分かるパッケージ一覧",
            en="a package list that tells its operating system and release",
        ),
        found=Text(ja="OS の分からない一覧", en="one that does not"),
        remedy=Text(
            ja="その機器の /etc/os-release を同じフォルダーに os-release という名前で置くか、OS を"
            "指定してください。それまで、この一覧のパッケージは「判定不能」です。",
            en="Put the machine's /etc/os-release beside it, named os-release, or name the "
            "operating system; until then its packages are not assessable.",
        ),
    )
